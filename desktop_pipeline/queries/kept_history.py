"""The history of the open workspace as columns: loaded once, kept current, and looked at as of the days asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from desktop_pipeline.storage.workspace import Workspace

if TYPE_CHECKING:
    # numpy comes after first paint: whatever needs it is imported on first use.
    from desktop_pipeline.metrics.changing.hygiene import Facts
    from desktop_pipeline.metrics.history import History
    from desktop_pipeline.metrics.moment import Moment
    from desktop_pipeline.storage.change import Change
    from desktop_pipeline.storage.columns import LoadedHistory

# The day looked at, the one it is compared with, today, and the ends of twelve months.
_KEPT_MOMENTS = 16
# What is worked out from fewer takes little room.
_MANY_EVENTS = 20_000


class KeptHistory:
    """Answers from any thread; each load has a connection of its own."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._turn = Lock()
        self._changes = 0
        self._loaded_at = 0
        # What was touched since the last load, change by change; None: take everything as touched.
        self._touched: list[Mapping[str, frozenset[int]] | None] = []
        self._loaded: LoadedHistory | None = None
        self._is_set_only = False
        # By day, each with how many changes there had been.
        self._moments: dict[date, tuple[int, Moment]] = {}
        self.is_light = True

    def forget(self, change: "Change | None" = None) -> None:
        """Something changed: the next answer reads it from the file. Never waits for a load that is under way."""
        self._touched.append(None if change is None else change.touched.ids_by_table)
        self._changes += 1

    @property
    def is_loaded(self) -> bool:
        """Whether an answer needs no reading of the file any more."""
        return self._loaded is not None and self._loaded_at == self._changes

    def history(self) -> "History":
        """The prepared columns as of the last change."""
        from desktop_pipeline.storage.columns import load_history, update_history  # noqa: PLC0415 - numpy comes later

        with self._turn:
            loaded = self._loaded
            if loaded is None or self._loaded_at != self._changes:
                # Counted before the reading: what changes meanwhile makes this load an old one.
                changes = self._changes
                touched = self._touched[: changes - self._loaded_at]
                with self._workspace.reading() as view:
                    place = (view, view.base_currency, view.zone)
                    if loaded is None:
                        loaded = load_history(*place)
                    else:
                        loaded = update_history(loaded, *place, _join_touched(touched))
                    self._is_set_only = view.setting("set_probabilities_only", "no") == "yes"
                self._loaded = loaded
                del self._touched[: changes - self._loaded_at]
                self._loaded_at = changes
            return loaded.history

    def moment(self, as_of: date) -> "Moment":
        """All that depends on the day alone, as of its end; kept for the days asked last."""
        from desktop_pipeline.metrics.days import as_of_day  # noqa: PLC0415
        from desktop_pipeline.metrics.moment import look  # noqa: PLC0415

        # Of the very history that is looked at: another thread may have loaded a newer one meanwhile.
        history = self.history()
        with self._turn:
            self.is_light = False
            kept = {day: known for day, known in self._moments.items() if known[1].history is history}
            asked_at, moment = kept.pop(as_of, (0, None))
            if moment is None or moment.set_only != self._is_set_only:
                instant = as_of_day(as_of, history.zone)
                moment = look(history, instant, set_only=self._is_set_only, ask_facts=partial(self._ask_facts, as_of))
            elif asked_at != self._changes and as_of >= self._workspace.today():
                # What the history does not hold may stand otherwise now.
                moment = replace(moment)
            newest = list(kept.items())[1 - _KEPT_MOMENTS :]
            self._moments = {**dict(newest), as_of: (self._changes, moment)}
            return moment

    def moment_at_hand(self, as_of: date) -> "Moment | None":
        """The same where it is known already: never waits for whoever reads the file or looks at another day."""
        asked_at, moment = self._moments.get(as_of, (-1, None))
        return moment if asked_at == self._changes else None

    def lighten(self, today: date) -> bool:
        """Lets go of other days and of what was worked out by the way; whether that is megabytes.

        With a hundred thousand deals it is up to twenty of them a day, and a blink to work out again.
        """
        with self._turn:
            self._moments = {
                day: (asked_at, moment.lighten()) for day, (asked_at, moment) in self._moments.items() if day == today
            }
            self.is_light = True
            return self._loaded is not None and self._loaded.history.events.deal.size >= _MANY_EVENTS

    def _ask_facts(self, as_of: date) -> "Facts | None":
        from desktop_pipeline.queries.hygiene_facts import read_hygiene_facts  # noqa: PLC0415

        if as_of < self._workspace.today():
            return None
        with self._workspace.reading() as view:
            return read_hygiene_facts(view)


def _join_touched(touched: Iterable[Mapping[str, frozenset[int]] | None]) -> dict[str, set[int]] | None:
    joined: dict[str, set[int]] = {}
    for ids_by_table in touched:
        if ids_by_table is None:
            return None
        for table, ids in ids_by_table.items():
            joined.setdefault(table, set()).update(ids)
    return joined
