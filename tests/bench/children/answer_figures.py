"""Answers for one owner after the other: all of Overview by the program, or the base figures by numpy or SQL alone.

The base figures are active deals with their value, deal size, win rate, sales cycle, and how many deals reached each
stage, all from the events.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.periods import Period, trailing_year
from desktop_pipeline.metrics.days import as_of_day, day_number
from desktop_pipeline.metrics.history import NO_VALUE, UNKNOWN, Flags, History, Int64s
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.changeset import Touched
from desktop_pipeline.storage.workspace import Workspace, open_workspace

_SQL = """
with owned as (
    select deal_id, owner_id, row_number() over (partition by deal_id order by at desc, id desc) as place
    from history_event where kind in (1, 8) and at <= :as_of
),
chosen as materialized (select deal_id from owned where place = 1 and owner_id = :owner),
known as materialized (
    select e.deal_id, e.kind, e.at, e.id, e.to_stage_id, e.value
    from chosen c cross join history_event e on e.deal_id = c.deal_id where e.at <= :as_of
),
decided as (
    select deal_id, kind, at, row_number() over (partition by deal_id order by at desc, id desc) as place
    from known where kind in (3, 4, 5)
),
worth as (
    select deal_id, value, row_number() over (partition by deal_id order by at desc, id desc) as place
    from known where kind in (1, 6)
),
standing as materialized (
    select c.deal_id, c.at as created_at, d.kind as outcome, d.at as decided_at, w.value
    from known c left join decided d on d.deal_id = c.deal_id and d.place = 1
    left join worth w on w.deal_id = c.deal_id and w.place = 1 where c.kind = 1
),
closed as (select * from standing where outcome in (3, 4) and decided_at >= :start and decided_at < :end),
ranked as (
    select value, (decided_at - created_at) / 86400000000 as days,
           row_number() over (order by value) as by_value,
           row_number() over (order by decided_at - created_at) as by_days, count(*) over () as n
    from closed where outcome = 3
)
select (select count(*) from standing where outcome is null or outcome = 5),
       (select sum(value) from standing where outcome is null or outcome = 5),
       (select avg(outcome = 3) from closed), (select avg(value) from ranked), (select avg(days) from ranked),
       (select avg(value) from ranked where by_value in ((n + 1) / 2, (n + 2) / 2)),
       (select avg(days) from ranked where by_days in ((n + 1) / 2, (n + 2) / 2)),
       (select json_group_object(to_stage_id, deals) from (
           select to_stage_id, count(distinct deal_id) as deals from known where kind in (1, 2, 5, 10)
           group by to_stage_id))
"""


def answer_by_numpy(history: History, at: int, period: Period, owner: int) -> list[object]:
    """Nothing is kept from one answer to the next."""
    events, deals = history.events, history.deals.ids.size
    past = events.at <= at

    def last(*kinds: EventKind) -> Int64s:
        rows = np.flatnonzero(past & np.isin(events.kind, kinds))
        found = np.full(deals, UNKNOWN, dtype=np.int64)
        found[events.deal[rows]] = rows
        return found

    created, decided = last(EventKind.CREATED), last(EventKind.WON, EventKind.LOST, EventKind.REOPENED)
    worth, owned = last(EventKind.CREATED, EventKind.VALUE), last(EventKind.CREATED, EventKind.OWNER)
    chosen: Flags = events.owner[owned] == owner
    outcome = np.where(decided >= 0, events.kind[decided], EventKind.REOPENED)
    is_open, value = chosen & (outcome == EventKind.REOPENED), events.value[worth]
    day = np.where(decided >= 0, events.day[decided], -1)
    in_period = chosen & (day >= day_number(period.start)) & (day < day_number(period.end))
    won, lost = in_period & (outcome == EventKind.WON), in_period & (outcome == EventKind.LOST)
    sizes, days = value[won & (value != NO_VALUE)], (day - events.day[created])[won]
    entries = np.flatnonzero(past & (events.stage >= 0) & chosen[events.deal])
    visits = np.unique(events.deal[entries].astype(np.int64) * (1 << 20) + events.stage[entries])
    return [
        int(is_open.sum()),
        int(value[is_open & (value != NO_VALUE)].sum()),
        won.sum() / max(1, won.sum() + lost.sum()),
        *((sizes.mean(), np.median(sizes)) if sizes.size else ()),
        *((days.mean(), np.median(days)) if days.size else ()),
        np.bincount(visits & ((1 << 20) - 1)).tolist(),
    ]


def time_answers(owners: Sequence[int], answer: Callable[[int], object]) -> list[float]:
    """Milliseconds of each answer; the first is not counted, as nobody waits for what is done once."""
    answer(owners[0])
    return [_time(lambda: answer(owner)) for owner in owners]  # noqa: B023 - called at once


def _time(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1e3


def measure_program(workspace: Workspace, owners: Sequence[int], period: Period) -> dict[str, list[float]]:
    """Loading, answering, a change of one deal, and another day."""
    figures, today = Figures(workspace), period.end - timedelta(days=1)
    report = {"load": [_time(figures.history)]}
    report["answer"] = time_answers(owners, lambda owner: figures.overview(today, period, Selection(owner=owner)))
    event = workspace.value("select max(id) from history_event")
    deal = workspace.value("select deal_id from history_event where id = ?", (event,))
    moved = Touched({"deal": frozenset({deal}), "history_event": frozenset({event})})
    figures.forget(Change(0, "Move", "do", moved))
    report["update"] = [_time(figures.history)]
    report["moment"] = [_time(lambda: figures.overview(today - timedelta(days=30), period))]
    return report


def main(path: Path, way: str) -> dict[str, list[float]]:
    """What one way takes, in milliseconds."""
    with open_workspace(path, read_only=True) as workspace:
        today = datetime.now(UTC).date()
        period, as_of = trailing_year(today), as_of_day(today, workspace.zone)
        owners = [int(row[0]) for row in workspace.rows("select id from owner order by id")]
        if way == "program":
            return measure_program(workspace, owners, period)
        if way == "numpy":
            history = Figures(workspace).history()
            return {"answer": time_answers(owners, lambda owner: answer_by_numpy(history, as_of.at, period, owner))}
        days = [day_number(day) * 86_400_000_000 for day in (period.start, period.end)]
        sql = _SQL.replace(":as_of", str(as_of.at)).replace(":start", str(days[0])).replace(":end", str(days[1]))
        return {"answer": time_answers(owners[:3], lambda owner: workspace.rows(sql.replace(":owner", str(owner))))}


print(json.dumps(main(Path(sys.argv[1]), sys.argv[2])), flush=True)
