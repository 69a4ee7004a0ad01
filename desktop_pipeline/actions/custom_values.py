"""What the owner's own fields hold for a deal, a person or an organisation."""

import json

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.domain.custom_fields import FieldKind, FieldSubject, check_value
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.tables import CustomValue
from desktop_pipeline.storage.workspace import Workspace

# Where the name of each stands
_NAMES = {FieldSubject.DEAL: "title", FieldSubject.PERSON: "name", FieldSubject.ORGANISATION: "name"}


def set_custom_value(
    workspace: Workspace, field_id: int, subject: FieldSubject, subject_id: int, value: object
) -> Change | None:
    """Keeps a value (see `check_value` for what each kind takes), None empties the field; raises InvalidError."""
    with workspace.journal.change("Edit") as draft:
        field = draft.row("select kind, name, subject from custom_field where id = ?", (field_id,))
        # Both names are our own.
        named = draft.value(
            f"select {_NAMES[subject]} from {subject.value} where id = ? and deleted_at is null",  # noqa: S608
            (subject_id,),
        )
        if field is None or named is None:
            message = "This field is not there any more." if field is None else "It is not there any more."
            raise NotFoundError(message)
        kind, name, belongs_to = field
        if belongs_to != subject:
            message = f"“{name}” is a field of another kind of record."
            raise InvalidError(message)
        draft.label = f"Edit {shorten(name)} of “{shorten(named)}”"
        choices = [row[0] for row in draft.rows("select id from custom_choice where field_id = ?", (field_id,))]
        kept = check_value(FieldKind(kind), value, choices)
        text = None if kept is None else json.dumps(kept, ensure_ascii=False, sort_keys=True)
        found = draft.value(
            f"select id from custom_value where field_id = ? and {subject.value}_id = ?",  # noqa: S608 - likewise
            (field_id, subject_id),
        )
        if found is None and text is not None:
            draft.insert(CustomValue, field=field_id, value=text, **{subject.value: subject_id})
        elif found is not None and text is None:
            draft.delete(CustomValue, int(found))
        elif found is not None:
            draft.update(CustomValue, int(found), value=text)
    return draft.result
