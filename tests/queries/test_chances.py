"""A deal is as likely to be won wherever it is asked (METRICS §1); its age counts where it is drawn alone (§9, §13)."""

from collections.abc import Iterator
from math import fsum
from pathlib import Path

import numpy as np
import pytest

from desktop_pipeline.actions.deals import lose_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.metrics.ahead.forecast import forecast, list_calls
from desktop_pipeline.metrics.ahead.landing import land
from desktop_pipeline.metrics.ahead.months_ahead import look_ahead
from desktop_pipeline.metrics.population import gather
from desktop_pipeline.metrics.stages.open_stages import sum_open_stages
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.figures import Figures
from tests.workspaces import YEAR, Desk, make_desk

_PIPELINE = 1


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Of forty deals of the first stage fifteen were won within days and the others lost much later.

    Two are open there for three weeks, the second with a share set by hand, and one has gone on.
    """
    made = make_desk(tmp_path, template="simple")
    closed = [made.deal(f"Table {number}") for number in range(40)]
    win_deals(made.workspace, closed[:15], at=made.later(days=2))
    made.clock.pass_by(days=22)
    opened = [made.deal("Waits", value=100_003), made.deal("By hand", value=70_001)]
    edit_deal(made.workspace, opened[1], at=made.now, probability=0.9)
    made.deal("Further", stage=1, value=33_333)
    lose_deals(made.workspace, closed[15:], reason_id=made.reason(), at=made.later(days=20))
    yield made
    made.workspace.close()


def test_panel_board_overview_and_forecast_weigh_a_deal_by_the_same_share(desk: Desk) -> None:
    workspace, figures = desk.workspace, Figures(desk.workspace)
    today = workspace.today()
    asked = figures.ask(today, YEAR)
    rows = workspace.rows("select id, value, stage_id from deal where status = 'open' order by id")
    panel = {deal: figures.chance(deal, today) or 0.0 for deal, _value, _stage in rows}
    waits, by_hand, _further = panel
    # (won + k·p0) ÷ (n + k): fifteen of forty, and the stage's own share as five more.
    own = float(workspace.value("select probability from stage order by position limit 1"))
    assert panel[waits] == pytest.approx((15 + 5 * own) / 45)
    assert panel[by_hand] == 0.9
    calls = list_calls(asked.moment, asked.population, asked.population.active)
    assert {call.deal: call.chance for call in calls} == panel
    by_stage: dict[int, list[float]] = {}
    for deal, value, stage in rows:
        by_stage.setdefault(stage, []).append(value * panel[deal])
    weighted = {stage: round(fsum(weights)) for stage, weights in by_stage.items()}
    assert figures.weighted_by_stage(BoardFilter(_PIPELINE), today) == weighted
    assert {row.stage_id: row.weighted for row in sum_open_stages(asked) if row.deals} == weighted
    total = round(fsum(weight for weights in by_stage.values() for weight in weights))
    assert figures.overview(today, YEAR).active.weighted == total
    assert forecast(asked.moment).undated.weighted == total


def test_a_draw_takes_the_age_where_nobody_set_a_share(desk: Desk) -> None:
    today = desk.workspace.today()
    moment = Figures(desk.workspace).moment(today)
    ahead = look_ahead(moment.as_of)
    population = gather(moment, ahead.period)
    landing = land(moment, population.active, population.amount, ahead, moment.timing)
    ids = moment.history.deals.ids[landing.rows].tolist()
    drawn = dict(zip(ids, landing.chance.tolist(), strict=True))
    figures = Figures(desk.workspace)
    waits, by_hand, further = ids
    # All who waited that long in the stage were lost.
    assert drawn[waits] == 0.0 < (figures.chance(waits, today) or 0.0)
    assert drawn[by_hand] == 0.9
    # Of the second stage the past tells too little about ages.
    assert drawn[further] == pytest.approx(figures.chance(further, today))
    assert np.all(landing.chance <= 1)
