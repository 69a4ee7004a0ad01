"""What must hold of forecasts of any past, however odd."""

from dataclasses import asdict, replace
from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.ahead.backtest import look_back
from desktop_pipeline.metrics.ahead.forecast import Forecast, forecast
from desktop_pipeline.metrics.ahead.months_ahead import look_ahead
from desktop_pipeline.metrics.ahead.outlook import Outlook, simulate
from desktop_pipeline.metrics.moment import look
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.metrics.telling.overview import summarise
from desktop_pipeline.metrics.telling.parts import Part, PartKind, flags_of
from tests.lengths import MANY
from tests.metrics.histories import Story, at, history_of
from tests.metrics.teller import Teller, companies_of
from tests.metrics.test_properties import RATES, dates, tell_date_or_none, tell_story

DRAWS = 50


def tell_expecting(told: Teller) -> Story:
    """A random past in which closes are expected, and which is called by hand."""
    story = tell_story(told)
    return replace(
        story,
        category=told.choose((None, *ForecastCategory)),
        events=tuple(
            replace(event, expected=tell_date_or_none(told))
            if event.kind in {EventKind.CREATED, EventKind.EXPECTED_CLOSE}
            else event
            for event in story.events
        ),
    )


expecting_companies = companies_of(tell_expecting)


def _ahead(company: tuple[Story, ...], day: str) -> tuple[Forecast, Outlook]:
    moment = look(history_of(*company, rates=RATES), at(day))
    return forecast(moment), simulate(moment, draws=DRAWS)


def _same(one: tuple[Forecast, Outlook], other: tuple[Forecast, Outlook]) -> bool:
    (forecast_one, outlook_one), (forecast_other, outlook_other) = one, other
    return (
        asdict(forecast_one) == asdict(forecast_other)
        and np.array_equal(outlook_one.draws.opened, outlook_other.draws.opened)
        and np.array_equal(outlook_one.draws.new, outlook_other.draws.new)
    )


@given(company=expecting_companies, day=dates)
@settings(max_examples=MANY, deadline=None)
def test_a_forecast_as_of_a_day_is_that_of_the_history_cut_there(company: tuple[Story, ...], day: str) -> None:
    cut = tuple(replace(story, events=tuple(event for event in story.events if event.on <= day)) for story in company)
    assert _same(_ahead(company, day), _ahead(cut, day))


@given(company=expecting_companies, day=dates, data=st.data())
@settings(max_examples=MANY, deadline=None)
def test_the_order_in_which_deals_are_told_moves_no_forecast(
    company: tuple[Story, ...], day: str, data: st.DataObject
) -> None:
    assert _same(_ahead(company, day), _ahead(tuple(data.draw(st.permutations(company))), day))


@given(company=expecting_companies, day=dates)
@settings(max_examples=MANY, deadline=None)
def test_all_open_deals_are_somewhere_each_sum_opens_its_own_and_each_range_is_in_order(
    company: tuple[Story, ...], day: str
) -> None:
    moment = look(history_of(*company, rates=RATES), at(day))
    found, asked = forecast(moment), Asked(moment, look_ahead(moment.as_of).period)
    parts = {
        **{Part(PartKind.DUE_IN, (month.first_day.isoformat(),)): month.due for month in found.months},
        Part(PartKind.DUE_LATER): found.later,
        Part(PartKind.OVERDUE): found.overdue,
        Part(PartKind.UNDATED): found.undated,
    }
    active = summarise(asked).active
    assert sum(one.deals for one in parts.values()) == active.deals
    assert sum(one.value or 0 for one in parts.values()) == (active.value or 0)
    for part, one in parts.items():
        assert np.count_nonzero(flags_of(asked, part)) == one.deals
    for month in found.months:
        assert sum(part.value or 0 for part in month.by_category.values()) == (month.due.value or 0)
        for category in ForecastCategory:
            part = Part(PartKind.DUE_IN, (month.first_day.isoformat(), category.value))
            assert np.count_nonzero(flags_of(asked, part)) == month.by_category[category].deals
    outlook = simulate(moment, draws=DRAWS)
    landing = outlook.landing
    assert ((landing.chance >= 0) & (landing.chance <= 1) & (landing.by_month >= 0).all(axis=1)).all()
    assert (landing.by_month.sum(axis=1) <= landing.chance + 1e-9).all()
    for place, month in enumerate(found.months):
        band = outlook.band(place)
        assert (month.won or 0) <= band.p10 <= band.p50 <= band.p90


@given(company=expecting_companies)
@settings(max_examples=60, deadline=None)
def test_every_past_can_be_looked_back_at(company: tuple[Story, ...]) -> None:
    past = look_back(history_of(*company, rates=RATES), date(2024, 12, 5), draws=DRAWS)
    assert len(past.months) <= 12
    assert past.brier is None or 0 <= past.brier <= 1
    assert sum(line.won.n for line in past.calibration) == past.calls


@given(company=expecting_companies, day=dates, months=st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_a_target_is_as_likely_as_its_draws_say(company: tuple[Story, ...], day: str, months: int) -> None:
    _found, outlook = _ahead(company, day)
    first, last = outlook.ahead.months[0], outlook.ahead.months[months - 1]
    period = Period(first, (last + timedelta(days=32)).replace(day=1))
    band = outlook.band_of(period, won=0)
    assert band is not None
    assert (outlook.chance_of(band.p50, period, won=0) or 0) >= 0.5
    assert (outlook.chance_of(band.p90 + 1, period, won=0) or 0) <= 0.1
