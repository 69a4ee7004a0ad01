"""The company's card, its logo and its taxes: as they are kept, undone and pruned."""

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from desktop_pipeline.actions.company import (
    add_tax_rate,
    edit_company,
    edit_offer_settings,
    edit_tax_rate,
    remove_tax_rate,
    reorder_tax_rates,
    set_logo,
)
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.offers import make_offer, send_offer
from desktop_pipeline.domain.company import CompanyCard
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, PipelineError
from desktop_pipeline.domain.offers import OfferSettings
from desktop_pipeline.queries.company import read_company, read_offer_settings, read_tax_rates
from desktop_pipeline.queries.offers import read_offer
from desktop_pipeline.queries.whole import read_attached, read_whole
from desktop_pipeline.storage.journal_pruning import JournalLimits, prune_journal
from tests.workspaces import Desk, read_content

PNG, OTHER = b"\x89PNG\r\n\x1a\none", b"\x89PNG\r\n\x1a\ntwo"
ALL = {
    "name": "Alder Row",
    "address": "Unit 4\nSligo",
    "tax_number": "IE 1",
    "email": "a@alder.example",
    "phone": "+44 5550 1",
    "website": "alder.example",
    "bank": "Bank\nIBAN 1",
}


def rates(desk: Desk) -> list[tuple[str, str, bool, bool]]:
    return [(row.name, str(row.percent), row.is_default, row.is_active) for row in read_tax_rates(desk.workspace)]


def stored(desk: Desk) -> int:
    return int(desk.workspace.value("select count(*) from stored_file"))


def send(desk: Desk) -> int:
    deal = desk.deal("Oak", value=None)
    line = add_line(desk.workspace, deal, "Table", at=desk.now)
    edit_line(desk.workspace, line, at=desk.now, price=5)
    offer = make_offer(desk.workspace, deal, on=desk.workspace.today())
    send_offer(desk.workspace, offer, on=desk.workspace.today())
    return offer


def test_a_new_workspace_has_an_empty_card(desk: Desk) -> None:
    assert read_company(desk.workspace) == CompanyCard()
    assert read_offer_settings(desk.workspace, desk.workspace.today()) == OfferSettings()
    assert rates(desk) == []


def test_the_card_is_kept_line_by_line(desk: Desk) -> None:
    edit_company(desk.workspace, **ALL)
    assert read_company(desk.workspace) == CompanyCard(**ALL)  # type: ignore[arg-type]
    edit_company(desk.workspace, phone=" 1  2 ", address=" A \n\n B\t")
    card = read_company(desk.workspace)
    assert (card.phone, card.address, card.name) == ("1 2", "A\nB", "Alder Row")
    assert edit_company(desk.workspace, phone="1 2") is None
    desk.journal.undo()
    desk.journal.undo()
    assert read_company(desk.workspace) == CompanyCard()


@pytest.mark.parametrize(
    "fields", [{"name": "x" * 301}, {"email": "nobody"}, {"address": "\n".join("x" * 21)}, {"bank": "x" * 301}]
)
def test_what_does_not_fit_the_card_is_refused(desk: Desk, fields: dict[str, str]) -> None:
    edit_company(desk.workspace, name="Alder Row")
    before = read_content(desk.workspace)
    with pytest.raises(InvalidError):
        edit_company(desk.workspace, phone="7", **fields)
    assert read_content(desk.workspace) == before


def test_a_logo_comes_goes_and_is_undone(desk: Desk) -> None:
    set_logo(desk.workspace, PNG)
    set_logo(desk.workspace, OTHER)
    assert read_company(desk.workspace).logo == OTHER
    desk.journal.undo()
    assert read_company(desk.workspace).logo == PNG
    set_logo(desk.workspace, None)
    assert read_company(desk.workspace).logo is None
    assert set_logo(desk.workspace, None) is None
    desk.journal.undo()
    assert read_company(desk.workspace).logo == PNG


def test_what_is_no_picture_is_no_logo(desk: Desk) -> None:
    for wrong in (b"", b"<svg>", PNG + bytes(512 << 10)):
        with pytest.raises(InvalidError):
            set_logo(desk.workspace, wrong)
    assert stored(desk) == 0


def test_logos_are_collected_when_nothing_names_them(desk: Desk) -> None:
    set_logo(desk.workspace, PNG)
    sent = send(desk)
    set_logo(desk.workspace, OTHER)
    set_logo(desk.workspace, None)

    def prune() -> int:
        return prune_journal(desk.journal, JournalLimits(), at=desk.now).files

    # The company bears neither any more: one is on an offer, the other one undo would bring back.
    assert (prune(), stored(desk)) == (0, 2)
    desk.journal.undo()
    assert read_company(desk.workspace).logo == OTHER
    desk.journal.redo()
    with desk.journal.upkeep() as draft:
        draft.execute("update journal_entry set changeset = null, state = 'sealed'")
    assert (prune(), stored(desk)) == (1, 1)
    assert read_offer(desk.workspace, sent).document.company.logo == PNG
    assert desk.faults() == []


def test_a_logo_that_is_lost_is_a_fault_and_is_not_printed(desk: Desk) -> None:
    set_logo(desk.workspace, PNG)
    sent = send(desk)
    with desk.journal.upkeep() as draft:
        draft.execute("delete from stored_file")
    assert read_company(desk.workspace).logo is None
    assert read_offer(desk.workspace, sent).document.company.logo is None
    assert [fault.what[:17] for fault in desk.faults()] == ["a logo is missing"]
    with desk.journal.upkeep() as draft:
        draft.execute("update setting set value = '\"nonsense\"' where key = 'company_logo'")
    assert read_company(desk.workspace).logo is None


def test_everything_out_holds_offers_taxes_and_logos(desk: Desk) -> None:
    add_tax_rate(desk.workspace, "VAT", Decimal("13.5"))
    set_logo(desk.workspace, PNG)
    send(desk)
    told = {
        table.name: [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        for table in read_whole(desk.workspace)
    }
    assert [(row["number"], row["state"]) for row in told["offer"]] == [("O-2026-001", "sent")]
    assert json.loads(str(told["offer"][0]["document"]))["lines"][0]["name"] == "Table"
    assert told["tax_rate"][0]["percent"] == "13.5"
    assert [(name[-4:], content) for name, content in read_attached(desk.workspace)] == [(".png", PNG)]


def test_one_tax_at_most_is_what_offers_begin_with(desk: Desk) -> None:
    first, second = (
        add_tax_rate(desk.workspace, "VAT", Decimal("19.0")),
        add_tax_rate(desk.workspace, "VAT", Decimal(7)),
    )
    assert rates(desk) == [("VAT", "19", True, True), ("VAT", "7", False, True)]
    edit_tax_rate(desk.workspace, second, is_default=True, name="Reduced")
    assert rates(desk) == [("VAT", "19", False, True), ("Reduced", "7", True, True)]
    edit_tax_rate(desk.workspace, second, is_active=False)
    assert rates(desk) == [("VAT", "19", False, True), ("Reduced", "7", False, False)]
    edit_tax_rate(desk.workspace, second, is_active=True)
    reorder_tax_rates(desk.workspace, [second, first])
    assert [name for name, *_rest in rates(desk)] == ["Reduced", "VAT"]
    remove_tax_rate(desk.workspace, second)
    assert rates(desk) == [("VAT", "19", False, True)]
    for _ in range(7):
        desk.journal.undo()
    assert rates(desk) == []


@pytest.mark.parametrize(
    "act",
    [
        lambda desk: add_tax_rate(desk.workspace, "VAT", Decimal(19)),
        lambda desk: add_tax_rate(desk.workspace, "VAT", Decimal("19.000")),
        lambda desk: add_tax_rate(desk.workspace, " ", Decimal(7)),
        lambda desk: add_tax_rate(desk.workspace, "x" * 201, Decimal(7)),
        lambda desk: add_tax_rate(desk.workspace, "VAT", Decimal("100.5")),
        lambda desk: add_tax_rate(desk.workspace, "VAT", Decimal(-1)),
        lambda desk: edit_tax_rate(desk.workspace, 2, name="VAT", percent=Decimal(19)),
        lambda desk: edit_tax_rate(desk.workspace, 1, percent=Decimal("1e9")),
        lambda desk: reorder_tax_rates(desk.workspace, [1]),
    ],
)
def test_taxes_that_cannot_be_are_refused(desk: Desk, act: Callable[[Desk], object]) -> None:
    add_tax_rate(desk.workspace, "VAT", Decimal(19))
    add_tax_rate(desk.workspace, "VAT", Decimal(7))
    before = read_content(desk.workspace)
    with pytest.raises(PipelineError):
        act(desk)
    assert read_content(desk.workspace) == before


def test_a_tax_that_is_not_there_is_said(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="no tax number 9"):
        edit_tax_rate(desk.workspace, 9, name="VAT")
    with pytest.raises(NotFoundError, match="no tax number 9"):
        remove_tax_rate(desk.workspace, 9)


def test_what_offers_begin_with_is_set_part_by_part(desk: Desk) -> None:
    edit_offer_settings(desk.workspace, valid_days=14, intro="Hello\r\nthere ", prefix="A-{year}/", next_serial=12)
    today = desk.workspace.today()
    found = read_offer_settings(desk.workspace, today)
    assert (found.valid_days, found.intro, found.number_on(today)) == (14, "Hello\nthere", "A-2026/012")
    # Next year begins with the first.
    assert read_offer_settings(desk.workspace, today + timedelta(days=365)).next_serial == 1
    assert edit_offer_settings(desk.workspace, valid_days=14) is None
    for fields in (
        {"valid_days": -1},
        {"valid_days": 3_651},
        {"prefix": "A{"},
        {"next_serial": 0},
        {"terms": "x" * 5_001},
    ):
        with pytest.raises(InvalidError):
            edit_offer_settings(desk.workspace, **fields)
    desk.journal.undo()
    assert read_offer_settings(desk.workspace, today) == OfferSettings()


def test_days_that_a_file_spoils_are_the_usual_ones(desk: Desk) -> None:
    with desk.journal.change("Elsewhere") as draft:
        draft.execute("insert into setting (key, value) values ('offer_valid_days', '\"many\"')")
    assert read_offer_settings(desk.workspace, desk.workspace.today()).valid_days == 30
