"""The printed offer says what its document holds, and the same whenever it is printed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_pipeline.actions.company import add_tax_rate, edit_company, edit_offer_settings, set_logo
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.offers import accept_offer, edit_offer, edit_offer_line, make_offer, send_offer
from desktop_pipeline.domain.company import CompanyCard
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.offers import OfferDocument
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.offers import read_offer
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.content import (
    Company,
    Facts,
    Letterhead,
    Passage,
    ReportContent,
    SectionName,
    Signatures,
    Table,
)
from desktop_pipeline.reports.kinds.offer import print_offer
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.making_kinds import make_report
from tests.reports.companies import make_words
from tests.workspaces import Desk, make_desk

WORDS = make_words()
TODAY = date(2026, 1, 5)
SPACE = "\N{NO-BREAK SPACE}"
PNG = b"\x89PNG\r\n\x1a\nlogo"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.workspace.close()


@pytest.fixture
def offer(desk: Desk) -> int:
    workspace = desk.workspace
    edit_company(
        workspace,
        name="Alder Row",
        address="Unit 4\nSligo",
        email="office@alder.example",
        bank="Savings Bank\nIBAN 00",
        tax_number="IE 1",
    )
    set_logo(workspace, PNG)
    edit_offer_settings(workspace, intro="Thank you.\n\nWe offer:", terms="Half now.\nHalf later.")
    add_tax_rate(workspace, "VAT", Decimal(23))
    deal = desk.deal("Oak table", value=None, organisation="Acme", person="Ina Berg", owner_id=1)
    for product, quantity, price in (("Table", "2", 120_050), ("Fitting", "1.5", 60_000)):
        line = add_line(workspace, deal, product, at=desk.now, quantity=Decimal(quantity))
        edit_line(workspace, line, at=desk.now, price=price)
    return make_offer(workspace, deal, on=TODAY)


def make(desk: Desk, *ids: int, by: str = "Ann") -> ReportContent:
    asked = ReportAsked(ReportKind.OFFER, ids=ids)
    return make_report(Making(desk.workspace, Figures(desk.workspace), asked, WORDS, by=by))


def document_of(desk: Desk, offer: int) -> OfferDocument:
    return read_offer(desk.workspace, offer).document


def find(content: ReportContent, kind: type) -> list[object]:
    return [section for section in content.sections if isinstance(section, kind)]


def table_of(content: ReportContent) -> Table:
    return next(section for section in content.sections if isinstance(section, Table))


def test_the_letter_bears_who_writes_to_whom_and_when(desk: Desk, offer: int) -> None:
    send_offer(desk.workspace, offer, on=TODAY)
    content = make(desk, offer)
    letter = content.sections[0]
    assert isinstance(letter, Letterhead)
    assert letter.title == "Offer O-2026-001"
    assert letter.sender == ("Alder Row", "Unit 4", "Sligo", "office@alder.example")
    assert letter.recipient == ("Acme", "Ina Berg")
    assert [(fact.term, fact.text) for fact in letter.facts] == [
        *(("Date", "5 Jan 2026"), ("Valid until", "4 Feb 2026"), ("Contact", "Ann")),
    ]
    intro, terms = find(content, Passage)
    assert intro == Passage("intro", "Oak table", ("Thank you.", "We offer:"))
    assert terms == Passage("terms", "Terms", ("Half now.\nHalf later.",))
    assert find(content, Signatures) == [
        Signatures("signature", "We accept this offer", ("Place and date", "Signature"))
    ]


def test_head_and_foot_are_the_companys_and_name_no_file_and_no_clock(desk: Desk, offer: int) -> None:
    send_offer(desk.workspace, offer, on=TODAY)
    content = make(desk, offer)
    assert (content.title, content.subject) == ("", "Offer O-2026-001, Oak table")
    assert (content.printed, content.filters) == ("Offer O-2026-001, 5 Jan 2026", "Savings Bank · IBAN 00 · IE 1")
    assert (content.author, content.company) == ("Alder Row", Company("Alder Row", PNG))
    assert content.file == "Offer O-2026-001"


def test_lines_sums_and_taxes_add_up_on_paper(desk: Desk, offer: int) -> None:
    reduced = add_tax_rate(desk.workspace, "VAT", Decimal("13.5"))
    edit_offer_line(desk.workspace, offer, 1, tax_rate_id=reduced, note="Two people")
    table = table_of(make(desk, offer))
    assert (table.name, table.caption) == (SectionName.LINES, "Prices in EUR, without tax")
    assert [column.head for column in table.columns] == ["Description", "Quantity", "Price", "Tax", "Amount"]
    assert [line.cells for line in table.lines] == [
        ("Table", "2", "1,200.50", f"VAT 23{SPACE}%", "2,401.00"),
        ("Fitting", "1.5", "600.00", f"VAT 13.5{SPACE}%", "900.00"),
        ("Sum without tax", "", "", "", "3,301.00"),
        (f"VAT 23{SPACE}% on 2,401.00", "", "", "", "552.23"),
        (f"VAT 13.5{SPACE}% on 900.00", "", "", "", "121.50"),
        ("Total in EUR", "", "", "", "3,974.73"),
    ]
    assert [line.is_total for line in table.lines] == [False] * 5 + [True]
    assert table.lines[1].below == "Two people"
    assert table.lines[-1].values[-1] == Money(397_473, "EUR")
    assert all(len(line.cells) == len(line.values) == len(table.columns) for line in table.lines)


def test_columns_that_tell_nothing_are_left_out(desk: Desk, offer: int) -> None:
    document = document_of(desk, offer)
    plain = table_of(print_offer(document, WORDS))
    assert [column.head for column in plain.columns] == ["Description", "Quantity", "Price", "Amount"]
    first, second = document.lines
    reduced = document.with_lines((replace(first, discount=Decimal("2.5"), amount=234_098), second))
    table = table_of(print_offer(reduced, WORDS))
    assert [column.head for column in table.columns] == ["Description", "Quantity", "Price", "Discount", "Amount"]
    assert table.lines[0].cells == ("Table", "2", "1,200.50", f"2.5{SPACE}%", "2,340.98")
    assert table.lines[1].cells[3] == ""


def test_without_tax_there_is_no_tax_line_and_the_sentence_for_it(desk: Desk, offer: int) -> None:
    edit_offer(desk.workspace, offer, tax_rate_id=None, tax_note="No VAT: small business.")
    content = make(desk, offer)
    assert [line.cells[0] for line in table_of(content).lines] == ["Table", "Fitting", "Total in EUR"]
    assert table_of(content).caption == "Prices in EUR"
    assert Passage("tax", "", ("No VAT: small business.",)) in content.sections
    edit_offer(desk.workspace, offer, tax_rate_id=1)
    assert not [section for section in make(desk, offer).sections if section.name == "tax"]


def test_a_currency_without_cents_shows_none(desk: Desk, offer: int) -> None:
    document = replace(document_of(desk, offer), currency="JPY")
    table = table_of(print_offer(document, WORDS))
    assert table.lines[0].cells == ("Table", "2", "120,050", "240,100")
    assert table.lines[-1].cells[0] == "Total in JPY"


def test_a_price_that_nobody_knows_leaves_its_cell_empty(desk: Desk, offer: int) -> None:
    document = document_of(desk, offer)
    table = table_of(print_offer(document.with_lines([replace(document.lines[0], price=None)]), WORDS))
    assert table.lines[0].cells == ("Table", "2", "", "2,401.00")


def test_what_is_empty_takes_no_room(desk: Desk, offer: int) -> None:
    bare = replace(
        document_of(desk, offer),
        company=CompanyCard(),
        recipient=(),
        contact=(),
        valid_until=None,
        intro="",
        terms=" \n\n",
        subject="",
    )
    content = print_offer(bare, WORDS)
    letter = content.sections[0]
    assert isinstance(letter, Letterhead)
    assert (letter.sender, letter.recipient, [fact.term for fact in letter.facts]) == ((), (), ["Date"])
    assert (content.filters, content.subject) == ("", "Offer O-2026-001")
    assert find(content, Facts) == []


def test_what_is_too_long_for_head_or_foot_stands_in_the_letter(desk: Desk, offer: int) -> None:
    document = document_of(desk, offer)
    long = replace(
        document, subject="Oak " * 60, company=replace(document.company, bank="\n".join(["A bank of some length"] * 9))
    )
    content = print_offer(long, WORDS)
    assert (content.subject, content.filters) == ("Offer O-2026-001", "")
    assert find(content, Passage)[0] == Passage("intro", "", (long.subject, "Thank you.", "We offer:"))
    facts = find(content, Facts)[0]
    assert isinstance(facts, Facts)
    assert [fact.term for fact in facts.facts] == ["Bank", "Tax number"]


def test_a_draft_says_that_it_is_one(desk: Desk, offer: int) -> None:
    content = make(desk, offer)
    assert content.subject == "Draft of offer O-2026-001, Oak table"
    send_offer(desk.workspace, offer, on=TODAY)
    assert make(desk, offer).subject == "Offer O-2026-001, Oak table"


def test_a_reprint_is_the_same_whatever_changed_whenever_and_by_whom(desk: Desk, offer: int) -> None:
    workspace = desk.workspace
    deal = int(workspace.value("select deal_id from offer"))
    send_offer(workspace, offer, on=TODAY)
    before = make(desk, offer)
    desk.later(days=40)
    edit_company(workspace, name="Other", address="", bank="")
    set_logo(workspace, None)
    edit_deal(workspace, deal, at=desk.now, title="Elm", organisation="Beta", currency="CHF")
    edit_offer_settings(workspace, intro="New", terms="New")
    accept_offer(workspace, offer, on=workspace.today(), note="Yes")
    assert make(desk, offer, by="Ben") == before
    desk.reopen_file()
    assert repr(make(desk, offer, by="Ben")) == repr(before)


def test_one_offer_is_asked_for(desk: Desk, offer: int) -> None:
    for ids in ((), (offer, offer)):
        with pytest.raises(InvalidError, match="Choose one offer"):
            make(desk, *ids)
    with pytest.raises(NotFoundError):
        make(desk, 99)


def test_a_section_that_was_not_wanted_is_still_part_of_an_offer(desk: Desk, offer: int) -> None:
    asked = ReportAsked(ReportKind.OFFER, ids=(offer,), left_out=frozenset(("terms", SectionName.LINES)))
    making = Making(desk.workspace, Figures(desk.workspace), asked, WORDS)
    assert make_report(making) == make(desk, offer)


def test_other_reports_bear_the_company_as_it_is_now(desk: Desk, offer: int) -> None:
    making = Making(desk.workspace, Figures(desk.workspace), ReportAsked(ReportKind.PIPELINE), WORDS)
    assert making.company() == Company("Alder Row", PNG)
    edit_company(desk.workspace, name="Other")
    assert making.company().name == "Other"
