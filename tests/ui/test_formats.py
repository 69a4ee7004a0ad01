from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.domain.money import LARGEST_MINOR, Money
from desktop_pipeline.ui.formats import Formats

BRITISH = Formats(QLocale("en_GB"), UTC)
GERMAN = Formats(QLocale("de_DE"), UTC)
TODAY = date(2026, 6, 9)


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (Money(1_200_000, "EUR"), "€12,000"),
        (Money(1_200_050, "EUR"), "€12,000.50"),
        (Money(-1_200_050, "USD"), "−$12,000.50"),
        (Money(5, "EUR"), "€0.05"),
        (Money(0, "EUR"), "€0"),
        (Money(12_000, "JPY"), "¥12,000"),
        (Money(1_500, "KWD"), "KWD\u00a01.500"),
        (Money(LARGEST_MINOR - 1, "EUR"), "€99,999,999,999,999.99"),
    ],
)
def test_money_shows_its_symbol_and_no_decimals_when_whole(money: Money, shown: str) -> None:
    assert BRITISH.money(money) == shown


def test_an_unknown_value_is_never_shown_as_nothing() -> None:
    assert BRITISH.money(None) == "–"


def test_money_follows_the_locale() -> None:
    assert GERMAN.money(Money(1_200_050, "EUR")) == "12.000,50\u00a0€"
    assert GERMAN.money(Money(-1_200_000, "CHF")) == "−12.000\u00a0CHF"


@pytest.mark.parametrize(
    ("euros", "shown"),
    [
        (447_500, "€448k"),
        (9_500, "€9.5k"),
        (9_000, "€9k"),
        (999, "€999"),
        (999_600, "€1m"),
        (1_250_000, "€1.2m"),
        (-447_500, "−€448k"),
        (2_000_000_000, "€2bn"),
    ],
)
def test_short_money_has_three_figures_at_most(euros: int, shown: str) -> None:
    assert BRITISH.short_money(euros * 100, "EUR") == shown


def test_all_digits_of_a_number_are_those_of_the_locale() -> None:
    arabic = Formats(QLocale(QLocale.Language.Arabic, QLocale.Country.Egypt))
    assert arabic.number(Decimal("1234.05"), 2) == "١٬٢٣٤٫٠٥"
    assert "٥٠" in arabic.money(Money(1250, "EUR"))
    assert arabic.percent(0.125, 1).startswith("١٢٫٥")
    assert arabic.year(2026) == "٢٠٢٦"


def test_weighted_sums_are_rounded_to_a_hundred() -> None:
    assert BRITISH.rounded_money(3_912_345, "EUR") == "€39,100"
    assert BRITISH.rounded_money(-4_900, "EUR") == "€0"


def test_days_and_shares() -> None:
    assert BRITISH.days(11) == "11 d"
    assert BRITISH.percent(0.58) == "58\u00a0%"
    assert BRITISH.percent(0.6315005215, 1) == "63.2\u00a0%"
    assert BRITISH.percent(-0.05) == "−5\u00a0%"
    assert BRITISH.number(-3) == "−3"


def test_days_show_the_year_only_where_it_is_another() -> None:
    assert BRITISH.day(date(2026, 6, 11)) == "Thu 11 Jun"
    assert BRITISH.day(date(2026, 6, 11), TODAY) == "Thu 11 Jun"
    assert BRITISH.day(date(2024, 6, 11), TODAY) == "11 Jun 2024"


def test_instants_are_told_in_the_zone_of_the_workspace() -> None:
    berlin = Formats(QLocale("en_GB"), ZoneInfo("Europe/Berlin"))
    late = datetime(2026, 6, 8, 22, 30, tzinfo=UTC)
    assert berlin.instant(late, TODAY) == "Today 00:30"
    assert berlin.instant(late, TODAY, is_inside=True) == "today 00:30"
    assert BRITISH.instant(late, TODAY) == "Mon 8 Jun 22:30"


@pytest.mark.parametrize(
    ("step", "kind", "due_on", "due_at", "shown"),
    [
        (NextStep.LATE, "call", date(2026, 6, 5), None, "Call, 4 d late"),
        (NextStep.LATE, "call", TODAY, datetime(2026, 6, 9, 7, tzinfo=UTC), "Call 07:00, late"),
        (NextStep.TODAY, "call", TODAY, datetime(2026, 6, 9, 15, 30, tzinfo=UTC), "Call 15:30"),
        (NextStep.TODAY, "email", TODAY, None, "E-mail today"),
        (NextStep.PLANNED, "visit", date(2026, 6, 12), None, "Visit, Fri 12"),
        (NextStep.PLANNED, "visit", date(2026, 7, 12), None, "Visit, 12 Jul"),
        (NextStep.PLANNED, "inspection", date(2027, 1, 2), None, "Inspection, 2 Jan 2027"),
        (NextStep.NONE, None, None, None, "No next step"),
    ],
)
def test_a_next_step_says_what_and_when(
    step: NextStep, kind: str | None, due_on: date | None, due_at: datetime | None, shown: str
) -> None:
    assert BRITISH.next_step(step, kind, due_on, due_at, today=TODAY) == shown


@pytest.mark.parametrize("name", ["ar_EG", "fa_IR", "he_IL", "ckb_IQ"])
def test_what_runs_from_right_to_left_turns_nothing_beside_it(name: str) -> None:
    formats, day = Formats(QLocale(name), UTC), date(2026, 6, 9)
    worded = (
        *(formats.minor(minor, "EUR") for minor in (1_234_500, -1_234_500)),
        formats.whole_money(4_000_000, "EUR"),
        formats.short_money(4_000_000, "EUR"),
        formats.day(day),
        formats.day(day, date.min),
        formats.month(day),
        formats.month(day, with_year=True),
    )
    for words in worded:
        assert (words[0], words[-1], words.count("\u2068")) == ("\u2068", "\u2069", 1)
    assert not any(words.startswith("\u2068") for words in (formats.number(12), formats.plain_money(Money(1, "EUR"))))


@pytest.mark.parametrize("name", ["en_GB", "de_CH", "hi_IN", "tr_TR", "ja_JP"])
def test_what_runs_from_left_to_right_is_left_alone(name: str) -> None:
    formats, day = Formats(QLocale(name), UTC), date(2026, 6, 9)
    assert "\u2068" not in formats.minor(1_234_500, "EUR") + formats.day(day) + formats.month(day, with_year=True)
