"""Sales cycle length (METRICS §4)."""

from dataclasses import dataclass

from desktop_pipeline.metrics.population import Population
from desktop_pipeline.metrics.quantiles import Spread, spread_of
from desktop_pipeline.metrics.stages.survival import kaplan_meier_median


@dataclass(frozen=True, slots=True)
class Cycle:
    """Days from creation to won, lost beside it, and the day by which half of the deals are decided."""

    won: Spread
    lost: Spread
    kaplan_meier_median: float | None


def measure_cycle(population: Population) -> Cycle:
    """Deals closed in the period; for Kaplan–Meier also those open at the as-of day, as censored."""
    days, known = population.days, population.days >= 0
    won, lost = days[population.won & known], days[population.lost & known]
    closed = days[(population.won | population.lost) & known]
    return Cycle(
        won=spread_of(won),
        lost=spread_of(lost),
        kaplan_meier_median=kaplan_meier_median(closed, days[population.active & known]),
    )
