"""Spreadsheets as owners keep them by hand: their words, their shorthand, their layouts."""

from collections.abc import Callable
from pathlib import Path

from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.records import ImportPlan
from tests.exchange.found import read_tables

WriteBook = Callable[..., Path]
PlanText = Callable[..., ImportPlan]


def plan_book(path: Path) -> ImportPlan:
    return plan_import(read_tables(path), ImportOptions(), Known(base_currency="EUR"))


def worth(plan: ImportPlan) -> list[tuple[int | None, str | None]]:
    return [(deal.fields.value, deal.fields.currency) for deal in plan.deals]


def test_values_below_a_header_in_thousands_are_thousands(write_book: WriteBook) -> None:
    rows = [["Deal name", "Stage", "Amount (k€)"], ["Oak", "New", 85], ["Ash", "New", 32.5], ["Elm", "New", "1,2 Mio"]]
    plan = plan_book(write_book({"Deals": rows}))
    assert worth(plan) == [(8_500_000, "EUR"), (3_250_000, "EUR"), (120_000_000, "EUR")]
    assert plan.told == {"EUR": 131_750_000}


def test_numbers_alone_below_a_header_in_thousands_are_thousands(write_book: WriteBook) -> None:
    rows = [["Quotes 2026 (amounts in £k)"], ["Deal name", "Stage", "Amount"], ["Oak", "New", 85], ["Ash", "New", None]]
    assert worth(plan_book(write_book({"Deals": rows}))) == [(8_500_000, "GBP"), (None, None)]


def test_a_currency_of_its_own_beats_that_of_the_header(plan_text: PlanText) -> None:
    plan = plan_text("Deal name,Stage,Amount (£)\nOak,New,100\nAsh,New,€100\nElm,New,0.5k\n", currency="EUR")
    assert worth(plan) == [(10_000, "GBP"), (10_000, "EUR"), (50_000, "GBP")]


def test_a_column_of_currencies_beats_the_header(plan_text: PlanText) -> None:
    plan = plan_text("Deal name,Stage,Amount (£),Currency\nOak,New,100,PLN\n", currency="EUR")
    assert worth(plan) == [(10_000, "PLN")]


def test_what_stands_for_nothing_is_no_value_and_no_problem(plan_text: PlanText) -> None:
    plan = plan_text(
        "Deal name,Company,Stage,Amount,Probability,Expected close\n"
        "Oak,N/A,New,tbd,?,noch offen\nAsh,k.A.,New,à définir,n/a,TBC\nElm,Acme,New,on request,,soon\n"
    )
    assert [(p.row, p.value) for p in plan.problems] == [(4, "on request"), (4, "soon")]
    assert [deal.fields.organisation for deal in plan.deals] == [None, None, "acme"]
    assert plan.created["organisations"] == 1
