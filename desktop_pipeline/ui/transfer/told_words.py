"""What is told of a file in fixed words, in the language of the window: problems, notes on columns, answers."""

import re
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop_pipeline.actions.importing.answers import SECTIONS, TOLD_APART
from desktop_pipeline.actions.importing.outlook import Choice, ColumnOutlook
from desktop_pipeline.ui.transfer.field_words import is_left_out, name_field, name_kind

if TYPE_CHECKING:
    from collections.abc import Mapping


def _texts(*marked: object) -> tuple[str, ...]:
    """Texts that Qt's tools find by their mark, whose type Qt leaves open."""
    return tuple(map(str, marked))


_PROBLEMS = _texts(
    QT_TRANSLATE_NOOP("Import", "a formula that failed"),
    QT_TRANSLATE_NOOP("Import", "a date without its year"),
    QT_TRANSLATE_NOOP("Import", "a period, not a day"),
    QT_TRANSLATE_NOOP("Import", "a period of a fiscal year, not a day"),
    QT_TRANSLATE_NOOP("Import", "a season, not a day"),
    QT_TRANSLATE_NOOP("Import", "an amount per month or piece, not the whole"),
    QT_TRANSLATE_NOOP("Import", "another value stands in an earlier row of the same name"),
    QT_TRANSLATE_NOOP("Import", "between two amounts, not one"),
    QT_TRANSLATE_NOOP("Import", "closed before it was created"),
    QT_TRANSLATE_NOOP("Import", "it came there after it was closed"),
    QT_TRANSLATE_NOOP("Import", "it came there before it was created"),
    QT_TRANSLATE_NOOP("Import", "more cells than columns: some may stand in the wrong one"),
    QT_TRANSLATE_NOOP("Import", "negative amount"),
    QT_TRANSLATE_NOOP("Import", "neither yes nor no"),
    QT_TRANSLATE_NOOP("Import", "no close date"),
    QT_TRANSLATE_NOOP("Import", "no date"),
    QT_TRANSLATE_NOOP("Import", "no deal of this name"),
    QT_TRANSLATE_NOOP("Import", "no deal, person or organisation of this name"),
    QT_TRANSLATE_NOOP("Import", "its last digits are lost"),
    QT_TRANSLATE_NOOP("Import", "no name"),
    QT_TRANSLATE_NOOP("Import", "no stage"),
    QT_TRANSLATE_NOOP("Import", "no subject"),
    QT_TRANSLATE_NOOP("Import", "no text"),
    QT_TRANSLATE_NOOP("Import", "no title, organisation or person"),
    QT_TRANSLATE_NOOP("Import", "not a currency code"),
    QT_TRANSLATE_NOOP("Import", "not a date"),
    QT_TRANSLATE_NOOP("Import", "not a number"),
    QT_TRANSLATE_NOOP("Import", "not a probability"),
    QT_TRANSLATE_NOOP("Import", "not a time of day"),
    QT_TRANSLATE_NOOP("Import", "not a whole number"),
    QT_TRANSLATE_NOOP("Import", "not an amount"),
    QT_TRANSLATE_NOOP("Import", "not an e-mail address"),
    QT_TRANSLATE_NOOP("Import", "not one of the field’s choices"),
    QT_TRANSLATE_NOOP("Import", "a share of one among percents"),
    QT_TRANSLATE_NOOP("Import", "several deals have this name"),
    QT_TRANSLATE_NOOP("Import", "several deals have this title and organisation"),
    QT_TRANSLATE_NOOP("Import", "several people have this name"),
    QT_TRANSLATE_NOOP("Import", "the same id as an earlier row"),
    QT_TRANSLATE_NOOP("Import", "too far away"),
    QT_TRANSLATE_NOOP("Import", "too large an amount"),
    QT_TRANSLATE_NOOP("Import", "unknown owner"),
    QT_TRANSLATE_NOOP("Import", "won and lost at the same instant"),
    QT_TRANSLATE_NOOP("Import", "longer than {count} characters"),
    QT_TRANSLATE_NOOP("Import", "“{sign}” does not tell which currency"),
    QT_TRANSLATE_NOOP("Import", "{currency} has {digits} decimal places, no more"),
)
_NOTES = _texts(
    QT_TRANSLATE_NOOP("Import", "day first"),
    QT_TRANSLATE_NOOP("Import", "month first"),
    QT_TRANSLATE_NOOP("Import", "year first"),
    QT_TRANSLATE_NOOP("Import", "told apart below"),
    QT_TRANSLATE_NOOP("Import", "e-mail addresses"),
    QT_TRANSLATE_NOOP("Import", "phone numbers"),
    QT_TRANSLATE_NOOP("Import", "web addresses"),
    QT_TRANSLATE_NOOP("Import", "yes or no"),
    QT_TRANSLATE_NOOP("Import", "dates"),
    QT_TRANSLATE_NOOP("Import", "amounts of money"),
    QT_TRANSLATE_NOOP("Import", "percent"),
    QT_TRANSLATE_NOOP("Import", "numbers"),
    QT_TRANSLATE_NOOP("Import", "a few words"),
    QT_TRANSLATE_NOOP("Import", "text"),
    QT_TRANSLATE_NOOP("Import", "both {one} and {other}"),
    QT_TRANSLATE_NOOP("Import", "{known} of {count} people"),
    QT_TRANSLATE_NOOP("Import", "{known} of {count} values"),
)
_PLACE = re.compile(r"\\\{(\w+)\\\}")


def word_problem(text: str) -> str:
    """What is wrong with a cell or a row; what is told in other words stays as it is."""
    return _word(text, _PROBLEMS)


def word_note(text: str) -> str:
    """A short phrase about a column."""
    return _word(text, _NOTES)


def word_match(column: ColumnOutlook) -> str:
    """How sure it is where a column goes, or what is better to know of it."""
    if column.confidence == "check":
        # The question itself stands with its answers; here its end would be cut off.
        return (
            QCoreApplication.translate("Import", "please answer")
            if column.note.endswith("?")
            else word_note(column.note) or QCoreApplication.translate("Import", "please check")
        )
    if is_left_out(column):
        return word_note(column.note) if column.note == TOLD_APART else QCoreApplication.translate("Import", "left out")
    if column.note:
        return word_note(column.note)
    words = {
        "sure": QCoreApplication.translate("Import", "sure"),
        "likely": QCoreApplication.translate("Import", "likely"),
        "none": QCoreApplication.translate("Import", "chosen by you"),
    }
    return words[column.confidence]


def word_answer(subject: str, choice: Choice) -> str:
    """An answer to a question about a file; names, codes and figures are the file's own."""
    tr = QCoreApplication.translate
    if subject == "table kind":
        return name_kind(choice.value)
    if subject == SECTIONS:
        return name_field(choice.value)
    answers: Mapping[str, str] = {
        "Day first": tr("Import", "Day first"),
        "Month first": tr("Import", "Month first"),
        "Open": tr("Import", "Open"),
        "Won": tr("Import", "Won"),
        "Lost": tr("Import", "Lost"),
        "A stage": tr("Import", "A stage"),
        "A new stage": tr("Import", "A new stage"),
        "No, notes": tr("Import", "No, notes"),
        "Yes": tr("Import", "Yes"),
        "No": tr("Import", "No"),
        "No, a point is the decimal mark": tr("Import", "No, a point is the decimal mark"),
        "No, a comma is the decimal mark": tr("Import", "No, a comma is the decimal mark"),
    }
    return answers.get(choice.words, choice.words)


def _word(text: str, known: tuple[str, ...]) -> str:
    tr = QCoreApplication.translate
    if text in known:
        return tr("Import", text)
    for template in known:
        match = _pattern(template).fullmatch(text) if "{" in template else None
        if match is not None:
            return tr("Import", template).format(**match.groupdict())
    return text


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(template)))
