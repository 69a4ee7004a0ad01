"""What a merge of two people or two organisations would do: the fields to choose between, and what moves."""

# ruff: noqa: S608 - names of tables and columns are our own

import json
from dataclasses import dataclass

from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.workspace import View

CUSTOM = "custom:"
_FIELDS = {
    Subject.PEOPLE: (
        ("name", "s.name"),
        ("organisation_id", "(select name from organisation where id = s.organisation_id)"),
        ("job_title", "s.job_title"),
        ("email", "s.email"),
        ("phone", "s.phone"),
        ("website", "s.website"),
        ("linkedin", "s.linkedin"),
        ("prefers", "s.prefers"),
        ("left_on", "s.left_on"),
        ("source_id", "(select name from source where id = s.source_id)"),
    ),
    Subject.ORGANISATIONS: (
        ("name", "s.name"),
        ("industry", "s.industry"),
        ("size", "s.size"),
        ("country", "s.country"),
        ("address", "s.address"),
        ("email", "s.email"),
        ("phone", "s.phone"),
        ("website", "s.website"),
        ("linkedin", "s.linkedin"),
        ("source_id", "(select name from source where id = s.source_id)"),
    ),
}
_MOVED = {
    Subject.PEOPLE: (
        ("deals", "deal_person"),
        ("activities", "activity"),
        ("notes", "contact_note"),
        ("addresses", "contact_point"),
        ("files", "attachment"),
    ),
    Subject.ORGANISATIONS: (
        ("deals", "deal"),
        ("people", "person"),
        ("activities", "activity"),
        ("notes", "contact_note"),
        ("addresses", "contact_point"),
        ("files", "attachment"),
    ),
}


@dataclass(frozen=True, slots=True)
class MergeField:
    """A field in which the two differ; `name` is what `merge_people(taken=…)` calls it, `label` an own field's name."""

    name: str
    label: str | None
    kept: str | None
    gone: str | None

    @property
    def is_better_taken(self) -> bool:
        """Whether only the one who goes has a value."""
        return self.kept is None and self.gone is not None


@dataclass(frozen=True, slots=True)
class MergePreview:
    """The two by name, the fields in which they differ, and how many rows of which kind move."""

    kept_id: int
    gone_id: int
    kept_name: str
    gone_name: str
    fields: tuple[MergeField, ...]
    moved: tuple[tuple[str, int], ...]


def read_merge(view: View, subject: Subject, kept_id: int, gone_id: int) -> MergePreview | None:
    """The preview, or None where one of the two is not there any more."""
    kept, gone = _read_fields(view, subject, kept_id), _read_fields(view, subject, gone_id)
    if kept is None or gone is None:
        return None
    own, others = _read_custom(view, subject, kept_id), _read_custom(view, subject, gone_id)
    fields = [
        MergeField(name, None, kept[name], gone[name]) for name, _sql in _FIELDS[subject] if kept[name] != gone[name]
    ]
    for field_id, (label, value) in others.items():
        known = own[field_id][1] if field_id in own else None
        if known != value:
            fields.append(MergeField(f"{CUSTOM}{field_id}", label, known, value))
    moved = (
        (word, int(view.value(f"select count(*) from {table} where {subject.value}_id = ?", (gone_id,))))
        for word, table in _MOVED[subject]
    )
    return MergePreview(
        kept_id,
        gone_id,
        str(kept["name"]),
        str(gone["name"]),
        tuple(fields),
        tuple((word, number) for word, number in moved if number),
    )


def _read_fields(view: View, subject: Subject, row_id: int) -> dict[str, str | None] | None:
    columns = ", ".join(sql for _name, sql in _FIELDS[subject])
    row = view.row(f"select {columns} from {subject.value} s where s.id = ? and s.deleted_at is null", (row_id,))
    if row is None:
        return None
    return {
        name: None if value in {None, ""} else str(value)
        for (name, _sql), value in zip(_FIELDS[subject], row, strict=True)
    }


def _read_custom(view: View, subject: Subject, row_id: int) -> dict[int, tuple[str, str]]:
    rows = view.rows(
        f"select f.id, f.name, v.value from custom_value v join custom_field f on f.id = v.field_id"
        f" where v.{subject.value}_id = ? order by f.position, f.id",
        (row_id,),
    )
    return {field_id: (name, _say(value)) for field_id, name, value in rows}


def _say(value: Value) -> str:
    """A custom value as a line of text; it is kept as JSON."""
    try:
        told = json.loads(str(value))
    except ValueError:
        return str(value)
    return ", ".join(map(str, told)) if isinstance(told, list) else str(told)
