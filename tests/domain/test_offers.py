"""Offers: what lines and taxes add up to, numbers, and the text a document is kept as."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.company import CompanyCard, check_logo, clean_lines, clean_passage
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import LARGEST_MINOR
from desktop_pipeline.domain.offer_text import read_document, reword_document, write_document
from desktop_pipeline.domain.offers import (
    LARGEST_VALID_DAYS,
    OfferDocument,
    OfferLine,
    OfferSettings,
    TaxRate,
    add_up,
    check_days,
    check_percent,
    check_prefix,
    check_serial,
    check_valid_days,
    clean_number,
    read_serial,
    work_out_tax,
    write_number,
)

DAY = date(2026, 6, 9)
PERCENTS = st.decimals(0, 100, places=3)
RATES = st.builds(TaxRate, st.sampled_from(("VAT", "Reduced", "City tax")), PERCENTS.map(Decimal.normalize))
TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
LINES = st.builds(
    OfferLine,
    name=TEXTS,
    note=TEXTS,
    quantity=st.decimals("0.001", 10**9, places=3),
    price=st.none() | st.integers(0, LARGEST_MINOR),
    discount=st.none() | st.decimals("0.001", 100, places=3),
    amount=st.integers(-(10**12), 10**12),
    tax=st.none() | RATES,
)


def line(amount: int, tax: TaxRate | None = None) -> OfferLine:
    return OfferLine("Table", "", Decimal(1), amount, None, amount, tax)


def make_document(*lines: OfferLine, **fields: object) -> OfferDocument:
    document = OfferDocument(
        number="O-2026-001",
        made_on=DAY,
        valid_until=None,
        subject="Oak",
        company=CompanyCard("Alder"),
        recipient=("Acme",),
        contact=("Ann",),
        intro="",
        lines=lines,
        terms="",
        tax_note="",
        currency="EUR",
        totals=add_up(lines),
    )
    return replace(document, **fields)  # type: ignore[arg-type]


VAT, REDUCED = TaxRate("VAT", Decimal(19)), TaxRate("VAT", Decimal(7))


def test_a_tax_is_taken_on_the_sum_of_its_lines_not_line_by_line() -> None:
    totals = add_up([line(3, VAT), line(3, VAT), line(3, VAT)])
    # Each line alone would bear 0.57 and be rounded up to 1.
    assert (totals.net, totals.taxes[0].tax, totals.gross) == (9, 2, 11)


def test_rates_stand_in_the_order_of_their_lines_and_untaxed_lines_under_none() -> None:
    totals = add_up([line(1_000, REDUCED), line(5_000), line(2_000, VAT), line(500, REDUCED)])
    assert [(int(total.rate.percent), total.net, total.tax) for total in totals.taxes] == [
        *((7, 1_500, 105), (19, 2_000, 380)),
    ]
    assert (totals.net, totals.gross) == (8_500, 8_985)


def test_no_tax_leaves_the_sum_as_it_is() -> None:
    assert add_up([line(100), line(250)]).gross == 350
    assert add_up([]).gross == 0


@pytest.mark.parametrize(
    ("net", "percent", "tax"),
    [(50, "1", 1), (49, "1", 0), (150, "1", 2), (250, "1", 3), (-50, "1", -1), (1_000, "0", 0), (7, "100", 7)],
)
def test_half_a_cent_is_rounded_up(net: int, percent: str, tax: int) -> None:
    assert work_out_tax(net, Decimal(percent)) == tax


@given(st.lists(LINES, max_size=12))
def test_the_parts_add_up_to_the_whole_in_whole_cents(lines: list[OfferLine]) -> None:
    totals = add_up(lines)
    assert totals.net == sum(each.amount for each in lines)
    assert totals.gross - totals.net == sum(total.tax for total in totals.taxes)
    assert sum(total.net for total in totals.taxes) == sum(each.amount for each in lines if each.tax is not None)
    assert len({total.rate for total in totals.taxes}) == len(totals.taxes)
    for total in totals.taxes:
        exact = Decimal(total.net) * total.rate.percent / 100
        assert total.tax == int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        assert abs(total.tax - exact) <= Decimal("0.5")
    assert all(type(amount) is int for amount in (totals.net, totals.gross, *(total.tax for total in totals.taxes)))


@given(st.lists(LINES, max_size=12))
def test_the_order_of_lines_changes_no_sum(lines: list[OfferLine]) -> None:
    totals, turned = add_up(lines), add_up(lines[::-1])
    assert (turned.net, turned.gross, set(turned.taxes)) == (totals.net, totals.gross, set(totals.taxes))


def test_more_than_can_be_kept_is_refused() -> None:
    assert add_up([line(LARGEST_MINOR)]).gross == LARGEST_MINOR
    for lines in ([line(LARGEST_MINOR), line(1)], [line(LARGEST_MINOR, VAT)]):
        with pytest.raises(InvalidError, match="more than can be kept"):
            add_up(lines)


@pytest.mark.parametrize("percent", ["-0.001", "100.001", "19.0001", "NaN", "Infinity", "-1", "1000"])
def test_a_rate_that_is_none_is_refused(percent: str) -> None:
    with pytest.raises(InvalidError, match="tax rate"):
        check_percent(Decimal(percent))


def test_a_rate_is_the_same_however_it_is_written() -> None:
    assert check_percent(Decimal("19.000")) == check_percent(Decimal(19))
    assert str(check_percent(Decimal("0.000"))) == "0"
    assert check_percent(Decimal("8.875")) == Decimal("8.875")


def test_an_offer_cannot_end_before_it_is_made() -> None:
    check_days(DAY, DAY)
    check_days(DAY, None)
    with pytest.raises(InvalidError, match="cannot end before that, on 2026-06-08"):
        check_days(DAY, date(2026, 6, 8))
    for made_on, until in ((date(9999, 12, 31), None), (date(1, 1, 1), None), (DAY, date(9000, 1, 1))):
        with pytest.raises(InvalidError, match="is too far away"):
            check_days(made_on, until)


def test_numbers_bear_the_year_and_three_digits_or_more() -> None:
    assert OfferSettings(next_serial=7).number_on(DAY) == "O-2026-007"
    assert write_number("AN/{year}/", DAY, 12_345) == "AN/2026/12345"
    assert write_number("", DAY, 4) == "004"


@pytest.mark.parametrize(
    ("number", "serial"),
    [
        *(("O-2026-007", 7), ("O-2026-1007", 1_007), ("O-2025-007", None), ("O-2026-", None), ("O-2026-7a", None)),
        *(("O-2026-\N{ARABIC-INDIC DIGIT THREE}", None), ("O-2026-" + "9" * 30, None)),
    ],
)
def test_only_numbers_of_that_beginning_count(number: str, serial: int | None) -> None:
    assert read_serial(number, "O-2026-") == serial


@given(st.integers(1, 999_999_999), st.sampled_from(("O-{year}-", "", "Angebot ", "{year}/", "№")))
def test_a_written_number_is_read_back(serial: int, prefix: str) -> None:
    assert read_serial(write_number(prefix, DAY, serial), prefix.replace("{year}", "2026")) == serial


@pytest.mark.parametrize("prefix", ["O-{month}-", "O-{", "2026", "O-{year}-1", "x" * 31])
def test_a_beginning_that_would_make_numbers_unclear_is_refused(prefix: str) -> None:
    with pytest.raises(InvalidError):
        check_prefix(prefix)


def test_an_offer_holds_from_no_end_up_to_the_longest() -> None:
    assert [check_valid_days(days) for days in (0, 1, LARGEST_VALID_DAYS)] == [0, 1, LARGEST_VALID_DAYS]
    for days in (-1, LARGEST_VALID_DAYS + 1):
        with pytest.raises(InvalidError, match="days at most, or without an end"):
            check_valid_days(days)


def test_a_serial_number_has_bounds() -> None:
    assert [check_serial(serial) for serial in (1, 10**9 - 1)] == [1, 10**9 - 1]
    for serial in (0, -1, 10**9):
        with pytest.raises(InvalidError):
            check_serial(serial)
    assert check_prefix("x" * 30) == "x" * 30
    assert clean_number("x" * 40) == "x" * 40
    for number in ("", "  ", "x" * 41):
        with pytest.raises(InvalidError):
            clean_number(number)


@given(st.lists(LINES, max_size=6), st.lists(TEXTS, max_size=4), TEXTS, st.none() | st.dates())
def test_a_document_is_read_back_as_it_was(
    lines: list[OfferLine], recipient: list[str], text: str, until: date | None
) -> None:
    card = CompanyCard(text, text, text, text, text, text, text, logo=None)
    document = make_document(
        *lines, recipient=tuple(recipient), intro=text, terms=text, tax_note=text, company=card, valid_until=until
    )
    kept = write_document(document, logo=None)
    assert read_document(kept, document.number, document.made_on, until) == document
    assert document.adds_up


def test_a_logo_is_found_by_its_digest() -> None:
    kept = write_document(make_document(line(5)), logo="ab12")
    found = read_document(kept, "O-1", DAY, None, {"ab12": b"png"}.get)
    assert found is not None
    assert found.company.logo == b"png"
    missing = read_document(kept, "O-1", DAY, None)
    assert missing is not None
    assert missing.company.logo is None


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", "7", '{"version":2}', '{"version":1}', "[" * 100_000, '{"version":1,"company":5}'],
)
def test_what_is_no_document_is_none(text: str) -> None:
    assert read_document(text, "O-1", DAY, None) is None


def test_what_is_no_document_is_reworded_as_it_is() -> None:
    assert reword_document("For Ina, torn {", lambda text: text.replace("Ina", "[erased]")) == "For [erased], torn {"


def test_cells_of_another_kind_are_no_document() -> None:
    kept = write_document(make_document(line(500, VAT)), logo=None)
    for good, bad in (
        ('"net":500', '"net":500.0'),
        ('"net":500', '"net":true'),
        ('"quantity":"1"', '"quantity":"NaN"'),
        ('"quantity":"1"', '"quantity":"many"'),
        ('"quantity":"1"', '"quantity":"1E+999999"'),
        ('"quantity":"1"', '"quantity":"1E-999999"'),
        ('"net":500', '"net":1' + "0" * 19),
        ('"percent":"19"', '"percent":19'),
        ('"recipient":["Acme"]', '"recipient":[5]'),
        ('"subject":"Oak"', '"subject":null'),
    ):
        assert good in kept
        assert read_document(kept.replace(good, bad), "O-1", DAY, None) is None, bad


def test_rewording_goes_through_what_is_said_to_the_customer_only() -> None:
    document = make_document(
        replace(line(5), name="Desk for Ina", note="Ina\nchooses"),
        subject="Ina’s desk",
        recipient=("Acme", "Ina Berg"),
        intro="Dear\nIna",
        company=CompanyCard("Ina & Co", email="ina@alder.example"),
        contact=("Ina Ann",),
    )
    reworded = reword_document(write_document(document, logo="ab"), lambda text: text.replace("Ina", "[erased]"))
    found = read_document(reworded, "O-1", DAY, None)
    assert found is not None
    assert (found.subject, found.recipient, found.intro) == (
        "[erased]’s desk",
        ("Acme", "[erased] Berg"),
        "Dear\n[erased]",
    )
    assert (found.lines[0].name, found.lines[0].note) == ("Desk for [erased]", "[erased]\nchooses")
    assert (found.company.name, found.contact) == ("Ina & Co", ("Ina Ann",))


def test_rewording_nothing_leaves_the_text_as_it_is() -> None:
    kept = write_document(make_document(line(5)), logo=None) + " "
    assert reword_document(kept, lambda text: text) == kept


def test_sums_that_do_not_fit_are_noticed() -> None:
    document = make_document(line(1_000, VAT), line(50))
    assert document.adds_up
    for totals in (
        replace(document.totals, net=1),
        replace(document.totals, gross=1),
        replace(document.totals, taxes=()),
    ):
        assert not replace(document, totals=totals).adds_up


def test_lines_of_an_address_are_tidied_and_counted() -> None:
    assert clean_lines(" Row 1 \r\n\n\x00 12345  Town\n") == "Row 1\n12345 Town"
    with pytest.raises(InvalidError, match="21 lines"):
        clean_lines("\n".join("abcdefghijklmnopqrstu"))
    with pytest.raises(InvalidError, match="300 characters"):
        clean_lines("x" * 301)
    with pytest.raises(InvalidError, match="5000 characters"):
        clean_passage("x" * 5_001)


def test_a_logo_is_a_png_of_some_size() -> None:
    png = b"\x89PNG\r\n\x1a\n"
    assert check_logo(png + b"x") == png + b"x"
    for wrong in (b"", b"GIF89a", b"<svg/>", png + bytes(512 << 10)):
        with pytest.raises(InvalidError):
            check_logo(wrong)
