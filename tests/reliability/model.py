"""What changes are, told without the database: cells that were one thing and are another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desktop_pipeline.storage.database import Row
from tests.workspaces import Content


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after; None where it was or is not there."""

    table: str
    row_id: int
    before: Row | None
    after: Row | None

    @property
    def columns(self) -> list[int]:
        """Which columns differ, where the row is there before and after."""
        assert self.before is not None
        assert self.after is not None
        return [place for place, (old, new) in enumerate(zip(self.before, self.after, strict=True)) if old != new]

    def reversed(self) -> "RowChange":
        return RowChange(self.table, self.row_id, self.after, self.before)


@dataclass(slots=True)
class Step:
    """One entry of the journal as the model remembers it."""

    entry_id: int
    before: Content
    after: Content
    takes_back: int | None = None
    changes: list[RowChange] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.changes = compare(self.before, self.after)

    def rows(self) -> set[tuple[str, int]]:
        return {(change.table, change.row_id) for change in self.changes}

    def only_updates(self) -> bool:
        """Nothing came or went but events and notes, on which no other row can stand."""
        return all(
            (change.before and change.after) or change.table in {"history_event", "note"} for change in self.changes
        )


def compare(before: Content, after: Content) -> list[RowChange]:
    """The rows that differ."""
    return [
        RowChange(table, row_id, before[table].get(row_id), after[table].get(row_id))
        for table in before
        for row_id in before[table].keys() | after[table].keys()
        if before[table].get(row_id) != after[table].get(row_id)
    ]


def apply(content: Content, changes: Iterable[RowChange]) -> Content | None:
    """The content after the changes; None where it is not what one of them was made on."""
    result = {table: dict(rows) for table, rows in content.items()}
    for change in changes:
        rows = result[change.table]
        row = rows.get(change.row_id)
        if change.before is None or change.after is None:
            if row != change.before:
                return None
            if change.after is None:
                del rows[change.row_id]
            else:
                rows[change.row_id] = change.after
            continue
        if row is None or any(row[place] != change.before[place] for place in change.columns):
            return None
        cells = list(row)
        for place in change.columns:
            cells[place] = change.after[place]
        rows[change.row_id] = tuple(cells)
    return {table: dict(sorted(rows.items())) for table, rows in result.items()}


def list_standing(steps: Sequence[Step], since: int) -> list[Step]:
    """The steps after that entry without those that were taken back, and without the takings back of these."""
    gone: set[int] = set()
    standing = []
    for step in reversed([step for step in steps if step.entry_id > since]):
        if step.entry_id in gone:
            continue
        if step.takes_back is not None and step.takes_back >= since:
            gone.add(step.takes_back)
            continue
        standing.append(step)
    return standing[::-1]


def is_taken_back(steps: Sequence[Step], entry_id: int) -> bool:
    """Whether an entry was taken back, and that taking back not in its turn."""
    return any(step.takes_back == entry_id and not is_taken_back(steps, step.entry_id) for step in steps)


def leave_out(steps: Sequence[Step], left_out: Step) -> Content | None:
    """The content if a step had never been made and all later ones had; None where they could not have been."""
    content: Content | None = left_out.before
    for step in list_standing(steps, left_out.entry_id):
        if content is None:
            break
        content = apply(content, step.changes)
    return content
