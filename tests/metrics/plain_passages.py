"""How one deal passed through its stages (METRICS §6, §7), event by event in plain Python."""

from dataclasses import dataclass
from datetime import date

from tests.metrics.plain_company import CREATED, DECIDING, MOVED, OWNER, PLACING, Company, Deal, Event, State

_TOLD = PLACING | DECIDING


@dataclass
class Passage:
    """What a deal did in one stage; days are None where the history does not tell them."""

    stage: int
    place: int
    is_told: bool = False
    reached: bool = False
    reached_day: date | None = None
    entered: bool = False
    days: int | None = 0
    left_day: date | None = None
    reached_by: int | None = None
    left_by: int | None = None
    is_running: bool = False
    running_days: int | None = None
    moved_back: bool = False
    fate: str = "undecided"
    beyond_day: date | None = None


def list_passages(company: Company, state: State, as_of: date) -> list[Passage]:
    """The stages of its pipeline that it reached or was in, in their order; of removed ones it is told where it was."""
    until = company.end_of(as_of)
    events = [e for e in state.deal.events if e.at <= until and e.kind in _TOLD]
    open_stages = (s for s in company.stages.values() if s.pipeline == state.pipeline and s.is_open)
    stages = {s.id: s for s in sorted(open_stages, key=lambda s: s.place)}
    passages = {s.id: Passage(s.id, s.place) for s in stages.values()}
    told = [(event, places) for event in events if (places := _places(passages, event))]
    if not told:
        return []
    entry, high = told[0][1][0], max(max(places) for _event, places in told)
    for p in passages.values():
        p.reached = entry <= p.place and (p.place <= high or state.status == "won")
        if p.place > high:
            p.reached_day, p.reached_by = state.closed, state.owner
        else:
            event = next(event for event, places in told if max(places) >= p.place)
            p.reached_day, p.reached_by = _find_reached_day(state, passages, event, p), owner_at(state.deal, event)
    for number in range(len(events)):
        _visit(state, as_of, events, number, passages)
    for p in passages.values():
        if p.is_running:
            p.left_day = None
        # Nobody passes a stage that is no longer there.
        p.is_told = p.entered or (p.reached and not stages[p.stage].archived)
    for p in passages.values():
        beyond = [other for other in passages.values() if other.place > p.place and other.reached and other.is_told]
        if state.status == "won" or high > p.place:
            p.fate = "advanced"
            p.beyond_day = beyond[0].reached_day if beyond else state.closed
        elif state.status == "lost":
            p.fate = "dropped"
    return [p for p in passages.values() if p.reached or p.is_told]


def _places(passages: dict[int, Passage], event: Event) -> list[int]:
    return [passages[stage].place for stage in (event.origin, event.to) if stage in passages and stage is not None]


def owner_at(deal: Deal, event: Event) -> int | None:
    """Whose the deal was when something happened to it."""
    telling = [each for each in deal.events[: deal.events.index(event) + 1] if each.kind in {CREATED, OWNER}]
    return telling[-1].owner if telling else None


def _find_reached_day(state: State, passages: dict[int, Passage], event: Event, p: Passage) -> date | None:
    # That it had been somewhere, told by its leaving alone, does not say since when.
    was_there = event.origin is not None and event.origin in passages and p.place <= passages[event.origin].place
    return None if was_there else _day_of(state, event)


def _day_of(state: State, event: Event) -> date | None:
    if event.kind == CREATED:
        return event.day if state.deal.is_created_known else None
    return None if event.stands_in and event.kind not in DECIDING else event.day


def _visit(state: State, as_of: date, events: list[Event], number: int, passages: dict[int, Passage]) -> None:
    event, previous = events[number], events[number - 1] if number else None
    was = previous.to if previous else None
    origin, here = passages.get(event.origin or 0), passages.get(event.to or 0)
    if origin and origin.stage != was and not (previous and previous.kind in DECIDING):
        # It left a stage that it was never seen to enter.
        _lengthen(origin, None)
        origin.left_day, origin.left_by = _day_of(state, event), owner_at(state.deal, event)
    origin = origin or passages.get(was or 0)
    if here is None:
        return
    if event.kind == MOVED and origin and origin.place > here.place:
        origin.moved_back = True
    is_last = number + 1 == len(events)
    begun, ended = _day_of(state, event), as_of if is_last else _day_of(state, events[number + 1])
    length = max((ended - begun).days, 0) if begun and ended else None
    _lengthen(here, length)
    if is_last:
        here.is_running, here.running_days = True, length
    else:
        here.left_day, here.left_by = ended, owner_at(state.deal, events[number + 1])


def _lengthen(p: Passage, length: int | None) -> None:
    p.entered = True
    p.days = None if p.days is None or length is None else p.days + length
