"""The lock as Windows has it, on Linux: only there can both be tried."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_pipeline.domain.errors import CannotOpenError, LockedError
from desktop_pipeline.storage import lock
from desktop_pipeline.storage.lock import acquire_lock, lock_path

if sys.platform != "linux":
    pytest.skip("a likeness of Windows is made on Linux only", allow_module_level=True)
assert sys.platform == "linux"

from tests.like_windows import Locking, kept_in_place  # noqa: E402 - it is Linux’s own

MONDAY = datetime(2026, 1, 5, 12, 34, tzinfo=UTC)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lock, "msvcrt", Locking, raising=False)
    with monkeypatch.context() as patch, kept_in_place():
        patch.setattr(sys, "platform", "win32")
        yield


@pytest.mark.usefixtures("windows")
def test_a_lock_names_its_holder_and_goes_when_it_is_given_up(tmp_path: Path) -> None:
    workspace = tmp_path / "deals.pipeline"
    for who in ("ann", "ben"):
        held = acquire_lock(workspace, who, MONDAY)
        assert json.loads(lock_path(workspace).read_text(encoding="utf-8"))["who"] == who
        with pytest.raises(LockedError, match=who):
            acquire_lock(workspace, "cat", MONDAY)
        held.release()
        held.release()
        assert not lock_path(workspace).exists()


@pytest.mark.usefixtures("windows")
def test_a_lock_is_taken_where_an_open_file_has_another_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.stat

    def stat_elsewhere(path: Path, *, follow_symlinks: bool = True) -> object:
        found = real(path, follow_symlinks=follow_symlinks)
        return type(found)([*found[:1], found[1] + 1, *found[2:]])

    monkeypatch.setattr(Path, "stat", stat_elsewhere)
    acquire_lock(tmp_path / "deals.pipeline", "ann", MONDAY).release()


@pytest.mark.usefixtures("windows")
def test_a_lock_that_another_program_looks_at_is_given_up_all_the_same(tmp_path: Path) -> None:
    workspace = tmp_path / "deals.pipeline"
    held = acquire_lock(workspace, "ann", MONDAY)
    with lock_path(workspace).open("rb"):
        held.release()
        assert lock_path(workspace).exists()
    acquire_lock(workspace, "ben", MONDAY).release()
    assert not lock_path(workspace).exists()


@pytest.mark.usefixtures("windows")
def test_a_full_disk_is_said_and_the_lock_freed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = tmp_path / "deals.pipeline"
    with monkeypatch.context() as full:
        full.setattr(json, "dumps", _find_no_room)
        with pytest.raises(CannotOpenError, match="No space left"):
            acquire_lock(workspace, "ann", MONDAY)
    assert not lock_path(workspace).exists()
    acquire_lock(workspace, "ann", MONDAY).release()


def _find_no_room(_document: object) -> str:
    raise OSError(28, "No space left on device")
