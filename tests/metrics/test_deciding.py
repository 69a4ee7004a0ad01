"""How long deals take until they are decided: the example of METRICS §4, and what the curve has in common with it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.metrics.changing.largest_moves import find_largest
from desktop_pipeline.metrics.changing.movement import Bar, find_moves, sum_up
from desktop_pipeline.metrics.closing.cycle import measure_cycle
from desktop_pipeline.metrics.population import Why
from desktop_pipeline.metrics.stages.deciding import measure_deciding
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.metrics.telling.parts import Part, PartKind, find_behind, flags_of
from tests.metrics.histories import YEAR, Story, created, deal, expecting, lost, moment_at, period, valued, won
from tests.metrics.recounts import list_moved

DAYS = {10: "2024-01-11", 20: "2024-01-21", 30: "2024-01-31"}
EXAMPLE = (
    deal(1, created("2024-01-01"), won(DAYS[10])),
    deal(2, created("2024-01-01"), lost(DAYS[20])),
    deal(3, created("2024-01-01"), won(DAYS[30])),
    deal(4, created("2024-01-31")),
    deal(5, created("2024-01-01")),
)
AS_OF = "2024-03-31"


def ask(*stories: Story, as_of: str = AS_OF) -> Asked:
    return Asked(moment_at(as_of, *stories), YEAR)


def ids(asked: Asked, part: Part) -> list[int]:
    return [int(one) for one in asked.moment.history.deals.ids[flags_of(asked, part)]]


def test_half_are_decided_on_the_day_of_the_worked_example() -> None:
    asked = ask(*EXAMPLE)
    assert measure_cycle(asked.population).kaplan_meier_median == 30
    found = measure_deciding(asked.population)
    assert found.closed == 3
    assert found.open == 2
    assert sum(found.at(29)) < 0.5 <= sum(found.at(30)) + 1e-12


def test_won_and_lost_are_told_apart() -> None:
    found = measure_deciding(ask(*EXAMPLE).population)
    assert found.at(9) == (0.0, 0.0)
    assert found.at(10) == pytest.approx((0.2, 0.0))
    assert found.at(25) == pytest.approx((0.2, 0.2))
    assert found.at(1000) == pytest.approx((0.4, 0.2))


def test_without_any_deal_there_is_no_curve() -> None:
    found = measure_deciding(ask().population)
    assert (found.days, found.won, found.lost, found.closed, found.open) == ((), (), (), 0, 0)
    assert found.at(30) == (0.0, 0.0)


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(("won", "lost", "open"))), max_size=12))
def test_the_curve_crosses_a_half_where_kaplan_and_meier_say(lives: list[tuple[int, str]]) -> None:
    stories = []
    for number, (days, outcome) in enumerate(lives, 1):
        begun = np.datetime64("2024-03-31") - days
        if outcome == "open":
            stories.append(deal(number, created(str(begun))))
        else:
            closed = won("2024-03-31") if outcome == "won" else lost("2024-03-31")
            stories.append(deal(number, created(str(begun)), closed))
    population = ask(*stories).population
    found, half = measure_deciding(population), measure_cycle(population).kaplan_meier_median
    reached = [
        day
        for day, won_by, lost_by in zip(found.days, found.won, found.lost, strict=True)
        if won_by + lost_by >= 0.5 - 1e-9
    ]
    assert half == (reached[0] if reached else None)
    assert found.closed + found.open == len(lives)


def test_the_deals_of_the_cycle_open_without_those_of_unknown_length() -> None:
    asked = ask(*EXAMPLE, deal(6, created("2024-02-01"), won("2024-01-15")))
    assert ids(asked, Part(PartKind.DECIDED, ("won",))) == [1, 3]
    assert ids(asked, Part(PartKind.DECIDED, ("closed",))) == [1, 2, 3]
    assert ids(asked, Part(PartKind.DECIDED, ("active",))) == [4, 5]
    _flags, left_out = find_behind(asked, Part(PartKind.DECIDED, ("won",)))
    assert Why.CLOSED_BEFORE_CREATED in {reason.why for reason in left_out}
    assert Why.NO_VALUE not in {reason.why for reason in left_out}


def test_the_largest_moves_stand_first_and_unknown_ones_last() -> None:
    asked = ask(
        deal(1, created("2024-01-10", value=10), valued("2024-01-11", 15), valued("2024-01-12", 40)),
        deal(2, created("2024-01-10")),
        deal(3, created("2023-12-01", value=30), won("2024-01-20")),
    )
    largest = [(one.deal_id, one.bar, one.value) for one in find_largest(asked.moves, 10)]
    assert largest == [(1, Bar.RAISED, 30), (3, Bar.WON, 30), (1, Bar.CREATED, 10), (2, Bar.CREATED, None)]
    for bar in Bar:
        if bar not in {Bar.OPENING, Bar.CLOSING}:
            told = {one.deal_id: one.value for one in list_moved(asked.moves, bar)}
            assert told == {deal_id: value for deal_id, of, value in largest if of is bar}
    assert find_largest(ask().moves, 10) == ()


def test_one_deal_opens_whatever_the_period() -> None:
    asked = Asked(moment_at(AS_OF, *EXAMPLE), period("1999-01-01", "1999-02-01"))
    assert ids(asked, Part(PartKind.DEAL, (4,))) == [4]


def test_a_bar_of_deals_due_in_some_days_opens_those_deals() -> None:
    stories = (
        deal(
            1,
            created("2023-12-01", value=100),
            expecting("2023-12-02", "2024-02-10"),
            expecting("2024-01-05", "2024-06-01"),
        ),
        deal(
            2,
            created("2023-12-01", value=200),
            expecting("2023-12-02", "2024-06-01"),
            expecting("2024-01-05", "2024-02-20"),
        ),
        deal(3, created("2024-01-10", value=300)),
    )
    asked, due = ask(*stories), period("2024-02-01", "2024-03-01")
    movement = sum_up(find_moves(asked.moment.trail(asked.period), asked.selection, due), by_due=True)
    key = (due.start.isoformat(), due.end.isoformat())
    opened = {bar: ids(asked, Part(PartKind.MOVEMENT, (bar.value, *key))) for bar in Bar}
    assert opened[Bar.OPENING] == [1]
    assert opened[Bar.PUSHED_OUT] == [1]
    assert opened[Bar.PULLED_IN] == opened[Bar.CLOSING] == [2]
    assert opened[Bar.CREATED] == []
    assert all(len(opened[one.bar]) == one.deals for one in (movement.opening, *movement.bars, movement.closing))
