"""What a panel shows as a plain table: for "Show as table", the clipboard, a workbook and paper alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from desktop_pipeline.reports.figures import Figure
from desktop_pipeline.reports.words import Words

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part

# A number or day that is not known, or too few stand behind, is None and never 0.
CellValue: TypeAlias = str | int | float | date | None

_DASH = "–"


class CellKind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"  # minor units of the sheet's currency
    SHARE = "share"  # 0 to 1
    DAYS = "days"
    DAY = "day"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column; all but texts stand right. What `is_change` is said with its sign, a gain too."""

    head: str
    kind: CellKind = CellKind.TEXT
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A cell for each column; `part` names the deals behind the row, where it has any.

    What `is_standing` tells how things stand, also in a column of changes.
    """

    cells: tuple[CellValue, ...]
    part: "Part | None" = None
    is_standing: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled table in one currency; `notes` tell what the numbers stand on."""

    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    currency: str = ""
    notes: tuple[str, ...] = ()


def say_cell(value: CellValue, kind: CellKind, currency: str, words: Words) -> str:
    """A cell as a person reads it; unknown is a dash, in a column of texts nothing."""
    if value is None:
        return "" if kind is CellKind.TEXT else _DASH
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return words.full_day(value)
    return _say_number(value, kind, currency, words)


def _say_number(number: float, kind: CellKind, currency: str, words: Words) -> str:
    formats = words.formats
    if kind is CellKind.MONEY:
        return formats.whole_money(round(number), currency)
    if kind is CellKind.SHARE:
        return formats.percent(number)
    is_whole = isinstance(number, int) or kind in _WHOLE
    return formats.number(round(number)) if is_whole else formats.number(Decimal(repr(number)), 2)


_WHOLE = frozenset((CellKind.COUNT, CellKind.DAYS))


def say_rows(sheet: Sheet, words: Words) -> list[list[str]]:
    """Every row in words, for other programs: a gain has no sign, which would begin a formula there."""
    return [
        [
            say_cell(value, column.kind, sheet.currency, words)
            for value, column in zip(row.cells, sheet.columns, strict=True)
        ]
        for row in sheet.rows
    ]


def say_row(sheet: Sheet, row: SheetRow, words: Words) -> list[str]:
    """A row as a person reads it, gains with their sign as losses have theirs."""
    said = []
    for value, column in zip(row.cells, sheet.columns, strict=True):
        is_gain = column.is_change and not row.is_standing and isinstance(value, int | float) and value > 0
        said.append(("+" if is_gain else "") + say_cell(value, column.kind, sheet.currency, words))
    return said


def sheet_of_figures(figures: Sequence[Figure], words: Words) -> Sheet:
    """The tiles with their changes and how each was worked out."""
    translate = words.translate
    heads = (
        translate("Report", "Figure"),
        translate("Report", "Value"),
        translate("Report", "Of"),
        translate("Report", "Change"),
        translate("Report", "How it is worked out"),
    )
    rows = tuple(
        SheetRow((figure.label, figure.value, figure.note, figure.change.text, figure.how), figure.part)
        for figure in figures
    )
    return Sheet(translate("Report", "Figures"), tuple(SheetColumn(head) for head in heads), rows)
