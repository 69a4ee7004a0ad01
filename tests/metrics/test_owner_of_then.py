"""Owners have what happened while a deal was theirs; its outcome is whose it was at the close (METRICS §0)."""

import numpy as np

from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.people.leads import measure_leads
from desktop_pipeline.metrics.people.sources import measure_sources
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.metrics.stages.funnel import count_funnels
from desktop_pipeline.metrics.stages.stage_conversion import measure_conversion
from desktop_pipeline.metrics.stages.stage_days import measure_speed
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.metrics.telling.overview import summarise
from desktop_pipeline.metrics.telling.parts import Part, PartKind, flags_of
from tests.metrics.histories import ANN, BEN, YEAR, N, P, Q, created, deal, lost, moment_at, moved, owned, won

OWNERS = (ANN, BEN, -1)


def handed_over() -> Moment:
    """Ann leaves in April and hands over what is open; the second deal is nobody's at first."""
    return moment_at(
        "2024-12-31",
        deal(
            1, created("2024-01-01", Q, owner=ANN), moved("2024-02-01", P), owned("2024-04-01", BEN), won("2024-05-01")
        ),
        deal(2, created("2024-03-01", Q), owned("2024-03-05", ANN), moved("2024-03-06", P), owned("2024-04-01", BEN)),
        deal(3, created("2024-02-01", Q, owner=ANN), lost("2024-02-20"), owned("2024-04-01", BEN)),
        deal(4, created("2024-06-01", P, owner=BEN), moved("2024-06-11", N)),
    )


def asked_of(owner: int | None) -> Asked:
    return Asked(handed_over(), YEAR, Selection(owner=owner))


def reached_by(owner: int | None) -> dict[int, int]:
    asked = asked_of(owner)
    return {step.stage_id: step.reached for step in measure_conversion(asked.moment, asked.chosen, YEAR).steps}


def test_a_stage_is_reached_for_whoever_had_the_deal_then() -> None:
    assert (reached_by(ANN)[Q], reached_by(ANN)[P], reached_by(ANN)[N]) == (2, 2, 0)
    # Won for Ben, the first deal passes what was left of the stages on that day.
    assert (reached_by(BEN)[Q], reached_by(BEN)[P], reached_by(BEN)[N]) == (0, 1, 2)
    assert (reached_by(-1)[Q], reached_by(-1)[P], reached_by(-1)[N]) == (1, 0, 0)


def test_a_win_passes_what_is_left_for_whoever_had_the_deal_at_the_win_not_at_the_end_of_that_day() -> None:
    story = deal(1, created("2024-01-01", Q, owner=ANN), won("2024-03-01"), owned("2024-03-01", BEN))
    for owner, reached in ((ANN, 1), (BEN, 0)):
        asked = Asked(moment_at("2024-12-31", story), YEAR, Selection(owner=owner))
        steps = measure_conversion(asked.moment, asked.chosen, YEAR).steps
        assert {step.stage_id: step.reached for step in steps}[N] == reached


def test_the_owners_make_up_the_whole() -> None:
    for stage, reached in reached_by(None).items():
        assert sum(reached_by(owner)[stage] for owner in OWNERS) == reached
    assert sum(created_by(owner) for owner in OWNERS) == created_by(None) == 4
    whole = [each.finished.n for each in summarise(asked_of(None)).speed.stages]
    parts = [[each.finished.n for each in summarise(asked_of(owner)).speed.stages] for owner in OWNERS]
    assert np.sum(parts, axis=0).tolist() == whole


def created_by(owner: int | None) -> int:
    asked = asked_of(owner)
    leads = measure_leads(asked.moment, asked.chosen, YEAR)
    (line,) = (each for each in measure_sources(asked.moment, asked.population, YEAR) if each.leads or not each.name)
    assert line.leads == leads.created == int(flags_of(asked, Part(PartKind.CREATED)).sum())
    return leads.created


def test_a_lead_is_whose_it_was_when_it_was_created() -> None:
    assert [created_by(owner) for owner in OWNERS] == [2, 1, 1]
    asked = asked_of(ANN)
    (funnel, *_others) = count_funnels(asked.moment, asked.chosen, YEAR).pipelines
    assert (funnel.created, funnel.won, funnel.lost) == (2, 1, 1)


def test_a_stay_is_whose_it_was_when_it_ended() -> None:
    asked = asked_of(ANN)
    stays = {each.stage_id: each.finished.n for each in measure_speed(asked.moment, asked.chosen, YEAR).stages}
    assert (stays[Q], stays[P]) == (3, 0)


def test_a_stay_is_whose_it_was_at_its_end_not_at_the_end_of_that_day() -> None:
    story = deal(1, created("2024-01-01", Q, owner=ANN), moved("2024-03-01", P), owned("2024-03-01", BEN))
    for owner, stays in ((ANN, 1), (BEN, 0)):
        asked = Asked(moment_at("2024-12-31", story), YEAR, Selection(owner=owner))
        stages = measure_speed(asked.moment, asked.chosen, YEAR).stages
        assert {each.stage_id: each.finished.n for each in stages}[Q] == stays


def test_an_outcome_is_whose_the_deal_was_at_the_close() -> None:
    ann, ben = (summarise(asked_of(owner)) for owner in (ANN, BEN))
    assert (ann.won.deals, ann.win_rate.n, ann.active.deals) == (0, 1, 0)
    assert (ben.won.deals, ben.win_rate.n, ben.active.deals) == (1, 1, 2)


def test_every_figure_of_an_owner_opens_as_many_deals() -> None:
    for owner in OWNERS:
        asked = asked_of(owner)
        for step in summarise(asked).conversion.steps:
            for kind, count in (
                (PartKind.STAGE_REACHED, step.reached),
                (PartKind.STAGE_ADVANCED, step.advanced),
                (PartKind.STAGE_DROPPED, step.dropped),
                (PartKind.STAGE_SKIPPED, step.skipped),
            ):
                assert int(flags_of(asked, Part(kind, (step.stage_id,))).sum()) == count


def test_what_was_marked_by_hand_is_whose_the_deal_was_at_the_end_of_that_day() -> None:
    stories = (
        deal(1, created("2024-01-01", Q, owner=ANN), owned("2024-02-01", BEN), sql="2024-01-31"),
        deal(2, created("2024-01-01", Q, owner=ANN), owned("2024-02-01", BEN), sql="2024-02-01"),
        deal(3, created("2024-03-01", Q, owner=ANN), owned("2024-03-02", BEN), sql="2024-02-01"),
    )
    moment = moment_at("2024-12-31", *stories)
    found = [measure_leads(moment, Asked(moment, YEAR, Selection(owner=one)).chosen, YEAR) for one in OWNERS]
    assert [leads.became_sql for leads in found] == [2, 1, 0]
