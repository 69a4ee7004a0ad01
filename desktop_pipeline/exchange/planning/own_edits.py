"""Changed cells of known organisations, people and activities in our own export."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from desktop_pipeline.domain.activities import LONGEST_NOTE, LONGEST_SUBJECT
from desktop_pipeline.domain.names import clean_text, name_key, tidy
from desktop_pipeline.exchange.own_export import ACTIVITIES, DEALS, ORGANISATIONS, PEOPLE
from desktop_pipeline.exchange.own_records import OwnEdit
from desktop_pipeline.exchange.planning.contact_cells import check_name
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.planning.own_rows import OwnExport, OwnRow, OwnTable
from desktop_pipeline.exchange.records import FieldKey, Target
from desktop_pipeline.exchange.tables import Cell, Row, is_blank, show
from desktop_pipeline.exchange.understanding.contents import ADDRESS
from desktop_pipeline.exchange.understanding.dates import read_date
from desktop_pipeline.exchange.understanding.kinds import CUSTOM
from desktop_pipeline.exchange.understanding.values import ColumnReader
from desktop_pipeline.exchange.unreadable import UnreadableError

_LONGEST = 1_000


def edit_related(own: OwnExport, draft: PlanDraft) -> tuple[OwnEdit, ...]:
    """The fields to change; what cannot be read is listed and changes nothing."""
    edits: list[OwnEdit] = []
    for table in own.tables:
        if table.shape in {ORGANISATIONS, PEOPLE, ACTIVITIES}:
            edits += _Editing(table, draft).list_edits()
            _put_own_values(table, draft)
        elif table.shape is DEALS:
            _empty_own_values(table, draft)
    return tuple(edits)


class _Editing:
    """Reads the changed cells of one table."""

    def __init__(self, table: OwnTable, draft: PlanDraft) -> None:
        self._table = table
        self._draft = draft
        self._source = table.rest.table

    def list_edits(self) -> Iterator[OwnEdit]:
        for number, row in self._table.rows.items():
            for name in sorted(row.told):
                if name.startswith(CUSTOM):
                    continue
                try:
                    value = None if name in row.emptied else self._read(name, row.cells[name])
                except UnreadableError as error:
                    place = self._table.rest.columns.get(name)
                    self._draft.notes.problem(self._source, number, place, show(row.cells[name]), str(error))
                else:
                    yield OwnEdit(self._table.shape.name, row.row_id, name, value)

    def _read(self, name: str, cell: Cell) -> str | int | None:
        parse = _PARSERS.get(name, _read_line)
        if name == "organisation":
            return self._draft.organisations.meet(str(_read_line(cell)))
        if name == "owner":
            key = name_key(show(cell))
            if key not in self._draft.owners:
                message = "unknown owner"
                raise UnreadableError(message)
            return key
        if name == "due_on":
            return read_date(cell, order="day", zone=self._draft.options.zone).isoformat()
        return parse(cell)


def _read_line(cell: Cell) -> str:
    text = tidy(show(cell))
    if len(text) > _LONGEST:
        message = f"longer than {_LONGEST:,} characters"
        raise UnreadableError(message)
    return text


def _read_name(cell: Cell) -> str:
    text = _read_line(cell)
    if why := check_name(text):
        raise UnreadableError(why)
    return text


def _read_subject(cell: Cell) -> str:
    text = _read_line(cell)
    if len(text) > LONGEST_SUBJECT:
        message = f"longer than {LONGEST_SUBJECT} characters"
        raise UnreadableError(message)
    return text


def _read_note(cell: Cell) -> str:
    text = clean_text(show(cell))
    if len(text) > LONGEST_NOTE:
        message = f"longer than {LONGEST_NOTE} characters"
        raise UnreadableError(message)
    return text


def _read_mail(cell: Cell) -> str:
    text = _read_line(cell)
    if not ADDRESS.fullmatch(text):
        message = "not an e-mail address"
        raise UnreadableError(message)
    return text


def _read_size(cell: Cell) -> int:
    text = show(cell).strip()
    if not text.isdecimal() or len(text) > 9:  # noqa: PLR2004 - no company has a thousand million people
        message = "not a whole number"
        raise UnreadableError(message)
    return int(text)


_PARSERS: Mapping[str, Callable[[Cell], str | int]] = {
    "name": _read_name,
    "email": _read_mail,
    "size": _read_size,
    "subject": _read_subject,
    "note": _read_note,
}


def _empty_own_values(table: OwnTable, draft: PlanDraft) -> None:
    """Own fields of deals that hold nothing any more; what they hold instead is read with the deals."""
    for row in table.rows.values():
        for name in sorted(row.emptied):
            if name.startswith(CUSTOM):
                field = FieldKey("deal", name_key(name.partition(":")[2]))
                draft.own_fields.put(field, Target(deal_id=row.row_id), "")


def _put_own_values(table: OwnTable, draft: PlanDraft) -> None:
    """What the owner's own fields of known organisations and people are to hold."""
    names = {name for row in table.rows.values() for name in row.told if name.startswith(CUSTOM)}
    keys = _find_keys(table, draft) if names else {}
    for number, row in table.rows.items():
        for name in sorted(names & row.told):
            _put(table, draft, number, row, name, keys)


def _put(table: OwnTable, draft: PlanDraft, number: int, row: OwnRow, name: str, keys: Mapping[int, str]) -> None:
    key = keys.get(row.row_id)
    if key is None:
        return
    subject = table.shape.subject
    target = Target(person=key) if subject == "person" else Target(organisation=key)
    if is_blank(row.cells[name]):
        draft.own_fields.put(FieldKey(subject, name_key(name.partition(":")[2])), target, "")
        return
    cells: list[Cell] = [None] * len(table.rest.table.headers)
    cells[table.rest.columns[name]] = row.cells[name]
    alone = replace(table.rest, table=replace(table.rest.table, rows=(Row(number, tuple(cells)),)))
    for field_key, values in draft.own_fields.read(ColumnReader(alone, draft.notes)):
        if values[0] is not None:
            draft.own_fields.put(field_key, target, values[0])


def _find_keys(table: OwnTable, draft: PlanDraft) -> dict[int, str]:
    if table.shape is PEOPLE:
        return {row.id: key for key, row in reversed(tuple(draft.known.people.items()))}
    return {row.id: key for key, row in reversed(tuple(draft.known.organisations.items()))}
