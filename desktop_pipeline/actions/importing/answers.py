"""What a person answers while an import is prepared: each answer makes new options out of the old ones."""

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_pipeline.exchange.options import (
    CellPlace,
    DateOrder,
    DecimalMark,
    ImportOptions,
    ReadingChoices,
    RowPlace,
    TablePlace,
    Take,
)
from desktop_pipeline.exchange.planning.blanks_below import SUBJECT as BLANKS_BELOW
from desktop_pipeline.exchange.planning.sections import SUBJECT as SECTIONS
from desktop_pipeline.exchange.understanding.recognised import TOLD_APART
from desktop_pipeline.exchange.understanding.stage_words import NEAR as NEAR_STAGE
from desktop_pipeline.exchange.understanding.stage_words import TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "BLANKS_BELOW",
    "BOTH_MARKS",
    "NEAR_STAGE",
    "SECTIONS",
    "TEXTS",
    "TOLD_APART",
    "CellPlace",
    "DateOrder",
    "DecimalMark",
    "ImportOptions",
    "ReadingChoices",
    "RowPlace",
    "TablePlace",
    "Take",
    "answer_question",
    "choose_kind",
    "choose_preset",
    "correct_cell",
    "mean_word",
    "send_column",
    "take_conflict",
    "take_row",
]

# Each number by its own last separator, as it is read where nothing is said
BOTH_MARKS = "both"
_STAGE = "stage"
_STAGE_WORDS = frozenset((_STAGE, "status"))


def send_column(options: ImportOptions, table: TablePlace, column: int, field: str) -> ImportOptions:
    """The column of that index goes to a field, to `ignore` or to `custom`."""
    of_table = {**options.columns.get(table, {}), column: field}
    return replace(options, columns={**options.columns, table: of_table})


def choose_kind(options: ImportOptions, table: TablePlace, kind: str) -> ImportOptions:
    """What the table holds, or `ignore`; where its columns went before says nothing for another kind."""
    columns = {place: fields for place, fields in options.columns.items() if place != table}
    return replace(options, kinds={**options.kinds, table: kind}, columns=columns)


def choose_preset(options: ImportOptions, preset: str) -> ImportOptions:
    """Understand the files as this preset does; what was said of single columns gives way."""
    return replace(options, preset=preset, columns={}, mapping={})


def mean_word(options: ImportOptions, field: str, word: str, meant: str) -> ImportOptions:
    """What a value of a column of names stands for."""
    if field in _STAGE_WORDS:
        return replace(options, stage_words={**options.stage_words, word: meant})
    return replace(options, words={**options.words, (field, word): meant})


def take_row(options: ImportOptions, row: RowPlace, take: Take) -> ImportOptions:
    """What becomes of a row that the workspace seems to have already."""
    return replace(options, takes={**options.takes, row: take})


def take_conflict(options: ImportOptions, row: RowPlace, field: str, *, is_taken: bool) -> ImportOptions:
    """Whether the file's value is taken where the same field has changed here as well."""
    cell = {(row, field)}
    return replace(options, conflicts=options.conflicts | cell if is_taken else options.conflicts - cell)


def correct_cell(options: ImportOptions, cell: CellPlace, typed: str) -> ImportOptions:
    """What stands in the cell instead of what the file has."""
    return replace(options, corrections={**options.corrections, cell: typed})


def answer_question(options: ImportOptions, subject: str, key: str, value: str) -> ImportOptions:
    """An answer to one of the questions of a single value (OpenQuestion names the subjects)."""
    if subject == "date order":
        orders: Mapping[str, DateOrder] = {**options.date_orders, key: "month" if value == "month" else "day"}
        return replace(options, date_orders=orders)
    if subject == "decimal mark":
        marks: dict[str, DecimalMark] = {
            header: mark for header, mark in options.decimal_marks.items() if header != key
        }
        if value != BOTH_MARKS:
            marks[key] = "," if value == "," else "."
        return replace(options, decimal_marks=marks)
    if subject == BLANKS_BELOW:
        others = options.filled_below - {key}
        return replace(options, filled_below=others | {key} if value == "yes" else others)
    if subject == "leads":
        return replace(options, leads="people" if value == "people" else "deals")
    if subject == "currency":
        return replace(options, currency=value)
    return mean_word(options, _STAGE, key, value)
