"""Tables on their way out: columns with their kinds, and rows of plain values."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

# A `count` has thousands and no decimals, a `decimal` two of them, a mere `number` as many as it has.
ColumnKind = Literal["text", "long", "day", "number", "count", "decimal", "money", "share", "truth", "hidden"]
OutValue = str | int | float | bool | date | None
OutRow = tuple[OutValue, ...]
Progress = Callable[[int, int], None]

LONGEST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class OutColumn:
    """A column; `choices` names the list its drop-down offers.

    Money is of the one `currency`, or where that is empty, of what the row has in the column whose key that is.
    """

    key: str
    header: str
    kind: ColumnKind = "text"
    choices: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class OutTable:
    """A table: its name, its columns, and its rows, which are read as they are written; `count` is how many."""

    name: str
    columns: tuple[OutColumn, ...]
    rows: Iterable[OutRow]
    count: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell that could not be written as it is, and how it was written instead."""

    table: str
    row: int
    header: str
    text: str
    trouble: str


# A name, a number or None where it is not known, and a currency, `%`, or nothing for a mere number.
FigureOut = tuple[str, float | int | None, str]


@dataclass(frozen=True, slots=True)
class Block:
    """A small table on the first sheet: names in the first column, then numbers, money in major units.

    A chart shows the columns at the places `bars`, on top of each other where `is_stacked`, and those at `lines`.
    """

    title: str
    columns: tuple[OutColumn, ...]
    rows: tuple[OutRow, ...]
    currency: str = ""
    bars: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()
    is_stacked: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The figures that the program shows, of what `title` says, and the tables behind them."""

    title: str
    figures: tuple[FigureOut, ...]
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands on the first sheet: words, counts and sums of what is in the file, and the program's own figures."""

    title: str
    words: tuple[tuple[str, str | date], ...]
    figures: tuple[FigureOut, ...] = ()
    blocks: tuple[Block, ...] = ()
    key: KeyFigures | None = None


@dataclass(frozen=True, slots=True)
class OutBook:
    """A workbook: tables in their order, the lists of the drop-downs, and what tells our import whose it is.

    `summarise` is asked after all rows are written.
    """

    tables: tuple[OutTable, ...]
    summarise: Callable[[], Summary]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)


def count_rows(tables: Iterable[OutTable]) -> int:
    """How many rows there are in all."""
    return sum(table.count for table in tables)


def portions(rows: Iterable[OutRow], size: int) -> Iterator[list[OutRow]]:
    """The rows, so many at a time."""
    portion: list[OutRow] = []
    for row in rows:
        portion.append(row)
        if len(portion) == size:
            yield portion
            portion = []
    if portion:
        yield portion
