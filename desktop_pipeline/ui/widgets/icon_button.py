"""A quiet button that is only an icon, 24 high, with its name as tooltip and for the screen reader."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.key_names import name_keys
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import draw_focus_ring
from desktop_pipeline.ui.widgets.words import set_tooltip

_SIDE = 24
_ICON = 16


class IconButton(PaintedButton):
    """The tooltip tells what it does and, where there is one, the key that does it too."""

    def __init__(self, theme: Theme, icon: str, name: str, *, key: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._icon_name = icon
        self.setAccessibleName(name)
        # The name may hold a customer's: an address, a product
        set_tooltip(self, f"{name} ({name_keys(key)})" if key else name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(_SIDE) + 2, self._theme.size(_SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("line" if self.isDown() else "hover"))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        size = theme.size(_ICON)
        role = "ink2" if self.isEnabled() else "control"
        spot = QPointF(round((self.width() - size) / 2), round((self.height() - size) / 2))
        painter.drawPixmap(spot, icon_pixmap(theme, self._icon_name, size, role, self.devicePixelRatioF()))
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(2, 2, -2, -2), 5)
