"""What the owner chose about backups and undo on this computer: in the settings folder, never in the workspace file.

A file from elsewhere must not be able to say where copies of it are written.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

_FILE = "backups.json"
USUAL_LIMIT = 2 << 30
USUAL_DAYS = 730
MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class BackupChoices:
    """A second folder for a copy of each backup, and how many bytes all backups of one folder may take.

    `journal_days` is for how long changes can be undone.
    """

    second_folder: Path | None = None
    limit: int = USUAL_LIMIT
    journal_days: int = USUAL_DAYS


def read_choices(settings: Path, workspace: Path) -> BackupChoices:
    """The choices for one workspace; the usual ones where nothing readable is kept."""
    kept = _read(settings).get(str(workspace.resolve()))
    if not isinstance(kept, dict):
        return BackupChoices()
    folder, limit, days = kept.get("second_folder"), kept.get("limit"), kept.get("journal_days")
    return BackupChoices(
        Path(folder) if isinstance(folder, str) and folder else None,
        limit if isinstance(limit, int) and limit > 0 else USUAL_LIMIT,
        days if type(days) is int and 0 < days <= MOST_DAYS else USUAL_DAYS,
    )


def keep_choices(settings: Path, workspace: Path, choices: BackupChoices) -> None:
    """Keeps them, whole or not at all; raises OSError."""
    document = _read(settings)
    folder = choices.second_folder
    document[str(workspace.resolve())] = {**asdict(choices), "second_folder": str(folder) if folder else None}
    settings.mkdir(parents=True, exist_ok=True)
    unfinished = settings / f"{_FILE}.{os.getpid()}.new"
    unfinished.write_text(json.dumps(document, indent=1), encoding="utf-8")
    unfinished.replace(settings / _FILE)


def _read(settings: Path) -> dict[str, object]:
    try:
        document = json.loads((settings / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}
