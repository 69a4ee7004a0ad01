"""Where spreadsheets are dropped or chosen while none is there yet."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, draw_text
from desktop_pipeline.ui.widgets.spreadsheet_drop import SpreadsheetDrop

_HEIGHT = 150
_ICON = 24


class DropZone(SpreadsheetDrop):
    """Space or a click lets them be chosen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, margin=0)
        self._first = self.tr("Drop spreadsheets here, or choose them")
        self._second = self.tr("Excel, OpenDocument, CSV or text; several at once when they belong together.")
        self.setAccessibleName(self._first)
        self.setAccessibleDescription(self._second)
        self.setToolTip(self._second)

    def sizeHint(self) -> QSize:
        return QSize(420, self._theme.size(_HEIGHT))

    def paint_content(self, painter: QPainter) -> None:
        theme = self._theme
        first, second = theme.line("strong"), theme.line("secondary")
        side = theme.size(_ICON)
        top = (self.height() - side - 8 - first - second) / 2
        drawing = icon_pixmap(theme, "file-spreadsheet", side, "accent", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(round((self.width() - side) / 2), round(top)), drawing)
        line = QRectF(20, top + side + 8, self.width() - 40, first)
        draw_text(painter, theme, "strong", theme.color("ink"), line, self._first, CENTRE)
        line = QRectF(20, line.bottom(), self.width() - 40, second)
        draw_text(painter, theme, "secondary", theme.color("ink2"), line, self._second, CENTRE)
