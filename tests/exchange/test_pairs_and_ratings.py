"""A company and its contact in one cell, and words that rate a deal where a probability would stand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.records import ImportPlan
from tests.exchange.found import read_tables

PlanText = Callable[..., ImportPlan]
WriteBook = Callable[..., Path]


def parties(plan: ImportPlan) -> list[tuple[str | None, str | None]]:
    """Company and contact of each deal, as they are written."""
    companies = {each.key: each.fields.name for each in plan.organisations}
    people = {each.key: each.fields.name for each in plan.people}
    return [
        (companies.get(deal.fields.organisation or ""), people.get(deal.fields.person or "")) for deal in plan.deals
    ]


def labels(plan: ImportPlan) -> list[tuple[str, ...]]:
    names = {new.key: new.name for new in plan.labels}
    return [tuple(names[key] for key in deal.fields.labels) for deal in plan.deals]


@pytest.mark.parametrize(
    ("header", "first", "second", "expected"),
    [
        ("Firma / Ansprechpartner", "Bosch / Fr. Klein", "Maier GmbH", [("Bosch", "Fr. Klein"), ("Maier GmbH", None)]),
        ("Account - Contact", "O-Brien - Pat", "Day - Co - Jo", [("O-Brien", "Pat"), ("Day - Co", "Jo")]),
        ("Client @ contact", "Priya Patel @ Globex", "Bo @ Hooli", [("Globex", "Priya Patel"), ("Hooli", "Bo")]),
        ("Firma\nAnsprechpartner", "KSB\nFrau Wolf", "BMW\nHr. Fuchs", [("KSB", "Frau Wolf"), ("BMW", "Hr. Fuchs")]),
        ("Klant – Contact", "Peeters NV – Jan", "De Smet – Luc", [("Peeters NV", "Jan"), ("De Smet", "Luc")]),
        ("Contact / Company", "Jo Day / Acme", "Al Fox / Bolt", [("Acme", "Jo Day"), ("Bolt", "Al Fox")]),
        ("GC / Contact", "Turner / Al Reyes", "Skanska / Bo", [("Turner", "Al Reyes"), ("Skanska", "Bo")]),
        ("Firma / Kontakt", "Acme (Jo)", "Bolt (UK) Ltd (Al)", [("Acme", "Jo"), ("Bolt (UK) Ltd", "Al")]),
        ("Company (contact)", "Acme (Jo Day)", "Bolt", [("Acme", "Jo Day"), ("Bolt", None)]),
        ("Contact / Company", "Jo Day (Acme)", "Al Fox (Bolt)", [("Acme", "Jo Day"), ("Bolt", "Al Fox")]),
        ("Kunde", "BMW (Frau Wolf)", "KSB (Hr. Fuchs)", [("BMW", "Frau Wolf"), ("KSB", "Hr. Fuchs")]),
        ("Customer", "Acme (UK)", "Bolt (Europe)", [("Acme (UK)", None), ("Bolt (Europe)", None)]),
        # No header says so, the cells do
        ("Kunde", "Siemens AG\nFrau Wolf", "BMW\nHerr Fuchs", [("Siemens AG", "Frau Wolf"), ("BMW", "Herr Fuchs")]),
        ("Contact", "Jo Day @ Acme", "Al Fox @ Bolt", [("Acme", "Jo Day"), ("Bolt", "Al Fox")]),
        # Names of companies, words, a number: nothing to tell apart
        ("Customer", "Smith - Jones", "Hill - Sons", [("Smith - Jones", None), ("Hill - Sons", None)]),
        ("Customer", "Acme\nworld wide", "Bolt\nand nuts", [("Acme world wide", None), ("Bolt and nuts", None)]),
        ("Propietario / Contacto", "Ana Ruiz, 612 345 678", "Luis, 699 111 222", [(None, "Ana Ruiz"), (None, "Luis")]),
    ],
)  # fmt: skip
def test_a_company_and_its_contact_in_one_cell_are_two(
    plan_text: PlanText, header: str, first: str, second: str, expected: list[tuple[str | None, str | None]]
) -> None:
    plan = plan_text(f'"{header}",Job,Amount,Stage\n"{first}",Roof,10,New\n"{second}",Wall,20,New\n')
    assert parties(plan) == expected
    assert all(deal.fields.owner is None for deal in plan.deals)
    assert plan.unused_columns == ()


def test_what_was_told_apart_is_told_and_can_be_said_otherwise(plan_text: PlanText) -> None:
    text = "Firma / Ansprechpartner,Job,Amount\nMüller / Maier GbR,Roof,10\nBosch / Fr. Klein,Wall,20\n"
    plan = plan_text(text)
    asked = {question.question for question in plan.questions}
    assert "is “Müller” the company and “Maier GbR” the contact in “Müller / Maier GbR”?" in asked
    whole = plan_text(text, mapping={"Firma / Ansprechpartner": "organisation", "Ansprechpartner": "ignore"})
    assert parties(whole) == [("Müller / Maier GbR", None), ("Bosch / Fr. Klein", None)]


def test_a_telephone_number_behind_the_contact_is_theirs(plan_text: PlanText) -> None:
    plan = plan_text('Firma / Kontakt,Job,Amount\n"Bosch\nFrau Wolf\n0171 2345678",Roof,10\n"BMW\nHr. Fuchs",Wall,20\n')
    assert [(each.fields.name, each.fields.phone) for each in plan.people] == [
        ("Frau Wolf", "0171 2345678"), ("Hr. Fuchs", None)
    ]  # fmt: skip


def test_a_pair_is_told_apart_in_workbooks_too(write_book: WriteBook) -> None:
    rows = [
        ["Company / Contact", "Job", "Value"],
        ["Acme / Jo", "Roof", 10],
        ["Bolt", "Wall", 20],
        ["Cord / Al", "Bay", 5],
    ]
    plan = plan_import(read_tables(write_book({"Deals": rows})), ImportOptions(), Known(base_currency="EUR"))
    assert parties(plan) == [("Acme", "Jo"), ("Bolt", None), ("Cord", "Al")]


@pytest.mark.parametrize("header", ["Chance", "Kans", "Probability", "Temperatur", "Rating", "確度"])
def test_ratings_in_words_are_labels_and_no_titles(plan_text: PlanText, header: str) -> None:
    plan = plan_text(f"Kunde,Bauvorhaben,Summe,{header}\nA,Dach,10,heiß\nB,Gaube,20,kalt\nC,Erker,30,\n")
    assert [deal.fields.title for deal in plan.deals] == ["Dach", "Gaube", "Erker"]
    assert labels(plan) == [("heiß",), ("kalt",), ()]
    assert [deal.fields.probability for deal in plan.deals] == [None] * 3
    assert plan.problems == ()


def test_grades_that_say_little_alone_bear_the_name_of_their_column(plan_text: PlanText) -> None:
    plan = plan_text("Klant,Machine,Prijs,Kans,Label\nP,Robot,10,A,beurs\nQ,Zaag,20,b,\n")
    assert labels(plan) == [("beurs", "Kans: A"), ("Kans: b",)]
    assert "“A” is no probability. Is it a label?" in {question.question for question in plan.questions}


def test_a_probability_is_read_only_where_somebody_says_that_it_is_one(plan_text: PlanText) -> None:
    text = "Customer,Job,Amount,Chance\nA,Roof,10,hot\nB,Wall,20,cold\n"
    said = plan_text(text, mapping={"Chance": "probability"})
    assert [(problem.value, problem.problem) for problem in said.problems] == [
        ("hot", "not a probability"), ("cold", "not a probability")
    ]  # fmt: skip
    own = plan_text(text, mapping={"Chance": "custom"})
    assert [new.name for new in own.new_fields] == ["Chance"]


def test_a_second_import_of_labels_from_ratings_changes_nothing(
    plan_text: PlanText, carry_out: Callable[[ImportPlan], Known]
) -> None:
    text = "Company / Contact,Job,Amount,Rating\nAcme / Jo,Roof,10,A\nBolt / Al,Wall,20,C\n"
    again = plan_text(text, known=carry_out(plan_text(text)))
    assert (again.counts.new, again.counts.updated, again.counts.unchanged) == (0, 0, 2)
    assert not any(again.created.values())


def test_lines_with_a_street_below_a_company_are_its_address(plan_text: PlanText) -> None:
    plan = plan_text(
        'Kunde,Auftrag,Summe\n"Huber\nHauptstr. 5\n80333 München",Ofen,10\n'
        '"Lang\nMarktplatz 1\n84028 Landshut",Theke,20\n'
    )
    assert [(each.fields.name, each.fields.address) for each in plan.organisations] == [
        ("Huber", "Hauptstr. 5, 80333 München"), ("Lang", "Marktplatz 1, 84028 Landshut")
    ]  # fmt: skip
    asked = {question.question for question in plan.questions}
    assert (
        "is “Huber” the company and “Hauptstr. 5, 80333 München” its address in “Huber Hauptstr. 5 80333 München”?"
        in asked
    )


def test_no_deal_is_called_by_how_likely_it_is(plan_text: PlanText) -> None:
    plan = plan_text("Klient;Temat;Kwota;Szansa;Etap\nA;Maszyna;10;wysoka;Oferta\nB;Serwis;20;niska;Oferta\n")
    assert [deal.fields.title for deal in plan.deals] == ["Maszyna", "Serwis"]
    assert labels(plan) == [("Szansa: wysoka",), ("Szansa: niska",)]
    assert [deal.fields.title for deal in plan_text("Deal name,Stage\nA,New\nB,New\n").deals] == ["A", "B"]
