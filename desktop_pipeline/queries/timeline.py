"""The timeline of a deal: what happened to it, was written about it and done for it, newest first."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.deal_changes import read_deal_changes
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.mail_facts import read_files
from desktop_pipeline.storage.workspace import View


class EntryKind(StrEnum):
    """What a line of a timeline tells of."""

    NOTE = "note"
    ACTIVITY = "activity"
    MESSAGE = "message"
    CHANGE = "change"
    FIELD = "field"
    PASSED = "passed"  # a gate, with a sentence
    SNOOZE = "snooze"
    WAKING = "waking"
    CLOSING = "closing"  # of a deal, on the timeline of a person or an organisation


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of a timeline, the screen finds the words.

    A change is an event of the deal's history: `event` says what it was; `before` and `after` are its stages or
    owners, `value`, `day`, `share` its new value and `old_value`, `old_day`, `old_share` the one before. A field is
    one that the journal tells of (queries.deal_changes): `field`, `text` is which one, `before` and `after`.
    For an activity `after` is what it was about and `activity_kind` what it was. `row_id` is the note's or activity's.
    A message is one that came in: `who` wrote it, `after` is its subject. `message` is the text of one that an activity
    sent, `files` what went or came with it. A snooze lasts until its `day`, and `text` is why; a waking ends it before.
    Of a gate that was passed `text` is the sentence; `missing` names what was required and open.
    """

    kind: EntryKind
    at: datetime
    who: str | None = None
    text: str = ""
    event: EventKind | None = None
    before: str | None = None
    after: str | None = None
    value: Money | None = None
    day: date | None = None
    share: float | None = None
    activity_kind: str | None = None
    is_inferred: bool = False
    is_dated: bool = True
    old_value: Money | None = None
    old_day: date | None = None
    old_share: float | None = None
    field: str = ""
    row_id: int = 0
    message: str = ""
    files: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def read_timeline(view: View, deal_id: int) -> tuple[TimelineEntry, ...]:
    """All entries of a deal, newest first."""
    changes = read_deal_changes(view, deal_id)
    fields = [
        TimelineEntry(
            kind=EntryKind.FIELD,
            at=change.at,
            who=change.who,
            text=change.name,
            before=change.before,
            after=change.after,
            field=change.field,
        )
        for change in reversed(changes.fields)
    ]
    events = _read_changes(view, deal_id, changes.writers)
    written = [*_read_notes(view, deal_id), *_read_done(view, deal_id), *_read_replies(view, deal_id)]
    entries = [*events, *fields, *written, *_read_passes(view, deal_id), *_read_snoozes(view, deal_id)]
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


@dataclass(slots=True)
class _Before:
    """What the deal held before its next event."""

    value: Money | None = None
    owner: str | None = None
    day: date | None = None
    share: float | None = None


def _read_changes(view: View, deal_id: int, writers: Mapping[int, str]) -> list[TimelineEntry]:
    rows = view.rows(
        "select e.kind, e.at, f.name, t.name, e.value, e.currency, w.name, e.expected_close_on, e.probability, r.name,"
        " e.note, e.is_inferred, e.is_dated, e.id from history_event e"
        " left join stage f on f.id = e.from_stage_id left join stage t on t.id = e.to_stage_id"
        " left join owner w on w.id = e.owner_id left join reason r on r.id = e.reason_id"
        " where e.deal_id = ? order by e.at, e.id",
        (deal_id,),
    )
    entries = []
    known = _Before()
    for kind, at, left, entered, value, currency, owner, expected, *rest in rows:
        share, reason, note, inferred, dated, row_id = rest
        event = EventKind(kind)
        money = None if value is None else Money(value, currency)
        day = None if expected is None else date.fromisoformat(expected)
        is_owner = event is EventKind.OWNER
        target = owner if is_owner else reason if event in (EventKind.WON, EventKind.LOST) else entered
        entries.append(
            TimelineEntry(
                kind=EntryKind.CHANGE,
                at=from_microseconds(at),
                who=writers.get(row_id),
                text=note or "",
                event=event,
                before=known.owner if is_owner else left,
                after=target,
                value=money,
                day=day,
                share=share,
                is_inferred=bool(inferred),
                is_dated=bool(dated),
                old_value=known.value,
                old_day=known.day,
                old_share=known.share,
            )
        )
        _note(known, event, money, owner, day, share)
    # Newest first, also within one instant: sorting by time is stable and keeps this order.
    return entries[::-1]


def _note(
    known: _Before, event: EventKind, value: Money | None, owner: str | None, day: date | None, share: float | None
) -> None:
    is_new = event is EventKind.CREATED
    if is_new or event is EventKind.VALUE:
        known.value = value
    if is_new or event is EventKind.OWNER:
        known.owner = owner
    if is_new or event is EventKind.EXPECTED_CLOSE:
        known.day = day
    if is_new or event is EventKind.PROBABILITY:
        known.share = share


def _read_notes(view: View, deal_id: int) -> list[TimelineEntry]:
    rows = view.rows("select id, at, author, text from note where deal_id = ? order by at desc, id desc", (deal_id,))
    return [
        TimelineEntry(kind=EntryKind.NOTE, at=from_microseconds(at), who=author, text=text, row_id=row_id)
        for row_id, at, author, text in rows
    ]


def _read_done(view: View, deal_id: int) -> list[TimelineEntry]:
    rows = view.rows(
        "select a.id, a.done_at, w.name, a.kind, a.subject, a.result, m.text, m.files from activity a"
        " left join owner w on w.id = a.owner_id left join message m on m.activity_id = a.id"
        " where a.deal_id = ? and a.done_at is not null order by a.done_at desc, a.id desc",
        (deal_id,),
    )
    return [
        TimelineEntry(
            kind=EntryKind.ACTIVITY,
            at=from_microseconds(at),
            who=who,
            text=result or subject,
            after=subject,
            activity_kind=kind,
            row_id=row_id,
            message=text or "",
            files=tuple(file.name for file in read_files(files or "")),
        )
        for row_id, at, who, kind, subject, result, text, files in rows
    ]


def _read_replies(view: View, deal_id: int) -> list[TimelineEntry]:
    rows = view.rows(
        "select m.id, m.at, coalesce(p.name, nullif(m.sender, '')), m.kind, m.subject, m.text, m.files from message m"
        " left join person p on p.id = m.person_id"
        " where m.deal_id = ? and m.state = 'received' order by m.at desc, m.id desc",
        (deal_id,),
    )
    return [
        TimelineEntry(
            kind=EntryKind.MESSAGE,
            at=from_microseconds(at),
            who=who,
            after=subject,
            activity_kind=kind,
            row_id=row_id,
            message=text,
            files=tuple(file.name for file in read_files(files)),
        )
        for row_id, at, who, kind, subject, text, files in rows
    ]


def _read_passes(view: View, deal_id: int) -> list[TimelineEntry]:
    rows = view.rows(
        "select at, who, why, missing from gate_pass where deal_id = ? order by at desc, id desc", (deal_id,)
    )
    return [
        TimelineEntry(
            kind=EntryKind.PASSED, at=from_microseconds(at), who=who, text=why, missing=tuple(json.loads(missing))
        )
        for at, who, why, missing in rows
    ]


def _read_snoozes(view: View, deal_id: int) -> list[TimelineEntry]:
    rows = view.rows(
        "select id, at, who, until, why, ended_at from deal_snooze where deal_id = ? order by at desc, id desc",
        (deal_id,),
    )
    begun = {at for _id, at, *_rest in rows}
    entries = []
    for row_id, at, who, until, why, ended in rows:
        day = date.fromisoformat(until)
        # One that gave way to another, or whose day had come, was not woken.
        if ended is not None and ended not in begun and local_day(from_microseconds(ended), view.zone) < day:
            entries.append(TimelineEntry(kind=EntryKind.WAKING, at=from_microseconds(ended), day=day, row_id=row_id))
        entries.append(
            TimelineEntry(kind=EntryKind.SNOOZE, at=from_microseconds(at), who=who, text=why, day=day, row_id=row_id)
        )
    return entries
