"""The three zones that rise from the bottom during a drag: Won, Lost and Delete, 72 high."""

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    QPointF,
    QRect,
    QRectF,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from desktop_pipeline.ui.board.outcome import Outcome
from desktop_pipeline.ui.board.payload import Payload
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.motion import is_animated, make_slide
from desktop_pipeline.ui.widgets.painting import dashed_pen, draw_hairline, draw_text, text_width

HEIGHT = 72
RISES_AFTER_MS = 120
_SIDE = 12
_TOP = 11
_FOOT = 10
_BETWEEN = 10
_ICON = 18


# icon, words, dash, ground
_LOOKS = {
    Outcome.WON: ("circle-check", "green", "green", "greenSoft"),
    Outcome.LOST: ("circle-x", "ink", "ink3", "surface"),
    Outcome.DELETED: ("trash-2", "red", "redLine", "chrome"),
}
_SHARES = {Outcome.WON: 2, Outcome.LOST: 2, Outcome.DELETED: 1}


class DropZone(QWidget):
    """One zone; `deals_dropped(ids)` when cards are let go on it, `drag_moved()` while they are over it."""

    deals_dropped = Signal(object)
    drag_moved = Signal()

    def __init__(self, theme: Theme, payload: Payload, outcome: Outcome, parent: QWidget) -> None:
        super().__init__(parent)
        self.outcome = outcome
        self._theme = theme
        self._payload = payload
        self._hovered = False
        self._detail = ""
        self.setAcceptDrops(True)

    @property
    def detail(self) -> str:
        """The quieter words beside the name."""
        return self._detail

    def show_detail(self, detail: str) -> None:
        """Say what the drop would do."""
        self._detail = detail
        self.setAccessibleName(f"{_name(self.outcome)}, {detail}")
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._take_drag(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._take_drag(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hover(hovered=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._hover(hovered=False)
        ids = self._payload.take(event)
        if ids is not None:
            self.deals_dropped.emit(ids)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        icon, ink, dash, ground = _LOOKS[self.outcome]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(dashed_pen(theme.color(ink if self._hovered else dash), 1.5 if self._hovered else 1.0))
        fill = theme.color(ground)
        if self._hovered:
            fill = QColor(theme.color("redSoft" if self.outcome is Outcome.DELETED else ground)).darker(104)
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 8, 8)
        name = _name(self.outcome)
        quiet = QColor(theme.color("ink" if self.outcome is Outcome.LOST else ink))
        side = theme.size(_ICON)
        wide = side + 10 + text_width(theme, "strong", name) + 10 + text_width(theme, "secondary", self._detail)
        left = max(8.0, (self.width() - wide) / 2)
        drawing = icon_pixmap(theme, icon, side, ink, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(round(left), round((self.height() - side) / 2)), drawing)
        line = QRectF(left + side + 10, 0, self.width() - left - side - 18, self.height())
        line.adjust(draw_text(painter, theme, "strong", theme.color(ink), line, name) + 9, 0, 0, 0)
        draw_text(painter, theme, "secondary", quiet, line, self._detail)

    def _take_drag(self, event: QDragMoveEvent) -> None:
        if self._payload.take(event) is not None:
            self._hover(hovered=True)
            self.drag_moved.emit()

    def _hover(self, *, hovered: bool) -> None:
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()


class DropZones(QWidget):
    """The bar with the zones; lies over the bottom of its parent while a drag lasts.

    Signals: `deals_dropped(Outcome, ids)`; `drag_moved()` while cards are over a zone.
    """

    deals_dropped = Signal(object, object)
    drag_moved = Signal()

    def __init__(self, theme: Theme, payload: Payload, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = parent
        self._theme = theme
        self.zones = {outcome: DropZone(theme, payload, outcome, self) for outcome in Outcome}
        self.zones[Outcome.LOST].show_detail(self.tr("asks for a reason"))
        self.zones[Outcome.DELETED].show_detail(self.tr("can be undone"))
        for outcome, zone in self.zones.items():
            zone.deals_dropped.connect(lambda ids, outcome=outcome: self.deals_dropped.emit(outcome, ids))
            zone.drag_moved.connect(self.drag_moved)
        self._delay = QTimer(self, singleShot=True, interval=RISES_AFTER_MS)
        self._delay.timeout.connect(self._rise)
        self._slide = make_slide(self, b"geometry")
        parent.installEventFilter(self)
        self.hide()

    def begin(self, closing_value: str) -> None:
        """A drag has begun: rise a moment later. `closing_value` is what the cards are worth, or empty."""
        words = self.tr("close at {value}").format(value=closing_value) if closing_value else self.tr("close as won")
        self.zones[Outcome.WON].show_detail(words)
        if not self.isVisible() and not self._delay.isActive():
            self._delay.start()

    def end(self) -> None:
        """The drag is over."""
        self._delay.stop()
        self._slide.stop()
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        unit = (self.width() - 2 * _SIDE - 2 * _BETWEEN) / sum(_SHARES.values())
        left = float(_SIDE)
        for outcome, zone in self.zones.items():
            width = unit * _SHARES[outcome]
            zone.setGeometry(round(left), _TOP, round(width), self._theme.size(HEIGHT) - _TOP - _FOOT)
            left += width + _BETWEEN

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._home and event.type() == QEvent.Type.Resize and self.isVisible():
            self._slide.stop()
            self.setGeometry(self._risen())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("chrome"))
        draw_hairline(painter, self._theme.color("line2"), QPointF(0, 0.5), QPointF(self.width(), 0.5))

    def _risen(self) -> QRect:
        height = self._theme.size(HEIGHT)
        return QRect(0, self._home.height() - height, self._home.width(), height)

    def _rise(self) -> None:
        risen = self._risen()
        slides = is_animated(self._theme, self)
        self.setGeometry(risen.translated(0, risen.height()) if slides else risen)
        self.raise_()
        self.show()
        if slides:
            self._slide.setStartValue(self.geometry())
            self._slide.setEndValue(risen)
            self._slide.start()


def _name(outcome: Outcome) -> str:
    return {
        Outcome.WON: QCoreApplication.translate("DropZones", "Won"),
        Outcome.LOST: QCoreApplication.translate("DropZones", "Lost"),
        Outcome.DELETED: QCoreApplication.translate("DropZones", "Delete"),
    }[outcome]
