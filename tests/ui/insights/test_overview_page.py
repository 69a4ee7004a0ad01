"""The Overview in a real widget: every panel filled from the same figures, each of which opens its deals."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.pipelines import add_pipeline
from desktop_pipeline.domain.hygiene import Pace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import trailing_year
from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.metrics.selection import EVERYTHING
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.figures import FigureName, name_figures
from desktop_pipeline.reports.spans import SpanName
from desktop_pipeline.ui.charts.mark_chart import MarkChart
from desktop_pipeline.ui.insights.behind_dialog import BehindDialog
from desktop_pipeline.ui.insights.conversion.steps_panel import StepsPanel
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.link_button import LinkButton
from tests.reports.companies import Record, make_company, make_words
from tests.ui.insights.rooms import NOW, TODAY, Open, Room
from tests.workspaces import make_desk


def newest_behind(room: Room) -> BehindDialog:
    room.settle()
    return room.page.window().findChildren(BehindDialog)[-1]


def test_the_tiles_say_what_the_overview_holds(company: Room) -> None:
    before = company.figures.base_figures(TODAY - timedelta(days=365), trailing_year(TODAY).before())
    expected = name_figures(company.overview(), before, make_words())
    shown = tuple(tile.figure for tile in company.overview_page.strip.tiles)
    assert shown[:6] == expected
    assert company.tiles()[:2] == ["34", "€448k"]
    assert [figure.name for figure in shown[6:] if figure] == [FigureName.VELOCITY, FigureName.LEAD_VELOCITY]


def test_each_panel_is_filled_from_the_same_overview(company: Room) -> None:
    overview, page = company.overview(), company.overview_page
    assert sum(month.deals for month in page.won.chart.months) == overview.won.deals
    assert sum(month.value or 0 for month in page.won.chart.months) == overview.won.value
    rates = {line.name: line.rate for line in page.win_rate.chart.rows}
    assert rates == {row.name: row.win_rate for row in overview.by[Breakdown.SOURCE] if row.win_rate.n}
    steps = overview.conversion.steps
    stops = page.stops.chart.rows[:-1]
    assert [row.full for row in stops] == [step.reached for step in steps]
    assert [(row.value, row.undecided) for row in stops] == [(step.advanced, step.undecided) for step in steps]
    assert [row.name for row in page.days.chart.rows] == [stage.name for stage in overview.speed.stages]
    flagged = {row.name: row.value for row in page.health.chart.rows}
    assert flagged["Nothing amiss"] == overview.hygiene.sound_deals
    assert sum(row.value for row in page.reasons.chart.rows) == overview.win_rate.n - overview.win_rate.hits


def test_win_rates_stand_by_the_lower_end_of_their_range_and_counts_of_few_last(company: Room) -> None:
    lines = company.overview_page.win_rate.chart.rows
    bounds = [line.rate.low or 0.0 for line in lines if line.rate.n >= 5]
    assert bounds == sorted(bounds, reverse=True)
    assert [line.rate.n >= 5 for line in lines] == sorted((line.rate.n >= 5 for line in lines), reverse=True)


@pytest.mark.parametrize("by", list(Breakdown))
def test_win_rates_are_shown_by_every_breakdown(company: Room, by: Breakdown) -> None:
    panel = company.overview_page.win_rate
    panel.choice.go(by.value)
    named = {row.name for row in company.overview().by[by] if row.name and row.win_rate.n}
    assert named <= {line.name for line in panel.chart.rows}


def test_the_small_lines_end_with_the_figure_itself(company: Room) -> None:
    company.settle()
    active, *_others, velocity, _leads = company.overview_page.strip.tiles
    assert len(active.trend) == 12
    assert active.trend[-1] == company.overview().active.deals
    assert len(velocity.trend) == 12
    assert velocity.trend[-1] is not None
    # In a window of the usual width a long change leaves each its line: its end is the only accent of a tile.
    accent = company.page.tools.theme.color("accent")
    for tile in company.overview_page.strip.tiles:
        tile.resize(154, tile.height())
        painted = tile.grab().toImage()
        places = ((x, y) for x in range(painted.width()) for y in range(painted.height()))
        assert any(painted.pixelColor(x, y) == accent for x, y in places), tile.accessibleName()


def test_the_bottleneck_is_said_in_words_and_money_and_marked_on_its_stage(company: Room) -> None:
    panel, found = company.overview_page.stops, company.overview().bottleneck.conversion
    assert found is not None
    assert [row.name for row in panel.chart.rows if row.is_marked] == [found.step.name]
    assert panel.remark.text.startswith("Meeting → Proposal passes 61\N{NO-BREAK SPACE}% (n = 83). At 71")
    assert make_words().formats.rounded_money(found.value, "EUR") in panel.remark.text


def test_without_enough_deals_no_step_stands_out(tmp_path: Path, open_page: Open) -> None:
    page = open_page(make_company(tmp_path, [("Ann", Record(6, 2))]).workspace).overview_page
    assert page.stops.remark.text.startswith("No step stands out. Each step needs 30 decided deals; ")
    assert not any(row.is_marked for row in page.stops.chart.rows)


def test_slow_and_stuck_deals_have_marks_of_their_own_and_a_link(company: Room) -> None:
    panel = company.overview_page.days
    late = [dot for row in panel.chart.rows for dot in row.dots if dot.pace is not Pace.USUAL]
    count = sum(len(dot.ids) for dot in late)
    assert {dot.pace for dot in late} == {Pace.SLOW, Pace.STUCK}
    (link,) = panel.findChildren(LinkButton)
    assert link.accessibleName() == f"Show the {count} slow or stuck deals"
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    behind = newest_behind(company).behind
    assert behind is not None
    assert set(behind.ids) == {deal_id for dot in late for deal_id in dot.ids}


def test_the_panels_of_stages_keep_to_twelve_months_whatever_the_period(company: Room) -> None:
    before = company.overview_page.stops.chart.rows
    company.choose(SpanName.THIS_MONTH)
    assert company.overview_page.stops.chart.rows == before
    assert company.tiles()[3] != "22\N{NO-BREAK SPACE}%"


def test_a_tile_opens_the_deals_behind_it_by_the_keyboard(company: Room) -> None:
    tile = company.overview_page.strip.tiles[3]
    tile.setFocus()
    QTest.keyClick(tile, Qt.Key.Key_Space)
    dialog = newest_behind(company)
    assert dialog.behind is not None
    assert len(dialog.behind.ids) == company.overview().win_rate.n
    assert dialog.windowTitle() == "Win rate"
    assert "30 won ÷ (30 won + 105 lost)" in dialog.how.text()
    assert dialog.model.rowCount() == 135


def test_every_mark_opens_as_many_deals_as_it_tells(company: Room) -> None:
    page = company.overview_page
    opened: list[tuple[Part, int]] = []
    question = company.page.question
    assert question is not None
    for chart in (page.reasons.chart, page.health.chart, page.open.chart):
        for row, mark in zip(chart.shown, chart.marks, strict=True):
            assert mark.part is not None
            told = int((row.quiet if chart is page.open.chart else row.strong).replace(",", ""))
            behind = company.figures.deals_behind(TODAY, question.span.period, question.selection, mark.part)
            assert len(behind.ids) == told, mark.said
            opened.append((mark.part, told))
    for month in page.won.chart.months:
        part = Part(PartKind.WON_IN, (month.first_day.isoformat(),))
        behind = company.figures.deals_behind(TODAY, question.span.period, question.selection, part)
        assert len(behind.ids) == month.deals
    assert len(opened) > 10


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a tooltip without a window system
def test_arrows_walk_through_a_chart_and_enter_opens_where_they_stand(company: Room) -> None:
    chart = company.overview_page.stops.chart
    asked: list[str] = []
    chart.part_asked.connect(lambda _part, title: asked.append(title))
    chart.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_End, Qt.Key.Key_Return):
        QTest.keyClick(chart, key)
    assert asked == ["Reached Qualified", "Won"]


def test_a_click_on_a_bar_opens_it(company: Room) -> None:
    chart = company.overview_page.reasons.chart
    asked: list[str] = []
    chart.part_asked.connect(lambda _part, title: asked.append(title))
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.marks[1].place.center().toPoint())
    assert asked == [f"Lost: {chart.shown[1].name}"]
    assert f"{chart.shown[1].name}: {chart.shown[1].strong} ÷ " in newest_behind(company).how.text()


def test_the_list_of_a_mark_is_explained_with_the_numbers_of_that_mark(company: Room) -> None:
    company.page.go("conversion")
    company.settle()
    stops, (steps,) = company.overview_page.stops, company.page.findChildren(StepsPanel)
    for panel, rows in ((stops, stops.chart.shown[:-1]), (steps, steps.chart.rows)):
        for row in rows:
            assert row.part is not None
            assert f" {row.name}: " in panel.how_of(row.part)
    assert "%" not in stops.how_of(Part(PartKind.WON)), "what no stage tells is explained without one"


def test_what_is_left_out_stands_at_the_foot(company: Room) -> None:
    assert "1 deal in CHF is left out of the sums: no exchange rate." in company.overview_page.foot.text()


def test_a_screen_reader_hears_every_figure_and_every_answer(company: Room) -> None:
    def said(widget: QWidget, kind: QAccessible.Text) -> str:
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface is not None
        return interface.text(kind)

    page = company.overview_page
    assert said(page.strip.tiles[3], QAccessible.Text.Name).startswith("Win rate, 22\N{NO-BREAK SPACE}% 30 of 135")
    assert "30 won ÷ (30 won + 105 lost)" in said(page.strip.tiles[3], QAccessible.Text.Description)
    for panel in page.panels:
        assert panel.answer
        assert said(panel, QAccessible.Text.Description) == panel.answer
        for chart in panel.findChildren(MarkChart):
            assert said(chart, QAccessible.Text.Name) == panel.title
            assert said(chart, QAccessible.Text.Description) == panel.answer


def test_the_wheel_over_a_chart_is_left_to_the_page(company: Room) -> None:
    chart = company.overview_page.won.chart
    wheel = QWheelEvent(
        QPointF(50, 50),
        QPointF(chart.mapToGlobal(QPoint(50, 50))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart, wheel)
    assert not wheel.isAccepted()


def test_below_five_closed_deals_the_page_shows_counts_and_says_what_is_missing(
    tmp_path: Path, open_page: Open
) -> None:
    room = open_page(make_company(tmp_path, [("Ann", Record(3, 1))]).workspace)
    page = room.overview_page
    assert room.tiles()[3] == "3 of 4"
    assert page.win_rate.is_empty
    assert page.win_rate.answer == "Needs 5 closed deals; you have 4."
    assert "%" not in " ".join(tile.accessibleName() for tile in page.strip.tiles)
    for panel in (page.stops, page.days, page.win_rate, page.reasons):
        assert panel.sheet is not None
        shares = [
            cell
            for row in panel.sheet.rows
            for cell, column in zip(row.cells, panel.sheet.columns, strict=True)
            if column.kind.value == "share"
        ]
        assert set(shares) <= {None}, panel.title


def test_an_empty_workspace_shows_sentences_instead_of_charts(tmp_path: Path, open_page: Open) -> None:
    room = open_page(make_desk(tmp_path).workspace)
    page = room.overview_page
    assert room.page.note.isVisible()
    assert room.page.note.text().startswith("There are no deals yet. Press Ctrl+1 and N to add the first")
    assert room.tiles() == ["0", "€0", "€0", "–", "–", "–", "–", "–"]
    assert page.won.answer == "No deal was won in this period."
    assert page.win_rate.answer == "Needs 5 closed deals; you have 0."
    assert page.stops.answer == "No deal reached a stage in the last 12 months."
    assert page.reasons.answer == "No deal was lost in this period."
    assert page.health.answer == page.open.answer == "No deal is open."
    assert all(panel.is_empty for panel in page.panels)


def test_the_other_theme_redraws_the_charts(company: Room) -> None:
    theme = company.page._theme
    charts = company.overview_page.findChildren(MarkChart)
    before = [chart.grab().toImage() for chart in charts]
    theme._tokens = Theme("dark").tokens._replace()
    theme._colours.clear()
    theme.changed.emit()
    assert all(chart.grab().toImage() != image for chart, image in zip(charts, before, strict=True))


@pytest.fixture
def two_pipelines(tmp_path: Path, open_page: Open) -> Room:
    """Deals that were won and lost in one pipeline, and two that are open in another."""
    desk = make_company(tmp_path, [("Ann", Record(3, 3))], open_deals=1)
    second = add_pipeline(desk.workspace, "R & D")
    stage = int(desk.workspace.value("select min(id) from stage where is_open and pipeline_id = ?", (second,)))
    for value in (100_000, 200_000):
        create_deal(desk.workspace, title="Trial", stage_id=stage, at=desk.now, value=Money(value, "EUR"))
    desk.later(days=1)
    return open_page(desk.workspace)


def stages_shown(room: Room) -> set[object]:
    page = room.overview_page
    return {row.part.key[0] for row in page.stops.chart.rows if row.part}


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu without a window system
def test_of_several_pipelines_each_can_be_looked_at(two_pipelines: Room) -> None:
    room, page = two_pipelines, two_pipelines.overview_page
    workspace = room.session.workspace
    first, second = (row[0] for row in workspace.rows("select id from pipeline order by id"))
    stages = {
        pipeline: {
            row[0] for row in workspace.rows("select id from stage where is_open and pipeline_id = ?", (pipeline,))
        }
        for pipeline in (first, second)
    }
    # The busiest comes first.
    assert stages_shown(room) <= stages[first]
    assert page.stops.chip.isVisible()
    menu = page.stops.open_pipelines()
    assert [action.text() for action in menu.actions()][1] == "R && D"
    menu.actions()[1].trigger()
    menu.close()
    assert stages_shown(room) <= stages[second]
    assert page.stops.chip.text() == "R & D"
    assert {row.part.key[0] for row in page.days.chart.rows if row.part} <= stages[second]
    # It stays so with other figures, and a filter leaves no choice.
    room.choose(SpanName.ALL)
    assert stages_shown(room) <= stages[second]
    with room.qtbot.waitSignal(room.page.figures_shown, timeout=20_000):
        room.page.toolbar.pipeline.take(frozenset({first}))
    room.settle()
    assert stages_shown(room) <= stages[first]
    assert not page.stops.chip.isVisible()


def test_open_deals_are_told_by_pipeline_where_there_are_several(two_pipelines: Room) -> None:
    panel = two_pipelines.overview_page.open
    assert list(panel.choice.choices) == ["When due", "Whose", "Pipeline"]
    panel.choice.choose(2)
    rows = {row.name: (row.value, row.quiet, row.part) for row in panel.chart.rows}
    assert rows["R & D"][:2] == (300_000, "2")
    assert panel.answer == "R & D holds most, €3k in 2 deals."
    part = rows["R & D"][2]
    assert part is not None
    behind = two_pipelines.figures.deals_behind(TODAY, trailing_year(TODAY), EVERYTHING, part)
    assert len(behind.ids) == 2
    with two_pipelines.qtbot.waitSignal(two_pipelines.page.figures_shown, timeout=20_000):
        two_pipelines.page.toolbar.pipeline.take(frozenset({1}))
    two_pipelines.settle()
    assert list(panel.choice.choices) == ["When due", "Whose"]


def test_the_narrowest_step_of_one_pipeline_marks_nothing_of_another(company: Room) -> None:
    page, workspace = company.overview_page, company.session.workspace
    assert page.stops.remark._tint == "amber"
    with company.qtbot.waitSignal(company.page.figures_shown, timeout=20_000):
        second = add_pipeline(workspace, "Service")
    company.settle()
    page.show_pipeline(second)
    assert page.stops.is_empty
    stage = int(workspace.value("select min(id) from stage where is_open and pipeline_id = ?", (second,)))
    with company.qtbot.waitSignal(company.page.figures_shown, timeout=20_000):
        create_deal(workspace, title="Trial", stage_id=stage, at=NOW)
    company.settle()
    assert page.stops.remark.text.startswith("No step stands out")
    assert page.stops.remark._tint == "accent"


def test_with_one_pipeline_there_is_none_to_choose(company: Room) -> None:
    page = company.overview_page
    assert not page.stops.chip.isVisible()
    assert page.open.choice.choices == ("When due", "Whose")
