"""How far the deals created in a period have come (METRICS §6)."""

from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.population import gather
from desktop_pipeline.metrics.snapshot import Status
from desktop_pipeline.metrics.stages.funnel import (
    Funnel,
    count_funnels,
    find_funnel_left_out,
    flag_created,
    flag_funnel,
)
from tests.metrics.histories import (
    DUPLICATE,
    OTHER_P,
    OTHER_Q,
    YEAR,
    N,
    P,
    Q,
    Story,
    created,
    deal,
    lost,
    moment_at,
    moved,
    period,
    won,
)
from tests.metrics.test_stage_conversion import TABLE


def funnels(*stories: Story) -> dict[int, Funnel]:
    moment = moment_at("2024-12-31", *stories)
    return {one.pipeline_id: one for one in count_funnels(moment, gather(moment, YEAR).chosen, YEAR).pipelines}


def test_the_ten_deals_of_the_table_make_a_funnel_of_10_8_and_5() -> None:
    funnel = funnels(*TABLE)[1]
    assert [(stage.stage_id, stage.reached, stage.came_in) for stage in funnel.stages] == [
        (Q, 10, 10),
        (P, 8, 0),
        (N, 5, 0),
    ]
    assert (funnel.created, funnel.won, funnel.lost, funnel.open) == (10, 3, 3, 4)


def test_deals_created_further_down_come_in_at_their_entry() -> None:
    funnel = funnels(
        deal(1, created("2024-01-01"), moved("2024-01-05", P)),
        deal(2, created("2024-01-01", P)),
        deal(3, created("2024-01-01", P), won("2024-02-01")),
    )[1]
    assert [(stage.reached, stage.came_in) for stage in funnel.stages] == [(1, 1), (3, 2), (1, 0)]


def test_a_deal_counts_by_its_creation_alone() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2023-12-31"), moved("2024-01-05", P)),
        deal(2, created("2024-01-01"), moved("2024-07-05", P)),
    )
    quarter = period("2024-01-01", "2024-04-01")
    chosen = gather(moment, quarter).chosen
    assert [stage.reached for stage in count_funnels(moment, chosen, quarter).pipelines[0].stages] == [1, 1, 0]
    assert flag_funnel(moment, chosen, quarter, P).tolist() == [False, True]
    assert flag_funnel(moment, chosen, quarter, P, came_in=True).tolist() == [False, False]
    assert flag_created(moment, chosen, quarter).tolist() == [False, True]


def test_each_pipeline_has_its_own() -> None:
    found = funnels(deal(1, created("2024-01-01", OTHER_Q), pipeline=2), deal(2, created("2024-01-01")))
    assert [(stage.stage_id, stage.reached) for stage in found[2].stages] == [(OTHER_Q, 1), (OTHER_P, 0)]
    assert (found[1].created, found[2].created) == (1, 1)


def test_what_is_in_no_funnel_is_told() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2024-01-01"), lost("2024-02-01", DUPLICATE)),
        deal(2, created("2024-01-01"), created_known=False),
        deal(3, created("2024-01-01", UNKNOWN), won("2024-02-01")),
        deal(4, created("2024-01-01")),
    )
    chosen = gather(moment, YEAR).chosen
    assert [stage.reached for stage in count_funnels(moment, chosen, YEAR).pipelines[0].stages] == [1, 0, 0]
    assert {reason.why: reason.deals.tolist() for reason in find_funnel_left_out(moment, chosen, YEAR)} == {
        "not a real deal": [True, False, False, False],
        "creation date unknown": [False, True, False, False],
        "stages passed unknown": [False, False, True, False],
    }


def test_the_deals_of_a_funnel_open_by_pipeline_status_and_stage() -> None:
    moment = moment_at(
        "2024-12-31",
        deal(1, created("2024-01-01"), won("2024-02-01")),
        deal(2, created("2024-01-01"), lost("2024-02-01")),
        deal(3, created("2024-01-01", OTHER_Q), won("2024-02-01"), pipeline=2),
        deal(4, created("2023-01-01"), won("2024-02-01")),
        deal(5, created("2024-01-01"), lost("2024-02-01", DUPLICATE), created_known=False),
        # Moved back to before its entry, which is no reaching.
        deal(6, created("2024-01-01", P), moved("2024-02-01", Q)),
    )
    chosen, ids = gather(moment, YEAR).chosen, moment.history.deals.ids
    assert ids[flag_created(moment, chosen, YEAR, pipeline_id=1)].tolist() == [1, 2, 6]
    assert ids[flag_created(moment, chosen, YEAR, status=Status.WON)].tolist() == [1, 3]
    assert ids[flag_funnel(moment, chosen, YEAR, Q)].tolist() == [1, 2]
    assert ids[flag_funnel(moment, chosen, YEAR, P)].tolist() == [1, 6]
    funnel = count_funnels(moment, chosen, YEAR).pipelines[0]
    assert (funnel.created, funnel.won, funnel.lost, funnel.open) == (3, 1, 1, 1)
    assert [stage.reached for stage in funnel.stages] == [2, 2, 1]
    assert find_funnel_left_out(moment, chosen, YEAR) == ()
