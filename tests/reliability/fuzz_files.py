"""Imports fuzzed files into a real workspace: `python -m tests.reliability.fuzz_files COUNT [FIRST]`.

Each gets a look, some wrong answers, an import that is carried out, cancelled or typed at the command line, and an
undo; what came of it is a line of JSON. The process that reads a workbook imports this module: it is held to the same.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def forbid_network(event: str, _arguments: object) -> None:
    if event.startswith("socket."):
        message = "a spreadsheet was read and something asked for the network"
        raise PermissionError(message)


sys.addaudithook(forbid_network)

if __name__ == "__main__":
    from tests.reliability.fuzz_trial import run_trials

    sys.exit(run_trials(int(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 0))
