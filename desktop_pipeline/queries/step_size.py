"""How much of the journal a step takes."""

from desktop_pipeline.storage.database import Reader


def read_step_size(reader: Reader, entry_id: int) -> int:
    """The bytes of what undoes a change; 0 where nothing does any more."""
    return int(reader.value("select length(changeset) from journal_entry where id = ?", (entry_id,)) or 0)
