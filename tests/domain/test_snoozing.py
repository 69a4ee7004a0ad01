from datetime import date, timedelta

import pytest

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.snoozing import check_snooze, is_snoozed, last_wake_day

TODAY = date(2026, 1, 31)


def test_a_snooze_lasts_one_stale_limit_at_most() -> None:
    assert last_wake_day(TODAY, 28) == date(2026, 2, 28)
    assert check_snooze("Budget", date(2026, 2, 28), today=TODAY, stale_limit=28) == "Budget"
    with pytest.raises(InvalidError, match="28 days at most: until 28 February 2026"):
        check_snooze("Budget", date(2026, 3, 1), today=TODAY, stale_limit=28)


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=3)])
def test_a_deal_cannot_wake_today_or_earlier(until: date) -> None:
    with pytest.raises(InvalidError, match="tomorrow at the earliest"):
        check_snooze("Budget", until, today=TODAY, stale_limit=30)


@pytest.mark.parametrize(("why", "says"), [(" \n ", "Say why"), ("x" * 201, "200 characters at most")])
def test_the_reason_is_there_and_short(why: str, says: str) -> None:
    with pytest.raises(InvalidError, match=says):
        check_snooze(why, TODAY + timedelta(days=2), today=TODAY, stale_limit=30)


def test_a_reason_is_one_line() -> None:
    kept = check_snooze(" On\nleave ", TODAY + timedelta(days=2), today=TODAY, stale_limit=30)
    assert kept == "On leave"


def test_it_holds_from_its_day_to_the_one_before_the_deal_wakes() -> None:
    wakes = date(2026, 2, 10)
    held = [
        day
        for day in (TODAY + timedelta(days=days) for days in range(-2, 20))
        if is_snoozed(day, since=TODAY, until=wakes, stale_limit=30)
    ]
    assert (held[0], held[-1], len(held)) == (TODAY, date(2026, 2, 9), 10)
    # Moved since to a stage that allows five days.
    assert not is_snoozed(TODAY + timedelta(days=5), since=TODAY, until=wakes, stale_limit=5)
