"""Rules about deals that need attention (METRICS §15)."""

from datetime import date, datetime
from enum import StrEnum

_STUCK_TENTHS = 14  # stuck is 1.4 × the slow limit, in whole numbers: 1.4 × 45 is less than 63 as a float


class Pace(StrEnum):
    """How long a deal has sat in its stage, against the stage's slow limit."""

    USUAL = "usual"
    SLOW = "slow"
    STUCK = "stuck"


class NextStep(StrEnum):
    """State of the next planned activity of a deal."""

    LATE = "late"
    TODAY = "today"
    PLANNED = "planned"
    NONE = "none"


def judge_pace(days_in_stage: int | None, slow_limit: int) -> Pace:
    """Slow above the limit, stuck above 1.4 × the limit; an unknown age is never called slow."""
    if days_in_stage is None or days_in_stage <= slow_limit:
        return Pace.USUAL
    return Pace.STUCK if 10 * days_in_stage > _STUCK_TENTHS * slow_limit else Pace.SLOW


def judge_next_step(
    *, planned: bool, due_on: date | None, due_at: datetime | None, today: date, now: datetime
) -> NextStep:
    """State of the next planned activity; one with a time of day is late from that time on."""
    if not planned:
        return NextStep.NONE
    if due_on is None:
        return NextStep.PLANNED
    if due_on < today:
        return NextStep.LATE
    if due_on > today:
        return NextStep.PLANNED
    return NextStep.LATE if due_at is not None and due_at < now else NextStep.TODAY
