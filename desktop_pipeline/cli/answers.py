"""What a command answers: lines for a person, or with --json one object and nothing else (CLI.md)."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping

EXIT_CODES = (
    "exit codes: 0 done, 1 done with problems listed, 2 wrong arguments, 3 a file cannot be opened or read,\n"
    "4 refused (a newer file, a wrong passphrase, something would be overwritten)."
)


def add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="answer with one JSON object")


def add_debug(command: argparse.ArgumentParser) -> None:
    command.add_argument("--debug", action="store_true", help="show where an error comes from")


def answer(options: argparse.Namespace, document: Mapping[str, object], lines: Iterable[str] = ()) -> None:
    """Prints the object where it is asked for, the lines otherwise."""
    told = [json.dumps(document, ensure_ascii=False)] if options.json else lines
    for line in told:
        sys.stdout.write(f"{line}\n")
