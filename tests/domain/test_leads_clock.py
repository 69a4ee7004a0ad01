"""The clock of a new lead."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.leads_clock import (
    USUAL_TARGET,
    LeadClock,
    LeadStage,
    check_target,
    find_lead_stages,
    read_target,
)
from desktop_pipeline.domain.milestones import Milestone

NINE = datetime(2026, 6, 9, 9, 0, tzinfo=UTC)


def test_a_lead_is_late_only_after_its_target() -> None:
    clock = LeadClock(NINE)
    assert not clock.is_late(NINE + timedelta(hours=1))
    assert clock.is_late(NINE + timedelta(hours=1, microseconds=1))
    assert LeadClock(NINE, timedelta(minutes=5)).is_late(NINE + timedelta(minutes=6))


def test_a_clock_that_was_put_back_tells_no_time_below_nothing() -> None:
    assert LeadClock(NINE).waited(NINE - timedelta(hours=3)) == timedelta(0)


def test_leads_stand_before_the_first_stage_that_is_sales_qualified() -> None:
    stages = [
        LeadStage(1, 7, Milestone.NONE),
        LeadStage(2, 7, Milestone.MQL),
        LeadStage(3, 7, Milestone.SQL),
        LeadStage(4, 7, Milestone.SQL),
        LeadStage(5, 8, Milestone.NONE),
        LeadStage(6, 8, Milestone.MQL),
    ]
    assert find_lead_stages(stages) == {1, 2, 5}
    assert find_lead_stages([LeadStage(9, 1, Milestone.SQL)]) == frozenset()
    assert find_lead_stages([]) == frozenset()


@pytest.mark.parametrize("minutes", [0, -5, 7 * 24 * 60 + 1])
def test_a_target_is_a_minute_at_least_and_a_week_at_most(minutes: int) -> None:
    with pytest.raises(InvalidError, match="one minute"):
        check_target(minutes)


def test_a_target_that_makes_no_sense_is_the_usual_one() -> None:
    assert read_target("90") == timedelta(minutes=90)
    assert [read_target(text) for text in ("", "soon", "0", "1e9", "-4")] == [USUAL_TARGET] * 5
