"""The rules of the score and what they bring a deal, in words."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.domain.qualification import State
from desktop_pipeline.domain.roles import Role
from desktop_pipeline.domain.scores import (
    AMOUNTS,
    LISTED,
    SHARED,
    TOPICS,
    Condition,
    Operator,
    Reason,
    Score,
    ScoreField,
    ScorePart,
)
from desktop_pipeline.queries.score_names import ScoreNames
from desktop_pipeline.ui.formats import Formats


def say_field(field: ScoreField) -> str:
    """What a rule looks at."""
    return {
        ScoreField.ALWAYS: _tr("Every open deal"),
        ScoreField.VALUE: _tr("Value"),
        ScoreField.SOURCE: _tr("Source"),
        ScoreField.LABEL: _tr("Label"),
        ScoreField.PRODUCT: _tr("Product"),
        ScoreField.INDUSTRY: _tr("Industry"),
        ScoreField.COUNTRY: _tr("Country"),
        ScoreField.SIZE: _tr("Employees"),
        ScoreField.ROLE: _tr("Somebody who"),
        ScoreField.BOUGHT_BEFORE: _tr("Bought before"),
        ScoreField.IDEAL: _tr("Like those who bought"),
        ScoreField.BANT: _tr("Questions answered"),
        ScoreField.BUDGET: _tr("Budget"),
        ScoreField.AUTHORITY: _tr("Authority"),
        ScoreField.NEED: _tr("Need"),
        ScoreField.TIMELINE: _tr("Timeline"),
        ScoreField.ACTIVITY: _tr("Done"),
        ScoreField.NOTE: _tr("Note written"),
        ScoreField.MOVED_ON: _tr("Moved on"),
    }[field]


def say_value(condition: Condition, names: ScoreNames, formats: Formats) -> str:
    """What a rule looks for; nothing for one that needs no words."""
    field, value = condition.field, condition.value
    if field in AMOUNTS:
        return _say_amount(condition, names, formats)
    if field in TOPICS:
        return say_state(State(value))
    if field is ScoreField.ROLE:
        return say_role(value)
    if field in SHARED:
        return _tr("by industry, country and size") if field is ScoreField.IDEAL else _tr("by how many of the four")
    found = names.name(field, value)
    if found is None and field in {*LISTED, ScoreField.ACTIVITY}:
        return _tr("gone from its list")
    return found or value


def _say_amount(condition: Condition, names: ScoreNames, formats: Formats) -> str:
    number = int(condition.value)
    is_money = condition.field is ScoreField.VALUE
    amount = formats.money(Money(number, names.currency)) if is_money else formats.number(number)
    words = _tr("at least {amount}") if condition.operator is Operator.AT_LEAST else _tr("at most {amount}")
    return words.format(amount=amount)


def say_state(state: State) -> str:
    """How far a question is answered."""
    return {
        State.UNKNOWN: _tr("unknown"),
        State.NO: _tr("no"),
        State.PARTLY: _tr("partly"),
        State.YES: _tr("yes"),
    }[state]


def say_role(role: str) -> str:
    """What somebody has to do with a deal; words of the owner's own as they are."""
    known: dict[str, str] = {
        Role.DECIDES: _tr("decides"),
        Role.CHAMPION: _tr("is a champion"),
        Role.RECOMMENDS: _tr("recommends"),
        Role.USES: _tr("uses it"),
        Role.PAYS: _tr("pays"),
        Role.BLOCKS: _tr("is against it"),
    }
    return known.get(name_key(role), role)


def say_points(points: int) -> str:
    """`+12`, `−6`."""
    return f"+{points}" if points > 0 else f"\N{MINUS SIGN}{abs(points)}"


def say_reason(reason: Reason, names: ScoreNames, formats: Formats) -> str:
    """Why a deal has points, in a few words."""
    if reason.rule is None:
        return _tr("Never more than 50") if reason.points < 0 else _tr("Never less than 0")
    condition = reason.rule.condition
    field, value = condition.field, say_value(condition, names, formats)
    if condition.part is ScorePart.BEHAVIOUR:
        name = value if field is ScoreField.ACTIVITY else say_field(field)
        return name if reason.times == 1 else _tr("{name}, {count} times").format(name=name, count=reason.times)
    if field in SHARED or not value:
        return say_field(field)
    if field is ScoreField.ROLE:
        return _tr("Somebody {does}").format(does=value)
    return _tr("{field}: {value}").format(field=say_field(field), value=value)


def explain_reason(reason: Reason, names: ScoreNames, formats: Formats, today: date) -> str:
    """The whole of it: what the rule gives, when it last happened, and what is left of it."""
    said = say_reason(reason, names, formats)
    if reason.rule is None:
        part = _tr("Fit") if reason.part is ScorePart.FIT else _tr("Behaviour")
        return _tr("{part} counts from 0 to 50.").format(part=part)
    if reason.last is None:
        return _tr("{reason}: {points}").format(reason=said, points=say_points(reason.points))
    return _tr("{reason}: {each} each time, half of it after 30 days. Last on {day}, {points} left.").format(
        reason=said,
        each=say_points(reason.rule.points),
        day=formats.day(reason.last, today),
        points=say_points(reason.points),
    )


def list_reasons(score: Score, names: ScoreNames, formats: Formats) -> list[str]:
    """A line for each reason: the points, and what for."""
    return [
        _tr("{points}  {reason}").format(points=say_points(reason.points), reason=say_reason(reason, names, formats))
        for reason in score.reasons
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Scores", text)
