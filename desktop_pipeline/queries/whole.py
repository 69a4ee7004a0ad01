"""Everything in a workspace as plain rows in id order, without the journal: for the export of the whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_pipeline.domain.file_names import clean_file_name
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.files import read_contents
from desktop_pipeline.storage.mail_facts import read_files
from desktop_pipeline.storage.outline import DATA_NAMES
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class WholeTable:
    """One table: its columns, and its rows as they are stored."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_whole(view: View) -> Iterator[WholeTable]:
    """Every table of the owner's data; the same content gives the same rows."""
    for name in DATA_NAMES:
        # Table names are our own.
        columns = tuple(str(row[1]) for row in view.rows(f"pragma table_info({name})"))
        rows = tuple(view.rows(f"select {', '.join(columns)} from {name} order by id"))  # noqa: S608
        yield WholeTable(name, columns, rows)


def read_attached(view: View) -> Iterator[tuple[str, bytes]]:
    """Every file that is kept in the workspace, logos too: a name from its digest and its ending, and its content."""
    # Of several names of one content the last one's ending is as good as any.
    named: dict[str, str] = {
        file.digest: file.name
        for (files,) in view.rows("select files from message where files <> '[]' order by id")
        for file in read_files(files)
        if file.digest is not None
    }
    named |= dict(view.rows("select digest, name from template_attachment"))
    named |= dict(view.rows("select digest, name from attachment where digest is not null"))
    for digest, content in read_contents(view):
        name = named.get(digest, "logo.png")
        ending = clean_file_name(name).rpartition(".")[2] if "." in name else ""
        yield f"{digest}.{ending}" if ending.isalnum() else digest, content
