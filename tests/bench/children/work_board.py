"""Works the board of a workspace as a person does and times each act until it is painted: drops, scrolling, typing."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_pipeline.ui.main_window import MainWindow
from tests.bench.children.windows import (
    WINDOW,
    Watch,
    find_board,
    open_board,
    open_program,
    pass_time,
    time_until_painted,
    wait_until_idle,
)
from tests.ui.board.drags import LEFT, MOVE, PLAIN, enter, move

_FRAMES = 40  # for each act that is asked for
# Three notches of a wheel in one frame: a page of cards every eight frames.
_PIXELS_A_FRAME = 300
_WORDS = ("oak desk", "muller", "x")
_PAUSE_SECONDS = 0.04


def drop_cards(window: MainWindow, drops: int) -> Iterator[float]:
    """Lets the first card of one column after the other go over the next one, near its top."""
    board = find_board(window)
    columns = board.canvas.columns
    for drop in range(drops):
        start, end = columns[drop % len(columns)], columns[(drop + 1) % len(columns)]
        watch = Watch([start.list.viewport(), end.list.viewport(), start.header, end.header])
        mime = board.payload.pack(start.list.cards.loaded_ids[:1])
        place = QPoint(end.width() // 2, end.list.y() + 250)
        assert enter(end, mime, place)
        assert move(end, mime, place)
        pass_time(_PAUSE_SECONDS)
        event = QDropEvent(QPointF(place), MOVE, mime, LEFT, PLAIN)
        counts = start.list.cards.total, end.list.cards.total
        yield time_until_painted(lambda: QApplication.sendEvent(end, event), watch)  # noqa: B023 - called at once
        assert (start.list.cards.total, end.list.cards.total) == (counts[0] - 1, counts[1] + 1)
        wait_until_idle(window)


def scroll_cards(window: MainWindow, frames: int) -> Iterator[float]:
    """Scrolls the longest column downwards, loading its pages on the way."""
    cards = max((column.list for column in find_board(window).canvas.columns), key=lambda each: each.cards.total)
    watch = Watch([cards.viewport()])
    bar = cards.verticalScrollBar()
    for _ in range(frames):
        yield time_until_painted(lambda: bar.setValue(bar.value() + _PIXELS_A_FRAME), watch)


def type_words(window: MainWindow, words: Sequence[str]) -> Iterator[float]:
    """Types words into the filter and takes them away again, letter by letter."""
    board = find_board(window)
    watch = Watch(part for column in board.canvas.columns for part in (column.list.viewport(), column.header))
    field = board.toolbar.field
    board.focus_filter()
    # From “/” to the first letter a person takes longer.
    pass_time(2 * _PAUSE_SECONDS)
    for word in words:
        for letter in word:
            yield time_until_painted(lambda: QTest.keyClicks(field, letter), watch)  # noqa: B023 - called at once
            pass_time(_PAUSE_SECONDS)
        for _ in word:
            yield time_until_painted(lambda: QTest.keyClick(field, Qt.Key.Key_Backspace), watch)
            pass_time(_PAUSE_SECONDS)


acts = int(sys.argv[2])
window = open_program()
window.resize(WINDOW)
open_board(window, Path(sys.argv[1]))
wait_until_idle(window)
report = {
    "drop": list(drop_cards(window, acts)),
    "filter": list(type_words(window, _WORDS[:acts])),
    "scroll": list(scroll_cards(window, acts * _FRAMES)),
}
print(json.dumps(report), flush=True)
window.close()
