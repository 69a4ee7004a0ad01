"""The past of a deal whose visits a file dates, as the events of its history (METRICS §0)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from desktop_pipeline.actions.importing.moments import Moments
from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.exchange.records import DealFields, Visit

OUTCOMES = {DealStatus.WON: EventKind.WON, DealStatus.LOST: EventKind.LOST}


class Event(NamedTuple):
    """What sets an event of an import apart; the names are those of its columns."""

    kind: EventKind
    at: int
    from_stage_id: int | None = None
    to_stage_id: int | None = None
    value: int | None = None
    currency: str | None = None
    owner_id: int | None = None
    expected_close_on: str | None = None
    probability: float | None = None
    reason_id: int | None = None
    is_dated: bool = True


class Frame(NamedTuple):
    """The rest of a deal by id: where it stands (for an open one), its owner and reason; `stage` finds a stage's id."""

    stage: Callable[[str], int]
    stage_id: int | None
    currency: str
    owner_id: int | None
    reason_id: int | None


@dataclass(slots=True)
class Past:
    """The events in their order, and what they lead to."""

    events: list[Event] = field(default_factory=list)
    created_at: int | None = None
    closed_at: int | None = None
    stage_id: int | None = None


def make_past(deal: DealFields, frame: Frame, moments: Moments) -> Past:
    """The history of a new deal that has visits."""
    past = Past()
    created, begins = _find_creation(deal, moments)
    past.created_at = None if deal.created is None else created
    visits = list(deal.visits)
    first = visits.pop(0) if begins else None
    past.stage_id = frame.stage(first.stage) if first and first.stage else None
    worth: tuple[int | None, str | None] = (first.value, first.currency) if first else (None, None)
    past.events.append(
        Event(
            EventKind.CREATED,
            created,
            to_stage_id=past.stage_id,
            value=worth[0],
            currency=worth[1] or frame.currency,
            owner_id=frame.owner_id,
            is_dated=deal.created is not None,
        )
    )
    worth = _add_visits(past, visits, deal, frame, moments, worth)
    _end(past, deal, frame, moments)
    known = moments.imported if past.closed_at is None else max(created, past.closed_at)
    if deal.value is not None and (deal.value, deal.currency) != worth:
        past.events.append(Event(EventKind.VALUE, known, value=deal.value, currency=frame.currency))
    if deal.expected is not None:
        past.events.append(Event(EventKind.EXPECTED_CLOSE, known, expected_close_on=deal.expected.isoformat()))
    if deal.probability is not None:
        past.events.append(Event(EventKind.PROBABILITY, known, probability=deal.probability))
    return past


def _find_creation(deal: DealFields, moments: Moments) -> tuple[int, bool]:
    """When the deal was created, and whether its first visit was its creation: that tells its day more exactly."""
    first = deal.visits[0]
    if deal.created is None:
        return min(moments.first, moments.at(first.at)), False
    if first.stage is not None and first.left is None and moments.is_on(first.at, deal.created):
        return moments.at(first.at), True
    return moments.at(deal.created), False


def _add_visits(
    past: Past,
    visits: list[Visit],
    deal: DealFields,
    frame: Frame,
    moments: Moments,
    worth: tuple[int | None, str | None],
) -> tuple[int | None, str | None]:
    """Follows the visits; returns the last worth that they tell."""
    for place, visit in enumerate(visits):
        at = moments.at(visit.at)
        left = frame.stage(visit.left) if visit.left else None
        if visit.status is not DealStatus.OPEN:
            is_last = place == len(visits) - 1 and visit.status is deal.status
            past.events.append(
                Event(OUTCOMES[visit.status], at, from_stage_id=left, reason_id=frame.reason_id if is_last else None)
            )
            past.closed_at = at
        elif visit.stage is not None and (past.closed_at is not None or frame.stage(visit.stage) != past.stage_id):
            kind = EventKind.MOVED if past.closed_at is None else EventKind.REOPENED
            past.stage_id, past.closed_at = frame.stage(visit.stage), None
            past.events.append(Event(kind, at, from_stage_id=left, to_stage_id=past.stage_id))
        if visit.value is not None:
            worth = (visit.value, visit.currency)
            past.events.append(Event(EventKind.VALUE, at, value=visit.value, currency=visit.currency))
    return worth


def _end(past: Past, deal: DealFields, frame: Frame, moments: Moments) -> None:
    """Brings the deal from its last visit to where it stands."""
    if deal.status is DealStatus.OPEN:
        if past.stage_id != frame.stage_id or past.closed_at is not None:
            kind = EventKind.MOVED if past.closed_at is None else EventKind.REOPENED
            past.events.append(Event(kind, moments.imported, to_stage_id=frame.stage_id))
            past.stage_id, past.closed_at = frame.stage_id, None
    elif past.closed_at is None:
        past.closed_at = moments.imported if deal.closed is None else moments.at(deal.closed)
        kind, dated = OUTCOMES[deal.status], deal.closed is not None
        past.events.append(Event(kind, past.closed_at, reason_id=frame.reason_id, is_dated=dated))
