"""The checks of a printed page find what they are for: each is shown a page that breaks it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPdfWriter

from desktop_pipeline.ui.reports.lettering import face_of
from desktop_pipeline.ui.reports.sheet import page_layout, sheet_of
from tests.ui.reports.contents import lay_out_on, make_content
from tests.ui.reports.paper import check_paper

pytestmark = pytest.mark.usefixtures("qapp")
SHEET = sheet_of(page_layout("A4"))


def spoil(path: Path, draw: Callable[[QPainter], object]) -> None:
    """A good page with something on top."""
    writer = QPdfWriter(str(path))
    writer.setResolution(1440)
    writer.setTitle("Deals")
    writer.setPageLayout(page_layout("A4"))
    painter = QPainter(writer)
    lay_out_on(make_content()).paint(painter, 1)
    painter.setFont(face_of("table").font)
    draw(painter)
    painter.end()


def write_at(x: float, y: float, words: str = "spoilt") -> Callable[[QPainter], object]:
    return lambda painter: painter.drawText(QPointF(x, y), words)


@pytest.mark.parametrize(
    "draw",
    [
        write_at(SHEET.left + 10, SHEET.body_top + 400),
        write_at(100, 9000),
        write_at(SHEET.right - 100, 9000),
        write_at(SHEET.left, SHEET.head_line + 40),
        write_at(SHEET.left, SHEET.foot_line + 10),
        write_at(SHEET.left, SHEET.height - 300),
        write_at(SHEET.left, 9000, "cut sho…"),
        write_at(SHEET.left, 9000, "Page 1 of 1"),
        lambda painter: painter.drawLine(QPointF(SHEET.left, 9000), QPointF(SHEET.right + 200, 9000)),
        lambda painter: painter.drawRect(QRectF(SHEET.left, SHEET.height - 800, 100, 500)),
        lambda painter: painter.drawImage(QRectF(SHEET.left, 9000, 500, 500), QImage(9, 9, QImage.Format.Format_RGB32)),
    ],
    ids=["overlap", "left", "right", "head", "foot", "below", "cut", "number", "stroke", "shape", "bitmap"],
)
def test_a_spoilt_page_is_found(tmp_path: Path, draw: Callable[[QPainter], object]) -> None:
    spoil(tmp_path / "bad.pdf", draw)
    with pytest.raises(AssertionError):
        check_paper(tmp_path / "bad.pdf")


def test_the_page_itself_is_good(tmp_path: Path) -> None:
    spoil(tmp_path / "good.pdf", lambda _painter: None)
    assert check_paper(tmp_path / "good.pdf").pages[0].find("^Deals$")
