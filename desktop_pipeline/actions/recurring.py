"""What a person does with activities that come again: set how often, skip one, let it end."""

from datetime import date

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.working_days import read_working_days
from desktop_pipeline.domain.activities import move_to_day
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.recurring import Repeat, Unit, check_repeat, find_next
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.tables import Activity, Recurrence
from desktop_pipeline.storage.workspace import Workspace

# What the next one takes over from the one that was done.
_TAKEN_OVER = ("deal_id", "person_id", "organisation_id", "owner_id", "kind", "subject")
_ALSO = ("duration", "remind_before", "note")


def set_repeat(workspace: Workspace, activity_id: int, repeat: Repeat | None) -> Change | None:
    """Lets an open activity come again from its day on, or no longer (None). Raises InvalidError."""
    with workspace.journal.change("Change the series") as draft:
        subject = _require_open(draft, activity_id)
        draft.label = f"{'End' if repeat is None else 'Change'} the series of “{shorten(subject)}”"
        repeat_within(draft, activity_id, repeat)
    return draft.result


def skip_activity(workspace: Workspace, activity_id: int) -> Change | None:
    """Leaves this time out: it moves to the next day of its series. Raises InvalidError where there is none."""
    with workspace.journal.change("Skip") as draft:
        subject = _require_open(draft, activity_id)
        draft.label = f"Skip “{shorten(subject)}” once"
        row = draft.row("select due_on, due_at from activity where id = ?", (activity_id,))
        assert row is not None
        due_on, due_at = row
        series = _read_series(draft, activity_id)
        if series is None:
            message = f"“{subject}” does not come again, so there is nothing to skip to."
            raise InvalidError(message)
        # An import can take the day away.
        day = _find_next(draft, series, series[2] if due_on is None else date.fromisoformat(due_on))
        if day is None:
            message = f"This is the last time of “{subject}”. Delete it, or choose a later end."
            raise InvalidError(message)
        instant = None if due_at is None else from_microseconds(due_at)
        draft.update(Activity, activity_id, due_on=day, due_at=move_to_day(day, instant, workspace.zone))
        draft.update(Recurrence, series[0], anchor_on=_next_anchor(series[1], series[2], day))
    return draft.result


def repeat_within(draft: Draft, activity_id: int, repeat: Repeat | None) -> None:
    """Within a change: sets how often an activity comes again, counted from its day. Raises InvalidError."""
    found = draft.value("select id from recurrence where activity_id = ?", (activity_id,))
    if repeat is None:
        if found is not None:
            draft.delete(Recurrence, int(found))
        return
    day = draft.value("select due_on from activity where id = ?", (activity_id,))
    if day is None:
        message = "A repeating activity needs a day. Choose the first one."
        raise InvalidError(message)
    anchor = date.fromisoformat(str(day))
    check_repeat(repeat, anchor)
    values = {"every": repeat.every, "unit": repeat.unit.value, "anchor_on": anchor, "until": repeat.until}
    if found is None:
        draft.insert(Recurrence, activity=activity_id, **values)
    else:
        draft.update(Recurrence, int(found), **values)


def require_day_within(draft: Draft, activity_id: int, subject: str) -> None:
    """Within a change that takes the day of an activity: raises InvalidError where it comes again."""
    if draft.value("select 1 from recurrence where activity_id = ?", (activity_id,)) is not None:
        message = f"“{subject}” comes again and needs a day. Let it repeat no longer first."
        raise InvalidError(message)


def plan_next_within(draft: Draft, workspace: Workspace, activity_id: int, *, done_on: date) -> int | None:
    """Within the change that finishes an activity: plans its next time, and returns the id.

    None where it does not come again, its series is over, or what it is for was lost or thrown away.
    """
    series = _read_series(draft, activity_id)
    if series is None:
        return None
    recurrence_id, repeat, anchor = series
    row = draft.row(
        f"select due_on, due_at, {', '.join(_TAKEN_OVER + _ALSO)} from activity where id = ?",  # noqa: S608 - our own
        (activity_id,),
    )
    assert row is not None
    due_on, due_at, *rest = row
    due = date.fromisoformat(due_on) if due_on is not None else anchor
    day = None if _is_over(draft, activity_id) else _find_next(draft, series, max(due, done_on))
    if day is None:
        draft.delete(Recurrence, recurrence_id)
        return None
    instant = None if due_at is None else from_microseconds(due_at)
    values = dict(zip((name.removesuffix("_id") for name in _TAKEN_OVER + _ALSO), rest, strict=True))
    next_id = draft.insert(
        Activity, due_on=day, due_at=move_to_day(day, instant, workspace.zone), created_at=workspace.now(), **values
    )
    draft.update(Recurrence, recurrence_id, activity=next_id, anchor_on=_next_anchor(repeat, anchor, day))
    return next_id


def _next_anchor(repeat: Repeat, anchor: date, day: date) -> date:
    # Of a shorter month the day would stay the 28th for ever.
    is_shortened = repeat.unit in {Unit.MONTH, Unit.YEAR} and day.day != anchor.day
    return anchor if is_shortened else day


def _find_next(draft: Draft, series: tuple[int, Repeat, date], after: date) -> date | None:
    working_days, holidays = read_working_days(draft)
    return find_next(series[1], series[2], after, working_days=working_days, holidays=holidays)


def _read_series(draft: Draft, activity_id: int) -> tuple[int, Repeat, date] | None:
    row = draft.row("select id, every, unit, anchor_on, until from recurrence where activity_id = ?", (activity_id,))
    if row is None:
        return None
    row_id, every, unit, anchor, until = row
    repeat = Repeat(every, Unit(unit), None if until is None else date.fromisoformat(until))
    return row_id, repeat, date.fromisoformat(anchor)


def _is_over(draft: Draft, activity_id: int) -> bool:
    """Whether nothing more is to be done for what the activity is for."""
    return bool(
        draft.value(
            "select coalesce(d.status = 'lost' or d.deleted_at is not null,"
            " p.deleted_at is not null or o.deleted_at is not null)"
            " from activity a left join deal d on d.id = a.deal_id left join person p on p.id = a.person_id"
            " left join organisation o on o.id = a.organisation_id where a.id = ?",
            (activity_id,),
        )
    )


def _require_open(draft: Draft, activity_id: int) -> str:
    row = draft.row("select subject, done_at from activity where id = ?", (activity_id,))
    if row is None:
        message = f"There is no activity number {activity_id}."
        raise NotFoundError(message)
    if row[1] is not None:
        message = f"“{row[0]}” is done already. Make it one to be done again first."
        raise InvalidError(message)
    return str(row[0])
