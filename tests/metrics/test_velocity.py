"""Pipeline velocity, and the truth that it must meet (METRICS §11)."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from desktop_pipeline.domain.periods import Period, trailing_year
from desktop_pipeline.metrics.closing.velocity import Since, Velocity, find_flow, flags_recent_wins, measure_velocity
from desktop_pipeline.metrics.history import UNKNOWN, Flags
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import LeftOut, Why, gather
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from tests.metrics.histories import (
    DUPLICATE,
    OTHER_Q,
    SAW,
    STAGES,
    YEAR,
    N,
    P,
    Q,
    Story,
    created,
    deal,
    lost,
    moment_at,
    moved,
    period,
    reopened,
    valued,
    won,
)

WITH_SQL = replace(STAGES, milestone=np.array([0, 2, 0, 0, 0, 0], dtype=np.int8))


def velocity_of(moment: Moment, period: Period = YEAR, selection: Selection = EVERYTHING) -> Velocity:
    return measure_velocity(moment, gather(moment, period, selection))


def ids(moment: Moment, flags: Flags) -> list[int]:
    return [int(one) for one in moment.history.deals.ids[flags]]


def one_deal_a_day(*, size: int = 500_000) -> tuple[Story, ...]:
    """From 2022 on; of five in turn two are won after 30 days, three lost after 60."""
    first = date(2022, 1, 1)
    stories = []
    for number in range(1, 366 * 3):
        day = first + timedelta(days=number - 1)
        is_won = number % 5 in {0, 2}
        close = (day + timedelta(days=30 if is_won else 60)).isoformat()
        stories.append(deal(number, created(day.isoformat(), value=size), (won if is_won else lost)(close)))
    return tuple(stories)


def test_one_new_deal_a_day_wins_two_thousand_a_day_and_the_textbook_says_more() -> None:
    moment = moment_at("2024-06-30", *one_deal_a_day())
    # 365 days: whole rounds of five.
    velocity = velocity_of(moment, period("2023-07-02", "2024-07-01"))
    assert (velocity.win_rate.value, velocity.mean_won) == (0.4, 500_000)
    assert (velocity.active, velocity.days, velocity.won_days) == (48, 48.0, 30.0)
    assert (velocity.per_day, velocity.textbook_per_day) == (200_000, 320_000)
    assert velocity.won_last_90_days_per_day == 200_000
    assert velocity.since is Since.CREATION


@pytest.mark.parametrize("seed", range(5))
def test_in_a_random_company_it_meets_what_is_won_a_day(seed: int) -> None:
    chance = np.random.default_rng(seed)
    first, stories = date(2022, 1, 1), []
    for number in range(1, 3_000):
        begun = first + timedelta(days=int(chance.integers(0, 1_000)))
        is_won = chance.random() < 0.3
        end = begun + timedelta(days=int(chance.gamma(2, 20 if is_won else 45)))
        told = created(begun.isoformat(), value=int(chance.lognormal(12, 0.5)))
        stories.append(deal(number, told, (won if is_won else lost)(end.isoformat())))
    today = date(2024, 6, 30)
    moment = moment_at(today.isoformat(), *stories)
    velocity = velocity_of(moment, trailing_year(today))
    population = gather(moment, trailing_year(today))
    truth = int(population.amount[population.won].sum()) / 366
    assert velocity.per_day is not None
    assert velocity.textbook_per_day is not None
    assert abs(velocity.per_day / truth - 1) < 0.2
    assert velocity.textbook_per_day / truth > 1.4


def test_where_the_pipeline_has_the_milestone_only_deals_that_reached_it_count_from_then() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2024-01-01", value=100), moved("2024-02-01", P), won("2024-02-11")),
        deal(2, created("2024-01-01"), moved("2024-02-01", N), lost("2024-03-02")),
        deal(3, created("2024-01-01"), lost("2024-03-02")),
        deal(4, created("2024-01-01"), moved("2024-02-01", P)),
        deal(5, created("2024-01-01")),
        stages=WITH_SQL,
    )
    velocity = velocity_of(moment)
    assert (velocity.active, velocity.win_rate.hits, velocity.win_rate.n, velocity.days) == (1, 1, 2, 20.0)
    # 1 × ½ × 100 ÷ 20
    assert (velocity.per_day, velocity.since) == (2, Since.SQL)
    flow = find_flow(moment, gather(moment, YEAR))
    assert [ids(moment, flags) for flags in (flow.active, flow.won, flow.lost)] == [[4], [1], [2]]


def test_a_pipeline_without_the_milestone_beside_one_with_it_counts_all_its_deals() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2024-01-01", value=100), moved("2024-02-01", P), won("2024-02-11")),
        deal(2, created("2024-01-01", OTHER_Q), lost("2024-01-31"), pipeline=2),
        deal(3, created("2024-01-01", OTHER_Q), pipeline=2),
        stages=WITH_SQL,
    )
    velocity = velocity_of(moment)
    assert (velocity.since, velocity.days, velocity.active) == (Since.EITHER, 20.0, 1)
    assert velocity_of(moment, selection=Selection(pipeline=2)).since is Since.CREATION


def test_the_days_that_a_deal_lay_lost_do_not_count_and_those_before_the_milestone_neither() -> None:
    moment = moment_at(
        "2024-12-31",
        # Lost for 20 days; SQL ten days into them, by hand, so that ten of the days lie after it.
        deal(
            1,
            created("2024-01-01", Q, value=1),
            lost("2024-02-01"),
            reopened("2024-02-21", Q),
            won("2024-03-02"),
            sql="2024-02-11",
        ),
        stages=WITH_SQL,
    )
    assert velocity_of(moment).days == 10.0
    assert velocity_of(moment_at("2024-12-31", *_without_mark())).days == 31 + 10


def test_the_days_that_each_deal_lay_lost_are_its_own_whatever_else_happened_to_it_meanwhile() -> None:
    moment = moment_at(
        "2024-12-31",
        # Lost for one day: 30 - 1 days from SQL on.
        deal(
            1,
            created("2024-05-01", value=1),
            lost("2024-06-01"),
            reopened("2024-06-02", Q),
            won("2024-06-30"),
            sql="2024-05-31",
        ),
        # Lost for 20 days, and worth something else in the midst of them: 41 - 20 days from SQL on.
        deal(
            2,
            created("2024-01-01", value=1),
            lost("2024-02-01"),
            valued("2024-02-11", 2),
            reopened("2024-02-21", Q),
            won("2024-03-02"),
            sql="2024-01-21",
        ),
        stages=WITH_SQL,
    )
    population = gather(moment, YEAR, EVERYTHING)
    assert find_flow(moment, population).days.tolist() == [30 - 1, 41 - 20]


def _without_mark() -> tuple[Story, ...]:
    return (deal(1, created("2024-01-01", value=1), lost("2024-02-01"), reopened("2024-02-21", Q), won("2024-03-02")),)


def test_what_is_missing_makes_no_figure_and_is_told() -> None:
    nothing = velocity_of(moment_at("2024-12-31"))
    assert (nothing.per_day, nothing.textbook_per_day, nothing.won_last_90_days_per_day) == (None, None, 0)
    all_lost = velocity_of(moment_at("2024-12-31", deal(1, created("2024-01-01", value=1), lost("2024-02-01"))))
    assert (all_lost.per_day, all_lost.mean_won, all_lost.days) == (None, None, 31.0)
    at_once = velocity_of(moment_at("2024-12-31", deal(1, created("2024-01-01", value=1), won("2024-01-01"))))
    assert (at_once.days, at_once.per_day) == (0.0, None)
    left = velocity_of(
        moment_at(
            "2024-12-31",
            deal(1, created("2024-01-01"), moved("2024-02-01", P), won("2024-03-01")),
            deal(2, created("2024-01-01", UNKNOWN, value=9), won("2024-03-01")),
            deal(3, created("2024-01-01", P), lost("2024-03-01", DUPLICATE)),
            deal(4, created("2024-01-01", P), lost("2024-03-01"), created_known=False),
            stages=WITH_SQL,
        )
    )
    assert left.left_out == (
        LeftOut(Why.NO_VALUE, 1),
        LeftOut(Why.NOT_REAL, 1),
        LeftOut(Why.STAGES_PASSED_UNKNOWN, 1),
        LeftOut(Why.REACHED_UNKNOWN, 1),
    )
    assert (left.win_rate.hits, left.win_rate.n, left.per_day) == (1, 2, None)


def test_a_sum_of_wins_without_a_value_is_unknown_and_each_currency_without_a_rate_is_named() -> None:
    wins = (
        deal(1, created("2024-11-01"), won("2024-12-01")),
        deal(2, created("2024-11-01", value=500, currency="CHF"), won("2024-12-01")),
        deal(3, created("2024-11-01", value=500, currency="CHF"), won("2024-12-02")),
        deal(4, created("2024-11-01", value=700, currency="JPY"), won("2024-12-01")),
    )
    # Both currencies have a rate, from days after the closes.
    rates = (("CHF", "2024-12-05", "1.10"), ("JPY", "2024-12-05", "0.01"))
    unknown = velocity_of(moment_at("2024-12-31", *wins, rates=rates))
    assert (unknown.mean_won, unknown.won_last_90_days, unknown.won_last_90_days_per_day) == (None, None, None)
    assert unknown.left_out == (
        LeftOut(Why.NO_VALUE, 1),
        LeftOut(Why.NO_RATE, 2, "CHF"),
        LeftOut(Why.NO_RATE, 1, "JPY"),
    )
    one_known = velocity_of(
        moment_at("2024-12-31", *wins, deal(5, created("2024-11-01", value=9_000), won("2024-12-01")), rates=rates)
    )
    assert one_known.won_last_90_days_per_day == 100


def test_the_check_counts_the_last_90_days_up_to_the_instant() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2024-01-01", value=90), won("2024-10-02")),
        deal(2, created("2024-01-01", value=900), won("2024-10-03")),
        deal(3, created("2024-01-01", value=9_000), won("2024-12-31")),
        deal(4, created("2024-01-01", value=90_000), lost("2024-12-31")),
    )
    assert velocity_of(moment).won_last_90_days_per_day == 110
    assert ids(moment, flags_recent_wins(moment, gather(moment, YEAR))) == [2, 3]


def test_a_filter_by_product_counts_its_part_of_the_money() -> None:
    story = deal(1, created("2024-01-01", value=900), won("2024-12-02"), products=((SAW, 1), (2, 2)))
    velocity = velocity_of(moment_at("2024-12-31", story), selection=Selection(product=SAW))
    assert (velocity.mean_won, velocity.won_last_90_days) == (300, 300)
