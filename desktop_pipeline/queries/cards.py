"""People as cards for address books: main and further addresses, with the organisation they work at."""

import json
from collections.abc import Iterable

from desktop_pipeline.domain.cards import Card, CardPoint, make_card_uid
from desktop_pipeline.domain.contacts import PointKind
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.workspace import View


def read_cards(view: View, person_ids: Iterable[int] | None = None) -> list[Card]:
    """Those people in the given order, or all by name; nobody from the bin."""
    ids = None if person_ids is None else list(dict.fromkeys(person_ids))
    chosen = "" if ids is None else " and p.id in (select value from json_each(?))"
    # The conditions are our own text.
    sql = f"{_PEOPLE}{chosen} order by fold(p.name), p.id"
    rows = view.rows(sql, () if ids is None else (json.dumps(ids),))
    points: dict[int, list[Row]] = {}
    for person_id, kind, label, value in view.rows(
        "select person_id, kind, label, value from contact_point where person_id is not null order by position, id"
    ):
        points.setdefault(person_id, []).append((kind, label, value))
    mark = int(view.value("select at from journal_entry order by id limit 1") or 0)
    cards = {row[0]: _to_card(row, points.get(row[0], []), mark) for row in rows}
    return list(cards.values()) if ids is None else [cards[person_id] for person_id in ids if person_id in cards]


def _to_card(row: Row, points: list[Row], mark: int) -> Card:
    person_id, name, organisation, job_title, email, phone, website, linkedin, address = row
    return Card(
        uid=make_card_uid(mark, person_id),
        name=name,
        organisation=organisation or "",
        job_title=job_title or "",
        emails=_join(email, PointKind.EMAIL, points),
        phones=_join(phone, PointKind.PHONE, points),
        links=tuple(dict.fromkeys((*_join(website, PointKind.LINK, points), *_join(linkedin, PointKind.LINK, [])))),
        address=address or "",
    )


def _join(main: str | None, kind: PointKind, points: list[Row]) -> tuple[CardPoint, ...]:
    """The main one first, each once."""
    every = [CardPoint(main)] if main else []
    every += [CardPoint(value, label or "") for told, label, value in points if told == kind]
    return tuple({point.value: point for point in reversed(every)}[value] for value in _values(every))


def _values(points: list[CardPoint]) -> list[str]:
    return list(dict.fromkeys(point.value for point in points))


_PEOPLE = """
    select p.id, p.name, o.name, p.job_title, p.email, p.phone, p.website, p.linkedin, o.address
    from person p left join organisation o on o.id = p.organisation_id and o.deleted_at is null
    where p.deleted_at is null
"""
