"""New deals still to come: at the rate, size and conversion of the last six months (METRICS §13)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.domain.periods import add_months
from desktop_pipeline.metrics.ahead.months_ahead import Ahead
from desktop_pipeline.metrics.ahead.simulation import Coming
from desktop_pipeline.metrics.ahead.timing import FEWEST_CLOSED, Timing, Wait, wait_from_creation
from desktop_pipeline.metrics.ahead.what_if import AS_IT_IS, WhatIf, resize
from desktop_pipeline.metrics.days import date_of, day_number
from desktop_pipeline.metrics.history import NO_VALUE, Flags, Floats, Int64s
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.rates import Rate, rate_of
from desktop_pipeline.metrics.snapshot import Status
from desktop_pipeline.metrics.sums import add_up, mean_of

_MONTHS_BACK = 6


@dataclass(frozen=True, eq=False)
class Arrivals:
    """What the last six months tell of new business, over `days` days."""

    days: int
    created: int
    conversion: Rate  # won ÷ (won + lost)
    sizes: Int64s  # of the won deals whose value is known, minor units
    wait: Wait

    @property
    def mean_size(self) -> int | None:
        """Of a won deal, None where none is known."""
        return mean_of(add_up(self.sizes), self.sizes.size)

    @property
    def per_day(self) -> float:
        """New deals a day."""
        return self.created / self.days

    def coming(self, ahead: Ahead, what_if: WhatIf = AS_IT_IS) -> Coming:
        """Wins to be expected in each month ahead of deals that are created in them; none where the past is silent."""
        wins = np.zeros(len(ahead.months))
        if self.conversion.value is not None and self.sizes.size:
            converted = min(self.conversion.value * what_if.win_rate, 1.0)
            wins = self.per_day * what_if.new_leads * converted * self._landed(ahead, what_if.cycle)
        return Coming(wins, resize(self.sizes, what_if))

    def _landed(self, ahead: Ahead, cycle: float) -> Floats:
        """Of one future winner created a day, how many are won in each month."""
        days = np.floor(np.arange(int(ahead.edges[-1] - ahead.edges[0])) / cycle).astype(np.int64)
        so_far = np.append(0.0, np.cumsum(self.wait.won_anew(days)))
        return np.asarray(np.diff(so_far[ahead.edges - ahead.edges[0]]), dtype=np.float64)


def count_arrivals(moment: Moment, chosen: Flags, amount: Int64s, timing: Timing) -> Arrivals:
    """Over the chosen deals that are real; their time to win, or everybody's where they are few."""
    snapshot, today = moment.snapshot, moment.as_of.day
    end = today + 1
    start = day_number(add_months(date_of(end), -_MONTHS_BACK))
    is_real = chosen & ~(snapshot.not_real & (snapshot.status == Status.LOST))
    created = is_real & (snapshot.created_day >= start) & (snapshot.created_day < end)
    closed = is_real & (snapshot.closed_day >= start) & (snapshot.closed_day < end)
    won, lost = closed & (snapshot.status == Status.WON), closed & (snapshot.status == Status.LOST)
    wins = int(np.count_nonzero(won))
    own = wait_from_creation(moment, chosen)
    enough = np.count_nonzero(is_real & (snapshot.status != Status.OPEN)) >= FEWEST_CLOSED
    return Arrivals(
        days=end - start,
        created=int(np.count_nonzero(created)),
        conversion=rate_of(wins, wins + int(np.count_nonzero(lost))),
        sizes=amount[won & (amount != NO_VALUE)],
        wait=own if enough and own.share_won > 0 else timing.from_creation,
    )
