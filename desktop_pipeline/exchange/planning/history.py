"""Files of stage changes: one row a change. They tell the visits of deals, or, where no other file does, the deals."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.planning.deal_rows import DealRow, DealTable
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.planning.entered import dates_stages, tell_entered
from desktop_pipeline.exchange.planning.history_columns import IDENTIFYING, complete_columns
from desktop_pipeline.exchange.planning.visits import Told, fold, settle
from desktop_pipeline.exchange.records import DealFields
from desktop_pipeline.exchange.tables import Cell, Row, is_blank, show
from desktop_pipeline.exchange.understanding.cells import read_column
from desktop_pipeline.exchange.understanding.columns import Kind, Recognised, normalise_header
from desktop_pipeline.exchange.understanding.dates import infer_order, read_instant
from desktop_pipeline.exchange.understanding.notes import Notes
from desktop_pipeline.exchange.understanding.stage_words import Standing
from desktop_pipeline.exchange.understanding.values import ColumnReader
from desktop_pipeline.exchange.unreadable import UnreadableError

NO_DEAL = "says of no deal"
NO_STAGE = "no stage"
NO_DATE = "no date"
UNRELATED = "no deal of the other files is the one it tells of"
AMBIGUOUS = "several deals of the other files may be the one it tells of"
# A history of all fields names the field of each row
_FIELD_KEYS = ("field", "field event", "field / event", "field name", "fieldname")
_STAGE_KEYS = frozenset(("stage", "stagename", "stage name", "deal stage", "dealstage", "sales stage"))
_OF_ROWS = frozenset(("deal", "stage", "at", "from_stage", "status"))


class Case(NamedTuple):
    """The rows about one deal, in the order in which they happened; `name` is what they call it."""

    name: str
    organisation: str | None
    rows: tuple[int, ...]


class StageHistory:
    """One table of stage changes, its rows gathered by deal. Rows that lack deal, stage or date are listed."""

    def __init__(self, recognised: Recognised, draft: PlanDraft) -> None:
        recognised = complete_columns(recognised)
        self._draft = draft
        self._reader = ColumnReader(recognised, draft.notes)
        self._key = next((field for field in IDENTIFYING if self._reader.has(field)), "deal")
        self._instants = self._read_instants()
        self.cases = self._gather()

    def make_deals(self) -> DealTable:
        """The deals that the history itself tells: one a case, with the last that its rows say in each column."""
        recognised = self._reader.recognised
        columns = {field: index for field, index in recognised.columns.items() if field not in _OF_ROWS}
        columns.setdefault("external_id", recognised.columns[self._key])
        rows = tuple(self._join_rows(case) for case in self.cases)
        joined = replace(recognised.table, rows=rows)
        table = DealTable(replace(recognised, kind=Kind.DEALS, table=joined, columns=columns), self._draft)
        by_number = {row.number: case for row, case in zip(rows, self.cases, strict=True)}
        cases = [by_number[table.reader.rows[row.position].number] for row in table.rows]
        self._tell(table, list(enumerate(cases)), makes_deals=True)
        table.told |= {"stage", "status"}
        self._mend_closed(table)
        return table

    def _mend_closed(self, table: DealTable) -> None:
        """Closed deals were read as open ones: without a reason, and with a close date for their plan."""
        reasons = table.reader.texts("lost_reason")
        has_plan = table.reader.has("expected_close")
        for place, (position, fields) in enumerate(table.rows):
            if fields.status is not DealStatus.OPEN:
                reason = reasons[position] if fields.status is DealStatus.LOST else None
                table.rows[place] = DealRow(
                    position,
                    fields._replace(
                        lost_reason=name_key(reason) if reason else None,
                        expected=fields.expected if has_plan else None,
                    ),
                )

    def join(self, tables: Sequence[DealTable]) -> None:
        """Gives the deals of other tables their visits; cases of none, or perhaps of several, are listed."""
        by_id: defaultdict[str, list[tuple[DealTable, int]]] = defaultdict(list)
        by_title: defaultdict[str, list[tuple[DealTable, int]]] = defaultdict(list)
        for table in tables:
            for place, row in enumerate(table.rows):
                if row.fields.external_id:
                    by_id[row.fields.external_id].append((table, place))
                by_title[name_key(row.fields.title)].append((table, place))
        related: defaultdict[int, list[tuple[int, Case]]] = defaultdict(list)
        for case in self.cases:
            found = [] if self._key == "title" else by_id[case.name]
            found = found or [
                (table, place)
                for table, place in by_title[name_key(case.name)]
                if case.organisation is None or table.rows[place].fields.organisation == case.organisation
            ]
            if len(found) == 1:
                table, place = found[0]
                related[id(table)].append((place, case))
            else:
                self._reader.fault(min(case.rows), self._key, AMBIGUOUS if found else UNRELATED)
        for table in tables:
            self._tell(table, related[id(table)], makes_deals=False)

    def _read_instants(self) -> Sequence[datetime | None]:
        reader, options = self._reader, self._draft.options
        cells = reader.cells("at")
        header = reader.table.headers[reader.columns["at"]] if reader.has("at") else ""
        habit = infer_order(cells)
        order = options.date_orders.get(header, habit.order)
        if habit.is_needed and not habit.is_proved and header not in options.date_orders:
            reader.ask("at", "day or month first?", order)
        instants, faults = read_column(cells, partial(read_instant, order=order, zone=options.zone))
        for index, text in faults:
            reader.fault(index, "at", text)
        return instants

    def _gather(self) -> list[Case]:
        reader = self._reader
        names = reader.texts(self._key)
        organisations = reader.texts("organisation") if self._key == "title" else [None] * len(names)
        ignored = self._draft.stages.ignored_rows(reader)
        stages = reader.cells("stage")
        others = self._find_other_changes()
        rows: dict[tuple[str, str | None], list[int]] = {}
        for index, name in enumerate(names):
            if ignored[index] or index in others:
                continue
            if name is None:
                reader.fault(index, self._key, NO_DEAL)
            elif is_blank(stages[index]):
                reader.fault(index, "stage", NO_STAGE)
            elif self._instants[index] is None:
                if is_blank(reader.cells("at")[index]):
                    reader.fault(index, "at", NO_DATE)
            else:
                organisation = organisations[index]
                rows.setdefault((name, organisation and name_key(organisation)), []).append(index)
        newest_first = self._is_newest_first(rows.values())
        return [Case(*key, tuple(self._sort(indexes, newest_first))) for key, indexes in rows.items()]

    def _find_other_changes(self) -> set[int]:
        """Rows of a history of all fields that tell of another one than the stage."""
        table = self._reader.table
        keys = list(map(normalise_header, table.headers))
        column = next((keys.index(key) for key in _FIELD_KEYS if key in keys), None)
        if column is None or column in self._reader.columns.values():
            return set()
        names = [show(row.cells[column]) if column < len(row.cells) else "" for row in table.rows]
        is_stage = {name: normalise_header(name) in _STAGE_KEYS for name in set(names)}
        return {index for index, name in enumerate(names) if not is_stage[name]} if any(is_stage.values()) else set()

    def _is_newest_first(self, cases: Iterable[Sequence[int]]) -> bool:
        """Whether the rows stand in the file from the newest down, which tells the order of those of one instant."""
        balance = 0
        for rows in cases:
            for earlier, later in pairwise(rows):
                one, other = self._instants[earlier], self._instants[later]
                if one is not None and other is not None and one != other:
                    balance += 1 if one < other else -1
        return balance < 0

    def _sort(self, rows: Sequence[int], newest_first: bool) -> list[int]:  # noqa: FBT001 - one of two orders
        return sorted(rows[::-1] if newest_first else rows, key=self._instants.__getitem__)  # type: ignore[arg-type]

    def _join_rows(self, case: Case) -> Row:
        """A row for the whole case, under the number of its first one: in each column the last that is filled."""
        cells: list[Cell] = []
        for index in case.rows:
            row = self._reader.rows[index].cells
            cells += [None] * (len(row) - len(cells))
            for column, cell in enumerate(row):
                if not is_blank(cell):
                    cells[column] = cell
        return Row(self._reader.rows[min(case.rows)].number, tuple(cells))

    def _tell(self, table: DealTable, related: Sequence[tuple[int, Case]], *, makes_deals: bool) -> None:
        """Puts the visits into the rows of a table of deals."""
        reader = self._reader
        pipelines: list[str | None] = [None] * len(reader.rows)
        for place, case in related:
            for index in case.rows:
                pipelines[index] = table.rows[place].fields.pipeline
        kept = sorted(index for _place, case in related for index in case.rows)
        cases = [case for _place, case in related]
        standings = self._read_stages("stage", kept, pipelines)
        self._draft.stages.expect_passing(
            _rank_stages([standings[index].stage for index in case.rows] for case in cases)
        )
        if makes_deals and not any(standing.status is not DealStatus.OPEN for standing in standings.values()):
            reader.ask("stage", "which of these words mean won or lost?", "none of them")
        left = self._read_left(cases, pipelines)
        money = self._read_money(cases)
        is_placed = not makes_deals and bool({"stage", "status"} & table.told)
        for place, case in related:
            steps = [
                Told(at, standings[index], value, currency, index, left.get(index))
                for index in case.rows
                for value, currency in (money.get(index, (None, None)),)
                if (at := self._instants[index]) is not None
            ]
            visits, faults = fold(steps)
            for index, text in faults:
                reader.fault(index, "stage", text)
            row = table.rows[place]
            zone = self._draft.options.zone
            settled = settle(row.fields, visits, zone, is_placed=is_placed, is_begun=True)
            for text in settled.faults:
                reader.fault(case.rows[-1], "stage", text)
            fields = _worth(settled.fields)
            if row.fields.value is None and fields.value is not None and fields.currency is not None:
                table.sums[fields.currency] += fields.value
            table.rows[place] = DealRow(row.position, fields)

    def _read_left(self, cases: Sequence[Case], pipelines: Sequence[str | None]) -> dict[int, str]:
        """The stage that the first row of a case says its deal came from, of which no row tells when it came there."""
        if not self._reader.has("from_stage"):
            return {}
        told = self._reader.cells("from_stage")
        rows = [case.rows[0] for case in cases if not is_blank(told[case.rows[0]])]
        standings = self._read_stages("from_stage", rows, pipelines)
        return {index: standing.stage for index, standing in standings.items() if standing.stage is not None}

    def _read_stages(self, field: str, rows: Sequence[int], pipelines: Sequence[str | None]) -> dict[int, Standing]:
        """Which stage or outcome the rows name; what no deal's row names is not created."""
        recognised = self._reader.recognised
        table = replace(recognised.table, rows=tuple(recognised.table.rows[index] for index in rows))
        columns = {"stage": recognised.columns[field]}
        reader = ColumnReader(replace(recognised, table=table, columns=columns), self._draft.notes)
        standings = self._draft.stages.read(reader, [pipelines[index] for index in rows])
        return dict(zip(rows, standings, strict=True))

    def _read_money(self, cases: Iterable[Case]) -> dict[int, tuple[int, str]]:
        """Value and currency at the rows that tell another value than the row of their deal before them."""
        rule = self._draft.currency
        if not self._reader.has("value"):
            return {}
        # What cannot be read is told once, with the deal's own row.
        reader = ColumnReader(self._reader.recognised, Notes())
        cells, amounts, currencies = reader.cells("value"), reader.amounts("value"), reader.currencies("currency")
        money = {}
        for case in cases:
            for index in _list_changes(case.rows, cells):
                amount = amounts[index]
                with suppress(UnreadableError):
                    value, currency = (None, None) if amount is None else rule.settle(amount, currencies[index])
                    if value is not None and currency is not None:
                        money[index] = (value, currency)
        return money


def take_histories(found: Sequence[Recognised], tables: Sequence[DealTable], draft: PlanDraft) -> list[DealTable]:
    """The tables of deals with the visits that columns and stage-change tables tell; without any, the histories' own.

    To be called when all other tables are read. Raises CannotOpenError where a file of stage changes lacks a column.
    """
    for table in tables:
        if dates_stages(table):
            tell_entered(table, draft)
    histories = [StageHistory(recognised, draft) for recognised in found if recognised.kind is Kind.HISTORY]
    if not tables:
        return [history.make_deals() for history in histories]
    for history in histories:
        history.join(tables)
    return list(tables)


def _list_changes(rows: Sequence[int], cells: Sequence[Cell]) -> Iterator[int]:
    last: Cell = None
    for index in rows:
        if not is_blank(cells[index]) and cells[index] != last:
            last = cells[index]
            yield index


def _worth(fields: DealFields) -> DealFields:
    """The deal with the last value that its visits tell, where its own row tells none."""
    told = next((visit for visit in reversed(fields.visits) if visit.value is not None), None)
    if fields.value is not None or told is None:
        return fields
    return fields._replace(value=told.value, currency=told.currency)


def _rank_stages(cases: Iterable[Iterable[str | None]]) -> list[str]:
    """Stages in the order in which deals usually pass them: by the mean rank of the first visit."""
    ranks: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for stages in cases:
        for rank, stage in enumerate(dict.fromkeys(filter(None, stages))):
            ranks[stage] += rank
            counts[stage] += 1
    return sorted(counts, key=lambda stage: ranks[stage] / counts[stage])
