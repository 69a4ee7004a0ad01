"""What a report asks for survives being kept as JSON, and nonsense that was kept asks for nothing."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.agenda import AgendaFilter, AgendaSpan
from desktop_pipeline.queries.contacts import ContactFilter, Order
from desktop_pipeline.queries.deal_question import DealQuestion, GroupKey, Sort, SortKey
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.kept_asked import read_asked, write_asked
from desktop_pipeline.reports.spans import SpanName, find_span, span_of

TODAY = date(2026, 6, 9)


def keep(asked: ReportAsked) -> ReportAsked:
    """As it comes back from a file."""
    return read_asked(json.loads(json.dumps(write_asked(asked))))


@pytest.mark.parametrize(
    "asked",
    [
        ReportAsked(ReportKind.PIPELINE),
        ReportAsked(ReportKind.WIN_LOSS, SpanName.LAST_QUARTER, paper="Letter", is_landscape=True),
        ReportAsked(ReportKind.OWNERS, span=span_of(Period(date(2026, 1, 1), date(2026, 2, 15)))),
        ReportAsked(ReportKind.OWNERS, span=span_of(Period(date(2026, 1, 1), TODAY), as_of=date(2026, 3, 1))),
        ReportAsked(ReportKind.FORECAST, selection=Selection(owner=-1, pipeline=1, industry=3, label=2)),
        ReportAsked(
            ReportKind.DEALS,
            deals=DealQuestion(
                status=DealStatus.WON,
                owner_ids=frozenset({3, 1}),
                text="Müller & “oak”",
                closes_from=TODAY,
                sorts=(Sort(SortKey.VALUE, descending=True),),
                group=GroupKey.OWNER,
            ),
            columns=("title", "custom 7"),
        ),
        ReportAsked(ReportKind.PEOPLE, contacts=ContactFilter(True, frozenset({4}), frozenset({"Buyer"}), "عمر")),
        ReportAsked(ReportKind.PEOPLE, contacts=ContactFilter(owner_ids=frozenset({-1, 4}))),
        ReportAsked(ReportKind.ACTIVITIES, agenda=AgendaFilter(owner_ids=frozenset({-1}))),
        ReportAsked(ReportKind.ORGANISATIONS, contact_order=Order.WON, is_descending=True),
        ReportAsked(ReportKind.ACTIVITIES, agenda=AgendaFilter(AgendaSpan.DONE, frozenset({2}), frozenset({"call"}))),
        ReportAsked(ReportKind.DEAL, ids=(5, 3, 9), left_out=frozenset({"notes", "Won per month"})),
    ],
)
def test_what_is_asked_comes_back_as_it_was(asked: ReportAsked) -> None:
    assert keep(asked) == asked


@pytest.mark.parametrize("name", SpanName)
@pytest.mark.parametrize("day", [TODAY, date(2026, 1, 1), date(2024, 2, 29), date(2025, 12, 31)])
def test_a_named_period_as_of_a_past_day_stays_that_one(name: SpanName, day: date) -> None:
    asked = ReportAsked(ReportKind.PIPELINE, span=find_span(name, day))
    assert keep(asked).span == asked.span


def test_a_period_that_is_named_moves_on_with_the_days() -> None:
    asked = keep(ReportAsked(ReportKind.PIPELINE, SpanName.LAST_MONTH))
    assert asked.find_span(TODAY).period == Period(date(2026, 5, 1), date(2026, 6, 1))
    assert asked.find_span(date(2026, 7, 2)).period == Period(date(2026, 6, 1), date(2026, 7, 1))


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates().map(date.isoformat),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)
KEYS = (
    *("kind", "period", "on", "dates", "selection", "deals", "contacts", "agenda"),
    *("ids", "columns", "left_out", "paper", "landscape"),
)


@given(st.dictionaries(st.sampled_from(KEYS), PLAIN))
def test_nonsense_asks_for_nothing_and_is_never_an_error(document: dict[str, object]) -> None:
    asked = read_asked(document)
    assert keep(asked) == asked


@pytest.mark.parametrize(
    "document",
    [
        {"dates": ["0001-01-01", "9999-12-31", "9999-12-31"]},
        {"period": "all", "on": "9999-12-31"},
        {"period": "last_year", "on": "0001-01-01"},
        {"dates": ["2026-02-01", "2026-01-01", "2026-01-01"]},
        {"ids": [True, 2**70, -1, "1", 0]},
        {"selection": {"owner": 2**70, "pipeline": True, "moon": 1}},
        {"kind": "moon", "paper": "A3", "columns": ["x" * 5000, 3, None], "left_out": "all"},
    ],
)
def test_what_lies_beyond_all_measure_is_left_out(document: dict[str, object]) -> None:
    name = SpanName(str(document.get("period", "twelve_months")))
    assert read_asked(document) == ReportAsked(ReportKind.PIPELINE, span_name=name)
