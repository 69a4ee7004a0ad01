"""What PySide tells of its functions (in messages of wrong calls, in help) is made when somebody asks for it.

PySide carries that part of itself as source and compiles it whenever it is imported: a third of its import, at every
start, for what a program that calls it rightly never uses.
"""

import builtins
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from types import CodeType

_ROOM = "shibokensupport/signature/"
# A PySide that has them elsewhere starts as it always did.
_LATE = frozenset(
    _ROOM + name
    for name in (
        *("errorhandler.py", "layout.py", "mapping.py", "parser.py"),
        *("lib/enum_sig.py", "lib/pyi_generator.py", "lib/tool.py"),
    )
)
# The one name that PySide looks up without asking the module: it ends the process where it is not there.
_STAND_IN = """
from desktop_pipeline.ui.late_signatures import find_late

def __getattr__(name):
    return find_late(__name__, name)

def update_mapping():
    return find_late(__name__, "update_mapping")()
"""
_sources: dict[str, tuple[bytes, str]] = {}
_lock = RLock()


@contextmanager
def put_off_signatures() -> Iterator[None]:
    """Around the first import of PySide."""
    plain = builtins.compile

    def compile_late(source: bytes, filename: str, mode: str, *more: int, **named: int) -> CodeType:
        """What PySide has its modules compiled by."""
        if filename not in _LATE:
            return plain(source, filename, mode, *more, **named)  # type: ignore[call-overload,no-any-return] # as asked
        _sources[filename.removesuffix(".py").replace("/", ".")] = source, filename
        return plain(_STAND_IN, filename, mode)

    builtins.compile = compile_late  # type: ignore[assignment] # PySide calls it so and no other
    try:
        yield
    finally:
        builtins.compile = plain


def find_late(module_name: str, name: str) -> object:
    """A name of a module that was put off; the module itself is made with the first."""
    module = sys.modules[module_name]
    # Python itself looks for names such as __path__ while it imports.
    if not name.startswith("__"):
        with _lock:
            waiting = _sources.pop(module_name, None)
            if waiting is not None:
                exec(compile(*waiting, "exec"), module.__dict__)  # noqa: S102 - as PySide itself would have done
    try:
        return module.__dict__[name]
    except KeyError:
        message = f"module {module_name!r} has no attribute {name!r}"
        raise AttributeError(message) from None
