"""Figures of the open workspace: the history is loaded once and again after a change, never for a filter."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from desktop_pipeline.domain.errors import NotFoundError
from desktop_pipeline.domain.names import brief, name_key, product_key
from desktop_pipeline.domain.periods import Period, trailing_year
from desktop_pipeline.queries.board import list_shown
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.id_sets import NONE, is_none
from desktop_pipeline.queries.kept_history import KeptHistory

if TYPE_CHECKING:
    from desktop_pipeline.domain.targets import Target

    # numpy comes after first paint: whatever needs it is imported on first use.
    from desktop_pipeline.metrics.history import Flags
    from desktop_pipeline.metrics.people.owners import Owners
    from desktop_pipeline.metrics.selection import Selection
    from desktop_pipeline.metrics.telling.asked import Asked
    from desktop_pipeline.metrics.telling.everything import Everything
    from desktop_pipeline.metrics.telling.overview import BaseFigures, Overview
    from desktop_pipeline.metrics.telling.parts import Part


class LeftOutIds(NamedTuple):
    """The deals that a reason (population.Why) leaves out of a figure; `currency` names the one without a rate."""

    why: str
    ids: tuple[int, ...]
    currency: str | None = None


class Behind(NamedTuple):
    """The ids of the deals behind one figure, and of those that are left out, by reason.

    `values` are what the figure adds up of them, in the base currency's minor units, of those of which it is known.
    """

    ids: tuple[int, ...]
    left_out: tuple[LeftOutIds, ...]
    values: Mapping[int, int]

    @property
    def total(self) -> int | None:
        """What the deals come to; None where no value is known."""
        known = [self.values[deal] for deal in self.ids if deal in self.values]
        return sum(known) if known else None


class Figures(KeptHistory):
    """Every figure of the workspace that is open; from any thread."""

    def ask(self, as_of: date, period: Period, selection: "Selection | None" = None) -> "Asked":
        """What any figure of METRICS is asked of, as of the end of a day."""
        from desktop_pipeline.metrics.days import microseconds  # noqa: PLC0415
        from desktop_pipeline.metrics.selection import EVERYTHING  # noqa: PLC0415
        from desktop_pipeline.metrics.telling.asked import Asked  # noqa: PLC0415

        now = microseconds(self._workspace.now()) if as_of == self._workspace.today() else None
        return Asked(self.moment(as_of), period, selection or EVERYTHING, now)

    def overview(self, as_of: date, period: Period, selection: "Selection | None" = None) -> "Overview":
        """Every figure of the Overview as of the end of a day."""
        from desktop_pipeline.metrics.telling.overview import summarise  # noqa: PLC0415

        return summarise(self.ask(as_of, period, selection))

    def base_figures(self, as_of: date, period: Period, selection: "Selection | None" = None) -> "BaseFigures":
        """Those of them that stand on outcomes: a fifth of the time, for the lines of many months."""
        from desktop_pipeline.metrics.telling.overview import work_out_base  # noqa: PLC0415

        return work_out_base(self.ask(as_of, period, selection))

    def everything(self, as_of: date, period: Period, selection: "Selection | None" = None) -> "Everything":
        """Every figure of METRICS; the look back alone replays a year."""
        from desktop_pipeline.metrics.telling.everything import work_out_everything  # noqa: PLC0415

        return work_out_everything(self.ask(as_of, period, selection), *self._read_targets())

    def owners(self, as_of: date, period: Period, selection: "Selection | None" = None) -> "Owners":
        """The team, each with what they pushed and the targets of their own that run on the as-of day (METRICS §16)."""
        from desktop_pipeline.domain.targets import TargetScope  # noqa: PLC0415
        from desktop_pipeline.metrics.ahead.targets import measure_target  # noqa: PLC0415
        from desktop_pipeline.metrics.changing.hygiene import measure_pushes  # noqa: PLC0415
        from desktop_pipeline.metrics.people.owners import measure_owners  # noqa: PLC0415

        asked = self.ask(as_of, period, selection)
        targets, working_days, holidays = self._read_targets()
        standings = (
            measure_target(asked.moment, target, working_days, holidays)
            for target in targets
            if target.scope is TargetScope.OWNER and as_of in target.period
        )
        pushes = measure_pushes(asked.pushed).by_owner
        return measure_owners(asked.moment, period, asked.selection, standings=standings, pushes=pushes)

    def _read_targets(self) -> "tuple[Sequence[Target], Collection[int], Collection[date]]":
        """The targets with the days that are worked on, and those that are not."""
        from desktop_pipeline.queries.settings import read_holidays, read_working_days  # noqa: PLC0415
        from desktop_pipeline.queries.targets import read_targets  # noqa: PLC0415

        with self._workspace.reading() as view:
            return read_targets(view), read_working_days(view), {row.day for row in read_holidays(view)}

    def deals_behind(self, as_of: date, period: Period, selection: "Selection", part: "Part") -> Behind:
        """Which deals a figure stands on, in order of id."""
        from desktop_pipeline.metrics.telling.parts import find_behind  # noqa: PLC0415

        asked = self.ask(as_of, period, selection)
        flags, left_out = find_behind(asked, part)
        ids = asked.moment.history.deals.ids
        listed = flags.copy()
        for reason in left_out:
            listed |= reason.deals
        return Behind(
            tuple(ids[flags].tolist()),
            tuple(
                LeftOutIds(reason.why.value, tuple(ids[reason.deals].tolist()), reason.currency) for reason in left_out
            ),
            _known_values(asked, listed),
        )

    def list_deals(self, as_of: date, selection: "Selection", ids: Collection[int]) -> Behind:
        """Deals that are known by their ids, with their values as of the end of a day."""
        import numpy as np  # noqa: PLC0415

        asked = self.ask(as_of, trailing_year(as_of), selection)
        return Behind(tuple(ids), (), _known_values(asked, np.isin(asked.moment.history.deals.ids, list(ids))))

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
        from desktop_pipeline.metrics.selection import Selection  # noqa: PLC0415
        from desktop_pipeline.metrics.weighted import weighted_by_stage  # noqa: PLC0415

        only = None
        if board_filter.is_set:
            with self._workspace.reading() as view:
                only = list_shown(view, board_filter)
        return weighted_by_stage(self.moment(today), Selection(pipeline=board_filter.pipeline_id), only=only)

    def chance(self, deal_id: int, today: date) -> float | None:
        """How likely the deal is won: set by hand, else by its stage's history (METRICS §9); None where unknown."""
        from desktop_pipeline.metrics.weighted import chance_of_deal  # noqa: PLC0415

        return chance_of_deal(self.moment(today), deal_id)

    def chance_at_hand(self, deal_id: int, today: date) -> float | None:
        """The same; None too where it would have to be waited for."""
        from desktop_pipeline.metrics.weighted import chance_of_deal  # noqa: PLC0415

        moment = self.moment_at_hand(today)
        return None if moment is None else chance_of_deal(moment, deal_id)

    def stage_chances(self, today: date) -> dict[int, float]:
        """How likely deals of each stage are won, by its id, where nobody set a share for the deal (METRICS §1)."""
        moment = self.moment(today)
        return dict(zip(moment.history.stages.ids.tolist(), moment.chances.probability.tolist(), strict=True))

    def usual_days(self, today: date) -> dict[int, int]:
        """How long deals usually stay in each stage, by its id: those that left it in the last 12 months (METRICS §7).

        A stage that too few have left is absent.
        """
        from desktop_pipeline.metrics.stages.stage_days import measure_speed  # noqa: PLC0415

        asked = self.ask(today, trailing_year(today))
        stages = measure_speed(asked.moment, asked.chosen, asked.period).stages
        return {stage.stage_id: stage.usual for stage in stages if stage.usual is not None}


def _find(what: str, name: str | None, names: Mapping[int, str], to_key: Callable[[str], str]) -> int | None:
    if name is None:
        return None
    for row_id, called in names.items():
        if to_key(called) == to_key(name):
            return row_id
    if what != "pipeline" and is_none(name):
        return NONE
    there = ", ".join(brief(called) for called in list(names.values())[:12])
    message = f"There is no {what} “{brief(name)}”. There are: {there or 'none'}."
    raise NotFoundError(message)


def _known_values(asked: "Asked", deals: "Flags") -> dict[int, int]:
    from desktop_pipeline.metrics.history import NO_VALUE  # noqa: PLC0415

    amount = asked.population.amount
    known = deals & (amount != NO_VALUE)
    return dict(zip(asked.moment.history.deals.ids[known].tolist(), amount[known].tolist(), strict=True))
