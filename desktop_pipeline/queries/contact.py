"""One person or organisation with everything its panel shows."""

# ruff: noqa: S608 - the questions are put together from our own text; what a user typed is always bound

from dataclasses import dataclass
from datetime import date, datetime

from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.contact_standing import NO_STANDING, Standing, Subject, read_roles_of, read_standings
from desktop_pipeline.queries.deal_parts import CustomFieldView, read_custom_fields
from desktop_pipeline.queries.timeline import EntryKind, TimelineEntry
from desktop_pipeline.storage.closed_values import AT_CLOSE, CURRENCY_AT_CLOSE, HAS_CLOSING_DAY, VALUE_AT_CLOSE
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View

_NEWEST = 60
_MOST_DEALS = 50


@dataclass(frozen=True, slots=True)
class Point:
    """A further e-mail, phone or link; `kind` is a domain.contacts.PointKind."""

    point_id: int
    kind: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class DealBrief:
    """A deal in one line; `position` of `stages` is the place of its stage."""

    deal_id: int
    title: str
    status: DealStatus
    stage_id: int | None
    stage: str | None
    position: int
    stages: int
    value: Money | None


@dataclass(frozen=True, slots=True)
class PersonBrief:
    """Somebody at an organisation."""

    person_id: int
    name: str
    job_title: str | None
    has_left: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """What the panel of a person shows."""

    person_id: int
    name: str
    organisation_id: int | None
    organisation: str | None
    email: str | None
    phone: str | None
    job_title: str | None
    website: str | None
    linkedin: str | None
    prefers: str | None
    left_on: date | None
    source_id: int | None
    source: str | None
    role: str
    points: tuple[Point, ...]
    custom: tuple[CustomFieldView, ...]
    standing: Standing
    open_deals: tuple[DealBrief, ...]
    history: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """What the panel of an organisation shows; the value it has as a customer is `standing.won` (METRICS §16)."""

    organisation_id: int
    name: str
    industry: str | None
    size: int | None
    country: str | None
    address: str | None
    email: str | None
    phone: str | None
    website: str | None
    linkedin: str | None
    source_id: int | None
    source: str | None
    points: tuple[Point, ...]
    custom: tuple[CustomFieldView, ...]
    people: tuple[PersonBrief, ...]
    standing: Standing
    open_deals: tuple[DealBrief, ...]
    history: tuple[TimelineEntry, ...]


def read_person(view: View, person_id: int, *, today: date, now: datetime) -> PersonView | None:
    """The person, or None where there is none or they are in the bin."""
    row = view.row(
        "select p.name, o.id, o.name, p.email, p.phone, p.job_title, p.website, p.linkedin, p.prefers, p.left_on,"
        " s.id, s.name from person p left join organisation o on o.id = p.organisation_id"
        " left join source s on s.id = p.source_id where p.id = ? and p.deleted_at is null",
        (person_id,),
    )
    if row is None:
        return None
    left_on = None if row[9] is None else date.fromisoformat(row[9])
    role = read_roles_of(view, [person_id]).get(person_id, "")
    shared = _read_shared(view, Subject.PEOPLE, person_id, today, now)
    custom = read_custom_fields(view, FieldSubject.PERSON, person_id)
    return PersonView(*(person_id, *row[:9], left_on, *row[10:], role, shared[0], custom, *shared[1:]))


def read_organisation(view: View, organisation_id: int, *, today: date, now: datetime) -> OrganisationView | None:
    """The organisation, or None where there is none or it is in the bin."""
    row = view.row(
        "select o.name, o.industry, o.size, o.country, o.address, o.email, o.phone, o.website, o.linkedin, s.id, s.name"
        " from organisation o left join source s on s.id = o.source_id where o.id = ? and o.deleted_at is null",
        (organisation_id,),
    )
    if row is None:
        return None
    people = view.rows(
        "select id, name, job_title, left_on is not null from person where organisation_id = ? and deleted_at is null"
        " order by left_on is not null, name, id limit 200",
        (organisation_id,),
    )
    briefs = tuple(PersonBrief(person_id, name, title, bool(has_left)) for person_id, name, title, has_left in people)
    shared = _read_shared(view, Subject.ORGANISATIONS, organisation_id, today, now)
    custom = read_custom_fields(view, FieldSubject.ORGANISATION, organisation_id)
    return OrganisationView(*(organisation_id, *row, shared[0], custom, briefs, *shared[1:]))


def count_deals(view: View, person_id: int) -> int:
    """How many deals a person is on, whatever became of them."""
    return int(view.value("select count(*) from deal_person where person_id = ?", (person_id,)))


def read_open_deals(view: View, subject: Subject, row_id: int) -> tuple[DealBrief, ...]:
    """Their open deals, the furthest first."""
    return _read_deals(view, subject, row_id, "d.status = 'open'", "s.position desc, d.id")


def _read_deals(view: View, subject: Subject, row_id: int, where: str, order: str) -> tuple[DealBrief, ...]:
    rows = view.rows(
        "select d.id, d.title, d.status, d.stage_id, s.name,"
        " (select count(*) from stage e where e.pipeline_id = d.pipeline_id and e.is_open and not e.is_archived"
        " and e.position < s.position),"
        " (select count(*) from stage e where e.pipeline_id = d.pipeline_id and e.is_open and not e.is_archived),"
        f" d.value, d.currency from deal d left join stage s on s.id = d.stage_id where {_THEIRS[subject]}"
        f" and d.deleted_at is null and {where} order by {order} limit {_MOST_DEALS}",
        (row_id,),
    )
    return tuple(
        DealBrief(
            deal_id,
            title,
            DealStatus(status),
            stage_id,
            stage,
            position,
            stages,
            None if value is None else Money(value, currency),
        )
        for deal_id, title, status, stage_id, stage, position, stages, value, currency in rows
    )


_THEIRS = {
    Subject.PEOPLE: "d.id in (select deal_id from deal_person where person_id = ?)",
    Subject.ORGANISATIONS: "d.organisation_id = ?",
}


def _read_shared(
    view: View, subject: Subject, row_id: int, today: date, now: datetime
) -> tuple[tuple[Point, ...], Standing, tuple[DealBrief, ...], tuple[TimelineEntry, ...]]:
    """What both views have, in the order of their fields."""
    return (
        _read_points(view, subject, row_id),
        read_standings(view, subject, [row_id], today, now).get(row_id, NO_STANDING),
        read_open_deals(view, subject, row_id),
        _read_history(view, subject, row_id),
    )


def _read_points(view: View, subject: Subject, row_id: int) -> tuple[Point, ...]:
    rows = view.rows(
        f"select id, kind, label, value from contact_point where {subject.value}_id = ? order by position, id",
        (row_id,),
    )
    return tuple(Point(*row) for row in rows)


def _read_history(view: View, subject: Subject, row_id: int) -> tuple[TimelineEntry, ...]:
    """Notes on them, activities with them or on their deals, and how their deals ended; newest first."""
    entries = [
        *_read_notes(view, subject, row_id),
        *_read_done(view, subject, row_id),
        *_read_closings(view, subject, row_id),
    ]
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True)[:_NEWEST])


def _read_notes(view: View, subject: Subject, row_id: int) -> list[TimelineEntry]:
    rows = view.rows(
        f"select id, at, author, text from contact_note where {subject.value}_id = ? order by at desc, id desc limit ?",
        (row_id, _NEWEST),
    )
    return [
        TimelineEntry(kind=EntryKind.NOTE, at=from_microseconds(at), who=author, text=text, row_id=note_id)
        for note_id, at, author, text in rows
    ]


def _read_done(view: View, subject: Subject, row_id: int) -> list[TimelineEntry]:
    # One that names somebody else on the deal is not this person's.
    others = " and a.person_id is null" if subject is Subject.PEOPLE else ""
    rows = view.rows(
        "select a.done_at, w.name, a.kind, a.subject, a.result from activity a left join owner w on w.id = a.owner_id"
        f" where a.done_at is not null and (a.{subject.value}_id = ? or (a.deal_id in"
        f" (select d.id from deal d where d.deleted_at is null and {_THEIRS[subject]}){others}))"
        " order by a.done_at desc, a.id desc limit ?",
        (row_id, row_id, _NEWEST),
    )
    return [
        TimelineEntry(
            kind=EntryKind.ACTIVITY,
            at=from_microseconds(at),
            who=who,
            text=result or about,
            after=about,
            activity_kind=kind,
        )
        for at, who, kind, about, result in rows
    ]


def _read_closings(view: View, subject: Subject, row_id: int) -> list[TimelineEntry]:
    """Deals that were won or lost: the title is `text`, the reason of a loss `after`."""
    rows = view.rows(
        f"select d.closed_at, d.status, d.title, {VALUE_AT_CLOSE}, {CURRENCY_AT_CLOSE}, r.name, {HAS_CLOSING_DAY}"
        f" from deal d {AT_CLOSE} left join reason r on r.id = d.reason_id where {_THEIRS[subject]}"
        " and d.deleted_at is null and d.status <> 'open' and d.closed_at is not null"
        " order by d.closed_at desc, d.id desc limit ?",
        (row_id, _NEWEST),
    )
    return [
        TimelineEntry(
            kind=EntryKind.CLOSING,
            at=from_microseconds(at),
            text=title,
            event=EventKind.WON if status == DealStatus.WON else EventKind.LOST,
            after=reason,
            value=None if value is None else Money(value, currency),
            is_dated=bool(has_day),
        )
        for at, status, title, value, currency, reason, has_day in rows
    ]
