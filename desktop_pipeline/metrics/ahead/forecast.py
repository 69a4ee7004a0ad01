"""What is due in each month ahead, by category and weighted; what is overdue and undated apart (METRICS §13)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from math import fsum

import numpy as np

from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.ahead.months_ahead import MONTHS_AHEAD, Ahead, look_ahead
from desktop_pipeline.metrics.ahead.outlook import sum_won
from desktop_pipeline.metrics.history import NO_DAY, NO_VALUE, UNKNOWN, Flags, Floats, Int8s, Int32s, Int64s
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import (
    LeftOut,
    LeftOutDeals,
    Population,
    Why,
    count_deals,
    find_left_out,
    gather,
)
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.metrics.snapshot import pick
from desktop_pipeline.metrics.stages.probability import chance_of
from desktop_pipeline.metrics.sums import add_up, total_or_unknown

CATEGORIES = tuple(ForecastCategory)
_CARRIES = 0.25


class Due(IntEnum):
    """Where an open deal stands that is due in none of the months ahead; those count from 0."""

    LATER = -1
    OVERDUE = -2
    UNDATED = -3
    NOT_OPEN = -4


@dataclass(frozen=True, slots=True)
class Sum:
    """Open deals; value and Σ value × p in minor units, None where none of the deals lets it be known."""

    deals: int
    value: int | None
    weighted: int | None


@dataclass(frozen=True, slots=True)
class ForecastMonth:
    """A month ahead: what is won in it already, and the open deals that are due in it."""

    first_day: date
    won_deals: int
    won: int | None
    due: Sum
    by_category: Mapping[ForecastCategory, Sum]


@dataclass(frozen=True, slots=True)
class Carrier:
    """A deal on which the weighted forecast hangs."""

    deal: int  # its id
    weighted: int
    share: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """All open deals: due in a month ahead, later, past their expected close, or without one."""

    currency: str
    months: tuple[ForecastMonth, ...]
    later: Sum
    overdue: Sum
    undated: Sum
    carriers: tuple[Carrier, ...]  # above a quarter of what the months ahead weigh, the largest first
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """How an open deal is counted on: what its stage says, and what a person said, if anybody did."""

    deal: int  # its id
    by_stage: ForecastCategory | None
    by_hand: ForecastCategory | None
    chance: float | None  # METRICS §1
    value: int | None
    expected: int | None  # day number

    @property
    def counts_as(self) -> ForecastCategory | None:
        """By hand, else by stage; None for a deal in no stage."""
        return self.by_hand or self.by_stage


def forecast(moment: Moment, selection: Selection = EVERYTHING) -> Forecast:
    """The months from the day after the as-of day."""
    ahead = look_ahead(moment.as_of, MONTHS_AHEAD)
    population = gather(moment, ahead.period, selection)
    due, categories = place_deals(moment, population.active, ahead), categories_of(moment)
    worth = _Worth(moment, population)
    won = sum_won(moment, population, ahead)
    closed = np.flatnonzero(population.won)
    places = ahead.place(moment.snapshot.closed_day[closed].astype(np.int64))
    count = len(ahead.months)
    won_deals = np.bincount(places, minlength=count).tolist()
    valued = np.bincount(places[population.amount[closed] != NO_VALUE], minlength=count).tolist()
    return Forecast(
        currency=moment.history.rates.base,
        months=tuple(
            ForecastMonth(
                first_day=first_day,
                won_deals=won_deals[place],
                won=total_or_unknown(won[place], valued[place], won_deals[place]),
                due=worth.add_up(due == place),
                by_category={
                    category: worth.add_up((due == place) & (categories == number))
                    for number, category in enumerate(CATEGORIES)
                },
            )
            for place, first_day in enumerate(ahead.months)
        ),
        later=worth.add_up(due == Due.LATER),
        overdue=worth.add_up(due == Due.OVERDUE),
        undated=worth.add_up(due == Due.UNDATED),
        carriers=_find_carriers(moment.history.deals.ids, worth, due >= 0),
        left_out=count_deals(find_forecast_left_out(moment, population)),
    )


def find_forecast_left_out(moment: Moment, population: Population) -> tuple[LeftOutDeals, ...]:
    """Open deals, and those won in a month ahead already, that some sum cannot count."""
    none = np.zeros_like(population.lost)
    found = [
        reason
        for reason in find_left_out(moment, replace(population, lost=none))
        if reason.why in {Why.NO_VALUE, Why.NO_RATE}
    ]
    rows = np.flatnonzero(population.active)
    nowhere = none.copy()
    nowhere[rows[np.isnan(chance_of(moment.snapshot, moment.chances, rows))]] = True
    if nowhere.any():
        found.append(LeftOutDeals(Why.STAGE_UNKNOWN, nowhere))
    return tuple(found)


def weigh_months(moment: Moment, selection: Selection, ahead: Ahead) -> list[int]:
    """Σ value × p of the open deals due in each month."""
    population = gather(moment, ahead.period, selection)
    worth, due = _Worth(moment, population), place_deals(moment, population.active, ahead)
    return [worth.add_up(due == place).weighted or 0 for place in range(len(ahead.months))]


def place_deals(moment: Moment, active: Flags, ahead: Ahead) -> Int64s:
    """For each deal the month ahead in which it is due, else a member of Due."""
    expected = moment.snapshot.expected.astype(np.int64)
    # On a month's last day, what is due today counts to the first month ahead: today is not past.
    place = np.maximum(ahead.place(expected), 0)
    place[place >= len(ahead.months)] = Due.LATER
    place[expected < ahead.as_of.day] = Due.OVERDUE
    place[expected == NO_DAY] = Due.UNDATED
    place[~active] = Due.NOT_OPEN
    return place


def categories_of(moment: Moment) -> Int8s:
    """For each deal the index into CATEGORIES that it counts as: by hand, else by its stage; in none, the pipeline."""
    by_stage = pick(moment.history.stages.category, moment.snapshot.stage, CATEGORIES.index(ForecastCategory.PIPELINE))
    by_hand = moment.history.deals.category
    return np.where(by_hand == UNKNOWN, by_stage, by_hand).astype(np.int8)


def flags_called(moment: Moment, category: ForecastCategory) -> Flags:
    """The deals that count as a category."""
    called: Flags = categories_of(moment) == CATEGORIES.index(category)
    return called


def flags_due(
    moment: Moment, selection: Selection, ahead: Ahead, place: int | Due, category: ForecastCategory | None = None
) -> Flags:
    """The open deals behind a month ahead, or behind a member of Due; all of them or those of a category."""
    population = gather(moment, ahead.period, selection)
    flags: Flags = place_deals(moment, population.active, ahead) == place
    return flags if category is None else flags & flags_called(moment, category)


def list_calls(moment: Moment, population: Population, chosen: Flags) -> tuple[Call, ...]:
    """How each of some open deals is counted on, the next to close first."""
    rows = np.flatnonzero(chosen)
    rows = rows[np.argsort(_last_where_undated(moment.snapshot.expected[rows].astype(np.int64)), kind="stable")]
    stage = pick(moment.history.stages.category, moment.snapshot.stage[rows], UNKNOWN).tolist()
    hand = moment.history.deals.category[rows].tolist()
    chance = chance_of(moment.snapshot, moment.chances, rows).tolist()
    columns = zip(
        moment.history.deals.ids[rows].tolist(),
        stage,
        hand,
        chance,
        population.amount[rows].tolist(),
        moment.snapshot.expected[rows].tolist(),
        strict=True,
    )
    return tuple(
        Call(
            deal=deal,
            by_stage=None if by_stage == UNKNOWN else CATEGORIES[by_stage],
            by_hand=None if by_hand == UNKNOWN else CATEGORIES[by_hand],
            chance=None if np.isnan(likely) else likely,
            value=None if value == NO_VALUE else value,
            expected=None if expected == NO_DAY else expected,
        )
        for deal, by_stage, by_hand, likely, value, expected in columns
    )


def _last_where_undated(days: Int64s) -> Int64s:
    return np.where(days == NO_DAY, np.iinfo(np.int64).max, days)


class _Worth:
    """Values of the active deals, and what they weigh."""

    def __init__(self, moment: Moment, population: Population) -> None:
        self.rows = np.flatnonzero(population.active)
        self.amount = population.amount[self.rows]
        self.chance = chance_of(moment.snapshot, moment.chances, self.rows)
        known = self.amount != NO_VALUE
        self.is_known: Flags = known
        self.weighs: Flags = known & ~np.isnan(self.chance)
        self.weight: Floats = np.where(self.weighs, self.amount * self.chance, 0.0)

    def add_up(self, chosen: Flags) -> Sum:
        here = chosen[self.rows]
        deals = int(np.count_nonzero(here))
        known, weighs = here & self.is_known, here & self.weighs
        return Sum(
            deals=deals,
            value=total_or_unknown(add_up(self.amount[known]), int(np.count_nonzero(known)), deals),
            # fsum rounds once, whatever the order of the deals.
            weighted=total_or_unknown(round(fsum(self.weight[weighs].tolist())), int(np.count_nonzero(weighs)), deals),
        )


def _find_carriers(ids: Int32s, worth: _Worth, chosen: Flags) -> tuple[Carrier, ...]:
    here = np.flatnonzero(chosen[worth.rows] & worth.weighs)
    weight = worth.weight[here]
    total = fsum(weight.tolist())
    if total <= 0:
        return ()
    heavy = here[weight > _CARRIES * total]
    heavy = heavy[np.argsort(-worth.weight[heavy], kind="stable")]
    columns = zip(ids[worth.rows[heavy]].tolist(), worth.weight[heavy].tolist(), strict=True)
    return tuple(Carrier(deal, round(weighted), weighted / total) for deal, weighted in columns)
