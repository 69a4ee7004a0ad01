"""Kills a program that changes a workspace.

The child says when the first row of a transaction is written, when the commit begins and what is announced as saved.
The parent makes the same changes on a file of its own and holds what was left against the state after each of them.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

from desktop_pipeline.actions.bulk import BulkEdit, edit_deals
from desktop_pipeline.actions.deals import move_deals
from desktop_pipeline.actions.merging import merge_organisations, merge_people
from desktop_pipeline.actions.review_decisions import Step, decide_keep, decide_lost, decide_snooze, skip_deal
from desktop_pipeline.actions.reviews import finish_review, start_review
from desktop_pipeline.domain.reviews import Cause, Opening, QueuedDeal, ReviewPlan, Rules, Standing, WhyLine
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.entries import State
from desktop_pipeline.storage.tables import (
    Activity,
    ContactNote,
    ContactPoint,
    CustomField,
    CustomValue,
    DealPerson,
    Organisation,
    Person,
)
from tests.reliability.killing import INSIDE, say
from tests.workspaces import (
    MONDAY,
    Content,
    Desk,
    copy_file,
    import_file,
    make_desk,
    open_desk,
    read_content,
    read_open_review,
    write_sheet,
)

FILE = "killed.pipeline"
ROWS = 2000
FEWER_ROWS = 400  # where the work is not the import itself
MOVED = 30
EDITED = 100
PAIRS = 120
SHARE_INSIDE = 0.3
NOTHING = Standing(0, 0, 0, 0)

Digests: TypeAlias = dict[str, str]

# --- the changes


def import_more(desk: Desk, turn: int) -> None:
    """Two thousand deals from one more spreadsheet."""
    sheet = write_sheet(desk.path.with_name(f"{turn}.csv"), ROWS, stages=["Proposal"], mark=f"{turn}-")
    import_file(desk.workspace, sheet)


def move_back_and_forth(desk: Desk, turn: int) -> None:
    """Thirty deals into the other of two stages."""
    stages = desk.stages()
    deals = desk.order(stages[turn % 2])
    move_deals(desk.workspace, deals[:MOVED], stages[1 - turn % 2], after=None, at=desk.now)


def undo_and_redo(desk: Desk, turn: int) -> None:
    """The newest change, taken back and done again."""
    if turn % 2:
        desk.journal.redo()
    else:
        desk.journal.undo()


def edit_many(desk: Desk, turn: int) -> None:
    """Every kind of field of a hundred deals, with a new label and into the other of two stages."""
    stages = desk.stages()[2:4]
    wish = BulkEdit(
        fields={"owner_id": 1 + turn % 2, "probability": (1 + turn % 9) / 10, "forecast_category": "commit"},
        shift_days=1,
        stage_id=stages[1 - turn % 2],
        add_label=f"Turn {turn}",
    )
    ids = [row[0] for row in desk.workspace.rows("select id from deal where status = 'open' order by id")]
    edit_deals(desk.workspace, ids[-EDITED:], wish, at=desk.now)


def merge_two_people(desk: Desk, turn: int) -> None:
    """One more of a hundred and twenty people into the first of them."""
    first = desk.id_of("person", name_of(0))
    gone = desk.id_of("person", name_of(1 + turn))
    merge_people(desk.workspace, first, gone, taken={"phone", "custom:1"})


def merge_two_organisations(desk: Desk, turn: int) -> None:
    """One more of as many organisations into the first of them."""
    first = desk.id_of("organisation", name_of(0))
    gone = desk.id_of("organisation", name_of(1 + turn))
    merge_organisations(desk.workspace, first, gone, taken={"industry"})


def go_on_with_review(desk: Desk, turn: int) -> None:
    """The next decision of the review that runs; a new one of the next open deals, or the end of what is through."""
    workspace, day = desk.workspace, desk.workspace.today() + timedelta(days=3)
    review = read_open_review(workspace)
    if review is None:
        start_review(workspace, _plan_review(desk), at=desk.now)
    elif review.next_deal_id is None:
        finish_review(workspace, review.review_id, NOTHING, next_on=day, at=desk.now)
    elif turn % 4 == 0:
        decide_lost(workspace, review.review_id, review.next_deal_id, desk.reason(), at=desk.now, note=f"Turn {turn}")
    elif turn % 4 == 1:
        step = Step("call", f"Turn {turn}", due_on=day)
        decide_keep(workspace, review.review_id, review.next_deal_id, step=step, at=desk.now)
    elif turn % 4 == 2:
        decide_snooze(workspace, review.review_id, review.next_deal_id, until=day, why="On leave", at=desk.now)
    else:
        skip_deal(workspace, review.review_id, review.next_deal_id, at=desk.now)


def _plan_review(desk: Desk) -> ReviewPlan:
    rows = desk.workspace.rows("select id, title from deal where status = 'open' order by id limit 12")
    queue = tuple(
        QueuedDeal(row_id, title, None, None, None, None, None, 0, 5, None, None, 0.0, (WhyLine(Cause.NO_NEXT_STEP),))
        for row_id, title in rows
    )
    today = desk.workspace.today()
    return ReviewPlan(today, today, None, None, Rules(), Opening("EUR", NOTHING), queue)


@dataclass(frozen=True, slots=True)
class Kind:
    """A change that a child makes over and over, and how many seconds it has for that at most."""

    act: Callable[[Desk, int], None]
    longest: float


KINDS = {
    "import": Kind(import_more, 0.8),
    "move": Kind(move_back_and_forth, 0.12),
    "undo": Kind(undo_and_redo, 0.5),
    "bulk-edit": Kind(edit_many, 0.5),
    "merge-people": Kind(merge_two_people, 0.2),
    "merge-organisations": Kind(merge_two_organisations, 0.2),
    "review": Kind(go_on_with_review, 0.2),
}


def take_turn(kind: str, desk: Desk, turn: int) -> None:
    """The change of that number, at an instant of its own: whoever makes it leaves the same rows."""
    desk.clock.now = MONDAY + timedelta(minutes=10 * (1 + turn))
    KINDS[kind].act(desk, turn)


# --- the child


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
    """Changes the file until it is killed, or until there is nobody left to merge."""
    with open_desk(path) as desk:
        Reporter(desk)
        say("ready")
        for turn in range(PAIRS - 1):
            take_turn(kind, desk, turn)
        time.sleep(60)


# --- the parent


def name_of(number: int) -> str:
    """Of a person or an organisation that waits to be merged."""
    return f"Twin {number}"


def fill(desk: Desk, rows: int) -> None:
    """Some deals, the people and organisations with what hangs on them, and as the newest change an import."""
    deals = [desk.deal(f"Start {number}", organisation="Acme") for number in range(MOVED)]
    with desk.journal.change("Twins") as draft:
        custom = [
            draft.insert(CustomField, subject=kind, name=kind, kind="text") for kind in ("person", "organisation")
        ]
        for number in range(PAIRS):
            name = name_of(number)
            organisation = draft.insert(Organisation, name=name, name_key=name.casefold(), industry=f"Trade {number}")
            person = draft.insert(Person, name=name, organisation=organisation, phone=f"+44 5550 {10_000 + number}")
            for whose in ({"person": person}, {"organisation": organisation}):
                draft.insert(ContactPoint, **whose, kind="email", value=f"{number}@twins.example")
                draft.insert(ContactNote, **whose, text="Prefers ash.", at=desk.now, author="ann")
                draft.insert(Activity, **whose, kind="call", subject=f"Call {number}")
                draft.insert(CustomValue, **whose, field=custom["organisation" in whose], value=f'"{number}"')
            draft.insert(DealPerson, deal=deals[number % MOVED], person=person)
            draft.execute("update deal set organisation_id = ? where id = ?", (organisation, deals[number % MOVED]))
    import_file(desk.workspace, write_sheet(desk.path.with_name("start.csv"), rows, stages=["Proposal"], mark="start-"))


def digest(content: Content) -> Digests:
    """What tells two contents apart, by table."""
    return {table: hashlib.sha256(repr(rows).encode()).hexdigest() for table, rows in content.items()}


@dataclass(slots=True)
class ChangeTrial:
    """A change made over and over; beside it the same file, on which an undisturbed program makes the same turns."""

    kind: str
    folder: Path
    undisturbed: Path
    newest: int
    states: list[Digests] = field(default_factory=list)
    module: str = "tests.reliability.kills"
    file: str = FILE

    @property
    def longest(self) -> float:
        return KINDS[self.kind].longest

    def place(self, _path: Path, said: list[str]) -> str:
        last = said[-1] if said else ""
        return {"inside": INSIDE, "commit": "while committing"}.get(last, "between")

    def state(self, turns: int) -> Digests:
        """The content after that many turns; 0 is the start."""
        if len(self.states) <= turns:
            with open_desk(self.undisturbed) as desk:
                for turn in range(len(self.states), turns + 1):
                    if turn:
                        take_turn(self.kind, desk, turn - 1)
                    self.states.append(digest(read_content(desk.workspace)))
        return self.states[turns]

    def examine(self, path: Path, said: list[str]) -> Iterator[str]:
        last = said[-1] if said else ""
        saved = [int(words.split()[1]) for words in said if words.startswith("saved")]
        # Only a kill in the midst of a commit leaves it open whether the change is there.
        possible = [len(saved), len(saved) + 1] if last == "commit" else [len(saved)]
        with open_desk(path) as desk:
            yield from (f"{fault.where}: {fault.what}" for fault in desk.faults())
            done = self._count_done(desk, saved, possible)
            if done not in possible:
                yield f"announced {saved}, the last word being {last}; {done} turns are in the journal"
                return
            yield from _compare(f"after {done} turns", digest(read_content(desk.workspace)), self.state(done))
            if self.kind == "undo":
                return
            for _ in range(done):
                desk.journal.undo()
            yield from _compare("undone", digest(read_content(desk.workspace)), self.state(0))
            yield from (f"after undoing, {fault.where}: {fault.what}" for fault in desk.faults())

    def _count_done(self, desk: Desk, saved: list[int], possible: list[int]) -> int:
        """How many turns the journal knows of; -1 where it does not know of those that were announced."""
        entries = desk.journal.entries()
        if self.kind == "undo":
            state = next(entry.state for entry in entries if entry.entry_id == self.newest)
            return next((turns for turns in possible if state is (State.UNDONE if turns % 2 else State.DONE)), -1)
        made = [entry.entry_id for entry in entries if entry.entry_id > self.newest]
        return len(made) if made[: len(saved)] == saved else -1


def _compare(when: str, found: Digests, right: Digests) -> Iterator[str]:
    different = [table for table in right if found[table] != right[table]]
    if different:
        yield f"{when} {', '.join(different)} are neither as before nor as after"


def prepare(kind: str, folder: Path) -> ChangeTrial:
    """The file that every child of that kind begins with, in that new folder, and its undisturbed twin beside it."""
    folder.mkdir()
    desk = make_desk(folder, FILE)
    fill(desk, ROWS if kind in {"import", "undo"} else FEWER_ROWS)
    newest = desk.journal.entries()[-1].entry_id
    desk.workspace.close()
    twin = folder.with_name(f"{folder.name}-undisturbed")
    twin.mkdir()
    return ChangeTrial(kind, folder, copy_file(desk.path, twin / FILE), newest)
