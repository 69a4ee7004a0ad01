"""Rules of the score as they are typed: a name of any list, a field and its amount, with or without points."""

import re
from collections.abc import Collection, Iterator

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import brief, fold
from desktop_pipeline.domain.qualification import State
from desktop_pipeline.domain.roles import Role
from desktop_pipeline.domain.scores import (
    AMOUNTS,
    TOPICS,
    Condition,
    Operator,
    ScoreField,
    ScorePart,
    read_points,
)
from desktop_pipeline.queries.score_names import ScoreNames
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.typed import read_amount, read_number
from desktop_pipeline.ui.widgets.score_words import say_field, say_role, say_state

USUAL_POINTS = 10
# What an amount begins with until somebody types another: minor units of a hundredth, and employees.
_FIRST_AMOUNTS = {ScoreField.VALUE: "1000000", ScoreField.SIZE: "10"}
_WITH_POINTS = re.compile(r"(.*\S)\s+([+\-−]?(\d+))", re.DOTALL)
# Behind an amount a longer number is a group of its digits.
_MOST_DIGITS = 2
_SIGNS = ("≤", "<=", "<", "≥", ">=", ">")
_AT_MOST_SIGNS = frozenset(_SIGNS[:3])


def list_fields(part: ScorePart) -> list[tuple[str, str]]:
    """What a rule of the part can look at."""
    return [(field.value, say_field(field)) for field in ScoreField if Condition(field).part is part]


def list_values(field: ScoreField, names: ScoreNames) -> list[tuple[str, str]]:
    """What a rule about the field can look for; nothing where it is typed, or needs no more words."""
    if field in TOPICS:
        return [(state.value, say_state(state)) for state in State]
    if field is ScoreField.ROLE:
        own = [(role, role) for role, _name in names.choices(field) if role not in set(Role)]
        return [*((role.value, say_role(role)) for role in Role), *own]
    return names.choices(field)


def begin_condition(field: ScoreField, names: ScoreNames, others: Collection[Condition] = ()) -> Condition:
    """A rule about a field looks for the first that no other rule looks for, until another is chosen.

    Raises InvalidError where there is nothing to choose.
    """
    if field in AMOUNTS:
        return Condition(field, Operator.AT_LEAST, _FIRST_AMOUNTS[field])
    values = list_values(field, names)
    if field in _NAMED and not values:
        message = _tr("There is nothing to choose for “{field}” yet.").format(field=say_field(field))
        raise InvalidError(message)
    conditions = [Condition(field, value=value) for value in _list_usual(field, values)]
    return next((condition for condition in conditions if condition not in others), conditions[0])


def read_rule(text: str, part: ScorePart, names: ScoreNames, formats: Formats) -> tuple[Condition, int]:
    """`Referral 12`, `Value at least 10,000`, `Bought before`; raises InvalidError for what nothing is called."""
    bare = text.strip()
    named, split = _find_named(bare, part, names), _WITH_POINTS.fullmatch(bare)
    if named is None and split is not None:
        found = _find_named(split[1], part, names)
        if found is None and len(split[3]) <= _MOST_DIGITS:
            found = _find_limit(split[1], part, names, formats)
        if found is not None:
            return found, read_points(split[2])
    found = named or _find_limit(bare, part, names, formats)
    if found is None:
        message = _tr("Nothing is called “{text}”. Type a name of your lists, or what a rule can look at.")
        raise InvalidError(message.format(text=brief(text)))
    return found, USUAL_POINTS


def read_limit(text: str, field: ScoreField, names: ScoreNames, formats: Formats) -> Condition:
    """`at least 10,000`, `≤ 5` or a bare amount, which means at least; raises InvalidError."""
    bare = text.strip()
    for words, operator in _limit_words():
        if fold(bare).startswith(fold(words)):
            return Condition(field, operator, _read_whole(bare[len(words) :], field, names, formats))
    return Condition(field, Operator.AT_LEAST, _read_whole(bare, field, names, formats))


def _find_named(text: str, part: ScorePart, names: ScoreNames) -> Condition | None:
    typed = fold(text)
    return next((condition for words, condition in _list_words(part, names) if fold(words) == typed), None)


def _find_limit(text: str, part: ScorePart, names: ScoreNames, formats: Formats) -> Condition | None:
    for field in AMOUNTS if part is ScorePart.FIT else ():
        begin = say_field(field)
        if fold(text).startswith(fold(begin)):
            condition = read_limit(text[len(begin) :], field, names, formats)
            return condition if condition.value else None
    return None


def _list_words(part: ScorePart, names: ScoreNames) -> Iterator[tuple[str, Condition]]:
    """All names that a rule can be called by, the fields' own first."""
    fields = [field for field in ScoreField if Condition(field).part is part]
    for field in fields:
        if field not in AMOUNTS and (field not in _NAMED or list_values(field, names)):
            yield say_field(field), begin_condition(field, names)
    for field in fields:
        for value, name in list_values(field, names) if field not in TOPICS else ():
            yield name, Condition(field, value=value)


def _read_whole(text: str, field: ScoreField, names: ScoreNames, formats: Formats) -> str:
    """The amount as a rule keeps it; nothing where none is typed."""
    if not text.strip():
        return ""
    if field is ScoreField.VALUE:
        money = read_amount(text, names.currency, formats)
        return "" if money is None else str(max(0, money.minor))
    return str(max(0, int(read_number(text, formats))))


def _limit_words() -> list[tuple[str, Operator]]:
    most, least = (
        QCoreApplication.translate("Scores", words).partition("{amount}")[0].strip()
        for words in ("at most {amount}", "at least {amount}")
    )
    signs = [(sign, Operator.AT_MOST if sign in _AT_MOST_SIGNS else Operator.AT_LEAST) for sign in _SIGNS]
    return [
        (words, operator) for words, operator in ((most, Operator.AT_MOST), (least, Operator.AT_LEAST)) if words
    ] + signs


def _list_usual(field: ScoreField, values: list[tuple[str, str]]) -> list[str]:
    """What a rule about the field would look for, the likeliest first."""
    if field in TOPICS:
        return sorted(State, key=lambda state: state is not State.YES)
    return [value for value, _name in values] if field in _NAMED else [""]


_NAMED = frozenset(
    {
        *(ScoreField.SOURCE, ScoreField.LABEL, ScoreField.PRODUCT, ScoreField.INDUSTRY, ScoreField.COUNTRY),
        *(ScoreField.ROLE, ScoreField.ACTIVITY),
    }
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)
