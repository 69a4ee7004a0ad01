"""Starts the program with a file, as its user does, and tells when the board is painted and takes clicks."""

# ruff: noqa: E402 - as in `python -m desktop_pipeline`
from desktop_pipeline.ui.collecting import hold_collection

hold_collection()

from desktop_pipeline.ui.plain_imports import import_plainly

import_plainly()

import sys
from pathlib import Path

from PySide6.QtCore import QPoint, Qt

from desktop_pipeline.app import start_window
from tests.bench.children.windows import find_board, watch_board

LATE_LIBRARIES = ("numpy", "pyqtgraph", "openpyxl", "python_calamine", "peewee")
# Of Python and of our own, what the board does without and what would bring much along.
LATE_MODULES = (
    *("argparse", "getpass", "html", "logging", "statistics"),
    *("desktop_pipeline.domain.gates", "desktop_pipeline.domain.reminders", "desktop_pipeline.domain.targets"),
    *("desktop_pipeline.metrics.rates", "desktop_pipeline.queries.after_sale", "desktop_pipeline.ui.board.drag_flow"),
)


def tell() -> None:
    """All columns are painted and the event loop is free: a click arrives at once."""
    loaded = [name for name in (*LATE_LIBRARIES, *LATE_MODULES) if name in sys.modules]
    print("{}", flush=True)
    faults = [f"{name} is loaded before the board is painted" for name in loaded]
    if not takes_clicks():
        faults.append("the painted board takes no clicks")
    print(*faults, sep="\n", file=sys.stderr)
    window.close()
    app.exit(1 if faults else 0)


def takes_clicks() -> bool:
    """Whether a click on a card gives it the keys."""
    from PySide6.QtTest import QTest  # noqa: PLC0415 - not a part of the start that is measured

    cards = find_board(window).canvas.columns[1].list
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 140))
    return cards.hasFocus() and cards.currentIndex().row() == 1


app, window = start_window(Path(sys.argv[1]))
watch = watch_board(window, tell)
sys.exit(app.exec())
