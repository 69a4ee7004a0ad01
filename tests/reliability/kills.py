"""Kills a working program again and again, and looks at what it left: `python -m tests.reliability.kills KIND`.

The child is the real program at work on a real file; it says when the first row of a transaction is written, when the
commit begins and what is announced as saved. The parent ends it with SIGKILL at a random moment.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_pipeline.actions.deals import move_deals
from desktop_pipeline.storage.journal import Change, State
from tests.workspaces import (
    Content,
    Desk,
    copy_file,
    import_file,
    make_desk,
    open_desk,
    read_content,
    write_sheet,
)

KINDS = ("import", "move", "undo")
ROWS = 2000
MOVED = 30
# How long after its start the child is killed, at most: a few of its changes.
LONGEST = {"import": 0.8, "move": 0.12, "undo": 0.5}
SHARE_INSIDE = 0.3


# --- the child


def say(words: str) -> None:
    """Written at once, so that the parent finds it even if this process ends with the next instruction."""
    os.write(1, (words + "\n").encode())


class Reporter:
    """Tells the parent how far a transaction is; holds it open for a moment, so that kills fall into it."""

    def __init__(self, desk: Desk) -> None:
        self.is_inside = False
        connection = desk.journal._connection
        connection.set_update_hook(self._see_row)
        connection.set_commit_hook(self._see_commit)
        desk.journal.announce = self._see_change

    def _see_row(self, *_row: object) -> None:
        if not self.is_inside:
            self.is_inside = True
            say("inside")
            time.sleep(0.003)

    def _see_commit(self) -> bool:
        self.is_inside = False
        say("commit")
        return False

    def _see_change(self, change: Change) -> None:
        say(f"saved {change.entry_id}")


def work(kind: str, path: Path) -> None:
    """Changes the file until it is killed."""
    with open_desk(path) as desk:
        Reporter(desk)
        say("ready")
        for turn in count():
            if kind == "import":
                sheet = write_sheet(path.with_name(f"{turn}.csv"), ROWS, stages=["Proposal"], mark=f"{turn}-")
                import_file(desk.workspace, sheet)
            elif kind == "move":
                stages = desk.stages()
                deals = desk.order(stages[turn % 2])
                move_deals(desk.workspace, deals[:MOVED], stages[1 - turn % 2], after=None, at=desk.later(minutes=10))
            elif turn % 2:
                desk.journal.redo()
            else:
                desk.journal.undo()


# --- the parent


@dataclass(slots=True)
class Start:
    """The file that every child begins with, and what it holds; `undone` is the content without its newest change."""

    path: Path
    content: Content
    undone: Content
    newest: int

    @property
    def imported(self) -> dict[str, int]:
        """How many rows one import brings to each table; its organisations are there already."""
        grown = {table: len(rows) - len(self.undone[table]) for table, rows in self.content.items()}
        return {table: rows for table, rows in grown.items() if rows and table != "organisation"}


@dataclass(slots=True)
class Tally:
    """How the kills fell: inside an open transaction, while committing, between two changes."""

    kills: int = 0
    inside: int = 0
    committing: int = 0
    between: int = 0
    saved: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills: {self.inside} inside an open transaction, {self.committing} while committing,"
            f" {self.between} between; {self.saved} changes announced; {len(self.faults)} faults"
        )


def prepare(folder: Path) -> Start:
    """A workspace with some deals and, as its newest change, an import."""
    desk = make_desk(folder, "start.pipeline")
    for number in range(MOVED):
        desk.deal(f"Start {number}", organisation="Acme")
    undone = read_content(desk.workspace)
    import_file(desk.workspace, write_sheet(folder / "start.csv", ROWS, stages=["Proposal"], mark="start-"))
    content, newest = read_content(desk.workspace), desk.journal.entries()[-1].entry_id
    desk.workspace.close()
    return Start(desk.path, content, undone, newest)


def run_and_kill(kind: str, path: Path, after: float) -> list[str]:
    """What a child said until it was killed that many seconds after it was ready."""
    command = [sys.executable, "-m", "tests.reliability.kills", "--child", kind, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(after)
        child.kill()
        said = child.stdout.read().split("\n")[:-1]
    assert child.returncode == -9, said
    return said


def examine(kind: str, start: Start, path: Path, said: list[str]) -> Iterator[str]:
    """What is wrong with a file that a killed child left."""
    last = said[-1].split()[0] if said else ""
    saved = [int(words.split()[1]) for words in said if words.startswith("saved")]
    # Only a kill in the midst of a commit leaves it open whether the change is there.
    possible = {len(saved)} | ({len(saved) + 1} if last == "commit" else set())
    with open_desk(path) as desk:
        yield from (f"{fault.where}: {fault.what}" for fault in desk.faults())
        content = read_content(desk.workspace)
        if kind == "undo":
            state = next(entry.state for entry in desk.journal.entries() if entry.entry_id == start.newest)
            if state not in {State.UNDONE if turns % 2 else State.DONE for turns in possible}:
                yield f"after {len(saved)} announced turns, the last word being {last}, the change is {state}"
            if content != (start.content if state is State.DONE else start.undone):
                yield "the content is between the two"
            return
        made = [entry.entry_id for entry in desk.journal.entries() if entry.entry_id > start.newest]
        if len(made) not in possible or made[: len(saved)] != saved:
            yield f"announced {saved}, the last word being {last}; there are {made}"
        grown = {table: len(content[table]) - len(rows) for table, rows in start.content.items()}
        whole = start.imported if kind == "import" else {"history_event": MOVED}
        if {table: rows for table, rows in grown.items() if rows} != {
            table: rows * len(made) for table, rows in whole.items() if made
        }:
            yield f"{len(made)} changes left {grown}"
        for _ in made:
            desk.journal.undo()
        if read_content(desk.workspace) != start.content:
            yield "undoing all of it does not lead back to the start"
        yield from (f"after undoing, {fault.where}: {fault.what}" for fault in desk.faults())


def run_kills(kind: str, kills: int, folder: Path, *, seed: int = 0) -> Tally:
    """Kills a child that often, and on until enough of them fell into an open transaction."""
    chance, tally, start = random.Random(seed), Tally(), prepare(folder)
    while tally.kills < kills or (tally.inside < SHARE_INSIDE * kills and tally.kills < 3 * kills):
        with TemporaryDirectory(dir=folder) as own:
            path = copy_file(start.path, Path(own) / "killed.pipeline")
            said = run_and_kill(kind, path, chance.uniform(0, LONGEST[kind]))
            last = said[-1] if said else ""
            tally.kills += 1
            tally.inside += last == "inside"
            tally.committing += last == "commit"
            tally.between += last not in {"inside", "commit"}
            tally.saved += sum(words.startswith("saved") for words in said)
            tally.faults += examine(kind, start, path, said)
    return tally


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--child"]:
        work(arguments[1], Path(arguments[2]))
    for kind in arguments or KINDS:
        with TemporaryDirectory() as folder:
            tally = run_kills(kind, 100, Path(folder), seed=random.randrange(1 << 30))
        print(f"{kind}: {tally}", *tally.faults, sep="\n  ", flush=True)
        if tally.faults:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
