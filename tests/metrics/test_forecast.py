"""What is due in the months ahead: by month, by category, weighted, overdue and undated apart (METRICS §13)."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.ahead.forecast import Due, Forecast, Sum, flags_due, forecast, list_calls
from desktop_pipeline.metrics.ahead.months_ahead import look_ahead
from desktop_pipeline.metrics.history import NO_DAY
from desktop_pipeline.metrics.moment import look
from desktop_pipeline.metrics.population import Why, gather
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.metrics.telling.parts import Part, PartKind, flags_of
from tests.metrics.histories import (
    ANN,
    BEN,
    CATEGORIES,
    SAW,
    STAGES,
    N,
    P,
    Q,
    Story,
    at,
    created,
    deal,
    history_of,
    lost,
    moment_at,
    won,
)

TODAY = "2024-06-10"
NONE = Sum(0, 0, 0)
COMMIT, BEST, PIPELINE, OMITTED = CATEGORIES

COMPANY = (
    deal(1, created("2024-05-01", Q, 1_000, expected="2024-06-30", probability=0.5), category=COMMIT),
    deal(2, created("2024-05-01", Q, 4_000, expected="2024-06-10", probability=0.8), category=BEST),
    deal(3, created("2024-05-01", Q, 300, expected="2024-08-01", probability=0.1, owner=ANN)),
    deal(4, created("2024-05-01", Q, 50, expected="2025-07-01", probability=0.2), category=OMITTED),
    deal(5, created("2024-05-01", Q, 70, expected="2024-06-09", probability=0.5)),
    deal(6, created("2024-05-01", Q, 90, probability=0.5)),
    deal(7, created("2024-05-01", Q, 10, expected="2024-06-20"), won("2024-06-05")),
    deal(8, created("2024-05-01", Q, 20, expected="2024-06-20"), won("2024-05-31")),
    deal(9, created("2024-05-01", Q, 40, expected="2024-06-20"), lost("2024-06-05")),
)


def _forecast(*stories: Story, today: str = TODAY) -> Forecast:
    return forecast(moment_at(today, *stories))


def test_each_month_holds_what_is_won_in_it_and_the_open_deals_due_in_it() -> None:
    found = _forecast(*COMPANY)
    june, july, august, *others = found.months
    assert [month.first_day for month in found.months][::11] == [date(2024, 6, 1), date(2025, 5, 1)]
    assert (june.won_deals, june.won, june.due) == (1, 10, Sum(2, 5_000, 3_700))
    assert (july.won_deals, july.won, july.due) == (0, 0, NONE)
    assert august.due == Sum(1, 300, 30)
    assert {month.due for month in others} == {NONE}


def test_what_is_overdue_undated_or_later_stands_apart() -> None:
    found = _forecast(*COMPANY)
    assert (found.overdue, found.undated, found.later) == (Sum(1, 70, 35), Sum(1, 90, 45), Sum(1, 50, 10))


def test_the_call_by_hand_stands_beside_that_of_the_stage_and_moves_no_figure() -> None:
    june = _forecast(*COMPANY).months[0]
    assert june.by_category == {
        COMMIT: Sum(1, 1_000, 500),
        BEST: Sum(1, 4_000, 3_200),
        PIPELINE: NONE,
        OMITTED: NONE,
    }
    uncalled = _forecast(*(replace(story, category=None) for story in COMPANY)).months[0]
    assert uncalled.by_category[PIPELINE] == uncalled.due == june.due
    moment = moment_at(TODAY, *COMPANY)
    population = gather(moment, Period(date(2024, 6, 1), date(2024, 7, 1)))
    first, second = list_calls(moment, population, flags_due(moment, EVERYTHING, look_ahead(moment.as_of), 0))
    assert (first.deal, first.by_stage, first.by_hand, first.counts_as) == (2, PIPELINE, BEST, BEST)
    assert (second.deal, second.chance, second.value) == (1, 0.5, 1_000)
    (committed,) = list_calls(moment, population, flags_due(moment, EVERYTHING, look_ahead(moment.as_of), 0, COMMIT))
    assert committed.deal == 1
    assert not flags_due(moment, EVERYTHING, look_ahead(moment.as_of), 0, OMITTED).any()


def test_a_call_of_a_deal_in_no_stage_claims_neither_category_nor_chance() -> None:
    moment = moment_at(TODAY, deal(1, created("2024-05-01", -1, 6, expected="2024-06-20")))
    ahead = look_ahead(moment.as_of)
    (call,) = list_calls(moment, gather(moment, ahead.period), flags_due(moment, EVERYTHING, ahead, 0))
    assert (call.counts_as, call.chance, call.value) == (None, None, 6)


def test_a_stage_gives_its_category_to_deals_that_nobody_called() -> None:
    committing = np.array([CATEGORIES.index(COMMIT) if stage == N else 2 for stage in STAGES.ids], dtype=np.int8)
    history = history_of(
        deal(1, created("2024-05-01", N, 7, expected="2024-06-20")),
        deal(2, created("2024-05-01", P, 8, expected="2024-06-20")),
        stages=replace(STAGES, category=committing),
    )
    june = forecast(look(history, at(TODAY))).months[0]
    assert [june.by_category[category].value for category in (COMMIT, PIPELINE)] == [7, 8]


def test_on_the_last_day_of_a_month_what_is_due_today_is_not_past() -> None:
    found = _forecast(deal(1, created("2024-05-01", Q, 9, expected="2024-06-30", probability=1)), today="2024-06-30")
    assert found.months[0].first_day == date(2024, 7, 1)
    assert (found.months[0].due.deals, found.overdue.deals) == (1, 0)


def test_a_deal_above_a_quarter_of_the_total_is_named() -> None:
    found = _forecast(*COMPANY)
    assert [(carrier.deal, carrier.weighted) for carrier in found.carriers] == [(2, 3_200)]
    assert found.carriers[0].share == pytest.approx(3_200 / 3_730)
    thirds = [deal(n, created("2024-05-01", Q, n * 10, expected="2024-07-01", probability=1)) for n in (3, 4, 5)]
    assert [carrier.deal for carrier in _forecast(*thirds).carriers] == [5, 4]
    worthless = deal(1, created("2024-05-01", Q, 0, expected="2024-07-01", probability=0.5))
    assert _forecast(worthless).carriers == ()
    even = [deal(n, created("2024-05-01", Q, 10, expected="2024-07-01", probability=0.5)) for n in range(1, 5)]
    assert _forecast(*even).carriers == ()


def test_deals_without_a_value_or_a_rate_are_counted_and_said_to_be_left_out() -> None:
    found = _forecast(
        deal(1, created("2024-05-01", Q, expected="2024-06-20")),
        deal(2, created("2024-05-01", Q, 5, currency="CHF", expected="2024-06-20")),
        deal(3, created("2024-05-01", -1, 6, expected="2024-06-20")),
    )
    assert found.months[0].due == Sum(3, 6, None)
    assert [(reason.why, reason.deals) for reason in found.left_out] == [
        (Why.NO_VALUE, 1),
        (Why.NO_RATE, 1),
        (Why.STAGE_UNKNOWN, 1),
    ]
    # One alone: two of them would add up to nothing by chance of their bits.
    one = _forecast(
        deal(1, created("2024-05-01", Q, expected="2024-06-20"), created_known=False),
        deal(2, created("2024-05-01", Q, 6, expected="2024-06-20", probability=0.5)),
    )
    assert one.months[0].due == Sum(2, 6, 3)
    assert [(reason.why, reason.deals) for reason in one.left_out] == [(Why.NO_VALUE, 1)]


def test_filters_narrow_the_forecast() -> None:
    moment = moment_at(TODAY, *COMPANY, deal(10, created("2024-05-01", Q, 100, expected="2024-08-09", owner=BEN)))
    assert forecast(moment, Selection(owner=ANN)).months[2].due.value == 300
    sawn = deal(1, created("2024-05-01", Q, 90, expected="2024-06-20"), products=((SAW, 30), (2, 60)))
    assert forecast(moment_at(TODAY, sawn), Selection(product=SAW)).months[0].due.value == 30


def test_without_deals_there_is_nothing() -> None:
    found = _forecast()
    assert {month.due for month in found.months} | {found.later, found.overdue, found.undated} == {NONE}
    assert found.carriers == ()


def test_the_deals_of_a_category_open_too() -> None:
    moment = moment_at(TODAY, *COMPANY)
    asked = Asked(moment, look_ahead(moment.as_of).period)
    flags = flags_of(asked, Part(PartKind.DUE_IN, ("2024-06-01", ForecastCategory.COMMIT.value)))
    assert moment.history.deals.ids[flags].tolist() == [1]
    assert not flags_of(asked, Part(PartKind.DUE_IN, ("2020-06-01",))).any()


def test_months_are_told_apart_by_their_days() -> None:
    ahead = look_ahead(at("2024-12-31"), 2)
    assert ahead.months == (date(2025, 1, 1), date(2025, 2, 1))
    days = np.array([NO_DAY, *range(ahead.edges[0] - 1, ahead.edges[0] + 1), *(ahead.edges[1:] - 1), ahead.edges[-1]])
    assert ahead.place(days).tolist() == [-1, -1, 0, 0, 1, 2]
    assert ahead.find(Period(date(2024, 10, 1), date(2025, 2, 1))) == slice(0, 1)
    assert ahead.find(Period(date(2024, 10, 1), date(2025, 1, 1))) == slice(0, 0)
    assert Due.LATER < 0
