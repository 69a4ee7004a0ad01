"""What must hold of conversion, funnel and days in stage for any history (METRICS §6, §7)."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.metrics.history import Flags, Stages
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import gather
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.metrics.snapshot import Status
from desktop_pipeline.metrics.stages.bottleneck import Bottleneck, find_bottleneck, flag_timed
from desktop_pipeline.metrics.stages.funnel import Funnels, count_funnels, flag_created, flag_funnel
from desktop_pipeline.metrics.stages.passages import Fate
from desktop_pipeline.metrics.stages.stage_conversion import (
    Conversion,
    Step,
    flag_moved_back,
    flag_reached,
    flag_skipped,
    measure_conversion,
)
from desktop_pipeline.metrics.stages.stage_days import Speed, find_sitting, flag_finished, flag_sitting, measure_speed
from tests.lengths import MANY
from tests.metrics.histories import N, P, Q, Story, created, deal, lost, moment_at, moved, period, won
from tests.metrics.test_passages import companies

SPAN = period("2024-01-10", "2024-02-10")
END = "2024-03-01"


def findings(moment: Moment, selection: Selection = EVERYTHING) -> tuple[Conversion, Funnels, Speed, Bottleneck]:
    population = gather(moment, SPAN, selection)
    conversion = measure_conversion(moment, population.chosen, SPAN)
    return (
        conversion,
        count_funnels(moment, population.chosen, SPAN),
        measure_speed(moment, population.chosen, SPAN),
        find_bottleneck(moment, population, conversion, SPAN),
    )


def count(flags: Flags) -> int:
    return int(np.count_nonzero(flags))


@given(company=companies)
@settings(max_examples=MANY, deadline=None)
def test_the_deals_of_every_count_are_as_many_and_parts_make_the_whole(company: tuple[Story, ...]) -> None:
    moment = moment_at(END, *company)
    chosen = gather(moment, SPAN).chosen
    conversion, funnels, speed, _bottleneck = findings(moment)
    for step in conversion.steps:
        assert step.reached == step.advanced + step.dropped + step.undecided
        question = (moment, chosen, SPAN, step.stage_id)
        assert count(flag_reached(*question)) == step.reached
        assert [count(flag_reached(*question, fate=fate)) for fate in Fate] == [
            step.undecided,
            step.advanced,
            step.dropped,
        ]
        assert count(flag_moved_back(*question)) == step.moved_back
        assert count(flag_skipped(*question)) == step.skipped
    for stage in speed.stages:
        assert count(flag_finished(moment, chosen, SPAN, stage.stage_id)) == stage.finished.n
        assert count(flag_sitting(moment, chosen, stage.stage_id)) == stage.sitting
    assert sum(stage.sitting for stage in speed.stages) == find_sitting(moment, chosen).deal.size
    for funnel in funnels.pipelines:
        assert sum(stage.came_in for stage in funnel.stages) == funnel.created == funnel.won + funnel.lost + funnel.open
        for status, deals in ((None, funnel.created), (Status.WON, funnel.won), (Status.LOST, funnel.lost)):
            created_here = flag_created(moment, chosen, SPAN, pipeline_id=funnel.pipeline_id, status=status)
            assert count(created_here) == deals
        for place in funnel.stages:
            assert count(flag_funnel(moment, chosen, SPAN, place.stage_id)) == place.reached
    assert sum(funnel.created for funnel in funnels.pipelines) == count(flag_created(moment, chosen, SPAN))


@given(company=companies, day=st.integers(1, 29))
@settings(max_examples=MANY, deadline=None)
def test_figures_as_of_a_day_are_those_of_a_history_that_ends_there(company: tuple[Story, ...], day: int) -> None:
    on = f"2024-02-{day:02}"
    cut = tuple(replace(story, events=tuple(event for event in story.events if event.on <= on)) for story in company)
    assert findings(moment_at(on, *company)) == findings(moment_at(on, *cut))


@given(company=companies, data=st.data())
@settings(max_examples=MANY, deadline=None)
def test_the_order_of_the_deals_changes_no_figure(company: tuple[Story, ...], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(company))
    renumbered = tuple(replace(story, id=number) for number, story in enumerate(shuffled, 1))
    assert findings(moment_at(END, *renumbered)) == findings(moment_at(END, *company))


@given(company=companies, sources=st.lists(st.sampled_from((1, 2)), min_size=5, max_size=5))
@settings(max_examples=MANY, deadline=None)
def test_the_counts_of_two_sources_add_up_to_those_of_both(company: tuple[Story, ...], sources: list[int]) -> None:
    told = [replace(story, source=source) for story, source in zip(company, sources, strict=False)]
    moment = moment_at(END, *told)
    web, referral, both = (findings(moment, Selection(source=source))[0].steps for source in (1, 2, None))

    def counts(step: Step) -> tuple[int, ...]:
        return step.reached, step.advanced, step.dropped, step.undecided, step.moved_back, step.skipped

    for one, other, whole in zip(web, referral, both, strict=True):
        assert tuple(np.add(counts(one), counts(other)).tolist()) == counts(whole)


@given(company=companies, entry=st.sampled_from((Q, P, N)))
@settings(max_examples=MANY, deadline=None)
def test_one_more_lost_deal_never_raises_a_conversion(company: tuple[Story, ...], entry: int) -> None:
    loser = deal(99, created("2024-01-15", entry), lost("2024-02-01"))
    before, after = (findings(moment_at(END, *told))[0].steps for told in (company, (*company, loser)))
    for less, more in zip(before, after, strict=True):
        assert more.stage_id == entry or more == less
        if less.resolved.n:
            assert (more.resolved.value or 0) <= (less.resolved.value or 0)


@given(company=companies)
@settings(max_examples=MANY, deadline=None)
def test_days_in_stages_of_a_won_deal_make_at_most_its_cycle(company: tuple[Story, ...]) -> None:
    moment = moment_at(END, *company)
    population = gather(moment, SPAN)
    timed = flag_timed(moment, population)
    passages = moment.passages
    days = np.bincount(passages.deal, weights=np.maximum(passages.days, 0), minlength=timed.size)
    assert (days[timed] <= population.days[timed]).all()
    assert (moment.snapshot.status[timed] == Status.WON).all()


def many_stages(number: int) -> Stages:
    return Stages(
        ids=np.arange(1, number + 1),
        pipeline=np.ones(number, dtype=np.int64),
        position=np.arange(number),
        probability=np.full(number, 0.5),
        is_open=np.ones(number, dtype=np.bool_),
        archived=np.zeros(number, dtype=np.bool_),
        names=tuple(f"Stage {place}" for place in range(1, number + 1)),
        slow_limit=np.full(number, 14),
        stale_limit=np.full(number, 30),
        milestone=np.zeros(number, dtype=np.int8),
        category=np.zeros(number, dtype=np.int8),
    )


@pytest.mark.parametrize("number", [1, 30])
def test_one_stage_and_thirty_are_passed_from_first_to_last(number: int) -> None:
    story = deal(
        1,
        created("2024-01-11", 1),
        *(moved("2024-01-12", stage) for stage in range(2, number + 1)),
        won("2024-01-13"),
    )
    conversion, funnels, speed, _bottleneck = findings(moment_at(END, story, stages=many_stages(number)))
    assert [(step.reached, step.advanced) for step in conversion.steps] == [(1, 1)] * number
    assert [stage.reached for stage in funnels.pipelines[0].stages] == [1] * number
    assert sum(stage.finished.mean or 0 for stage in speed.stages) == 2


@pytest.mark.parametrize(
    "stories",
    [
        (),
        (deal(1, created("2024-01-11")),),
        (deal(1, created("2024-01-11"), lost("2024-01-11")),),
        (deal(1, created("2024-02-11"), lost("2024-01-11")),),
        (deal(1, created("2024-01-11"), created_known=False),),
    ],
)
def test_where_there_is_little_or_nothing_there_are_counts_and_no_made_up_shares(stories: tuple[Story, ...]) -> None:
    conversion, _funnels, speed, bottleneck = findings(moment_at(END, *stories))
    assert bottleneck == Bottleneck(None, None)
    for step in conversion.steps:
        assert (step.so_far is None) == (step.reached == 0)
        assert step.won_within in (None, 0)
    assert all(stage.finished.mean is None for stage in speed.stages if not stage.finished.n)
