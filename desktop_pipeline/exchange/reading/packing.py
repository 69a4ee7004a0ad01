"""Columns of cells on their way from the reading process: few large objects, which are sent in no time."""

from array import array
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from sys import getsizeof
from typing import NamedTuple

from desktop_pipeline.exchange.tables import Cell

# In no cell of any file but a strange one
_PARTING = "\0"
# Few values in the first cells are few in most of the others
_SAMPLE = 200
_MOST_VALUES = 256
# What cells take as objects of the program, in bytes: a number or a reference, and a text beside its letters
_NUMBER = 32
_TEXT = 49

RawCell = str | int | float | bool | date | datetime | time | timedelta


class Coded(NamedTuple):
    """A column that repeats itself: its values, and for each cell the place of its own."""

    values: tuple[Cell, ...]
    places: bytes


class Days(NamedTuple):
    """A column of dates, by their ordinals."""

    ordinals: bytes


# Texts are one, parted by NUL, and blank ones still among them
Packed = str | Coded | Days | Sequence[Cell]


def pack(column: Sequence[RawCell]) -> tuple[Packed, int]:
    """The column, times and spans as text, and about how many bytes its cells will take."""
    numbers = _NUMBER * len(column)
    try:
        joined = _PARTING.join(column)  # type: ignore[arg-type] # whether all are texts is seen soonest so
    except TypeError:
        types = set(map(type, column))
        if types == {date}:
            days = map(date.toordinal, column)  # type: ignore[arg-type] # likewise
            return Days(array("i", days).tobytes()), numbers
        # 1, 1.0 and True would be one value
        may_be_coded = len(types & {int, float, bool}) <= 1
        if may_be_coded and (coded := _code(column)):
            return coded, numbers + sum(map(getsizeof, coded.values))
        cells = [_tidy(cell) for cell in column] if types - {int, float, bool} else column
        return cells, numbers + sum(map(getsizeof, cells))  # type: ignore[return-value] # times and spans are gone
    if coded := _code(column):
        return coded, numbers + sum(map(getsizeof, coded.values))
    letters = len(joined) + _TEXT * len(column) if joined.isascii() else sum(map(getsizeof, column))
    if joined.count(_PARTING) != len(column) - 1:
        return [_tidy(cell) for cell in column], numbers + letters
    return joined, numbers + letters


def _code(column: Sequence[RawCell]) -> Coded | None:
    if len(set(column[:_SAMPLE])) > _SAMPLE // 2 or len(column) < _SAMPLE // 2:
        return None
    places = {value: place for place, value in enumerate(dict.fromkeys(column))}
    if len(places) > _MOST_VALUES:
        return None
    return Coded(tuple(map(_tidy, places)), bytes(map(places.__getitem__, column)))


def is_nothing(cell: RawCell) -> bool:
    """Whether a cell is empty, or a text of blanks."""
    return isinstance(cell, str) and not cell.strip()


def _tidy(cell: RawCell) -> Cell:
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(cell, time):
        return str(cell)
    return None if is_nothing(cell) else cell


class Unpacking:
    """Makes cells again of one column after the other of a sheet; texts and dates that are equal become one object."""

    def __init__(self) -> None:
        self._shared = _Shared()
        self._days = _DaysByOrdinal()

    def unpack(self, packed: Packed) -> Sequence[Cell]:
        """The cells of a column."""
        match packed:
            case str():
                return list(map(self._shared.__getitem__, packed.split(_PARTING)))
            case Coded():
                values = [self._shared[value] if isinstance(value, str) else value for value in packed.values]
                return list(map(values.__getitem__, packed.places))
            case Days():
                return list(map(self._days.__getitem__, memoryview(packed.ordinals).cast("i")))
            case _:
                return packed


class _Shared(dict[str, str | None]):
    """Each text once, under itself; a text of blanks is nothing."""

    def __missing__(self, text: str) -> str | None:
        kept = self[text] = text if text.strip() else None
        return kept


class _DaysByOrdinal(dict[int, date]):
    def __missing__(self, ordinal: int) -> date:
        day = self[ordinal] = date.fromordinal(ordinal)
        return day
