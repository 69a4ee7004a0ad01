"""The two wide cards below the templates: where spreadsheets are dropped, and the sample company."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.spreadsheet_drop import MARGIN, SpreadsheetDrop
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_HEIGHT = 104
_ICON = 22
_LEFT = 56


class DropArea(SpreadsheetDrop):
    """Enter and Space let them be chosen too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setAccessibleName(self.tr("Import a spreadsheet"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_LEFT + MARGIN, 0, 20 + MARGIN, 0)
        layout.addLayout(self._make_words())
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        _keep_high(self, theme)

    def paint_content(self, painter: QPainter) -> None:
        _draw_icon(self, painter, self._theme, "file-spreadsheet")

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
        layout.setContentsMargins(_LEFT + MARGIN, 0, 20 + MARGIN, 0)
        layout.addLayout(words, 1)
        layout.addWidget(self.button)
        theme.changed.connect(self.update)
        _keep_high(self, theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(MARGIN + 0.5, MARGIN + 0.5, -MARGIN - 0.5, -MARGIN - 0.5)
        painter.setPen(QPen(theme.color("line2"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(body, 10, 10)
        _draw_icon(self, painter, theme, "layers")


def _draw_icon(card: QWidget, painter: QPainter, theme: Theme, name: str) -> None:
    side = theme.size(_ICON)
    drawing = icon_pixmap(theme, name, side, "accent", card.devicePixelRatioF())
    # In the middle of the room that is left for it, whatever the size of the text.
    left = MARGIN + 20 + (_ICON - side) / 2
    painter.drawPixmap(QPointF(round(left), round((card.height() - side) / 2)), drawing)


def _keep_high(card: QWidget, theme: Theme) -> None:
    """Wrapped words ask for the height of their lines only, and a layout goes by that rather than by any hint."""

    def keep() -> None:
        card.setMinimumHeight(theme.size(_HEIGHT) + 2 * MARGIN)

    theme.changed.connect(keep)
    keep()
