"""Ctrl+C at the terminal, and a system that ends its programs: the window closes as by its menu, and its file too."""

import os
import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


def end_by_signals(home: QObject, end: Callable[[], object]) -> None:
    """Calls `end` when the process is asked to stop; asked once more, it stops at once."""
    if sys.platform == "win32":
        return
    heard, told = os.pipe()
    os.set_blocking(told, False)
    # An error raised wherever the window just is would break what it does; and while idle Python hears of nothing.
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    stops = [
        number
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) is not signal.SIG_IGN
    ]
    for number in stops:
        signal.signal(number, _wake)

    def hear() -> None:
        notifier.setEnabled(False)
        os.read(heard, 1)
        for number in stops:
            signal.signal(number, signal.SIG_DFL)
        end()

    notifier = QSocketNotifier(heard, QSocketNotifier.Type.Read, home)
    notifier.activated.connect(hear)


def _wake(_number: int, _frame: object) -> None:
    """The notifier does the rest."""
