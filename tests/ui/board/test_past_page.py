"""The page of the board as it stood: what it shows, what it says it cannot show, and that nothing on it changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.deals import create_deal, delete_deals, lose_deals, move_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.stages import remove_stage
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.ui.board.canvas import spaces
from desktop_pipeline.ui.board.card_delegate import INSET
from desktop_pipeline.ui.board.past_column import HEAD_SIDE, PastStage
from desktop_pipeline.ui.board.past_page import PastPage
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.workspaces import Desk, import_file, make_desk

REFUSED = "This is how the board stood. Go back to today to change anything."


@dataclass
class Past:
    desk: Desk
    page: PastPage
    tasks: Tasks
    qtbot: QtBot
    said: list[str]
    left: list[bool]
    opened: list[int]
    counts: list[list[str]]

    def look(self, day: date | None = None) -> None:
        """Shows the first pipeline, at that day."""
        self.page.look(int(self.desk.workspace.value("select min(id) from pipeline")), {})
        if day is not None:
            self.page.show_day(day)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.tasks.is_idle and self.page.board is not None)

    def stage(self, place: int) -> PastStage:
        return self.page.stages[place]

    def cards(self, place: int) -> list[str]:
        """What a screen reader says of the cards of a column."""
        cards = self.stage(place).list.cards
        role = Qt.ItemDataRole.AccessibleTextRole
        return [str(cards.data(cards.index(row), role)) for row in range(cards.rowCount())]


@pytest.fixture
def past(tmp_path: Path, theme: Theme, formats: Formats, qtbot: QtBot) -> Iterator[Past]:
    desk = make_desk(tmp_path)
    session, tasks, figures = Session(desk.workspace), Tasks(), Figures(desk.workspace)
    session.changed.connect(figures.forget)
    page = PastPage(session, tasks, figures, theme, formats)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    made = Past(desk, page, tasks, qtbot, [], [], [], [])
    page.said.connect(made.said.append)
    page.left.connect(lambda: made.left.append(True))
    page.deal_opened.connect(made.opened.append)
    page.counts_changed.connect(made.counts.append)
    yield made
    page.close()
    tasks.stop()
    desk.workspace.close()


def _tell(past: Past) -> Past:
    """Five deals of Monday, looked at on Friday."""
    desk = past.desk
    for title in ("Stays", "Moves", "Grows", "Goes", "Loses"):
        desk.deal(title, stage=1)
    desk.later(days=4)
    move_deals(desk.workspace, [2], desk.stages()[2], after=None, at=desk.now)
    edit_deal(desk.workspace, 3, at=desk.now, value=Money(990_000, "EUR"), owner_id=desk.id_of("owner", "Ben"))
    delete_deals(desk.workspace, [4], at=desk.now)
    lose_deals(desk.workspace, [5], reason_id=desk.reason(), at=desk.now)
    past.page.show()
    past.look(date(2026, 1, 6))
    return past


def test_cards_say_what_became_of_them(past: Past) -> None:
    _tell(past)
    third = past.desk.workspace.value("select name from stage where id = ?", (past.desk.stages()[2],))
    assert past.cards(1) == [
        "Stays, €1,200, 1 day in this stage, since then: Same stage",
        f"Moves, €1,200, 1 day in this stage, since then: Now in {third}",
        "Grows, €1,200, 1 day in this stage, since then: Same stage, owner Ben, now €9,900",
        "Goes, €1,200, 1 day in this stage, since then: Deleted since",
        "Loses, €1,200, 1 day in this stage, since then: Lost Fri 9 Jan",
    ]
    assert past.stage(1).list.accessibleName().endswith("5 deals, €6,000, 1 moved on, 1 lost, 1 deleted")
    assert past.page.changes.text() == (
        "As of Tue 6 Jan. Since then 1 moved on, 1 was lost, 1 was deleted, 1 open deal has another value."
    )
    assert past.counts[-1][:2] == ["5 deals were open", "€6,000"]
    assert past.page.grab().save(str(past.desk.path.with_name("past.png")))


def test_neither_keys_nor_the_mouse_change_anything(past: Past) -> None:
    _tell(past)
    stage = past.stage(1).list
    before = past.desk.workspace.rows("select * from deal"), past.desk.workspace.rows("select id from journal_entry")
    stage.focus_row(0)
    for key in (Qt.Key.Key_W, Qt.Key.Key_N, Qt.Key.Key_Delete, Qt.Key.Key_T):
        QTest.keyClick(stage, key)
    QTest.keyClick(stage, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert past.said == [REFUSED] * 5
    spot = stage.visualRect(stage.cards.index(1)).center()
    QTest.mousePress(stage.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseMove(stage.viewport(), spot + QPoint(60, 0))
    QTest.mouseRelease(stage.viewport(), Qt.MouseButton.LeftButton, pos=spot + QPoint(60, 0))
    past.page.new()
    assert past.said[5:] in ([REFUSED], [REFUSED] * 2)
    assert before == (
        past.desk.workspace.rows("select * from deal"),
        past.desk.workspace.rows("select id from journal_entry"),
    )


def test_enter_opens_a_deal_as_it_is_today_and_says_of_a_deleted_one_where_it_is(past: Past) -> None:
    _tell(past)
    stage = past.stage(1).list
    for row in (1, 3):
        stage.focus_row(row)
        QTest.keyClick(stage, Qt.Key.Key_Return)
    assert past.opened == [2]
    assert past.said == ["This deal was deleted since. It is in the bin."]


def test_arrows_go_past_empty_columns_and_esc_goes_back_to_today(past: Past) -> None:
    past.desk.deal("First", stage=0)
    past.desk.deal("Last", stage=4)
    past.desk.later(days=2)
    past.page.show()
    past.look(date(2026, 1, 6))
    past.page.activateWindow()
    past.stage(0).list.focus_row(0)
    QTest.keyClick(past.stage(0).list, Qt.Key.Key_Right)
    assert past.stage(4).list.currentIndex().row() == 0
    QTest.keyClick(past.stage(4).list, Qt.Key.Key_Escape)
    assert past.left == [True]


@pytest.mark.qt_log_ignore(
    r"This plugin does not support raise\(\)", r"This plugin does not support grabbing the keyboard"
)
def test_today_and_later_are_no_past_and_lead_back(past: Past) -> None:
    _tell(past)
    today = past.desk.workspace.today()
    toolbar = past.page.toolbar
    assert not toolbar.later.isEnabled()
    toolbar.earlier.click()
    past.settle()
    assert past.page.day == date(2025, 12, 30)
    popup = toolbar.open_days()
    # What takes one back to today is there once.
    assert popup.clear.text() == "Back to today"
    assert popup.now.isHidden()
    popup.field.setText((today + timedelta(days=3)).isoformat())
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert past.left == [True]
    toolbar.chip.clear_wanted.emit()
    toolbar.back.click()
    assert past.left == [True] * 3
    assert "The history begins on Mon 5 Jan." in past.page.limits.text()


def test_a_change_is_followed_and_a_stage_that_was_removed_still_stands_with_its_deals(past: Past) -> None:
    _tell(past)
    workspace, stages = past.desk.workspace, past.desk.stages()
    remove_stage(workspace, stages[1], move_deals_to=stages[0], at=past.desk.later())
    past.settle()
    assert any("Same stage" not in card for card in past.cards(1))
    assert len(past.page.stages) == 5
    assert past.page.board is not None
    assert [column.is_archived for column in past.page.board.columns] == [False, True, False, False, False]
    past.page.show_day(date(2026, 1, 2))
    past.settle()
    assert len(past.page.stages) == 4


def test_what_the_history_does_not_hold_is_said(past: Past, tmp_path: Path) -> None:
    sheet = tmp_path / "deals.csv"
    sheet.write_text("Deal name,Stage,Created\nOak,Proposal,2025-11-03\nElm,Proposal,\n", encoding="utf-8")
    import_file(past.desk.workspace, sheet)
    past.page.show()
    past.look(date(2025, 12, 1))
    assert past.page.limits.text().startswith(
        "The history does not tell the stage of 2 deals: they stand apart. "
        "No file tells when 1 deal began: they count from the first of their import. Names, organisations,"
    )
    assert past.stage(5).list.accessibleName() == "Stage not known, 2 deals, no values yet"


def test_the_filter_narrows_the_past_and_attention_is_not_asked_of_it(past: Past) -> None:
    _tell(past)
    past.page.look(1, {"text": "move", "attention": ["slow"]})
    past.settle()
    past.page.show_day(date(2026, 1, 6))
    past.settle()
    assert [len(past.cards(place)) for place in range(5)] == [0, 1, 0, 0, 0]
    assert not past.page.filter().attention
    create_deal(past.desk.workspace, title="Moveable", stage_id=past.desk.stages()[0], at=past.desk.now)
    past.settle()
    assert "1 of today’s open deals came after it." in past.page.changes.text()
    empty = past.stage(0).empty
    assert empty.accessibleName() == "No match in Lead Generation."
    assert empty.action is None
    assert past.page.no_match is None
    past.page.toolbar.field.setText("no such deal")
    past.qtbot.waitUntil(lambda: past.page.no_match is not None)
    told = past.page.no_match
    assert told is not None
    assert told.accessibleName() == "No deal that was open then matches these filters."
    assert told.geometry().left() == past.stage(0).x() + INSET
    assert told.geometry().right() == past.page.stages[-1].geometry().right() - INSET
    assert not any(stage.empty.isVisibleTo(past.page) for stage in past.page.stages)
    past.page.focus_page()
    assert told.action is not None
    QTest.keyClick(told.action, Qt.Key.Key_Return)
    past.settle()
    assert past.page.no_match is None
    assert not past.page.filter().is_set
    assert [len(past.cards(place)) for place in range(5)] != [0, 1, 0, 0, 0]
    assert any(stage.list.hasFocus() for stage in past.page.stages)


def test_columns_stand_where_the_board_has_them_and_the_words_in_line(past: Past) -> None:
    _tell(past).page.show()
    QTest.qWait(0)
    page, start = past.page, spaces(fixed=False)[0]
    assert past.stage(0).mapTo(page, QPoint(0, 0)).x() == start
    assert page.changes.mapTo(page, QPoint(0, 0)).x() == start + HEAD_SIDE
