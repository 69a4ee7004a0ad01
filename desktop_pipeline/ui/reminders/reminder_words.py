"""What a reminder says: in the window and in the system's notification."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.queries.activities import ActivityRow
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.widgets.activity_words import name_kind, word_when

_NAMED = 3


@dataclass(frozen=True, slots=True)
class ReminderWords:
    """A title and what stands below or beside it."""

    title: str
    text: str


def word_reminders(
    activities: Sequence[ActivityRow], missed: Collection[int], formats: Formats, *, today: date, now: datetime
) -> ReminderWords:
    """One activity with all that matters; of several their number and the first names."""
    if len(activities) == 1:
        return _word_one(activities[0], formats, today=today, now=now, is_missed=bool(missed))
    count = formats.number(len(activities))
    if not missed:
        title = QCoreApplication.translate("Reminders", "{count} reminders").format(count=count)
    elif len(missed) == len(activities):
        title = QCoreApplication.translate("Reminders", "{count} reminders were missed").format(count=count)
    else:
        title = QCoreApplication.translate("Reminders", "{count} reminders, {missed} of them missed")
        title = title.format(count=count, missed=formats.number(len(missed)))
    names = ", ".join(activity.subject for activity in activities[:_NAMED])
    rest = len(activities) - _NAMED
    if rest > 0:
        more = QCoreApplication.translate("Reminders", "{names} and {count} more")
        names = more.format(names=names, count=formats.number(rest))
    return ReminderWords(title, names)


def _word_one(activity: ActivityRow, formats: Formats, *, today: date, now: datetime, is_missed: bool) -> ReminderWords:
    title, kind = activity.subject, name_kind(activity.kind)
    if is_missed:
        title = QCoreApplication.translate("Reminders", "Missed: {title}").format(title=title)
    about = activity.deal or activity.person or activity.organisation
    when = word_when(activity, formats, today=today, now=now)
    parts = (kind if kind != activity.subject else None, about, when)
    return ReminderWords(title, ", ".join(part for part in parts if part))
