"""The commands that take care of a file: backup, restore, check with repair and rescue."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_pipeline.actions import login_name, open_workspace, read_clock
from desktop_pipeline.domain.money import to_major
from desktop_pipeline.queries.soundness import Fault, examine

if TYPE_CHECKING:
    from desktop_pipeline.actions.backups import Contents
    from desktop_pipeline.cli.command_parser import CommandParser

Add = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
_DONE, _WITH_PROBLEMS = 0, 1


def add_care_commands(
    add: Add,
    file: Callable[[str], Path],
    place: Callable[[str], Path],
    commands: "argparse._SubParsersAction[CommandParser]",
) -> None:
    """Adds the commands; `add` makes one that begins with a workspace, `place` reads a file's name or a folder's."""
    backup = add("backup", _back_up, "Make a verified copy of the file, with its SHA-256 beside it.")
    backup.add_argument("out", type=place, metavar="OUT", help="a file that is not there yet, or a folder")
    summary = "Put a backup in the place of a workspace; the file there is kept."
    restore = commands.add_parser("restore", help=summary, description=summary)
    restore.add_argument("backup", type=file, metavar="BACKUP", help="the backup")
    restore.add_argument("workspace", type=file, metavar="WS", help="the workspace file that it replaces")
    restore.add_argument("--dry-run", action="store_true", help="tell only what would change")
    restore.add_argument("--debug", action="store_true", help="show where an error comes from")
    restore.set_defaults(run=_restore)
    check = add("check", _check, "Examine the file.")
    either = check.add_mutually_exclusive_group()
    either.add_argument("--repair", action="store_true", help="make its indexes anew; the file before is kept beside")
    either.add_argument("--rescue", type=file, metavar="OUT", help="take what is readable into a new file")


def _back_up(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.backups import Reason, make_backup, write_backup  # noqa: PLC0415 - each loads its own

    at = read_clock()
    if options.out.is_dir():
        backup = make_backup(options.workspace, options.out, at=at, reason=Reason.BY_HAND, progress=_show_progress)
    else:
        backup = write_backup(options.workspace, options.out, at=at, reason=Reason.BY_HAND, progress=_show_progress)
    print(f"{backup.path}: {_describe(backup.contents)}, SHA-256 {backup.digest}")
    return _DONE


def _restore(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.backups import compare_backup, restore_backup  # noqa: PLC0415

    comparison = compare_backup(options.backup, options.workspace)
    print(f"backup: {_describe(comparison.contents)}")
    if options.workspace.exists():
        print(f"now: {_describe(comparison.present)}")
    if options.dry_run:
        return _DONE
    restored = restore_backup(options.backup, options.workspace, at=read_clock(), who=login_name())
    print(f"“{options.workspace.name}” was restored.")
    if restored.kept is not None:
        print(f"The file before is kept: {restored.kept}")
    return _DONE


def _check(options: argparse.Namespace) -> int:
    if options.rescue is not None:
        return _rescue(options.workspace, options.rescue)
    if options.repair:
        return _repair(options.workspace)
    with open_workspace(options.workspace, read_only=True) as workspace:
        return _tell(examine(workspace))


def _repair(path: Path) -> int:
    from desktop_pipeline.actions.backups import repair_file  # noqa: PLC0415

    repaired = repair_file(path, at=read_clock(), who=login_name())
    if repaired.done:
        print(f"Made anew: {', '.join(repaired.done)}.")
    if repaired.kept is not None:
        print(f"The file before is kept: {repaired.kept}")
    code = _tell(repaired.left)
    if code:
        print("Restore a backup, or take what is readable into a new file: check WS --rescue OUT.")
    return code


def _rescue(path: Path, out: Path) -> int:
    from desktop_pipeline.actions.backups import rescue_file  # noqa: PLC0415

    rescued = rescue_file(path, out, at=read_clock(), progress=_show_progress)
    rows = rescued.rows
    print(
        f"{rescued.path}: {rows['deal']} deals, {rows['person']} people, {rows['organisation']} organisations,"
        f" {rows['note']} notes, {rows['activity']} activities."
    )
    for words in rescued.missing:
        print(words)
    return _WITH_PROBLEMS if rescued.missing else _DONE


def _tell(faults: Sequence[Fault]) -> int:
    for fault in faults:
        print(f"{fault.where}: {fault.what}")
    if not faults:
        print("The file is sound.")
    return _WITH_PROBLEMS if faults else _DONE


def _describe(contents: "Contents | None") -> str:
    if contents is None:
        return "damaged, nothing can be told"
    worth = " and ".join(f"{to_major(money.minor, money.currency)} {money.currency}" for money in contents.values)
    newest = contents.newest_change_at
    return (
        f"{contents.open_deals} open deals{f' worth {worth}' if worth else ''}, {contents.won_deals} won,"
        f" {contents.lost_deals} lost, {contents.people} people, {contents.organisations} organisations"
        + (f", last change {newest:%Y-%m-%d %H:%M} UTC: {contents.newest_change}" if newest else "")
    )


def _show_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} of {total}", end="" if done < total else "\n", file=sys.stderr, flush=True)
