"""“Add a deal” at the foot of a column."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_text

_ICON = 13


class AddRow(PaintedButton):
    """A quiet button over the column's whole width."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setText(self.tr("Add a deal"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = "ink" if self.underMouse() or self.hasFocus() else "ink2"
        side = theme.size(_ICON)
        drawing = icon_pixmap(theme, "plus", side, role, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(8, round((self.height() - side) / 2)), drawing)
        words = QRectF(self.rect()).adjusted(14 + side, 0, -3, 0)
        draw_text(painter, theme, "secondary", theme.color(role), words, self.text())
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(2, 3, -2, -3), 5)
