"""The line at the foot of the window: when it was saved, where it is kept, and the counts of what is shown."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme

HEIGHT = 24
_ICON = 12
# What was asked for is painted first: the card that was dropped, the letter that was typed. A frame is not seen here.
_SOON_MS = 16


class StatusLine(QWidget):
    """Quiet text, 24 high; the totals stand bottom right, always."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.saved = _Note(theme, "check")
        self.place = _Note(theme, "hard-drive")
        self.totals = _Note(theme, None)
        self.totals.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 1, 12, 0)
        layout.setSpacing(16)
        layout.addWidget(self.saved)
        layout.addWidget(self.place)
        layout.addWidget(self.totals, 1)
        self.saved.hide()
        self._saved_at = self._counts = ""
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._say)
        theme.changed.connect(self._dress)
        self._dress()

    def show_saved(self, time: str) -> None:
        """Says that everything is on the disk since that time of day, or with an empty one nothing of it."""
        self._saved_at = time
        self._say_soon()

    def show_place(self, text: str) -> None:
        """Says where the data is."""
        self.place.say(text)

    def show_totals(self, parts: list[str]) -> None:
        """Says the counts of what is shown."""
        self._counts = "      ".join(filter(None, parts))
        self._say_soon()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawLine(0, 0, self.width(), 0)

    def _say_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _say(self) -> None:
        if self._saved_at:
            self.saved.say(self.tr("Saved {time}").format(time=self._saved_at))
        self.saved.setVisible(bool(self._saved_at))
        self.totals.say(self._counts)

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.size(HEIGHT))


class _Note(QLabel):
    """Caption text behind a small icon."""

    def __init__(self, theme: Theme, icon: str | None) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self.setTextFormat(Qt.TextFormat.PlainText)
        theme.changed.connect(self._dress)
        self._dress()

    def say(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._icon is not None:
            size = self._theme.size(_ICON)
            pixmap = icon_pixmap(self._theme, self._icon, size, "ink3", self.devicePixelRatioF())
            QPainter(self).drawPixmap(0, round((self.height() - size) / 2), pixmap)

    def _dress(self) -> None:
        self.setFont(self._theme.font("caption"))
        palette = self.palette()
        palette.setColor(palette.ColorRole.WindowText, self._theme.color("ink3"))
        self.setPalette(palette)
        self.setContentsMargins(0 if self._icon is None else self._theme.size(_ICON) + 5, 0, 0, 0)
