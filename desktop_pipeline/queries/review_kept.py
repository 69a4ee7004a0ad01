"""Whether what was decided in a review was kept, as it stands now."""

from dataclasses import dataclass
from datetime import date, datetime

from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.domain.reviews import Decision, Kept, Since, judge_kept
from desktop_pipeline.queries.reviews import ReviewLine, read_review
from desktop_pipeline.storage.instants import from_microseconds, to_microseconds
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A decided deal of a past review, what happened to it since, and whether the decision was kept."""

    line: ReviewLine
    since: Since
    kept: Kept


def read_kept(view: View, review_id: int, *, today: date) -> list[KeptLine]:
    """The decisions of a review in their order, skipped deals left out."""
    review = read_review(view, review_id)
    found: list[KeptLine] = []
    for line in () if review is None else review.lines:
        if line.decision is None or line.decision is Decision.SKIPPED or line.decided_at is None:
            continue
        since = _read_since(view, line, line.decision, line.decided_at)
        found.append(KeptLine(line, since, judge_kept(line.decision, line.act, since, today)))
    return found


def _read_since(view: View, line: ReviewLine, decision: Decision, decided_at: datetime) -> Since:
    deal_id, at = line.deal_id, to_microseconds(decided_at)
    closed = view.value("select closed_at from deal where id = ?", (deal_id,))
    step = None
    if decision is Decision.KEEP:
        step = view.row("select done_at from activity where id = ?", (line.act.row_id,))
    return Since(
        status=DealStatus(line.status),
        is_deleted=line.is_gone,
        closed_on=_day(view, closed),
        touched_on=_day(view, view.value(_TOUCHED, (deal_id, at))),
        moved_on=view.value(_MOVED_ON, (deal_id, at, EventKind.MOVED)) is not None,
        step_done_on=_day(view, step[0]) if step else None,
        is_step_there=step is not None,
        replied_on=_day(view, view.value(_REPLIED, (deal_id, at))),
    )


def _day(view: View, at: int | None) -> date | None:
    return None if at is None else local_day(from_microseconds(at), view.zone)


_TOUCHED = """
    select min(at) from (
        select min(done_at) as at from activity where deal_id = ?1 and done_at > ?2
        union all select min(at) from note where deal_id = ?1 and at > ?2
        union all select min(at) from message where deal_id = ?1 and direction = 'in' and at > ?2)
"""
# The move of the decision itself is of its very instant.
_MOVED_ON = """
    select 1 from history_event e join stage f on f.id = e.from_stage_id join stage t on t.id = e.to_stage_id
    where e.deal_id = ? and e.at > ? and e.kind = ? and t.position > f.position
"""
_REPLIED = "select min(at) from message where deal_id = ? and direction = 'in' and at > ?"
