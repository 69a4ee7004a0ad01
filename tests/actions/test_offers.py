"""Offers are made from a deal's lines, sent and answered; what was sent stays as it was, whatever happens later."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop_pipeline.actions.company import (
    add_tax_rate,
    edit_company,
    edit_offer_settings,
    edit_tax_rate,
    remove_tax_rate,
    set_logo,
)
from desktop_pipeline.actions.deals import delete_deals, restore_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.leaving import mark_left
from desktop_pipeline.actions.line_items import add_line, edit_line, remove_line
from desktop_pipeline.actions.list_details import edit_owner
from desktop_pipeline.actions.lists import add_to_list, merge_in_list, rename_in_list
from desktop_pipeline.actions.merging import merge_organisations, merge_people
from desktop_pipeline.actions.offers import (
    accept_offer,
    decline_offer,
    delete_offer,
    edit_offer,
    edit_offer_line,
    make_offer,
    renew_lines,
    send_offer,
    withdraw_answer,
)
from desktop_pipeline.actions.organisations import create_organisation, edit_organisation
from desktop_pipeline.actions.people import create_person
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import ConflictError, DamagedError, InvalidError, NotFoundError, PipelineError
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.offers import OfferState, TaxRate
from desktop_pipeline.queries.offers import Offer, read_offer, read_offers
from desktop_pipeline.queries.timeline import read_timeline
from tests.workspaces import Desk, read_content

TODAY = date(2026, 1, 5)
PNG = b"\x89PNG\r\n\x1a\nlogo"


def make_deal(desk: Desk, title: str = "Oak table", *, price: int | None = 120_000) -> int:
    """A deal with two tables and a day of fitting."""
    deal = desk.deal(title, value=None, organisation="Acme", person="Ina Berg", owner_id=desk.id_of("owner", "Ann"))
    for product, quantity, each in (("Table", "2", price), ("Fitting", "1.5", 60_000)):
        line = add_line(desk.workspace, deal, product, at=desk.now, quantity=Decimal(quantity))
        edit_line(desk.workspace, line, at=desk.now, price=each)
    return deal


def line_of(desk: Desk, deal: int, product: str = "Table") -> int:
    sql = "select li.id from line_item li join product p on p.id = li.product_id where li.deal_id = ? and p.name = ?"
    return int(desk.workspace.value(sql, (deal, product)))


def read(desk: Desk, offer_id: int) -> Offer:
    return read_offer(desk.workspace, offer_id)


def state_of(desk: Desk, offer_id: int) -> OfferState:
    return read(desk, offer_id).row.state


@pytest.fixture
def deal(desk: Desk) -> int:
    edit_company(desk.workspace, name="Alder Row", address="Unit 4\nSligo", email="office@alder.example")
    add_tax_rate(desk.workspace, "VAT", Decimal(23))
    edit_owner(desk.workspace, desk.id_of("owner", "Ann"), email="ann@alder.example")
    return make_deal(desk)


@pytest.fixture
def offer(desk: Desk, deal: int) -> int:
    return make_offer(desk.workspace, deal, on=TODAY)


@pytest.fixture
def sent(desk: Desk, offer: int) -> int:
    send_offer(desk.workspace, offer, on=TODAY)
    return offer


# --- making and editing


def test_an_offer_is_made_of_what_its_deal_holds(desk: Desk, deal: int) -> None:
    edit_organisation(desk.workspace, desk.id_of("organisation", "Acme"), address="Dock 1, Cork", country="Ireland")
    edit_offer_settings(desk.workspace, intro="Thank you.", terms="Half now.", valid_days=14)
    document = read(desk, make_offer(desk.workspace, deal, on=TODAY)).document
    assert (document.number, document.made_on, document.valid_until) == ("O-2026-001", TODAY, date(2026, 1, 19))
    assert document.subject == "Oak table"
    assert document.recipient == ("Acme", "Ina Berg", "Dock 1", "Cork", "Ireland")
    assert document.contact == ("Ann", "ann@alder.example")
    assert (document.intro, document.terms, document.currency) == ("Thank you.", "Half now.", "EUR")
    assert [(line.name, line.quantity, line.amount) for line in document.lines] == [
        ("Table", 2, 240_000),
        ("Fitting", Decimal("1.5"), 90_000),
    ]
    assert {line.tax for line in document.lines} == {TaxRate("VAT", Decimal(23))}
    assert (document.totals.net, document.totals.gross) == (330_000, 405_900)


def test_without_taxes_an_offer_bears_none(desk: Desk) -> None:
    edit_offer_settings(desk.workspace, tax_note="No VAT is charged: small business.", valid_days=0)
    document = read(desk, make_offer(desk.workspace, make_deal(desk), on=TODAY)).document
    assert (document.totals.taxes, document.totals.gross) == ((), 330_000)
    assert document.tax_note == "No VAT is charged: small business."
    assert document.valid_until is None


def test_a_draft_is_edited_part_by_part(desk: Desk, offer: int) -> None:
    reduced = add_tax_rate(desk.workspace, "Reduced", Decimal("13.5"))
    until = TODAY + timedelta(days=3)
    edit_offer(
        desk.workspace,
        offer,
        number="X/7",
        made_on=TODAY - timedelta(days=1),
        valid_until=until,
        subject="Two tables",
        recipient="Acme Ltd\n\n  Dock 2 ",
        intro="Hello",
        terms="Now",
        tax_note="note",
    )
    edit_offer_line(desk.workspace, offer, 1, name="Fitting on site", note="Two people", tax_rate_id=reduced)
    document = read(desk, offer).document
    assert (document.number, document.made_on, document.valid_until) == ("X/7", TODAY - timedelta(days=1), until)
    assert document.recipient == ("Acme Ltd", "Dock 2")
    assert (document.subject, document.intro, document.terms, document.tax_note) == (
        "Two tables",
        "Hello",
        "Now",
        "note",
    )
    assert (document.lines[1].name, document.lines[1].note) == ("Fitting on site", "Two people")
    assert [(total.rate.name, total.net, total.tax) for total in document.totals.taxes] == [
        ("VAT", 240_000, 55_200),
        ("Reduced", 90_000, 12_150),
    ]
    edit_offer(desk.workspace, offer, tax_rate_id=None, recipient=None, valid_until=None)
    document = read(desk, offer).document
    assert (document.totals.taxes, document.totals.gross, document.valid_until) == ((), 330_000, None)
    assert document.recipient == ("Acme", "Ina Berg")


def test_what_is_edited_to_what_it_is_leaves_no_trace(desk: Desk, offer: int) -> None:
    assert edit_offer(desk.workspace, offer, subject="Oak table", number="O-2026-001") is None
    assert renew_lines(desk.workspace, offer) is None


def test_a_draft_takes_its_lines_anew_and_keeps_notes_and_taxes(desk: Desk, deal: int, offer: int) -> None:
    edit_offer_line(desk.workspace, offer, 0, note="Oiled", tax_rate_id=None)
    assert not read(desk, offer).is_behind
    edit_line(desk.workspace, line_of(desk, deal), at=desk.now, price=100_000, discount=Decimal(10))
    add_line(desk.workspace, deal, "Chair", at=desk.now)
    edit_line(desk.workspace, line_of(desk, deal, "Chair"), at=desk.now, price=5_000)
    assert read(desk, offer).is_behind
    renew_lines(desk.workspace, offer)
    found = read(desk, offer)
    assert not found.is_behind
    assert [(line.name, line.note, line.amount, line.tax is None) for line in found.document.lines] == [
        ("Table", "Oiled", 180_000, True),
        ("Fitting", "", 90_000, False),
        ("Chair", "", 5_000, False),
    ]
    assert found.document.totals.net == 275_000


def test_a_draft_bears_the_company_as_it_is_now(desk: Desk, offer: int) -> None:
    edit_company(desk.workspace, name="Alder & Ash")
    set_logo(desk.workspace, PNG)
    card = read(desk, offer).document.company
    assert (card.name, card.logo) == ("Alder & Ash", PNG)


def test_a_deal_in_another_currency_is_offered_in_it_after_renewing(desk: Desk, deal: int, offer: int) -> None:
    edit_deal(desk.workspace, deal, at=desk.now, currency="CHF")
    assert read(desk, offer).document.currency == "EUR"
    assert read(desk, offer).is_behind
    renew_lines(desk.workspace, offer)
    assert read(desk, offer).document.currency == "CHF"
    assert read(desk, offer).row.gross == Money(405_900, "CHF")


def test_whoever_left_is_not_written_to(desk: Desk, deal: int) -> None:
    mark_left(desk.workspace, desk.id_of("person", "Ina Berg"), left_on=TODAY, at=desk.now)
    assert read(desk, make_offer(desk.workspace, deal, on=TODAY)).document.recipient == ("Acme",)


def test_an_offer_without_anybody_to_write_to_can_be_made(desk: Desk) -> None:
    deal = desk.deal("Bare", value=None)
    add_line(desk.workspace, deal, "Table", at=desk.now)
    edit_line(desk.workspace, line_of(desk, deal), at=desk.now, price=0)
    found = read(desk, make_offer(desk.workspace, deal, on=TODAY))
    assert (found.document.recipient, found.document.contact, found.row.gross) == ((), (), Money(0, "EUR"))


# --- numbers


def test_numbers_follow_each_other_over_all_deals_and_begin_again_with_the_year(desk: Desk, deal: int) -> None:
    other = make_deal(desk, "Other")
    made = [make_offer(desk.workspace, of, on=TODAY) for of in (deal, other, deal)]
    made.append(make_offer(desk.workspace, deal, on=date(2027, 1, 1)))
    made.append(make_offer(desk.workspace, deal, on=TODAY))
    assert [read(desk, offer).row.number for offer in made] == [
        *("O-2026-001", "O-2026-002", "O-2026-003", "O-2027-001", "O-2026-004"),
    ]


def test_the_number_of_a_deleted_draft_is_not_given_again(desk: Desk, deal: int) -> None:
    first, second = make_offer(desk.workspace, deal, on=TODAY), make_offer(desk.workspace, deal, on=TODAY)
    delete_offer(desk.workspace, second)
    assert read(desk, make_offer(desk.workspace, deal, on=TODAY)).row.number == "O-2026-003"
    # A gap below needs no remembering.
    delete_offer(desk.workspace, first)
    assert read(desk, make_offer(desk.workspace, deal, on=TODAY)).row.number == "O-2026-004"


def test_an_undone_offer_gives_its_number_back(desk: Desk, deal: int) -> None:
    make_offer(desk.workspace, deal, on=TODAY)
    desk.journal.undo()
    assert read(desk, make_offer(desk.workspace, deal, on=TODAY)).row.number == "O-2026-001"


def test_the_owner_says_how_numbers_begin_and_which_is_next(desk: Desk, deal: int) -> None:
    edit_offer_settings(desk.workspace, prefix="AN-", next_serial=41)
    assert read(desk, make_offer(desk.workspace, deal, on=TODAY)).row.number == "AN-041"
    assert read(desk, make_offer(desk.workspace, deal, on=TODAY)).row.number == "AN-042"
    with pytest.raises(InvalidError, match="There is an offer AN-042 already"):
        edit_offer_settings(desk.workspace, next_serial=42)
    edit_offer_settings(desk.workspace, prefix="O-{year}-")
    assert read(desk, make_offer(desk.workspace, deal, on=TODAY)).row.number == "O-2026-001"


def test_a_number_stands_once(desk: Desk, deal: int, offer: int) -> None:
    with pytest.raises(InvalidError, match="There is an offer O-2026-001 already"):
        make_offer(desk.workspace, deal, on=TODAY, number=" O-2026-001 ")
    other = make_offer(desk.workspace, deal, on=TODAY, number="Special")
    with pytest.raises(InvalidError, match="already"):
        edit_offer(desk.workspace, other, number="O-2026-001")
    assert [row.number for row in read_offers(desk.workspace, deal)] == ["Special", "O-2026-001"]


def test_a_number_that_was_taken_meanwhile_stops_taking_back(desk: Desk, deal: int, offer: int) -> None:
    edit_offer(desk.workspace, offer, number="Special")
    renamed = desk.journal.entries()[-1].entry_id
    make_offer(desk.workspace, deal, on=TODAY, number="O-2026-001")
    before = read_content(desk.workspace)
    with pytest.raises(ConflictError):
        desk.journal.take_back(renamed)
    assert read_content(desk.workspace) == before


# --- sent and answered


def test_an_offer_goes_its_way(desk: Desk, deal: int, offer: int) -> None:
    send_offer(desk.workspace, offer, on=TODAY)
    desk.later(days=4)
    decline_offer(desk.workspace, offer, on=TODAY + timedelta(days=3), note=" Too dear. ")
    row = read(desk, offer).row
    assert (row.state, row.sent_on, row.decided_on, row.note) == (
        *(OfferState.DECLINED, TODAY, TODAY + timedelta(days=3), "Too dear."),
    )
    withdraw_answer(desk.workspace, offer)
    row = read(desk, offer).row
    assert (row.state, row.sent_on, row.decided_on, row.note) == (OfferState.SENT, TODAY, None, "")
    accept_offer(desk.workspace, offer, on=TODAY + timedelta(days=4))
    assert state_of(desk, offer) is OfferState.ACCEPTED
    assert desk.row(deal, "status") == (DealStatus.OPEN.value,)


def test_a_sent_offer_without_an_answer_is_over_the_day_after_its_last(desk: Desk, sent: int) -> None:
    row = read(desk, sent).row
    assert row.valid_until is not None
    assert not row.is_over(row.valid_until)
    assert row.is_over(row.valid_until + timedelta(days=1))
    accept_offer(desk.workspace, sent, on=TODAY)
    assert not read(desk, sent).row.is_over(date(2030, 1, 1))


def test_a_late_answer_is_an_answer(desk: Desk, sent: int) -> None:
    desk.later(days=60)
    accept_offer(desk.workspace, sent, on=desk.workspace.today())
    assert state_of(desk, sent) is OfferState.ACCEPTED


Change = Callable[[Desk, int], object]
CHANGES: dict[str, Change] = {
    "title": lambda desk, deal: edit_deal(desk.workspace, deal, at=desk.now, title="Elm"),
    "customer": lambda desk, deal: edit_deal(desk.workspace, deal, at=desk.now, organisation="Beta", person="Bo"),
    "owner": lambda desk, deal: edit_deal(desk.workspace, deal, at=desk.now, owner_id=2),
    "currency": lambda desk, deal: edit_deal(desk.workspace, deal, at=desk.now, currency="JPY"),
    "value": lambda desk, deal: edit_deal(desk.workspace, deal, at=desk.now, value=Money(1, "EUR")),
    "price": lambda desk, deal: edit_line(desk.workspace, line_of(desk, deal), at=desk.now, price=1),
    "line": lambda desk, deal: remove_line(desk.workspace, line_of(desk, deal), at=desk.now),
    "product": lambda desk, _deal: rename_in_list(
        desk.workspace, OwnedList.PRODUCTS, desk.id_of("product", "Table"), "Desk"
    ),
    "company": lambda desk, _deal: edit_company(desk.workspace, name="Other", address="", email=""),
    "logo": lambda desk, _deal: set_logo(desk.workspace, None),
    "words": lambda desk, _deal: edit_offer_settings(desk.workspace, intro="New", terms="New", tax_note="New"),
    "tax": lambda desk, _deal: edit_tax_rate(desk.workspace, 1, name="Tax", percent=Decimal(5)),
    "no tax": lambda desk, _deal: remove_tax_rate(desk.workspace, 1),
    "address": lambda desk, _deal: edit_organisation(desk.workspace, 1, name="Acme Ltd", address="Elsewhere"),
    "won": lambda desk, deal: win_deals(desk.workspace, [deal], at=desk.now),
    "binned": lambda desk, deal: delete_deals(desk.workspace, [deal], at=desk.now),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_sent_offer_stays_as_it_was_whatever_changes(desk: Desk, deal: int, change: str) -> None:
    edit_deal(desk.workspace, deal, at=desk.now, currency="EUR")
    for line, price in ((line_of(desk, deal), 120_000), (line_of(desk, deal, "Fitting"), 60_000)):
        edit_line(desk.workspace, line, at=desk.now, price=price)
    set_logo(desk.workspace, PNG)
    sent = make_offer(desk.workspace, deal, on=TODAY)
    send_offer(desk.workspace, sent, on=TODAY)
    before = read(desk, sent)
    assert before.document.company.logo == PNG
    desk.later(minutes=5)
    CHANGES[change](desk, deal)
    after = read(desk, sent)
    assert after.document == before.document
    assert (after.row, after.is_behind) == (before.row, False)
    assert desk.faults() == []


def test_the_answer_changes_nothing_that_is_printed(desk: Desk, sent: int) -> None:
    before = read(desk, sent).document
    accept_offer(desk.workspace, sent, on=TODAY)
    assert read(desk, sent).document == before
    withdraw_answer(desk.workspace, sent)
    decline_offer(desk.workspace, sent, on=TODAY, note="No")
    assert read(desk, sent).document == before


def test_merging_what_an_offer_names_leaves_it_as_it_was(desk: Desk, deal: int, sent: int) -> None:
    before = read(desk, sent).document
    organisation, person = create_organisation(desk.workspace, name="Beta"), create_person(desk.workspace, name="Bo")
    product, owner = (
        add_to_list(desk.workspace, OwnedList.PRODUCTS, "Desk"),
        add_to_list(desk.workspace, OwnedList.OWNERS, "Dora"),
    )
    draft = make_offer(desk.workspace, deal, on=TODAY)
    merge_organisations(desk.workspace, organisation, desk.id_of("organisation", "Acme"), taken=())
    merge_people(desk.workspace, person, desk.id_of("person", "Ina Berg"), taken=())
    merge_in_list(desk.workspace, OwnedList.PRODUCTS, desk.id_of("product", "Table"), product)
    merge_in_list(desk.workspace, OwnedList.OWNERS, desk.id_of("owner", "Ann"), owner)
    assert read(desk, sent).document == before
    assert read(desk, draft).is_behind
    renew_lines(desk.workspace, draft)
    assert [line.name for line in read(desk, draft).document.lines] == ["Desk", "Fitting"]
    assert desk.faults() == []


def test_offers_of_a_deal_in_the_bin_come_back_with_it(desk: Desk, deal: int, sent: int) -> None:
    delete_deals(desk.workspace, [deal], at=desk.later())
    with pytest.raises(NotFoundError, match="is in the bin"):
        accept_offer(desk.workspace, sent, on=TODAY)
    with pytest.raises(NotFoundError, match="is in the bin"):
        make_offer(desk.workspace, deal, on=TODAY)
    assert read(desk, sent).document.number == "O-2026-001"
    restore_deals(desk.workspace, [deal], at=desk.later())
    accept_offer(desk.workspace, sent, on=TODAY)
    assert [row.state for row in read_offers(desk.workspace, deal)] == [OfferState.ACCEPTED]


# --- what is refused


def test_what_cannot_be_offered_is_said(desk: Desk) -> None:
    bare = desk.deal("Bare")
    with pytest.raises(InvalidError, match="“Bare” has no products yet"):
        make_offer(desk.workspace, bare, on=TODAY)
    dear = make_deal(desk, "Dear", price=None)
    with pytest.raises(InvalidError, match="Nobody knows yet what Table costs"):
        make_offer(desk.workspace, dear, on=TODAY)
    with pytest.raises(NotFoundError):
        make_offer(desk.workspace, 999, on=TODAY)
    late = make_deal(desk, "Late")
    with pytest.raises(InvalidError, match="cannot end before that"):
        make_offer(desk.workspace, late, on=TODAY, valid_until=TODAY - timedelta(days=1))
    for on in (date.max, date.min):
        with pytest.raises(InvalidError, match="is too far away"):
            make_offer(desk.workspace, late, on=on)
    assert desk.workspace.value("select count(*) from offer") == 0


def test_more_lines_than_an_offer_takes_are_refused(desk: Desk) -> None:
    deal = desk.deal("Long", value=None)
    with desk.journal.change("Lines") as draft:
        product = draft.value("insert into product (name, name_key, is_active) values ('Nail', 'nail', 1) returning id")
        for _ in range(501):
            draft.execute(
                "insert into line_item (deal_id, product_id, quantity, amount, position) values (?, ?, 1, 1, 0)",
                (deal, product),
            )
    with pytest.raises(InvalidError, match="500 lines at most; this deal has 501"):
        make_offer(desk.workspace, deal, on=TODAY)


def test_huge_quantities_add_up_or_are_refused(desk: Desk) -> None:
    add_tax_rate(desk.workspace, "VAT", Decimal(100))
    deal = desk.deal("Huge", value=None)
    line = add_line(desk.workspace, deal, "Grain of sand", at=desk.now, quantity=Decimal(10**9))
    edit_line(desk.workspace, line, at=desk.now, price=5_000_000)
    offer = make_offer(desk.workspace, deal, on=TODAY)
    assert read(desk, offer).row.gross == Money(10**16, "EUR")
    edit_line(desk.workspace, line, at=desk.now, price=5_000_001)
    with pytest.raises(InvalidError, match="more than can be kept exactly"):
        renew_lines(desk.workspace, offer)
    with pytest.raises(InvalidError, match="more than can be kept exactly"):
        make_offer(desk.workspace, deal, on=TODAY)


def test_texts_have_their_lengths(desk: Desk, offer: int) -> None:
    edit_offer(desk.workspace, offer, subject="x" * 300, intro="x" * 5_000, recipient="\n".join("x" * 20))
    edit_offer_line(desk.workspace, offer, 0, name="y" * 300, note="z" * 300)
    for fields in (
        {"subject": "x" * 301},
        {"intro": "x" * 5_001},
        {"terms": "x" * 5_001},
        {"recipient": "\n".join("x" * 21)},
        {"number": ""},
        {"number": "x" * 41},
    ):
        with pytest.raises(InvalidError):
            edit_offer(desk.workspace, offer, **fields)  # type: ignore[arg-type]
    for line_fields in ({"name": " "}, {"name": "y" * 301}, {"note": "z" * 301}):
        with pytest.raises(InvalidError):
            edit_offer_line(desk.workspace, offer, 0, **line_fields)  # type: ignore[arg-type]
    assert read(desk, offer).document.subject == "x" * 300


def test_a_deal_with_a_title_longer_than_a_line_is_offered_under_its_beginning(desk: Desk) -> None:
    deal = make_deal(desk, "word " * 60)
    assert read(desk, make_offer(desk.workspace, deal, on=TODAY)).document.subject == ("word " * 60).strip()


def test_a_line_that_is_not_there_is_refused(desk: Desk, offer: int) -> None:
    for place in (-1, 2):
        with pytest.raises(NotFoundError, match="no such line"):
            edit_offer_line(desk.workspace, offer, place, note="x")
    with pytest.raises(NotFoundError, match="no tax number 99"):
        edit_offer(desk.workspace, offer, tax_rate_id=99)


Act = Callable[[Desk, int], object]
ACTS: dict[str, Act] = {
    "edit": lambda desk, offer: edit_offer(desk.workspace, offer, subject="New"),
    "edit line": lambda desk, offer: edit_offer_line(desk.workspace, offer, 0, note="New"),
    "renew": lambda desk, offer: renew_lines(desk.workspace, offer),
    "send": lambda desk, offer: send_offer(desk.workspace, offer, on=TODAY),
    "accept": lambda desk, offer: accept_offer(desk.workspace, offer, on=TODAY),
    "decline": lambda desk, offer: decline_offer(desk.workspace, offer, on=TODAY),
    "withdraw": lambda desk, offer: withdraw_answer(desk.workspace, offer),
    "delete": lambda desk, offer: delete_offer(desk.workspace, offer),
}
ALLOWED = {
    OfferState.DRAFT: {"edit", "edit line", "renew", "send", "delete"},
    OfferState.SENT: {"accept", "decline"},
    OfferState.ACCEPTED: {"withdraw"},
    OfferState.DECLINED: {"withdraw"},
}
WAYS: dict[OfferState, tuple[str, ...]] = {
    OfferState.DRAFT: (),
    OfferState.SENT: ("send",),
    OfferState.ACCEPTED: ("send", "accept"),
    OfferState.DECLINED: ("send", "decline"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", OfferState)
def test_each_state_allows_its_own_acts_only(desk: Desk, deal: int, offer: int, state: OfferState, act: str) -> None:
    for step in WAYS[state]:
        ACTS[step](desk, offer)
    edit_line(desk.workspace, line_of(desk, deal), at=desk.now, price=77)
    before = read_content(desk.workspace)
    if act in ALLOWED[state]:
        ACTS[act](desk, offer)
        assert read_content(desk.workspace) != before
        desk.journal.undo()
        assert read_content(desk.workspace) == before
        desk.journal.redo()
        return
    with pytest.raises(InvalidError) as refused:
        ACTS[act](desk, offer)
    assert "O-2026-001" in str(refused.value)
    assert str(refused.value).endswith(".")
    assert read_content(desk.workspace) == before


@pytest.mark.parametrize("act", ACTS)
def test_an_offer_that_is_not_there_is_said(desk: Desk, act: str) -> None:
    with pytest.raises(NotFoundError, match="There is no offer number 7"):
        ACTS[act](desk, 7)


def test_days_stand_in_their_order_and_none_is_to_come(desk: Desk, offer: int) -> None:
    desk.later(days=10)
    tomorrow = desk.workspace.today() + timedelta(days=1)
    for on, words in ((TODAY - timedelta(days=1), "is dated 2026-01-05"), (tomorrow, "is still to come")):
        with pytest.raises(InvalidError, match=words):
            send_offer(desk.workspace, offer, on=on)
    send_offer(desk.workspace, offer, on=TODAY + timedelta(days=2))
    for decide in (accept_offer, decline_offer):
        for on, words in ((TODAY + timedelta(days=1), "was sent on 2026-01-07"), (tomorrow, "is still to come")):
            with pytest.raises(InvalidError, match=words):
                decide(desk.workspace, offer, on=on)
    assert state_of(desk, offer) is OfferState.SENT


def test_an_offer_that_has_ended_is_not_sent(desk: Desk, offer: int) -> None:
    desk.later(days=40)
    with pytest.raises(InvalidError, match="ended on 2026-02-04"):
        send_offer(desk.workspace, offer, on=desk.workspace.today())


# --- the journal, and files that are not as ours


def test_all_that_is_done_with_offers_is_undone_and_done_again(desk: Desk) -> None:
    empty = read_content(desk.workspace)
    steps = []

    def note() -> None:
        steps.append(read_content(desk.workspace))

    rate = add_tax_rate(desk.workspace, "VAT", Decimal(19))
    edit_company(desk.workspace, name="Alder", bank="Bank")
    set_logo(desk.workspace, PNG)
    first = len(desk.journal.entries())
    deal = make_deal(desk)
    started = read_content(desk.workspace)
    offer = make_offer(desk.workspace, deal, on=TODAY)
    note()
    edit_offer(desk.workspace, offer, subject="New")
    note()
    send_offer(desk.workspace, offer, on=TODAY)
    note()
    decline_offer(desk.workspace, offer, on=TODAY, note="No")
    note()
    withdraw_answer(desk.workspace, offer)
    note()
    other = make_offer(desk.workspace, deal, on=TODAY)
    note()
    delete_offer(desk.workspace, other)
    note()
    remove_tax_rate(desk.workspace, rate)
    note()
    for content in steps[-2::-1]:
        desk.journal.undo()
        assert read_content(desk.workspace) == content
    desk.journal.undo()
    assert read_content(desk.workspace) == started
    for content in steps:
        desk.journal.redo()
        assert read_content(desk.workspace) == content
    assert first
    while desk.journal.next_undo():
        desk.journal.undo()
    assert read_content(desk.workspace) == empty


def test_one_past_act_is_taken_back_among_others(desk: Desk, deal: int) -> None:
    offers = [make_offer(desk.workspace, deal, on=TODAY) for _ in range(3)]
    made = desk.journal.entries()[-2].entry_id
    desk.journal.take_back(made)
    assert [row.number for row in read_offers(desk.workspace, deal)] == ["O-2026-003", "O-2026-001"]
    assert offers[1] not in {row.offer_id for row in read_offers(desk.workspace, deal)}
    send_offer(desk.workspace, offers[2], on=TODAY)
    with pytest.raises(ConflictError, match="offer “O-2026-003”"):
        desk.journal.take_back(made + 1)


def test_the_timeline_tells_of_offers(desk: Desk, deal: int, offer: int) -> None:
    edit_offer(desk.workspace, offer, subject="No news")
    send_offer(desk.workspace, offer, on=TODAY)
    decline_offer(desk.workspace, offer, on=TODAY)
    withdraw_answer(desk.workspace, offer)
    delete_offer(desk.workspace, make_offer(desk.workspace, deal, on=TODAY))
    told = [
        (entry.text, entry.before, entry.after)
        for entry in reversed(read_timeline(desk.workspace, deal))
        if entry.field == "offer"
    ]
    assert told == [
        ("O-2026-001", None, "draft"),
        ("O-2026-001", "draft", "sent"),
        ("O-2026-001", "sent", "declined"),
        ("O-2026-001", "declined", "sent"),
        ("O-2026-002", None, "draft"),
        ("O-2026-002", "draft", None),
    ]


def test_each_change_has_words(desk: Desk, deal: int, offer: int) -> None:
    send_offer(desk.workspace, offer, on=TODAY)
    accept_offer(desk.workspace, offer, on=TODAY)
    withdraw_answer(desk.workspace, offer)
    labels = [entry.label for entry in desk.journal.entries()[-4:]]
    assert labels == [
        "Make offer O-2026-001 for “Oak table”",
        "Send offer O-2026-001",
        "Accept offer O-2026-001",
        "Withdraw the answer to offer O-2026-001",
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("document", "{}"),
        ("document", '{"version":9}'),
        ("state", "lent"),
        ("made_on", "soon"),
        ("valid_until", "2026-13"),
    ],
)
def test_an_offer_that_cannot_be_read_is_said(desk: Desk, deal: int, offer: int, column: str, value: str) -> None:
    with desk.journal.change("Elsewhere") as draft:
        draft.execute(f"update offer set {column} = ?", (value,))  # noqa: S608 - our own text
    with pytest.raises(DamagedError):
        read(desk, offer)
    for act in ("edit", "send", "accept", "withdraw"):
        with pytest.raises(PipelineError):
            ACTS[act](desk, offer)
    rows = read_offers(desk.workspace, deal)
    assert [(row.number, row.gross) for row in rows] == ([("O-2026-001", None)] if column == "document" else [])
    assert [fault.where for fault in desk.faults()] == ["offer"]


def test_a_draft_that_cannot_be_read_can_be_deleted(desk: Desk, deal: int, offer: int) -> None:
    with desk.journal.change("Elsewhere") as draft:
        draft.execute("update offer set document = ''")
    delete_offer(desk.workspace, offer)
    assert read_offers(desk.workspace, deal) == []


def test_sums_that_do_not_fit_are_faults(desk: Desk, offer: int) -> None:
    document = read(desk, offer).document
    assert replace(document, lines=document.lines[:1]).adds_up is False
    with desk.journal.change("Elsewhere") as draft:
        draft.execute("update offer set document = replace(document, '\"gross\":405900', '\"gross\":405901')")
    assert [fault.what for fault in desk.faults()] == ["O-2026-001 does not add up to what it says"]
