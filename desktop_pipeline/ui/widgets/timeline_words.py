"""The words and icon of a line in the timeline of a deal."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.timeline import TimelineEntry
from desktop_pipeline.ui.formats import Formats, kind_name

_ACTIVITY_ICONS = {"call": "phone", "email": "mail", "visit": "map-pin", "meeting": "users", "demo": "users"}
_EVENT_ICONS = {
    EventKind.CREATED: "plus",
    EventKind.MOVED: "arrow-right",
    EventKind.PIPELINE: "arrow-right",
    EventKind.WON: "circle-check",
    EventKind.LOST: "circle-x",
    EventKind.REOPENED: "corner-up-left",
    EventKind.VALUE: "tag",
    EventKind.EXPECTED_CLOSE: "calendar",
    EventKind.OWNER: "user",
    EventKind.PROBABILITY: "target",
    EventKind.DELETED: "trash-2",
    EventKind.RESTORED: "undo-2",
}


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One entry as it is read: what, when, and more about it where there is more."""

    icon: str
    headline: str
    when: str
    detail: str


def word_entry(entry: TimelineEntry, formats: Formats, zone: ZoneInfo, today: date) -> TimelineLine:
    """The entry in words."""
    when = _when(entry, formats, zone, today)
    if entry.kind == "note":
        return TimelineLine("sticky-note", _note_headline(entry), when, entry.text)
    if entry.kind == "activity":
        return TimelineLine(
            activity_icon(entry.activity_kind or ""), kind_name(entry.activity_kind), when, _activity_detail(entry)
        )
    assert entry.event is not None
    detail = entry.text
    if entry.is_inferred:
        source = QCoreApplication.translate("DealPanel", "From the spreadsheet")
        detail = f"{detail}\n{source}" if detail else source
    return TimelineLine(_EVENT_ICONS[entry.event], word_event(entry, formats, today), when, detail)


def activity_icon(kind: str) -> str:
    """The icon of a kind of activity."""
    return _ACTIVITY_ICONS.get(kind.lower(), "check")


def word_event(entry: TimelineEntry, formats: Formats, today: date) -> str:
    """What changed, as a headline."""
    worded = {
        EventKind.MOVED: lambda: _word_move(entry),
        EventKind.PIPELINE: lambda: _word_move(entry),
        EventKind.VALUE: lambda: _word_value(entry, formats),
        EventKind.EXPECTED_CLOSE: lambda: _word_close(entry, formats, today),
        EventKind.OWNER: lambda: _word_owner(entry),
        EventKind.PROBABILITY: lambda: _word_probability(entry, formats),
    }
    word = worded.get(entry.event or EventKind.CREATED)
    return word() if word is not None else _word_plain(entry)


def _word_plain(entry: TimelineEntry) -> str:
    after = entry.after
    if entry.event is EventKind.CREATED:
        text = QCoreApplication.translate("DealPanel", "Created in {stage}")
        return text.format(stage=after) if after else QCoreApplication.translate("DealPanel", "Created")
    if entry.event is EventKind.REOPENED:
        text = QCoreApplication.translate("DealPanel", "Reopened in {stage}")
        return text.format(stage=after) if after else QCoreApplication.translate("DealPanel", "Reopened")
    if entry.event is EventKind.LOST and after:
        return QCoreApplication.translate("DealPanel", "Lost: {reason}").format(reason=after)
    words = {
        EventKind.WON: QCoreApplication.translate("DealPanel", "Won"),
        EventKind.LOST: QCoreApplication.translate("DealPanel", "Lost"),
        EventKind.DELETED: QCoreApplication.translate("DealPanel", "Put into the bin"),
        EventKind.RESTORED: QCoreApplication.translate("DealPanel", "Taken out of the bin"),
    }
    return words.get(entry.event or EventKind.CREATED, "")


def _word_move(entry: TimelineEntry) -> str:
    if entry.before is None:
        return QCoreApplication.translate("DealPanel", "Moved to {after}").format(after=entry.after or "")
    text = QCoreApplication.translate("DealPanel", "Moved from {before} to {after}")
    return text.format(before=entry.before, after=entry.after or "")


def _word_value(entry: TimelineEntry, formats: Formats) -> str:
    if entry.value is None:
        return QCoreApplication.translate("DealPanel", "Value taken out")
    return QCoreApplication.translate("DealPanel", "Value {value}").format(value=formats.money(entry.value))


def _word_close(entry: TimelineEntry, formats: Formats, today: date) -> str:
    if entry.day is None:
        return QCoreApplication.translate("DealPanel", "Closing date taken out")
    return QCoreApplication.translate("DealPanel", "Closes {day}").format(day=formats.day(entry.day, today))


def _word_owner(entry: TimelineEntry) -> str:
    if entry.after is None:
        return QCoreApplication.translate("DealPanel", "No owner any more")
    return QCoreApplication.translate("DealPanel", "Given to {owner}").format(owner=entry.after)


def _word_probability(entry: TimelineEntry, formats: Formats) -> str:
    if entry.share is None:
        return QCoreApplication.translate("DealPanel", "Probability as the stage has it")
    return QCoreApplication.translate("DealPanel", "Probability {share}").format(share=formats.percent(entry.share))


def _note_headline(entry: TimelineEntry) -> str:
    if entry.who:
        return QCoreApplication.translate("DealPanel", "Note by {who}").format(who=entry.who)
    return QCoreApplication.translate("DealPanel", "Note")


def _activity_detail(entry: TimelineEntry) -> str:
    subject = entry.after or ""
    return subject if entry.text in {"", subject} else f"{subject}\n{entry.text}".strip()


def _when(entry: TimelineEntry, formats: Formats, zone: ZoneInfo, today: date) -> str:
    if not entry.is_dated:
        return QCoreApplication.translate("DealPanel", "date not known")
    day = local_day(entry.at, zone)
    if day == today and not entry.is_inferred:
        return formats.instant(entry.at, today)
    return formats.day(day, today)
