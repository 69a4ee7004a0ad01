"""The pages of a preview: which are painted, how large and how sharp, and how keys and wheel move over them."""

import time
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPen, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_pipeline.ui.reports.preview.bar import PreviewBar
from desktop_pipeline.ui.reports.preview.pages import ZOOMS, Fit, PageView
from desktop_pipeline.ui.theme import Theme

A4 = QSizeF(11906, 16838)


class Book:
    """Pages with a black corner of an inch, a hairline and their number; it tells which were painted."""

    def __init__(self, count: int, seconds: float = 0.0) -> None:
        self._count = count
        self._seconds = seconds
        self.painted: list[int] = []

    @property
    def count(self) -> int:
        return self._count

    def paint(self, painter: QPainter, number: int) -> None:
        self.painted.append(number)
        time.sleep(self._seconds)
        painter.fillRect(QRectF(0, 0, 1440, 1440), QColor("black"))
        painter.setPen(QPen(QColor("black"), 10))
        painter.drawLine(QPointF(2000, 5000), QPointF(9000, 5000))
        for row, words in enumerate(("Number", f"{number}")):
            font = painter.font()
            font.setPixelSize(300)
            painter.setFont(font)
            painter.drawText(QPointF(2000 + 3000 * row, 3000), words)
        painter.drawText(QPointF(2000, 4000), "Below")


@pytest.fixture
def view(qtbot: QtBot) -> PageView:
    view = PageView(Theme("light"))
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show()
    return view


def show(view: PageView, count: int = 40, seconds: float = 0.0) -> Book:
    book = Book(count, seconds)
    view.show_pages(book, A4)
    QApplication.processEvents()
    return book


def test_only_pages_in_sight_are_painted_and_none_twice(view: PageView) -> None:
    book = show(view, 400)
    assert book.painted == [1]
    view.go_to(200)
    view.grab()
    assert set(book.painted) == {1, 200}
    before = len(book.painted)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 30)
    view.grab()
    assert len(book.painted) == before


def test_a_page_is_sharp_at_every_zoom(view: PageView) -> None:
    show(view, 1)
    for zoom in ZOOMS:
        view.choose_zoom(zoom)
        view.go_to(1)
        view.horizontalScrollBar().setValue(0)
        picture = view.viewport().grab().toImage()
        place = view.page_place(1).topLeft()
        side = round(96 * zoom / 100)
        row = place.y() + side // 2
        inside, outside = picture.pixelColor(place.x() + side - 2, row), picture.pixelColor(place.x() + side + 1, row)
        # An edge of one pixel: nothing was painted small and enlarged.
        assert (inside.lightness(), outside.lightness()) == (0, 255), zoom


def test_it_fits_the_width_or_shows_the_whole_page(view: PageView) -> None:
    show(view)
    assert view.zoom is Fit.WIDTH
    assert view.page_place(1).width() == view.viewport().width() - 40
    view.resize(900, 600)
    assert view.page_place(1).width() == view.viewport().width() - 40
    assert view.horizontalScrollBar().maximum() == 0
    view.choose_zoom(Fit.PAGE)
    assert view.page_place(1).height() == view.viewport().height() - 40
    view.choose_zoom(100)
    assert view.page_place(1).width() == round(11906 / 15)


def test_the_zoom_steps_through_its_sizes_and_keeps_within_them(view: PageView) -> None:
    show(view)
    view.choose_zoom(100)
    sizes = []
    for _step in range(8):
        view.step_zoom(1)
        sizes.append(view.percent)
    assert sizes == [110, 125, 150, 175, 200, 200, 200, 200]
    for _step in range(20):
        view.step_zoom(-1)
    assert view.percent == 50
    view.choose_zoom(1000)
    assert view.percent == 200


def test_the_wheel_with_ctrl_zooms_where_the_mouse_is(view: PageView) -> None:
    show(view)
    view.choose_zoom(100)
    view.go_to(3)
    spot = QPoint(300, 250)
    place = view.page_place(3)
    before = (spot.y() - place.top()) / place.height()
    wheel = QWheelEvent(
        QPointF(spot),
        QPointF(view.mapToGlobal(spot)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    assert view.percent == 110
    place = view.page_place(3)
    assert abs((spot.y() - place.top()) / place.height() - before) < 0.01


def test_keys_go_through_all_pages_and_back(view: PageView) -> None:
    show(view, 5)
    view.choose_zoom(Fit.PAGE)
    met = [view.current]
    for _press in range(6):
        QTest.keyClick(view, Qt.Key.Key_PageDown)
        met.append(view.current)
    assert met == [1, 2, 3, 4, 5, 5, 5]
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.current == 4
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.current == 1
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.current == 5


def test_page_down_shows_every_line_of_a_page_that_is_higher_than_the_window(view: PageView) -> None:
    show(view, 3)
    view.choose_zoom(150)
    bar = view.verticalScrollBar()
    seen = [bar.value()]
    while bar.value() < bar.maximum():
        QTest.keyClick(view, Qt.Key.Key_PageDown)
        assert bar.value() > seen[-1]
        seen.append(bar.value())
    room = view.viewport().height()
    assert all(after - before <= room for before, after in pairwise(seen))
    while bar.value() > 0:
        QTest.keyClick(view, Qt.Key.Key_PageUp)
        assert bar.value() < seen[-1]
        seen.append(bar.value())


def test_other_pages_are_shown_at_the_same_place(view: PageView) -> None:
    show(view, 10)
    view.go_to(4)
    show(view, 12)
    assert view.current == 4
    show(view, 2)
    assert view.current == 2
    view.clear()
    assert (view.current, view.count) == (0, 0)
    QTest.keyClick(view, Qt.Key.Key_PageDown)


def test_slow_pages_come_one_after_the_other(view: PageView) -> None:
    view.resize(700, 1400)
    view.choose_zoom(50)
    book = Book(8, seconds=0.05)
    view.show_pages(book, A4)
    view.grab()
    assert len(book.painted) < 3
    QTest.qWait(400)
    assert set(book.painted) == {1, 2, 3}


def test_a_reader_hears_which_page_it_is_and_what_stands_on_it(view: PageView) -> None:
    show(view)
    view.go_to(7)
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.text(QAccessible.Text.Name) == "Page 7 of 40"
    QTest.qWait(350)
    assert interface.text(QAccessible.Text.Description) == "Number  7\nBelow"


def test_the_bar_tells_the_page_and_the_size_and_sets_both(view: PageView, qtbot: QtBot) -> None:
    bar = PreviewBar(Theme("light"), view)
    qtbot.addWidget(bar)
    show(view, 3)
    assert (bar.place.text(), bar.back.isEnabled(), bar.on.isEnabled()) == ("Page 1 of 3", False, True)
    bar.on.click()
    bar.on.click()
    assert (bar.place.text(), bar.back.isEnabled(), bar.on.isEnabled()) == ("Page 3 of 3", True, False)
    bar.back.click()
    assert view.current == 2
    place = bar.zoom.findText("150 %")
    bar.zoom.activated.emit(place)
    assert view.percent == 150
    assert bar.zoom.currentText() == "150 %"
    view.choose_zoom(Fit.PAGE)
    assert bar.zoom.currentText() == "Whole page"
