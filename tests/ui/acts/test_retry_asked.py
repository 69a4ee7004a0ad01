"""Losing a deal asks quietly whether it is to be tried again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.queries.after_sale import read_after_sale
from desktop_pipeline.ui.acts.deal_acts import DealActs
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from tests.workspaces import Desk, make_desk, read_content


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.workspace.close()


def make_acts(desk: Desk, theme: Theme, qtbot: QtBot) -> DealActs:
    home = QWidget()
    qtbot.addWidget(home)
    home.show()
    return DealActs(Session(desk.workspace), theme, lambda *_said, **_more: None, home)


def test_without_a_choice_a_lost_deal_is_not_tried_again(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    deal = desk.deal()
    dialog = make_acts(desk, theme, qtbot).lose([deal])
    assert dialog is not None
    QTest.keyClick(dialog.reasons, Qt.Key.Key_Return)
    assert desk.row(deal, "status") == ("lost",)
    assert read_after_sale(desk.workspace, deal).retry is None


def test_a_choice_by_key_plans_the_retry_of_each_deal_in_the_same_change(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    deals = [desk.deal("One"), desk.deal("Two")]
    before = read_content(desk.workspace)
    dialog = make_acts(desk, theme, qtbot).lose(deals)
    assert dialog is not None
    dialog.again.setFocus()
    QTest.keyClick(dialog.again, Qt.Key.Key_Down)
    QTest.keyClick(dialog.again, Qt.Key.Key_Down)
    assert dialog.retry_months == 6
    dialog.reasons.setFocus()
    QTest.keyClick(dialog.reasons, Qt.Key.Key_Return)
    for deal in deals:
        retry = read_after_sale(desk.workspace, deal).retry
        assert retry is not None
        assert retry.on == date(2026, 7, 5)
    desk.journal.undo()
    assert read_content(desk.workspace) == before
