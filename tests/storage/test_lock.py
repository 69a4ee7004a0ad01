import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_pipeline.domain.errors import CannotOpenError, LockedError
from desktop_pipeline.storage.lock import acquire_lock, lock_path
from desktop_pipeline.storage.workspace import open_workspace
from tests.workspaces import make_desk, read_content

HOLDER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from desktop_pipeline.storage.workspace import open_workspace
noon = datetime(2026, 1, 5, 12, 34, tzinfo=UTC)
with open_workspace(Path(sys.argv[1]), who="bert", clock=lambda: noon):
    print("open", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def held(path: Path) -> Iterator[subprocess.Popen[str]]:
    """The workspace is open in another process while the block lasts."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        try:
            yield process
        finally:
            if process.poll() is None:
                process.communicate("\n")


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    desk = make_desk(tmp_path)
    desk.deal()
    desk.workspace.close()
    return desk.path


def test_a_held_lock_names_its_holder(closed: Path) -> None:
    with held(closed) as process:
        with pytest.raises(LockedError) as refused:
            open_workspace(closed)
        assert refused.value.holder == "bert"
        assert refused.value.since == "2026-01-05T12:34:00+00:00"
        # In the time of whoever is told.
        at = datetime(2026, 1, 5, 12, 34, tzinfo=UTC).astimezone()
        for word in (closed.name, "bert", socket.gethostname(), f"since {at.day} {at:%b %Y, %H:%M}", "read only"):
            assert word in str(refused.value)
        assert json.loads(lock_path(closed).read_text())["process"] == process.pid
    with open_workspace(closed):
        pass


def test_what_is_locked_can_be_read(closed: Path) -> None:
    with held(closed), open_workspace(closed, read_only=True) as reader:
        assert reader.value("select count(*) from deal") == 1


def test_a_lock_left_by_a_killed_process_is_recognised(closed: Path) -> None:
    with held(closed) as process:
        process.kill()
        process.wait()
        assert lock_path(closed).exists()
        with open_workspace(closed, who="ann") as workspace:
            assert json.loads(lock_path(closed).read_text())["who"] == "ann"
            assert workspace.value("select count(*) from deal") == 1
    assert not lock_path(closed).exists()


def test_the_same_program_cannot_open_a_workspace_twice(closed: Path) -> None:
    with open_workspace(closed, who="ann"), pytest.raises(LockedError, match="ann"):
        open_workspace(closed)


def test_a_refused_opening_does_not_free_the_holders_lock(closed: Path) -> None:
    with held(closed):
        for _ in range(2):
            with pytest.raises(LockedError, match="bert"):
                open_workspace(closed)


def test_a_holder_that_wrote_nothing_readable_is_still_a_holder(closed: Path) -> None:
    lock = acquire_lock(closed, "ann", datetime(2026, 1, 5, tzinfo=UTC))
    lock_path(closed).write_bytes(b"\xff[]")
    with pytest.raises(LockedError, match="somebody"):
        open_workspace(closed)
    lock_path(closed).write_bytes(b"[]")
    with pytest.raises(LockedError, match="somebody"):
        open_workspace(closed)
    lock.release()


def test_a_folder_that_takes_no_lock_is_said_in_words(closed: Path) -> None:
    lock_path(closed).mkdir()
    before = closed.read_bytes()
    with pytest.raises(CannotOpenError, match="cannot be opened for writing"):
        open_workspace(closed)
    assert closed.read_bytes() == before
    with open_workspace(closed, read_only=True) as reader:
        assert read_content(reader)["deal"]


def test_a_lock_is_freed_once(closed: Path) -> None:
    first = acquire_lock(closed, "ann", datetime(2026, 1, 5, tzinfo=UTC))
    first.release()
    second = acquire_lock(closed, "ben", datetime(2026, 1, 5, tzinfo=UTC))
    first.release()
    assert lock_path(closed).exists()
    assert json.loads(lock_path(closed).read_text())["process"] == os.getpid()
    second.release()
