from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.reminders import (
    Reminder,
    Snooze,
    Told,
    find_due,
    find_instant,
    find_snooze_end,
    find_wait,
    read_told,
    to_document,
)

NOW = datetime(2026, 6, 9, 8, 42, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def reminder(number: int, **ago: float) -> Reminder:
    return Reminder(number, NOW - timedelta(**ago))


def test_a_reminder_comes_so_long_before_its_time_and_for_a_day_before_nine() -> None:
    due_at = datetime(2026, 6, 9, 13, 0, tzinfo=UTC)
    day = date(2026, 6, 9)
    assert find_instant(day, due_at, 30, BERLIN) == datetime(2026, 6, 9, 12, 30, tzinfo=UTC)
    assert find_instant(day, due_at, 0, BERLIN) == due_at
    assert find_instant(day, None, 60, BERLIN) == datetime(2026, 6, 9, 6, 0, tzinfo=UTC)
    assert find_instant(day, due_at, None, BERLIN) is None
    assert find_instant(None, None, 30, BERLIN) is None


def test_nine_o_clock_follows_the_zone_of_the_workspace() -> None:
    for zone, hour in (("UTC", 9), ("Pacific/Auckland", -3), ("America/New_York", 13)):
        found = find_instant(date(2026, 6, 9), None, 0, ZoneInfo(zone))
        assert found == datetime(2026, 6, 9, tzinfo=UTC) + timedelta(hours=hour)


def test_each_is_told_once_and_one_that_was_missed_says_so() -> None:
    just, long_ago, ahead = reminder(1, minutes=1), reminder(2, days=3), reminder(3, minutes=-5)
    due = find_due([ahead, just, long_ago], Told(), now=NOW)
    assert (due.now, due.missed) == ((just,), (long_ago,))
    told = Told().tell(due.all)
    assert find_due([ahead, just, long_ago], told, now=NOW).all == ()
    assert find_due([ahead, just, long_ago], told, now=NOW + timedelta(minutes=6)).now == (ahead,)


def test_a_computer_that_slept_wakes_to_all_at_once() -> None:
    reminders = [reminder(number, hours=-number) for number in range(1, 6)]
    due = find_due(reminders, Told(), now=NOW + timedelta(hours=5, minutes=3))
    assert [len(due.missed), len(due.now)] == [4, 1]


def test_a_clock_that_is_set_back_tells_nothing_twice() -> None:
    due = reminder(1, minutes=0)
    told = Told().tell([due])
    for back in (1, 60, 60 * 24 * 400):
        assert find_due([due], told, now=NOW - timedelta(minutes=back)).all == ()
    assert find_due([due], told, now=NOW + timedelta(days=400)).all == ()


def test_one_that_is_put_off_comes_again_and_only_once() -> None:
    due = reminder(1, minutes=0)
    told = Told().tell([due]).put_off([1], find_snooze_end(Snooze.TEN_MINUTES, now=NOW, zone=BERLIN))
    assert find_due([due], told, now=NOW + timedelta(minutes=9)).all == ()
    later = NOW + timedelta(minutes=10)
    assert find_due([due], told, now=later).now == (due,)
    assert find_due([due], told.tell([due]), now=later).all == ()


def test_until_tomorrow_is_nine_o_clock_there_also_over_the_change_of_clocks() -> None:
    evening = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)
    assert find_snooze_end(Snooze.TOMORROW, now=evening, zone=BERLIN) == datetime(2026, 3, 29, 7, 0, tzinfo=UTC)
    assert find_snooze_end(Snooze.HOUR, now=evening, zone=BERLIN) == evening + timedelta(hours=1)


def test_one_put_off_by_a_clock_far_ahead_is_not_lost() -> None:
    due = reminder(1, minutes=0)
    told = Told().tell([due]).put_off([1], NOW + timedelta(days=4_000))
    assert find_due([due], told, now=NOW).now == (due,)


def test_one_that_was_moved_is_told_at_its_new_time_and_one_that_is_gone_is_forgotten() -> None:
    before, after = reminder(1, minutes=5), reminder(1, minutes=1)
    told = Told().tell([before, reminder(2, hours=1)]).put_off([1], NOW + timedelta(hours=1)).keep([after])
    assert told == Told()
    assert find_due([after], told, now=NOW).now == (after,)


def test_no_wait_is_longer_than_a_minute_or_less_than_nothing() -> None:
    assert find_wait([reminder(1, days=-300)], Told(), now=NOW) == timedelta(minutes=1)
    assert find_wait([reminder(1, seconds=-20)], Told(), now=NOW) == timedelta(seconds=20)
    assert find_wait([reminder(1, days=3)], Told(), now=NOW) == timedelta(0)
    assert find_wait([reminder(1, days=3)], Told().tell([reminder(1, days=3)]), now=NOW) is None


def test_what_makes_no_sense_in_a_file_is_left_out() -> None:
    document = {
        "told": {"7": "2026-06-09T08:00:00+00:00", "x": "2026-06-09T08:00:00+00:00", "8": "yesterday", "9": 4},
        "snoozed": {"1": "2026-06-09T08:00:00", "2": "0001-01-01T00:00:00+23:00"},
    }
    assert read_told(document) == Told({7: datetime(2026, 6, 9, 8, 0, tzinfo=UTC)}, {})
    strange: list[object] = [None, [], "told", {"told": []}, 3]
    assert [read_told(nonsense) for nonsense in strange] == [Told()] * len(strange)


@given(told=st.dictionaries(st.integers(1), INSTANTS), snoozed=st.dictionaries(st.integers(1), INSTANTS))
def test_what_was_told_is_read_back_as_it_was_kept(told: dict[int, datetime], snoozed: dict[int, datetime]) -> None:
    assert read_told(to_document(Told(told, snoozed))) == Told(told, snoozed)
