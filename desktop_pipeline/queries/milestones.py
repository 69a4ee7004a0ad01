"""When a deal passed its milestones, by its stages and by hand (METRICS §10)."""

from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View

MILESTONES = (Milestone.MQL, Milestone.SQL)


@dataclass(frozen=True, slots=True)
class Passed:
    """When a deal first reached a stage that carries the milestone, and when somebody says it passed; None: never.

    `rule` tells which rule held when it was said.
    """

    milestone: Milestone
    reached_on: date | None
    marked_on: date | None
    rule: str = ""


def read_milestones(view: View, deal_id: int) -> tuple[Passed, ...]:
    """Both milestones of a deal."""
    reached = {
        Milestone(milestone): local_day(from_microseconds(at), view.zone)
        for milestone, at in view.rows(_REACHED, (deal_id,))
    }
    marked = {
        Milestone(milestone): (date.fromisoformat(day), rule)
        for milestone, day, rule in view.rows(
            "select milestone, passed_on, rule from milestone_mark where deal_id = ?", (deal_id,)
        )
    }
    return tuple(
        Passed(milestone, reached.get(milestone), *marked.get(milestone, (None, ""))) for milestone in MILESTONES
    )


# At that stage or beyond: the stages are those of the pipeline it was in.
_REACHED = f"""
    select m.milestone, min(e.at) from history_event e join stage s on s.id = e.to_stage_id
    join stage m on m.pipeline_id = s.pipeline_id and m.is_open and not m.is_archived
         and m.milestone in ('mql', 'sql') and s.position >= m.position
    where e.deal_id = ? and s.is_open and e.is_dated
      and e.kind in ({EventKind.CREATED.value}, {EventKind.MOVED.value}, {EventKind.PIPELINE.value})
    group by m.milestone
"""  # noqa: S608 - our own text
