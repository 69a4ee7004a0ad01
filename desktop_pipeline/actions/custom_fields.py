"""Fields of the owner's own: add, rename, order, archive, delete where empty; and the choices of a field."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import write_order
from desktop_pipeline.domain.custom_fields import FieldKind, FieldSubject
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, RefusedError
from desktop_pipeline.domain.lists import clean_name
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import CustomChoice, CustomField, CustomValue
from desktop_pipeline.storage.workspace import Workspace

_CHOSEN = frozenset((FieldKind.CHOICE, FieldKind.CHOICES))


@dataclass(frozen=True, slots=True)
class _Field:
    field_id: int
    subject: FieldSubject
    name: str
    kind: FieldKind
    is_archived: bool


@dataclass(frozen=True, slots=True)
class _Choice:
    choice_id: int
    field_id: int
    name: str
    is_archived: bool


def add_field(workspace: Workspace, subject: FieldSubject, name: str, kind: FieldKind) -> int:
    """Adds a field to deals, people or organisations and returns its id; raises InvalidError."""
    cleaned = clean_name(name, "field")
    with workspace.journal.change(f"Add field “{shorten(cleaned)}”") as draft:
        _require_free_field(draft, subject, cleaned)
        position = draft.value(
            "select coalesce(max(position) + 1, 0) from custom_field where subject = ?", (subject.value,)
        )
        return draft.insert(CustomField, subject=subject.value, name=cleaned, kind=kind.value, position=position)


def rename_field(workspace: Workspace, field_id: int, name: str) -> Change | None:
    """Gives a field another name; raises InvalidError for one that is taken."""
    cleaned = clean_name(name, "field")
    with workspace.journal.change("Rename field") as draft:
        field = _read_field(draft, field_id)
        draft.label = f"Rename field “{shorten(field.name)}” to “{shorten(cleaned)}”"
        _require_free_field(draft, field.subject, cleaned, but=field_id)
        draft.update(CustomField, field_id, name=cleaned)
    return draft.result


def change_field_kind(workspace: Workspace, field_id: int, kind: FieldKind) -> Change | None:
    """Makes an empty field hold something else; raises RefusedError where it holds values."""
    with workspace.journal.change("Edit field") as draft:
        field = _read_field(draft, field_id)
        draft.label = f"Edit field “{shorten(field.name)}”"
        if kind is not field.kind:
            count = _count_values(draft, field_id)
            if count:
                message = f"“{shorten(field.name)}” holds {_say(count)}. Add another field and archive this one."
                raise RefusedError(message)
            draft.update(CustomField, field_id, kind=kind.value)
    return draft.result


def reorder_fields(workspace: Workspace, subject: FieldSubject, ids: Sequence[int]) -> Change | None:
    """Puts the fields in use of deals, people or organisations into this order; raises InvalidError."""
    with workspace.journal.change("Reorder fields") as draft:
        sql = "select id, position from custom_field where subject = ? and not is_archived"
        rows: dict[int, int] = dict(draft.rows(sql, (subject.value,)))
        write_order(draft, CustomField, rows, ids, "fields")
    return draft.result


def archive_field(workspace: Workspace, field_id: int) -> Change | None:
    """Shows a field no longer; its values stay."""
    with workspace.journal.change("Archive field") as draft:
        draft.label = f"Archive field “{shorten(_read_field(draft, field_id).name)}”"
        draft.update(CustomField, field_id, is_archived=True)
    return draft.result


def unarchive_field(workspace: Workspace, field_id: int) -> Change | None:
    """Shows an archived field again with what it holds; raises InvalidError where its name is taken by now."""
    with workspace.journal.change("Bring back field") as draft:
        field = _read_field(draft, field_id)
        draft.label = f"Bring back field “{shorten(field.name)}”"
        _require_free_field(draft, field.subject, field.name, but=field_id)
        draft.update(CustomField, field_id, is_archived=False)
    return draft.result


def delete_field(workspace: Workspace, field_id: int) -> Change | None:
    """Removes a field that holds nothing; raises RefusedError for one that does."""
    with workspace.journal.change("Delete field") as draft:
        field = _read_field(draft, field_id)
        draft.label = f"Delete field “{shorten(field.name)}”"
        count = _count_values(draft, field_id)
        if count:
            message = f"“{shorten(field.name)}” holds {_say(count)}; archive it instead."
            raise RefusedError(message)
        for (choice_id,) in draft.rows("select id from custom_choice where field_id = ?", (field_id,)):
            draft.delete(CustomChoice, int(choice_id))
        draft.delete(CustomField, field_id)
    return draft.result


def add_choice(workspace: Workspace, field_id: int, name: str) -> int:
    """Adds a choice to a field and returns its id; raises InvalidError."""
    cleaned = clean_name(name, "choice")
    with workspace.journal.change(f"Add choice “{shorten(cleaned)}”") as draft:
        if _read_field(draft, field_id).kind not in _CHOSEN:
            message = "Only a field of choices has choices."
            raise InvalidError(message)
        _require_free_choice(draft, field_id, cleaned)
        position = draft.value(
            "select coalesce(max(position) + 1, 0) from custom_choice where field_id = ?", (field_id,)
        )
        return draft.insert(CustomChoice, field=field_id, name=cleaned, position=position)


def rename_choice(workspace: Workspace, choice_id: int, name: str) -> Change | None:
    """Gives a choice another name, wherever it is chosen; raises InvalidError for one that is taken."""
    cleaned = clean_name(name, "choice")
    with workspace.journal.change("Rename choice") as draft:
        choice = _read_choice(draft, choice_id)
        draft.label = f"Rename choice “{shorten(choice.name)}” to “{shorten(cleaned)}”"
        _require_free_choice(draft, choice.field_id, cleaned, but=choice_id)
        draft.update(CustomChoice, choice_id, name=cleaned)
    return draft.result


def reorder_choices(workspace: Workspace, field_id: int, ids: Sequence[int]) -> Change | None:
    """Puts the choices in use of a field into this order; raises InvalidError."""
    with workspace.journal.change("Reorder choices") as draft:
        sql = "select id, position from custom_choice where field_id = ? and not is_archived"
        rows: dict[int, int] = dict(draft.rows(sql, (field_id,)))
        write_order(draft, CustomChoice, rows, ids, "choices")
    return draft.result


def merge_choices(workspace: Workspace, choice_id: int, into_id: int) -> Change | None:
    """Whoever chose the one has chosen the other from now on, and the one is gone; raises InvalidError."""
    with workspace.journal.change("Merge") as draft:
        choice, into = _read_choice(draft, choice_id), _read_choice(draft, into_id)
        draft.label = f"Merge choice “{shorten(choice.name)}” into “{shorten(into.name)}”"
        if choice_id == into_id or choice.field_id != into.field_id:
            message = f"Choose another choice of the same field to merge “{shorten(choice.name)}” into."
            raise InvalidError(message)
        if into.is_archived:
            message = f"“{shorten(into.name)}” is archived. Bring it back first."
            raise InvalidError(message)
        # Ids of choices are all that values of these fields hold.
        for value_id, text in draft.rows("select id, value from custom_value where field_id = ?", (choice.field_id,)):
            kept = json.loads(text)
            if kept == choice_id:
                draft.update(CustomValue, int(value_id), value=json.dumps(into_id))
            elif isinstance(kept, list) and choice_id in kept:
                several = sorted({*kept, into_id} - {choice_id})
                draft.update(CustomValue, int(value_id), value=json.dumps(several))
        draft.delete(CustomChoice, choice_id)
    return draft.result


def archive_choice(workspace: Workspace, choice_id: int) -> Change | None:
    """Offers a choice no longer; where it is chosen it stays."""
    with workspace.journal.change("Archive choice") as draft:
        draft.label = f"Archive choice “{shorten(_read_choice(draft, choice_id).name)}”"
        draft.update(CustomChoice, choice_id, is_archived=True)
    return draft.result


def unarchive_choice(workspace: Workspace, choice_id: int) -> Change | None:
    """Offers an archived choice again."""
    with workspace.journal.change("Bring back choice") as draft:
        draft.label = f"Bring back choice “{shorten(_read_choice(draft, choice_id).name)}”"
        draft.update(CustomChoice, choice_id, is_archived=False)
    return draft.result


def delete_choice(workspace: Workspace, choice_id: int) -> Change | None:
    """Removes a choice that nobody chose; raises RefusedError for another."""
    with workspace.journal.change("Delete choice") as draft:
        choice = _read_choice(draft, choice_id)
        draft.label = f"Delete choice “{shorten(choice.name)}”"
        count = draft.value(
            "select count(distinct v.id) from custom_value v, json_each(v.value) e"
            " where v.field_id = ? and e.value = ?",
            (choice.field_id, choice_id),
        )
        if count:
            message = f"“{shorten(choice.name)}” is chosen {_times(int(count))}; archive it instead."
            raise RefusedError(message)
        draft.delete(CustomChoice, choice_id)
    return draft.result


def _read_field(draft: Draft, field_id: int) -> _Field:
    found = draft.row("select id, subject, name, kind, is_archived from custom_field where id = ?", (field_id,))
    if found is None:
        message = f"There is no field number {field_id}."
        raise NotFoundError(message)
    return _Field(found[0], FieldSubject(found[1]), found[2], FieldKind(found[3]), bool(found[4]))


def _read_choice(draft: Draft, choice_id: int) -> _Choice:
    found = draft.row("select id, field_id, name, is_archived from custom_choice where id = ?", (choice_id,))
    if found is None:
        message = f"There is no choice number {choice_id}."
        raise NotFoundError(message)
    return _Choice(found[0], found[1], found[2], bool(found[3]))


def _require_free_field(draft: Draft, subject: FieldSubject, name: str, *, but: int | None = None) -> None:
    for field_id, other, archived in draft.rows(
        "select id, name, is_archived from custom_field where subject = ?", (subject.value,)
    ):
        if field_id != but and name_key(other) == name_key(name):
            _refuse_taken("field", other, is_archived=bool(archived))


def _require_free_choice(draft: Draft, field_id: int, name: str, *, but: int | None = None) -> None:
    for choice_id, other, archived in draft.rows(
        "select id, name, is_archived from custom_choice where field_id = ?", (field_id,)
    ):
        if choice_id != but and name_key(other) == name_key(name):
            _refuse_taken("choice", other, is_archived=bool(archived))


def _refuse_taken(what: str, name: str, *, is_archived: bool) -> None:
    message = f"There is a {what} “{shorten(name)}” already. Choose another name."
    if is_archived:
        message = f"“{shorten(name)}” is archived. Bring it back."
    raise InvalidError(message)


def _count_values(draft: Draft, field_id: int) -> int:
    return int(draft.value("select count(*) from custom_value where field_id = ?", (field_id,)))


def _say(count: int) -> str:
    return "1 value" if count == 1 else f"{count} values"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
