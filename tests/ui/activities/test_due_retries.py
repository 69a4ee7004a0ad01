from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.actions.deals import lose_deals
from desktop_pipeline.queries.after_sale import read_after_sale
from desktop_pipeline.ui.activities.due_retries import DueRetries
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from tests.workspaces import Desk, make_desk, read_content

# Menus are windows of their own, which the offscreen plugin can neither raise nor give the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.workspace.close()


def lose(desk: Desk, title: str, owner: str, day: date) -> int:
    deal = desk.deal(title, organisation="Hale & Sons", owner_id=desk.id_of("owner", owner))
    lose_deals(desk.workspace, [deal], reason_id=desk.reason(), at=desk.later(), retry_on=day)
    return deal


def show(desk: Desk, theme: Theme, formats: Formats, qtbot: QtBot) -> tuple[DueRetries, Session]:
    session = Session(desk.workspace)
    retries = DueRetries(session, theme, formats)
    qtbot.addWidget(retries)
    retries.resize(280, 400)
    retries.refresh()
    return retries, session


def test_nothing_is_there_before_its_day_and_the_deal_on_it(
    desk: Desk, theme: Theme, formats: Formats, qtbot: QtBot
) -> None:
    lose(desk, "Oak <b>bench</b>", "Ben", date(2026, 2, 5))
    retries, _session = show(desk, theme, formats, qtbot)
    assert retries.isHidden()
    desk.clock.pass_by(days=31)
    retries.refresh()
    assert not retries.isHidden()
    (row,) = retries.rows
    assert row.title.text().replace("&&", "&") == "Oak <b>bench</b>"
    assert row.why.text() == "Hale & Sons, €1,200, lost: Price"


def test_it_is_begun_anew_only_when_asked_and_shown(desk: Desk, theme: Theme, formats: Formats, qtbot: QtBot) -> None:
    deal = lose(desk, "Bench", "Ben", date(2026, 1, 6))
    desk.clock.pass_by(days=1)
    retries, session = show(desk, theme, formats, qtbot)
    before = read_content(desk.workspace)
    opened: list[int] = []
    retries.deal_opened.connect(opened.append)
    QTest.mouseClick(retries.rows[0].again, Qt.MouseButton.LeftButton)
    retry = read_after_sale(desk.workspace, deal).retry
    assert retry is not None
    assert opened == [retry.later_id]
    assert retries.isHidden()
    session.undo()
    assert read_content(desk.workspace) == before
    assert not retries.isHidden()


@pytest.mark.parametrize(("words", "day"), [("In a month", date(2026, 2, 6)), ("In 6 months", date(2026, 7, 6))])
def test_it_is_put_off(desk: Desk, theme: Theme, formats: Formats, qtbot: QtBot, words: str, day: date) -> None:
    deal = lose(desk, "Bench", "Ben", date(2026, 1, 6))
    desk.clock.pass_by(days=1)
    retries, _session = show(desk, theme, formats, qtbot)
    menu = retries.open_menu(retries.rows[0])
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()
    retry = read_after_sale(desk.workspace, deal).retry
    assert retry is not None
    assert retry.on == day
    assert retries.isHidden()


def test_it_is_not_tried_again(desk: Desk, theme: Theme, formats: Formats, qtbot: QtBot) -> None:
    deal = lose(desk, "Bench", "Ben", date(2026, 1, 6))
    desk.clock.pass_by(days=1)
    retries, _session = show(desk, theme, formats, qtbot)
    menu = retries.open_menu(retries.rows[0])
    menu.actions()[-1].trigger()
    menu.close()
    retry = read_after_sale(desk.workspace, deal).retry
    assert retry is not None
    assert retry.is_settled
    assert retries.isHidden()


def test_whose_day_it_is_sees_their_own_and_of_many_the_first(
    desk: Desk, theme: Theme, formats: Formats, qtbot: QtBot
) -> None:
    for number in range(7):
        lose(desk, f"Bench {number}", "Ben" if number else "Cay", date(2026, 1, 6 + number))
    desk.clock.pass_by(days=20)
    retries, _session = show(desk, theme, formats, qtbot)
    assert [row.row.title for row in retries.rows] == [f"Bench {number}" for number in range(5)]
    assert (retries.count.text(), retries.more.text()) == ("7", "and 2 more")
    retries.refresh(frozenset((desk.id_of("owner", "Cay"),)))
    assert [row.row.title for row in retries.rows] == ["Bench 0"]


def test_a_file_for_reading_shows_them_and_takes_no_answer(
    desk: Desk, theme: Theme, formats: Formats, qtbot: QtBot
) -> None:
    lose(desk, "Bench", "Ben", date(2026, 1, 6))
    desk.clock.pass_by(days=1)
    desk.workspace.close()
    desk.workspace = open_workspace(desk.path, read_only=True, clock=desk.clock, who="ann")
    retries, _session = show(desk, theme, formats, qtbot)
    assert not retries.isHidden()
    assert not retries.rows[0].again.isEnabled()
    assert not retries.rows[0].later.isEnabled()
