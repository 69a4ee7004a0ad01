"""Leads: how many become qualified, how fast that grows, and how soon they are answered (METRICS §10)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from desktop_pipeline.domain.periods import Period, add_months, months_between
from desktop_pipeline.metrics.days import date_of, day_number
from desktop_pipeline.metrics.history import NO_DAY, Flags, Int32s
from desktop_pipeline.metrics.in_period import falls_in, flag_rows, lived_in
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.people.milestones import Passing
from desktop_pipeline.metrics.people.response import Response, measure_response, sort_answers
from desktop_pipeline.metrics.population import LeftOut, LeftOutDeals, Why, count_deals
from desktop_pipeline.metrics.rates import Rate, rate_of
from desktop_pipeline.metrics.selection import Chosen, choose
from desktop_pipeline.metrics.snapshot import Status
from desktop_pipeline.metrics.stages.passages import Fate


class Answer(StrEnum):
    """How a lead was answered."""

    WITHIN_HOUR = "within an hour"
    LATER = "later"
    UNANSWERED = "unanswered"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class QualifiedMonth:
    """Deals that became SQL in a calendar month.

    `deals` are those within the period. The growth compares whole months, whatever day the period begins; where the
    month is not over, as many first days of each as are over, which `days` tells.
    """

    first_day: date
    deals: int
    compared: int
    month_before: int
    two_before: int
    days: int | None

    @property
    def growth(self) -> float | None:
        """The lead velocity rate; None after a month without any."""
        return (self.compared - self.month_before) / self.month_before if self.month_before else None

    @property
    def growth_of_three(self) -> float | None:
        """A month, as the geometric mean over three months; None where one of the two before has none."""
        if not self.month_before or not self.two_before:
            return None
        return float((self.compared / self.two_before) ** 0.5) - 1


@dataclass(frozen=True, slots=True)
class Qualifying:
    """Of the deals that became MQL in the period, those that became SQL, counted as a stage is (METRICS §6)."""

    reached: int
    advanced: int
    dropped: int
    undecided: int

    @property
    def resolved(self) -> Rate:
        """Advanced ÷ (advanced + dropped)."""
        return rate_of(self.advanced, self.advanced + self.dropped)

    @property
    def so_far(self) -> float | None:
        """Advanced ÷ reached: what it is if no other becomes SQL."""
        return self.advanced / self.reached if self.reached else None

    @property
    def at_most(self) -> float | None:
        """What it is if all of the undecided do."""
        return (self.advanced + self.undecided) / self.reached if self.reached else None


@dataclass(frozen=True, slots=True)
class Leads:
    """The leads of a period; `has_mql` and `has_sql` tell whether any deal's pipeline or mark knows the milestone."""

    created: int
    became_mql: int
    became_sql: int
    months: tuple[QualifiedMonth, ...]  # those that have begun
    mql_to_sql: Qualifying
    response: Response
    has_mql: bool
    has_sql: bool
    left_out: tuple[LeftOut, ...]

    @property
    def velocity_rate(self) -> float | None:
        """How much the last month grew over the one before."""
        return self.months[-1].growth if self.months else None


def measure_leads(moment: Moment, chosen: Flags | Chosen, period: Period, *, now: int | None = None) -> Leads:
    """Under a filter. `now` (microseconds) is the running instant where the as-of day is not over."""
    milestones, deals = moment.milestones, choose(chosen).deals
    qualified = _flag_counted(moment, _flag_passing(moment, chosen, milestones.sql))
    fates = [int(np.count_nonzero(flags_became_mql(moment, chosen, period, fate=fate))) for fate in Fate]
    qualifying = Qualifying(sum(fates), fates[Fate.ADVANCED], fates[Fate.DROPPED], fates[Fate.UNDECIDED])
    created = flags_created(moment, chosen, period)
    return Leads(
        created=int(np.count_nonzero(created)),
        became_mql=qualifying.reached,
        became_sql=int(np.count_nonzero(flags_qualified(moment, chosen, period))),
        months=_count_months(milestones.sql.day[qualified & (milestones.sql.day != NO_DAY)], moment, period),
        mql_to_sql=qualifying,
        response=measure_response(moment.contacts.of(np.flatnonzero(created)), _now(moment, now)),
        has_mql=_is_known(milestones.mql, deals),
        has_sql=_is_known(milestones.sql, deals),
        left_out=count_deals(find_leads_left_out(moment, deals, period)),
    )


def flags_created(moment: Moment, chosen: Flags | Chosen, period: Period) -> Flags:
    """The leads created in the period."""
    created = choose(chosen).at_creation(moment.history)
    return _flag_counted(moment, created) & falls_in(moment.snapshot.created_day, period)


def flags_qualified(moment: Moment, chosen: Flags | Chosen, period: Period) -> Flags:
    """The deals that became SQL in the period."""
    sql = moment.milestones.sql
    return _flag_counted(moment, _flag_passing(moment, chosen, sql)) & falls_in(sql.day, period)


def flags_became_mql(moment: Moment, chosen: Flags | Chosen, period: Period, *, fate: Fate | None = None) -> Flags:
    """The deals that became MQL in the period, all or those of one fate: on to SQL, lost before it, or undecided."""
    mql = moment.milestones.mql
    became = _flag_counted(moment, _flag_passing(moment, chosen, mql)) & falls_in(mql.day, period)
    status = moment.snapshot.status
    # Whoever was won needs no other proof of being qualified.
    advanced: Flags = moment.milestones.sql.passed | (status == Status.WON)
    if fate is Fate.ADVANCED:
        became &= advanced
    elif fate is not None:
        became &= ~advanced & (status == (Status.LOST if fate is Fate.DROPPED else Status.OPEN))
    return became


def flags_answered(
    moment: Moment, chosen: Flags | Chosen, period: Period, answer: Answer, *, now: int | None = None
) -> Flags:
    """The leads created in the period that were answered so."""
    rows = np.flatnonzero(flags_created(moment, chosen, period))
    answers = sort_answers(moment.contacts.of(rows), _now(moment, now))
    wanted = {
        Answer.WITHIN_HOUR: answers.within_hour,
        Answer.LATER: answers.later,
        Answer.UNANSWERED: answers.unanswered,
        Answer.WAITING: answers.waiting,
    }[answer]
    return flag_rows(rows[wanted], moment.snapshot.exists.size)


def find_leads_left_out(moment: Moment, chosen: Flags, period: Period) -> tuple[LeftOutDeals, ...]:
    """Deals of the period of which it is not known whether or when they became leads."""
    snapshot, milestones = moment.snapshot, moment.milestones
    lived = chosen & lived_in(snapshot, period)
    dated = lived & ~snapshot.not_real & (snapshot.created_day != NO_DAY)
    undated = np.zeros_like(chosen)
    for passing in (milestones.mql, milestones.sql):
        undated |= passing.passed & (passing.day == NO_DAY)
    found = (
        LeftOutDeals(Why.NOT_REAL, lived & snapshot.not_real),
        LeftOutDeals(Why.CREATION_UNKNOWN, lived & ~snapshot.not_real & (snapshot.created_day == NO_DAY)),
        LeftOutDeals(Why.STAGES_PASSED_UNKNOWN, dated & (milestones.mql.unknown | milestones.sql.unknown)),
        LeftOutDeals(Why.REACHED_UNKNOWN, dated & undated),
    )
    return tuple(reason for reason in found if reason.deals.any())


def _flag_passing(moment: Moment, chosen: Flags | Chosen, passing: Passing) -> Flags:
    """The deals that passed a milestone and count, by their owner of then."""
    rows = np.flatnonzero(passing.day != NO_DAY)
    counts = choose(chosen).at(moment.history, rows, passing.event[rows], passing.day[rows])
    return flag_rows(rows[counts], passing.day.size)


def _flag_counted(moment: Moment, chosen: Flags) -> Flags:
    counted: Flags = chosen & ~moment.snapshot.not_real & (moment.snapshot.created_day != NO_DAY)
    return counted


def _now(moment: Moment, now: int | None) -> int:
    return moment.as_of.at if now is None else min(now, moment.as_of.at)


def _is_known(passing: Passing, chosen: Flags) -> bool:
    return bool((chosen & (passing.has_stage | passing.passed)).any())


def _count_months(days: Int32s, moment: Moment, period: Period) -> tuple[QualifiedMonth, ...]:
    """The months of the period that have begun by the instant."""
    days = np.sort(days)
    after = min(period.end, date_of(moment.as_of.day) + timedelta(days=1))

    def count(start: date, end: date) -> int:
        low, high = np.searchsorted(days, (day_number(start), day_number(end))).tolist()
        return int(high - low)

    def measure(first: date) -> QualifiedMonth:
        following = add_months(first, 1)
        running = (after - first).days if after < following else None

        def count_compared(month: date) -> int:
            end = add_months(month, 1)
            return count(month, end if running is None else min(end, month + timedelta(days=running)))

        return QualifiedMonth(
            first_day=first,
            deals=count(max(first, period.start), min(following, after)),
            compared=count_compared(first),
            month_before=count_compared(add_months(first, -1)),
            two_before=count_compared(add_months(first, -2)),
            days=running,
        )

    begun = Period(period.start, max(after, period.start))
    return tuple(measure(first) for first in months_between(begun))
