"""What a spreadsheet holds once it is read: a book of tables, each of typed cells under a header row."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from desktop_pipeline.exchange.options import TablePlace

# LibreOffice has numbers where Excel has words
FORMULA_ERRORS = frozenset(
    (
        *("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA"),
        *(f"Err:{number}" for number in range(501, 541)),
    )
)

Cell = str | int | float | bool | date | datetime | None
Why = Literal["title", "repeated header", "total", "footer", "damaged card", "group of contacts"]


class Row(NamedTuple):
    """One row of a table; `number` is the one a spreadsheet program shows beside it."""

    number: int
    cells: tuple[Cell, ...]


class PassedRow(NamedTuple):
    """A row that is no row of its table, and why: a title, a repeated header, a total, a footer, a card cut off."""

    number: int
    why: Why
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header row (numbered from 1) and the rows below it that are not empty.

    `headers[i]` and `row.cells[i]` stand in the sheet's column `left + i`; a row may have fewer cells than there are
    headers, or more. `passed` are the rows around and between them that were not taken for rows. `are_heads_guessed`:
    no row names the columns, and they are called after what is shown where they were pasted, or after what they hold.
    """

    file: str
    sheet: str | None
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    left: int = 0
    passed: tuple[PassedRow, ...] = ()
    are_heads_guessed: bool = False

    @property
    def place(self) -> TablePlace:
        return TablePlace(self.file, self.sheet, self.header_row, self.left)


class SheetShape(NamedTuple):
    """A sheet's name (None: a text file's only one), the size of what it holds, and whether it was taken."""

    name: str | None
    rows: int
    columns: int
    is_hidden: bool
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Book:
    """A file as it was read.

    `kind` is what it truly is (xlsx, xlsm, xls, xlsb, ods, csv, tsv, txt, vcf, pasted), `encoding` and `separator`
    those of a text; `other_encodings` are those in which the same bytes make a text too, the likeliest first.
    """

    file: str
    kind: str
    encoding: str | None
    separator: str | None
    sheets: tuple[SheetShape, ...]
    tables: tuple[Table, ...]
    other_encodings: tuple[str, ...] = ()


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
