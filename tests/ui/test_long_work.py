"""A very large change is taken back on a worker: the window stays alive, and nothing else may write meanwhile."""

import pytest
from PySide6.QtCore import Qt, QTimer

from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.ui.care.history_window import HistoryWindow
from desktop_pipeline.ui.deal.window import DealWindow
from desktop_pipeline.ui.long_work import WaitingDialog
from desktop_pipeline.ui.session import LARGE_STEP
from tests.gallery import Stage

# A window beside the main one, without a window system
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def waiting_dialogs(stage: Stage) -> list[WaitingDialog]:
    return [dialog for dialog in stage.window.findChildren(WaitingDialog) if dialog.isVisible()]


def make_large_change(stage: Stage) -> None:
    deal = stage.number("select id from deal where status = 'open' and deleted_at is null limit 1")
    with stage.workspace.journal.change("A large change") as draft:
        draft.execute(
            "insert into note (deal_id, at, author, text)"
            " with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)"
            " select ?, 1780000000000000, 'ann', printf('Note %d of many, long enough to weigh something', i) from n",
            (deal,),
        )


def test_a_large_change_is_undone_and_done_again_while_the_window_lives(stage: Stage) -> None:
    notes = stage.number("select count(*) from note")
    make_large_change(stage)
    session = stage.window.session
    assert session is not None
    assert session.has_large_undo
    beats: list[int] = []
    beat = QTimer(stage.window, interval=5)
    beat.timeout.connect(lambda: beats.append(len(waiting_dialogs(stage))))
    beat.start()
    stage.page.undo()
    assert len(waiting_dialogs(stage)) == 1
    stage.wait(lambda: not waiting_dialogs(stage))
    assert 1 in beats, "the window went on living while it was worked on"
    assert stage.number("select count(*) from note") == notes
    assert stage.page.toast.text == "Undone: A large change"
    assert session.has_large_redo
    stage.page.redo()
    stage.wait(lambda: not waiting_dialogs(stage))
    assert stage.number("select count(*) from note") == notes + 20_000
    assert stage.page.toast.text == "Done again: A large change"


def test_a_large_change_is_taken_back_in_the_history_by_a_worker_too(stage: Stage) -> None:
    notes = stage.number("select count(*) from note")
    make_large_change(stage)
    deal = stage.number("select id from deal where status = 'open' and deleted_at is null limit 1 offset 3")
    add_note(stage.workspace, deal, "Later", at=stage.clock())
    stage.page.show_history()
    stage.settle()
    (history,) = stage.page.findChildren(HistoryWindow)
    history.table.selectRow(1)
    history.take_back()
    assert history.long_work is not None
    assert history.long_work.waiting is not None
    stage.wait(lambda: history.long_work is not None and history.long_work.waiting is None)
    assert history.said.text() == "Taken back: A large change"
    assert stage.number("select count(*) from note") == notes + 1
    history.table.selectRow(1)
    history.undo_to_here()
    stage.wait(lambda: history.long_work is not None and history.long_work.waiting is None)
    assert history.said.text().startswith("2 changes undone")
    history.close()


def test_what_a_large_change_did_is_read_by_a_worker(stage: Stage) -> None:
    make_large_change(stage)
    stage.page.show_history()
    (history,) = stage.page.findChildren(HistoryWindow)
    assert history.details.toPlainText() == "Reading…"
    stage.wait(lambda: history.details.toPlainText() != "Reading…")
    assert history.details.toPlainText().startswith("Note “Note ")
    history.close()


def test_a_large_change_is_undone_in_the_window_of_a_deal_by_a_worker_too(stage: Stage) -> None:
    notes = stage.number("select count(*) from note")
    make_large_change(stage)
    stage.page.open_window(stage.number("select id from deal where status = 'open' and deleted_at is null limit 1"))
    stage.settle()
    (window,) = [widget for widget in stage.app.topLevelWidgets() if isinstance(widget, DealWindow)]
    for act, count, said in (
        (window.undo, notes, "Undone: A large change"),
        (window.redo, notes + 20_000, "Done again: A large change"),
    ):
        act()
        waiting = window.long_work.waiting
        assert waiting is not None
        assert waiting.windowModality() is Qt.WindowModality.ApplicationModal, "the main window must not write either"
        stage.wait(lambda: window.long_work.waiting is None)
        assert stage.number("select count(*) from note") == count
        assert window.toast.text == said
    window.close()


def test_a_small_change_is_undone_at_once(stage: Stage) -> None:
    deal = stage.number("select id from deal where status = 'open' and deleted_at is null limit 1")
    add_note(stage.workspace, deal, "x" * 1000, at=stage.clock())
    assert LARGE_STEP > 1000
    stage.page.undo()
    assert not waiting_dialogs(stage)
    assert stage.page.toast.text.startswith("Undone: Note on")


def test_what_is_refused_is_said_and_the_window_is_free_again(stage: Stage) -> None:
    make_large_change(stage)
    with stage.workspace.journal.upkeep() as draft:
        draft.execute("delete from note where text like 'Note 5 of many%'")
    stage.page.undo()
    stage.wait(lambda: not waiting_dialogs(stage))
    assert "cannot be undone" in stage.page.toast.text
    assert stage.window.session is not None
    assert stage.window.session.undo_label == "A large change"
