"""What the pages of Insights have in common: panels in rows on the canvas, scrolled where the room is short."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.reports.kinds.pipeline import Printed
from desktop_pipeline.reports.tables.sheets import Sheet
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.ground import lay_ground
from desktop_pipeline.ui.widgets.words import Words as Label

MARGIN, GAP = 14, 12


@dataclass(frozen=True, slots=True)
class _Row:
    """Panels in a row, all but the last in a row of their own within it."""

    whole: QHBoxLayout
    first: QHBoxLayout
    panels: tuple[QWidget, ...]

    def fold(self, room: int) -> None:
        """Fit into so much room."""
        least = [panel.minimumSizeHint().width() for panel in self.panels]
        _turn(self.whole, upright=sum(least) + (len(least) - 1) * GAP > room)
        _turn(self.first, upright=sum(least[:-1]) + max(0, len(least) - 2) * GAP > room)


def _turn(row: QHBoxLayout, *, upright: bool) -> None:
    direction = QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight
    if row.direction() != direction:
        row.setDirection(direction)


def _list_stops(layout: QLayout) -> Iterator[QWidget]:
    """What takes the keys by Tab, in the order in which it is laid out."""
    for item in map(layout.itemAt, range(layout.count())):
        widget = None if item is None else item.widget()
        inner = item.layout() if item is not None and widget is None else widget.layout() if widget else None
        if widget is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
        if inner is not None:
            yield from _list_stops(inner)


class _Area(QScrollArea):
    """Signal: `room_changed()` once its viewport has another size; a page that comes to be shown is told too early."""

    room_changed = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.room_changed.emit()


class InsightPage(QWidget):
    """A page adds rows of panels, and answers questions: `gather` on a worker, `show_findings` on the window's thread.

    Subclasses have these two, with findings of their own:
    `gather(question: Question, progress: Progress) -> F` touches no widget;
    `show_findings(question: Question, findings: F) -> None`.
    """

    # A page that looks ahead has no period of outcomes.
    has_period = True
    # What the page has in the toolbar, before the printer.
    buttons: tuple[QWidget, ...] = ()

    def __init__(self, tools: InsightTools, title: str) -> None:
        super().__init__()
        self.tools = tools
        self.title = title
        self.foot = Label(tools.theme, "", "caption", "ink3", wrap=True)
        self.body = QWidget()
        self.area = _Area()
        self.column = QVBoxLayout(self.body)
        self._foldable: list[_Row] = []
        self.column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.column.setSpacing(GAP)
        self.area.setWidget(self.body)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAccessibleName(title)
        self.area.room_changed.connect(self.fold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)
        self.setAccessibleName(title)
        self.dress()
        tools.theme.changed.connect(self.dress)

    @property
    def panels(self) -> list[Panel]:
        """The panels from the top down."""
        return self.body.findChildren(Panel)

    @property
    def sheets(self) -> list[Sheet]:
        """What all panels show, as tables."""
        return [panel.sheet for panel in self.panels if panel.sheet is not None]

    def plan_report(self, printed: Printed) -> Callable[[], ReportContent] | None:
        """Makes the page's own report, on any thread, where it has one and figures to tell."""
        return None

    def add_row(self, *panels: QWidget, shares: Sequence[int] = (), height: int = 0, stretch: int = 1) -> QHBoxLayout:
        """Panels beside each other, their widths in these shares; `height` is the least of each.

        Where the room is short, the last one goes below the others, and then all stand below each other.
        """
        row, first = QHBoxLayout(), QHBoxLayout()
        widths = list(shares) or [1] * len(panels)
        for layout in (row, first):
            layout.setSpacing(GAP)
        *others, last = panels
        if others:
            row.addLayout(first, sum(widths[:-1]))
        for panel, share in zip(others, widths, strict=False):
            first.addWidget(panel, share)
        row.addWidget(last, widths[-1])
        for panel in panels:
            if height:
                panel.setMinimumHeight(self.tools.theme.size(height))
        self.column.addLayout(row, stretch)
        self._foldable.append(_Row(row, first, panels))
        return row

    def pile(self, *panels: QWidget, heights: Sequence[int]) -> QWidget:
        """Panels below each other as one part of a row, of so much height at least; 0 keeps one at what it asks for."""
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for panel, height in zip(panels, heights, strict=True):
            panel.setMinimumHeight(self.tools.theme.size(height))
            column.addWidget(panel, 1 if height else 0)
        return part

    def fold(self) -> None:
        """Panels go below each other where their least widths do not fit beside each other, and back again."""
        room = self.area.viewport().width() - 2 * MARGIN
        for row in self._foldable:
            row.fold(room)

    def order_keys(self) -> None:
        """Tab goes from the top down; what came with the figures would come last."""
        for before, after in pairwise([self.area, *_list_stops(self.column)]):
            QWidget.setTabOrder(before, after)

    def add_foot(self) -> None:
        """The line for what was left out, at the end."""
        self.column.addWidget(self.foot)

    def fail(self, sentence: str) -> None:
        """Say why there are no new figures; the old ones stay."""
        self.foot.show_words(sentence, "red")
        # The foot may be out of sight.
        self.tools.say(sentence)

    def dress(self) -> None:
        """The colour of the ground; what is put into a window loses what it was given before."""
        lay_ground(self.tools.theme, self, self.body)
