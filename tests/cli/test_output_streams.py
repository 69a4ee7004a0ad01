"""Where a command prints: pipes that are closed early, full disks, streams that were closed, narrow terminals."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import Run, run_program

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and streams as a POSIX shell has them")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    path = tmp_path / "w.pipeline"
    assert run_program("new", path) == Run(0, "", "")
    assert run_program("deal", path, "new", "Oak table").code == 0
    return path


def run_in_shell(line: str, workspace: Path) -> Run:
    """Runs a line of a shell in which `$PROGRAM` is the program and `$WS` the workspace."""
    ended = subprocess.run(
        ["/bin/sh", "-c", line],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PROGRAM": f"{sys.executable} -m desktop_pipeline", "WS": str(workspace)},
        timeout=120,
        check=False,
    )
    return Run(ended.returncode, ended.stdout, ended.stderr)


def count_deals(workspace: Path) -> int:
    return len(json.loads(run_program("deal", workspace, "list", "--json").output)["deals"])


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["deal $WS list", "metrics $WS --json", "deal $WS new Ash"])
def test_a_reader_that_goes_early_is_no_error(workspace: Path, command: str, unbuffered: str) -> None:
    run = run_in_shell(
        f'{{ PYTHONUNBUFFERED={unbuffered} $PROGRAM {command}; echo "ended with $?" >&2; }} | true', workspace
    )
    assert run.errors == "ended with 0\n"
    assert count_deals(workspace) == (2 if "Ash" in command else 1)


def test_an_error_keeps_its_code_when_the_reader_has_gone(workspace: Path) -> None:
    run = run_in_shell('{ $PROGRAM deal $WS win 9; echo "ended with $?" >&2; } | true', workspace)
    assert run.errors == "There is no deal number 9.\nended with 2\n"


@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_command_without_streams_does_its_work(workspace: Path, closed: str) -> None:
    assert run_in_shell(f"$PROGRAM deal $WS new Ash {closed}", workspace).code == 0
    assert count_deals(workspace) == 2
    assert run_program("check", workspace).code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_what_cannot_be_written_for_want_of_space_is_said(workspace: Path) -> None:
    for command in ("deal $WS list", "deal $WS new Ash"):
        run = run_in_shell(f"$PROGRAM {command} >/dev/full", workspace)
        assert (run.code, run.errors) == (3, "No space left on device\n")


def test_letters_that_a_terminal_does_not_know_become_question_marks(workspace: Path) -> None:
    assert run_program("deal", workspace, "new", "Größe").code == 0
    narrow = "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 PYTHONIOENCODING=ascii $PROGRAM deal $WS list"
    assert "Gr??e" in run_in_shell(narrow, workspace).output
    assert "Größe" in run_in_shell(f"{narrow} --json", workspace).output
