from datetime import UTC, date, datetime, timedelta

import pytest

from desktop_pipeline.domain.hygiene import NextStep, Pace, judge_next_step, judge_pace

TODAY = date(2026, 1, 5)
NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "limit", "pace"),
    [
        (0, 10, Pace.USUAL),
        (10, 10, Pace.USUAL),
        (11, 10, Pace.SLOW),
        (14, 10, Pace.SLOW),
        (15, 10, Pace.STUCK),
        (None, 10, Pace.USUAL),
        (0, 0, Pace.USUAL),
        (1, 0, Pace.STUCK),
    ],
)
def test_a_deal_is_slow_above_the_limit_and_stuck_above_seven_fifths_of_it(
    days: int | None, limit: int, pace: Pace
) -> None:
    assert judge_pace(days, limit) is pace


def test_the_stuck_limit_is_exact_for_every_limit() -> None:
    for limit in range(1, 1000):
        for days in range(limit + 1, 2 * limit + 1):
            assert (judge_pace(days, limit) is Pace.STUCK) == (5 * days > 7 * limit), (days, limit)


@pytest.mark.parametrize(
    ("planned", "due_on", "due_at", "step"),
    [
        (False, None, None, NextStep.NONE),
        (True, None, None, NextStep.PLANNED),
        (True, TODAY - timedelta(days=1), None, NextStep.LATE),
        (True, TODAY, None, NextStep.TODAY),
        (True, TODAY, NINE, NextStep.TODAY),
        (True, TODAY, NINE - timedelta(minutes=1), NextStep.LATE),
        (True, TODAY, NINE + timedelta(minutes=1), NextStep.TODAY),
        (True, TODAY + timedelta(days=1), None, NextStep.PLANNED),
    ],
)
def test_the_next_step_is_judged_by_its_day_and_time(
    planned: bool, due_on: date | None, due_at: datetime | None, step: NextStep
) -> None:
    assert judge_next_step(planned=planned, due_on=due_on, due_at=due_at, today=TODAY, now=NINE) is step
