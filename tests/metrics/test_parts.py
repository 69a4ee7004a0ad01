"""Every count opens its deals: those behind it are as many as it says."""

from collections.abc import Iterator
from datetime import date

import numpy as np
from hypothesis import given, settings

from desktop_pipeline.domain.deals import ReasonGroup
from desktop_pipeline.metrics.ahead.forecast import forecast
from desktop_pipeline.metrics.changing.hygiene import find_pushed, measure_pushes
from desktop_pipeline.metrics.changing.movement import Bar, sum_up
from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.moment import look
from desktop_pipeline.metrics.people.leads import Answer
from desktop_pipeline.metrics.population import Why
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.metrics.stages.passages import Fate
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.metrics.telling.overview import Overview, summarise
from desktop_pipeline.metrics.telling.parts import Part, PartKind, find_behind, flags_of
from tests.lengths import MANY
from tests.metrics.histories import (
    ANN,
    BEN,
    DUPLICATE,
    OTHER_Q,
    YEAR,
    P,
    Q,
    Story,
    at,
    created,
    deal,
    history_of,
    lost,
    moved,
    won,
)
from tests.metrics.test_properties import PERIOD, QUALIFYING, RATES, companies

END = at("2024-09-15")


def _count(asked: Asked, kind: PartKind, *key: int | str) -> int:
    return int(np.count_nonzero(flags_of(asked, Part(kind, key))))


def _list_outcomes(overview: Overview) -> Iterator[tuple[int, PartKind, tuple[int | str, ...]]]:
    yield overview.active.deals, PartKind.ACTIVE, ()
    yield overview.won.deals, PartKind.WON, ()
    yield overview.win_rate.n, PartKind.CLOSED, ()
    yield overview.lost_reasons.lost, PartKind.LOST, ()
    for month in overview.won.by_month:
        yield month.won, PartKind.WON_IN, (month.first_day.isoformat(),)
        yield month.lost, PartKind.LOST_IN, (month.first_day.isoformat(),)
    for by, rows in overview.by.items():
        for row in rows:
            yield row.active, PartKind.BY, (by.value, row.key, PartKind.ACTIVE.value)
            yield row.won, PartKind.BY, (by.value, row.key, PartKind.WON.value)
            yield row.lost, PartKind.BY, (by.value, row.key, PartKind.LOST.value)
            yield row.win_rate.n, PartKind.BY, (by.value, row.key, PartKind.CLOSED.value)
    for reason in overview.lost_reasons.reasons:
        yield reason.deals, PartKind.LOST_REASON, (reason.key,)
    for stage in overview.lost_reasons.stages:
        yield stage.deals, PartKind.LOST_AT, (stage.stage_id,)


def _list_leads(overview: Overview) -> Iterator[tuple[int, PartKind, tuple[int | str, ...]]]:
    for won_for in overview.won_reasons:
        yield won_for.deals, PartKind.WON_REASON, (won_for.key,)
    for group in overview.lost_reasons.groups:
        yield group.deals, PartKind.REASON_GROUP, (group.group.value,) if group.group else ()
    for rival in overview.lost_reasons.competitors:
        yield rival.lost, PartKind.LOST_TO, (rival.competitor_id,)
        yield rival.won, PartKind.WON_AGAINST, (rival.competitor_id,)
    leads = overview.leads
    for month in leads.months:
        yield month.deals, PartKind.QUALIFIED_IN, (month.first_day.isoformat(),)
    yield leads.created, PartKind.CREATED, ()
    yield leads.became_sql, PartKind.BECAME_SQL, ()
    yield leads.became_mql, PartKind.BECAME_MQL, ()
    for fate, deals in (
        (Fate.ADVANCED, leads.mql_to_sql.advanced),
        (Fate.DROPPED, leads.mql_to_sql.dropped),
        (Fate.UNDECIDED, leads.mql_to_sql.undecided),
    ):
        yield deals, PartKind.BECAME_MQL, (int(fate),)
    yield leads.response.within_hour.hits, PartKind.ANSWERED, (Answer.WITHIN_HOUR.value,)
    yield leads.response.unanswered, PartKind.ANSWERED, (Answer.UNANSWERED.value,)
    yield leads.response.waiting, PartKind.ANSWERED, (Answer.WAITING.value,)


def _list_stages(overview: Overview) -> Iterator[tuple[int, PartKind, tuple[int | str, ...]]]:
    for step in overview.conversion.steps:
        yield step.reached, PartKind.STAGE_REACHED, (step.stage_id,)
        yield step.advanced, PartKind.STAGE_ADVANCED, (step.stage_id,)
        yield step.dropped, PartKind.STAGE_DROPPED, (step.stage_id,)
        yield step.undecided, PartKind.STAGE_UNDECIDED, (step.stage_id,)
        yield step.moved_back, PartKind.STAGE_MOVED_BACK, (step.stage_id,)
        yield step.skipped, PartKind.STAGE_SKIPPED, (step.stage_id,)
    for days in overview.speed.stages:
        yield days.finished.n, PartKind.STAGE_LEFT, (days.stage_id,)
        yield days.sitting, PartKind.STAGE_SITTING, (days.stage_id,)
    for line in overview.hygiene.lines:
        yield line.deals, PartKind.FLAG, (line.flag.value,)
    yield overview.hygiene.sound_deals, PartKind.SOUND, ()
    yield overview.hygiene.deals - overview.hygiene.sound_deals, PartKind.FLAG, ()


def _list_ahead(asked: Asked) -> Iterator[tuple[int, PartKind, tuple[int | str, ...]]]:
    ahead = forecast(asked.moment, asked.selection)
    for month in ahead.months:
        yield month.due.deals, PartKind.DUE_IN, (month.first_day.isoformat(),)
        for category, due in month.by_category.items():
            yield due.deals, PartKind.DUE_IN, (month.first_day.isoformat(), category.value)
    yield ahead.later.deals, PartKind.DUE_LATER, ()
    yield ahead.overdue.deals, PartKind.OVERDUE, ()
    yield ahead.undated.deals, PartKind.UNDATED, ()
    pushes = measure_pushes(find_pushed(asked.moment.before(PERIOD.start), asked.moment, PERIOD, asked.selection))
    yield pushes.rate.n, PartKind.DUE_AT_START, ()
    yield pushes.rate.hits, PartKind.PUSHED, ()
    movement = sum_up(asked.moves)
    for bar in (movement.opening, *movement.bars, movement.closing):
        yield bar.deals, PartKind.MOVEMENT, (bar.bar.value,)


@given(company=companies)
@settings(max_examples=MANY, deadline=None)
def test_every_count_of_any_company_opens_as_many_deals(company: tuple[Story, ...]) -> None:
    moment = look(history_of(*company, rates=RATES, stages=QUALIFYING), END)
    for selection in (Selection(), Selection(owner=ANN), Selection(product=1)):
        asked = Asked(moment, PERIOD, selection)
        overview = summarise(asked)
        for count, kind, key in (
            *_list_outcomes(overview),
            *_list_leads(overview),
            *_list_stages(overview),
            *_list_ahead(asked),
        ):
            assert _count(asked, kind, *key) == count, (selection, kind, key)


@given(company=companies)
@settings(max_examples=MANY, deadline=None)
def test_what_is_left_out_opens_as_many_deals_as_it_says(company: tuple[Story, ...]) -> None:
    asked = Asked(look(history_of(*company, rates=RATES, stages=QUALIFYING), END), PERIOD)
    overview = summarise(asked)
    counted = {(reason.why, reason.currency): reason.deals for reason in overview.left_out}
    for kind in (PartKind.ACTIVE, PartKind.CLOSED):
        for reason in find_behind(asked, Part(kind))[1]:
            assert int(np.count_nonzero(reason.deals)) <= counted[reason.why, reason.currency]
    for measured, kind, key in (
        (overview.conversion.left_out, PartKind.STAGE_REACHED, (Q,)),
        (overview.speed.left_out, PartKind.STAGE_LEFT, (Q,)),
        (overview.velocity.left_out, PartKind.FLOW, ()),
        (overview.leads.left_out, PartKind.QUALIFIED, ("2024-03-01",)),
    ):
        behind = find_behind(asked, Part(kind, key))[1]
        assert {(reason.why, int(np.count_nonzero(reason.deals)), reason.currency) for reason in behind} == {
            (reason.why, reason.deals, reason.currency) for reason in measured
        }


COMPANY = history_of(
    deal(1, created("2024-01-10", value=100, owner=ANN), moved("2024-02-01", P), won("2024-03-01")),
    deal(2, created("2024-01-10", owner=ANN), lost("2024-03-05")),
    deal(3, created("2024-01-10", value=5, owner=BEN), lost("2024-03-05", DUPLICATE)),
    deal(4, created("2024-01-10", value=5, currency="CHF", owner=BEN)),
    deal(5, created("2024-01-10", value=7, owner=BEN)),
)


def _ids(asked: Asked, kind: PartKind, *key: int | str) -> list[int]:
    return [int(deal_id) for deal_id in asked.moment.history.deals.ids[flags_of(asked, Part(kind, key))]]


def test_the_deals_behind_a_figure_by_their_ids() -> None:
    asked = Asked(look(COMPANY, END), YEAR)
    assert _ids(asked, PartKind.ACTIVE) == [4, 5]
    assert _ids(asked, PartKind.CLOSED) == [1, 2]
    assert _ids(asked, PartKind.NOT_REAL) == [3]
    assert _ids(asked, PartKind.WON_IN, "2024-03-01") == [1]
    assert _ids(asked, PartKind.BY, Breakdown.OWNER.value, BEN, PartKind.ACTIVE.value) == [4, 5]
    assert _ids(asked, PartKind.STAGE_ADVANCED, Q) == [1]
    assert _ids(asked, PartKind.LOST_REASON, DUPLICATE) == [3]
    assert _ids(asked, PartKind.CREATED) == [1, 2, 4, 5]
    assert _ids(asked, PartKind.MOVEMENT, Bar.WON.value) == [1]


def test_what_is_left_out_of_a_figure_is_told_with_its_deals() -> None:
    asked = Asked(look(COMPANY, END), YEAR)
    ids = COMPANY.deals.ids

    def left_out(kind: PartKind) -> dict[Why, list[int]]:
        return {reason.why: ids[reason.deals].tolist() for reason in find_behind(asked, Part(kind))[1]}

    assert left_out(PartKind.ACTIVE) == {Why.NO_RATE: [4]}
    assert left_out(PartKind.CLOSED) == {Why.NO_VALUE: [2], Why.NOT_REAL: [3]}
    assert left_out(PartKind.WON) == {Why.NOT_REAL: [3]}


def test_deals_of_nobody_and_without_a_reason_can_be_opened_too() -> None:
    asked = Asked(look(history_of(deal(1, created("2024-01-10"), lost("2024-02-01", UNKNOWN))), END), YEAR)
    assert _ids(asked, PartKind.BY, Breakdown.OWNER.value, UNKNOWN, PartKind.LOST.value) == [1]
    assert _ids(asked, PartKind.LOST_REASON, UNKNOWN) == [1]
    groups = summarise(asked).lost_reasons.groups
    assert [line.deals for line in groups if line.group is None] == [1]
    assert all(line.group is not ReasonGroup.NOT_REAL or not line.deals for line in groups)


def test_under_a_pipeline_only_its_stages_are_told() -> None:
    history = history_of(deal(1, created("2024-01-10", OTHER_Q, value=7), pipeline=2), deal(2, created("2024-01-10")))
    everything, one = (summarise(Asked(look(history, END), YEAR, Selection(pipeline=wanted))) for wanted in (None, 2))
    assert [step.pipeline_id for step in everything.conversion.steps] == [1, 1, 1, 2, 2]
    assert [step.reached for step in one.conversion.steps] == [1, 0]
    assert [stage.sitting for stage in one.speed.stages] == [1, 0]


def test_velocity_is_of_the_last_year_whatever_the_period() -> None:
    long_ago = deal(6, created("2021-01-10", value=100), won("2021-03-01"))
    recent = deal(7, created("2024-01-10", value=100), won("2024-03-01"))
    asked = Asked(look(history_of(long_ago, recent), END), PERIOD.before())
    assert _ids(asked, PartKind.FLOW) == [7]
    assert summarise(asked).velocity.win_rate.n == 1
    assert summarise(asked).won.deals == 0
    assert date(2024, 3, 1) not in asked.period
