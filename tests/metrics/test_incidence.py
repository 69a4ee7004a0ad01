"""Who is won within some days, where losing competes and the open are not yet decided (METRICS §6, §9)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.metrics.stages.incidence import CENSORED, LOST, WON, Incidence, cumulative_incidence
from tests.lengths import MANY
from tests.metrics import told_by_others

followed = st.lists(st.tuples(st.integers(0, 40), st.sampled_from((CENSORED, WON, LOST))), min_size=1, max_size=60)


def of(*rows: tuple[int, int]) -> Incidence:
    days, causes = zip(*rows, strict=True) if rows else ((), ())
    return cumulative_incidence(np.array(days, dtype=np.int64), np.array(causes, dtype=np.int8))


def test_five_deals_by_hand() -> None:
    # Day 5: 1 of 5 won. Day 10: 1 of 4 lost, another last seen. Day 20: 1 of 2 won. Day 30: the last one is open.
    incidence = of((5, WON), (10, LOST), (10, CENSORED), (20, WON), (30, CENSORED))
    assert incidence.days.tolist() == [5, 10, 20, 30]
    assert incidence.cumulative_won.tolist() == pytest.approx([1 / 5, 1 / 5, 1 / 5 + 3 / 5 / 2, 1 / 2])
    assert incidence.cumulative_lost.tolist() == pytest.approx([0, 4 / 5 / 4, 1 / 5, 1 / 5])
    assert incidence.surviving.tolist() == pytest.approx([4 / 5, 3 / 5, 3 / 10, 3 / 10])
    assert [incidence.within(day) for day in (4, 5, 19, 20, 30)] == pytest.approx([0, 0.2, 0.2, 0.5, 0.5])


def test_nothing_is_said_of_days_that_nobody_was_watched_for() -> None:
    incidence = of((5, WON), (30, CENSORED))
    assert (incidence.within(30), incidence.within(31), of().within(0)) == (0.5, None, None)
    # Once all are decided, more days change nothing.
    assert of((5, WON), (30, LOST)).within(500) == 0.5


@given(rows=followed)
@settings(max_examples=MANY, deadline=None)
def test_it_is_the_estimate_of_statsmodels(rows: list[tuple[int, int]]) -> None:
    incidence = of(*rows)
    days, causes = np.array(rows).T
    # Its standard errors, which nobody reads here, divide by 0 where all are decided.
    with np.errstate(divide="ignore", invalid="ignore"):
        known = told_by_others.incidence(days, causes)
    assert incidence.days.tolist() == known.times.tolist()
    # It tells no curve of a cause that never happened.
    for share, curve in zip((incidence.cumulative_won, incidence.cumulative_lost), known.cinc, strict=False):
        np.testing.assert_allclose(share, curve, rtol=0, atol=1e-9)


def test_it_is_the_estimate_of_statsmodels_with_many_ties() -> None:
    random = np.random.default_rng(5)
    days, causes = random.integers(0, 400, 20_000), random.choice(3, 20_000, p=(0.5, 0.2, 0.3)).astype(np.int8)
    with np.errstate(divide="ignore", invalid="ignore"):
        known = told_by_others.incidence(days, causes)
    incidence = cumulative_incidence(days, causes)
    np.testing.assert_allclose(incidence.cumulative_won, known.cinc[0], rtol=0, atol=1e-9)
    np.testing.assert_allclose(incidence.cumulative_lost, known.cinc[1], rtol=0, atol=1e-9)


@given(rows=followed)
@settings(max_examples=MANY, deadline=None)
def test_who_is_left_undecided_is_the_kaplan_meier_estimate_of_statsmodels(rows: list[tuple[int, int]]) -> None:
    days, causes = np.array(rows).T
    known = told_by_others.survival(days, (causes != CENSORED).astype(np.int64))
    incidence = of(*rows)
    undecided = incidence.surviving[np.isin(incidence.days, known.surv_times)]
    np.testing.assert_allclose(undecided, known.surv_prob, rtol=0, atol=1e-9)


@given(rows=followed)
@settings(max_examples=MANY, deadline=None)
def test_won_lost_and_undecided_make_the_whole_on_every_day(rows: list[tuple[int, int]]) -> None:
    incidence = of(*rows)
    whole = incidence.cumulative_won + incidence.cumulative_lost + incidence.surviving
    np.testing.assert_allclose(whole, 1, rtol=0, atol=1e-12)


@given(rows=followed, days=st.lists(st.integers(0, 60), min_size=1, max_size=5))
@settings(max_examples=MANY, deadline=None)
def test_a_column_of_days_is_answered_as_each_of_them(rows: list[tuple[int, int]], days: list[int]) -> None:
    incidence = of(*rows)
    for day, won in zip(days, incidence.won_by(np.array(days)), strict=True):
        assert incidence.within(day) in (None, won)
    assert (np.diff(incidence.won_by(np.arange(60))) >= 0).all()
