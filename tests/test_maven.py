"""The main real file (8,800 deals that others recorded) through the program, against answers computed elsewhere."""

import csv
import json
import statistics
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.program import Run, run_program

FILES = ("sales_pipeline.csv", "accounts.csv", "products.csv", "sales_teams.csv")


@pytest.fixture(scope="module")
def imported(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    """The workspace as the command line makes it of the four files."""
    workspace = tmp_path_factory.mktemp("maven") / "m.pipeline"
    files = [str(data_folder / "maven" / name) for name in FILES]
    options = ("--stage-order", "Prospecting,Engaging", "--currency", "USD", "--json")
    return workspace, run_program("import", workspace, *files, *options, afresh=True)


@pytest.fixture(scope="module")
def reference(data_folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((data_folder / "reference" / "maven.json").read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")
def deals(data_folder: Path) -> list[dict[str, str]]:
    """The file's rows as they stand, with products merged; shares no code with the program."""
    with (data_folder / "maven" / "sales_pipeline.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        row["product"] = {"GTXPro": "GTX Pro"}.get(row["product"], row["product"])
    return rows


@cache
def ask(workspace: Path, *arguments: str) -> dict[str, Any]:
    """The figures that the command tells; the same are not worked out twice, the workspace stays as it was imported."""
    run = run_program("metrics", workspace, *arguments, "--json")
    assert run.code == 0, run.errors
    document: dict[str, Any] = json.loads(run.output)
    return document


WHOLE = ("--as-of", "2018-01-01", "--from", "2016-01-01", "--to", "2018-01-01")


def test_all_8800_deals_are_taken_with_their_owners_and_products(imported: tuple[Path, Run]) -> None:
    told = json.loads(imported[1].output)
    assert imported[1].code == 0
    assert (told["rows"], told["new"], told["skipped"], told["problems"]) == (8800, 8800, 0, [])
    assert told["created"] == {
        "organisations": 85,
        "people": 0,
        "owners": 35,
        "products": 7,
        "stages": 2,
        "sources": 0,
        "labels": 0,
    }


def test_the_headline_figures_equal_the_reference(imported: tuple[Path, Run], reference: dict[str, Any]) -> None:
    told = ask(imported[0], *WHOLE)
    assert round(told["win_rate"]["value"], 10) == reference["win_rate"]
    assert told["win_rate"]["n"] == 6711
    assert told["deal_size"] == {"mean": "2360.91", "median": "1117.00", "n": 4238}
    assert (told["won"]["deals"], told["won"]["value"]) == (4238, "10005534.00")
    for outcome in ("won", "lost"):
        for figure in ("mean", "median", "p25", "p75", "n"):
            assert round(told["cycle"][outcome][figure], 10) == reference[f"cycle_{outcome}"][figure]


def test_won_by_month_equals_the_reference(imported: tuple[Path, Run], reference: dict[str, Any]) -> None:
    months = ask(imported[0], *WHOLE)["won"]["by_month"]
    told = {month: (row["deals"], float(row["value"])) for month, row in months.items() if row["deals"]}
    assert told == {month: (row["n"], row["revenue"]) for month, row in reference["won_by_month"].items()}


@pytest.mark.parametrize(
    ("by", "answers"), [("owner", "by_agent"), ("product", "by_product_GTXPro_merged"), ("industry", "by_sector")]
)
def test_every_row_of_a_breakdown_equals_the_reference(
    imported: tuple[Path, Run], reference: dict[str, Any], by: str, answers: str
) -> None:
    told = ask(imported[0], *WHOLE)["by"][by]
    for name, row in reference[answers].items():
        assert (told[name]["won"], told[name]["lost"]) == (row["won"], row["lost"]), name
        assert told[name]["active"] == row["open"], name
        assert digits(told[name]["win_rate"]["value"]) == row["win_rate"], name
        assert float(told[name]["won_value"]) == row["won_value"].get("sum", 0), name
        assert digits(told[name]["cycle_mean"]) == row["cycle_won"].get("mean"), name
    assert sum(row["won"] for row in told.values()) == 4238


def test_owners_without_closed_deals_have_no_rate(imported: tuple[Path, Run], reference: dict[str, Any]) -> None:
    told = ask(imported[0], *WHOLE)["by"]["owner"]
    for name in reference["agents_in_teams_without_deals"]:
        assert told[name]["win_rate"]["value"] is None
        assert told[name]["mean_size"] is None


def test_open_deals_have_no_value_and_none_is_invented(imported: tuple[Path, Run]) -> None:
    told = ask(imported[0], *WHOLE)
    assert told["active"] == {"deals": 2089, "value": None, "weighted": None}
    assert {"why": "no value", "deals": 2089} in told["left_out"]


def test_the_totals_under_an_owner_filter_are_the_owners_row(imported: tuple[Path, Run]) -> None:
    whole = ask(imported[0], *WHOLE)["by"]["owner"]
    for name in ("Darcel Schlecht", "Anna Snelling"):
        told = ask(imported[0], *WHOLE, "--owner", name)
        assert told["win_rate"] == whole[name]["win_rate"]
        assert told["won"]["value"] == whole[name]["won_value"]
        assert told["active"]["deals"] == whole[name]["active"]


def test_as_of_mid_2017_agrees_with_a_recomputation_from_the_file(
    imported: tuple[Path, Run], deals: list[dict[str, str]]
) -> None:
    as_of = date(2017, 6, 30)
    told = ask(imported[0], "--as-of", as_of.isoformat())
    closed = [row for row in deals if row["close_date"] and "2016-07-01" <= row["close_date"] <= as_of.isoformat()]
    assert_figures(told, closed)
    created = [row for row in deals if not row["engage_date"] or row["engage_date"] <= as_of.isoformat()]
    still_open = [row for row in created if not row["close_date"] or row["close_date"] > as_of.isoformat()]
    assert told["active"]["deals"] == len(still_open)


def test_a_product_and_owner_filter_agrees_with_a_recomputation_from_the_file(
    imported: tuple[Path, Run], deals: list[dict[str, str]]
) -> None:
    told = ask(imported[0], *WHOLE, "--product", "GTX Pro", "--owner", "Darcel Schlecht")
    chosen = [row for row in deals if row["product"] == "GTX Pro" and row["sales_agent"] == "Darcel Schlecht"]
    assert_figures(told, [row for row in chosen if row["close_date"]])
    assert told["active"]["deals"] == sum(not row["close_date"] for row in chosen)


def digits(value: float | None) -> float | None:
    """To the last digit that the reference shows."""
    return None if value is None else round(value, 10)


def assert_figures(told: dict[str, Any], closed: list[dict[str, str]]) -> None:
    won = [row for row in closed if row["deal_stage"] == "Won"]
    assert told["win_rate"]["n"] == len(closed)
    assert told["win_rate"]["value"] == pytest.approx(len(won) / len(closed), abs=1e-12)
    values = [int(row["close_value"]) for row in won]
    assert float(told["won"]["value"]) == sum(values)
    assert float(told["deal_size"]["median"]) == statistics.median(values)
    days = [date.fromisoformat(row["close_date"]) - date.fromisoformat(row["engage_date"]) for row in won]
    assert told["cycle"]["won"]["mean"] == pytest.approx(statistics.fmean(span.days for span in days), abs=1e-9)
    assert told["cycle"]["won"]["median"] == statistics.median(span.days for span in days)


def test_importing_the_same_files_again_changes_nothing(imported: tuple[Path, Run], data_folder: Path) -> None:
    files = [str(data_folder / "maven" / name) for name in FILES]
    told = json.loads(run_program("import", imported[0], *files, "--currency", "USD", "--json").output)
    assert (told["unchanged"], told["new"], told["updated"], told["change"]) == (8800, 0, 0, None)


@pytest.fixture
def exports(tmp_path: Path, data_folder: Path) -> tuple[Path, Path]:
    workspace = tmp_path / "w.pipeline"
    assert run_program("new", workspace, "--currency", "USD").code == 0
    assert run_program("export", workspace, "--all", tmp_path / "before").code == 0
    files = [str(data_folder / "maven" / name) for name in FILES]
    assert run_program("import", workspace, *files, "--stage", "Engaging=Proposal").code == 0
    assert run_program("undo", workspace).code == 0
    assert run_program("export", workspace, "--all", tmp_path / "after").code == 0
    return tmp_path / "before", tmp_path / "after"


def test_an_import_and_its_undo_leave_every_byte_of_the_export(exports: tuple[Path, Path]) -> None:
    before, after = exports
    names = sorted(path.name for path in before.iterdir())
    assert names
    assert names == sorted(path.name for path in after.iterdir())
    for name in names:
        assert (before / name).read_bytes() == (after / name).read_bytes(), name
