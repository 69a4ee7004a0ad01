import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from desktop_pipeline.actions.backups import BackupChoices, Reason, back_up, restore_backup
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.storage.backup import backup_folder, list_backups, manifest_path, verify_backup
from tests.reliability.care_kills import OLD, Start, prepare
from tests.reliability.full_disk import run_limited
from tests.workspaces import MONDAY, open_desk, read_content


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Start:
    return prepare(tmp_path_factory.mktemp("care") / "start")


def copy(start: Start, tmp_path: Path) -> Path:
    shutil.copytree(start.folder, tmp_path / "own")
    return tmp_path / "own" / "deals.pipeline"


def flip(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 3)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(content))


def test_no_flipped_byte_of_a_backup_is_restored(start: Start, tmp_path: Path, long_run: bool) -> None:
    path = copy(start, tmp_path)
    backup = list_backups(backup_folder(path))[0].path
    sound, before = backup.read_bytes(), path.read_bytes()
    for seed in range(300 if long_run else 40):
        flip(backup, random.Random(seed))
        with pytest.raises(PipelineError):
            restore_backup(backup, path, at=MONDAY, who="ann")
        assert path.read_bytes() == before
        backup.write_bytes(sound)
    restore_backup(backup, path, at=MONDAY, who="ann")


def test_without_its_manifest_a_harmed_backup_ends_in_a_sound_file_or_a_sentence(
    start: Start, tmp_path: Path, long_run: bool
) -> None:
    path = copy(start, tmp_path)
    backup = list_backups(backup_folder(path))[0].path
    sound, before = backup.read_bytes(), path.read_bytes()
    manifest_path(backup).unlink()
    ends: Counter[str] = Counter()
    for seed in range(300 if long_run else 15):
        backup.write_bytes(sound)
        flip(backup, random.Random(seed))
        try:
            restore_backup(backup, path, at=MONDAY, who="ann")
        except PipelineError as error:
            ends["refused"] += 1
            assert str(error).endswith(".")  # noqa: PT017 - a sentence
            assert path.read_bytes() == before
            continue
        ends["restored"] += 1
        shutil.rmtree(backup_folder(path))
        shutil.copytree(backup_folder(start.folder / "deals.pipeline"), backup_folder(path))
        manifest_path(backup).unlink()
        path.write_bytes(before)
    print(dict(ends))


def test_a_harmed_file_takes_no_good_backup_along(start: Start, tmp_path: Path, long_run: bool) -> None:
    path = copy(start, tmp_path)
    good = list_backups(backup_folder(path))
    sound = path.read_bytes()
    for seed in range(300 if long_run else 15):
        path.write_bytes(sound)
        flip(path, random.Random(seed))
        try:
            made = back_up(path, BackupChoices(limit=1), at=MONDAY.replace(year=2027), reason=Reason.BY_ITSELF).backup
        except PipelineError:
            made = None
        if made is not None:
            verify_backup(made.path)
            made.path.unlink()
        assert [there for there in list_backups(backup_folder(path)) if there in good] == good, seed
        verify_backup(good[0].path)
        for left in path.parent.glob("deals.pipeline-*"):
            left.unlink()


@pytest.mark.parametrize("act", ["backup", "restore", "rescue", "migration"])
def test_a_full_disk_is_said_and_nothing_is_half_written(
    act: str, start: Start, tmp_path: Path, long_run: bool
) -> None:
    ends: Counter[str] = Counter()
    whole = OLD if act == "migration" else start.folder / "deals.pipeline"
    size = whole.stat().st_size
    points = 20 if long_run else 5
    for point in range(points):
        path = copy(start, tmp_path)
        if act == "migration":
            shutil.copyfile(OLD, path)
        shutil.rmtree(backup_folder(path))
        # What comes with newer schemas needs room of its own.
        limit = size * (point * (6 if act == "migration" else 2) + 1) // points
        ends["done" if run_limited(act, path, limit) else "refused"] += 1
        left = [
            name for file in path.parent.rglob("*") if (name := file.name).endswith((".part", ".restore", ".rescue"))
        ]
        assert left == []
        with open_desk(path) as desk:
            assert desk.faults() == []
            expected = {"backup": [start.now], "rescue": [start.now], "restore": [start.now, start.earlier]}
            if act in expected:
                assert read_content(desk.workspace) in expected[act], limit
            else:
                assert desk.workspace.value("select count(*) from deal") == 32
        for backup in list_backups(backup_folder(path)):
            verify_backup(backup.path)
        shutil.rmtree(path.parent)
    print(act, dict(ends))
    assert ends["refused"]
    assert ends["done"]
