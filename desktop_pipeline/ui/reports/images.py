"""A page of a report as a picture."""

from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter, QPainter

from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.ui.reports.pages import Pages, Step
from desktop_pipeline.ui.reports.sheet import TWIP
from desktop_pipeline.ui.reports.whole_file import cannot_write, storing

_POINTS_AN_INCH = 72
_METRES_AN_INCH = 0.0254
DOTS_AN_INCH = 200


def picture_of(pages: Pages, number: int, dots_an_inch: float = DOTS_AN_INCH) -> QImage:
    """The page on white, with so many dots an inch; null where it would be too large for the memory."""
    scale = dots_an_inch / _POINTS_AN_INCH / TWIP
    image = QImage(
        max(1, round(pages.sheet.width * scale)), max(1, round(pages.sheet.height * scale)), QImage.Format.Format_RGB32
    )
    if image.isNull():
        return image
    image.setDotsPerMeterX(round(dots_an_inch / _METRES_AN_INCH))
    image.setDotsPerMeterY(round(dots_an_inch / _METRES_AN_INCH))
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(scale, scale)
    pages.paint(painter, number)
    painter.end()
    return image


def writing_picture(
    path: Path, pages: Pages, number: int, dots_an_inch: float = DOTS_AN_INCH
) -> Generator[Step, None, Path]:
    """Writes a page as PNG, replacing a file of that name, in steps.

    Raises RefusedError where it cannot be written or would replace a workspace; then nothing is left behind.
    """
    check_may_replace(path)
    image = picture_of(pages, number, dots_an_inch)
    yield 1, 3
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise cannot_write(path, None)
    yield 2, 3
    for _turn in storing(path, bytes(buffer.data().data())):
        yield 2, 3
    return path
