"""What is to be done: the order of the Activities screen's lists, and open deals without a next step."""

# ruff: noqa: S608 - the conditions are put together from our own text; what a user typed is always bound

from collections.abc import Mapping
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
from desktop_pipeline.domain.money import convert
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.activities import SHOWN, among
from desktop_pipeline.queries.rates import read_rates
from desktop_pipeline.storage.database import Row, Value
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

    `call_ids` are the calls that are late or due today, in the same order; `call_minutes` how long they take together.
    """

    sections: tuple[AgendaSection, ...]
    ids: tuple[int, ...]
    call_ids: tuple[int, ...]
    call_minutes: int

    @property
    def calls(self) -> int:
        """How many calls are late or due today."""
        return len(self.call_ids)

    @property
    def late_ids(self) -> tuple[int, ...]:
        """The activities that are late; they stand first."""
        return self.ids[: self.count(DueGroup.LATE)]

    def count(self, group: DueGroup) -> int:
        """How many activities stand under a heading."""
        return sum(section.count for section in self.sections if section.group is group)


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


_OPEN = f"a.done_at is null and {SHOWN}"
_FROM = (
    "activity a left join deal d on d.id = a.deal_id left join person p on p.id = a.person_id"
    " left join organisation o on o.id = a.organisation_id"
)


def read_agenda(
    view: View,
    agenda_filter: AgendaFilter,
    *,
    today: date,
    now: datetime,
    chances: Mapping[int, float] | None = None,
) -> Agenda:
    """The order of the activities that the filter lets through.

    Today's list puts what matters most first (domain.activities.rank_activity); the others go by day and time. Of what
    was done the newest stands first, MOST_DONE of them at most. `chances` are those of stages by their history
    (METRICS §9); a deal's own probability goes before them, and the stage's set one counts where there is none.
    """
    if agenda_filter.span is AgendaSpan.DONE:
        return _read_done_agenda(view, agenda_filter)
    where, parameters = _where(agenda_filter, today)
    rows = view.rows(
        "select a.id, a.due_on, a.due_at, a.kind, a.duration, d.value, d.currency,"
        " case d.status when 'won' then 1.0 when 'lost' then 0.0 else d.probability end, d.stage_id, s.probability"
        f" from {_FROM} left join stage s on s.id = d.stage_id where {where}"
        " order by a.due_on is null, a.due_on, a.due_at is null, a.due_at, a.id",
        parameters,
    )
    listing = _Listing(view, agenda_filter.span, today, now)
    for *row, own, stage_id, usual in rows:
        listing.add(*row, likelihood=_judge_likelihood(own, stage_id, usual, chances))
    # Sorting is stable: what has the same rank stays in the order of day and time.
    listed = sorted(listing.lines, key=itemgetter(0, 1, 2))
    sections = []
    for (_place, heading), some in groupby(listed, key=itemgetter(0, 1)):
        rows_of = list(some)
        group = rows_of[0][4]
        day = {DueGroup.TODAY: today, DueGroup.TOMORROW: today + timedelta(days=1), DueGroup.LATER: heading}.get(group)
        sections.append(AgendaSection(group, day, len(rows_of)))
    ids = tuple(each[3] for each in listed)
    return Agenda(tuple(sections), ids, tuple(filter(listing.calls.__contains__, ids)), listing.call_minutes)


def _read_done_agenda(view: View, agenda_filter: AgendaFilter) -> Agenda:
    conditions, parameters = _conditions(agenda_filter)
    rows = view.rows(
        f"select a.id, a.done_at from {_FROM} where a.done_at is not null and {SHOWN}{conditions}"
        f" order by a.done_at desc, a.id desc limit {MOST_DONE}",
        parameters,
    )
    days = ((local_day(from_microseconds(at), view.zone), row_id) for row_id, at in rows)
    sections = [AgendaSection(None, day, sum(1 for _each in some)) for day, some in groupby(days, key=itemgetter(0))]
    return Agenda(tuple(sections), tuple(row[0] for row in rows), (), 0)


def read_deals_without_step(
    view: View, *, limit: int, owner_ids: frozenset[int] = frozenset(), chances: Mapping[int, float] | None = None
) -> DealsWithoutStep:
    """Open deals for which nothing is planned: all counted, the likely and large ones first, as in `read_agenda`."""
    owners, parameters = among("d.owner_id", owner_ids)
    where = (
        "d.status = 'open' and d.deleted_at is null"
        f" and not exists (select 1 from activity a where a.deal_id = d.id and a.done_at is null){owners}"
    )
    rows = view.rows(
        "select d.id, d.title, o.name, d.value, d.currency, d.probability, d.stage_id, s.probability from deal d"
        f" left join organisation o on o.id = d.organisation_id left join stage s on s.id = d.stage_id where {where}",
        parameters,
    )
    weigh = _Scale(view, view.today())

    def rank(row: Row) -> float:
        return rank_activity(weigh(row[3], row[4], _judge_likelihood(row[5], row[6], row[7], chances)), 1.0)

    heaviest = sorted(rows, key=lambda row: (-rank(row), row[0]))
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


_ORDER = {group: place for place, group in enumerate(DueGroup)}


def _judge_likelihood(
    own: float | None, stage_id: int | None, usual: float | None, chances: Mapping[int, float] | None
) -> float | None:
    """The deal's own probability, else that of its stage by history, else the stage's set one (METRICS §1)."""
    if own is not None or stage_id is None:
        return own
    return (chances or {}).get(stage_id, usual)


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
        self.calls: set[int] = set()
        self.call_minutes = 0

    def add(
        self,
        row_id: int,
        due_on: str | None,
        due_at: int | None,
        kind: str,
        duration: int | None,
        value: int | None,
        currency: str | None,
        *,
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
            self.calls.add(row_id)
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
    owners, owner_ids = among("a.owner_id", agenda_filter.owner_ids)
    kinds, keys = among("a.kind", agenda_filter.kinds)
    return owners + kinds, owner_ids + keys
