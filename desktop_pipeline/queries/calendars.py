"""The activities that calendars of other programs show: those planned for a day, and what was done lately."""

from datetime import date, datetime, timedelta

from desktop_pipeline.domain.activities import usual_minutes
from desktop_pipeline.domain.calendars import DONE_DAYS, Calendar, CalendarEvent, make_key, make_uid
from desktop_pipeline.queries.activities import SHOWN
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View


def read_calendars(view: View, everybody: str, *, today: date) -> list[Calendar]:
    """That of everybody, under the given name, and one for each owner who has anything in it."""
    mark = _read_mark(view)
    events: list[CalendarEvent] = []
    by_owner: dict[int, list[CalendarEvent]] = {}
    names: dict[int, str] = {}
    for row in view.rows(_ROWS, (_first_day(today),)):
        event = _to_event(row, mark)
        events.append(event)
        owner_id, owner = row[7:9]
        if owner_id is not None:
            by_owner.setdefault(owner_id, []).append(event)
            names[owner_id] = owner
    owners = sorted(by_owner, key=lambda owner_id: (names[owner_id], owner_id))
    return [
        Calendar(make_key(mark, None), everybody, tuple(events)),
        *(Calendar(make_key(mark, owner_id), names[owner_id], tuple(by_owner[owner_id])) for owner_id in owners),
    ]


def read_calendar_names(view: View, everybody: str, *, today: date) -> list[tuple[str, str]]:
    """The key and the name of each of them, without what is in it."""
    mark = _read_mark(view)
    # The engine looks at activities of an owner until it has found one that is shown.
    sql = (
        "select w.id, w.name from owner w where exists (select 1 from activity a"  # noqa: S608 - our own text
        " left join deal d on d.id = a.deal_id"
        " left join person p on p.id = a.person_id"
        " left join organisation o on o.id = a.organisation_id"
        f" where a.owner_id = w.id and {_IN_CALENDARS}) order by w.name, w.id"
    )
    owners = view.rows(sql, (_first_day(today),))
    return [(make_key(mark, None), everybody), *((make_key(mark, owner_id), name) for owner_id, name in owners)]


def _read_mark(view: View) -> int:
    return int(view.value("select at from journal_entry order by id limit 1") or 0)


def _first_day(today: date) -> str:
    return (today - timedelta(days=DONE_DAYS)).isoformat()


_IN_CALENDARS = f"a.due_on is not null and (a.done_at is null or a.due_on >= ?) and {SHOWN}"
_ROWS = f"""
    select a.id, a.kind, k.name, a.subject, a.due_on, a.due_at, a.duration, a.owner_id, w.name, a.remind_before,
           a.note, a.done_at, d.title, p.name, p.phone, p.email, c.name, c.address
    from activity a
    left join activity_kind k on k.key = a.kind
    left join owner w on w.id = a.owner_id
    left join deal d on d.id = a.deal_id
    left join person p on p.id = a.person_id
    left join organisation o on o.id = a.organisation_id
    left join organisation c on c.id = coalesce(a.organisation_id, d.organisation_id)
    where {_IN_CALENDARS}
    order by a.due_on, a.due_at, a.id
"""  # noqa: S608 - our own text
_AT_THEIRS = ("visit", "meeting")


def _to_event(row: Row, mark: int) -> CalendarEvent:
    activity_id, key, kind, subject, due_on, due_at, duration, _owner_id, _owner, remind_before, note = row[:11]
    done_at, deal, person, phone, email, organisation, address = row[11:]
    begins: date | datetime = date.fromisoformat(due_on) if due_at is None else from_microseconds(due_at)
    about = " · ".join(filter(None, (subject or kind or key, organisation or deal)))
    lines = (deal, person, phone, email, note)
    return CalendarEvent(
        uid=make_uid(mark, activity_id),
        summary=about,
        begins=begins,
        minutes=usual_minutes(key, duration),
        description="\n".join(line for line in lines if line),
        location=(address or "") if key in _AT_THEIRS else "",
        category=kind or key,
        remind_before=remind_before,
        is_done=done_at is not None,
    )
