"""How many of the deals that reached a stage got further, and how soon (METRICS §6)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.history import NO_DAY, Flags, Int8s, Int32s, Int64s
from desktop_pipeline.metrics.in_period import falls_in, flag_rows, lived_in
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import LeftOut, LeftOutDeals, Why, count_deals
from desktop_pipeline.metrics.rates import Rate, rate_of
from desktop_pipeline.metrics.selection import Chosen, choose
from desktop_pipeline.metrics.snapshot import Status
from desktop_pipeline.metrics.stages.incidence import CENSORED, LOST, WON, cumulative_incidence
from desktop_pipeline.metrics.stages.passages import Fate

USUAL_DAYS = 30


@dataclass(frozen=True, slots=True)
class Step:
    """From one stage to the next: the deals that reached it in the period; no share where there were none.

    The estimates within some days are None where no deal was watched for so long.
    """

    stage_id: int
    name: str
    pipeline_id: int
    archived: bool
    reached: int
    advanced: int
    dropped: int
    undecided: int
    moved_back: int
    skipped: int
    next_within: float | None
    won_within: float | None

    @property
    def resolved(self) -> Rate:
        """Advanced ÷ (advanced + dropped), the headline."""
        return rate_of(self.advanced, self.advanced + self.dropped)

    @property
    def so_far(self) -> float | None:
        """Advanced ÷ reached: what it is if none of the undecided gets further."""
        return self._share(self.advanced)

    @property
    def at_most(self) -> float | None:
        """What it is if all of the undecided get further."""
        return self._share(self.advanced + self.undecided)

    @property
    def regression_rate(self) -> float | None:
        """Moved back from here ÷ reached."""
        return self._share(self.moved_back)

    @property
    def skip_rate(self) -> float | None:
        """Passed without being here ÷ reached."""
        return self._share(self.skipped)

    def _share(self, deals: int) -> float | None:
        return deals / self.reached if self.reached else None


@dataclass(frozen=True, slots=True)
class Conversion:
    """The steps in order of pipeline and stage; `days` is what the estimates within some days are asked for."""

    steps: tuple[Step, ...]
    days: int
    left_out: tuple[LeftOut, ...]


def measure_conversion(moment: Moment, chosen: Flags | Chosen, period: Period, *, days: int = USUAL_DAYS) -> Conversion:
    """A step for each open stage; one that was removed only where deals that were in it are told of."""
    cohort, bounds = _sort_by_stage(moment, _find_cohort(moment, chosen, period))
    steps = (
        _measure_step(moment, stage, cohort[bounds[stage] : bounds[stage + 1]], days)
        for stage in np.flatnonzero(moment.history.stages.is_open).tolist()
    )
    return Conversion(
        steps=tuple(step for step in steps if step.reached or not step.archived),
        days=days,
        left_out=count_deals(find_conversion_left_out(moment, choose(chosen).deals, period)),
    )


def flag_reached(
    moment: Moment, chosen: Flags | Chosen, period: Period, stage_id: int, *, fate: Fate | None = None
) -> Flags:
    """The deals that reached a stage in the period, all or those of one fate."""
    passages, rows = moment.passages, _find_cohort(moment, chosen, period, stage_id)
    found = rows if fate is None else rows[passages.fate[rows] == fate]
    return flag_rows(passages.deal[found], moment.snapshot.exists.size)


def flag_moved_back(moment: Moment, chosen: Flags | Chosen, period: Period, stage_id: int) -> Flags:
    """Those of them that moved back from it."""
    rows = _find_cohort(moment, chosen, period, stage_id)
    return flag_rows(moment.passages.deal[rows[moment.passages.moved_back[rows]]], moment.snapshot.exists.size)


def flag_skipped(moment: Moment, chosen: Flags | Chosen, period: Period, stage_id: int) -> Flags:
    """Those of them that were never in it."""
    rows = _find_cohort(moment, chosen, period, stage_id)
    return flag_rows(moment.passages.deal[rows[~moment.passages.entered[rows]]], moment.snapshot.exists.size)


def find_conversion_left_out(moment: Moment, chosen: Flags, period: Period) -> tuple[LeftOutDeals, ...]:
    """Deals of the period that are in no step, or in one of them without its days."""
    snapshot, passages = moment.snapshot, moment.passages
    lived = chosen & lived_in(snapshot, period)
    real = lived & ~snapshot.not_real
    undated = flag_rows(passages.deal[passages.reached & (passages.reached_day == NO_DAY)], chosen.size)
    found = (
        LeftOutDeals(Why.NOT_REAL, lived & snapshot.not_real),
        LeftOutDeals(Why.STAGES_PASSED_UNKNOWN, real & (snapshot.entry < 0)),
        LeftOutDeals(Why.REACHED_UNKNOWN, real & undated),
    )
    return tuple(reason for reason in found if reason.deals.any())


def _find_cohort(moment: Moment, chosen: Flags | Chosen, period: Period, stage_id: int | None = None) -> Int64s:
    """Rows of the passages by which real deals reached a stage in the period, any or one of them."""
    passages = moment.passages
    reached = passages.reached & falls_in(passages.reached_day, period) & ~moment.snapshot.not_real[passages.deal]
    if stage_id is not None:
        reached &= moment.history.stages.ids[passages.stage] == stage_id
    rows = np.flatnonzero(reached)
    when = passages.reached_event[rows], passages.reached_day[rows]
    return rows[choose(chosen).at(moment.history, passages.deal[rows], *when)]


def _sort_by_stage(moment: Moment, rows: Int64s) -> tuple[Int64s, list[int]]:
    """The rows by stage, and where each stage row's begin."""
    # Numpy sorts numbers of 16 bits without comparing them.
    stage = moment.passages.stage[rows].astype(np.int16)
    counts = np.bincount(stage, minlength=moment.history.stages.ids.size)
    return rows[np.argsort(stage, kind="stable")], [0, *np.cumsum(counts).tolist()]


def _measure_step(moment: Moment, stage: int, rows: Int64s, days: int) -> Step:
    stages, passages, snapshot = moment.history.stages, moment.passages, moment.snapshot
    deal, fate, begun = passages.deal[rows], passages.fate[rows], passages.reached_day[rows]
    closed, status = snapshot.closed_day[deal], snapshot.status[deal]
    undecided, advanced, dropped = np.bincount(fate, minlength=len(Fate)).tolist()
    causes = np.array([CENSORED, WON, LOST], dtype=np.int8)
    today = snapshot.as_of.day
    ends = np.where(fate == Fate.ADVANCED, passages.beyond_day[rows], np.where(fate == Fate.DROPPED, closed, today))
    return Step(
        stage_id=int(stages.ids[stage]),
        name=stages.names[stage],
        pipeline_id=int(stages.pipeline[stage]),
        archived=bool(stages.archived[stage]),
        reached=rows.size,
        advanced=advanced,
        dropped=dropped,
        undecided=undecided,
        moved_back=int(np.count_nonzero(passages.moved_back[rows])),
        skipped=int(np.count_nonzero(~passages.entered[rows])),
        next_within=_estimate(begun, ends, causes[fate], days),
        won_within=_estimate(begun, np.where(status == Status.OPEN, today, closed), causes[status], days),
    )


def _estimate(begun: Int32s, ended: Int32s, cause: Int8s, days: int) -> float | None:
    # An unknown end lies before every beginning, as does one that was entered wrongly.
    lasted = ended.astype(np.int64) - begun
    told = lasted >= 0
    return cumulative_incidence(lasted[told], cause[told]).within(days)
