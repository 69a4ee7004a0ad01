"""A call that is to be made: whom, under which numbers, and what was said last."""

from dataclasses import dataclass
from datetime import datetime

from desktop_pipeline.domain.contacts import phone_key
from desktop_pipeline.queries.activities import ActivityRow, read_activity
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View

_MOST_NUMBERS = 4


@dataclass(frozen=True, slots=True)
class CallNumber:
    """A number that can be dialled, and whose it is."""

    phone: str
    name: str


@dataclass(frozen=True, slots=True)
class LastWord:
    """What was noted last for the deal, and when."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """An open call with the numbers to choose from, the likeliest first."""

    activity: ActivityRow
    numbers: tuple[CallNumber, ...]
    last_word: LastWord | None


def read_call(view: View, activity_id: int) -> Call | None:
    """What must be known to make a call; None where it is done or gone."""
    activity = read_activity(view, activity_id)
    if activity is None or activity.done_at is not None:
        return None
    return Call(activity, _read_numbers(view, activity), _read_last_word(view, activity.deal_id))


def _read_numbers(view: View, activity: ActivityRow) -> tuple[CallNumber, ...]:
    """Those of the person, else of the people of the deal who are still there, then of the organisation; each once."""
    rows = view.rows(_NUMBERS, (activity.person_id, activity.deal_id, activity.organisation_id))
    found: dict[str, CallNumber] = {}
    for phone, name in rows:
        key = phone_key(phone)
        if key is not None:
            found.setdefault(key, CallNumber(phone, name))
    return tuple(found.values())[:_MOST_NUMBERS]


def _read_last_word(view: View, deal_id: int | None) -> LastWord | None:
    row = view.row(
        "select text, at from (select text, at from note where deal_id = ?1 union all"
        " select coalesce(note, result), done_at from activity"
        " where deal_id = ?1 and done_at is not null and coalesce(note, result) is not null)"
        " order by at desc limit 1",
        (deal_id,),
    )
    return None if row is None else LastWord(row[0], from_microseconds(row[1]))


_NUMBERS = """
    select phone, name from (
        select 1 as turn, 0 as place, p.phone, p.name from person p where p.id = ?1
        union all select 1, c.position + 1, c.value, p.name from contact_point c join person p on p.id = c.person_id
         where p.id = ?1 and c.kind = 'phone'
        union all select 2, 100 * dp.id, p.phone, p.name from deal_person dp join person p on p.id = dp.person_id
         where dp.deal_id = ?2 and p.left_on is null and p.deleted_at is null
        union all select 2, 100 * dp.id + c.position + 1, c.value, p.name from deal_person dp
         join person p on p.id = dp.person_id join contact_point c on c.person_id = p.id
         where dp.deal_id = ?2 and p.left_on is null and p.deleted_at is null and c.kind = 'phone'
        union all select 3, 0, o.phone, o.name from organisation o where o.id = ?3
        union all select 3, c.position + 1, c.value, o.name from contact_point c
         join organisation o on o.id = c.organisation_id where o.id = ?3 and c.kind = 'phone'
    ) where phone is not null and phone <> '' order by turn, place
"""
