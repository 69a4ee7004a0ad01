"""Correcting what was entered wrongly or not at all: when deals were created or closed, their value then, why lost.

The one place beside an import where an event of a deal's history is written anew. Whoever corrects says that it never
happened as it stands, so nothing would be true that kept both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn

from desktop_pipeline.actions.deals import check_value, name_deals, shorten
from desktop_pipeline.actions.edits import apply_edit
from desktop_pipeline.actions.records import DealRow, add_event, read_deal_row, read_deal_rows
from desktop_pipeline.domain.deals import DealStatus, EventKind, check_loss
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.names import clean_text
from desktop_pipeline.domain.periods import local_day, start_of_day
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.tables import Deal, HistoryEvent
from desktop_pipeline.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Event:
    event_id: int
    kind: EventKind
    at: datetime
    is_inferred: bool

    @property
    def looks_back(self) -> bool:
        """What a file tells of a closed deal without a date is known from the outcome on: it goes where that goes."""
        return self.is_inferred and self.kind not in (EventKind.CREATED, *_OUTCOMES, *_PRESENCE)


_OUTCOMES = (EventKind.WON, EventKind.LOST)
_PRESENCE = (EventKind.DELETED, EventKind.RESTORED)


def correct_creation(workspace: Workspace, deal_id: int, day: date) -> Change | None:
    """The deal was created on that day; raises InvalidError for one to come, or after what happened to it since."""
    with workspace.journal.change("Correct") as draft:
        deal = read_deal_row(draft, deal_id)
        draft.label = f"Correct when “{shorten(deal.title)}” was created: {_name_day(day)}"
        _refuse_ahead(workspace, day)
        events = _read_events(draft, deal)
        creation = _find(deal, events, (EventKind.CREATED,))
        outcome = next((event for event in reversed(events) if event.kind in _OUTCOMES), None)
        led = [event for event in events if event.looks_back and event.at >= creation.at] if outcome else []
        instant = start_of_day(day, workspace.zone)
        first = min((event.at for event in events if event not in (creation, *led)), default=instant)
        if instant > first:
            _refuse_by(workspace, deal, first, "already. Choose that day or an earlier one.")
        draft.update(HistoryEvent, creation.event_id, at=instant, is_dated=True)
        draft.update(Deal, deal_id, created_at=instant)
        if outcome is not None:
            for event in led:
                draft.update(HistoryEvent, event.event_id, at=max(instant, outcome.at))
    return draft.result


def correct_closing(workspace: Workspace, deal_id: int, day: date) -> Change | None:
    """The deal was won or lost on that day; raises InvalidError for one to come, or before what happened until then."""
    with workspace.journal.change("Correct") as draft:
        deal = read_deal_row(draft, deal_id)
        draft.label = f"Correct when “{shorten(deal.title)}” was closed: {_name_day(day)}"
        if deal.status is DealStatus.OPEN:
            message = f"“{shorten(deal.title)}” is open."
            raise InvalidError(message)
        _refuse_ahead(workspace, day)
        events = _read_events(draft, deal)
        outcome = _find(deal, events, _OUTCOMES)
        led = [event for event in events if event.looks_back and event.at >= outcome.at]
        # What was entered after the close says nothing of the close.
        earlier = [
            event
            for event in events
            if event not in (outcome, *led) and (event.at <= outcome.at or event.kind is EventKind.CREATED)
        ]
        instant = start_of_day(day, workspace.zone)
        last = max((event.at for event in earlier), default=instant)
        if local_day(last, workspace.zone) > day:
            _refuse_by(workspace, deal, last, "still. Choose that day or a later one.")
        instant = max(instant, last)
        draft.update(Deal, deal_id, closed_at=instant)
        for event in (outcome, *led):
            draft.update(HistoryEvent, event.event_id, at=instant)
        draft.update(HistoryEvent, outcome.event_id, is_dated=True)
    return draft.result


def tell_value(workspace: Workspace, deal_id: int, value: Money, *, at: datetime) -> Change | None:
    """What a deal is worth; of a closed one, what it was worth when it was closed. Raises InvalidError."""
    with workspace.journal.change("Value") as draft:
        deal = read_deal_row(draft, deal_id)
        draft.label = f"Say what “{shorten(deal.title)}” is worth"
        if deal.status is DealStatus.OPEN:
            apply_edit(draft, workspace, deal, {"value": value}, at)
            return draft.result
        check_value(value)
        if value.currency != deal.currency:
            message = f"“{shorten(deal.title)}” is in {deal.currency}."
            raise InvalidError(message)
        events = _read_events(draft, deal)
        close = _find(deal, events, _OUTCOMES)
        creation = _find(deal, events, (EventKind.CREATED,))
        known = {"value": value.minor, "currency": value.currency}
        instant = max(close.at, creation.at)
        add_event(draft, workspace, deal_id, EventKind.VALUE, instant, **known)
        if any(event.kind is EventKind.VALUE and event.at > instant for event in events):
            # It was changed since: it is worth as much now.
            add_event(draft, workspace, deal_id, EventKind.VALUE, max(at, deal.last_event_at), **known)
        draft.update(Deal, deal_id, value=value.minor, is_value_by_hand=True)
    return draft.result


def tell_loss(workspace: Workspace, deal_ids: Sequence[int], *, reason_id: int | None, note: str = "") -> Change | None:
    """Says why deals that are lost were; raises InvalidError for one that is not, and as `lose_deals` does."""
    with workspace.journal.change("Reason") as draft:
        reason = draft.row(
            "select name, needs_note from reason where id = ? and is_active and reason_group <> 'won'", (reason_id,)
        )
        told = clean_text(note)
        check_loss(reason_id if reason else None, told, needs_note=bool(reason and reason[1]))
        deals = read_deal_rows(draft, deal_ids)
        draft.label = f"Say why {name_deals(deals)} {'was' if len(deals) == 1 else 'were'} lost"
        for deal in deals:
            if deal.status is not DealStatus.LOST:
                message = f"“{shorten(deal.title)}” is {deal.status}, not lost."
                raise InvalidError(message)
            loss = _find(deal, _read_events(draft, deal), (EventKind.LOST,))
            draft.update(HistoryEvent, loss.event_id, reason=reason_id, note=told or None)
            draft.update(Deal, deal.deal_id, reason=reason_id, reason_note=told or None)
    return draft.result


def _read_events(draft: Draft, deal: DealRow) -> list[_Event]:
    rows = draft.rows(
        "select id, kind, at, is_inferred from history_event where deal_id = ? order by at, id", (deal.deal_id,)
    )
    return [_Event(row_id, EventKind(kind), from_microseconds(at), bool(told)) for row_id, kind, at, told in rows]


def _find(deal: DealRow, events: Sequence[_Event], kinds: Sequence[EventKind]) -> _Event:
    """The last event of these kinds."""
    for event in reversed(events):
        if event.kind in kinds:
            return event
    message = f"The history of “{shorten(deal.title)}” does not tell that."
    raise InvalidError(message)


def _refuse_by(workspace: Workspace, deal: DealRow, at: datetime, rest: str) -> NoReturn:
    day = _name_day(local_day(at, workspace.zone))
    message = f"Something happened to “{shorten(deal.title)}” on {day} {rest}"
    raise InvalidError(message)


def _refuse_ahead(workspace: Workspace, day: date) -> None:
    if day > workspace.today():
        message = "That day is still to come. Choose today or an earlier one."
        raise InvalidError(message)


def _name_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
