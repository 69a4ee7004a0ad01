"""What those who buy have in common, against all that were asked (METRICS §14)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from desktop_pipeline.metrics.history import UNKNOWN, Flags, History, Int32s, Int64s
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import Population
from desktop_pipeline.metrics.rates import Rate, rate_of


class Attribute(StrEnum):
    """What deals and their organisations are told apart by."""

    INDUSTRY = "industry"
    SIZE = "size"
    COUNTRY = "country"
    SOURCE = "source"
    PRODUCT = "product"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Likeness:
    """One value of an attribute; `key` is UNKNOWN and `name` None for the closed deals that have none.

    `lift` is its share among the won ÷ its share among all closed: 2 is twice as often as by chance. `low` and `high`
    are its bounds (95 %), by the win rate of its n deals; None where nothing was won.
    """

    attribute: Attribute
    key: int
    name: str | None
    win_rate: Rate
    lift: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class IdealCustomer:
    """All values of all attributes, what is surest to be liked first."""

    closed: int
    won: int
    likenesses: tuple[Likeness, ...]

    def of(self, attribute: Attribute) -> tuple[Likeness, ...]:
        """The values of one attribute, in the same order."""
        return tuple(one for one in self.likenesses if one.attribute is attribute)


def find_ideal_customer(moment: Moment, population: Population) -> IdealCustomer:
    """Over the deals closed in the period; one with several products or labels counts once for each."""
    closed, won = population.won | population.lost, int(np.count_nonzero(population.won))
    overall = rate_of(won, int(np.count_nonzero(closed)))
    likenesses = [
        _compare(attribute, key, names.get(key), rate_of(hits, n), overall)
        for attribute, names in _names(moment.history).items()
        for key, hits, n in _count(moment.history, population, closed, attribute)
    ]
    return IdealCustomer(overall.n, won, tuple(sorted(likenesses, key=_rank)))


def flags_like(moment: Moment, deals: Flags, attribute: Attribute, key: int) -> Flags:
    """Those of some deals that have a value, or none for UNKNOWN."""
    rows, keys = _belonging(moment.history, deals, attribute)
    flags = np.zeros(deals.size, dtype=np.bool_)
    flags[rows[keys == key]] = True
    return flags


def _rank(one: Likeness) -> tuple[bool, float, float, str, int]:
    # That nothing is known of a deal is no likeness.
    return one.name is None, -(one.low or 0.0), -(one.lift or 0.0), one.name or one.attribute.value, one.key


def _compare(attribute: Attribute, key: int, name: str | None, rate: Rate, overall: Rate) -> Likeness:
    """Its share among the won ÷ among all is its own win rate ÷ that of all."""
    if not overall.value or rate.value is None or rate.low is None or rate.high is None:
        return Likeness(attribute, key, name, rate, None, None, None)
    bounds = (share / overall.value for share in (rate.value, rate.low, rate.high))
    return Likeness(attribute, key, name, rate, *bounds)


def _names(history: History) -> Mapping[Attribute, Mapping[int, str]]:
    names = history.names
    return {
        Attribute.INDUSTRY: names.industries,
        Attribute.SIZE: names.size_bands,
        Attribute.COUNTRY: names.countries,
        Attribute.SOURCE: names.sources,
        Attribute.PRODUCT: names.products,
        Attribute.LABEL: names.labels,
    }


def _count(
    history: History, population: Population, closed: Flags, attribute: Attribute
) -> Iterator[tuple[int, int, int]]:
    """Each value that closed deals have, with the won and all of them."""
    rows, keys = _belonging(history, closed, attribute)
    values, groups = np.unique(keys, return_inverse=True)
    won = np.bincount(groups[population.won[rows]], minlength=values.size)
    return zip(values.tolist(), won.tolist(), np.bincount(groups, minlength=values.size).tolist(), strict=True)


def _belonging(history: History, deals: Flags, attribute: Attribute) -> tuple[Int64s, Int64s]:
    """Rows of some deals and what each has of an attribute, once for each value and once for none."""
    known = history.deals
    if attribute is Attribute.PRODUCT:
        return _several(deals, known.line_deal.astype(np.int64), known.line_product)
    if attribute is Attribute.LABEL:
        return _several(deals, known.label_deal.astype(np.int64), known.label)
    column = {
        Attribute.INDUSTRY: known.industry,
        Attribute.SIZE: known.size_band,
        Attribute.COUNTRY: known.country,
        Attribute.SOURCE: known.source,
    }[attribute]
    rows = np.flatnonzero(deals)
    return rows, column[rows].astype(np.int64)


def _several(deals: Flags, rows: Int64s, values: Int32s) -> tuple[Int64s, Int64s]:
    some = deals[rows]
    # Two lines of one product make the deal no second one.
    width = int(values.max(initial=0)) + 1
    row, value = np.divmod(np.unique(rows[some] * width + values[some]), width)
    without = deals.copy()
    without[rows] = False
    bare = np.flatnonzero(without)
    return np.append(row, bare), np.append(value, np.full(bare.size, UNKNOWN, dtype=np.int64))
