"""The sample company's cadences: all that are shipped, deals in the midst of one, and one that ended in silence."""

from collections.abc import Sequence
from datetime import date, timedelta

from desktop_pipeline.actions.cadence_rules import write_ready
from desktop_pipeline.domain.cadences import State
from desktop_pipeline.domain.ready_cadences import read_ready_cadences
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.tables import Enrolment, EnrolmentStep

_WHO = "Amara Eze"
_RUNNING = (("new_lead", 1), ("proposal", 2))


def write_cadences(draft: Draft, *, today: date) -> None:
    """Nothing new is planned: the touches are activities that the deals have already, so that no figure changes."""
    cadences = {ready.key: write_ready(draft, ready) for ready in read_ready_cadences()}
    taken: set[int] = set()
    for key, done in _RUNNING:
        deal_id = _find_deal(draft, _GOING_ON, (today.isoformat(), done), taken)
        if deal_id is not None:
            coming = draft.rows(_COMING, (deal_id, today.isoformat()))
            _enrol(draft, cadences[key], deal_id, [*_read_done(draft, deal_id, done), *coming], State.RUNNING, today)
    silent = _find_deal(draft, _SILENT, (), taken)
    if silent is not None:
        _enrol(draft, cadences["re_engage"], silent, _read_done(draft, silent, 3), State.FINISHED, today)


def _find_deal(draft: Draft, sql: str, parameters: Sequence[Value], taken: set[int]) -> int | None:
    found = next((int(row[0]) for row in draft.rows(sql, parameters) if row[0] not in taken), None)
    if found is not None:
        taken.add(found)
    return found


def _read_done(draft: Draft, deal_id: int, count: int) -> list[tuple[Value, ...]]:
    """The latest activities that were done, the earliest of them first."""
    return draft.rows(_DONE, (deal_id, count))[::-1]


def _enrol(
    draft: Draft, cadence_id: int, deal_id: int, touches: Sequence[tuple[Value, ...]], state: State, today: date
) -> None:
    first = from_microseconds(int(str(touches[0][1])))
    closes, reason = draft.row("select closes_after, reason_id from cadence where id = ?", (cadence_id,)) or (
        None,
        None,
    )
    close_on = today if state is State.FINISHED else _after(today, closes)
    last = touches[-1][1] if state is State.FINISHED else None
    enrolment_id = draft.insert(
        Enrolment,
        cadence=cadence_id,
        deal=deal_id,
        started_at=first,
        started_on=first.date(),
        who=_WHO,
        state=state.value,
        ended_at=None if last is None else from_microseconds(int(str(last))),
        close_on=close_on,
        reason=reason,
    )
    steps = draft.rows("select id from cadence_step where cadence_id = ? order by position, id", (cadence_id,))
    for place, (activity_id, done_at, due_on) in enumerate(touches):
        day = from_microseconds(int(str(done_at))).date() if due_on is None else date.fromisoformat(str(due_on))
        step_id = steps[place][0] if place < len(steps) else None
        draft.insert(EnrolmentStep, enrolment=enrolment_id, step=step_id, activity=activity_id, due_on=day)


def _after(today: date, closes_after: Value) -> date | None:
    return None if closes_after is None else today + timedelta(days=int(str(closes_after)))


_DONE = (
    "select id, done_at, due_on from activity where deal_id = ? and done_at is not null"
    " order by done_at desc, id limit ?"
)
_COMING = (
    "select id, done_at, due_on from activity where deal_id = ? and done_at is null and due_on >= ?"
    " order by due_on, id limit 2"
)
_GOING_ON = (
    "select d.id from deal d where d.status = 'open' and d.deleted_at is null"
    " and exists (select 1 from activity a where a.deal_id = d.id and a.done_at is null and a.due_on >= ?)"
    " and (select count(*) from activity a where a.deal_id = d.id and a.done_at is not null) >= ? order by d.id desc"
)
_SILENT = (
    "select d.id from deal d join activity a on a.deal_id = d.id and a.done_at is not null"
    " where d.status = 'open' and d.deleted_at is null"
    " and not exists (select 1 from activity o where o.deal_id = d.id and o.done_at is null)"
    " group by d.id order by min(count(*), 3) desc, max(a.done_at), d.id"
)
