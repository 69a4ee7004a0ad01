import hashlib
from datetime import timedelta

import pytest

from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.storage.entries import State
from desktop_pipeline.storage.journal_pruning import ALWAYS_KEPT, JournalLimits, Pruned, prune_journal
from desktop_pipeline.storage.tables import Attachment
from tests.workspaces import Desk, read_content

NEVER = JournalLimits()


def work(desk: Desk, steps: int) -> None:
    for number in range(steps):
        desk.deal(f"Deal {number}")


def test_old_steps_keep_their_line_and_are_no_longer_undone(desk: Desk) -> None:
    work(desk, ALWAYS_KEPT + 30)
    content = read_content(desk.workspace)
    labels = [entry.label for entry in desk.journal.entries()]
    pruned = prune_journal(desk.journal, JournalLimits(days=30), at=desk.now + timedelta(days=31))
    assert pruned.steps == 30
    assert pruned.bytes > 0
    assert read_content(desk.workspace) == content
    entries = desk.journal.entries()
    assert [entry.label for entry in entries] == labels
    assert [entry.label for entry in entries if entry.state is State.SEALED][-1] == "New deal “Deal 29”"
    with pytest.raises(RefusedError, match="kept for the record only"):
        desk.journal.take_back(entries[3].entry_id)
    assert desk.faults() == []
    assert prune_journal(desk.journal, JournalLimits(days=30), at=desk.now + timedelta(days=31)).steps == 0


def test_the_last_two_hundred_steps_can_always_be_undone(desk: Desk) -> None:
    work(desk, ALWAYS_KEPT + 5)
    prune_journal(desk.journal, JournalLimits(days=0, bytes=0), at=desk.now + timedelta(days=999))
    for _ in range(ALWAYS_KEPT):
        desk.journal.undo()
    assert desk.workspace.value("select count(*) from deal") == 5
    with pytest.raises(RefusedError):
        desk.journal.undo()
    for _ in range(ALWAYS_KEPT):
        desk.journal.redo()
    assert desk.workspace.value("select count(*) from deal") == ALWAYS_KEPT + 5


def test_what_is_undone_stays_to_be_redone(desk: Desk) -> None:
    work(desk, ALWAYS_KEPT + 5)
    for _ in range(ALWAYS_KEPT + 5):
        desk.journal.undo()
    assert prune_journal(desk.journal, JournalLimits(days=0, bytes=0), at=desk.now + timedelta(days=9)).steps == 0
    assert desk.journal.redo().label == "New deal “Deal 0”"


def test_size_lets_the_oldest_steps_go(desk: Desk) -> None:
    work(desk, ALWAYS_KEPT + 40)
    size = int(desk.workspace.value("select sum(length(changeset)) from journal_entry"))
    pruned = prune_journal(desk.journal, JournalLimits(bytes=size * 95 // 100), at=desk.now)
    assert 5 < pruned.steps < 20
    assert int(desk.workspace.value("select sum(length(changeset)) from journal_entry")) <= size * 95 // 100


def test_within_the_limits_nothing_goes(desk: Desk) -> None:
    work(desk, 5)
    assert prune_journal(desk.journal, NEVER, at=desk.now) == Pruned(0, 0, 0)


def attach(desk: Desk, content: bytes) -> int:
    digest = hashlib.sha256(content).hexdigest()
    with desk.journal.upkeep() as draft:
        draft.execute(
            "insert into stored_file (digest, size, content) values (?, ?, ?)", (digest, len(content), content)
        )
    with desk.journal.change("Attach") as draft:
        return draft.insert(
            Attachment, deal=1, name="offer.pdf", size=len(content), digest=digest, at=desk.now, who="a"
        )


def count_files(desk: Desk) -> int:
    return int(desk.workspace.value("select count(*) from stored_file"))


def test_a_file_goes_when_neither_the_data_nor_a_step_names_it(desk: Desk) -> None:
    desk.deal()
    attached = attach(desk, b"an offer")
    with desk.journal.change("Detach") as draft:
        draft.delete(Attachment, attached)
    assert prune_journal(desk.journal, NEVER, at=desk.now).files == 0
    desk.journal.undo()
    assert desk.faults() == []
    desk.journal.redo()
    work(desk, ALWAYS_KEPT)
    pruned = prune_journal(desk.journal, JournalLimits(days=1), at=desk.now + timedelta(days=2))
    assert (pruned.files, count_files(desk)) == (1, 0)


def test_a_damaged_and_a_missing_file_are_named(desk: Desk) -> None:
    desk.deal()
    attach(desk, b"an offer")
    assert desk.faults() == []
    with desk.journal.upkeep() as draft:
        draft.execute("update stored_file set content = ?", (b"an 0ffer",))
    assert [fault.what for fault in desk.faults()] == [
        "“offer.pdf” is damaged: its bytes are not those that were attached"
    ]
    with desk.journal.upkeep() as draft:
        draft.execute("delete from stored_file")
    assert [fault.what for fault in desk.faults()] == ["“offer.pdf” is attached, but its content is missing"]
