"""As much of a filter as a figure can be asked for."""

from datetime import date

import pytest

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.board_filter import Attention, BoardFilter
from desktop_pipeline.queries.deal_question import DealQuestion, GroupKey, Sort, SortKey
from desktop_pipeline.queries.id_sets import NONE
from desktop_pipeline.queries.narrowing import narrow

ONE, TWO = frozenset({3}), frozenset({3, 4})


def test_one_of_each_is_asked_for() -> None:
    asked = DealQuestion(status=None, pipeline_id=1, owner_ids=ONE, source_ids=ONE, product_ids=ONE, label_ids=ONE)
    narrowed = narrow(asked)
    assert narrowed.selection == Selection(pipeline=1, owner=3, source=3, product=3, label=3)
    assert not narrowed.is_wider


def test_deals_that_have_none_are_asked_for_in_figures_too() -> None:
    narrowed = narrow(BoardFilter(1, owner_ids=frozenset({NONE}), product_ids=frozenset({NONE})))
    assert narrowed.selection == Selection(pipeline=1, owner=UNKNOWN, product=UNKNOWN)
    assert not narrowed.is_wider


@pytest.mark.parametrize("asked", [BoardFilter(1), DealQuestion(), DealQuestion(status=None)])
def test_that_only_open_deals_are_listed_makes_no_other_figure(asked: BoardFilter | DealQuestion) -> None:
    assert not narrow(asked).is_wider


def test_order_and_groups_leave_nothing_out() -> None:
    assert not narrow(DealQuestion(sorts=(Sort(SortKey.VALUE),), group=GroupKey.OWNER)).is_wider


@pytest.mark.parametrize(
    "asked",
    [
        BoardFilter(1, owner_ids=TWO),
        BoardFilter(1, text="oak"),
        BoardFilter(1, attention=frozenset({Attention.SLOW})),
        DealQuestion(label_ids=TWO),
        DealQuestion(stage_ids=ONE),
        DealQuestion(status=DealStatus.LOST),
        DealQuestion(closes_from=date(2026, 6, 1)),
        DealQuestion(value_from=1),
    ],
)
def test_what_no_figure_can_be_asked_for_is_said(asked: BoardFilter | DealQuestion) -> None:
    assert narrow(asked).is_wider


def test_of_two_owners_neither_is_asked_for() -> None:
    assert narrow(BoardFilter(1, owner_ids=TWO)).selection == Selection(pipeline=1)
