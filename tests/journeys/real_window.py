"""A real window on a virtual screen, driven by real mouse and key events from outside the program."""

import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QApplication, QWidget

from desktop_pipeline.app import make_doors, make_window
from desktop_pipeline.ui.preferences import PreferenceFile

_XDOTOOL = shutil.which("xdotool") or "xdotool"
PATIENCE = 20.0
_STEPS = 12
_LONGEST_PRESS = 0.2


class RealWindow:
    """Opens the program's own window; the mouse and the keys are xdotool's."""

    def __init__(self, folder: Path) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.app = app
        preferences = PreferenceFile(folder)
        self.window = make_window(app, preferences)
        self.doors = make_doors(preferences)
        self.window.choose_theme("light")
        self.window.setGeometry(0, 0, 1440, 860)
        self.window.show()
        self.wait(lambda: self.window.isVisible() and self.window.windowHandle().isExposed())

    def open(self, path: Path) -> None:
        assert self.window.open_file(path)
        self.wait(lambda: self.window.tasks.is_idle)
        self.focus()

    def focus(self) -> None:
        """Gives the window the keys; there is no window manager to do it."""
        self.window.activateWindow()
        self.run("windowfocus", str(int(self.window.winId())))
        self.wait(self.window.isActiveWindow)

    def wait(self, until: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Lets the program live until something is so."""
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, "it never came to be"
            self.app.processEvents()
            time.sleep(0.005)

    def settle(self, seconds: float = 0.4) -> None:
        """Lets the program live for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.005)

    def run(self, *arguments: str) -> None:
        """Runs xdotool beside the program, which stays alive meanwhile."""
        self._start(*arguments)
        self.settle(0.05)

    def _start(self, *arguments: str) -> None:
        tool = subprocess.Popen([_XDOTOOL, *arguments])
        self.wait(lambda: tool.poll() is not None)
        assert tool.returncode == 0

    def keys(self, *names: str) -> None:
        """Presses keys one after the other, each when the one before was let go of."""
        for name in names:
            ears = _Ears()
            self.app.installEventFilter(ears)
            self._start("key", "--clearmodifiers", name)
            # What no window of ours has the keys for is heard of by none.
            end = time.monotonic() + _LONGEST_PRESS
            while not ears.have_heard and time.monotonic() < end:
                self.app.processEvents()
                time.sleep(0.002)
            self.app.removeEventFilter(ears)

    def type(self, text: str) -> None:
        self.run("type", "--delay", "10", text)
        self.settle(0.1)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        spot = widget.mapToGlobal(at if at is not None else widget.rect().center())
        self.run("mousemove", str(spot.x()), str(spot.y()), "click", "1")
        self.settle(0.1)

    def drag(self, start: QPoint, *ends: QPoint, hold: float = 0.0, cancel: bool = False) -> None:
        """Presses at a global point, moves there in small steps, and lets go (or presses Escape before)."""
        arguments = ["mousemove", *_words(start), "sleep", "0.1", "mousedown", "1", "sleep", "0.1"]
        here = start
        for end in ends:
            for step in range(1, _STEPS + 1):
                spot = QPoint(
                    here.x() + (end.x() - here.x()) * step // _STEPS, here.y() + (end.y() - here.y()) * step // _STEPS
                )
                arguments += ["mousemove", *_words(spot), "sleep", "0.03"]
            here = end
        arguments += ["sleep", str(0.2 + hold)]
        if cancel:
            arguments += ["key", "Escape", "sleep", "0.1"]
        self.run(*arguments, "mouseup", "1")
        self.settle()

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        self.app.processEvents()


class _Ears(QObject):
    """Hears a key that is let go of: what its press did is done then."""

    have_heard = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyRelease and event.spontaneous():
            self.have_heard = True
        return super().eventFilter(watched, event)


def _words(spot: QPoint) -> Sequence[str]:
    return (str(spot.x()), str(spot.y()))
