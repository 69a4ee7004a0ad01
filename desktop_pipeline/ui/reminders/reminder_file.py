"""What this user chose about reminders and what was told already: JSON in the settings folder, never in the workspace.

The same file on another computer reminds whoever sits there on its own.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop_pipeline.domain.reminders import Told, read_told, to_document

_FILE = "reminders.json"
_MOST_FILES = 20
_USUAL_MINUTES = 10
_MOST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class ReminderChoices:
    """Whether the system notifies, whether closing the window leaves the program in the tray, and the usual minutes."""

    notifies: bool = True
    stays_in_tray: bool = False
    usual_minutes: int | None = _USUAL_MINUTES


class ReminderFile:
    """One that cannot be read is as if there were none; where it cannot be written it holds for this run only."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._document = self._read()
        self.choices = _read_choices(self._document.get("choices"))

    def keep_choices(self, choices: ReminderChoices) -> None:
        """Keeps what was chosen."""
        self.choices = choices
        self._document["choices"] = asdict(choices)
        self._write()

    def told(self, workspace: Path) -> Told:
        """What was told of a workspace."""
        return read_told(self._files().get(str(workspace.resolve())))

    def keep_told(self, workspace: Path, told: Told) -> None:
        """Keeps what was told of a workspace, and that of the latest others."""
        name = str(workspace.resolve())
        others = [(path, kept) for path, kept in self._files().items() if path != name]
        self._document["files"] = dict([*others[-_MOST_FILES + 1 :], (name, to_document(told))])
        self._write()

    def _files(self) -> Mapping[str, object]:
        files = self._document.get("files")
        return files if isinstance(files, dict) else {}

    def _read(self) -> dict[str, object]:
        try:
            document = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):  # brackets in brackets in brackets
            return {}
        return document if isinstance(document, dict) else {}

    def _write(self) -> None:
        unfinished = self._path.with_name(f"{_FILE}.{os.getpid()}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(self._document, indent=1), encoding="utf-8")
            unfinished.replace(self._path)
        except OSError as error:
            import logging  # noqa: PLC0415 - hardly ever needed

            logging.getLogger("desktop_pipeline").warning("reminders were not kept: %s", error.strerror)


def _read_choices(kept: object) -> ReminderChoices:
    """What makes sense; the rest is as at the first start."""
    usual = ReminderChoices()
    if not isinstance(kept, dict):
        return usual
    notifies, stays = kept.get("notifies"), kept.get("stays_in_tray")
    minutes = kept.get("usual_minutes", usual.usual_minutes)
    is_known = minutes is None or (type(minutes) is int and 0 <= minutes <= _MOST_MINUTES)
    return ReminderChoices(
        notifies if isinstance(notifies, bool) else usual.notifies,
        stays if isinstance(stays, bool) else usual.stays_in_tray,
        minutes if is_known else usual.usual_minutes,
    )
