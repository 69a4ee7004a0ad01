"""A painted push button, 28 high (24 small), with icon, coloured words and the key that does the same."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.key_hint import hint_width, paint_key_hint
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.words import set_tooltip

_PAD = 12
_ICON = 14
_GAP = 7


class ActionButton(QPushButton):
    """`role` colours icon and words; a flat one has no outline until the mouse is on it."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        icon: str | None = None,
        role: str = "ink",
        keys: tuple[str, ...] = (),
        flat: bool = False,
        pad: int = _PAD,
    ) -> None:
        """`pad` is how far in its words begin; less brings those of a flat one into line with what stands above."""
        super().__init__(text)
        self._theme = theme
        self._icon_name = icon
        self._role = role
        self._keys = keys
        self._pad = pad
        self._short = False
        self.setFlat(flat)
        self.setAutoDefault(False)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def shorten(self, *, short: bool) -> None:
        """Show its icon alone, or without one its words without the key, where the room is short."""
        if short != self._short:
            self._short = short
            set_tooltip(self, self.text() if short and self._icon_name else "")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        theme = self._theme
        if self._short and self._icon_name:
            return QSize(theme.size(_ICON) + 2 * self._pad, theme.size(28))
        width = 2 * self._pad + text_width(theme, "value", self.text())
        width += theme.size(_ICON) + _GAP if self._icon_name else 0
        width += _GAP + hint_width(theme, self._keys) if self._keys and not self._short else 0
        return QSize(round(width) + 1, theme.size(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        is_hot = self.isEnabled() and (self.underMouse() or self.isDown())
        if is_hot or not self.isFlat():
            painter.setPen(Qt.PenStyle.NoPen if self.isFlat() else QPen(theme.color("line2"), 1))
            painter.setBrush(theme.color("line" if self.isDown() else "hover" if is_hot else "surface"))
            painter.drawRoundedRect(body, 6, 6)
        role = self._role if self.isEnabled() else "control"
        left = float(self._pad)
        if self._icon_name:
            side = theme.size(_ICON)
            drawing = icon_pixmap(theme, self._icon_name, side, self._icon_role(), self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left, round((self.height() - side) / 2)), drawing)
            left += side + _GAP
        box = QRectF(left, 0, self.width() - left, self.height())
        if not (self._short and self._icon_name):
            left += draw_text(painter, theme, "value", theme.color(role), box, self.text())
        if self._keys and not self._short:
            colours = (theme.color("line2"), theme.color("ink3"))
            paint_key_hint(painter, theme, left + _GAP, self.height() / 2, self._keys, colours)
        if self.hasFocus():
            draw_focus_ring(painter, theme, body.adjusted(1.5, 1.5, -1.5, -1.5), 5)

    def _icon_role(self) -> str:
        if not self.isEnabled():
            return "control"
        return "ink2" if self._role == "ink" else self._role
