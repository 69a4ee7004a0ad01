"""Figures of the open workspace: the history is loaded once and again after a change, never for a filter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

from desktop_pipeline.domain.errors import NotFoundError
from desktop_pipeline.domain.names import name_key, product_key
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.queries.board import count_slow, list_shown, read_board
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.storage.workspace import Workspace

if TYPE_CHECKING:
    # numpy comes after first paint: whatever needs it is imported on first use.
    from desktop_pipeline.metrics.history import History
    from desktop_pipeline.metrics.overview import Overview
    from desktop_pipeline.metrics.selection import Selection
    from desktop_pipeline.metrics.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage in the table of a report; sums in the base currency's minor units."""

    name: str
    deals: int
    value: int
    weighted: int | None
    slow: int


class Figures:
    """Answers from any thread; each load has a connection of its own."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._turn = Lock()
        self._changes = 0
        self._loaded_at = 0
        self._history: History | None = None
        self._snapshot: tuple[History, date, Snapshot] | None = None

    def forget(self) -> None:
        """Something changed: the next answer reads the file again. Never waits for a load that is under way."""
        self._changes += 1

    def history(self) -> "History":
        """The prepared columns as of the last change."""
        from desktop_pipeline.storage.columns import load_history  # noqa: PLC0415 - numpy comes after first paint

        with self._turn:
            history = self._history
            if history is None or self._loaded_at != self._changes:
                # Counted before the reading: what changes meanwhile makes this load an old one.
                changes = self._changes
                with self._workspace.reading() as view:
                    history = self._history = load_history(view, view.base_currency, view.zone)
                self._loaded_at = changes
            return history

    def overview(self, as_of: date, period: Period, selection: "Selection | None" = None) -> "Overview":
        """Every figure of the Overview as of the end of a day."""
        from desktop_pipeline.metrics.days import as_of_day  # noqa: PLC0415
        from desktop_pipeline.metrics.overview import work_out  # noqa: PLC0415
        from desktop_pipeline.metrics.selection import EVERYTHING  # noqa: PLC0415

        return work_out(
            self.history(),
            as_of_day(as_of, self._workspace.zone),
            period,
            selection or EVERYTHING,
            set_only=self._set_only(),
        )

    def select_by_name(
        self,
        *,
        pipeline: str | None = None,
        owner: str | None = None,
        source: str | None = None,
        product: str | None = None,
    ) -> "Selection":
        """A filter by names as a person types them; raises InvalidError for a name that is not there."""
        from desktop_pipeline.metrics.selection import Selection  # noqa: PLC0415

        names = self.history().names
        with self._workspace.reading() as view:
            pipelines = {int(row_id): str(name) for row_id, name in view.rows("select id, name from pipeline")}
        return Selection(
            pipeline=_find("pipeline", pipeline, pipelines, name_key),
            owner=_find("owner", owner, names.owners, name_key),
            source=_find("source", source, names.sources, name_key),
            product=_find("product", product, names.products, product_key),
        )

    def weighted_by_stage(self, board_filter: BoardFilter, today: date) -> dict[int, int]:
        """Σ value × p of each stage's deals that the board shows, in the base currency's minor units (METRICS §1)."""
        from desktop_pipeline.metrics.probability import weighted_by_stage  # noqa: PLC0415
        from desktop_pipeline.metrics.selection import Selection  # noqa: PLC0415

        only = None
        if board_filter.is_set:
            with self._workspace.reading() as view:
                only = list_shown(view, board_filter)
        history = self.history()
        return weighted_by_stage(
            history,
            self._snapshot_of(history, today),
            Selection(pipeline=board_filter.pipeline_id),
            only=only,
            set_only=self._set_only(),
        )

    def chance(self, deal_id: int, today: date) -> float | None:
        """How likely the deal is won: set by hand, else by its stage's history (METRICS §9); None where unknown."""
        from desktop_pipeline.metrics.probability import chance_of_deal  # noqa: PLC0415

        history = self.history()
        return chance_of_deal(history, self._snapshot_of(history, today), deal_id, set_only=self._set_only())

    @property
    def is_loaded(self) -> bool:
        """Whether an answer needs no reading of the file any more."""
        return self._history is not None and self._loaded_at == self._changes

    def stage_table(self, board_filter: BoardFilter, today: date) -> tuple[StageLine, ...]:
        """The stages of a pipeline with counts, sums and how many deals are slow."""
        weighted = self.weighted_by_stage(board_filter, today)
        with self._workspace.reading() as view:
            board = read_board(view, board_filter, today=today)
            slow = count_slow(view, board_filter, today)
        return tuple(
            StageLine(
                column.name, column.deals, column.value, weighted.get(column.stage_id), slow.get(column.stage_id, 0)
            )
            for column in board.columns
        )

    def _snapshot_of(self, history: "History", today: date) -> "Snapshot":
        from desktop_pipeline.metrics.days import as_of_day  # noqa: PLC0415
        from desktop_pipeline.metrics.snapshot import replay  # noqa: PLC0415

        # Of the very history that is looked at: another thread may have loaded a newer one meanwhile.
        with self._turn:
            known = self._snapshot
            if known is None or known[0] is not history or known[1] != today:
                known = (history, today, replay(history, as_of_day(today, self._workspace.zone)))
                self._snapshot = known
            return known[2]

    def _set_only(self) -> bool:
        with self._workspace.reading() as view:
            return view.setting("set_probabilities_only", "no") == "yes"


def _find(what: str, name: str | None, names: Mapping[int, str], to_key: Callable[[str], str]) -> int | None:
    if name is None:
        return None
    for row_id, called in names.items():
        if to_key(called) == to_key(name):
            return row_id
    message = f"There is no {what} “{name}”."
    raise NotFoundError(message)
