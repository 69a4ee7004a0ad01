"""Starts the program with a file, as its user does, and tells when the board is painted and takes clicks."""

import sys
from pathlib import Path

from PySide6.QtCore import QPoint, Qt

from desktop_pipeline.app import make_application, make_window, open_first
from desktop_pipeline.paths import settings_folder
from desktop_pipeline.ui.preferences import PreferenceFile
from tests.bench.children.windows import find_board, watch_board

LATE_LIBRARIES = ("numpy", "pyqtgraph", "openpyxl", "python_calamine")


def tell() -> None:
    """All columns are painted and the event loop is free: a click arrives at once."""
    print("{}", flush=True)
    loaded = [name for name in LATE_LIBRARIES if name in sys.modules]
    assert not loaded, f"{', '.join(loaded)} loaded before the board was painted"
    click_card()
    window.close()


def click_card() -> None:
    """Shows that the board answers."""
    from PySide6.QtTest import QTest  # noqa: PLC0415 - not a part of the start that is measured

    cards = find_board(window).canvas.columns[-1].list
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    assert cards.hasFocus()
    assert cards.current_card() is not None


app = make_application()
window = make_window(app, PreferenceFile(settings_folder()))
open_first(window, Path(sys.argv[1]))
window.show()
watch = watch_board(window, tell)
sys.exit(app.exec())
