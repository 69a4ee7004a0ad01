"""The movement of the open value between two instants closes to the cent, and every bar has its deals."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.metrics.changing.movement import Bar, Movement, find_moves, sum_up
from desktop_pipeline.metrics.changing.trail import trace
from desktop_pipeline.metrics.days import AsOf
from desktop_pipeline.metrics.history import NO_DAY, NO_VALUE, UNKNOWN, History
from desktop_pipeline.metrics.moment import look
from desktop_pipeline.metrics.population import Why, gather
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.metrics.sums import add_up
from tests.lengths import MANY
from tests.metrics.histories import (
    ANN,
    BEN,
    DAY,
    LATHE,
    OTHER_Q,
    SAW,
    YEAR,
    Happening,
    Story,
    at,
    created,
    deal,
    deleted,
    expecting,
    history_of,
    lost,
    owned,
    period,
    reopened,
    restored,
    switched,
    valued,
    won,
)
from tests.metrics.recounts import list_moved
from tests.metrics.told_companies import companies, dates

OPENING, CLOSING = at("2024-03-31"), at("2024-06-30")
QUARTER = period("2024-04-01", "2024-07-01")
BEFORE, IN = "2024-02-01", "2024-05-01"


def _movement(history: History, selection: Selection = EVERYTHING) -> Movement:
    return sum_up(find_moves(trace(history, OPENING, CLOSING), selection))


def _bars(movement: Movement) -> dict[str, int]:
    return {bar.bar.value: bar.value for bar in movement.bars if bar.deals}


def _closes(movement: Movement) -> bool:
    changes = sum(-bar.value if bar.bar.takes_away else bar.value for bar in movement.bars)
    return movement.opening.value + changes == movement.closing.value


def test_the_worked_example_by_period_due() -> None:
    def began(value: int, due: str = "2024-06-15", on: str = BEFORE) -> Happening:
        return created(on, value=value, expected=due)

    history = history_of(
        deal(1, began(20), won(IN)),
        deal(2, began(25), lost(IN)),
        deal(3, began(12), expecting(IN, "2024-08-01")),
        deal(4, began(43), valued("2024-04-10", 48), valued("2024-04-20", 40)),
        deal(5, began(30, on=IN)),
        deal(6, began(10, "2024-08-01"), expecting(IN, "2024-06-01")),
        deal(7, created(BEFORE, value=99)),
        deal(8, began(77, "2024-07-01", on=IN)),
    )
    moves = find_moves(trace(history, OPENING, CLOSING), due=QUARTER)
    movement = sum_up(moves, by_due=True)
    assert movement.opening.value == 100
    assert movement.closing.value == 80
    assert [(bar.bar.value, bar.value) for bar in movement.bars] == [
        ("created", 30),
        ("reopened", 0),
        ("restored", 0),
        ("raised", 5),
        ("entered_filter", 0),
        ("pulled_in", 10),
        ("lowered", 8),
        ("left_filter", 0),
        ("pushed_out", 12),
        ("won", 20),
        ("lost", 25),
        ("deleted", 0),
    ]
    assert _closes(movement)
    assert list_moved(moves, Bar.RAISED)[0].deal_id == list_moved(moves, Bar.LOWERED)[0].deal_id == 4


def test_every_kind_of_step_has_its_bar() -> None:
    history = history_of(
        deal(1, created(BEFORE, value=100), lost("2024-03-01"), reopened(IN)),
        deal(2, created(BEFORE, value=200), deleted("2024-03-01"), restored(IN)),
        deal(3, created(BEFORE, value=300), deleted(IN)),
        deal(4, created(IN, value=400), won("2024-06-01")),
        deal(5, created(BEFORE), valued(IN, 500)),
        deal(6, created(BEFORE, value=600), valued(IN, None)),
    )
    movement = _movement(history)
    assert movement.opening.value == 900
    assert _bars(movement) == {
        "created": 400,
        "reopened": 100,
        "restored": 200,
        "raised": 500,
        "lowered": 600,
        "won": 400,
        "deleted": 300,
    }
    assert movement.closing.value == 800
    assert (movement.closing.deals, movement.closing.valued) == (4, 3)


def test_a_value_that_becomes_known_is_raised_also_where_it_is_nothing() -> None:
    movement = _movement(history_of(deal(1, created(BEFORE), valued(IN, 0))))
    assert _bars(movement) == {"raised": 0}
    assert (movement.closing.deals, movement.closing.valued) == (1, 1)


def test_owners_and_pipelines_let_deals_into_the_filter_and_out_of_it() -> None:
    history = history_of(
        deal(1, created(BEFORE, value=100, owner=ANN), owned(IN, BEN)),
        deal(2, created(BEFORE, value=200, owner=BEN), owned(IN, ANN)),
        deal(3, created(BEFORE, value=300, owner=ANN), switched(IN, OTHER_Q), pipeline=2),
    )
    assert _bars(_movement(history)) == {}
    of_ann = _movement(history, Selection(owner=ANN))
    assert (of_ann.opening.value, of_ann.closing.value) == (400, 500)
    assert _bars(of_ann) == {"entered_filter": 200, "left_filter": 100}
    assert _bars(_movement(history, Selection(pipeline=1))) == {"left_filter": 300}
    assert _bars(_movement(history, Selection(pipeline=2))) == {"entered_filter": 300}


def test_a_new_rate_lets_value_in_and_a_lower_one_out() -> None:
    # 100.00 CHF: 105.00 at the opening, 110.00 when it is raised to 120.00 CHF = 132.00, 108.00 at the end.
    rates = (("CHF", "2024-01-01", "1.05"), ("CHF", "2024-04-15", "1.10"), ("CHF", "2024-06-01", "0.90"))
    history = history_of(
        deal(1, created(BEFORE, value=10000, currency="CHF"), valued(IN, 12000, "CHF")),
        deal(2, created(BEFORE, value=10000, currency="CHF"), won(IN)),
        rates=rates,
    )
    moves = find_moves(trace(history, OPENING, CLOSING))
    movement = sum_up(moves)
    assert (movement.opening.value, movement.closing.value) == (21000, 10800)
    assert _bars(movement) == {"raised": 2200, "entered_filter": 1000, "left_filter": 2400, "won": 11000}
    entered = next(bar for bar in movement.bars if bar.bar is Bar.ENTERED)
    assert (entered.deals, entered.by_rate) == (2, 1000)
    assert _closes(movement)


def test_a_deal_without_a_rate_is_listed_and_adds_nothing_until_there_is_one() -> None:
    stories = (deal(1, created(BEFORE, value=10000, currency="CHF")), deal(2, created(IN, value=500, currency="JPY")))
    history = history_of(*stories, rates=(("CHF", "2024-05-15", "1.10"),))
    moves = find_moves(trace(history, OPENING, CLOSING))
    movement = sum_up(moves)
    assert (movement.opening.value, movement.opening.deals, movement.opening.valued) == (0, 1, 0)
    assert _bars(movement) == {"created": 0, "entered_filter": 11000}
    assert movement.closing.value == 11000
    assert [(reason.why, reason.currency) for reason in moves.left_out()] == [
        (Why.NO_RATE, "CHF"),
        (Why.NO_RATE, "JPY"),
    ]
    assert [moved.value for moved in list_moved(moves, Bar.CREATED)] == [None]


def test_a_product_moves_with_its_part_of_each_value() -> None:
    history = history_of(
        deal(1, created(BEFORE, value=100), valued(IN, 10), products=((SAW, 1), (LATHE, 2))),
        deal(2, created(BEFORE, value=50)),
    )
    movement = _movement(history, Selection(product=SAW))
    assert (movement.opening.value, movement.closing.value) == (33, 3)
    assert _bars(movement) == {"lowered": 30}
    assert _movement(history, Selection(product=UNKNOWN)).closing.value == 50


def test_a_value_that_a_file_tells_with_the_outcome_was_won() -> None:
    story = deal(1, created(BEFORE), won(IN), valued(IN, 700))
    history = history_of(story)
    movement = _movement(_at_one_instant(history))
    assert _bars(movement) == {"raised": 700, "won": 700}


def test_an_outcome_without_a_date_takes_the_rate_of_what_came_before() -> None:
    rates = (("CHF", "2024-01-01", "2"), ("CHF", "2024-04-15", "3"), ("CHF", "2024-06-01", "4"))
    history = history_of(
        deal(1, created(BEFORE, value=100, currency="CHF"), valued(IN, 200, "CHF"), won("2024-06-20")), rates=rates
    )
    day = history.events.day.copy()
    day[-1] = NO_DAY
    movement = _movement(replace(history, events=replace(history.events, day=day)))
    assert _bars(movement) == {"raised": 300, "entered_filter": 100, "won": 600}
    assert _closes(movement)


@pytest.mark.parametrize("opening", ["2024-06-30", "2025-01-01"])
def test_between_an_instant_and_itself_nothing_moves(opening: str) -> None:
    history = history_of(deal(1, created(BEFORE, value=100)), deal(2, created(IN, value=50)))
    movement = sum_up(find_moves(trace(history, at(opening), CLOSING)))
    assert (movement.opening.value, movement.closing.value, _bars(movement)) == (150, 150, {})


def test_without_any_deal_all_bars_are_nothing() -> None:
    movement = _movement(history_of(), Selection(product=SAW))
    assert (movement.opening.value, movement.closing.value, _bars(movement)) == (0, 0, {})


RATES = (("CHF", "2024-02-20", "1.0713"), ("CHF", "2024-05-07", "0.9331"), ("JPY", "2024-06-03", "0.00613"))
SELECTIONS = (
    EVERYTHING,
    Selection(owner=ANN),
    Selection(owner=UNKNOWN),
    Selection(pipeline=1),
    Selection(pipeline=2, owner=BEN),
    Selection(product=SAW),
    Selection(product=UNKNOWN),
    Selection(source=1, label=2),
    Selection(product=LATHE, owner=ANN),
)


def _at_one_instant(history: History) -> History:
    """With the events of a day at its first instant, as files that name dates tell them."""
    events = history.events
    return replace(history, events=replace(events, at=events.at // DAY * DAY))


def _open_value(history: History, instant: AsOf, selection: Selection) -> tuple[int, int]:
    population = gather(look(history, instant), YEAR, selection)
    amounts = population.amount[population.active]
    return add_up(amounts[amounts != NO_VALUE]), int(np.count_nonzero(population.active))


@given(
    company=companies,
    first=dates,
    last=dates,
    selection=st.sampled_from(SELECTIONS),
    is_dated=st.booleans(),
)
@settings(max_examples=2 * MANY, deadline=None)
def test_the_movement_leads_from_one_open_value_to_the_other_to_the_cent(
    company: tuple[Story, ...], first: str, last: str, selection: Selection, is_dated: bool
) -> None:
    history = history_of(*company, rates=RATES)
    if is_dated:
        history = _at_one_instant(history)
    opening, closing = at(min(first, last)), at(max(first, last))
    moves = find_moves(trace(history, opening, closing), selection)
    movement = sum_up(moves)
    assert (movement.opening.value, movement.opening.deals) == _open_value(history, opening, selection)
    assert (movement.closing.value, movement.closing.deals) == _open_value(history, closing, selection)
    assert _closes(movement)
    for bar in (movement.opening, *movement.bars, movement.closing):
        listed = list_moved(moves, bar.bar)
        assert sum(moved.value or 0 for moved in listed) == bar.value
        assert len(listed) == bar.deals == np.count_nonzero(moves.flags(bar.bar))


@given(company=companies, first=dates, last=dates, due=st.tuples(dates, dates))
@settings(max_examples=MANY, deadline=None)
def test_by_period_due_it_closes_too_and_counts_every_deal_in_and_out(
    company: tuple[Story, ...], first: str, last: str, due: tuple[str, str]
) -> None:
    history = history_of(*company, rates=RATES)
    trail = trace(history, at(min(first, last)), at(max(first, last)))
    moves = find_moves(trail, due=period(min(due), max(due)))
    assert _closes(sum_up(moves, by_due=True))


@given(company=companies, first=dates, last=dates)
@settings(max_examples=100, deadline=None)
def test_what_is_won_in_the_movement_was_won_in_the_overview(company: tuple[Story, ...], first: str, last: str) -> None:
    once = tuple(story for story in company if sum(event.kind in _OUTCOMES for event in story.events) <= 1)
    started = tuple(story for story in once if story.events[0].on == min(event.on for event in story.events))
    kept = tuple(story for story in started if not any(event.kind in _GONE for event in story.events))
    history = _at_one_instant(history_of(*kept, rates=RATES))
    between = period(min(first, last), max(first, last))
    opening = at((between.start - timedelta(days=1)).isoformat())
    closing = at((between.end - timedelta(days=1)).isoformat())
    population = gather(look(history, closing), between, EVERYTHING)
    movement = sum_up(find_moves(trace(history, opening, closing)))
    won_amounts = population.amount[population.won]
    assert movement.value(Bar.WON) == add_up(won_amounts[won_amounts != NO_VALUE])


_OUTCOMES = {EventKind.WON, EventKind.LOST, EventKind.REOPENED}
_GONE = {EventKind.DELETED, EventKind.RESTORED}
