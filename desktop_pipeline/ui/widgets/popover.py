"""A small panel that opens beside what it is about and closes with Esc or a click elsewhere."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.popups import show_on_screen
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_SIDE = 14


class Popover(QFrame):
    """Title, content and a line for what is wrong; Enter does `submit`. Signals: `closed` when it is gone."""

    closed = Signal()

    def __init__(self, theme: Theme, width: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("popup", True)
        self._theme = theme
        self._wide = width
        self._is_gone = False
        self._place = QPoint()
        self.title = ElidedWords(theme, "", "strong")
        self.detail = ElidedWords(theme, "", "secondary", "ink2")
        self._error = Words(theme, style="secondary", role="red", wrap=True)
        self._error.hide()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(_SIDE, 12, _SIDE, 12)
        self.body.setSpacing(10)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.title)
        head.addWidget(self.detail)
        self.body.addLayout(head)
        self.setFixedWidth(theme.size(width))

    @property
    def error(self) -> str:
        """Why it could not be done; empty while nothing is wrong."""
        return "" if self._error.isHidden() else self._error.text()

    def add_error_line(self) -> None:
        """The line for what is wrong stands here."""
        self.body.addWidget(self._error)

    def head(self, title: str, detail: str = "") -> None:
        """Say what it is about."""
        self.title.show_words(title)
        self.detail.show_words(detail)
        self.detail.setVisible(bool(detail))
        self.setAccessibleName(f"{title} {detail}".strip())

    def submit(self) -> None:
        """What Enter does."""

    def refuse(self, sentence: str) -> None:
        """Say what is wrong; an empty sentence takes it away."""
        self._error.setVisible(bool(sentence))
        self._error.show_words(sentence)
        self._error.setAccessibleName(sentence)
        self.fit()

    def fit(self) -> None:
        """Take the height of what is shown, and stay on the screen."""
        if self.isVisible():
            show_on_screen(self, self._place)

    def open_at(self, place: QPoint) -> None:
        """Show with the top left corner there, moved so that it stays on the screen."""
        self._place = place
        show_on_screen(self, place)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(self._wide), self.body.totalHeightForWidth(self._theme.size(self._wide)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self._is_gone and not event.spontaneous():
            self._is_gone = True
            self.closed.emit()
