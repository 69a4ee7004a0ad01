"""What a figure is asked of, with what several figures stand on."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from desktop_pipeline.domain.periods import Period, trailing_year
from desktop_pipeline.metrics.changing.hygiene import Pushed, find_pushed
from desktop_pipeline.metrics.changing.movement import Moves, find_moves
from desktop_pipeline.metrics.days import date_of
from desktop_pipeline.metrics.history import Flags
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import Population, gather
from desktop_pipeline.metrics.selection import EVERYTHING, Chosen, Selection
from desktop_pipeline.metrics.weighted import Weighted, weigh


@dataclass(frozen=True, eq=False)
class Asked:
    """A moment, a period of outcomes, and a filter; `now` (microseconds) where the moment's day is not over."""

    moment: Moment
    period: Period
    selection: Selection = EVERYTHING
    now: int | None = None

    @cached_property
    def population(self) -> Population:
        """The deals that figures stand on."""
        return gather(self.moment, self.period, self.selection)

    @property
    def chosen(self) -> Chosen:
        """The deals there are under the filter, and whose must be what happened to them."""
        return self.population.whose

    @cached_property
    def last_year(self) -> "Asked":
        """The same of the 12 months that end with the moment's day."""
        year = trailing_year(date_of(self.moment.as_of.day))
        return self if year == self.period else replace(self, period=year)

    @cached_property
    def weighted(self) -> Weighted:
        """The active deals by their likelihood."""
        return weigh(self.moment, self.population)

    @cached_property
    def moves(self) -> Moves:
        """How the open value moved in the period (METRICS §17)."""
        return find_moves(self.moment.trail(self.period), self.selection)

    @cached_property
    def pushed(self) -> Pushed:
        """The deals that were due in the period, and which of them were pushed by its end (METRICS §15)."""
        moment, period = self.moment, self.period
        opening, is_over = moment.before(period.start), period.end <= date_of(moment.as_of.day)
        closing = moment.before(period.end) if is_over else moment
        return find_pushed(opening, closing, period, self.selection, known=moment)

    def none(self) -> Flags:
        """Flags of no deal."""
        return np.zeros(self.population.chosen.size, dtype=np.bool_)
