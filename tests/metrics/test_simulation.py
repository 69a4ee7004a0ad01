"""Draws of what deals bring: METRICS §13's example, exact in the small, the same again, sound in the large."""

from math import prod

import numpy as np
import pytest

from desktop_pipeline.metrics.ahead import simulation
from desktop_pipeline.metrics.ahead.simulation import Band, Coming, Draws, draw
from desktop_pipeline.metrics.history import Floats

ALL = slice(None)


def _one_month(*deals: tuple[int, float]) -> Draws:
    return draw(
        np.array([amount for amount, _chance in deals], dtype=np.int64),
        np.array([[chance] for _amount, chance in deals], dtype=np.float64).reshape(len(deals), 1),
    )


def _many(count: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Floats]:
    chance = np.random.default_rng(5)
    by_month = chance.dirichlet(np.ones(4), count) * chance.uniform(0.05, 0.9, count)[:, None]
    return chance.integers(1, 5_000_000, count), by_month[:, :3]


def test_the_example() -> None:
    draws = _one_month((10_000, 0.5), (4_000, 0.8), (30_000, 0.08))
    assert draws.size >= 10_000
    assert draws.band(ALL, with_new=True) == Band(4_000, 10_000, 14_000)
    assert (draws.opened == 0).mean() == pytest.approx(0.092, abs=0.006)
    assert draws.opened.mean() == pytest.approx(10_600, rel=0.02)


def test_every_outcome_comes_as_often_as_it_should() -> None:
    draws = _one_month((1, 0.5), (2, 0.8), (4, 0.08))
    sums, counts = np.unique(draws.opened, return_counts=True)
    assert sums.tolist() == list(range(8))
    for outcome, count in zip(sums.astype(int).tolist(), counts.tolist(), strict=True):
        won = [bool(outcome & bit) for bit in (1, 2, 4)]
        expected = prod(p if is_won else 1 - p for p, is_won in zip((0.5, 0.8, 0.08), won, strict=True))
        assert count / draws.size == pytest.approx(expected, abs=4 * (expected / draws.size) ** 0.5)


def test_the_same_deals_give_the_same_figures() -> None:
    amounts, chances = _many(50)
    coming = Coming(np.full(3, 7.0), amounts[:9])
    first, second = (draw(amounts, chances, coming) for _ in range(2))
    assert np.array_equal(first.opened, second.opened)
    assert np.array_equal(first.new, second.new)


def test_a_deal_is_won_once_at_most_and_in_the_month_that_its_chance_says() -> None:
    draws = draw(np.array([9]), np.array([[0.2, 0.0, 0.3, 0.1]]))
    assert set(np.unique(draws.opened.sum(axis=0)).tolist()) == {0.0, 9.0}
    shares = (draws.opened > 0).mean(axis=1)
    assert shares == pytest.approx([0.2, 0.0, 0.3, 0.1], abs=0.015)


def test_a_certain_deal_is_always_won_and_an_impossible_one_never() -> None:
    draws = draw(np.array([5, 70]), np.array([[0.25, 0.75], [0.0, 0.0]]))
    assert np.unique(draws.opened.sum(axis=0)).tolist() == [5.0]


def test_deals_are_independent_and_months_of_one_deal_exclude_each_other() -> None:
    amounts, chances = _many(400)
    draws = draw(amounts, chances)
    squares = (amounts.astype(float) ** 2)[:, None] * chances
    variance = (squares * (1 - chances)).sum(axis=0)
    assert draws.opened.mean(axis=1) == pytest.approx(amounts @ chances, rel=0.01)
    assert draws.opened.var(axis=1) == pytest.approx(variance, rel=0.06)
    both = np.asarray(np.cov(draws.opened[0], draws.opened[1]))
    assert both[0, 1] == pytest.approx(-(squares[:, 0] @ chances[:, 1]), rel=0.5)


def test_very_many_deals_are_drawn_as_if_each_were_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    amounts, chances = _many(600)
    each = draw(amounts, chances)
    monkeypatch.setattr(simulation, "_EACH", 100)
    together = draw(amounts, chances)
    assert np.array_equal(together.opened, np.rint(together.opened))
    for share in (0.1, 0.5, 0.9):
        quantiles = (np.quantile(draws.opened.sum(axis=0), share) for draws in (each, together))
        assert next(quantiles) == pytest.approx(next(quantiles), rel=0.02)
    assert np.asarray(np.corrcoef(together.opened)) == pytest.approx(np.asarray(np.corrcoef(each.opened)), abs=0.03)


def test_of_very_many_deals_the_largest_are_drawn_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "_EACH", 2)
    opened = draw(np.array([10] * 50 + [10**9]), np.full((51, 1), 0.5)).opened[0]
    assert not ((opened > 10_000) & (opened < 10**9)).any()
    assert (opened >= 10**9).mean() == pytest.approx(0.5, abs=0.02)


def test_new_business_is_a_poisson_number_of_past_sizes() -> None:
    sizes = np.array([100, 200, 900], dtype=np.int64)
    new = draw(np.zeros(0, dtype=np.int64), np.zeros((0, 3)), Coming(np.array([0.0, 2.5, 900.0]), sizes)).new
    assert not new[0].any()
    assert (new[1] == 0).mean() == pytest.approx(np.exp(-2.5), abs=0.01)
    for row, wins in ((1, 2.5), (2, 900.0)):
        assert new[row].mean() == pytest.approx(wins * 400, rel=0.02)
        assert new[row].var() == pytest.approx(wins * (sizes.astype(float) ** 2).mean(), rel=0.06)


def test_new_business_stands_apart_and_moves_no_open_deal() -> None:
    amounts, chances = _many(20)
    without, with_new = draw(amounts, chances), draw(amounts, chances, Coming(np.full(3, 4.0), amounts))
    assert np.array_equal(without.opened, with_new.opened)
    assert with_new.band(ALL, with_new=False) == without.band(ALL, with_new=True)
    assert with_new.band(ALL, with_new=True).p50 > without.band(ALL, with_new=True).p50


def test_a_better_win_rate_never_brings_less_in_any_draw() -> None:
    amounts, chances = _many(80)
    fewer, more = (draw(amounts, chances * factor).opened.sum(axis=0) for factor in (0.9, 1.0))
    assert (more >= fewer).all()


def test_the_chance_of_a_target_counts_what_is_won_already() -> None:
    draws = _one_month((100, 0.4))
    share = (draws.opened > 0).mean()
    assert draws.chance_of(150, ALL, won=50, with_new=True) == share
    assert draws.chance_of(151, ALL, won=50, with_new=True) == 0
    assert draws.chance_of(50, ALL, won=50, with_new=True) == 1
    assert draws.at_least(0.3, ALL, won=50, with_new=True) == 150
    assert draws.at_least(0.5, ALL, won=50, with_new=True) == 50


def test_a_quantile_is_the_smallest_outcome_that_enough_do_not_exceed() -> None:
    draws = Draws(np.array([[7.0, 3.0, 9.0, 1.0, 5.0, 2.0, 8.0, 4.0, 10.0, 6.0]]), np.zeros((1, 10)))
    assert draws.band(ALL, with_new=True) == Band(1, 5, 9)
    assert [draws.at_least(sure, ALL, with_new=True) for sure in (0, 0.75, 0.8, 1)] == [10, 3, 3, 1]
    assert draws.chance_of(3, ALL, with_new=True) == 0.8


def test_new_business_is_independent_of_open_deals() -> None:
    draws = draw(np.array([100]), np.array([[0.5]]), Coming(np.array([1.0]), np.array([100])))
    together = np.asarray(np.corrcoef(draws.opened[0], draws.new[0]))
    assert together[0, 1] == pytest.approx(0, abs=0.04)


def test_money_beyond_what_floats_hold_is_drawn_in_larger_steps() -> None:
    draws = _one_month((2**62, 1.0), (2**62, 1.0), (3, 1.0))
    assert draws.step > 1
    assert draws.band(ALL, with_new=True).p50 == pytest.approx(2**63, rel=1e-12)
    assert draws.chance_of(2**62, ALL, with_new=True) == 1
    nobody, sizes = np.zeros(0, dtype=np.int64), np.array([2**62])
    coming = draw(nobody, np.zeros((0, 1)), Coming(np.array([2.5]), sizes))
    assert coming.new.mean() * coming.step == pytest.approx(2.5 * 2**62, rel=0.02)
    assert coming.step > 1


def test_without_deals_nothing_is_won() -> None:
    draws = draw(np.zeros(0, dtype=np.int64), np.zeros((0, 12)))
    assert draws.band(slice(2, 3), won=7, with_new=True) == Band(7, 7, 7)
    assert draws.chance_of(1, ALL, with_new=True) == 0
