"""What a spreadsheet holds once it is read: a book of tables, each of typed cells under a header row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import compress
from typing import Literal, NamedTuple, overload

from desktop_pipeline.exchange.options import TablePlace

# LibreOffice has numbers where Excel has words
FORMULA_ERRORS = frozenset(
    (
        *("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA"),
        *(f"Err:{number}" for number in range(501, 541)),
    )
)

Cell = str | int | float | bool | date | datetime | None
Why = Literal[
    "title",
    "repeated header",
    "total",
    "footer",
    "damaged card",
    "group of contacts",
    "part of the row above",
    "ruled line",
]


class Row(NamedTuple):
    """One row of a table; `number` is the one a spreadsheet program shows beside it."""

    number: int
    cells: tuple[Cell, ...]


class Rows(Sequence[Row]):
    """Many rows of one width, kept by the column and made one by one as they are asked for; the numbers ascend."""

    def __init__(self, numbers: Sequence[int], columns: Sequence[Sequence[Cell]]) -> None:
        self.numbers = numbers
        self.columns = columns

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> "Rows": ...
    def __getitem__(self, index: int | slice) -> "Row | Rows":
        if isinstance(index, slice):
            if index.indices(len(self)) == (0, len(self), 1):
                return self
            return Rows(self.numbers[index], [column[index] for column in self.columns])
        return Row(self.numbers[index], tuple(column[index] for column in self.columns))

    def __iter__(self) -> Iterator[Row]:
        return map(Row._make, zip(self.numbers, zip(*self.columns, strict=True), strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment] # as a list has none

    def adjoin(self) -> bool:
        """Whether no row of the sheet is left out between the first and the last."""
        return not self.numbers or self.numbers[-1] - self.numbers[0] + 1 == len(self.numbers)

    @cached_property
    def gappy(self) -> Sequence[Sequence[Cell]]:
        """The columns that not every row fills; asked for when all rows are there."""
        return [column for column in self.columns if None in column]

    def between(self, start: int, end: int | None = None) -> "Rows":
        """The same rows with these columns alone."""
        return Rows(self.numbers, self.columns[start:end])


class PassedRow(NamedTuple):
    """A row that is no row of its table, and why: a title, a repeated header, a total, a footer, a card cut off."""

    number: int
    why: Why
    text: str


class Parted(NamedTuple):
    """The indexes of a column that pairs a company with its contact, and of the two that tell them alone."""

    column: int
    company: int
    contact: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header row (numbered from 1) and the rows below it that are not empty.

    `headers[i]` and `row.cells[i]` stand in the sheet's column `left + i`; a row may have fewer cells than there are
    headers, or more. `passed` are the rows around and between them that were not taken for rows. `are_heads_guessed`:
    no row names the columns, and they are called after what is shown where they were pasted, or after what they hold.
    `parted`: a column that was told apart in two further ones.
    """

    file: str
    sheet: str | None
    header_row: int
    headers: tuple[str, ...]
    rows: Sequence[Row]
    left: int = 0
    passed: tuple[PassedRow, ...] = ()
    are_heads_guessed: bool = False
    parted: Parted | None = None

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


def width_of(rows: Sequence[Row]) -> int:
    """How many cells the widest row has."""
    return len(rows.columns) if isinstance(rows, Rows) else max((len(row.cells) for row in rows), default=0)


def numbers_of(rows: Sequence[Row]) -> Sequence[int]:
    """The numbers of the rows."""
    return rows.numbers if isinstance(rows, Rows) else [row.number for row in rows]


def few_filled(rows: Sequence[Row], most: int) -> list[int]:
    """The indexes of the rows that hold no more than so many cells."""
    if not isinstance(rows, Rows):
        return [index for index, row in enumerate(rows) if len(row.cells) - row.cells.count(None) <= most]
    # Of most sheets some columns are filled to the last row: that many every row holds
    left = most - (len(rows.columns) - len(rows.gappy))
    if left < 0:
        return []
    if not rows.gappy:
        return [*range(len(rows))]
    return [index for index, row in enumerate(zip(*rows.gappy, strict=True)) if len(row) - row.count(None) <= left]


def keep_rows(rows: Sequence[Row], kept: Sequence[bool]) -> Sequence[Row]:
    """Those rows of which it is said that they stay."""
    if not isinstance(rows, Rows):
        return tuple(compress(rows, kept))
    return Rows(list(compress(rows.numbers, kept)), [list(compress(column, kept)) for column in rows.columns])
