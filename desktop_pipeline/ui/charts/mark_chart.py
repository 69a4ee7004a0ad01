"""A painted chart whose bars, dots and rows can be pointed at, reached by keys, and opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import draw_focus_ring
from desktop_pipeline.ui.widgets.words import as_tooltip

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part
    from desktop_pipeline.ui.charts.plot import Plot

_BACK = {Qt.Key.Key_Left, Qt.Key.Key_Up}
_ON = {Qt.Key.Key_Right, Qt.Key.Key_Down}
_OPEN = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of the chart that says something: `said` is its tooltip and what a screen reader hears.

    With a part it opens its deals, under `title`.
    """

    place: QRectF
    said: str
    part: "Part | None" = None
    title: str = ""


class MarkChart(QWidget):
    """Subclasses make marks for their size and paint themselves; keys, mouse, tooltips and focus are here.

    Signals: `part_asked(Part, title)` when a mark is opened by click or Enter; `hidden(rows, columns)` when other
    numbers of them find no room.
    """

    part_asked = Signal(object, str)
    hidden = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._marks: tuple[Mark, ...] = ()
        self._current = 0
        self._hovered: int | None = None
        self._hidden = (0, 0)
        self._kept_plot: Plot | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.lay_out)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What can be pointed at, in the order of the keys."""
        return self._marks

    def make_marks(self) -> Sequence[Mark]:
        """The marks at the present size; asked again whenever size, look or content change."""
        return ()

    def count_hidden(self) -> int:
        """How many rows there is no room for."""
        return 0

    def count_hidden_columns(self) -> int:
        """How many columns of figures there is no room for."""
        return 0

    def paint_chart(self, painter: QPainter) -> None:
        """Draws the chart at the present size; the ground stays as it is."""

    def keep_plot(self, make: "Callable[[], Plot]") -> "Plot":
        """What is drawn by numbers, made again only when content, look or size are others."""
        if self._kept_plot is None:
            self._kept_plot = make()
        return self._kept_plot

    def lay_out(self) -> None:
        """Content or look are others: the places are found anew."""
        self._kept_plot = None
        self._marks = tuple(self.make_marks())
        self._current = min(self._current, max(0, len(self._marks) - 1))
        self._hovered = None
        self.updateGeometry()
        self.update()
        hidden = self.count_hidden(), self.count_hidden_columns()
        if hidden != self._hidden:
            self._hidden = hidden
            self.hidden.emit(*hidden)

    def open_mark(self, place: int) -> None:
        """Open the deals behind a mark, where it has any."""
        if 0 <= place < len(self._marks) and self._marks[place].part is not None:
            mark = self._marks[place]
            self.part_asked.emit(mark.part, mark.title)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(160), self._theme.size(60))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hovered is not None and self._marks[self._hovered].part is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("inset"))
            painter.drawRoundedRect(self._marks[self._hovered].place, 4, 4)
        self.paint_chart(painter)
        if self.hasFocus() and self._marks:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            inside = QRectF(self.rect()).adjusted(2, 2, -2, -2)
            draw_focus_ring(painter, self._theme, self._marks[self._current].place.intersected(inside), 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._find(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self._current = place
            self.open_mark(place)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._find(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()
        opens = self._hovered is not None and self._marks[self._hovered].part is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        last = len(self._marks) - 1
        if key in _OPEN:
            self.open_mark(self._current)
        elif self._marks and (key in _BACK or key in _ON):
            self._go(max(0, min(last, self._current + (1 if key in _ON else -1))))
        elif self._marks and key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._go(0 if key == Qt.Key.Key_Home else last)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        QToolTip.hideText()
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._find(QPointF(event.pos()))
            said = "" if place is None else _in_lines(self._marks[place].said)
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def _go(self, place: int) -> None:
        self._current = place
        mark = self._marks[place]
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, mark.said))
        QToolTip.showText(self.mapToGlobal(mark.place.bottomLeft().toPoint()), _in_lines(mark.said), self)
        self.update()

    def _find(self, spot: QPointF) -> int | None:
        """The last mark there: what is painted later lies above."""
        found = [place for place, mark in enumerate(self._marks) if mark.place.contains(spot)]
        return found[-1] if found else None


def _in_lines(said: str) -> str:
    return as_tooltip(said).replace("\n", "<br>")
