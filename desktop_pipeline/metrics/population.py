"""The deals that a period's figures stand on, and why others are left out (METRICS §0)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.base_values import Amounts
from desktop_pipeline.metrics.days import day_number
from desktop_pipeline.metrics.history import NO_DAY, NO_VALUE, Flags, History, Int64s
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.product_lines import share_out
from desktop_pipeline.metrics.selection import EVERYTHING, Chosen, Selection, choose_by
from desktop_pipeline.metrics.snapshot import Status


class Why(StrEnum):
    """Reasons why deals are left out of some figure."""

    NO_VALUE = "no value"
    NO_RATE = "no rate"
    NOT_REAL = "not a real deal"
    CREATION_UNKNOWN = "creation date unknown"
    CLOSING_UNKNOWN = "closing date unknown"
    CLOSED_BEFORE_CREATED = "closed before it was created"
    STAGE_UNKNOWN = "stage unknown"
    STAGES_PASSED_UNKNOWN = "stages passed unknown"
    REACHED_UNKNOWN = "day it reached a stage unknown"
    STAY_UNKNOWN = "days in a stage unknown"
    NO_ORGANISATION = "no organisation"
    NO_OWNER = "no owner"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many deals a reason concerns; `currency` names the one without a rate."""

    why: Why
    deals: int
    currency: str | None = None


@dataclass(frozen=True, eq=False)
class LeftOutDeals:
    """The deals that a reason concerns, as flags over all."""

    why: Why
    deals: Flags
    currency: str | None = None


@dataclass(frozen=True, eq=False)
class Population:
    """Columns over all deals: active at the instant, won, lost and not real by a close in the period."""

    chosen: Flags  # there at the instant, and passing the filters
    whose: Chosen  # the same, for what happened to them: by their owner of then
    active: Flags
    won: Flags
    lost: Flags
    not_real: Flags
    amount: Int64s  # in the base currency, NO_VALUE where unknown; the product's part under a product filter
    no_rate: Flags
    days: Int64s  # of the sales cycle so far, negative where unknown
    creation_unknown: Flags
    closing_unknown: Flags  # closed, and in no period
    disordered: Flags  # closed before it was created


def gather(moment: Moment, period: Period, selection: Selection = EVERYTHING) -> Population:
    """Who counts, with the value and the days of each."""
    history, snapshot = moment.history, moment.snapshot
    whose = choose_by(history, snapshot, selection)
    chosen, amounts = whose.deals, moment.amounts
    if selection.product is not None and selection.product >= 0:
        amounts = _of_product(history, chosen, amounts, selection.product)
    day, created = snapshot.closed_day, snapshot.created_day
    in_period = chosen & (day >= day_number(period.start)) & (day < day_number(period.end))
    active = chosen & (snapshot.status == Status.OPEN)
    lost = in_period & (snapshot.status == Status.LOST)
    counted = active | (in_period & ~snapshot.not_real)
    creation_unknown = created == NO_DAY
    days = snapshot.valued_day.astype(np.int64) - created - snapshot.days_lost
    return Population(
        chosen=chosen,
        whose=whose,
        active=active,
        won=in_period & (snapshot.status == Status.WON),
        lost=lost & ~snapshot.not_real,
        not_real=lost & snapshot.not_real,
        amount=amounts.minor,
        no_rate=amounts.no_rate,
        days=np.where(creation_unknown, -1, np.maximum(days, -1)),
        creation_unknown=counted & creation_unknown,
        closing_unknown=chosen & (snapshot.status != Status.OPEN) & (day == NO_DAY) & ~snapshot.not_real,
        disordered=counted & ~creation_unknown & ((snapshot.valued_day < created) | (days < 0)),
    )


def _of_product(history: History, chosen: Flags, amounts: Amounts, product: int) -> Amounts:
    shares = share_out(history.deals, chosen, amounts.minor)
    rows = shares.product == product
    minor = np.full(amounts.minor.size, NO_VALUE, dtype=np.int64)
    minor[shares.deal[rows]] = shares.amount[rows]
    return Amounts(minor, amounts.no_rate)


def find_left_out(moment: Moment, population: Population) -> tuple[LeftOutDeals, ...]:
    """Reasons that come from the deals themselves; none without a deal."""
    found = [
        *find_unvalued(moment, population, population.active | population.won | population.lost),
        LeftOutDeals(Why.NOT_REAL, population.not_real),
        LeftOutDeals(Why.CREATION_UNKNOWN, population.creation_unknown),
        LeftOutDeals(Why.CLOSING_UNKNOWN, population.closing_unknown),
        LeftOutDeals(Why.CLOSED_BEFORE_CREATED, population.disordered),
    ]
    return tuple(reason for reason in found if reason.deals.any())


def find_unvalued(moment: Moment, population: Population, deals: Flags) -> list[LeftOutDeals]:
    """Those of some deals that a sum cannot count: without a value, and each currency that has no rate."""
    unvalued = deals & (population.amount == NO_VALUE)
    without_rate = unvalued & population.no_rate
    currencies, currency = moment.history.rates.currencies, moment.snapshot.currency
    return [
        LeftOutDeals(Why.NO_VALUE, unvalued & ~population.no_rate),
        *(
            LeftOutDeals(Why.NO_RATE, without_rate & (currency == code), currencies[code])
            for code in np.unique(currency[without_rate]).tolist()
        ),
    ]


def count_deals(reasons: Iterable[LeftOutDeals]) -> tuple[LeftOut, ...]:
    """How many deals each reason concerns."""
    return tuple(LeftOut(reason.why, int(np.count_nonzero(reason.deals)), reason.currency) for reason in reasons)
