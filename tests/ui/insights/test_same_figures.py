"""Screen, command line, workbook and paper carry the same figures: one test reads all four."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from desktop_pipeline.domain.money import to_minor
from desktop_pipeline.reports.figures import FigureName
from desktop_pipeline.ui.reports.pdf import write_pdf
from tests.program import run_program
from tests.reports.companies import make_words
from tests.ui.insights.rooms import TODAY, Room

FORMATS = make_words().formats


def ask_command_line(path: Path) -> dict[str, Any]:
    run = run_program("metrics", path, "--as-of", TODAY, "--json")
    assert run.code == 0, run.errors
    document = json.loads(run.output)
    assert isinstance(document, dict)
    return document


def minor(amount: str) -> int:
    return to_minor(Decimal(amount), "EUR")


def read_workbook(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table by the heads of its columns."""
    tables = {}
    book = load_workbook(path)
    for sheet in (book[name] for name in book.sheetnames if name not in {"Summary", "Lists"}):
        heads, *rows = sheet.iter_rows(values_only=True)
        tables[sheet.title] = [dict(zip(map(str, heads), row, strict=True)) for row in rows]
    return tables


def say_tiles(told: dict[str, Any]) -> dict[FigureName, str]:
    """The tiles as the command line's figures would have them."""
    active, rate = told["active"], told["win_rate"]
    return {
        FigureName.ACTIVE: FORMATS.number(active["deals"]),
        FigureName.VALUE: FORMATS.whole_money(minor(active["value"]), "EUR"),
        FigureName.WEIGHTED: FORMATS.rounded_money(minor(active["weighted"]), "EUR"),
        FigureName.WIN_RATE: FORMATS.percent(rate["value"]),
        FigureName.AVERAGE: FORMATS.whole_money(minor(told["deal_size"]["mean"]), "EUR"),
        FigureName.CYCLE: f"{round(told['cycle']['won']['median'])} days",
        FigureName.VELOCITY: FORMATS.rounded_money(minor(told["velocity"]["per_day"]), "EUR"),
    }


def test_screen_command_line_workbook_and_paper_carry_the_same_figures(company: Room, tmp_path: Path) -> None:
    told = ask_command_line(company.session.path)
    page = company.overview_page
    page.win_rate.choice.go("owner")

    shown = {tile.figure.name: tile.figure.value for tile in page.strip.tiles if tile.figure}
    expected = say_tiles(told)
    assert {name: shown[name] for name in expected} == expected
    assert (
        page.win_rate.chart.rows[0].rate.value
        == told["by"]["owner"][page.win_rate.chart.rows[0].name]["win_rate"]["value"]
    )
    steps = [(row.full, row.value, row.undecided) for row in page.stops.chart.rows[:-1]]
    assert steps == [(stage["reached"], stage["advanced"], stage["undecided"]) for stage in told["stages"]]

    write_pdf(tmp_path / "report.pdf", company.content, company.page.tools.formats)
    paper = "".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "report.pdf").pages)
    for value in expected.values():
        assert value in paper
    for name, row in told["by"]["owner"].items():
        if row["won"]:
            assert name in paper
            assert FORMATS.whole_money(minor(row["won_value"]), "EUR") in paper

    page.stops.sharing.save_workbook(tmp_path / "page.xlsx", page.sheets)
    company.settle()
    tables = read_workbook(tmp_path / "page.xlsx")
    owners = {row["Owner"]: row for row in tables["Win rate Owner"]}
    for name, row in told["by"]["owner"].items():
        if row["won"] or row["lost"]:
            assert (owners[name]["Won"], owners[name]["Lost"]) == (row["won"], row["lost"])
            assert owners[name]["Won value"] == pytest.approx(float(row["won_value"]))
            if row["won"] + row["lost"] >= 5:
                assert owners[name]["Win rate"] == pytest.approx(row["win_rate"]["value"])
    for stage, row in zip(told["stages"], tables["Where deals stop"], strict=True):
        assert (row["Stage"], row["Reached"], row["Lost there"]) == (stage["stage"], stage["reached"], stage["dropped"])
        assert row["Move on"] == pytest.approx(stage["resolved"]["value"])
        assert row["Won within 30 days"] == pytest.approx(stage["within_30_days"]["won"])
    for stage, row in zip(told["stages"], tables["Days in each stage"], strict=True):
        assert (row["Left it"], row["Median days"]) == (stage["days"]["n"], pytest.approx(stage["days"]["median"]))
    reasons = {row["Reason"]: row["Deals"] for row in tables["Why deals were lost"]}
    assert reasons == {name: line["deals"] for name, line in told["lost_reasons"].items()}
    won = {
        f"{row['Month']:%Y-%m}": row["Won deals"] for row in tables["Won each month against target"] if row["Won deals"]
    }
    assert won == {month: row["deals"] for month, row in told["won"]["by_month"].items() if row["deals"]}
