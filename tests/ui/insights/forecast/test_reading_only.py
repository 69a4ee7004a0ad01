"""The Forecast of a file that is open for reading only: nothing looks as if it could be changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_pipeline.storage.workspace import open_workspace
from desktop_pipeline.ui.insights.forecast.due_model import COUNTS_AS
from desktop_pipeline.ui.insights.forecast.forecast_page import ForecastPage
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.made_once import sample_company
from tests.ui.insights.forecast.conftest import NOW, TODAY, Room, make_room

MENU = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu without a window system


@pytest.fixture
def reader(tmp_path: Path, theme: Theme, tasks: Tasks, qtbot: QtBot) -> Iterator[Room]:
    path = tmp_path / "reader.pipeline"
    sample_company(path, today=TODAY, clock=lambda: NOW).close()
    room = make_room(open_workspace(path, read_only=True, clock=lambda: NOW), theme, tasks, qtbot)
    yield room
    tasks.stop()
    room.tools.session.close()


def find_choice(page: ForecastPage) -> QPoint:
    """The middle of the first cell that says how its deal counts."""
    table = page.due.table
    return table.visualRect(table.model().index(0, COUNTS_AS)).center()


def offer(page: ForecastPage) -> list[QMenu]:
    """Every way to choose how a deal counts, and the menus that came of them."""
    table = page.due.table
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=find_choice(page))
    for key in (Qt.Key.Key_F2, Qt.Key.Key_Space):
        QTest.keyClick(table, key)
    return table.findChildren(QMenu)


@MENU
def test_how_a_deal_counts_is_offered_only_where_it_can_be_changed(company: Room, reader: Room) -> None:
    menus = offer(company.page())
    assert len(menus) == 3
    for menu in menus:
        menu.close()
    page = reader.page()
    assert offer(page) == []
    QTest.mouseMove(page.due.table.viewport(), find_choice(page))
    assert page.due.table.viewport().cursor().shape() != Qt.CursorShape.PointingHandCursor


def test_a_double_click_on_how_a_deal_counts_opens_it_where_nothing_can_be_chosen(reader: Room) -> None:
    page = reader.page()
    viewport, spot = page.due.table.viewport(), find_choice(page)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=spot)
    assert reader.opened == [page.due.model.rows[0].call.deal]


@MENU
def test_targets_cannot_be_filled(company: Room, reader: Room) -> None:
    for room, can_fill in ((company, True), (reader, False)):
        dialog = room.page().open_targets()
        assert dialog.fill.isEnabled() is can_fill
        dialog.close()
