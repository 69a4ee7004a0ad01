"""Makes Qt's classes on the window's thread: PySide makes each when it is first named, and not for two threads at once.

A worker that imports a screen or pyqtgraph names hundreds of them, while the window paints by some of the same: where
both came to one at the same moment, the process ended.
"""

from collections.abc import Iterator
from functools import cache
from time import perf_counter
from types import ModuleType

from PySide6 import QtCore, QtGui, QtWidgets


def make_types(seconds: float) -> bool:
    """Makes them for so long, about 0.1 s in all; whether all are made. Only on the window's thread."""
    until = perf_counter() + seconds
    for module, name in _waiting():
        getattr(module, name)
        if perf_counter() >= until:
            return False
    return True


@cache
def _waiting() -> Iterator[tuple[ModuleType, str]]:
    """Those that were not named yet: one iterator for the process."""
    return iter([(module, name) for module in (QtCore, QtGui, QtWidgets) for name in dir(module)])
