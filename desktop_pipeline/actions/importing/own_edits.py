"""Writes the changed cells of organisations, people and activities that came back in our own export."""

from collections.abc import Iterable, Mapping

from desktop_pipeline.actions.importing.names import NameIds
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.own_export import ACTIVITIES, ORGANISATIONS, PEOPLE
from desktop_pipeline.exchange.own_records import OwnEdit
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Activity, Organisation, Person, Table

_TABLES: Mapping[str, type[Table]] = {
    ORGANISATIONS.name: Organisation,
    PEOPLE.name: Person,
    ACTIVITIES.name: Activity,
}


def write_edits(draft: Draft, ids: NameIds, edits: Iterable[OwnEdit]) -> None:
    """Each field by itself; a day without a time takes an activity's time of day away."""
    for edit in edits:
        value: object = edit.value
        if edit.field == "organisation":
            value = ids.organisations.get(str(edit.value or ""))
        elif edit.field == "owner":
            value = ids.owners.get(str(edit.value or ""))
        fields: dict[str, object] = {edit.field: value}
        if edit.table == ORGANISATIONS.name and edit.field == "name":
            fields["name_key"] = name_key(str(edit.value))
        if edit.table == ACTIVITIES.name and edit.field == "due_on":
            fields["due_at"] = None
        draft.update(_TABLES[edit.table], edit.row_id, **fields)
