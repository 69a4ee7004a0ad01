import hashlib
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop_pipeline.actions.backups import back_up, back_up_if_due, list_all_backups, open_backup
from desktop_pipeline.domain.errors import CannotOpenError, RefusedError
from desktop_pipeline.storage.backup import (
    Backup,
    Reason,
    backup_folder,
    list_backups,
    make_backup,
    manifest_path,
    read_backup,
    verify_backup,
    write_backup,
)
from desktop_pipeline.storage.backup_choices import BackupChoices, keep_choices, read_choices
from desktop_pipeline.storage.backup_rotation import choose_outdated
from desktop_pipeline.storage.workspace import open_workspace
from tests.workspaces import MONDAY, Clock, Desk, read_content

USUAL = BackupChoices()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_backup_holds_what_the_open_file_holds(desk: Desk) -> None:
    desk.deal("Oak table", organisation="Acme")
    made = back_up(desk.path, USUAL, at=desk.now, reason=Reason.BY_HAND, zone=UTC)
    assert made.warning is None
    assert made.backup is not None
    assert made.backup.path.name == "deals 2026-01-05 09.00.pipeline"
    assert names(backup_folder(desk.path)) == [
        "deals 2026-01-05 09.00.pipeline",
        "deals 2026-01-05 09.00.pipeline.json",
    ]
    with open_workspace(made.backup.path, read_only=True) as copy:
        assert read_content(copy) == read_content(desk.workspace)
    assert verify_backup(made.backup.path) == made.backup.contents
    assert read_backup(made.backup.path) == made.backup


def test_the_manifest_tells_the_hash_that_other_programs_can_check(desk: Desk) -> None:
    backup = make_backup(desk.path, backup_folder(desk.path), at=desk.now, reason=Reason.BY_HAND)
    told = json.loads(manifest_path(backup.path).read_text(encoding="utf-8"))
    assert told["sha256"] == hashlib.sha256(backup.path.read_bytes()).hexdigest()
    assert told["bytes"] == backup.path.stat().st_size


def test_a_backup_is_given_up_while_it_is_read_back_and_leaves_nothing(desk: Desk) -> None:
    with desk.workspace.journal.change("Many") as draft:
        draft.execute(
            "with recursive number(n) as (select 1 union all select n + 1 from number where n < 20000)"
            " insert into organisation (name, name_key) select 'Mill ' || n, 'mill ' || n from number"
        )
    heard: list[tuple[int, int]] = []

    def hear(done: int, total: int) -> None:
        heard.append((done, total))
        if heard[-2:] == [(total - 1, total)] * 2:
            raise KeyError

    with pytest.raises(KeyError):
        make_backup(desk.path, backup_folder(desk.path), at=desk.now, reason=Reason.BY_HAND, progress=hear)
    assert names(backup_folder(desk.path)) == []
    heard.clear()
    made = make_backup(
        desk.path,
        backup_folder(desk.path),
        at=desk.now,
        reason=Reason.BY_HAND,
        progress=lambda *told: heard.append(told),
    )
    assert verify_backup(made.path) == made.contents
    total = heard[-1][1]
    assert heard.count((total, total)) == 1, "only what was read back is whole"
    assert heard[-1] == (total, total)


def test_one_changed_byte_of_a_backup_is_noticed(desk: Desk) -> None:
    desk.deal()
    backup = make_backup(desk.path, backup_folder(desk.path), at=desk.now, reason=Reason.BY_HAND)
    harmed = bytearray(backup.path.read_bytes())
    harmed[len(harmed) // 2] ^= 1
    backup.path.write_bytes(bytes(harmed))
    with pytest.raises(CannotOpenError, match="not those that were written"):
        verify_backup(backup.path)


def test_nothing_new_is_made_where_nothing_changed(desk: Desk) -> None:
    desk.deal()
    assert back_up(desk.path, USUAL, at=desk.now, reason=Reason.BY_HAND).backup
    desk.journal.undo()
    desk.journal.redo()
    assert back_up(desk.path, USUAL, at=desk.later(days=1), reason=Reason.BY_HAND).backup is None
    desk.journal.undo()
    assert back_up(desk.path, USUAL, at=desk.now, reason=Reason.BY_HAND).backup


def test_a_newest_backup_that_was_damaged_counts_for_nothing(desk: Desk) -> None:
    first = back_up(desk.path, USUAL, at=desk.now, reason=Reason.BY_HAND).backup
    assert first is not None
    first.path.write_bytes(first.path.read_bytes()[:-1])
    second = back_up(desk.path, USUAL, at=desk.later(hours=1), reason=Reason.BY_HAND).backup
    assert second is not None
    verify_backup(second.path)


def test_backups_by_themselves_are_half_an_hour_apart_and_once_a_day_on_opening(desk: Desk) -> None:
    def due(*, opened: bool) -> Backup | None:
        return back_up_if_due(desk.path, USUAL, at=desk.now, opened=opened, zone=UTC).backup

    desk.deal("First")
    assert due(opened=True)
    desk.deal("Second")
    desk.later(minutes=29)
    assert not due(opened=False)
    desk.later(minutes=1)
    assert not due(opened=True)
    assert due(opened=False)
    desk.later(days=1)
    assert not due(opened=True)
    desk.deal("Third")
    assert due(opened=True)


def test_a_clock_set_back_does_not_stop_backups(desk: Desk) -> None:
    back_up(desk.path, USUAL, at=desk.now + timedelta(days=400), reason=Reason.BY_HAND)
    desk.deal()
    assert back_up_if_due(desk.path, USUAL, at=desk.now, opened=False, zone=UTC).backup
    desk.deal()
    assert not back_up_if_due(desk.path, USUAL, at=desk.later(minutes=5), opened=False, zone=UTC).backup
    assert back_up_if_due(desk.path, USUAL, at=desk.later(minutes=25), opened=False, zone=UTC).backup


def test_two_backups_of_one_minute_have_two_names(desk: Desk) -> None:
    for number in range(3):
        desk.deal(str(number))
        back_up(desk.path, USUAL, at=desk.now, reason=Reason.BY_HAND, zone=UTC)
    assert [backup.path.name for backup in list_backups(backup_folder(desk.path))] == [
        "deals 2026-01-05 09.00.pipeline",
        "deals 2026-01-05 09.00 (3).pipeline",
        "deals 2026-01-05 09.00 (2).pipeline",
    ]


def test_names_tell_the_local_time(desk: Desk) -> None:
    zone = ZoneInfo("America/New_York")
    backup = make_backup(desk.path, backup_folder(desk.path), at=desk.now, reason=Reason.BY_HAND, zone=zone)
    assert backup.path.name == "deals 2026-01-05 04.00.pipeline"


def test_a_second_folder_gets_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    second = tmp_path / "stick"
    second.mkdir()
    choices = BackupChoices(second)
    made = back_up(desk.path, choices, at=desk.now, reason=Reason.BY_HAND)
    assert made.backup is not None
    assert (second / made.backup.path.name).read_bytes() == made.backup.path.read_bytes()
    assert len(list_all_backups(desk.path, choices)) == 1
    shutil.rmtree(backup_folder(desk.path))
    assert [backup.path.parent for backup in list_all_backups(desk.path, choices)] == [second]


def test_a_second_folder_that_is_gone_is_said_and_the_backup_stands(desk: Desk, tmp_path: Path) -> None:
    made = back_up(desk.path, BackupChoices(tmp_path / "unplugged"), at=desk.now, reason=Reason.BY_HAND)
    assert made.backup is not None
    assert made.warning is not None
    assert "is not there" in made.warning
    assert not (tmp_path / "unplugged").exists()


def test_a_folder_that_cannot_be_made_is_said(desk: Desk) -> None:
    backup_folder(desk.path).write_text("in the way")
    with pytest.raises(CannotOpenError, match="No backup of “deals"):
        back_up(desk.path, USUAL, at=desk.now, reason=Reason.BY_HAND)


def test_a_damaged_file_gives_no_backup_and_takes_no_good_one_away(desk: Desk) -> None:
    for number in range(400):
        desk.deal(f"Deal {number}")
    good = back_up(desk.path, USUAL, at=desk.now, reason=Reason.BY_HAND).backup
    desk.deal("One more")
    desk.workspace.close()
    harmed = bytearray(desk.path.read_bytes())
    for place in range(4096 * 10, len(harmed), 4096):
        harmed[place : place + 8] = b"\xff" * 8
    desk.path.write_bytes(bytes(harmed))
    with pytest.raises(CannotOpenError):
        back_up(desk.path, BackupChoices(limit=1), at=desk.later(days=1), reason=Reason.BY_HAND)
    assert list_backups(backup_folder(desk.path)) == [good]
    assert len(names(backup_folder(desk.path))) == 2


def test_what_a_killed_program_left_is_cleared_away(desk: Desk) -> None:
    folder = backup_folder(desk.path)
    folder.mkdir()
    (folder / ".deals 2026-01-04 09.00.pipeline.77.part").write_bytes(b"half")
    (folder / "deals 2026-01-04 09.00.pipeline.json").write_text("{}")
    (folder / "my own notes.txt").write_text("kept")
    # Of another workspace, which somebody may be making just now.
    (folder / ".deals 2026 2026-01-04 09.00.pipeline.78.part").write_bytes(b"half")
    (folder / "deals 2026 2026-01-04 09.00.pipeline.json").write_text("{}")
    make_backup(desk.path, folder, at=desk.now, reason=Reason.BY_HAND, zone=UTC)
    assert names(folder) == [
        ".deals 2026 2026-01-04 09.00.pipeline.78.part",
        "deals 2026 2026-01-04 09.00.pipeline.json",
        "deals 2026-01-05 09.00.pipeline",
        "deals 2026-01-05 09.00.pipeline.json",
        "my own notes.txt",
    ]


def test_a_backup_by_name_replaces_nothing(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "copy.pipeline"
    out.write_text("mine")
    with pytest.raises(RefusedError, match="there already"):
        write_backup(desk.path, out, at=desk.now, reason=Reason.BY_HAND)
    assert out.read_text() == "mine"


def test_a_manifest_that_makes_no_sense_is_as_if_there_were_none(desk: Desk) -> None:
    backup = make_backup(desk.path, backup_folder(desk.path), at=desk.now, reason=Reason.BY_HAND)
    for text in ("", "[]", '{"made_at": 5}', '{"made_at": "2026-01-01", "reason": [], "source": {}, "sha256": 7}'):
        manifest_path(backup.path).write_text(text)
        assert read_backup(backup.path).contents is None
        assert verify_backup(backup.path) == backup.contents


def kept(*hours: float, size: int = 1, limit: int = 1 << 40, reason: Reason = Reason.BY_ITSELF) -> list[float]:
    """Ages in hours of those that stay, out of backups of these ages."""
    backups = [
        Backup(Path(str(age)), MONDAY - timedelta(hours=age), size, reason.value, digest="x") for age in sorted(hours)
    ]
    gone = {backup.path for backup in choose_outdated(backups, at=MONDAY, limit=limit, zone=UTC)}
    return [float(backup.path.name) for backup in backups if backup.path not in gone]


def test_of_a_long_past_one_of_each_hour_day_week_and_month_stays() -> None:
    half_hours = [number / 2 for number in range(2 * 24 * 365)]
    staying = kept(*half_hours)
    assert len([age for age in staying if age <= 24]) in range(24, 29)
    assert len([age for age in staying if 24 < age <= 14 * 24]) in range(12, 15)
    assert len([age for age in staying if age > 60 * 24]) in range(9, 12)
    assert len(staying) < 65


def test_what_was_made_before_risky_work_stays_for_two_weeks() -> None:
    close = [30.1, 30.2, 30.3, 30.4, 30.5]
    assert kept(*close) == [30.1, 30.2, 30.3]
    assert kept(*close, reason=Reason.BEFORE_IMPORT) == close


def test_the_limit_lets_the_oldest_go_and_never_the_three_newest() -> None:
    days = [24.0 * number for number in range(10)]
    assert kept(*days, size=10, limit=50) == days[:5]
    assert kept(*days, size=100, limit=1) == days[:3]


def test_choices_are_kept_by_workspace_and_on_this_computer_only(tmp_path: Path, desk: Desk) -> None:
    settings = tmp_path / "settings"
    assert read_choices(settings, desk.path) == USUAL
    keep_choices(settings, desk.path, BackupChoices(tmp_path / "second", 5))
    assert read_choices(settings, desk.path) == BackupChoices(tmp_path / "second", 5)
    assert read_choices(settings, tmp_path / "other.pipeline") == USUAL
    (settings / "backups.json").write_text("[nonsense")
    assert read_choices(settings, desk.path) == USUAL


def test_a_backup_opens_to_look_at_and_is_not_touched(desk: Desk) -> None:
    desk.deal()
    backup = back_up(desk.path, USUAL, at=desk.now, reason=Reason.BY_HAND).backup
    assert backup is not None
    before = backup.path.read_bytes()
    with open_backup(backup.path, clock=desk.clock) as looked_at:
        assert looked_at.is_read_only
        assert read_content(looked_at) == read_content(desk.workspace)
    assert backup.path.read_bytes() == before
    assert len(names(backup_folder(desk.path))) == 2


def test_a_backup_of_an_older_schema_opens_to_look_at(tmp_path: Path) -> None:
    old = tmp_path / "old.pipeline"
    shutil.copyfile(Path(__file__).parents[1] / "data" / "workspaces" / "schema-1.pipeline", old)
    backup = make_backup(old, tmp_path / "kept", at=MONDAY, reason=Reason.BY_HAND)
    with open_backup(backup.path, clock=Clock(datetime(2026, 6, 9, tzinfo=UTC))) as looked_at:
        folder = looked_at.path.parent
        assert looked_at.value("select count(*) from deal") == 32
    assert names(tmp_path / "kept") == [backup.path.name, manifest_path(backup.path).name]
    assert verify_backup(backup.path).version == 1
    assert not folder.exists()
