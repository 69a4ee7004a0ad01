"""Flags, health and push rate, worked by hand (METRICS §15)."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from desktop_pipeline.metrics.changing.hygiene import (
    Facts,
    Flag,
    Hygiene,
    count_pushes,
    find_flagged,
    find_last_touch,
    find_pushed,
    find_snoozed,
    find_without_prospect,
    measure_hygiene,
    measure_pushes,
)
from desktop_pipeline.metrics.days import day_number
from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.moment import Moment, look
from desktop_pipeline.metrics.population import gather
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.metrics.telling.asked import Asked
from tests.metrics.histories import (
    ANN,
    BEN,
    CALL,
    DUPLICATE,
    TASK,
    YEAR,
    Doing,
    Happening,
    N,
    P,
    Rest,
    Story,
    at,
    created,
    deal,
    deleted,
    expecting,
    history_of,
    lost,
    moment_at,
    moved,
    owned,
    period,
    valued,
    won,
)

TODAY = "2024-06-30"


def _flagged(moment: Moment, flag: Flag, facts: Facts | None = None) -> set[int]:
    flags = find_flagged(moment, facts).by_flag[flag]
    return set(moment.history.deals.ids[flags].tolist())


def _hygiene(moment: Moment, selection: Selection = EVERYTHING, facts: Facts | None = None) -> Hygiene:
    return measure_hygiene(find_flagged(moment, facts), gather(moment, YEAR, selection))


def test_a_deal_is_stale_once_its_last_real_touch_is_older_than_30_days() -> None:
    # 31 days before 30 June is 30 May.
    old, recent = "2024-05-30", "2024-05-31"
    moment = moment_at(
        TODAY,
        deal(1, created(old)),
        deal(2, created(recent)),
        deal(3, created("2024-01-01"), moved(recent, P)),
        deal(4, created("2024-01-01"), moved(old, P)),
        deal(5, created("2024-01-01"), notes=(recent,)),
        deal(6, created("2024-01-01"), doings=(Doing(CALL, done=recent),)),
        deal(7, created("2024-01-01"), doings=(Doing(CALL, done=old),), notes=(old,)),
        deal(8, created("2024-01-01"), touched=recent),
        deal(9, created("2024-01-01"), lost("2024-02-01")),
    )
    assert _flagged(moment, Flag.STALE) == {1, 4, 7}


def test_edits_imports_and_what_comes_later_are_no_touches() -> None:
    moment = moment_at(
        TODAY,
        deal(
            1, created("2024-01-01"), owned("2024-06-20", BEN), valued("2024-06-21", 5), expecting("2024-06-22", None)
        ),
        deal(2, created("2024-01-01"), replace(moved("2024-06-20", P), inferred=True)),
        deal(3, created("2024-01-01"), notes=("2024-07-01",), touched="2024-07-02"),
    )
    assert _flagged(moment, Flag.STALE) == {1, 2, 3}
    assert find_last_touch(moment).tolist() == [day_number(YEAR.start)] * 3


def test_an_activity_planned_within_the_limit_keeps_a_deal_from_being_stale() -> None:
    moment = moment_at(
        TODAY,
        *(
            deal(number, created("2024-01-01"), doings=(Doing(TASK, due=due, created=made),))
            for number, due, made in (
                (1, "2024-07-30", None),
                (2, "2024-07-31", None),
                (3, "2024-06-29", None),
                (4, None, None),
                (5, "2024-07-10", "2024-07-01"),
            )
        ),
    )
    assert _flagged(moment, Flag.STALE) == {2, 3, 4, 5}


def test_a_reply_is_a_touch_and_an_answer_of_ours_alone_is_none() -> None:
    old = created("2024-01-01")
    moment = moment_at(TODAY, deal(1, old, replies=("2024-05-31",)), deal(2, old, replies=("2024-05-30", "2024-07-01")))
    assert _flagged(moment, Flag.STALE) == {2}
    assert find_last_touch(moment).tolist() == [day_number(date(2024, 5, day)) for day in (31, 30)]


def test_a_snoozed_deal_is_not_stale_until_it_wakes_at_most_one_limit_long() -> None:
    old = created("2024-01-01")
    rests = (
        Rest("2024-06-20", "2024-07-01"),
        Rest("2024-06-20", "2024-06-30"),  # wakes today
        Rest("2024-06-01", "2024-12-01"),  # 29 days ago
        Rest("2024-05-31", "2024-12-01"),  # one limit of 30 days is over
        Rest("2024-07-01", "2024-07-20"),  # later than the instant
        Rest("2024-06-20", "2024-07-20", ended="2024-06-30"),  # woken today
        Rest("2024-06-20", "2024-07-20", ended="2024-07-02"),
    )
    moment = moment_at(TODAY, *(deal(number, old, snoozes=(rest,)) for number, rest in enumerate(rests, 1)))
    assert _flagged(moment, Flag.STALE) == {2, 4, 5, 6}
    assert np.flatnonzero(find_snoozed(moment)).tolist() == [0, 2, 6]
    woken = moment_at(
        TODAY,
        deal(1, old, snoozes=(Rest("2024-06-20", "2024-07-10"),), notes=("2024-06-25",)),
        deal(2, old, snoozes=(Rest("2024-06-20", "2024-07-10"),), notes=("2024-06-19",)),
        deal(3, old, moved("2024-06-21", P), snoozes=(Rest("2024-06-20", "2024-07-10"),)),
        deal(4, old, snoozes=(Rest("2024-06-20", "2024-07-10"),), notes=("2024-07-01",)),
    )
    assert np.flatnonzero(find_snoozed(woken)).tolist() == [1, 3]
    # The other flags stand: a snooze answers for the silence alone.
    assert _flagged(moment, Flag.NO_NEXT_STEP) == {1, 2, 3, 4, 5, 6, 7}


def test_a_deal_of_unknown_age_that_nobody_touched_is_not_called_stale() -> None:
    moment = moment_at(TODAY, deal(1, created("2020-01-01"), created_known=False))
    assert _flagged(moment, Flag.STALE) == set()


def test_next_steps_are_those_planned_and_not_yet_done_at_the_instant() -> None:
    moment = moment_at(
        TODAY,
        deal(1, created("2024-06-01")),
        deal(2, created("2024-06-01"), doings=(Doing(CALL, due="2024-06-29"), Doing(TASK, due="2024-07-05"))),
        deal(3, created("2024-06-01"), doings=(Doing(CALL, due="2024-06-30"),)),
        deal(4, created("2024-06-01"), doings=(Doing(CALL),)),
        deal(5, created("2024-06-01"), doings=(Doing(CALL, due="2024-06-20", done="2024-06-20"),)),
        deal(6, created("2024-06-01"), doings=(Doing(CALL, due="2024-06-20", done="2024-07-02"),)),
    )
    assert _flagged(moment, Flag.NO_NEXT_STEP) == {1, 5}
    assert _flagged(moment, Flag.NEXT_STEP_LATE) == {2, 6}


def test_a_deal_has_a_prospect_from_today_on_and_by_what_has_no_day() -> None:
    dues = {1: "2024-06-29", 2: "2024-06-30", 3: "2024-07-01", 4: None}
    moment = moment_at(
        TODAY,
        *(deal(number, created("2024-06-01"), doings=(Doing(CALL, due=due),)) for number, due in dues.items()),
        deal(5, created("2024-06-01")),
        deal(6, created("2024-06-01"), doings=(Doing(CALL, due="2024-07-05", done="2024-06-20"),)),
    )
    assert moment.history.deals.ids[find_without_prospect(moment)].tolist() == [1, 5, 6]


def test_the_pushes_of_each_deal_are_its_own() -> None:
    moment = moment_at(
        TODAY,
        deal(1, created("2024-01-01", expected="2024-11-10")),
        deal(2, created("2024-01-01", expected="2024-02-10"), expecting("2024-02-01", "2024-03-01")),
        deal(
            3,
            created("2024-01-01", expected="2024-05-10"),
            expecting("2024-02-01", "2024-04-01"),
            expecting("2024-03-01", "2024-04-30"),
            expecting("2024-04-01", "2024-05-01"),
        ),
    )
    assert count_pushes(moment).tolist() == [0, 1, 1]


def test_days_in_a_stage_that_was_passed_at_once_count_among_those_of_won_deals() -> None:
    # Four stayed no day and one a hundred: the 80th percentile is 20.
    winners = [deal(number, created("2024-01-01"), moved("2024-01-01", P), won("2024-02-01")) for number in range(1, 5)]
    slow = deal(5, created("2024-01-01"), moved("2024-04-10", P), won("2024-04-11"))
    moment = moment_at(TODAY, *winners, slow, deal(21, created("2024-06-10")), deal(22, created("2024-06-09")))
    assert _flagged(moment, Flag.LONG_IN_STAGE) == {22}


def test_a_close_is_pushed_when_it_moved_to_a_later_month_three_times() -> None:
    begins = created("2024-01-01", expected="2024-02-10")
    moment = moment_at(
        TODAY,
        deal(1, begins, *(expecting(f"2024-0{m}-01", f"2024-0{m + 1}-20") for m in (2, 3, 4))),
        # Within a month, to an earlier one and after the instant do not count; a date taken away does not hide a push.
        deal(
            2,
            begins,
            expecting("2024-02-01", "2024-02-28"),
            expecting("2024-02-02", "2024-05-01"),
            expecting("2024-02-03", "2024-03-01"),
            expecting("2024-02-04", None),
            expecting("2024-02-05", "2024-08-01"),
            expecting("2024-07-01", "2024-09-01"),
        ),
    )
    assert _flagged(moment, Flag.CLOSE_PUSHED) == {1}
    assert _flagged(moment, Flag.CLOSE_PAST) == {1}


def test_longer_in_the_stage_than_80_percent_of_won_deals_were() -> None:
    # Won deals stayed 1 … 10 days in Q: the 80th percentile is 8.2.
    winners = [
        deal(number, created("2024-01-01"), moved(f"2024-01-{number + 1:02}", P), won("2024-02-01"))
        for number in range(1, 11)
    ]
    moment = moment_at(TODAY, *winners, deal(21, created("2024-06-22")), deal(22, created("2024-06-21")))
    assert _flagged(moment, Flag.LONG_IN_STAGE) == {22}
    assert _flagged(moment_at(TODAY, *winners[:4], deal(22, created("2024-06-01"))), Flag.LONG_IN_STAGE) == set()


def test_values_are_missing_or_above_three_times_the_95th_percentile_of_won_ones() -> None:
    # Won 100, 200, 300, 400, 500: the 95th percentile is 480, three times that 1,440.
    winners = [deal(n, created("2024-01-01", value=100 * n), won("2024-02-01")) for n in range(1, 6)]
    open_ones = (deal(6, created("2024-01-01", value=1441)), deal(7, created("2024-01-01", value=1440)))
    moment = moment_at(TODAY, *winners, *open_ones, deal(8, created("2024-01-01")))
    assert _flagged(moment, Flag.VALUE_LARGE) == {6}
    assert _flagged(moment, Flag.VALUE_MISSING) == {8}
    assert _flagged(moment_at(TODAY, *winners[1:], *open_ones), Flag.VALUE_LARGE) == set()


def _sound(number: int, value: int | None, *, owner: int = ANN) -> Story:
    opening = replace(created("2024-06-20", value=value), owner=owner)
    return deal(number, opening, doings=(Doing(CALL, due="2024-07-05"),))


def test_health_is_the_share_of_the_open_value_without_a_flag() -> None:
    moment = moment_at(TODAY, _sound(1, 300), deal(2, created("2024-06-20", value=100)), _sound(3, None))
    hygiene = _hygiene(moment)
    assert (hygiene.deals, hygiene.value, hygiene.sound_deals, hygiene.sound_value) == (3, 400, 1, 300)
    assert hygiene.health == 0.75
    assert {line.flag: (line.deals, line.value) for line in hygiene.lines if line.deals} == {
        Flag.NO_NEXT_STEP: (1, 100),
        Flag.VALUE_MISSING: (1, None),
    }
    assert _hygiene(moment, Selection(owner=BEN)).health is None


def test_a_flag_is_worth_what_is_known_of_its_deals() -> None:
    moment = moment_at(
        TODAY, deal(1, created("2024-06-20", value=100)), deal(2, created("2024-06-20")), deal(3, created("2024-06-20"))
    )
    (line,) = [line for line in _hygiene(moment).lines if line.flag is Flag.NO_NEXT_STEP]
    assert (line.deals, line.value) == (3, 100)


def test_an_activity_of_no_deal_is_the_next_step_of_none() -> None:
    moment = moment_at(TODAY, deal(1, created("2024-06-01")), loose=(Doing(CALL, due="2024-07-05"),))
    assert _flagged(moment, Flag.NO_NEXT_STEP) == {1}
    assert find_without_prospect(moment).tolist() == [True]


def test_what_only_today_tells_is_judged_with_it_and_named_without_it() -> None:
    moment = moment_at(
        TODAY, *(_sound(number, 100) for number in (1, 2, 3, 4)), deal(5, created("2024-06-01"), won(TODAY))
    )
    facts = Facts(frozenset({1, 5}), frozenset({2}), frozenset({3}))
    hygiene = _hygiene(moment, facts=facts)
    assert {line.flag for line in hygiene.lines if line.deals} == {
        Flag.DECISION_MAKER_LEFT,
        Flag.DUPLICATE,
        Flag.CRITERION_UNMET,
    }
    assert (hygiene.health, hygiene.not_judged) == (0.25, ())
    assert _flagged(moment, Flag.DECISION_MAKER_LEFT, facts) == {1}
    earlier = _hygiene(moment)
    assert earlier.health == 1
    assert earlier.not_judged == (Flag.DECISION_MAKER_LEFT, Flag.DUPLICATE, Flag.CRITERION_UNMET)


def test_the_push_rate_is_of_the_deals_due_when_the_period_began() -> None:
    june = period("2024-06-01", "2024-07-01")

    def due(number: int, *later: Happening, on: str = "2024-06-10", owner: int = ANN) -> Story:
        return deal(number, created("2024-05-01", expected=on, owner=owner), *later)

    history = history_of(
        due(1, expecting("2024-06-05", "2024-07-10")),  # 30 days later
        due(2, expecting("2024-06-05", "2024-06-20"), expecting("2024-06-06", "2024-08-09"), owner=BEN),  # 60 days
        due(3, owner=BEN),
        due(4, won("2024-06-09")),
        due(5, expecting("2024-06-05", None)),
        due(6, expecting("2024-06-05", "2024-07-10"), lost("2024-06-20")),
        due(7, expecting("2024-06-05", "2024-09-01"), on="2024-07-01"),
        due(8, owned("2024-06-05", ANN), expecting("2024-06-06", "2024-07-01"), on="2024-06-30", owner=BEN),  # 1 day
    )
    opening, closing = look(history, at("2024-05-31")), look(history, at(TODAY))
    pushes = measure_pushes(find_pushed(opening, closing, june))
    assert (pushes.rate.hits, pushes.rate.n) == (3, 7)
    assert pushes.mean_days == pytest.approx(91 / 3)
    ann, ben = pushes.by_owner
    assert (ann.owner, ann.rate.hits, ann.rate.n, ann.mean_days) == (ANN, 1, 4, 30)
    assert (ben.owner, ben.rate.hits, ben.rate.n, ben.mean_days) == (BEN, 2, 3, 30.5)
    only_ben = measure_pushes(find_pushed(opening, closing, june, Selection(owner=BEN)))
    assert [each.owner for each in only_ben.by_owner] == [BEN]


def test_the_push_rate_of_a_period_that_is_over_stays_what_it_was() -> None:
    june = period("2024-06-01", "2024-07-01")
    history = history_of(
        deal(1, created("2024-05-01", expected="2024-06-10"), expecting("2024-06-05", "2024-07-10"), won("2024-07-08")),
        deal(2, created("2024-05-01", expected="2024-06-10"), expecting("2024-07-05", "2024-09-10")),
        deal(3, created("2024-05-01", expected="2024-06-10"), won("2024-06-10")),
    )
    for day in ("2024-06-30", "2024-07-01", "2024-07-31", "2024-12-31"):
        pushed = Asked(look(history, at(day)), june).pushed
        assert (pushed.due.tolist(), pushed.pushed.tolist()) == ([True] * 3, [True, False, False]), day


def test_what_was_no_real_deal_and_what_was_deleted_is_in_no_push_rate() -> None:
    june = period("2024-06-01", "2024-07-01")
    history = history_of(
        deal(1, created("2024-05-01", expected="2024-06-10"), expecting("2024-06-05", "2024-07-10")),
        deal(2, created("2024-05-01", expected="2024-06-10"), lost("2024-06-20", DUPLICATE)),
        deal(3, created("2024-05-01", expected="2024-06-10"), deleted("2024-06-20")),
        deal(4, created("2024-05-01", expected="2024-06-10"), lost("2024-08-20", DUPLICATE)),
    )
    then, later = (measure_pushes(Asked(look(history, at(day)), june).pushed) for day in ("2024-06-30", "2024-12-31"))
    assert [(pushes.rate.hits, pushes.rate.n) for pushes in (then, later)] == [(1, 2), (1, 1)]


def test_without_deals_nothing_is_claimed() -> None:
    moment = moment_at(TODAY)
    assert (_hygiene(moment).health, _hygiene(moment).deals) == (None, 0)
    pushes = measure_pushes(find_pushed(moment, moment, YEAR))
    assert (pushes.rate.value, pushes.mean_days, pushes.by_owner) == (None, None, ())


def test_a_deal_without_a_stage_has_no_limit_to_pass() -> None:
    moment = moment_at(TODAY, deal(1, created("2020-01-01", stage=UNKNOWN)), deal(2, created("2020-01-01", stage=N)))
    assert _flagged(moment, Flag.STALE) == {2}
    assert not np.any(find_flagged(moment, None).by_flag[Flag.LONG_IN_STAGE])
