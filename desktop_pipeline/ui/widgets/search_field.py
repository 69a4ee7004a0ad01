"""The field of the toolbars that looks like one to search in, and opens the palette where the search is done."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.key_names import name_keys
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.key_hint import hint_width, paint_key_hint
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_text

WIDTH = 216
_KEYS = (name_keys("Ctrl"), "K")


class SearchField(PaintedButton):
    """216 × 28; a click, Enter or Space is `clicked`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setText(self.tr("Search everything"))
        self.setAccessibleName(self.tr("Search everything, Ctrl K"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(WIDTH), self._theme.size(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.color("control" if self.underMouse() else "line2"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(box, 6, 6)
        size = theme.size(14)
        glass = icon_pixmap(theme, "search", size, "ink2", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(9, round((self.height() - size) / 2)), glass)
        left, keys = 9.0 + size + 8, hint_width(theme, _KEYS)
        room = QRectF(left, 0, self.width() - left - keys - 14, self.height())
        draw_text(painter, theme, "body", theme.color("ink3"), room, self.text())
        colours = (theme.color("line2"), theme.color("ink3"))
        paint_key_hint(painter, theme, self.width() - 8 - keys, self.height() / 2, _KEYS, colours)
        if self.hasFocus():
            draw_focus_ring(painter, theme, box.adjusted(1, 1, -1, -1), 5)
