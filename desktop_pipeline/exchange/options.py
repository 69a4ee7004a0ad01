"""What a person says of an import: which columns hold what, what words mean, what becomes of each row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Literal, NamedTuple

Match = Literal["auto", "id", "title+org", "none"]
Take = Literal["merge", "both", "skip"]
Leads = Literal["deals", "people"]
DateOrder = Literal["day", "month"]
DecimalMark = Literal[".", ","]


class TablePlace(NamedTuple):
    """Where a table stands: `top` is the number of its header row, `left` the index of its first column."""

    file: str
    sheet: str | None
    top: int
    left: int = 0


class RowPlace(NamedTuple):
    """A row as a spreadsheet numbers it."""

    file: str
    sheet: str | None
    row: int


class CellPlace(NamedTuple):
    """A cell: the row as a spreadsheet numbers it, the column as an index of the sheet's columns."""

    file: str
    sheet: str | None
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class ReadingChoices:
    """How one file is read; None is found out. `sheets` None: every visible one; `tops`: header row by sheet."""

    encoding: str | None = None
    separator: str | None = None
    sheets: tuple[str, ...] | None = None
    tops: Mapping[str | None, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What is said of one import; whatever is not said is found out, or assumed and asked.

    `preset`: auto, none or a preset's key. `mapping`: header → field over all tables; `columns`: column → field in one
    table, before `mapping`. A field is one of ours, `ignore`, `custom` (a custom field named like the column) or
    `custom:NAME`. `kinds`: what a table holds, or `ignore`. `stage_words`: value → stage, won, lost or ignore; `words`:
    (field, value) → the name that is meant, nothing to leave it empty. `date_orders` and `decimal_marks` are by
    header. `filled_below`: headers of columns whose blank cells mean what stands above them. `takes`: what becomes of a
    row that the workspace seems to have. `corrections`: what was typed into a cell.
    `conflicts`: cells of our own export, by row and field, that are taken though they have changed here as well.
    `leads`: what leads without an organisation become. `histories`: files whose rows are stage changes. `match` auto:
    by id where the table has one, else by title and organisation. `zone` turns instants into days.
    """

    preset: str = "auto"
    mapping: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[TablePlace, Mapping[int, str]] = field(default_factory=dict)
    kinds: Mapping[TablePlace, str] = field(default_factory=dict)
    match: Match = "auto"
    stage_words: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)
    stage_order: tuple[str, ...] = ()
    currency: str | None = None
    date_orders: Mapping[str, DateOrder] = field(default_factory=dict)
    decimal_marks: Mapping[str, DecimalMark] = field(default_factory=dict)
    filled_below: frozenset[str] = frozenset()
    takes: Mapping[RowPlace, Take] = field(default_factory=dict)
    corrections: Mapping[CellPlace, str] = field(default_factory=dict)
    leads: Leads = "deals"
    histories: frozenset[str] = frozenset()
    conflicts: frozenset[tuple[RowPlace, str]] = frozenset()
    zone: tzinfo = UTC
