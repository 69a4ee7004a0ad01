"""The words and icon of a line in the timeline of a deal."""

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.offers import OfferState
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.queries.timeline import EntryKind, TimelineEntry
from desktop_pipeline.reports.category_words import say_category
from desktop_pipeline.ui.formats import Formats, kind_name

_ACTIVITY_ICONS = {"call": "phone", "email": "mail", "visit": "map-pin", "meeting": "users", "demo": "users"}
# Of an e-mail, so that it does not push everything else away.
_MOST_LINES, _MOST_LETTERS = 12, 800
# What was done for a reason, which stands below.
_REASONED_ICONS = {EntryKind.PASSED: "list-checks", EntryKind.SNOOZE: "clock", EntryKind.WAKING: "clock"}
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


_FIELD_ICONS = {
    "label": "tag",
    "person": "user",
    "role": "user",
    "organisation": "building-2",
    "product": "plus",
    "file": "paperclip",
    "note": "sticky-note",
    "objection": "scale",
    "competitor": "flag",
    "milestone": "circle-check",
    "offer": "file-text",
    "problem": "flag",
    "satisfaction": "circle-check",
}


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One entry as it is read: what, when (and who), and more about it; `note_id` where it can be reworded.

    So many letters at the head of the detail are its `subject`, where more follows it.
    """

    icon: str
    headline: str
    when: str
    detail: str
    note_id: int = 0
    subject: int = 0


def word_entry(entry: TimelineEntry, formats: Formats, zone: ZoneInfo, today: date) -> TimelineLine:
    is_named = bool(entry.who) and entry.kind not in {EntryKind.NOTE, EntryKind.ACTIVITY, EntryKind.MESSAGE}
    when = _when(entry, formats, zone, today, is_inside=is_named)
    if entry.kind is EntryKind.NOTE:
        return TimelineLine("sticky-note", _note_headline(entry), when, entry.text, entry.row_id)
    if entry.kind is EntryKind.ACTIVITY:
        symbol, kind = activity_icon(entry.activity_kind or ""), kind_name(entry.activity_kind)
        detail = _activity_detail(entry)
        return TimelineLine(symbol, kind, when, detail, subject=_subject_of(entry, detail))
    if entry.kind is EntryKind.MESSAGE:
        detail = _message_detail(entry, entry.after or "")
        return TimelineLine("reply", _message_headline(entry), when, detail, subject=_subject_of(entry, detail))
    if is_named:
        when = QCoreApplication.translate("DealPanel", "{who}, {when}").format(who=entry.who, when=when)
    if entry.kind is EntryKind.FIELD:
        own = {"milestone": lambda: _word_milestone(entry, formats, today), "offer": lambda: _word_offer(entry)}
        headline, detail = (own[entry.field](), "") if entry.field in own else word_field(entry)
        return TimelineLine(_FIELD_ICONS.get(entry.field, "pencil"), headline, when, detail)
    if entry.kind in _REASONED_ICONS:
        is_pass = entry.kind is EntryKind.PASSED
        headline = _word_pass(entry) if is_pass else _word_snooze(entry, formats, today)
        return TimelineLine(_REASONED_ICONS[entry.kind], headline, when, entry.text)
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
    after = formats.money(entry.value)
    name = QCoreApplication.translate("DealPanel", "Value")
    if entry.old_value is None:
        return QCoreApplication.translate("DealPanel", "Value {value}").format(value=after)
    return _from_to(name, formats.money(entry.old_value), after)


def _word_close(entry: TimelineEntry, formats: Formats, today: date) -> str:
    if entry.day is None:
        return QCoreApplication.translate("DealPanel", "Close date taken out")
    after = formats.day(entry.day, today)
    if entry.old_day is None:
        return QCoreApplication.translate("DealPanel", "Closes {day}").format(day=after)
    return _from_to(QCoreApplication.translate("DealPanel", "Close date"), formats.day(entry.old_day, today), after)


def _word_owner(entry: TimelineEntry) -> str:
    if entry.after is None:
        return QCoreApplication.translate("DealPanel", "No owner any more")
    if entry.before is None:
        return QCoreApplication.translate("DealPanel", "Given to {owner}").format(owner=entry.after)
    return _from_to(QCoreApplication.translate("DealPanel", "Owner"), entry.before, entry.after)


def _word_probability(entry: TimelineEntry, formats: Formats) -> str:
    if entry.share is None:
        return QCoreApplication.translate("DealPanel", "Probability as the stage has it")
    after = formats.percent(entry.share)
    if entry.old_share is None:
        return QCoreApplication.translate("DealPanel", "Probability {share}").format(share=after)
    return _from_to(QCoreApplication.translate("DealPanel", "Probability"), formats.percent(entry.old_share), after)


def word_field(entry: TimelineEntry) -> tuple[str, str]:
    """What changed and more about it, for a change that the journal tells of."""
    came, went = _arrivals().get(entry.field, ("", ""))
    if came and entry.before is None:
        return came.format(name=entry.after or ""), ""
    if went and entry.after is None:
        return went.format(name=entry.before or ""), ""
    if entry.field in {"note", "objection", "problem"}:
        return _long_names()[entry.field], f"{entry.before or ''} → {entry.after or ''}"
    if entry.field == "forecast_category":
        entry = replace(entry, before=_word_category(entry.before), after=_word_category(entry.after))
    name = _field_names().get(entry.field, "")
    if entry.text:
        name = entry.text if entry.field in {"custom", "role"} else f"{entry.text}, {name}"
    if entry.after is None:
        return QCoreApplication.translate("DealPanel", "{name} taken out").format(name=name), entry.before or ""
    if entry.before is None:
        return QCoreApplication.translate("DealPanel", "{name}: {after}").format(name=name, after=entry.after), ""
    return _from_to(name, entry.before, entry.after), ""


def _word_category(kept: str | None) -> str | None:
    known = {category.value: category for category in ForecastCategory}
    return say_category(known[kept], QCoreApplication.translate) if kept in known else kept


def _word_milestone(entry: TimelineEntry, formats: Formats, today: date) -> str:
    name = entry.text.upper()
    before, after = (day and formats.day(date.fromisoformat(day), today) for day in (entry.before, entry.after))
    if after is None:
        return QCoreApplication.translate("DealPanel", "Marked {milestone} no more").format(milestone=name)
    if before is None:
        words = QCoreApplication.translate("DealPanel", "Marked {milestone}, passed {day}")
        return words.format(milestone=name, day=after)
    return _from_to(name, before, after)


def _word_offer(entry: TimelineEntry) -> str:
    tr, number = QCoreApplication.translate, entry.text
    if entry.after is None:
        return tr("DealPanel", "Offer {number} deleted").format(number=number)
    if entry.after == OfferState.SENT and entry.before in {OfferState.ACCEPTED, OfferState.DECLINED}:
        return tr("DealPanel", "Answer to offer {number} taken back").format(number=number)
    words = {
        OfferState.DRAFT: tr("DealPanel", "Offer {number} made"),
        OfferState.SENT: tr("DealPanel", "Offer {number} sent"),
        OfferState.ACCEPTED: tr("DealPanel", "Offer {number} accepted"),
        OfferState.DECLINED: tr("DealPanel", "Offer {number} declined"),
    }
    return words[OfferState(entry.after)].format(number=number)


def _word_pass(entry: TimelineEntry) -> str:
    words = QCoreApplication.translate("DealPanel", "Passed anyway without: {criteria}")
    return words.format(criteria=", ".join(entry.missing))


def _word_snooze(entry: TimelineEntry, formats: Formats, today: date) -> str:
    day = formats.day(entry.day, today) if entry.day is not None else ""
    if entry.kind is EntryKind.WAKING:
        return QCoreApplication.translate("DealPanel", "Woken before {day}").format(day=day)
    return QCoreApplication.translate("DealPanel", "Snoozed until {day}").format(day=day)


def _from_to(name: str, before: str, after: str) -> str:
    words = QCoreApplication.translate("DealPanel", "{name} from {before} to {after}")
    return words.format(name=name, before=before, after=after)


def _arrivals() -> dict[str, tuple[str, str]]:
    """The words for what came to the deal and for what went."""
    tr = QCoreApplication.translate
    return {
        "label": (tr("DealPanel", "Label {name}"), tr("DealPanel", "Label {name} taken off")),
        "person": (tr("DealPanel", "{name} joined the deal"), tr("DealPanel", "{name} left the deal")),
        "competitor": (tr("DealPanel", "{name} competes"), tr("DealPanel", "{name} competes no more")),
        "product": (tr("DealPanel", "Added {name}"), tr("DealPanel", "Took off {name}")),
        "file": (tr("DealPanel", "Attached {name}"), tr("DealPanel", "Took off {name}")),
        "objection": (tr("DealPanel", "Objection: {name}"), tr("DealPanel", "Objection removed: {name}")),
        "note": ("", tr("DealPanel", "Note removed: {name}")),
        "problem": (tr("DealPanel", "Problem: {name}"), tr("DealPanel", "Problem removed: {name}")),
        "satisfaction": (
            tr("DealPanel", "Satisfaction {name} of 10"),
            tr("DealPanel", "Satisfaction {name} taken out"),
        ),
    }


def _long_names() -> dict[str, str]:
    return {
        "note": QCoreApplication.translate("DealPanel", "Note reworded"),
        "objection": QCoreApplication.translate("DealPanel", "Objection reworded"),
        "problem": QCoreApplication.translate("DealPanel", "Problem reworded"),
    }


def _field_names() -> dict[str, str]:
    tr = QCoreApplication.translate
    return {
        "title": tr("DealPanel", "Title"),
        "organisation": tr("DealPanel", "Organisation"),
        "source": tr("DealPanel", "Source"),
        "forecast_category": tr("DealPanel", "Forecast"),
        "person": tr("DealPanel", "Person"),
        "quantity": tr("DealPanel", "quantity"),
        "price": tr("DealPanel", "price"),
        "discount": tr("DealPanel", "discount"),
        "file": tr("DealPanel", "File"),
        "product": tr("DealPanel", "Product"),
    }


def _note_headline(entry: TimelineEntry) -> str:
    if entry.who:
        return QCoreApplication.translate("DealPanel", "Note by {who}").format(who=entry.who)
    return QCoreApplication.translate("DealPanel", "Note")


def _activity_detail(entry: TimelineEntry) -> str:
    subject = entry.after or ""
    told = subject if entry.text in {"", subject} else f"{subject}\n{entry.text}".strip()
    return _message_detail(entry, told) if entry.message or entry.files else told


def _subject_of(entry: TimelineEntry, detail: str) -> int:
    subject = entry.after or ""
    return len(subject) if subject and detail.startswith(f"{subject}\n") else 0


def _message_headline(entry: TimelineEntry) -> str:
    if entry.who:
        return QCoreApplication.translate("DealPanel", "Reply from {who}").format(who=entry.who)
    return QCoreApplication.translate("DealPanel", "Reply")


def _message_detail(entry: TimelineEntry, told: str) -> str:
    """Subject, text, and the names of the files; the text is cut where it would fill the panel."""
    lines = entry.message.splitlines()
    text = "\n".join(lines[:_MOST_LINES])[:_MOST_LETTERS]
    if len(text) < len("\n".join(lines)):
        text += "…"
    files = ", ".join(entry.files)
    if files:
        files = QCoreApplication.translate("DealPanel", "Files: {names}").format(names=files)
    return "\n".join(part for part in (told, text, files) if part)


def _when(entry: TimelineEntry, formats: Formats, zone: ZoneInfo, today: date, *, is_inside: bool) -> str:
    if not entry.is_dated:
        return QCoreApplication.translate("DealPanel", "date not known")
    day = local_day(entry.at, zone)
    if day == today and not entry.is_inferred:
        return formats.instant(entry.at, today, is_inside=is_inside)
    return formats.day(day, today)
