"""The printed lists of organisations and people, as they were filtered."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.actions.deals import create_deal, win_deals
from desktop_pipeline.actions.organisations import create_organisation, delete_organisations
from desktop_pipeline.actions.people import create_person, delete_people
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.contacts import ContactFilter, Order
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.content import SectionName, Table
from desktop_pipeline.reports.lists.contact_columns import choose_columns
from desktop_pipeline.ui.contacts.contact_model import columns_of
from tests.reports.asking import CANARY, HEBREW, WORD, WORDS, ask, column_of, names_of, tables_of
from tests.reports.makings import figures_of, notes_of, tell
from tests.workspaces import Desk, make_desk

EVERYBODY = ContactFilter()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    with made.workspace:
        yield made


def list_people(desk: Desk, wanted: ContactFilter = EVERYBODY, *, wide: bool = False) -> Table:
    content = ask(desk.workspace, ReportAsked(ReportKind.PEOPLE, contacts=wanted, is_landscape=wide))
    return tables_of(content, SectionName.PEOPLE)[0]


def test_everybody_stands_once_in_the_order_that_was_asked_for(desk: Desk) -> None:
    people = [create_person(desk.workspace, name=f"Person {number:04}") for number in range(530)]
    delete_people(desk.workspace, people[3:5], at=desk.now)
    listed = names_of(list_people(desk))
    assert listed == [f"Person {number:04}" for number in range(530) if number not in {3, 4}]
    asked = ReportAsked(ReportKind.PEOPLE, contact_order=Order.NAME, is_descending=True)
    assert names_of(tables_of(ask(desk.workspace, asked), SectionName.PEOPLE)[0]) == listed[::-1]


def test_people_are_told_with_how_they_are_reached(desk: Desk) -> None:
    create_person(
        desk.workspace,
        name="Ines",
        organisation="Alder Ltd",
        email="ines@alder.example",
        phone="+44 5550 1",
        job_title="Head of projects",
    )
    table = list_people(desk)
    assert [column.head for column in table.columns] == ["Name", "Organisation", "Phone", "E-mail"]
    assert table.lines[0].cells == ("Ines", "Alder Ltd", "+44 5550 1", "ines@alder.example")
    assert table.lines[0].below == "Head of projects"
    wide = list_people(desk, wide=True)
    assert column_of(wide, "Works as") == ["Head of projects"]
    assert wide.lines[0].below == ""


def test_a_filter_narrows_the_list_and_is_said(desk: Desk) -> None:
    desk.deal("Oak", person="Ines", owner_id=desk.id_of("owner", "Ann"))
    desk.deal("Elm", person="Jo", owner_id=desk.id_of("owner", "Ben"))
    create_person(desk.workspace, name="Kim")
    owner = frozenset({desk.id_of("owner", "Ann")})
    wanted = ContactFilter(has_open_deals=True, owner_ids=owner, text="in")
    content = ask(desk.workspace, ReportAsked(ReportKind.PEOPLE, contacts=wanted))
    assert names_of(tables_of(content, SectionName.PEOPLE)[0]) == ["Ines"]
    assert content.filters == "Filter: with open deals, Ann, with “in”."
    assert names_of(list_people(desk, ContactFilter(has_open_deals=True))) == ["Ines", "Jo"]


def test_organisations_tell_what_is_open_what_was_won_and_the_last_contact(desk: Desk) -> None:
    open_deal = desk.deal("Oak", organisation="Alder Ltd", value=120_000)
    won = desk.deal("Elm", organisation="Alder Ltd", value=50_000)
    create_organisation(desk.workspace, name="Birch Ltd", phone="+44 5550 2", industry="Retail")
    gone = create_organisation(desk.workspace, name="Cedar Ltd")
    delete_organisations(desk.workspace, [gone], at=desk.now)
    win_deals(desk.workspace, [won], at=desk.later())
    done = plan_activity(desk.workspace, kind="call", subject="Talk", deal_id=open_deal, at=desk.now)
    finish_activity(desk.workspace, done, at=desk.now)
    content = ask(desk.workspace, ReportAsked(ReportKind.ORGANISATIONS))
    (table,) = tables_of(content, SectionName.ORGANISATIONS)
    assert [line.cells for line in table.lines] == [
        ("Alder Ltd", "0", "", "€1,200", "€500", "No next step", "5 Jan 2026"),
        ("Birch Ltd", "0", "+44 5550 2", "", "", "", ""),
    ]
    assert table.lines[1].below == "Retail"
    figures = figures_of(content)
    assert (figures["Open deals"], figures["Won so far"]) == ("€1,200", "€500")
    assert tell(content) == "2 organisations, 1 with open deals."


def test_who_was_not_spoken_to_for_a_month_is_counted(desk: Desk) -> None:
    desk.deal("Oak", organisation="Alder Ltd")
    asked = ReportAsked(ReportKind.ORGANISATIONS)
    assert "With 1 of these nobody has spoken for a month." in tell(ask(desk.workspace, asked))


def test_sums_say_what_they_leave_out(desk: Desk) -> None:
    desk.deal("Oak", organisation="Alder Ltd", value=None)
    stage = desk.stages()[0]
    create_deal(
        desk.workspace, title="Elm", stage_id=stage, at=desk.now, organisation="Birch Ltd", value=Money(700, "CHF")
    )
    content = ask(desk.workspace, ReportAsked(ReportKind.ORGANISATIONS))
    assert figures_of(content)["Open deals"] == "–"
    assert notes_of(content)["Left out"] == (
        "1 deal has no value and is left out of the sums. "
        "1 deal has no exchange rate and is left out of the sum of all."
    )
    (table,) = tables_of(content, SectionName.ORGANISATIONS)
    assert column_of(table, "Open deals") == ["–", "CHF\N{NO-BREAK SPACE}7"]


def test_an_empty_list_says_so(desk: Desk) -> None:
    content = ask(desk.workspace, ReportAsked(ReportKind.PEOPLE))
    assert tell(content) == "Nobody fits what was asked for."
    organisations = ask(desk.workspace, ReportAsked(ReportKind.ORGANISATIONS))
    assert tell(organisations) == "No organisation fits what was asked for."
    assert list_people(desk).caption == "There are none."


def test_names_of_others_stay_as_they_were_typed(desk: Desk) -> None:
    for name in (CANARY, HEBREW, WORD[:200]):
        create_person(desk.workspace, name=name, organisation=name, job_title=name)
    table = list_people(desk)
    assert set(names_of(table)) == set(column_of(table, "Organisation")) == {CANARY, HEBREW, WORD[:200]}
    assert {line.below for line in table.lines} == {CANARY, HEBREW, WORD[:200]}


@pytest.mark.parametrize("subject", Subject)
def test_paper_knows_every_column_of_the_lists_on_screen(subject: Subject) -> None:
    shown = {column.order.value: column.head for column in columns_of(subject)}
    known = {column.key: column.head for column in choose_columns(subject, list(shown), WORDS, date(2026, 1, 5))}
    assert known == shown


def test_who_has_left_says_so(desk: Desk) -> None:
    person = create_person(desk.workspace, name="Ines")
    with desk.journal.change("Left") as draft:
        draft.execute("update person set left_on = ? where id = ?", (date(2026, 1, 2).isoformat(), person))
    assert names_of(list_people(desk)) == ["Ines (has left)"]
