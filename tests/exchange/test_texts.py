"""Texts of cells: what is plain, what holds several values, and names turned round."""

import pytest

from desktop_pipeline.exchange.tables import Cell
from desktop_pipeline.exchange.understanding.presets import presets
from desktop_pipeline.exchange.understanding.texts import (
    are_plain,
    are_turned,
    hold_one_each,
    holds_numbers,
    part_contact,
    split_values,
    take_address,
    turn,
    unguard,
)


@pytest.mark.parametrize(
    ("cells", "is_so"),
    [
        (["Zoe Ray", "Al", "a|b"], True),
        (["Zoe  Ray"], False),
        ([" Zoe"], False),
        (["Zoe "], False),
        (["Zoe", ""], False),
        (["Zoe\nRay"], False),
        (["Zoe", None], False),
        (["Zoe", 5], False),
    ],
)
def test_texts_that_nothing_need_be_done_with_are_plain(cells: list[Cell], *, is_so: bool) -> None:
    assert are_plain(cells) is is_so


@pytest.mark.parametrize(
    ("cell", "field", "values"),
    [
        ("Zoe Ray", "label", ("Zoe Ray",)),
        ("Ray, Zoe", "person", ("Ray, Zoe",)),
        ("Hot, VIP", "label", ("Hot", "VIP")),
        (" Hot", "label", ("Hot",)),
        ('["Hot", 5, true, null]', "label", ("Hot", "5")),
        ('{"7": "Zoe"}', "person", ("Zoe",)),
        ('{"value": "a@x.example", "label": "work"}', "email", ("a@x.example",)),
        ("[Hot] VIP", "label", ("[Hot] VIP",)),
        ("12", "label", ("12",)),
        ('"Hot"', "label", ('"Hot"',)),
        ("a@x.example b@x.example", "email", ("a@x.example", "b@x.example")),
    ],
)
def test_a_cell_holds_one_value_or_several(cell: str, field: str, values: tuple[str, ...]) -> None:
    assert split_values(cell, field, None) == values
    # Seen at once, or not and then found out cell by cell
    assert not hold_one_each([cell], field, None) or values == (cell,)


@pytest.mark.parametrize(
    ("name", "turned"),
    [
        ("Ray, Zoe", "Zoe Ray"),
        ("de la Cruz, Ana", "Ana de la Cruz"),
        ("van der Berg Smit, Ana", "van der Berg Smit, Ana"),
        ("Ray, Zoe, Al", "Ray, Zoe, Al"),
        ("Oak Lane, 5", "Oak Lane, 5"),
        ("Acme, Inc.", "Acme, Inc."),
        ("Ray,", "Ray,"),
        (", Zoe", ", Zoe"),
        ("Zoe Ray", "Zoe Ray"),
    ],
)
def test_a_last_name_before_a_comma_comes_last(name: str, turned: str) -> None:
    assert turn(name) == turned
    assert are_turned([name]) is (turned != name)


def test_nine_in_ten_names_turned_are_a_way_of_writing_them() -> None:
    turned = [f"Ray, {name}" for name in ("Zoe", "Al", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal")]
    assert are_turned([*turned, "Ian Ray", None, 5])
    assert not are_turned([*turned[1:], "Ian Ray", "Acme, Inc."])


@pytest.mark.parametrize(
    ("text", "is_so"),
    [("Zoe 0171 2345678", True), ("Met on 2024-03-05 again", False), ("5.3.2024", False), ("Unit 12", False)],
)
def test_a_telephone_number_is_told_from_a_day(text: str, *, is_so: bool) -> None:
    assert holds_numbers(text) is is_so


def test_an_address_in_brackets_stands_for_a_name_where_there_is_none() -> None:
    assert take_address("Zoe Ray (zoe@x.example)") == ("Zoe Ray", "zoe@x.example")
    assert take_address("<zoe@x.example>") == ("zoe@x.example", "zoe@x.example")
    assert take_address("Zoe Ray") == ("Zoe Ray", None)


def test_what_a_product_puts_before_risky_cells_is_taken_away() -> None:
    guarded = {preset.guard: preset for preset in presets().values() if preset.guard}
    assert guarded
    for guard, preset in guarded.items():
        assert unguard(f"{guard}=A1", preset) == "=A1"
        assert unguard("=A1", preset) == "=A1"
        assert unguard(5, preset) == 5
    assert unguard("'=A1", None) == "'=A1"


def test_a_long_text_is_not_searched_for_numbers() -> None:
    assert part_contact("Zoe, 0171 2345678").phones == ("0171 2345678",)
    assert part_contact("Zoe " * 100 + ", 0171 2345678").phones == ()
