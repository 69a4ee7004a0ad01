"""A framed remark: an icon and a sentence or more on a soft ground, and what can be done about it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.lead_words import LeadWords

_ICON = 14
_LEFT = 34


class Callout(QWidget):
    """`tint` is “accent”, “green”, “amber” or “red”: the ground, its line and the icon follow."""

    def __init__(self, theme: Theme, icon: str, tint: str, act: QAbstractButton | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._tint = tint
        self._words = LeadWords(theme)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.size(_LEFT), 8, 10, 8)
        layout.setSpacing(12)
        layout.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        if act is not None:
            layout.addWidget(act)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.text

    def say(self, text: str, lead: str = "") -> None:
        """Say this, `lead` strong before it; with nothing to say it is not there."""
        self._words.say(lead, text)
        self.setAccessibleName(self.text)
        # Shown before it stands anywhere, it would be a window of its own and take the keys.
        if not self.text or self.parentWidget() is not None:
            self.setVisible(bool(self.text))

    def tint(self, icon: str, tint: str) -> None:
        """Another icon on another ground."""
        self._icon, self._tint = icon, tint
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(f"{self._tint}Line"), 1))
        painter.setBrush(theme.color(f"{self._tint}Soft"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        drawing = icon_pixmap(theme, self._icon, theme.size(_ICON), self._tint, self.devicePixelRatioF())
        high = theme.line("secondary") - theme.size(_ICON)
        painter.drawPixmap(QPointF(12, self._words.y() + round(high / 2)), drawing)
