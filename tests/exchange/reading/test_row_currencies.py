"""Currencies that an .xlsx tells by the format of its cells alone: the amounts are in them, and none is guessed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.reading.files import read_book
from desktop_pipeline.exchange.reading.row_currencies import read_format
from desktop_pipeline.exchange.records import ImportPlan

HEADS = ("Deal", "Company", "Value", "Stage")
ROWS = (("Website", "Acme", 12000, "Lead"), ("Audit", "Cedar", 8000, "Proposal"), ("App", "Delta", 500, "Lead"))


def write(path: Path, formats: Mapping[str, str], heads: Sequence[str] = HEADS) -> Path:
    book = Workbook()
    for row in (heads, *ROWS):
        book.active.append(list(row))
    for cell, form in formats.items():
        book.active[cell].number_format = form
    book.save(path)
    return path


def plan(path: Path, currency: str | None = None) -> ImportPlan:
    return plan_import(read_book(path).tables, ImportOptions(currency=currency), Known(base_currency="EUR"))


def worth(plan: ImportPlan) -> list[tuple[int | None, str | None]]:
    return [(deal.fields.value, deal.fields.currency) for deal in plan.deals]


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ("[$€-407] #,##0.00", "EUR"),
        ("_-* #,##0.00 [$€-1]_-", "EUR"),
        ("[$$-409]#,##0.00", "USD"),
        ("[$$-C09]#,##0.00", "AUD"),
        ("#,##0 [$kr.-406]", "DKK"),
        ("[$USD] #,##0.00", "USD"),
        ('#,##0.00\\ "zł"', "PLN"),
        ('"CHF" #,##0', "CHF"),
        ('_("$"* #,##0.00_);_("$"* (#,##0.00)', "$"),
        ("\\£#,##0", "GBP"),
        ('0.0,"k"', None),
        ("[$-409]mmmm d, yyyy", None),
        ("#,##0.00", None),
    ],
)
def test_what_a_format_shows(code: str, currency: str | None) -> None:
    assert read_format(code) == currency


def test_a_unit_of_three_letters_is_no_currency() -> None:
    assert read_format('0 "STK"') is None


def test_amounts_are_in_the_currency_that_their_cells_show(tmp_path: Path) -> None:
    path = write(tmp_path / "d.xlsx", {"C2": "[$€-407] #,##0.00", "C3": "[$$-409]#,##0.00", "C4": "[$£-809]#,##0"})
    told = plan(path)
    assert worth(told) == [(1_200_000, "EUR"), (800_000, "USD"), (50_000, "GBP")]
    assert told.problems == ()
    assert told.unused_columns == ()


def test_a_sign_of_several_currencies_is_asked_about_once(tmp_path: Path) -> None:
    path = write(tmp_path / "d.xlsx", dict.fromkeys(("C2", "C3", "C4"), '"$"#,##0.00'))
    told = plan(path)
    assert [value for value, _currency in worth(told)] == [None] * 3
    assert [question.question for question in told.questions if question.subject == "currency"] == [
        "which currency is “$”?"
    ]
    assert {problem.problem for problem in told.problems} == {"“$” does not tell which currency"}
    assert worth(plan(path, "USD")) == [(1_200_000, "USD"), (800_000, "USD"), (50_000, "USD")]


def test_a_header_that_names_the_currency_goes_before_formats(tmp_path: Path) -> None:
    formats = dict.fromkeys(("C2", "C3", "C4"), "[$$-409]#,##0.00")
    path = write(tmp_path / "d.xlsx", formats, ("Deal", "Company", "Value (£)", "Stage"))
    assert {currency for _value, currency in worth(plan(path))} == {"GBP"}
