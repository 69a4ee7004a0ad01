"""Whether and when an open deal is won: by its age in the stage, its expected close and the slips of the past."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.metrics.ahead.outlook import Outlook, simulate
from desktop_pipeline.metrics.ahead.timing import find_slips, wait_from_creation
from desktop_pipeline.metrics.ahead.what_if import WhatIf
from desktop_pipeline.metrics.history import NO_DAY, NO_VALUE
from desktop_pipeline.metrics.moment import Moment, look
from desktop_pipeline.metrics.stages.probability import stage_chances
from tests.metrics.histories import (
    DUPLICATE,
    OTHER_Q,
    Happening,
    P,
    Q,
    Story,
    at,
    created,
    deal,
    deleted,
    expecting,
    lost,
    moment_at,
    moved,
    reopened,
    won,
)
from tests.metrics.recounts import expect_open

START = date(2024, 1, 1)
TODAY = "2024-10-15"  # 16 days of this month and 30 of the next are ahead


def _after(days: int, since: date = START) -> str:
    return (since + timedelta(days=days)).isoformat()


def _ago(days: int) -> str:
    return _after(-days, date.fromisoformat(TODAY))


def _decided(count: int, first_id: int, *ends: Happening, **more: object) -> list[Story]:
    return [deal(first_id + number, created(_after(0), **more), *ends) for number in range(count)]  # type: ignore[arg-type]


# Of 60: 24 lost after 5 days, 8 won after 10, 16 won and 12 lost after 30.
PAST = (
    *_decided(24, 100, lost(_after(5))),
    *_decided(8, 200, won(_after(10))),
    *_decided(16, 300, won(_after(30))),
    *_decided(12, 400, lost(_after(30))),
)
# These were in Proposal after 3 days, which an old deal in Qualified never was.
FAST = _decided(20, 500, moved(_after(3), P), won(_after(8)))


def _outlook(*stories: Story, what_if: WhatIf | None = None, set_only: bool = False) -> Outlook:
    moment = moment_at(TODAY, *stories)
    return simulate(Moment(moment.history, moment.snapshot, set_only), months=3, what_if=what_if or WhatIf())


def _chance(outlook: Outlook) -> float:
    (chance,) = outlook.landing.chance.tolist()
    return float(chance)


def _months(outlook: Outlook) -> list[float]:
    (months,) = outlook.landing.by_month.tolist()
    return [float(share) for share in months]


def test_a_deal_is_as_likely_as_those_that_were_undecided_at_its_age() -> None:
    assert _chance(_outlook(*PAST, deal(1, created(_ago(7), value=9)))) == pytest.approx(24 / 36)
    assert _chance(_outlook(*PAST, deal(1, created(_ago(12), value=9)))) == pytest.approx(16 / 28)
    # Those lost on the fifth day were decided by its end.
    assert _chance(_outlook(*PAST, deal(1, created(_ago(5), value=9)))) == pytest.approx(24 / 36)
    assert _chance(_outlook(*PAST, deal(1, created(_ago(4), value=9)))) == pytest.approx(24 / 60)
    # What comes today has all of its days before it, those lost on the second of them too.
    hurried = _decided(24, 600, lost(_after(1)))
    assert _chance(_outlook(*PAST, *hurried, deal(1, created(TODAY, value=9)))) == pytest.approx(24 / 84)


def test_it_is_won_when_they_were() -> None:
    # 7 days old: 3 days from now, this month, as 8 of 36 were; 23 days from now, the next, as 16 of 36 were.
    assert _months(_outlook(*PAST, deal(1, created(_ago(7), value=9)))) == pytest.approx([8 / 36, 16 / 36, 0])


def test_deals_that_had_gone_further_by_its_age_tell_nothing_of_it() -> None:
    with_fast = _outlook(*PAST, *FAST, deal(1, created(_ago(7), value=9)))
    assert _chance(with_fast) == pytest.approx(24 / 36)


def test_what_is_no_deal_or_has_no_first_day_tells_nothing_of_waiting() -> None:
    noise = (
        *_decided(30, 600, lost(_after(8), DUPLICATE)),
        *_decided(30, 700, won(_after(8)), deleted(_after(9))),
        *(replace(story, created_known=False) for story in _decided(30, 800, won(_after(8)))),
    )
    assert _chance(_outlook(*PAST, *noise, deal(1, created(_ago(7), value=9)))) == pytest.approx(24 / 36)


def test_who_is_won_on_the_first_day_waited_no_day() -> None:
    # Half of 40 are won on the day they are created, half 30 days later; then so is what is new.
    past = (*_decided(20, 100, won(_after(0))), *_decided(20, 200, won(_after(30))))
    outlook = _outlook(*past, deal(1, created(_ago(31), value=9, probability=0.9)))
    assert _months(outlook) == pytest.approx([0.45, 0.45, 0])
    moment = moment_at(TODAY, *past)
    wait = wait_from_creation(moment, moment.snapshot.exists)
    assert wait.won_anew(np.array([0, 29, 30])).tolist() == pytest.approx([0.5, 0.5, 1])


def test_where_nobody_was_won_nobody_is_in_any_number_of_days() -> None:
    moment = moment_at(TODAY, *_decided(3, 100, lost(_after(5))))
    assert wait_from_creation(moment, moment.snapshot.exists).won_anew(np.array([0, 9])).tolist() == [0, 0]


def test_beyond_the_ages_that_20_closed_deals_tell_of_the_stage_alone_speaks() -> None:
    outlook = _outlook(*PAST, deal(1, created(_ago(31), value=9)))
    by_stage = (24 + 5 * 0.2) / (60 + 5)
    assert _chance(outlook) == pytest.approx(by_stage)
    # It begins anew: 8 of 24 winners need 10 days, the others 30.
    assert _months(outlook) == pytest.approx([by_stage / 3, by_stage * 2 / 3, 0])


def test_what_is_undecided_where_the_past_ends_begins_anew() -> None:
    # Half of those that are 7 days old are won on day 10; the others were last seen undecided on day 20.
    lost_early = _decided(24, 100, lost(_after(5)))
    winners = _decided(20, 200, won(_after(10)))
    waiting = [deal(300 + number, created(_ago(20))) for number in range(20)]
    moment = moment_at(TODAY, *lost_early, *winners, *waiting, deal(1, created(_ago(7), value=9)))
    landing = simulate(moment, months=3).landing
    by_stage = (20 + 5 * 0.2) / (44 + 5)
    assert landing.chance[0] == pytest.approx(0.5 + 0.5 * by_stage)
    assert landing.by_month[0].tolist() == pytest.approx([0.5, 0.5 * by_stage, 0])


def test_below_20_closed_deals_the_stage_alone_speaks() -> None:
    few = (*_decided(10, 100, lost(_after(5))), *_decided(9, 200, won(_after(10))))
    outlook = _outlook(*few, deal(1, created(_ago(7), value=9)))
    assert _chance(outlook) == pytest.approx((9 + 5 * 0.2) / (19 + 5))
    enough = _outlook(*few, *_decided(1, 300, won(_after(10))), deal(1, created(_ago(4), value=9)))
    assert _chance(enough) == pytest.approx(10 / 20)


def test_a_probability_set_by_hand_stays_and_the_past_tells_when() -> None:
    outlook = _outlook(*PAST, deal(1, created(_ago(7), value=9, probability=0.9)))
    assert _chance(outlook) == 0.9
    assert _months(outlook) == pytest.approx([0.9 / 3, 0.9 * 2 / 3, 0])


def test_with_set_probabilities_only_the_age_does_not_count() -> None:
    outlook = _outlook(*PAST, deal(1, created(_ago(7), value=9)), set_only=True)
    assert _chance(outlook) == 0.2
    assert _months(outlook) == pytest.approx([0.2 / 3, 0.2 * 2 / 3, 0])


def _slipping(slips: range, first_id: int = 600) -> list[Story]:
    """Won deals that closed so many days after the close that was expected first; later guesses do not count."""
    return [
        deal(
            first_id + slip - slips.start,
            created(_after(0), expected=_after(40)),
            expecting(_after(20), _after(90)),
            won(_after(40 + slip)),
        )
        for slip in slips
    ]


def test_an_expected_close_slips_as_those_of_won_deals_did() -> None:
    # Slips of −9 to 10 days, each once; expected in 16 days, on the last of the month: half of them stay in it.
    outlook = _outlook(*_slipping(range(-9, 11)), deal(1, created(_ago(3), value=9, expected=_after(16, _day()))))
    share = _chance(outlook)
    assert _months(outlook) == pytest.approx([share / 2, share / 2, 0])


def test_no_slip_leads_back_before_the_as_of_day() -> None:
    # Expected 5 days ago: of the slips of −9 to 10 those of 6 to 10 days are left, all of this month.
    outlook = _outlook(*_slipping(range(-9, 11)), deal(1, created(_ago(3), value=9, expected=_ago(5))))
    assert _months(outlook) == pytest.approx([_chance(outlook), 0, 0])


def test_a_slip_that_would_have_closed_the_deal_by_now_is_not_its() -> None:
    # Expected 2 days ago: of the slips of 0, 2, … 38 days those of 4 to 38 are left, 8 of 18 within this month.
    past = _slipping(range(0, 40, 2))
    outlook = _outlook(*past, deal(1, created(_ago(3), value=9, expected=_ago(2))))
    share = _chance(outlook)
    assert _months(outlook) == pytest.approx([share * 8 / 18, share * 10 / 18, 0])


def test_a_close_that_is_over_for_longer_than_any_slip_is_timed_by_age() -> None:
    dated = _outlook(*PAST, *_slipping(range(20)), deal(1, created(_ago(7), value=9, expected=_ago(25))))
    undated = _outlook(*PAST, *_slipping(range(20)), deal(1, created(_ago(7), value=9)))
    assert _months(dated) == pytest.approx(_months(undated))


def test_slips_are_those_of_deals_that_are_won_from_the_first_close_that_was_expected() -> None:
    moment = moment_at(
        TODAY,
        deal(
            1, created(_after(0)), expecting(_after(5), _after(40)), expecting(_after(9), _after(60)), won(_after(45))
        ),
        deal(2, created(_after(0), expected=_after(40)), won(_after(47)), deleted(_after(50))),
        deal(3, created(_after(0), expected=_after(40)), won(_after(48)), reopened(_after(50))),
        deal(4, created(_after(0), expected=_after(40)), won(_after(49)), reopened(_after(50)), lost(_after(51))),
        deal(5, created(_after(0), expected=_after(40)), lost(_after(52))),
    )
    assert find_slips(moment).tolist() == [5]
    # A win that no file dates slipped by nobody knows how much.
    events = moment.history.events
    undated = np.where(events.kind == EventKind.WON, NO_DAY, events.day).astype(np.int32)
    history = replace(moment.history, events=replace(events, day=undated))
    assert find_slips(look(history, at(TODAY))).size == 0


def test_19_slips_are_too_few_to_tell() -> None:
    story = deal(1, created(_ago(7), value=9, expected=_after(50, _day())))
    enough, too_few = (_outlook(*PAST, *_slipping(range(count)), story) for count in (20, 19))
    assert _months(enough)[1] < 0.1 * _chance(enough)
    assert _months(too_few)[1] > 0.5 * _chance(too_few)


def test_what_a_file_told_with_the_outcome_is_no_expectation() -> None:
    history = moment_at(TODAY, *_slipping(range(30))).history
    assert find_slips(look(history, at(TODAY))).size == 30
    # As an import tells it: all of a deal but its creation stands at its outcome.
    close = history.events.at.reshape(30, 3).max(axis=1)
    told = np.stack((history.events.at.reshape(30, 3)[:, 0], close, close), axis=1).ravel()
    unexpected = np.where(history.events.kind == EventKind.CREATED, NO_DAY, history.events.expected)
    events = replace(history.events, at=told, expected=unexpected.astype(np.int32))
    assert find_slips(look(replace(history, events=events), at(TODAY))).size == 0


def test_without_any_past_an_expected_close_is_taken_at_its_word() -> None:
    outlook = _outlook(deal(1, created(_ago(7), value=9, expected=_after(40, _day()))))
    assert _months(outlook) == pytest.approx([0, 0.2, 0])
    assert _months(_outlook(deal(1, created(_ago(7), value=9, expected=TODAY)))) == pytest.approx([0.2, 0, 0])


def test_without_any_past_an_undated_deal_has_no_month() -> None:
    outlook = _outlook(deal(1, created(_ago(7), value=9)))
    assert outlook.landing.untimed.tolist() == [True]
    assert _months(outlook) == [0, 0, 0]


def test_an_undated_deal_in_a_stage_without_past_is_timed_by_all_deals_since_their_creation() -> None:
    outlook = _outlook(*PAST, deal(1, created(_ago(300), stage=OTHER_Q, value=9), pipeline=2))
    assert _months(outlook) == pytest.approx([0.3 / 3, 0.3 * 2 / 3, 0])
    assert outlook.landing.untimed.tolist() == [False]


def test_a_deal_without_value_has_a_chance_and_no_money() -> None:
    outlook = _outlook(*PAST, deal(1, created(_ago(7))))
    assert _chance(outlook) == pytest.approx(24 / 36)
    assert outlook.landing.amount.tolist() == [NO_VALUE]
    assert expect_open(outlook, 0) == 0


@pytest.mark.parametrize(
    ("what_if", "expected"),
    [
        (WhatIf(win_rate=0.5), [4 / 36, 8 / 36, 0]),
        (WhatIf(win_rate=3), [1 / 3, 2 / 3, 0]),  # never beyond certainty
        (WhatIf(cycle=2), [8 / 36, 16 / 36, 0]),  # in 6 days and in 46
        (WhatIf(cycle=0.5), [24 / 36, 0, 0]),  # in 1 and in 11
    ],
)
def test_what_if_changes_how_likely_and_how_soon(what_if: WhatIf, expected: list[float]) -> None:
    assert _months(_outlook(*PAST, deal(1, created(_ago(7), value=9)), what_if=what_if)) == pytest.approx(expected)


def test_what_if_deals_were_larger() -> None:
    outlook = _outlook(*PAST, deal(1, created(_ago(7), value=9)), what_if=WhatIf(size=1.5))
    assert outlook.landing.amount.tolist() == [round(9 * 1.5)]


def test_a_deal_moved_back_takes_the_chance_of_its_stage() -> None:
    moment = moment_at(TODAY, *PAST, deal(1, created(_ago(12), value=9), moved(_ago(8), P), moved(_ago(7), Q)))
    by_stage = stage_chances(moment.history, moment.snapshot).probability[0]
    assert _chance(simulate(moment, months=3)) == pytest.approx(by_stage)


def _day() -> date:
    return date.fromisoformat(TODAY)
