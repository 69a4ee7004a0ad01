"""Leaving a deal alone for a while on purpose: with a reason, until a day, at most one stale limit long (METRICS §15).

A snooze ends on its day, when somebody wakes the deal, and with the next real touch: from then on the stale limit
counts anew, so that what is left of the snooze could hide nothing.
"""

from datetime import date, timedelta

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import clean_text

LONGEST_WHY = 200


def last_wake_day(today: date, stale_limit: int) -> date:
    """The latest day on which a deal that is snoozed today wakes; `stale_limit` is its stage's, in days."""
    return today + timedelta(days=max(1, stale_limit))


def check_snooze(why: str, until: date, *, today: date, stale_limit: int) -> str:
    """The reason as it is kept; raises InvalidError where it is missing, or where the day is past or too far off."""
    cleaned = " ".join(clean_text(why).split())
    if not cleaned:
        message = "Say why the deal is left alone."
        raise InvalidError(message)
    if len(cleaned) > LONGEST_WHY:
        message = f"A reason can have {LONGEST_WHY} characters at most; this one has {len(cleaned)}."
        raise InvalidError(message)
    if until <= today:
        message = "Choose a later day on which the deal wakes: tomorrow at the earliest."
        raise InvalidError(message)
    last = last_wake_day(today, stale_limit)
    if until > last:
        days = max(1, stale_limit)
        message = f"A deal in this stage can be left alone for {days} days at most: until {last.day} {last:%B %Y}."
        raise InvalidError(message)
    return cleaned


def is_snoozed(day: date, *, since: date, until: date, stale_limit: int) -> bool:
    """Whether a snooze that nobody ended holds on a day; `stale_limit` is that of the stage the deal is in by then."""
    return since <= day < until and (day - since).days < stale_limit
