"""The History: every change in the journal with what it did, field by field."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from desktop_pipeline.domain.line_items import plain_number
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.names import fold
from desktop_pipeline.domain.offer_text import read_document
from desktop_pipeline.storage.change_details import RowChange, read_columns, read_row_changes
from desktop_pipeline.storage.changeset import is_intact
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.entries import Entry, State, to_entry
from desktop_pipeline.storage.files import find_digests
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View

__all__ = ["Entry", "FieldChange", "RecordChange", "State", "read_change_details", "read_changes"]

# What a person sees of a cell: text, a number, money, a day, an instant, yes or no; None is empty or not known.
Shown: TypeAlias = str | int | float | bool | Money | date | datetime | None

_LINES = "select id, at, who, label, state, takes_back from journal_entry"
_MOST_ROWS = 200

# References and the tables they refer to.
_REFERENCES = {
    "pipeline_id": "pipeline",
    "stage_id": "stage",
    "from_stage_id": "stage",
    "to_stage_id": "stage",
    "after_sale_stage_id": "stage",
    "organisation_id": "organisation",
    "person_id": "person",
    "owner_id": "owner",
    "source_id": "source",
    "reason_id": "reason",
    "product_id": "product",
    "label_id": "label",
    "competitor_id": "competitor",
    "criterion_id": "criterion",
    "deal_id": "deal",
    "earlier_id": "deal",
    "later_id": "deal",
    "field_id": "custom_field",
    "currency_id": "currency",
}
# Of one name in several tables: by the table that refers.
_STEPS = {"after_sale_tick": "after_sale_step", "enrolment_step": "cadence_step"}
_WITH_ACTIVITY_KIND = {"activity", "stage_activity", "cadence_step", "after_sale_step"}
_NAMES = ("title", "name", "subject", "text", "key", "value", "topic", "day", "code", "number")
_MONEY = {"value", "amount", "price"}
_WITH_MONEY = {"deal", "line_item", "product", "history_event"}
_INSTANTS = {"at", "recorded_at", "created_at", "closed_at", "deleted_at", "done_at", "due_at"}
_DAYS = {
    *("expected_close_on", "last_touch_on", "due_on", "left_on", "answered_on", "raised_on", "from_on", "day"),
    *("made_on", "valid_until", "sent_on", "decided_on"),
    *("asked_on", "solved_on", "retry_on"),
}
_TRUTHS = {
    *("needs_note", "is_required", "is_value_by_hand", "is_open", "is_active", "is_archived", "is_inferred"),
    "is_default",
}
# Nobody's business but the program's.
_HIDDEN = {"id", "rank", "name_key", "import_batch_id", "recorded_at", "is_inferred", "is_dated", "digest", "position"}
# The history repeats what the deal's own columns say.
_HIDDEN_TABLES = {"history_event", "import_batch"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that was one thing and is another; `field` is the column's name, for the screen to word."""

    field: str
    before: Shown
    after: Shown


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What a change did to one record: `kind` is "added", "changed" or "removed"; `name` is the record's own."""

    table: str
    row_id: int
    name: str
    kind: str
    fields: tuple[FieldChange, ...]


def read_history(view: View) -> list[Entry]:
    """All lines of the journal, oldest first."""
    return [to_entry(row) for row in view.rows(f"{_LINES} order by id")]


def read_changes(view: View, *, text: str = "", before: int | None = None, limit: int = 200) -> list[Entry]:
    """The newest lines whose label or author holds every word of the text, whatever its accents.

    `before` is the id from which to read further back.
    """
    words = fold(text).split()
    wanted = "".join(" and instr(fold(label || ' ' || who), ?)" for _word in words)
    rows = view.rows(
        f"{_LINES} where id < ?{wanted} order by id desc limit ?",
        (before if before is not None else 1 << 62, *words, limit),
    )
    return [to_entry(row) for row in rows]


def read_change_details(view: View, entry_id: int) -> tuple[RecordChange, ...] | None:
    """What a change did, at most 200 records of it; None where only its line is kept."""
    found = view.row("select changeset, digest from journal_entry where id = ?", (entry_id,))
    if found is None or not is_intact(*found):
        return None
    rows = (row for row in read_row_changes(bytes(found[0]), read_columns(view)) if row.table not in _HIDDEN_TABLES)
    return tuple(_Namer(view).describe(row) for row, _number in zip(rows, range(_MOST_ROWS), strict=False))


class _Namer:
    """Finds the names of rows, each once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._columns = read_columns(view)
        self._names: dict[tuple[str, int], str] = {}

    def describe(self, row: RowChange) -> RecordChange:
        cells = {**row.before, **row.after}
        return RecordChange(row.table, row.row_id, self._name(row, cells), row.kind, tuple(self._fields(row, cells)))

    def _fields(self, row: RowChange, cells: dict[str, Value]) -> Iterator[FieldChange]:
        for column in cells:
            if column in _HIDDEN or (column == "currency" and "value" in cells):
                continue
            if column == "document":
                # That of a forecast is for the program; that of an offer is told part by part.
                yield from _tell_offer(row) if row.table == "offer" else ()
                continue
            before = self._show(row, column, row.before)
            after = self._show(row, column, row.after)
            if before != after:
                yield FieldChange(column.removesuffix("_id"), before, after)

    def _name(self, row: RowChange, cells: dict[str, Value]) -> str:
        own = next((column for column in _NAMES if column in self._columns.get(row.table, ())), None)
        if own is not None:
            return str(cells[own]) if isinstance(cells.get(own), str) else self._find(row.table, row.row_id)
        for column, table in (*_REFERENCES.items(), ("step_id", _STEPS.get(row.table, ""))):
            value = cells.get(column)
            if column != "deal_id" and isinstance(value, int):
                return self._find(table, value)
        return ""

    def _show(self, row: RowChange, column: str, cells: dict[str, Value]) -> Shown:
        value = cells.get(column)
        if value is None or isinstance(value, bytes):
            return None
        if column == "step_id" and isinstance(value, int):
            return self._find(_STEPS.get(row.table, ""), value)
        if column in _REFERENCES and isinstance(value, int):
            return self._find(_REFERENCES[column], value)
        if column == "kind" and row.table in _WITH_ACTIVITY_KIND:
            return str(self._view.value("select name from activity_kind where key = ?", (value,)) or value)
        if column in _MONEY and row.table in _WITH_MONEY and isinstance(value, int):
            return Money(value, self._currency(row, cells))
        return _read_cell(row.table, column, value)

    def _currency(self, row: RowChange, cells: dict[str, Value]) -> str:
        if isinstance(cells.get("currency"), str):
            return str(cells["currency"])
        deal_id = row.row_id if row.table == "deal" else row.after.get("deal_id") or row.before.get("deal_id")
        if row.table == "line_item" and deal_id is None:
            deal_id = self._view.value("select deal_id from line_item where id = ?", (row.row_id,))
        table, row_id = ("product", row.row_id) if row.table == "product" else ("deal", deal_id)
        # The table is one of the two.
        found = self._view.value(f"select currency from {table} where id = ?", (row_id,))  # noqa: S608
        return str(found or self._view.base_currency)

    def _find(self, table: str, row_id: int) -> str:
        key = (table, row_id)
        if key not in self._names:
            columns = self._columns.get(table, ())
            column = next((name for name in _NAMES if name in columns), None)
            found = None
            if column is not None:
                # Names of our own tables and columns.
                found = self._view.value(f"select {column} from {table} where id = ?", (row_id,))  # noqa: S608
            self._names[key] = str(found) if found is not None else f"{row_id}"
        return self._names[key]


def _read_cell(table: str, column: str, value: str | float) -> Shown:
    """What a stored value stands for, by its column."""
    if column in _INSTANTS and isinstance(value, int):
        return from_microseconds(value)
    if column in _DAYS and isinstance(value, str):
        return _to_day(value)
    if column in _TRUTHS:
        return bool(value)
    if column == "value" and table in {"custom_value", "setting"}:
        # A picture is no text.
        return None if table == "setting" and find_digests(str(value)) else _from_json(str(value))
    return value


def _tell_offer(row: RowChange) -> Iterator[FieldChange]:
    """What an offer says, part by part; nothing of a document that cannot be read."""
    before, after = (_read_parts(cells.get("document")) for cells in (row.before, row.after))
    for part in after or before:
        if before.get(part) != after.get(part):
            yield FieldChange(part, before.get(part), after.get(part))


def _read_parts(text: Value) -> dict[str, Shown]:
    document = read_document(text, "", date.min, None) if isinstance(text, str) else None
    if document is None:
        return {}
    return {
        "subject": document.subject,
        "recipient": ", ".join(document.recipient),
        "intro": document.intro,
        "lines": "; ".join(f"{plain_number(line.quantity)} × {line.name}" for line in document.lines),
        "gross": Money(document.totals.gross, document.currency),
        "terms": document.terms,
        "tax_note": document.tax_note,
        "company": document.company.name,
    }


def _to_day(text: str) -> Shown:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _from_json(text: str) -> Shown:
    try:
        told = json.loads(text)
    except ValueError:
        return text
    if isinstance(told, list):
        return ", ".join(str(part) for part in told)
    return told if isinstance(told, str | int | float | bool) or told is None else text
