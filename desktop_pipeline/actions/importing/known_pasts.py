"""The pasts of deals that the workspace has: how far they are known, and visits that a file adds to them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop_pipeline.actions.importing.deals import DealWriter
from desktop_pipeline.actions.importing.moments import Moments
from desktop_pipeline.actions.importing.pasts import OUTCOMES, Event, Frame
from desktop_pipeline.actions.records import DealRow, read_deal_row
from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.known import KnownPast
from desktop_pipeline.exchange.records import DealFields, Visit
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.tables import Deal

if TYPE_CHECKING:
    from datetime import datetime

# A stage that a file names without a date is entered at the very instant of its import: that stands in for a visit.
_STANDS_IN = "is_inferred and at = recorded_at"
_PASTS = f"""
    select deal_id, max(not is_inferred), max(to_stage_id is not null and not ({_STANDS_IN})), max(at)
    from history_event where kind in (2, 3, 4, 5, 10) or (kind = 1 and to_stage_id is not null)
    group by deal_id
"""  # noqa: S608 - our own text

_STOOD = f"""
    select e.deal_id, e.kind, e.at, s.name from history_event e left join stage s on s.id = e.to_stage_id
    where e.kind in (1, 2, 3, 4, 5, 10) and (e.kind in (3, 4) or e.to_stage_id is not null) and {_STANDS_IN}
"""  # noqa: S608 - likewise


_NO_STAND_IN = f"delete from history_event where deal_id = ? and kind = 2 and {_STANDS_IN}"  # noqa: S608 - likewise


def read_pasts(reader: Reader) -> dict[int, KnownPast]:
    """How far the workspace knows where each deal was; those it knows nothing of are absent."""
    outcomes: defaultdict[int, set[tuple[DealStatus, datetime]]] = defaultdict(set)
    statuses = {kind.value: status for status, kind in OUTCOMES.items()}
    for deal_id, kind, at in reader.rows("select deal_id, kind, at from history_event where kind in (3, 4)"):
        outcomes[deal_id].add((statuses[kind], from_microseconds(at)))
    stood: defaultdict[int, defaultdict[datetime, set[tuple[DealStatus, str | None]]]]
    stood = defaultdict(lambda: defaultdict(set))
    for deal_id, kind, at, stage in reader.rows(_STOOD):
        place = (statuses.get(kind, DealStatus.OPEN), stage and name_key(stage))
        stood[deal_id][from_microseconds(at)].add(place)
    return {
        deal_id: KnownPast(
            bool(is_own),
            from_microseconds(at) if has_visits else None,
            frozenset(outcomes.get(deal_id, ())),
            {instant: frozenset(places) for instant, places in stood.get(deal_id, {}).items()},
        )
        for deal_id, is_own, has_visits, at in reader.rows(_PASTS)
    }


class PastUpdater:
    """Adds to known deals the visits that a file dates, each as an event at its own instant."""

    def __init__(self, draft: Draft, writer: DealWriter, moments: Moments) -> None:
        self._draft = draft
        self._writer = writer
        self._moments = moments

    def add(self, deal: DealRow, fields: DealFields) -> DealRow:
        """The deal as it stands then; the last visit of an open deal replaces what stood in for it."""
        frame = self._writer.frame(fields)
        last = next((visit for visit in reversed(fields.visits) if visit.stage is not None), None)
        if last and last.stage and deal.status is DealStatus.OPEN and frame.stage(last.stage) == deal.stage_id:
            # What is deleted here the journal keeps, as it keeps everything.
            self._draft.execute(_NO_STAND_IN, (deal.deal_id,))
        known = self._draft.rows(
            "select at, kind, to_stage_id from history_event where deal_id = ? and kind in (1, 2, 3, 4, 5, 10)"
            " order by at, id",
            (deal.deal_id,),
        )
        begun = self._moments.at(fields.visits[0].at)
        before = [row for row in known if row[0] <= begun]
        stage = next((row[2] for row in reversed(before) if row[2] is not None), None)
        is_closed = bool(before) and before[-1][1] in {kind.value for kind in OUTCOMES.values()}
        events = list(self._list_events(fields.visits, frame, stage, deal, is_closed=is_closed))
        self._writer.write_events((deal.deal_id, event) for event in events)
        self._settle(deal)
        return read_deal_row(self._draft, deal.deal_id)

    def _list_events(
        self, visits: tuple[Visit, ...], frame: Frame, stage: int | None, deal: DealRow, *, is_closed: bool
    ) -> Iterator[Event]:
        is_reopened = False
        for visit in visits:
            at = self._moments.at(visit.at)
            left = frame.stage(visit.left) if visit.left else None
            if visit.status is not DealStatus.OPEN:
                # The outcome that the deal has already, with the date it has, is none to add.
                if visit is not visits[-1] or visit.status is not deal.status or is_reopened:
                    is_last = visit is visits[-1]
                    yield Event(OUTCOMES[visit.status], at, left, reason_id=frame.reason_id if is_last else None)
                    is_closed = True
            elif visit.stage is not None and (is_closed or frame.stage(visit.stage) != stage):
                stage = frame.stage(visit.stage)
                yield Event(EventKind.REOPENED if is_closed else EventKind.MOVED, at, left, stage)
                is_closed, is_reopened = False, is_reopened or is_closed
            if visit.value is not None:
                yield Event(EventKind.VALUE, at, value=visit.value, currency=visit.currency)

    def _settle(self, deal: DealRow) -> None:
        """Brings the deal's columns to where its events now lead."""
        rows = self._draft.rows(
            "select kind, at, to_stage_id, value, currency, reason_id from history_event where deal_id = ?"
            " order by kind <> 1, at, id",
            (deal.deal_id,),
        )
        status, stage, closed, reason, worth = DealStatus.OPEN, None, None, None, (deal.value, deal.currency)
        for kind, at, to_stage, value, currency, why in rows:
            if kind in (EventKind.CREATED, EventKind.MOVED, EventKind.PIPELINE):
                stage = to_stage
            elif kind in (EventKind.WON, EventKind.LOST):
                status = DealStatus.WON if kind == EventKind.WON else DealStatus.LOST
                closed, reason = at, why
            elif kind == EventKind.REOPENED:
                status, stage, closed, reason = DealStatus.OPEN, to_stage, None, None
            elif kind == EventKind.VALUE:
                worth = (value, currency)
        at_close = None if closed is None else from_microseconds(closed)
        self._draft.update(
            Deal,
            deal.deal_id,
            status=status.value,
            stage=stage,
            closed_at=at_close,
            reason=reason,
            value=worth[0],
            currency=worth[1],
        )
