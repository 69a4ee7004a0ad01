from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from desktop_pipeline.exchange.options import DateOrder, DecimalMark
from desktop_pipeline.exchange.tables import Cell, show
from desktop_pipeline.exchange.understanding.amounts import (
    Amount,
    AmountHabit,
    are_shares,
    in_unit,
    infer_mark,
    mix_shares,
    read_amount,
    read_share,
    read_whole,
)
from desktop_pipeline.exchange.understanding.cells import read_column
from desktop_pipeline.exchange.understanding.dates import (
    DateHabit,
    infer_order,
    looks_like_date,
    read_date,
    read_instant,
)
from desktop_pipeline.exchange.understanding.units import Unit, read_unit
from desktop_pipeline.exchange.unreadable import UnreadableError

DAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2024-03-05", "day"),
        ("2024/3/5", "month"),
        ("20240305", "day"),
        ("05.03.2024", "day"),
        ("5. 3. 2024", "day"),
        ("05/03/2024", "day"),
        ("03/05/2024", "month"),
        ("5-3-2024", "day"),
        ("5 Mar 2024", "day"),
        ("5. March 2024", "month"),
        ("Mar 5, 2024", "day"),
        ("Mar 5, 2024 6:55 PM", "day"),
        ("2024-03-05 14:56:28", "day"),
        ("2024-03-05T10:11:12.000Z", "day"),
        ("03/05/2024 12:30 AM", "month"),
        (" 2024-03-05 ", "day"),
        ("05.03.24", "day"),
        ("3/5/24", "month"),
        ("05. 03. 2024", "day"),
        ("05.03.2024 14:30", "day"),
        ("5-Mar-24", "month"),
        ("5th March 2024", "day"),
        ("Tue, 5 Mar 2024 10:00:00", "day"),
        ("Dienstag, 5. März 2024", "day"),
        ("5 de marzo de 2024", "month"),
        ("5 mars 2024", "day"),
        ("5 marca 2024", "day"),
        ("2024年3月5日", "month"),
        ("2024-03-05 11:54:49.95+00", "day"),
        ("2024-03-05T10:11:12.000+0000", "day"),
        ("2024/03/05 9:12:33 AM GMT+2", "month"),
        ("2024/03/06 3:12:33 AM GMT+5:30", "month"),
        ("45356.75", "day"),
        ("45356", "day"),
        (45356.0, "day"),
        (DAY, "month"),
        (datetime(2024, 3, 5, 23, 59), "month"),  # noqa: DTZ001 - cells know no time zone
    ],
)
def test_a_date_is_read(text: Cell, order: DateOrder) -> None:
    assert read_date(text, order=order, zone=UTC) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2020", "2023-02-29", "13/13/2024", "00.01.2024", "0017-03-01", "2024-03", "5.3.2", "Mar 5, 24",
        "5 Foo 2024",
        "tomorrow", "2024-03-05 25:00", "12", "1234567", 12.0, 19_999, 80_000, 3.0e9, True, "03/05/2024/1", "٢٠٢٤",
        float("inf"), float("nan"), 10**400,
    ],
)  # fmt: skip
def test_what_is_no_date_stays_none(text: Cell) -> None:
    with pytest.raises(UnreadableError, match=r"not a (date|day)"):
        read_date(text, order="day", zone=UTC)


@pytest.mark.parametrize(
    ("texts", "habit"),
    [
        (["03/04/2024", "25/04/2024"], DateHabit("day", is_proved=True, is_needed=True, example="03/04/2024")),
        (["03/04/2024", "04/25/2024"], DateHabit("month", is_proved=True, is_needed=True, example="03/04/2024")),
        (["25/04/2024"], DateHabit("day", is_proved=True, is_needed=False)),
        (["03/04/2024", "03/05/2024"], DateHabit("day", is_proved=False, is_needed=True, example="03/04/2024")),
        (["03.04.2024"], DateHabit("day", is_proved=True, is_needed=True, example="03.04.2024")),
        (["03.04.2024", "04.25.2024"], DateHabit("month", is_proved=True, is_needed=True, example="03.04.2024")),
        (["25.04.24"], DateHabit("day", is_proved=True, is_needed=False)),
        (["25/12/2024"], DateHabit("day", is_proved=True, is_needed=False)),
        (["12/25/2024"], DateHabit("month", is_proved=True, is_needed=False)),
        (
            ["25.04.2024", "04.26.2024", "03.04.2024"],
            DateHabit("day", is_proved=False, is_needed=True, example="03.04.2024"),
        ),
        (["03/03/2024", "2024-05-06"], DateHabit("day", is_proved=False, is_needed=False)),
        (["25/04/2024", "26/04/2024", "04/27/2024"], DateHabit("day", is_proved=False, is_needed=False)),
    ],
)
def test_the_whole_column_decides_on_day_or_month(texts: list[str], habit: DateHabit) -> None:
    assert infer_order(texts) == habit


def test_of_dates_that_contradict_each_other_the_more_decide() -> None:
    more_days = ["25/04/2024", "26/04/2024", "04/27/2024"]
    more_months = ["25/04/2024", "04/26/2024", "04/27/2024"]
    assert infer_order(more_days, otherwise="month").order == "day"
    assert infer_order(more_months, otherwise="day").order == "month"


@pytest.mark.parametrize(
    ("cell", "looks_so"),
    [(DAY, True), ("2024-03-05", True), ("03/25/2024", True), ("45356", False), (45356, False), ("soon", False)],
)
def test_a_cell_looks_like_a_date_in_either_order_and_a_bare_number_does_not(cell: Cell, *, looks_so: bool) -> None:
    assert looks_like_date(cell) is looks_so


def test_an_instant_becomes_the_day_of_the_workspaces_time_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert read_date("2024-03-04T23:30:00Z", order="day", zone=berlin) == DAY
    assert read_date("2024-03-05T01:30:00+05:30", order="day", zone=UTC) == date(2024, 3, 4)
    assert read_date("2024-03-04T23:30:00", order="day", zone=berlin) == date(2024, 3, 4)


@pytest.mark.parametrize(
    ("cell", "instant"),
    [
        ("05.03.2024 10:11", "2024-03-05T10:11Z"), ("2024-03-05T10:11:12.5", "2024-03-05T10:11:12.5Z"),
        ("2024-03-05 10:11:12.123456789", "2024-03-05T10:11:12.123456Z"), ("5/3/2024 9:05 am", "2024-03-05T09:05Z"),
        ("5/3/2024 6:55 PM", "2024-03-05T18:55Z"), ("5/3/2024 12:30 AM", "2024-03-05T00:30Z"),
        ("5/3/2024 12:30 p.m.", "2024-03-05T12:30Z"), ("2024-03-05T10:00+05:30", "2024-03-05T04:30Z"),
        ("2024-03-05T10:00+0530", "2024-03-05T04:30Z"), ("2024-03-05T10:00-03:30", "2024-03-05T13:30Z"),
        ("2024-03-05T10:00+02", "2024-03-05T08:00Z"), ("2024-03-05 10:00 GMT+2", "2024-03-05T08:00Z"),
        ("2024-03-05 10:00 UTC", "2024-03-05T10:00Z"), (45356.75, "2024-03-05T18:00Z"),
        (45356.999999999, "2024-03-05T23:59:59Z"), (20_000, "1954-10-03T00:00Z"), (DAY, "2024-03-05T00:00Z"),
        (datetime(2024, 3, 5, 10, 30, 0, 900_000), "2024-03-05T10:30Z"),  # noqa: DTZ001 - cells know no time zone
    ],
)  # fmt: skip
def test_an_instant_is_read_with_its_time_and_zone(cell: Cell, instant: str) -> None:
    assert read_instant(cell, order="day", zone=UTC) == datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1.234,56", "1234.56"), ("1 234,56", "1234.56"), ("1'234,56", "1234.56"), ("1.234", "1234"),
        ("0,5", "0.5"), ("1\u00a0234", "1234"), ("5,", "5"), ("1.234.567", "1234567"), ("1,2k", "1200"),
        ("€1,2k", "1200"), ("0", "0"), ("1\u202f234,5", "1234.5"), ("1.200,-", "1200"), ("1.200,–", "1200"),
        ("EUR 1.234,56", "1234.56"), ("1.234,56 EUR", "1234.56"), ("-0", "0"),
    ],
)  # fmt: skip
def test_an_amount_is_read_exactly_under_the_columns_decimal_mark(cell: Cell, number: str) -> None:
    assert read_amount(cell, mark=",").number == Decimal(number)


@pytest.mark.parametrize(
    ("cell", "number", "currency"),
    [
        ("120 TEUR", 120_000, "EUR"), ("TEUR 120", 120_000, "EUR"), ("45 T€", 45_000, "EUR"), ("k€ 3", 3_000, "EUR"),
        ("1,5 Mio", 1_500_000, None), ("3 Mio. €", 3_000_000, "EUR"), ("1,5 mil. Kč", 1_500_000, "CZK"),
        ("420 tis. Kč", 420_000, "CZK"), ("250 tkr", 250_000, None), ("1,2 mkr", 1_200_000, None),
        ("£1,2m", 1_200_000, "GBP"), ("12 Tsd. EUR", 12_000, "EUR"), ("ca. 5.000 €", 5_000, "EUR"),
        ("~15000", 15_000, None), ("approx. 300", 300, None), ("CA$500", 500, "CAD"), ("5 MXN", 5, "MXN"),
    ],
)  # fmt: skip
def test_thousands_and_millions_are_read_as_owners_write_them(cell: str, number: int, currency: str | None) -> None:
    amount = read_amount(cell, mark=",")
    assert (amount.number, amount.currency) == (Decimal(number), currency)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("5-8 TEUR", "between two amounts, not one"),
        ("40–50k", "between two amounts, not one"),
        ("20 bis 30 T€", "between two amounts, not one"),
        ("£750 pm", "an amount per month or piece, not the whole"),
        ("USD 3.10/kg", "an amount per month or piece, not the whole"),
        ("500 €/Monat", "an amount per month or piece, not the whole"),
    ],
)
def test_an_amount_that_is_not_the_one_of_the_deal_says_why(cell: str, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        read_amount(cell, mark=",")


@pytest.mark.parametrize(
    ("header", "titles", "unit"),
    [
        ("Importo (k€)", (), Unit(1_000, "EUR")),
        ("Volumen in T€", (), Unit(1_000, "EUR")),
        ("Value £", (), Unit(1, "GBP")),
        ("Value £k", (), Unit(1_000, "GBP")),
        ("Valor (R$)", (), Unit(1, "BRL")),
        ("Amount ($000)", (), Unit(1_000, None, "$")),
        ("Betrag (Tsd. EUR)", (), Unit(1_000, "EUR")),
        ("Wert in Mio.", (), Unit(1_000_000)),
        ("Belopp tkr", (), Unit(1_000, None, "kr")),
        ("Kwota (tys. zł)", (), Unit(1_000, "PLN")),
        ("Amount USD", (), Unit(1, "USD")),
        ("Value (x1000)", (), Unit(1_000)),
        ("Bedrag", ("Offertes (bedragen x 1.000 €)",), Unit(1_000, "EUR")),
        ("Betrag", ("Alle Beträge in TEUR",), Unit(1_000, "EUR")),
        ("Value", ("Amounts in thousands",), Unit(1_000)),
        ("Value ($)", ("Amounts in thousands",), Unit(1_000, None, "$")),
        ("Value £", ("Offertes (bedragen x 1.000 €)",), Unit(1_000, "GBP")),
        ("Value £k", ("Alle Beträge in Mio.",), Unit(1_000, "GBP")),
        ("Value", ("Sales in Kent 2024",), Unit()),
        ("Value", (), Unit()),
        ("Sum", (), Unit()),
        ("VAT", (), Unit()),
        ("Deal 1000", (), Unit()),
        ("T", (), Unit()),
        ("M", (), Unit()),
    ],
)
def test_a_header_or_a_title_tells_the_unit_of_a_column(header: str, titles: tuple[str, ...], unit: Unit) -> None:
    assert read_unit(header, titles) == unit


def test_numbers_of_a_workbook_are_exact_decimals() -> None:
    assert read_amount(0.1, mark=".") == Amount(Decimal("0.1"), is_computed=True)
    assert read_amount(1200, mark=",") == Amount(Decimal(1200), is_computed=True)
    assert read_amount(0.0, mark=".") == Amount(Decimal(0), is_computed=True)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("5", Amount(Decimal(5_000), "EUR")),
        ("5 €", Amount(Decimal(5), "EUR")),
        ("5 $", Amount(Decimal(5), None, "$")),
        ("5k", Amount(Decimal(5_000), "EUR", is_whole=True)),
    ],
)
def test_what_stands_in_a_cell_goes_before_the_unit_of_its_header(cell: str, amount: Amount) -> None:
    assert in_unit(read_amount(cell, mark="."), Unit(1_000, "EUR")) == amount


@pytest.mark.parametrize(
    ("cell", "currency", "sign"),
    [
        ("€1.50", "EUR", None), ("1.50 €", "EUR", None), ("USD 1.50", "USD", None), ("1.50CHF", "CHF", None),
        ("£1.50", "GBP", None), ("$1.50", None, "$"), ("US$1.50", "USD", None), ("1.50 kr", None, "kr"),
        ("1.50 zł", "PLN", None), ("1.50", None, None), ("1.50 Kč", "CZK", None), ("R$ 1.50", "BRL", None),
        ("eur 1.50", "EUR", None), ("1.50 Euro", "EUR", None), ("CA$1.50", "CAD", None), ("1.50\u202f€", "EUR", None),
    ],
)  # fmt: skip
def test_a_currency_beside_the_amount_is_kept_only_where_it_is_certain(
    cell: str, currency: str | None, sign: str | None
) -> None:
    assert read_amount(cell, mark=".") == Amount(Decimal("1.50"), currency, sign)


@pytest.mark.parametrize("cell", ["-5", "(5)", "(1,234.50)", "5-", "€-3", "-€3", "−7", -0.01])
def test_a_negative_amount_is_a_problem(cell: Cell) -> None:
    with pytest.raises(UnreadableError, match="negative amount"):
        read_amount(cell, mark=".")


@pytest.mark.parametrize(
    "cell",
    ["abc", "1.2.3.4", "12,34", "1,2,456", "1,234,56", "1234,567", "5 apples", "€", "1e5", "0x10", "--", "1.5%", "NaN",
     float("inf"), float("nan"), True, date(2024, 1, 1), "1..5", "5 USD EUR", "1.5 STK", "5 t", "5 mil"],
)  # fmt: skip
def test_what_is_no_amount_stays_none(cell: Cell) -> None:
    with pytest.raises(UnreadableError, match="not an amount"):
        read_amount(cell, mark=".")


@pytest.mark.parametrize(
    ("texts", "mark", "example"),
    [
        (["1.234,56", "1.234"], ",", None),
        (["1,234.56", "1,234"], ".", None),
        (["1.234.567"], ",", None),
        (["12,5", "1.234"], ",", None),
        (["0,500"], ",", None),
        (["1234,5678"], ",", None),
        (["1.234", "2.500"], ",", "1.234"),
        (["1,234"], ".", "1,234"),
        (["1.234", "1,234"], ".", "1.234"),
        (["5", 7.5, None], ".", None),
        (["5 apples", "12,5"], ",", None),
        (["1,234.56", "1.5"], ".", None),
        (["€ 35.000,-", "€ 6.500"], ",", None),
        (["CHF 3'200.-", "45.000 €"], ",", "45.000 €"),
        (["780.-", "1250.50"], ".", None),
        (["12345.500", "45.000"], ".", None),
    ],
)
def test_the_whole_column_decides_on_the_decimal_mark(
    texts: list[Cell], mark: DecimalMark, example: str | None
) -> None:
    assert infer_mark(texts) == AmountHabit(mark, example)


def test_a_column_with_both_decimal_marks_shows_one_of_each_and_reads_each_by_its_last_separator() -> None:
    habit = infer_mark(["8,400.00", "8400", "12.500,00", "9.700"])
    assert habit == AmountHabit(".", "9.700", ("8,400.00", "12.500,00"))
    assert read_amount("12.500,00", mark=".", by_itself=True).number == 12500
    assert read_amount("8,400.00", mark=",", by_itself=True).number == 8400
    assert infer_mark(["8,400.00", "12.500,00", "7.500,00"]).mark == ","


@pytest.mark.parametrize(
    ("texts", "both", "numbers"),
    [
        (["12.50", "45.000 €", "1.5"], ("12.50", "45.000 €"), ["12.50", "45000", "1.5"]),
        (["12,50", "45,000", "7"], ("45,000", "12,50"), ["12.50", "45000", "7"]),
        (["8,400.00", "12.500,00", "9.700"], ("8,400.00", "12.500,00"), ["8400.00", "12500.00", "9700"]),
    ],
)
def test_three_figures_behind_a_mark_are_thousands_where_no_amount_has_three_places(
    texts: list[Cell], both: tuple[str, str], numbers: list[str]
) -> None:
    habit = infer_mark(texts)
    assert habit.both == both
    read = [read_amount(text, mark=habit.mark, by_itself=True).number for text in texts]
    assert read == [Decimal(number) for number in numbers]


@pytest.mark.parametrize(
    ("cells", "shares"),
    [
        (["75%", "20 %"], [0.75, 0.2]),
        (["75", "20", "1"], [0.75, 0.2, 0.01]),
        (["0.75", "0,2"], [0.75, 0.2]),
        ([0.75, 1.0, 0.0], [0.75, 1.0, 0.0]),
        ([75.0, 100], [0.75, 1.0]),
        (["50%", "0.25"], [0.5, 0.25]),
        (["1.5", "0.5"], [0.015, 0.005]),
    ],
)
def test_probabilities_are_shares_or_percent_by_the_columns_largest(cells: list[Cell], shares: list[float]) -> None:
    as_shares = are_shares(cells)
    assert [read_share(cell, as_shares=as_shares) for cell in cells] == shares


def test_a_count_is_whole_and_no_money() -> None:
    assert [read_whole(cell, mark=",") for cell in ("12", "1.200", "3,0", 7.0, "2k")] == [12, 1200, 3, 7, 2000]
    for cell in ("12,5", "€ 12", "$12", "a dozen", -1):
        with pytest.raises(UnreadableError, match="not a whole number"):
            read_whole(cell, mark=",")


def test_of_whole_percents_a_part_of_one_is_doubtful_and_one_is_not() -> None:
    assert mix_shares(["80", "0.8", "1"])
    assert not mix_shares(["80.5", "0.8"])
    assert not mix_shares(["1.5", "0.8"])
    assert [read_share(cell, as_shares=False, are_mixed=True) for cell in ("80", "1", "0", "0.8 %")] == [
        0.8,
        0.01,
        0.0,
        0.008,
    ]
    with pytest.raises(UnreadableError, match="a share of one among percents"):
        read_share("0.8", as_shares=False, are_mixed=True)


@pytest.mark.parametrize("cell", ["120%", "150", "-5", "high", True, "nan", "1E1000010"])
def test_what_is_no_probability_stays_none(cell: Cell) -> None:
    with pytest.raises(UnreadableError, match="not a probability"):
        read_share(cell, as_shares=False)


def test_truth_values_are_not_taken_for_the_number_one() -> None:
    values, faults = read_column([1, True, 1.0, "1"], lambda cell: read_amount(cell, mark=".").number)
    assert values == [1, None, 1, 1]
    assert faults == [(1, "not an amount")]


def test_empty_cells_and_dashes_are_no_problem_but_failed_formulas_are() -> None:
    values, faults = read_column([None, "  ", "-", "–", "#DIV/0!", "x"], show)
    assert values == [None, None, None, None, None, "x"]
    assert faults == [(4, "a formula that failed")]


@pytest.mark.parametrize(
    ("cell", "text"),
    [(12.0, "12"), (12.5, "12.5"), (None, ""), (DAY, "2024-03-05"), (True, "TRUE"), (1e20, "1" + "0" * 20)],
)
def test_a_cell_is_shown_as_it_was_typed(cell: Cell, text: str) -> None:
    assert show(cell) == text
