"""The program's own window with a workspace in it, and a watch for what is painted."""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter, sleep

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_pipeline.app import make_application, make_window
from desktop_pipeline.paths import settings_folder
from desktop_pipeline.ui.board.board_page import BoardPage
from desktop_pipeline.ui.later import call_later
from desktop_pipeline.ui.main_window import MainWindow
from desktop_pipeline.ui.preferences import PreferenceFile
from tests.memory import peak_megabytes

# As large as in the pictures of the design; what is painted depends on it.
WINDOW = QSize(1440, 900)
_QUIET_ROUNDS = 3
_QUIET_SECONDS = 0.2
_POLL_SECONDS = 0.002
_TICK_MILLISECONDS = 2


class Watch(QObject):
    """Sees the paint events of some widgets; `done` is called once, when all were painted and the loop is free."""

    def __init__(self, widgets: Iterable[QWidget], done: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._unpainted: set[QObject] = set(widgets)
        self._done = done
        self.painted = 0
        for widget in self._unpainted:
            widget.installEventFilter(self)

    @property
    def saw_all(self) -> bool:
        """Whether each was painted at least once."""
        return not self._unpainted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.painted += 1
            self._unpainted.discard(watched)
            if self._done is not None and self.saw_all:
                call_later(self, self._done)
                self._done = None
        return False


class Heartbeat:
    """A timer of the window's loop; a gap is the time from one turn to the next."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._last = perf_counter()
        self.gaps: list[float] = []
        self._timer.start(_TICK_MILLISECONDS)

    def _beat(self) -> None:
        now = perf_counter()
        self.gaps.append((now - self._last) * 1e3)
        self._last = now

    def stop(self) -> list[float]:
        """All gaps, in milliseconds."""
        self._timer.stop()
        return self.gaps


def open_program() -> MainWindow:
    """The program's window, shown, with its start page."""
    window = make_window(make_application(), PreferenceFile(settings_folder()))
    window.show()
    process_events()
    return window


def watch_board(window: MainWindow, done: Callable[[], None] | None = None) -> Watch:
    """Watches the lists of all columns that have cards."""
    lists = [column.list for column in find_board(window).canvas.columns if column.list.cards.total]
    assert lists
    assert all(cards.cards.rowCount() for cards in lists)
    return Watch([cards.viewport() for cards in lists], done)


def open_board(window: MainWindow, file: Path) -> float:
    """Opens a workspace in the window; milliseconds until all its columns are painted."""
    started = perf_counter()
    assert window.open_file(file)
    watch = watch_board(window)
    while not watch.saw_all:
        process_events()
    return (perf_counter() - started) * 1e3


def find_board(window: MainWindow) -> BoardPage:
    """The board of the open workspace."""
    assert window.page is not None
    return window.page.board


def wait_until_idle(window: MainWindow) -> None:
    """Until nothing is worked out in the background any more, so that one measure does not pay for another."""
    quiet_since = perf_counter()
    # The board asks for weighted sums only a moment after a change.
    while perf_counter() - quiet_since < _QUIET_SECONDS:
        pass_time(0.01)
        if not window.tasks.is_idle:
            quiet_since = perf_counter()


def time_until_painted(act: Callable[[], object], watch: Watch) -> float:
    """Milliseconds from the act to the last paint that follows from it.

    The first round of the loop counts even where nothing had to be painted: there the work was done that found so.
    """
    started = perf_counter()
    act()
    process_events()
    seen, ended = watch.painted, perf_counter()
    quiet = 0
    while quiet < _QUIET_ROUNDS:
        process_events()
        if watch.painted == seen:
            quiet += 1
        else:
            seen, ended, quiet = watch.painted, perf_counter(), 0
    return (ended - started) * 1e3


def pass_time(seconds: float) -> None:
    """Lets the event loop run as an idle program does; QTest.qWait would keep worker threads waiting all the while."""
    ended = perf_counter() + seconds
    while perf_counter() < ended:
        process_events()
        sleep(_POLL_SECONDS)


def process_events() -> None:
    """One round of the event loop."""
    QApplication.processEvents()


def resident_megabytes() -> float:
    """Memory that this process holds now, which Linux tells in pages; elsewhere the most that it has held."""
    if sys.platform != "linux":
        return peak_megabytes()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
