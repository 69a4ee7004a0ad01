import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.metrics.quantiles import spread_of
from desktop_pipeline.metrics.rates import Sample, rate_of
from desktop_pipeline.metrics.stages.survival import kaplan_meier_median
from desktop_pipeline.metrics.sums import mean_of, median_of
from desktop_pipeline.metrics.wilson import wilson
from tests.metrics import told_by_others

days = st.lists(st.integers(0, 60), max_size=30)


# Newcombe (1998), table I, method 3.
@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_the_published_one(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


@given(n=st.integers(1, 10**6), share=st.floats(0, 1))
@settings(max_examples=200)
def test_wilsons_interval_is_that_of_statsmodels(n: int, share: float) -> None:
    hits = round(share * n)
    assert wilson(hits, n) == pytest.approx(told_by_others.wilson_interval(hits, n), abs=1e-9, rel=0)


@given(n=st.integers(1, 10**6), share=st.floats(0, 1))
def test_the_interval_holds_the_share_and_stays_between_0_and_1(n: int, share: float) -> None:
    rate = rate_of(round(share * n), n)
    assert rate.low is not None
    assert rate.value is not None
    assert rate.high is not None
    assert 0 <= rate.low <= rate.value <= rate.high <= 1


def test_none_and_all_are_the_very_ends_of_the_interval() -> None:
    counts = range(1, 500)
    assert {wilson(0, n)[0] for n in counts} == {0.0}
    assert {wilson(n, n)[1] for n in counts} == {1.0}


def test_small_samples_show_counts_then_the_interval_then_the_percentage() -> None:
    assert [rate_of(1, n).sample for n in (4, 5, 29, 30)] == [
        Sample.COUNTS_ONLY,
        Sample.WITH_INTERVAL,
        Sample.WITH_INTERVAL,
        Sample.PLAIN,
    ]
    assert rate_of(0, 0).sample is Sample.COUNTS_ONLY


def test_quartiles_interpolate_linearly() -> None:
    spread = spread_of(np.array([1, 2, 3, 10]))
    assert (spread.mean, spread.p25, spread.median, spread.p75, spread.n) == (4.0, 1.75, 2.5, 4.75, 4)


def test_medians_of_money_are_exact_and_halves_go_to_the_even_cent() -> None:
    assert median_of(np.array([5, 2])) == 4
    assert median_of(np.array([10**16 - 1, 10**16 - 1, 7])) == 10**16 - 1
    assert (mean_of(5, 2), mean_of(7, 2), mean_of(0, 0)) == (2, 4, None)


@given(events=days, censored=days)
def test_kaplan_meier_agrees_with_the_product_done_by_hand(events: list[int], censored: list[int]) -> None:
    surviving, expected = 1.0, None
    for day in sorted(set(events)):
        at_risk = sum(other >= day for other in events + censored)
        surviving *= 1 - events.count(day) / at_risk
        if surviving <= 0.5 + 1e-9:
            expected = day
            break
    assert kaplan_meier_median(np.array(events, dtype=np.int64), np.array(censored, dtype=np.int64)) == expected


def test_exactly_half_decided_is_the_median_also_where_the_product_rounds_up() -> None:
    nobody = np.array([], dtype=np.int64)
    assert kaplan_meier_median(np.arange(1, 25), nobody) == 12


@given(events=st.lists(st.integers(0, 60), min_size=1, max_size=21).filter(lambda drawn: len(drawn) % 2 == 1))
def test_without_censoring_kaplan_meier_is_the_median(events: list[int]) -> None:
    nobody = np.array([], dtype=np.int64)
    assert kaplan_meier_median(np.array(events), nobody) == sorted(events)[len(events) // 2]
