"""What each owner has, did and won (METRICS §16)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.domain.targets import TargetScope
from desktop_pipeline.metrics.ahead.targets import Standing
from desktop_pipeline.metrics.changing.hygiene import OwnerPushes
from desktop_pipeline.metrics.closing.breakdown import Breakdown, Row, break_down
from desktop_pipeline.metrics.history import NO_DAY, NO_VALUE, UNKNOWN, Flags, Int32s
from desktop_pipeline.metrics.in_period import falls_in
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.people.loss_profiles import LossProfile, find_loss_profiles, flags_without_profile
from desktop_pipeline.metrics.population import (
    LeftOut,
    LeftOutDeals,
    Population,
    Why,
    count_deals,
    find_left_out,
    gather,
)
from desktop_pipeline.metrics.rates import rate_of
from desktop_pipeline.metrics.selection import EVERYTHING, Selection, find_first_owners, select
from desktop_pipeline.metrics.snapshot import pick

_NOBODY = Row(
    key=UNKNOWN,
    name=None,
    active=0,
    won=0,
    lost=0,
    win_rate=rate_of(0, 0),
    won_value=0,
    mean_size=None,
    cycle_mean=None,
)


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """One owner; `figures.key` is UNKNOWN for what is nobody's.

    Deals created and activities count for whoever had them then; activities are counted also without a deal.
    """

    figures: Row
    created: int
    done: int
    overdue: int
    standings: tuple[Standing, ...]  # of the owner's own targets
    pushes: OwnerPushes | None  # None where nothing of theirs was due (METRICS §15)


@dataclass(frozen=True, slots=True)
class Owners:
    """The team in order of name, and where its members lose deals."""

    lines: tuple[OwnerLine, ...]
    loss_profiles: tuple[LossProfile, ...]
    left_out: tuple[LeftOut, ...]


def measure_owners(
    moment: Moment,
    period: Period,
    selection: Selection = EVERYTHING,
    *,
    standings: Iterable[Standing] = (),
    pushes: Iterable[OwnerPushes] = (),
) -> Owners:
    """Each owner under a filter; an owner's own filter leaves their line, still compared with the whole team."""
    population = gather(moment, period, selection)
    rows = list(break_down(moment.history, moment.snapshot, population, selection)[Breakdown.OWNER])
    created = _count_by_owner(find_first_owners(moment.history)[_flag_created(moment, period, selection)])
    activities = moment.history.activities
    done = _count_by_owner(activities.owner[find_done(moment, period, selection)])
    overdue = _count_by_owner(activities.owner[find_overdue(moment, selection)])
    pushed = {one.owner: one for one in pushes}
    # What was nobody's when it was created or done counts, though everything is somebody's by now.
    if selection.owner is None and UNKNOWN in {*created, *done, *overdue, *pushed} - {row.key for row in rows}:
        rows.append(_NOBODY)
    of_owners = [standing for standing in standings if standing.target.scope is TargetScope.OWNER]
    lines = [
        OwnerLine(
            figures=row,
            created=created.get(row.key, 0),
            done=done.get(row.key, 0),
            overdue=overdue.get(row.key, 0),
            standings=tuple(one for one in of_owners if one.target.of == row.key),
            pushes=pushed.get(row.key),
        )
        for row in rows
    ]
    team = gather_team(moment, period, selection)
    return Owners(
        lines=tuple(lines),
        loss_profiles=find_loss_profiles(moment, team, selection.owner),
        left_out=count_deals(find_owners_left_out(moment, period, selection)),
    )


def gather_team(moment: Moment, period: Period, selection: Selection = EVERYTHING) -> Population:
    """The deals of the whole team under a filter: whom an owner is compared with."""
    return gather(moment, period, _without_owner(selection))


def flags_created_by(moment: Moment, period: Period, owner: int, selection: Selection = EVERYTHING) -> Flags:
    """The deals created in the period that were this owner's then."""
    created: Flags = _flag_created(moment, period, selection) & (find_first_owners(moment.history) == owner)
    return created


def flags_done_by(moment: Moment, period: Period, owner: int, selection: Selection = EVERYTHING) -> Flags:
    """The deals for which this owner did something in the period."""
    return _deals_of(moment, find_done(moment, period, selection), owner)


def flags_overdue_of(moment: Moment, owner: int, selection: Selection = EVERYTHING) -> Flags:
    """The deals for which this owner is late with something."""
    return _deals_of(moment, find_overdue(moment, selection), owner)


def find_owners_left_out(moment: Moment, period: Period, selection: Selection = EVERYTHING) -> tuple[LeftOutDeals, ...]:
    """Deals that some figure of the page leaves out."""
    team = gather_team(moment, period, selection)
    nobody, unknown = flags_without_profile(moment, team)
    found = [*find_left_out(moment, gather(moment, period, selection))]
    found += [LeftOutDeals(Why.NO_OWNER, nobody), LeftOutDeals(Why.STAGES_PASSED_UNKNOWN, unknown)]
    return tuple(reason for reason in found if reason.deals.any())


def _without_owner(selection: Selection) -> Selection:
    return replace(selection, owner=None)


def _flag_created(moment: Moment, period: Period, selection: Selection) -> Flags:
    chosen = select(moment.history, moment.snapshot, _without_owner(selection))
    created: Flags = chosen & ~moment.snapshot.not_real & falls_in(moment.snapshot.created_day, period)
    return created


def find_done(moment: Moment, period: Period, selection: Selection = EVERYTHING) -> Flags:
    """The activities that were done in the period, whoever did them: an owner's filter narrows nothing here."""
    activities = moment.history.activities
    done = (activities.done != NO_VALUE) & (activities.done <= moment.as_of.at)
    found: Flags = done & falls_in(activities.done_day, period)
    # What was done was done, also for a deal that was deleted since.
    return found if _without_owner(selection) == EVERYTHING else found & _of_chosen(moment, selection)


def find_overdue(moment: Moment, selection: Selection = EVERYTHING) -> Flags:
    """The activities planned for a day before the as-of day and not done by its end, whoever has them."""
    activities = moment.history.activities
    is_open = (activities.done == NO_VALUE) | (activities.done > moment.as_of.at)
    known = (activities.created == NO_VALUE) | (activities.created <= moment.as_of.at)
    late = (activities.due_day != NO_DAY) & (activities.due_day < moment.as_of.day)
    found: Flags = is_open & known & late & _of_chosen(moment, selection)
    return found


def _of_chosen(moment: Moment, selection: Selection) -> Flags:
    """Activities whose deal passes the filter, whoever owns that deal; without a filter also those of no deal."""
    of_deals = _without_owner(selection)
    chosen = select(moment.history, moment.snapshot, of_deals)
    return pick(chosen, moment.history.activities.deal.astype(np.int64), missing=of_deals == EVERYTHING)


def _deals_of(moment: Moment, activities: Flags, owner: int) -> Flags:
    known = moment.history.activities
    deals = known.deal[activities & (known.owner == owner) & (known.deal >= 0)]
    flags = np.zeros(moment.history.deals.ids.size, dtype=np.bool_)
    flags[deals] = True
    return flags & moment.snapshot.exists


def _count_by_owner(owners: Int32s) -> dict[int, int]:
    keys, counts = np.unique(owners, return_counts=True)
    return dict(zip(keys.tolist(), counts.tolist(), strict=True))
