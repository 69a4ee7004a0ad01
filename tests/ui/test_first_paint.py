"""What the program has loaded when its board is seen for the first time, in a process of its own."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_pipeline.actions.sample_company import make_sample_company

ROOT = Path(__file__).resolve().parents[2]


def run_python(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "DESKTOP_PIPELINE_HOME": str(home)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_the_board_is_painted_and_takes_clicks_before_figures_and_spreadsheets_are_loaded(tmp_path: Path) -> None:
    file = tmp_path / "company.pipeline"
    make_sample_company(file, today=datetime.now(UTC).date(), open_deals=60, closed_deals=60).close()
    done = run_python(tmp_path, "-m", "tests.bench.children.start_board", str(file))
    assert (done.stdout, done.returncode) == ("{}\n", 0), done.stderr


MONTHS = """
import locale
from desktop_pipeline.app import make_application
app = make_application()
print(locale.setlocale(locale.LC_TIME), locale.setlocale(locale.LC_NUMERIC))
"""


def test_python_names_months_in_our_language_whatever_the_system_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Any but the usual one; which others there are, each computer knows for itself.
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    done = run_python(tmp_path, "-c", MONTHS)
    assert done.stdout == "C C\n", done.stderr


WRONG_CALL = """
import sys
from desktop_pipeline.ui.plain_imports import import_plainly
import_plainly()
import desktop_pipeline.app
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel()
tellers = ("parser", "layout", "mapping", "errorhandler", "lib.pyi_generator")
made = [len(vars(sys.modules["shibokensupport.signature." + name])) > 15 for name in tellers]
try:
    label.setText(3)
except TypeError as error:
    print(made, *str(error).splitlines(), "", QLabel.setText.__doc__, sep="\\n")
"""


def test_what_pyside_tells_of_a_wrong_call_is_made_with_the_call(tmp_path: Path) -> None:
    # With newer Pythons it describes nothing by itself either.
    described = run_python(tmp_path, "-c", "from PySide6.QtWidgets import QLabel; print(QLabel.setText.__doc__)").stdout
    done = run_python(tmp_path, "-c", WRONG_CALL)
    assert done.stdout.splitlines() == [
        "[False, False, False, False, False]",
        "'PySide6.QtWidgets.QLabel.setText' called with wrong argument types:",
        "  PySide6.QtWidgets.QLabel.setText(int)",
        "Supported signatures:",
        "  PySide6.QtWidgets.QLabel.setText(arg__1: str, /)",
        "",
        described.strip(),
    ], done.stderr


def test_pyside_does_not_read_the_source_of_our_modules(tmp_path: Path) -> None:
    lines = (
        "import linecache",
        "from desktop_pipeline.__main__ import main",
        "assert main() == 0",
        "print([name for name in linecache.cache if 'desktop_pipeline' in name])",
    )
    done = run_python(tmp_path, "-c", "\n".join(lines), "--self-test")
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stderr + done.stdout
