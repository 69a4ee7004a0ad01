"""Writes the deals of an import with the history that their columns really tell (METRICS §0, known history).

A file knows a creation and an outcome date; which stages a deal visited in between is unknown and never invented,
unless the file dates them (`DealFields.visits`). What else it tells of a deal (value, stage, expected close,
probability) is known from the outcome on, or for an open deal from the import on.
"""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from itertools import islice, starmap
from typing import NamedTuple

from desktop_pipeline.actions.importing.moments import Moments
from desktop_pipeline.actions.importing.names import NameIds
from desktop_pipeline.actions.importing.pasts import Event, Frame, Past, make_past
from desktop_pipeline.actions.records import DEAL_COLUMNS, EVENT_COLUMNS
from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.domain.ordering import STEP
from desktop_pipeline.exchange.records import DealFields, PlannedDeal
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Deal, DealLabel, DealPerson, HistoryEvent, LineItem
from desktop_pipeline.storage.workspace import Workspace

# Deals between which progress is told
_PORTION = 2000
_DEAL = (*DEAL_COLUMNS, "rank", "external_id", "last_touch_on", "import_batch_id")
_EVENT = (*EVENT_COLUMNS, "is_inferred", "is_dated")
# The history of deals without visits, from their own columns: by the engine, for it is three to five events a deal.
# ?1 the import, ?2 the earliest creation, ?3 and ?4 the first and last deal, ?5 the deals whose outcome has no date,
# ?6 the deals that have visits. A close before the creation is the file's mistake: what the deal was worth is known
# after both.
_CREATED_AT = "coalesce(d.created_at, ?2)"
_KNOWN_AT = f"coalesce(max(d.closed_at, {_CREATED_AT}), ?1)"
_OUTCOME = f"case d.status when 'won' then {EventKind.WON.value} else {EventKind.LOST.value} end"
_IS_DATED = "d.id not in (select value from json_each(?5))"
# Kind, instant, the deals that have such an event, and what it tells. In the order in which the events of a deal
# follow each other where they are of one instant.
_TOLD: tuple[tuple[int | str, str, str, dict[str, str]], ...] = (
    (
        EventKind.CREATED.value,
        _CREATED_AT,
        "1",
        {"currency": "d.currency", "owner_id": "d.owner_id", "is_dated": "d.created_at is not null"},
    ),
    (EventKind.MOVED.value, _KNOWN_AT, "d.closed_at is null", {"to_stage_id": "d.stage_id"}),
    (EventKind.VALUE.value, _KNOWN_AT, "d.value is not null", {"value": "d.value", "currency": "d.currency"}),
    (
        EventKind.EXPECTED_CLOSE.value,
        _KNOWN_AT,
        "d.expected_close_on is not null",
        {"expected_close_on": "d.expected_close_on"},
    ),
    (EventKind.PROBABILITY.value, _KNOWN_AT, "d.probability is not null", {"probability": "d.probability"}),
    (_OUTCOME, "d.closed_at", "d.closed_at is not null", {"reason_id": "d.reason_id", "is_dated": _IS_DATED}),
)


def _tell(kind: int | str, at: str, condition: str, told: dict[str, str]) -> str:
    known = {"deal_id": "d.id", "kind": str(kind), "at": at, "recorded_at": "?1", "is_inferred": "1", "is_dated": "1"}
    values = ", ".join((known | told).get(column, "null") for column in _EVENT)
    deals = "d.id between ?3 and ?4 and d.id not in (select value from json_each(?6))"
    return f"select {values} from deal d where {deals} and {condition}"  # noqa: S608 - names of our own


_PLAIN_EVENTS = f"insert into history_event ({', '.join(_EVENT)}) {' union all '.join(starmap(_tell, _TOLD))}"


def find_moments(workspace: Workspace, deals: Sequence[PlannedDeal], at: datetime) -> Moments:
    """The instants of an import at `at`."""
    return Moments(at, workspace.zone, deals)


class _Days(dict[date | None, str | None]):
    """Days as they are kept, each written once."""

    def __missing__(self, day: date | None) -> str | None:
        text = self[day] = None if day is None else day.isoformat()
        return text


class _Rows(NamedTuple):
    """A portion of new deals by their ids, and the rows that they become."""

    numbered: Sequence[tuple[int, DealFields]]
    pasts: dict[int, Past]
    deals: list[tuple[Value, ...]]
    lines: list[tuple[Value, ...]]
    people: list[tuple[Value, ...]]
    labels: list[tuple[Value, ...]]
    # Ids of those whose outcome has no date
    undated: list[int]


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

    def write(self, deals: Sequence[DealFields]) -> Iterator[int]:
        """Adds new deals, in the file's order, below those that are there; tells after each portion how many it had.

        The rows of a portion are made on another core while the engine writes the history of the one before.
        """
        portions = _chunks(deals, _PORTION)
        with ThreadPoolExecutor(1) as beside:
            rows = self._make_rows(next(portions, []))
            while rows.numbered:
                self._write_rows(rows)
                following = beside.submit(self._make_rows, next(portions, []))
                self._write_events(rows)
                yield len(rows.numbered)
                rows = following.result()

    def _make_rows(self, deals: Sequence[DealFields]) -> _Rows:
        numbered = list(enumerate(deals, self._next_id))
        self._next_id += len(numbered)
        pasts = {deal_id: self._make_past(deal) for deal_id, deal in numbered if deal.visits}
        people, products, labels = self._ids.people, self._ids.products, self._ids.labels
        return _Rows(
            numbered,
            pasts,
            deals=self._list_rows(numbered, pasts),
            lines=[
                (deal_id, products[product], 1, deal.value if len(deal.products) == 1 else None)
                for deal_id, deal in numbered
                if deal.products
                for product in dict.fromkeys(deal.products)
            ],
            people=[(deal_id, people[deal.person], "") for deal_id, deal in numbered if deal.person],
            labels=[
                (deal_id, labels[label])
                for deal_id, deal in numbered
                if deal.labels
                for label in dict.fromkeys(deal.labels)
            ],
            undated=[
                deal_id
                for deal_id, deal in numbered
                if deal.closed is None and deal.status is not DealStatus.OPEN and deal_id not in pasts
            ],
        )

    def _write_rows(self, rows: _Rows) -> None:
        self._draft.insert_rows(Deal, _DEAL, rows.deals)
        self._draft.insert_rows(LineItem, ("deal_id", "product_id", "quantity", "amount"), rows.lines)
        self._draft.insert_rows(DealPerson, ("deal_id", "person_id", "role"), rows.people)
        self._draft.insert_rows(DealLabel, ("deal_id", "label_id"), rows.labels)

    def _write_events(self, rows: _Rows) -> None:
        moments = self.moments
        bounds = (rows.numbered[0][0], rows.numbered[-1][0])
        told = (moments.imported, moments.first, *bounds, json.dumps(rows.undated), json.dumps(list(rows.pasts)))
        self._draft.execute(_PLAIN_EVENTS, told)
        if rows.pasts:
            self.write_events((deal_id, event) for deal_id, past in rows.pasts.items() for event in past.events)

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


def _chunks(deals: Sequence[DealFields], size: int) -> Iterator[list[DealFields]]:
    """The deals in portions."""
    remaining = iter(deals)
    while portion := list(islice(remaining, size)):
        yield portion
