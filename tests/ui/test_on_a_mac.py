"""The window as a Mac is told of it: its keys, its own menu, and a file that is opened in its Finder."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent

from desktop_pipeline.actions.sample_company import make_sample_company
from desktop_pipeline.ui.board.board_keys import Ask, find_ask
from tests.gallery import Stage

ROOT = Path(__file__).resolve().parents[2]
_WINDOW = """
import json, sys
from pathlib import Path
import numpy, pyqtgraph, subprocess
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QFileOpenEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QWidget
sys.platform = "darwin"
from desktop_pipeline.app import start_window
app, window = start_window(None)
QApplication.sendEvent(app, QFileOpenEvent(QUrl.fromLocalFile(sys.argv[1])))
opened = None if window.session is None else window.session.path.name
window.questions.show_keys()
for key in ("deals", "activities", "insights", "settings"):
    window.page.go_to(key)
app.processEvents()

def walk(menu):
    menu.aboutToShow.emit()
    for action in menu.actions():
        if isinstance(action.menu(), QMenu):
            yield from walk(action.menu())
        elif action.text():
            yield action

entries = [entry for top in window.menuBar().actions() for entry in walk(top.menu())]
told = {entry.text() for entry in entries} | {each.text() for each in window.page.findChildren(QAction)}
for widget in app.allWidgets():
    told |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()}
    for name in ("text", "placeholderText", "title"):
        value = widget.property(name)
        told |= {value} if isinstance(value, str) else set()
print(json.dumps({
    "opened": opened,
    "roles": {entry.text(): entry.menuRole().name for entry in entries},
    "keys": {entry.text(): [key.toString() for key in entry.shortcuts()] for entry in entries},
    "told": sorted(told),
}))
window.close()
"""


def test_keys_have_their_names_there_entries_stay_and_a_file_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "company.pipeline"
    make_sample_company(file, today=datetime.now(UTC).date(), open_deals=20, closed_deals=20).close()
    own = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DESKTOP_PIPELINE_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", _WINDOW, str(file)],
        cwd=ROOT,
        env=own,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["opened"] == file.name
    # Those that it would take by their words; “No other files yet” is none of them.
    roles = {text: role for text, role in found["roles"].items() if role != "NoRole" and text != "No other files yet"}
    assert roles == {
        "Settings": "PreferencesRole",
        "Quit": "QuitRole",
        "About Desktop Pipeline": "AboutRole",
    }
    # The system hides the program by ⌘H
    keys = [key for keys in found["keys"].values() for key in keys]
    assert "Ctrl+H" not in keys
    assert (found["keys"]["History…"], keys.count("Ctrl+Y")) == (["Ctrl+Y"], 1)
    assert not [text for text in found["told"] if any(key in text for key in ("Ctrl", "Alt+", "Del,", "\tDel"))]
    assert {"Board (⌘1)", "Move one stage on\t⌘→", "⌘ K: search everything", "⌘ Y: history"} <= set(found["told"])


@pytest.mark.skipif(sys.platform == "darwin", reason="there the key leads to the history")
def test_elsewhere_what_was_undone_is_done_again_by_either_usual_key(stage: Stage) -> None:
    (redo,) = [action for action in stage.window.findChildren(QAction) if action.text().startswith("Redo")]
    assert [key.toString() for key in redo.shortcuts()] == ["Ctrl+Shift+Z", "Ctrl+Y"]


def test_the_key_that_is_called_delete_there_deletes() -> None:
    pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier)
    assert find_ask(pressed) is Ask.DELETE
