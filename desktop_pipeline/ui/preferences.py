"""What this user prefers on this computer, kept as JSON: name, looks, window and recent files."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from desktop_pipeline.domain.names import tidy

_RECENT = 8
_FILE = "preferences.json"
_LONGEST_NAME = 200
_THEMES = ("system", "light", "dark")
_MOTIONS = ("system", "on", "off")
_PERCENTS = range(50, 301)
# What a widget's geometry and Qt's plain numbers can hold.
_FARTHEST = 2**24


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
    motion: str = "system"
    window: tuple[int, int, int, int] | None = None
    is_maximized: bool = False
    recent: tuple[RecentFile, ...] = field(default=())
    # As the screens word them: the columns of the tables, and how each board is looked at.
    deals_table: Mapping[str, object] = field(default_factory=dict)
    boards: Mapping[str, object] = field(default_factory=dict)
    contacts_tables: Mapping[str, object] = field(default_factory=dict)

    def remember(self, path: Path, at: datetime, open_deals: int) -> "Preferences":
        """With the file at the head of the recent ones."""
        newest = RecentFile(str(path), at.isoformat(), open_deals)
        others = tuple(recent for recent in self.recent if recent.path != newest.path)
        return replace(self, recent=(newest, *others)[:_RECENT])

    def forget(self, path: Path) -> "Preferences":
        """Without the file among the recent ones."""
        return replace(self, recent=tuple(recent for recent in self.recent if recent.path != str(path)))

    def follow(self, before: Path, now: Path) -> "Preferences":
        """With all that is known of a file that lies in another place now."""
        boards = {**self.boards}
        looks = boards.pop(str(before), None)
        if looks is not None:
            boards[str(now)] = looks
        return replace(self.forget(before), boards=boards)


class PreferenceFile:
    """The file they are kept in; one that cannot be read is as if there were none."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self.now = self._read()

    @property
    def folder(self) -> Path:
        """Where the settings of this user are kept."""
        return self._path.parent

    def keep(self, preferences: Preferences) -> None:
        """Writes them whole or not at all; where the folder cannot be written they hold for this run only."""
        self.now = preferences
        unfinished = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(asdict(preferences), indent=1), encoding="utf-8")
            unfinished.replace(self._path)
        except OSError as error:
            import logging  # noqa: PLC0415 - hardly ever needed

            logging.getLogger("desktop_pipeline").warning("preferences were not kept: %s", error.strerror)

    def _read(self) -> Preferences:
        try:
            document = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):  # brackets in brackets in brackets
            return Preferences()
        return _from_document(document) if isinstance(document, dict) else Preferences()


def _from_document(document: Mapping[str, object]) -> Preferences:
    """What makes sense in a document; each field that does not is as at the first start."""
    usual = Preferences()
    name, theme, percent = (document.get(key) for key in ("user_name", "theme", "text_percent"))
    recent, window, motion = document.get("recent"), document.get("window"), document.get("motion")
    return Preferences(
        user_name=tidy(name)[:_LONGEST_NAME] if isinstance(name, str) else usual.user_name,
        theme=theme if isinstance(theme, str) and theme in _THEMES else usual.theme,
        text_percent=percent if type(percent) is int and percent in _PERCENTS else usual.text_percent,
        motion=motion if isinstance(motion, str) and motion in _MOTIONS else usual.motion,
        window=_read_window(window),
        is_maximized=document.get("is_maximized") is True,
        recent=tuple(filter(None, map(_read_recent, recent)))[:_RECENT] if isinstance(recent, list) else (),
        deals_table=_read_mapping(document.get("deals_table")),
        boards=_read_mapping(document.get("boards")),
        contacts_tables=_read_mapping(document.get("contacts_tables")),
    )


def _read_window(kept: object) -> tuple[int, int, int, int] | None:
    # `True` is an int to Python, never a place on a screen.
    fits = isinstance(kept, list) and all(type(number) is int and abs(number) <= _FARTHEST for number in kept)
    if not fits or not isinstance(kept, list) or len(kept) != len(("x", "y", "width", "height")):
        return None
    left, top, width, height = kept
    return (left, top, width, height) if width > 0 and height > 0 else None


def _read_recent(kept: object) -> RecentFile | None:
    if not isinstance(kept, dict):
        return None
    path, opened_at, deals = (kept.get(key) for key in ("path", "opened_at", "open_deals"))
    if not isinstance(path, str) or not isinstance(opened_at, str) or type(deals) is not int:
        return None
    if not path or "\0" in path or not 0 <= deals <= _FARTHEST:
        return None
    try:
        path.encode()
        known = datetime.fromisoformat(opened_at)
    except ValueError:  # no instant, or half a character in the path
        return None
    return RecentFile(path, opened_at, deals) if known.tzinfo is not None else None


def _read_mapping(kept: object) -> Mapping[str, object]:
    return {str(key): value for key, value in kept.items()} if isinstance(kept, dict) else {}
