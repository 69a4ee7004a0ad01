"""Where the time goes, and which step would bring most (METRICS §8), worked by hand."""

from dataclasses import replace
from itertools import count

import pytest

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import gather
from desktop_pipeline.metrics.stages.bottleneck import Bottleneck, Narrowest, find_bottleneck, flag_timed
from desktop_pipeline.metrics.stages.stage_conversion import measure_conversion
from tests.metrics.histories import (
    OTHER_Q,
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
    won,
)

MONTHS = 366 / (365.25 / 12)


def bottleneck_of(moment: Moment, span: Period = YEAR) -> Bottleneck:
    population = gather(moment, span)
    return find_bottleneck(moment, population, measure_conversion(moment, population.chosen, span), span)


def company(*, lost_in_n: int = 10, value: int | None = 1000_00) -> list[Story]:
    """100 reach Q and 80 P, 30 are won; of those who reach N so many are lost."""
    number = count(1)
    start, on_p, on_n = created("2024-01-01", value=value), moved("2024-01-11", P), moved("2024-02-10", N)
    end = "2024-02-15"
    return [
        *(deal(next(number), start, lost("2024-01-06")) for _ in range(20)),
        *(deal(next(number), start, on_p, lost("2024-02-10")) for _ in range(50 - lost_in_n)),
        *(deal(next(number), start, on_p, on_n, lost(end)) for _ in range(lost_in_n)),
        *(deal(next(number), start, on_p, on_n, won(end)) for _ in range(30)),
    ]


def narrowest(moment: Moment) -> Narrowest:
    found = bottleneck_of(moment).conversion
    assert found is not None
    return found


def test_ten_points_more_are_worth_most_where_most_deals_are_left_for_the_rest_of_the_way() -> None:
    # Q passes 80 of 100, P 40 of 80, N 30 of 40. Ten points more: from Q 10 × 1/2 × 3/4 = 3.75 more wins a year,
    # from P 8 × 3/4 = 6, from N 4.
    found = narrowest(moment_at("2024-12-31", *company()))
    resolved = found.step.resolved
    assert (found.step.stage_id, resolved.value, found.raised, resolved.n) == (P, 0.5, 0.6, 80)
    assert found.deals == pytest.approx(6 / MONTHS)
    assert found.value == round(6 / MONTHS * 1000_00)


def test_where_nothing_was_worth_anything_no_step_is_the_narrowest() -> None:
    assert bottleneck_of(moment_at("2024-12-31", *company(value=0))).conversion is None


def test_where_all_was_won_on_its_first_day_no_stage_is_the_longest() -> None:
    stories = [deal(number, created("2024-01-01", value=1), won("2024-01-01")) for number in range(1, 41)]
    assert bottleneck_of(moment_at("2024-12-31", *stories)).time is None


def test_no_step_is_raised_above_all_of_its_deals() -> None:
    # All of 38 reach N, where 2 are lost: ten points more would be 3.8 wins, but there are only 2 to win.
    there = (created("2024-01-01", value=1000_00), moved("2024-01-11", P), moved("2024-02-10", N))
    end = "2024-02-15"
    found = narrowest(
        moment_at("2024-12-31", *(deal(n, *there, lost(end) if n <= 2 else won(end)) for n in range(1, 39)))
    )
    assert (found.step.stage_id, found.raised) == (N, 1.0)
    assert found.deals == pytest.approx(2 / MONTHS)


def test_a_stage_that_was_removed_neither_silences_nor_counts() -> None:
    start, end = created("2024-01-01", value=1000_00), "2024-02-15"
    deals = (deal(n, start, moved("2024-01-11", N), lost(end) if n <= 10 else won(end)) for n in range(1, 41))
    once_there = deal(41, start, moved("2024-01-05", P), moved("2024-01-11", N), won(end))
    without_p = replace(STAGES, archived=STAGES.ids == P)
    assert narrowest(moment_at("2024-12-31", *deals, once_there, stages=without_p)).step.stage_id == N


def test_it_is_silent_while_any_step_has_seen_fewer_than_30_decided() -> None:
    thirty = company(lost_in_n=0)
    assert bottleneck_of(moment_at("2024-12-31", *thirty)).conversion is not None
    assert bottleneck_of(moment_at("2024-12-31", *thirty[:-1])).conversion is None
    assert bottleneck_of(moment_at("2024-12-31")) == Bottleneck(None, None)


def test_it_is_silent_without_money_and_in_a_period_to_come() -> None:
    assert bottleneck_of(moment_at("2024-12-31", *company(value=None))).conversion is None
    assert bottleneck_of(moment_at("2024-12-31", *company()), period("2025-01-01", "2026-01-01")).conversion is None


def test_a_running_period_has_only_the_months_that_are_over() -> None:
    half = narrowest(moment_at("2024-06-30", *company()))
    assert half.deals == pytest.approx(6 / (182 / (365.25 / 12)))


def test_another_pipeline_with_few_deals_does_not_silence_this_one() -> None:
    other = deal(999, created("2024-01-01", OTHER_Q), lost("2024-02-01"), pipeline=2)
    assert narrowest(moment_at("2024-12-31", *company(), other)).step.stage_id == P


def test_most_of_the_cycle_of_won_deals_goes_by_in_one_stage() -> None:
    # 10 days in Q, 30 in P, 5 in N; the one that is won at once has a cycle of 0.
    at_once = deal(998, created("2024-03-01"), won("2024-03-01"))
    longest = bottleneck_of(moment_at("2024-12-31", *company(), at_once)).time
    assert longest is not None
    assert (longest.stage_id, longest.name, longest.n) == (P, "Proposal", 31)
    assert [longest.days, longest.cycle] == pytest.approx([900 / 31, 1350 / 31])
    assert longest.share == pytest.approx(30 / 45)


def test_fewer_than_five_won_deals_name_no_longest_stage() -> None:
    won_deals = [deal(n, created("2024-01-01"), won("2024-02-01")) for n in range(1, 6)]
    assert bottleneck_of(moment_at("2024-12-31", *won_deals[:4])).time is None
    assert bottleneck_of(moment_at("2024-12-31", *won_deals)).time is not None


def test_won_deals_whose_days_are_not_known_are_no_part_of_it() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2024-01-01"), won("2024-02-01")),
        deal(2, created("2024-01-01", UNKNOWN), won("2024-02-01")),
        deal(3, created("2024-01-01", UNKNOWN), won("2024-02-01", Q)),
        deal(4, created("2024-01-01"), won("2024-02-01"), created_known=False),
        deal(5, created("2024-01-01"), lost("2024-02-01")),
    )
    assert flag_timed(moment, gather(moment, YEAR)).tolist() == [True, False, False, False, False]
