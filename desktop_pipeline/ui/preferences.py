"""What this user prefers on this computer, kept as JSON: name, looks, window and recent files."""

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

_RECENT = 8
_FILE = "preferences.json"


@dataclass(frozen=True, slots=True)
class RecentFile:
    """A workspace that was open here, with what was in it then."""

    path: str
    opened_at: str
    open_deals: int

    @property
    def opened(self) -> datetime:
        """The instant it was opened last."""
        return datetime.fromisoformat(self.opened_at)


@dataclass(frozen=True, slots=True)
class Preferences:
    """All preferences; the defaults are those of a first start."""

    user_name: str = ""
    theme: str = "system"
    text_percent: int = 100
    window: tuple[int, int, int, int] | None = None
    recent: tuple[RecentFile, ...] = field(default=())

    def remember(self, path: Path, at: datetime, open_deals: int) -> "Preferences":
        """With the file at the head of the recent ones."""
        newest = RecentFile(str(path), at.isoformat(), open_deals)
        others = tuple(recent for recent in self.recent if recent.path != newest.path)
        return replace(self, recent=(newest, *others)[:_RECENT])

    def forget(self, path: Path) -> "Preferences":
        """Without the file among the recent ones."""
        return replace(self, recent=tuple(recent for recent in self.recent if recent.path != str(path)))


class PreferenceFile:
    """The file they are kept in; one that cannot be read is as if there were none."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self.now = self._read()

    def keep(self, preferences: Preferences) -> None:
        """Writes them whole or not at all; where the folder cannot be written they hold for this run only."""
        self.now = preferences
        unfinished = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(asdict(preferences), indent=1), encoding="utf-8")
            unfinished.replace(self._path)
        except OSError as error:
            logging.getLogger("desktop_pipeline").warning("preferences were not kept: %s", error.strerror)

    def _read(self) -> Preferences:
        try:
            document = json.loads(self._path.read_text(encoding="utf-8"))
            return _from_document(document)
        except (OSError, ValueError, TypeError, KeyError):
            return Preferences()


def _from_document(document: Mapping[str, object]) -> Preferences:
    recent = document.get("recent", [])
    window = document.get("window")
    return Preferences(
        user_name=str(document.get("user_name", "")),
        theme=str(document.get("theme", "system")),
        text_percent=int(str(document.get("text_percent", 100))),
        window=(
            (int(window[0]), int(window[1]), int(window[2]), int(window[3]))
            if isinstance(window, list) and len(window) == len(("x", "y", "width", "height"))
            else None
        ),
        recent=tuple(RecentFile(**row) for row in recent) if isinstance(recent, list) else (),
    )
