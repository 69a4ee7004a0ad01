"""What a command answers: lines for a person, or with --json one object and nothing else (CLI.md)."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping


def add_json(command: argparse.ArgumentParser) -> None:
    """Adds the option."""
    command.add_argument("--json", action="store_true", help="answer with one JSON object")


def answer(options: argparse.Namespace, document: Mapping[str, object], lines: Iterable[str] = ()) -> None:
    """Prints the object where it is asked for, the lines otherwise."""
    told = [json.dumps(document, ensure_ascii=False)] if options.json else lines
    for line in told:
        sys.stdout.write(f"{line}\n")
