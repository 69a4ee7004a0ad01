"""Kills a program that backs up, restores or migrates.

The child works on real files over and over; the parent ends it with SIGKILL at a random moment and looks at what is
there: the file whole, before or after, and no good backup lost.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from desktop_pipeline.actions.backups import back_up
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.storage.backup import Reason, backup_folder, list_backups, verify_backup
from desktop_pipeline.storage.backup_choices import BackupChoices
from desktop_pipeline.storage.restoring import put_back, restore_backup
from desktop_pipeline.storage.workspace import open_workspace
from tests.reliability.killing import INSIDE, say
from tests.workspaces import Clock, Content, Desk, import_file, make_desk, open_desk, read_content, write_sheet

KINDS = ("backup", "restore", "migration")
ROWS = 1500
LONGEST = {"backup": 0.5, "restore": 0.6, "migration": 0.5}
OLD = Path(__file__).parents[1] / "data" / "workspaces" / "schema-1.pipeline"


# --- the child


def work(kind: str, path: Path) -> None:
    """Goes on until it is killed."""
    say("ready")
    clock = Clock()
    for turn in count():
        if kind == "backup":
            with open_desk(path) as desk:
                desk.deal(f"Turn {turn}")
                made = back_up(path, BackupChoices(), at=clock.pass_by(minutes=31), reason=Reason.BY_ITSELF).backup
            say(f"made {made.path.name if made else ''}")
        elif kind == "restore":
            backup = path.with_name("first.pipeline")
            restored = restore_backup(backup, path, at=clock.pass_by(minutes=1), who="ann")
            say("restored")
            put_back(restored, at=clock.pass_by(minutes=1), who="ann")
            say("put back")
        else:
            own = path.with_name(f"{turn}.pipeline")
            shutil.copyfile(OLD, own)
            say(f"begun {own.name}")
            open_workspace(own, clock=clock, who="ann").close()
            say(f"migrated {own.name}")


# --- the parent


@dataclass(slots=True)
class Start:
    """What every child begins with: the file, a backup of what it held before, and both contents."""

    folder: Path
    now: Content
    earlier: Content


def prepare(folder: Path) -> Start:
    """A workspace with a backup of it that lacks the newest import."""
    folder.mkdir()
    desk = make_desk(folder)
    import_file(desk.workspace, write_sheet(folder / "first.csv", ROWS, stages=["Proposal"], mark="first-"))
    earlier = read_content(desk.workspace)
    back_up(desk.path, BackupChoices(), at=desk.now, reason=Reason.BY_HAND)
    made = list_backups(backup_folder(desk.path))[0]
    shutil.copyfile(made.path, folder / "first.pipeline")
    import_file(desk.workspace, write_sheet(folder / "second.csv", 50, stages=["Proposal"], mark="second-"))
    now = read_content(desk.workspace)
    desk.workspace.close()
    return Start(folder, now, earlier)


def examine(kind: str, start: Start, path: Path, said: list[str]) -> Iterator[str]:
    """What is wrong with what a killed child left."""
    if kind == "migration":
        for name in (words.split()[1] for words in said if words.startswith("begun")):
            yield from _examine_migrated(path.with_name(name))
        return
    for backup in list_backups(backup_folder(path)):
        try:
            verify_backup(backup.path)
        except PipelineError as error:
            yield str(error)
        if backup.digest is None:
            yield f"{backup.path.name} has no manifest"
    names = {backup.path.name for backup in list_backups(backup_folder(path))}
    yield from (f"{made} is lost" for made in _newest_made(said) if made not in names)
    with open_desk(path) as desk:
        yield from _find_faults(desk)
        content = read_content(desk.workspace)
        if kind == "restore" and content not in (start.now, start.earlier):
            yield "the content is neither that before nor that of the backup"
        if kind == "backup" and len(content["deal"]) < len(start.now["deal"]):
            yield "deals are lost"
        # What is unfinished is cleared away by the next backup.
        desk.deal("After all")
        back_up(path, BackupChoices(), at=desk.later(days=300), reason=Reason.BY_HAND)
    left = [left.name for left in backup_folder(path).iterdir() if left.name.startswith(".")]
    yield from (f"{name} is left" for name in left)


def _newest_made(said: list[str]) -> list[str]:
    # Three always stay, of which one may have been made without a word before the kill.
    return [words.split(" ", 1)[1] for words in said if words.startswith("made")][-2:]


def _find_faults(desk: Desk) -> Iterator[str]:
    yield from (f"{fault.where}: {fault.what}" for fault in desk.faults())


def _examine_migrated(path: Path) -> Iterator[str]:
    with open_desk(path) as desk:
        yield from _find_faults(desk)
        if desk.workspace.value("select count(*) from deal") != 32:
            yield f"{path.name}: deals are lost"


@dataclass(slots=True)
class CareTrial:
    """Backing up, restoring or migrating over and over."""

    kind: str
    start: Start
    module: str = "tests.reliability.care_kills"
    file: str = "deals.pipeline"

    @property
    def longest(self) -> float:
        return LONGEST[self.kind]

    @property
    def folder(self) -> Path:
        return self.start.folder

    def place(self, path: Path, _said: list[str]) -> str:
        left = path.parent.rglob("*.pipeline*")
        return INSIDE if any(file.name.startswith(".") or file.name.endswith("-wal") for file in left) else "between"

    def examine(self, path: Path, said: list[str]) -> Iterator[str]:
        return examine(self.kind, self.start, path, said)


def prepare_trial(kind: str, folder: Path) -> CareTrial:
    return CareTrial(kind, prepare(folder))
