"""How far targets are reached, and what is still needed (METRICS §12)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

import numpy as np

from desktop_pipeline.domain.money import convert
from desktop_pipeline.domain.periods import trailing_year
from desktop_pipeline.domain.targets import (
    Target,
    TargetMeasure,
    TargetScope,
    WorkingDays,
    count_working_days,
)
from desktop_pipeline.metrics.closing.winning import known_amounts, value_win_rate, win_rate
from desktop_pipeline.metrics.days import date_of
from desktop_pipeline.metrics.history import NO_VALUE, Flags, Rates
from desktop_pipeline.metrics.in_period import falls_in
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import Population, gather
from desktop_pipeline.metrics.selection import Selection, select
from desktop_pipeline.metrics.snapshot import pick
from desktop_pipeline.metrics.stages.stage_conversion import Step
from desktop_pipeline.metrics.sums import add_up, total_or_unknown


@dataclass(frozen=True, slots=True)
class Standing:
    """A target as of an instant; amounts are minor units of the base currency for money, else counts.

    `amount` is None where the target's currency has no rate; money reached and due is None where there are deals and
    none of their values is known. The last three are those of the last 12 months; activities
    have none of them, and nothing due.
    """

    target: Target
    amount: int | None
    reached: int | None
    days: WorkingDays
    due: int | None  # of open deals whose expected close lies in the period
    win_rate: float | None  # by value for money
    deal_size: Fraction | None  # the exact mean, for money: rounded, it could ask for one win too many

    @property
    def attainment(self) -> float | None:
        """Won ÷ target."""
        return None if self.amount is None or self.reached is None else self.reached / self.amount

    @property
    def pace(self) -> float | None:
        """Attainment ÷ the share of the working days gone."""
        share = self.days.share
        return None if self.attainment is None or not share else self.attainment / share

    @property
    def gap(self) -> int | None:
        """Target − won, nothing once it is reached."""
        return None if self.amount is None or self.reached is None else max(self.amount - self.reached, 0)

    @property
    def coverage(self) -> float | None:
        """What is due ÷ gap; None once the target is reached."""
        return self.due / self.gap if self.due is not None and self.gap else None

    @property
    def needed_coverage(self) -> float | None:
        """1 ÷ win rate."""
        return 1 / self.win_rate if self.win_rate else None

    @property
    def wins_needed(self) -> int | None:
        """The gap in wins of average size, rounded up."""
        if self.gap is None or self.target.measure is TargetMeasure.ACTIVITIES:
            return None
        size = self.deal_size if self.target.measure is TargetMeasure.MONEY else 1
        return ceil(self.gap / Fraction(size)) if size and size > 0 else None


@dataclass(frozen=True, slots=True)
class StageNeed:
    """How many deals a stage needs for the wins; None where what passes from it on is not known."""

    stage_id: int
    name: str
    deals: int | None


def measure_target(
    moment: Moment, target: Target, working_days: Collection[int], holidays: Collection[date]
) -> Standing:
    """By the target's own scope: a page's filter does not move it."""
    selection, period = selection_of(target), target.period
    population = gather(moment, period, selection)
    today = date_of(moment.as_of.day)
    year = gather(moment, trailing_year(today), selection)
    is_money, counts_deals = (target.measure is one for one in (TargetMeasure.MONEY, TargetMeasure.COUNT))
    due = population.active & falls_in(moment.snapshot.expected, period)
    return Standing(
        target=target,
        amount=to_base(moment.history.rates, target.amount, target.currency, moment.as_of.day),
        reached=_reached(moment, target, population),
        days=count_working_days(period, today, working_days, holidays),
        due=_known_sum(population, due) if is_money else int(np.count_nonzero(due)) if counts_deals else None,
        win_rate=value_win_rate(year).value if is_money else win_rate(year).value if counts_deals else None,
        deal_size=_mean_size(year) if is_money else None,
    )


def deals_needed(wins: int, steps: Sequence[Step]) -> tuple[StageNeed, ...]:
    """Wins ÷ Π of the resolved conversions from each stage on, rounded up; the steps of one pipeline in order."""
    needs: list[StageNeed] = []
    passing: Fraction | None = Fraction(1)
    for step in reversed(steps):
        resolved = step.resolved
        passing = passing * Fraction(resolved.hits, resolved.n) if passing is not None and resolved.n else None
        needs.append(StageNeed(step.stage_id, step.name, ceil(wins / passing) if passing else None))
    return tuple(reversed(needs))


def selection_of(target: Target) -> Selection:
    """The deals that count for a target."""
    return Selection(
        owner=target.of if target.scope is TargetScope.OWNER else None,
        pipeline=target.of if target.scope is TargetScope.PIPELINE else None,
        product=target.of if target.scope is TargetScope.PRODUCT else None,
    )


def targets_of(targets: Iterable[Target], selection: Selection) -> tuple[Target, ...]:
    """The targets of exactly the deals that a page is filtered by; none for other filters."""
    return tuple(target for target in targets if selection_of(target) == selection)


def to_base(rates: Rates, minor: int, currency: str | None, day: int) -> int | None:
    """An amount in the base currency at the rate of a day number; None where it has none."""
    if currency is None or currency == rates.base:
        return minor
    if currency not in rates.currencies:
        return None
    code = rates.currencies.index(currency)
    dated = [rate for rate in rates.dated if rate.currency == code and rate.day <= day]
    return convert(minor, max(dated, key=lambda rate: rate.day).rate, currency, rates.base) if dated else None


def _reached(moment: Moment, target: Target, population: Population) -> int | None:
    if target.measure is TargetMeasure.ACTIVITIES:
        return int(np.count_nonzero(_done(moment, target)))
    if target.measure is TargetMeasure.COUNT:
        return int(np.count_nonzero(population.won))
    return _known_sum(population, population.won)


def _known_sum(population: Population, deals: Flags) -> int | None:
    amounts = known_amounts(population.amount, deals)
    return total_or_unknown(add_up(amounts), amounts.size, int(np.count_nonzero(deals)))


def _mean_size(population: Population) -> Fraction | None:
    amounts = known_amounts(population.amount, population.won)
    return Fraction(add_up(amounts), amounts.size) if amounts.size else None


def _done(moment: Moment, target: Target) -> Flags:
    """The activities that count: by whose they are for an owner, by their deal for a pipeline or product."""
    activities = moment.history.activities
    done = falls_in(activities.done_day, target.period)
    done &= (activities.done != NO_VALUE) & (activities.done <= moment.as_of.at)
    if target.scope is TargetScope.OWNER:
        done &= activities.owner == target.of
    elif target.scope is not TargetScope.COMPANY:
        chosen = select(moment.history, moment.snapshot, selection_of(target))
        done &= pick(chosen, activities.deal.astype(np.int64), missing=False)
    return done
