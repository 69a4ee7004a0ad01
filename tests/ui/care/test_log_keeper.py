"""The engine's log is brought into the file in a quiet moment, not in the middle of a drop."""

from pathlib import Path

import apsw
import pytest
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.ui.care import log_keeper
from desktop_pipeline.ui.care.log_keeper import LogKeeper
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from tests.workspaces import Desk


def notes_in_the_file(path: Path) -> int:
    """As they stand in the file itself: without what only the log holds."""
    copy = path.with_name("as it is.pipeline")
    copy.write_bytes(path.read_bytes())
    connection = apsw.Connection(f"file:{copy}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    try:
        return int(connection.execute("select count(*) from note").get)
    finally:
        connection.close()


def test_after_many_changes_and_a_rest_the_file_holds_them(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_keeper, "_IDLE_MS", 20)
    monkeypatch.setattr(log_keeper, "_CHANGES", 4)
    deal = desk.deal()
    session, tasks = Session(desk.workspace), Tasks()
    keeper = LogKeeper(session, tasks)
    for day in range(3):
        add_note(desk.workspace, deal, f"Day {day}", at=desk.now)
    qtbot.wait(60)
    assert notes_in_the_file(desk.path) == 0, "a few changes are not worth it"
    add_note(desk.workspace, deal, "The fourth", at=desk.now)
    qtbot.waitUntil(lambda: notes_in_the_file(desk.path) == 4)
    keeper.stop()
    tasks.stop()
