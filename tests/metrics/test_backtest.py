"""Forecasts of past months, made with what was known on their first day (METRICS §13)."""

from datetime import date, timedelta

import numpy as np
import pytest

from desktop_pipeline.metrics.ahead.backtest import Backtest, PastMonth, calibrate, errors_of, look_back, summarise_past
from desktop_pipeline.metrics.ahead.simulation import Band
from desktop_pipeline.metrics.rates import rate_of
from desktop_pipeline.metrics.selection import Selection
from tests.metrics.histories import (
    ANN,
    BEN,
    DUPLICATE,
    Q,
    Story,
    created,
    deal,
    deleted,
    history_of,
    lost,
    reopened,
    valued,
    won,
)

UNTIL = date(2024, 12, 20)  # December is not over


def _look_back(*stories: Story, **more: object) -> Backtest:
    return look_back(history_of(*stories), UNTIL, **more)  # type: ignore[arg-type]


def _won_each_month(value: int = 100, owner: int = ANN) -> list[Story]:
    """From January 2023 on, one deal a month, won on the 20th, begun on the 10th."""
    firsts = [date(2023 + month // 12, month % 12 + 1, 1) for month in range(23)]
    return [
        deal(
            number,
            created(first.replace(day=10).isoformat(), Q, value, owner=owner),
            won(first.replace(day=20).isoformat()),
        )
        for number, first in enumerate(firsts, 1)
    ]


def test_the_last_twelve_whole_months_are_looked_at() -> None:
    past = _look_back(*_won_each_month())
    assert [month.first_day for month in past.months] == [
        date(2023, 12, 1),
        *(date(2024, month, 1) for month in range(1, 12)),
    ]
    assert {month.actual for month in past.months} == {100}
    assert {month.naive for month in past.months} == {100}
    assert (past.naive.wape, past.naive.bias) == (0, 0)


def test_the_look_back_is_given_up_between_two_months() -> None:
    heard: list[tuple[int, int]] = []

    def hear(done: int, total: int) -> None:
        heard.append((done, total))
        if done == 2:
            raise KeyError

    with pytest.raises(KeyError):
        _look_back(*_won_each_month(), progress=hear)
    assert heard == [(0, 12), (1, 12), (2, 12)]


def test_months_before_the_first_deal_are_none_to_judge_by() -> None:
    begun = deal(1, created("2024-09-10", Q, 100), won("2024-10-05"))
    assert [month.first_day.month for month in _look_back(begun).months] == [10, 11]
    assert _look_back().months == ()
    assert _look_back().brier is None


def test_weighted_is_what_was_due_and_known_on_the_first_day() -> None:
    told = (
        deal(1, created("2024-10-02", Q, 1_000, expected="2024-11-15", probability=0.5), valued("2024-11-03", 9_000)),
        deal(2, created("2024-11-02", Q, 7_000, expected="2024-11-20", probability=1.0), won("2024-11-20")),
        deal(3, created("2024-10-02", Q, 40, expected="2024-12-01", probability=0.5), won("2024-11-05")),
    )
    (november,) = _look_back(*told).months
    assert (november.weighted, november.actual) == (500, 7_040)


def test_what_is_won_on_the_first_day_was_still_ahead() -> None:
    story = deal(1, created("2024-10-02", Q, 1_000, expected="2024-11-01", probability=0.5), won("2024-11-01"))
    (november,) = _look_back(story).months
    assert (november.weighted, november.actual) == (500, 1_000)


def test_a_win_undone_later_was_won_then() -> None:
    story = deal(1, created("2024-09-01", Q, 100), won("2024-10-20"), reopened("2024-11-05"))
    assert [month.actual for month in _look_back(story).months] == [100, 0]


def test_naive_is_the_mean_of_the_three_months_before_as_they_were_known() -> None:
    wins = [
        deal(n, created("2024-01-01", Q, value), won(day))
        for n, (day, value) in enumerate(
            (("2024-08-31", 5), ("2024-09-01", 30), ("2024-10-15", 60), ("2024-11-02", 900)), 1
        )
    ]
    by_month = {month.first_day.month: month.naive for month in _look_back(*wins).months}
    assert (by_month[10], by_month[11]) == (round(35 / 3), round(95 / 3))


def test_errors_are_weighed_by_what_was_won() -> None:
    errors = errors_of([120, 50, 30], [100, 100, 0])
    assert errors.wape == pytest.approx((20 + 50 + 30) / 200)
    assert errors.bias == pytest.approx((200 - 200) / 200)
    assert errors_of([5], [0]) == errors_of([], [])
    assert errors_of([5], [0]).wape is None


def test_brier_and_calibration_by_hand() -> None:
    called = np.array([0.8, 0.82, 0.85, 0.1, 0.15, 0.0, 1.0])
    came = np.array([True, False, True, False, True, False, True])
    month = PastMonth(date(2024, 1, 1), actual=50, weighted=10, band=Band(0, 40, 60), naive=5)
    past = summarise_past((month,), called, came)
    expected = (0.2**2 + 0.82**2 + 0.15**2 + 0.1**2 + 0.85**2) / 7
    assert past.brier == pytest.approx(expected)
    assert past.inside == rate_of(1, 1)
    told = [(one.wape, one.bias) for one in (past.weighted, past.simulated, past.naive)]
    assert told == [(40 / 50, -40 / 50), (10 / 50, -10 / 50), (45 / 50, -45 / 50)]
    table = calibrate(called, came)
    assert [(line.low, line.high, line.won.hits, line.won.n) for line in table] == [
        (0.0, 0.1, 0, 1),
        (0.1, 0.2, 1, 2),
        (0.8, 0.9, 2, 3),
        (0.9, 1.0, 1, 1),
    ]
    assert table[2].called == pytest.approx((0.8 + 0.82 + 0.85) / 3)
    assert sum(line.won.n for line in table) == past.calls == 7


def test_calls_are_of_the_deals_then_open_and_true_where_won_in_that_month() -> None:
    far = "2024-11-20"
    told = (
        deal(1, created("2024-10-02", Q, 5, expected=far, probability=0.75), won("2024-11-30")),
        deal(2, created("2024-10-02", Q, 5, expected=far, probability=0.75), won("2024-12-01")),
        deal(3, created("2024-10-02", Q, 5, expected=far, probability=0.75), lost("2024-11-05")),
        deal(4, created("2024-10-02", Q, None, expected=far, probability=0.75), won("2024-11-05")),
        deal(5, created("2024-10-02", Q, 5, expected=far, probability=0.75), won("2024-11-05"), deleted("2024-11-06")),
        deal(6, created("2024-11-02", Q, 5, expected=far, probability=0.75), won("2024-11-05")),
    )
    past = _look_back(*told)
    assert past.calls == 5
    (line,) = past.calibration
    assert (line.called, line.won.hits, line.won.n) == (0.75, 2, 5)
    assert past.brier == pytest.approx((2 * 0.25**2 + 3 * 0.75**2) / 5)


def test_what_turned_out_to_be_no_deal_was_no_call() -> None:
    far = "2024-11-20"
    told = (
        deal(1, created("2024-10-02", Q, 5, expected=far, probability=0.75), lost("2024-11-05", DUPLICATE)),
        deal(2, created("2024-10-02", Q, 5, expected=far, probability=0.75), won("2024-11-05")),
    )
    past = _look_back(*told)
    assert past.calls == 1
    assert past.brier == pytest.approx(0.25**2)


def test_a_range_that_what_was_won_lies_on_holds_it() -> None:
    month = PastMonth(date(2024, 1, 1), actual=60, weighted=0, band=Band(0, 40, 60), naive=0)
    assert month.is_inside
    assert not PastMonth(date(2024, 1, 1), actual=61, weighted=0, band=Band(0, 40, 60), naive=0).is_inside


def test_simulated_forecasts_include_new_business() -> None:
    begun = [date(2023, 1, 1) + timedelta(days=age) for age in range(700)]
    # Every fifth is won on its second day: hardly any that is won in a month was there on its first day.
    company = [
        deal(
            number,
            created(first.isoformat(), Q, 100),
            (won if number % 5 == 0 else lost)((first + timedelta(days=1)).isoformat()),
        )
        for number, first in enumerate(begun, 1)
    ]
    past = _look_back(*company)
    assert past.simulated.bias == pytest.approx(0, abs=0.1)
    assert past.weighted.bias == -1
    assert past.inside.value == 1


def test_filters_narrow_both_what_is_forecast_and_what_was_won() -> None:
    ours, theirs = _won_each_month(), [deal(story.id + 100, *story.events) for story in _won_each_month(700, BEN)]
    past = _look_back(*ours, *theirs, selection=Selection(owner=ANN))
    assert {month.actual for month in past.months} == {month.naive for month in past.months} == {100}


def test_what_happened_after_the_as_of_day_is_not_known() -> None:
    company = _won_each_month()
    later = deal(99, created("2023-01-01", Q, 10**6), won("2025-01-01"))
    cut = deal(99, created("2023-01-01", Q, 10**6))
    assert _look_back(*company, later) == _look_back(*company, cut)
