"""Whether a deal is won, lost or open by other columns than its stage; currencies and periods that cells tell."""

from datetime import date

import pytest

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.tables import Cell, Row, Table
from desktop_pipeline.exchange.understanding.amounts import read_amount
from desktop_pipeline.exchange.understanding.cells import read_column
from desktop_pipeline.exchange.understanding.columns import recognise
from desktop_pipeline.exchange.understanding.currencies import CurrencyRule
from desktop_pipeline.exchange.understanding.notes import Notes
from desktop_pipeline.exchange.understanding.outcomes import flagged_statuses
from desktop_pipeline.exchange.understanding.periods import find_period_end, say_why
from desktop_pipeline.exchange.understanding.values import ColumnReader
from desktop_pipeline.exchange.unreadable import UnreadableError

OPEN, WON, LOST = DealStatus.OPEN, DealStatus.WON, DealStatus.LOST


@pytest.mark.parametrize(
    ("headers", "rows", "statuses"),
    [
        ("IsWon|IsClosed", (("yes", "yes"), ("no", "yes"), ("no", "no"), (None, "yes"), (None, None)),
         (WON, LOST, OPEN, None, None)),
        ("Won time|Lost time", (("2026-01-02", None), (None, "2026-01-02"), (None, None), ("2026-01-02",) * 2),
         (WON, LOST, None, None)),
        ("IsWon|Lost time", (("yes", "2026-01-02"), (None, "2026-01-02"), (None, None)), (WON, LOST, None)),
        ("Probability|Owner", ((0, "Zoe"), (50, "Al")), (None, None)),
    ],
)  # fmt: skip
def test_flags_and_days_of_outcomes_tell_how_deals_stand(
    headers: str, rows: tuple[tuple[Cell, ...], ...], statuses: tuple[DealStatus | None, ...]
) -> None:
    cells = tuple(Row(number, (f"Deal {number}", "New", *row)) for number, row in enumerate(rows, start=2))
    found = recognise(Table("file.csv", None, 1, ("Deal", "Stage", *headers.split("|")), cells), ImportOptions())
    assert found is not None
    assert tuple(flagged_statuses(ColumnReader(found, Notes()))) == statuses


@pytest.mark.parametrize(
    ("said", "base", "cell", "currency"),
    [
        (None, "USD", "$5", "USD"),
        (None, "EUR", "$5", None),
        ("EUR", "USD", "$5", "EUR"),
        (None, "SEK", "5 kr.", "SEK"),
        (None, "GBP", "5", "GBP"),
        ("CHF", "GBP", "5", "CHF"),
        (None, None, "5", "EUR"),
    ],
)
def test_a_sign_is_the_usual_currency_where_that_is_written_so(
    said: str | None, base: str | None, cell: str, currency: str | None
) -> None:
    rule = CurrencyRule(ImportOptions(currency=said), Known(base_currency=base))
    amount = read_amount(cell, mark=".")
    if currency is None:
        with pytest.raises(UnreadableError, match="does not tell which currency"):
            rule.settle(amount, None)
    else:
        assert rule.settle(amount, None) == (500, currency)


def test_yes_is_not_the_number_one_where_each_different_cell_is_known() -> None:
    values, faults = read_column([1, True], lambda cell: read_amount(cell, mark=".").number, (1,))
    assert values == [1, None]
    assert faults == [(1, "not an amount")]


@pytest.mark.parametrize(
    ("cell", "end"),
    [
        ("Q2/24", date(2024, 6, 30)), ("2024 Q1", date(2024, 3, 31)), ("IV. Quartal 2026", date(2026, 12, 31)),
        ("KW 7 2026", date(2026, 2, 13)), ("week 54 2026", None), ("End of March 2026", date(2026, 3, 31)),
        ("02/2028", date(2028, 2, 29)), ("2026-11", date(2026, 11, 30)), ("März/26", date(2026, 3, 31)),
        ("March", None), ("Q2", None), ("13/2026", None), ("soon", None), (5, None), (None, None),
        ("Q2" + " " * 60 + "2026", None),
    ],
)  # fmt: skip
def test_a_period_ends_with_its_last_day(cell: Cell, end: date | None) -> None:
    assert find_period_end(cell) == end


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Q2 2026", "a period, not a day"),
        ("March", "a date without its year"),
        ("Q2", "a date without its year"),
        ("5 May", "a date without its year"),
        ("May 5th", "a date without its year"),
        ("5/3", "a date without its year"),
        ("5 apples", None),
        ("soon", None),
        ("5" * 50, None),
    ],
)
def test_why_a_text_is_no_day(text: str, why: str | None) -> None:
    assert say_why(text) == why
