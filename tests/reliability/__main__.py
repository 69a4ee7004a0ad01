"""Kills programs at work, fifty times each: `python -m tests.reliability KIND`; every kind with none."""

import random
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.reliability import care_kills, kills
from tests.reliability.killing import run_kills


def main(named: Sequence[str]) -> int:
    for kind in named or (*kills.KINDS, *care_kills.KINDS):
        prepare = kills.prepare if kind in kills.KINDS else care_kills.prepare_trial
        with TemporaryDirectory() as folder:
            tally = run_kills(prepare(kind, Path(folder) / "start"), 50, seed=random.randrange(1 << 30))
        print(f"{kind}: {tally}", *tally.faults, sep="\n  ", flush=True)
        if tally.faults:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
