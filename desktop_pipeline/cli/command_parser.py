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
    """Takes `import WS --currency USD FILE` and `deal WS --json list` as well, which argparse refuses."""

    _is_reading = False

    def parse_known_args(  # type: ignore[override]  # argparse tells it in three overloads
        self,
        args: Sequence[str] | None = None,
        namespace: Any = None,  # noqa: ANN401 - anything that takes attributes, as argparse has it
    ) -> tuple[Any, list[str]]:
        """Reads the options first and then what is left; what follows a “--” is left to argparse's own order."""
        if self._is_reading or args is None:
            return super().parse_known_args(args, namespace)
        if self._subparsers is not None:
            return super().parse_known_args(self._put_behind_act(args), namespace)
        self._is_reading = True
        try:
            read = super().parse_known_args if "--" in args else self.parse_known_intermixed_args
            found, left = read(args, namespace)
        finally:
            self._is_reading = False
        if left:
            self.error(f"unrecognized arguments: {' '.join(left)}")
        return found, left

    def _put_behind_act(self, args: Sequence[str]) -> list[str]:
        """Options that stand before the name of the act go behind it, where they are known."""
        known = self.options_of_acts()
        before, moved, left = list[str](), list[str](), list(args)
        to_come = len(self._get_positional_actions())
        while left and left[0] != "--" and to_come:
            word = left.pop(0)
            option = known.get(word.partition("=")[0])
            if option is None:
                before.append(word)
                to_come -= not word.startswith("-")
                continue
            moved.append(word)
            if option.nargs != 0 and "=" not in word:
                moved.extend(left[:1])
                del left[:1]
        return [*before, *moved, *left]

    def options_of_acts(self) -> dict[str, argparse.Action]:
        """By their names, but for those that each parser answers by itself, such as --help."""
        groups = () if self._subparsers is None else self._subparsers._group_actions  # noqa: SLF001 - of argparse, as above
        acts: list[CommandParser] = [act for group in groups for act in dict(group.choices or ()).values()]
        found: dict[str, argparse.Action] = {}
        for act in acts:
            own = act._option_string_actions.items()  # noqa: SLF001 - likewise
            found.update({name: option for name, option in own if option.default is not argparse.SUPPRESS})
            found.update(act.options_of_acts())
        return found

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
