"""What files date in the past of a deal becomes its visits, and settles where the deal stands (METRICS §0)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.exchange.known import KnownPast
from desktop_pipeline.exchange.records import DealFields, PlannedDeal, Visit
from desktop_pipeline.exchange.understanding.stage_words import Standing

BOTH_OUTCOMES = "won and lost at the same instant"
AFTER_CLOSE = "it came there after it was closed"
BEFORE_CREATION = "it came there before it was created"


class Told(NamedTuple):
    """Where a deal came at an instant, by the cell or row of that index; `value` where another one is told with it."""

    at: datetime
    standing: Standing
    value: int | None
    currency: str | None
    row: int
    left: str | None = None


class Settled(NamedTuple):
    """A deal with its visits, and what in them contradicts it."""

    fields: DealFields
    faults: tuple[str, ...]


def fold(steps: Sequence[Told], *, is_whole: bool = True) -> tuple[list[Visit], list[tuple[int, str]]]:
    """Steps in the order in which they happened as visits, with the rows that cannot be taken and why.

    The stage that a deal is in already is no visit, the outcome it has no second one. `is_whole`: between two steps
    there was none, so that each leaves the stage of the one before.
    """
    visits: list[Visit] = []
    faults: list[tuple[int, str]] = []
    status, stage = DealStatus.OPEN, None
    for at, standing, value, currency, row, said in steps:
        is_open = standing.status is DealStatus.OPEN
        left = (stage if is_whole and status is DealStatus.OPEN else None) or said
        if is_open and standing.stage is None:
            continue
        if not is_open:
            if status is standing.status:
                continue
            if status is not DealStatus.OPEN and visits[-1].at == at:
                faults.append((row, BOTH_OUTCOMES))
                continue
            visits.append(Visit(at, None, standing.status, left, value, currency))
        elif status is DealStatus.OPEN and standing.stage == stage:
            if value is None:
                continue
            visits.append(Visit(at, stage, value=value, currency=currency))
        else:
            visits.append(Visit(at, standing.stage, left=left, value=value, currency=currency))
        status, stage = standing.status, standing.stage or stage
    return visits, faults


def settle(fields: DealFields, visits: Sequence[Visit], zone: tzinfo, *, is_placed: bool, is_begun: bool) -> Settled:
    """The deal with its visits.

    `is_placed`: its own row says where it stands, and visits that say otherwise are left out; else the visits say it.
    `is_begun`: the first visit is the deal's beginning where its row has no creation.
    """
    kept, faults = list(visits), []
    if not is_placed:
        fields = _place(fields, kept, zone)
    elif fields.status is not DealStatus.OPEN and fields.closed is not None:
        kept = [visit for visit in kept if visit.at.astimezone(zone).date() <= fields.closed]
        faults += [AFTER_CLOSE] if len(kept) < len(visits) else []
    if kept and kept[-1].status not in {DealStatus.OPEN, fields.status}:
        faults.append(f"its history ends {kept[-1].status}, its own row says {fields.status}")
        kept.pop()
    if not kept:
        return Settled(fields, tuple(faults))
    first, last = (visit.at.astimezone(zone).date() for visit in (kept[0], kept[-1]))
    if fields.closed is None and kept[-1].status is fields.status is not DealStatus.OPEN:
        fields = fields._replace(closed=last)
    if fields.created is None and is_begun and kept[0].status is DealStatus.OPEN and kept[0].left is None:
        fields = fields._replace(created=first)
    if fields.created is not None and first < fields.created:
        faults.append(BEFORE_CREATION)
    return Settled(fields._replace(visits=tuple(kept)), tuple(faults))


def continue_pasts(
    deals: tuple[PlannedDeal, ...],
    read_pasts: Callable[[], Mapping[int, KnownPast]],
    known: Mapping[int, DealFields],
    now: datetime | None,
) -> tuple[PlannedDeal, ...]:
    """Known deals with those visits alone that their pasts lack: none where that was made here, else the later ones.

    What is dated after `now` was taken in at the instant of its import: it is not taken in again.
    """
    if not any(deal.known_id is not None and deal.fields.visits for deal in deals):
        return deals
    pasts = read_pasts()
    return tuple(
        deal
        if deal.known_id is None or not deal.fields.visits
        else _continue(deal, pasts.get(deal.known_id), known[deal.known_id], now)
        for deal in deals
    )


def _continue(deal: PlannedDeal, past: KnownPast | None, known: DealFields, now: datetime | None) -> PlannedDeal:
    visits = deal.fields.visits
    if past is not None and past.is_own:
        visits = ()
    elif past is not None:
        visits = _leave_out_reopening(visits, deal.fields, past, known)
        stands_there = bool(visits) and (visits[-1].status, visits[-1].stage) == (known.status, known.stage)
        if now is not None and stands_there:
            visits = tuple(visit for visit in visits if visit.at <= now)
        if past.until is not None:
            until = past.until
            visits = tuple(visit for visit in visits if visit.at > until)
        visits = _leave_out_early(visits, past)
        if visits and stands_there and _are_known(visits, past):
            visits = ()
    changed = (*deal.changed, "visits") if visits else deal.changed
    return deal._replace(fields=deal.fields._replace(visits=visits), changed=changed)


def _leave_out_reopening(
    visits: tuple[Visit, ...], fields: DealFields, past: KnownPast, known: DealFields
) -> tuple[Visit, ...]:
    """Without stages after the outcome that the deal has here and in its row: by then it was closed."""
    if past.outcomes and fields.status is known.status is not DealStatus.OPEN:
        closed = max(at for _status, at in past.outcomes)
        while visits and visits[-1].status is DealStatus.OPEN and visits[-1].at > closed:
            visits = visits[:-1]
    return visits


def _leave_out_early(visits: tuple[Visit, ...], past: KnownPast) -> tuple[Visit, ...]:
    """Without those that were told before their time: the import that told them brought the deal there by itself."""
    for at, places in past.stood.items():
        ahead = {(visit.status, visit.stage) for visit in visits if visit.at > at}
        if ahead <= places:
            visits = tuple(visit for visit in visits if visit.at <= at)
    return visits


def _are_known(visits: Sequence[Visit], past: KnownPast) -> bool:
    """Whether visits that lead to where a deal stands tell nothing new: it was there before, with whatever date."""
    if past.until is not None:
        return len(visits) == 1
    *before, last = visits
    return last.status is not DealStatus.OPEN and all((visit.status, visit.at) in past.outcomes for visit in before)


def _place(fields: DealFields, visits: Sequence[Visit], zone: tzinfo) -> DealFields:
    """Where the last visit leaves the deal."""
    if not visits:
        return fields
    last = visits[-1]
    if last.status is DealStatus.OPEN:
        return fields._replace(status=DealStatus.OPEN, stage=last.stage, closed=None)
    closed = last.at.astimezone(zone).date()
    return fields._replace(status=last.status, stage=None, closed=closed, probability=None)
