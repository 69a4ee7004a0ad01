"""PySide leaves Python's own import in place, and is all there nevertheless."""

import subprocess
import sys

_PROGRAM = """
import builtins
plain = builtins.__import__
from desktop_pipeline.ui.plain_imports import import_plainly
import_plainly()
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel
assert builtins.__import__ is plain
assert Qt.AlignmentFlag(4) is Qt.AlignmentFlag.AlignHCenter
try:
    QPoint("wrong", [])
except TypeError as error:
    assert "Supported signatures" in str(error), error
else:
    raise AssertionError
app = QApplication([])
label = QLabel("It stands")
label.show()
assert label.text() == "It stands"
"""


def test_python_imports_by_itself_and_pyside_is_whole() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
