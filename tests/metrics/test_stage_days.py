"""Days in each stage: finished, running, and both with Kaplan–Meier (METRICS §7)."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import Why, gather
from desktop_pipeline.metrics.stages.stage_days import (
    StageDays,
    find_sitting,
    find_speed_left_out,
    flag_finished,
    flag_sitting,
    flag_slow,
    measure_speed,
)
from desktop_pipeline.metrics.stages.survival import kaplan_meier_median
from tests.lengths import MANY
from tests.metrics import told_by_others
from tests.metrics.histories import (
    DUPLICATE,
    STAGES,
    YEAR,
    N,
    P,
    Q,
    created,
    deal,
    lost,
    moment_at,
    moved,
    period,
    won,
)


def speed_of(moment: Moment) -> dict[int, StageDays]:
    return {stage.stage_id: stage for stage in measure_speed(moment, gather(moment, YEAR).chosen, YEAR).stages}


def test_stays_that_ended_in_the_period_by_hand() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2024-01-01"), moved("2024-01-03", P)),
        # Two visits of 3 and 5 days count as one stay of 8.
        deal(2, created("2024-01-01"), moved("2024-01-04", P), moved("2024-01-05", Q), moved("2024-01-10", P)),
        deal(3, created("2024-01-01"), lost("2024-01-05")),
        deal(4, created("2024-01-01"), won("2024-01-11")),
        # Gone before the period, and there again: no stay has ended in it.
        deal(5, created("2023-01-01"), moved("2023-02-01", P)),
        deal(6, created("2024-01-01"), moved("2024-01-04", P), moved("2024-01-05", Q)),
    )
    stay = speed_of(moment)[Q].finished
    assert (stay.n, stay.mean, stay.median, stay.p25, stay.p75) == (4, 6.0, 6.0, 3.5, 8.5)
    assert (stay.p80, stay.p95) == pytest.approx((8.8, 9.7))
    assert stay.p5 == pytest.approx(2.3)
    chosen = gather(moment, YEAR).chosen
    assert flag_finished(moment, chosen, YEAR, Q).tolist() == [True, True, True, True, False, False]
    assert flag_sitting(moment, chosen, Q).tolist() == [False] * 5 + [True]
    assert speed_of(moment)[Q].sitting == 1


def test_a_stage_that_was_removed_is_told_while_it_has_stays_and_those_after_it_always() -> None:
    without_p = replace(STAGES, archived=STAGES.ids == P)
    nobody, ended, there = (
        speed_of(moment_at("2024-12-31", *stories, stages=without_p))
        for stories in (
            [deal(1, created("2024-01-01"))],
            [deal(1, created("2024-01-01", P), moved("2024-01-05", N))],
            [deal(1, created("2024-01-01", P))],
        )
    )
    assert P not in nobody
    assert {Q, N} <= nobody.keys()
    assert (ended[P].finished.n, ended[P].sitting, ended[P].archived) == (1, 0, True)
    assert (there[P].finished.n, there[P].sitting) == (0, 1)


def test_only_those_who_were_asked_for_are_left_out_and_none_who_passed_within_a_day() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2024-01-01"), moved("2024-01-01", P), won("2024-01-01")),
        deal(2, created("2024-01-01"), lost("2024-02-01", DUPLICATE)),
        deal(3, created("2023-01-01"), won("2023-02-01")),
        deal(4, created("2024-01-01"), won("2024-03-01"), created_known=False),
    )
    nobody = np.zeros(4, dtype=np.bool_)
    assert find_speed_left_out(moment, nobody, YEAR) == ()
    told = {one.why: one.deals.tolist() for one in find_speed_left_out(moment, ~nobody, YEAR)}
    assert told[Why.NOT_REAL] == [False, True, False, False]
    assert told[Why.CREATION_UNKNOWN] == [False, False, False, True]
    assert Why.STAY_UNKNOWN not in told


def test_what_is_usual_is_the_median_of_five_stays_at_least() -> None:
    left = [deal(number, created("2024-01-01"), moved(f"2024-01-{2 + number:02}", P)) for number in range(1, 6)]
    sits = deal(9, created("2024-01-01"))
    four = speed_of(moment_at("2024-12-31", *left[:4], sits))[Q]
    assert (four.finished.median, four.usual) == (3.5, None)
    assert speed_of(moment_at("2024-12-31", *left, sits))[Q].usual == 4


def test_running_visits_are_censored_and_never_averaged_in() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2024-10-02"), won("2024-10-12")),
        deal(2, created("2024-10-02"), won("2024-10-22")),
        deal(3, created("2024-10-02"), won("2024-11-01")),
        deal(4, created("2024-11-01")),
        deal(5, created("2024-10-02")),
    )
    stage = speed_of(moment)[Q]
    assert (stage.finished.median, stage.finished.n, stage.sitting, stage.kaplan_meier_median) == (20, 3, 2, 30)


def test_a_running_visit_is_measured_against_the_stays_of_deals_that_were_won() -> None:
    winners = [deal(n, created("2024-01-01"), won(f"2024-01-{1 + n:02}")) for n in range(1, 11)]
    moment = moment_at(
        "2024-12-31",
        *winners,
        deal(11, created("2024-01-01"), lost("2024-12-30")),
        deal(12, created("2024-12-21")),
        deal(13, created("2024-12-22")),
        deal(14, created("2024-01-01"), moved("2024-12-31", N)),
    )
    sitting = find_sitting(moment, gather(moment, YEAR).chosen)
    ids = moment.history.deals.ids[sitting.deal].tolist()
    assert list(zip(ids, sitting.days.tolist(), sitting.winners.tolist(), strict=True)) == [
        (12, 10, 10),
        (13, 9, 10),
        (14, 0, 0),
    ]
    # 10 days are longer than 1 to 9 of the stays 1 to 10; in N nobody who won ever was.
    assert sitting.longer_than[:2].tolist() == [0.9, 0.8]
    assert np.isnan(sitting.longer_than[2])


def test_slow_is_above_the_limit_of_the_stage() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2024-12-17")),
        deal(2, created("2024-12-16")),
        deal(3, created("2024-01-01"), moved("2024-12-01", P)),
    )
    chosen = gather(moment, YEAR).chosen
    assert flag_slow(moment, chosen).tolist() == [False, True, True]
    assert flag_slow(moment, chosen, Q).tolist() == [False, True, False]


def test_what_is_not_known_is_left_out_and_told() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2024-01-01"), lost("2024-02-01", DUPLICATE)),
        deal(2, created("2024-01-01"), moved("2024-02-01", P), won("2024-03-01"), created_known=False),
        deal(3, created("2024-01-01", UNKNOWN), won("2024-02-01")),
        deal(4, created("2024-01-01", UNKNOWN), won("2024-02-01", P)),
        deal(5, created("2024-01-01"), lost("2024-02-01")),
        deal(6, created("2023-01-01", UNKNOWN), won("2023-02-01", P)),
    )
    chosen = gather(moment, YEAR).chosen
    assert [stage.finished.n for stage in measure_speed(moment, chosen, YEAR).stages] == [1, 0, 0, 0, 0]
    left_out = find_speed_left_out(moment, chosen, YEAR)
    assert {reason.why: np.flatnonzero(reason.deals).tolist() for reason in left_out} == {
        "not a real deal": [0],
        "creation date unknown": [1],
        "stages passed unknown": [2],
        "days in a stage unknown": [3],
    }


def test_a_stage_without_stays_has_no_figures() -> None:
    stage = speed_of(moment_at("2024-12-31"))[P]
    assert (stage.finished.n, stage.finished.mean, stage.finished.p95, stage.kaplan_meier_median) == (
        0,
        None,
        None,
        None,
    )


def test_the_period_is_that_of_the_leaving() -> None:
    moment = moment_at("2024-12-31", deal(1, created("2023-06-01"), moved("2024-03-31", P), moved("2024-04-01", N)))
    chosen = gather(moment, YEAR).chosen
    quarter = measure_speed(moment, chosen, period("2024-01-01", "2024-04-01")).stages
    assert [stage.finished.n for stage in quarter[:3]] == [1, 0, 0]
    assert quarter[0].finished.mean == 304


stays = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40)


@given(rows=stays)
@settings(max_examples=MANY, deadline=None)
def test_the_kaplan_meier_median_is_that_of_statsmodels(rows: list[tuple[int, bool]]) -> None:
    lasted, ended = (np.array(column) for column in zip(*rows, strict=True))
    known = told_by_others.survival(lasted, ended.astype(np.int64))
    halved = known.surv_times[known.surv_prob <= 0.5 + 1e-9]
    expected = float(halved[0]) if halved.size else None
    assert kaplan_meier_median(lasted[ended], lasted[~ended]) == expected
