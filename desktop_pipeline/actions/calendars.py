"""Activities for calendar programs: as one file, or in a folder that is kept up to date."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.domain.calendars import Calendar, is_of
from desktop_pipeline.domain.errors import CannotOpenError, RefusedError
from desktop_pipeline.domain.file_names import clean_file_name

_FILE = "calendars.json"
SUFFIX = ".ics"


@dataclass(frozen=True, slots=True)
class KeptCalendars:
    """What was done in a folder: the files that were written, and those of calendars that are no more."""

    written: tuple[Path, ...]
    removed: tuple[Path, ...]


def save_calendar(out: Path, calendar: Calendar, *, now: datetime) -> Path:
    """Writes one calendar to a file; raises RefusedError or CannotOpenError."""
    from desktop_pipeline.exchange.writing.calendar_file import write_calendar  # noqa: PLC0415 - when one is written

    check_may_replace(out)
    write_calendar(out, calendar, now=now)
    return out


def keep_folder(folder: Path, title: str, calendars: Sequence[Calendar], *, now: datetime) -> KeptCalendars:
    """Brings the calendars in a folder up to date: `TITLE, NAME.ics` each, unchanged ones are left alone.

    A file keeps its name as long as its calendar is there, also when the owner is renamed: programs are subscribed to
    it. Files of other workspaces and programs are never touched. Raises CannotOpenError or RefusedError.
    """
    from desktop_pipeline.exchange.writing.calendar_file import read_key, write_calendar  # noqa: PLC0415

    if not folder.is_dir():
        message = f"The folder “{folder.name}” is not there. Choose another one for calendars in the settings."
        raise CannotOpenError(message)
    ours: dict[str, Path] = {}
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        key = read_key(path)
        if key is not None and is_of(key, calendars[0].key):
            ours.setdefault(key, path)
    written = []
    for calendar in calendars:
        known = ours.pop(calendar.key, None)
        path = _free_name(folder, f"{title}, {calendar.name}") if known is None else known
        if write_calendar(path, calendar, now=now):
            written.append(path)
    for path in ours.values():
        try:
            path.unlink(missing_ok=True)
        except OSError as error:  # Windows keeps what another program reads
            message = f"“{path.name}” cannot be removed: {error.strerror}."
            raise CannotOpenError(message) from error
    return KeptCalendars(tuple(written), tuple(ours.values()))


def read_calendar_folder(settings: Path, workspace: Path) -> Path | None:
    """Where the calendars of a workspace are kept on this computer; None: nowhere."""
    kept = _read(settings).get(str(workspace.resolve()))
    return Path(kept) if isinstance(kept, str) and kept else None


def choose_calendar_folder(settings: Path, workspace: Path, folder: Path | None) -> None:
    """Keeps the choice in the settings folder: a file from elsewhere must not say where something is written.

    Raises RefusedError where it cannot be kept.
    """
    document = _read(settings)
    document.pop(str(workspace.resolve()), None)
    if folder is not None:
        document[str(workspace.resolve())] = str(folder)
    unfinished = settings / f"{_FILE}.{os.getpid()}.new"
    try:
        settings.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(document, indent=1), encoding="utf-8")
        unfinished.replace(settings / _FILE)
    except OSError as error:
        message = f"The choice cannot be kept: {error.strerror}. Nothing was changed."
        raise RefusedError(message) from error


def _free_name(folder: Path, wished: str) -> Path:
    stem = clean_file_name(wished)
    path, number = folder / f"{stem}{SUFFIX}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem} {number}{SUFFIX}"
    return path


def _read(settings: Path) -> dict[str, object]:
    try:
        document = json.loads((settings / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}
