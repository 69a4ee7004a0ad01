"""The gates that deals were let through though something required was open, and why (PRODUCT D3)."""

import json
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from desktop_pipeline.domain.periods import Period, start_of_day
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.storage.instants import from_microseconds, to_microseconds
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class PassedGate:
    """One move: `stage` is where it led, None where the deal was won; `missing` names what was required and open."""

    deal_id: int
    title: str
    at: datetime
    who: str
    stage: str | None
    why: str
    missing: tuple[str, ...]


def read_passed_gates(view: View, asked: Asked, period: Period) -> tuple[PassedGate, ...]:
    """Those of a period, newest first, of the deals that are asked about."""
    since, until = (to_microseconds(start_of_day(day, view.zone)) for day in (period.start, period.end))
    rows = view.rows(
        "select g.deal_id, d.title, g.at, g.who, s.name, g.why, g.missing"
        " from gate_pass g join deal d on d.id = g.deal_id left join stage s on s.id = g.to_stage_id"
        " where g.at >= ? and g.at < ? order by g.at desc, g.id desc",
        (since, until),
    )
    ids = asked.moment.history.deals.ids
    chosen = set(ids[np.flatnonzero(asked.population.chosen)].tolist()) if rows else set()
    return tuple(
        PassedGate(deal_id, title, from_microseconds(at), who, stage, why, tuple(json.loads(missing)))
        for deal_id, title, at, who, stage, why, missing in rows
        if deal_id in chosen
    )
