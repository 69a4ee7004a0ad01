"""Which contacts are suspected to be the same."""

import random

import pytest

from desktop_pipeline.exchange.duplicates import Contact, Likeness, find_duplicates, normalise


def pairs(contacts: list[Contact]) -> list[tuple[int, int]]:
    return [(found.first_id, found.second_id) for found in find_duplicates(contacts)]


def test_names_are_the_same_whatever_their_legal_form_accents_and_order() -> None:
    assert normalise("Müller & Söhne GmbH") == normalise("SOHNE, Muller and")
    assert normalise("Co. Ltd") == "co ltd"


def test_a_misspelt_name_is_found_and_another_is_not() -> None:
    contacts = [Contact(1, "Copperline Clinics Ltd"), Contact(2, "Copperline Clinic"), Contact(3, "Copper Kettle")]
    assert pairs(contacts) == [(1, 2)]


def test_one_address_is_enough_and_stands_first() -> None:
    contacts = [
        Contact(1, "Ines Calloway", home=1),
        Contact(2, "Ines Caloway", home=1),
        Contact(3, "Zoe Far", emails=("info@a.example",)),
        Contact(4, "Bert Other", emails=("info@a.example",)),
    ]
    found = find_duplicates(contacts)
    assert [(each.first_id, each.second_id) for each in found] == [(3, 4), (1, 2)]
    assert found[0].reasons == (Likeness.EMAIL,)


def test_an_office_phone_alone_makes_nobody_the_same() -> None:
    office = ("555010200",)
    assert pairs([Contact(1, "Ines Calloway", phones=office), Contact(2, "Bert Zander", phones=office)]) == []
    assert pairs([Contact(1, "Ines Calloway", phones=office), Contact(2, "I. Calloway", phones=office)]) == [(1, 2)]


def test_two_people_of_one_name_at_two_organisations_are_two() -> None:
    assert pairs([Contact(1, "John Smith", home=1), Contact(2, "John Smith", home=2)]) == []
    assert pairs([Contact(1, "John Smith", home=1), Contact(2, "John Smith", home=None)]) == [(1, 2)]


def test_fifty_planted_pairs_are_found_among_five_thousand() -> None:
    dice = random.Random(3)
    letters = "abcdefghijklmnoprstuvwz"
    names = [
        "".join(dice.choices(letters, k=9)).title() + " " + "".join(dice.choices(letters, k=8)) for _ in range(5000)
    ]
    contacts = [Contact(number, name) for number, name in enumerate(names, 1)]
    contacts += [Contact(10_000 + number, names[number] + "s Ltd") for number in range(50)]
    found = set(pairs(contacts))
    assert {(number + 1, 10_000 + number) for number in range(50)} <= found


def test_the_search_is_given_up_between_two_names() -> None:
    asked: list[int] = []

    def breathe() -> None:
        asked.append(1)
        if len(asked) == 3:
            raise KeyError

    with pytest.raises(KeyError):
        find_duplicates([Contact(number, f"Oak {number}") for number in range(10)], breathe=breathe)
    assert len(asked) == 3
