"""Small pictures that come again and again (avatars, badges): painted once, then found in Qt's pixmap cache."""

from collections.abc import Callable
from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QPixmapCache

Paint = Callable[[QPainter, QRectF], object]


def paint_stamp(painter: QPainter, rect: QRectF, key: str, paint: Paint) -> None:
    """What `paint` draws within the rectangle; equal keys must mean equal pixels as long as the theme stays.

    Only on pixmaps, where a whole pixel is one: on paper, and where a point has a pixel and a half, it is drawn.
    """
    device = painter.device()
    ratio = device.devicePixelRatioF()
    if not isinstance(device, QPixmap) or not ratio.is_integer():
        paint(painter, rect)
        return
    corner = QPointF(floor(rect.left()), floor(rect.top()))
    place = rect.translated(-corner)
    whole = f"stamp/{key}/{place.left():g}/{place.top():g}/{place.width():g}/{place.height():g}/{ratio:g}"
    picture = QPixmap()
    if not QPixmapCache.find(whole, picture):
        picture = QPixmap(ceil(place.right() * ratio), ceil(place.bottom() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        stamper = QPainter(picture)
        stamper.setRenderHints(painter.renderHints())
        paint(stamper, place)
        stamper.end()
        QPixmapCache.insert(whole, picture)
    painter.drawPixmap(corner, picture)
