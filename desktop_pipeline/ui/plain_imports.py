"""Loads PySide without what only its makers need, and puts Python's own import back in place of PySide's."""

import builtins
import sys
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

# They write the .pyi files that PySide brings ready-made, and are compiled from source at each start.
_STUB_WRITERS = frozenset(("pyi_generator", "enum_sig"))


def import_plainly() -> None:
    """Called before our own modules are imported, and before PySide is.

    PySide loads the writers of its type stubs at each start: a twentieth of the time to the first paint. And it reads
    the source of every module that comes after it, to find out whether `__feature__` switches concern it. There are
    none in this program, and reading takes another twentieth.
    """
    plain = getattr(builtins, "__orig_import__", builtins.__import__)

    def import_sparingly(
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002 - as Python calls them
        locals: Mapping[str, object] | None = None,  # noqa: A002 - likewise
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if name.endswith(".signature.lib"):
            for writer in _STUB_WRITERS.intersection(fromlist or ()):
                _leave_out(f"{name}.{writer}")
        module: ModuleType = plain(name, globals, locals, fromlist or (), level)
        return module

    builtins.__import__ = import_sparingly
    try:
        import PySide6.QtCore  # noqa: F401, PLC0415 - puts its own import there
    finally:
        builtins.__import__ = plain


def _leave_out(name: str) -> None:
    empty = ModuleType(name)
    empty.__spec__ = ModuleSpec(name, None)
    sys.modules.setdefault(name, empty)
