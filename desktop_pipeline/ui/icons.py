"""Lucide icons tinted with the theme's colours, sharp at every size and ratio."""

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from desktop_pipeline import paths
from desktop_pipeline.ui.theme import Theme


@cache
def _read_drawing(name: str) -> str:
    return paths.resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    # Qt reads `currentColor` as black: the word gives way to the colour.
    return QSvgRenderer(QByteArray(_read_drawing(name).replace("currentColor", colour).encode()))


_ON, _DISABLED = "accent", "control"
# Qt frees a clone itself, but Python believes to own it: without this reference it would be freed under Qt's hands.
_clones: list[QIconEngine] = []


class _TintedIcon(QIconEngine):
    """Draws the icon in the colour its state asks for, with the theme of the moment."""

    def __init__(self, theme: Theme, name: str, off: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._off = off

    def clone(self) -> QIconEngine:
        copy = _TintedIcon(self._theme, self._name, self._off)
        _clones.append(copy)
        return copy

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = _DISABLED if mode == QIcon.Mode.Disabled else _ON if state == QIcon.State.On else self._off
        _renderer(self._name, getattr(self._theme.tokens, role)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        pixmap = self.pixmap(size, mode, state)
        pixmap.setDevicePixelRatio(scale)
        return pixmap


def icon(theme: Theme, name: str, *, off: str = "ink2") -> QIcon:
    """An icon by its Lucide name in a colour role that follows the theme; it has the accent while it is on."""
    return QIcon(_TintedIcon(theme, name, off))


def icon_pixmap(theme: Theme, name: str, pixels: int, role: str, ratio: float) -> QPixmap:
    """The icon as a pixmap of that many device independent pixels, kept in Qt's pixmap cache."""
    colour = getattr(theme.tokens, role)
    key = f"icon/{name}/{pixels}/{colour}/{ratio}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    pixmap = QPixmap(round(pixels * ratio), round(pixels * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer(name, colour).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap
