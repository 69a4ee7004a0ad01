"""Writes the deals of an import with the history that their columns really tell (METRICS §0, known history).

A file knows a creation and an outcome date; which stages a deal visited in between is unknown and never invented.
What else it tells of a deal (value, stage, expected close, probability) is known from the outcome on, or for an open
deal from the import on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from desktop_pipeline.actions.importing.names import NameIds
from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.domain.ordering import STEP
from desktop_pipeline.domain.periods import start_of_day
from desktop_pipeline.exchange.records import DealFields, PlannedDeal
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.journal import Draft
from desktop_pipeline.storage.tables import Deal, DealLabel, DealPerson, HistoryEvent, LineItem
from desktop_pipeline.storage.workspace import Workspace

_DEAL = (
    "id",
    "pipeline_id",
    "stage_id",
    "status",
    "title",
    "organisation_id",
    "owner_id",
    "source_id",
    "value",
    "currency",
    "probability",
    "expected_close_on",
    "created_at",
    "closed_at",
    "reason_id",
    "rank",
    "external_id",
    "last_touch_on",
    "import_batch_id",
)
_EVENT = (
    "deal_id",
    "kind",
    "at",
    "recorded_at",
    "to_stage_id",
    "value",
    "currency",
    "owner_id",
    "expected_close_on",
    "probability",
    "reason_id",
    "is_inferred",
    "is_dated",
)


@dataclass(frozen=True, slots=True)
class Moments:
    """The instants, in microseconds, that a file's deals have: `first` is the earliest creation it names."""

    imported: int
    first: int

    def created(self, workspace: Workspace, day: date | None) -> int:
        """When a deal was created; one without a date stands at the earliest creation of its import."""
        return self.first if day is None else min(_begin(workspace, day), self.imported)

    def closed(self, workspace: Workspace, day: date | None) -> int:
        """When a deal was closed; an unknown date stands at the import and is marked as undated."""
        return self.imported if day is None else min(_begin(workspace, day), self.imported)


def find_moments(workspace: Workspace, deals: Sequence[PlannedDeal], at: datetime) -> Moments:
    """The import's own instant and the earliest creation among its deals."""
    imported = to_microseconds(at)
    days = [deal.fields.created for deal in deals if deal.fields.created is not None]
    return Moments(imported, min(_begin(workspace, min(days)), imported) if days else imported)


class DealWriter:
    """Writes new deals in bulk, past the ORM."""

    def __init__(self, workspace: Workspace, draft: Draft, ids: NameIds, moments: Moments, batch_id: int) -> None:
        self._workspace = workspace
        self._draft = draft
        self._ids = ids
        self._moments = moments
        self._batch_id = batch_id
        self._next_id = draft.next_id(Deal)
        self._rank = int(draft.value("select coalesce(max(rank), 0) from deal"))

    def write(self, deals: Sequence[DealFields]) -> None:
        """Adds new deals, in the file's order, below those that are there."""
        numbered = list(enumerate(deals, self._next_id))
        self._next_id += len(numbered)
        self._draft.insert_rows(Deal, _DEAL, (self._deal_row(deal_id, deal) for deal_id, deal in numbered))
        self._draft.insert_rows(
            HistoryEvent,
            _EVENT,
            (event for deal_id, deal in numbered for event in self._event_rows(deal_id, deal)),
        )
        self._draft.insert_rows(
            LineItem,
            ("deal_id", "product_id", "quantity", "amount"),
            (
                (deal_id, self._ids.products[product], 1, deal.value if len(deal.products) == 1 else None)
                for deal_id, deal in numbered
                for product in dict.fromkeys(deal.products)
            ),
        )
        self._draft.insert_rows(
            DealPerson,
            ("deal_id", "person_id", "role"),
            ((deal_id, self._ids.people[deal.person], "") for deal_id, deal in numbered if deal.person),
        )
        self._draft.insert_rows(
            DealLabel,
            ("deal_id", "label_id"),
            ((deal_id, self._ids.labels[label]) for deal_id, deal in numbered for label in dict.fromkeys(deal.labels)),
        )

    def _deal_row(self, deal_id: int, deal: DealFields) -> tuple[Value, ...]:
        self._rank += STEP
        is_open = deal.status is DealStatus.OPEN
        return (
            deal_id,
            self._ids.pipelines[deal.pipeline or self._ids.default_pipeline],
            self.stage_id(deal),
            deal.status.value,
            deal.title,
            self._ids.organisations.get(deal.organisation or ""),
            self._ids.owners.get(deal.owner or ""),
            self._ids.sources.get(deal.source or ""),
            deal.value,
            self.currency(deal),
            deal.probability,
            _iso(deal.expected),
            None if deal.created is None else self._moments.created(self._workspace, deal.created),
            None if is_open else self._moments.closed(self._workspace, deal.closed),
            self._ids.reasons.get(deal.lost_reason or ""),
            self._rank,
            deal.external_id,
            _iso(deal.last_touch),
            self._batch_id,
        )

    def _event_rows(self, deal_id: int, deal: DealFields) -> Iterator[tuple[Value, ...]]:
        created = self._moments.created(self._workspace, deal.created)
        is_open = deal.status is DealStatus.OPEN
        closed = self._moments.closed(self._workspace, deal.closed)
        currency = self.currency(deal)
        # A close before the creation is the file's mistake: what the deal was worth is known after both.
        known = self._moments.imported if is_open else max(created, closed)
        owner = self._ids.owners.get(deal.owner or "")
        yield self._event(
            deal_id, EventKind.CREATED, created, currency=currency, owner=owner, dated=deal.created is not None
        )
        if is_open:
            yield self._event(deal_id, EventKind.MOVED, known, stage=self.stage_id(deal))
        if deal.value is not None:
            yield self._event(deal_id, EventKind.VALUE, known, value=deal.value, currency=currency)
        if deal.expected is not None:
            yield self._event(deal_id, EventKind.EXPECTED_CLOSE, known, expected=_iso(deal.expected))
        if deal.probability is not None:
            yield self._event(deal_id, EventKind.PROBABILITY, known, probability=deal.probability)
        if not is_open:
            kind = EventKind.WON if deal.status is DealStatus.WON else EventKind.LOST
            reason = self._ids.reasons.get(deal.lost_reason or "")
            yield self._event(deal_id, kind, closed, reason=reason, dated=deal.closed is not None)

    def _event(  # noqa: PLR0913 - the columns of an event
        self,
        deal_id: int,
        kind: EventKind,
        at: int,
        *,
        stage: int | None = None,
        value: int | None = None,
        currency: str | None = None,
        owner: int | None = None,
        expected: str | None = None,
        probability: float | None = None,
        reason: int | None = None,
        dated: bool = True,
    ) -> tuple[Value, ...]:
        recorded = self._moments.imported
        return (
            deal_id,
            kind.value,
            at,
            recorded,
            stage,
            value,
            currency,
            owner,
            expected,
            probability,
            reason,
            1,
            int(dated),
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
        return deal.currency or self._workspace.base_currency


def chunks(deals: Sequence[DealFields], size: int) -> Iterator[list[DealFields]]:
    """The deals in portions between which progress is told."""
    remaining = iter(deals)
    while portion := list(islice(remaining, size)):
        yield portion


def _begin(workspace: Workspace, day: date) -> int:
    return to_microseconds(start_of_day(day, workspace.zone))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
