"""The deals to be cleaned up with their numbers, worked by hand (METRICS §15)."""

import numpy as np

from desktop_pipeline.metrics.changing.cleaning import DealToClean, find_to_clean
from desktop_pipeline.metrics.changing.hygiene import Flag
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import gather
from tests.metrics.histories import CALL, YEAR, Doing, Rest, created, deal, expecting, lost, moment_at

TODAY = "2024-06-30"


def _clean(moment: Moment) -> list[DealToClean]:
    return list(find_to_clean(moment, gather(moment, YEAR).active))


def test_the_largest_stand_first_and_those_of_unknown_value_last() -> None:
    moment = moment_at(
        TODAY,
        deal(1, created("2024-06-20")),
        deal(2, created("2024-06-20", value=100)),
        deal(3, created("2024-06-20", value=900)),
        deal(4, created("2024-06-20", value=100)),
        deal(5, created("2024-06-20", value=50), doings=(Doing(CALL, due="2024-07-02"),)),
        deal(6, created("2024-06-20", value=50), lost("2024-06-21")),
    )
    found = _clean(moment)
    assert [(one.deal, one.value) for one in found] == [(3, 900), (2, 100), (4, 100), (1, None)]
    assert found[-1].flags == (Flag.NO_NEXT_STEP, Flag.VALUE_MISSING)


def test_a_deal_is_dead_untouched_for_two_limits_with_nothing_ahead() -> None:
    # 30 days are the limit: 1 May is 60 days ago, 30 April 61.
    old = created("2024-01-01", value=1)
    moment = moment_at(
        TODAY,
        deal(1, old, notes=("2024-05-01",)),
        deal(2, old, notes=("2024-04-30",)),
        deal(3, old, notes=("2024-04-30",), doings=(Doing(CALL, due="2024-06-29"),)),
        deal(4, old, notes=("2024-04-30",), doings=(Doing(CALL, due="2024-12-01"),)),
        deal(5, old, notes=("2024-04-30",), doings=(Doing(CALL),)),
        deal(6, old, notes=("2024-04-30",), snoozes=(Rest("2024-06-20", "2024-07-10"),)),
    )
    assert {one.deal for one in _clean(moment) if one.is_dead} == {2, 3}
    assert {one.deal for one in _clean(moment) if one.is_snoozed} == {6}


def test_each_tells_its_last_touch_and_how_often_it_was_pushed() -> None:
    begins = created("2024-01-01", expected="2024-02-10", value=1)
    pushes = (expecting("2024-02-01", "2024-03-01"), expecting("2024-03-01", "2024-08-01"))
    (found,) = _clean(moment_at(TODAY, deal(1, begins, *pushes, replies=("2024-06-01",))))
    assert (str(found.touched_on), found.pushes, found.flags) == ("2024-06-01", 2, (Flag.NO_NEXT_STEP,))


def test_a_deal_that_sleeps_is_told_although_nothing_stands_against_it() -> None:
    sound = deal(
        1,
        created("2024-06-20", value=1),
        doings=(Doing(CALL, due="2024-07-02"),),
        snoozes=(Rest("2024-06-25", "2024-07-05"),),
    )
    moment = moment_at(TODAY, sound)
    (found,) = _clean(moment)
    assert (found.flags, found.is_snoozed) == ((), True)
    assert not np.any(moment.flagged.any(1))
