"""Whether a deal is won, lost or open by other columns than its stage, and when it was or will be closed."""

from collections.abc import Sequence
from datetime import date, tzinfo

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.exchange.tables import Cell, is_blank
from desktop_pipeline.exchange.understanding.periods import find_period_end
from desktop_pipeline.exchange.understanding.values import ColumnReader

_CLOSED = ("closed", "won_at", "lost_at", "close")


def flagged_statuses(reader: ColumnReader) -> list[DealStatus | None]:
    """Each row's status by flags such as IsWon and IsClosed, by Active and Probability, or by won and lost dates."""
    count = len(reader.rows)
    flags: list[DealStatus | None] = [None] * count
    if {"is_won", "is_lost", "is_closed"} & set(reader.columns):
        told = zip(*(reader.truths(field) for field in ("is_won", "is_lost", "is_closed")), strict=True)
        flags = [_by_flags(won, lost, closed) for won, lost, closed in told]
    if reader.has("is_active"):
        # A deal that Odoo has lost is archived with no chance; one that is only archived keeps its stage
        quiet = reader.quietly()
        told_activity = zip(flags, reader.truths("is_active"), quiet.shares("probability"), strict=True)
        flags = [
            DealStatus.LOST if flag is None and active is False and chance == 0 else flag
            for flag, active, chance in told_activity
        ]
    if not reader.has("status") and {"won_at", "lost_at"} & set(reader.columns):
        dated = zip(flags, reader.cells("won_at"), reader.cells("lost_at"), strict=True)
        flags = [flag or _by_dates(won, lost) for flag, won, lost in dated]
    return flags


def _by_flags(won: bool | None, lost: bool | None, closed: bool | None) -> DealStatus | None:  # noqa: FBT001 - cells
    if won:
        return DealStatus.WON
    if lost or (closed and won is not None):
        return DealStatus.LOST
    return DealStatus.OPEN if closed is False else None


def _by_dates(won: Cell, lost: Cell) -> DealStatus | None:
    if is_blank(won) == is_blank(lost):
        return None
    return DealStatus.LOST if is_blank(won) else DealStatus.WON


class CloseDates:
    """When deals are expected to close and when they did: one column of close dates means either, by the outcome."""

    def __init__(self, reader: ColumnReader, zone: tzinfo) -> None:
        self._reader = reader
        self._dates = reader.dates(("expected_close", *_CLOSED), zone)
        # A month may be planned; when a deal was closed it tells nobody
        cells = reader.cells("close") if reader.has("close") else ()
        periods = {cell for cell in reader.different("close") if find_period_end(cell) is not None}
        self._planned_at = frozenset(index for index, cell in enumerate(cells) if cell in periods) if periods else ()

    def expected(self, statuses: Sequence[DealStatus]) -> list[date | None]:
        """The plans; of a closed deal only what a column of plans tells."""
        dated = zip(statuses, self._dates["expected_close"], self._dates["close"], strict=True)
        return [planned or (close if status is DealStatus.OPEN else None) for status, planned, close in dated]

    def closed(self, statuses: Sequence[DealStatus]) -> list[date | None]:
        """The days of the outcomes; None for an open deal."""
        close_days = self._dates["close"]
        if self._planned_at:
            close_days = [None if index in self._planned_at else day for index, day in enumerate(close_days)]
            for index in self._planned_at:
                if statuses[index] is not DealStatus.OPEN:
                    self._reader.fault(index, "close", "a period, not a day")
        dated = zip(statuses, *(self._dates[field] for field in _CLOSED[:-1]), close_days, strict=True)
        return [
            None if status is DealStatus.OPEN else (won if status is DealStatus.WON else lost) or closed or close
            for status, closed, won, lost, close in dated
        ]

    def column_of(self, index: int, status: DealStatus) -> str | None:
        """The field whose column tells the outcome's day of that row, to name it in a problem."""
        fields = ("won_at" if status is DealStatus.WON else "lost_at", "closed", "close")
        return next((field for field in fields if self._dates[field][index]), None)
