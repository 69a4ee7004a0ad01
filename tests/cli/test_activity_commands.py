"""`activity WS plan · done · list` as a person at a terminal uses it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_pipeline.queries.activities import read_activity
from tests.program import run_program
from tests.workspaces import make_desk, open_desk


@pytest.fixture
def file(tmp_path: Path) -> Path:
    desk = make_desk(tmp_path, zone="Europe/Berlin")
    desk.deal("Oak <b>table</b>", owner_id=2, organisation="Zaria")
    desk.workspace.close()
    return desk.path


def test_a_plan_is_told_listed_and_done(file: Path) -> None:
    planned = run_program("activity", file, "plan", 1, "call", "Ring Ines", "--due", "2026-06-11 15:30", "--json")
    assert planned.code == 0, planned.errors
    answer = json.loads(planned.output)
    assert answer["activity"] == 1
    listed = run_program("activity", file, "list", "--json", "--owner", "Ben", "--at", "2026-06-11 16:00")
    (row,) = json.loads(listed.output)["activities"]
    assert row == {
        "activity": 1,
        "kind": "call",
        "subject": "Ring Ines",
        "due_on": "2026-06-11",
        "due_at": "2026-06-11T15:30:00+02:00",
        "deal": 1,
        "title": "Oak <b>table</b>",
        "stage": "Lead Generation",
        "value": "1200.00",
        "currency": "EUR",
        "owner": "Ben",
        "person": None,
        "organisation": "Zaria",
        "late": True,
    }
    done = run_program("activity", file, "done", 1, "--result", "Reached", "--at", "2026-01-06", "--by", "Tess")
    assert (done.code, done.output) == (0, "Finish “Ring Ines”\n")
    again = run_program("activity", file, "done", 1)
    assert (again.code, again.errors) == (2, "“Ring Ines” is done already.\n")
    assert run_program("activity", file, "list").output == "Nothing is planned.\n"
    history = json.loads(run_program("history", file, "--json").output)["changes"]
    assert (history[-1]["label"], history[-1]["who"]) == ("Finish “Ring Ines”", "Tess")


def test_a_time_in_the_night_that_the_clocks_skip_is_the_one_they_show(file: Path) -> None:
    assert run_program("activity", file, "plan", 1, "call", "Night", "--due", "2026-03-29 02:30").code == 0
    with open_desk(file) as desk:
        row = read_activity(desk.workspace, 1)
        assert row is not None
        assert row.due_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_day_alone_is_due_at_any_time(file: Path) -> None:
    assert run_program("activity", file, "plan", 1, "visit", "", "--due", "2026-06-11").code == 0
    output = run_program("activity", file, "list").output
    assert output == "     1  2026-06-11        visit    Visit  Oak <b>table</b>\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("plan", 1, "call", "x", "--due", "0001-01-01"), "The year 1 is too far away."),
        (("plan", 1, "call", "x", "--due", "9999-12-31 23:59"), "The year 9999 is too far away."),
        (("plan", 1, "call", "x", "--due", "tomorrow"), "“tomorrow” is not a date."),
        (("plan", 1, "call", "x", "--due", "2026-06-11 25:00"), "“25:00” is not a time of day."),
        (("plan", 1, "dance", "x", "--due", "2026-06-11"), "There is no kind “dance”. There are: Call, E-mail, "),
        (("plan", 7, "call", "x", "--due", "2026-06-11"), "There is no deal number 7."),
        (("plan", 10**40, "call", "x", "--due", "2026-06-11"), "There is no deal number"),
        (("plan", 1, "call", "x"), "--due"),
        (("done", "one"), "“one” is not a number"),
        (("done", 9), "There is no activity number 9."),
        (("list", "--owner", "Zoe"), "There is no owner “Zoe”."),
        (("list", "--kind", "dance"), "There is no kind “dance”. There are: Call, E-mail, "),
        (("list", "--at", "0001-01-01"), "The year 1 is too far away."),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_two(
    file: Path, arguments: tuple[object, ...], sentence: str
) -> None:
    run = run_program("activity", file, *arguments)
    assert run.code == 2
    assert sentence in run.errors
    assert "Traceback" not in run.errors
    assert run.output == ""
