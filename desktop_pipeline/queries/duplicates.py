"""Suspected duplicates among people or organisations, with the names that a list of them shows."""

# ruff: noqa: S608 - names of tables and columns are our own

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_pipeline.domain.contacts import email_domain, email_key, phone_key, site_domain
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.kept_apart import read_kept_apart
from desktop_pipeline.storage.workspace import View

MOST_PAIRS = 200


@dataclass(frozen=True, slots=True)
class SuspectedPair:
    """Two that may be the same; `reasons` are exchange.duplicates.Likeness values, `alike` is from 0 to 100."""

    first_id: int
    second_id: int
    first_name: str
    second_name: str
    first_detail: str
    second_detail: str
    reasons: tuple[str, ...]
    alike: int


def read_duplicates(view: View, subject: Subject) -> list[SuspectedPair]:
    """The surest first; at 50,000 names this takes seconds, so ask on a worker."""
    # rapidfuzz is loaded when somebody looks for duplicates.
    from desktop_pipeline.exchange.duplicates import Contact, find_duplicates  # noqa: PLC0415

    points = _read_points(view, subject)
    contacts, details, names = [], {}, {}
    for row_id, name, home, detail, email, phone, website in view.rows(_ROWS[subject]):
        emails = [email, *points.get((row_id, "email"), ())]
        phones = [phone, *points.get((row_id, "phone"), ())]
        domains = (*map(email_domain, emails), site_domain(website)) if subject is Subject.ORGANISATIONS else ()
        names[row_id] = name
        details[row_id] = " · ".join(part for part in (detail, email, phone) if part)
        contacts.append(
            Contact(
                row_id,
                name,
                tuple(_known(map(email_key, emails))),
                tuple(_known(map(phone_key, phones))),
                tuple(_known(iter(domains))),
                home,
            )
        )
    return [
        SuspectedPair(
            found.first_id,
            found.second_id,
            names[found.first_id],
            names[found.second_id],
            details[found.first_id],
            details[found.second_id],
            tuple(likeness.value for likeness in found.reasons),
            found.alike,
        )
        for found in find_duplicates(contacts, MOST_PAIRS, read_kept_apart(view, subject.value), view.breathe)
    ]


_ROWS = {
    Subject.PEOPLE: (
        "select p.id, p.name, p.organisation_id, o.name, p.email, p.phone, null from person p"
        " left join organisation o on o.id = p.organisation_id where p.deleted_at is null order by p.id"
    ),
    Subject.ORGANISATIONS: (
        "select o.id, o.name, null, o.address, o.email, o.phone, o.website from organisation o"
        " where o.deleted_at is null order by o.id"
    ),
}


def _known(keys: Iterator[str | None]) -> Iterator[str]:
    return (key for key in keys if key)


def _read_points(view: View, subject: Subject) -> dict[tuple[int, str], list[str]]:
    points: dict[tuple[int, str], list[str]] = {}
    for row_id, kind, value in view.rows(
        f"select {subject.value}_id, kind, value from contact_point where {subject.value}_id is not null"
    ):
        points.setdefault((row_id, kind), []).append(value)
    return points
