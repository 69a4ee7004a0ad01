"""PySide imported as plainly as it can be: without what it keeps ready for programs that are not this one."""

import builtins

from desktop_pipeline.ui.late_signatures import put_off_signatures


def import_plainly() -> None:
    """Called before our own modules are imported, and before PySide is.

    PySide reads the source of every module that comes after it, to find out whether `__feature__` switches concern it.
    There are none in this program, and reading takes a twentieth of the time to the first paint: Python's own import
    is put back.
    """
    plain = getattr(builtins, "__orig_import__", builtins.__import__)
    with put_off_signatures():
        import PySide6.QtCore  # noqa: F401, PLC0415 - puts its own import there

    builtins.__import__ = plain
