"""Sections of a column: a hairline, a heading, and rows that are made afresh for each deal."""

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import Words


class Rule(QWidget):
    """A hairline between sections or columns."""

    def __init__(self, theme: Theme, *, is_upright: bool = False) -> None:
        super().__init__()
        if is_upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        self.setAutoFillBackground(True)
        self._theme = theme
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        palette = self.palette()
        palette.setColor(self.backgroundRole(), self._theme.color("line"))
        self.setPalette(palette)


def clear_rows(layout: QLayout) -> None:
    """Takes everything out of a layout."""
    while (found := layout.takeAt(0)) is not None:
        widget, inner = found.widget(), found.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_rows(inner)


def make_section(widget: QWidget, theme: Theme, title: str) -> QVBoxLayout:
    """A heading under a hairline; returns where its rows go."""
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addSpacing(8)
    layout.addWidget(Rule(theme))
    layout.addSpacing(14)
    layout.addWidget(Words(theme, title, "strong"))
    layout.addSpacing(5)
    rows = QVBoxLayout()
    rows.setSpacing(0)
    layout.addLayout(rows)
    return rows
