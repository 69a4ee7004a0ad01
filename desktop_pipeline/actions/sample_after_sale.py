"""What follows the sample company's latest wins, and lost deals that it means to try again."""

from collections.abc import Iterator, Sequence
from datetime import date

from desktop_pipeline.actions.relations import RelationKind
from desktop_pipeline.actions.sample_lists import Cast
from desktop_pipeline.actions.sample_tale import DAY, LOST_STATUS, Diary, Row, Tale
from desktop_pipeline.domain.after_sale import Purpose, TickState
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Activity, AfterSaleTick, DealRelation, Problem, Retry, Satisfaction

_SCORES = ((9, "The team loves the new room."), (6, "Late by a week, good in the end."), (10, ""))
# Days from today on which lost deals are tried again: one is due, one is due today, one is to come.
_RETRIES = ((-3, "Their budget is decided now."), (0, ""), (41, "They move in autumn."))
_LEFT_OUT = 3  # of this deal, counted from the latest, the delivery is left out


def write_after_sale(draft: Draft, cast: Cast, diary: Diary, known: Sequence[tuple[int, Tale]]) -> None:
    """The checklists of the deals that stand after the sale, satisfaction, a problem, and retries."""
    steps = draft.rows(
        "select id, text, kind, after_days, purpose from after_sale_step where pipeline_id = ? order by position",
        (cast.pipeline,),
    )
    sold = sorted(
        ((deal_id, tale) for deal_id, tale in known if tale.after_sale is not None),
        key=lambda row: row[1].closed_at or 0,
        reverse=True,
    )
    for place, (deal_id, tale) in enumerate(sold):
        for row in _tick(draft, diary, deal_id, tale, steps, is_picked_up=place == _LEFT_OUT):
            draft.insert(AfterSaleTick, **row)
    for (deal_id, tale), (score, note) in zip(sold[1:], _SCORES, strict=False):
        asked = min(diary.today, (tale.closed_at or 0) // DAY + 2)
        draft.insert(Satisfaction, deal=deal_id, on=diary.date(asked), score=score, note=note)
    _raise_problems(draft, diary, [deal_id for deal_id, _tale in sold])
    _plan_retries(draft, diary, known)


def _tick(
    draft: Draft, diary: Diary, deal_id: int, tale: Tale, steps: Sequence[Row], *, is_picked_up: bool
) -> Iterator[dict[str, object]]:
    """What was due is done, what is to come is planned."""
    won = (tale.closed_at or 0) // DAY
    for step_id, text, kind, after_days, purpose in steps:
        due = diary.workday_from(won + int(str(after_days)))
        row: dict[str, object] = {"deal": deal_id, "step": step_id, "due_on": diary.date(due), "note": ""}
        if is_picked_up and purpose == Purpose.DELIVER:
            yield {**row, "state": TickState.LEFT_OUT.value, "note": "They picked it up themselves."}
        elif due <= diary.today + 1:
            # Done a day early: today's list is that of the book.
            yield {**row, "state": TickState.DONE.value}
        else:
            activity = _plan(draft, tale, deal_id, str(kind), str(text), diary.date(due))
            yield {**row, "state": TickState.OPEN.value, "activity": activity}


def _plan(draft: Draft, tale: Tale, deal_id: int, kind: str, text: str, due_on: date) -> int:
    person = tale.people[0][0] if tale.people else None
    return draft.insert(Activity, deal=deal_id, person=person, owner=tale.owner, kind=kind, subject=text, due_on=due_on)


def _raise_problems(draft: Draft, diary: Diary, sold: Sequence[int]) -> None:
    if len(sold) > 1:
        raised = diary.date(diary.today - 2)
        draft.insert(Problem, deal=sold[1], text="Two chairs came with the wrong fabric.", raised_on=raised)
    if len(sold) > _LEFT_OUT:
        draft.insert(
            Problem,
            deal=sold[_LEFT_OUT],
            text="A drawer sticks.",
            raised_on=diary.date(diary.today - 9),
            solved_on=diary.date(diary.today - 6),
            solution="Planed on site, no charge.",
        )


def _plan_retries(draft: Draft, diary: Diary, known: Sequence[tuple[int, Tale]]) -> None:
    lost = [deal_id for deal_id, tale in known if tale.status == LOST_STATUS and tale.deleted_at is None]
    for deal_id, (days, note) in zip(lost[::-1], _RETRIES, strict=False):
        draft.insert(Retry, deal=deal_id, on=diary.date(diary.today + days), note=note)
    # By the organisation: by the status all open deals would be gone through for each lost one.
    pair = draft.row(
        "select n.id, e.id from deal e join deal n on n.organisation_id = e.organisation_id and +n.status = 'open'"
        " and n.created_at > e.closed_at and n.deleted_at is null"
        " where e.status = 'lost' and e.deleted_at is null and n.id not in (select deal_id from deal_relation)"
        " order by e.closed_at desc, n.id limit 1"
    )
    if pair is not None:
        later, earlier = pair
        draft.insert(DealRelation, deal=later, earlier=earlier, kind=RelationKind.RETRY.value)
        settled = draft.value("select created_at from deal where id = ?", (later,))
        if draft.value("select 1 from retry where deal_id = ?", (earlier,)) is None:
            day = diary.date(int(settled) // DAY)
            draft.insert(Retry, deal=earlier, on=day, later=later)
            draft.execute("update retry set settled_at = ? where deal_id = ?", (settled, earlier))
