"""Where each owner loses deals, against the rest of the team (METRICS §16)."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.people.exact_tests import correct_by_holm
from desktop_pipeline.metrics.people.loss_profiles import (
    FEWEST_LOSSES,
    LossProfile,
    find_loss_profiles,
    flags_owner_lost_at,
    flags_without_profile,
)
from desktop_pipeline.metrics.population import gather
from tests.metrics.histories import (
    ANN,
    BEN,
    CAY,
    DUPLICATE,
    OTHER_Q,
    YEAR,
    N,
    P,
    Q,
    created,
    deal,
    lost,
    moment_at,
    owned,
    won,
)
from tests.metrics.told_by_others import fisher_p


def losing(*told: tuple[int, int, int]) -> Moment:
    """So many deals of an owner lost at a stage: (owner, stage, deals)."""
    numbers = count(1)
    return moment_at(
        "2024-12-31",
        *(
            deal(next(numbers), created("2024-01-01", stage, owner=owner), lost("2024-05-01"))
            for owner, stage, deals in told
            for _ in range(deals)
        ),
    )


def profiles_of(moment: Moment, owner: int | None = None) -> dict[int, LossProfile]:
    return {profile.owner: profile for profile in find_loss_profiles(moment, gather(moment, YEAR), owner)}


def test_an_owner_who_loses_at_proposal_twice_as_often_as_the_team_is_marked() -> None:
    # Ann: 14 of 22 at Proposal; the others 60 of 200.
    profile = profiles_of(losing((ANN, Q, 8), (ANN, P, 14), (BEN, Q, 140), (BEN, P, 60)))[ANN]
    at_q, at_p = profile.stages
    assert (at_p.name, at_p.own.hits, at_p.own.n, at_p.others.hits, at_p.others.n) == ("Proposal", 14, 22, 60, 200)
    assert at_p.times == pytest.approx(14 / 22 / 0.3)
    # Two owners at two stages make one family of four, and all four tables are the same one.
    assert at_p.p == pytest.approx(4 * fisher_p([[14, 8], [60, 140]]), abs=1e-9)
    assert (at_p.stands_out, at_q.stands_out) == (True, True)
    assert at_q.times is not None
    assert at_q.times < 1


def test_below_ten_losses_nothing_is_compared() -> None:
    profiles = profiles_of(losing((ANN, P, FEWEST_LOSSES - 1), (BEN, Q, FEWEST_LOSSES)))
    assert [(at.p, at.stands_out) for at in profiles[ANN].stages] == [(None, False), (None, False)]
    assert (profiles[ANN].is_compared, profiles[BEN].is_compared) == (False, True)
    assert all(at.stands_out for at in profiles[BEN].stages)


def test_who_works_alone_is_compared_with_nobody() -> None:
    profile = profiles_of(losing((ANN, P, 30)))[ANN]
    assert [(at.own.value, at.others.value, at.p, at.times) for at in profile.stages] == [(1.0, None, None, None)]


def test_each_pipeline_is_a_team_of_its_own() -> None:
    profiles = find_loss_profiles(
        moment := losing((ANN, P, 12), (BEN, P, 12), (BEN, OTHER_Q, 40)), gather(moment, YEAR)
    )
    assert [(one.owner, one.pipeline_id, one.losses) for one in profiles] == [(ANN, 1, 12), (BEN, 1, 12), (BEN, 2, 40)]
    assert profiles[0].stages[0].others.n == 12
    assert (profiles[0].stages[0].p, profiles[0].stages[0].stands_out) == (1.0, False)
    assert not replace(profiles[0].stages[0], p=0.05).stands_out


def test_only_losses_that_say_something_about_an_owner_are_counted() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2024-01-01", P, owner=ANN), lost("2024-05-01")),
        deal(2, created("2024-01-01", P), lost("2024-05-01")),  # nobody's
        deal(3, created("2024-01-01", UNKNOWN, owner=ANN), lost("2024-05-01")),  # stages not on record
        deal(4, created("2024-01-01", P, owner=ANN), lost("2024-05-01", DUPLICATE)),
        deal(5, created("2024-01-01", P, owner=ANN), won("2024-05-01")),
        deal(6, created("2024-01-01", P, owner=BEN), owned("2024-02-01", ANN), lost("2024-05-01")),
        deal(7, created("2024-01-01", P, owner=ANN), lost("2024-05-01"), owned("2024-06-01", BEN)),
    )
    team = gather(moment, YEAR)
    assert {owner: one.losses for owner, one in profiles_of(moment).items()} == {ANN: 3}
    ids = moment.history.deals.ids
    assert ids[flags_owner_lost_at(moment, team, ANN, P)].tolist() == [1, 6, 7]
    assert [ids[flags].tolist() for flags in flags_without_profile(moment, team)] == [[2], [3]]


def test_one_owner_alone_is_shown_as_on_the_whole_page() -> None:
    moment = losing((ANN, Q, 10), (ANN, P, 5), (BEN, Q, 3), (BEN, P, 12), (CAY, N, 11))
    assert profiles_of(moment, BEN) == {BEN: profiles_of(moment)[BEN]}


owners_and_stages = st.tuples(st.sampled_from((ANN, BEN, CAY)), st.sampled_from((Q, P, N)), st.integers(0, 14))


@given(told=st.lists(owners_and_stages, max_size=9))
@settings(max_examples=100, deadline=None)
def test_every_p_is_that_of_scipy_corrected_for_all_that_is_compared(told: list[tuple[int, int, int]]) -> None:
    losses = {(owner, stage): 0 for owner in (ANN, BEN, CAY) for stage in (Q, P, N)}
    for owner, stage, deals in told:
        losses[owner, stage] += deals
    own = {owner: sum(losses[owner, stage] for stage in (Q, P, N)) for owner in (ANN, BEN, CAY)}
    at = {stage: sum(losses[owner, stage] for owner in (ANN, BEN, CAY)) for stage in (Q, P, N)}
    total = sum(own.values())
    family = [
        (owner, stage)
        for owner in (ANN, BEN, CAY)
        for stage in (Q, P, N)
        if FEWEST_LOSSES <= own[owner] < total and at[stage]
    ]
    raw = [
        fisher_p(
            [
                [losses[owner, stage], own[owner] - losses[owner, stage]],
                [at[stage] - losses[owner, stage], total - own[owner] - at[stage] + losses[owner, stage]],
            ]
        )
        for owner, stage in family
    ]
    expected = dict(zip(family, correct_by_holm(raw), strict=True))
    moment = losing(*told)
    found = {
        (owner, one.stage_id): one.p
        for owner, profile in profiles_of(moment).items()
        for one in profile.stages
        if one.p is not None
    }
    assert found == pytest.approx(expected, abs=1e-9)
    for owner, profile in profiles_of(moment).items():
        assert sum(one.own.hits for one in profile.stages) == profile.losses == own[owner]
        for one in profile.stages:
            flags = flags_owner_lost_at(moment, gather(moment, YEAR), owner, one.stage_id)
            assert np.count_nonzero(flags) == one.own.hits
