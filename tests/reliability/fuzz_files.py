"""Imports fuzzed files into a real workspace: `python -m tests.reliability.fuzz_files COUNT [FIRST]`.

Each gets a look, some wrong answers, an import that is carried out, cancelled or typed at the command line, and an
undo; what came of it is a line of JSON. The process that reads a workbook imports this module: it is held to the same.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_AT_ONCE = 100


def forbid_network(event: str, _arguments: object) -> None:
    if event.startswith("socket."):
        message = "a spreadsheet was read and something asked for the network"
        raise PermissionError(message)


sys.addaudithook(forbid_network)


def run_by_hundreds(files: int, first: int) -> int:
    """Each hundred in a process of its own: the memory of a large file is not laid to those that come after it."""
    starts = range(first, first + files, _AT_ONCE)
    numbers = [(str(min(_AT_ONCE, first + files - start)), str(start)) for start in starts]
    own = [sys.executable, "-W", "error", "-m", "tests.reliability.fuzz_files"]
    return max(subprocess.call([*own, *each], cwd=ROOT) for each in numbers)


if __name__ == "__main__":
    from tests.reliability.fuzz_trial import run_trials

    run = run_trials if int(sys.argv[1]) <= _AT_ONCE else run_by_hundreds
    sys.exit(run(int(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 0))
