"""What the panel tells of a deal from all deals: its chance, the same as in every sum, and the days that are usual."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from desktop_pipeline.metrics.ahead.forecast import Call, Due
from desktop_pipeline.reports.ahead.forecast_findings import Place
from desktop_pipeline.reports.figures import FigureName
from desktop_pipeline.storage.workspace import read_clock
from desktop_pipeline.ui.deals.columns import make_columns
from desktop_pipeline.ui.deals.deals_page import DealsPage
from desktop_pipeline.ui.insights.forecast.forecast_page import ForecastPage
from desktop_pipeline.ui.insights.insights_page import InsightsPage
from desktop_pipeline.ui.insights.overview_page import OverviewPage
from desktop_pipeline.ui.insights.page import InsightPage
from desktop_pipeline.ui.insights.speed.speed_page import SpeedPage
from tests.journeys.story import Story
from tests.made_once import write_sample

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def company(qtbot: object, tmp_path: Path) -> Iterator[Story]:
    """The sample company of today, its board weighed."""
    story = Story(tmp_path)
    write_sample(story.path, today=read_clock().date())
    story.open()
    story.wait(story.page.board.canvas.columns[0].header.weighted_text)
    yield story
    story.close()


def look_at(story: Story, key: str) -> InsightPage:
    """A page of Insights once it has its figures."""
    story.page.go_to("insights")
    insights = story.page.stack.currentWidget()
    assert isinstance(insights, InsightsPage)
    insights.go(key)
    story.wait(lambda: insights.question == insights.toolbar.read_question() and not insights._wait.isActive())
    return insights.page


def lists(page: ForecastPage, place: Place) -> bool:
    """Whether the page's list is of that month, or of those that are overdue, say."""
    return page.due.due is not None and page.due.due.place == place


def list_calls(story: Story) -> dict[int, Call]:
    """Every open deal as the list of the page Forecast has it, place by place."""
    page = look_at(story, "forecast")
    assert isinstance(page, ForecastPage)
    findings = page.findings
    assert findings is not None
    calls: dict[int, Call] = {}
    places: list[Place] = [*findings.outlook.ahead.months, Due.LATER, Due.OVERDUE, Due.UNDATED]
    for place in places:
        page.due.place_chosen.emit(place)
        story.wait(partial(lists, page, place))
        calls |= {deal.call.deal: deal.call for deal in page.due.model.rows}
    return calls


def test_a_deal_counts_with_one_chance_in_panel_board_weighted_sums_and_forecast(company: Story) -> None:
    page, formats, session = company.page, company.window.formats, company.window.session
    assert session is not None
    calls = list_calls(company)
    rows = company.rows(
        "select id, value, currency, stage_id, probability from deal where status = 'open' and deleted_at is null"
    )
    chances = {deal_id: call.chance or 0.0 for deal_id, call in calls.items()}
    assert set(chances) == {row[0] for row in rows}
    assert len(set(chances.values())) > 5
    page.go_to("board")
    sums: dict[int, float] = {}
    for deal_id, value, currency, stage_id, by_hand in rows:
        page.open_deal(deal_id)
        chance = chances[deal_id]
        share = formats.percent(chance)
        known = "" if value is None else f", weighted {formats.rounded_money(round(value * chance), currency)}"
        assert page.panel.header.likelihood.text() == f"{share} likely{known}"
        if by_hand is None:
            assert page.panel.details.probability.text().startswith(f"{share}, ")
        else:
            assert chance == by_hand
        sums[stage_id] = sums.get(stage_id, 0.0) + (calls[deal_id].value or 0) * chance
    page.close_panel()
    for column in page.board.canvas.columns:
        told = formats.rounded_money(round(sums[column.stage_id]), "EUR")
        assert column.header.weighted_text() == f"weighted {told}"
    page.go_to("deals")
    company.settle()
    deals = page.stack.currentWidget()
    assert isinstance(deals, DealsPage)
    (likely,) = (column for column in make_columns(formats, session.today, []) if column.key == "probability")
    lines = [line for row in range(deals.model.rowCount()) if (line := deals.model.line(row)) is not None]
    assert {line.deal_id: likely.say(line) for line in lines} == {
        deal_id: formats.percent(chance) for deal_id, chance in chances.items()
    }
    overview = look_at(company, "overview")
    assert isinstance(overview, OverviewPage)
    tiles = {tile.figure.name: tile.figure.value for tile in overview.strip.tiles if tile.figure is not None}
    assert tiles[FigureName.WEIGHTED] == formats.rounded_money(round(sum(sums.values())), "EUR")


def test_the_steps_tell_the_days_that_the_page_speed_tells(company: Story) -> None:
    speed = look_at(company, "speed")
    assert isinstance(speed, SpeedPage)
    sheet = speed.numbers.sheet
    assert sheet is not None
    median = [column.head for column in sheet.columns].index("Median days")
    usual = {str(row.cells[0]): row.cells[median] for row in sheet.rows}
    company.page.go_to("board")
    (deal_id,) = company.rows("select min(id) from deal where status = 'open' and deleted_at is null")[0]
    company.page.open_deal(deal_id)
    steps = company.page.panel.steps
    company.wait(lambda: all(step.visit.usual is not None for step in steps.steps), "the usual days never came")
    assert {step.visit.name: step.visit.usual for step in steps.steps} == {
        name: round(days) for name, days in usual.items() if isinstance(days, int | float)
    }
    assert all("usual" in step.second_line() for step in steps.steps if step.second_line() != "skipped")
