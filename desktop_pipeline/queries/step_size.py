"""How much of the journal steps take."""

from desktop_pipeline.storage.database import Reader


def read_step_size(reader: Reader, entry_id: int) -> int:
    """The bytes of what undoes a change; 0 where nothing does any more."""
    return int(reader.value("select length(changeset) from journal_entry where id = ?", (entry_id,)) or 0)


def read_steps_size(reader: Reader, first_id: int) -> int:
    """The bytes of what undoes a change and all after it that stand."""
    sql = "select sum(length(changeset)) from journal_entry where id >= ? and state = 'done'"
    return int(reader.value(sql, (first_id,)) or 0)
