"""The words of exit criteria and answers on the screen."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.gates import AskedField, Criterion, CriterionKind
from desktop_pipeline.domain.qualification import State, Topic
from desktop_pipeline.queries.gates import AnswerLine, CriterionLine
from desktop_pipeline.ui.formats import Formats, kind_name


def word_topic(topic: Topic) -> str:
    """Budget, authority, need, timeline."""
    return {
        Topic.BUDGET: _say("Budget"),
        Topic.AUTHORITY: _say("Authority"),
        Topic.NEED: _say("Need"),
        Topic.TIMELINE: _say("Timeline"),
    }[topic]


def ask_topic(topic: Topic) -> str:
    """The short question that asks for it."""
    return {
        Topic.BUDGET: _say("Is there money for it, and how much?"),
        Topic.AUTHORITY: _say("Who decides, and who must agree?"),
        Topic.NEED: _say("What is the problem, in their words?"),
        Topic.TIMELINE: _say("By when must it work?"),
    }[topic]


def word_state(state: State) -> str:
    """How far it is answered."""
    return {
        State.UNKNOWN: _say("Unknown"),
        State.NO: _say("No"),
        State.PARTLY: _say("Partly"),
        State.YES: _say("Yes"),
    }[state]


def word_answer(line: AnswerLine) -> str:
    """What a cell of the grid says: the evidence, and how sure it is where it is no plain yes."""
    if line.is_stale:
        return _say("{evidence}, ask again").format(evidence=line.evidence or word_state(line.state))
    if not line.evidence:
        return _say("Not known") if line.state is State.UNKNOWN else word_state(line.state)
    if line.state is State.YES:
        return line.evidence
    return _say("{evidence}, not confirmed").format(evidence=line.evidence)


def word_wanted(criterion: Criterion) -> str:
    """How a criterion is met that nobody ticks; empty for one that is ticked."""
    if criterion.kind is CriterionKind.FIELD:
        return _say("fill in {field}").format(field=_word_field(criterion.asks_for or ""))
    if criterion.kind is CriterionKind.ACTIVITY:
        return _say("finish a {kind}").format(kind=kind_name(criterion.asks_for).lower())
    if criterion.kind is CriterionKind.ANSWER:
        return _say("answer it")
    return ""


def word_when(line: CriterionLine, formats: Formats, today: date) -> str:
    """The right of a row: since when it is met, or what there is to do."""
    if line.is_met:
        return "" if line.met_on is None else formats.day(line.met_on, today)
    if line.due_on is not None:
        return _say("due {day}").format(day=formats.day(line.due_on, today))
    wanted = word_wanted(line.criterion)
    if line.criterion.is_required:
        return _say("required, {wanted}").format(wanted=wanted) if wanted else _say("required")
    return wanted


def _word_field(asks_for: str) -> str:
    names = {
        AskedField.VALUE: _say("the value"),
        AskedField.EXPECTED_CLOSE: _say("the expected close"),
        AskedField.ORGANISATION: _say("the organisation"),
        AskedField.PERSON: _say("a contact"),
        AskedField.OWNER: _say("the owner"),
        AskedField.SOURCE: _say("the source"),
        AskedField.PRODUCT: _say("the products"),
    }
    return next((name for field, name in names.items() if field == asks_for), _say("its field"))


def _say(text: str) -> str:
    return QCoreApplication.translate("Gates", text)
