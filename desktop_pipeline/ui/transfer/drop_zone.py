"""Where spreadsheets are dropped or chosen while none is there yet."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.spreadsheets import find_spreadsheets
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, dashed_pen, draw_focus_ring, draw_text

_HEIGHT = 150
_ICON = 24
_MARGIN = 3


class DropZone(QAbstractButton):
    """Space or a click lets them be chosen. Signals: `dropped(list of paths)`, `clicked`."""

    dropped = Signal(list)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._is_over = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._first = self.tr("Drop spreadsheets here, or choose them")
        self._second = self.tr("Excel, OpenDocument, CSV or text; several at once when they belong together.")
        self.setAccessibleName(self._first)
        self.setAccessibleDescription(self._second)
        self.setToolTip(self._second)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(420, self._theme.size(_HEIGHT))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if find_spreadsheets(event.mimeData()):
            event.acceptProposedAction()
            self._set_over(is_over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_over(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_over(is_over=False)
        files = find_spreadsheets(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.setPen(dashed_pen(theme.color("accent" if self._is_over else "control")))
        painter.setBrush(theme.color("accentSoft" if self._is_over else "surface"))
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        if self.hasFocus():
            draw_focus_ring(painter, theme, body.adjusted(-1, -1, 1, 1), 11)
        first, second = theme.line("strong"), theme.line("secondary")
        top = (self.height() - _ICON - 8 - first - second) / 2
        drawing = icon_pixmap(theme, "file-spreadsheet", _ICON, "accent", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(round((self.width() - _ICON) / 2), round(top)), drawing)
        line = QRectF(20, top + _ICON + 8, self.width() - 40, first)
        draw_text(painter, theme, "strong", theme.color("ink"), line, self._first, CENTRE)
        line = QRectF(20, line.bottom(), self.width() - 40, second)
        draw_text(painter, theme, "secondary", theme.color("ink2"), line, self._second, CENTRE)

    def _set_over(self, *, is_over: bool) -> None:
        self._is_over = is_over
        self.update()
