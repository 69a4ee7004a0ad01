"""The commands without a window: what they print, how they end, and what they never do."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.program import Run, hearing, run_program


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    path = tmp_path / "w.pipeline"
    assert run_program("new", path, "--currency", "EUR") == Run(0, "", "")
    return path


def write_csv(folder: Path, text: str, *, name: str = "deals.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_new_refuses_to_overwrite(workspace: Path) -> None:
    before = workspace.read_bytes()
    run = run_program("new", workspace)
    assert run.code == 4
    assert "is there already" in run.errors
    assert workspace.read_bytes() == before


def test_demo_twice_gives_equal_exports(tmp_path: Path) -> None:
    for name in ("a", "b"):
        # Each with an order of its own in what has none
        path = tmp_path / f"{name}.pipeline"
        assert run_program("demo", path, "--today", "2026-06-09", afresh=True).code == 0
        assert run_program("export", path, "--all", tmp_path / name, afresh=True).code == 0
    first, second = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("a", "b")
    )
    assert Path("deal.csv") in first
    assert any(path.parts[0] == "files" for path in first)
    assert first == second


def test_a_date_or_number_that_is_none_is_said_in_plain_words(workspace: Path, tmp_path: Path) -> None:
    dated = run_program("metrics", workspace, "--as-of", "31.02.2020")
    assert dated.code == 2
    assert "“31.02.2020” is not a date; write it like 2026-03-31" in dated.errors
    counted = run_program("demo", tmp_path / "d.pipeline", "--open", "-3")
    assert counted.code == 2
    assert "“-3” is not a number of deals" in counted.errors


def test_metrics_give_every_figure_and_the_same_ones_again(tmp_path: Path) -> None:
    path = tmp_path / "d.pipeline"
    assert run_program("demo", path, "--today", "2026-06-09", "--open", 40, "--closed", 60).code == 0
    asked = ("metrics", path, "--as-of", "2026-06-09", "--json")
    first, second = (json.loads(run_program(*asked, afresh=True).output) for _ in "12")
    assert first.pop("seconds") > 0
    assert second.pop("seconds") > 0
    assert first == second
    assert [month["month"] for month in first["forecast"]["months"]][:2] == ["2026-06", "2026-07"]
    assert {"stages", "lost_reasons", "bottleneck", "leads", "velocity", "targets", "forecast", "backtest"} <= set(
        first
    )
    assert {"hygiene", "movement"} <= set(first)


def test_check_finds_a_sound_file_sound(workspace: Path) -> None:
    run = run_program("check", workspace)
    assert (run.code, run.output) == (0, "The file is sound.\n")


def test_undo_and_redo_say_what_they_did_and_history_lists_it(workspace: Path, tmp_path: Path) -> None:
    deals = write_csv(tmp_path, "Deal name,Stage,Amount\nOak table,Lead In,1200\n")
    assert run_program("import", workspace, deals).code == 0
    assert run_program("undo", workspace).output == "Taken back: Import deals.csv\n"
    states = [change["state"] for change in json.loads(run_program("history", workspace, "--json").output)["changes"]]
    assert states == ["sealed", "undone"]
    assert run_program("redo", workspace).output == "Done again: Import deals.csv\n"
    nothing = run_program("redo", workspace)
    assert (nothing.code, nothing.errors) == (4, "There is nothing to redo.\n")


def test_a_dry_run_writes_nothing_and_makes_no_workspace(tmp_path: Path) -> None:
    deals = write_csv(tmp_path, "Deal name,Stage,Amount\nOak table,Offer,1200\n")
    run = run_program("import", tmp_path / "absent.pipeline", deals, "--dry-run", "--json")
    told = json.loads(run.output)
    assert (told["new"], told["change"]) == (1, None)
    assert not (tmp_path / "absent.pipeline").exists()


def test_an_import_that_fails_leaves_no_workspace_behind(tmp_path: Path) -> None:
    text = write_csv(tmp_path, "this is not a table", name="letter.xlsx")
    run = run_program("import", tmp_path / "absent.pipeline", text)
    assert run.code == 3
    assert "Traceback" not in run.errors
    assert [path.name for path in tmp_path.iterdir()] == ["letter.xlsx"]


BAD_ROWS = """Deal name,Organisation,Owner,Stage,Amount,Created,Close date
Good one,Müller AG,Ann,Lead In,100,2026-01-05,
Wrong date,Acme,Ann,Lead In,200,31.02.2026,
Unknown owner,Acme,Nobody,Lead In,300,2026-01-05,
Negative,Acme,Ann,Lead In,-400,2026-01-05,
,,Ann,Lead In,500,2026-01-05,
"""
OWNERS = "Sales agent,Manager,Regional office\nAnn,Bo,North\n"


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_bad_input_is_listed_with_file_row_column_and_reason_and_the_rest_is_taken(
    workspace: Path, tmp_path: Path, encoding: str
) -> None:
    deals = write_csv(tmp_path, BAD_ROWS, encoding=encoding)
    owners = write_csv(tmp_path, OWNERS, name="owners.csv")
    run = run_program("import", workspace, deals, owners, "--json")
    told = json.loads(run.output)
    assert run.code == 1
    assert (told["rows"], told["new"], told["skipped"]) == (5, 4, 1)
    listed = {(problem["row"], problem["column"]): problem for problem in told["problems"]}
    assert listed[(3, "Created")]["value"] == "31.02.2026"
    assert listed[(4, "Owner")]["value"] == "Nobody"
    assert listed[(5, "Amount")]["value"] == "-400"
    assert {row for row, _column in listed} == {3, 4, 5, 6}
    assert all(problem["file"] == "deals.csv" and problem["problem"] for problem in told["problems"])
    with sqlite3.connect(workspace) as database:
        rows = {
            title: (value, owner, created)
            for title, value, owner, created in database.execute(
                "select title, value, (select name from owner where id = owner_id), created_at from deal"
            )
        }
        organisations = {name for (name,) in database.execute("select name from organisation")}
    database.close()
    assert rows["Negative"][0] is None
    assert rows["Unknown owner"][1] is None
    assert rows["Wrong date"][2] is None
    assert rows["Good one"][:2] == (10000, "Ann")
    assert "Müller AG" in organisations


def test_the_rows_not_taken_go_to_a_workbook_with_their_reason(workspace: Path, tmp_path: Path) -> None:
    deals = write_csv(tmp_path, BAD_ROWS)
    out = tmp_path / "problems.xlsx"
    assert run_program("import", workspace, deals, "--problems", out).code == 1
    assert out.read_bytes().startswith(b"PK")


def test_no_spreadsheet_is_one_sentence_and_changes_nothing(workspace: Path, tmp_path: Path) -> None:
    before = run_program("history", workspace).output
    for name, content in (("a.xlsx", b"hello"), ("b.csv", b"\x00\x01\x02\x03" * 50), ("c.csv", b"")):
        (tmp_path / name).write_bytes(content)
        run = run_program("import", workspace, tmp_path / name)
        assert run.code == 3, name
        assert run.errors.count("\n") == 1, run.errors
    assert run_program("import", workspace, tmp_path / "absent.csv").code == 3
    assert run_program("history", workspace).output == before


def test_a_damaged_a_foreign_and_a_newer_workspace_are_refused_in_one_sentence(workspace: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.pipeline"
    damaged.write_bytes(workspace.read_bytes()[:5000])
    foreign = tmp_path / "foreign.pipeline"
    with sqlite3.connect(foreign) as database:
        database.execute("create table t (x)")
    database.close()
    newer = tmp_path / "newer.pipeline"
    newer.write_bytes(workspace.read_bytes())
    with sqlite3.connect(newer) as database:
        database.execute("pragma user_version=9999")
    database.close()
    for path, code in ((damaged, 3), (foreign, 3), (newer, 4)):
        before = path.read_bytes()
        for command in (("check", path), ("undo", path), ("metrics", path)):
            run = run_program(*command)
            assert run.code == code, (path, command, run)
            assert run.errors.count("\n") == 1, run.errors
            assert "Traceback" not in run.errors
        assert path.read_bytes() == before


def test_wrong_arguments_end_with_2(workspace: Path) -> None:
    assert run_program("metrics", workspace, "--from", "yesterday").code == 2
    assert run_program("metrics", workspace, "--from", "2026-02-01", "--to", "2026-01-01").code == 2
    assert run_program("metrics", workspace, "--owner", "Nobody").code == 2
    assert run_program("import", workspace).code == 2


def test_export_leaves_a_folder_with_files_alone(workspace: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    assert run_program("export", workspace, "--all", folder).code == 4
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


def test_commands_that_do_not_print_import_no_qt(workspace: Path) -> None:
    code = (
        "import sys; from desktop_pipeline.cli.commands import run_command; "
        f"run_command(['metrics', {str(workspace)!r}, '--json']); "
        "print([name for name in sys.modules if name.startswith(('PySide6', 'pyqtgraph'))], file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stderr.strip() == "[]"


def test_no_report_and_no_list_of_problems_takes_the_place_of_a_file(workspace: Path, tmp_path: Path) -> None:
    deals = write_csv(tmp_path, BAD_ROWS)
    older = tmp_path / "older.pdf"
    older.write_bytes(b"older")
    before = {path: path.read_bytes() for path in (workspace, deals, older)}
    for command in (
        ("report", workspace, workspace),
        ("report", workspace, older),
        ("report", workspace, tmp_path / "new.pipeline"),
        ("import", workspace, deals, "--problems", workspace),
        ("import", workspace, deals, "--problems", deals),
        ("import", workspace, deals, "--problems", older),
        ("import", tmp_path / "absent.pipeline", deals, "--problems", tmp_path / "absent.pipeline"),
    ):
        run = run_program(*command)
        assert (run.code, run.output, run.errors.count("\n")) == (4, "", 1), (command, run)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_ends_of_the_calendar_is_refused_and_leaves_no_file(
    workspace: Path, tmp_path: Path, day: str
) -> None:
    for command in (
        ("metrics", workspace, "--as-of", day),
        ("report", workspace, tmp_path / "r.pdf", "--as-of", day),
        ("demo", tmp_path / "d.pipeline", "--today", day),
    ):
        run = run_program(*command)
        assert run.code == 2, command
        assert "is too far away; give a date from 1900-01-01 to 2200-12-31" in run.errors
        assert "Traceback" not in run.errors
    assert [path.name for path in tmp_path.iterdir()] == [workspace.name]


@pytest.mark.parametrize("day", ["1900-01-01", "2200-12-31"])
def test_figures_and_samples_reach_as_far_as_dates_are_taken(tmp_path: Path, day: str) -> None:
    path = tmp_path / "d.pipeline"
    assert run_program("demo", path, "--open", "3", "--closed", "3", "--today", day) == Run(0, "", "")
    assert run_program("metrics", path, "--as-of", day).code == 0


def test_what_a_narrow_terminal_cannot_show_is_no_fault_and_json_stays_whole(workspace: Path, tmp_path: Path) -> None:
    narrow = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    deals = write_csv(tmp_path, "Deal name,Stage,Amount\nOak table,Lead In,1200\n", name="Ünï.csv")
    assert run_program("import", workspace, deals, environment=narrow).code == 0
    told = run_program("history", workspace, "--json", environment=narrow)
    assert json.loads(told.output)["changes"][-1]["label"] == "Import Ünï.csv"
    assert run_program("undo", workspace, environment=narrow) == Run(0, "Taken back: Import ?n?.csv\n", "")


def test_a_wide_sheet_with_long_values_is_told_in_few_short_lines(workspace: Path, tmp_path: Path) -> None:
    strange = [f"Zzz{number}" for number in range(30)]
    header = ",".join(("Deal name", "Stage", "Amount", *strange))
    deals = write_csv(tmp_path, f"{header}\nOak table,Lead In,{'x' * 5000}{',' * 30}\n")
    run = run_program("import", workspace, deals)
    assert run.output.startswith("1 deal in the file: ")
    assert run.output.count("was not taken") == 20
    assert "and 10 more columns were not taken." in run.output
    assert max(map(len, run.output.splitlines())) < 200


def test_a_name_that_is_no_file_and_no_command_is_one_sentence(tmp_path: Path) -> None:
    run = run_program("nonsense", folder=tmp_path)
    assert (run.code, run.errors.count("\n")) == (2, 1)
    assert (
        "“nonsense” is neither a file nor a command. The commands are activity, backup, check, deal, demo, export"
        in run.errors
    )
    for command in ("new", "metrics"):
        for name in ("", "folder/", ".", "/."):
            run = run_program(command, name, folder=tmp_path)
            assert run.code == 2
            assert f"“{name}” is not the name of a file" in run.errors
    assert list(tmp_path.iterdir()) == []


_STOPS = ("SIGINT", "SIGTERM", "SIGHUP")


@pytest.mark.skipif(sys.platform == "win32", reason="it takes no signal from another process")
@pytest.mark.parametrize("name", _STOPS)
def test_who_stops_an_import_is_told_in_a_word_and_a_new_workspace_is_gone(tmp_path: Path, name: str) -> None:
    rows = "".join(f"Deal {number},Firm {number},{number}\n" for number in range(40_000))
    deals = tmp_path / "deals.csv"
    deals.write_text("Title,Organisation,Value\n" + rows, encoding="utf-8")
    path = tmp_path / "new.pipeline"
    assert stop(name, path, "import", path, deals) == Run(130, "", "Stopped.\n")
    assert [file.name for file in tmp_path.iterdir()] == ["deals.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="likewise")
def test_a_sample_company_and_an_export_that_are_stopped_leave_nothing_half_made(tmp_path: Path) -> None:
    path, folder = tmp_path / "d.pipeline", tmp_path / "all"
    assert stop("SIGINT", path, "demo", path, "--open", 20_000, "--closed", 20_000) == Run(130, "", "Stopped.\n")
    assert list(tmp_path.iterdir()) == []
    assert run_program("demo", path, "--open", 2_000, "--closed", 2_000).code == 0
    assert stop("SIGTERM", folder, "export", path, "--all", folder) == Run(130, "", "Stopped.\n")
    assert not folder.exists()
    folder.mkdir()
    assert run_program("export", path, "--all", folder).code == 0
    assert (folder / "README.txt").exists()


def stop(name: str, sign: Path, *arguments: object) -> Run:
    """Runs a command and sends it a signal soon after there is something under the name of `sign`."""
    number = getattr(signal, name)
    command = [sys.executable, "-m", "desktop_pipeline", *map(str, arguments)]
    with hearing(number):
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with running:
        end = time.monotonic() + 20
        while not sign.exists() and time.monotonic() < end:
            time.sleep(0.002)
        time.sleep(0.05)
        running.send_signal(number)
        output, errors = running.communicate(timeout=60)
    return Run(running.returncode, output, errors)


_LOST = """
import time
from desktop_pipeline.__main__ import _take_every_stop

class Closing:
    def __del__(self):
        raise KeyboardInterrupt

_take_every_stop()
try:
    closing = Closing()
    del closing
    time.sleep(5)
except KeyboardInterrupt:
    print("stopped")
"""


def test_a_stop_that_python_drops_is_asked_for_once_more() -> None:
    with hearing(signal.SIGINT):
        run = subprocess.run([sys.executable, "-c", _LOST], capture_output=True, text=True, check=False, timeout=60)
    assert (run.stdout, run.stderr) == ("stopped\n", "")


def test_an_option_that_nobody_knows_is_one_sentence(tmp_path: Path) -> None:
    for arguments in (("--nope",), (tmp_path / "w.pipeline", "--verbose")):
        run = run_program(*arguments, folder=tmp_path)
        assert run == Run(2, "", f"“{arguments[-1]}” is not understood. See desktop-pipeline --help.\n")
