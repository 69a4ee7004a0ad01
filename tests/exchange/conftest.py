"""Small spreadsheets made on the spot, and a workspace's knowledge after a plan was carried out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop_pipeline.exchange.known import Known, KnownRow, KnownStage
from desktop_pipeline.exchange.names import person_keys
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.records import ImportPlan
from tests.exchange.found import read_tables

Rows = Sequence[Sequence[object]]
WriteText = Callable[..., Path]
WriteBook = Callable[..., Path]
PlanText = Callable[..., ImportPlan]


@pytest.fixture
def write_text(tmp_path: Path) -> WriteText:
    """Writes a text file in an encoding and tells where."""

    def write(text: str, name: str = "deals.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def write_book(tmp_path: Path) -> WriteBook:
    """Writes a workbook of sheets by name and tells where; `hidden` names sheets that are not shown."""

    def write(sheets: Mapping[str, Rows], name: str = "deals.xlsx", hidden: Sequence[str] = ()) -> Path:
        workbook = Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            sheet.sheet_state = "hidden" if title in hidden else "visible"
            for row in rows:
                sheet.append(list(row))
        path = tmp_path / name
        workbook.save(path)
        return path

    return write


@pytest.fixture
def plan_text(tmp_path: Path) -> PlanText:
    """Plans the import of comma-separated texts, each a file, into a workspace that knows `known`."""

    def plan(*texts: str, known: Known | None = None, **options: object) -> ImportPlan:
        paths = [tmp_path / f"file{number}.csv" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        tables = [table for path in paths for table in read_tables(path)]
        return plan_import(tables, replace(ImportOptions(currency="EUR"), **options), known or Known())  # type: ignore[arg-type]

    return plan


@pytest.fixture
def carry_out() -> Callable[[ImportPlan], Known]:
    """What a new workspace knows once a plan has been carried out in it."""

    def know(plan: ImportPlan) -> Known:
        people = [KnownRow(number, person.fields) for number, person in enumerate(plan.people, start=1)]
        called = {
            row.key: person_keys(row.fields.name, row.fields.organisation, row.fields.email)[0] for row in plan.people
        }
        return Known(
            organisations={row.key: KnownRow(n, row.fields) for n, row in enumerate(plan.organisations, start=1)},
            people={
                key: row
                for row in people
                for key in person_keys(row.fields.name, row.fields.organisation, row.fields.email)
            },
            owners={row.key: KnownRow(n, row.fields) for n, row in enumerate(plan.owners, start=1)},
            products={row.key: KnownRow(n, row.fields) for n, row in enumerate(plan.products, start=1)},
            deals={
                n: deal.fields._replace(person=called.get(deal.fields.person or ""))
                for n, deal in enumerate(plan.deals, start=1)
            },
            sources=frozenset(new.key for new in plan.sources),
            labels=frozenset(new.key for new in plan.labels),
            reasons=frozenset(new.key for new in plan.reasons),
            pipelines=tuple(new.name for new in plan.pipelines) or ("Sales",),
            stages=tuple(KnownStage(new.name, new.pipeline or "Sales") for new in plan.stages),
            base_currency="EUR",
            owners_are_complete=bool(plan.owners),
        )

    return know
