"""An import passes no gate: known deals that it would move forward past a required criterion stay where they are.

Everything else that the file tells of them is taken; the row is listed as a problem. Deals that the file brings start
where it says.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.gates import AskedField, Criterion, DealFacts, Passing, judge
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.records import DealFields, ImportPlan, PlannedDeal, Problem
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.gate_facts import read_facts, read_gate

_PLACED = frozenset({"stage", "status", "pipeline", "visits"})
_NEW = -1  # a stage that is not made yet
# What belongs to an outcome and goes with it
_WITH_OUTCOME = frozenset({"closed", "lost_reason"})


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a known deal stands."""

    pipeline_id: int
    stage_id: int
    stage: str
    status: str


def hold_at_gates(reader: Reader, plan: ImportPlan, today: date) -> ImportPlan:
    """The plan without the moves and wins that a gate stops, each told as a problem of its row."""
    if reader.value("select 1 from criterion where is_required and not is_archived") is None:
        return plan
    asking = [deal for deal in plan.deals if deal.known_id is not None and _PLACED & set(deal.changed)]
    stops = _find_stops(reader, asking, today)
    if not stops:
        return plan
    held = {id(deal) for deal, _standing, _missing in stops}
    deals = tuple(_keep_place(deal) if id(deal) in held else deal for deal in plan.deals)
    idle = sum(id(before) in held and not after.changed for before, after in zip(plan.deals, deals, strict=True))
    counts = replace(plan.counts, updated=plan.counts.updated - idle, unchanged=plan.counts.unchanged + idle)
    names = {name_key(row[0]): str(row[0]) for row in reader.rows("select name from stage where is_open")}
    names |= {stage.key: stage.name for stage in plan.stages}
    told = tuple(_to_problem(deal, standing, missing, names) for deal, standing, missing in stops)
    return replace(plan, deals=deals, counts=counts, problems=(*plan.problems, *told))


def _find_stops(
    reader: Reader, asking: Sequence[PlannedDeal], today: date
) -> list[tuple[PlannedDeal, _Standing, tuple[Criterion, ...]]]:
    ids = [deal.known_id or 0 for deal in asking]
    standings = dict(_read_standings(reader, ids))
    pipelines = _read_pipelines(reader)
    gates = {standing.pipeline_id: read_gate(reader, standing.pipeline_id) for standing in standings.values()}
    facts = read_facts(reader, ids, [criterion for gate in gates.values() for criterion in gate.criteria])
    stages = _read_stages(reader)
    stops = []
    for deal in asking:
        standing = standings.get(deal.known_id or 0)
        if standing is None or deal.fields.status is DealStatus.LOST:
            continue
        is_won = deal.fields.status is DealStatus.WON
        if is_won and standing.status == DealStatus.WON:
            continue
        if not is_won and pipelines.get(deal.fields.pipeline or next(iter(pipelines))) != standing.pipeline_id:
            continue
        gate = gates[standing.pipeline_id]
        order = gate.order(standing.stage_id)
        target = None if is_won else stages.get((standing.pipeline_id, deal.fields.stage or ""), order[0])
        if not is_won and deal.fields.stage and (standing.pipeline_id, deal.fields.stage) not in stages:
            # A stage that the file brings stands behind all that are there.
            order, target = (*order, _NEW), _NEW
        passing = Passing(
            deal.known_id or 0, standing.stage_id, target, _add_told(facts[deal.known_id or 0], deal.fields)
        )
        missing = judge(order, gate.criteria, [passing], today)[passing.deal_id].missing
        if missing:
            stops.append((deal, standing, missing))
    return stops


def _read_standings(reader: Reader, ids: Sequence[int]) -> Iterator[tuple[int, _Standing]]:
    for deal_id, *standing in reader.rows(
        "select d.id, d.pipeline_id, d.stage_id, s.name, d.status from deal d join stage s on s.id = d.stage_id"
        " where d.id in (select value from json_each(?))",
        (json.dumps(ids),),
    ):
        yield deal_id, _Standing(*standing)


def _read_pipelines(reader: Reader) -> dict[str, int]:
    """Ids by key; the first is the one that a file without pipelines means."""
    rows = reader.rows("select id, name from pipeline where not is_archived order by position, id")
    return {name_key(name): pipeline_id for pipeline_id, name in rows}


def _read_stages(reader: Reader) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    sql = "select pipeline_id, name, id from stage where is_open and not is_archived order by position, id"
    for pipeline_id, name, stage_id in reader.rows(sql):
        found.setdefault((pipeline_id, name_key(name)), stage_id)
    return found


def _add_told(facts: DealFacts, fields: DealFields) -> DealFacts:
    """What is known once the file's own fields are taken."""
    told: Mapping[str, object] = {
        AskedField.VALUE: fields.value,
        AskedField.EXPECTED_CLOSE: fields.expected,
        AskedField.ORGANISATION: fields.organisation,
        AskedField.PERSON: fields.person,
        AskedField.OWNER: fields.owner,
        AskedField.SOURCE: fields.source,
        AskedField.PRODUCT: fields.products or None,
    }
    return replace(facts, filled=facts.filled | {name for name, value in told.items() if value is not None})


def _keep_place(deal: PlannedDeal) -> PlannedDeal:
    gone = _PLACED | (_WITH_OUTCOME if deal.fields.status is not DealStatus.OPEN else frozenset())
    return deal._replace(changed=tuple(name for name in deal.changed if name not in gone))


def _to_problem(
    deal: PlannedDeal, standing: _Standing, missing: Sequence[Criterion], names: Mapping[str, str]
) -> Problem:
    fields = deal.fields
    wanted = (
        fields.status.value if fields.status is not DealStatus.OPEN else names.get(fields.stage or "", fields.stage)
    )
    texts = " and ".join(f"“{criterion.text}”" for criterion in missing)
    return Problem(
        file=deal.file,
        sheet=deal.sheet,
        row=deal.row,
        column="stage",
        value=wanted or "",
        problem=f"{texts} {'is' if len(missing) == 1 else 'are'} required before the deal can leave {standing.stage}",
    )
