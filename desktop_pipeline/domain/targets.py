"""Targets: what is to be won, counted or done in a month, quarter or year (METRICS §12)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import LARGEST_MINOR, check_currency
from desktop_pipeline.domain.periods import Period, add_months
from desktop_pipeline.domain.working_days import is_working_day

_YEARS = range(1900, 9000)  # a fiscal year reaches into its neighbours
_LARGEST_COUNT = 10**9


class TargetScope(StrEnum):
    """Whose target it is."""

    COMPANY = "company"
    OWNER = "owner"
    PIPELINE = "pipeline"
    PRODUCT = "product"


class TargetSpan(StrEnum):
    """How long it runs."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many calendar months that are."""
        return {TargetSpan.MONTH: 1, TargetSpan.QUARTER: 3, TargetSpan.YEAR: 12}[self]


class TargetMeasure(StrEnum):
    """What is measured: money won, deals won, or activities done."""

    MONEY = "money"
    COUNT = "count"
    ACTIVITIES = "activities"


@dataclass(frozen=True, slots=True)
class Target:
    """One target; `of` is the id of the owner, pipeline or product, `amount` minor units for money, else a count."""

    scope: TargetScope
    of: int | None
    span: TargetSpan
    starts_on: date
    measure: TargetMeasure
    amount: int
    currency: str | None = None
    target_id: int | None = None

    @property
    def period(self) -> Period:
        """The days that count for it."""
        return Period(self.starts_on, add_months(self.starts_on, self.span.months))


def span_around(span: TargetSpan, day: date, fiscal_start: int) -> Period:
    """The month, quarter or fiscal year that a day lies in; the year begins with a month from 1 to 12."""
    into = (day.month - fiscal_start) % span.months
    start = add_months(day.replace(day=1), -into)
    return Period(start, add_months(start, span.months))


def check_target(target: Target, fiscal_start: int) -> Target:
    """The target as it is kept, its start moved to the beginning of its span; raises InvalidError."""
    if (target.scope is TargetScope.COMPANY) != (target.of is None):
        message = "A target is the company’s, or that of one owner, pipeline or product."
        raise InvalidError(message)
    if target.starts_on.year not in _YEARS:
        message = f"A target is for a year from {_YEARS[0]} to {_YEARS[-1]}."
        raise InvalidError(message)
    is_money = target.measure is TargetMeasure.MONEY
    if not 0 < target.amount <= (LARGEST_MINOR if is_money else _LARGEST_COUNT):
        message = "A target is a number above 0."
        raise InvalidError(message)
    if is_money and target.currency is None:
        message = "A target in money needs a currency."
        raise InvalidError(message)
    return Target(
        scope=target.scope,
        of=target.of,
        span=target.span,
        starts_on=span_around(target.span, target.starts_on, fiscal_start).start,
        measure=target.measure,
        amount=target.amount,
        currency=check_currency(target.currency) if is_money and target.currency is not None else None,
        target_id=target.target_id,
    )


def share_of_month(target: Target, month: date) -> int | None:
    """What a target asks of one of its months: equal parts that add up to it; None for a month outside."""
    if month not in target.period:
        return None
    months = target.span.months
    place = (month.year - target.starts_on.year) * 12 + month.month - target.starts_on.month
    return target.amount * (place + 1) // months - target.amount * place // months


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """How many working days a span has, and how many of them are gone, the as-of day included."""

    gone: int
    total: int

    @property
    def share(self) -> float | None:
        """Gone ÷ all; None where nobody works in the span at all."""
        return self.gone / self.total if self.total else None


def count_working_days(
    period: Period, as_of: date, working_days: Collection[int], holidays: Collection[date]
) -> WorkingDays:
    """The working days of a period, and those up to the end of the as-of day."""
    days = (period.start + timedelta(days=number) for number in range(period.days))
    worked = [day for day in days if is_working_day(day, working_days, holidays)]
    return WorkingDays(sum(day <= as_of for day in worked), len(worked))
