"""The clean-up list: which open deals something stands against, why, and how healthy the pipeline is (METRICS §15)."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from desktop_pipeline.domain.periods import local_day, trailing_year
from desktop_pipeline.domain.snoozing import is_snoozed
from desktop_pipeline.queries.board_filter import TOUCH
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View

if TYPE_CHECKING:
    # numpy comes after first paint.
    from desktop_pipeline.metrics.changing.cleaning import DealToClean
    from desktop_pipeline.metrics.changing.hygiene import Hygiene


@dataclass(frozen=True, slots=True)
class CleaningList:
    """Deals to be cleaned up, the largest first; `asleep` are those of them that are left alone on purpose."""

    as_of: date
    currency: str
    hygiene: "Hygiene"
    deals: "tuple[DealToClean, ...]"
    asleep: "tuple[DealToClean, ...]"


@dataclass(frozen=True, slots=True)
class Snooze:
    """Until when a deal is left alone, and why."""

    until: date
    why: str


def read_cleaning(figures: Figures, currency: str, *, today: date, owner_ids: Collection[int] = ()) -> CleaningList:
    """Safe on a worker thread; without owners everybody's."""
    import numpy as np  # noqa: PLC0415 - after first paint

    from desktop_pipeline.metrics.changing.cleaning import find_to_clean  # noqa: PLC0415
    from desktop_pipeline.metrics.changing.hygiene import measure_hygiene  # noqa: PLC0415

    asked = figures.ask(today, trailing_year(today))
    moment, population = asked.moment, asked.population
    if owner_ids:
        whose = np.isin(moment.snapshot.owner, np.array(sorted(owner_ids), dtype=np.int64))
        population = replace(population, active=population.active & whose)
    found = find_to_clean(moment, population.active)
    return CleaningList(
        as_of=today,
        currency=currency,
        hygiene=measure_hygiene(moment.flagged, population),
        deals=tuple(deal for deal in found if not deal.is_snoozed),
        asleep=tuple(deal for deal in found if deal.is_snoozed),
    )


def read_snoozes(view: View, deal_ids: Sequence[int]) -> dict[int, Snooze]:
    """The snooze of each of these deals that nobody ended, the newest of each."""
    rows = view.rows(
        "select z.deal_id, z.until, z.why from json_each(?) j join deal_snooze z on z.deal_id = j.value"
        " where z.ended_at is null order by z.id",
        (json.dumps(list(deal_ids)),),
    )
    return {deal_id: Snooze(date.fromisoformat(until), why) for deal_id, until, why in rows}


def read_snooze(view: View, deal_id: int, *, today: date) -> Snooze | None:
    """The snooze that holds for an open deal now: the next real touch ends it too."""
    row = view.row(
        "select z.at, z.until, z.why, s.stale_limit from deal_snooze z join deal d on d.id = z.deal_id"  # noqa: S608 - our own text
        " join stage s on s.id = d.stage_id where z.deal_id = ? and z.ended_at is null and d.status = 'open'"
        f" and {TOUCH} <= z.at order by z.id desc limit 1",
        (deal_id,),
    )
    if row is None:
        return None
    since, until = local_day(from_microseconds(row[0]), view.zone), date.fromisoformat(row[1])
    return Snooze(until, row[2]) if is_snoozed(today, since=since, until=until, stale_limit=row[3]) else None


def read_stale_limits(view: View, deal_ids: Sequence[int]) -> dict[int, int]:
    """How many days each of these deals may be left alone."""
    rows = view.rows(
        "select d.id, s.stale_limit from json_each(?) j join deal d on d.id = j.value"
        " join stage s on s.id = d.stage_id",
        (json.dumps(list(deal_ids)),),
    )
    return {int(deal_id): int(limit) for deal_id, limit in rows}
