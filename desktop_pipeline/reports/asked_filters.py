"""The filters that a kind of report knows, read and set alike wherever the question keeps them."""

from dataclasses import replace
from enum import StrEnum

from desktop_pipeline.metrics.selection import EVERYTHING
from desktop_pipeline.queries.agenda import AgendaFilter
from desktop_pipeline.queries.contacts import ContactFilter
from desktop_pipeline.queries.deal_question import DealQuestion
from desktop_pipeline.reports.asked import ReportAsked, ReportKind


class Filter(StrEnum):
    """What a reader can narrow a report to, by the names of a selection."""

    PIPELINE = "pipeline"
    OWNER = "owner"
    SOURCE = "source"
    PRODUCT = "product"
    LABEL = "label"
    INDUSTRY = "industry"


_EVERY = tuple(Filter)
_OF_FIGURES = frozenset((ReportKind.PIPELINE, ReportKind.FORECAST, ReportKind.WIN_LOSS, ReportKind.OWNERS))
_WITH_PERIOD = frozenset((ReportKind.PIPELINE, ReportKind.WIN_LOSS, ReportKind.OWNERS, ReportKind.ACTIVITIES))
_OF_CONTACTS = frozenset((ReportKind.ORGANISATIONS, ReportKind.PEOPLE))


def has_period(kind: ReportKind) -> bool:
    """Whether it tells of a time that can be chosen."""
    return kind in _WITH_PERIOD


def goes_by_paper(kind: ReportKind) -> bool:
    """Whether what it tells depends on the room that the paper has: columns that fit, a deal on one page."""
    return kind in (ReportKind.DEAL, ReportKind.REVIEW) or kind in _OF_CONTACTS


def list_filters(kind: ReportKind) -> tuple[Filter, ...]:
    """What it can be narrowed to."""
    if kind in _OF_FIGURES:
        return _EVERY
    if kind is ReportKind.DEALS:
        return tuple(each for each in _EVERY if each is not Filter.INDUSTRY)
    if kind is ReportKind.ACTIVITIES:
        return tuple(each for each in _EVERY if each is not Filter.INDUSTRY)
    return (Filter.OWNER,) if kind in _OF_CONTACTS else ()


def knows_none(kind: ReportKind, which: Filter) -> bool:
    """Whether it can be narrowed to what has none of them; every deal has a pipeline."""
    return which is not Filter.PIPELINE and which in list_filters(kind)


def read_filter(asked: ReportAsked, which: Filter) -> frozenset[int]:
    """The rows that are let through; none lets all through."""
    if asked.kind is ReportKind.DEALS:
        if which is Filter.PIPELINE:
            return frozenset() if asked.deals.pipeline_id is None else frozenset({asked.deals.pipeline_id})
        return frozenset(getattr(asked.deals, f"{which.value}_ids"))
    if asked.kind in _OF_CONTACTS:
        return asked.contacts.owner_ids
    if asked.kind is ReportKind.ACTIVITIES and which is Filter.OWNER:
        return asked.agenda.owner_ids
    chosen: int | None = getattr(asked.selection, which.value)
    return frozenset() if chosen is None else frozenset({chosen})


def with_filter(asked: ReportAsked, which: Filter, row_id: int | None) -> ReportAsked:
    """Narrowed to one row, or to none: for every kind, so that it stays when another one is chosen."""
    ids = frozenset() if row_id is None else frozenset({row_id})
    deals, contacts, agenda = asked.deals, asked.contacts, asked.agenda
    if which is Filter.PIPELINE:
        deals = replace(deals, pipeline_id=row_id)
    elif which is not Filter.INDUSTRY:
        deals = _narrow(deals, which, ids)
    if which is Filter.OWNER:
        contacts, agenda = replace(contacts, owner_ids=ids), replace(agenda, owner_ids=ids)
    selection = replace(asked.selection, **{which.value: row_id})
    return replace(asked, selection=selection, deals=deals, contacts=contacts, agenda=agenda)


def _narrow(deals: DealQuestion, which: Filter, ids: frozenset[int]) -> DealQuestion:
    if which is Filter.OWNER:
        return replace(deals, owner_ids=ids)
    if which is Filter.SOURCE:
        return replace(deals, source_ids=ids)
    return replace(deals, product_ids=ids) if which is Filter.PRODUCT else replace(deals, label_ids=ids)


def is_narrowed_further(asked: ReportAsked) -> bool:
    """Whether a list is filtered by more than can be chosen beside its preview."""
    if asked.kind is ReportKind.DEALS:
        deals = replace(asked.deals, pipeline_id=None, sorts=(), group=None)
        for which in _EVERY[1:-1]:
            deals = _narrow(deals, which, frozenset())
        return deals != DealQuestion(status=deals.status)
    if asked.kind in _OF_CONTACTS:
        return asked.contacts != ContactFilter(owner_ids=asked.contacts.owner_ids)
    if asked.kind is ReportKind.ACTIVITIES:
        return bool(asked.agenda.kinds)
    return False


def without_filters(asked: ReportAsked) -> ReportAsked:
    """Everything let through again."""
    return replace(
        asked,
        selection=EVERYTHING,
        deals=DealQuestion(status=asked.deals.status, sorts=asked.deals.sorts, group=asked.deals.group),
        contacts=ContactFilter(),
        agenda=AgendaFilter(span=asked.agenda.span),
    )
