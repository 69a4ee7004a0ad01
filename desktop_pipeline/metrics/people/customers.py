"""What organisations bought, how many came back, whom they recommended and which are gone (METRICS §16)."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from desktop_pipeline.domain.after_sale import USUAL_CHURN_MONTHS
from desktop_pipeline.domain.periods import add_months
from desktop_pipeline.metrics.days import date_of
from desktop_pipeline.metrics.history import NO_DAY, NO_VALUE, UNKNOWN, Flags, Int32s, Int64s, Integers
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import LeftOut, LeftOutDeals, Population, Why, count_deals, find_unvalued
from desktop_pipeline.metrics.rates import Rate, rate_of
from desktop_pipeline.metrics.snapshot import Status
from desktop_pipeline.metrics.sums import add_up_by_group, total_or_unknown

SHOWN = 100


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """An organisation that bought, up to the instant; money in minor units of the base currency."""

    organisation_id: int
    wins: int
    value: int | None
    wins_in_period: int
    value_in_period: int | None
    last_won: date | None  # None where no file tells
    referrals: int  # deals that came by its recommendation, of whatever outcome
    referrals_won: int
    open_deals: int  # under way with it at the instant


@dataclass(frozen=True, slots=True)
class Customers:
    """The most valuable organisations, how many of all bought again, and those that are gone."""

    lines: tuple[CustomerLine, ...]
    customers: int
    repeat_rate: Rate  # with two wins or more ÷ with one or more, up to the instant
    repeat_rate_in_period: Rate  # the same over the wins of the period alone
    referrals: Rate  # won ÷ all deals that came by a customer's recommendation, up to the instant
    churn: Rate  # without a win within the months ÷ those whose last win has a date
    churn_months: int
    gone: tuple[CustomerLine, ...]  # those without a win within the months, the most valuable first
    left_out: tuple[LeftOut, ...]


def measure_customers(
    moment: Moment, population: Population, *, shown: int = SHOWN, churn_months: int = USUAL_CHURN_MONTHS
) -> Customers:
    """By the deals won under the filter; an organisation is the one that the deal has today.

    A customer is gone whose last win lies before the so many months that end with the as-of day.
    """
    snapshot, organisation = moment.snapshot, moment.history.deals.organisation
    won = flags_won_ever(moment, population)
    rows = np.flatnonzero(won & (organisation != UNKNOWN))
    keys, groups = np.unique(organisation[rows], return_inverse=True)
    in_period = population.won[rows]
    wins, values = _count_and_add(groups, population.amount[rows], keys.size)
    recent, recent_values = _count_and_add(groups[in_period], population.amount[rows[in_period]], keys.size)
    last = np.full(keys.size, NO_DAY, dtype=np.int64)
    np.maximum.at(last, groups, snapshot.closed_day[rows])
    # Those whose value is unknown stand below all that are worth something.
    order = sorted(range(keys.size), key=lambda at: (values[at] is None, -(values[at] or 0), -wins[at], int(keys[at])))
    brought, brought_by = _find_referrals(moment, population, keys)
    came_won = snapshot.status[brought] == Status.WON
    came, won_of_them = _count_at(brought_by, keys), _count_at(brought_by[came_won], keys)
    under_way = _count_at(organisation[population.active], keys)
    lines = [
        CustomerLine(
            organisation_id=int(keys[at]),
            wins=wins[at],
            value=values[at],
            wins_in_period=recent[at],
            value_in_period=recent_values[at],
            last_won=None if last[at] == NO_DAY else date_of(int(last[at])),
            referrals=came[at],
            referrals_won=won_of_them[at],
            open_deals=under_way[at],
        )
        for at in order
    ]
    since = _first_day_of(moment, churn_months)
    gone = [line for line in lines if line.last_won is not None and line.last_won < since]
    return Customers(
        lines=tuple(lines[:shown]),
        customers=keys.size,
        repeat_rate=_repeat_rate(wins),
        repeat_rate_in_period=_repeat_rate(recent),
        referrals=rate_of(np.unique(brought[came_won]).size, np.unique(brought).size),
        churn=rate_of(len(gone), sum(line.last_won is not None for line in lines)),
        churn_months=churn_months,
        gone=tuple(gone[:shown]),
        left_out=count_deals(find_customers_left_out(moment, population)),
    )


def flags_won_ever(moment: Moment, population: Population) -> Flags:
    """The deals under the filter that are won, whenever that was."""
    won: Flags = population.chosen & (moment.snapshot.status == Status.WON)
    return won


def flags_customer(moment: Moment, population: Population, organisation_id: int) -> Flags:
    """The deals that an organisation was won with."""
    won: Flags = flags_won_ever(moment, population) & (moment.history.deals.organisation == organisation_id)
    return won


def flags_brought_by(moment: Moment, population: Population, organisation_id: int) -> Flags:
    """The deals that came by an organisation's recommendation."""
    deals = moment.history.deals
    brought = np.zeros(deals.ids.size, dtype=np.bool_)
    brought[deals.referred_deal[deals.organisation[deals.referring_deal] == organisation_id]] = True
    return brought & population.chosen


def _find_referrals(moment: Moment, population: Population, keys: Int32s) -> tuple[Int64s, Int64s]:
    """Deals under the filter that came by a customer's recommendation, and whose; each pair once."""
    deals = moment.history.deals
    given = np.stack((deals.referred_deal.astype(np.int64), deals.organisation[deals.referring_deal]), axis=1)
    given = given[population.chosen[deals.referred_deal] & np.isin(given[:, 1], keys)]
    pairs = np.unique(given, axis=0)
    return pairs[:, 0], pairs[:, 1]


def _count_at(organisations: Integers, keys: Integers) -> list[int]:
    """How often each of the keys, which are in order, is among these."""
    if not keys.size:
        return []
    places = np.minimum(np.searchsorted(keys, organisations), keys.size - 1)
    counts: list[int] = np.bincount(places[keys[places] == organisations], minlength=keys.size).tolist()
    return counts


def _first_day_of(moment: Moment, months: int) -> date:
    """The first of the days that make up so many months and end with the as-of day."""
    return add_months(date_of(moment.as_of.day) + timedelta(days=1), -months)


def find_customers_left_out(moment: Moment, population: Population) -> tuple[LeftOutDeals, ...]:
    """Won deals that belong to no organisation, or count without a value."""
    won = flags_won_ever(moment, population)
    nobody = won & (moment.history.deals.organisation == UNKNOWN)
    found = (
        LeftOutDeals(Why.NO_ORGANISATION, nobody),
        *find_unvalued(moment, population, won & ~nobody),
    )
    return tuple(reason for reason in found if reason.deals.any())


def _count_and_add(groups: Int64s, amounts: Int64s, count: int) -> tuple[list[int], list[int | None]]:
    known = amounts != NO_VALUE
    wins = np.bincount(groups, minlength=count).tolist()
    valued = np.bincount(groups[known], minlength=count).tolist()
    values = add_up_by_group(groups[known], amounts[known], count)
    return wins, [
        total_or_unknown(value, with_value, won) for value, with_value, won in zip(values, valued, wins, strict=True)
    ]


def _repeat_rate(wins: list[int]) -> Rate:
    return rate_of(sum(number > 1 for number in wins), sum(number > 0 for number in wins))
