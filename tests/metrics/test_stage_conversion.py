"""The example of METRICS §6, worked by hand, and what happens at its edges."""

from dataclasses import replace

import pytest

from desktop_pipeline.metrics.history import Flags
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import gather
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.metrics.stages.passages import Fate
from desktop_pipeline.metrics.stages.stage_conversion import (
    Step,
    flag_moved_back,
    flag_reached,
    flag_skipped,
    measure_conversion,
)
from tests.metrics.histories import (
    DUPLICATE,
    OTHER_P,
    OTHER_Q,
    STAGES,
    YEAR,
    Happening,
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
    switched,
    won,
)

TABLE = (
    deal(1, created("2024-01-01"), moved("2024-01-02", P), moved("2024-01-03", N), won("2024-01-04")),
    deal(2, created("2024-01-01"), moved("2024-01-02", P), moved("2024-01-03", N), won("2024-01-04")),
    deal(3, created("2024-01-01"), moved("2024-01-02", P), moved("2024-01-03", N), lost("2024-01-04")),
    deal(4, created("2024-01-01"), moved("2024-01-02", P), lost("2024-01-04")),
    deal(5, created("2024-01-01"), moved("2024-01-02", P)),
    deal(6, created("2024-01-01"), moved("2024-01-02", N), won("2024-01-04")),
    deal(7, created("2024-01-01"), moved("2024-01-02", P), moved("2024-01-03", Q)),
    deal(8, created("2024-01-01"), lost("2024-01-04")),
    deal(9, created("2024-01-01")),
    deal(10, created("2024-01-01"), moved("2024-01-02", P), lost("2024-01-04"), reopened("2024-01-05", N)),
)


def steps_of(moment: Moment, within: int = 30) -> dict[int, Step]:
    chosen = gather(moment, YEAR).chosen
    return {step.stage_id: step for step in measure_conversion(moment, chosen, YEAR, days=within).steps}


def ids(moment: Moment, flags: Flags) -> list[int]:
    return [int(one) for one in moment.history.deals.ids[flags]]


def counts(step: Step) -> tuple[int, int, int, int]:
    return step.reached, step.advanced, step.dropped, step.undecided


def test_the_table_of_ten_deals() -> None:
    steps = steps_of(moment_at("2024-12-31", *TABLE))
    assert [counts(steps[stage]) for stage in (Q, P, N)] == [(10, 8, 1, 1), (8, 5, 1, 2), (5, 3, 1, 1)]
    assert [steps[stage].resolved.value for stage in (Q, P, N)] == [8 / 9, 5 / 6, 3 / 4]
    assert [(steps[stage].so_far, steps[stage].at_most) for stage in (Q, P, N)] == [
        (0.8, 0.9),
        (0.625, 0.875),
        (0.6, 0.8),
    ]
    assert (steps[P].regression_rate, steps[P].skip_rate, steps[Q].skip_rate) == (1 / 8, 1 / 8, 0)


def test_every_count_of_the_table_opens_its_deals() -> None:
    moment = moment_at("2024-12-31", *TABLE)
    chosen = gather(moment, YEAR).chosen
    of_p = {
        fate: ids(moment, flag_reached(moment, chosen, YEAR, P, fate=fate))
        for fate in (Fate.ADVANCED, Fate.DROPPED, Fate.UNDECIDED)
    }
    assert of_p == {Fate.ADVANCED: [1, 2, 3, 6, 10], Fate.DROPPED: [4], Fate.UNDECIDED: [5, 7]}
    assert ids(moment, flag_reached(moment, chosen, YEAR, N)) == [1, 2, 3, 6, 10]
    assert ids(moment, flag_moved_back(moment, chosen, YEAR, P)) == [7]
    assert ids(moment, flag_skipped(moment, chosen, YEAR, P)) == [6]


def test_within_some_days_losing_competes_and_the_open_are_censored() -> None:
    # In P since 1 January: won on the 11th (through N on the 6th), lost on the 6th, to N on the 21st, two open.
    moment = moment_at(
        "2024-01-31",
        deal(1, created("2024-01-01", P), moved("2024-01-06", N), won("2024-01-11")),
        deal(2, created("2024-01-01", P), lost("2024-01-06")),
        deal(3, created("2024-01-01", P), moved("2024-01-21", N)),
        deal(4, created("2024-01-01", P)),
        deal(5, created("2024-01-21", P)),
    )
    # Of five 1 got on and 1 was lost on day 5; deal 5 is last seen on day 10; of two 1 got on on day 20.
    assert [steps_of(moment, within)[P].next_within for within in (4, 5, 19, 20, 30)] == pytest.approx(
        [0, 1 / 5, 1 / 5, 1 / 5 + 3 / 5 / 2, 1 / 2]
    )
    # Won from P: of five 1 lost on day 5, of four 1 won on day 10, when deal 5 is last seen.
    assert [steps_of(moment, within)[P].won_within for within in (9, 10, 30)] == pytest.approx([0, 1 / 5, 1 / 5])
    assert steps_of(moment, 31)[P].won_within is None
    # From N: deal 1 was won after 5 days, deal 3 is last seen after 10.
    assert steps_of(moment, 10)[N].won_within == steps_of(moment, 10)[N].next_within == 1 / 2


def test_the_cohort_is_those_that_reached_the_stage_in_the_period() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2023-12-31"), moved("2024-01-01", P)),
        deal(2, created("2024-12-31"), moved("2025-01-01", P)),
    )
    steps = steps_of(moment)
    assert (counts(steps[Q]), counts(steps[P])) == ((1, 0, 0, 1), (1, 0, 0, 1))
    quarter = measure_conversion(moment, gather(moment, YEAR).chosen, period("2024-02-01", "2024-05-01"))
    assert [step.reached for step in quarter.steps] == [0] * 5
    assert all(step.so_far is None and step.resolved.value is None for step in quarter.steps)


def test_a_win_dropped_in_by_hand_has_passed_all_stages_from_its_entry_on_that_day() -> None:
    steps = steps_of(moment_at("2024-12-31", deal(1, created("2024-01-01", P), won("2024-01-21"))))
    assert [counts(steps[stage]) for stage in (Q, P, N)] == [(0, 0, 0, 0), (1, 1, 0, 0), (1, 1, 0, 0)]
    assert (steps[P].skipped, steps[N].skipped) == (0, 1)
    assert (steps[P].next_within, steps[N].next_within, steps_of_won_before(20)) == (1, 1, 0)


def steps_of_won_before(days: int) -> float | None:
    moment = moment_at("2024-12-31", deal(1, created("2024-01-01", P), won("2024-01-21")))
    return steps_of(moment, days - 1)[P].won_within


def test_duplicates_leave_every_denominator_and_are_counted() -> None:
    moment = moment_at(
        "2024-12-31", deal(1, created("2024-01-01"), lost("2024-01-05", DUPLICATE)), deal(2, created("2024-01-01"))
    )
    conversion = measure_conversion(moment, gather(moment, YEAR).chosen, YEAR)
    assert counts(conversion.steps[0]) == (1, 0, 0, 1)
    assert [(reason.why, reason.deals) for reason in conversion.left_out] == [("not a real deal", 1)]


def stand_in(stage: int) -> Happening:
    made = moved("2024-06-01", stage)
    return Happening(made.on, made.kind, stage=stage, inferred=True, stands_in=True)


@pytest.mark.parametrize(
    ("story", "why"),
    [
        (deal(1, created("2024-01-01", -1), won("2024-02-01")), "stages passed unknown"),
        (deal(1, created("2024-01-01", -1), stand_in(P)), "day it reached a stage unknown"),
        (deal(1, created("2024-01-01", Q), created_known=False), "day it reached a stage unknown"),
        (deal(1, created("2024-01-01", -1), won("2024-02-01", P)), "day it reached a stage unknown"),
    ],
)
def test_a_stage_that_is_not_known_to_be_reached_on_a_day_is_left_out_and_said(story: Story, why: str) -> None:
    moment = moment_at("2024-12-31", story)
    conversion = measure_conversion(moment, gather(moment, YEAR).chosen, YEAR)
    assert conversion.steps[0].reached == conversion.steps[1].reached == 0
    assert [(reason.why, reason.deals) for reason in conversion.left_out] == [(why, 1)]


def test_a_deal_that_got_on_nobody_knows_when_counts_and_is_in_no_estimate() -> None:
    steps = steps_of(moment_at("2024-12-31", deal(1, created("2024-01-01"), stand_in(P))))
    assert (counts(steps[Q]), steps[Q].next_within, steps[Q].won_within) == ((1, 1, 0, 0), None, 0)


def test_an_outcome_before_the_day_a_stage_was_reached_is_in_no_estimate() -> None:
    steps = steps_of(moment_at("2024-12-31", deal(1, created("2024-02-11"), lost("2024-02-05"))))
    assert (counts(steps[Q]), steps[Q].next_within, steps[Q].won_within) == ((1, 0, 1, 0), None, None)


def test_what_a_deal_passed_in_another_pipeline_does_not_count_in_its_own() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2024-01-01"), moved("2024-01-02", P), switched("2024-01-03", OTHER_Q), lost("2024-02-01")),
    )
    steps = steps_of(moment)
    assert [steps[stage].reached for stage in (Q, P, N)] == [0, 0, 0]
    assert counts(steps[OTHER_Q]) == (1, 0, 1, 0)


def test_a_removed_stage_is_a_step_only_where_a_deal_was_in_it() -> None:
    without_p = replace(STAGES, archived=STAGES.ids == P)
    through = deal(1, created("2024-01-01"), moved("2024-01-02", P), moved("2024-01-03", N))
    past = deal(1, created("2024-01-01"), moved("2024-01-03", N))
    told = [list(steps_of(moment_at("2024-12-31", one, stages=without_p))) for one in (through, past)]
    assert told == [[Q, P, N, OTHER_Q, OTHER_P], [Q, N, OTHER_Q, OTHER_P]]


def test_what_is_left_out_lived_in_the_period_and_passes_the_filter() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2022-01-01", -1), won("2022-02-01"), source=1),
        deal(2, created("2024-01-01", -1), won("2024-02-01"), source=2),
    )
    chosen = gather(moment, YEAR, Selection(source=1)).chosen
    assert measure_conversion(moment, chosen, YEAR).left_out == ()


def test_the_filter_narrows_the_cohort() -> None:
    moment = moment_at("2024-12-31", deal(1, created("2024-01-01"), source=1), deal(2, created("2024-01-01"), source=2))
    chosen = gather(moment, YEAR, Selection(source=1)).chosen
    assert measure_conversion(moment, chosen, YEAR).steps[0].reached == 1
    assert ids(moment, flag_reached(moment, chosen, YEAR, Q)) == [1]
