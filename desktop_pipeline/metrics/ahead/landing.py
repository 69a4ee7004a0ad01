"""How likely each open deal is won, and in which of the months ahead (METRICS §13)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.metrics.ahead.months_ahead import Ahead
from desktop_pipeline.metrics.ahead.timing import FEWEST_SLIPS, StageWait, Timing
from desktop_pipeline.metrics.ahead.what_if import AS_IT_IS, WhatIf, resize
from desktop_pipeline.metrics.history import NO_DAY, Flags, Floats, Int64s
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.snapshot import pick
from desktop_pipeline.metrics.stages.probability import chance_of


@dataclass(frozen=True, eq=False)
class Landing:
    """One row a deal that can be forecast, in order of id."""

    rows: Int64s  # in Deals
    amount: Int64s  # minor units of the base currency, NO_VALUE where unknown
    chance: Floats  # of being won at all: set by hand, else by stage and age
    by_month: Floats  # of being won in each month ahead
    untimed: Flags  # nothing tells when: it has no part in any month


def land(
    moment: Moment, active: Flags, amount: Int64s, ahead: Ahead, timing: Timing, what_if: WhatIf = AS_IT_IS
) -> Landing:
    """Of the active deals those with a probability."""
    rows = np.flatnonzero(active)
    rows = rows[~np.isnan(chance_of(moment.snapshot, moment.chances, rows))]
    days = np.floor((ahead.edges[1:] - 1 - ahead.as_of.day) / what_if.cycle).astype(np.int64)
    by_history, shape, is_timed = _by_age(moment, rows, days, timing)
    by_hand = moment.snapshot.probability[rows]
    _by_expected_close(moment, rows, days, timing, shape, is_timed)
    if timing.from_creation.share_won > 0:
        shape[~is_timed] = timing.from_creation.won_anew(days)
        is_timed[:] = True
    chance = np.minimum(np.where(np.isnan(by_hand), by_history, by_hand) * what_if.win_rate, 1.0)
    return Landing(
        rows=rows,
        amount=resize(amount[rows], what_if),
        chance=chance,
        by_month=chance[:, None] * np.diff(shape, axis=1, prepend=0.0),
        untimed=~is_timed,
    )


def _by_age(moment: Moment, rows: Int64s, days: Int64s, timing: Timing) -> tuple[Floats, Floats, Flags]:
    """The chance of each deal; of those who are won, the share that is within so many days; whether that is known."""
    ages, stages = _ages(moment)[rows], moment.snapshot.stage[rows]
    chance = pick(moment.chances.probability, stages, np.nan)
    shape, is_timed = np.zeros((rows.size, days.size)), np.zeros(rows.size, dtype=np.bool_)
    for stage, wait in timing.waits.items():
        here = np.flatnonzero(stages == stage)
        if not here.size:
            continue
        known, of_deal = np.unique(ages[here], return_inverse=True)
        told = [_given_age(wait, age, days, float(moment.chances.probability[stage])) for age in known.tolist()]
        if not moment.set_only:
            chance[here] = np.array([whole for whole, _shape in told])[of_deal]
        shape[here] = np.array([by_then for _whole, by_then in told])[of_deal]
        is_timed[here] = wait.start.share_won > 0
    return chance, shape, is_timed


def _given_age(wait: StageWait, age: int, days: Int64s, by_stage: float) -> tuple[float, Floats]:
    """P(won | undecided in the stage at an age), and of the winners the share that is won within so many days.

    Without an age, or at one of which the past knows too little, the stage's chance, from its start. So does what is
    undecided where the past ends.
    """
    later = wait.after(age) if age >= 0 else None
    if later is None:
        return by_stage, wait.start.won_anew(days)
    left, longest = later.share_left * by_stage, later.incidence.longest
    whole = later.share_won + left
    if whole <= 0:
        return 0.0, np.zeros(days.size)
    anew = np.where(days >= longest, wait.start.won_anew(days - longest), 0.0)
    return whole, (later.incidence.won_by(days) + left * anew) / whole


def _ages(moment: Moment) -> Int64s:
    """Days since each deal reached the stage it is in; −1 where unknown, and where it has been further already."""
    passages, ages = moment.passages, np.full(moment.snapshot.exists.size, -1, dtype=np.int64)
    known = passages.is_running & passages.reached & (passages.reached_day != NO_DAY)
    here = np.flatnonzero(known & (passages.stage == moment.snapshot.high_water[passages.deal]))
    ages[passages.deal[here]] = np.maximum(moment.as_of.day - passages.reached_day[here].astype(np.int64), 0)
    return ages


def _by_expected_close(
    moment: Moment, rows: Int64s, days: Int64s, timing: Timing, shape: Floats, is_timed: Flags
) -> None:
    """The expected close and the slips of the past tell when; where these are too few, the age, or the date itself."""
    today = moment.as_of.day
    expected = moment.snapshot.expected[rows].astype(np.int64)
    dated = expected != NO_DAY
    if timing.slips.size < FEWEST_SLIPS:
        alone = np.flatnonzero(dated & ~is_timed & (expected >= today))
        shape[alone] = (expected[alone, None] <= today + days).astype(np.float64)
        is_timed[alone] = True
        return
    # A slip that would have closed the deal by now cannot be this deal's.
    gone = np.searchsorted(timing.slips, today - expected, side="right")
    still = np.flatnonzero(dated & (gone < timing.slips.size))
    closed = np.searchsorted(timing.slips, today + days - expected[still, None], side="right") - gone[still, None]
    shape[still] = closed / (timing.slips.size - gone[still, None])
    is_timed[still] = True
