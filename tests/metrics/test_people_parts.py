"""Every count of leads, owners, customers and reasons opens its deals."""

from collections.abc import Iterator

import numpy as np
from hypothesis import given, settings

from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.metrics.closing.lost_reasons import measure_lost_reasons, measure_won_reasons
from desktop_pipeline.metrics.closing.velocity import measure_velocity
from desktop_pipeline.metrics.people.customers import measure_customers
from desktop_pipeline.metrics.people.ideal_customer import find_ideal_customer
from desktop_pipeline.metrics.people.leads import Answer, measure_leads
from desktop_pipeline.metrics.people.owners import measure_owners
from desktop_pipeline.metrics.people.sources import measure_sources
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.metrics.stages.passages import Fate
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.metrics.telling.parts import Part, PartKind, find_behind, flags_of
from tests.metrics.histories import ANN, Story, created, deal, moment_at, moved, period
from tests.metrics.test_people_properties import WITH_MILESTONES, moment_of, teams
from tests.metrics.test_properties import PERIOD

Counted = Iterator[tuple[int, PartKind, tuple[int | str, ...]]]


def _list_reasons(asked: Asked) -> Counted:
    moment, population = asked.moment, asked.population
    found = measure_lost_reasons(moment, population)
    for group in found.groups:
        yield group.deals, PartKind.REASON_GROUP, (() if group.group is None else (group.group.value,))
    for rival in found.competitors:
        yield rival.lost, PartKind.LOST_TO, (rival.competitor_id,)
        yield rival.won, PartKind.WON_AGAINST, (rival.competitor_id,)
    for reason in measure_won_reasons(moment, population):
        yield reason.deals, PartKind.WON_REASON, (reason.key,)
    for one in find_ideal_customer(moment, population).likenesses:
        yield one.win_rate.n, PartKind.ALIKE, (one.attribute.value, one.key)
    won_ever = np.flatnonzero(flags_of(asked, Part(PartKind.WON_RECENTLY)))
    known = asked.population.amount[won_ever]
    told = known[known >= 0]
    expected = int(told.sum()) if told.size or not known.size else None
    assert measure_velocity(moment, population).won_last_90_days == expected


def _list_leads(asked: Asked) -> Counted:
    leads = measure_leads(asked.moment, asked.chosen, asked.period)
    yield leads.created, PartKind.CREATED, ()
    yield leads.became_mql, PartKind.BECAME_MQL, ()
    yield leads.became_sql, PartKind.BECAME_SQL, ()
    for fate, deals in zip(
        Fate, (leads.mql_to_sql.undecided, leads.mql_to_sql.advanced, leads.mql_to_sql.dropped), strict=True
    ):
        yield deals, PartKind.BECAME_MQL, (fate.value,)
    for month in leads.months:
        yield month.compared, PartKind.QUALIFIED, (month.first_day.isoformat(),)
        yield month.deals, PartKind.QUALIFIED_IN, (month.first_day.isoformat(),)
    yield leads.response.within_hour.hits, PartKind.ANSWERED, (Answer.WITHIN_HOUR.value,)
    yield leads.response.unanswered, PartKind.ANSWERED, (Answer.UNANSWERED.value,)
    yield leads.response.waiting, PartKind.ANSWERED, (Answer.WAITING.value,)
    for line in measure_sources(asked.moment, asked.population, asked.period):
        for deals, kind in (
            (line.leads, PartKind.CREATED),
            (line.mql, PartKind.BECAME_MQL),
            (line.sql, PartKind.BECAME_SQL),
            (line.won, PartKind.WON),
        ):
            yield deals, PartKind.BY, (Breakdown.SOURCE.value, line.source, kind.value)


def _list_people(asked: Asked) -> Counted:
    owners = measure_owners(asked.moment, asked.period, asked.selection)
    for line in owners.lines:
        yield line.created, PartKind.OWNER_CREATED, (line.figures.key,)
    for profile in owners.loss_profiles:
        for at in profile.stages:
            yield at.own.hits, PartKind.OWNER_LOST_AT, (profile.owner, at.stage_id)
    for customer in measure_customers(asked.moment, asked.population).lines:
        yield customer.wins, PartKind.CUSTOMER, (customer.organisation_id,)


@given(team=teams)
@settings(max_examples=100, deadline=None)
def test_every_count_opens_as_many_deals(team: tuple[Story, ...]) -> None:
    moment = moment_of(team, "2024-07-15")
    for selection in (Selection(), Selection(owner=ANN)):
        asked = Asked(moment, PERIOD, selection)
        for count, kind, key in (*_list_reasons(asked), *_list_leads(asked), *_list_people(asked)):
            assert int(np.count_nonzero(flags_of(asked, Part(kind, key)))) == count, (selection, kind, key)


@given(team=teams)
@settings(max_examples=50, deadline=None)
def test_what_is_left_out_of_the_pages_opens_as_many_deals_as_they_say(team: tuple[Story, ...]) -> None:
    asked = Asked(moment_of(team, "2024-07-15"), PERIOD)
    for left_out, kind, key in (
        (measure_leads(asked.moment, asked.chosen, PERIOD).left_out, PartKind.BECAME_MQL, ()),
        (measure_owners(asked.moment, PERIOD).left_out, PartKind.OWNER_LOST_AT, (ANN, 11)),
        (measure_customers(asked.moment, asked.population).left_out, PartKind.CUSTOMER, (5,)),
    ):
        behind = find_behind(asked, Part(kind, key))[1]
        assert [(one.why, int(np.count_nonzero(one.deals)), one.currency) for one in behind] == [
            (one.why, one.deals, one.currency) for one in left_out
        ]


def test_a_month_that_the_period_cuts_opens_what_is_compared_and_what_lies_within() -> None:
    days = ("2024-02-05", "2024-02-20", "2024-03-05", "2024-03-20")
    moment = moment_at(
        "2024-12-31",
        *(deal(number, created("2024-01-01"), moved(day, 12)) for number, day in enumerate(days, 1)),
        stages=WITH_MILESTONES,
    )
    asked = Asked(moment, period("2024-02-10", "2024-03-11"))

    def behind(kind: PartKind, month: str) -> list[int]:
        return [int(one) for one in moment.history.deals.ids[flags_of(asked, Part(kind, (month,)))]]

    february, march = measure_leads(moment, asked.chosen, asked.period).months
    assert (february.deals, february.compared, march.deals, march.compared, march.days) == (1, 2, 1, 1, 10)
    assert (behind(PartKind.QUALIFIED, "2024-02-01"), behind(PartKind.QUALIFIED_IN, "2024-02-01")) == ([1, 2], [2])
    assert (behind(PartKind.QUALIFIED, "2024-03-01"), behind(PartKind.QUALIFIED_IN, "2024-03-01")) == ([3], [3])
