"""What a report is asked for: its kind, period and filters, and the paper it goes to."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.queries.agenda import AgendaFilter
from desktop_pipeline.queries.contacts import ContactFilter, Order
from desktop_pipeline.queries.deal_question import DealQuestion
from desktop_pipeline.reports.spans import Span, SpanName, find_span

Paper = Literal["A4", "Letter"]


class ReportKind(StrEnum):
    """The reports there are, by the words of the command line."""

    PIPELINE = "pipeline"
    REVIEW = "review"
    FORECAST = "forecast"
    WIN_LOSS = "winloss"
    OWNERS = "rep"
    ACTIVITIES = "activity"
    DEAL = "deal"
    DEALS = "deals"
    ORGANISATIONS = "organisations"
    PEOPLE = "people"
    OFFER = "offer"


@dataclass(frozen=True, slots=True)
class ReportAsked:
    """A question that a report answers; what a kind does not need it leaves alone.

    `span` goes before `span_name`. `ids` are the deals of deal sheets, the offer or the review. `columns` are keys of
    a list's columns, none for the usual ones. `contact_order` and `is_descending` order people and organisations.
    `left_out` are the names of sections a reader did not want.
    """

    kind: ReportKind
    span_name: SpanName = SpanName.TWELVE_MONTHS
    span: Span | None = None
    selection: Selection = EVERYTHING
    deals: DealQuestion = field(default_factory=DealQuestion)
    contacts: ContactFilter = field(default_factory=ContactFilter)
    contact_order: Order = Order.NAME
    is_descending: bool = False
    agenda: AgendaFilter = field(default_factory=AgendaFilter)
    ids: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    paper: Paper | None = None
    is_landscape: bool = False

    def find_span(self, today: date) -> Span:
        """The dates it is asked for on a day."""
        return self.span or find_span(self.span_name, today)
