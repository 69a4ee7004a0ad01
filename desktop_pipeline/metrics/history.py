"""The prepared columns that every figure is worked out from: deals, events, stages and rates (METRICS §0)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from desktop_pipeline.domain.deals import ReasonGroup

UNKNOWN = -1  # no id, no index
NO_VALUE = int(np.iinfo(np.int64).min)  # unknown money
NO_DAY = int(np.iinfo(np.int32).min)  # unknown local day

Int64s = npt.NDArray[np.int64]
Int32s = npt.NDArray[np.int32]
Int16s = npt.NDArray[np.int16]
Int8s = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.signedinteger[Any]]  # ids and rows of any width, to be read


def _nobody() -> Int32s:
    return np.empty(0, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Deals:
    """One row a deal, ids ascending; what the history does not hold, as it is today."""

    ids: Int32s
    pipeline: Integers
    source: Integers  # UNKNOWN where there is none
    organisation: Int32s
    industry: Integers  # key into Names.industries, UNKNOWN where there is none
    created_known: Flags  # False: the creation event stands at the earliest creation of its import
    line_deal: Int32s  # line items: row of the deal
    line_product: Integers
    line_amount: Int64s  # minor units in the deal's currency, NO_VALUE where unknown
    label_deal: Int32s  # labels: row of the deal
    label: Integers
    country: Integers  # key into Names.countries, UNKNOWN where there is none
    size_band: Integers  # key into Names.size_bands, likewise
    category: Int8s  # called by hand: index into list(ForecastCategory), UNKNOWN takes the stage's
    touched_day: Int32s  # last activity as a file tells it, NO_DAY where none does
    mql_day: Int32s  # marked by hand as passed, NO_DAY where not
    sql_day: Int32s
    competitor_deal: Int32s  # competitors: row of the deal
    competitor: Int32s
    referred_deal: Int32s = field(default_factory=_nobody)  # recommendations: row of the deal that came by one
    referring_deal: Int32s = field(default_factory=_nobody)  # row of the deal whose customer gave it

    def __post_init__(self) -> None:
        _check_order(np.all(self.ids[1:] > self.ids[:-1]), "deals by id")


@dataclass(frozen=True, eq=False)
class Events:
    """The history in order of deal, instant and id. A column that a kind does not set holds its unknown."""

    deal: Int32s  # row in Deals
    kind: Int8s  # domain.deals.EventKind
    at: Int64s  # microseconds since 1970 in UTC
    day: Int32s  # local days since 1970-01-01; NO_DAY for an outcome whose date is unknown
    stage: Integers  # after the event: CREATED, MOVED, REOPENED, PIPELINE
    from_stage: Integers  # before it: MOVED, PIPELINE, WON, LOST
    value: Int64s  # minor units: CREATED, VALUE
    currency: Integers  # index into Rates.currencies: CREATED, VALUE
    owner: Integers  # CREATED, OWNER; UNKNOWN is nobody
    probability: Floats  # CREATED, PROBABILITY; nan is the stage's
    expected: Int32s  # CREATED, EXPECTED_CLOSE; NO_DAY is none
    reason: Integers  # WON, LOST
    inferred: Flags  # taken from a file, which is no touch of the deal
    stands_in: Flags  # at its import, for want of a date: what it tells had happened by then, nobody knows when

    def __post_init__(self) -> None:
        same = self.deal[1:] == self.deal[:-1]
        ordered = (self.deal[1:] > self.deal[:-1]) | (same & (self.at[1:] >= self.at[:-1]))
        _check_order(np.all(ordered), "events by deal and instant")


@dataclass(frozen=True, eq=False)
class Stages:
    """Every stage there is or was, in order of pipeline and position; a *stage row* is an index into these."""

    ids: Int64s
    pipeline: Int64s
    position: Int64s
    probability: Floats  # as set, a share
    is_open: Flags  # False: an after-sale stage
    archived: Flags
    names: tuple[str, ...]
    slow_limit: Int64s  # days
    stale_limit: Int64s  # days
    milestone: Int8s  # index into list(Milestone): 0 none, 1 MQL, 2 SQL
    category: Int8s  # index into list(ForecastCategory)

    def __post_init__(self) -> None:
        same = self.pipeline[1:] == self.pipeline[:-1]
        ordered = (self.pipeline[1:] > self.pipeline[:-1]) | (same & (self.position[1:] >= self.position[:-1]))
        _check_order(np.all(ordered), "stages by pipeline and position")

    @property
    def has_several_pipelines(self) -> bool:
        """Whether a deal can have been in a stage of another pipeline."""
        return self.pipeline.size > 0 and bool(self.pipeline[0] != self.pipeline[-1])

    def rows_by_id(self) -> Int64s:
        """A table from stage id to stage row; UNKNOWN (index −1) and ids that are not there give UNKNOWN."""
        table = np.full(int(self.ids.max(initial=0)) + 2, UNKNOWN, dtype=np.int64)
        table[self.ids] = np.arange(self.ids.size)
        return table


@dataclass(frozen=True, slots=True)
class DatedRate:
    """Base major units for one major unit of a currency (index into Rates.currencies), from a local day on."""

    currency: int
    day: int
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Rates:
    """The base currency, the currencies that events refer to by index, and the user's own dated rates."""

    base: str
    currencies: tuple[str, ...]
    dated: tuple[DatedRate, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called; a row of a breakdown is shown for each of them, also without deals."""

    owners: Mapping[int, str] = field(default_factory=dict)
    products: Mapping[int, str] = field(default_factory=dict)
    industries: Mapping[int, str] = field(default_factory=dict)
    sources: Mapping[int, str] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)
    countries: Mapping[int, str] = field(default_factory=dict)
    size_bands: Mapping[int, str] = field(default_factory=dict)
    competitors: Mapping[int, str] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    reason_groups: Mapping[int, ReasonGroup] = field(default_factory=dict)
    pipelines: Mapping[int, str] = field(default_factory=dict)
    activity_kinds: tuple[str, ...] = ()  # keys; not shown to anybody


@dataclass(frozen=True, eq=False)
class Activities:
    """What was planned and done, in order of id, as it is today."""

    deal: Int32s  # row in Deals, UNKNOWN where it belongs to none
    kind: Integers  # index into Names.activity_kinds
    owner: Integers  # UNKNOWN is nobody
    created: Int64s  # microseconds since 1970 in UTC, NO_VALUE where unknown
    due_day: Int32s  # NO_DAY where none was set
    done: Int64s  # microseconds, NO_VALUE while open
    done_day: Int32s  # local day, NO_DAY while open


@dataclass(frozen=True, eq=False)
class Touches:
    """Done activities, notes and replies, by deal and instant; stage moves are touches too and stand in the events."""

    deal: Int32s  # row in Deals
    at: Int64s  # microseconds since 1970 in UTC
    day: Int32s  # local day

    def __post_init__(self) -> None:
        same = self.deal[1:] == self.deal[:-1]
        ordered = (self.deal[1:] > self.deal[:-1]) | (same & (self.at[1:] >= self.at[:-1]))
        _check_order(np.all(ordered), "touches by deal and instant")


@dataclass(frozen=True, eq=False)
class Snoozes:
    """When deals were left alone on purpose, in order of id."""

    deal: Int32s  # row in Deals
    at: Int64s  # microseconds since 1970 in UTC
    day: Int32s  # local day of it
    until: Int32s  # the day on which the deal wakes
    ended: Int64s  # woken before that: microseconds, NO_VALUE where not


@dataclass(frozen=True, eq=False)
class History:
    """All that metrics read of a workspace."""

    deals: Deals
    events: Events
    stages: Stages
    rates: Rates
    names: Names
    activities: Activities
    touches: Touches
    snoozes: Snoozes
    zone: ZoneInfo  # whose days are the local ones
    not_real_reasons: frozenset[int] = frozenset()


def _check_order(ordered: np.bool_, what: str) -> None:
    if not ordered:
        message = f"Metrics expect {what} in order."
        raise ValueError(message)
