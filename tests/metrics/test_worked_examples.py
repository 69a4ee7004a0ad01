"""The examples of METRICS §2, §3, §4 and §9, worked by hand."""

from itertools import count

import pytest

from tests.metrics.histories import (
    DUPLICATE,
    YEAR,
    YEAR_END,
    N,
    P,
    Q,
    at,
    created,
    deal,
    history_of,
    lost,
    period,
    reopened,
    stage_probabilities,
    won,
    work_out,
)
from tests.metrics.test_stage_conversion import TABLE


def test_deal_size_of_four_won_deals_has_median_1100_and_mean_4525() -> None:
    values = (900_00, 1000_00, 1200_00, 15000_00)
    history = history_of(
        *(deal(n, created("2024-01-01", value=value), won("2024-03-01")) for n, value in enumerate(values, 1)),
        deal(9, created("2024-01-01"), won("2024-03-01")),
    )
    size = work_out(history, YEAR_END, YEAR).deal_size
    assert (size.median, size.mean, size.n) == (1100_00, 4525_00, 4)


def test_six_won_and_four_lost_of_fifteen_make_a_win_rate_of_60_percent() -> None:
    number = count(1)
    history = history_of(
        *(deal(next(number), created("2024-01-01"), won("2024-03-01")) for _ in range(6)),
        *(deal(next(number), created("2024-01-01"), lost("2024-03-01")) for _ in range(4)),
        *(deal(next(number), created("2024-01-01")) for _ in range(5)),
    )
    rate = work_out(history, YEAR_END, YEAR).win_rate
    assert (rate.value, rate.n) == (0.6, 10)
    assert rate.low == pytest.approx(0.313, abs=5e-4)
    assert rate.high == pytest.approx(0.832, abs=5e-4)


def test_closed_at_10_20_30_and_open_at_60_90_gives_median_20_and_kaplan_meier_30() -> None:
    history = history_of(
        deal(1, created("2024-10-02"), won("2024-10-12")),
        deal(2, created("2024-10-02"), won("2024-10-22")),
        deal(3, created("2024-10-02"), won("2024-11-01")),
        deal(4, created("2024-11-01")),
        deal(5, created("2024-10-02")),
    )
    cycle = work_out(history, YEAR_END, YEAR).cycle
    assert (cycle.won.median, cycle.won.mean, cycle.won.n) == (20, 20, 3)
    assert (cycle.won.p25, cycle.won.p75) == (15, 25)
    assert cycle.kaplan_meier_median == 30


def test_a_reopened_deal_counts_from_first_creation_to_last_outcome_less_the_days_it_lay_lost() -> None:
    history = history_of(
        deal(1, created("2024-01-01"), lost("2024-01-11"), reopened("2024-01-31"), won("2024-02-05")),
    )
    assert work_out(history, YEAR_END, YEAR).cycle.won.mean == 15


@pytest.mark.parametrize(("won_deals", "closed", "percent"), [(0, 0, 50.0), (3, 4, 61.1), (12, 40, 32.2)])
def test_history_is_blended_with_the_set_probability(won_deals: int, closed: int, percent: float) -> None:
    history = history_of(
        *(
            deal(n, created("2024-01-01", P), won("2024-02-01") if n <= won_deals else lost("2024-02-01"))
            for n in range(1, closed + 1)
        )
    )
    assert stage_probabilities(history, YEAR_END)[P] * 100 == pytest.approx(percent, abs=0.05)


def test_closed_deals_of_the_table_in_section_6_reach_10_8_and_5_less_the_open_ones() -> None:
    history = history_of(*TABLE)
    chances = stage_probabilities(history, YEAR_END)
    # d1, d2, d6 won; d3, d4, d8 lost: 3 of 6 reached Q, 3 of 5 P, 3 of 4 N.
    assert chances[Q] == pytest.approx((3 + 5 * 0.2) / 11)
    assert chances[P] == pytest.approx((3 + 5 * 0.5) / 10)
    assert chances[N] == pytest.approx((3 + 5 * 0.8) / 9)


def test_a_win_dropped_in_by_hand_counts_for_every_stage_from_its_entry_on() -> None:
    chances = stage_probabilities(history_of(deal(1, created("2024-01-01", P), won("2024-02-01"))), YEAR_END)
    assert chances[Q] == 0.2
    assert chances[P] == pytest.approx((1 + 2.5) / 6)
    assert chances[N] == pytest.approx((1 + 4) / 6)


def test_value_win_rate_is_won_value_over_closed_value() -> None:
    history = history_of(
        deal(1, created("2024-01-01", value=300_00), won("2024-02-01")),
        deal(2, created("2024-01-01", value=100_00), lost("2024-02-01")),
        deal(3, created("2024-01-01"), lost("2024-02-01")),
    )
    rate = work_out(history, YEAR_END, YEAR).value_win_rate
    assert (rate.value, rate.won, rate.lost, rate.n) == (0.75, 300_00, 100_00, 2)


def test_the_period_takes_its_first_day_and_not_its_end() -> None:
    history = history_of(
        deal(1, created("2024-01-01"), won("2024-02-01")),
        deal(2, created("2024-01-01"), won("2024-03-01")),
        deal(3, created("2024-01-01"), won("2024-01-31")),
    )
    assert work_out(history, YEAR_END, period("2024-02-01", "2024-03-01")).won.deals == 1


def test_a_duplicate_leaves_every_denominator_and_is_counted() -> None:
    history = history_of(
        deal(1, created("2024-01-01"), won("2024-02-01")),
        deal(2, created("2024-01-01"), lost("2024-04-01", DUPLICATE)),
        deal(3, created("2024-01-01"), lost("2024-03-01")),
    )
    overview = work_out(history, at("2024-12-31"), YEAR)
    assert (overview.win_rate.value, overview.win_rate.n, overview.cycle.lost.n) == (0.5, 2, 1)
    assert ("not a real deal", 1) in [(reason.why, reason.deals) for reason in overview.left_out]
    assert stage_probabilities(history, YEAR_END)[Q] == pytest.approx((1 + 1) / 7)
