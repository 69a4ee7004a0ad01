"""What an import would do, as its wizard shows it: files, columns, words, rows, likely duplicates and the sums."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from desktop_pipeline.actions.importing.reports import ImportReport, Sums
from desktop_pipeline.domain.money import Money
from desktop_pipeline.exchange.options import CellPlace, RowPlace, TablePlace, Take
from desktop_pipeline.exchange.tables import Why

Confidence = Literal["sure", "likely", "check", "none"]
Weight = Literal["hint", "problem"]


@dataclass(frozen=True, slots=True)
class SheetShape:
    """A sheet of a file; a hidden one is taken only when it is chosen."""

    name: str | None
    rows: int
    columns: int
    is_hidden: bool
    is_taken: bool


@dataclass(frozen=True, slots=True)
class FileShape:
    """A file as it was read. `kind` is its suffix in small letters; `encoding` and `separator` are those of a text."""

    name: str
    kind: str
    encoding: str | None
    separator: str | None
    sheets: tuple[SheetShape, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """A row that is no row of the table: a title, a repeated header, a subtotal, a footer."""

    row: int
    why: Why
    text: str


@dataclass(frozen=True, slots=True)
class ColumnOutlook:
    """A column and where it goes; `field` is empty where it is left out. `note` says more than the confidence does."""

    index: int
    header: str
    samples: tuple[str, ...]
    field: str
    confidence: Confidence
    note: str
    is_empty: bool


@dataclass(frozen=True, slots=True)
class TableOutlook:
    """A table: what it holds (`kind` is empty where that is not known or it is left out) and its columns."""

    place: TablePlace
    kind: str
    rows: int
    columns: tuple[ColumnOutlook, ...]
    passed: tuple[Passed, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question, as it is kept and as it is shown."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something only a person knows. `subject` says which option an answer goes to.

    `date order`, `decimal mark` (key: header), `currency`, `outcome` (key: the word), `stage order`, `table kind`.
    """

    subject: str
    file: str
    key: str
    words: str
    choices: tuple[Choice, ...]
    assumed: str


@dataclass(frozen=True, slots=True)
class WordOutlook:
    """A value of a column of names and what it becomes: a name of the workspace, a new one, or nothing.

    `field` is stage, owner, source, product, lost_reason, label or pipeline; `meant` may be `won`, `lost` or `ignore`
    for a stage. `near` is the known name it resembles.
    """

    field: str
    word: str
    rows: int
    meant: str
    is_new: bool
    near: str | None


@dataclass(frozen=True, slots=True)
class CellNote:
    """What is to say about a cell of a row: a hint (was “12.500,00”) or a problem (not a date), with what is typed."""

    place: CellPlace | None
    field: str
    weight: Weight
    words: str
    typed: str


@dataclass(frozen=True, slots=True)
class RowOutlook:
    """A row as it will arrive: shown texts by field, its notes, and whether it is taken at all.

    `kind` is its table's. `money` and `days` are those of `texts` that a screen shows in the person's own way.
    """

    place: RowPlace
    texts: dict[str, str]
    stage: str | None
    status: str
    notes: tuple[CellNote, ...]
    is_taken: bool
    kind: str = "deals"
    money: Money | None = None
    days: dict[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A row that the workspace seems to have already. `why` and `difference` are short phrases.

    `value`: the row's own where it is quite another one; `difference` does not tell it.
    """

    place: RowPlace
    title: str
    why: str
    difference: str
    deal_id: int
    take: Take
    value: Money | None = None


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that a changed row of our own export tells differently; `is_conflict`: it changed here as well since.

    `is_taken`: whether the file's value is taken; of conflicts only those that somebody chose. `table`: deals,
    organisations, people or activities; `deal_id` and `title` are those of its row.
    """

    place: RowPlace
    deal_id: int
    title: str
    field: str
    old: str
    new: str
    is_conflict: bool
    is_taken: bool = True
    table: str = "deals"


@dataclass(frozen=True, slots=True)
class Outlook:
    """Everything the wizard shows before anything is written. `fields`: what columns of a kind may go to, in order.

    `presets`: those a person may choose from, by key and name. `refusal`: why there is nothing to see yet; empty but
    where no table is understood. `is_on_its_side`: because its fields stand below each other.
    """

    files: tuple[FileShape, ...]
    preset: str
    preset_name: str
    tables: tuple[TableOutlook, ...]
    fields: dict[str, tuple[Choice, ...]]
    questions: tuple[OpenQuestion, ...]
    words: tuple[WordOutlook, ...]
    rows: tuple[RowOutlook, ...]
    likenesses: tuple[Likeness, ...]
    differences: tuple[FieldDifference, ...]
    sums: Sums
    report: ImportReport
    presets: tuple[Choice, ...] = ()
    refusal: str = ""
    is_on_its_side: bool = False
