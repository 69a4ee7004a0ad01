"""What was won in the running month, as the collapsed column at the board's end; a deal dropped on it is won."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_pipeline.ui.board.card_words import count_deals
from desktop_pipeline.ui.board.payload import Payload
from desktop_pipeline.ui.board.strip import STRIP, paint_strip
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import dashed_pen, draw_focus_ring
from desktop_pipeline.ui.widgets.stage_mark import paint_won_mark


class WonStrip(QWidget):
    """Signals: `deals_dropped(ids)`; `drag_moved()` while a card is held over it; `opened()` by click or Enter."""

    deals_dropped = Signal(object)
    drag_moved = Signal()
    opened = Signal()

    def __init__(self, theme: Theme, payload: Payload) -> None:
        super().__init__()
        self._theme = theme
        self._payload = payload
        self._words = ("", "")
        self._hovered = False
        self.setFixedWidth(STRIP)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self.update)

    def show_won(self, month: str, deals: int, total: str) -> None:
        """Show the month's name, how many deals were won in it and their sum."""
        counted = count_deals(deals)
        words = (self.tr("Won in {month}").format(month=month), f"{counted}  {total}" if deals else counted)
        if words == self._words:
            return
        self._words = words
        sentence = ", ".join((self._words[0], counted, total))
        self.setAccessibleName(sentence)
        self.setToolTip(self.tr("{won}. Click to see them; drop a deal here to win it.").format(won=sentence))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_BracketRight}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._payload.take(event) is not None:
            self._hover(hovered=True)
            self.drag_moved.emit()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hover(hovered=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._hover(hovered=False)
        ids = self._payload.take(event)
        if ids is not None:
            self.deals_dropped.emit(ids)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect())
        paint_strip(
            painter,
            self._theme,
            body,
            self._words,
            lambda spot: paint_won_mark(painter, self._theme, spot),
            "chevrons-left",
        )
        if self._hovered:
            painter.setPen(dashed_pen(self._theme.color("green"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(body.adjusted(1, 1, -1, -1), 8, 8)
        if self.hasFocus():
            draw_focus_ring(painter, self._theme, body.adjusted(2, 2, -2, -2), 6)

    def _hover(self, *, hovered: bool) -> None:
        self._hovered = hovered
        self.update()
