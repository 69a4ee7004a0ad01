"""Deals as they stood at the end of a day, under the board's filter, and what became of each since."""

# ruff: noqa: S608 - the condition is put together from our own text; what a user typed is always bound

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np

from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import add_months
from desktop_pipeline.metrics.days import date_of, day_number
from desktop_pipeline.metrics.history import NO_DAY, NO_VALUE, UNKNOWN, Flags, Int8s, Int64s
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.snapshot import Status, pick
from desktop_pipeline.queries.board_filter import BoardFilter, CloseSpan, find_lasting
from desktop_pipeline.storage.workspace import View

# The deals whose stage of that day no history tells.
NOT_KNOWN = 0


class Since(StrEnum):
    """What became of a deal since."""

    SAME = "same stage"
    FORWARD = "further on"
    BACK = "moved back"
    ELSEWHERE = "another pipeline"
    WON = "won"
    LOST = "lost"
    DELETED = "deleted"


class PastDeal(NamedTuple):
    """A deal as it stood, and as it stands today where that differs: None is the same as then.

    `now_valued`, `now_owned`: value or owner are others today. `closed` is the day of the outcome it has today.
    """

    deal_id: int
    value: Money | None
    owner_id: int
    days: int | None
    expected: date | None
    since: Since
    now_stage_id: int
    closed: date | None
    now_valued: bool
    now_value: Money | None
    now_owned: bool
    now_owner_id: int


def find_open(moment: Moment, pipeline_id: int) -> Flags:

    snapshot = moment.snapshot
    found: Flags = snapshot.exists & (snapshot.status == Status.OPEN) & (snapshot.pipeline == pipeline_id)
    return found


def pass_filter(view: View, moment: Moment, board_filter: BoardFilter) -> Flags:

    snapshot, amount = moment.snapshot, moment.amounts.minor
    passing = np.ones(amount.size, dtype=np.bool_)
    if board_filter.owner_ids:
        passing &= np.isin(snapshot.owner, sorted(board_filter.owner_ids))
    if (board_filter.least, board_filter.most) != (None, None):
        passing &= amount != NO_VALUE
    if board_filter.least is not None:
        passing &= amount >= board_filter.least
    if board_filter.most is not None:
        passing &= amount <= board_filter.most
    if board_filter.closes is not None:
        passing &= _pass_close(moment, board_filter)
    if board_filter.source_ids or board_filter.product_ids or board_filter.label_ids or board_filter.text.strip():
        where, bound = find_lasting(board_filter)
        ids = [int(row[0]) for row in view.rows(f"select d.id from deal d where {where}", bound)]
        passing &= np.isin(moment.history.deals.ids, np.array(ids, dtype=np.int64))
    return passing


def _pass_close(moment: Moment, board_filter: BoardFilter) -> Flags:
    """Overdue, this month and next month are those of the day that is looked at."""
    expected, day = moment.snapshot.expected, date_of(moment.as_of.day)
    known: Flags = expected != NO_DAY
    month = day.replace(day=1)
    first: date | None
    last: date | None
    match board_filter.closes:
        case CloseSpan.NO_DATE:
            return np.logical_not(known)
        case CloseSpan.OVERDUE:
            first, past = None, moment.as_of.day
        case CloseSpan.THIS_MONTH | CloseSpan.NEXT_MONTH:
            first = month if board_filter.closes is CloseSpan.THIS_MONTH else add_months(month, 1)
            past = day_number(add_months(first, 1))
        case _:
            first, last = board_filter.closes_from, board_filter.closes_until
            past = day_number(last) + 1 if last is not None else int(expected.max(initial=0)) + 1
    begins = day_number(first) if first is not None else int(expected.min(initial=0))
    passing: Flags = known & (expected >= begins) & (expected < past)
    return passing


@dataclass(frozen=True, eq=False)
class Comparison:
    """Every deal at the end of a day and now, of one history; rows are rows in Deals."""

    then: Moment
    now: Moment

    @cached_property
    def since(self) -> Int8s:
        """What became of each deal, as a place in list(Since)."""
        old, new = self.then.snapshot, self.now.snapshot
        both = (old.stage != UNKNOWN) & (new.stage != UNKNOWN)
        # Stage rows are in order of pipeline and position.
        found = {
            Since.DELETED: ~new.exists,
            Since.WON: new.status == Status.WON,
            Since.LOST: new.status == Status.LOST,
            Since.ELSEWHERE: new.pipeline != old.pipeline,
            Since.FORWARD: both & (new.stage > old.stage),
            Since.BACK: both & (new.stage < old.stage),
        }
        places = [_ORDER.index(since) for since in found]
        return np.select(list(found.values()), places, default=_ORDER.index(Since.SAME)).astype(np.int8)

    @cached_property
    def revalued(self) -> Flags:
        """Deals that are worth something else now, or whose value was or became unknown."""
        old, new = self.then.snapshot, self.now.snapshot
        others: Flags = (old.value != new.value) | ((old.value != NO_VALUE) & (old.currency != new.currency))
        return others

    def count(self, rows: Int64s) -> dict[Since, int]:
        """How many of the deals became what."""
        counts = np.bincount(self.since[rows], minlength=len(_ORDER)).tolist()
        return dict(zip(_ORDER, counts, strict=True))

    def read(self, rows: Int64s) -> list[PastDeal]:
        """Some of the deals, in the order of the rows."""
        old, new = self.then.snapshot, self.now.snapshot
        codes, stages = self.then.history.rates.currencies, self.then.history.stages

        def money(minor: int, currency: int) -> Money | None:
            return None if minor == NO_VALUE or currency < 0 else Money(minor, codes[currency])

        columns = (
            self.then.history.deals.ids,
            self._days,
            self.since,
            self.revalued,
            *(old.value, old.currency, old.owner, old.expected),
            *(new.value, new.currency, new.owner, new.closed_day, pick(stages.ids, new.stage, NOT_KNOWN)),
        )
        deals = []
        for deal_id, days, since, is_other, *more in zip(*(column[rows].tolist() for column in columns), strict=True):
            value, currency, owner, expected, now_value, now_currency, now_owner, closed, now_stage = more
            deals.append(
                PastDeal(
                    deal_id=deal_id,
                    value=money(value, currency),
                    owner_id=owner,
                    days=None if days < 0 else days,
                    expected=None if expected == NO_DAY else date_of(expected),
                    since=_ORDER[since],
                    now_stage_id=now_stage,
                    closed=None if closed == NO_DAY else date_of(closed),
                    now_valued=is_other,
                    now_value=money(now_value, now_currency),
                    now_owned=owner != now_owner,
                    now_owner_id=now_owner,
                )
            )
        return deals

    @cached_property
    def _days(self) -> Int64s:
        """For how long each deal had been in its stage; −1 where nobody knows."""
        days = np.full(self.then.snapshot.exists.size, -1, dtype=np.int64)
        passages = self.then.passages
        running = np.flatnonzero(passages.is_running)
        days[passages.deal[running]] = passages.running_days[running]
        return days


_ORDER = tuple(Since)
