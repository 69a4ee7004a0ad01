import pytest
from PySide6.QtWidgets import QApplication, QScrollBar
from pytestqt.qtbot import QtBot

from desktop_pipeline.ui.board.autoscroll import FASTEST, LIST_ZONE, SLOWEST, AutoScroll, edge_speed


@pytest.mark.parametrize(
    ("place", "speed"),
    [(0, -20), (24, -12), (48, -4), (49, 0), (250, 0), (451, 0), (452, 4), (476, 12), (500, 20), (-30, -20), (530, 20)],
)
def test_scrolling_goes_from_four_to_twenty_pixels_a_frame(place: float, speed: int) -> None:
    assert edge_speed(place, 500, LIST_ZONE) == speed
    assert abs(speed) in {0, *range(SLOWEST, FASTEST + 1)}


def test_a_list_without_height_is_not_scrolled() -> None:
    assert edge_speed(0, 0, LIST_ZONE) == 0


def test_it_scrolls_until_it_is_stopped_and_tells_each_move(qapp: QApplication, qtbot: QtBot) -> None:
    bar = QScrollBar()
    qtbot.addWidget(bar)
    bar.setRange(0, 60)
    moves: list[int] = []
    scroll = AutoScroll(lambda: moves.append(bar.value()), bar)
    scroll.steer((bar, 12))
    qtbot.waitUntil(lambda: bar.value() == 60)
    assert moves == [12, 24, 36, 48, 60]
    scroll.steer((bar, 0))
    bar.setValue(30)
    qtbot.wait(60)
    assert bar.value() == 30
