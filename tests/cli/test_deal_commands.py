"""The `deal` command of the command line (CLI.md)."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.actions.criteria import add_criterion
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.cli.commands import run_command
from tests.program import run_program
from tests.workspaces import read_passes


@pytest.fixture
def workspace_path(tmp_path: Path) -> Path:
    path = tmp_path / "deals.pipeline"
    made = make_workspace(path, template="meeting", owner="Ann")
    with made.journal.change("Source") as draft:
        draft.execute("insert into source (name, is_active) values ('Fair', 1)")
    made.close()
    return path


def run(capsys: pytest.CaptureFixture[str], path: Path, *arguments: str) -> tuple[int, str, str]:
    code = run_command(["deal", str(path), *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def ask(capsys: pytest.CaptureFixture[str], path: Path, *arguments: str) -> dict[str, Any]:
    code, out, err = run(capsys, path, *arguments, "--json")
    assert (code, err) == (0, "")
    answer: dict[str, Any] = json.loads(out)
    return answer


def listed(capsys: pytest.CaptureFixture[str], path: Path, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(capsys, path, "list", *arguments)["deals"]
    return found


def require(path: Path, stage: str, text: str) -> None:
    with open_workspace(path) as workspace:
        stage_id = workspace.value("select id from stage where name = ?", (stage,))
        add_criterion(workspace, stage_id, kind="tick", text=text, is_required=True)


def test_a_deal_is_added_with_its_fields_and_listed(workspace_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fields = ("value=1250.5", "organisation=Hollin Bakery", "owner=ann", "source=fair", "stage=qualified")
    made = ask(
        capsys, workspace_path, "new", "Oak table", *fields, "close=2027-03-01", "probability=40%", "person=Kenji",
        "--at", "2026-01-05",
    )  # fmt: skip
    (deal,) = listed(capsys, workspace_path)
    assert made["deal"] == deal["deal"]
    assert deal == {
        "deal": 1,
        "title": "Oak table",
        "organisation": "Hollin Bakery",
        "pipeline": "New business",
        "stage": "Qualified",
        "status": "open",
        "value": "1250.50",
        "currency": "EUR",
        "probability": 0.4,
        "owner": "Ann",
        "source": "Fair",
        "labels": [],
        "expected_close": "2027-03-01",
        "created": "2026-01-05T00:00:00+00:00",
        "closed": None,
    }


def test_fields_are_edited_and_emptied(workspace_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask(capsys, workspace_path, "new", "Oak table", "value=100", "owner=Ann")
    ask(capsys, workspace_path, "edit", "1", "title=Ash table", "currency=USD", "owner=", "source=Fair")
    (deal,) = listed(capsys, workspace_path)
    assert (deal["title"], deal["value"], deal["currency"], deal["owner"]) == ("Ash table", "100.00", "USD", None)
    ask(capsys, workspace_path, "edit", "1", "value=")
    assert listed(capsys, workspace_path)[0]["value"] is None
    assert ask(capsys, workspace_path, "edit", "1", "title=Ash table")["change"] is None
    ask(capsys, workspace_path, "edit", "1", "expected_close=2026-12-31")
    assert listed(capsys, workspace_path)[0]["expected_close"] == "2026-12-31"


def test_moving_stops_at_the_gate_with_exit_code_1_and_passes_with_a_sentence(
    workspace_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    require(workspace_path, "Lead In", "Budget is confirmed")
    ask(capsys, workspace_path, "new", "Oak table")
    code, out, err = run(capsys, workspace_path, "move", "1", "Qualified")
    assert (code, out) == (1, "")
    assert err == "“Oak table” is not ready yet. Still open: “Budget is confirmed”.\n"
    code, out, _err = run(capsys, workspace_path, "win", "1", "--json")
    assert (code, json.loads(out)) == (1, {"deal": 1, "change": None, "missing": ["Budget is confirmed"]})
    assert listed(capsys, workspace_path)[0]["stage"] == "Lead In"
    moved = ask(capsys, workspace_path, "move", "1", "Qualified", "--pass", "Known for years", "--by", "Kenji")
    assert len(moved["still_open"]) == 3
    with open_workspace(workspace_path, read_only=True) as workspace:
        (passed,) = read_passes(workspace)
    assert (passed.who, passed.why) == ("Kenji", "Known for years")


def test_an_empty_sentence_passes_nothing(workspace_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask(capsys, workspace_path, "new", "Oak table")
    code, _out, err = run(capsys, workspace_path, "move", "1", "Qualified", "--pass", " ")
    assert (code, err) == (2, "Say in a sentence why the criteria can be passed.\n")


def test_deals_are_won_lost_reopened_and_deleted(workspace_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for title in ("Oak table", "Ash table"):
        ask(capsys, workspace_path, "new", title)
    ask(capsys, workspace_path, "win", "1")
    ask(capsys, workspace_path, "lose", "2", "--reason", "price")
    assert [deal["status"] for deal in listed(capsys, workspace_path)] == ["won", "lost"]
    ask(capsys, workspace_path, "reopen", "2")
    ask(capsys, workspace_path, "delete", "1")
    assert [deal["deal"] for deal in listed(capsys, workspace_path)] == [2]
    assert run(capsys, workspace_path, "list")[1].split() == ["2", "Lead", "In", "Ash", "table"]


def test_a_list_is_filtered_by_words_owner_stage_status_source_and_label(
    workspace_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, workspace_path, "new", "Öak <b>table</b>", "organisation=Hollin", "owner=Ann", "source=Fair")
    ask(capsys, workspace_path, "new", "Walnut chair", "stage=Proposal")
    with open_workspace(workspace_path) as workspace, workspace.journal.change("Label") as draft:
        draft.execute("insert into label (name, is_active) values ('Priority', 1)")
        draft.execute("insert into deal_label (deal_id, label_id) values (2, 1)")
    for wanted, found in {
        "text=oak <b>": [1],
        "text=HOLLIN": [1],
        "owner=ann": [1],
        "owner=none": [2],
        "source=fair": [1],
        "source=None": [2],
        "product=none": [1, 2],
        "label=none": [1],
        "stage=proposal": [2],
        "status=open": [1, 2],
        "status=won": [],
        "label=priority": [2],
    }.items():
        assert [deal["deal"] for deal in listed(capsys, workspace_path, "--filter", wanted)] == found, wanted
    both = listed(capsys, workspace_path, "--filter", "owner=Ann", "--filter", "stage=Proposal")
    assert both == []
    either = ("--filter", "stage=Lead In", "--filter", "stage=proposal")
    assert [deal["deal"] for deal in listed(capsys, workspace_path, *either)] == [1, 2]
    ask(capsys, workspace_path, "edit", "2", "close=2026-09-15")
    assert [deal["deal"] for deal in listed(capsys, workspace_path, "--filter", "closing=2026-09")] == [2]
    assert listed(capsys, workspace_path)[1]["labels"] == ["Priority"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("move", "1", "Nowhere"), 2, "There is no open stage “Nowhere”. There are: Lead In, Qualified"),
        (("move", "99", "Proposal"), 2, "There is no deal number 99."),
        (("lose", "1", "--reason", "Weather"), 2, "There is no reason “Weather”. There are: Price, "),
        (("lose", "1", "--reason", "Other"), 2, "This reason needs a short note."),
        (("edit", "1", "colour=red"), 2, "There is no field “colour”. There are: close, currency, "),
        (("edit", "1", "value=much"), 2, "“much” is not an amount. Write it like 1250.50."),
        (("edit", "1", "value=1e40"), 2, "The amount is too large to keep exactly."),
        (("edit", "1", "value=1.999"), 2, "“1.999” is finer than EUR is counted. Write it like 2.00."),
        (("edit", "1", "value=5.5", "currency=JPY"), 2, "“5.5” is finer than JPY is counted."),
        (("edit", "1", "value=5", "value=6"), 2, "“value” is given twice."),
        (("edit", "1", "currency=ZZZ"), 2, "There is no currency “ZZZ”."),
        (("edit", "1", "value=-1"), 2, "A deal’s value cannot be below zero."),
        (("edit", "1", "probability=certain"), 2, "“certain” is not a probability."),
        (("edit", "1", "probability=140%"), 2, "A probability lies between 0 % and 100 %."),
        (("edit", "1", "close=soon"), 2, "“soon” is not a date."),
        (("edit", "1", "close=0001-01-01"), 2, "The year 1 is too far away."),
        (("edit", "1", "title="), 2, "A deal needs a title."),
        (("edit", "1", "owner=Nobody"), 2, "There is no owner “Nobody”."),
        (("win", "1", "--at", "yesterday"), 2, "“yesterday” is not a date."),
        (("win", "1", "--at", "1999-01-01"), 2, "The deal’s history goes on to"),
        (("list", "--filter", "colour=red"), 2, "“colour” is nothing to filter by. There are: status, owner, "),
        (("list", "--filter", "status=maybe"), 2, "A status is one of open, won, lost and all."),
        (("list", "--filter", "stage=Nowhere"), 2, "There is no stage “Nowhere”."),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    workspace_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    ask(capsys, workspace_path, "new", "Oak table")
    before = listed(capsys, workspace_path)
    ended, out, err = run(capsys, workspace_path, *arguments)
    assert (ended, out) == (code, "")
    assert err.startswith(said)
    assert err.count("\n") == 1
    assert listed(capsys, workspace_path) == before


def test_a_day_that_is_still_to_come_is_told_of(workspace_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, workspace_path, "new", "Oak table", "--at", "2199-01-05")
    assert (code, out) == (0, "1: New deal “Oak table”\n")
    assert err == "2199-01-05 is still to come: figures count this from that day on.\n"


def test_the_installed_program_knows_the_command(workspace_path: Path) -> None:
    made = run_program("deal", workspace_path, "new", "Oak table", "--json")
    assert (made.code, made.errors) == (0, "")
    shown = run_program("deal", workspace_path, "list")
    assert "Oak table" in shown.output
    assert run_program("deal", workspace_path, "dance").code == 2
