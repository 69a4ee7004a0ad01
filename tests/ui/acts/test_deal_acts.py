"""Moving, winning and losing from a screen: the gate asks, and goes on by itself once nothing is open."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.answers import set_answer
from desktop_pipeline.actions.criteria import add_criterion, tick_criterion
from desktop_pipeline.actions.deals import restore_deals
from desktop_pipeline.actions.lists import rename_in_list
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.domain.qualification import State
from desktop_pipeline.queries.gates import read_criteria
from desktop_pipeline.ui.acts.deal_acts import DealActs
from desktop_pipeline.ui.acts.gate_dialog import GateDialog
from desktop_pipeline.ui.acts.lost_dialog import LostDialog
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.answer_editor import AnswerEditor
from desktop_pipeline.ui.widgets.bant_grid import BantGrid
from desktop_pipeline.ui.widgets.criteria_list import CriteriaList
from tests.workspaces import Desk, make_desk, read_passes

# A popup without a window system
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@dataclass
class Counter:
    desk: Desk
    window: QWidget
    acts: DealActs
    said: list[tuple[str, str, bool]] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)

    def require(self, kind: str = "tick", text: str = "Budget is confirmed", asks_for: str | None = None) -> int:
        return add_criterion(
            self.desk.workspace, self.desk.stages()[0], kind=kind, text=text, asks_for=asks_for, is_required=True
        )

    def move(self, *deals: int) -> bool:
        self.desk.later()
        return self.acts.move(deals, self.desk.stages()[1], then=lambda: self.followed.append("moved"))

    def place(self, deal: int) -> int:
        return self.desk.stages().index(int(str(self.desk.row(deal, "stage_id")[0])))

    @property
    def dialog(self) -> GateDialog:
        (found,) = (dialog for dialog in self.window.findChildren(GateDialog) if dialog.isVisible())
        return found


@pytest.fixture
def counter(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Counter]:
    desk = make_desk(tmp_path)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    window.show()
    qtbot.waitExposed(window)
    said: list[tuple[str, str, bool]] = []

    def say(text: str, detail: str = "", *, undo: bool = False) -> None:
        said.append((text, detail, undo))

    acts = DealActs(Session(desk.workspace), theme, say, window, formats=Formats(QLocale("en_GB"), UTC))
    yield Counter(desk, window, acts, said)
    desk.workspace.close()


def press(dialog: GateDialog, key: Qt.Key) -> None:
    focused = dialog.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def test_a_move_that_nothing_stops_is_done_at_once_and_tells_what_is_still_open(counter: Counter) -> None:
    deal = counter.desk.deal()
    assert counter.move(deal)
    assert counter.followed == ["moved"]
    ((text, detail, undo),) = counter.said
    assert text == "Moved “Oak table” to Qualification"
    # One is named; a toast that named them all would end within a word.
    assert detail.startswith("Still open: The organisation fits the customers you serve; and ")
    assert detail.endswith(" more")
    assert undo


def test_what_is_required_opens_the_question_and_the_tick_moves_the_deal_by_itself(counter: Counter) -> None:
    counter.require(text="Größe <b>&klar</b>")
    deal = counter.desk.deal()
    assert not counter.move(deal)
    dialog = counter.dialog
    assert dialog.question.text() == "“Oak table” is not ready for Qualification yet."
    (row,) = dialog.lists[deal].rows
    assert row.accessibleName() == "Größe <b>&klar</b>, open, required"
    assert (counter.place(deal), counter.followed) == (0, [])
    press(dialog, Qt.Key.Key_Space)
    assert not dialog.isVisible()
    assert (counter.place(deal), counter.followed) == (1, ["moved"])


def test_evidence_is_written_by_keyboard_and_esc_leaves_everything_as_it_was(counter: Counter) -> None:
    counter.require()
    deal = counter.desk.deal()
    counter.move(deal)
    press(counter.dialog, Qt.Key.Key_F2)
    (row,) = counter.dialog.lists[deal].rows
    assert row.editor is not None
    QTest.keyClicks(row.editor, "not this")
    QTest.keyClick(row.editor, Qt.Key.Key_Escape)
    assert counter.dialog.isVisible()
    row.write_evidence()
    assert row.editor is not None
    QTest.keyClicks(row.editor, "Mail of 3 June")
    QTest.keyClick(row.editor, Qt.Key.Key_Return)
    assert counter.place(deal) == 1
    assert counter.desk.workspace.rows("select evidence from criterion_tick") == [("Mail of 3 June",)]


def test_an_answer_is_given_on_the_spot(counter: Counter) -> None:
    counter.require("answer", "There is money", "budget")
    deal = counter.desk.deal()
    counter.move(deal)
    dialog = counter.dialog
    press(dialog, Qt.Key.Key_Return)
    (editor,) = dialog.findChildren(AnswerEditor)
    QTest.keyClicks(editor.evidence, "38 k 2")
    QTest.keyClick(editor.evidence, Qt.Key.Key_Up)
    QTest.keyClick(editor.evidence, Qt.Key.Key_Return)
    assert counter.desk.workspace.rows("select state, evidence from answer") == [("partly", "38 k 2")]
    assert dialog.isVisible()
    press(dialog, Qt.Key.Key_Return)
    editor = dialog.findChildren(AnswerEditor)[-1]
    QTest.keyClick(editor.evidence, Qt.Key.Key_Down)
    QTest.keyClick(editor.evidence, Qt.Key.Key_Return)
    assert counter.place(deal) == 1


def test_what_cannot_be_met_here_says_how(counter: Counter) -> None:
    counter.require("field", "The close is planned", "expected_close")
    deal = counter.desk.deal()
    counter.move(deal)
    press(counter.dialog, Qt.Key.Key_Space)
    assert counter.dialog.refusal.text() == "To meet it, fill in the expected close in the deal."
    assert counter.place(deal) == 0


def test_several_deals_are_listed_and_go_together_once_the_last_is_ready(counter: Counter) -> None:
    criterion = counter.require()
    first, second, third = (counter.desk.deal(title) for title in ("First", "Second", "Third"))
    tick_criterion(counter.desk.workspace, first, criterion, at=counter.desk.later())
    counter.move(first, second, third)
    dialog = counter.dialog
    assert dialog.question.text() == "2 deals are not ready for Qualification yet."
    assert list(dialog.lists) == [second, third]
    dialog.lists[second].rows[0].click()
    assert [counter.place(deal) for deal in (first, second, third)] == [0, 0, 0]
    assert dialog.lists[second].rows[0].line.is_met
    dialog.lists[second].rows[0].click()
    dialog.lists[third].rows[0].click()
    assert dialog.isVisible()
    dialog.lists[second].rows[0].click()
    assert [counter.place(deal) for deal in (first, second, third)] == [1, 1, 1]


def test_passing_anyway_needs_a_sentence(counter: Counter) -> None:
    counter.require()
    deal = counter.desk.deal()
    counter.move(deal)
    dialog = counter.dialog
    assert not dialog.pass_anyway.isEnabled()
    QTest.keyClicks(dialog.why, "   ")
    QTest.keyClick(dialog.why, Qt.Key.Key_Return)
    assert not dialog.pass_anyway.isEnabled()
    assert counter.place(deal) == 0
    QTest.keyClicks(dialog.why, "Known for years")
    QTest.keyClick(dialog.why, Qt.Key.Key_Return)
    assert (counter.place(deal), counter.followed) == (1, ["moved"])
    assert [passed.why for passed in read_passes(counter.desk.workspace)] == ["Known for years"]


def test_not_now_changes_nothing(counter: Counter) -> None:
    counter.require()
    deal = counter.desk.deal()
    entry = counter.desk.journal.next_undo()
    counter.acts.win([deal])
    assert counter.dialog.question.text() == "“Oak table” is not ready to be won yet."
    press(counter.dialog, Qt.Key.Key_Escape)
    assert counter.desk.journal.next_undo() == entry
    assert counter.followed == []


def test_not_a_fit_takes_its_key_and_enter(counter: Counter) -> None:
    deal = counter.desk.deal()
    dialog = counter.acts.not_a_fit([deal])
    assert isinstance(dialog, LostDialog)
    counter.desk.later()
    QTest.keyClick(dialog.reasons, Qt.Key.Key_Return)
    sql = "select r.name from deal d join reason r on r.id = d.reason_id where d.status = 'lost'"
    assert counter.desk.workspace.rows(sql) == [("Not a fit",)]


def test_a_reason_that_is_meant_and_not_there_any_more_is_never_replaced_by_another(counter: Counter) -> None:
    deal, workspace = counter.desk.deal(), counter.desk.workspace
    rename_in_list(workspace, OwnedList.REASONS, counter.desk.reason("Not a fit"), "Does not suit")
    dialog = counter.acts.not_a_fit([deal])
    assert isinstance(dialog, LostDialog)
    QTest.keyClick(dialog.reasons, Qt.Key.Key_Return)
    assert dialog.refusal.text() == "Choose why the deal was lost."
    assert workspace.value("select status from deal") == "open"
    QTest.keyClick(dialog.reasons, Qt.Key.Key_4)
    QTest.keyClick(dialog.reasons, Qt.Key.Key_Return)
    assert workspace.value("select status from deal") == "lost"


def test_deals_are_deleted_and_reopened_and_a_refusal_is_told(counter: Counter) -> None:
    deal = counter.desk.deal()
    counter.desk.later()
    assert counter.acts.delete([deal])
    assert not counter.acts.delete([deal])
    assert counter.said[-1][0] == "“Oak table” is in the bin."
    restore_deals(counter.desk.workspace, [deal], at=counter.desk.later())
    assert not counter.acts.reopen(deal)
    assert counter.said[-1][0] == "“Oak table” is open already."


def test_the_grid_shows_and_takes_answers(counter: Counter, theme: Theme, qtbot: QtBot) -> None:
    workspace, today = counter.desk.workspace, counter.desk.workspace.today()
    deal = counter.desk.deal()
    set_answer(workspace, deal, "need", "yes", "Reopen floor 2", on=today)
    set_answer(workspace, deal, "budget", "partly", "€30–38k", on=today)
    counter.desk.later(days=61)
    gate = read_criteria(workspace, deal)
    assert gate is not None
    grid = BantGrid(theme)
    qtbot.addWidget(grid)
    grid.show_answers(gate.answers)
    assert [cell.accessibleName() for cell in grid.cells] == [
        "Budget: €30–38k, ask again",
        "Authority: Not known",
        "Need: Reopen floor 2, ask again",
        "Timeline: Not known",
    ]
    taken: list[tuple[str, str, str]] = []
    grid.answered.connect(lambda *answer: taken.append(answer))
    editor = grid.open_topic("timeline")
    assert editor is not None
    QTest.keyClicks(editor.evidence, "Start 5 October")
    QTest.keyClick(editor.evidence, Qt.Key.Key_Return)
    assert taken == [("timeline", State.YES.value, "Start 5 October")]
    assert grid.open_topic("weather") is None


def test_a_list_that_may_not_be_edited_takes_no_ticks(counter: Counter, theme: Theme, qtbot: QtBot) -> None:
    deal = counter.desk.deal()
    gate = read_criteria(counter.desk.workspace, deal)
    assert gate is not None
    shown = CriteriaList(theme, Formats(QLocale("en_GB"), UTC))
    qtbot.addWidget(shown)
    shown.show_lines(gate.criteria, counter.desk.workspace.today(), can_edit=False)
    with qtbot.assertNotEmitted(shown.ticked):
        shown.rows[0].click()
    shown.show_lines(gate.criteria, counter.desk.workspace.today())
    with qtbot.waitSignal(shown.ticked):
        shown.rows[0].click()
