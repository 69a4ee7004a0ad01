from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.activities import (
    DueGroup,
    Weight,
    at_time,
    check_day,
    check_minutes,
    clean_note,
    clean_subject,
    group_due,
    judge_urgency,
    move_to_day,
    rank_activity,
    read_minutes,
    read_time,
    settle_due,
    share_lanes,
    usual_minutes,
)
from desktop_pipeline.domain.errors import InvalidError

TODAY = date(2026, 6, 9)
NOW = datetime(2026, 6, 9, 8, 42, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def urgency(days: int, *, hour: int | None = None) -> float:
    day = TODAY + timedelta(days=days)
    instant = None if hour is None else datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return judge_urgency(day, instant, today=TODAY, now=NOW)


def test_a_time_of_day_that_has_passed_is_late_and_a_day_alone_is_not() -> None:
    assert group_due(TODAY, NOW - timedelta(minutes=1), today=TODAY, now=NOW) is DueGroup.LATE
    assert group_due(TODAY, NOW + timedelta(minutes=1), today=TODAY, now=NOW) is DueGroup.TODAY
    assert group_due(TODAY, None, today=TODAY, now=NOW) is DueGroup.TODAY


@pytest.mark.parametrize(
    ("days", "group"), [(-1, DueGroup.LATE), (0, DueGroup.TODAY), (1, DueGroup.TOMORROW), (2, DueGroup.LATER)]
)
def test_days_stand_under_their_headings(days: int, group: DueGroup) -> None:
    assert group_due(TODAY + timedelta(days=days), None, today=TODAY, now=NOW) is group


def test_what_has_no_day_stands_last() -> None:
    assert group_due(None, None, today=TODAY, now=NOW) is DueGroup.NO_DATE
    assert list(DueGroup)[-1] is DueGroup.NO_DATE


def test_urgency_follows_the_written_formula() -> None:
    assert urgency(0) == 1
    assert urgency(0, hour=9) == 2  # within the hour
    assert urgency(0, hour=11) == 1
    assert urgency(-7) == 2
    assert urgency(-14) == 3
    assert urgency(-700) == 5
    assert urgency(1) == 0.5
    assert urgency(3) == 0.25
    assert judge_urgency(None, None, today=TODAY, now=NOW) == pytest.approx(1 / 31)


@given(st.integers(-3000, 3000))
def test_a_later_day_is_never_more_urgent(days: int) -> None:
    assert urgency(days) >= urgency(days + 1) > 0


def test_rank_is_value_times_likelihood_times_urgency() -> None:
    assert rank_activity(Weight(10_000, 0.5), 2.0) == 10_000
    assert rank_activity(Weight(None, 0.5), 2.0) == 0
    assert rank_activity(Weight(10_000, None), 2.0) == 0


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9", time(9)),
        ("15:30", time(15, 30)),
        ("15.30", time(15, 30)),
        ("1530", time(15, 30)),
        ("3 pm", time(15)),
        ("12 am", time(0)),
        ("12:15 pm", time(12, 15)),
        ("0:05", time(0, 5)),
        ("  ", None),
    ],
)
def test_times_of_day_are_read_as_people_type_them(typed: str, read: time | None) -> None:
    assert read_time(typed) == read


@pytest.mark.parametrize("typed", ["24:00", "9:60", "13 pm", "0 am", "soon", "-1", "٣:٠٠", "🕘", "9:5"])
def test_what_is_no_time_of_day_is_refused_in_words(typed: str) -> None:
    with pytest.raises(InvalidError, match=r"is not a time of day\. Type it like 15:30\."):
        read_time(typed)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("45", 45), ("45 min", 45), ("1 h", 60), ("1:30", 90), ("1 h 20 min", 80), ("90m", 90), ("", None)],
)
def test_lengths_are_read_as_people_type_them(typed: str, minutes: int | None) -> None:
    assert read_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["0", "a while", "-5", "999 h", "1.5 h"])
def test_what_is_no_length_is_refused(typed: str) -> None:
    with pytest.raises(InvalidError):
        read_minutes(typed)


def test_a_time_that_the_clocks_skip_is_the_one_they_show_instead() -> None:
    # 29 March 2026: 02:00 becomes 03:00 in Berlin
    skipped = at_time(date(2026, 3, 29), time(2, 30), BERLIN)
    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert skipped.astimezone(BERLIN).time() == time(3, 30)


def test_a_time_that_the_clocks_show_twice_is_its_first() -> None:
    # 25 October 2026: 03:00 becomes 02:00 in Berlin
    assert at_time(date(2026, 10, 25), time(2, 30), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_moving_over_the_change_of_clocks_keeps_the_time_of_day() -> None:
    before = at_time(date(2026, 3, 28), time(9), BERLIN)
    after = move_to_day(date(2026, 3, 30), before, BERLIN)
    assert after is not None
    assert after.astimezone(BERLIN).time() == time(9)
    assert after - before == timedelta(hours=47)
    assert move_to_day(None, before, BERLIN) is None
    assert move_to_day(TODAY, None, BERLIN) is None


def test_the_day_of_a_time_is_the_local_one() -> None:
    late_evening = datetime(2026, 6, 9, 22, 30, tzinfo=UTC)
    assert settle_due(None, late_evening, BERLIN) == (date(2026, 6, 10), late_evening)
    assert settle_due(date(2026, 6, 9), None, BERLIN) == (date(2026, 6, 9), None)
    assert settle_due(None, None, BERLIN) == (None, None)


@pytest.mark.parametrize("year", [1, 1899, 2201, 9999])
def test_years_far_away_are_refused_before_anything_is_worked_out(year: int) -> None:
    with pytest.raises(InvalidError, match=f"The year {year} is too far away"):
        check_day(date(year, 1, 1))
    with pytest.raises(InvalidError, match="too far away"):
        settle_due(None, datetime(year, 12, 31, 23, 59, tzinfo=UTC), BERLIN)
    with pytest.raises(InvalidError, match="too far away"):
        at_time(date(year, 12, 31), time(23, 59), BERLIN)


def test_a_subject_is_one_line_and_without_one_the_kind_says_it() -> None:
    assert clean_subject("  Call\nInes  again ", "Call") == "Call Ines again"
    assert clean_subject(" \x00 ", "Visit") == "Visit"
    assert clean_subject("<b>{{7*7}}</b> 🪑 مكتب", "Call") == "<b>{{7*7}}</b> 🪑 مكتب"
    with pytest.raises(InvalidError, match=r"500 characters at most; this one has 10000\."):
        clean_subject("x" * 10_000, "Call")


def test_notes_keep_their_lines_and_have_an_end() -> None:
    assert clean_note(" a\nb ") == "a\nb"
    assert clean_note("  ") is None
    with pytest.raises(InvalidError, match="20,000 characters at most"):
        clean_note("x" * 20_001)


def test_lengths_are_positive_and_at_most_a_week() -> None:
    assert check_minutes(None) is None
    assert check_minutes(10_080) == 10_080
    for minutes in (0, -1, 10_081):
        with pytest.raises(InvalidError):
            check_minutes(minutes)
    assert usual_minutes("call", None) == 15
    assert usual_minutes("call", 5) == 5
    assert usual_minutes("of their own", None) == 30


def test_what_overlaps_stands_side_by_side() -> None:
    lanes = share_lanes([(0, 30), (10, 20), (20, 40), (50, 60)])
    assert [(lane.place, lane.count) for lane in lanes] == [(0, 2), (1, 2), (1, 2), (0, 1)]
    assert share_lanes([]) == []


@given(st.lists(st.tuples(st.integers(0, 1400), st.integers(1, 200)), max_size=30))
def test_no_two_that_overlap_share_a_lane(starts: list[tuple[int, int]]) -> None:
    spans = sorted((start, start + length) for start, length in starts)
    lanes = share_lanes(spans)
    for here, (lane, (start, end)) in enumerate(zip(lanes, spans, strict=True)):
        assert 0 <= lane.place < lane.count
        for other, (next_start, next_end) in zip(lanes[here + 1 :], spans[here + 1 :], strict=True):
            if start < next_end and next_start < end:
                assert lane.place != other.place
                assert lane.count == other.count
