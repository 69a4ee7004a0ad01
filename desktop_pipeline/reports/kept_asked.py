"""What a report is asked for as plain values, the way a saved report keeps it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import TypeVar, get_args

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.queries.agenda import AgendaFilter, AgendaSpan
from desktop_pipeline.queries.contacts import ContactFilter, Order
from desktop_pipeline.queries.deal_question import DealQuestion
from desktop_pipeline.queries.id_sets import NONE
from desktop_pipeline.queries.kept_question import read_question, write_question
from desktop_pipeline.reports.asked import Paper, ReportAsked, ReportKind
from desktop_pipeline.reports.spans import Span, SpanName, find_span, span_of

_LARGEST = 2**63 - 1
_MOST = 1_000
_LONGEST = 300
_EARLIEST, _LATEST = date(1900, 1, 1), date(2999, 12, 31)
_SELECTION = ("pipeline", "owner", "source", "product", "label", "industry")
_Name = TypeVar("_Name", bound=StrEnum)


def write_asked(asked: ReportAsked) -> dict[str, object]:
    """Plain values that JSON can keep; what asks for nothing is left out.

    A period is kept by its name, so that last quarter stays last quarter; as of a past day, that day is kept too.
    """
    document: dict[str, object] = {"kind": asked.kind.value, **_write_span(asked)}
    document |= _write_filters(asked)
    for key, many in (("ids", asked.ids), ("columns", asked.columns), ("left_out", sorted(asked.left_out))):
        if many:
            document[key] = list(many)
    if asked.paper is not None:
        document["paper"] = asked.paper
    if asked.contact_order is not Order.NAME:
        document["order"] = asked.contact_order.value
    for key, is_set in (("descending", asked.is_descending), ("landscape", asked.is_landscape)):
        if is_set:
            document[key] = True
    return document


def read_asked(document: Mapping[str, object]) -> ReportAsked:
    """What a document asks for; what makes no sense in it asks for nothing, and an unknown kind for the pipeline."""
    paper = document.get("paper")
    return ReportAsked(
        _read_name(ReportKind, document.get("kind"), ReportKind.PIPELINE),
        span_name=_read_name(SpanName, document.get("period"), SpanName.TWELVE_MONTHS),
        span=_read_span(document),
        selection=_read_selection(document.get("selection")),
        deals=_read_deals(document.get("deals")),
        contacts=_read_contacts(document.get("contacts")),
        contact_order=_read_name(Order, document.get("order"), Order.NAME),
        is_descending=document.get("descending") is True,
        agenda=_read_agenda(document.get("agenda")),
        ids=tuple(_read_numbers(document.get("ids"), least=1)),
        columns=tuple(_read_texts(document.get("columns"))),
        left_out=frozenset(_read_texts(document.get("left_out"))),
        paper=next((each for each in get_args(Paper) if each == paper), None),
        is_landscape=document.get("landscape") is True,
    )


def _write_span(asked: ReportAsked) -> dict[str, object]:
    span = asked.span
    if span is None:
        return {"period": asked.span_name.value}
    if span.name is not None:
        # What is over ends with the day before the one it was asked on.
        for day in (span.as_of, span.period.end):
            if find_span(span.name, day) == span:
                return {"period": span.name.value, "on": day.isoformat()}
    return {"dates": [day.isoformat() for day in (span.period.start, span.period.end, span.as_of)]}


def _write_filters(asked: ReportAsked) -> dict[str, object]:
    document: dict[str, object] = {}
    selection = {name: row_id for name, row_id in asdict(asked.selection).items() if row_id is not None}
    if selection:
        document["selection"] = selection
    if asked.deals != DealQuestion():
        document["deals"] = write_question(asked.deals)
    if asked.contacts != ContactFilter():
        contacts = asked.contacts
        document["contacts"] = {
            "open_deals": contacts.has_open_deals,
            "owners": sorted(contacts.owner_ids),
            "roles": sorted(contacts.roles),
            "text": contacts.text,
        }
    if asked.agenda != AgendaFilter():
        agenda = asked.agenda
        document["agenda"] = {
            "span": agenda.span.value,
            "owners": sorted(agenda.owner_ids),
            "kinds": sorted(agenda.kinds),
        }
    return document


def _read_name(names: type[_Name], kept: object, usual: _Name) -> _Name:
    return next((name for name in names if name.value == kept), usual)


def _read_span(document: Mapping[str, object]) -> Span | None:
    kept, day = document.get("dates"), _read_day(document.get("on"))
    days = [_read_day(each) for each in kept] if isinstance(kept, list) else []
    if day is not None:
        return find_span(_read_name(SpanName, document.get("period"), SpanName.TWELVE_MONTHS), day)
    if len(days) == len(("start", "end", "as of")):
        start, end, as_of = days
        if start is not None and end is not None and as_of is not None and start < end:
            return span_of(Period(start, end), as_of=as_of)
    return None


def _read_selection(kept: object) -> Selection:
    if not isinstance(kept, dict):
        return EVERYTHING
    # UNKNOWN, for deals that have none, lies just below the ids.
    return Selection(**{name: kept[name] for name in _SELECTION if name in kept and _is_number(kept[name], -1)})


def _read_deals(kept: object) -> DealQuestion:
    return read_question(kept) if isinstance(kept, dict) else DealQuestion()


def _read_contacts(kept: object) -> ContactFilter:
    if not isinstance(kept, dict):
        return ContactFilter()
    return ContactFilter(
        has_open_deals=kept.get("open_deals") is True,
        owner_ids=frozenset(_read_numbers(kept.get("owners"), least=NONE)),
        roles=frozenset(_read_texts(kept.get("roles"))),
        text=next(iter(_read_texts([kept.get("text")])), ""),
    )


def _read_agenda(kept: object) -> AgendaFilter:
    if not isinstance(kept, dict):
        return AgendaFilter()
    return AgendaFilter(
        span=_read_name(AgendaSpan, kept.get("span"), AgendaSpan.TODAY),
        owner_ids=frozenset(_read_numbers(kept.get("owners"), least=NONE)),
        kinds=frozenset(_read_texts(kept.get("kinds"))),
    )


def _read_numbers(kept: object, *, least: int) -> Iterable[int]:
    some = kept[:_MOST] if isinstance(kept, list) else []
    return dict.fromkeys(each for each in some if _is_number(each, least))


def _is_number(kept: object, least: int) -> bool:
    # `True` is an int to Python, and what has more than 64 bits no number to the engine.
    return type(kept) is int and least <= kept <= _LARGEST


def _read_texts(kept: object) -> Iterable[str]:
    some = kept[:_MOST] if isinstance(kept, list) else []
    # Half a character cannot be asked for.
    texts = (each.encode("utf-8", "ignore").decode() for each in some if isinstance(each, str))
    return dict.fromkeys(text for text in texts if text and len(text) <= _LONGEST)


def _read_day(kept: object) -> date | None:
    try:
        day = date.fromisoformat(kept) if isinstance(kept, str) else None
    except ValueError:
        return None
    # Nearer to the ends of the calendar no time before it or after it could be counted.
    return day if day is not None and _EARLIEST <= day <= _LATEST else None
