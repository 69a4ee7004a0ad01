import os
from contextlib import closing
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from desktop_pipeline.actions.backups import BackupChoices, back_up, keep_choices, list_all_backups, read_choices
from desktop_pipeline.actions.calendars import choose_calendar_folder, read_calendar_folder
from desktop_pipeline.actions.moving import copy_open_workspace, copy_workspace, move_workspace
from desktop_pipeline.domain.errors import CannotOpenError, LockedError, RefusedError
from desktop_pipeline.storage.backup import Reason, backup_folder, verify_backup
from desktop_pipeline.storage.workspace import open_workspace
from tests.workspaces import Desk, read_content


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def move(desk: Desk, target: Path, settings: Path) -> str | None:
    return move_workspace(desk.path, target, settings, who="ann", at=desk.now)


def test_a_copy_holds_what_the_open_file_holds_and_goes_its_own_way(desk: Desk, tmp_path: Path) -> None:
    desk.deal("Oak table", organisation="Acme")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    target = folder / "trial.pipeline"
    copy_workspace(desk.path, target)
    assert names(folder) == ["trial.pipeline"]
    desk.deal("Only in the first")
    with open_workspace(target, who="bea") as copy:
        titles = [row[0] for row in copy.rows("select title from deal")]
        assert titles == ["Oak table"]
        copy.journal.undo()
        assert copy.value("select count(*) from deal") == 0
    assert desk.workspace.value("select count(*) from deal") == 2


@pytest.mark.skipif(os.name == "nt", reason="an open file can be neither moved nor removed there")
@pytest.mark.parametrize("way", ["moved", "deleted", "replaced"])
def test_nothing_is_called_saved_that_nobody_would_find_again(desk: Desk, tmp_path: Path, way: str) -> None:
    desk.deal("Oak table")
    aside = tmp_path / "aside.pipeline"
    desk.path.rename(aside)
    if way == "deleted":
        aside.unlink()
    elif way == "replaced":
        desk.path.write_bytes(aside.read_bytes())
    for act in (lambda: desk.deal("Lost"), desk.workspace.journal.undo):
        with pytest.raises(CannotOpenError, match=r"was moved or deleted.* Save a copy"):
            act()
    # All of it is still here to be kept, what stood in the log alone included.
    copy_open_workspace(desk.workspace, tmp_path / "kept.pipeline")
    with open_workspace(tmp_path / "kept.pipeline", who="bea") as kept:
        assert read_content(kept) == read_content(desk.workspace)
        assert kept.value("select title from deal") == "Oak table"
    if way == "moved":
        aside.rename(desk.path)
        desk.deal("In its place again")
        assert desk.workspace.value("select count(*) from deal") == 2


def test_a_copy_never_takes_the_place_of_a_file(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.pipeline"
    other.write_text("mine")
    with pytest.raises(RefusedError, match="is there already"):
        copy_workspace(desk.path, other)
    with pytest.raises(CannotOpenError, match="was not copied"):
        copy_workspace(desk.path, tmp_path / "no folder" / "x.pipeline")
    assert other.read_text() == "mine"


def test_a_moved_file_takes_its_backups_and_what_was_chosen_for_it_along(desk: Desk, tmp_path: Path) -> None:
    settings, second, folder = tmp_path / "settings", tmp_path / "stick", tmp_path / "archive"
    second.mkdir()
    folder.mkdir()
    desk.deal("Oak table")
    choices = BackupChoices(second, journal_days=365)
    keep_choices(settings, desk.path, choices)
    choose_calendar_folder(settings, desk.path, second)
    back_up(desk.path, choices, at=desk.now, reason=Reason.BY_HAND, zone=UTC)
    content = read_content(desk.workspace)
    desk.workspace.close()
    target = folder / "kept.pipeline"
    assert move(desk, target, settings) is None
    assert names(folder) == ["kept.pipeline", "kept.pipeline.backups"]
    assert not [name for name in names(desk.path.parent) if name.startswith(desk.path.name)]
    with closing(open_workspace(target)) as moved:
        assert read_content(moved) == content
    assert read_choices(settings, target) == choices
    assert read_calendar_folder(settings, target) == second
    assert read_calendar_folder(settings, desk.path) is None
    (backup,) = list_all_backups(target, choices)
    assert backup.path.parent == backup_folder(target)
    assert verify_backup(backup.path).open_deals == 1
    backup.path.unlink()
    (copy,) = list_all_backups(target, choices)
    assert copy.path.parent == second, "the second folder is still known to hold this file's backups"


def test_a_name_may_change_in_its_capitals_alone(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, second = tmp_path / "settings", tmp_path / "stick"
    second.mkdir()
    desk.deal("Oak table")
    choices = BackupChoices(second)
    keep_choices(settings, desk.path, choices)
    back_up(desk.path, choices, at=desk.now, reason=Reason.BY_HAND, zone=UTC)
    desk.workspace.close()
    target = desk.path.with_name(desk.path.name.swapcase()).with_suffix(desk.path.suffix)
    before = names(desk.path.parent)
    take_capitals_for_small_letters(monkeypatch)
    assert desk.path.samefile(target)
    assert move(desk, target, settings) is None
    there = names(desk.path.parent)
    assert {target.name, f"{target.name}.backups"} <= set(there)
    assert len(there) == len(before)
    assert {backup.path.parent for backup in list_all_backups(target, read_choices(settings, target))} == {
        backup_folder(target)
    }
    with closing(open_workspace(target)) as moved:
        assert moved.value("select title from deal") == "Oak table"


def test_a_second_name_of_the_file_is_no_other_spelling(desk: Desk, tmp_path: Path) -> None:
    desk.workspace.close()
    target = desk.path.with_name(desk.path.name.swapcase()).with_suffix(desk.path.suffix)
    target.hardlink_to(desk.path)
    with pytest.raises(RefusedError, match="is there already"):
        move(desk, target, tmp_path / "settings")


def take_capitals_for_small_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the disks of Windows and Macs do: a name is found however it is spelt."""
    plain = os.stat

    def stat(path: Any, *arguments: Any, **options: Any) -> os.stat_result:
        try:
            return plain(path, *arguments, **options)
        except FileNotFoundError:
            sought = Path(path)
            beside = sought.parent.iterdir()
            found = next((file for file in beside if file.name.casefold() == sought.name.casefold()), None)
            if found is None:
                raise
            return plain(found, *arguments, **options)

    monkeypatch.setattr(os, "stat", stat)


def test_a_file_that_somebody_has_open_stays_where_it_is(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(LockedError):
        move(desk, tmp_path / "new.pipeline", tmp_path / "settings")
    assert desk.path.exists()
    assert not (tmp_path / "new.pipeline").exists()


def test_a_move_that_fails_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.deal("Oak table")
    back_up(desk.path, BackupChoices(), at=desk.now, reason=Reason.BY_HAND, zone=UTC)
    desk.workspace.close()
    before = names(desk.path.parent)
    with pytest.raises(CannotOpenError, match=r"was not moved: .*Nothing was changed\."):
        move(desk, tmp_path / "no folder" / "x.pipeline", tmp_path / "settings")
    assert names(desk.path.parent) == before
    with closing(open_workspace(desk.path)) as there:
        assert there.value("select title from deal") == "Oak table"


def test_backups_that_cannot_come_along_are_told(desk: Desk, tmp_path: Path) -> None:
    desk.deal("Oak table")
    back_up(desk.path, BackupChoices(), at=desk.now, reason=Reason.BY_HAND, zone=UTC)
    desk.workspace.close()
    target = tmp_path / "new.pipeline"
    backup_folder(target).write_text("in the way")
    warning = move(desk, target, tmp_path / "settings")
    assert warning is not None
    assert warning.startswith("The backups stayed in")
    assert len(names(backup_folder(desk.path))) == 2
    with closing(open_workspace(target)) as moved:
        assert moved.value("select count(*) from deal") == 1
