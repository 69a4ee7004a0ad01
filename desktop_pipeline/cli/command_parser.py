"""How the arguments of a command are read: options may stand anywhere among the names of files and fields."""

import argparse
from collections.abc import Sequence
from typing import Any


class CommandParser(argparse.ArgumentParser):
    """Takes `import WS --currency USD FILE` as well, which argparse refuses where a list of files may be empty."""

    _is_reading = False

    def parse_known_args(  # type: ignore[override]  # argparse tells it in three overloads
        self,
        args: Sequence[str] | None = None,
        namespace: Any = None,  # noqa: ANN401 - anything that takes attributes, as argparse has it
    ) -> tuple[Any, list[str]]:
        """Reads the options first and then what is left; what follows a “--” is left to argparse's own order."""
        if self._is_reading or self._subparsers is not None or args is None or "--" in args:
            return super().parse_known_args(args, namespace)
        self._is_reading = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_reading = False
