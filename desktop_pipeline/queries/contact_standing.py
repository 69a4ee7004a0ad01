"""How things stand with people or organisations: open and won deals, the next step, the last contact.

Questions are asked of a page of them (`ids`), or of all where that is None.
"""

# ruff: noqa: S608 - the questions are put together from our own text; what a user typed is always bound

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.hygiene import NextStep, judge_next_step
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.id_sets import build_set_conditions
from desktop_pipeline.storage.closed_values import AT_CLOSE, CLOSED_AT, CURRENCY_AT_CLOSE, VALUE_AT_CLOSE
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.rates import RatesOfDays
from desktop_pipeline.storage.workspace import View


class Subject(StrEnum):
    """Whose list it is; the value is the table."""

    PEOPLE = "person"
    ORGANISATIONS = "organisation"


@dataclass(frozen=True, slots=True)
class DealsSum:
    """Deals and what they are worth together, never in mixed currencies.

    `value` is in their own currency where they share one, else in the base currency: of open deals at the day's rates,
    won ones as they were at their closes, at the rates of those days (METRICS §0); None where no value is known.
    `left_out` counts those that it lacks for want of a rate, `without_value` those of unknown value; `in_base` is for
    comparing, and lacks `without_rate` deals.
    """

    deals: int = 0
    value: Money | None = None
    left_out: int = 0
    without_value: int = 0
    in_base: int = 0
    without_rate: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """One person or organisation; `state` is None where nothing is open and nothing planned."""

    open: DealsSum = DealsSum()
    won: DealsSum = DealsSum()
    lost: int = 0
    state: NextStep | None = None
    next_kind: str | None = None
    next_due_on: date | None = None
    next_due_at: datetime | None = None
    last_contact: date | None = None


NO_STANDING = Standing()
_Ids = Sequence[int] | None


def read_standings(view: View, subject: Subject, ids: _Ids, today: date, now: datetime) -> dict[int, Standing]:
    """How things stand with each; those with whom there is nothing yet are left out."""
    standings = read_deal_sums(view, subject, ids, today)
    for row_id, (kind, due_on, due_at) in read_next_steps(view, subject, ids).items():
        state = judge_next_step(planned=True, due_on=due_on, due_at=due_at, today=today, now=now)
        standings[row_id] = replace(
            standings.get(row_id, NO_STANDING),
            state=state,
            next_kind=kind,
            next_due_on=due_on,
            next_due_at=due_at,
        )
    for row_id, day in read_last_contacts(view, subject, ids).items():
        standings[row_id] = replace(standings.get(row_id, NO_STANDING), last_contact=day)
    return standings


def read_roles_of(view: View, ids: _Ids) -> dict[int, str]:
    """Each person's part in the newest of their open deals, or in the newest of all where none is open."""
    among = "" if ids is None else " and l.person_id in (select value from json_each(?))"
    rows = view.rows(
        "select l.person_id, l.role from deal_person l join deal d on d.id = l.deal_id"
        f" where l.role <> '' and d.deleted_at is null{among} order by d.status = 'open', d.id",
        () if ids is None else (json.dumps(list(ids)),),
    )
    return dict(rows)


def with_open_deals(view: View, subject: Subject) -> set[int]:
    """Ids of those who have an open deal."""
    column, join = _OF_DEAL[subject]
    return {
        int(row[0])
        for row in view.rows(f"select {column} from deal d {join} where d.status = 'open' and d.deleted_at is null")
    }


def with_owner(view: View, subject: Subject, owner_ids: Collection[int]) -> set[int]:
    """Ids of those who have an open deal of one of these owners, or of nobody for `id_sets.NONE`."""
    column, join = _OF_DEAL[subject]
    ((owned, bound),) = build_set_conditions([("owner", frozenset(owner_ids))])
    rows = view.rows(
        f"select {column} from deal d {join} where d.status = 'open' and d.deleted_at is null and {owned}", bound
    )
    return {int(row[0]) for row in rows}


_OF_DEAL = {
    Subject.PEOPLE: ("l.person_id", "join deal_person l on l.deal_id = d.id"),
    Subject.ORGANISATIONS: ("d.organisation_id", "join organisation o on o.id = d.organisation_id"),
}


# The currency, the sum of one deal's value or of several in the base currency, how many of how many have a value, and
# the instant of the close of one in another currency.
_Row = tuple[str, int, int, int, int | None]


def _sum_deals(rows: Sequence[_Row], rates: RatesOfDays, base: str, today: date | None) -> DealsSum:
    """Adds up deals at the rates of today, or of their own days where that is None."""
    deals, valued = sum(row[2] for row in rows), sum(row[3] for row in rows)
    minor = without_rate = 0
    own: dict[str, int] = {}
    for currency, worth, _deals, number, closed_at in rows:
        if not number:
            continue
        own[currency] = own.get(currency, 0) + worth
        in_base = (
            rates.convert_closed(worth, currency, closed_at) if today is None else rates.convert(worth, currency, today)
        )
        minor += in_base or 0
        without_rate += number if in_base is None else 0
    if len(own) == 1:
        ((currency, worth),) = own.items()
        return DealsSum(deals, Money(worth, currency), 0, deals - valued, minor, without_rate)
    value = Money(minor, base) if valued > without_rate else None
    return DealsSum(deals, value, without_rate, deals - valued, minor, without_rate)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where rows come from: all of these have `page.id`, the person or organisation. `given` is put before a question.

    `deals` joins their deals `d` outside the bin, `activities` the activities `a` that name them.
    """

    given: str
    deals: str
    activities: str
    parameters: tuple[Value, ...] = ()


def _source(subject: Subject, ids: _Ids) -> _Source:
    if ids is None:
        # Deals first: to look up those of fifty thousand people one by one takes five times as long.
        link = {
            Subject.PEOPLE: "select person_id as id, deal_id from deal_person",
            Subject.ORGANISATIONS: "select organisation_id as id, id as deal_id from deal where organisation_id > 0",
        }[subject]
        column = f"{subject.value}_id"
        return _Source(
            "",
            f"({link}) page join deal d on d.id = page.deal_id and d.deleted_at is null",
            f"(select {column} as id, id as activity_id from activity where {column} > 0) page"
            " join activity a on a.id = page.activity_id",
        )
    deals = {
        Subject.PEOPLE: (
            "page cross join deal_person l on l.person_id = page.id"
            " cross join deal d on d.id = l.deal_id and d.deleted_at is null"
        ),
        Subject.ORGANISATIONS: "page cross join deal d on d.organisation_id = page.id and d.deleted_at is null",
    }[subject]
    return _Source(
        "with page as (select value as id from json_each(?)) ",
        deals,
        f"page cross join activity a on a.{subject.value}_id = page.id",
        (json.dumps(list(ids)),),
    )


def read_deal_sums(
    view: View, subject: Subject, ids: _Ids, today: date, *, status: DealStatus | None = None
) -> dict[int, Standing]:
    """Only what their deals are worth, open and won, or only those of one status."""
    only = "" if status is None else f" where d.status = '{status.value}'"
    source, base = _source(subject, ids), view.base_currency
    sums: dict[int, dict[str, list[_Row]]] = {}
    # What is in another currency is converted deal by deal, and what was won at the rate of its own day.
    for row_id, its_status, currency, _deal_id, closed_at, *row in view.rows(
        f"{source.given}select page.id, d.status, {CURRENCY_AT_CLOSE} as code,"
        f" case when {CURRENCY_AT_CLOSE} <> ? then d.id end as one, {CLOSED_AT},"
        f" coalesce(sum({VALUE_AT_CLOSE}), 0), count(*), count({VALUE_AT_CLOSE})"
        f" from {source.deals} {AT_CLOSE}{only} group by page.id, d.status, code, one",
        (*source.parameters, base),
    ):
        sums.setdefault(row_id, {}).setdefault(its_status, []).append((currency, *row, closed_at))
    rates = RatesOfDays(view)
    return {
        row_id: Standing(
            open=_sum_deals(by_status.get(DealStatus.OPEN, ()), rates, base, today),
            won=_sum_deals(by_status.get(DealStatus.WON, ()), rates, base, None),
            lost=sum(row[2] for row in by_status.get(DealStatus.LOST, ())),
            state=NextStep.NONE if DealStatus.OPEN in by_status else None,
        )
        for row_id, by_status in sums.items()
    }


NextDue = tuple[str, date | None, datetime | None]


def read_next_steps(view: View, subject: Subject, ids: _Ids) -> dict[int, NextDue]:
    """The next planned activity with each, or for an open deal of theirs."""
    source = _source(subject, ids)
    rows = view.rows(
        f"{source.given}select page.id, a.kind, a.due_on, a.due_at from {source.deals}"
        " cross join activity a on a.deal_id = d.id where d.status = 'open' and a.done_at is null"
        " union all select page.id, a.kind, a.due_on, a.due_at"
        f" from {source.activities}"
        " left join deal d on d.id = a.deal_id"
        " where a.done_at is null and (d.id is null or (d.status = 'open' and d.deleted_at is null))",
        source.parameters,
    )
    # Without a day last; of one day, what has an hour first.
    rows.sort(key=lambda row: (row[2] is None, row[2] or "", row[3] is None, row[3] or 0))
    found: dict[int, NextDue] = {}
    for row_id, kind, due_on, due_at in rows:
        if row_id not in found:
            found[row_id] = (
                kind,
                None if due_on is None else date.fromisoformat(due_on),
                None if due_at is None else from_microseconds(due_at),
            )
    return found


def read_last_contacts(view: View, subject: Subject, ids: _Ids) -> dict[int, date]:
    """The day of the last done activity with each; one that names nobody counts for all on its deal."""
    source = _source(subject, ids)
    named = "" if subject is Subject.ORGANISATIONS else " and a.person_id is null"
    found: dict[int, date] = {}
    for row_id, done_at in view.rows(
        f"{source.given}select id, max(done_at) from ("
        f"select page.id as id, a.done_at as done_at from {source.deals} cross join activity a"
        f" on a.deal_id = d.id where a.done_at is not null{named}"
        f" union all select page.id, a.done_at from {source.activities}"
        " where a.done_at is not null) group by id",
        source.parameters,
    ):
        found[row_id] = local_day(from_microseconds(done_at), view.zone)
    for row_id, touched_on in view.rows(
        f"{source.given}select page.id, max(d.last_touch_on) from {source.deals}"
        " where d.last_touch_on is not null group by page.id",
        source.parameters,
    ):
        day = date.fromisoformat(touched_on)
        found[row_id] = max(day, found.get(row_id, day))
    return found
