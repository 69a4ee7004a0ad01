import random
import time
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.backups import BackupChoices, keep_choices
from desktop_pipeline.storage.backup import list_backups, verify_backup
from desktop_pipeline.ui.care.backup_keeper import BackupKeeper
from desktop_pipeline.ui.later import call_later
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from tests.workspaces import Desk

MEGABYTES = 100
TICK_MS = 5
LONGEST = 0.15


@pytest.mark.slow
def test_the_window_lives_while_a_hundred_megabytes_are_backed_up(
    session: Session, tasks: Tasks, settings: Path, tmp_path: Path, desk: Desk, qtbot: QtBot
) -> None:
    chance = random.Random(1)
    for number in range(MEGABYTES // 5):
        with desk.journal.upkeep() as draft:
            content = chance.randbytes(5 << 20)
            draft.execute("insert into stored_file (digest, size, content) values (?, 0, ?)", (str(number), content))
    desk.deal()
    second = tmp_path / "stick"
    second.mkdir()
    keep_choices(settings, desk.path, BackupChoices(second))
    keeper = BackupKeeper(session, tasks, settings)
    ticks: list[float] = []
    timer = QTimer(interval=TICK_MS)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start()
    with qtbot.waitSignal(keeper.made, timeout=120_000):
        keeper.look()
        # Work goes on meanwhile.
        call_later(keeper, lambda: desk.deal("Meanwhile"), 100)
    timer.stop()
    gaps = [after - before for before, after in pairwise(ticks)]
    print(f"{ticks[-1] - ticks[0]:.1f} s for {MEGABYTES} MB, the longest gap {max(gaps) * 1000:.0f} ms")
    assert max(gaps) < LONGEST
    (backup,) = list_backups(second)
    assert backup.size > MEGABYTES << 20
    assert verify_backup(backup.path).open_deals in (1, 2)
    assert desk.workspace.value("select count(*) from deal") == 2
