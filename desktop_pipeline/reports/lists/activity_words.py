"""Activities and next steps in the words of paper: always with their day, for it is read later than printed."""

from datetime import date, datetime

from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.queries.activities import ActivityKind, ActivityRow
from desktop_pipeline.reports.words import Words

_BUILT_IN = {"call": "Call", "email": "E-mail", "meeting": "Meeting", "visit": "Visit", "task": "Task"}


def name_kind_key(key: str | None, words: Words) -> str:
    """The word for a kind of activity; kinds of the owner's own are called as they are."""
    translate = words.translate
    if not key:
        return translate("Formats", "Next step")
    known = {
        "call": translate("Formats", "Call"),
        "email": translate("Formats", "E-mail"),
        "meeting": translate("Formats", "Meeting"),
        "visit": translate("Formats", "Visit"),
        "task": translate("Formats", "Task"),
        "demo": translate("Formats", "Demo"),
        "sign": translate("Formats", "Sign"),
    }
    return known.get(key.lower(), key[:1].upper() + key[1:])


def name_kind(kind: ActivityKind, words: Words) -> str:
    """The owner's word for a kind; the built-in ones in the language of the window while nobody renamed them."""
    return name_kind_key(kind.key, words) if _BUILT_IN.get(kind.key) == kind.name else kind.name


def say_step(step: NextStep, kind: str | None, due_on: date | None, *, today: date, words: Words) -> str:
    """`Call, Thu 11 Jun`, `Call, Fri 5 Jun, late`, `No next step`."""
    if step is NextStep.NONE:
        return words.translate("Formats", "No next step")
    return f"{name_kind_key(kind, words)}, {say_due(step, due_on, None, today=today, words=words)}"


def say_due(step: NextStep, due_on: date | None, due_at: datetime | None, *, today: date, words: Words) -> str:
    """`Thu 11 Jun, 15:30`, `Fri 5 Jun, late`, `no date`."""
    translate = words.translate
    if due_on is None:
        return translate("Activities", "no date")
    parts = [words.formats.day(due_on, today)]
    if due_at is not None:
        parts.append(words.formats.time(due_at))
    if step is NextStep.LATE:
        parts.append(translate("Activities", "late"))
    return ", ".join(parts)


def say_whom(activity: ActivityRow) -> str:
    """With whom, or at which organisation."""
    return activity.person or activity.organisation or ""
