"""The words of activities: when they are due, in what group, and the sentence a screen reader says."""

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.activities import DueGroup, group_due
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.recurring import Repeat, Unit
from desktop_pipeline.queries.activities import ActivityKind, ActivityRow
from desktop_pipeline.ui.formats import Formats, kind_name, to_qdate

_BUILT_IN = {"call": "Call", "email": "E-mail", "meeting": "Meeting", "visit": "Visit", "task": "Task"}


def name_kind(kind: ActivityKind) -> str:
    """The owner's word for a kind; the built-in ones in the language of the window while nobody renamed them."""
    return kind_name(kind.key) if _BUILT_IN.get(kind.key) == kind.name else kind.name


def name_group(group: DueGroup | None, day: date | None, formats: Formats, *, today: date) -> str:
    """A heading of the list."""
    if group is None and day == today:
        group = DueGroup.TODAY
    if group in {DueGroup.LATER, None} and day is not None:
        pattern = "dddd d MMMM" if day.year == today.year else "dddd d MMMM yyyy"
        return formats.locale.toString(to_qdate(day), pattern)
    return {
        DueGroup.LATE: QCoreApplication.translate("Activities", "Late"),
        DueGroup.TODAY: QCoreApplication.translate("Activities", "Today"),
        DueGroup.TOMORROW: QCoreApplication.translate("Activities", "Tomorrow"),
        DueGroup.NO_DATE: QCoreApplication.translate("Activities", "No date"),
    }.get(group or DueGroup.LATER, "")


def word_due(activity: ActivityRow, formats: Formats, *, today: date, now: datetime) -> str:
    """The short form at the end of a row: `12 d late`, `10:30`, `any time`, `no date`; when it was done."""
    if activity.done_at is not None:
        return formats.time(activity.done_at)
    group = group_due(activity.due_on, activity.due_at, today=today, now=now)
    if group is DueGroup.LATE and activity.due_on is not None and activity.due_on < today:
        return QCoreApplication.translate("Activities", "{days} late").format(
            days=formats.days((today - activity.due_on).days)
        )
    if activity.due_at is not None:
        time = formats.time(activity.due_at)
        return (
            QCoreApplication.translate("Activities", "{time}, late").format(time=time)
            if group is DueGroup.LATE
            else time
        )
    return (
        QCoreApplication.translate("Activities", "no date")
        if activity.due_on is None
        else QCoreApplication.translate("Activities", "any time")
    )


def word_when(activity: ActivityRow, formats: Formats, *, today: date, now: datetime) -> str:
    """The long form: `Thu 11 Jun, 10:00, in 2 d`, `Fri 5 Jun, 4 d late`, `No day set`."""
    if activity.due_on is None:
        return QCoreApplication.translate("Activities", "No day set")
    parts = [formats.day(activity.due_on, today)]
    if activity.due_at is not None:
        parts.append(formats.time(activity.due_at))
    away = (activity.due_on - today).days
    if group_due(activity.due_on, activity.due_at, today=today, now=now) is DueGroup.LATE:
        parts.append(
            QCoreApplication.translate("Activities", "{days} late").format(days=formats.days(-away))
            if away
            else QCoreApplication.translate("Activities", "late")
        )
    elif away:
        parts.append(QCoreApplication.translate("Activities", "in {days}").format(days=formats.days(away)))
    else:
        parts.append(QCoreApplication.translate("Activities", "today"))
    return ", ".join(parts)


def tell_activity(activity: ActivityRow, formats: Formats, *, today: date, now: datetime) -> str:
    """One sentence: “Call, Brass edges, Hotel lobby desk, Proposal, €27,300, owner Noor, Tue 9 Jun, 10:30, today.”."""
    kind = name_kind(activity.kind)
    parts = [kind]
    if activity.subject != activity.kind.name:
        parts.append(activity.subject)
    if activity.deal:
        parts.append(activity.deal)
        if activity.deal_status is DealStatus.OPEN and activity.stage:
            parts.append(activity.stage)
    parts += [name for name in (activity.person, None if activity.deal else activity.organisation) if name]
    if activity.value is not None:
        parts.append(formats.money(activity.value))
    if activity.owner:
        parts.append(QCoreApplication.translate("Activities", "owner {name}").format(name=activity.owner))
    if activity.done_at is None:
        parts.append(word_when(activity, formats, today=today, now=now))
        parts += [word_repeat(activity.repeat, formats, today=today)] if activity.repeat else []
    else:
        done = QCoreApplication.translate("Activities", "done {when}")
        parts.append(done.format(when=formats.instant(activity.done_at, today, is_inside=True)))
        parts += [activity.result] if activity.result else []
    return ", ".join(parts) + "."


def word_repeat(repeat: Repeat, formats: Formats, *, today: date) -> str:
    """`every week`, `every 3 months until Tue 30 Jun`."""
    one, several = _name_units(repeat.unit)
    words = one if repeat.every == 1 else several.format(count=formats.number(repeat.every))
    if repeat.until is None:
        return words
    last = formats.day(repeat.until, today)
    return QCoreApplication.translate("Activities", "{often} until {day}").format(often=words, day=last)


def word_reminder(minutes: int | None) -> str:
    """When one is reminded: `never`, `at its time`, `10 min before`."""
    if minutes is None:
        return QCoreApplication.translate("Activities", "never")
    if not minutes:
        return QCoreApplication.translate("Activities", "at its time")
    days, rest = divmod(minutes, 24 * 60)
    if days == 1 and not rest:
        return QCoreApplication.translate("Activities", "1 day before")
    if days and not rest:
        return QCoreApplication.translate("Activities", "{days} days before").format(days=days)
    ahead = word_minutes(minutes)
    return QCoreApplication.translate("Activities", "{time} before").format(time=ahead)


def _name_units(unit: Unit) -> tuple[str, str]:
    return {
        Unit.DAY: (
            QCoreApplication.translate("Activities", "every day"),
            QCoreApplication.translate("Activities", "every {count} days"),
        ),
        Unit.WORKING_DAY: (
            QCoreApplication.translate("Activities", "every working day"),
            QCoreApplication.translate("Activities", "every {count} working days"),
        ),
        Unit.WEEK: (
            QCoreApplication.translate("Activities", "every week"),
            QCoreApplication.translate("Activities", "every {count} weeks"),
        ),
        Unit.MONTH: (
            QCoreApplication.translate("Activities", "every month"),
            QCoreApplication.translate("Activities", "every {count} months"),
        ),
        Unit.YEAR: (
            QCoreApplication.translate("Activities", "every year"),
            QCoreApplication.translate("Activities", "every {count} years"),
        ),
    }[unit]


def word_minutes(minutes: int) -> str:
    """`45 min`, `1 h`, `1 h 20 min`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return QCoreApplication.translate("Activities", "{minutes} min").format(minutes=rest)
    if not rest:
        return QCoreApplication.translate("Activities", "{hours} h").format(hours=hours)
    return QCoreApplication.translate("Activities", "{hours} h {minutes} min").format(hours=hours, minutes=rest)
