"""The lists of people and organisations, and what is shown of one of them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from desktop_pipeline.actions.contact_rows import PERSON
from desktop_pipeline.actions.currencies import add_currency, add_rate
from desktop_pipeline.actions.deal_people import set_role
from desktop_pipeline.actions.deals import lose_deals, move_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.organisations import delete_organisations
from desktop_pipeline.actions.people import create_person, delete_people
from desktop_pipeline.actions.reaching import add_contact_note, add_point
from desktop_pipeline.domain.contacts import PointKind
from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.contact import read_organisation, read_person
from desktop_pipeline.queries.contact_merge import read_merge
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.contacts import (
    ContactFilter,
    Order,
    PersonLine,
    count_contacts,
    list_contacts,
    read_organisations,
    read_people,
    read_roles,
)
from desktop_pipeline.queries.duplicates import read_duplicates
from desktop_pipeline.queries.id_sets import NONE
from desktop_pipeline.queries.leaving import read_left_deals
from desktop_pipeline.storage.tables import Activity
from tests.workspaces import Desk

ALL = ContactFilter()


def names(
    desk: Desk,
    wanted: ContactFilter = ALL,
    order: Order = Order.NAME,
    *,
    descending: bool = False,
    subject: Subject = Subject.PEOPLE,
) -> list[str]:
    view, today = desk.workspace, desk.workspace.today()
    ids = list_contacts(view, subject, wanted, order, descending=descending, today=today)
    read = read_people if subject is Subject.PEOPLE else read_organisations
    return [line.name for line in read(view, ids, today=today, now=desk.now)]


def lines(desk: Desk, ids: Sequence[int]) -> list[PersonLine]:
    return read_people(desk.workspace, ids, today=desk.workspace.today(), now=desk.now)


@pytest.fixture
def people(desk: Desk) -> dict[str, int]:
    """Ada with two open deals, Émile with one that was won, Zoe with none; Ada and Émile at organisations."""
    ann, ben = desk.id_of("owner", "Ann"), desk.id_of("owner", "Ben")
    first = desk.deal("Oak", organisation="Copperline", person="Ada Dev", value=120_000, owner_id=ann, stage=3)
    desk.deal("Ash", organisation="Copperline", person="Ada Dev", value=None, owner_id=ben)
    won = desk.deal("Elm", organisation="Talvik", person="Émile Roux", value=50_000, owner_id=ben)
    win_deals(desk.workspace, [won], at=desk.later())
    create_person(desk.workspace, name="zoe Aas", job_title="Head", phone="+44 5550 10200")
    found = {name: desk.id_of("person", name) for name in ("Ada Dev", "Émile Roux", "zoe Aas")}
    set_role(desk.workspace, first, found["Ada Dev"], "decides")
    with desk.journal.change("Plan") as draft:
        draft.insert(Activity, deal=first, kind="call", subject="Call", due_on=date(2026, 1, 4))
        draft.insert(Activity, deal=won, kind="call", subject="Said hello", done_at=desk.now)
        draft.insert(Activity, person=found["zoe Aas"], kind="visit", subject="Visit", due_on=date(2026, 1, 9))
    return found


def test_a_line_holds_what_is_open_what_comes_next_and_when_they_were_last_spoken_to(
    desk: Desk, people: dict[str, int]
) -> None:
    ada, emile, zoe = lines(desk, list(people.values()))
    assert (ada.organisation, ada.role) == ("Copperline", "decides")
    assert (ada.standing.open.deals, ada.standing.open.value, ada.standing.open.without_value) == (
        2,
        Money(120_000, "EUR"),
        1,
    )
    assert (ada.standing.state, ada.standing.next_due_on) == (NextStep.LATE, date(2026, 1, 4))
    assert (emile.standing.state, emile.standing.won.value) == (None, Money(50_000, "EUR"))
    assert emile.standing.last_contact == desk.workspace.today()
    assert (zoe.standing.state, zoe.standing.next_kind, zoe.standing.open.deals) == (NextStep.PLANNED, "visit", 0)


def test_the_order_knows_no_accents_and_no_capitals_and_puts_the_unknown_last(
    desk: Desk, people: dict[str, int]
) -> None:
    assert names(desk) == ["Ada Dev", "Émile Roux", "zoe Aas"]
    assert names(desk, descending=True) == ["zoe Aas", "Émile Roux", "Ada Dev"]
    assert names(desk, order=Order.ORGANISATION, descending=True) == ["Émile Roux", "Ada Dev", "zoe Aas"]
    assert names(desk, order=Order.WORK)[0] == "zoe Aas"
    for order in (Order.OPEN, Order.ROLE, Order.NEXT_STEP):
        assert names(desk, order=order)[0] == "Ada Dev"
    assert names(desk, order=Order.LAST_CONTACT)[0] == "Émile Roux"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ContactFilter(has_open_deals=True), ["Ada Dev"]),
        (ContactFilter(roles=frozenset({"decides"})), ["Ada Dev"]),
        (ContactFilter(roles=frozenset({"pays"})), []),
        (ContactFilter(text="emile"), ["Émile Roux"]),
        (ContactFilter(text="copper ada"), ["Ada Dev"]),
        (ContactFilter(text="5550 10200"), ["zoe Aas"]),
        (ContactFilter(text="%' or 1=1"), []),
    ],
)
def test_filters_let_through_who_fits(
    desk: Desk, people: dict[str, int], wanted: ContactFilter, found: list[str]
) -> None:
    assert names(desk, wanted) == found


def test_the_filter_by_owner_looks_at_open_deals(desk: Desk, people: dict[str, int]) -> None:
    ann, ben = desk.id_of("owner", "Ann"), desk.id_of("owner", "Ben")
    assert names(desk, ContactFilter(owner_ids=frozenset({ann}))) == ["Ada Dev"]
    assert names(desk, ContactFilter(owner_ids=frozenset({ben})), subject=Subject.ORGANISATIONS) == ["Copperline"]
    desk.deal("Yew", organisation="Talvik", person="Émile Roux")
    assert names(desk, ContactFilter(owner_ids=frozenset({NONE}))) == ["Émile Roux"]
    assert names(desk, ContactFilter(owner_ids=frozenset({NONE, ann}))) == ["Ada Dev", "Émile Roux"]


def test_the_bin_is_not_in_the_lists(desk: Desk, people: dict[str, int]) -> None:
    delete_people(desk.workspace, [people["Ada Dev"]], at=desk.now)
    delete_organisations(desk.workspace, [desk.id_of("organisation", "Talvik")], at=desk.now)
    assert names(desk) == ["Émile Roux", "zoe Aas"]
    assert count_contacts(desk.workspace, Subject.PEOPLE) == 2
    assert names(desk, subject=Subject.ORGANISATIONS) == ["Copperline"]


def test_two_currencies_are_never_added_as_one(desk: Desk) -> None:
    for title, value in (("A", Money(100, "EUR")), ("B", Money(200, "CHF"))):
        desk.deal(title, person="Ada", value=value.minor)
        if value.currency != "EUR":
            with desk.journal.change("Currency") as draft:
                draft.execute("update deal set currency = 'CHF' where title = 'B'")
                draft.execute("update history_event set currency = 'CHF' where value = 200")
    (ada,) = lines(desk, [desk.id_of("person", "Ada")])
    assert (ada.standing.open.value, ada.standing.open.left_out) == (Money(100, "EUR"), 1)
    with desk.journal.change("Won") as draft:
        draft.execute("update deal set deleted_at = 1 where title = 'A'")
    (ada,) = lines(desk, [desk.id_of("person", "Ada")])
    assert (ada.standing.open.value, ada.standing.open.left_out) == (Money(200, "CHF"), 0)


def test_what_was_bought_keeps_the_rate_of_its_day(desk: Desk) -> None:
    francs = add_currency(desk.workspace, "CHF")
    add_rate(desk.workspace, francs, from_on=date(2026, 1, 5), rate=Decimal("1.10"))
    add_rate(desk.workspace, francs, from_on=date(2026, 1, 7), rate=Decimal(2))
    for money in (Money(100_00, "CHF"), Money(100_00, "CHF"), Money(50_00, "EUR")):
        deal_id = desk.deal("Elm", organisation="Talvik", value=None)
        edit_deal(desk.workspace, deal_id, at=desk.now, value=money)
        win_deals(desk.workspace, [deal_id], at=desk.now)
        desk.later(days=3)
    ids = [desk.id_of("organisation", "Talvik")]
    (line,) = read_organisations(desk.workspace, ids, today=desk.workspace.today(), now=desk.now)
    # 110 on the 5th, 200 on the 8th, 50 on the 11th.
    assert (line.standing.won.value, line.standing.won.in_base) == (Money(360_00, "EUR"), 360_00)


def test_a_person_is_shown_with_addresses_deals_and_history(desk: Desk, people: dict[str, int]) -> None:
    emile = people["Émile Roux"]
    add_point(desk.workspace, PERSON, emile, PointKind.EMAIL, "e@home.example", label="home")
    add_contact_note(desk.workspace, PERSON, emile, "Likes elm.", at=desk.later())
    view = read_person(desk.workspace, emile, today=desk.workspace.today(), now=desk.now)
    assert view is not None
    assert (view.organisation, view.points[0].value, view.open_deals) == ("Talvik", "e@home.example", ())
    assert [entry.kind for entry in view.history] == ["note", "activity", "closing"]
    assert (view.history[2].text, view.history[2].value) == ("Elm", Money(50_000, "EUR"))
    assert read_person(desk.workspace, 999, today=desk.workspace.today(), now=desk.now) is None


def test_an_organisation_is_worth_what_it_bought(desk: Desk, people: dict[str, int]) -> None:
    lost = desk.deal("Fir", organisation="Talvik", value=10)
    lose_deals(desk.workspace, [lost], reason_id=desk.reason(), at=desk.later())
    talvik = desk.id_of("organisation", "Talvik")
    view = read_organisation(desk.workspace, talvik, today=desk.workspace.today(), now=desk.now)
    assert view is not None
    assert (view.standing.won.value, view.standing.won.deals, view.standing.lost) == (Money(50_000, "EUR"), 1, 1)
    assert [person.name for person in view.people] == ["Émile Roux"]


def test_the_preview_of_a_merge_shows_only_what_differs_and_what_moves(desk: Desk) -> None:
    kept = create_person(desk.workspace, name="Ada", organisation="Copperline")
    gone = create_person(desk.workspace, name="Ada D.", organisation="Copperline", phone="+44 5550 10200")
    add_contact_note(desk.workspace, PERSON, gone, "Likes oak.", at=desk.now)
    preview = read_merge(desk.workspace, Subject.PEOPLE, kept, gone)
    assert preview is not None
    assert [(field.name, field.kept, field.gone, field.is_better_taken) for field in preview.fields] == [
        ("name", "Ada", "Ada D.", False),
        ("phone", None, "+44 5550 10200", True),
    ]
    assert preview.moved == (("notes", 1),)
    assert read_merge(desk.workspace, Subject.PEOPLE, kept, 99) is None


def test_duplicates_are_found_by_e_mail_and_by_name(desk: Desk) -> None:
    first = create_person(desk.workspace, name="Ada Devereux", email="Ada@c.example")
    second = create_person(desk.workspace, name="A. Devereux")
    add_point(desk.workspace, PERSON, second, PointKind.EMAIL, "ada@C.example")
    (pair,) = read_duplicates(desk.workspace, Subject.PEOPLE)
    assert (pair.first_id, pair.second_id, pair.reasons[0]) == (first, second, "email")


def test_the_deals_of_who_left_go_back_to_the_stage_named_for_qualification(desk: Desk, people: dict[str, int]) -> None:
    found = {deal.title: (deal.stage, deal.back_to_name) for deal in read_left_deals(desk.workspace, people["Ada Dev"])}
    assert found == {"Oak": ("Negotiation", "Qualification"), "Ash": ("Lead Generation", None)}
    oak = int(desk.workspace.value("select id from deal where title = 'Oak'"))
    move_deals(desk.workspace, [oak], desk.stages()[1], after=None, at=desk.later())
    assert all(deal.back_to is None for deal in read_left_deals(desk.workspace, people["Ada Dev"]))


def test_roles_are_offered_in_the_order_of_letters(desk: Desk, people: dict[str, int]) -> None:
    assert read_roles(desk.workspace) == ["decides"]
