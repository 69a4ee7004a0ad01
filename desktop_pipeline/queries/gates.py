"""Exit criteria and answers of deals as screens show them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.gates import Criterion, CriterionKind, DealFacts, is_met
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.domain.qualification import Answer, State, Topic
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.gate_facts import read_facts, read_gate, to_answer
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion of a deal: whether it is met, since when, by whom and on what grounds.

    `met_on` is the day of the tick, the answer or the last such activity; a filled field has none. `due_on` is the day
    of the next planned activity that would meet it.
    """

    criterion: Criterion
    stage: str
    is_met: bool
    met_on: date | None = None
    evidence: str = ""
    who: str | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One of the four topics of a deal; `is_stale`: to be asked again."""

    topic: Topic
    state: State
    evidence: str
    answered_on: date | None
    is_stale: bool


@dataclass(frozen=True, slots=True)
class DealGate:
    """What the deal's stage asks, what is still open of earlier stages, and the four answers.

    `stage` is None for a deal that stands in none; `next_stage` is where it would go, None before winning.
    """

    deal_id: int
    stage: str | None
    next_stage_id: int | None
    next_stage: str | None
    criteria: tuple[CriterionLine, ...]
    earlier: tuple[CriterionLine, ...]
    answers: tuple[AnswerLine, ...]

    @property
    def met(self) -> int:
        """How many criteria of the current stage are met."""
        return sum(line.is_met for line in self.criteria)


def read_criteria(view: View, deal_id: int) -> DealGate | None:
    """The gate a deal stands before, None where there is no such deal or the bin has it."""
    deal = view.row("select pipeline_id, stage_id from deal where id = ? and deleted_at is null", (deal_id,))
    if deal is None:
        return None
    pipeline_id, stage_id = deal
    gate = read_gate(view, pipeline_id)
    names: dict[int, str] = dict(view.rows("select id, name from stage where pipeline_id = ?", (pipeline_id,)))
    order = () if stage_id is None else gate.order(stage_id)
    place = order.index(stage_id) if stage_id in order else -1
    before, after = order[: max(0, place)], order[place + 1 :]
    asked = [criterion for criterion in gate.criteria if criterion.stage_id in {*before, stage_id}]
    facts = read_facts(view, [deal_id], asked)[deal_id]
    grounds = _read_grounds(view, deal_id, asked)
    lines = [_to_line(criterion, names, facts, grounds, view.today()) for criterion in asked]
    return DealGate(
        deal_id=deal_id,
        stage=names.get(stage_id),
        next_stage_id=after[0] if after and place >= 0 else None,
        next_stage=names[after[0]] if after and place >= 0 else None,
        criteria=tuple(line for line in lines if line.criterion.stage_id == stage_id),
        earlier=tuple(line for line in lines if line.criterion.stage_id != stage_id and not line.is_met),
        answers=read_answers(view, deal_id),
    )


def read_lines(view: View, deal_id: int, criteria: Sequence[Criterion]) -> tuple[CriterionLine, ...]:
    """How these criteria stand for a deal, whatever stage it is in."""
    names: dict[int, str] = dict(view.rows("select id, name from stage"))
    facts = read_facts(view, [deal_id], criteria)[deal_id]
    grounds = _read_grounds(view, deal_id, criteria)
    return tuple(_to_line(criterion, names, facts, grounds, view.today()) for criterion in criteria)


def read_answers(view: View, deal_id: int) -> tuple[AnswerLine, ...]:
    """The four answers of a deal."""
    answers = _read_answers(view, deal_id)
    return tuple(_to_answer_line(topic, answers.get(topic), view.today()) for topic in Topic)


def read_titles(reader: Reader, deal_ids: Sequence[int]) -> dict[int, str]:
    """The titles of deals by id."""
    sql = "select id, title from deal where id in (select value from json_each(?))"
    return dict(reader.rows(sql, (json.dumps(list(deal_ids)),)))


def read_stage_name(reader: Reader, stage_id: int) -> str:
    """The name of a stage."""
    return str(reader.value("select name from stage where id = ?", (stage_id,)) or "")


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a criterion is met by."""

    met_on: date | None = None
    evidence: str = ""
    who: str | None = None


@dataclass(frozen=True, slots=True)
class _Grounds:
    """What criteria are met by: by criterion, kind of activity or topic; and days on which they may be."""

    ticks: dict[int, _Ground]
    done: dict[str, _Ground]
    answers: dict[str, _Ground]
    due: dict[str, date]


def _read_grounds(view: View, deal_id: int, asked: Sequence[Criterion]) -> _Grounds:
    kinds = {criterion.kind for criterion in asked}
    ticks: dict[int, _Ground] = {}
    done: dict[str, _Ground] = {}
    due: dict[str, date] = {}
    if CriterionKind.TICK in kinds:
        sql = "select criterion_id, at, who, evidence from criterion_tick where deal_id = ?"
        for criterion_id, at, who, evidence in view.rows(sql, (deal_id,)):
            ticks[criterion_id] = _Ground(local_day(from_microseconds(at), view.zone), evidence, who)
    if CriterionKind.ACTIVITY in kinds:
        sql = (
            "select kind, subject, result, done_at, due_on from activity where deal_id = ?"
            " order by done_at, due_on desc"
        )
        for kind, subject, result, done_at, due_on in view.rows(sql, (deal_id,)):
            if done_at is not None:
                done[kind] = _Ground(local_day(from_microseconds(done_at), view.zone), result or subject)
            elif due_on is not None:
                due[kind] = date.fromisoformat(due_on)
    answers = {
        topic.value: _Ground(answer.answered_on, answer.evidence)
        for topic, answer in _read_answers(view, deal_id).items()
    }
    return _Grounds(ticks, done, answers, due)


def _read_answers(view: View, deal_id: int) -> dict[Topic, Answer]:
    rows = view.rows("select topic, state, evidence, answered_on from answer where deal_id = ?", (deal_id,))
    return {Topic(topic): to_answer(answer) for topic, *answer in rows}


def _to_line(
    criterion: Criterion, names: dict[int, str], facts: DealFacts, grounds: _Grounds, today: date
) -> CriterionLine:
    met = is_met(criterion, facts, today)
    asks_for = criterion.asks_for or ""
    by_kind: dict[CriterionKind, _Ground | None] = {
        CriterionKind.TICK: grounds.ticks.get(criterion.criterion_id),
        CriterionKind.ACTIVITY: grounds.done.get(asks_for),
        CriterionKind.ANSWER: grounds.answers.get(asks_for),
    }
    ground = by_kind.get(criterion.kind) or _Ground()
    return CriterionLine(
        criterion=criterion,
        stage=names[criterion.stage_id],
        is_met=met,
        met_on=ground.met_on if met else None,
        evidence=ground.evidence,
        who=ground.who if met else None,
        due_on=grounds.due.get(asks_for) if criterion.kind is CriterionKind.ACTIVITY and not met else None,
    )


def _to_answer_line(topic: Topic, answer: Answer | None, today: date) -> AnswerLine:
    known = answer or Answer(State.UNKNOWN)
    return AnswerLine(topic, known.state, known.evidence, known.answered_on, known.is_stale(today))
