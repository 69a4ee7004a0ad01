"""What cannot be counted is left out and said, never guessed and never an error (METRICS §0)."""

import pytest

from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.population import Why
from desktop_pipeline.metrics.telling.overview import Overview
from tests.metrics.histories import (
    DUPLICATE,
    YEAR,
    YEAR_END,
    Q,
    Story,
    at,
    created,
    deal,
    history_of,
    lost,
    won,
    work_out,
)


def _left_out(overview: Overview) -> dict[str, int]:
    return {f"{reason.why}{reason.currency or ''}": reason.deals for reason in overview.left_out}


def test_open_deals_without_a_value_have_no_sum_rather_than_nothing() -> None:
    overview = work_out(history_of(deal(1, created("2024-01-01")), deal(2, created("2024-01-01"))), YEAR_END, YEAR)
    assert (overview.active.deals, overview.active.value, overview.active.weighted) == (2, None, None)
    assert _left_out(overview) == {Why.NO_VALUE: 2}


def test_a_deal_without_a_value_is_left_out_beside_one_with() -> None:
    history = history_of(deal(1, created("2024-01-01")), deal(2, created("2024-01-01", value=100_00)))
    overview = work_out(history, YEAR_END, YEAR)
    assert (overview.active.value, overview.active.weighted) == (100_00, 20_00)
    assert _left_out(overview) == {Why.NO_VALUE: 1}


def test_a_value_of_nothing_is_known() -> None:
    overview = work_out(history_of(deal(1, created("2024-01-01", value=0))), YEAR_END, YEAR)
    assert overview.active.value == 0
    assert overview.left_out == ()


def test_a_currency_without_a_rate_is_left_out_and_named() -> None:
    history = history_of(
        *(deal(n, created("2024-01-01", value=100, currency="CHF")) for n in (1, 2, 3)),
        deal(4, created("2024-01-01", value=100, currency="JPY"), won("2024-02-01")),
        deal(5, created("2024-01-01", value=50)),
        rates=(("JPY", "2024-02-02", "0.006"),),
    )
    overview = work_out(history, YEAR_END, YEAR)
    assert _left_out(overview) == {f"{Why.NO_RATE}CHF": 3, f"{Why.NO_RATE}JPY": 1}
    assert (overview.active.value, overview.won.value, overview.won.deals) == (50, None, 1)


def test_an_unknown_creation_date_keeps_a_deal_active_and_out_of_the_cycle() -> None:
    history = history_of(
        deal(1, created("2024-01-01"), created_known=False),
        deal(2, created("2024-01-01"), won("2024-02-01"), created_known=False),
        deal(3, created("2024-01-01"), won("2024-01-11")),
    )
    overview = work_out(history, YEAR_END, YEAR)
    assert (overview.active.deals, overview.won.deals) == (1, 2)
    assert (overview.cycle.won.n, overview.cycle.won.mean, overview.cycle.kaplan_meier_median) == (1, 10, 10)
    assert _left_out(overview)[Why.CREATION_UNKNOWN] == 2


def test_a_duplicate_is_left_out_for_that_reason_alone() -> None:
    history = history_of(deal(1, created("2024-01-01"), lost("2024-02-01", DUPLICATE), created_known=False))
    assert _left_out(work_out(history, YEAR_END, YEAR, set_only=True)) == {Why.NOT_REAL: 1}


def test_a_close_before_the_creation_is_listed_and_never_made_positive() -> None:
    history = history_of(
        deal(1, created("2024-03-01", value=70), won("2024-02-20")),
        deal(2, created("2024-03-01", value=30), lost("2024-03-06")),
    )
    overview = work_out(history, YEAR_END, YEAR)
    assert (overview.active.deals, overview.won.deals, overview.won.value) == (0, 1, 70)
    assert (overview.cycle.won.n, overview.cycle.lost.n) == (0, 1)
    assert _left_out(overview)[Why.CLOSED_BEFORE_CREATED] == 1


def test_an_open_deal_without_a_stage_is_left_out_of_the_weighted_value_unless_it_has_its_own_probability() -> None:
    history = history_of(
        deal(1, created("2024-01-01", UNKNOWN, value=100)),
        deal(2, created("2024-01-01", UNKNOWN, value=100, probability=0.5)),
    )
    overview = work_out(history, YEAR_END, YEAR)
    assert (overview.active.value, overview.active.weighted) == (200, 50)
    assert _left_out(overview) == {Why.STAGE_UNKNOWN: 1}


def test_closed_deals_without_stages_are_counted_as_left_out_of_the_probabilities() -> None:
    history = history_of(deal(1, created("2024-01-01", UNKNOWN, value=1), won("2024-02-01")))
    assert _left_out(work_out(history, YEAR_END, YEAR)) == {Why.STAGES_PASSED_UNKNOWN: 1}
    assert _left_out(work_out(history, YEAR_END, YEAR, set_only=True)) == {}


@pytest.mark.parametrize(
    "stories",
    [
        (),
        (deal(1),),
        (deal(1, created("2024-01-01")),),
        (deal(1, created("2024-01-01", value=5)), deal(2, created("2024-01-01", value=6))),
        (deal(1, created("2024-01-01"), lost("2024-02-01")),),
        (deal(1, created("2024-01-01", UNKNOWN), won("2024-02-01"), created_known=False),),
        (deal(1, won("2024-02-01")),),
        (deal(1, created("2025-06-01")),),
    ],
    ids=["no deals", "no events", "one open", "all open", "all lost", "no dates", "no creation", "all still to come"],
)
def test_figures_that_cannot_be_are_unknown_and_nothing_fails(stories: tuple[Story, ...]) -> None:
    overview = work_out(history_of(*stories), YEAR_END, YEAR)
    assert overview.win_rate.n == sum(month.won + month.lost for month in overview.won.by_month)
    assert (overview.win_rate.value is None) == (overview.win_rate.n == 0)
    assert overview.deal_size.mean is None
    assert len(overview.won.by_month) == 12


def test_all_lost_is_a_win_rate_of_nothing_and_no_deal_size() -> None:
    history = history_of(*(deal(n, created("2024-01-01", value=5), lost("2024-02-01")) for n in (1, 2, 3)))
    overview = work_out(history, YEAR_END, YEAR)
    assert (overview.win_rate.value, overview.win_rate.low) == (0.0, 0.0)
    assert (overview.value_win_rate.value, overview.deal_size.n, overview.cycle.won.mean) == (0.0, 0, None)
    assert overview.won.value == 0


def test_closed_deals_of_no_value_at_all_have_no_value_win_rate() -> None:
    history = history_of(deal(1, created("2024-01-01", value=0), lost("2024-02-01")))
    assert work_out(history, YEAR_END, YEAR).value_win_rate.value is None


def test_more_than_half_undecided_has_no_kaplan_meier_median() -> None:
    history = history_of(
        deal(1, created("2024-01-01"), won("2024-01-05")),
        *(deal(n, created("2024-01-01", Q)) for n in (2, 3)),
    )
    assert work_out(history, at("2024-02-01"), YEAR).cycle.kaplan_meier_median is None
