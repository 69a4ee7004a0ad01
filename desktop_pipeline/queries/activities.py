"""Activities as lists and days show them, by what they hang on or by their ids, and the kinds there are."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop_pipeline.domain.activities import (
    usual_minutes,
)
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.hygiene import NextStep, judge_next_step
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.recurring import Repeat, Unit
from desktop_pipeline.queries.id_sets import NONE
from desktop_pipeline.storage.database import Reader, Row, Value
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """A kind of activity: its key, the owner's word for it, and its icon's name."""

    key: str
    name: str
    icon: str


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One activity as lists show it; `stage_place` and `stage_count` are for the stage mark of an open deal."""

    activity_id: int
    kind: ActivityKind
    subject: str
    due_on: date | None
    due_at: datetime | None
    duration: int | None
    done_at: datetime | None
    result: str | None
    note: str | None
    owner_id: int | None
    owner: str | None
    deal_id: int | None
    deal: str | None
    deal_status: DealStatus | None
    stage: str | None
    stage_place: int
    stage_count: int
    value: Money | None
    person_id: int | None
    person: str | None
    organisation_id: int | None
    organisation: str | None
    state: NextStep
    remind_before: int | None = None
    repeat: Repeat | None = None

    @property
    def minutes(self) -> int:
        """How long it takes, as planned or as usual."""
        return usual_minutes(self.kind.key, self.duration)


# Of deals in the bin nothing is to be done, and of people and organisations there only what a deal still asks for.
SHOWN = "d.deleted_at is null and (a.deal_id is not null or (p.deleted_at is null and o.deleted_at is null))"


def read_activities(view: View, ids: Sequence[int]) -> list[ActivityRow]:
    """Activities by their ids, in the given order; those that are gone are left out."""
    rows = view.rows(
        f"{_ROWS} from json_each(?) named join activity a on a.id = named.value {_JOINS} order by named.key",
        (json.dumps(list(ids)),),
    )
    return _to_rows(view, rows)


def read_activity(view: View, activity_id: int) -> ActivityRow | None:
    """One activity, open or done, or None where there is none."""
    found = read_activities(view, [activity_id])
    return found[0] if found else None


def read_next_activity(view: View, deal_id: int) -> ActivityRow | None:
    """The next step of a deal: of its open activities the one that is due first."""
    found = view.value(
        "select id from activity where deal_id = ? and done_at is null"
        " order by due_on is null, due_on, due_at, id limit 1",
        (deal_id,),
    )
    return None if found is None else read_activity(view, int(found))


def read_open_activities(view: View, *, deal_id: int) -> list[ActivityRow]:
    """What is planned for a deal, the earliest first."""
    rows = view.rows(
        f"{_ROWS} from activity a {_JOINS} where a.deal_id = ? and a.done_at is null"
        " order by a.due_on is null, a.due_on, a.due_at, a.id",
        (deal_id,),
    )
    return _to_rows(view, rows)


def read_day(view: View, day: date, owner_ids: frozenset[int] = frozenset()) -> list[ActivityRow]:
    """What stands in the calendar of a day with a time, done or not, the earliest first."""
    where, parameters = among("a.owner_id", owner_ids)
    rows = view.rows(
        f"{_ROWS} from activity a {_JOINS} where a.due_on = ? and a.due_at is not null"
        f" and {SHOWN}{where}"
        " order by a.due_at, a.id",
        (day.isoformat(), *parameters),
    )
    return _to_rows(view, rows)


def among(column: str, some: frozenset[int] | frozenset[str]) -> tuple[str, list[Value]]:
    """A condition that the column holds one of these, with its parameters; of none, that it may hold any.

    `id_sets.NONE` among them stands for a column that holds nothing.
    """
    if not some:
        return "", []
    there: list[Value] = [each for each in some if each != NONE]
    nothing = f" or {column} is null" if len(there) < len(some) else ""
    return f" and ({column} in ({', '.join('?' * len(there))}){nothing})", there


def read_kinds(reader: Reader) -> list[ActivityKind]:
    """The kinds in use, in the owner's order."""
    sql = "select key, name, icon from activity_kind where is_active order by position, id"
    return [ActivityKind(*row) for row in reader.rows(sql)]


_ROWS = """
    select a.id, a.kind, k.name, k.icon, a.subject, a.due_on, a.due_at, a.duration, a.done_at, a.result, a.note,
           a.owner_id, w.name, a.deal_id, d.title, d.status, s.name,
           (select count(*) from stage b where b.pipeline_id = s.pipeline_id and b.is_open and not b.is_archived
             and (b.position, b.id) < (s.position, s.id)),
           (select count(*) from stage b where b.pipeline_id = s.pipeline_id and b.is_open and not b.is_archived),
           d.value, d.currency, a.person_id, p.name, coalesce(a.organisation_id, d.organisation_id), c.name,
           a.remind_before, r.every, r.unit, r.until
"""
_JOINS = """
    left join activity_kind k on k.key = a.kind
    left join recurrence r on r.activity_id = a.id
    left join owner w on w.id = a.owner_id
    left join deal d on d.id = a.deal_id
    left join stage s on s.id = d.stage_id
    left join person p on p.id = a.person_id
    left join organisation o on o.id = a.organisation_id
    left join organisation c on c.id = coalesce(a.organisation_id, d.organisation_id)
"""


def _to_rows(view: View, rows: Sequence[Row]) -> list[ActivityRow]:
    today, now = view.today(), view.now()
    return [_to_row(row, today, now) for row in rows]


def _to_row(row: Row, today: date, now: datetime) -> ActivityRow:
    activity_id, key, kind, icon, subject, due_on, due_at, duration, done_at, result, note = row[:11]
    owner_id, owner, deal_id, deal, status, stage, place, count = row[11:19]
    value, currency, person_id, person, organisation_id, organisation = row[19:25]
    remind_before, every, unit, until = row[25:]
    day = None if due_on is None else date.fromisoformat(due_on)
    instant = None if due_at is None else from_microseconds(due_at)
    return ActivityRow(
        activity_id=activity_id,
        # A kind that an import named, or an older version knew
        kind=ActivityKind(key, kind or key[:1].upper() + key[1:], icon or "check"),
        subject=subject or kind or key,
        due_on=day,
        due_at=instant,
        duration=duration,
        done_at=None if done_at is None else from_microseconds(done_at),
        result=result,
        note=note,
        owner_id=owner_id,
        owner=owner,
        deal_id=deal_id,
        deal=deal,
        deal_status=None if status is None else DealStatus(status),
        stage=stage,
        stage_place=place,
        stage_count=count,
        value=None if value is None else Money(value, currency),
        person_id=person_id,
        person=person,
        organisation_id=organisation_id,
        organisation=organisation,
        state=judge_next_step(planned=done_at is None, due_on=day, due_at=instant, today=today, now=now),
        remind_before=remind_before,
        repeat=None if every is None else read_repeat(every, unit, until),
    )


def read_repeat(every: int, unit: str, until: str | None) -> Repeat:
    """How often an activity comes again, as it is stored."""
    return Repeat(every, Unit(unit), None if until is None else date.fromisoformat(until))
