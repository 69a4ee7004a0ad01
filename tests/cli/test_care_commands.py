import hashlib
import json
from pathlib import Path

import pytest

from tests.program import run_program
from tests.workspaces import make_desk, open_desk


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    desk = make_desk(tmp_path)
    desk.deal("Oak table", organisation="Acme")
    desk.workspace.close()
    return desk.path


def count(path: Path) -> int:
    with open_desk(path) as desk:
        return int(desk.workspace.value("select count(*) from deal"))


def test_backup_and_restore(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "copy.pipeline"
    run = run_program("backup", workspace, out)
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    assert (run.code, run.errors) == (0, "")
    assert "1 open deals worth 1200.00 EUR" in run.output
    assert digest in run.output
    assert json.loads(out.with_name("copy.pipeline.json").read_text(encoding="utf-8"))["sha256"] == digest
    with open_desk(workspace) as desk:
        desk.deal("Walnut chair")
    told = run_program("restore", out, workspace, "--dry-run")
    assert told.code == 0
    assert "now: 2 open deals" in told.output
    assert count(workspace) == 2
    run = run_program("restore", out, workspace)
    assert (run.code, run.errors) == (0, "")
    assert "The file before is kept: " in run.output
    assert count(workspace) == 1
    kept = Path(run.output.partition("is kept: ")[2].strip())
    assert run_program("restore", kept, workspace).code == 0
    assert count(workspace) == 2


def test_a_backup_reads_while_the_file_is_open_elsewhere(workspace: Path, tmp_path: Path) -> None:
    with open_desk(workspace) as desk:
        desk.deal("Walnut chair")
        assert run_program("backup", workspace, tmp_path / "copy.pipeline").code == 0
        refused = run_program("restore", tmp_path / "copy.pipeline", workspace)
    assert refused.code == 3
    assert "open in another window" in refused.errors


def test_a_backup_into_a_folder_is_named_by_date(workspace: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    assert run_program("backup", workspace, folder).code == 0
    assert [path.name.startswith("deals 20") for path in folder.glob("*.pipeline")] == [True]
    for count_then, written in ((2, f"{folder}/"), (3, ".")):
        assert run_program("backup", workspace, written, folder=folder).code == 0
        assert len(list(folder.glob("*.pipeline"))) == count_then
    assert run_program("backup", workspace, "", folder=folder).code == 2


def test_nothing_is_overwritten(workspace: Path, tmp_path: Path) -> None:
    taken = tmp_path / "mine.pipeline"
    taken.write_text("mine")
    assert run_program("backup", workspace, taken).code == 4
    assert run_program("check", workspace, "--rescue", taken).code == 4
    assert taken.read_text() == "mine"
    table = tmp_path / "deals.xlsx"
    table.write_text("mine")
    assert run_program("restore", workspace, table).code == 4
    assert table.read_text() == "mine"


def test_check_repairs_and_rescues(workspace: Path, tmp_path: Path) -> None:
    sound = run_program("check", workspace, "--repair")
    assert (sound.code, sound.output) == (0, "The file is sound.\n")
    with open_desk(workspace) as desk:
        desk.journal._connection.execute("delete from history_event")
    run = run_program("check", workspace, "--repair")
    assert run.code == 1
    assert "has no creation in its history" in run.output
    assert "--rescue OUT" in run.output
    out = tmp_path / "new.pipeline"
    rescued = run_program("check", workspace, "--rescue", out)
    assert rescued.code == 1
    assert "1 deals lost part of their history" in rescued.output
    assert run_program("check", out).output == "The file is sound.\n"


def test_a_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "gone.pipeline"
    path.write_bytes(b"SQLite format 3\0" + bytes(5000))
    for arguments in (("backup", path, tmp_path / "out.pipeline"), ("check", path, "--repair")):
        run = run_program(*arguments)
        assert run.code == 3
        assert run.errors.count("\n") == 1
    assert not (tmp_path / "out.pipeline").exists()
