from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from PySide6.QtCore import QLocale

from desktop_pipeline.domain.activities import read_time
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.ui.formats import Formats, to_qdate
from desktop_pipeline.ui.typed import (
    plain_amount,
    plain_figures,
    read_amount,
    read_day,
    read_number,
    read_percent,
    read_whole,
)

BRITISH = Formats(QLocale("en_GB"))
GERMAN = Formats(QLocale("de_DE"))
INDIAN = Formats(QLocale("en_IN"))
TODAY = date(2026, 6, 9)


@pytest.mark.parametrize(
    ("text", "formats", "currency", "minor"),
    [
        ("7400", BRITISH, "EUR", 740_000),
        ("7,400", BRITISH, "EUR", 740_000),
        ("€ 7,400.5", BRITISH, "EUR", 740_050),
        ("7 400", BRITISH, "EUR", 740_000),
        ("12.5k", BRITISH, "EUR", 1_250_000),
        ("1.2m", BRITISH, "EUR", 120_000_000),
        ("7.400,50 €", GERMAN, "EUR", 740_050),
        ("7400,5", GERMAN, "EUR", 740_050),
        ("12,34,567", INDIAN, "INR", 123_456_700),
        ("1200", BRITISH, "JPY", 1200),
        ("500 usd", BRITISH, "USD", 50_000),
        ("0", BRITISH, "EUR", 0),
    ],
)
def test_an_amount_is_read_as_the_locale_writes_it(text: str, formats: Formats, currency: str, minor: int) -> None:
    assert read_amount(text, currency, formats) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        ("7.400,50", BRITISH),
        ("7,40", BRITISH),
        ("74,00", BRITISH),
        ("7,400,5", BRITISH),
        ("7400.50", GERMAN),
        ("£500", BRITISH),
        ("1e5", BRITISH),
        ("nan", BRITISH),
        ("١٢", BRITISH),
        ("5 5", BRITISH),
        ("k", BRITISH),
    ],
)
def test_an_amount_that_could_be_two_is_none(text: str, formats: Formats) -> None:
    with pytest.raises(InvalidError):
        read_amount(text, "EUR", formats)


def test_nothing_typed_is_not_nothing_worth() -> None:
    assert read_amount("  ", "EUR", BRITISH) is None
    assert read_amount("€", "EUR", BRITISH) is None
    assert read_percent("", BRITISH) is None
    assert read_day(" ", TODAY, BRITISH) is None


@pytest.mark.parametrize("minor", [0, 1, 99, 740_000, 740_050, 10**16])
def test_an_amount_is_edited_as_it_can_be_read(minor: int) -> None:
    for formats in (BRITISH, GERMAN, INDIAN):
        value = Money(minor, "EUR")
        assert read_amount(plain_amount(value, formats), "EUR", formats) == value


@pytest.mark.parametrize(("text", "share"), [("42", 0.42), ("42 %", 0.42), ("0.5%", 0.005), ("100", 1.0)])
def test_a_percentage_is_a_share(text: str, share: float) -> None:
    assert read_percent(text, BRITISH) == pytest.approx(share)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-09-18", date(2026, 9, 18)),
        ("18 Sept 2027", date(2027, 9, 18)),
        ("18 September", date(2026, 9, 18)),
        ("9 June", TODAY),
        ("8 June", date(2027, 6, 8)),
        ("29 February", date(2028, 2, 29)),
        ("18/09/2026", date(2026, 9, 18)),
    ],
)
def test_a_day_without_a_year_is_the_next_such_day(text: str, day: date) -> None:
    assert read_day(text, TODAY, BRITISH) == day


@pytest.mark.parametrize(
    ("text", "locale", "day"),
    [
        ("18 Sep", "en_GB", date(2026, 9, 18)),
        ("18 sep. 2027", "en_GB", date(2027, 9, 18)),
        ("Fri 18 Sep 2026", "en_GB", date(2026, 9, 18)),
        ("18 Septem", "en_GB", date(2026, 9, 18)),
        ("18 Sept", "en_US", date(2026, 9, 18)),
        ("18. Sep", "de_DE", date(2026, 9, 18)),
        ("18. Jun 2027", "de_DE", date(2027, 6, 18)),
        ("3. März", "de_DE", date(2027, 3, 3)),
        ("18 juil", "fr_FR", date(2026, 7, 18)),
        ("mar. 3 mars 2026", "fr_FR", date(2026, 3, 3)),
        ("Sept 18, 2027", "en_US", date(2027, 9, 18)),
        ("Fri 18 Sep", "en_GB", date(2026, 9, 18)),
        ("9 अगस्त", "hi_IN", date(2026, 8, 9)),
    ],
)
def test_a_month_is_known_by_its_first_letters(text: str, locale: str, day: date) -> None:
    assert read_day(text, TODAY, Formats(QLocale(locale))) == day


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("locale", ["en_GB", "en_US", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "pl_PL", "ru_RU"])
def test_a_month_is_read_as_the_locale_writes_it(locale: str, month: int) -> None:
    formats = Formats(QLocale(locale))
    for length in (QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat):
        assert read_day(f"3 {formats.locale.monthName(month, length)} 2027", TODAY, formats) == date(2027, month, 3)


@pytest.mark.parametrize(
    ("text", "locale", "day"),
    [
        ("24.12.", "de_DE", date(2026, 12, 24)),
        ("24.12.26", "de_DE", date(2026, 12, 24)),
        ("3. 5. 2027", "cs_CZ", date(2027, 5, 3)),
        ("8/6", "en_GB", date(2027, 6, 8)),
        ("8/6", "en_US", date(2026, 8, 6)),
        ("29/2", "fr_FR", date(2028, 2, 29)),
        ("18/9/98", "en_GB", date(1998, 9, 18)),
        ("26. 3. 4.", "ko_KR", date(2026, 3, 4)),
        ("2027/3/4", "en_GB", date(2027, 3, 4)),
        ("٢٤\u200f/١٢\u200f/٢٠٢٦", "ar_EG", date(2026, 12, 24)),
    ],
)
def test_figures_are_in_the_order_of_the_locale(text: str, locale: str, day: date) -> None:
    assert read_day(text, TODAY, Formats(QLocale(locale))) == day


@pytest.mark.parametrize("locale", ["en_GB", "en_US", "de_DE", "fr_FR", "ar_EG", "hi_IN", "he_IL", "ja_JP", "ru_RU"])
@pytest.mark.parametrize("day", [date(2026, 6, 30), date(2027, 3, 9)])
def test_what_is_shown_can_be_typed(locale: str, day: date) -> None:
    formats = Formats(QLocale(locale))
    short = formats.locale.toString(to_qdate(day), QLocale.FormatType.ShortFormat)
    for said in (formats.day(day), formats.day(day, TODAY), short):
        assert read_day(said, TODAY, formats) == day
    for value in (Money(123_450, "EUR"), Money(-50, "EUR")):
        assert read_amount(formats.money(value), "EUR", formats) == value


@pytest.mark.parametrize(
    "text",
    [
        "31 June",
        "18 Ju",
        "18 Xyz",
        "2026-02-30",
        "soon",
        "18",
        "13/13/2026",
        "12/31",
        "1/2/3",
        "1/2/203",
        "31/2",
        "1.2/3",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(InvalidError, match="is not a date"):
        read_day(text, TODAY, BRITISH)


@pytest.mark.parametrize("name", ["ar_EG", "fa_IR", "mr_IN", "my_MM", "hi_IN", "fr_CH"])
@pytest.mark.parametrize("minor", [1_234_550, 123_456_700, 5])
def test_an_amount_that_is_shown_to_be_edited_is_read_as_it_is(name: str, minor: int) -> None:
    formats, value = Formats(QLocale(name)), Money(minor, "EUR")
    assert read_amount(plain_amount(value, formats), "EUR", formats) == value


@pytest.mark.parametrize("name", ["ar_EG", "fa_IR", "tr_TR", "de_CH", "hi_IN", "fr_FR", "ne_NP"])
def test_what_a_field_shows_it_reads_again(name: str) -> None:
    formats = Formats(QLocale(name), UTC)
    assert read_percent(formats.percent(0.425, 1), formats) == pytest.approx(0.425)
    assert read_percent("%" + formats.number(42), formats) == pytest.approx(0.42)
    assert [read_whole(formats.number(count), formats) for count in (0, 14, 1250)] == [0, 14, 1250]
    assert read_time(plain_figures(formats.time(datetime(2026, 6, 9, 15, 30, tzinfo=UTC)), formats)) == time(15, 30)


def test_figures_of_an_arabic_keyboard_are_read_in_either_script() -> None:
    arabic = Formats(QLocale("ar_EG"))
    for text in ("١٢٬٥٠٠٫٥", "12500.5", "12500٫5"):
        assert read_amount(text, "EUR", arabic) == Money(1_250_050, "EUR")
    assert read_percent("٤٢ ٪", arabic) == pytest.approx(0.42)


@pytest.mark.parametrize("text", ["0.950", "00.950", "-0.950"])
def test_nought_begins_no_groups(text: str) -> None:
    with pytest.raises(InvalidError):
        read_number(text, GERMAN)
    assert read_number(text.replace(".", ","), GERMAN) == Decimal(text)


@pytest.mark.parametrize("text", ["", "-3", "2,5", "9" * 30, "soon", "²"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidError, match="is not a whole number"):
        read_whole(text, GERMAN)
