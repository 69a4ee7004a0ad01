"""What it takes to be as sure of a target as somebody wants to be (METRICS §12, §13)."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.ahead.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Question:
    """A target in minor units for a period, and what one goes by: by the past, or as somebody has set it."""

    target: int
    period: Period
    sure: float  # a share
    deal_size: int  # minor units
    win_rate: float  # of new deals
    cycle_days: float


@dataclass(frozen=True, slots=True)
class Needs:
    """Today's deals bring `certain` as surely as was asked; the rest is `short`."""

    certain: int
    short: int
    wins: int
    new_deals: int
    start_by: date  # new deals from later on are usually won too late
    weeks: float  # from the day after the as-of day until then, not below 0


def work_out_needs(outlook: Outlook, question: Question, won: int) -> Needs | None:
    """`won` is what is won in the period already; None beyond the months ahead, or where nothing is ever won."""
    certain = outlook.sure_of(question.sure, question.period, won)
    if certain is None or question.deal_size <= 0 or question.win_rate <= 0:
        return None
    short = max(question.target - certain, 0)
    wins = -(-short // question.deal_size)
    start_by = question.period.end - timedelta(days=1 + round(question.cycle_days))
    tomorrow = outlook.ahead.first_day
    return Needs(
        certain=certain,
        short=short,
        wins=wins,
        # A rate that is a fraction of two counts must not make one deal more of a rounding error.
        new_deals=ceil(wins / question.win_rate - 1e-9),
        start_by=start_by,
        weeks=max((start_by - tomorrow).days + 1, 0) / 7,
    )
