"""A table whose columns are understood, and how its dates and numbers are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, zip_longest
from typing import Literal, NamedTuple, TypeVar

from desktop_pipeline.exchange.options import DateOrder, ImportOptions
from desktop_pipeline.exchange.tables import Cell, Rows, Table
from desktop_pipeline.exchange.understanding.amounts import AmountHabit, infer_mark
from desktop_pipeline.exchange.understanding.dates import DateHabit, infer_order
from desktop_pipeline.exchange.understanding.kinds import AMOUNTS, NUMBERS, Kind, is_date
from desktop_pipeline.exchange.understanding.presets import Preset
from desktop_pipeline.exchange.understanding.units import NO_UNIT, read_unit
from desktop_pipeline.exchange.understanding.vocabulary import normalise_header

Answer = TypeVar("Answer", bound=str)
Confidence = Literal["sure", "likely", "check", "none"]
# Said of a column that stands in two others
TOLD_APART = "told apart below"


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """A column and where it goes: `field` is empty where it is left out. `note` is a short phrase, as “day first”."""

    index: int
    header: str
    field: str
    confidence: Confidence
    samples: tuple[str, ...]
    note: str
    is_empty: bool


_PORTION = 4_000
_FOUND_OUT = ("cells", "_differing", "date_readings", "amount_habits")


class DateReading(NamedTuple):
    """The order in which a column's dates are read, and whether somebody must be asked for it."""

    habit: DateHabit
    is_asked: bool


@dataclass(frozen=True)
class Recognised:
    """A table with its kind and, by our field, the index of the column that holds it.

    `more`: further columns of a field that takes several. `guesses`: all columns, in the table's order. `options` are
    those it was recognised with.
    """

    table: Table
    kind: Kind
    columns: Mapping[str, int]
    preset: Preset | None = None
    more: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    guesses: tuple[ColumnGuess, ...] = ()
    options: ImportOptions = field(default_factory=ImportOptions)

    @cached_property
    def cells(self) -> Sequence[Sequence[Cell]]:
        """The cells by column; a table without rows has no columns here."""
        rows = self.table.rows
        if isinstance(rows, Rows):
            return rows.columns if rows.numbers else []
        columns: list[list[Cell]] = []
        # By portions: turned in one go, a long table would keep the window waiting for as long as that takes
        for start in range(0, len(rows), _PORTION):
            part = list(zip_longest(*(row.cells for row in rows[start : start + _PORTION])))
            columns += [[None] * start for _ in range(len(part) - len(columns))]
            for place, column in enumerate(columns):
                column.extend(part[place] if place < len(part) else (None,) * min(_PORTION, len(rows) - start))
        return list(map(tuple, columns))

    def with_guesses(self, guesses: tuple[ColumnGuess, ...]) -> "Recognised":
        """The same with its guesses; what was found out to make them is not found out again."""
        settled = replace(self, guesses=guesses)
        settled.__dict__.update({name: self.__dict__[name] for name in _FOUND_OUT if name in self.__dict__})
        return settled

    def column(self, index: int | None) -> Sequence[Cell]:
        """The cells of one column, blank where the rows are shorter."""
        if index is None or index >= len(self.cells):
            return (None,) * len(self.table.rows)
        return self.cells[index]

    @cached_property
    def _differing(self) -> dict[int, Sequence[Cell]]:
        return {}

    def different(self, index: int) -> Sequence[Cell]:
        """Each different cell of a column once (1, 1.0 and True are one), as first met; found out once."""
        found = self._differing.get(index)
        if found is None:
            found = self._differing[index] = tuple(dict.fromkeys(self.column(index)))
        return found

    def indexes(self, name: str) -> tuple[int, ...]:
        """All columns that go to a field, the main one first."""
        main = self.columns.get(name)
        return () if main is None else (main, *self.more.get(name, ()))

    @cached_property
    def date_readings(self) -> dict[str, DateReading]:
        """How the columns of dates are read, by field: what one proves, a product's other columns follow."""
        habits = {name: self._date_habit(name) for name in self.columns if is_date(name)}
        orders = {habit.order for habit in habits.values() if habit.is_proved and habit.is_needed} or {
            habit.order for habit in habits.values() if habit.is_proved
        }
        proved = next(iter(orders)) if len(orders) == 1 else None
        # One answer is for the whole table
        is_said = any(self._said_order(name) for name in habits)
        readings: dict[str, DateReading] = {}
        for name, habit in habits.items():
            if habit.is_proved or not habit.is_needed:
                readings[name] = DateReading(habit, is_asked=False)
            else:
                settled = replace(habit, order=proved or habit.order)
                # One program writes all its columns alike; a person may have pasted from two
                readings[name] = DateReading(settled, is_asked=not (proved and (self.preset or is_said)))
        return readings

    def _date_habit(self, name: str) -> DateHabit:
        cells = chain.from_iterable(map(self.different, self.indexes(name)))
        said = self._said_order(name)
        habit = infer_order(cells, otherwise=said or "day")
        return replace(habit, order=said, is_proved=True) if said else habit

    def _said_order(self, name: str) -> DateOrder | None:
        return _by_header(self.options.date_orders, self.table.headers[self.columns[name]])

    @cached_property
    def amount_habits(self) -> dict[str, AmountHabit]:
        """How the columns of amounts and numbers are written, by field; what was said leaves nothing open."""
        return {
            name: self.amount_habit(index) for name, index in self.columns.items() if name in AMOUNTS or name in NUMBERS
        }

    def amount_habit(self, index: int) -> AmountHabit:
        header = self.table.headers[index]
        said = _by_header(self.options.decimal_marks, header)
        habit = AmountHabit(said) if said else infer_mark(self.column(index))
        unit = read_unit(header, [row.text for row in self.table.passed if row.why == "title"])
        return habit if unit == NO_UNIT else replace(habit, unit=unit)


def _by_header(answers: Mapping[str, Answer], header: str) -> Answer | None:
    if not answers:
        return None
    key = normalise_header(header)
    return answers.get(header) or next((said for own, said in answers.items() if normalise_header(own) == key), None)
