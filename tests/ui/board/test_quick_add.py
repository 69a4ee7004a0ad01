import pytest
from PySide6.QtCore import QLocale

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.ui.board.quick_add import QuickDeal, parse_quick_add
from desktop_pipeline.ui.formats import Formats

BRITISH = Formats(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
GERMAN = Formats(QLocale(QLocale.Language.German, QLocale.Country.Germany))


def euro(major: int) -> Money:
    return Money(major * 100, "EUR")


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("Loft bookcases, Petrel House, 7400", QuickDeal("Loft bookcases", "Petrel House", euro(7400))),
        ("Loft bookcases, Petrel House, €7,400", QuickDeal("Loft bookcases", "Petrel House", euro(7400))),
        ("Loft bookcases, Petrel House, 12.5k", QuickDeal("Loft bookcases", "Petrel House", euro(12500))),
        ("Loft bookcases, 7400", QuickDeal("Loft bookcases", None, euro(7400))),
        ("Loft bookcases, Petrel House", QuickDeal("Loft bookcases", "Petrel House", None)),
        ("Loft bookcases", QuickDeal("Loft bookcases", None, None)),
        ("Doors, Ivo, Dunn & Sons, 900", QuickDeal("Doors", "Ivo, Dunn & Sons", euro(900))),
        ("7400", QuickDeal("7400", None, None)),
        ("Doors, about 900", QuickDeal("Doors", "about 900", None)),
        ("Doors, 24 Seven Ltd", QuickDeal("Doors", "24 Seven Ltd", None)),
        ("Doors, , 900", QuickDeal("Doors", None, euro(900))),
    ],
)
def test_title_organisation_and_value_are_told_apart(typed: str, understood: QuickDeal) -> None:
    assert parse_quick_add(typed, ("EUR",), BRITISH) == understood


def test_an_amount_is_read_as_the_locale_writes_it() -> None:
    understood = QuickDeal("Loft bookcases", "Petrel House", Money(740050, "EUR"))
    assert parse_quick_add("Loft bookcases, Petrel House, 7.400,50", ("EUR",), GERMAN) == understood


@pytest.mark.parametrize(
    ("typed", "locale"),
    [
        ("Doors، Petrel House، ٧٬٤٠٠٫٥٠", "ar_EG"),
        ("Doors, Petrel House, \u200f٧٬٤٠٠٫٥٠ €", "ar_EG"),
        ("Doors، Petrel House، ۷۴۰۰٫۵۰", "fa_IR"),
        ("Doors，Petrel House、7,400.50", "ja_JP"),
    ],
)
def test_other_scripts_have_commas_and_figures_of_their_own(typed: str, locale: str) -> None:
    understood = QuickDeal("Doors", "Petrel House", Money(740050, "EUR"))
    assert parse_quick_add(typed, ("EUR",), Formats(QLocale(locale))) == understood


@pytest.mark.parametrize("typed", ["Doors, -900", "Doors, $100", "Doors, 7.400,50", "Doors, 99999999999999999999"])
def test_an_amount_that_is_not_sure_is_refused_and_never_guessed(typed: str) -> None:
    with pytest.raises(InvalidError):
        parse_quick_add(typed, ("EUR",), BRITISH)


@pytest.mark.parametrize("typed", ["", "   ", ", Petrel House, 900"])
def test_a_line_without_a_title_is_no_deal(typed: str) -> None:
    assert parse_quick_add(typed, ("EUR",), BRITISH) is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("CHF 9000", Money(900_000, "CHF")),
        ("chf 9,000", Money(900_000, "CHF")),
        ("9000 CHF", Money(900_000, "CHF")),
        ("£6,500", Money(650_000, "GBP")),
        ("EUR 7400", euro(7400)),
        ("7.4k EUR", euro(7400)),
        ("7400", euro(7400)),
    ],
)
def test_an_amount_may_name_any_currency_of_the_file(typed: str, value: Money) -> None:
    understood = parse_quick_add(f"Fittings, Alpine AG, {typed}", ("EUR", "CHF", "GBP"), BRITISH)
    assert understood == QuickDeal("Fittings", "Alpine AG", value)


@pytest.mark.parametrize("typed", ["USD 100", "100 USD"])
def test_a_currency_that_the_file_does_not_have_is_no_part_of_a_name(typed: str) -> None:
    with pytest.raises(InvalidError, match="USD is none of your currencies"):
        parse_quick_add(f"Doors, Petrel House, {typed}", ("EUR", "CHF"), BRITISH)


@pytest.mark.parametrize("name", ["Euro 2000", "CHF Partners 24", "ABC 900", "Route 66 LLC", "24 Seven Ltd"])
def test_a_name_with_letters_and_figures_stays_a_name(name: str) -> None:
    assert parse_quick_add(f"Doors, {name}", ("EUR", "CHF"), BRITISH) == QuickDeal("Doors", name, None)
