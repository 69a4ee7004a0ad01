"""A chart of rows, of which as many are shown as there is room for."""

from typing import Generic, TypeVar

from desktop_pipeline.ui.charts.mark_chart import MarkChart
from desktop_pipeline.ui.theme import Theme

Row = TypeVar("Row")


class RowsChart(MarkChart, Generic[Row]):
    """The rows without room are left to the table; the first is always there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, also those without room."""
        return self._rows

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows there is room for."""
        if not self._rows:
            return ()
        room, least = self.measure_rows()
        return self._rows[: max(1, int(room // least))]

    def count_hidden(self) -> int:
        return len(self._rows) - len(self.shown)

    def measure_rows(self) -> tuple[float, float]:
        """How high all rows together may be, and how high one has to be, in pixels."""
        return self.height(), 1.0
