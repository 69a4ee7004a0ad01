"""Kills a working program again and again, and looks at what it left; what it works on is a `Trial`.

The child is the real program at work on a real file; it says what it has begun and what is done. The parent ends it
at a random moment.
"""

import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from tests.children import KILLED, start_child

INSIDE = "in the midst"
_LONGER = 1.25
# What a child says of work that is whole on the disk.
DONE = ("saved", "made", "restored", "put back", "migrated")


class Trial(Protocol):
    """One kind of work, its files and what may be found after a kill."""

    @property
    def module(self) -> str:
        """Whose `work` the child calls, with the kind and the file."""
        ...

    @property
    def kind(self) -> str: ...

    @property
    def longest(self) -> float:
        """How long after its start the child is killed, in seconds at most: a few of its changes."""
        ...

    @property
    def folder(self) -> Path:
        """What every child begins with a copy of."""
        ...

    @property
    def file(self) -> str:
        """The name of the workspace in that folder."""
        ...

    def place(self, path: Path, said: list[str]) -> str:
        """Where the kill fell, in words; INSIDE where something was half done."""
        ...

    def examine(self, path: Path, said: list[str]) -> Iterator[str]:
        """What is wrong with a file that a killed child left."""
        ...


@dataclass(slots=True)
class Tally:
    """How many kills there were and where they fell, what was announced before them, and what was wrong after."""

    falls: Counter[str] = field(default_factory=Counter)
    announced: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def kills(self) -> int:
        return self.falls.total()

    @property
    def inside(self) -> int:
        return self.falls[INSIDE]

    def __str__(self) -> str:
        falls = ", ".join(f"{number} {place}" for place, number in sorted(self.falls.items()))
        return f"{self.kills} kills: {falls}; {self.announced} acts announced; {len(self.faults)} faults"


def say(words: str) -> None:
    """Written at once, so that the parent finds it even if this process ends with the next instruction."""
    os.write(1, (words + "\n").encode())


def run_and_kill(trial: Trial, path: Path, after: float) -> list[str]:
    """What a child said until it was killed that many seconds after it was ready."""
    with start_child(trial.module, "work", trial.kind, path) as (child, words):
        assert words.readline() == "ready\n"
        time.sleep(after)
        child.kill()
        said = words.read().split("\n")[:-1]
    assert child.exitcode == KILLED, said
    return said


def run_kills(trial: Trial, kills: int, *, seed: int = 0, inside: float = 0.0) -> Tally:
    """Kills a child that often, and on until this share of them fell into something half done and one after an act."""
    chance, tally, longest = random.Random(seed), Tally(), trial.longest
    while tally.kills < kills or ((tally.inside < inside * kills or not tally.announced) and tally.kills < 3 * kills):
        with TemporaryDirectory() as name:
            own = Path(name) / "own"
            shutil.copytree(trial.folder, own)
            path = own / trial.file
            said = run_and_kill(trial, path, chance.uniform(0, longest))
            done = sum(words.startswith(DONE) for words in said)
            # On a busy computer a child comes less far in the same time.
            longest = longest if done else longest * _LONGER
            tally.falls[trial.place(path, said)] += 1
            tally.announced += done
            tally.faults += trial.examine(path, said)
    return tally
