"""Brings deals that an import met again up to date: only the fields that the file tells differently."""

from datetime import datetime

from desktop_pipeline.actions.cadence_ends import end_closed
from desktop_pipeline.actions.importing.deals import DealWriter
from desktop_pipeline.actions.importing.exact_parts import ExactParts
from desktop_pipeline.actions.importing.known_pasts import PastUpdater
from desktop_pipeline.actions.importing.names import NameIds
from desktop_pipeline.actions.records import DealRow, read_deal_row
from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.domain.periods import start_of_day
from desktop_pipeline.exchange.records import DealFields, PlannedDeal
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Deal, DealLabel, DealPerson, HistoryEvent, LineItem
from desktop_pipeline.storage.workspace import Workspace


class DealUpdater:
    """Writes changed fields of known deals, each with its history event at the instant of the import."""

    def __init__(self, workspace: Workspace, draft: Draft, ids: NameIds, writer: DealWriter, at: datetime) -> None:
        self._workspace = workspace
        self._draft = draft
        self._ids = ids
        self._writer = writer
        self._at = at
        self._pasts = PastUpdater(draft, writer, writer.moments)
        self._exact = ExactParts(draft, ids)

    def update(self, planned: PlannedDeal) -> None:
        """Changes one deal."""
        if planned.known_id is None:
            return
        deal = read_deal_row(self._draft, planned.known_id)
        at = max(self._at, deal.last_event_at)
        changed, fields = set(planned.changed), planned.fields
        self._update_plain(deal, changed, fields)
        if planned.is_exact:
            self._exact.update(deal, changed, fields)
        self._update_parts(deal, changed, fields)
        self._update_dated(deal, changed, fields, at, is_exact=planned.is_exact)
        if "visits" in changed:
            deal = self._pasts.add(deal, fields)
        if changed & {"stage", "status", "pipeline"}:
            self._place(deal, fields, at)

    def _update_plain(self, deal: DealRow, changed: set[str], fields: DealFields) -> None:
        columns: dict[str, tuple[str, object]] = {
            "title": ("title", fields.title),
            "organisation": ("organisation", self._ids.organisations.get(fields.organisation or "")),
            "source": ("source", self._ids.sources.get(fields.source or "")),
            "external_id": ("external_id", fields.external_id),
            "last_touch": ("last_touch_on", fields.last_touch),
        }
        if deal.status is DealStatus.LOST:
            columns["lost_reason"] = ("reason", self._ids.reasons.get(fields.lost_reason or ""))
        for name in sorted(changed & columns.keys()):
            column, value = columns[name]
            self._draft.update(Deal, deal.deal_id, **{column: value})

    def _update_parts(self, deal: DealRow, changed: set[str], fields: DealFields) -> None:
        if "person" in changed and fields.person:
            person_id = self._ids.people[fields.person]
            if not self._has("deal_person", "person_id", deal.deal_id, person_id):
                self._draft.insert(DealPerson, deal=deal.deal_id, person=person_id)
        if "products" in changed:
            for product in fields.products:
                if not self._has("line_item", "product_id", deal.deal_id, self._ids.products[product]):
                    self._draft.insert(LineItem, deal=deal.deal_id, product=self._ids.products[product])
        if "labels" in changed:
            for label in fields.labels:
                if not self._has("deal_label", "label_id", deal.deal_id, self._ids.labels[label]):
                    self._draft.insert(DealLabel, deal=deal.deal_id, label=self._ids.labels[label])

    def _has(self, table: str, column: str, deal_id: int, row_id: int) -> bool:
        # Table and column are our own names.
        sql = f"select 1 from {table} where deal_id = ? and {column} = ?"  # noqa: S608
        return self._draft.value(sql, (deal_id, row_id)) is not None

    def _update_dated(
        self, deal: DealRow, changed: set[str], fields: DealFields, at: datetime, *, is_exact: bool
    ) -> None:
        if is_exact and "value" in changed and fields.value is None:
            self._draft.update(Deal, deal.deal_id, value=None)
            self._add(deal, EventKind.VALUE, at, value=None, currency=deal.currency)
        elif changed & {"value", "currency"} and fields.value is not None:
            currency = self._writer.currency(fields)
            self._draft.update(Deal, deal.deal_id, value=fields.value, currency=currency)
            self._add(deal, EventKind.VALUE, at, value=fields.value, currency=currency)
        if "owner" in changed:
            owner = self._ids.owners.get(fields.owner or "")
            self._draft.update(Deal, deal.deal_id, owner=owner)
            self._add(deal, EventKind.OWNER, at, owner=owner)
        if "expected" in changed:
            self._draft.update(Deal, deal.deal_id, expected_close_on=fields.expected)
            self._add(deal, EventKind.EXPECTED_CLOSE, at, expected_close_on=fields.expected)
        if "probability" in changed:
            self._draft.update(Deal, deal.deal_id, probability=fields.probability)
            self._add(deal, EventKind.PROBABILITY, at, probability=fields.probability)

    def _place(self, deal: DealRow, fields: DealFields, at: datetime) -> None:
        if fields.status is DealStatus.OPEN:
            stage = self._writer.stage_id(fields)
            pipeline = self._ids.pipelines[fields.pipeline or self._ids.default_pipeline]
            if (deal.status, deal.stage_id, deal.pipeline_id) == (fields.status, stage, pipeline):
                return  # its visits have brought it there
            reopened = deal.status is not DealStatus.OPEN
            kind = EventKind.REOPENED if reopened else EventKind.MOVED
            if not reopened and pipeline != deal.pipeline_id:
                kind = EventKind.PIPELINE
            self._draft.update(Deal, deal.deal_id, stage=stage, pipeline=pipeline)
            if reopened:
                self._draft.update(
                    Deal, deal.deal_id, status=DealStatus.OPEN.value, closed_at=None, reason=None, reason_note=None
                )
            self._add(deal, kind, at, from_stage=deal.stage_id, to_stage=stage)
        elif fields.status is not deal.status:
            self._close(deal, fields, at)

    def _close(self, deal: DealRow, fields: DealFields, at: datetime) -> None:
        # The file's own closing date, but never before what happened to the deal here.
        told = at if fields.closed is None else start_of_day(fields.closed, self._workspace.zone)
        closed = min(at, max(told, deal.last_event_at))
        reason = self._ids.reasons.get(fields.lost_reason or "")
        self._draft.update(Deal, deal.deal_id, status=fields.status.value, closed_at=closed, reason=reason)
        kind = EventKind.WON if fields.status is DealStatus.WON else EventKind.LOST
        dated = fields.closed is not None
        self._add(deal, kind, closed, from_stage=deal.stage_id, reason=reason, is_dated=dated)
        end_closed(self._draft, deal.deal_id, fields.status, reason, at=max(at, closed))

    def _add(self, deal: DealRow, kind: EventKind, at: datetime, **columns: object) -> None:
        recorded = max(at, self._at)
        self._draft.insert(
            HistoryEvent, deal=deal.deal_id, kind=kind.value, at=at, recorded_at=recorded, is_inferred=True, **columns
        )
