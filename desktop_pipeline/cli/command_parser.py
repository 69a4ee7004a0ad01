"""How the arguments of a command are read: options may stand anywhere, and what is wrong is one plain sentence."""

import argparse
import re
from collections.abc import Sequence
from typing import Any, NoReturn

# What argparse says, and how a person says it
_SAYINGS = (
    (r"the following arguments are required: (.+)", r"There is something missing: \1."),
    (r"argument (\S+): expected .+", r"\1 needs something behind it."),
    (r"argument (\S+): invalid choice: '(.*)' \(choose from (.+)\)", r"\1: “\2” is none of \3."),
    (r"argument (\S+): invalid \w+ value: '(.*)'", r"\1: “\2” is not a number."),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 and \2 do not go together."),
    (r"unrecognized arguments: (.+)", r"This is not understood: \1."),
    (r"argument (.+)", r"\1."),
)


class CommandParser(argparse.ArgumentParser):
    """Takes `import WS --currency USD FILE` as well, which argparse refuses where a list of files may be empty."""

    _is_reading = False

    def parse_known_args(  # type: ignore[override]  # argparse tells it in three overloads
        self,
        args: Sequence[str] | None = None,
        namespace: Any = None,  # noqa: ANN401 - anything that takes attributes, as argparse has it
    ) -> tuple[Any, list[str]]:
        """Reads the options first and then what is left; what follows a “--” is left to argparse's own order."""
        if self._is_reading or self._subparsers is not None or args is None:
            return super().parse_known_args(args, namespace)
        self._is_reading = True
        try:
            read = super().parse_known_args if "--" in args else self.parse_known_intermixed_args
            found, left = read(args, namespace)
        finally:
            self._is_reading = False
        if left:
            self.error(f"unrecognized arguments: {' '.join(left)}")
        return found, left

    def error(self, message: str) -> NoReturn:
        """Ends the program: one sentence, and where more is told."""
        self.exit(2, f"{_say_plainly(message)} See {self.prog} --help.\n")


def _say_plainly(message: str) -> str:
    before, opening, choices = message.partition("(choose from ")
    message = before + opening + choices.replace("'", "")
    for pattern, saying in _SAYINGS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            return found.expand(saying).replace("..", ".")
    return f"{message[:1].upper()}{message[1:].rstrip('.')}."
