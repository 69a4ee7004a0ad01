"""The lists of people and organisations: which there are under a filter, in which order, and a page of their lines.

What a list is found and ordered by is kept in memory until anybody commits; what only a line shows is read by pages.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.names import fold
from desktop_pipeline.queries.contact_standing import (
    NO_STANDING,
    Standing,
    Subject,
    read_deal_sums,
    read_last_contacts,
    read_next_steps,
    read_roles_of,
    read_standings,
    with_open_deals,
    with_owner,
)
from desktop_pipeline.storage.workspace import View

_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """Which people or organisations a list shows; empty sets and texts let all through."""

    has_open_deals: bool = False
    owner_ids: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()
    text: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered out."""
        return bool(self.has_open_deals or self.owner_ids or self.roles or self.text.strip())


class Order(StrEnum):
    """What a list can be ordered by."""

    NAME = "name"
    ORGANISATION = "organisation"
    WORK = "work"
    ROLE = "role"
    INDUSTRY = "industry"
    PEOPLE = "people"
    OPEN = "open"
    WON = "won"
    NEXT_STEP = "next step"
    LAST_CONTACT = "last contact"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as the list shows them; `role` is their part in the newest deal that is open, or else in any."""

    person_id: int
    name: str
    organisation_id: int | None
    organisation: str | None
    job_title: str | None
    role: str
    has_left: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation as the list shows it."""

    organisation_id: int
    name: str
    industry: str | None
    people: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class _Known:
    """What one person or organisation is found and ordered by."""

    row_id: int
    name: str
    home_id: int | None
    home: str | None
    kind: str | None
    mark: Any
    sought: str
    order: str


def count_contacts(view: View, subject: Subject) -> int:
    """How many there are outside the bin."""
    return int(view.value(f"select count(*) from {subject.value} where deleted_at is null"))  # noqa: S608 - our own


def list_contacts(
    view: View, subject: Subject, wanted: ContactFilter, order: Order, *, descending: bool, today: date
) -> list[int]:
    """Ids of those the filter lets through, in their order; what is not known stands last either way."""
    question = (wanted, order, descending, today)
    return view.keep(
        f"contacts {subject.value}",
        question,
        lambda: _list(view, subject, wanted, order, descending=descending, today=today),
    )


def read_people(view: View, ids: Sequence[int], *, today: date, now: datetime) -> list[PersonLine]:
    """The lines of these people, in this order."""
    known, standings = _read_known(view, Subject.PEOPLE), read_standings(view, Subject.PEOPLE, ids, today, now)
    roles = read_roles_of(view, ids)
    return [
        PersonLine(
            row.row_id,
            row.name,
            row.home_id,
            row.home,
            row.kind,
            roles.get(row.row_id, ""),
            row.mark is not None,
            standings.get(row.row_id, NO_STANDING),
        )
        for row in (known[row_id] for row_id in ids if row_id in known)
    ]


def read_organisations(view: View, ids: Sequence[int], *, today: date, now: datetime) -> list[OrganisationLine]:
    """The lines of these organisations, in this order."""
    known = _read_known(view, Subject.ORGANISATIONS)
    standings = read_standings(view, Subject.ORGANISATIONS, ids, today, now)
    return [
        OrganisationLine(row.row_id, row.name, row.kind, row.mark, standings.get(row.row_id, NO_STANDING))
        for row in (known[row_id] for row_id in ids if row_id in known)
    ]


def read_roles(view: View) -> list[str]:
    """Parts that people have in deals, in the order of letters."""
    rows = view.rows("select distinct role from deal_person where role <> ''")
    return sorted((str(row[0]) for row in rows), key=fold)


def _list(
    view: View, subject: Subject, wanted: ContactFilter, order: Order, *, descending: bool, today: date
) -> list[int]:
    known = _read_known(view, subject)
    ids: Sequence[int] = list(known)
    words = [fold(word) for word in wanted.text.split()]
    if words:
        ids = [row_id for row_id in ids if all(word in known[row_id].sought for word in words)]
    if wanted.has_open_deals:
        let_through = with_open_deals(view, subject)
        ids = [row_id for row_id in ids if row_id in let_through]
    if wanted.owner_ids:
        let_through = with_owner(view, subject, wanted.owner_ids)
        ids = [row_id for row_id in ids if row_id in let_through]
    if wanted.roles and subject is Subject.PEOPLE:
        roles = read_roles_of(view, None)
        ids = [row_id for row_id in ids if roles.get(row_id) in wanted.roles]
    if order is Order.NAME:
        return list(reversed(ids)) if descending else list(ids)
    key = _make_key(view, subject, known, order, today)
    there = [row_id for row_id in ids if key(row_id) is not None]
    missing = [row_id for row_id in ids if key(row_id) is None]
    return [*sorted(there, key=key, reverse=descending), *missing]


def _make_key(
    view: View, subject: Subject, known: dict[int, _Known], order: Order, today: date
) -> Callable[[int], Any]:
    """What a row is ordered by; None where it is not known."""
    plain = _PLAIN_KEYS.get(order)
    if plain is not None:
        return lambda row_id: plain(known[row_id])
    match order:
        case Order.ROLE:
            roles = read_roles_of(view, None)
            return lambda row_id: fold(roles.get(row_id, "")) or None
        case Order.NEXT_STEP:
            steps = view.keep(f"steps {subject.value}", None, lambda: read_next_steps(view, subject, None))
            return lambda row_id: steps[row_id][1] if row_id in steps else None
        case Order.LAST_CONTACT:
            days = view.keep(f"contacted {subject.value}", None, lambda: read_last_contacts(view, subject, None))
            return days.get
        case _:
            status = DealStatus.WON if order is Order.WON else DealStatus.OPEN
            sums = view.keep(
                f"sums {subject.value}",
                (status, today),
                lambda: read_deal_sums(view, subject, None, today, status=status),
            )
            return lambda row_id: _worth(sums.get(row_id, NO_STANDING), order)


_PLAIN_KEYS: dict[Order, Callable[[_Known], Any]] = {
    Order.ORGANISATION: lambda row: fold(row.home or "") or None,
    Order.WORK: lambda row: fold(row.kind or "") or None,
    Order.INDUSTRY: lambda row: fold(row.kind or "") or None,
    Order.PEOPLE: lambda row: row.mark or None,
}


def _worth(standing: Standing, order: Order) -> tuple[int, int] | None:
    deals = standing.won if order is Order.WON else standing.open
    return (deals.in_base, deals.deals) if deals.deals else None


def _read_known(view: View, subject: Subject) -> dict[int, _Known]:
    """Everybody outside the bin by name, with the folded texts in which they are sought."""
    return view.keep(f"known {subject.value}", None, lambda: _find_known(view, subject))


def _find_known(view: View, subject: Subject) -> dict[int, _Known]:
    further: dict[int, str] = {}
    column = "person_id" if subject is Subject.PEOPLE else "organisation_id"
    # Names of columns are our own.
    for row_id, value in view.rows(f"select {column}, value from contact_point where {column} is not null"):  # noqa: S608
        further[row_id] = f"{further.get(row_id, '')}\n{value}"
    rows = [
        _Known(
            row_id,
            name,
            home_id,
            home,
            kind,
            mark,
            fold("\n".join((name, home or "", kind or "", email or "", phone or "", further.get(row_id, "")))),
            fold(name) or _LAST,
        )
        for row_id, name, home_id, home, kind, mark, email, phone in view.rows(_KNOWN[subject])
    ]
    rows.sort(key=lambda row: (row.order, row.row_id))
    return {row.row_id: row for row in rows}


_KNOWN = {
    Subject.PEOPLE: (
        "select p.id, p.name, o.id, o.name, p.job_title, p.left_on, p.email, p.phone from person p"
        " left join organisation o on o.id = p.organisation_id and o.deleted_at is null where p.deleted_at is null"
    ),
    Subject.ORGANISATIONS: (
        "select o.id, o.name, null, o.address, o.industry,"
        " (select count(*) from person p where p.organisation_id = o.id and p.deleted_at is null),"
        " o.email, o.phone from organisation o where o.deleted_at is null"
    ),
}
