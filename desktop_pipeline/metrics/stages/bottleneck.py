"""The stage that takes most of the time, and the one whose deals going on more often would bring most (METRICS §8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import prod
from operator import attrgetter

import numpy as np

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.closing.winning import known_amounts
from desktop_pipeline.metrics.days import day_number
from desktop_pipeline.metrics.history import Flags, Int64s
from desktop_pipeline.metrics.in_period import flag_rows
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import Population
from desktop_pipeline.metrics.rates import Sample, rate_of
from desktop_pipeline.metrics.stages.stage_conversion import Conversion, Step
from desktop_pipeline.metrics.sums import add_up

_RAISE = 0.1
_DAYS_OF_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Longest:
    """The stage with the largest share of the mean cycle of n won deals; `days` is its part of that mean."""

    stage_id: int
    name: str
    pipeline_id: int
    days: float
    cycle: float
    n: int

    @property
    def share(self) -> float:
        """Its days ÷ those of the cycle."""
        return self.days / self.cycle


@dataclass(frozen=True, slots=True)
class Narrowest:
    """The step whose deals going on more often would bring the most; `value` in minor units of the base currency."""

    step: Step
    raised: float  # its resolved conversion 10 points up, 1 at most
    deals: float  # more deals won a month
    value: int  # more value won a month


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Either is None where too little is known to name one."""

    time: Longest | None
    conversion: Narrowest | None


def find_bottleneck(moment: Moment, population: Population, conversion: Conversion, period: Period) -> Bottleneck:
    """From the deals won in the period, and its conversion."""
    return Bottleneck(_find_longest(moment, population), _find_narrowest(moment, population, conversion, period))


def flag_timed(moment: Moment, population: Population) -> Flags:
    """The deals won in the period of which both the cycle and the days in every stage they were in are known."""
    passages = moment.passages
    untold = flag_rows(passages.deal[passages.entered & (passages.days < 0)], population.won.size)
    return population.won & (population.days >= 0) & (moment.snapshot.entry >= 0) & ~untold


def _find_longest(moment: Moment, population: Population) -> Longest | None:
    stages, passages = moment.history.stages, moment.passages
    won = flag_timed(moment, population)
    n, cycles = int(np.count_nonzero(won)), add_up(population.days[won])
    rows = np.flatnonzero(won[passages.deal] & passages.entered)
    days = np.bincount(passages.stage[rows], weights=passages.days[rows], minlength=stages.ids.size)
    if rate_of(0, n).sample is Sample.COUNTS_ONLY or not days.any():
        return None
    longest = int(days.argmax())
    return Longest(
        stage_id=int(stages.ids[longest]),
        name=stages.names[longest],
        pipeline_id=int(stages.pipeline[longest]),
        days=float(days[longest]) / n,
        cycle=cycles / n,
        n=n,
    )


def _find_narrowest(moment: Moment, population: Population, conversion: Conversion, period: Period) -> Narrowest | None:
    months = _count_months(moment, period)
    if months <= 0:
        return None
    found: list[Narrowest] = []
    for pipeline, steps in groupby(conversion.steps, key=attrgetter("pipeline_id")):
        there = [step for step in steps if not step.archived]
        won = known_amounts(population.amount, population.won & (moment.snapshot.pipeline == pipeline))
        found += _raise_each(there, won, months)
    # Of two that bring the same the earlier one is worked on first.
    return max((one for one in found if one.value > 0), key=attrgetter("value"), default=None)


def _raise_each(steps: Sequence[Step], won: Int64s, months: float) -> list[Narrowest]:
    """What each step of a pipeline would bring, all else equal; nothing while one of them has seen too few deals."""
    if not won.size or any(step.resolved.sample is not Sample.PLAIN for step in steps):
        return []
    size = add_up(won) / won.size
    passing = [step.advanced / (step.advanced + step.dropped) for step in steps]
    raised = []
    for place, step in enumerate(steps):
        up = min(passing[place] + _RAISE, 1.0)
        deals = step.reached / months * (up - passing[place]) * prod(passing[place + 1 :])
        raised.append(Narrowest(step, up, deals, round(deals * size)))
    return raised


def _count_months(moment: Moment, period: Period) -> float:
    """The months of the period that are over."""
    end = min(day_number(period.end), moment.as_of.day + 1)
    return (end - day_number(period.start)) / _DAYS_OF_MONTH
