"""When the pipeline is due, what flows in and out of it, whose it is, and whether it jumped: worked by hand."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from desktop_pipeline.metrics.changing.mix import (
    Horizon,
    HorizonLine,
    Jump,
    LoadLine,
    MonthFlow,
    PipelineLine,
    find_jump,
    flags_due,
    flags_flow,
    flags_in_pipeline,
    flow_by_month,
    load_by_owner,
    share_by_due,
    share_by_pipeline,
)
from desktop_pipeline.metrics.changing.movement import find_moves
from desktop_pipeline.metrics.changing.trail import trace, trace_period
from desktop_pipeline.metrics.history import History
from desktop_pipeline.metrics.population import gather
from desktop_pipeline.metrics.selection import Selection
from tests.metrics.histories import (
    ANN,
    BEN,
    OTHER_Q,
    YEAR,
    Story,
    at,
    created,
    deal,
    history_of,
    lost,
    moment_at,
    owned,
    period,
    valued,
    won,
)

TODAY = "2024-06-30"


def _due(number: int, on: str | None, value: int | None = 10) -> Story:
    return deal(number, created("2024-01-01", value=value, expected=on))


def test_each_pipeline_has_its_open_deals_and_together_they_are_all() -> None:
    others = [deal(number, created("2024-01-01", OTHER_Q, value), pipeline=2) for number, value in ((3, 5), (4, None))]
    gone = deal(5, created("2024-01-01", OTHER_Q, 99), lost("2024-02-01"), pipeline=2)
    moment = moment_at(TODAY, _due(1, None, 10), _due(2, None, 20), *others, gone)
    population = gather(moment, YEAR)
    lines = share_by_pipeline(moment, population)
    assert lines == (PipelineLine(1, 2, 30), PipelineLine(2, 2, 5))
    for line in lines:
        assert np.count_nonzero(flags_in_pipeline(moment, population, line.pipeline_id)) == line.deals
    assert share_by_pipeline(moment, gather(moment, YEAR, Selection(pipeline=2))) == lines[1:]


def test_open_deals_are_overdue_due_within_30_days_later_or_undated() -> None:
    days = ("2024-06-29", TODAY, "2024-07-29", "2024-07-30", None, None)
    stories = [_due(number, day) for number, day in enumerate(days, 1)]
    moment = moment_at(
        TODAY, *stories, _due(7, None, None), deal(8, created("2024-01-01", value=99), lost("2024-02-01"))
    )
    population = gather(moment, YEAR)
    assert share_by_due(moment, population) == (
        HorizonLine(Horizon.OVERDUE, 1, 10),
        HorizonLine(Horizon.SOON, 2, 20),
        HorizonLine(Horizon.LATER, 1, 10),
        HorizonLine(Horizon.UNDATED, 3, 20),
    )
    assert moment.history.deals.ids[flags_due(moment, population, Horizon.SOON)].tolist() == [2, 3]
    assert sum(np.count_nonzero(flags_due(moment, population, due)) for due in Horizon) == 7


def test_each_owner_carries_the_deals_that_are_theirs_at_the_instant() -> None:
    def of(number: int, owner: int, value: int | None) -> Story:
        return deal(number, replace(created("2024-01-01", value=value), owner=owner))

    moment = moment_at(
        TODAY,
        of(1, ANN, 100),
        of(2, ANN, None),
        of(3, BEN, 50),
        deal(4, created("2024-01-01", value=7)),
        deal(
            5, replace(created("2024-01-01", value=30), owner=ANN), owned("2024-02-01", BEN), owned("2024-07-01", ANN)
        ),
        deal(6, replace(created("2024-01-01", value=70), owner=ANN), won("2024-02-01")),
    )
    assert load_by_owner(moment, gather(moment, YEAR)) == (
        LoadLine(ANN, "Ann", 2, 100),
        LoadLine(BEN, "Ben", 2, 80),
        LoadLine(-1, None, 1, 7),
    )
    assert load_by_owner(moment, gather(moment, YEAR, Selection(owner=BEN))) == (LoadLine(BEN, "Ben", 2, 80),)


def test_what_came_and_went_each_month_leads_from_one_open_value_to_the_next() -> None:
    history = history_of(
        deal(1, created("2024-03-01", value=100), won("2024-05-20")),
        deal(2, created("2024-04-10", value=40), valued("2024-05-02", 60), lost("2024-05-30")),
        deal(3, created("2024-04-30", value=5), valued("2024-06-01", 3)),
        deal(4, created("2024-06-30", value=1)),
        deal(5, created("2024-07-01", value=1000)),
    )
    quarter = period("2024-04-01", "2024-07-01")
    moves = find_moves(trace_period(history, at("2024-12-31"), quarter))
    assert flow_by_month(moves, quarter) == (
        MonthFlow(date(2024, 4, 1), 2, 45, 0, 0, 145),
        MonthFlow(date(2024, 5, 1), 0, 20, 2, 160, 5),
        MonthFlow(date(2024, 6, 1), 1, 1, 0, 2, 4),
    )
    went = flags_flow(moves, date(2024, 5, 1), inward=False)
    assert history.deals.ids[went].tolist() == [1, 2]


def _steady(last: int) -> History:
    """A deal of 100 comes every week of half a year, one of 1,000 was there before; in the last week `last` comes."""
    today = date.fromisoformat(TODAY)
    weekly = [
        deal(number, created((today - timedelta(weeks=number)).isoformat(), value=90 + 20 * (number % 2)))
        for number in range(1, 27)
    ]
    return history_of(deal(50, created("2023-01-01", value=1000)), *weekly, deal(60, created(TODAY, value=last)))


def _jump(history: History) -> Jump | None:
    return find_jump(find_moves(trace(history, at("2023-12-01"), at(TODAY))), at(TODAY).day)


def test_a_week_is_sudden_outside_what_weeks_are_usually_like() -> None:
    # The weeks before brought 90 and 110 by turns: the middle is 100, the usual 100 ± 3 × 1.4826 × 10.
    steady, spike = _jump(_steady(120)), _jump(_steady(2000))
    assert steady == Jump(before=3600, change=120, low=56, high=144, weeks=26)
    assert not steady.is_sudden
    assert spike is not None
    assert (spike.change, spike.is_sudden) == (2000, True)
    # Unusual, and still too little to matter.
    small = _jump(_steady(200))
    assert small is not None
    assert not small.is_sudden


def test_a_tenth_of_what_was_open_is_enough_and_the_ends_of_the_usual_are_usual() -> None:
    assert Jump(before=1000, change=100, low=-10, high=99, weeks=26).is_sudden
    assert Jump(before=1000, change=-100, low=-99, high=10, weeks=26).is_sudden
    assert not Jump(before=1000, change=99, low=-10, high=10, weeks=26).is_sudden
    assert not Jump(before=1000, change=100, low=-10, high=100, weeks=26).is_sudden


def test_a_drop_is_sudden_too_and_a_young_pipeline_never() -> None:
    history = _steady(1)
    dropped = history_of(
        deal(50, created("2023-01-01", value=1000), lost("2024-06-28")),
        *(
            deal(number, created((date.fromisoformat(TODAY) - timedelta(weeks=number)).isoformat(), value=10))
            for number in range(1, 27)
        ),
    )
    assert _jump(history) is not None
    drop = _jump(dropped)
    assert drop is not None
    assert (drop.change, drop.is_sudden) == (-1000, True)
    assert _jump(history_of(deal(1, created("2024-06-01", value=100)), deal(2, created(TODAY, value=900)))) is None
    assert _jump(history_of()) is None
