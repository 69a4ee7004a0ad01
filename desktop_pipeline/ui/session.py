"""The open workspace as the screens see it: undo, redo and one signal for everything that changed."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_pipeline.actions import LOOK_AGAIN, Change, Workspace
from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.queries.step_size import read_step_size
from desktop_pipeline.ui.half_notes import HalfNotes

# A step of so many bytes of the journal is taken back by a worker.
LARGE_STEP = 1 << 18
# How soon it is noticed that another day has begun, also by a computer that slept meanwhile.
_LOOKED_AT_MS = 20_000
# And how soon, in a file that somebody else has open, that they saved something.
_FOLLOWED_MS = 2_000


class Session(QObject):
    """Wraps the workspace of one window.

    Signals: `changed(Change)` after every change that is safely on the disk, whoever made it, and with LOOK_AGAIN when
    another day has begun or another program has written; `best_found(ids)` when
    other deals than before are the best fifth of those that are open, by their score; `chances_found()` when stages
    have other chances than before.
    """

    changed = Signal(object)
    best_found = Signal(object)
    chances_found = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        # As far as it is known: a worker goes through the scores of all deals for it.
        self.best: frozenset[int] = frozenset()
        # Of each stage by its id, once the history was gone through; it outlives a change until the next are known.
        self.chances: Mapping[int, float] = {}
        # Minutes before its time that this user is usually reminded of what is planned here.
        self.usual_reminder: int | None = None
        self.half_notes = HalfNotes()
        self._held: list[Change] | None = None
        self._day, self._version = workspace.today(), workspace.version
        # Before any screen asks: zone and base currency may be other ones, also after an undo.
        self.changed.connect(self._on_changed)
        if not workspace.is_read_only:
            workspace.journal.announce = self._announce

    @property
    def path(self) -> Path:
        """The file that is open."""
        return self.workspace.path

    @property
    def is_sample(self) -> bool:
        """Whether it is the sample company, which can be removed in one click."""
        return self.workspace.setting("sample", "no") == "yes"

    def now(self) -> datetime:
        """The instant it is now, in UTC."""
        return self.workspace.now()

    def today(self) -> date:
        """The date it is now, in the workspace's time zone."""
        return self.workspace.today()

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or None."""
        entry = None if self.workspace.is_read_only else self.workspace.journal.next_undo()
        return entry.label if entry else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, or None."""
        entry = None if self.workspace.is_read_only else self.workspace.journal.next_redo()
        return entry.label if entry else None

    def undo(self) -> Change:
        """Takes back the newest change; raises RefusedError where there is none."""
        return self.workspace.journal.undo()

    def redo(self) -> Change:
        """Does the change again that was undone last; raises RefusedError where there is none."""
        return self.workspace.journal.redo()

    def take_back(self, entry_id: int) -> Change:
        """Takes back one change: the newest as undo does, so that it can be done again; an older one on its own.

        Raises RefusedError where later changes stand on it.
        """
        return self.workspace.journal.undo_or_take_back(entry_id)

    def note_best(self, deal_ids: frozenset[int]) -> None:
        """Tells which deals are the best fifth."""
        if deal_ids != self.best:
            self.best = deal_ids
            self.best_found.emit(deal_ids)

    def note_chances(self, chances: Mapping[int, float]) -> None:
        """Tells how likely deals of each stage are won."""
        if chances != self.chances:
            self.chances = chances
            self.chances_found.emit()

    def watch(self) -> None:
        """Begins to look every now and then, until the file is closed."""
        looking = QTimer(self, interval=_FOLLOWED_MS if self.workspace.is_read_only else _LOOKED_AT_MS)
        looking.timeout.connect(self.look)
        looking.start()

    def look(self) -> None:
        """Tells the screens when the day they show is no longer today, or the file that is only read has changed."""
        seen = self.today(), self._version
        if self.workspace.is_read_only:
            # Where its owner writes just now, the next look finds it.
            with suppress(CannotOpenError):
                seen = self.today(), self.workspace.version
        if seen != (self._day, self._version):
            self._day, self._version = seen
            if self._held is None:
                self.changed.emit(LOOK_AGAIN)
            else:
                self._held.append(LOOK_AGAIN)

    def hold(self) -> None:
        """From now on changes are told by `release`: a worker writes."""
        self._held = []

    def release(self) -> None:
        """Tells what was changed meanwhile."""
        held, self._held = self._held or [], None
        for change in held:
            self.changed.emit(change)

    def is_large_step(self, entry_id: int) -> bool:
        """Whether taking back this change takes longer than a blink."""
        return read_step_size(self.workspace, entry_id) > LARGE_STEP

    @property
    def has_large_undo(self) -> bool:
        """Whether taking back the newest change takes longer than a blink."""
        return self._is_large(undoing=True)

    @property
    def has_large_redo(self) -> bool:
        """Whether doing the change again that was undone last does."""
        return self._is_large(undoing=False)

    def _is_large(self, *, undoing: bool) -> bool:
        if self.workspace.is_read_only:
            return False
        entry = self.workspace.journal.next_undo() if undoing else self.workspace.journal.next_redo()
        return entry is not None and self.is_large_step(entry.entry_id)

    def close(self) -> None:
        """Closes the file; notes that are half written are kept, and no screen is told of them any more."""
        self.hold()
        self.half_notes.keep_all(self.workspace, at=self.now())
        self.workspace.close()

    def _on_changed(self, change: Change) -> None:
        if change.touches("setting"):
            self.workspace.refresh()

    def _announce(self, change: Change) -> None:
        if self._held is not None:
            self._held.append(change)
        else:
            self.workspace.follow(change)
            self.changed.emit(change)
