"""Months simulated: what is won already, open deals, new business at the rate of the last six months (METRICS §13)."""

from datetime import date, timedelta

import numpy as np
import pytest

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.ahead.outlook import Outlook, simulate, won_in
from desktop_pipeline.metrics.ahead.simulation import Band
from desktop_pipeline.metrics.ahead.what_if import WhatIf
from desktop_pipeline.metrics.ahead.what_it_takes import Needs, Question, work_out_needs
from desktop_pipeline.metrics.rates import rate_of
from desktop_pipeline.metrics.selection import Selection
from tests.metrics.histories import ANN, BEN, DUPLICATE, Q, Story, created, deal, lost, moment_at, won
from tests.metrics.recounts import expect_open

TODAY = "2024-06-30"
JULY = Period(date(2024, 7, 1), date(2024, 8, 1))

# METRICS §13's example, each at its word: due this month, no past.
EXAMPLE = (
    deal(1, created("2024-06-01", Q, 1_000_000, expected="2024-07-15", probability=0.5)),
    deal(2, created("2024-06-01", Q, 400_000, expected="2024-07-15", probability=0.8)),
    deal(3, created("2024-06-01", Q, 3_000_000, expected="2024-07-15", probability=0.08)),
)


def _every_day(days: int, wins_after: int, *, first_id: int = 1_000, owner: int = ANN) -> list[Story]:
    """One new deal a day until today; two of three are lost after as many days as the third is won, of size 600."""
    stories = []
    for age in range(days):
        begun = date(2024, 6, 30) - timedelta(days=age)
        ended = begun + timedelta(days=wins_after)
        story = deal(first_id + age, created(begun.isoformat(), Q, 600, owner=owner))
        if ended <= date(2024, 6, 30):
            ending = won(ended.isoformat()) if begun.toordinal() % 3 == 0 else lost(ended.isoformat())
            story = deal(first_id + age, *story.events, ending)
        stories.append(story)
    return stories


def _simulate(*stories: Story, **more: object) -> Outlook:
    return simulate(moment_at(TODAY, *stories), **more)  # type: ignore[arg-type]


def test_the_example_on_deals() -> None:
    outlook = _simulate(*EXAMPLE)
    assert outlook.band(0) == Band(400_000, 1_000_000, 1_400_000)
    assert expect_open(outlook, 0) == 1_060_000
    assert (outlook.draws.opened[0] == 0).mean() == pytest.approx(0.092, abs=0.006)
    assert outlook.band(1) == Band(0, 0, 0)


def test_what_is_won_in_the_month_already_lifts_its_range() -> None:
    stories = (
        *EXAMPLE,
        deal(4, created("2024-06-01", Q, 70), won("2024-07-03")),
        deal(5, created("2024-06-01", Q), won("2024-07-03")),
    )
    outlook = simulate(moment_at("2024-07-10", *stories))
    assert outlook.won[:2] == (70, 0)
    assert outlook.band(0, with_new=False) == Band(400_070, 1_000_070, 1_400_070)


def test_the_order_in_which_deals_are_told_changes_nothing() -> None:
    past = _every_day(200, 10)
    first, second = _simulate(*EXAMPLE, *past), _simulate(*reversed(past), *reversed(EXAMPLE))
    assert np.array_equal(first.draws.opened, second.draws.opened)
    assert np.array_equal(first.draws.new, second.draws.new)


def test_new_business_comes_at_the_rate_size_and_conversion_of_the_last_six_months() -> None:
    outlook = _simulate(*_every_day(800, 10))
    arrivals = outlook.arrivals
    assert (arrivals.days, arrivals.created) == (182, 182)  # 31 December to 30 June
    assert arrivals.conversion == rate_of(arrivals.conversion.hits, 182)
    assert arrivals.conversion.value == pytest.approx(1 / 3, abs=0.01)
    assert arrivals.mean_size == 600
    # Deals created on the last 10 days of a month are won in the next; from the second month on each brings its own.
    rate = arrivals.per_day * (arrivals.conversion.value or 0)
    assert outlook.coming.wins[:3] == pytest.approx([rate * 21, rate * 31, rate * 30])
    assert outlook.expected_new(1) == pytest.approx(rate * 31 * 600, abs=1)


def test_sizes_of_new_business_are_those_of_won_deals_whose_value_is_known() -> None:
    unvalued = deal(1, created("2024-05-01", Q), won("2024-05-10"))
    others = (deal(2, created("2024-05-01", Q, 9_000), lost("2024-05-10")), deal(3, created("2024-05-01", Q, 70)))
    assert _simulate(
        unvalued, *others, deal(4, created("2024-05-01", Q, 600), won("2024-05-10"))
    ).arrivals.sizes.tolist() == [600]
    none_known = _simulate(unvalued, *others)
    assert none_known.arrivals.mean_size is None
    assert not none_known.coming.wins.any()


def test_new_business_is_won_as_soon_as_that_of_the_filter_or_as_everybodys_where_few_closed() -> None:
    bens = _every_day(400, 40, first_id=5_000, owner=BEN)
    own, few = (
        _simulate(*_every_day(days, 10), *bens, selection=Selection(owner=ANN)).arrivals.wait.won_anew(np.array([10]))
        for days in (100, 25)
    )
    assert own.tolist() == [1]
    assert few[0] < 0.1


def test_not_real_deals_are_no_rate_and_no_conversion() -> None:
    junk = [deal(n, created("2024-06-01", Q, 5), lost("2024-06-02", DUPLICATE)) for n in range(1, 40)]
    with_junk, without = (_simulate(*_every_day(200, 10), *more).arrivals for more in (junk, ()))
    assert (with_junk.created, with_junk.conversion) == (without.created, without.conversion)


def test_new_business_follows_the_filter() -> None:
    company = (*_every_day(400, 10), *_every_day(400, 10, first_id=5_000, owner=BEN))
    whole, part = _simulate(*company), _simulate(*company, selection=Selection(owner=ANN))
    assert part.arrivals.created * 2 == whole.arrivals.created
    assert part.coming.wins * 2 == pytest.approx(whole.coming.wins)


def test_nothing_new_is_promised_where_nothing_was_decided() -> None:
    outlook = _simulate(*EXAMPLE)
    assert outlook.arrivals.conversion.value is None
    assert not outlook.coming.wins.any()
    assert outlook.expected_new(0) == 0


def test_new_business_can_be_switched_off() -> None:
    outlook = _simulate(*EXAMPLE, *_every_day(400, 10))
    assert outlook.band(5, with_new=False) == Band(0, 0, 0)
    assert outlook.band(5).p50 > 0


@pytest.mark.parametrize(
    ("what_if", "factor"),
    [(WhatIf(new_leads=2), 2), (WhatIf(win_rate=1.5), 1.5), (WhatIf(win_rate=100), 3.0), (WhatIf(cycle=2), 1.0)],
)
def test_what_if_moves_new_business(what_if: WhatIf, factor: float) -> None:
    as_it_is, changed = (_simulate(*_every_day(800, 10), what_if=one) for one in (WhatIf(), what_if))
    assert changed.coming.wins[4] == pytest.approx(as_it_is.coming.wins[4] * factor, rel=0.02)
    assert (changed.coming.wins[0] < as_it_is.coming.wins[0]) == (what_if.cycle > 1)


def test_what_if_deals_were_larger_each_new_one_is() -> None:
    outlook = _simulate(*_every_day(400, 10), what_if=WhatIf(size=1.5))
    assert set(outlook.coming.sizes.tolist()) == {900}


def test_the_chance_of_a_target_needs_months_that_are_looked_at() -> None:
    outlook = _simulate(*EXAMPLE, months=3)
    assert outlook.chance_of(400_000, JULY, won=0) == pytest.approx(1 - 0.5 * 0.2 * 0.92, abs=0.01)
    assert outlook.chance_of(400_000, JULY, won=400_000) == 1
    quarter, too_long = (Period(date(2024, 7, 1), date(2024, month, 1)) for month in (10, 11))
    assert outlook.chance_of(400_000, quarter, won=0) == outlook.chance_of(400_000, JULY, won=0)
    assert outlook.chance_of(400_000, too_long, won=0) is None
    assert outlook.band_of(too_long, won=0) is None


def test_what_it_takes_to_be_sure() -> None:
    # 80 % sure of 4,000; 19,000 of 23,000 are short: 2 wins of 13,700, of which 23 in 100 new deals bring one.
    question = Question(2_300_000, Period(date(2024, 7, 1), date(2024, 10, 1)), 0.8, 1_370_000, 0.23, 41)
    assert work_out_needs(_simulate(*EXAMPLE), question, won=0) == Needs(
        certain=400_000, short=1_900_000, wins=2, new_deals=9, start_by=date(2024, 8, 20), weeks=51 / 7
    )


def test_a_rounding_error_makes_no_deal_more() -> None:
    question = Question(7, JULY, 0.8, 1, 0.1 * 0.7, 41)  # a little below 0.07
    needs = work_out_needs(_simulate(), question, won=0)
    assert needs is not None
    assert (needs.wins, needs.new_deals) == (7, 100)


def test_nothing_is_needed_for_a_target_that_is_sure_already() -> None:
    question = Question(300_000, JULY, 0.8, 1_370_000, 0.25, 41)
    needs = work_out_needs(_simulate(*EXAMPLE), question, won=0)
    assert needs is not None
    assert (needs.short, needs.wins, needs.new_deals, needs.weeks) == (0, 0, 0, 0)


def test_who_never_wins_is_told_no_number_of_deals() -> None:
    for size, win_rate in ((1_370_000, 0.0), (0, 0.23)):
        question = Question(2_300_000, JULY, 0.8, size, win_rate, 41)
        assert work_out_needs(_simulate(*EXAMPLE), question, won=0) is None


def test_won_in_a_period_counts_known_values_up_to_the_instant() -> None:
    stories = (
        deal(1, created("2024-06-01", Q, 5), won("2024-06-02")),
        deal(2, created("2024-06-01", Q), won("2024-06-02")),
        deal(3, created("2024-06-01", Q, 7), won("2024-06-20")),
    )
    period = Period(date(2024, 6, 1), date(2024, 7, 1))
    assert [won_in(moment_at(day, *stories), period) for day in ("2024-06-10", TODAY)] == [5, 12]


@pytest.mark.parametrize(
    "stories",
    [
        (),
        (deal(1, created("2024-06-01", Q, 5)),),
        (deal(1, created("2024-06-01", Q, 5), lost("2024-06-02")),),
        (deal(1, created("2024-06-09", Q, 5), won("2024-06-02")),),
        (deal(1, created("2024-06-01", -1)),),
        (deal(1, created("2024-06-01", Q, 10**16, expected="0001-01-01", probability=1)),),
        (deal(1, created("2024-06-01", Q, 0, expected="9999-12-31", probability=1)),),
    ],
)
def test_odd_pasts_are_simulated_all_the_same(stories: tuple[Story, ...]) -> None:
    outlook = _simulate(*stories)
    for place in range(12):
        band = outlook.band(place)
        assert band.p10 <= band.p50 <= band.p90
