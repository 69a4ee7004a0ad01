"""What stands open in each stage, as of any day (METRICS §0, §1, §15)."""

from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.metrics.stages.open_stages import sum_open_stages
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.metrics.telling.overview import summarise
from desktop_pipeline.metrics.weighted import weighted_by_stage
from tests.metrics.histories import (
    ANN,
    BEN,
    LATHE,
    OTHER_P,
    OTHER_Q,
    SAW,
    YEAR,
    N,
    P,
    Q,
    created,
    deal,
    lost,
    moment_at,
    moved,
    valued,
    won,
)

DEALS = (
    deal(1, created("2024-01-01", Q, value=1000, owner=ANN), moved("2024-03-01", P)),
    deal(2, created("2024-01-01", Q, value=3000, owner=BEN)),
    deal(3, created("2024-02-01", N, owner=ANN)),
    deal(4, created("2024-01-01", Q, value=500), won("2024-02-10")),
    deal(5, created("2024-01-01", P, value=700), lost("2024-02-20")),
    deal(6, created("2024-02-01", OTHER_Q, value=900, owner=BEN), pipeline=2),
)


def test_the_stages_add_up_to_the_pipeline_and_weigh_what_the_board_says() -> None:
    asked = Asked(moment_at("2024-12-31", *DEALS), YEAR)
    stages = {stage.stage_id: stage for stage in sum_open_stages(asked)}
    assert {stage_id: stage.deals for stage_id, stage in stages.items()} == {Q: 1, P: 1, N: 1, OTHER_Q: 1, OTHER_P: 0}
    active = summarise(asked).active
    assert sum(stage.deals for stage in stages.values()) == active.deals
    assert sum(stage.value or 0 for stage in stages.values()) == active.value
    weighted = weighted_by_stage(asked.moment)
    assert {stage_id: stage.weighted for stage_id, stage in stages.items() if stage.weighted} == weighted


def test_an_unknown_value_is_no_nought_and_an_empty_stage_is() -> None:
    stages = {stage.stage_id: stage for stage in sum_open_stages(Asked(moment_at("2024-12-31", *DEALS), YEAR))}
    assert (stages[N].value, stages[N].weighted) == (None, None)
    assert (stages[OTHER_P].value, stages[OTHER_P].weighted) == (0, 0)


def test_an_earlier_day_shows_where_the_deals_stood_then() -> None:
    stages = {stage.stage_id: stage for stage in sum_open_stages(Asked(moment_at("2024-01-15", *DEALS), YEAR))}
    assert {stage_id: (stage.deals, stage.value) for stage_id, stage in stages.items() if stage.deals} == {
        Q: (3, 4500),
        P: (1, 700),
    }


def test_slow_is_above_the_limit_of_the_stage() -> None:
    stages = {
        day: {stage.stage_id: stage.slow for stage in sum_open_stages(Asked(moment_at(day, *DEALS), YEAR))}
        for day in ("2024-01-15", "2024-01-16")
    }
    assert stages["2024-01-15"][Q] == 0
    assert stages["2024-01-16"][Q] == 3


def test_filters_hold_and_a_product_has_its_part_of_the_value() -> None:
    told = deal(7, created("2024-01-01", Q, value=1000, owner=ANN), products=((SAW, 400), (LATHE, 600)))
    moment = moment_at("2024-12-31", *DEALS, told)
    of_saw = sum_open_stages(Asked(moment, YEAR, Selection(product=SAW)))
    assert [(stage.deals, stage.value) for stage in of_saw if stage.deals] == [(1, 400)]
    of_ann = sum_open_stages(Asked(moment, YEAR, Selection(owner=ANN)))
    assert sum(stage.deals for stage in of_ann) == 3


def test_deals_whose_stage_is_not_on_record_stand_apart() -> None:
    unplaced = deal(8, created("2024-01-01", UNKNOWN), valued("2024-01-02", 250))
    last = sum_open_stages(Asked(moment_at("2024-12-31", *DEALS, unplaced), YEAR))[-1]
    assert (last.stage_id, last.name, last.deals, last.value, last.weighted) == (UNKNOWN, None, 1, 250, None)
