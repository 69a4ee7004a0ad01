"""What a move on the board would meet: the exit criteria that are still open, before anything is done."""

import json
from collections.abc import Sequence

from desktop_pipeline.domain.gates import Criterion, Passing, Verdict, judge
from desktop_pipeline.storage.gate_facts import read_facts, read_gate
from desktop_pipeline.storage.workspace import View


def judge_move(view: View, deal_ids: Sequence[int], to_stage: int | None) -> Verdict:
    """What is open for open deals on their way to a stage, or to be won (None); each criterion once."""
    places: dict[int, list[tuple[int, int]]] = {}
    for deal_id, pipeline_id, stage_id in view.rows(
        # By their ids: by the status the engine would go through all that are open, while a card is dragged.
        "select d.id, d.pipeline_id, d.stage_id from json_each(?) named cross join deal d on d.id = named.value"
        " where d.status = 'open' and d.stage_id is not null and d.stage_id is not ?",
        (json.dumps(list(deal_ids)), to_stage),
    ):
        places.setdefault(pipeline_id, []).append((deal_id, stage_id))
    reminders: dict[int, Criterion] = {}
    missing: dict[int, Criterion] = {}
    for pipeline_id, deals in places.items():
        gate = read_gate(view, pipeline_id)
        if not gate.criteria:
            continue
        facts = read_facts(view, [deal_id for deal_id, _stage in deals], gate.criteria)
        for deal_id, stage_id in deals:
            passing = Passing(deal_id, stage_id, to_stage, facts[deal_id])
            verdicts = judge(gate.order(stage_id), gate.criteria, [passing], view.today())
            for verdict in verdicts.values():
                reminders |= {each.criterion_id: each for each in verdict.reminders}
                missing |= {each.criterion_id: each for each in verdict.missing}
    return Verdict(tuple(reminders.values()), tuple(missing.values()))
