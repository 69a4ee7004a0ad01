"""What is done with very many deals at once is done by a worker: one change, and the window stays alive."""

import json
from collections.abc import Iterator, Sequence
from threading import get_ident

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.bulk import BulkEdit
from desktop_pipeline.actions.criteria import add_criterion
from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.ui.acts.deal_acts import DealActs
from desktop_pipeline.ui.acts.gate_dialog import GateDialog
from desktop_pipeline.ui.acts.lost_dialog import LostDialog
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.long_work import WaitingDialog
from tests.gallery import Look, Stage, open_stage

# A window beside the main one, without a window system
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

_OPEN = "select count(*) from deal where status = 'open' and deleted_at is null"
_ENTRIES = "select count(*) from journal_entry where state = 'done'"


class Crowd:
    """The board and the table of deals, where a few deals are very many already."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        for acts in (stage.page.acts, self.board_acts):
            acts.most_at_once = 2
        self.open = stage.number(_OPEN)
        self.entries = stage.number(_ENTRIES)
        # Who wrote each change: the journal announces it on the thread that made it.
        self.writers: list[int] = []
        journal = stage.workspace.journal
        tell = journal.announce

        def announce(change: Change) -> None:
            self.writers.append(get_ident())
            tell(change)

        journal.announce = announce

    @property
    def board_acts(self) -> DealActs:
        return self.stage.page.board.commands.acts

    def waiting(self) -> list[WaitingDialog]:
        return [dialog for dialog in self.stage.window.findChildren(WaitingDialog) if dialog.isVisible()]

    def take_column(self) -> list[int]:
        board = self.stage.page.board
        column = board.canvas.columns[1]
        column.list.setFocus()
        board.commands.answer(column, Ask.SELECT_ALL)
        ids = board.canvas.selected_ids()
        assert len(ids) > 2
        return ids

    def answer(self, ask: Ask) -> None:
        board = self.stage.page.board
        board.commands.answer(board.canvas.columns[1], ask)

    def await_worker(self) -> None:
        """Waits for the end of what a worker does, which is one change."""
        assert len(self.waiting()) == 1, "the window says that it is worked on"
        self.stage.wait(lambda: not self.waiting())
        assert len(self.writers) == 1
        assert self.writers != [get_ident()], "the window itself did not write"
        assert self.stage.number(_ENTRIES) == self.entries + 1

    def statuses(self, ids: Sequence[int]) -> set[str]:
        sql = "select iif(deleted_at is null, status, 'deleted') from deal where id in (select value from json_each(?))"
        return {str(row[0]) for row in self.stage.workspace.rows(sql, (json.dumps(list(ids)),))}

    def undo(self) -> None:
        self.stage.page.undo()
        self.stage.wait(lambda: not self.waiting())


@pytest.fixture
def crowd(qtbot: QtBot) -> Iterator[Crowd]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with open_stage(app, Look()) as stage:
        stage.enter()
        yield Crowd(stage)


@pytest.mark.parametrize(("ask", "status"), [(Ask.WIN, "won"), (Ask.DELETE, "deleted")])
def test_a_whole_column_is_closed_by_a_worker_as_one_change(crowd: Crowd, ask: Ask, status: str) -> None:
    ids = crowd.take_column()
    crowd.answer(ask)
    crowd.await_worker()
    assert crowd.statuses(ids) == {status}
    assert crowd.stage.page.board.canvas.columns[1].list.cards.total == 0
    crowd.undo()
    assert crowd.statuses(ids) == {"open"}
    assert crowd.stage.number(_OPEN) == crowd.open


def test_a_whole_column_is_lost_by_a_worker_once_the_reason_is_known(crowd: Crowd) -> None:
    ids = crowd.take_column()
    crowd.answer(Ask.LOSE)
    dialog = next(each for each in crowd.stage.window.findChildren(LostDialog) if each.isVisible())
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    crowd.await_worker()
    assert crowd.statuses(ids) == {"lost"}


def test_a_whole_column_is_sent_on_by_a_worker(crowd: Crowd) -> None:
    ids = crowd.take_column()
    before = crowd.stage.page.board.canvas.columns[2].list.cards.total
    crowd.answer(Ask.SEND_RIGHT)
    crowd.await_worker()
    assert crowd.stage.page.board.canvas.columns[2].list.cards.total == before + len(ids)
    assert set(crowd.stage.page.board.canvas.selected_ids()) == set(ids), "they stay in the hand of the keyboard"


def test_many_are_edited_by_a_worker(crowd: Crowd) -> None:
    ids = crowd.take_column()
    assert crowd.stage.page.acts.edit(ids, BulkEdit(add_label="One of very many"))
    crowd.await_worker()
    sql = "select count(*) from deal_label l join label m on m.id = l.label_id where m.name = 'One of very many'"
    assert crowd.stage.number(sql) == len(ids)


def test_the_gate_that_a_worker_meets_asks_and_is_passed_by_a_worker(crowd: Crowd) -> None:
    stage = crowd.stage
    ids = crowd.take_column()
    here = stage.page.board.canvas.columns[1].stage_id
    add_criterion(stage.workspace, here, kind="tick", text="The budget is known", asks_for=None, is_required=True)
    crowd.entries += 1
    crowd.writers.clear()
    crowd.answer(Ask.WIN)
    stage.wait(lambda: not crowd.waiting())
    assert crowd.statuses(ids) == {"open"}
    gate = next(each for each in stage.window.findChildren(GateDialog) if each.isVisible())
    gate.why.setText("They were here before the rule was")
    QTest.mouseClick(gate.pass_anyway, Qt.MouseButton.LeftButton)
    assert gate.isVisible(), "it stays until it is done"
    crowd.await_worker()
    assert crowd.statuses(ids) == {"won"}
    assert stage.number("select count(*) from gate_pass where why like 'They were here%'") == len(ids)


def test_what_a_worker_is_refused_is_said_and_changes_nothing(crowd: Crowd) -> None:
    stage = crowd.stage
    ids = crowd.take_column()
    win_deals(stage.workspace, ids[:1], at=stage.clock())
    stage.page.acts.win(ids)
    stage.wait(lambda: not crowd.waiting())
    assert "is won. Reopen it first." in stage.page.toast.text
    assert crowd.statuses(ids[1:]) == {"open"}


def test_a_few_are_changed_at_once(crowd: Crowd) -> None:
    ids = crowd.take_column()[:2]
    assert crowd.stage.page.acts.win(ids)
    assert not crowd.waiting()
    assert crowd.statuses(ids) == {"won"}
