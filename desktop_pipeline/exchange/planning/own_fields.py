"""Columns that become fields of the owner's own: made on wish, their values read as what the field holds."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop_pipeline.domain.custom_fields import LONGEST_TEXT, FieldKind, check_link
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.names import clean_text, name_key
from desktop_pipeline.exchange.known import KnownField
from desktop_pipeline.exchange.records import FieldKey, NewField, PlannedValue, Target
from desktop_pipeline.exchange.tables import Cell, is_blank, show
from desktop_pipeline.exchange.understanding.amounts import infer_mark, read_amount
from desktop_pipeline.exchange.understanding.cells import read_column, read_truth
from desktop_pipeline.exchange.understanding.dates import infer_order, read_date
from desktop_pipeline.exchange.understanding.kinds import CUSTOM, Kind
from desktop_pipeline.exchange.understanding.values import ColumnReader
from desktop_pipeline.exchange.unreadable import UnreadableError

if TYPE_CHECKING:
    from desktop_pipeline.exchange.planning.draft import PlanDraft

_SUBJECTS: Mapping[Kind, str] = {
    Kind.DEALS: "deal",
    Kind.LEADS: "deal",
    Kind.PEOPLE: "person",
    Kind.ORGANISATIONS: "organisation",
}
_START = f"{CUSTOM}:"


class OwnFields:
    """Fields of the owner's own, those that are there and those that the files bring."""

    def __init__(self, draft: "PlanDraft") -> None:
        self._draft = draft
        self._new: dict[FieldKey, NewField] = {}
        self._values: dict[tuple[FieldKey, Target], PlannedValue] = {}

    def read(self, reader: ColumnReader) -> list[tuple[FieldKey, Sequence[str | None]]]:
        """Each own field of a table with its values by row, as JSON; what cannot be read is listed."""
        subject = _SUBJECTS.get(reader.recognised.kind)
        columns = [] if subject is None else [name for name in reader.columns if name.startswith(_START)]
        return [self._read(reader, name, FieldKey(subject or "", name_key(name[len(_START) :]))) for name in columns]

    def put(self, field: FieldKey, target: Target, value: str) -> None:
        """What a field is to hold; nothing where it holds that already."""
        known = self._draft.known.fields.get(field)
        places = self._draft.hanging.places(target)
        if known is not None and places:
            held = self._draft.hanging.known.values.get((known.id, places[0][1])) if places[0][1] > 0 else None
            if held == value:
                return
        self._values[(field, target)] = PlannedValue(field, target, value)

    def new(self) -> tuple[NewField, ...]:
        return tuple(self._new.values())

    def values(self) -> tuple[PlannedValue, ...]:
        return tuple(self._values.values())

    def _read(self, reader: ColumnReader, name: str, key: FieldKey) -> tuple[FieldKey, Sequence[str | None]]:
        cells = reader.cells(name)
        known = self._draft.known.fields.get(key)
        if known is None:
            kind = _infer_kind(cells)
            self._new.setdefault(key, NewField(key, name[len(_START) :].strip(), kind.value))
            known = KnownField(0, name, self._new[key].kind)
        parse = _Parser(known, cells, self._draft)
        values, faults = read_column(cells, parse.read)
        for index, text in faults:
            reader.fault(index, name, text)
        return key, values


def _infer_kind(cells: Sequence[Cell]) -> FieldKind:
    """Numbers or dates where every cell is one as a workbook holds them; anything else is text."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if filled and all(isinstance(cell, (int, float)) and not isinstance(cell, bool) for cell in filled):
        return FieldKind.NUMBER
    if filled and all(isinstance(cell, date) for cell in filled):
        return FieldKind.DATE
    return FieldKind.YES_NO if filled and all(isinstance(cell, bool) for cell in filled) else FieldKind.TEXT


class _Parser:
    """Reads the cells of one column as what its field holds."""

    def __init__(self, field: KnownField, cells: Sequence[Cell], draft: "PlanDraft") -> None:
        self._field = field
        self._kind = FieldKind(field.kind)
        self._habit = infer_mark(cells)
        self._order = infer_order(cells).order
        self._draft = draft

    def read(self, cell: Cell) -> str:
        """The value as JSON; raises UnreadableError."""
        try:
            kept = self._read(cell)
        except InvalidError as error:
            raise UnreadableError(str(error).rstrip(".")) from error
        return json.dumps(kept, ensure_ascii=False, sort_keys=True)

    def _read(self, cell: Cell) -> object:
        match self._kind:
            case FieldKind.NUMBER:
                return self._read_number(cell)
            case FieldKind.MONEY:
                amount = read_amount(cell, mark=self._habit.mark, by_itself=self._habit.both is not None)
                minor, currency = self._draft.currency.settle(amount, None)
                money = Money(minor, currency)
                return {"minor": money.minor, "currency": money.currency}
            case FieldKind.DATE:
                zone = self._draft.options.zone
                return read_date(cell, order=self._order, zone=zone).isoformat()
            case FieldKind.YES_NO:
                return read_truth(cell)
            case FieldKind.CHOICE | FieldKind.CHOICES:
                return self._read_chosen(cell)
            case _:
                return check_link(show(cell)) if self._kind is FieldKind.LINK else self._read_text(cell)

    def _read_chosen(self, cell: Cell) -> int | list[int]:
        if self._kind is FieldKind.CHOICE:
            return next(self._read_choices([show(cell)]))
        return sorted(set(self._read_choices(show(cell).replace(";", ",").split(","))))

    def _read_number(self, cell: Cell) -> str:
        message = "not a number"
        try:
            amount = read_amount(cell, mark=self._habit.mark)
        except UnreadableError as error:
            raise UnreadableError(message) from error
        if amount.currency or amount.sign:
            raise UnreadableError(message)
        return f"{amount.number:f}"

    def _read_text(self, cell: Cell) -> str:
        text = clean_text(show(cell.date() if isinstance(cell, datetime) and _is_midnight(cell) else cell))
        if len(text) > LONGEST_TEXT:
            message = f"longer than {LONGEST_TEXT} characters"
            raise UnreadableError(message)
        return text

    def _read_choices(self, names: Sequence[str]) -> Iterator[int]:
        for name in filter(None, map(str.strip, names)):
            choice = self._field.choices.get(name_key(name))
            if choice is None:
                message = "not one of the field’s choices"
                raise UnreadableError(message)
            yield choice


def _is_midnight(cell: datetime) -> bool:
    return (cell.hour, cell.minute, cell.second) == (0, 0, 0)
