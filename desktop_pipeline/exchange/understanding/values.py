"""The columns of a table as typed values: each read whole, each cell that cannot be read left empty and noted."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, tzinfo
from functools import partial
from itertools import zip_longest
from typing import TypeVar

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import check_currency
from desktop_pipeline.domain.names import tidy
from desktop_pipeline.exchange.options import DecimalMark
from desktop_pipeline.exchange.records import Problem, Question
from desktop_pipeline.exchange.tables import FORMULA_ERRORS, Cell, Table, is_blank, show
from desktop_pipeline.exchange.understanding.amounts import (
    Amount,
    are_shares,
    infer_mark,
    read_amount,
    read_share,
)
from desktop_pipeline.exchange.understanding.columns import Recognised
from desktop_pipeline.exchange.understanding.dates import infer_order, read_date
from desktop_pipeline.exchange.unreadable import UnreadableError

_DASHES = frozenset("-–—")
_SEVERAL = re.compile(r"[,;\s]+")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

T = TypeVar("T")


class Notes:
    """Problems and questions, gathered while a plan is made."""

    def __init__(self) -> None:
        self._problems: list[tuple[int, int, int, Problem]] = []
        self._questions: dict[Question, None] = {}
        self._tables: dict[tuple[str, str | None], int] = {}

    def problem(self, table: Table, row: int, column: int | None, value: str, text: str) -> None:
        """Notes what was not taken; `row` is a spreadsheet's number, `column` an index or None for the whole row."""
        position = self._tables.setdefault((table.file, table.sheet), len(self._tables))
        header = table.headers[column] if column is not None else ""
        problem = Problem(table.file, table.sheet, row, header, value, text)
        self._problems.append((position, row, -1 if column is None else column, problem))

    def ask(self, file: str, column: str, question: str, assumed: str) -> None:
        """Asks once, however often the same question comes up."""
        self._questions.setdefault(Question(file, column, question, assumed))

    def problems(self) -> tuple[Problem, ...]:
        """In the order of the tables, their rows and their columns."""
        return tuple(noted[3] for noted in sorted(self._problems, key=lambda noted: noted[:3]))

    def questions(self) -> tuple[Question, ...]:
        return tuple(self._questions)


class ColumnReader:
    """Reads the columns of one recognised table by our field names; a field without a column is None in every row."""

    def __init__(self, recognised: Recognised, notes: Notes) -> None:
        self.recognised = recognised
        self.table = recognised.table
        self.columns = recognised.columns
        self.rows = recognised.table.rows
        self._notes = notes
        self._cells = list(zip_longest(*(row.cells for row in self.rows)))

    def cells(self, field: str) -> Sequence[Cell]:
        index = self.columns.get(field, len(self._cells))
        return self._cells[index] if index < len(self._cells) else (None,) * len(self.rows)

    def has(self, field: str) -> bool:
        return field in self.columns

    def texts(self, field: str) -> Sequence[str | None]:
        return self._read(field, _read_text)

    def addresses(self, field: str) -> Sequence[str | None]:
        """E-mail addresses; of several in a cell the first."""
        return self._read(field, _read_address)

    def amounts(self, field: str) -> Sequence[Amount | None]:
        habit = infer_mark(self.cells(field))
        if habit.example is not None:
            question = f"is “{habit.example}” above a thousand?"
            self.ask(field, question, "yes" if habit.mark not in habit.example else "no")
        return self._read(field, partial(read_amount, mark=habit.mark))

    def currencies(self, field: str) -> Sequence[str | None]:
        return self._read(field, _read_currency)

    def whole_numbers(self, field: str) -> Sequence[int | None]:
        habit = infer_mark(self.cells(field))
        return self._read(field, partial(_read_whole, mark=habit.mark))

    def shares(self, field: str) -> Sequence[float | None]:
        as_shares = are_shares(cell for cell in self.cells(field) if not is_blank(cell))
        return self._read(field, partial(read_share, as_shares=as_shares))

    def dates(self, fields: Iterable[str], zone: tzinfo) -> dict[str, Sequence[date | None]]:
        """Several columns of dates at once: where one proves nothing of its order, another may."""
        habits = {field: infer_order(self.cells(field)) for field in fields}
        proved = {habit.order for habit in habits.values() if habit.is_proved and habit.is_needed} or {
            habit.order for habit in habits.values() if habit.is_proved
        }
        columns = {}
        for field, habit in habits.items():
            order = habit.order
            if not habit.is_proved and habit.is_needed:
                order = infer_order(self.cells(field), otherwise=proved.pop() if len(proved) == 1 else "day").order
                self.ask(field, "day or month first?", order)
            columns[field] = self._read(field, partial(read_date, order=order, zone=zone))
        return columns

    def fault(self, index: int, field: str | None, text: str) -> None:
        """Notes a problem with a cell of the row at that index, or with the whole row."""
        column = self.columns.get(field) if field is not None else None
        row = self.rows[index]
        cell = row.cells[column] if column is not None and column < len(row.cells) else None
        self._notes.problem(self.table, row.number, column, show(cell), text)

    def ask(self, field: str, question: str, assumed: str) -> None:
        column = self.columns.get(field)
        self._notes.ask(self.table.file, "" if column is None else self.table.headers[column], question, assumed)

    def _read(self, field: str, parse: Callable[[Cell], T]) -> Sequence[T | None]:
        if field not in self.columns:
            return [None] * len(self.rows)
        values, faults = read_column(self.cells(field), parse)
        for index, text in faults:
            self.fault(index, field, text)
        return values


def read_column(cells: Iterable[Cell], parse: Callable[[Cell], T]) -> tuple[list[T | None], list[tuple[int, str]]]:
    """The values, None where a cell is empty or unreadable, and the index and reason of each unreadable one."""
    values: list[T | None] = []
    faults: list[tuple[int, str]] = []
    # Columns repeat themselves; truth values stay out, for 1 and True are one key
    seen: dict[Cell, tuple[T | None, str | None]] = {}
    for index, cell in enumerate(cells):
        if cell is None:
            values.append(None)
            continue
        outcome = None if isinstance(cell, bool) else seen.get(cell)
        if outcome is None:
            outcome = _try(cell, parse)
            if not isinstance(cell, bool):
                seen[cell] = outcome
        values.append(outcome[0])
        if outcome[1] is not None:
            faults.append((index, outcome[1]))
    return values, faults


def _try(cell: Cell, parse: Callable[[Cell], T]) -> tuple[T | None, str | None]:
    if isinstance(cell, str):
        text = cell.strip()
        if not text or text in _DASHES:
            return None, None
        if text in FORMULA_ERRORS:
            return None, "a formula that failed"
    try:
        return parse(cell), None
    except UnreadableError as error:
        return None, str(error)


def _read_text(cell: Cell) -> str | None:
    return tidy(show(cell)) or None


def _read_address(cell: Cell) -> str:
    for part in _SEVERAL.split(show(cell)):
        if _ADDRESS.fullmatch(part):
            return part
    message = "not an e-mail address"
    raise UnreadableError(message)


def _read_currency(cell: Cell) -> str:
    try:
        return check_currency(show(cell))
    except InvalidError as error:
        message = "not a currency code"
        raise UnreadableError(message) from error


def _read_whole(cell: Cell, *, mark: DecimalMark) -> int:
    message = "not a whole number"
    try:
        amount = read_amount(cell, mark=mark)
    except UnreadableError as error:
        raise UnreadableError(message) from error
    if amount.currency or amount.sign or amount.number != amount.number.to_integral_value():
        raise UnreadableError(message)
    return int(amount.number)
