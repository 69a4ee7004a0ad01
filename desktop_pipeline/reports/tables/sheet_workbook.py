"""Sheets as an Excel workbook: what was asked on the first one, then a real table for each."""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.domain.money import minor_digits
from desktop_pipeline.exchange.writing.out_tables import (
    ColumnKind,
    OutBook,
    OutColumn,
    OutRow,
    OutTable,
    OutValue,
    Summary,
)
from desktop_pipeline.reports.tables.sheets import CellKind, CellValue, Sheet
from desktop_pipeline.reports.words import Words

SUFFIX = ".xlsx"
COLUMN_KINDS: dict[CellKind, ColumnKind] = {
    CellKind.TEXT: "text",
    CellKind.MONEY: "money",
    CellKind.SHARE: "share",
    CellKind.DAY: "day",
    CellKind.COUNT: "count",
    CellKind.DAYS: "count",
}
_NOT_IN_NAMES = re.compile(r"[^\w ]")
_LONGEST_NAME = 31


def write_sheets(
    out: Path,
    title: str,
    facts: Sequence[tuple[str, str]],
    sheets: Sequence[Sheet],
    words: Words,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Path:
    """Writes a .xlsx, whole or not at all; `facts` are names and words for the first sheet.

    Raises RefusedError where a workspace would be replaced, CannotOpenError where the file cannot be written.
    """
    # openpyxl is loaded by whoever exports.
    from desktop_pipeline.exchange.writing.workbook import write_workbook  # noqa: PLC0415

    target = out if out.suffix.lower() == SUFFIX else out.with_name(out.name + SUFFIX)
    check_may_replace(target)
    names = name_tables([sheet.title for sheet in sheets], words)
    notes = [(sheet.title, note) for sheet in sheets for note in sheet.notes]
    book = OutBook(
        tuple(_to_table(sheet, name, words) for sheet, name in zip(sheets, names, strict=True)),
        lambda: Summary(title, (*facts, *notes)),
    )
    write_workbook(target, book, progress)
    return target


def _to_table(sheet: Sheet, name: str, words: Words) -> OutTable:
    heads = make_distinct([column.head or words.translate("Report", "Column") for column in sheet.columns])
    rows = [to_out_row(sheet, row.cells) for row in sheet.rows]
    columns = [
        OutColumn(f"c{place}", head, find_kind(column.kind, [row[place] for row in rows]), currency=sheet.currency)
        for place, (head, column) in enumerate(zip(heads, sheet.columns, strict=True))
    ]
    return OutTable(name, tuple(columns), rows, len(rows))


def find_kind(kind: CellKind, cells: Iterable[object]) -> ColumnKind:
    """How a workbook shows such a column: where one number is no whole one, all have two places."""
    if kind is CellKind.NUMBER and any(isinstance(cell, float) and not cell.is_integer() for cell in cells):
        return "decimal"
    return COLUMN_KINDS.get(kind, "number")


def to_out_row(sheet: Sheet, cells: Sequence[CellValue]) -> OutRow:
    """A row as a workbook has it."""
    return tuple(
        _to_out_value(value, column.kind, sheet.currency) for value, column in zip(cells, sheet.columns, strict=True)
    )


def _to_out_value(value: CellValue, kind: CellKind, currency: str) -> OutValue:
    """A cell as a workbook has it: money in major units."""
    if kind is CellKind.MONEY and isinstance(value, int | float):
        return float(Decimal(round(value)).scaleb(-minor_digits(currency)))
    return value


def name_tables(titles: Iterable[str], words: Words) -> list[str]:
    """Names that a workbook allows for sheets and tables, none twice."""
    usual = words.translate("Report", "Table")
    wanted = [_shorten(" ".join(_NOT_IN_NAMES.sub(" ", title).split())) for title in titles]
    return make_distinct(
        [name if name[:1].isalpha() else f"{usual} {name}".strip() for name in wanted], longest=_LONGEST_NAME
    )


def _shorten(name: str) -> str:
    """Ends with a whole word where there is one, and shows that more would follow."""
    if len(name) <= _LONGEST_NAME:
        return name
    cut = name[: _LONGEST_NAME - 1]
    return (cut if name[len(cut)] == " " else cut.rpartition(" ")[0] or cut).strip() + "…"


def make_distinct(names: Sequence[str], *, longest: int = 255) -> list[str]:
    """The names in their order, with a number behind those that were there before, whatever their case."""
    taken: list[str] = []
    for name in names:
        distinct, number = name[:longest].strip(), 1
        while distinct.casefold() in {each.casefold() for each in taken}:
            number += 1
            ending = f" {number}"
            distinct = name[: longest - len(ending)].strip() + ending
        taken.append(distinct)
    return taken
