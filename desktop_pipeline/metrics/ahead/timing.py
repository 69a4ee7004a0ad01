"""What the past tells about when deals are won: by age in each stage, and by how far closes slip (METRICS §9, §13)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.metrics.history import NO_DAY, Flags, Floats, Int8s, Int64s
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.snapshot import Snapshot, Status
from desktop_pipeline.metrics.stages.incidence import CENSORED, LOST, WON, Incidence, cumulative_incidence
from desktop_pipeline.metrics.stages.passages import Fate

FEWEST_CLOSED = 20
FEWEST_SLIPS = 20
_CAUSES = np.array([CENSORED, WON, LOST], dtype=np.int8)  # by Status


@dataclass(frozen=True, eq=False)
class Wait:
    """Days from some day in a deal's life until it is decided."""

    incidence: Incidence

    @property
    def share_won(self) -> float:
        """The share won as far as the past reaches."""
        return float(self.incidence.cumulative_won[-1]) if self.incidence.days.size else 0.0

    @property
    def share_left(self) -> float:
        """The share undecided where the past ends."""
        return float(self.incidence.surviving[-1]) if self.incidence.days.size else 1.0

    def won_anew(self, days: Int64s) -> Floats:
        """Of those who are won, the share that is within so many days; 0 where nobody was."""
        if self.share_won <= 0:
            return np.zeros(days.shape)
        return self.incidence.won_by(days) / self.share_won


@dataclass(frozen=True, eq=False)
class StageWait:
    """Deals that reached a stage: days until each went on or was decided, and days until it was decided."""

    start: Wait
    stays: Int64s  # ascending; a deal is undecided in the stage at an age below its stay
    days: Int64s
    causes: Int8s

    def after(self, age: int) -> Wait | None:
        """From an age on, of the deals that were still undecided in the stage at it; None where too few of them closed.

        METRICS §9 in the words of §6: *undecided* deals have not gone beyond the stage. Those that have are won sooner,
        and tell nothing of one that is still there.
        """
        first = int(np.searchsorted(self.stays, age, side="right"))
        causes = self.causes[first:]
        if np.count_nonzero(causes != CENSORED) < FEWEST_CLOSED:
            return None
        return Wait(cumulative_incidence(self.days[first:] - age, causes))


@dataclass(frozen=True, eq=False)
class Timing:
    """By stage row where enough deals closed; slips of won deals in ascending order; from the creation, all deals."""

    waits: Mapping[int, StageWait]
    slips: Int64s
    from_creation: Wait


def time_deals(moment: Moment) -> Timing:
    """From the whole company, whatever the filter, as stage_chances does."""
    return Timing(_wait_in_stages(moment), find_slips(moment), wait_from_creation(moment, moment.snapshot.exists))


def wait_from_creation(moment: Moment, chosen: Flags) -> Wait:
    """Days from the creation to either outcome."""
    snapshot = moment.snapshot
    end, usable = _ends(snapshot)
    rows = np.flatnonzero(chosen & usable & (snapshot.created_day != NO_DAY) & (end >= snapshot.created_day))
    return Wait(cumulative_incidence(end[rows] - snapshot.created_day[rows], _CAUSES[snapshot.status[rows]]))


def find_slips(moment: Moment) -> Int64s:
    """Days from the first expected close to the actual one, of won deals of which one was expected before."""
    snapshot, events = moment.snapshot, moment.history.events
    by_now = events.at <= snapshot.as_of.at
    won = np.flatnonzero((events.kind == EventKind.WON) & by_now)
    won_at = np.full(snapshot.exists.size, np.iinfo(np.int64).min)
    won_at[events.deal[won]] = events.at[won]
    sets_it = (events.kind == EventKind.CREATED) | (events.kind == EventKind.EXPECTED_CLOSE)
    # A file tells what was expected of a closed deal as of its outcome, when it is no expectation any more.
    told = np.flatnonzero(sets_it & by_now & (events.expected != NO_DAY) & (events.at < won_at[events.deal]))
    first = told[np.diff(events.deal[told], prepend=-1) > 0]
    deals, expected = events.deal[first], events.expected[first].astype(np.int64)
    known = snapshot.exists & (snapshot.status == Status.WON) & (snapshot.closed_day != NO_DAY)
    return np.sort((snapshot.closed_day[deals] - expected)[known[deals]])


def _wait_in_stages(moment: Moment) -> dict[int, StageWait]:
    snapshot, passages = moment.snapshot, moment.passages
    end, usable = _ends(snapshot)
    known = passages.reached & (passages.reached_day != NO_DAY) & usable[passages.deal]
    left = np.where(passages.fate == Fate.ADVANCED, passages.beyond_day, end[passages.deal])
    known &= left != NO_DAY
    rows = np.flatnonzero(known & (end[passages.deal] >= passages.reached_day) & (left >= passages.reached_day))
    rows = rows[np.argsort(left[rows] - passages.reached_day[rows], kind="stable")]
    stage, deal = passages.stage[rows], passages.deal[rows]
    days, causes = end[deal] - passages.reached_day[rows], _CAUSES[snapshot.status[deal]]
    stays = left[rows] - passages.reached_day[rows]
    counts = np.bincount(stage[causes != CENSORED], minlength=moment.history.stages.ids.size)
    waits = {}
    for one in np.flatnonzero(counts >= FEWEST_CLOSED).tolist():
        here = stage == one
        start = Wait(cumulative_incidence(days[here], causes[here]))
        waits[one] = StageWait(start, stays[here], days[here], causes[here])
    return waits


def _ends(snapshot: Snapshot) -> tuple[Int64s, Flags]:
    """The last day on which each deal is known to have been undecided, and whether it can tell of waiting."""
    is_open = snapshot.status == Status.OPEN
    usable = snapshot.exists & ~(snapshot.not_real & ~is_open) & (is_open | (snapshot.closed_day != NO_DAY))
    return np.where(is_open, snapshot.as_of.day, snapshot.closed_day).astype(np.int64), usable
