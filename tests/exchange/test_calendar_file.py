"""Calendars as files, read back by a parser that shares no code with the one that writes them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.calendars import Calendar, CalendarEvent
from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.writing.calendar_file import build_calendar, read_key, write_calendar

NOW = datetime(2026, 6, 9, 10, 25, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
CALL = CalendarEvent(
    uid="activity-1-1f@desktop-pipeline",
    summary="Call, Bob; “C:\\x” · Kestrel Yard 👩\u200d🔬, می\u200cخواهم",  # joined letters stay joined
    begins=datetime(2026, 6, 9, 13, 30, tzinfo=UTC),
    minutes=25,
    description="Tasting-room joinery\nOdile Marchetti\n+49 30 555",
    location="Hafenstraße 4, Kiel",
    category="Call",
    remind_before=10,
)
DAY = CalendarEvent(
    uid="activity-2-1f@desktop-pipeline", summary="Angebot für Müller", begins=date(2026, 6, 30), minutes=30
)


def calendar(*events: CalendarEvent) -> Calendar:
    return Calendar("1f-everybody", "Everybody", events)


def read(content: bytes) -> dict[str, vobject.base.Component]:
    file = vobject.readOne(content.decode())
    return {event.uid.value: event for event in file.contents.get("vevent", [])}


def test_a_timed_activity_is_read_back_as_it_is() -> None:
    event = read(build_calendar(calendar(CALL), None, now=NOW))[CALL.uid]
    assert event.summary.value == CALL.summary
    assert event.dtstart.value == CALL.begins
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=25)
    assert event.description.value == CALL.description
    assert event.location.value == CALL.location
    assert event.categories.value == ["Call"]
    assert event.valarm.trigger.value == timedelta(minutes=-10)
    assert event.sequence.value == "0"


def test_an_activity_without_a_time_fills_its_day_and_blocks_nothing() -> None:
    event = read(build_calendar(calendar(DAY), None, now=NOW))[DAY.uid]
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 6, 30), date(2026, 7, 1))
    assert event.transp.value == "TRANSPARENT"
    assert "valarm" not in event.contents


def test_what_is_done_is_ticked_and_reminds_no_more() -> None:
    event = read(build_calendar(calendar(replace(CALL, is_done=True)), None, now=NOW))[CALL.uid]
    assert event.summary.value == f"✓ {CALL.summary}"
    assert "valarm" not in event.contents


def test_the_same_activities_give_the_same_bytes_on_another_day() -> None:
    first = build_calendar(calendar(CALL, DAY), None, now=NOW)
    assert build_calendar(calendar(CALL, DAY), first, now=LATER) == first


def test_a_changed_activity_goes_up_by_one_and_the_others_stay() -> None:
    first = build_calendar(calendar(CALL, DAY), None, now=NOW)
    second = read(build_calendar(calendar(CALL, replace(DAY, begins=date(2026, 7, 1))), first, now=LATER))
    assert len(second) == 2
    assert (second[DAY.uid].sequence.value, second[DAY.uid].dtstamp.value) == ("1", LATER)
    assert (second[CALL.uid].sequence.value, second[CALL.uid].dtstamp.value) == ("0", NOW)


@pytest.mark.parametrize(
    "former", [b"", b"\xff\xfe", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", b"BEGIN:VEVENT\nUID:x\nEND:VEVENT\n"]
)
def test_a_former_file_that_is_damaged_is_written_anew(former: bytes) -> None:
    assert list(read(build_calendar(calendar(CALL), former, now=NOW))) == [CALL.uid]


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_kept_in_its_field(summary: str, description: str) -> None:
    event = CalendarEvent(uid="a@b", summary=summary, begins=date(2026, 6, 9), minutes=5, description=description)
    content = build_calendar(calendar(event), None, now=NOW)
    told = read(content)
    assert list(told) == ["a@b"]
    assert content.count(b"BEGIN:VEVENT\r\n") == content.count(b"END:VEVENT\r\n") == 1
    if summary.isprintable() and summary.strip() == summary:
        assert told["a@b"].summary.value == summary


def test_an_unchanged_file_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    assert write_calendar(path, calendar(CALL), now=NOW)
    assert not write_calendar(path, calendar(CALL), now=LATER)
    assert read_key(path) == "1f-everybody"
    assert [file.name for file in tmp_path.iterdir()] == ["a.ics"]


def test_a_name_of_the_longest_kind_does_not_hide_whose_file_it_is(tmp_path: Path) -> None:
    write_calendar(tmp_path / "a.ics", Calendar("1f-3", "ä" * 500, ()), now=NOW)
    assert read_key(tmp_path / "a.ics") == "1f-3"


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotOpenError, match=r"“a\.ics” cannot be written"):
        write_calendar(tmp_path / "gone" / "a.ics", calendar(CALL), now=NOW)


def test_a_file_of_others_has_no_key(tmp_path: Path) -> None:
    other = tmp_path / "other.ics"
    other.write_bytes(b"BEGIN:VCALENDAR\r\nPRODID:-//Other//EN\r\nX-WR-RELCALID:1f-everybody\r\nEND:VCALENDAR\r\n")
    assert read_key(other) is None
    assert read_key(tmp_path / "none.ics") is None
