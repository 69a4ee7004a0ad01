"""The dates of a table of deals: which of them are plans and which outcomes, and what contradicts itself."""

from collections.abc import Sequence
from datetime import date

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.tables import is_blank
from desktop_pipeline.exchange.understanding.outcomes import CloseDates
from desktop_pipeline.exchange.understanding.values import ColumnReader

_CLOSING = ("closed", "close", "won_at", "lost_at")


class DateColumns:
    """The dates of a table of deals; one column of close dates means the plan of open deals, the outcome of others."""

    def __init__(self, reader: ColumnReader, draft: PlanDraft) -> None:
        self._reader = reader
        zone = draft.options.zone
        dates = reader.dates(("created", "last_touch"), zone)
        self.created: Sequence[date | None] = dates["created"]
        self.last_touch: Sequence[date | None] = dates["last_touch"]
        self._closes = CloseDates(reader, zone)
        self._columns = [field for field in _CLOSING if reader.has(field)]
        self._cells = [reader.cells(field) for field in self._columns]

    def settle(
        self, statuses: Sequence[DealStatus], titles: Sequence[str | None]
    ) -> tuple[list[date | None], list[date | None]]:
        """The expected dates and the outcomes'; an outcome keeps its status though the file names no date for it.

        What is wrong is listed for rows that have a title: the others make no deal.
        """
        expected, closed = self._closes.expected(statuses), self._closes.closed(statuses)
        has_closed = self._reader.has("closed")
        rows = zip(statuses, closed, self.created, titles, strict=True)
        for index, (status, day, created, title) in enumerate(rows):
            if title is None:
                continue
            if status is DealStatus.OPEN:
                if has_closed and self._closes.column_of(index, status) == "closed":
                    self._reader.fault(index, "closed", "the deal is open, yet it has a closing date")
            elif day is None:
                self._tell_missing(index)
            elif created and day < created:
                self._reader.fault(index, self._closes.column_of(index, status), "closed before it was created")
        return expected, closed

    def _tell_missing(self, index: int) -> None:
        if not self._columns:
            # A product that exports no such date has told all it can
            if self._reader.recognised.preset is not None:
                return
            self._reader.ask("status", "when were the won and lost deals closed?", "not known")
        elif all(is_blank(cells[index]) for cells in self._cells):
            self._reader.fault(index, self._columns[0], "no close date")
