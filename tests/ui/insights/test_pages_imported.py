"""Where the pages of Insights are imported, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.workspaces import make_desk

ROOT = Path(__file__).resolve().parents[3]


def test_further_pages_are_imported_before_they_are_asked_for_and_not_by_the_window(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    path = desk.workspace.path
    desk.workspace.close()
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.insights.pages_imported", str(path)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    further = ("forecast", "conversion", "speed", "leads", "people", "movement", "customers", "ideal")
    expected = {f"{page}_page": "worker" for page in further}
    assert done.stdout.splitlines()[-1:] == [str(expected)], done.stderr + done.stdout
