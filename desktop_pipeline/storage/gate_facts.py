"""What the gate looks at: the exit criteria of a pipeline's stages, and what is known of the deals that ask to pass."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.gates import Criterion, CriterionKind, DealFacts, custom_field
from desktop_pipeline.domain.qualification import Answer, State
from desktop_pipeline.storage.database import Reader, Row
from desktop_pipeline.storage.filled_fields import FILLED


@dataclass(frozen=True, slots=True)
class Gate:
    """A pipeline's open stages in their order, removed ones too, and the criteria of all of them."""

    stages: tuple[int, ...]
    archived: frozenset[int]
    criteria: tuple[Criterion, ...]

    def order(self, from_stage: int) -> tuple[int, ...]:
        """The stages that a deal can pass: those in use, and the one it stands in."""
        return tuple(stage for stage in self.stages if stage == from_stage or stage not in self.archived)


def read_gate(reader: Reader, pipeline_id: int) -> Gate:
    """The gate of a pipeline, by one question."""
    stages: dict[int, bool] = {}
    criteria = []
    for stage_id, is_archived, *criterion in reader.rows(_GATE, (pipeline_id,)):
        stages[stage_id] = bool(is_archived)
        if criterion[0] is not None:
            criteria.append(to_criterion(stage_id, criterion))
    archived = frozenset(stage_id for stage_id, is_archived in stages.items() if is_archived)
    return Gate(tuple(stages), archived, tuple(criteria))


_GATE = """
    select s.id, s.is_archived, c.id, c.kind, c.text, c.asks_for, c.is_required
    from stage s left join criterion c on c.stage_id = s.id and not c.is_archived
    where s.pipeline_id = ? and s.is_open order by s.position, s.id, c.position, c.id
"""


def to_criterion(stage_id: int, columns: Sequence[str | int | None]) -> Criterion:
    """A criterion from its id, kind, text, what it asks for and whether it is required."""
    criterion_id, kind, text, asks_for, is_required = columns
    return Criterion(
        criterion_id=int(criterion_id or 0),
        stage_id=stage_id,
        kind=CriterionKind(str(kind)),
        text=str(text),
        asks_for=None if asks_for is None else str(asks_for),
        is_required=bool(is_required),
    )


def read_facts(reader: Reader, deal_ids: Sequence[int], criteria: Iterable[Criterion]) -> dict[int, DealFacts]:
    """What is known of the deals, as far as these criteria ask for it; one question for each kind of criterion."""
    asked = list(criteria)
    kinds = {criterion.kind for criterion in asked}
    which, ids = (_ONE, deal_ids[0]) if len(deal_ids) == 1 else (_SEVERAL, json.dumps(list(deal_ids)))
    ticked: dict[int, set[int]] = {}
    filled: dict[int, set[str]] = {}
    done: dict[int, set[str]] = {}
    answers: dict[int, dict[str, Answer]] = {}
    if CriterionKind.TICK in kinds:
        for deal_id, criterion_id in reader.rows(_TICKS + which, (ids,)):
            ticked.setdefault(deal_id, set()).add(criterion_id)
    if CriterionKind.FIELD in kinds:
        _read_filled(reader, which, ids, {criterion.asks_for or "" for criterion in asked}, filled)
    if CriterionKind.ACTIVITY in kinds:
        for deal_id, kind in reader.rows(_DONE + which, (ids,)):
            done.setdefault(deal_id, set()).add(kind)
    if CriterionKind.ANSWER in kinds:
        for deal_id, *answer in reader.rows(_ANSWERS + which, (ids,)):
            answers.setdefault(deal_id, {})[str(answer[0])] = to_answer(answer[1:])
    return {
        deal_id: DealFacts(
            ticked=frozenset(ticked.get(deal_id, ())),
            filled=frozenset(filled.get(deal_id, ())),
            done=frozenset(done.get(deal_id, ())),
            answers=answers.get(deal_id, {}),
        )
        for deal_id in deal_ids
    }


def to_answer(columns: Sequence[str | None]) -> Answer:
    """An answer from its state, evidence and day."""
    state, evidence, answered_on = columns
    return Answer(State(state or ""), evidence or "", None if answered_on is None else date.fromisoformat(answered_on))


def _read_filled(reader: Reader, which: str, ids: int | str, asked: set[str], filled: dict[int, set[str]]) -> None:
    plain = sorted(asked & FILLED.keys())
    if plain:
        columns = ", ".join(FILLED[name] for name in plain)
        sql = f"select d.id, {columns} from deal d where d.id {which}"  # noqa: S608 - our own text
        for deal_id, *flags in reader.rows(sql, (ids,)):
            filled.setdefault(deal_id, set()).update(name for name, flag in zip(plain, flags, strict=True) if flag)
    if any(custom_field(name) for name in asked):
        rows: list[Row] = reader.rows(_CUSTOM + which, (ids,))
        for deal_id, field_id in rows:
            filled.setdefault(deal_id, set()).add(f"custom:{field_id}")


# Several ids come as one JSON list: no limit of bound values, one statement for any number of deals. One deal alone,
# as most moves have it, is sooner asked for as it is.
_ONE, _SEVERAL = "= ?", "in (select value from json_each(?))"
_TICKS = "select deal_id, criterion_id from criterion_tick where deal_id "
_DONE = "select distinct deal_id, kind from activity where done_at is not null and deal_id "
_ANSWERS = "select deal_id, topic, state, evidence, answered_on from answer where deal_id "
_CUSTOM = "select deal_id, field_id from custom_value where deal_id "
