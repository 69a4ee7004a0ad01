"""What was changed, as it is said to everybody who shows something of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_pipeline.storage.changeset import Touched


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed: said to everybody after it is safely on the disk."""

    entry_id: int
    label: str
    kind: str  # "do", "undo", "redo" or "take back"; "seal" for what is not to be undone; "look" for LOOK_AGAIN
    touched: Touched

    def touches(self, table: str, ids: Iterable[int] | None = None) -> bool:
        """Whether the change concerns the table at all, or any of these rows of it."""
        return self.touched.touches(table, ids)


# Nothing was written here, but everything may look otherwise: another day has begun, or another program wrote.
LOOK_AGAIN = Change(0, "", "look", Touched(None))
