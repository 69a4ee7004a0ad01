"""Tollbooths: which exit criteria a move asks, and which of them are open."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import brief, tidy
from desktop_pipeline.domain.qualification import Answer, check_topic

LONGEST_TEXT = 300
_CUSTOM = re.compile(r"custom:[1-9][0-9]{0,17}")


class CriterionKind(StrEnum):
    """What meets a criterion: somebody ticks it, a field is filled, an activity is done, a topic is answered."""

    TICK = "tick"
    FIELD = "field"
    ACTIVITY = "activity"
    ANSWER = "answer"


class AskedField(StrEnum):
    """The fields of a deal that a criterion can ask for; one of the owner's own is `custom:` and its id."""

    VALUE = "value"
    EXPECTED_CLOSE = "expected_close"
    ORGANISATION = "organisation"
    PERSON = "person"
    OWNER = "owner"
    SOURCE = "source"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Criterion:
    """An exit criterion of a stage; `asks_for` names field, kind of activity or topic, None for a tick."""

    criterion_id: int
    stage_id: int
    kind: CriterionKind
    text: str
    asks_for: str | None = None
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class DealFacts:
    """What is known of a deal: ids of ticked criteria, filled fields, kinds of activities done, answers by topic."""

    ticked: frozenset[int] = frozenset()
    filled: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    answers: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passing:
    """A deal that wants from one stage to another of its pipeline, or to be won (`to_stage` None)."""

    deal_id: int
    from_stage: int
    to_stage: int | None
    facts: DealFacts


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is open of the criteria that were asked: those that only remind, and those that stop the deal."""

    reminders: tuple[Criterion, ...] = ()
    missing: tuple[Criterion, ...] = ()


def stages_passed(order: Sequence[int], from_stage: int, to_stage: int | None) -> tuple[int, ...]:
    """The stages whose criteria are asked; `order` is the pipeline's stages.

    Forward: the one that is left and all that are skipped. Winning (`to_stage` None): the current one. Backward and
    into another pipeline: none.
    """
    if to_stage is None:
        return (from_stage,)
    if from_stage not in order or to_stage not in order:
        return ()
    return tuple(order[order.index(from_stage) : order.index(to_stage)])


def is_met(criterion: Criterion, facts: DealFacts, today: date) -> bool:
    """Whether the criterion is met; an answer counts while it is a yes and not yet to be asked again."""
    match criterion.kind:
        case CriterionKind.TICK:
            return criterion.criterion_id in facts.ticked
        case CriterionKind.FIELD:
            return criterion.asks_for in facts.filled
        case CriterionKind.ACTIVITY:
            return criterion.asks_for in facts.done
        case CriterionKind.ANSWER:
            answer = facts.answers.get(criterion.asks_for or "")
            return answer is not None and answer.is_confirmed(today)


def judge(
    order: Sequence[int], criteria: Sequence[Criterion], passings: Iterable[Passing], today: date
) -> dict[int, Verdict]:
    """What is open for each deal that wants to pass, by its id; criteria come in the order they are told in."""
    verdicts = {}
    for passing in passings:
        asked = set(stages_passed(order, passing.from_stage, passing.to_stage))
        open_ones = [
            criterion
            for criterion in criteria
            if criterion.stage_id in asked and not is_met(criterion, passing.facts, today)
        ]
        verdicts[passing.deal_id] = Verdict(
            reminders=tuple(criterion for criterion in open_ones if not criterion.is_required),
            missing=tuple(criterion for criterion in open_ones if criterion.is_required),
        )
    return verdicts


def clean_text(text: str) -> str:
    """The criterion's sentence on one line; raises InvalidError where it is empty or very long."""
    cleaned = tidy(text)
    if not cleaned:
        message = "Say what has to be true, in a few words."
        raise InvalidError(message)
    if len(cleaned) > LONGEST_TEXT:
        message = f"A criterion can have {LONGEST_TEXT} characters at most; this one has {len(cleaned)}."
        raise InvalidError(message)
    return cleaned


def check_asks_for(kind: CriterionKind, asks_for: str | None) -> str | None:
    """What a criterion of this kind asks for; raises InvalidError where that does not fit it.

    Whether there is such a kind of activity or such a field of the owner's own, the workspace knows.
    """
    if kind is CriterionKind.TICK:
        return None
    if not asks_for:
        message = {
            CriterionKind.FIELD: "Choose the field that has to be filled.",
            CriterionKind.ACTIVITY: "Choose the kind of activity that has to be done.",
            CriterionKind.ANSWER: "Choose what has to be answered: budget, authority, need or timeline.",
        }[kind]
        raise InvalidError(message)
    if kind is CriterionKind.ANSWER:
        return check_topic(asks_for).value
    if kind is CriterionKind.FIELD and custom_field(asks_for) is None and asks_for not in set(AskedField):
        message = f"There is no field “{brief(asks_for)}” to ask for."
        raise InvalidError(message)
    return asks_for


def custom_field(asks_for: str | None) -> int | None:
    """The id of the field of the owner's own that is asked for; None for any other."""
    return int(asks_for.partition(":")[2]) if asks_for and _CUSTOM.fullmatch(asks_for) else None


def check_kind(kind: str) -> CriterionKind:
    """The kind of that name; raises InvalidError."""
    try:
        return CriterionKind(kind)
    except ValueError:
        message = f"There is no kind “{brief(kind)}” of exit criterion. There are: {', '.join(CriterionKind)}."
        raise InvalidError(message) from None


def check_why(why: str | None) -> str | None:
    """The sentence a gate is passed with, None where nobody wants to pass it; raises InvalidError for an empty one."""
    if why is None:
        return None
    cleaned = tidy(why)
    if not cleaned:
        message = "Say in a sentence why the criteria can be passed."
        raise InvalidError(message)
    if len(cleaned) > LONGEST_TEXT:
        message = f"The sentence can have {LONGEST_TEXT} characters at most; this one has {len(cleaned)}."
        raise InvalidError(message)
    return cleaned
