"""Filters beside a preview: read from wherever a kind keeps them, set for every kind at once."""

import pytest

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.queries.agenda import AgendaFilter, AgendaSpan
from desktop_pipeline.queries.contacts import ContactFilter
from desktop_pipeline.queries.deal_question import DealQuestion, GroupKey, Sort, SortKey
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.asked_filters import (
    Filter,
    is_narrowed_further,
    list_filters,
    read_filter,
    with_filter,
    without_filters,
)

PIPELINE = ReportAsked(ReportKind.PIPELINE)


def as_kind(asked: ReportAsked, kind: ReportKind) -> ReportAsked:
    return ReportAsked(kind, selection=asked.selection, deals=asked.deals, contacts=asked.contacts, agenda=asked.agenda)


@pytest.mark.parametrize("kind", ReportKind)
@pytest.mark.parametrize("which", Filter)
def test_what_is_set_for_one_kind_is_set_for_all_that_know_it(kind: ReportKind, which: Filter) -> None:
    if which in list_filters(kind):
        asked = with_filter(PIPELINE, which, 7)
        assert read_filter(as_kind(asked, kind), which) == {7}
        assert read_filter(as_kind(with_filter(asked, which, None), kind), which) == frozenset()


@pytest.mark.parametrize("which", Filter)
def test_one_filter_leaves_the_others_as_they_are(which: Filter) -> None:
    every = PIPELINE
    for number, each in enumerate(Filter, 1):
        every = with_filter(every, each, number)
    changed = with_filter(every, which, None)
    for number, each in enumerate(Filter, 1):
        wanted = frozenset() if each is which else {number}
        assert read_filter(changed, each) == wanted
        if each is not Filter.INDUSTRY:
            assert read_filter(as_kind(changed, ReportKind.DEALS), each) == wanted


def test_those_that_have_none_are_asked_of_figures_and_of_every_list() -> None:
    asked = with_filter(PIPELINE, Filter.OWNER, UNKNOWN)
    assert asked.selection == Selection(owner=UNKNOWN)
    nobody = frozenset({UNKNOWN})
    assert (asked.deals.owner_ids, asked.contacts.owner_ids, asked.agenda.owner_ids) == (nobody, nobody, nobody)


def test_several_rows_of_a_screen_stay_until_another_is_chosen() -> None:
    asked = ReportAsked(ReportKind.DEALS, deals=DealQuestion(owner_ids=frozenset({1, 2}), text="oak"))
    assert read_filter(asked, Filter.OWNER) == {1, 2}
    assert read_filter(with_filter(asked, Filter.SOURCE, 3), Filter.OWNER) == {1, 2}
    assert read_filter(with_filter(asked, Filter.OWNER, 2), Filter.OWNER) == {2}
    assert with_filter(asked, Filter.OWNER, 2).deals.text == "oak"


@pytest.mark.parametrize(
    ("asked", "is_narrow"),
    [
        (ReportAsked(ReportKind.DEALS, deals=DealQuestion(DealStatus.WON, sorts=(Sort(SortKey.VALUE),))), False),
        (ReportAsked(ReportKind.DEALS, deals=DealQuestion(owner_ids=frozenset({1}), pipeline_id=2)), False),
        (ReportAsked(ReportKind.DEALS, deals=DealQuestion(group=GroupKey.OWNER)), False),
        (ReportAsked(ReportKind.DEALS, deals=DealQuestion(text="oak")), True),
        (ReportAsked(ReportKind.DEALS, deals=DealQuestion(best_fifth=True)), True),
        (ReportAsked(ReportKind.DEALS, deals=DealQuestion(stage_ids=frozenset({1}))), True),
        (ReportAsked(ReportKind.PEOPLE, contacts=ContactFilter(owner_ids=frozenset({1}))), False),
        (ReportAsked(ReportKind.PEOPLE, contacts=ContactFilter(has_open_deals=True)), True),
        (ReportAsked(ReportKind.ACTIVITIES, agenda=AgendaFilter(AgendaSpan.WEEK)), False),
        (ReportAsked(ReportKind.ACTIVITIES, agenda=AgendaFilter(kinds=frozenset({"call"}))), True),
        (ReportAsked(ReportKind.PIPELINE, deals=DealQuestion(text="oak")), False),
    ],
)
def test_only_what_cannot_be_seen_beside_the_preview_is_told_as_further(asked: ReportAsked, is_narrow: bool) -> None:
    assert is_narrowed_further(asked) is is_narrow
    assert not is_narrowed_further(without_filters(asked))


def test_letting_everything_through_keeps_the_order_and_which_deals() -> None:
    deals = DealQuestion(DealStatus.WON, text="oak", owner_ids=frozenset({1}), sorts=(Sort(SortKey.VALUE),))
    asked = without_filters(ReportAsked(ReportKind.DEALS, selection=Selection(owner=1), deals=deals))
    assert (asked.selection, asked.deals) == (EVERYTHING, DealQuestion(DealStatus.WON, sorts=(Sort(SortKey.VALUE),)))
