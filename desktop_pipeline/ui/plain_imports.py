"""Python's own import again, in place of the one PySide puts there."""

import builtins


def import_plainly() -> None:
    """Called before our own modules are imported, and before PySide is.

    PySide reads the source of every module that comes after it, to find out whether `__feature__` switches concern it.
    There are none in this program, and reading takes a twentieth of the time to the first paint.
    """
    plain = getattr(builtins, "__orig_import__", builtins.__import__)
    import PySide6.QtCore  # noqa: F401, PLC0415 - puts its own import there

    builtins.__import__ = plain
