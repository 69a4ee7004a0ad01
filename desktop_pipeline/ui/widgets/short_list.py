"""A few rows below a heading that tells how many there are, with how many more below: what waits for an answer."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import ElidedWords, Words


class ShortList(QWidget):
    """Not there while there is nothing to show."""

    def __init__(self, theme: Theme, formats: Formats, heading: str, role: str = "ink3", *, below: int = 16) -> None:
        """`role`: the colour of the count; `below`: pixels left free under the last row."""
        super().__init__()
        self._formats = formats
        self._shown: Sequence[QWidget] = ()
        self.count = Words(theme, "", "caption_medium", role)
        self.more = Words(theme, "", "caption", "ink3")
        self.head = QWidget()
        head = QHBoxLayout(self.head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(ElidedWords(theme, heading, "strong"), 1)
        head.addWidget(self.count)
        self._list = QVBoxLayout()
        self._list.setSpacing(3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, below)
        layout.setSpacing(6)
        layout.addWidget(self.head)
        layout.addLayout(self._list)
        layout.addWidget(self.more)
        self.hide()

    def show_rows(self, rows: Sequence[QWidget], total: int) -> None:
        """Shows these rows of so many in all; where the keys were in one that goes, they are in the first one now.

        A row takes them by its focus proxy, or itself.
        """
        had_keys = any(
            row is self.focusWidget() or row.isAncestorOf(self.focusWidget())
            for row in self._shown
            if self.focusWidget() is not None
        )
        for row in self._shown:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._shown = rows
        for row in rows:
            self._list.addWidget(row)
        rest = total - len(rows)
        self.more.setVisible(rest > 0)
        told = QCoreApplication.translate("ShortList", "and {count} more")
        self.more.show_words(told.format(count=self._formats.number(rest)))
        self.count.show_words(self._formats.number(total))
        self.setVisible(bool(total))
        if had_keys and rows:
            rows[0].setFocus(Qt.FocusReason.OtherFocusReason)
