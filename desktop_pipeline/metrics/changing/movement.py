"""How the open value came from what it was at one instant to what it is at another (METRICS §17)."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.base_values import Amounts, convert_at
from desktop_pipeline.metrics.changing.trail import States, Trail
from desktop_pipeline.metrics.days import day_number
from desktop_pipeline.metrics.history import NO_VALUE, UNKNOWN, Flags, Int8s, Int32s, Int64s
from desktop_pipeline.metrics.population import LeftOutDeals, Why
from desktop_pipeline.metrics.product_lines import take_part
from desktop_pipeline.metrics.selection import EVERYTHING, Selection, pass_lasting
from desktop_pipeline.metrics.sums import add_up


class Bar(StrEnum):
    """The bars of the movement, in their order; what is taken away is told as a positive amount."""

    OPENING = "opening"
    CREATED = "created"
    REOPENED = "reopened"
    RESTORED = "restored"
    RAISED = "raised"
    ENTERED = "entered_filter"
    PULLED_IN = "pulled_in"
    LOWERED = "lowered"
    LEFT = "left_filter"
    PUSHED_OUT = "pushed_out"
    WON = "won"
    LOST = "lost"
    DELETED = "deleted"
    CLOSING = "closing"

    @property
    def takes_away(self) -> bool:
        """Whether it lowers the open value."""
        return self in _TAKEN


_TAKEN = frozenset({Bar.LOWERED, Bar.LEFT, Bar.PUSHED_OUT, Bar.WON, Bar.LOST, Bar.DELETED})
_BARS = tuple(Bar)
_COMING = {
    EventKind.CREATED: Bar.CREATED,
    EventKind.REOPENED: Bar.REOPENED,
    EventKind.RESTORED: Bar.RESTORED,
    EventKind.EXPECTED_CLOSE: Bar.PULLED_IN,
}
_GOING = {
    EventKind.WON: Bar.WON,
    EventKind.LOST: Bar.LOST,
    EventKind.DELETED: Bar.DELETED,
    EventKind.EXPECTED_CLOSE: Bar.PUSHED_OUT,
}


@dataclass(frozen=True, eq=False)
class Moves:
    """One row for each step of a deal that belongs to a bar; a deal may be raised twice."""

    ids: Int32s  # of all deals
    base: str
    currencies: tuple[str, ...]
    deal: Int64s  # row in Deals
    day: Int64s  # local day of the step; of an opening the opening's
    bar: Int8s  # index into list(Bar)
    amount: Int64s  # minor units of the base currency, positive also where taken away; NO_VALUE where unknown
    by_rate: Flags  # a rate alone changed it
    no_rate: Flags  # the amount is unknown for want of a rate alone
    currency: Int64s  # index into `currencies`

    def is_in(self, *bars: Bar) -> Flags:
        """The rows of some bars."""
        wanted = np.zeros(len(_BARS), dtype=np.bool_)
        wanted[[_BARS.index(bar) for bar in bars]] = True
        return wanted[self.bar]

    def flags(self, bar: Bar) -> Flags:
        """The deals of a bar."""
        return self.flags_where(self.is_in(bar))

    def left_out(self) -> tuple[LeftOutDeals, ...]:
        """Deals that stand in a bar without adding to it, and why."""
        unknown = self.amount == NO_VALUE
        found = [LeftOutDeals(Why.NO_VALUE, self.flags_where(unknown & ~self.no_rate))]
        found += [
            LeftOutDeals(Why.NO_RATE, self.flags_where(self.no_rate & (self.currency == code)), self.currencies[code])
            for code in np.unique(self.currency[self.no_rate]).tolist()
        ]
        return tuple(reason for reason in found if reason.deals.any())

    def flags_where(self, rows: Flags) -> Flags:
        """The deals of some rows."""
        flags = np.zeros(self.ids.size, dtype=np.bool_)
        flags[self.deal[rows]] = True
        return flags


@dataclass(frozen=True, slots=True)
class MovedBar:
    """A bar's amount and its deals, of which `valued` have a known value; `by_rate` is what rates alone did of it."""

    bar: Bar
    value: int
    deals: int
    valued: int
    by_rate: int


@dataclass(frozen=True, slots=True)
class Movement:
    """From the opening to the closing open value, to the minor unit of `currency`."""

    currency: str
    opening: MovedBar
    bars: tuple[MovedBar, ...]
    closing: MovedBar

    def value(self, bar: Bar) -> int:
        """The amount of a bar; 0 for one that there is not."""
        return sum(each.value for each in (self.opening, *self.bars, self.closing) if each.bar is bar)


def find_moves(trail: Trail, selection: Selection = EVERYTHING, due: Period | None = None) -> Moves:
    """Every step under the filter; `due` keeps to deals whose expected close lies in that period."""
    asked = _Question(trail, selection, due)
    was, now = asked.counts(trail.before), asked.counts(trail.after)
    comes, goes = ~was & now, was & ~now
    held = asked.worth(trail.before, trail.previous_day)
    before, after = asked.worth(trail.before, trail.day), asked.worth(trail.after, trail.day)
    first = np.full(trail.at_opening.deal.size, trail.opening.day, dtype=np.int64)
    last = np.full(trail.at_closing.deal.size, trail.closing.day, dtype=np.int64)
    opening, closing = asked.worth(trail.at_opening, first), asked.worth(trail.at_closing, last)
    lastly_held = asked.worth(trail.at_closing, trail.last_day)
    opens, closes = asked.counts(trail.at_opening), asked.counts(trail.at_closing)
    coming, going = _find_bars(trail.kind, _COMING, Bar.ENTERED), _find_bars(trail.kind, _GOING, Bar.LEFT)
    by_filter = (Bar.ENTERED, Bar.LEFT)
    parts = [
        _tell(trail.at_opening, first, opening, opens, _one(Bar.OPENING, first.size)),
        _tell(trail.after, trail.day, after, comes, coming),
        _tell(trail.before, trail.day, before, goes, going),
        *_compare(trail.after, trail.day, (before, after), was & now, (Bar.RAISED, Bar.LOWERED)),
        *_compare(trail.before, trail.day, (held, before), was, by_filter, by_rate=True),
        *_compare(trail.at_closing, last, (lastly_held, closing), closes, by_filter, by_rate=True),
        _tell(trail.at_closing, last, closing, closes, _one(Bar.CLOSING, last.size)),
    ]
    columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    rates = trail.history.rates
    return Moves(trail.history.deals.ids, rates.base, rates.currencies, *columns)


def sum_up(moves: Moves, *, by_due: bool = False) -> Movement:
    """The bars in their order, also those that nothing happened in; `by_due` adds pulled in and pushed out."""
    left_out = () if by_due else (Bar.PULLED_IN, Bar.PUSHED_OUT)
    opening, *bars, closing = (_sum_bar(moves, bar) for bar in Bar if bar not in left_out)
    return Movement(moves.base, opening, tuple(bars), closing)


_Columns = tuple[Int64s, Int64s, Int8s, Int64s, Flags, Flags, Int64s]


class _Question:
    """Which states count under a filter, and what each is worth."""

    def __init__(self, trail: Trail, selection: Selection, due: Period | None) -> None:
        self._history = trail.history
        self._selection = selection
        self._due = due
        self._passing = pass_lasting(trail.history.deals, selection)

    def counts(self, states: States) -> Flags:
        """Open and within the filter; the owner and the pipeline are those of then."""
        counts = states.is_open & self._passing[states.deal] if self._passing.size else states.is_open
        for wanted, column in ((self._selection.pipeline, states.pipeline), (self._selection.owner, states.owner)):
            if wanted is not None:
                counts &= column == wanted
        if self._due is not None:
            first, past = day_number(self._due.start), day_number(self._due.end)
            counts &= (states.expected >= first) & (states.expected < past)
        return counts

    def worth(self, states: States, day: Int64s) -> Amounts:
        """In the base currency at the rates of the days; the product's part under a product filter."""
        amounts = convert_at(self._history.rates, states.value, states.currency, day)
        product = self._selection.product
        if product is None or product == UNKNOWN:
            return amounts
        part = np.full(day.size, NO_VALUE, dtype=np.int64)
        rows = np.flatnonzero(self.counts(states))
        part[rows] = take_part(self._history.deals, states.deal[rows], amounts.minor[rows], product)
        return Amounts(part, amounts.no_rate)


def _tell(states: States, day: Int64s, worth: Amounts, found: Flags, bar: Int8s, *, by_rate: bool = False) -> _Columns:
    """The columns of Moves from the deal on, for the states found."""
    rows = np.flatnonzero(found)
    return (
        states.deal[rows],
        day[rows],
        bar[rows],
        worth.minor[rows],
        np.full(rows.size, by_rate, dtype=np.bool_),
        worth.no_rate[rows],
        states.currency[rows].astype(np.int64),
    )


def _compare(
    states: States,
    day: Int64s,
    worths: tuple[Amounts, Amounts],
    found: Flags,
    bars: tuple[Bar, Bar],
    *,
    by_rate: bool = False,
) -> tuple[_Columns, _Columns]:
    """What deals that stay are worth more or less; a value that becomes known counts as raised."""
    before, after = (worth.minor for worth in worths)
    more = np.where(after == NO_VALUE, 0, after) - np.where(before == NO_VALUE, 0, before)
    changed = found & ((more != 0) | ((before == NO_VALUE) != (after == NO_VALUE)))
    known = np.zeros(more.size, dtype=np.bool_)
    raised, lowered = (_one(bar, more.size) for bar in bars)
    return (
        _tell(states, day, Amounts(more, known), changed & (more >= 0), raised, by_rate=by_rate),
        _tell(states, day, Amounts(-more, known), changed & (more < 0), lowered, by_rate=by_rate),
    )


def _one(bar: Bar, size: int) -> Int8s:
    return np.full(size, _BARS.index(bar), dtype=np.int8)


def _find_bars(kinds: Int8s, by_kind: dict[EventKind, Bar], otherwise: Bar) -> Int8s:
    table = _one(otherwise, max(EventKind) + 1)
    for kind, bar in by_kind.items():
        table[kind] = _BARS.index(bar)
    return table[kinds]


def _sum_bar(moves: Moves, bar: Bar) -> MovedBar:
    rows = moves.is_in(bar)
    known = rows & (moves.amount != NO_VALUE)
    return MovedBar(
        bar,
        value=add_up(moves.amount[known]),
        deals=int(np.count_nonzero(moves.flags_where(rows))),
        valued=int(np.count_nonzero(moves.flags_where(known))),
        by_rate=add_up(moves.amount[known & moves.by_rate]),
    )
