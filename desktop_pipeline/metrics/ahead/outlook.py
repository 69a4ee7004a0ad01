"""What the months ahead could bring: the deals that are open, and new business, drawn many times (METRICS §13)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.ahead.arrivals import Arrivals, count_arrivals
from desktop_pipeline.metrics.ahead.landing import Landing, land
from desktop_pipeline.metrics.ahead.months_ahead import MONTHS_AHEAD, Ahead, look_ahead
from desktop_pipeline.metrics.ahead.simulation import DRAWS, Band, Coming, Draws, draw
from desktop_pipeline.metrics.ahead.what_if import AS_IT_IS, WhatIf
from desktop_pipeline.metrics.history import NO_VALUE, Int64s
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import Population, gather
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.metrics.sums import add_up, add_up_by_group


@dataclass(frozen=True, eq=False)
class Outlook:
    """Simulated months; money in minor units of the base currency."""

    ahead: Ahead
    won: tuple[int, ...]  # in each month already, as far as values are known
    draws: Draws
    landing: Landing
    arrivals: Arrivals
    coming: Coming

    def band(self, place: int, *, with_new: bool = True) -> Band:
        """A month's money, what is won in it already included."""
        return self.draws.band(slice(place, place + 1), won=self.won[place], with_new=with_new)

    def band_of(self, period: Period, won: int, *, with_new: bool = True) -> Band | None:
        """A period's money, `won` being what is won in it already; None where it reaches beyond the months ahead."""
        return self.draws.band(self.ahead.find(period), won=won, with_new=with_new) if self._covers(period) else None

    def chance_of(self, target: int, period: Period, won: int, *, with_new: bool = True) -> float | None:
        """How often a period brings its target; None where it reaches beyond the months ahead."""
        if not self._covers(period):
            return None
        return self.draws.chance_of(target, self.ahead.find(period), won=won, with_new=with_new)

    def sure_of(self, sure: float, period: Period, won: int) -> int | None:
        """What open deals bring a period at least in this share of the draws; None where it reaches beyond them."""
        if not self._covers(period):
            return None
        return self.draws.at_least(sure, self.ahead.find(period), won=won, with_new=False)

    def expected_new(self, place: int) -> int:
        """The mean of what new business brings in a month."""
        sizes = self.coming.sizes
        return round(float(self.coming.wins[place]) * add_up(sizes) / sizes.size) if sizes.size else 0

    def _covers(self, period: Period) -> bool:
        return period.end <= self.ahead.period.end


def simulate(
    moment: Moment,
    selection: Selection = EVERYTHING,
    *,
    months: int = MONTHS_AHEAD,
    what_if: WhatIf = AS_IT_IS,
    draws: int = DRAWS,
) -> Outlook:
    """The months from the day after the as-of day."""
    ahead = look_ahead(moment.as_of, months)
    population = gather(moment, ahead.period, selection)
    landing = land(moment, population.active, population.amount, ahead, moment.timing, what_if)
    arrivals = count_arrivals(moment, population.chosen, population.amount, moment.timing)
    coming = arrivals.coming(ahead, what_if)
    known = landing.amount != NO_VALUE
    return Outlook(
        ahead=ahead,
        won=tuple(sum_won(moment, population, ahead)),
        draws=draw(landing.amount[known], landing.by_month[known], coming, draws=draws),
        landing=landing,
        arrivals=arrivals,
        coming=coming,
    )


def sum_won(moment: Moment, population: Population, ahead: Ahead) -> list[int]:
    """The known value of what is won in each month ahead already."""
    won = np.flatnonzero(population.won & (population.amount != NO_VALUE))
    places: Int64s = ahead.place(moment.snapshot.closed_day[won].astype(np.int64))
    return add_up_by_group(places, population.amount[won], len(ahead.months))


def won_in(moment: Moment, period: Period, selection: Selection = EVERYTHING) -> int:
    """The known value of the deals won in a period up to the as-of instant."""
    population = gather(moment, period, selection)
    return add_up(population.amount[population.won & (population.amount != NO_VALUE)])
