"""A company drawn from known shares: what is measured of it, and what was forecast of its months, is close to them."""

from collections.abc import Sequence

import numpy as np
import pytest

from desktop_pipeline.domain.periods import trailing_year
from desktop_pipeline.metrics.ahead.backtest import Calibrated, PastMonth, errors_of, look_back
from desktop_pipeline.metrics.closing.winning import win_rate
from desktop_pipeline.metrics.days import as_of_day
from desktop_pipeline.metrics.history import Int64s
from desktop_pipeline.metrics.moment import look
from desktop_pipeline.metrics.population import gather
from desktop_pipeline.metrics.stages.stage_conversion import measure_conversion
from tests.metrics.simulated_company import ADVANCE, CONVERSION, CYCLE, LAST, MEAN_SIZE, simulate_company

SEEDS = range(40)
YEAR = trailing_year(LAST)

pytestmark = pytest.mark.slow


def _covers(values: Int64s, truth: float) -> bool:
    """Whether the 95 % interval of a mean covers it."""
    return bool(abs(values.mean() - truth) <= 1.96 * values.std(ddof=1) / np.sqrt(values.size))


def test_the_known_shares_lie_in_the_intervals_of_at_least_35_of_40_companies() -> None:
    inside = dict.fromkeys(("win rate", "first step", "second step", "third step", "deal size", "cycle"), 0)
    for seed in SEEDS:
        history = simulate_company(seed)
        moment = look(history, as_of_day(LAST, history.zone))
        population = gather(moment, YEAR)
        assert np.count_nonzero(population.won) >= 20 * 12
        steps = [step.resolved for step in measure_conversion(moment, population.chosen, YEAR).steps]
        rates = zip((win_rate(population), *steps), (CONVERSION, *ADVANCE), strict=False)
        covered = [rate.low is not None and rate.high is not None and rate.low <= p <= rate.high for rate, p in rates]
        covered.append(_covers(population.amount[population.won], MEAN_SIZE))
        covered.append(_covers(population.days[population.won], CYCLE))
        for what, is_covered in zip(inside, covered, strict=True):
            inside[what] += is_covered
    assert min(inside.values()) >= 35, inside


def test_its_months_ended_as_they_were_forecast() -> None:
    """One test, as each of the forty companies takes its time to be looked back at."""
    backtests = [look_back(simulate_company(seed), LAST) for seed in SEEDS]
    months = [month for backtest in backtests for month in backtest.months]
    assert len(months) == 12 * len(SEEDS)
    assert_eight_in_ten_end_within_the_range(months)
    assert_the_forecast_beats_the_naive_one_and_leans_to_neither_side(months)
    assert_what_is_called_likely_comes_true_as_often([line for backtest in backtests for line in backtest.calibration])


def assert_eight_in_ten_end_within_the_range(months: Sequence[PastMonth]) -> None:
    assert 0.75 <= sum(month.is_inside for month in months) / len(months) <= 0.85


def assert_the_forecast_beats_the_naive_one_and_leans_to_neither_side(months: Sequence[PastMonth]) -> None:
    actual = [month.actual for month in months]
    simulated = errors_of([month.band.p50 for month in months], actual)
    naive = errors_of([month.naive for month in months], actual)
    assert simulated.wape is not None
    assert naive.wape is not None
    assert simulated.bias is not None
    assert simulated.wape < 0.8 * naive.wape
    assert abs(simulated.bias) < 0.05


def assert_what_is_called_likely_comes_true_as_often(called: Sequence[Calibrated]) -> None:
    for tenth in sorted({line.low for line in called}):
        lines = [line for line in called if line.low == tenth]
        n = sum(line.won.n for line in lines)
        if n < 100:  # hardly any deal is called so likely to be won within a month
            continue
        expected = sum(line.called * line.won.n for line in lines) / n
        share = sum(line.won.hits for line in lines) / n
        # Three standard errors, and what the estimate of a chance from its own past may be off by.
        assert abs(share - expected) <= 3 * (expected * (1 - expected) / n) ** 0.5 + 0.03, (tenth, share, expected, n)
