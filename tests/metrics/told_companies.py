"""Companies that anything may have happened to, for tests of what must hold of all of them."""

from dataclasses import replace
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
    Story,
)

FIRST = date(2024, 2, 1)
dates = st.integers(0, 25).map(lambda weeks: (FIRST + timedelta(weeks=weeks)).isoformat())
closes = st.one_of(st.none(), dates)
values = st.one_of(st.none(), st.integers(-(10**4), 10**7))
currencies = st.sampled_from(("EUR", "CHF", "JPY"))
owners = st.sampled_from((UNKNOWN, ANN, BEN))
places = st.sampled_from((Q, P, N, OTHER_Q, OTHER_P))
# A strategy is looked through by hypothesis when it is first drawn from: each is made once.
first_places = st.one_of(st.just(UNKNOWN), places)
kinds = st.sampled_from([kind for kind in EventKind if kind is not EventKind.CREATED])
acts = st.sampled_from((CALL, TASK))
sources = st.sampled_from((UNKNOWN, 1))
lines = st.lists(st.tuples(st.sampled_from((SAW, LATHE)), values), max_size=3)
labels = st.sets(st.sampled_from((1, 2)))
notes = st.lists(dates, max_size=2)
truths = st.booleans()


@st.composite
def happenings(draw: st.DrawFn) -> Happening:
    kind = draw(kinds)
    is_placing = kind in {EventKind.MOVED, EventKind.REOPENED, EventKind.PIPELINE}
    return Happening(
        on=draw(dates),
        kind=kind,
        stage=draw(places) if is_placing else UNKNOWN,
        value=draw(values) if kind is EventKind.VALUE else None,
        currency=draw(currencies),
        owner=draw(owners) if kind is EventKind.OWNER else UNKNOWN,
        expected=draw(closes) if kind is EventKind.EXPECTED_CLOSE else None,
        reason=PRICE if kind is EventKind.LOST else UNKNOWN,
    )


@st.composite
def doings(draw: st.DrawFn) -> Doing:
    made, due, done = draw(dates), draw(closes), draw(closes)
    # What is entered with an earlier date rewrites the past, and is meant to.
    return Doing(draw(acts), made if done is None else min(made, done), due, done)


_HAPPENINGS = st.lists(happenings(), max_size=6)
_DOINGS = st.lists(doings(), max_size=2)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    opening = Happening(
        draw(dates),
        EventKind.CREATED,
        stage=draw(first_places),
        value=draw(values),
        currency=draw(currencies),
        owner=draw(owners),
        expected=draw(closes),
    )
    return Story(
        0,
        (opening, *draw(_HAPPENINGS)),
        source=draw(sources),
        products=tuple(draw(lines)),
        labels=tuple(draw(labels)),
        doings=tuple(draw(_DOINGS)),
        notes=tuple(draw(notes)),
        created_known=draw(truths),
    )


companies = st.lists(stories(), max_size=6).map(
    lambda told: tuple(replace(story, id=number) for number, story in enumerate(told, 1))
)
