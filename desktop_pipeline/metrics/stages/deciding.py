"""How long deals take until won or lost, the open ones counted for as long as they were watched (METRICS §4)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.metrics.history import Flags
from desktop_pipeline.metrics.population import Population
from desktop_pipeline.metrics.stages.incidence import CENSORED, LOST, WON, cumulative_incidence


@dataclass(frozen=True, slots=True)
class Deciding:
    """Shares won and lost by the end of each day; between two days they do not change.

    The day on which both together reach a half is the Kaplan–Meier median of §4.
    """

    days: tuple[int, ...]
    won: tuple[float, ...]
    lost: tuple[float, ...]
    closed: int
    open: int

    def at(self, day: float) -> tuple[float, float]:
        """Shares won and lost by a day."""
        place = int(np.searchsorted(self.days, day, side="right")) - 1
        return (self.won[place], self.lost[place]) if place >= 0 else (0.0, 0.0)


def measure_deciding(population: Population) -> Deciding:
    """Of the deals closed in the period and those open at the as-of day, whose days are known."""
    known = population.days >= 0
    cause = np.full(known.size, CENSORED, dtype=np.int8)
    cause[population.won], cause[population.lost] = WON, LOST
    counted = (population.won | population.lost | population.active) & known
    found = cumulative_incidence(population.days[counted], cause[counted])
    return Deciding(
        days=tuple(found.days.tolist()),
        won=tuple(found.cumulative_won.tolist()),
        lost=tuple(found.cumulative_lost.tolist()),
        closed=int(np.count_nonzero(counted & (cause != CENSORED))),
        open=int(np.count_nonzero(counted & (cause == CENSORED))),
    )


def flags_timed(population: Population, deals: Flags) -> Flags:
    """Those of some deals whose days are known."""
    return deals & (population.days >= 0)
