"""What pyqtgraph draws of a chart: in its order, in its place, kept between paints, and as vectors on paper."""

from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter, QPen
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_pipeline.ui.charts.bar_rows import list_stripes
from desktop_pipeline.ui.charts.flow_months import Flow, FlowMonth, FlowMonths
from desktop_pipeline.ui.charts.plot import Plot, dashed_pen
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme

AREA = QRectF(0, 0, 100, 100)
RED, BLUE, GREEN = QColor("#ff0000"), QColor("#0000ff"), QColor("#00ff00")
WHITE = QColor("#ffffff")
MONTH = FlowMonth(date(2026, 6, 1), Flow(3, "came"), Flow(2, "went"))


@pytest.fixture
def plot(qapp: QApplication) -> Plot:
    """Ten wide and ten high: one of its numbers is ten pixels."""
    assert qapp is not None
    return Plot(AREA, AREA, 10, 10)


def paint(plot: Plot, before: QColor = WHITE) -> QImage:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(WHITE)
    painter = QPainter(image)
    painter.setBrush(before)
    plot.render(painter)
    painter.end()
    return image


def test_a_bar_stands_on_its_foot_and_reaches_its_top(plot: Plot) -> None:
    plot.bars([5], [6], 20, RED, [2])
    image = paint(plot)
    red = [(x, y) for x in range(100) for y in range(100) if image.pixelColor(x, y) == RED]
    assert (min(red), max(red)) == ((40, 40), (59, 79))


def test_what_is_drawn_later_lies_above_a_band_as_well(plot: Plot) -> None:
    plot.bars([5], [10], 20, RED)
    plot.band([0, 10], [0, 0], [5, 5], BLUE)
    plot.dots([5], [2], 5, QPen(GREEN), GREEN)
    image = paint(plot)
    assert [image.pixelColor(50, y) for y in (20, 60, 80)] == [RED, BLUE, GREEN]


def test_lines_are_not_filled_with_what_was_painted_before(plot: Plot) -> None:
    plot.line([0, 5, 10], [1, 9, 1], QPen(RED, 1))
    assert paint(plot, before=BLUE).pixelColor(50, 60) == WHITE


def test_what_is_not_known_is_not_drawn(plot: Plot) -> None:
    plot.bars([2, 5, 8], [None, 5, None], 10, RED)
    plot.steps([9, None, 9, 9, 9, 9, 9, 9, 9, 9], QPen(BLUE, 2))
    image = paint(plot)
    assert [image.pixelColor(x, 90) for x in (20, 50, 80)] == [WHITE, RED, WHITE]
    assert [image.pixelColor(x, 10) for x in (5, 15, 25)] == [BLUE, WHITE, BLUE]


def test_beyond_the_top_is_the_top(plot: Plot) -> None:
    plot.bars([5], [10**18], 20, RED, [5])
    image = paint(plot)
    assert [image.pixelColor(50, y) for y in (0, 49, 51)] == [RED, RED, WHITE]


def test_a_band_of_one_month_has_a_width(plot: Plot) -> None:
    plot.band([5, 6], [2, None], [8, None], RED, alone=20)
    assert paint(plot).pixelColor(45, 50) == RED


def test_on_paper_all_of_it_is_vectors(plot: Plot, tmp_path: Path) -> None:
    plot.rules([0, 5], QPen(GREEN, 1))
    plot.bars([5], [6], 20, lambda painter, bar: painter.drawRect(bar))
    plot.band([0, 10], [0, 0], [5, 5], BLUE)
    plot.steps([3] * 10, dashed_pen(RED, 1, 2, 1))
    for pointed in (False, True):
        plot.dots([1, 2], [3, 4], 4, QPen(RED, 1), BLUE, pointed=pointed)
    writer = QPdfWriter(str(tmp_path / "plot.pdf"))
    painter = QPainter(writer)
    plot.render(painter)
    painter.end()
    (page,) = PdfReader(tmp_path / "plot.pdf").pages
    contents = page.get_contents()
    assert contents is not None
    assert len(contents.get_data()) > 1000
    assert list(page.images) == []


def test_a_plot_is_kept_until_content_or_size_are_others(theme: Theme, formats: Formats, qtbot: QtBot) -> None:
    chart = FlowMonths(theme, formats, ("in", "out"))
    qtbot.addWidget(chart)
    chart.resize(300, 200)

    def kept() -> Plot:
        chart.grab()
        return chart.keep_plot(lambda: spare)

    spare = Plot(AREA, AREA, 1, 1)
    chart.show_months([MONTH], "")
    chart.show()
    first = kept()
    assert kept() is first
    chart.resize(310, 200)
    second = kept()
    assert second is not first
    chart.show_months([MONTH, MONTH], "")
    assert kept() is not second
    assert spare not in {first, second, kept()}


@pytest.mark.parametrize("place", [QRectF(10, 5, 40, 18), QRectF(0.5, 0, 3, 18), QRectF(2, 2, 90, 4)])
def test_stripes_end_at_the_edges_of_their_place(place: QRectF) -> None:
    stripes = list_stripes(place, 6.0)
    assert len(stripes) == int((place.width() + place.height()) / 6)
    about = place.adjusted(-1e-6, -1e-6, 1e-6, 1e-6)
    assert all(about.contains(end) for stripe in stripes for end in (stripe.p1(), stripe.p2()))
    assert all(stripe.dx() == pytest.approx(-stripe.dy()) for stripe in stripes)
