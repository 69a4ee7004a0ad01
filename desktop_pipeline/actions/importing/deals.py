"""Writes the deals of an import with the history that their columns really tell (METRICS §0, known history).

A file knows a creation and an outcome date; which stages a deal visited in between is unknown and never invented,
unless the file dates them (`DealFields.visits`). What else it tells of a deal (value, stage, expected close,
probability) is known from the outcome on, or for an open deal from the import on.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice

from desktop_pipeline.actions.importing.moments import Moments
from desktop_pipeline.actions.importing.names import NameIds
from desktop_pipeline.actions.importing.pasts import Event, Frame, Past, make_past
from desktop_pipeline.actions.records import DEAL_COLUMNS, EVENT_COLUMNS
from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.domain.ordering import STEP
from desktop_pipeline.exchange.records import DealFields, PlannedDeal
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.journal import Draft
from desktop_pipeline.storage.tables import Deal, DealLabel, DealPerson, HistoryEvent, LineItem
from desktop_pipeline.storage.workspace import Workspace

_DEAL = (*DEAL_COLUMNS, "rank", "external_id", "last_touch_on", "import_batch_id")
_EVENT = (*EVENT_COLUMNS, "is_inferred", "is_dated")
# The history of deals without visits, from their own columns: by the engine, for it is three to five events a deal.
# In the order in which they follow each other where they are of one instant.
_KINDS = (
    EventKind.CREATED,
    EventKind.MOVED,
    EventKind.VALUE,
    EventKind.EXPECTED_CLOSE,
    EventKind.PROBABILITY,
    EventKind.WON,
)
_CREATED, _MOVED, _VALUE, _EXPECTED, _PROBABILITY, _OUTCOME = map(int, _KINDS)
# ?1 the import, ?2 the earliest creation, ?3 and ?4 the first and last deal, ?5 the deals whose outcome has no date,
# ?6 the deals that have visits. A close before the creation is the file's mistake: what the deal was worth is known
# after both.
_PLAIN_EVENTS = f"""
    insert into history_event ({", ".join(_EVENT)})
    select d.id,
           case k.column1 when {_OUTCOME} then case d.status when 'won' then {_OUTCOME} else {int(EventKind.LOST)} end
                        else k.column1 end,
           case k.column1 when {_CREATED} then coalesce(d.created_at, ?2) when {_OUTCOME} then d.closed_at
                        else coalesce(max(d.closed_at, coalesce(d.created_at, ?2)), ?1) end,
           ?1, null,
           case k.column1 when {_MOVED} then d.stage_id end,
           case k.column1 when {_VALUE} then d.value end,
           case when k.column1 in ({_CREATED}, {_VALUE}) then d.currency end,
           case k.column1 when {_CREATED} then d.owner_id end,
           case k.column1 when {_EXPECTED} then d.expected_close_on end,
           case k.column1 when {_PROBABILITY} then d.probability end,
           case k.column1 when {_OUTCOME} then d.reason_id end,
           1,
           case k.column1 when {_CREATED} then d.created_at is not null
                        when {_OUTCOME} then d.id not in (select value from json_each(?5)) else 1 end
    from deal d cross join (values {", ".join(f"({kind.value})" for kind in _KINDS)}) k
    where d.id between ?3 and ?4 and d.id not in (select value from json_each(?6))
      and case k.column1 when {_CREATED} then 1 when {_MOVED} then d.closed_at is null
                       when {_VALUE} then d.value is not null when {_EXPECTED} then d.expected_close_on is not null
                       when {_PROBABILITY} then d.probability is not null else d.closed_at is not null end
"""  # noqa: S608 - numbers and names of our own


def find_moments(workspace: Workspace, deals: Sequence[PlannedDeal], at: datetime) -> Moments:
    """The instants of an import at `at`."""
    return Moments(at, workspace.zone, deals)


class _Days(dict[date | None, str | None]):
    """Days as they are kept, each written once."""

    def __missing__(self, day: date | None) -> str | None:
        text = self[day] = None if day is None else day.isoformat()
        return text


class DealWriter:
    """Writes new deals in bulk, past the ORM."""

    def __init__(self, workspace: Workspace, draft: Draft, ids: NameIds, moments: Moments, batch_id: int) -> None:
        self._base = workspace.base_currency
        self._draft = draft
        self._ids = ids
        self.moments = moments
        self._batch_id = batch_id
        self._next_id = draft.next_id(Deal)
        self._rank = int(draft.value("select coalesce(max(rank), 0) from deal"))
        self._days = _Days({None: None})
        self._standing: dict[tuple[DealStatus, str | None, str | None], int | None] = {}

    def write(self, deals: Sequence[DealFields]) -> None:
        """Adds new deals, in the file's order, below those that are there."""
        first = self._next_id
        numbered = list(enumerate(deals, first))
        self._next_id += len(numbered)
        pasts = {deal_id: self._make_past(deal) for deal_id, deal in numbered if deal.visits}
        self._draft.insert_rows(Deal, _DEAL, self._list_rows(numbered, pasts))
        self._write_events(numbered, pasts)
        self._write_parts(numbered)

    def _write_events(self, numbered: Sequence[tuple[int, DealFields]], pasts: dict[int, Past]) -> None:
        moments = self.moments
        undated = [
            deal_id
            for deal_id, deal in numbered
            if deal.closed is None and deal.status is not DealStatus.OPEN and deal_id not in pasts
        ]
        bounds = (numbered[0][0], numbered[-1][0])
        told = (moments.imported, moments.first, *bounds, json.dumps(undated), json.dumps(list(pasts)))
        self._draft.execute(_PLAIN_EVENTS, told)
        if pasts:
            self.write_events((deal_id, event) for deal_id, past in pasts.items() for event in past.events)

    def write_events(self, events: Iterator[tuple[int, Event]]) -> None:
        """Adds events that a file tells, each with its deal's id."""
        recorded = self.moments.imported
        self._draft.insert_rows(
            HistoryEvent,
            _EVENT,
            (
                (deal_id, event.kind.value, event.at, recorded, *event[2:-1], 1, int(event.is_dated))
                for deal_id, event in events
            ),
        )

    def _write_parts(self, numbered: Sequence[tuple[int, DealFields]]) -> None:
        people, products, labels = self._ids.people, self._ids.products, self._ids.labels
        self._draft.insert_rows(
            LineItem,
            ("deal_id", "product_id", "quantity", "amount"),
            [
                (deal_id, products[product], 1, deal.value if len(deal.products) == 1 else None)
                for deal_id, deal in numbered
                if deal.products
                for product in dict.fromkeys(deal.products)
            ],
        )
        self._draft.insert_rows(
            DealPerson,
            ("deal_id", "person_id", "role"),
            [(deal_id, people[deal.person], "") for deal_id, deal in numbered if deal.person],
        )
        self._draft.insert_rows(
            DealLabel,
            ("deal_id", "label_id"),
            [
                (deal_id, labels[label])
                for deal_id, deal in numbered
                if deal.labels
                for label in dict.fromkeys(deal.labels)
            ],
        )

    def _list_rows(self, numbered: Sequence[tuple[int, DealFields]], pasts: dict[int, Past]) -> list[tuple[Value, ...]]:
        """The rows of deals; a key that is None leads to nothing."""
        ids, days = self._ids, self._days
        organisations, owners, sources, reasons = ids.organisations, ids.owners, ids.sources, ids.reasons
        rows: list[tuple[Value, ...]] = []
        for rank, (deal_id, deal) in enumerate(numbered, 1):
            stage_id, created, closed = self._place(deal, pasts.get(deal_id))
            rows.append(
                (
                    deal_id,
                    ids.pipelines[deal.pipeline or ids.default_pipeline],
                    stage_id,
                    deal.status,
                    deal.title,
                    organisations.get(deal.organisation),  # type: ignore[arg-type] # None is not found
                    owners.get(deal.owner),  # type: ignore[arg-type] # likewise
                    sources.get(deal.source),  # type: ignore[arg-type] # likewise
                    deal.value,
                    deal.currency or self._base,
                    deal.probability,
                    days[deal.expected],
                    created,
                    closed,
                    reasons.get(deal.lost_reason),  # type: ignore[arg-type] # likewise
                    self._rank + rank * STEP,
                    deal.external_id,
                    days[deal.last_touch],
                    self._batch_id,
                )
            )
        self._rank += len(rows) * STEP
        return rows

    def _place(self, deal: DealFields, past: Past | None) -> tuple[int | None, int | None, int | None]:
        """The stage that a deal stands in, and the instants of its creation and its outcome."""
        if past is not None:
            return past.stage_id, past.created_at, past.closed_at
        created = None if deal.created is None else self.moments.at(deal.created)
        if deal.status is not DealStatus.OPEN:
            return None, created, self.moments.imported if deal.closed is None else self.moments.at(deal.closed)
        place = (deal.status, deal.pipeline, deal.stage)
        if place not in self._standing:
            self._standing[place] = self.stage_id(deal)
        return self._standing[place], created, None

    def _make_past(self, deal: DealFields) -> Past:
        return make_past(deal, self.frame(deal), self.moments)

    def frame(self, deal: DealFields) -> Frame:
        """What a past needs to know of its deal."""
        ids = self._ids
        pipeline = deal.pipeline or ids.default_pipeline
        return Frame(
            stage=lambda key: ids.stages[(pipeline, key)],
            stage_id=self.stage_id(deal),
            currency=self.currency(deal),
            owner_id=ids.owners.get(deal.owner or ""),
            reason_id=ids.reasons.get(deal.lost_reason or ""),
        )

    def stage_id(self, deal: DealFields) -> int | None:
        """The stage an open deal stands in, the first one where its file names none; a closed one's is unknown."""
        if deal.status is not DealStatus.OPEN:
            return None
        pipeline = deal.pipeline or self._ids.default_pipeline
        if deal.stage is not None:
            return self._ids.stages[(pipeline, deal.stage)]
        return next(stage_id for (key, _stage), stage_id in self._ids.stages.items() if key == pipeline)

    def currency(self, deal: DealFields) -> str:
        """The deal's currency, or the base where it has no value to bear one."""
        return deal.currency or self._base


def chunks(deals: Sequence[DealFields], size: int) -> Iterator[list[DealFields]]:
    """The deals in portions between which progress is told."""
    remaining = iter(deals)
    while portion := list(islice(remaining, size)):
        yield portion
