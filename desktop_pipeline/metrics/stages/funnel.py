"""How far the deals created in a period have come (METRICS §6)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.history import NO_DAY, Flags, Int64s
from desktop_pipeline.metrics.in_period import falls_in, flag_rows
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import LeftOut, LeftOutDeals, Why, count_deals
from desktop_pipeline.metrics.selection import Chosen, choose
from desktop_pipeline.metrics.snapshot import Status


@dataclass(frozen=True, slots=True)
class FunnelStage:
    """Deals that reached a stage; those that were created right in it came in here, from no stage before."""

    stage_id: int
    name: str
    archived: bool
    reached: int
    came_in: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """The deals of one pipeline that were created in the period, and how many of them were won, lost or are open."""

    pipeline_id: int
    created: int
    won: int
    lost: int
    stages: tuple[FunnelStage, ...]

    @property
    def open(self) -> int:
        """Those not decided yet."""
        return self.created - self.won - self.lost


@dataclass(frozen=True, slots=True)
class Funnels:
    """One for each pipeline in order of its id."""

    pipelines: tuple[Funnel, ...]
    left_out: tuple[LeftOut, ...]


def count_funnels(moment: Moment, chosen: Flags | Chosen, period: Period) -> Funnels:
    """Reached counts of the deals created in the period whose stages are known."""
    history, snapshot = moment.history, moment.snapshot
    cohort = flag_created(moment, chosen, period)
    size = history.stages.ids.size
    reached = np.bincount(moment.passages.stage[_find_reached(moment, cohort)], minlength=size)
    came_in = np.bincount(snapshot.entry[cohort], minlength=size)
    pipelines = []
    for pipeline in np.unique(history.stages.pipeline).tolist():
        there = cohort & (snapshot.pipeline == pipeline)
        undecided, won, lost = np.bincount(snapshot.status[there], minlength=len(Status)).tolist()
        stages = np.flatnonzero((history.stages.pipeline == pipeline) & history.stages.is_open)
        pipelines.append(
            Funnel(
                pipeline_id=pipeline,
                created=undecided + won + lost,
                won=won,
                lost=lost,
                stages=_list_stages(moment, stages, reached, came_in),
            )
        )
    return Funnels(tuple(pipelines), count_deals(find_funnel_left_out(moment, choose(chosen).deals, period)))


def flag_created(
    moment: Moment,
    chosen: Flags | Chosen,
    period: Period,
    *,
    pipeline_id: int | None = None,
    status: Status | None = None,
) -> Flags:
    """The real deals created in the period whose stages are known, all or those of one pipeline or status."""
    snapshot = moment.snapshot
    created = _flag_real(moment, choose(chosen).at_creation(moment.history), period) & (snapshot.entry >= 0)
    if pipeline_id is not None:
        created &= snapshot.pipeline == pipeline_id
    return created if status is None else created & (snapshot.status == status)


def flag_funnel(
    moment: Moment, chosen: Flags | Chosen, period: Period, stage_id: int, *, came_in: bool = False
) -> Flags:
    """Those of them that reached a stage, or came in there."""
    cohort = flag_created(moment, chosen, period)
    stage = moment.history.stages.rows_by_id()[stage_id]
    if came_in:
        return flag_rows(np.flatnonzero(cohort & (moment.snapshot.entry == stage)), cohort.size)
    rows = _find_reached(moment, cohort)
    return flag_rows(moment.passages.deal[rows[moment.passages.stage[rows] == stage]], cohort.size)


def find_funnel_left_out(moment: Moment, chosen: Flags, period: Period) -> tuple[LeftOutDeals, ...]:
    """Deals that were created in the period, or may have been, and are in no funnel."""
    snapshot = moment.snapshot
    created = chosen & falls_in(snapshot.created_day, period)
    unknown = chosen & (snapshot.created_day == NO_DAY) & ~snapshot.not_real
    found = (
        LeftOutDeals(Why.NOT_REAL, created & snapshot.not_real),
        LeftOutDeals(Why.CREATION_UNKNOWN, unknown),
        LeftOutDeals(Why.STAGES_PASSED_UNKNOWN, _flag_real(moment, chosen, period) & (snapshot.entry < 0)),
    )
    return tuple(reason for reason in found if reason.deals.any())


def _flag_real(moment: Moment, chosen: Flags, period: Period) -> Flags:
    return chosen & ~moment.snapshot.not_real & falls_in(moment.snapshot.created_day, period)


def _find_reached(moment: Moment, cohort: Flags) -> Int64s:
    return np.flatnonzero(moment.passages.reached & cohort[moment.passages.deal])


def _list_stages(moment: Moment, rows: Int64s, reached: Int64s, came_in: Int64s) -> tuple[FunnelStage, ...]:
    stages = moment.history.stages
    return tuple(
        FunnelStage(
            stage_id=int(stages.ids[row]),
            name=stages.names[row],
            archived=bool(stages.archived[row]),
            reached=int(reached[row]),
            came_in=int(came_in[row]),
        )
        for row in rows.tolist()
        if reached[row] or not stages.archived[row]
    )
