"""Filters: which deals a figure stands on (METRICS §0)."""

from dataclasses import dataclass, replace

import numpy as np

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.metrics.days import as_of_day, date_of
from desktop_pipeline.metrics.history import NO_DAY, UNKNOWN, Deals, Flags, History, Int32s, Int64s, Integers
from desktop_pipeline.metrics.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Selection:
    """Ids to keep to, or None for all; UNKNOWN asks for the deals that have none."""

    pipeline: int | None = None
    owner: int | None = None
    source: int | None = None
    product: int | None = None
    label: int | None = None
    industry: int | None = None


EVERYTHING = Selection()


@dataclass(frozen=True, eq=False)
class Chosen:
    """Deals under a filter, for figures of what happened to them: an owner's is what happened while they had it.

    `deals` go by their owner of now or at the close, `but_owner` pass all that is asked except the owner.
    """

    deals: Flags
    but_owner: Flags
    owner: int | None = None

    def at(self, history: History, deals: Integers, events: Int32s, days: Int32s) -> Flags:
        """Whether each of some happenings counts: row of its deal, and of its event or, where that is −1, its day."""
        there: Flags = self.but_owner[deals]
        if self.owner is None:
            return there
        was_theirs: Flags = _find_owners(history, deals, events, days) == self.owner
        return there & was_theirs

    def at_creation(self, history: History) -> Flags:
        """The deals that were the owner's when they were created."""
        if self.owner is None:
            return self.but_owner
        was_theirs: Flags = find_first_owners(history) == self.owner
        return self.but_owner & was_theirs


def choose(chosen: Flags | Chosen) -> Chosen:
    """Flags are of deals that count whoever had them."""
    return chosen if isinstance(chosen, Chosen) else Chosen(chosen, chosen)


def select(history: History, snapshot: Snapshot, selection: Selection) -> Flags:
    """Deals that exist and pass the filters; the owner of a closed deal is the one at its close."""
    chosen = snapshot.exists & pass_lasting(history.deals, selection)
    for wanted, column in ((selection.pipeline, snapshot.pipeline), (selection.owner, snapshot.owner)):
        if wanted is not None:
            chosen &= column == wanted
    return chosen


def choose_by(history: History, snapshot: Snapshot, selection: Selection) -> Chosen:
    """The deals of a filter, and whose what happened to them must have been."""
    but_owner = select(history, snapshot, replace(selection, owner=None))
    owner = selection.owner
    return Chosen(but_owner if owner is None else but_owner & (snapshot.owner == owner), but_owner, owner)


def find_first_owners(history: History) -> Int32s:
    """Whose each deal was when it was created."""
    made = np.flatnonzero(history.events.kind == EventKind.CREATED)
    owners = np.full(history.deals.ids.size, UNKNOWN, dtype=np.int32)
    owners[history.events.deal[made]] = history.events.owner[made]
    return owners


def _find_owners(history: History, deals: Integers, events: Int32s, days: Int32s) -> Int32s:
    """Whose each deal was at an event, or at the end of a day; UNKNOWN is nobody, and before it was there."""
    known = history.events
    rows = events.astype(np.int64)
    for place in np.flatnonzero((rows < 0) & (days != NO_DAY)).tolist():
        start, end = np.searchsorted(known.deal, (deals[place], deals[place] + 1)).tolist()
        until = as_of_day(date_of(int(days[place])), history.zone).at
        # The first event stands for what was before it: a deal is somebody's from its creation on.
        rows[place] = max(start + int(np.searchsorted(known.at[start:end], until, side="right")) - 1, start)
    telling = np.flatnonzero((known.kind == EventKind.CREATED) | (known.kind == EventKind.OWNER))
    last = np.searchsorted(telling, rows, side="right") - 1
    told = np.append(telling, UNKNOWN)[last]
    is_told = (told >= 0) & (np.append(known.deal, UNKNOWN)[told] == deals)
    return np.where(is_told, np.append(known.owner, UNKNOWN)[told], UNKNOWN).astype(np.int32)


def pass_lasting(deals: Deals, selection: Selection) -> Flags:
    """Deals that pass what the history does not hold and is taken as it is today: all but pipeline and owner."""
    chosen = np.ones(deals.ids.size, dtype=np.bool_)
    for wanted, column in ((selection.source, deals.source), (selection.industry, deals.industry)):
        if wanted is not None:
            chosen &= column == wanted
    for wanted, rows, values in (
        (selection.product, deals.line_deal, deals.line_product),
        (selection.label, deals.label_deal, deals.label),
    ):
        if wanted is not None:
            chosen &= _having(rows.astype(np.int64), values == wanted, deals.ids.size, none=wanted < 0)
    return chosen


def _having(rows: Int64s, matches: Flags, deals: int, *, none: bool) -> Flags:
    having = np.zeros(deals, dtype=np.bool_)
    if none:
        having[rows] = True
        return ~having
    having[rows[matches]] = True
    return having
