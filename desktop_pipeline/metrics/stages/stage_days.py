"""How long deals stay in each stage: those that have left it, and those that sit in it (METRICS §7)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.history import NO_DAY, UNKNOWN, Flags, Floats, Int32s, Int64s
from desktop_pipeline.metrics.in_period import falls_in, flag_rows, lived_in
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import LeftOut, LeftOutDeals, Why, count_deals
from desktop_pipeline.metrics.selection import Chosen, choose
from desktop_pipeline.metrics.snapshot import Status
from desktop_pipeline.metrics.stages.survival import kaplan_meier_median

_SHARES = (0.05, 0.25, 0.5, 0.75, 0.8, 0.95)
# Fewer stays than this tell nothing of what is usual (METRICS §0).
_FEW = 5


@dataclass(frozen=True, slots=True)
class Stay:
    """Days of n deals in a stage, one number a deal, its visits added; all None without deals."""

    n: int
    mean: float | None = None
    p5: float | None = None
    p25: float | None = None
    median: float | None = None
    p75: float | None = None
    p80: float | None = None
    p95: float | None = None


@dataclass(frozen=True, slots=True)
class StageDays:
    """One stage: the stays that ended in the period, and the deals that sit in it as of the instant.

    `kaplan_meier_median` counts those who sit in it as not yet gone: by that day half of the deals have left it.
    """

    stage_id: int
    name: str
    pipeline_id: int
    archived: bool
    finished: Stay
    sitting: int
    kaplan_meier_median: float | None

    @property
    def usual(self) -> int | None:
        """The median of the finished stays in whole days; None where they are too few."""
        median = self.finished.median
        return None if median is None or self.finished.n < _FEW else round(median)


@dataclass(frozen=True, slots=True)
class Speed:
    """Every open stage, in order of pipeline and stage; a removed one only where it has days to tell of."""

    stages: tuple[StageDays, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, eq=False)
class Sitting:
    """One row for each open deal that sits in a stage, by deal, with the days of the visit that runs."""

    deal: Int32s  # row in Deals
    stage: Int32s  # stage row
    days: Int32s  # −1 where nobody knows since when
    longer_than: Floats  # share of the past winners that stayed in it for fewer days; nan where there is nothing to say
    winners: Int64s  # how many they are


def measure_speed(moment: Moment, chosen: Flags | Chosen, period: Period) -> Speed:
    """Finished and running stays, never averaged together."""
    passages, stages = moment.passages, moment.history.stages
    finished = _find_finished(moment, chosen, period)
    sitting = np.flatnonzero(passages.is_running & choose(chosen).deals[passages.deal])
    measured = []
    for row in np.flatnonzero(stages.is_open).tolist():
        ended = passages.days[finished[passages.stage[finished] == row]]
        there = sitting[passages.stage[sitting] == row]
        running = passages.days[there[_is_told(moment, there)]]
        if stages.archived[row] and not (ended.size or there.size):
            continue
        measured.append(
            StageDays(
                stage_id=int(stages.ids[row]),
                name=stages.names[row],
                pipeline_id=int(stages.pipeline[row]),
                archived=bool(stages.archived[row]),
                finished=_measure_stay(ended),
                sitting=there.size,
                kaplan_meier_median=kaplan_meier_median(ended.astype(np.int64), running.astype(np.int64)),
            )
        )
    return Speed(tuple(measured), count_deals(find_speed_left_out(moment, choose(chosen).deals, period)))


def flag_finished(moment: Moment, chosen: Flags | Chosen, period: Period, stage_id: int) -> Flags:
    """The deals whose stay in a stage ended in the period and is of known length."""
    return _flag(moment, _find_finished(moment, chosen, period), stage_id)


def flag_sitting(moment: Moment, chosen: Flags | Chosen, stage_id: int) -> Flags:
    """The deals that sit in a stage."""
    return _flag(
        moment, np.flatnonzero(moment.passages.is_running & choose(chosen).deals[moment.passages.deal]), stage_id
    )


def flag_slow(moment: Moment, chosen: Flags | Chosen, stage_id: int | None = None) -> Flags:
    """Those of them, in one stage or any, that sit there for longer than its slow limit (METRICS §15)."""
    passages = moment.passages
    rows = np.flatnonzero(passages.is_running & choose(chosen).deals[passages.deal])
    limit = moment.history.stages.slow_limit[passages.stage[rows]]
    return _flag(moment, rows[passages.running_days[rows] > limit], stage_id)


def find_sitting(moment: Moment, chosen: Flags | Chosen) -> Sitting:
    """The running visits beside all past stays of deals that were won (METRICS §7)."""
    passages = moment.passages
    rows = np.flatnonzero(passages.is_running & choose(chosen).deals[passages.deal])
    stage = passages.stage[rows]
    is_known = moment.snapshot.created_day[passages.deal[rows]] != NO_DAY
    days = np.where(is_known, passages.running_days[rows], UNKNOWN).astype(np.int32)
    longer_than = np.full(rows.size, np.nan)
    winners = np.zeros(rows.size, dtype=np.int64)
    past = _find_winners(moment)
    for row in np.unique(stage).tolist():
        there = np.flatnonzero((stage == row) & (days >= 0))
        stayed = np.sort(passages.days[past[passages.stage[past] == row]])
        winners[stage == row] = stayed.size
        if stayed.size:
            longer_than[there] = np.searchsorted(stayed, days[there], side="left") / stayed.size
    return Sitting(passages.deal[rows], stage, days, longer_than, winners)


def find_speed_left_out(moment: Moment, chosen: Flags, period: Period) -> tuple[LeftOutDeals, ...]:
    """Deals that were in a stage in the period without its days being known, or whose stages are not known at all."""
    snapshot, passages = moment.snapshot, moment.passages
    lived = chosen & lived_in(snapshot, period)
    real = lived & ~snapshot.not_real
    in_period = (passages.left_day == NO_DAY) | falls_in(passages.left_day, period)
    unknown = flag_rows(passages.deal[passages.entered & (passages.days < 0) & in_period], chosen.size)
    found = (
        LeftOutDeals(Why.NOT_REAL, lived & snapshot.not_real),
        LeftOutDeals(Why.CREATION_UNKNOWN, real & (snapshot.created_day == NO_DAY)),
        LeftOutDeals(Why.STAGES_PASSED_UNKNOWN, real & (snapshot.entry < 0)),
        LeftOutDeals(Why.STAY_UNKNOWN, real & unknown & (snapshot.created_day != NO_DAY)),
    )
    return tuple(reason for reason in found if reason.deals.any())


def _find_finished(moment: Moment, chosen: Flags | Chosen, period: Period) -> Int64s:
    """Rows of the passages that ended in the period for good, as far as is known, after a known number of days."""
    passages = moment.passages
    # Those who are there again have no day of leaving.
    ended = falls_in(passages.left_day, period) & passages.entered
    rows = np.flatnonzero(ended & ~moment.snapshot.not_real[passages.deal])
    when = passages.left_event[rows], passages.left_day[rows]
    rows = rows[choose(chosen).at(moment.history, passages.deal[rows], *when)]
    return rows[_is_told(moment, rows)]


def _find_winners(moment: Moment) -> Int64s:
    """Rows of the passages of all deals that were won, through the stages that they were in for known days."""
    passages, snapshot = moment.passages, moment.snapshot
    rows = np.flatnonzero(passages.entered & (snapshot.status == Status.WON)[passages.deal])
    return rows[_is_told(moment, rows)]


def _is_told(moment: Moment, rows: Int64s) -> Flags:
    """Whether the days are known, and the deal's creation with them (METRICS §0)."""
    is_known: Flags = moment.snapshot.created_day[moment.passages.deal[rows]] != NO_DAY
    return is_known & (moment.passages.days[rows] >= 0)


def _measure_stay(days: Int32s) -> Stay:
    if not days.size:
        return Stay(0)
    p5, p25, median, p75, p80, p95 = np.quantile(days, _SHARES).tolist()
    return Stay(days.size, int(days.sum(dtype=np.int64)) / days.size, p5, p25, median, p75, p80, p95)


def _flag(moment: Moment, rows: Int64s, stage_id: int | None) -> Flags:
    passages = moment.passages
    if stage_id is not None:
        rows = rows[passages.stage[rows] == moment.history.stages.rows_by_id()[stage_id]]
    return flag_rows(passages.deal[rows], moment.snapshot.exists.size)
