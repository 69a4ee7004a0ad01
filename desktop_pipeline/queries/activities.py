"""What is to be done: the lists of the Activities screen, the day, and deals without a next step."""

# ruff: noqa: S608 - the conditions are put together from our own text; what a user typed is always bound

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from desktop_pipeline.domain.activities import (
    DueGroup,
    Weight,
    group_due,
    judge_urgency,
    rank_activity,
    usual_minutes,
)
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.hygiene import NextStep, judge_next_step
from desktop_pipeline.domain.money import Money, convert
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.rates import read_rates
from desktop_pipeline.storage.database import Reader, Row, Value
from desktop_pipeline.storage.instants import from_microseconds, to_microseconds
from desktop_pipeline.storage.workspace import View

WEEK_DAYS = 7
MOST_DONE = 1_000


class AgendaSpan(StrEnum):
    """How far a list looks: today and tomorrow, a week, or everything; late ones are always in it. Or what was done."""

    TODAY = "today"
    WEEK = "week"
    ALL = "all"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class AgendaFilter:
    """Which activities are listed; empty sets let all through."""

    span: AgendaSpan = AgendaSpan.TODAY
    owner_ids: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AgendaSection:
    """A heading and how many activities stand under it; `day` is set where it is one day; no group: what was done."""

    group: DueGroup | None
    day: date | None
    count: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """The activities of a list: their ids in order, section after section.

    `calls` and `call_minutes` are those that are late or due today, and how long they take together.
    """

    sections: tuple[AgendaSection, ...]
    ids: tuple[int, ...]
    calls: int
    call_minutes: int

    def count(self, group: DueGroup) -> int:
        """How many activities stand under a heading."""
        return sum(section.count for section in self.sections if section.group is group)


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

    @property
    def minutes(self) -> int:
        """How long it takes, as planned or as usual."""
        return usual_minutes(self.kind.key, self.duration)


@dataclass(frozen=True, slots=True)
class StepLess:
    """An open deal for which nothing is planned."""

    deal_id: int
    title: str
    organisation: str | None


@dataclass(frozen=True, slots=True)
class DealsWithoutStep:
    """The open deals without a next step: how many, and the weightiest of them."""

    count: int
    deals: tuple[StepLess, ...]


@dataclass(frozen=True, slots=True)
class DueCounts:
    """How many open activities are late, and how many more are due today."""

    late: int
    today: int


# Of deals in the bin nothing is to be done, and of people and organisations there only what a deal still asks for.
_SHOWN = "d.deleted_at is null and (a.deal_id is not null or (p.deleted_at is null and o.deleted_at is null))"
_OPEN = f"a.done_at is null and {_SHOWN}"
_FROM = (
    "activity a left join deal d on d.id = a.deal_id left join person p on p.id = a.person_id"
    " left join organisation o on o.id = a.organisation_id"
)


def read_agenda(view: View, agenda_filter: AgendaFilter, *, today: date, now: datetime) -> Agenda:
    """The order of the activities that the filter lets through.

    Today's list puts what matters most first (domain.activities.rank_activity); the others go by day and time. Of what
    was done the newest stands first, MOST_DONE of them at most.
    """
    if agenda_filter.span is AgendaSpan.DONE:
        return _read_done_agenda(view, agenda_filter)
    where, parameters = _where(agenda_filter, today)
    rows = view.rows(
        "select a.id, a.due_on, a.due_at, a.kind, a.duration, d.value, d.currency,"
        " case d.status when 'won' then 1.0 when 'lost' then 0.0 else coalesce(d.probability, s.probability) end"
        f" from {_FROM} left join stage s on s.id = d.stage_id where {where}"
        " order by a.due_on is null, a.due_on, a.due_at is null, a.due_at, a.id",
        parameters,
    )
    listing = _Listing(view, agenda_filter.span, today, now)
    for row in rows:
        listing.add(*row)
    # Sorting is stable: what has the same rank stays in the order of day and time.
    listed = sorted(listing.lines, key=itemgetter(0, 1, 2))
    sections = []
    for (_place, heading), some in groupby(listed, key=itemgetter(0, 1)):
        rows_of = list(some)
        group = rows_of[0][4]
        day = {DueGroup.TODAY: today, DueGroup.TOMORROW: today + timedelta(days=1), DueGroup.LATER: heading}.get(group)
        sections.append(AgendaSection(group, day, len(rows_of)))
    return Agenda(tuple(sections), tuple(each[3] for each in listed), listing.calls, listing.call_minutes)


def _read_done_agenda(view: View, agenda_filter: AgendaFilter) -> Agenda:
    conditions, parameters = _conditions(agenda_filter)
    rows = view.rows(
        f"select a.id, a.done_at from {_FROM} where a.done_at is not null and {_SHOWN}{conditions}"
        f" order by a.done_at desc, a.id desc limit {MOST_DONE}",
        parameters,
    )
    days = ((local_day(from_microseconds(at), view.zone), row_id) for row_id, at in rows)
    sections = [AgendaSection(None, day, sum(1 for _each in some)) for day, some in groupby(days, key=itemgetter(0))]
    return Agenda(tuple(sections), tuple(row[0] for row in rows), 0, 0)


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


def read_open_activities(
    view: View, *, deal_id: int | None = None, person_id: int | None = None, organisation_id: int | None = None
) -> list[ActivityRow]:
    """What is planned for a deal, a person or an organisation, the earliest first."""
    column, row_id = next(
        (name, value)
        for name, value in (("deal_id", deal_id), ("person_id", person_id), ("organisation_id", organisation_id))
        if value is not None
    )
    rows = view.rows(
        f"{_ROWS} from activity a {_JOINS} where a.{column} = ? and a.done_at is null"
        " order by a.due_on is null, a.due_on, a.due_at, a.id",
        (row_id,),
    )
    return _to_rows(view, rows)


def read_day(view: View, day: date, owner_ids: frozenset[int] = frozenset()) -> list[ActivityRow]:
    """What stands in the calendar of a day with a time, done or not, the earliest first."""
    where, parameters = _conditions(AgendaFilter(owner_ids=owner_ids))
    rows = view.rows(
        f"{_ROWS} from activity a {_JOINS} where a.due_on = ? and a.due_at is not null"
        f" and {_SHOWN} {where}"
        " order by a.due_at, a.id",
        (day.isoformat(), *parameters),
    )
    return _to_rows(view, rows)


def read_deals_without_step(view: View, *, limit: int, owner_ids: frozenset[int] = frozenset()) -> DealsWithoutStep:
    """Open deals for which nothing is planned: all counted, the likely and large ones first."""
    owners = f" and d.owner_id in ({_marks(owner_ids)})" if owner_ids else ""
    where = (
        "d.status = 'open' and d.deleted_at is null"
        f" and not exists (select 1 from activity a where a.deal_id = d.id and a.done_at is null){owners}"
    )
    rows = view.rows(
        "select d.id, d.title, o.name, d.value, d.currency, coalesce(d.probability, s.probability) from deal d"
        f" left join organisation o on o.id = d.organisation_id left join stage s on s.id = d.stage_id where {where}",
        sorted(owner_ids),
    )
    weigh = _Scale(view, view.today())
    heaviest = sorted(rows, key=lambda row: (-rank_activity(weigh(*row[3:]), 1.0), row[0]))
    return DealsWithoutStep(len(rows), tuple(StepLess(*row[:3]) for row in heaviest[:limit]))


def count_due(view: View, *, today: date, now: datetime) -> DueCounts:
    """What waits now, of everybody: for the number beside Activities in the navigation."""
    row = view.row(
        f"select coalesce(sum(a.due_on < ? or (a.due_at is not null and a.due_at < ?)), 0), count(*) from {_FROM}"
        f" where a.due_on <= ? and {_OPEN}",
        (today.isoformat(), to_microseconds(now), today.isoformat()),
    )
    assert row is not None
    return DueCounts(int(row[0]), int(row[1]) - int(row[0]))


def read_kinds(reader: Reader) -> list[ActivityKind]:
    """The kinds in use, in the owner's order."""
    sql = "select key, name, icon from activity_kind where is_active order by position, id"
    return [ActivityKind(*row) for row in reader.rows(sql)]


_ORDER = {group: place for place, group in enumerate(DueGroup)}
_ROWS = """
    select a.id, a.kind, k.name, k.icon, a.subject, a.due_on, a.due_at, a.duration, a.done_at, a.result, a.note,
           a.owner_id, w.name, a.deal_id, d.title, d.status, s.name,
           (select count(*) from stage b where b.pipeline_id = s.pipeline_id and b.is_open and not b.is_archived
             and (b.position, b.id) < (s.position, s.id)),
           (select count(*) from stage b where b.pipeline_id = s.pipeline_id and b.is_open and not b.is_archived),
           d.value, d.currency, a.person_id, p.name, coalesce(a.organisation_id, d.organisation_id), c.name
"""
_JOINS = """
    left join activity_kind k on k.key = a.kind
    left join owner w on w.id = a.owner_id
    left join deal d on d.id = a.deal_id
    left join stage s on s.id = d.stage_id
    left join person p on p.id = a.person_id
    left join organisation o on o.id = a.organisation_id
    left join organisation c on c.id = coalesce(a.organisation_id, d.organisation_id)
"""


class _Scale:
    """Values of deals in the base currency; one without a rate in force is not known."""

    def __init__(self, view: View, today: date) -> None:
        self._base = view.base_currency
        self._rates = read_rates(view, self._base, today)

    def __call__(self, value: int | None, currency: str | None, likelihood: float | None) -> Weight:
        if value is None or currency is None or currency == self._base:
            return Weight(value, likelihood)
        rate = self._rates.get(currency)
        return Weight(None if rate is None else convert(value, rate, currency, self._base), likelihood)


class _Listing:
    """The lines of a list as they are read: place of the heading, its day, how much it weighs, id and group."""

    def __init__(self, view: View, span: AgendaSpan, today: date, now: datetime) -> None:
        self._weigh = _Scale(view, today)
        self._is_ranked = span is AgendaSpan.TODAY
        self._today = today
        self._now = now
        # Many share their day, and most have no time: each day is read once.
        self._days: dict[str | None, tuple[date | None, DueGroup]] = {}
        self.lines: list[tuple[int, date, float, int, DueGroup]] = []
        self.calls = self.call_minutes = 0

    def add(
        self,
        row_id: int,
        due_on: str | None,
        due_at: int | None,
        kind: str,
        duration: int | None,
        value: int | None,
        currency: str | None,
        likelihood: float | None,
    ) -> None:
        """Takes one row."""
        day, group = self._days.get(due_on) or self._read_day(due_on)
        instant = None
        if due_at is not None:
            instant = from_microseconds(due_at)
            group = group_due(day, instant, today=self._today, now=self._now)
        rank = 0.0
        if self._is_ranked:
            urgency = judge_urgency(day, instant, today=self._today, now=self._now)
            rank = rank_activity(self._weigh(value, currency, likelihood), urgency)
        if kind == "call" and (group is DueGroup.LATE or group is DueGroup.TODAY):
            self.calls += 1
            self.call_minutes += usual_minutes(kind, duration)
        heading = day if group is DueGroup.LATER and day is not None else date.min
        self.lines.append((_ORDER[group], heading, -rank, row_id, group))

    def _read_day(self, due_on: str | None) -> tuple[date | None, DueGroup]:
        day = None if due_on is None else date.fromisoformat(due_on)
        self._days[due_on] = day, group_due(day, None, today=self._today, now=self._now)
        return self._days[due_on]


def _where(agenda_filter: AgendaFilter, today: date) -> tuple[str, list[Value]]:
    where, parameters = _conditions(agenda_filter)
    days = {AgendaSpan.TODAY: 1, AgendaSpan.WEEK: WEEK_DAYS - 1}.get(agenda_filter.span)
    if days is None:
        return _OPEN + where, parameters
    return f"a.due_on <= ? and {_OPEN}{where}", [(today + timedelta(days=days)).isoformat(), *parameters]


def _conditions(agenda_filter: AgendaFilter) -> tuple[str, list[Value]]:
    conditions = ""
    parameters: list[Value] = []
    if agenda_filter.owner_ids:
        conditions += f" and a.owner_id in ({_marks(agenda_filter.owner_ids)})"
        parameters.extend(sorted(agenda_filter.owner_ids))
    if agenda_filter.kinds:
        conditions += f" and a.kind in ({_marks(agenda_filter.kinds)})"
        parameters.extend(sorted(agenda_filter.kinds))
    return conditions, parameters


def _marks(some: frozenset[int] | frozenset[str]) -> str:
    return ", ".join("?" * len(some))


def _to_rows(view: View, rows: Sequence[Row]) -> list[ActivityRow]:
    today, now = view.today(), view.now()
    return [_to_row(row, today, now) for row in rows]


def _to_row(row: Row, today: date, now: datetime) -> ActivityRow:
    activity_id, key, kind, icon, subject, due_on, due_at, duration, done_at, result, note = row[:11]
    owner_id, owner, deal_id, deal, status, stage, place, count = row[11:19]
    value, currency, person_id, person, organisation_id, organisation = row[19:]
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
    )
