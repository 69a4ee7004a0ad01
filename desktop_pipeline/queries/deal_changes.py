"""Who changed which field of a deal from what to what, read from the journal.

What the deal's own history tells (moves, value, owner, closing date, probability) is left to it; the journal adds who.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from desktop_pipeline.domain.money import to_major
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.outline import DATA_COLUMNS
from desktop_pipeline.storage.row_changes import RowChange, Step, read_steps_naming, read_steps_of
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that changed; None before: it came, None after: it went.

    `field` is a column of the deal (title, organisation, source, forecast_category), or what hangs on it: label,
    person, role, competitor, product, file, objection, custom, note, milestone, offer. `name` is which one: a role's
    person, a product, a field of the owner's own, mql or sql, the number of an offer; a milestone is held as the day on
    which it was passed, an offer as its state (domain.offers). After the sale: problem, satisfaction from 0 to 10.
    """

    at: datetime
    who: str
    field: str
    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class DealChanges:
    """The changes oldest first, and who wrote the events of the deal's history, by their ids."""

    fields: tuple[FieldChange, ...]
    writers: Mapping[int, str]


def read_deal_changes(view: View, deal_id: int) -> DealChanges:
    """Every change of the deal that stands in the journal."""
    steps = {step.number: step for step in read_steps_naming(view, deal_id)}
    names = _Names(view, deal_id, steps.values())
    # A row that hangs on the deal names it when it comes and goes, not when it is changed.
    steps |= {step.number: step for step in read_steps_of(view, names.hanging(), known=steps.keys())}
    fields: list[FieldChange] = []
    writers: dict[int, str] = {}
    for _number, step in sorted(steps.items()):
        # With a new deal comes all that was known of it: its creation tells that.
        is_new = any(row.table == "deal" and row.row_id == deal_id and not row.old for row in step.rows)
        for row in step.rows:
            if row.table == "history_event" and row.new.get("deal_id") == deal_id:
                writers[row.row_id] = step.who
            elif not is_new:
                fields.extend(
                    FieldChange(step.at, step.who, field, name, before, after)
                    for field, name, before, after in _tell(names, row, deal_id)
                    if before != after
                )
    return DealChanges(tuple(fields), writers)


_Told = tuple[str, str, str | None, str | None]
# Columns of a deal whose change no history event tells, with the table that their ids are names in
_COLUMNS = {"title": None, "organisation_id": "organisation", "source_id": "source", "forecast_category": None}


class _Names:
    """The rows that hang on the deal, also those that are gone, and names of the rows they refer to."""

    def __init__(self, view: View, deal_id: int, steps: Iterable[Step]) -> None:
        self._view = view
        self._known: dict[tuple[str, Value], str] = {}
        self._rows: dict[str, dict[int, Mapping[str, Value]]] = {table: {} for table in _TELLERS}
        for step in steps:
            for row in step.rows:
                columns = row.new or row.old
                if row.table in self._rows and columns.get("deal_id") == deal_id:
                    self._rows[row.table][row.row_id] = columns
        for table, known in self._rows.items():
            columns_of = DATA_COLUMNS[table]
            # Names of tables and columns are our own.
            sql = f"select {', '.join(columns_of)} from {table} where deal_id = ?"  # noqa: S608
            for found in view.rows(sql, (deal_id,)):
                known[found[0]] = dict(zip(columns_of, found, strict=True))

    def hanging(self) -> Mapping[str, Collection[int]]:
        """Ids of the rows by table."""
        return self._rows

    def column(self, table: str, row_id: int, column: str) -> Value:
        """What a row of the deal holds, or held last."""
        return self._rows[table].get(row_id, {}).get(column)

    def find(self, table: str, row_id: Value) -> str | None:
        """The name of a row; those that are gone have none."""
        if not isinstance(row_id, int):
            return None
        if (table, row_id) not in self._known:
            # The table is one of our own names.
            found = self._view.value(f"select name from {table} where id = ?", (row_id,))  # noqa: S608
            self._known[table, row_id] = "…" if found is None else str(found)
        return self._known[table, row_id]

    def currency(self, deal_id: Value) -> str:
        """The deal's currency."""
        return str(self._view.value("select currency from deal where id = ?", (deal_id,)))


def _tell(names: _Names, row: RowChange, deal_id: int) -> list[_Told]:
    if row.table == "deal":
        return _tell_deal(names, row) if row.row_id == deal_id else []
    teller = _TELLERS.get(row.table)
    is_ours = teller is not None and names.column(row.table, row.row_id, "deal_id") == deal_id
    return teller(names, row) if teller is not None and is_ours else []


def _tell_deal(names: _Names, row: RowChange) -> list[_Told]:
    if not (row.old and row.new):
        return []
    told: list[_Told] = []
    for column, table in _COLUMNS.items():
        if column in row.new:
            before, after = row.old.get(column), row.new[column]
            if table is not None:
                before, after = names.find(table, before), names.find(table, after)
            told.append((column.removesuffix("_id"), "", _text(before), _text(after)))
    return told


def _tell_link(field: str, table: str, column: str) -> Callable[[_Names, RowChange], list[_Told]]:
    """Rows that only tie something to the deal: it came or it went."""

    def tell(names: _Names, row: RowChange) -> list[_Told]:
        if row.old and row.new:
            return []
        return [(field, "", names.find(table, row.old.get(column)), names.find(table, row.new.get(column)))]

    return tell


def _tell_person(names: _Names, row: RowChange) -> list[_Told]:
    if not (row.old and row.new):
        return _tell_link("person", "person", "person_id")(names, row)
    if "person_id" in row.new:
        before, after = names.find("person", row.old.get("person_id")), names.find("person", row.new["person_id"])
        return [("person", "", before, after)]
    person = names.find("person", names.column("deal_person", row.row_id, "person_id")) or ""
    return [("role", person, _text(row.old.get("role")), _text(row.new.get("role")))]


def _tell_line(names: _Names, row: RowChange) -> list[_Told]:
    if not (row.old and row.new):
        return _tell_link("product", "product", "product_id")(names, row)
    product = names.find("product", names.column("line_item", row.row_id, "product_id")) or ""
    currency = names.currency(names.column("line_item", row.row_id, "deal_id"))
    told: list[_Told] = []
    for column in ("quantity", "price", "discount"):
        if column in row.new:
            before, after = row.old.get(column), row.new[column]
            if column == "price":
                before, after = _money(before, currency), _money(after, currency)
            told.append((column, product, _text(before), _text(after)))
    return told


def _tell_text(field: str, column: str) -> Callable[[_Names, RowChange], list[_Told]]:
    """Rows that are named by a text of their own."""

    def tell(_names: _Names, row: RowChange) -> list[_Told]:
        if row.old and row.new and column not in row.new:
            return []
        return [(field, "", _text(row.old.get(column)), _text(row.new.get(column)))]

    return tell


def _tell_note(_names: _Names, row: RowChange) -> list[_Told]:
    # A new note is a line of its own on the timeline.
    return [("note", "", _text(row.old.get("text")), _text(row.new.get("text")))] if row.old else []


def _tell_custom(names: _Names, row: RowChange) -> list[_Told]:
    name = names.find("custom_field", names.column("custom_value", row.row_id, "field_id")) or ""
    return [("custom", name, *(_kept(names, values.get("value")) for values in (row.old, row.new)))]  # type: ignore[list-item]


def _tell_milestone(names: _Names, row: RowChange) -> list[_Told]:
    if row.old and row.new and "passed_on" not in row.new:
        return []
    milestone = _text(names.column("milestone_mark", row.row_id, "milestone")) or ""
    return [("milestone", milestone, _text(row.old.get("passed_on")), _text(row.new.get("passed_on")))]


def _tell_offer(names: _Names, row: RowChange) -> list[_Told]:
    """An offer came, went, was sent or answered; what was written on a draft is no news of the deal."""
    number = _text(names.column("offer", row.row_id, "number")) or ""
    return [("offer", number, _text(row.old.get("state")), _text(row.new.get("state")))]


def _kept(names: _Names, stored: Value) -> str | None:
    """What a custom field held, in words that need no locale."""
    if not isinstance(stored, str):
        return None
    kept = json.loads(stored)
    if isinstance(kept, dict):
        return f"{to_major(int(kept['minor']), str(kept['currency']))} {kept['currency']}"
    if isinstance(kept, bool):
        return "yes" if kept else "no"
    if isinstance(kept, list):
        return ", ".join(names.find("custom_choice", choice) or "" for choice in kept)
    return (names.find("custom_choice", kept) or "") if isinstance(kept, int) else str(kept)


def _money(minor: Value, currency: str) -> str | None:
    return f"{to_major(minor, currency)} {currency}" if isinstance(minor, int) else None


def _text(value: Value) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, float):
        return f"{Decimal(str(value)):f}"
    return str(value)


_TELLERS: Mapping[str, Callable[[_Names, RowChange], list[_Told]]] = {
    "deal_label": _tell_link("label", "label", "label_id"),
    "deal_competitor": _tell_link("competitor", "competitor", "competitor_id"),
    "deal_person": _tell_person,
    "line_item": _tell_line,
    "attachment": _tell_text("file", "name"),
    "objection": _tell_text("objection", "text"),
    "note": _tell_note,
    "custom_value": _tell_custom,
    "milestone_mark": _tell_milestone,
    "offer": _tell_offer,
    "problem": _tell_text("problem", "text"),
    "satisfaction": _tell_text("satisfaction", "score"),
}
