"""Every figure of the Overview at once: what Insights, the printed page and `metrics --json` show."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.breakdown import Breakdown, Row, break_down
from desktop_pipeline.metrics.cycle import Cycle, measure_cycle
from desktop_pipeline.metrics.days import AsOf
from desktop_pipeline.metrics.history import History
from desktop_pipeline.metrics.months import Month, by_month
from desktop_pipeline.metrics.population import LeftOut, Population, Why, count_left_out, gather
from desktop_pipeline.metrics.probability import Weighted, stage_chances, weigh
from desktop_pipeline.metrics.rates import Rate
from desktop_pipeline.metrics.selection import EVERYTHING, Selection, select
from desktop_pipeline.metrics.snapshot import Snapshot, replay
from desktop_pipeline.metrics.sums import add_up, total_or_unknown
from desktop_pipeline.metrics.winning import DealSize, ValueRate, deal_size, known_amounts, value_win_rate, win_rate


@dataclass(frozen=True, slots=True)
class Active:
    """Open deals at the instant (METRICS §1); a sum is None where deals are open and none could be counted."""

    deals: int
    value: int | None
    weighted: int | None


@dataclass(frozen=True, slots=True)
class Won:
    """Deals won in the period, and each of its months with what was won and lost."""

    deals: int
    value: int | None
    by_month: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All figures of one instant, period and selection; money in minor units of `currency`."""

    as_of: AsOf
    period: Period
    currency: str
    active: Active
    deal_size: DealSize
    win_rate: Rate
    value_win_rate: ValueRate
    cycle: Cycle
    won: Won
    by: Mapping[Breakdown, tuple[Row, ...]]
    left_out: tuple[LeftOut, ...]


def work_out(
    history: History, as_of: AsOf, period: Period, selection: Selection = EVERYTHING, *, set_only: bool = False
) -> Overview:
    """The figures as they were known at the instant; `set_only` takes the stages' set probabilities alone."""
    return summarise(history, replay(history, as_of), period, selection, set_only=set_only)


def summarise(
    history: History, snapshot: Snapshot, period: Period, selection: Selection = EVERYTHING, *, set_only: bool = False
) -> Overview:
    """The same from a snapshot at hand, for another filter or period of the same instant."""
    population = gather(history, snapshot, period, selection)
    chances = stage_chances(history, snapshot, set_only=set_only)
    weighted = weigh(snapshot, population, chances)
    left_out = count_left_out(history, snapshot, population)
    if weighted.stage_unknown:
        left_out.append(LeftOut(Why.STAGE_UNKNOWN, weighted.stage_unknown))
    unknown = select(history, snapshot, selection) & chances.stages_unknown
    if unknown.any() and not set_only:
        left_out.append(LeftOut(Why.STAGES_PASSED_UNKNOWN, int(np.count_nonzero(unknown))))
    return Overview(
        as_of=snapshot.as_of,
        period=period,
        currency=history.rates.base,
        active=_active(population, weighted),
        deal_size=deal_size(population),
        win_rate=win_rate(population),
        value_win_rate=value_win_rate(population),
        cycle=measure_cycle(population),
        won=_won(snapshot, population, period),
        by=break_down(history, snapshot, population, selection),
        left_out=tuple(left_out),
    )


def _active(population: Population, weighted: Weighted) -> Active:
    deals = int(np.count_nonzero(population.active))
    amounts = known_amounts(population.amount, population.active)
    return Active(
        deals=deals,
        value=total_or_unknown(add_up(amounts), amounts.size, deals),
        weighted=total_or_unknown(weighted.value, weighted.n, deals),
    )


def _won(snapshot: Snapshot, population: Population, period: Period) -> Won:
    deals = int(np.count_nonzero(population.won))
    amounts = known_amounts(population.amount, population.won)
    return Won(deals, total_or_unknown(add_up(amounts), amounts.size, deals), by_month(snapshot, population, period))
