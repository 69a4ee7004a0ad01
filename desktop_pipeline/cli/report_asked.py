"""What a report is asked for by the options of the command line."""

import argparse
from collections.abc import Sequence
from dataclasses import replace

from desktop_pipeline.actions import Workspace
from desktop_pipeline.cli.export_filters import find_ids, find_kind, find_word, group_pairs, read_question
from desktop_pipeline.cli.periods import read_period
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.periods import trailing_year
from desktop_pipeline.queries.agenda import AgendaFilter, AgendaSpan
from desktop_pipeline.queries.contacts import ContactFilter, read_roles
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.spans import Span, SpanName, span_of
from desktop_pipeline.storage.workspace import View

Pairs = Sequence[tuple[str, str]]
_NARROWED = ("pipeline", "owner", "source", "product")
_OPEN = "open"


def read_asked(workspace: Workspace, options: argparse.Namespace) -> ReportAsked:
    """The question; raises InvalidError for names and values that are not known."""
    kind = ReportKind(options.kind)
    asked = ReportAsked(kind, paper=options.paper, is_landscape=options.landscape)
    named = [(name, value) for name in _NARROWED if (value := getattr(options, name)) is not None]
    with workspace.reading() as view:
        if kind is ReportKind.DEAL:
            return replace(asked, ids=tuple(options.deal))
        if kind is ReportKind.OFFER:
            return replace(asked, ids=(options.offer,))
        if kind is ReportKind.REVIEW:
            return replace(asked, ids=() if options.review is None else (options.review,))
        if kind is ReportKind.DEALS:
            return replace(asked, deals=read_question(view, [*options.filter, *named]))
        if kind in {ReportKind.ORGANISATIONS, ReportKind.PEOPLE}:
            return replace(asked, contacts=_read_contacts(view, kind, [*options.filter, *named]))
        if kind is ReportKind.ACTIVITIES:
            owners = [("owner", options.owner)] if options.owner is not None else []
            asked = replace(asked, agenda=_read_agenda(view, [*options.filter, *owners]))
    selection = Figures(workspace).select_by_name(
        pipeline=options.pipeline, owner=options.owner, source=options.source, product=options.product
    )
    return replace(asked, span=_read_span(workspace, options), selection=selection)


def _read_span(workspace: Workspace, options: argparse.Namespace) -> Span:
    as_of = options.as_of or workspace.today()
    period = read_period(options, as_of)
    return span_of(period, as_of=as_of, name=SpanName.TWELVE_MONTHS if period == trailing_year(as_of) else None)


def _read_contacts(view: View, kind: ReportKind, told: Pairs) -> ContactFilter:
    known = ("owner", "text", "deals", *(("role",) if kind is ReportKind.PEOPLE else ()))
    by_name = group_pairs(told, known)
    if any(value.casefold() != _OPEN for value in by_name.get("deals", ())):
        message = "Of deals can be asked: deals=open."
        raise InvalidError(message)
    return ContactFilter(
        has_open_deals="deals" in by_name,
        owner_ids=find_ids(view, "owner", by_name.get("owner", ())),
        roles=frozenset(
            find_word("role", role, {name: name for name in read_roles(view)}) for role in by_name.get("role", ())
        ),
        text=" ".join(by_name.get("text", ())),
    )


def _read_agenda(view: View, told: Pairs) -> AgendaFilter:
    by_name = group_pairs(told, ("owner", "kind"))
    return AgendaFilter(
        AgendaSpan.ALL,
        owner_ids=find_ids(view, "owner", by_name.get("owner", ())),
        kinds=frozenset(find_kind(view, name) for name in by_name.get("kind", ())),
    )
