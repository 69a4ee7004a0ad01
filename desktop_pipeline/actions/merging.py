"""Merging two people or two organisations: one stays, everything of the other moves to it, the other goes."""

from collections.abc import Collection
from datetime import datetime

from desktop_pipeline.actions.cadence_ends import end_enrolment_within
from desktop_pipeline.actions.contact_rows import ORGANISATION, PERSON, Kind, read_contact
from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.duplicates import move_kept_apart
from desktop_pipeline.domain.cadences import EndedBy
from desktop_pipeline.domain.contacts import PointKind, email_key, phone_key
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import ContactPoint, CustomValue, DealPerson
from desktop_pipeline.storage.workspace import Workspace

CUSTOM = "custom:"
PERSON_FIELDS = (
    *("name", "organisation_id", "email", "phone", "job_title"),
    *("website", "linkedin", "prefers", "left_on", "source_id"),
)
ORGANISATION_FIELDS = (
    *("name", "industry", "size", "country", "website"),
    *("address", "email", "phone", "linkedin", "source_id"),
)
# Tables whose rows only change hands; deals of a person and custom values can meet a row of the one that stays.
_OF_BOTH = ("activity", "contact_point", "contact_note", "attachment", "message")
_OF_PERSON = (*_OF_BOTH, "enrolment")
_OF_ORGANISATION = (*_OF_BOTH, "person", "deal")


def merge_people(workspace: Workspace, kept_id: int, gone_id: int, *, taken: Collection[str]) -> Change | None:
    """Merges a person into another; `taken` names the fields whose value comes from the one that goes.

    A main e-mail or phone that is not taken stays as a further one. Raises InvalidError for the same person twice.
    """
    return _merge(workspace, PERSON, kept_id, gone_id, taken)


def merge_organisations(workspace: Workspace, kept_id: int, gone_id: int, *, taken: Collection[str]) -> Change | None:
    """Merges an organisation into another, as `merge_people` does."""
    return _merge(workspace, ORGANISATION, kept_id, gone_id, taken)


def fields_of(kind: Kind) -> tuple[str, ...]:
    """The columns that a merge chooses between."""
    return PERSON_FIELDS if kind is PERSON else ORGANISATION_FIELDS


def _merge(workspace: Workspace, kind: Kind, kept_id: int, gone_id: int, taken: Collection[str]) -> Change | None:
    if kept_id == gone_id:
        message = f"Choose two {kind.plural} to merge."
        raise InvalidError(message)
    with workspace.journal.change("Merge") as draft:
        kept, gone = read_contact(draft, kind, kept_id), read_contact(draft, kind, gone_id)
        draft.label = f"Merge “{shorten(gone.name)}” into “{shorten(kept.name)}”"
        _move_deals_of_person(draft, kind, kept_id, gone_id)
        _move_custom_values(draft, kind, kept_id, gone_id, taken)
        for table in _OF_PERSON if kind is PERSON else _OF_ORGANISATION:
            # Names of tables and columns are our own, here and below.
            draft.execute(
                f"update {table} set {kind.column} = ? where {kind.column} = ?",  # noqa: S608
                (kept_id, gone_id),
            )
        move_kept_apart(draft, kind, kept_id, gone_id)
        if kind is PERSON:
            _end_doubled_cadences(draft, kept_id, workspace.now())
        _join_fields(draft, kind, kept_id, gone_id, taken)
        draft.delete(kind.table, gone_id)
    return draft.result


def _end_doubled_cadences(draft: Draft, person_id: int, at: datetime) -> None:
    """Both may have been in one cadence without a deal: the one that began first goes on."""
    met: set[int] = set()
    for enrolment_id, cadence_id in draft.rows(
        "select id, cadence_id from enrolment where person_id = ? and deal_id is null and state = 'running'"
        " order by started_at, id",
        (person_id,),
    ):
        if cadence_id in met:
            end_enrolment_within(draft, int(enrolment_id), EndedBy.HAND, at=at)
        met.add(int(cadence_id))


def _join_fields(draft: Draft, kind: Kind, kept_id: int, gone_id: int, taken: Collection[str]) -> None:
    names = fields_of(kind)
    own, others = _read_fields(draft, kind, names, kept_id), _read_fields(draft, kind, names, gone_id)
    changed = {name: others[place] for place, name in enumerate(names) if name in taken}
    for point in (PointKind.EMAIL, PointKind.PHONE):
        place = names.index(point.value)
        left_over = own[place] if point.value in changed else others[place]
        _keep_point(draft, kind, kept_id, point, left_over, changed.get(point.value, own[place]))
    if kind is ORGANISATION and "name" in changed:
        changed["name_key"] = name_key(str(changed["name"]))
    if changed:
        settings = ", ".join(f"{name} = ?" for name in changed)
        draft.execute(f"update {kind.word} set {settings} where id = ?", (*changed.values(), kept_id))  # noqa: S608


def _read_fields(draft: Draft, kind: Kind, names: tuple[str, ...], row_id: int) -> Row:
    row = draft.row(f"select {', '.join(names)} from {kind.word} where id = ?", (row_id,))  # noqa: S608
    assert row is not None
    return row


def _keep_point(draft: Draft, kind: Kind, kept_id: int, point: PointKind, value: str | None, main: str | None) -> None:
    """What is no main e-mail or phone any more is a further one, unless it is known already."""
    to_key = email_key if point is PointKind.EMAIL else phone_key
    if not value or value == main or (to_key(value) is not None and to_key(value) == to_key(main)):
        return
    points = draft.rows(
        f"select value, position from contact_point where {kind.column} = ? and kind = ?",  # noqa: S608
        (kept_id, point.value),
    )
    if any(
        value == known or (to_key(value) is not None and to_key(value) == to_key(known)) for known, _place in points
    ):
        return
    place = max((place for _value, place in points), default=-1) + 1
    draft.insert(ContactPoint, **{kind.column: kept_id}, kind=point.value, value=value, position=place)


def _move_deals_of_person(draft: Draft, kind: Kind, kept_id: int, gone_id: int) -> None:
    if kind is not PERSON:
        return
    for row_id, deal_id, role in draft.rows(
        "select id, deal_id, role from deal_person where person_id = ? order by id", (gone_id,)
    ):
        own = draft.row("select id, role from deal_person where deal_id = ? and person_id = ?", (deal_id, kept_id))
        if own is None:
            draft.update(DealPerson, row_id, person=kept_id)
            continue
        draft.delete(DealPerson, row_id)
        if role and not own[1]:
            draft.update(DealPerson, own[0], role=role)


def _move_custom_values(draft: Draft, kind: Kind, kept_id: int, gone_id: int, taken: Collection[str]) -> None:
    own: dict[int, int] = dict(draft.rows(f"select field_id, id from custom_value where {kind.column} = ?", (kept_id,)))  # noqa: S608
    for row_id, field_id, value in draft.rows(
        f"select id, field_id, value from custom_value where {kind.column} = ? order by id",  # noqa: S608
        (gone_id,),
    ):
        if field_id not in own:
            draft.execute(f"update custom_value set {kind.column} = ? where id = ?", (kept_id, row_id))  # noqa: S608
            continue
        draft.delete(CustomValue, row_id)
        if f"{CUSTOM}{field_id}" in taken:
            draft.update(CustomValue, own[field_id], value=value)
