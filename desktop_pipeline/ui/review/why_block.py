"""Why a deal is in the review: a flag, a strong line and a quieter one for each reason."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_pipeline.ui.review.deal_head import Icon
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_MOST = 4


class WhyBlock(QWidget):
    """At most four reasons; what there is more of is counted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lines: list[tuple[str, str]] = []
        self._more = Words(theme, "", "caption", "ink3")
        self._rows: list[QWidget] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        column.addWidget(Words(theme, self.tr("Why it is here"), "strong"))
        column.addLayout(self._list)
        column.addWidget(self._more)
        column.addStretch(1)

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show headlines with their sentences."""
        if list(lines) == self.lines:
            return
        self.lines = list(lines)
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._make_row(headline, sentence) for headline, sentence in self.lines[:_MOST]]
        for row in self._rows:
            self._list.addWidget(row)
        rest = [headline for headline, _sentence in self.lines[_MOST:]]
        self._more.setVisible(bool(rest))
        self._more.show_words(self.tr("Also: {names}").format(names="; ".join(rest)))
        self._more.setWordWrap(True)
        self.setAccessibleName(". ".join(headline for headline, _sentence in self.lines))

    def _make_row(self, headline: str, sentence: str) -> QWidget:
        theme = self._theme
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.addWidget(Icon(theme, "flag", 13, "amber"), 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(ElidedWords(theme, headline, "value"), 0, 1)
        if sentence:
            grid.addWidget(Words(theme, sentence, "secondary", "ink2", wrap=True), 1, 1)
        grid.setColumnStretch(1, 1)
        return row
