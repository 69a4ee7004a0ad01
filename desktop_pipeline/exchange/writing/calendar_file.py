"""Activities as an iCalendar file (RFC 5545) that calendar programs open once or keep reading."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from icalendar import Alarm, Event
from icalendar import Calendar as File

from desktop_pipeline.domain.calendars import Calendar, CalendarEvent
from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.domain.names import plain_lines
from desktop_pipeline.exchange.writing.unfinished import forget

PRODUCT = "-//Desktop Pipeline//Activities//EN"
_STATE = "X-DESKTOP-PIPELINE-STATE"
_KEY = "X-WR-RELCALID"
_DONE = "✓ "
# A name may be long, and comes before the key.
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class _Former:
    """What an earlier file said of an event: its state, how often it had changed, and when it did last."""

    state: str
    sequence: int
    stamp: datetime


def build_calendar(calendar: Calendar, former: bytes | None, *, now: datetime) -> bytes:
    """The whole file. An event that is as in the former one keeps its number and stamp; a changed one goes up by one.

    So the same activities give the same bytes, and a calendar that is subscribed to the file changes what it has.
    """
    known = _read_former(former)
    file = File()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", plain_lines(calendar.name))
    file.add(_KEY, calendar.key)
    for event in calendar.events:
        file.add_component(_build_event(event, known.get(event.uid), now))
    return bytes(file.to_ical())


def write_calendar(path: Path, calendar: Calendar, *, now: datetime) -> bool:
    """Writes the file whole or not at all, and only where something has changed; raises CannotOpenError."""
    former = _read_bytes(path)
    content = build_calendar(calendar, former, now=now)
    if content == former:
        return False
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        forget(unfinished)
        sentence = f"“{path.name}” cannot be written: {error.strerror}. Choose another folder or name."
        raise CannotOpenError(sentence) from error
    return True


def read_key(path: Path) -> str | None:
    """Which calendar of ours the file holds; None for any other file."""
    content = _read_bytes(path)
    if content is None or PRODUCT.encode() not in content[:_HEAD]:
        return None
    line = next((line for line in content[:_HEAD].splitlines() if line.startswith(_KEY.encode() + b":")), None)
    return None if line is None else line.partition(b":")[2].decode("utf-8", "replace")


def _build_event(event: CalendarEvent, former: _Former | None, now: datetime) -> Event:
    built = Event()
    built.add("uid", event.uid)
    built.add("summary", plain_lines((_DONE if event.is_done else "") + event.summary))
    if isinstance(event.begins, datetime):
        begins = event.begins.astimezone(UTC)
        built.add("dtstart", begins)
        built.add("dtend", begins + timedelta(minutes=event.minutes))
    else:
        built.add("dtstart", event.begins)
        built.add("dtend", _day_after(event.begins))
        # A day's reminder does not say that one is busy.
        built.add("transp", "TRANSPARENT")
    for name, text in (("description", event.description), ("location", event.location)):
        if text:
            built.add(name, plain_lines(text))
    if event.category:
        built.add("categories", [plain_lines(event.category)])
    if event.remind_before is not None and not event.is_done:
        built.add_component(_build_alarm(event))
    state = hashlib.sha256(bytes(built.to_ical())).hexdigest()[:16]
    is_same = former is not None and former.state == state
    stamp = former.stamp if former is not None and is_same else now.astimezone(UTC).replace(microsecond=0)
    sequence = 0 if former is None else former.sequence + (not is_same)
    built.add("dtstamp", stamp)
    built.add("last-modified", stamp)
    built.add("sequence", sequence)
    built.add(_STATE, state)
    return built


def _build_alarm(event: CalendarEvent) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", plain_lines(event.summary))
    alarm.add("trigger", timedelta(minutes=-(event.remind_before or 0)))
    return alarm


def _read_former(content: bytes | None) -> Mapping[str, _Former]:
    if content is None:
        return {}
    try:
        file = File.from_ical(content)
        return {
            str(event["uid"]): _Former(str(event[_STATE]), int(str(event["sequence"])), event.decoded("dtstamp"))
            for event in file.walk("VEVENT")
            if _STATE in event
        }
    except (ValueError, KeyError, AttributeError, IndexError):  # not ours, or damaged: it is written anew
        return {}


def _read_bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:  # there is none yet, or the writing will say what is wrong
        return None


def _day_after(day: date) -> date:
    return day + timedelta(days=1)
