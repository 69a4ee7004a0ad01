"""Qt's classes are made on the window's thread, a little at a time, before a worker names them."""

import json
import subprocess
import sys

_PROGRAM = """
import json, time
from PySide6.QtWidgets import QApplication
app = QApplication([])
from desktop_pipeline.ui.qt_types import make_types
turns = []
while True:
    begun = time.perf_counter()
    is_done = make_types(0.004)
    turns.append(time.perf_counter() - begun)
    if is_done:
        break
begun = time.perf_counter()
assert make_types(0.004)
again = time.perf_counter() - begun
# What had not been named yet would be made now.
begun = time.perf_counter()
from PySide6 import QtCore, QtGui, QtWidgets
for module in (QtCore, QtGui, QtWidgets):
    for name in dir(module):
        getattr(module, name)
named = time.perf_counter() - begun
print(json.dumps([turns, again, named]))
"""


def test_all_are_made_in_short_turns_and_only_once() -> None:
    ran = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, timeout=60, check=True)
    turns, again, named = json.loads(ran.stdout)
    assert len(turns) > 3
    assert sorted(turns)[len(turns) // 2] < 0.03
    assert max(again, named) < sum(turns) / 4
