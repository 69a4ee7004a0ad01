"""Pipeline velocity: money won per day at today's pace (METRICS §11)."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.metrics.closing.winning import known_amounts
from desktop_pipeline.metrics.history import NO_DAY, Flags, Int32s, Int64s
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import LeftOut, LeftOutDeals, Population, Why, count_deals, find_unvalued
from desktop_pipeline.metrics.rates import Rate, rate_of
from desktop_pipeline.metrics.snapshot import Status
from desktop_pipeline.metrics.sums import add_up, mean_of, total_or_unknown

CHECK_DAYS = 90


class Since(StrEnum):
    """From when a deal's days in the pipeline count."""

    CREATION = "creation"
    SQL = "sql"
    EITHER = "either"  # one pipeline has the milestone, another has not


@dataclass(frozen=True, slots=True)
class Velocity:
    """N × W × A ÷ T over one population, and what it is checked by; money in minor units of the base currency.

    `per_day` is None where one of the four is unknown. The textbook's figure takes the days of won deals alone, and so
    says too much wherever lost deals live longer.
    """

    active: int
    win_rate: Rate
    mean_won: int | None
    days: float | None  # of all closed deals
    per_day: int | None
    won_days: float | None  # of won deals
    textbook_per_day: int | None
    won_last_90_days: int | None  # None where deals were won and no value of them is known
    since: Since
    left_out: tuple[LeftOut, ...]

    @property
    def won_last_90_days_per_day(self) -> int | None:
        """What was really won, a day."""
        won = self.won_last_90_days
        return None if won is None else round(Fraction(won, CHECK_DAYS))


@dataclass(frozen=True, eq=False)
class Flow:
    """The one population of all four: flags over all deals, and the days that the closed ones took, −1 if unknown."""

    active: Flags
    won: Flags
    lost: Flags
    days: Int64s


def measure_velocity(moment: Moment, population: Population) -> Velocity:
    """Over the closes of the population's period: the last 12 months, as a rule."""
    flow = find_flow(moment, population)
    won = int(np.count_nonzero(flow.won))
    win_rate = rate_of(won, won + int(np.count_nonzero(flow.lost)))
    amounts = known_amounts(population.amount, flow.won)
    size = Fraction(add_up(amounts), amounts.size) if amounts.size else None
    days, won_days = _mean_days(flow, flow.won | flow.lost), _mean_days(flow, flow.won)
    active = int(np.count_nonzero(flow.active))
    recent = flags_recent_wins(moment, population)
    recently = known_amounts(population.amount, recent)
    return Velocity(
        active=active,
        win_rate=win_rate,
        mean_won=mean_of(add_up(amounts), amounts.size),
        days=None if days is None else float(days),
        per_day=_flow_per_day(active, win_rate, size, days),
        won_days=None if won_days is None else float(won_days),
        textbook_per_day=_flow_per_day(active, win_rate, size, won_days),
        won_last_90_days=total_or_unknown(add_up(recently), recently.size, int(np.count_nonzero(recent))),
        since=_since(moment, population.chosen),
        left_out=count_deals(_find_left_out(moment, population, flow)),
    )


def find_flow(moment: Moment, population: Population) -> Flow:
    """Deals that reached SQL, counted from then, where their pipeline has that milestone, else all of them."""
    snapshot, sql = moment.snapshot, moment.milestones.sql
    counts = sql.passed | ~sql.has_stage
    since_sql = snapshot.valued_day.astype(np.int64) - sql.day - _days_lost_since(moment, sql.day)
    told = sql.has_stage & (sql.day != NO_DAY)
    days = np.where(sql.has_stage, np.where(told, since_sql, -1), population.days)
    return Flow(
        active=population.active & counts,
        won=population.won & counts,
        lost=population.lost & counts,
        days=np.where(population.closing_unknown, -1, np.maximum(days, -1)),
    )


def flags_recent_wins(moment: Moment, population: Population) -> Flags:
    """The deals won in the last 90 days up to the instant."""
    snapshot = moment.snapshot
    closed, today = snapshot.closed_day, snapshot.as_of.day
    recent = (closed > today - CHECK_DAYS) & (closed <= today)
    won: Flags = population.chosen & (snapshot.status == Status.WON) & recent
    return won


def find_velocity_left_out(moment: Moment, population: Population) -> tuple[LeftOutDeals, ...]:
    """Deals that might belong to the population, or that count without their days or value."""
    return _find_left_out(moment, population, find_flow(moment, population))


def _find_left_out(moment: Moment, population: Population, flow: Flow) -> tuple[LeftOutDeals, ...]:
    sql = moment.milestones.sql
    closed = flow.won | flow.lost
    untimed = closed & (flow.days < 0)
    asked = population.active | population.won | population.lost
    found = (
        *find_unvalued(moment, population, flow.won),
        LeftOutDeals(Why.NOT_REAL, population.not_real),
        LeftOutDeals(Why.STAGES_PASSED_UNKNOWN, asked & sql.unknown & ~sql.passed),
        LeftOutDeals(Why.REACHED_UNKNOWN, untimed & sql.has_stage & (sql.day == NO_DAY)),
        LeftOutDeals(Why.CREATION_UNKNOWN, untimed & ~sql.has_stage & population.creation_unknown),
        LeftOutDeals(Why.CLOSED_BEFORE_CREATED, untimed & population.disordered),
    )
    return tuple(reason for reason in found if reason.deals.any())


def _flow_per_day(active: int, win_rate: Rate, size: Fraction | None, days: Fraction | None) -> int | None:
    if size is None or not win_rate.n or not days:
        return None
    return round(active * Fraction(win_rate.hits, win_rate.n) * size / days)


def _mean_days(flow: Flow, deals: Flags) -> Fraction | None:
    days = flow.days[deals & (flow.days >= 0)]
    return Fraction(int(days.sum()), days.size) if days.size else None


def _days_lost_since(moment: Moment, since: Int32s) -> Int64s:
    """For each deal the days that it lay lost after a day of its own."""
    events, snapshot = moment.history.events, moment.snapshot
    decides = (events.kind >= EventKind.WON) & (events.kind <= EventKind.REOPENED) & (events.at <= snapshot.as_of.at)
    # Few deals ever came back: only those are looked at.
    rows = np.flatnonzero(decides & (snapshot.days_lost > 0)[events.deal])
    deal, day = events.deal[rows].astype(np.int64), events.day[rows].astype(np.int64)
    lain = (deal[1:] == deal[:-1]) & (events.kind[rows[:-1]] == EventKind.LOST) & (day[:-1] != NO_DAY)
    begun = np.maximum(day[:-1], since[deal[:-1]])
    days = np.maximum(day[1:] - begun, 0)[lain]
    return np.bincount(deal[:-1][lain], weights=days, minlength=since.size).astype(np.int64)


def _since(moment: Moment, chosen: Flags) -> Since:
    has_stage = moment.milestones.sql.has_stage[chosen]
    if not has_stage.any():
        return Since.CREATION
    return Since.SQL if has_stage.all() else Since.EITHER
