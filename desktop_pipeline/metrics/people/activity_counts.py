"""What was done and what is late, by owner, kind and month (METRICS §16)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.days import date_of
from desktop_pipeline.metrics.history import Flags
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.people.owners import find_done, find_overdue
from desktop_pipeline.metrics.selection import EVERYTHING, Selection

# Owner id (UNKNOWN is nobody) and key of the kind (empty for one that no list has).
OwnerAndKind = tuple[int, str]


@dataclass(frozen=True, slots=True)
class ActivityCounts:
    """So many were done in the period and are late on the as-of day; months by their first day."""

    done: Mapping[OwnerAndKind, int]
    late: Mapping[OwnerAndKind, int]
    done_by_month: Mapping[tuple[date, int, str], int]


def count_activities(moment: Moment, period: Period, selection: Selection = EVERYTHING) -> ActivityCounts:
    """Counts of every owner: the deals are those of the filter, its owner is left to whoever reads the counts."""
    done = find_done(moment, period, selection)
    return ActivityCounts(
        done=_count(moment, done),
        late=_count(moment, find_overdue(moment, selection)),
        done_by_month=_count_by_month(moment, done),
    )


def _count(moment: Moment, flags: Flags) -> dict[OwnerAndKind, int]:
    activities, keys = moment.history.activities, moment.history.names.activity_kinds
    pairs = np.stack((activities.owner[flags], activities.kind[flags]), axis=1)
    found, counts = np.unique(pairs, axis=0, return_counts=True)
    named = ((int(owner), _name(keys, int(kind))) for owner, kind in found)
    return dict(zip(named, counts.tolist(), strict=True))


def _count_by_month(moment: Moment, flags: Flags) -> dict[tuple[date, int, str], int]:
    activities, keys = moment.history.activities, moment.history.names.activity_kinds
    rows = np.stack((activities.done_day[flags], activities.owner[flags], activities.kind[flags]), axis=1)
    found, counts = np.unique(rows, axis=0, return_counts=True)
    by_month: dict[tuple[date, int, str], int] = {}
    for (day, owner, kind), count in zip(found.tolist(), counts.tolist(), strict=True):
        key = (date_of(day).replace(day=1), owner, _name(keys, kind))
        by_month[key] = by_month.get(key, 0) + count
    return by_month


def _name(keys: tuple[str, ...], kind: int) -> str:
    return keys[kind] if 0 <= kind < len(keys) else ""
