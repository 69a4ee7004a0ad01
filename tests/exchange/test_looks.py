"""What a column can be by its cells, whatever it is called."""

import pytest

from desktop_pipeline.exchange.tables import Cell, Row, Table
from desktop_pipeline.exchange.understanding.looks import Looks


def look_at(*cells: Cell) -> Looks:
    rows = tuple(Row(number, (cell, "word")) for number, cell in enumerate(cells, start=2))
    return Looks(Table("file.csv", None, 1, ("A", "B"), rows))


_DAYS = ("5 May 2024", "6 May 2024", "7 May 2024")
_SOON = ("5 May 2024", "mid 2025", "soon", "later", "7 May")
_PRICES = ("5000", "7000", "on request", "to come", "€ 9000")


@pytest.mark.parametrize(
    ("field", "cells", "is_so"),
    [
        ("value", (5000, "7000"), True),
        ("value", _PRICES, True),
        ("probability", _PRICES, False),
        ("value", ("on request", "to come"), False),
        ("value", _DAYS, False),
        ("value", (None, " "), False),
        ("probability", ("50%", "70 %"), True),
        ("probability", (50, 70), True),
        ("close", _DAYS, True),
        ("close", _SOON, True),
        ("close", ("5 May 2024", "mid 2025", "soon", "later", "some day"), True),
        ("close", ("soon", "later"), False),
        ("close", _PRICES, False),
        ("close", ("x", "x"), False),
        ("title", ("Oak", "Ash"), True),
        ("title", ("Oak 5", "Ash"), True),
        ("title", _PRICES, False),
        ("title", _DAYS, False),
        ("title", ("x", "x"), False),
        ("title", (), False),
    ],
)
def test_cells_bear_out_what_a_header_alone_does_not_say(field: str, cells: tuple[Cell, ...], *, is_so: bool) -> None:
    assert look_at(*cells).bear_out(field, 0) is is_so


@pytest.mark.parametrize(
    ("cells", "is_so"),
    [
        (("Oak table", "Ash bench", "Elm desk"), True),
        (("Oak 5", "Ash bench", "Elm desk"), True),
        (("Oak", "Oak", "Oak", "Ash"), False),
        (("Oak", None, None, "Ash"), False),
        (_DAYS, False),
        (_PRICES, False),
        ((5, 6), False),
        (("hot", "cold", "warm"), False),
        ((), False),
    ],
)
def test_rows_are_called_by_words_most_of_which_differ(cells: tuple[Cell, ...], *, is_so: bool) -> None:
    assert look_at(*cells).may_name(0) is is_so


@pytest.mark.parametrize(
    ("cells", "is_so"),
    [(("Zoe", "Al"), True), (("Zoe", "Al", "Oak table"), True), (("Zoe", "Oak table"), False), ((1, 2), False)],
)
def test_most_first_names_are_one_word(cells: tuple[Cell, ...], *, is_so: bool) -> None:
    assert look_at(*cells).are_first_names(0) is is_so


def test_some_numbers_of_people_are_enough() -> None:
    assert look_at("Zoe 0171 2345678", "Al").hold_numbers_of_people(0)
    assert not look_at("Zoe 0171 2345678", "Al", "Bo").hold_numbers_of_people(0)
    assert look_at("Zoe 0171 2345678").forbid("owner", 0)


def test_ticks_name_nobody_where_other_columns_hold_more() -> None:
    assert look_at("x", "X").forbid("title", 0)
    assert look_at("x", "X").forbid("value", 0)
    assert not look_at("x", None).forbid("is_won", 0)
    assert not look_at("x").forbid("title", 0)
    beside = Table("file.csv", None, 1, ("A", "B", "C"), (Row(2, ("x", "word", None)), Row(3, ("x",))))
    assert Looks(beside).forbid("title", 0)
    assert look_at("50%", "70").forbid("title", 0)
    assert look_at(*_DAYS).forbid("title", 0)
    assert not look_at(*_DAYS).forbid("close", 0)
    assert look_at("soon", "later").doubt("close", 0)
    assert not look_at(*_SOON).doubt("close", 0)
    assert look_at("a", "B", 5).are_letters(0)
    assert not look_at("ab", 5).are_letters(0)
