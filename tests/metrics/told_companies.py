"""Companies that anything may have happened to, for tests of what must hold of all of them."""

from datetime import date, timedelta

from hypothesis import strategies as st

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.metrics.history import UNKNOWN
from tests.metrics.histories import (
    ANN,
    BEN,
    CALL,
    LATHE,
    OTHER_P,
    OTHER_Q,
    PRICE,
    SAW,
    TASK,
    Doing,
    Happening,
    N,
    P,
    Q,
    Rest,
    Story,
)
from tests.metrics.teller import Teller, companies_of

FIRST = date(2024, 2, 1)
dates = st.integers(0, 25).map(lambda weeks: (FIRST + timedelta(weeks=weeks)).isoformat())
_PLACES = (Q, P, N, OTHER_Q, OTHER_P)
_OWNERS = (UNKNOWN, ANN, BEN)
_CURRENCIES = ("EUR", "CHF", "JPY")
_KINDS = [kind for kind in EventKind if kind is not EventKind.CREATED]
_LOWEST, _HIGHEST = -(10**4), 10**7


def _tell_date(told: Teller) -> str:
    return (FIRST + timedelta(weeks=told.number(26))).isoformat()


def _tell_close(told: Teller) -> str | None:
    return _tell_date(told) if told.number(2) else None


def _tell_happening(told: Teller) -> Happening:
    kind = told.choose(_KINDS)
    is_placing = kind in {EventKind.MOVED, EventKind.REOPENED, EventKind.PIPELINE}
    return Happening(
        on=_tell_date(told),
        kind=kind,
        stage=told.choose(_PLACES) if is_placing else UNKNOWN,
        value=told.amount(_LOWEST, _HIGHEST) if kind is EventKind.VALUE else None,
        currency=told.choose(_CURRENCIES),
        owner=told.choose(_OWNERS) if kind is EventKind.OWNER else UNKNOWN,
        expected=_tell_close(told) if kind is EventKind.EXPECTED_CLOSE else None,
        reason=PRICE if kind is EventKind.LOST else UNKNOWN,
    )


def _tell_doing(told: Teller) -> Doing:
    made, due, done = _tell_date(told), _tell_close(told), _tell_close(told)
    # What is entered with an earlier date rewrites the past, and is meant to.
    return Doing(told.choose((CALL, TASK)), made if done is None else min(made, done), due, done)


def _tell_rest(told: Teller) -> Rest:
    return Rest(_tell_date(told), _tell_date(told), _tell_close(told))


def _tell_story(told: Teller) -> Story:
    opening = Happening(
        _tell_date(told),
        EventKind.CREATED,
        stage=told.choose((UNKNOWN, *_PLACES)),
        value=told.amount(_LOWEST, _HIGHEST),
        currency=told.choose(_CURRENCIES),
        owner=told.choose(_OWNERS),
        expected=_tell_close(told),
    )
    return Story(
        0,
        (opening, *told.times(6, _tell_happening)),
        source=told.choose((UNKNOWN, 1)),
        products=told.times(3, lambda told: (told.choose((SAW, LATHE)), told.amount(_LOWEST, _HIGHEST))),
        labels=told.some((1, 2)),
        doings=told.times(2, _tell_doing),
        notes=told.times(2, _tell_date),
        replies=told.times(1, _tell_date),
        snoozes=told.times(2, _tell_rest),
        created_known=told.choose((True, False)),
    )


companies = companies_of(_tell_story, most=6)
