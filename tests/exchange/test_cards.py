"""People go out as vCards that an independent parser and our own import understand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.actions.cards import save_cards
from desktop_pipeline.actions.contact_rows import PERSON
from desktop_pipeline.actions.people import create_person, delete_people, edit_person
from desktop_pipeline.actions.reaching import add_point
from desktop_pipeline.domain.cards import Card, CardPoint, part_name
from desktop_pipeline.domain.contacts import PointKind
from desktop_pipeline.domain.errors import CannotOpenError, InvalidError, RefusedError
from desktop_pipeline.exchange.writing.cards import write_cards
from desktop_pipeline.queries.cards import read_cards
from tests.workspaces import Desk, import_file, make_desk

ODILE = Card(
    uid="person-1-a@desktop-pipeline",
    name="Odile Marchetti; née Ünal, M.A.",
    organisation="Kestrel Yard, Brewing",
    job_title="Brewery manager 👩\u200d🔬, می\u200cخواهم",  # joined letters stay joined
    emails=(CardPoint("odile@kestrel.example"), CardPoint("o.m@home.example", "Home")),
    phones=(CardPoint("+44 5550 10213"), CardPoint("+44 7700 900123", "mobile"), CardPoint("+44 5550 999", "fax")),
    links=(CardPoint("https://kestrel.example/odile;id=1,2"),),
    address="1 Brew Lane\nLeeds LS1; UK",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A workspace without anybody in it."""
    made = make_desk(tmp_path)
    yield made
    made.workspace.close()


def parse(content: bytes) -> list[vobject.base.Component]:
    return list(vobject.readComponents(content.decode("utf-8")))


def test_another_program_reads_every_field_as_it_was_written() -> None:
    (card,) = parse(write_cards([ODILE]))
    assert card.fn.value == ODILE.name
    assert card.org.value == [ODILE.organisation]
    assert (card.title.value, card.uid.value, card.url.value) == (ODILE.job_title, ODILE.uid, ODILE.links[0].value)
    assert [line.value for line in card.contents["email"]] == ["odile@kestrel.example", "o.m@home.example"]
    assert [sorted(line.params["TYPE"]) for line in card.contents["email"]] == [
        ["INTERNET", "PREF"],
        ["HOME", "INTERNET"],
    ]
    assert [line.value for line in card.contents["tel"]] == [point.value for point in ODILE.phones]
    assert [sorted(line.params["TYPE"]) for line in card.contents["tel"]] == [
        ["PREF", "VOICE"],
        ["CELL", "VOICE"],
        ["FAX"],
    ]
    assert card.adr.value.street == ODILE.address


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Odile Marchetti", ("Marchetti", "Odile")),
        ("Jean-Luc van der Berg", ("Berg", "Jean-Luc van der")),
        ("Marchetti, Odile", ("Marchetti", "Odile")),
        ("Odile", ("", "Odile")),
        ("", ("", "")),
    ],
)
def test_a_name_has_its_parts(name: str, parts: tuple[str, str]) -> None:
    assert part_name(name) == parts


def test_no_line_is_longer_than_75_bytes_and_no_letter_is_cut() -> None:
    content = write_cards([Card("u", "Žofie " + "ěščřžýáíé" * 40, organisation="👩🏽‍🔧" * 30)])
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)
    assert parse(content)[0].fn.value == "Žofie " + "ěščřžýáíé" * 40


def test_a_name_cannot_begin_a_line_of_its_own() -> None:
    (card,) = parse(write_cards([Card("u", "Eve\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Mallory", job_title="a\u2028TEL:1")]))
    assert card.fn.value == "Eve\nEND:VCARD\nBEGIN:VCARD\nFN:Mallory"
    assert "tel" not in card.contents


TEXTS = st.text(min_size=1, max_size=60).map(str.strip).filter(lambda text: text.isprintable() and text != "")


@given(TEXTS, TEXTS, TEXTS)
def test_whatever_is_typed_comes_back_as_it_was(name: str, organisation: str, job: str) -> None:
    (card,) = parse(write_cards([Card("u", name, organisation=organisation, job_title=job)]))
    assert (card.fn.value, card.org.value, card.title.value) == (name, [organisation], job)


def test_a_card_holds_main_and_further_addresses_and_nobody_from_the_bin(desk: Desk) -> None:
    workspace = desk.workspace
    odile = create_person(
        workspace, name="Odile Marchetti", organisation="Kestrel", email="o@kestrel.example", phone="+44 5550 10213"
    )
    edit_person(workspace, odile, website="kestrel.example", linkedin="https://linkedin.com/in/odile")
    add_point(workspace, PERSON, odile, PointKind.EMAIL, "odile@home.example", label="home")
    add_point(workspace, PERSON, odile, PointKind.PHONE, "+44 7700 900123", label="mobile")
    gone, ben = create_person(workspace, name="Gone"), create_person(workspace, name="Ben")
    delete_people(workspace, [gone], at=desk.now)
    assert [card.name for card in read_cards(workspace)] == ["Ben", "Odile Marchetti"]
    (first, second) = read_cards(workspace, [odile, gone, ben, odile])
    assert (first.name, second.name) == ("Odile Marchetti", "Ben")
    assert first.emails == (CardPoint("o@kestrel.example"), CardPoint("odile@home.example", "home"))
    assert first.phones == (CardPoint("+44 5550 10213"), CardPoint("+44 7700 900123", "mobile"))
    assert len(first.links) == 2
    assert first.organisation == "Kestrel"
    assert len({first.uid, second.uid}) == 2


def test_what_goes_out_comes_in_again(desk: Desk, tmp_path: Path) -> None:
    odile = create_person(
        desk.workspace,
        name="Odile Marchetti",
        organisation="Kestrel, Yard & Sons",
        email="o@kestrel.example",
        phone="+44 5550 10213",
        job_title="Brewery manager",
    )
    add_point(desk.workspace, PERSON, odile, PointKind.EMAIL, "odile@home.example")
    create_person(desk.workspace, name="Ben Ünal")
    out = save_cards(tmp_path / "people.vcf", read_cards(desk.workspace))
    there = make_desk(tmp_path, "there.pipeline")
    try:
        import_file(there.workspace, out)
        again = {card.name: card for card in read_cards(there.workspace)}
    finally:
        there.workspace.close()
    assert set(again) == {"Odile Marchetti", "Ben Ünal"}
    came = again["Odile Marchetti"]
    assert (came.organisation, came.job_title) == ("Kestrel, Yard & Sons", "Brewery manager")
    assert [point.value for point in came.emails] == ["o@kestrel.example", "odile@home.example"]
    assert [point.value for point in came.phones] == ["+44 5550 10213"]


def test_coming_home_makes_nobody_a_second_time(desk: Desk, tmp_path: Path) -> None:
    create_person(desk.workspace, name="Odile Marchetti", email="o@kestrel.example")
    out = save_cards(tmp_path / "people.vcf", read_cards(desk.workspace))
    import_file(desk.workspace, out)
    assert [card.name for card in read_cards(desk.workspace)] == ["Odile Marchetti"]


def test_what_cannot_be_written_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="nobody to export"):
        save_cards(tmp_path / "none.vcf", [])
    with pytest.raises((CannotOpenError, RefusedError)):
        save_cards(tmp_path / "no folder" / "people.vcf", [ODILE])
    assert list(tmp_path.iterdir()) == []
