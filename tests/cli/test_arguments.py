"""How the arguments of the commands are read."""

import json
from pathlib import Path

import pytest

from tests.program import Run, run_program

DEALS = "Deal name,Stage,Amount\nOak table,Lead In,1200\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    path = tmp_path / "w.pipeline"
    assert run_program("new", path) == Run(0, "", "")
    return path


def test_options_may_stand_among_the_names_of_files_and_fields(workspace: Path, tmp_path: Path) -> None:
    first, second = (tmp_path / name for name in ("a.csv", "b.csv"))
    first.write_text(DEALS, encoding="utf-8")
    second.write_text(DEALS.replace("Oak", "Ash"), encoding="utf-8")
    taken = run_program("import", workspace, "--match", "none", first, "--json", second, "--currency", "USD")
    assert (taken.code, json.loads(taken.output)["new"]) == (0, 2)
    made = run_program(
        "deal", workspace, "new", "Elm table", "--at", "2026-01-05", "value=12", "--json", "close=2026-09-01"
    )
    assert made.code == 0
    told = json.loads(run_program("deal", workspace, "list", "--json").output)["deals"]
    assert [(deal["title"], deal["value"]) for deal in told][2] == ("Elm table", "12.00")
    assert told[2]["expected_close"] == "2026-09-01"
    assert run_program("export", workspace, "--filter", "text=Elm", tmp_path / "o.csv").output.endswith(": 1\n")


def test_what_follows_two_dashes_is_a_name(workspace: Path) -> None:
    assert run_program("deal", workspace, "new", "--", "-20 % table", "value=5").code == 0
    assert run_program("deal", workspace, "new", "--", "--table").code == 0
    titles = [deal["title"] for deal in json.loads(run_program("deal", workspace, "list", "--json").output)["deals"]]
    assert titles == ["-20 % table", "--table"]


def test_what_no_command_knows_is_refused(workspace: Path, tmp_path: Path) -> None:
    for arguments in (
        ("import", workspace, "--bogus", tmp_path / "a.csv"),
        ("metrics", workspace, workspace),
        ("deal", workspace, "lose", "1"),
        ("deal", workspace, "edit", "1", "--at", "2026-01-05"),
        ("export", workspace, tmp_path / "a.csv", tmp_path / "b.csv"),
    ):
        run = run_program(*arguments)
        assert (run.code, run.output) == (2, "")
        assert run.errors.startswith("usage: ")
