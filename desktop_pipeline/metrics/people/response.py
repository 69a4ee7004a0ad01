"""How soon new leads were answered (METRICS §10)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.leads_clock import CONTACT_KINDS
from desktop_pipeline.metrics.days import AsOf
from desktop_pipeline.metrics.history import NO_VALUE, Flags, History, Int64s
from desktop_pipeline.metrics.rates import Rate, rate_of

_HOUR = 3_600_000_000
_NEVER = int(np.iinfo(np.int64).max)


@dataclass(frozen=True, eq=False)
class Contacts:
    """One row a deal, microseconds since 1970 in UTC; NO_VALUE where it was not."""

    created: Int64s
    answered: Int64s  # the first done call, e-mail or meeting

    def of(self, rows: Int64s) -> "Contacts":
        """Those of some deals."""
        return Contacts(self.created[rows], self.answered[rows])


def find_contacts(history: History, as_of: AsOf) -> Contacts:
    """What had been done by the instant."""
    events, activities, size = history.events, history.activities, history.deals.ids.size
    made = np.flatnonzero((events.kind == EventKind.CREATED) & (events.at <= as_of.at))
    created = np.full(size, NO_VALUE, dtype=np.int64)
    created[events.deal[made]] = events.at[made]
    kinds = [place for place, key in enumerate(history.names.activity_kinds) if key in CONTACT_KINDS]
    done = np.flatnonzero(
        (activities.deal >= 0)
        & (activities.done != NO_VALUE)
        & (activities.done <= as_of.at)
        & np.isin(activities.kind, kinds)
    )
    answered = np.full(size, _NEVER, dtype=np.int64)
    np.minimum.at(answered, activities.deal[done], activities.done[done])
    return Contacts(created, np.where(answered == _NEVER, NO_VALUE, answered))


@dataclass(frozen=True, slots=True)
class Response:
    """Hours from creation to the first answer; the median is None where half of the leads or more had none yet."""

    median_hours: float | None
    within_hour: Rate
    unanswered: int  # for more than an hour
    waiting: int  # no longer than an hour yet, and in no figure


@dataclass(frozen=True, eq=False)
class Answers:
    """Each of some deals is one of the four, unless its creation is unknown."""

    within_hour: Flags
    later: Flags
    unanswered: Flags
    waiting: Flags


def measure_response(contacts: Contacts, now: int) -> Response:
    """Of leads whose creation is known; an unanswered one is later than every other. `now` in microseconds."""
    answers = sort_answers(contacts, now)
    hits, unanswered = int(np.count_nonzero(answers.within_hour)), int(np.count_nonzero(answers.unanswered))
    waits = _find_waits(contacts)[answers.within_hour | answers.later]
    return Response(
        median_hours=_median_hours(waits, unanswered),
        within_hour=rate_of(hits, waits.size + unanswered),
        unanswered=unanswered,
        waiting=int(np.count_nonzero(answers.waiting)),
    )


def sort_answers(contacts: Contacts, now: int) -> Answers:
    """Which leads were answered within the hour, later, or not at all."""
    known = contacts.created != NO_VALUE
    answered = known & (contacts.answered != NO_VALUE)
    soon = answered & (_find_waits(contacts) <= _HOUR)
    waiting = known & ~answered & (contacts.created >= now - _HOUR)
    return Answers(soon, answered & ~soon, known & ~answered & ~waiting, waiting)


def _find_waits(contacts: Contacts) -> Int64s:
    told = (contacts.created != NO_VALUE) & (contacts.answered != NO_VALUE)
    waits = np.where(told, contacts.answered, 0) - np.where(told, contacts.created, 0)
    # A lead may be written down after the call that brought it.
    return np.where(told, np.maximum(waits, 0), _NEVER)


def _median_hours(waits: Int64s, unanswered: int) -> float | None:
    total = waits.size + unanswered
    middle = (total - 1) // 2, total // 2
    if not total or middle[1] >= waits.size:
        return None
    low, high = np.partition(waits, middle)[list(middle)].tolist()
    return float(low + high) / 2 / _HOUR
