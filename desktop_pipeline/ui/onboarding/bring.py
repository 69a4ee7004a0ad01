"""The two wide cards below the templates: where spreadsheets are dropped, and the sample company."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.spreadsheets import find_spreadsheets
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.painting import dashed_pen, draw_focus_ring
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_HEIGHT = 104
_ICON = 22
_LEFT = 56
_MARGIN = 3


class DropArea(QAbstractButton):
    """Takes dropped spreadsheets, or a click to choose them. Signals: `dropped(list of paths)`, `clicked`."""

    dropped = Signal(list)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._is_over = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Import a spreadsheet"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_LEFT + _MARGIN, 0, 20 + _MARGIN, 0)
        layout.addLayout(self._make_words())
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(420, self._theme.size(_HEIGHT) + 2 * _MARGIN)

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

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
        drawing = icon_pixmap(theme, "file-spreadsheet", _ICON, "accent", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(_MARGIN + 20, round((self.height() - _ICON) / 2)), drawing)

    def _make_words(self) -> QVBoxLayout:
        theme = self._theme
        invitation = QHBoxLayout()
        invitation.setSpacing(3)
        invitation.addWidget(ElidedWords(theme, self.tr("Drop CSV or Excel files here, or"), "body", "ink2"))
        invitation.addWidget(Words(theme, self.tr("choose them"), "value", "accent"))
        invitation.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(Words(theme, self.tr("Import a spreadsheet"), "strong"))
        words.addLayout(invitation)
        said = self.tr("Lists every problem with its row and reason, and one Undo takes it all back.")
        words.addWidget(Words(theme, said, "caption", "ink3", wrap=True))
        words.addStretch(1)
        return words

    def _set_over(self, *, is_over: bool) -> None:
        self._is_over = is_over
        self.update()


class SampleCard(QWidget):
    """The sample company. Signals: `open_asked`."""

    open_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button = ActionButton(theme, self.tr("Open"))
        self.button.setAccessibleName(self.tr("Look around with sample data"))
        self.button.clicked.connect(self.open_asked)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(ElidedWords(theme, self.tr("Look around with sample data"), "strong"))
        words.addWidget(Words(theme, self.tr("The deals of an invented joinery workshop."), "body", "ink2", wrap=True))
        words.addWidget(
            ElidedWords(theme, self.tr("Kept apart from your own file. Remove it with one click."), "caption", "ink3")
        )
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_LEFT + _MARGIN, 0, 20 + _MARGIN, 0)
        layout.addLayout(words, 1)
        layout.addWidget(self.button)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(420, self._theme.size(_HEIGHT) + 2 * _MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(_MARGIN + 0.5, _MARGIN + 0.5, -_MARGIN - 0.5, -_MARGIN - 0.5)
        painter.setPen(QPen(theme.color("line2"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(body, 10, 10)
        drawing = icon_pixmap(theme, "layers", _ICON, "accent", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(_MARGIN + 20, round((self.height() - _ICON) / 2)), drawing)
