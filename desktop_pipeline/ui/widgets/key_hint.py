"""Key hints: the key of an action, shown where the action is; and the primary button that carries one."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.words import set_tooltip

HINT_HEIGHT = 15
_GAP = 3


def hint_width(theme: Theme, keys: tuple[str, ...]) -> float:
    """How wide the little outlines of these keys are together."""
    single = tuple(_split(keys))
    return sum(_key_width(theme, key) for key in single) + _GAP * (len(single) - 1)


def paint_key_hint(
    painter: QPainter, theme: Theme, left: float, middle: float, keys: tuple[str, ...], colours: tuple[QColor, QColor]
) -> None:
    """Keys side by side from `left`, around the line `middle`; colours are outline and text."""
    outline, text = colours
    height = theme.size(HINT_HEIGHT)
    for key in _split(keys):
        width = _key_width(theme, key)
        box = QRectF(left + 0.5, middle - height / 2 + 0.5, width - 1, height - 1)
        painter.setPen(QPen(outline, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        draw_text(painter, theme, "badge", text, box, key, CENTRE)
        left += width + _GAP


def _split(keys: tuple[str, ...]) -> Iterator[str]:
    """Each key by itself: Ctrl+P is two."""
    for key in keys:
        yield from re.split(r"(?<=.)\+(?=.)", key)


def _key_width(theme: Theme, key: str) -> float:
    return max(theme.size(HINT_HEIGHT), round(text_width(theme, "badge", key)) + 8)


class PrimaryButton(QPushButton):
    """The one primary button of a window, 28 high, with icon and key hint."""

    def __init__(self, theme: Theme, text: str, *, icon: str | None = None, key: str | None = None) -> None:
        super().__init__(text)
        self._theme = theme
        self._icon_name = icon
        self._key = key
        self._short = False
        self.setCursor(Qt.CursorShape.ArrowCursor)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def shorten(self, *, short: bool) -> None:
        """Show the icon alone where there is no room for the words; they are told as a tooltip then."""
        if short != self._short:
            self._short = short
            set_tooltip(self, self.text() if short else "")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        theme = self._theme
        return QSize(theme.size(28) if self._short else self.full_width(), theme.size(28))

    def full_width(self) -> int:
        """How wide it is with its words."""
        theme = self._theme
        width = 24 + text_width(theme, "value", self.text())
        width += theme.size(14) + 7 if self._icon_name else 0
        width += hint_width(theme, (self._key,)) + 10 if self._key else 0
        return round(width)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect())
        fill = theme.color("accentFill" if self.isEnabled() else "line2")
        if self.underMouse() or self.isDown():
            fill = fill.darker(115 if self.isDown() else 107)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(body, 6, 6)
        ink = theme.color("onAccent" if self.isEnabled() else "ink2")
        left = (self.width() - theme.size(14)) / 2 if self._short else 12.0
        if self._icon_name:
            size = theme.size(14)
            role = "onAccent" if self.isEnabled() else "ink2"
            drawing = icon_pixmap(theme, self._icon_name, size, role, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left, round((self.height() - size) / 2)), drawing)
            left += size + 7
        if not self._short:
            left += draw_text(painter, theme, "value", ink, QRectF(left, 0, self.width(), self.height()), self.text())
        if self._key and not self._short:
            pale = QColor(ink)
            pale.setAlphaF(0.45)
            paint_key_hint(painter, theme, left + 10, self.height() / 2, (self._key,), (pale, ink))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("onAccent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(body.adjusted(2.5, 2.5, -2.5, -2.5), 4, 4)
            draw_focus_ring(painter, theme, body.adjusted(2, 2, -2, -2), 5)
