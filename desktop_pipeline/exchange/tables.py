"""What a spreadsheet holds once it is read: tables of typed cells under a header row."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

FORMULA_ERRORS = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)

Cell = str | int | float | bool | date | datetime | None


class Row(NamedTuple):
    """One row of a sheet; `number` is the one a spreadsheet program shows beside it."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its header row (numbered from 1) and the rows below it that are not empty."""

    file: str
    sheet: str | None
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def show(cell: Cell) -> str:
    """A cell as a person would have typed it: no `.0` behind whole numbers, ISO dates."""
    match cell:
        case None:
            text = ""
        case str():
            text = cell
        case bool():
            text = "TRUE" if cell else "FALSE"
        case float() if cell.is_integer():
            text = str(int(cell))
        case datetime():
            text = cell.isoformat(" ")
        case _:
            text = str(cell)
    return text


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
