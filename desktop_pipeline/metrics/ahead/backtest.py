"""How good forecasts of the past months would have been, and the naive line they have to beat (METRICS §13)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from desktop_pipeline.domain.periods import Period, add_months
from desktop_pipeline.metrics.ahead.forecast import weigh_months
from desktop_pipeline.metrics.ahead.months_ahead import look_ahead
from desktop_pipeline.metrics.ahead.outlook import Outlook, simulate, won_in
from desktop_pipeline.metrics.ahead.simulation import DRAWS, Band
from desktop_pipeline.metrics.days import as_of_day, day_number
from desktop_pipeline.metrics.history import NO_DAY, Flags, Floats, History
from desktop_pipeline.metrics.moment import Moment, look
from desktop_pipeline.metrics.rates import Rate, rate_of
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.metrics.snapshot import Status

MONTHS_BACK = 12
_NAIVE_MONTHS = 3
_BINS = 10


@dataclass(frozen=True, slots=True)
class PastMonth:
    """What was forecast on a month's first day, and what was won in it; minor units of the base currency."""

    first_day: date
    actual: int
    weighted: int
    band: Band  # simulated, new business included; its middle is what the method forecasts
    naive: int

    @property
    def is_inside(self) -> bool:
        """Whether what was won lies within the range."""
        return self.band.p10 <= self.actual <= self.band.p90


@dataclass(frozen=True, slots=True)
class Errors:
    """Σ |forecast − actual| ÷ Σ actual, and (Σ forecast − Σ actual) ÷ Σ actual; None where nothing was won."""

    wape: float | None
    bias: float | None


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Of deals called between two likelihoods to be won by the end of the month, how many were."""

    low: float
    high: float
    called: float  # the mean of what they were called
    won: Rate


@dataclass(frozen=True, slots=True)
class Backtest:
    """Months that had a first day with deals on record, oldest first."""

    months: tuple[PastMonth, ...]
    weighted: Errors
    simulated: Errors
    naive: Errors
    inside: Rate  # months within P10–P90
    brier: float | None
    calls: int  # deals called, once for each month they were open in
    calibration: tuple[Calibrated, ...]


def look_back(
    history: History,
    until: date,
    selection: Selection = EVERYTHING,
    *,
    set_only: bool = False,
    draws: int = DRAWS,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Backtest:
    """Replay history to the first day of each of the last whole months up to the end of a day.

    Each month is a while of its own in a long history: what `progress` raises before it ends the whole.
    """
    end = (until + timedelta(days=1)).replace(day=1)
    firsts = [first for number in range(-MONTHS_BACK, 0) if _had_deals(history, first := add_months(end, number))]
    past: list[PastMonth] = []
    calls: list[Floats] = []
    came: list[Flags] = []
    known: Moment | None = None
    for done, first in enumerate(firsts):
        progress(done, len(firsts))
        before = known or _look(history, first, set_only=set_only)
        known = _look(history, add_months(first, 1), set_only=set_only)
        outlook = simulate(before, selection, months=1, draws=draws)
        past.append(_compare(before, known, outlook, selection))
        # What turned out to be no deal was none to be won or lost.
        called = np.flatnonzero(~(outlook.landing.untimed | known.snapshot.not_real[outlook.landing.rows]))
        calls.append(outlook.landing.by_month[called, 0])
        came.append(_was_won(known)[outlook.landing.rows[called]])
    return summarise_past(
        tuple(past), np.concatenate([np.zeros(0), *calls]), np.concatenate([np.zeros(0, dtype=np.bool_), *came])
    )


def summarise_past(past: tuple[PastMonth, ...], called: Floats, came: Flags) -> Backtest:
    """The errors of each method, and how far likelihoods came true."""
    actual = [month.actual for month in past]
    return Backtest(
        months=past,
        weighted=errors_of([month.weighted for month in past], actual),
        simulated=errors_of([month.band.p50 for month in past], actual),
        naive=errors_of([month.naive for month in past], actual),
        inside=rate_of(sum(month.is_inside for month in past), len(past)),
        brier=float(((called - came) ** 2).mean()) if called.size else None,
        calls=called.size,
        calibration=calibrate(called, came),
    )


def errors_of(forecast: list[int], actual: list[int]) -> Errors:
    """Over all months together, so that a month in which little was won weighs little."""
    won = sum(actual)
    if won <= 0:
        return Errors(None, None)
    missed = sum(abs(one - other) for one, other in zip(forecast, actual, strict=True))
    return Errors(missed / won, (sum(forecast) - won) / won)


def calibrate(called: Floats, came: Flags) -> tuple[Calibrated, ...]:
    """By tenths of likelihood, those without a call left out."""
    place = np.minimum((called * _BINS).astype(np.int64), _BINS - 1)
    table = []
    for one in np.unique(place).tolist():
        here = place == one
        won = rate_of(int(np.count_nonzero(came[here])), int(np.count_nonzero(here)))
        table.append(Calibrated(one / _BINS, (one + 1) / _BINS, float(called[here].mean()), won))
    return tuple(table)


def _look(history: History, first: date, *, set_only: bool) -> Moment:
    """What was known when a month began."""
    return look(history, as_of_day(first - timedelta(days=1), history.zone), set_only=set_only)


def _had_deals(history: History, first: date) -> bool:
    days = history.events.day
    dated = days[days != NO_DAY]
    return bool(dated.size) and int(dated.min()) < day_number(first)


def _compare(before: Moment, after: Moment, outlook: Outlook, selection: Selection) -> PastMonth:
    period = outlook.ahead.period
    last_months = Period(add_months(period.start, -_NAIVE_MONTHS), period.start)
    forecast = weigh_months(before, selection, look_ahead(before.as_of, 1))
    return PastMonth(
        first_day=period.start,
        actual=won_in(after, period, selection),
        weighted=forecast[0],
        band=outlook.band(0),
        naive=round(won_in(before, last_months, selection) / _NAIVE_MONTHS),
    )


def _was_won(moment: Moment) -> Flags:
    snapshot = moment.snapshot
    return np.asarray(snapshot.exists & (snapshot.status == Status.WON))
