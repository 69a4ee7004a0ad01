"""Initials on a soft tint, the same tint for the same name everywhere."""

import zlib

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, draw_text

AVATAR = 18
_LARGE = 32


def initials(name: str) -> str:
    """First letters of the first and the last word: “Amara Eke” → “AE”."""
    words = [word for word in name.split() if word[:1].isalnum()]
    if not words:
        return name.strip()[:1].upper()
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])
    return letters.upper()


def paint_avatar(painter: QPainter, theme: Theme, rect: QRectF, name: str, style: FontStyle = "avatar") -> None:
    """The round tint with the person's initials."""
    tints = theme.tokens.avatars
    # crc32 rather than hash(): the tint stays the same from one start to the next.
    background, text = tints[zlib.crc32(name.encode()) % len(tints)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(background))
    painter.drawEllipse(rect)
    draw_text(painter, theme, style, QColor(text), rect, initials(name), CENTRE)


class Avatar(QWidget):
    """A person's initials as a widget, with the name as tooltip and accessible name."""

    def __init__(self, theme: Theme, name: str, *, size: int = AVATAR) -> None:
        super().__init__()
        self._theme = theme
        self._size = size
        self._name = ""
        self.show_person(name)
        self.setFixedSize(self.sizeHint())
        theme.changed.connect(self.update)

    def show_person(self, name: str) -> None:
        self._name = name
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(self._size), self._theme.size(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style: FontStyle = "avatar" if self._size < _LARGE else "strong"
        paint_avatar(painter, self._theme, QRectF(self.rect()), self._name, style)
