"""The timeline of a deal: what happened to it, was written about it and done for it, newest first."""

from dataclasses import dataclass
from datetime import date, datetime

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of a timeline. `kind` is "note", "activity" or "change"; the screen finds the words for a change.

    For a change `event` says what it was; `before` and `after` are its stages, `value`, `day`, `share` or `after` its
    new value. For an activity `subject` is what it was about and `activity_kind` what it was.
    """

    kind: str
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


def read_timeline(view: View, deal_id: int) -> tuple[TimelineEntry, ...]:
    """All entries of a deal, newest first."""
    entries = [*_read_changes(view, deal_id), *_read_notes(view, deal_id), *_read_done(view, deal_id)]
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


def _read_changes(view: View, deal_id: int) -> list[TimelineEntry]:
    rows = view.rows(
        "select e.kind, e.at, f.name, t.name, e.value, e.currency, w.name, e.expected_close_on, e.probability, r.name,"
        " e.note, e.is_inferred, e.is_dated from history_event e"
        " left join stage f on f.id = e.from_stage_id left join stage t on t.id = e.to_stage_id"
        " left join owner w on w.id = e.owner_id left join reason r on r.id = e.reason_id"
        # Newest first, also within one instant: sorting by time is stable and keeps this order.
        " where e.deal_id = ? order by e.at desc, e.id desc",
        (deal_id,),
    )
    entries = []
    for kind, at, before, after, value, currency, owner, expected, share, reason, note, inferred, dated in rows:
        event = EventKind(kind)
        target = owner if event is EventKind.OWNER else reason if event in (EventKind.WON, EventKind.LOST) else after
        entries.append(
            TimelineEntry(
                kind="change",
                at=from_microseconds(at),
                text=note or "",
                event=event,
                before=before,
                after=target,
                value=None if value is None else Money(value, currency),
                day=None if expected is None else date.fromisoformat(expected),
                share=share,
                is_inferred=bool(inferred),
                is_dated=bool(dated),
            )
        )
    return entries


def _read_notes(view: View, deal_id: int) -> list[TimelineEntry]:
    rows = view.rows("select at, author, text from note where deal_id = ? order by at desc, id desc", (deal_id,))
    return [TimelineEntry(kind="note", at=from_microseconds(at), who=author, text=text) for at, author, text in rows]


def _read_done(view: View, deal_id: int) -> list[TimelineEntry]:
    rows = view.rows(
        "select a.done_at, w.name, a.kind, a.subject, a.result from activity a left join owner w on w.id = a.owner_id"
        " where a.deal_id = ? and a.done_at is not null order by a.done_at desc, a.id desc",
        (deal_id,),
    )
    return [
        TimelineEntry(
            kind="activity",
            at=from_microseconds(at),
            who=who,
            text=result or subject,
            after=subject,
            activity_kind=kind,
        )
        for at, who, kind, subject, result in rows
    ]
