"""Every figure of the Overview at once: what Insights, the printed page and `metrics --json` show."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.changing.hygiene import Hygiene, measure_hygiene
from desktop_pipeline.metrics.closing.breakdown import Breakdown, Row, break_down
from desktop_pipeline.metrics.closing.cycle import Cycle, measure_cycle
from desktop_pipeline.metrics.closing.lost_reasons import (
    LostReasons,
    ReasonLine,
    measure_lost_reasons,
    measure_won_reasons,
)
from desktop_pipeline.metrics.closing.months import Month, by_month
from desktop_pipeline.metrics.closing.velocity import Velocity, measure_velocity
from desktop_pipeline.metrics.closing.winning import (
    DealSize,
    ValueRate,
    deal_size,
    known_amounts,
    value_win_rate,
    win_rate,
)
from desktop_pipeline.metrics.days import AsOf
from desktop_pipeline.metrics.people.leads import Leads, measure_leads
from desktop_pipeline.metrics.population import (
    LeftOut,
    LeftOutDeals,
    Population,
    Why,
    count_deals,
    find_left_out,
)
from desktop_pipeline.metrics.rates import Rate
from desktop_pipeline.metrics.snapshot import Snapshot
from desktop_pipeline.metrics.stages.bottleneck import Bottleneck, find_bottleneck
from desktop_pipeline.metrics.stages.stage_conversion import Conversion, measure_conversion
from desktop_pipeline.metrics.stages.stage_days import Speed, measure_speed
from desktop_pipeline.metrics.sums import add_up, total_or_unknown
from desktop_pipeline.metrics.telling.asked import Asked


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
class BaseFigures:
    """The figures of one instant, period and selection that stand on outcomes; money in minor units of `currency`."""

    as_of: AsOf
    period: Period
    currency: str
    active: Active
    deal_size: DealSize
    win_rate: Rate
    value_win_rate: ValueRate
    cycle: Cycle
    won: Won


@dataclass(frozen=True, slots=True)
class Overview(BaseFigures):
    """All figures of the Overview."""

    by: Mapping[Breakdown, tuple[Row, ...]]
    conversion: Conversion
    chances: Mapping[int, float]  # p(s) by stage id (METRICS §9), of the whole company
    speed: Speed
    bottleneck: Bottleneck
    hygiene: Hygiene
    lost_reasons: LostReasons
    won_reasons: tuple[ReasonLine, ...]
    leads: Leads
    velocity: Velocity  # of the last 12 months, whatever the period
    left_out: tuple[LeftOut, ...]


def work_out_base(asked: Asked) -> BaseFigures:
    """The figures of outcomes alone: for the lines of many months."""
    population, moment = asked.population, asked.moment
    return BaseFigures(
        as_of=moment.as_of,
        period=asked.period,
        currency=moment.history.rates.base,
        active=measure_active(asked),
        deal_size=deal_size(population),
        win_rate=win_rate(population),
        value_win_rate=value_win_rate(population),
        cycle=measure_cycle(population),
        won=_won(moment.snapshot, population, asked.period),
    )


def summarise(asked: Asked) -> Overview:
    """All of it, for another filter or period of a moment at hand."""
    population, moment, period = asked.population, asked.moment, asked.period
    base, pipeline = work_out_base(asked), asked.selection.pipeline
    conversion = measure_conversion(moment, population.whose, period)
    speed = measure_speed(moment, population.whose, period)
    if pipeline is not None:
        # The stages of the others stand empty.
        conversion = replace(conversion, steps=tuple(s for s in conversion.steps if s.pipeline_id == pipeline))
        speed = replace(speed, stages=tuple(s for s in speed.stages if s.pipeline_id == pipeline))
    stages = moment.history.stages.ids.tolist()
    return Overview(
        **{field.name: getattr(base, field.name) for field in fields(base)},
        by=break_down(moment.history, moment.snapshot, population, asked.selection),
        conversion=conversion,
        chances=dict(zip(stages, moment.chances.probability.tolist(), strict=True)),
        speed=speed,
        bottleneck=find_bottleneck(moment, population, conversion, period),
        hygiene=measure_hygiene(moment.flagged, population),
        lost_reasons=measure_lost_reasons(moment, population),
        won_reasons=measure_won_reasons(moment, population),
        leads=measure_leads(moment, population.whose, period, now=asked.now),
        velocity=measure_velocity(moment, asked.last_year.population),
        left_out=count_deals(find_all_left_out(asked)),
    )


def find_all_left_out(asked: Asked) -> tuple[LeftOutDeals, ...]:
    """Every reason why deals are left out of some base figure, with its deals."""
    moment, population = asked.moment, asked.population
    found = [*find_left_out(moment, population), LeftOutDeals(Why.STAGE_UNKNOWN, asked.weighted.stage_unknown)]
    if not moment.set_only:
        found.append(LeftOutDeals(Why.STAGES_PASSED_UNKNOWN, population.chosen & moment.chances.stages_unknown))
    return tuple(reason for reason in found if reason.deals.any())


def measure_active(asked: Asked) -> Active:
    """The open deals, what they are worth, and what that weighs."""
    population, weighted = asked.population, asked.weighted
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
