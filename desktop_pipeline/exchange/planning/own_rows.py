"""Our own export coming back: which cells a person has changed in it, and which have changed here since."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop_pipeline.domain.cells import unguard
from desktop_pipeline.exchange.options import DateOrder, RowPlace
from desktop_pipeline.exchange.own_export import ID, LINES, STATE_HEADER, SUMMARY, OwnShape, find_shape, plain
from desktop_pipeline.exchange.own_records import OwnDifference, OwnNow
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.states import RowState, digest, read_state
from desktop_pipeline.exchange.tables import Cell, Row, Table, is_blank, show
from desktop_pipeline.exchange.understanding.columns import Recognised
from desktop_pipeline.exchange.understanding.dates import infer_order, read_date
from desktop_pipeline.exchange.understanding.kinds import CUSTOM
from desktop_pipeline.exchange.unreadable import UnreadableError
from desktop_pipeline.exchange.writing.cell_texts import fit_text
from desktop_pipeline.exchange.writing.out_tables import ColumnKind

GONE = "it is not here any more"
COPIED = "the same ID as another row; empty its ID to make this row a new one"
NOT_TAKEN = "is not changed from a file"
LINES_ELSEWHERE = "the products of a deal are changed in the deal, not from a file"
# What a cell of a changed row can only be understood with
_CONTEXT = frozenset(("title", "organisation", "pipeline", "stage", "status", "value", "currency", "closed"))
_NAME = ("title", "name", "subject")


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row of ours with changed cells: `told` are our fields to change, `emptied` those of them without a value."""

    row_id: int
    told: frozenset[str]
    emptied: frozenset[str]
    cells: Mapping[str, Cell]


@dataclass(slots=True)
class OwnTable:
    """One of our tables. `rest`: its rows to read, changed or new; `rows`: the changed ones by number.

    `untouched`: ids by row number of what is as it was; `refused`: how many rows are not taken.
    """

    shape: OwnShape
    rest: Recognised
    rows: dict[int, OwnRow] = field(default_factory=dict)
    untouched: dict[int, int] = field(default_factory=dict)
    refused: int = 0


def leave_out_ours(tables: Sequence[Table]) -> list[Table]:
    """Without what of our workbook only shows something; what a CSV of ours guards is as it was."""
    ours = {table.file for table in tables if find_shape(table.headers) is not None}
    kept = []
    for table in tables:
        if table.file in ours and table.sheet == SUMMARY:
            continue
        is_guarded = table.sheet is None and find_shape(table.headers) is not None
        kept.append(_unguard(table) if is_guarded else table)
    return kept


def _unguard(table: Table) -> Table:
    rows = tuple(
        Row(row.number, tuple(unguard(cell) if isinstance(cell, str) else cell for cell in row.cells))
        for row in table.rows
    )
    return replace(table, headers=tuple(map(unguard, table.headers)), rows=rows)


def is_lines(table: Table) -> bool:
    """Whether a table is that of our line items, which no import changes."""
    return find_shape(table.headers) is LINES


class OwnExport:
    """All tables of ours in an import. `differences`: every changed cell, for a person to look at."""

    def __init__(self, draft: PlanDraft) -> None:
        self._draft = draft
        self.tables: list[OwnTable] = []
        self.differences: list[OwnDifference] = []

    def settle(self, understood: Sequence[Recognised]) -> tuple[list[Recognised], list[Recognised]]:
        """The tables whole, with the columns of own fields; and as they are to be read, of ours the changed and new."""
        whole, read = [], []
        for found in understood:
            shape = find_shape(found.table.headers)
            if shape is None or not self._draft.known.mark:
                whole.append(found)
                read.append(found)
                continue
            complete = _with_own_fields(found, shape, self._draft)
            own = _Settling(complete, shape, self._draft, self.differences).settle()
            self.tables.append(own)
            whole.append(complete)
            read.append(own.rest)
        return whole, read

    def table_of(self, found: Recognised) -> OwnTable | None:
        """What is known of a table that was settled."""
        return next((own for own in self.tables if own.rest is found), None)

    def check_lines(self, tables: Sequence[Table]) -> None:
        """Lists the rows of line items that were changed or added: nothing is made of them."""
        for table in filter(is_lines, tables):
            by_header = {header.strip().casefold(): place for place, header in enumerate(table.headers)}
            state_at = by_header.get(STATE_HEADER.casefold())
            for row in table.rows:
                text = show(_cell(row, state_at)) if state_at is not None else ""
                state = read_state(text, LINES.keys)
                if state is not None and state.mark != self._draft.known.mark:
                    # The lines of another workspace come with its deals
                    continue
                cells = {column.key: _cell(row, by_header.get(column.header.casefold())) for column in LINES.columns}
                if state is None or any(
                    digest(plain(column.kind, cells[column.key])) != state.digests[column.key]
                    for column in LINES.columns
                    if column.header.casefold() in by_header
                ):
                    self._draft.notes.problem(table, row.number, None, "", LINES_ELSEWHERE)


class _Settling:
    """Compares one table of ours with what was exported and with what is here now."""

    def __init__(self, found: Recognised, shape: OwnShape, draft: PlanDraft, differences: list[OwnDifference]) -> None:
        self._shape = shape
        self._draft = draft
        self._differences = differences
        self._found = found
        table = found.table
        self._table = table
        headers = {header.strip().casefold(): place for place, header in enumerate(table.headers)}
        self._id_at = found.columns.get(ID, headers.get(shape.id_header.casefold(), 0))
        self._state_at = headers.get(STATE_HEADER.casefold())
        self._kinds: dict[str, ColumnKind] = {column.key: column.kind for column in shape.columns}
        self._places = self._find_places(headers)
        self._conflicts = draft.options.conflicts
        self._orders: dict[str, DateOrder] = {}

    def _find_places(self, headers: Mapping[str, int]) -> dict[str, int]:
        """Our fields and where they stand: as understood, those that only show something by their headers."""
        places = {name: place for name, place in self._found.columns.items() if name != ID}
        for column in self._shape.columns:
            if column.key in self._shape.shown and column.header.casefold() in headers:
                places[column.key] = headers[column.header.casefold()]
        return {name: place for name, place in places.items() if name in self._kinds or name.startswith(f"{CUSTOM}:")}

    def settle(self) -> OwnTable:
        states = {row.number: self._read(row) for row in self._table.rows}
        ids = [found[0] for found in states.values() if found is not None]
        now = self._draft.known.exported(self._shape.name, ids) if ids else {}
        own = OwnTable(self._shape, self._found)
        touched = {
            row.number: self._compare(row, found[1], now[found[0]])
            for row in self._table.rows
            if (found := states[row.number]) is not None and found[0] in now
        }
        copies = self._find_copies(states, touched)
        kept: list[Row] = []
        for row in self._table.rows:
            found = states[row.number]
            if found is None:
                kept.append(row)
            elif found[0] not in now:
                # That it was here is nothing to say about a row that nobody touched
                if self._is_changed(row, found[1]):
                    self._refuse(own, row, GONE)
            elif row.number in copies:
                self._refuse(own, row, COPIED)
            else:
                self._take(own, row, found[0], touched[row.number], now[found[0]], kept)
        own.rest = replace(self._found, table=replace(self._table, rows=tuple(kept)))
        return own

    def _read(self, row: Row) -> tuple[int, RowState] | None:
        """The id and the state of a row that this workspace exported."""
        if self._state_at is None:
            return None
        state = read_state(show(_cell(row, self._state_at)), self._shape.keys)
        told = show(_cell(row, self._id_at)).strip()
        if state is None or state.mark != self._draft.known.mark or not told.isdecimal():
            return None
        return int(told), state

    def _compare(self, row: Row, state: RowState, now: OwnNow) -> dict[str, bool]:
        """The fields whose cells a person has changed, and whether they have changed here as well."""
        changed: dict[str, bool] = {}
        for name, place in self._places.items():
            kind, held = self._kind(name, now), now.cells.get(name)
            cell = plain(kind, _fit(_cell(row, place)))
            before = self._digest_of(name, state)
            if digest(cell) == before:
                continue
            here = plain(kind, _fit(held))
            if cell != here:
                changed[name] = digest(here) != before
        return changed

    def _is_changed(self, row: Row, state: RowState) -> bool:
        return any(
            digest(plain(kind, _fit(_cell(row, self._places[name])))) != state.digests[name]
            for name, kind in self._kinds.items()
            if name in self._places
        )

    def _digest_of(self, name: str, state: RowState) -> str:
        if name in self._kinds:
            return state.digests[name]
        field_id = self._own_field_id(name)
        return state.own.get(field_id, digest("")) if field_id is not None else ""

    def _own_field_id(self, name: str) -> int | None:
        known = self._draft.known.own_field(self._shape.subject, name.partition(":")[2])
        return None if known is None else known.id

    def _kind(self, name: str, now: OwnNow) -> ColumnKind:
        return self._kinds[name] if name in self._kinds else now.kinds.get(name, "text")

    def _find_copies(
        self, states: Mapping[int, tuple[int, RowState] | None], touched: Mapping[int, Mapping[str, bool]]
    ) -> set[int]:
        """Rows that share their id with one that is less changed: it was copied to make another of it."""
        counted = Counter(found[0] for found in states.values() if found is not None)
        if not counted or max(counted.values()) == 1:
            return set()
        originals: dict[int, int] = {}
        for number, found in states.items():
            if found is None or number not in touched:
                continue
            best = originals.get(found[0])
            if best is None or len(touched[number]) < len(touched[best]):
                originals[found[0]] = number
        return {
            number
            for number, found in states.items()
            if found is not None and found[0] in originals and originals[found[0]] != number
        }

    def _refuse(self, own: OwnTable, row: Row, why: str) -> None:
        own.refused += 1
        self._draft.notes.problem(self._table, row.number, None, "", why)

    def _take(
        self, own: OwnTable, row: Row, row_id: int, touched: Mapping[str, bool], now: OwnNow, kept: list[Row]
    ) -> None:
        place = RowPlace(self._table.file, self._table.sheet, row.number)
        taken = {}
        for name, is_conflict in touched.items():
            cell = _cell(row, self._places[name])
            if name in self._shape.shown:
                if not self._is_same_day(name, cell, now):
                    self._draft.notes.problem(self._table, row.number, self._places[name], show(cell), NOT_TAKEN)
                continue
            if name in _NAME and is_blank(cell):
                self._draft.notes.problem(self._table, row.number, self._places[name], "", "cannot be empty")
                continue
            is_taken = not is_conflict or (place, name) in self._conflicts
            if is_taken:
                taken[name] = cell
            self._note(place, row_id, name, now, cell, is_conflict=is_conflict, is_taken=is_taken)
        if not taken:
            own.untouched[row.number] = row_id
            return
        emptied = frozenset(name for name, cell in taken.items() if is_blank(cell))
        own.rows[row.number] = OwnRow(row_id, frozenset(taken), emptied, taken)
        if self._shape.subject == "deal":
            kept.append(self._overlay(row, taken, now))

    def _is_same_day(self, name: str, cell: Cell, now: OwnNow) -> bool:
        """Whether a spreadsheet only wrote a day in another shape, as it does where it saves a CSV."""
        if self._kinds.get(name) != "day":
            return False
        if name not in self._orders:
            self._orders[name] = infer_order(_cell(row, self._places[name]) for row in self._table.rows).order
        try:
            day = read_date(cell, order=self._orders[name], zone=self._draft.options.zone)
        except UnreadableError:
            return False
        return day.isoformat() == plain("day", now.cells.get(name))

    def _note(
        self,
        place: RowPlace,
        row_id: int,
        name: str,
        now: OwnNow,
        cell: Cell,
        *,
        is_conflict: bool,
        is_taken: bool,
    ) -> None:
        held = now.cells.get(name)
        title = next((show(now.cells[key]) for key in _NAME if key in now.cells), "")
        kind = self._kind(name, now)
        self._differences.append(
            OwnDifference(
                place,
                self._shape.name.lower(),
                row_id,
                title,
                name,
                plain(kind, held) if kind != "text" else show(held),
                plain(kind, cell) if kind != "text" else show(cell),
                is_conflict,
                is_taken,
            )
        )

    def _overlay(self, row: Row, taken: Mapping[str, Cell], now: OwnNow) -> Row:
        """The changed cells, and around them what is here now."""
        cells: list[Cell] = [None] * len(self._table.headers)
        context = _CONTEXT - ({"closed"} if "status" in taken else set())
        for name, place in self._places.items():
            if name in taken:
                cells[place] = taken[name]
            elif name in context:
                cells[place] = now.cells.get(name)
        return Row(row.number, tuple(cells))


def _with_own_fields(found: Recognised, shape: OwnShape, draft: PlanDraft) -> Recognised:
    """Columns that bear the name of a field of the owner's own go to it, unless something else was said of them."""
    if not shape.subject:
        return found
    used = {place for name in found.columns for place in found.indexes(name)}
    said = found.options.columns.get(found.table.place, {})
    further: dict[str, int] = {}
    for place, header in enumerate(found.table.headers):
        name = header.strip()
        if place in used or place in said or header in found.options.mapping or not name:
            continue
        bare = shape.bare_header(name)
        known = draft.known.own_field(shape.subject, bare)
        if known is not None and name.casefold() not in {each.header.casefold() for each in shape.columns}:
            further[f"{CUSTOM}:{bare}"] = place
    return replace(found, columns={**found.columns, **further}) if further else found


def _cell(row: Row, place: int | None) -> Cell:
    return row.cells[place] if place is not None and place < len(row.cells) else None


def _fit(cell: Cell) -> Cell:
    return fit_text(cell)[0] if isinstance(cell, str) else cell
