from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pytest

from desktop_pipeline.exchange.reading.packing import Coded, Days, RawCell, Unpacking, pack
from desktop_pipeline.exchange.tables import Cell, Row, Rows, few_filled, keep_rows


def there_and_back(column: Sequence[RawCell]) -> list[Cell]:
    return list(Unpacking().unpack(pack(column)[0]))


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        (["Acme", "", "  ", "\u00a0", "Zoë\n2"], ["Acme", None, None, None, "Zoë\n2"]),
        (["a\0b", "", "c"], ["a\0b", None, "c"]),
        ([1.5, 2, 3.0], [1.5, 2, 3.0]),
        ([date(2026, 6, 9), date(1, 1, 1)], [date(2026, 6, 9), date(1, 1, 1)]),
        ([date(2026, 6, 9), datetime(2026, 6, 9, 8, 30)], [date(2026, 6, 9), datetime(2026, 6, 9, 8, 30)]),  # noqa: DTZ001 - as cells are
        ([time(9, 5), timedelta(hours=30, minutes=15), ""], ["09:05:00", "30:15:00", None]),
    ],
)
def test_a_column_arrives_as_it_was_read(column: Sequence[RawCell], cells: Sequence[Cell]) -> None:
    assert there_and_back(column) == cells


def test_a_column_that_repeats_itself_arrives_as_it_was_read() -> None:
    column: list[RawCell] = ["Won", "", "Lost", " "] * 100
    assert isinstance(pack(column)[0], Coded)
    assert there_and_back(column) == ["Won", None, "Lost", None] * 100
    chances: list[RawCell] = [0.5, "", time(9, 5)] * 100
    assert isinstance(pack(chances)[0], Coded)
    assert there_and_back(chances) == [0.5, None, "09:05:00"] * 100


def test_many_values_behind_a_beginning_of_few_arrive_too() -> None:
    column: list[RawCell] = [*["Won"] * 300, *map(str, range(300))]
    assert there_and_back(column) == column


def test_one_and_true_stay_what_they_are() -> None:
    column: list[RawCell] = [1, True, 1.0, "", False, 0] * 100
    assert [(type(cell), cell) for cell in there_and_back(column)] == [
        (type(cell), cell) for cell in (1, True, 1.0, None, False, 0) * 100
    ]


def test_dates_are_sent_as_numbers_and_come_back_as_one_object_each() -> None:
    column: list[RawCell] = [date(2026, 6, 9 + number % 2) for number in range(50)]
    packed = pack(column)[0]
    assert isinstance(packed, Days)
    cells = Unpacking().unpack(packed)
    assert list(cells) == column
    assert cells[0] is cells[2]


def test_rows_kept_by_the_column_are_the_rows_they_are_made_of() -> None:
    rows = Rows([3, 4, 7], [["a", None, "c"], [1, None, None]])
    assert list(rows) == [Row(3, ("a", 1)), Row(4, (None, None)), Row(7, ("c", None))]
    assert (rows[2], rows[-1], len(rows[1:])) == (Row(7, ("c", None)), Row(7, ("c", None)), 2)
    assert not rows.adjoin()
    assert rows[:2].adjoin()
    assert few_filled(rows, 1) == few_filled(list(rows), 1) == [1, 2]
    assert few_filled(rows.between(0, 1), 0) == [1]
    assert keep_rows(rows, [True, False, True]) == [rows[0], rows[2]]
