"""The logo of a company on paper: the only bitmap of a report, and never in its way."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

_MOST_BYTES = 1 << 20
_MOST_PIXELS = 1_000_000
# As large as it is printed at most, at 300 dots an inch.
_WIDTH, _HEIGHT = 708, 213


def read_logo(png: bytes | None) -> QImage | None:
    """The picture, no larger than paper needs; None where there is none, or none that can be read at once."""
    if not png or len(png) > _MOST_BYTES:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(png))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"png"))
    size = reader.size()
    # The head of the file tells its size before anything is unpacked.
    if size.isEmpty() or size.width() * size.height() > _MOST_PIXELS:
        return None
    image = reader.read()
    if image.isNull():
        return None
    if image.width() > _WIDTH or image.height() > _HEIGHT:
        image = image.scaled(
            _WIDTH, _HEIGHT, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return image.convertToFormat(QImage.Format.Format_ARGB32) if image.hasAlphaChannel() else image


def logo_size(image: QImage, width: float, height: float) -> QSizeF:
    """As large as it can be within these without being distorted."""
    return QSizeF(image.size()).scaled(width, height, Qt.AspectRatioMode.KeepAspectRatio)


def draw_logo(painter: QPainter, image: QImage, place: QRectF) -> None:
    """Fills the place."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    painter.drawImage(place, image)
    painter.restore()
