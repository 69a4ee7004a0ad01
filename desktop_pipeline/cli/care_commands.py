"""The commands that take care of a file: backup, restore, check with repair and rescue."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_pipeline.actions import login_name, open_workspace, read_clock
from desktop_pipeline.cli.answers import EXIT_CODES, add_debug, add_json, answer
from desktop_pipeline.domain.errors import CannotOpenError
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
    add_json(backup)
    summary = "Put a backup in the place of a workspace; the file there is kept."
    restore = commands.add_parser("restore", help=summary, description=summary, epilog=EXIT_CODES)
    restore.add_argument("backup", type=file, metavar="BACKUP", help="the backup")
    restore.add_argument("workspace", type=file, metavar="WS", help="the workspace file that it replaces")
    restore.add_argument("--dry-run", action="store_true", help="tell only what would change")
    add_debug(restore)
    add_json(restore)
    restore.set_defaults(run=_restore)
    check = add("check", _check, "Examine the file.")
    either = check.add_mutually_exclusive_group()
    either.add_argument("--repair", action="store_true", help="make its indexes anew; the file before is kept beside")
    either.add_argument("--rescue", type=file, metavar="OUT", help="take what is readable into a new file")
    add_json(check)


def _back_up(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.backups import Reason, make_backup, write_backup  # noqa: PLC0415 - each loads its own

    at = read_clock()
    if not options.out.parent.is_dir():
        message = f"There is no folder “{options.out.parent}”."
        raise CannotOpenError(message)
    if options.out.is_dir():
        backup = make_backup(options.workspace, options.out, at=at, reason=Reason.BY_HAND, progress=_show_progress)
    else:
        backup = write_backup(options.workspace, options.out, at=at, reason=Reason.BY_HAND, progress=_show_progress)
    document = {"file": str(backup.path), "sha256": backup.digest, "contents": _count(backup.contents)}
    answer(options, document, [f"{backup.path}: {_describe(backup.contents)}, SHA-256 {backup.digest}"])
    return _DONE


def _restore(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.backups import compare_backup, restore_backup  # noqa: PLC0415

    if not options.backup.exists():
        message = f"There is no file “{options.backup.name}”."
        raise CannotOpenError(message)
    comparison = compare_backup(options.backup, options.workspace)
    lines = [f"backup: {_describe(comparison.contents)}"]
    if options.workspace.exists():
        lines.append(f"now: {_describe(comparison.present)}")
    kept = None
    if not options.dry_run:
        kept = restore_backup(options.backup, options.workspace, at=read_clock(), who=login_name()).kept
        lines.append(f"“{options.workspace.name}” was restored.")
    if kept is not None:
        lines.append(f"The file before is kept: {kept}")
    document = {
        "backup": _count(comparison.contents),
        "before": _count(comparison.present),
        "restored": not options.dry_run,
        "kept": None if kept is None else str(kept),
    }
    answer(options, document, lines)
    return _DONE


def _check(options: argparse.Namespace) -> int:
    if options.rescue is not None:
        return _rescue(options)
    if options.repair:
        return _repair(options)
    with open_workspace(options.workspace, read_only=True) as workspace:
        faults = examine(workspace)
    answer(options, {"faults": _to_json(faults)}, _list_faults(faults))
    return _WITH_PROBLEMS if faults else _DONE


def _repair(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.backups import repair_file  # noqa: PLC0415

    repaired = repair_file(options.workspace, at=read_clock(), who=login_name())
    lines = [f"Made anew: {', '.join(repaired.done)}."] if repaired.done else []
    if repaired.kept is not None:
        lines.append(f"The file before is kept: {repaired.kept}")
    lines += _list_faults(repaired.left)
    if repaired.left:
        lines.append("Restore a backup, or take what is readable into a new file: check WS --rescue OUT.")
    kept = None if repaired.kept is None else str(repaired.kept)
    answer(options, {"faults": _to_json(repaired.left), "made_anew": list(repaired.done), "kept": kept}, lines)
    return _WITH_PROBLEMS if repaired.left else _DONE


def _rescue(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.backups import rescue_file  # noqa: PLC0415

    rescued = rescue_file(options.workspace, options.rescue, at=read_clock(), progress=_show_progress)
    rows = rescued.rows
    told = (
        f"{rescued.path}: {rows['deal']} deals, {rows['person']} people, {rows['organisation']} organisations,"
        f" {rows['note']} notes, {rows['activity']} activities."
    )
    document = {"file": str(rescued.path), "rows": rows, "missing": list(rescued.missing)}
    answer(options, document, [told, *rescued.missing])
    return _WITH_PROBLEMS if rescued.missing else _DONE


def _list_faults(faults: Sequence[Fault]) -> list[str]:
    return [f"{fault.where}: {fault.what}" for fault in faults] or ["The file is sound."]


def _to_json(faults: Sequence[Fault]) -> list[dict[str, str]]:
    return [{"where": fault.where, "what": fault.what} for fault in faults]


def _count(contents: "Contents | None") -> dict[str, object] | None:
    """As JSON; None for a file that is damaged or not there."""
    if contents is None:
        return None
    newest = contents.newest_change_at
    return {
        "open": contents.open_deals,
        "won": contents.won_deals,
        "lost": contents.lost_deals,
        "people": contents.people,
        "organisations": contents.organisations,
        "open_values": {money.currency: to_major(money.minor, money.currency) for money in contents.values},
        "last_change": contents.newest_change if newest else None,
        "last_change_at": None if newest is None else newest.isoformat(),
    }


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
