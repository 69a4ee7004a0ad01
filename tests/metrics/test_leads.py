"""Leads: who is qualified when, how that grows, and how soon leads are answered (METRICS §10)."""

from dataclasses import replace
from datetime import date
from itertools import count

import numpy as np
import pytest

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.history import UNKNOWN, Flags, Stages
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.people.leads import (
    Answer,
    Leads,
    QualifiedMonth,
    flags_answered,
    flags_became_mql,
    flags_created,
    flags_qualified,
    measure_leads,
)
from desktop_pipeline.metrics.population import LeftOut, Why, gather
from desktop_pipeline.metrics.stages.passages import Fate
from tests.metrics.histories import (
    CALL,
    DUPLICATE,
    EMAIL,
    MEETING,
    OTHER_P,
    OTHER_Q,
    STAGES,
    TASK,
    YEAR,
    Doing,
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
    to_instant,
    won,
)

# Qualified is MQL, Proposal SQL; the other pipeline has no milestones.
WITH_MILESTONES = replace(STAGES, milestone=np.array([1, 2, 0, 0, 0, 0], dtype=np.int8))


def moment_of(day: str, *company: Story, stages: Stages = WITH_MILESTONES) -> Moment:
    return moment_at(day, *company, stages=stages)


def leads_of(moment: Moment, span: Period = YEAR, now: str | None = None) -> Leads:
    chosen = gather(moment, span).chosen
    return measure_leads(moment, chosen, span, now=None if now is None else to_instant(now))


def ids(moment: Moment, flags: Flags) -> list[int]:
    return [int(one) for one in moment.history.deals.ids[flags]]


def qualified_on(*days: str) -> tuple[Story, ...]:
    numbers = count(1)
    return tuple(deal(next(numbers), created("2023-01-01"), moved(day, P)) for day in days)


def months_of(leads: Leads) -> dict[str, QualifiedMonth]:
    return {month.first_day.isoformat()[:7]: month for month in leads.months}


def test_eight_ten_and_nine_qualified_leads() -> None:
    days = ["2024-01-15"] * 8 + ["2024-02-29"] * 10 + ["2024-03-01"] * 9
    months = months_of(leads_of(moment_of("2024-03-31", *qualified_on(*days)), period("2024-01-01", "2024-04-01")))
    assert [month.deals for month in months.values()] == [8, 10, 9]
    assert months["2024-01"].growth is None
    assert months["2024-02"].growth == pytest.approx(0.25)
    assert months["2024-03"].growth == pytest.approx(-0.10)
    assert months["2024-03"].growth_of_three == pytest.approx(0.061, abs=0.0005)
    assert (months["2024-02"].growth_of_three, months["2024-03"].days) == (None, None)


def test_a_running_month_is_compared_with_as_many_days_of_the_months_before() -> None:
    days = ["2024-01-09", "2024-01-10", "2024-02-01", "2024-02-09", "2024-02-10", "2024-03-02", "2024-03-09"]
    leads = leads_of(moment_of("2024-03-09", *qualified_on(*days)), period("2024-01-01", "2024-04-01"))
    month = months_of(leads)["2024-03"]
    assert (month.days, month.deals, month.compared, month.month_before, month.two_before) == (9, 2, 2, 2, 1)
    assert leads.velocity_rate == month.growth == 0
    assert month.growth_of_three == pytest.approx(2**0.5 - 1)
    # The whole of February counts where March is over or February itself is looked at.
    assert months_of(leads)["2024-02"].compared == 3


def test_the_last_days_of_a_running_month_are_compared_with_a_shorter_month_as_a_whole() -> None:
    days = ["2024-02-29", "2024-03-01", "2024-03-30"]
    months = months_of(leads_of(moment_of("2024-03-30", *qualified_on(*days)), period("2024-01-01", "2024-04-01")))
    assert (months["2024-03"].days, months["2024-03"].month_before, months["2024-03"].growth) == (30, 1, 1.0)


def test_a_period_that_begins_within_a_month_cuts_its_count_and_not_its_growth() -> None:
    days = ["2024-01-20", "2024-02-05", "2024-02-20"]
    months = months_of(leads_of(moment_of("2024-12-31", *qualified_on(*days)), period("2024-02-10", "2024-03-01")))
    assert list(months) == ["2024-02"]
    assert (months["2024-02"].deals, months["2024-02"].compared, months["2024-02"].growth) == (1, 2, 1.0)


def test_months_to_come_and_a_period_to_come_have_no_figures() -> None:
    moment = moment_of("2024-03-09", *qualified_on("2024-03-02"))
    assert list(months_of(leads_of(moment, YEAR))) == ["2024-01", "2024-02", "2024-03"]
    future = leads_of(moment, period("2025-01-01", "2026-01-01"))
    assert (future.months, future.velocity_rate, future.created) == ((), None, 0)


def test_after_a_month_without_any_there_is_no_rate() -> None:
    leads = leads_of(moment_of("2024-02-29", *qualified_on("2024-02-10")), period("2024-01-01", "2024-03-01"))
    assert (leads.velocity_rate, leads.months[-1].growth_of_three) == (None, None)


def test_a_deal_passes_a_milestone_at_its_stage_beyond_it_or_by_hand_whichever_was_first() -> None:
    moment = moment_of(
        "2024-12-31",
        deal(1, created("2024-01-01"), moved("2024-02-01", P), moved("2024-03-01", Q)),
        deal(2, created("2024-01-01"), moved("2024-02-02", N)),
        deal(3, created("2024-01-01"), won("2024-02-03")),
        deal(4, created("2024-01-01"), sql="2024-01-20"),
        deal(5, created("2024-01-01"), moved("2024-02-05", P), sql="2024-01-20"),
        deal(6, created("2024-01-01"), moved("2024-02-06", P), sql="2024-06-01"),
        deal(7, created("2024-01-01")),
        deal(8, created("2024-01-01"), sql="2025-01-01"),
        deal(9, created("2024-01-01", OTHER_Q), moved("2024-02-01", OTHER_P), pipeline=2),
        deal(10, created("2024-01-01"), lost("2024-02-01"), reopened("2024-02-10", P)),
        deal(11, created("2024-01-05", N)),
    )
    day = {one: moment.milestones.sql.day[row] for row, one in enumerate(moment.history.deals.ids.tolist())}
    told = {one: str(np.datetime64(int(value), "D")) for one, value in day.items() if value > 0}
    assert told == {
        1: "2024-02-01",
        2: "2024-02-02",
        3: "2024-02-03",
        4: "2024-01-20",
        5: "2024-01-20",
        6: "2024-02-06",
        10: "2024-02-10",
        11: "2024-01-05",
    }


def test_a_mark_of_the_later_milestone_tells_that_the_earlier_one_is_behind() -> None:
    moment = moment_of(
        "2024-12-31",
        deal(1, created("2024-01-01", OTHER_Q), sql="2024-02-01", pipeline=2),
        deal(2, created("2024-03-01", Q), sql="2024-02-01"),
        stages=replace(WITH_MILESTONES, milestone=np.array([0, 1, 2, 0, 0, 0], dtype=np.int8)),
    )
    # The other pipeline knows no MQL: there is none to be.
    assert moment.milestones.mql.passed.tolist() == [False, True]
    assert moment.milestones.mql.day[1] == moment.milestones.sql.day[1]


def test_a_removed_stage_with_a_milestone_counts_for_whoever_was_in_it() -> None:
    removed = replace(
        WITH_MILESTONES,
        milestone=np.array([0, 2, 0, 0, 0, 0], dtype=np.int8),
        archived=np.array([False, True, False, False, False, False]),
    )
    moment = moment_of(
        "2024-12-31",
        deal(1, created("2024-01-01"), moved("2024-02-01", P), moved("2024-03-01", N)),
        deal(2, created("2024-01-01"), moved("2024-03-01", N)),
        stages=removed,
    )
    assert moment.milestones.sql.passed.tolist() == [True, False]
    assert not moment.milestones.sql.has_stage.any()


def test_mql_to_sql_counts_like_a_stage() -> None:
    moment = moment_of(
        "2024-12-31",
        deal(1, created("2024-01-01"), moved("2024-02-01", P), lost("2024-03-01")),
        deal(2, created("2024-01-01"), won("2024-03-01")),
        deal(3, created("2024-01-01"), lost("2024-03-01")),
        deal(4, created("2024-01-01")),
        deal(5, created("2024-01-01"), lost("2024-03-01", DUPLICATE)),
        deal(6, created("2023-12-31"), moved("2024-02-01", P)),
    )
    leads = leads_of(moment)
    of = leads.mql_to_sql
    assert (of.reached, of.advanced, of.dropped, of.undecided) == (4, 2, 1, 1)
    assert (of.resolved.value, of.so_far, of.at_most) == (2 / 3, 2 / 4, 3 / 4)
    chosen = gather(moment, YEAR).chosen
    by_fate = [ids(moment, flags_became_mql(moment, chosen, YEAR, fate=fate)) for fate in Fate]
    assert by_fate == [[4], [1, 2], [3]]
    assert ids(moment, flags_qualified(moment, chosen, YEAR)) == [1, 2, 6]
    assert (leads.created, leads.became_mql, leads.became_sql) == (4, 4, 3)


def test_response_runs_from_creation_to_the_first_done_call_email_or_meeting() -> None:
    moment = moment_of(
        "2024-12-31",
        # Half an hour; a task is no answer, a later call neither the first one.
        deal(
            1,
            created("2024-01-01T10:00"),
            doings=(
                Doing(TASK, done="2024-01-01T10:05"),
                Doing(EMAIL, done="2024-01-01T10:30"),
                Doing(CALL, done="2024-01-01T11:30"),
            ),
        ),
        # Exactly an hour; three hours; a day; the call that brought the lead.
        deal(2, created("2024-01-01T10:00"), doings=(Doing(MEETING, done="2024-01-01T11:00"),)),
        deal(3, created("2024-01-01T10:00"), doings=(Doing(CALL, done="2024-01-01T13:00"),)),
        deal(4, created("2024-01-01T10:00"), doings=(Doing(CALL, done="2024-01-02T10:00"),)),
        deal(5, created("2024-01-01T10:00"), doings=(Doing(CALL, done="2024-01-01T09:00"),)),
        # Planned, not done; the task that was done reaches nobody.
        deal(
            6,
            created("2024-01-01T10:00"),
            doings=(Doing(CALL, due="2024-01-01"), Doing(TASK, done="2024-01-01T10:10")),
        ),
    )
    response = leads_of(moment).response
    # 0, 0.5, 1, 3, 24, never: the middle of 1 and 3.
    assert response.median_hours == 2.0
    assert (response.within_hour.hits, response.within_hour.n, response.unanswered) == (3, 6, 1)
    chosen = gather(moment, YEAR).chosen
    told = [ids(moment, flags_answered(moment, chosen, YEAR, answer)) for answer in Answer]
    assert told == [[1, 2, 5], [3, 4], [6], []]


def test_a_lead_that_came_by_a_call_was_answered_at_once() -> None:
    moment = moment_of(
        "2024-12-31",
        deal(1, created("2024-01-01T10:00"), doings=(Doing(CALL, done="2024-01-01T09:00"),)),
        deal(2, created("2024-01-01T10:00"), doings=(Doing(CALL, done="2024-01-01T12:00"),)),
    )
    assert leads_of(moment).response.median_hours == 1.0


def test_who_was_won_was_qualified_also_where_no_stage_says_so() -> None:
    only_mql = replace(WITH_MILESTONES, milestone=np.array([1, 0, 0, 0, 0, 0], dtype=np.int8))
    moment = moment_of("2024-12-31", deal(1, created("2024-01-01"), won("2024-02-01")), stages=only_mql)
    leads = leads_of(moment)
    assert (leads.mql_to_sql.advanced, leads.became_sql, leads.has_sql) == (1, 0, False)


def test_with_half_of_the_leads_unanswered_there_is_no_median() -> None:
    touched = deal(1, created("2024-01-01T10:00"), doings=(Doing(CALL, done="2024-01-01T10:30"),))
    response = leads_of(moment_of("2024-12-31", touched, deal(2, created("2024-01-01T10:00")))).response
    assert (response.median_hours, response.within_hour.value) == (None, 0.5)


def test_a_lead_that_waits_for_less_than_an_hour_is_not_yet_missed() -> None:
    moment = moment_of("2024-05-05", deal(1, created("2024-05-05T10:00")))
    waiting = leads_of(moment, now="2024-05-05T10:59").response
    assert (waiting.waiting, waiting.unanswered, waiting.within_hour.n, waiting.median_hours) == (1, 0, 0, None)
    missed = leads_of(moment, now="2024-05-05T11:01").response
    assert (missed.waiting, missed.unanswered, missed.within_hour.value) == (0, 1, 0.0)


def test_as_of_an_earlier_day_later_answers_and_marks_are_not_known() -> None:
    story = deal(1, created("2024-01-01"), sql="2024-03-01", doings=(Doing(CALL, done="2024-02-01"),))
    leads = leads_of(moment_of("2024-01-31", story))
    assert (leads.became_sql, leads.response.unanswered) == (0, 1)


def test_deals_whose_past_is_not_known_are_left_out_and_counted() -> None:
    moment = moment_of(
        "2024-12-31",
        deal(1, created("2024-01-01", UNKNOWN), won("2024-02-01")),
        deal(2, created("2024-01-01", P), created_known=False),
        deal(3, created("2024-01-01"), lost("2024-02-01", DUPLICATE)),
        deal(4, created("2024-01-01", UNKNOWN), lost("2024-02-01"), mql="2024-01-05", sql="2024-01-09"),
    )
    leads = leads_of(moment)
    assert leads.left_out == (
        LeftOut(Why.NOT_REAL, 1),
        LeftOut(Why.CREATION_UNKNOWN, 1),
        LeftOut(Why.STAGES_PASSED_UNKNOWN, 1),
    )
    assert (leads.created, leads.became_mql, leads.became_sql) == (2, 1, 1)
    assert ids(moment, flags_created(moment, gather(moment, YEAR).chosen, YEAR)) == [1, 4]


def test_what_is_left_out_lived_in_the_period_and_has_one_reason() -> None:
    moment = moment_of(
        "2024-12-31",
        deal(1, created("2022-01-01"), lost("2022-02-01", DUPLICATE)),
        deal(2, created("2022-01-01", UNKNOWN), won("2022-02-01")),
        deal(3, created("2024-01-01", UNKNOWN), lost("2024-02-01", DUPLICATE)),
        deal(4, created("2024-01-01"), lost("2024-02-01", DUPLICATE), created_known=False),
        deal(5, created("2022-02-01"), lost("2022-02-01"), created_known=False),
        deal(6, created("2024-01-01"), moved("2024-02-01", P)),
        deal(7, created("2024-01-01", UNKNOWN), pipeline=2),
        deal(8, created("2024-01-01", UNKNOWN), mql="2024-01-05", sql="2024-01-09"),
    )
    assert leads_of(moment).left_out == (LeftOut(Why.NOT_REAL, 2),)


def test_without_milestones_it_says_so() -> None:
    leads = leads_of(moment_at("2024-12-31", deal(1, created("2024-01-01"), moved("2024-02-01", P))))
    assert (leads.has_mql, leads.has_sql, leads.velocity_rate, leads.mql_to_sql.so_far) == (False, False, None, None)
    assert leads_of(moment_at("2024-12-31", deal(1, created("2024-01-01"), sql="2024-02-01"))).has_sql
    assert leads_of(moment_at("2024-12-31", deal(1, created("2024-01-01"), mql="2024-02-01"))).has_mql


def test_an_empty_company_has_no_leads() -> None:
    leads = leads_of(moment_of("2024-12-31"))
    assert (leads.created, leads.response.median_hours, leads.response.within_hour.value) == (0, None, None)
    assert leads.months[0].first_day == date(2024, 1, 1)


def test_a_deal_that_changed_pipeline_is_asked_for_the_milestones_of_its_new_one() -> None:
    moment = moment_of(
        "2024-12-31",
        deal(1, created("2024-01-01", OTHER_P), switched("2024-02-01", P)),
    )
    assert moment.milestones.sql.passed.tolist() == [True]
