"""How far targets are reached and what is still needed (METRICS §12)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan
from desktop_pipeline.metrics.ahead.targets import (
    Standing,
    deals_needed,
    measure_target,
    targets_of,
    to_base,
)
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.metrics.stages.stage_conversion import Step
from tests.metrics.histories import (
    ANN,
    BEN,
    CALL,
    LATHE,
    OTHER_Q,
    SAW,
    Doing,
    N,
    P,
    Q,
    Story,
    created,
    deal,
    history_of,
    lost,
    moment_at,
    won,
)

WEEKDAYS = frozenset((1, 2, 3, 4, 5))
# July 2024 has 23 working days; with a day off on the 1st they are 22, and the 15th is the 10th of them.
OFF = {date(2024, 7, 1)}
TODAY = "2024-07-15"
TARGET = Target(TargetScope.COMPANY, None, TargetSpan.MONTH, date(2024, 7, 1), TargetMeasure.MONEY, 5_000_000, "EUR")

# Won 20,000 in the month. Over the last year 40 % of the value that closed was won: 30,000 of 75,000, in two deals.
COMPANY = (
    deal(1, created("2024-05-01", Q, 2_000_000, expected="2024-07-20"), won("2024-07-05")),
    deal(2, created("2024-03-01", Q, 1_000_000), won("2024-06-20")),
    deal(3, created("2024-03-01", Q, 4_500_000), lost("2024-06-20")),
    # Due in the month: 75,000, one of them over already; the others in no sum.
    deal(4, created("2024-05-01", Q, 5_000_000, expected="2024-07-31")),
    deal(5, created("2024-05-01", Q, 2_500_000, expected="2024-07-02")),
    deal(6, created("2024-05-01", Q, 900_000, expected="2024-08-01")),
    deal(7, created("2024-05-01", Q, expected="2024-07-20")),
    deal(8, created("2022-05-01", Q, 100), won("2022-07-05")),
)


def _measure(target: Target, *stories: Story, today: str = TODAY) -> Standing:
    return measure_target(moment_at(today, *stories), target, WEEKDAYS, OFF)


def test_the_example() -> None:
    standing = _measure(TARGET, *COMPANY)
    assert (standing.days.gone, standing.days.total) == (10, 22)
    assert standing.attainment == 0.4
    assert standing.pace == pytest.approx(0.88)
    assert standing.gap == 3_000_000
    assert standing.due == 7_500_000
    assert standing.coverage == 2.5
    assert standing.needed_coverage == 2.5
    assert standing.deal_size == 1_500_000
    assert standing.wins_needed == 2


def test_a_target_that_is_reached_has_no_gap() -> None:
    standing = _measure(replace(TARGET, amount=1_900_000), *COMPANY)
    assert (standing.gap, standing.coverage, standing.wins_needed) == (0, None, 0)


def test_wins_are_rounded_up() -> None:
    assert _measure(replace(TARGET, amount=2_000_001), *COMPANY).wins_needed == 1
    assert _measure(replace(TARGET, amount=3_500_001), *COMPANY).wins_needed == 2


def test_wins_go_by_the_exact_size_not_by_its_rounded_mean() -> None:
    # Three deals of 100.00 in all: three more bring 100.00, though three times 33.33 falls short of it.
    company = (
        deal(1, created("2024-05-01", Q, 3_333), won("2024-06-05")),
        deal(2, created("2024-05-01", Q, 3_333), won("2024-06-05")),
        deal(3, created("2024-05-01", Q, 3_334), won("2024-06-05")),
    )
    assert _measure(replace(TARGET, amount=10_000), *company).wins_needed == 3
    assert _measure(replace(TARGET, amount=10_001), *company).wins_needed == 4


def test_money_of_deals_without_a_value_is_unknown_not_nothing() -> None:
    won_unvalued = deal(1, created("2024-05-01", Q), won("2024-07-05"))
    due_unvalued = deal(2, created("2024-05-01", Q, expected="2024-07-20"))
    standing = _measure(TARGET, won_unvalued, due_unvalued)
    assert (standing.reached, standing.attainment, standing.pace, standing.gap) == (None, None, None, None)
    assert (standing.due, standing.coverage, standing.wins_needed) == (None, None, None)
    known = _measure(TARGET, won_unvalued, due_unvalued, deal(3, created("2024-05-01", Q, 700), won("2024-07-05")))
    assert (known.reached, known.gap, known.due) == (700, 4_999_300, None)


def test_without_a_past_nothing_is_claimed() -> None:
    standing = _measure(TARGET)
    assert (standing.reached, standing.due, standing.coverage) == (0, 0, 0)
    assert (standing.needed_coverage, standing.deal_size, standing.wins_needed) == (None, None, None)


def test_before_its_first_working_day_a_target_has_no_pace() -> None:
    assert _measure(TARGET, *COMPANY, today="2024-07-01").pace is None
    assert _measure(TARGET, *COMPANY, today="2024-06-03").pace is None


def test_a_target_over_is_paced_by_all_of_its_days() -> None:
    standing = _measure(TARGET, *COMPANY, today="2024-09-01")
    assert standing.pace == standing.attainment == 0.4


def test_a_count_counts_deals_with_or_without_a_value() -> None:
    counted = replace(TARGET, measure=TargetMeasure.COUNT, amount=4, currency=None)
    standing = _measure(counted, *COMPANY, deal(9, created("2024-05-01", Q), won("2024-07-08")))
    assert (standing.reached, standing.gap, standing.due, standing.wins_needed) == (2, 2, 3, 2)
    assert standing.win_rate == pytest.approx(3 / 4)
    assert standing.deal_size is None


def test_activities_are_those_done_by_the_owner_or_for_the_deals() -> None:
    doings = (
        Doing(CALL, done="2024-07-02", owner=ANN),
        Doing(CALL, done="2024-07-20", owner=ANN),  # not yet
        Doing(CALL, done="2024-06-30", owner=ANN),
        Doing(CALL, due="2024-07-03", owner=ANN),
        Doing(CALL, done="2024-07-03", owner=BEN),
    )
    story = deal(1, created("2024-05-01", Q, owner=BEN), doings=doings)
    moment = moment_at(TODAY, story, loose=(Doing(CALL, done="2024-07-09", owner=ANN),))
    done = replace(TARGET, measure=TargetMeasure.ACTIVITIES, amount=10, currency=None)
    reached = {
        of: measure_target(moment, replace(done, scope=scope, of=of), WEEKDAYS, OFF).reached
        for scope, of in ((TargetScope.COMPANY, None), (TargetScope.OWNER, ANN), (TargetScope.PIPELINE, 2))
    }
    assert reached == {None: 3, ANN: 2, 2: 0}
    whole = measure_target(moment, done, WEEKDAYS, OFF)
    assert (whole.due, whole.coverage, whole.needed_coverage, whole.wins_needed) == (None, None, None, None)


def test_each_scope_counts_its_own() -> None:
    company = (
        deal(1, created("2024-05-01", Q, 900, owner=BEN), won("2024-07-05"), products=((SAW, 300), (LATHE, 600))),
        deal(2, created("2024-05-01", OTHER_Q, 50, owner=ANN), won("2024-07-05"), pipeline=2),
    )
    reached = [
        _measure(replace(TARGET, scope=scope, of=of), *company).reached
        for scope, of in (
            (TargetScope.COMPANY, None),
            (TargetScope.OWNER, BEN),
            (TargetScope.PIPELINE, 1),
            (TargetScope.PRODUCT, SAW),
        )
    ]
    assert reached == [950, 900, 900, 300]


def test_what_is_needed_goes_by_the_scopes_own_past() -> None:
    company = (
        deal(1, created("2024-05-01", Q, 100, owner=ANN), won("2024-06-05")),
        deal(2, created("2024-05-01", Q, 100, owner=BEN), lost("2024-06-05")),
        deal(3, created("2024-05-01", Q, 700, owner=BEN), won("2024-06-05")),
    )
    anns = _measure(replace(TARGET, scope=TargetScope.OWNER, of=ANN, amount=500), *company)
    assert (anns.needed_coverage, anns.deal_size, anns.wins_needed) == (1.0, Fraction(100), 5)
    everybodys = _measure(replace(TARGET, amount=500), *company)
    assert (everybodys.needed_coverage, everybodys.deal_size, everybodys.wins_needed) == (9 / 8, Fraction(400), 2)


def test_a_target_in_another_currency_is_measured_at_the_rate_of_the_day() -> None:
    moment = moment_at(
        TODAY, *COMPANY, rates=(("CHF", "2023-01-01", "3"), ("CHF", "2024-01-01", "1.10"), ("CHF", "2024-08-01", "2"))
    )
    standing = measure_target(moment, replace(TARGET, currency="CHF"), WEEKDAYS, OFF)
    assert standing.amount == 5_500_000
    unknown = measure_target(moment, replace(TARGET, currency="JPY"), WEEKDAYS, OFF)
    assert (unknown.amount, unknown.attainment, unknown.pace, unknown.gap) == (None, None, None, None)
    assert (unknown.coverage, unknown.wins_needed) == (None, None)
    assert to_base(history_of().rates, 5, "USD", 0) is None


def _step(stage_id: int, advanced: int, dropped: int) -> Step:
    return Step(
        stage_id=stage_id,
        name=f"stage {stage_id}",
        pipeline_id=1,
        archived=False,
        reached=advanced + dropped,
        advanced=advanced,
        dropped=dropped,
        undecided=0,
        moved_back=0,
        skipped=0,
        next_within=None,
        won_within=None,
    )


def test_a_stage_needs_the_wins_over_what_passes_from_it_on() -> None:
    # From Q 60 % × 50 % × 80 % = 24 % are won: 3 ÷ 0.24 = 12.5.
    needs = deals_needed(3, [_step(Q, 6, 4), _step(P, 5, 5), _step(N, 8, 2)])
    assert [need.deals for need in needs] == [13, 8, 4]
    # Exactly 10 stay 10, whatever floats would make of 0.6 × 0.5.
    assert deals_needed(3, [_step(Q, 6, 4), _step(P, 5, 5)])[0].deals == 10


def test_a_stage_that_passes_nobody_or_has_no_past_tells_no_number() -> None:
    needs = deals_needed(2, [_step(Q, 6, 4), _step(P, 0, 0), _step(N, 8, 2)])
    assert [need.deals for need in needs] == [None, None, 3]
    assert [need.deals for need in deals_needed(2, [_step(Q, 6, 4), _step(P, 0, 9)])] == [None, None]


def test_a_page_shows_the_targets_of_exactly_its_deals() -> None:
    anns = replace(TARGET, scope=TargetScope.OWNER, of=ANN)
    assert targets_of((TARGET, anns), EVERYTHING) == (TARGET,)
    assert targets_of((TARGET, anns), Selection(owner=ANN)) == (anns,)
    assert targets_of((TARGET, anns), Selection(owner=ANN, pipeline=1)) == ()
    assert TARGET.period == Period(date(2024, 7, 1), date(2024, 8, 1))
