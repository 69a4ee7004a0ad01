"""A table of a page that goes below its neighbours rather than run out of sight sideways."""

from PySide6.QtCore import QSize

from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.insights.sheet_table import SheetTable
from desktop_pipeline.ui.theme import Theme


class ListTable(SheetTable):
    """`least` is the width that its columns need, in pixels at the usual size of text."""

    def __init__(self, theme: Theme, words: Words, least: int) -> None:
        super().__init__(theme, words)
        self._least = least

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(self._least), super().minimumSizeHint().height())
