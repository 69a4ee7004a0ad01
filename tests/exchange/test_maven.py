import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.records import ImportPlan
from desktop_pipeline.exchange.tables import Table
from tests.exchange.found import read_tables

OPTIONS = ImportOptions(stage_order=("Prospecting", "Engaging"), currency="USD")
FILES = ("sales_pipeline", "accounts", "products", "sales_teams")


@pytest.fixture(scope="module")
def tables(data_folder: Path) -> tuple[Table, ...]:
    return tuple(table for name in FILES for table in read_tables(data_folder / "maven" / f"{name}.csv"))


@pytest.fixture(scope="module")
def plan(tables: tuple[Table, ...]) -> ImportPlan:
    return plan_import(tables, OPTIONS, Known())


def test_every_deal_of_the_real_file_is_taken_without_a_problem_or_a_question(plan: ImportPlan) -> None:
    assert (plan.counts.rows, plan.counts.new, plan.counts.skipped) == (8800, 8800, 0)
    assert (plan.problems, plan.questions) == ((), ())
    assert plan.created == {
        "organisations": 85, "people": 0, "owners": 35, "products": 7, "stages": 2, "sources": 0, "labels": 0,
    }  # fmt: skip
    assert [stage.name for stage in plan.stages] == ["Prospecting", "Engaging"]


def test_each_deal_says_what_its_row_says(plan: ImportPlan, data_folder: Path) -> None:
    with (data_folder / "maven/sales_pipeline.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    for deal, row in zip(plan.deals, rows, strict=True):
        fields = deal.fields
        outcome = row["deal_stage"].lower() if row["deal_stage"] in {"Won", "Lost"} else "open"
        assert fields.status == outcome
        assert fields.stage == (None if outcome != "open" else row["deal_stage"].lower())
        assert fields.value == (int(row["close_value"]) * 100 if row["close_value"] else None)
        assert fields.created == (date.fromisoformat(row["engage_date"]) if row["engage_date"] else None)
        assert fields.closed == (date.fromisoformat(row["close_date"]) if row["close_date"] else None)
        assert (fields.owner, fields.organisation) == (row["sales_agent"].lower(), row["account"].lower() or None)
        assert fields.expected is None


def test_unknown_values_are_none_invented_from_the_price_list(plan: ImportPlan) -> None:
    unknown = Counter(deal.fields.status for deal in plan.deals if deal.fields.value is None)
    assert unknown == {"open": 2089}
    assert sum(deal.fields.value or 0 for deal in plan.deals if deal.fields.status == "won") == 10_005_534_00


def test_the_product_of_two_spellings_is_one(plan: ImportPlan) -> None:
    assert {product.fields.name for product in plan.products} >= {"GTX Pro"}
    assert "GTXPro" not in {product.fields.name for product in plan.products}
    assert sum(deal.fields.products == ("gtxpro",) for deal in plan.deals) == 1480


def test_owners_without_deals_come_from_their_table_with_manager_and_region(plan: ImportPlan) -> None:
    holders = {deal.fields.owner for deal in plan.deals}
    assert sum(owner.key not in holders for owner in plan.owners) == 5
    assert all(owner.fields.manager and owner.fields.region for owner in plan.owners)


def test_organisations_bear_industry_size_and_country_as_the_file_spells_them(plan: ImportPlan) -> None:
    by_name = {organisation.fields.name: organisation.fields for organisation in plan.organisations}
    acme = by_name["Acme Corporation"]
    assert (acme.industry, acme.size, acme.country) == ("technolgy", 2822, "United States")


def test_the_same_files_again_change_nothing(
    tables: tuple[Table, ...], plan: ImportPlan, carry_out: Callable[[ImportPlan], Known]
) -> None:
    again = plan_import(tables, replace(OPTIONS, stage_order=()), carry_out(plan))
    assert (again.counts.new, again.counts.updated, again.counts.unchanged) == (0, 0, 8800)
    assert not any((again.organisations, again.owners, again.products, again.stages, again.problems))
