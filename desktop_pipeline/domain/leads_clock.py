"""The clock of a new lead: it runs from the creation to the first call, e-mail or meeting (METRICS §10)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.milestones import Milestone

# What reaches the other side.
CONTACT_KINDS = ("call", "email", "meeting")
USUAL_TARGET = timedelta(hours=1)
# An older lead is no longer new: a month without a touch is a matter of hygiene (METRICS §15).
NEW_FOR = timedelta(days=30)
_SHORTEST, _LONGEST = 1, 7 * 24 * 60


class LeadStage(NamedTuple):
    """An open stage of a pipeline, as far as it decides who is a lead."""

    stage_id: int
    pipeline_id: int
    milestone: Milestone


class LeadClock(NamedTuple):
    """A lead without contact: since when it waits, and within what time it is to be answered."""

    since: datetime
    target: timedelta = USUAL_TARGET

    def waited(self, now: datetime) -> timedelta:
        """How long it waits; not at all by a clock that was put back since."""
        return max(timedelta(0), now - self.since)

    def is_late(self, now: datetime) -> bool:
        """Whether the target has passed; at the very instant it has not."""
        return self.waited(now) > self.target


def find_lead_stages(stages: Iterable[LeadStage]) -> frozenset[int]:
    """Those whose deals are leads, of stages in the order of their pipelines.

    That is all before the first that carries the milestone SQL; where none does, the first alone.
    """
    by_pipeline: dict[int, list[LeadStage]] = {}
    for stage in stages:
        by_pipeline.setdefault(stage.pipeline_id, []).append(stage)
    found: set[int] = set()
    for line in by_pipeline.values():
        places = [place for place, stage in enumerate(line) if stage.milestone is Milestone.SQL]
        found.update(stage.stage_id for stage in line[: places[0] if places else 1])
    return frozenset(found)


def check_target(minutes: int) -> int:
    """The minutes within which a lead is to be answered; raises InvalidError."""
    if not _SHORTEST <= minutes <= _LONGEST:
        message = "A new lead can be answered within one minute at least and seven days at most."
        raise InvalidError(message)
    return minutes


def read_target(text: str) -> timedelta:
    """What is kept as a setting; the usual target where it makes no sense."""
    try:
        return timedelta(minutes=check_target(int(text)))
    except (ValueError, InvalidError):
        return USUAL_TARGET
