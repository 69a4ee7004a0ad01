from datetime import UTC
from pathlib import Path

import pytest

from desktop_pipeline.actions.backups import back_up, backup_folder, compare_backup
from desktop_pipeline.domain.errors import CannotOpenError, LockedError, RefusedError
from desktop_pipeline.storage.backup import Backup, Reason, list_backups, make_backup, manifest_path
from desktop_pipeline.storage.backup_choices import BackupChoices
from desktop_pipeline.storage.restoring import Restored, put_back, restore_backup
from tests.workspaces import Content, Desk, open_desk, read_content


@pytest.fixture
def backup(desk: Desk) -> Backup:
    """A backup of one deal; the file itself holds another one since, and is closed."""
    desk.deal("Oak table", organisation="Acme")
    made = make_backup(desk.path, backup_folder(desk.path), at=desk.now, reason=Reason.BY_HAND, zone=UTC)
    desk.later()
    desk.deal("Walnut chair")
    desk.workspace.close()
    return made


def restore(desk: Desk, backup: Path) -> Restored:
    return restore_backup(backup, desk.path, at=desk.later(), who="ann", zone=UTC)


def content_of(path: Path) -> Content:
    with open_desk(path) as desk:
        assert desk.faults() == []
        return read_content(desk.workspace)


def titles(path: Path) -> list[str]:
    return [str(row[4]) for row in content_of(path)["deal"].values()]


def test_it_is_told_what_restoring_would_change(desk: Desk, backup: Backup) -> None:
    comparison = compare_backup(backup.path, desk.path)
    assert comparison.present is not None
    assert (comparison.contents.open_deals, comparison.present.open_deals) == (1, 2)
    assert [money.minor for money in comparison.present.values] == [240_000]
    assert comparison.present.newest_change == "New deal “Walnut chair”"
    assert (comparison.contents.newest_change_at, comparison.present.newest_change_at) == (backup.made_at, desk.now)


def test_a_restored_file_holds_what_the_backup_holds(desk: Desk, backup: Backup) -> None:
    assert titles(desk.path) == ["Oak table", "Walnut chair"]
    restored = restore(desk, backup.path)
    assert restored.contents == backup.contents
    assert titles(desk.path) == ["Oak table"]
    with open_desk(desk.path) as again:
        again.journal.undo()
        assert again.workspace.value("select count(*) from deal") == 0


def test_the_file_before_becomes_a_backup_and_a_restore_can_be_undone(desk: Desk, backup: Backup) -> None:
    before = content_of(desk.path)
    restored = restore(desk, backup.path)
    assert not restored.was_damaged
    assert [there.reason for there in list_backups(backup_folder(desk.path))] == ["before restore", "by hand"]
    back = put_back(restored, at=desk.later(), who="ann")
    assert content_of(desk.path) == before
    put_back(back, at=desk.later(), who="ann")
    assert titles(desk.path) == ["Oak table"]


def test_what_stood_in_the_log_only_is_kept_too(desk: Desk, backup: Backup) -> None:
    with open_desk(desk.path) as other:
        other.deal("In the log only")
        log = desk.path.with_name(desk.path.name + "-wal").read_bytes()
        main = desk.path.read_bytes()
    desk.path.write_bytes(main)  # as a killed program leaves it
    desk.path.with_name(desk.path.name + "-wal").write_bytes(log)
    restored = restore(desk, backup.path)
    assert titles(desk.path) == ["Oak table"]
    put_back(restored, at=desk.later(), who="ann")
    assert titles(desk.path) == ["Oak table", "Walnut chair", "In the log only"]


def test_a_damaged_file_is_kept_byte_by_byte_and_can_be_put_back(desk: Desk, backup: Backup) -> None:
    harmed = bytearray(desk.path.read_bytes())
    harmed[20:8000] = b"\0" * 7980
    desk.path.write_bytes(bytes(harmed))
    desk.path.with_name(desk.path.name + "-wal").write_bytes(b"torn")
    assert compare_backup(backup.path, desk.path).present is None
    restored = restore(desk, backup.path)
    assert restored.was_damaged
    assert restored.kept is not None
    assert restored.kept.name == "deals (damaged 2026-01-05 10.00).pipeline"
    assert restored.kept.read_bytes() == bytes(harmed)
    assert restored.kept.with_name(restored.kept.name + "-wal").read_bytes() == b"torn"
    assert titles(desk.path) == ["Oak table"]
    restored.kept.with_name(restored.kept.name + "-journal").write_bytes(b"cut off")
    put_back(restored, at=desk.later(), who="ann")
    assert desk.path.read_bytes() == bytes(harmed)
    assert desk.path.with_name(desk.path.name + "-wal").read_bytes() == b"torn"
    assert desk.path.with_name(desk.path.name + "-journal").read_bytes() == b"cut off"


def test_a_missing_file_is_restored_to_its_place(desk: Desk, backup: Backup) -> None:
    desk.path.unlink()
    restored = restore(desk, backup.path)
    assert restored.kept is None
    assert titles(desk.path) == ["Oak table"]
    with pytest.raises(RefusedError, match="no file before"):
        put_back(restored, at=desk.later(), who="ann")


def test_a_damaged_backup_is_refused_and_the_file_stays(desk: Desk, backup: Backup) -> None:
    harmed = bytearray(backup.path.read_bytes())
    harmed[-100] ^= 1
    backup.path.write_bytes(bytes(harmed))
    before = desk.path.read_bytes()
    with pytest.raises(CannotOpenError, match="Choose another"):
        restore(desk, backup.path)
    manifest_path(backup.path).unlink()
    backup.path.write_bytes(b"no workspace at all" * 20)
    with pytest.raises(CannotOpenError):
        restore(desk, backup.path)
    assert desk.path.read_bytes() == before


def test_an_open_file_is_not_replaced(desk: Desk, backup: Backup) -> None:
    desk.reopen_file()
    with pytest.raises(LockedError, match="open in another window"):
        restore(desk, backup.path)
    assert desk.workspace.value("select count(*) from deal") == 2


def test_what_is_no_workspace_is_not_replaced(desk: Desk, backup: Backup, tmp_path: Path) -> None:
    table = tmp_path / "deals.xlsx"
    table.write_text("mine")
    with pytest.raises(RefusedError, match="not the name of a workspace"):
        restore_backup(backup.path, table, at=desk.now, who="ann")
    assert table.read_text() == "mine"
    with pytest.raises(RefusedError, match="the backup itself"):
        restore_backup(desk.path, desk.path, at=desk.now, who="ann")


def test_a_full_disk_leaves_the_file_as_it_was(desk: Desk, backup: Backup) -> None:
    folder = backup_folder(desk.path)
    for path in folder.iterdir():
        path.rename(desk.path.with_name(path.name))
    folder.rmdir()
    folder.write_text("no room for a folder")
    before = desk.path.read_bytes()
    with pytest.raises(CannotOpenError):
        restore(desk, desk.path.with_name(backup.path.name))
    assert desk.path.read_bytes() == before
    assert not list(desk.path.parent.glob(".*restore"))


def test_after_a_restore_backups_go_on(desk: Desk, backup: Backup) -> None:
    restore(desk, backup.path)
    assert back_up(desk.path, BackupChoices(), at=desk.later(), reason=Reason.BY_HAND).backup
    assert back_up(desk.path, BackupChoices(), at=desk.later(), reason=Reason.BY_HAND).backup is None


def test_a_change_after_a_restore_is_not_taken_for_the_one_it_replaced(desk: Desk, backup: Backup) -> None:
    restore(desk, backup.path)
    with open_desk(desk.path) as again:
        again.deal("Another chair")
    made = back_up(desk.path, BackupChoices(), at=desk.later(), reason=Reason.BY_HAND).backup
    assert made is not None
    assert made.contents is not None
    assert made.contents.changes == list_backups(backup_folder(desk.path))[1].contents.changes  # type: ignore[union-attr]
