"""What must hold of lost reasons, leads, velocity, people and customers for any history."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.closing.lost_reasons import measure_lost_reasons, measure_won_reasons
from desktop_pipeline.metrics.closing.velocity import measure_velocity
from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.people.customers import measure_customers
from desktop_pipeline.metrics.people.ideal_customer import find_ideal_customer
from desktop_pipeline.metrics.people.leads import (
    Answer,
    flags_answered,
    flags_became_mql,
    flags_qualified,
    measure_leads,
)
from desktop_pipeline.metrics.people.owners import measure_owners
from desktop_pipeline.metrics.people.sources import measure_sources
from desktop_pipeline.metrics.population import gather
from desktop_pipeline.metrics.stages.passages import Fate
from tests.lengths import MANY
from tests.metrics.histories import ANN, CALL, STAGES, TASK, Doing, Story, created, deal, lost, moment_at, period, won
from tests.metrics.teller import Teller, companies_of
from tests.metrics.test_properties import (
    KNOWN_OR_NOT,
    OWNERS,
    PERIOD,
    RATES,
    dates,
    tell_date,
    tell_date_or_none,
    tell_story,
)

WITH_MILESTONES = replace(STAGES, milestone=np.array([1, 2, 0, 0, 1, 2], dtype=np.int8))
LAST = "2025-12-31"


def tell_member(told: Teller) -> Story:
    """Any deal, with a customer, competitors, activities that may be entered late, and marks by hand."""
    return replace(
        tell_story(told),
        organisation=told.choose((UNKNOWN, 5, 6)),
        country=told.choose(KNOWN_OR_NOT),
        competitors=told.some((1, 2)),
        doings=told.times(2, _tell_late_doing),
        mql=tell_date_or_none(told),
        sql=tell_date_or_none(told),
    )


def _tell_late_doing(told: Teller) -> Doing:
    created, due, done = tell_date(told), tell_date_or_none(told), tell_date_or_none(told)
    return Doing(told.choose((CALL, TASK)), created=created, due=due, done=done, owner=told.choose(OWNERS))


teams = companies_of(tell_member)


def moment_of(team: tuple[Story, ...], day: str = LAST) -> Moment:
    return moment_at(day, *team, rates=RATES, stages=WITH_MILESTONES)


def findings(moment: Moment) -> tuple[object, ...]:
    population = gather(moment, PERIOD)
    return (
        measure_lost_reasons(moment, population),
        measure_won_reasons(moment, population),
        measure_leads(moment, population.chosen, PERIOD),
        measure_velocity(moment, population),
        measure_owners(moment, PERIOD),
        measure_sources(moment, population, PERIOD),
        measure_customers(moment, population),
        find_ideal_customer(moment, population),
    )


@given(team=teams, data=st.data())
@settings(max_examples=MANY, deadline=None)
def test_the_order_of_the_deals_changes_nothing(team: tuple[Story, ...], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(team))
    renumbered = tuple(replace(story, id=number) for number, story in enumerate(shuffled, 1))
    assert findings(moment_of(renumbered)) == findings(moment_of(team))


def _cut(story: Story, day: str) -> Story:
    """The deal as a file knows it that ends with that day."""
    return replace(
        story,
        events=tuple(event for event in story.events if event.on <= day),
        doings=tuple(
            replace(doing, done=doing.done if doing.done is not None and doing.done <= day else None)
            for doing in story.doings
            if (doing.created or "") <= day or (doing.done is not None and doing.done <= day)
        ),
        mql=story.mql if story.mql is not None and story.mql <= day else None,
        sql=story.sql if story.sql is not None and story.sql <= day else None,
    )


@given(team=teams, day=dates)
@settings(max_examples=MANY, deadline=None)
def test_as_of_a_day_they_are_those_of_a_file_that_ends_there(team: tuple[Story, ...], day: str) -> None:
    cut = tuple(_cut(story, day) for story in team)
    assert findings(moment_of(team, day)) == findings(moment_of(cut, day))


@given(team=teams, day=dates)
@settings(max_examples=MANY, deadline=None)
def test_parts_add_up_to_the_whole_and_shares_lie_between_their_bounds(team: tuple[Story, ...], day: str) -> None:
    moment = moment_of(team, day)
    population = gather(moment, PERIOD)
    leads = measure_leads(moment, population.chosen, PERIOD)
    assert sum(month.deals for month in leads.months) == leads.became_sql
    fates = [flags_became_mql(moment, population.chosen, PERIOD, fate=fate) for fate in Fate]
    assert np.array_equal(np.sum(fates, axis=0), flags_became_mql(moment, population.chosen, PERIOD).astype(np.int64))
    answers = [flags_answered(moment, population.chosen, PERIOD, answer) for answer in Answer]
    assert sum(np.count_nonzero(flags) for flags in answers) == leads.created
    assert np.count_nonzero(flags_qualified(moment, population.chosen, PERIOD)) == leads.became_sql
    owned = measure_owners(moment, PERIOD)
    assert sum(line.created for line in owned.lines) == leads.created
    sources = measure_sources(moment, population, PERIOD)
    assert sum(line.leads for line in sources) == leads.created
    assert sum(line.won for line in sources) == np.count_nonzero(population.won)
    assert sum(line.won_value or 0 for line in sources) == sum(line.figures.won_value or 0 for line in owned.lines)
    for one in find_ideal_customer(moment, population).likenesses:
        if one.lift is not None and one.low is not None and one.high is not None:
            assert 0 <= one.low <= one.lift + 1e-12 <= one.high + 2e-12


_OPEN = deal(1, created("2024-03-01", value=5))
_LOST = deal(1, created("2024-03-01", value=5), lost("2024-04-01"))
_BEFORE_IT_WAS_CREATED = deal(1, created("2024-05-01", value=5, owner=ANN), won("2024-03-01"))
_THREE_CURRENCIES = tuple(
    deal(number, created("2024-03-01", value=5, currency=code), won("2024-04-01"))
    for number, code in enumerate(("EUR", "CHF", "JPY"), 1)
)
_NO_DATES = deal(1, created("2024-03-01", UNKNOWN), lost("2024-04-01"), created_known=False)


@pytest.mark.parametrize(
    "team",
    [(), (_OPEN,), (_LOST,), (_BEFORE_IT_WAS_CREATED,), _THREE_CURRENCIES, (_NO_DATES,)],
    ids=["no deals", "all open", "all lost", "closed before created", "no rate", "no dates"],
)
@pytest.mark.parametrize("span", [PERIOD, period("2030-01-01", "2031-01-01")], ids=["now", "in the future"])
def test_poor_histories_give_counts_or_nothing(team: tuple[Story, ...], span: Period) -> None:
    moment = moment_of(team)
    population = gather(moment, span)
    velocity = measure_velocity(moment, population)
    assert velocity.per_day is None or velocity.days
    reasons = measure_lost_reasons(moment, population)
    assert reasons.lost == int(np.count_nonzero(population.lost))
    leads = measure_leads(moment, population.chosen, span)
    assert leads.response.median_hours is None
    assert leads.velocity_rate is None or leads.months[-1].month_before
    assert sum(line.figures.won for line in measure_owners(moment, span).lines) == np.count_nonzero(population.won)
    assert sum(line.won for line in measure_sources(moment, population, span)) == np.count_nonzero(population.won)
    assert measure_customers(moment, population).customers == 0
    assert all(one.lift is None or population.won.any() for one in find_ideal_customer(moment, population).likenesses)
