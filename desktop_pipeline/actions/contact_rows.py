"""What actions on people and organisations have in common: the row as it stands, and how a change names it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.domain.errors import NotFoundError
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Organisation, Person, Table


@dataclass(frozen=True, slots=True)
class Kind:
    """A person or an organisation: its table, and what one and several are called."""

    table: type[Table]
    word: str
    plural: str

    @property
    def column(self) -> str:
        """The column by which other rows refer to one."""
        return f"{self.word}_id"


PERSON = Kind(Person, "person", "people")
ORGANISATION = Kind(Organisation, "organisation", "organisations")


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person or an organisation as a change needs it."""

    row_id: int
    name: str


def read_contact(draft: Draft, kind: Kind, row_id: int, *, deleted: bool = False) -> ContactRow:
    """The row; raises NotFoundError where there is none, or where the bin has it against `deleted`."""
    # The table is one of our own two.
    row = draft.row(f"select name, deleted_at is not null from {kind.word} where id = ?", (row_id,))  # noqa: S608
    if row is None:
        message = f"There is no {kind.word} number {row_id}."
        raise NotFoundError(message)
    name, is_deleted = row
    if bool(is_deleted) != deleted:
        message = f"“{shorten(name)}” is {'not ' if deleted else ''}in the bin."
        raise NotFoundError(message)
    return ContactRow(row_id, name)


def read_contacts(draft: Draft, kind: Kind, row_ids: Iterable[int], *, deleted: bool = False) -> list[ContactRow]:
    """The rows, each once; raises NotFoundError as for one, and for none at all."""
    rows = [read_contact(draft, kind, row_id, deleted=deleted) for row_id in dict.fromkeys(row_ids)]
    if not rows:
        message = f"Choose {'an' if kind is ORGANISATION else 'a'} {kind.word} first."
        raise NotFoundError(message)
    return rows


def name_contacts(kind: Kind, rows: Sequence[ContactRow]) -> str:
    """One by its name, several by their number."""
    return f"“{shorten(rows[0].name)}”" if len(rows) == 1 else f"{len(rows)} {kind.plural}"
