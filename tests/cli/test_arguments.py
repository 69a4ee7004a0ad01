"""How the arguments of the commands are read."""

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.cli.commands import run_command
from desktop_pipeline.storage.workspace import write_setting
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


@pytest.mark.parametrize(
    "arguments",
    [
        ["deal", "w.pipeline", "list"],
        ["deal", "w.pipeline", "edit", "1", "value=5"],
        ["activity", "w.pipeline", "list"],
        ["history", "w.pipeline"],
        ["check", "w.pipeline"],
        ["import", "w.pipeline", "a.csv"],
    ],
    ids=" ".join,
)
def test_an_option_may_stand_anywhere(workspace: Path, arguments: list[str]) -> None:
    run_program("deal", workspace, "new", "Oak table")
    (workspace.parent / "a.csv").write_text(DEALS, encoding="utf-8")
    for place in range(len(arguments) + 1):
        run = run_program(*arguments[:place], "--json", *arguments[place:], folder=workspace.parent)
        assert (run.code, run.errors) == (0, ""), place
        assert isinstance(json.loads(run.output), dict)


def test_an_option_with_a_value_may_stand_before_the_act(workspace: Path) -> None:
    for title in ("Oak table", "Elm table"):
        run_program("deal", workspace, "new", title)
    for arguments in (
        ("--filter", "text=Elm", "deal", workspace, "list"),
        ("deal", "--filter=text=Elm", workspace, "--json", "list"),
        ("deal", workspace, "--filter", "text=Elm", "list", "--json"),
    ):
        assert "Elm" in (told := run_program(*arguments).output)
        assert "Oak" not in told
    refused = run_program("deal", "--debug", workspace, "list", "--filter", "owner=Nobody")
    assert "Traceback" in refused.errors
    assert "Traceback" in run_program("deal", workspace, "list", "--filter", "owner=Nobody", "--debug").errors


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
        assert run.errors.count("\n") == 1
        assert run.errors.endswith(" --help.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("metrics",), "There is something missing: WS. See desktop-pipeline metrics --help."),
        (("metrics", "w", "--as-of"), "--as-of needs something behind it. See desktop-pipeline metrics --help."),
        (
            ("metrics", "w", "--as-of", "soon"),
            "--as-of: “soon” is not a date; write it like 2026-03-31. See desktop-pipeline metrics --help.",
        ),
        (("metrics", "w", "--bogus"), "This is not understood: --bogus. See desktop-pipeline metrics --help."),
        (("metrics", "w", "x y"), "This is not understood: x y. See desktop-pipeline metrics --help."),
        (
            ("report", "w", "o.pdf", "--paper", "A5"),
            "--paper: “A5” is none of A4, Letter. See desktop-pipeline report --help.",
        ),
        (
            ("demo", "w", "--open", "99999999999"),
            "--open: “99999999999” are too many deals; make 1000000 at most. See desktop-pipeline demo --help.",
        ),
        (("demo", "w", "--seed", "x"), "--seed: “x” is not a number. See desktop-pipeline demo --help."),
        (
            ("check", "w", "--repair", "--rescue", "o"),
            "--rescue and --repair do not go together. See desktop-pipeline check --help.",
        ),
        (("deal", "w", "lose", "1"), "There is something missing: --reason. See desktop-pipeline deal WS lose --help."),
        (("deal", "w", "edit", "x", "a=b"), "ID: “x” is not a number. See desktop-pipeline deal WS edit --help."),
    ],
)
def test_wrong_arguments_are_one_plain_sentence(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        run_command(arguments)
    told = capsys.readouterr()
    assert (ended.value.code, told.out, told.err) == (2, "", f"{said}\n")


def test_paper_is_known_by_its_name_in_any_case(workspace: Path) -> None:
    out = workspace.with_name("o.pdf")
    assert run_program("report", workspace, out, "--paper", "letter").code == 0
    assert out.exists()


def test_every_command_answers_with_one_object_of_json(tmp_path: Path) -> None:
    answers = {}
    for name, *arguments in (
        ("new", "a.pipeline"),
        ("demo", "b.pipeline", "--open", "3", "--closed", "2"),
        ("check", "b.pipeline"),
        ("check", "b.pipeline", "--repair"),
        ("check", "b.pipeline", "--rescue", "r.pipeline"),
        ("backup", "b.pipeline", "c.pipeline"),
        ("deal", "b.pipeline", "new", "Oak table"),
        ("undo", "b.pipeline"),
        ("redo", "b.pipeline"),
        ("history", "b.pipeline"),
        ("metrics", "b.pipeline"),
        ("activity", "b.pipeline", "list"),
        ("export", "b.pipeline", "o.csv"),
        ("export", "b.pipeline", "--all", "all"),
        ("report", "b.pipeline", "r.xlsx"),
        ("restore", "c.pipeline", "b.pipeline"),
    ):
        run = run_program(name, *arguments, "--json", folder=tmp_path)
        assert (run.code, run.errors) == (0, ""), name
        assert run.output.count("\n") == 1
        answers[name] = json.loads(run.output)
    assert answers["undo"] == answers["redo"]
    assert answers["undo"]["label"] == "New deal “Oak table”"
    assert answers["restore"]["restored"]
    assert answers["restore"]["before"]["open"] == answers["restore"]["backup"]["open"] + 1
    assert (tmp_path / answers["restore"]["kept"]).exists()


def test_faults_of_a_file_are_told_as_json(workspace: Path) -> None:
    run_program("deal", workspace, "new", "Oak table")
    with closing(sqlite3.connect(workspace)) as connection:
        connection.execute("update deal set status = 'won'")
        connection.commit()
    run = run_program("check", workspace, "--json")
    (fault,) = json.loads(run.output)["faults"]
    assert (run.code, fault["where"]) == (1, "deal")
    assert "Oak table" in fault["what"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("new", "b.pipeline", "--currency", "XXQ"), 2, "There is no currency “XXQ”."),
        (("import", "b.pipeline", "a.csv", "--currency", "QQ"), 2, "“QQ” is not a currency code."),
        (("backup", "w.pipeline", "away/b.pipeline"), 3, "There is no folder “away”."),
        (("restore", "away.pipeline", "w.pipeline"), 3, "There is no file “away.pipeline”."),
        (("export", "w.pipeline", "--all", ""), 2, "“” is not the name of a file or a folder"),
        (("export", "w.pipeline", "o.csv", "--filter", "closing=2026-09..2026-06"), 2, "ends before it begins"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(
    workspace: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    run = run_program(*arguments, folder=workspace.parent)
    assert run.code == code
    assert said in run.errors
    assert not list(workspace.parent.glob("[!w]*"))


def test_a_period_of_which_only_one_end_is_given(workspace: Path) -> None:
    def ask(*arguments: str) -> list[str]:
        told = json.loads(run_program("metrics", workspace, "--as-of", "2026-06-09", *arguments, "--json").output)
        period: list[str] = told["period"]
        return period

    assert ask() == ["2025-06-10", "2026-06-10"]
    assert ask("--from", "2026-01-01") == ["2026-01-01", "2026-06-10"]
    assert ask("--to", "2025-01-01") == ["2024-01-01", "2025-01-01"]
    assert run_program("metrics", workspace, "--as-of", "2026-06-09", "--from", "2026-07-01").code == 2


def test_a_report_says_nothing_in_a_plain_environment(workspace: Path, tmp_path: Path) -> None:
    for name in ("C", "POSIX"):
        run = run_program("report", workspace, tmp_path / f"{name}.pdf", environment={"LC_ALL": name})
        assert (run.code, run.output, run.errors) == (0, "", "")


def test_help_tells_what_each_option_does_and_how_a_command_ends() -> None:
    everything = run_program("--help").output
    assert "exit codes: 0 done" in everything
    assert "--self-test" in everything
    for name in ("new", "demo", "import", "export", "metrics", "report", "undo", "check", "backup", "restore"):
        told = run_program(name, "--help").output
        assert "exit codes: 0 done" in told, name
        options = told.partition("options:\n")[2].partition("\n\n")[0].splitlines()
        for line, following in zip(options, [*options[1:], ""], strict=True):
            # What it does stands behind the option, or on the next line
            assert "  " in line.strip() or following.startswith("    ") or line.startswith("    "), (name, line)


def test_the_fields_that_help_names_are_fields(tmp_path: Path) -> None:
    deals = tmp_path / "deals.csv"
    deals.write_text("Deal name,Odd\nOak table,x\n", encoding="utf-8")
    listed = run_program("import", "--help").output.partition("Some fields of --map: ")[2].partition(";")[0]
    names = [name.strip() for name in listed.replace("\n", " ").split(",")]
    assert {"title", "value", "expected_close", "ignore"} < set(names)
    refused = run_program("import", tmp_path / "w.pipeline", deals, "--map", "Odd=nothing", "--dry-run")
    known = refused.errors.partition("There are: ")[2].rstrip(".\n").split(", ")
    assert set(names) <= set(known)


def test_history_tells_the_time_of_the_file(workspace: Path) -> None:
    with open_workspace(workspace) as opened, opened.journal.change("Zone") as draft:
        write_setting(draft, "time_zone", "Pacific/Auckland")
    told = json.loads(run_program("history", workspace, "--json").output)["changes"][-1]
    at = datetime.fromisoformat(told["at"]).astimezone(ZoneInfo("Pacific/Auckland"))
    assert f"  {at:%Y-%m-%d %H:%M}  done" in run_program("history", workspace).output


def test_a_person_at_a_terminal_reads_the_words_of_the_screen(workspace: Path) -> None:
    for number in range(1, 8):
        run_program("deal", workspace, "new", f"Table {number}", "value=1000", "--at", "2026-01-05")
        if number <= 3:
            assert run_program("deal", workspace, "win", number, "--at", "2026-02-05", "--pass", "As a trial").code == 0
    few = run_program("metrics", workspace, "--as-of", "2026-06-09").output.splitlines()
    assert few[0] == "2025-06-10 to 2026-06-09, as of 2026-06-09"
    assert few[1] == "Active deals: 4. 4 deals open on 2026-06-09."
    assert "Pipeline value: EUR 4,000." in few[2]
    assert few[-1] == "Won: 3 deals, EUR 3,000."
    assert few[4].startswith("Win rate: 3 of 3 (won). 3 won ÷ (3 won + 0 lost): too few for a percentage.")
    for number, reason in ((4, "Price"), (5, "Price")):
        lost = run_program("deal", workspace, "lose", number, "--reason", reason, "--at", "2026-03-05")
        assert lost.code == 0
    some = run_program("metrics", workspace, "--as-of", "2026-06-09").output.splitlines()[4]
    assert "60 % (3 of 5)" in some.replace("\N{NO-BREAK SPACE}", " ")
    assert "23 to 88 %" in some.replace("\N{NO-BREAK SPACE}", " ")
