"""What a person does with activities: plan, finish, reopen, move, edit, delete."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack

from desktop_pipeline.actions.cadence_ends import list_enrolments, note_done, note_planned, settle_enrolments
from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import read_deal_row, require_row
from desktop_pipeline.actions.recurring import plan_next_within, repeat_within, require_day_within
from desktop_pipeline.domain.activities import (
    check_day,
    check_minutes,
    check_reminder,
    clean_note,
    clean_subject,
    move_to_day,
    settle_due,
)
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.names import brief
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.domain.recurring import Repeat
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.tables import Activity
from desktop_pipeline.storage.workspace import Workspace

# An act dated within this time of the clock happens “now”.
_NOW = timedelta(minutes=5)


class ActivityEdit(TypedDict, total=False):
    """What can be edited; None empties a field. `due_at` decides the day; lengths are minutes.

    A `repeat` is counted from the day that the activity has then.
    """

    kind: str
    subject: str
    due_on: date | None
    due_at: datetime | None
    duration: int | None
    remind_before: int | None
    person_id: int | None
    owner_id: int | None
    note: str
    repeat: Repeat | None


class ActivityPlan(TypedDict, total=False):
    """What a new activity may be told; lengths are minutes."""

    deal_id: int | None
    person_id: int | None
    organisation_id: int | None
    due_on: date | None
    due_at: datetime | None
    duration: int | None
    remind_before: int | None
    owner_id: int | None
    note: str
    repeat: Repeat | None


@dataclass(frozen=True, slots=True)
class _ActivityRow:
    activity_id: int
    subject: str
    due_at: datetime | None
    is_done: bool


def plan_activity(
    workspace: Workspace, *, kind: str, subject: str, at: datetime, **fields: Unpack[ActivityPlan]
) -> int:
    """Plans an activity for a deal, a person, an organisation or nobody, and returns its id; raises InvalidError.

    `kind` is the key of a kind in use. With `due_at` the day is its local day; with `due_on` alone it is due that day
    at any time. Without an owner it is the deal's. Lengths are minutes.
    """
    with workspace.journal.change("Plan") as draft:
        return plan_within(draft, workspace, kind=kind, subject=subject, at=at, **fields)


def plan_within(  # noqa: PLR0913 - the fields of a new activity
    draft: Draft,
    workspace: Workspace,
    *,
    kind: str,
    subject: str,
    at: datetime,
    deal_id: int | None = None,
    person_id: int | None = None,
    organisation_id: int | None = None,
    due_on: date | None = None,
    due_at: datetime | None = None,
    duration: int | None = None,
    remind_before: int | None = None,
    owner_id: int | None = None,
    note: str = "",
    repeat: Repeat | None = None,
) -> int:
    """Plans an activity, as `plan_activity` does, within a change that may hold more; says so in its label."""
    cleaned = clean_subject(subject, _require_kind(draft, kind))
    day, instant = settle_due(due_on, due_at, workspace.zone)
    draft.label = f"Plan “{shorten(cleaned)}”"
    if deal_id is not None:
        deal = read_deal_row(draft, deal_id)
        owner_id = deal.owner_id if owner_id is None else owner_id
        draft.label += f" for “{shorten(deal.title)}”"
    _require_contact(draft, "person", person_id)
    _require_contact(draft, "organisation", organisation_id)
    require_row(draft, "owner", owner_id)
    activity_id = draft.insert(
        Activity,
        deal=deal_id,
        person=person_id,
        organisation=organisation_id,
        owner=owner_id,
        kind=kind,
        subject=cleaned,
        due_on=day,
        due_at=instant,
        duration=check_minutes(duration),
        remind_before=check_reminder(remind_before),
        note=clean_note(note),
        created_at=at,
    )
    if repeat is not None:
        repeat_within(draft, activity_id, repeat)
    note_planned(draft, activity_id, at=at)
    return activity_id


def plan_for_deals(  # noqa: PLR0913 - the fields of a new activity
    workspace: Workspace,
    deal_ids: Sequence[int],
    *,
    kind: str,
    subject: str,
    at: datetime,
    due_on: date | None = None,
    due_at: datetime | None = None,
    duration: int | None = None,
    remind_before: int | None = None,
    owner_id: int | None = None,
    note: str = "",
    repeat: Repeat | None = None,
) -> list[int]:
    """Plans the same activity for each of several deals as one change, as `plan_activity` does; their ids."""
    with workspace.journal.change("Plan") as draft:
        cleaned = clean_subject(subject, _require_kind(draft, kind))
        day, instant = settle_due(due_on, due_at, workspace.zone)
        draft.label = f"Plan “{shorten(cleaned)}” for {len(deal_ids)} deals"
        require_row(draft, "owner", owner_id)
        length, before, noted = check_minutes(duration), check_reminder(remind_before), clean_note(note)
        planned = [
            draft.insert(
                Activity,
                deal=deal_id,
                owner=read_deal_row(draft, deal_id).owner_id if owner_id is None else owner_id,
                kind=kind,
                subject=cleaned,
                due_on=day,
                due_at=instant,
                duration=length,
                remind_before=before,
                note=noted,
                created_at=at,
            )
            for deal_id in deal_ids
        ]
        if repeat is not None:
            for activity_id in planned:
                repeat_within(draft, activity_id, repeat)
        for activity_id in planned:
            note_planned(draft, activity_id, at=at)
    return planned


def finish_activity(
    workspace: Workspace, activity_id: int, *, at: datetime, result: str = "", note: str | None = None
) -> Change | None:
    """Marks an activity as done at that instant: a real touch of its deal (METRICS §15).

    `result` says how it went in a few words; a `note` takes the place of the one there. One that comes again is planned
    for its next day in the same change. Raises InvalidError for one that is done already, and for an instant still to
    come.
    """
    with workspace.journal.change("Finish") as draft:
        activity = _read_activity(draft, activity_id)
        if activity.is_done:
            message = f"“{activity.subject}” is done already."
            raise InvalidError(message)
        check_day(at.date())
        if at > workspace.now() + _NOW:
            message = "What is done was done before now. Choose an earlier time."
            raise InvalidError(message)
        draft.label = f"Finish {_name([activity])}"
        cleaned = clean_note(result)
        draft.update(Activity, activity_id, done_at=at, result=cleaned and clean_subject(cleaned, cleaned))
        # Before the note becomes that of what happened
        plan_next_within(draft, workspace, activity_id, done_on=local_day(at, workspace.zone))
        if note is not None:
            draft.update(Activity, activity_id, note=clean_note(note))
        note_done(draft, activity_id, at=at)
    return draft.result


def reopen_activity(workspace: Workspace, activity_id: int) -> Change | None:
    """Makes a finished activity one to be done again; its result goes. Raises InvalidError for one still open."""
    with workspace.journal.change("Reopen") as draft:
        activity = _read_activity(draft, activity_id)
        if not activity.is_done:
            message = f"“{activity.subject}” is not done yet."
            raise InvalidError(message)
        draft.label = f"Reopen {_name([activity])}"
        draft.update(Activity, activity_id, done_at=None, result=None)
        note_done(draft, activity_id, at=workspace.now())
    return draft.result


def move_activities(workspace: Workspace, activity_ids: Iterable[int], day: date | None) -> Change | None:
    """Moves activities to a day (None: no date), each at its own time of day; raises InvalidError."""
    if day is not None:
        check_day(day)
    with workspace.journal.change("Move") as draft:
        activities = _read_activities(draft, activity_ids)
        draft.label = f"Move {_name(activities)} to {_name_day(day)}"
        for activity in activities:
            if day is None:
                require_day_within(draft, activity.activity_id, activity.subject)
            instant = move_to_day(day, activity.due_at, workspace.zone)
            draft.update(Activity, activity.activity_id, due_on=day, due_at=instant)
    return draft.result


def move_late(workspace: Workspace, activity_ids: Iterable[int], day: date, *, now: datetime) -> Change | None:
    """Moves what is late to a day, as one change; raises InvalidError for a day that is over.

    Each keeps its time of day, but for a time that is over today: it is then to be done at any time.
    """
    check_day(day)
    if day < local_day(now, workspace.zone):
        message = "It would still be late. Choose today or a later day."
        raise InvalidError(message)
    with workspace.journal.change("Move") as draft:
        activities = _read_activities(draft, activity_ids)
        draft.label = f"Move {_name(activities)} to {_name_day(day)}"
        for activity in activities:
            instant = move_to_day(day, activity.due_at, workspace.zone)
            is_over = instant is not None and instant < now
            draft.update(Activity, activity.activity_id, due_on=day, due_at=None if is_over else instant)
    return draft.result


def edit_activity(workspace: Workspace, activity_id: int, **fields: Unpack[ActivityEdit]) -> Change | None:
    """Changes the given fields; raises InvalidError. Where `due_at` is given, `due_on` counts only if that is None."""
    with workspace.journal.change("Edit") as draft:
        subject = edit_within(draft, workspace, activity_id, **fields)
        draft.label = f"Edit “{shorten(subject)}”"
    return draft.result


def edit_within(draft: Draft, workspace: Workspace, activity_id: int, **fields: Unpack[ActivityEdit]) -> str:
    """The same within a change that may hold more; returns what it is about by now."""
    activity = _read_activity(draft, activity_id)
    changed = {
        **_change_words(draft, activity, fields),
        **_change_times(workspace, fields),
        **_change_people(draft, activity_id, fields),
    }
    if changed:
        draft.update(Activity, activity_id, **changed)
    if "kind" in changed or "person" in changed:
        note_planned(draft, activity_id, at=workspace.now())
    if "repeat" in fields:
        repeat_within(draft, activity_id, fields["repeat"])
    elif "due_on" in changed and changed["due_on"] is None:
        require_day_within(draft, activity_id, activity.subject)
    return str(changed.get("subject", activity.subject))


def _change_words(draft: Draft, activity: _ActivityRow, fields: ActivityEdit) -> dict[str, object]:
    changed: dict[str, object] = {}
    if "kind" in fields or "subject" in fields:
        former_kind = str(draft.value("select kind from activity where id = ?", (activity.activity_id,)))
        kind = fields.get("kind", former_kind)
        # A kind that is used no more, or that an import named, may stay where it is.
        is_kept = kind == former_kind
        name = _read_kind_name(draft, kind) if is_kept else _require_kind(draft, kind)
        changed = {"kind": kind, "subject": clean_subject(fields.get("subject", activity.subject), name)}
    if "note" in fields:
        changed["note"] = clean_note(fields["note"])
    return changed


def _change_times(workspace: Workspace, fields: ActivityEdit) -> dict[str, object]:
    changed: dict[str, object] = {}
    if "due_on" in fields or "due_at" in fields:
        day, instant = settle_due(fields.get("due_on"), fields.get("due_at"), workspace.zone)
        changed = {"due_on": day, "due_at": instant}
    if "duration" in fields:
        changed["duration"] = check_minutes(fields["duration"])
    if "remind_before" in fields:
        changed["remind_before"] = check_reminder(fields["remind_before"])
    return changed


def _change_people(draft: Draft, activity_id: int, fields: ActivityEdit) -> dict[str, object]:
    changed: dict[str, object] = {}
    if "person_id" in fields:
        former = draft.value("select person_id from activity where id = ?", (activity_id,))
        if fields["person_id"] != former:
            # Somebody who is in the bin may stay where they are.
            _require_contact(draft, "person", fields["person_id"])
        changed["person"] = fields["person_id"]
    if "owner_id" in fields:
        require_row(draft, "owner", fields["owner_id"])
        changed["owner"] = fields["owner_id"]
    return changed


def delete_activities(workspace: Workspace, activity_ids: Iterable[int]) -> Change | None:
    """Takes activities away; undo brings them back."""
    with workspace.journal.change("Delete") as draft:
        activities = _read_activities(draft, activity_ids)
        draft.label = f"Delete {_name(activities)}"
        touched = list_enrolments(draft, (activity.activity_id for activity in activities))
        for activity in activities:
            draft.delete(Activity, activity.activity_id)
        settle_enrolments(draft, touched, at=workspace.now())
    return draft.result


def _read_activity(draft: Draft, activity_id: int) -> _ActivityRow:
    found = draft.row("select id, subject, due_at, done_at is not null from activity where id = ?", (activity_id,))
    if found is None:
        message = f"There is no activity number {activity_id}."
        raise NotFoundError(message)
    row_id, subject, due_at, is_done = found
    return _ActivityRow(row_id, subject, None if due_at is None else from_microseconds(due_at), bool(is_done))


def _read_activities(draft: Draft, activity_ids: Iterable[int]) -> list[_ActivityRow]:
    activities = [_read_activity(draft, activity_id) for activity_id in dict.fromkeys(activity_ids)]
    if not activities:
        message = "Choose an activity first."
        raise NotFoundError(message)
    return activities


def _require_kind(draft: Draft, key: str) -> str:
    name = draft.value("select name from activity_kind where key = ? and is_active", (key,))
    if name is None:
        kinds = ", ".join(
            row[0] for row in draft.rows("select key from activity_kind where is_active order by position")
        )
        message = f"There is no kind “{brief(key)}” of activity. There are {kinds}."
        raise NotFoundError(message)
    return str(name)


def _read_kind_name(draft: Draft, key: str) -> str:
    name = draft.value("select name from activity_kind where key = ?", (key,))
    return key if name is None else str(name)


def _require_contact(draft: Draft, table: str, row_id: int | None) -> None:
    require_row(draft, table, row_id)
    # The table is one of our own names.
    binned = f"select 1 from {table} where id = ? and deleted_at is not null"  # noqa: S608
    if row_id is not None and draft.value(binned, (row_id,)) is not None:
        message = f"That {table} is in the bin."
        raise NotFoundError(message)


def _name(activities: list[_ActivityRow]) -> str:
    return f"“{shorten(activities[0].subject)}”" if len(activities) == 1 else f"{len(activities)} activities"


def _name_day(day: date | None) -> str:
    return "no date" if day is None else f"{day.day} {day:%B %Y}"
