"""The pages behind the Overview: each answers its question, opens the deals of every number, and bears bad input."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.pipelines import add_pipeline
from desktop_pipeline.actions.stages import add_stage
from desktop_pipeline.domain.periods import Period, trailing_year
from desktop_pipeline.metrics.changing.movement import Bar
from desktop_pipeline.metrics.rates import Sample
from desktop_pipeline.metrics.stages.stage_conversion import measure_conversion
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import read_owners
from desktop_pipeline.queries.scores import read_all_scores, read_best_fifth
from desktop_pipeline.reports.changing.movement_words import DueChoice
from desktop_pipeline.reports.spans import SpanName
from desktop_pipeline.ui.charts.mark_chart import MarkChart
from desktop_pipeline.ui.insights.behind_dialog import BehindDialog
from desktop_pipeline.ui.insights.conversion.conversion_page import ConversionPage
from desktop_pipeline.ui.insights.customers.customers_page import CustomersPage
from desktop_pipeline.ui.insights.ideal.ideal_page import IdealPage
from desktop_pipeline.ui.insights.leads.leads_page import LeadsPage
from desktop_pipeline.ui.insights.movement.movement_page import MovementPage
from desktop_pipeline.ui.insights.page import InsightPage
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.people.people_page import PeoplePage
from desktop_pipeline.ui.insights.speed.speed_page import SpeedPage
from desktop_pipeline.ui.widgets.rows_look import BEYOND_WORDS
from desktop_pipeline.ui.widgets.words import Words
from tests.made_once import sample_company
from tests.reports.companies import Record, make_company
from tests.ui.insights.rooms import NOW, TODAY, Open, Room
from tests.workspaces import make_desk

KEYS = ("conversion", "speed", "leads", "people", "movement", "customers", "ideal")
COUNTED = re.compile(r"[:,] (\d+) deals?$")
_Page = TypeVar("_Page", bound=InsightPage)


@pytest.fixture
def company(tmp_path: Path, open_page: Open) -> Room:
    """The sample company; which page is seen first, each test says."""
    workspace = sample_company(tmp_path / "company.pipeline", today=TODAY, clock=lambda: NOW)
    return open_page(workspace, is_seen=False)


def go(room: Room, key: str) -> InsightPage:
    room.enter(key)
    return room.page.page


def show(room: Room, key: str, kind: type[_Page]) -> _Page:
    page = go(room, key)
    assert isinstance(page, kind)
    return page


def count_behind(room: Room, part: Part, period: Period | None = None) -> int:
    question = room.page.question
    assert question is not None
    return len(room.figures.deals_behind(question.as_of, period or question.span.period, question.selection, part).ids)


def charts_of(page: InsightPage) -> Iterator[tuple[Panel, MarkChart]]:
    for panel in page.panels:
        for chart in panel.findChildren(MarkChart):
            yield panel, chart


@pytest.mark.parametrize("key", KEYS)
def test_every_number_of_deals_opens_as_many_deals(company: Room, key: str) -> None:
    page, compared = go(company, key), 0
    for panel, chart in charts_of(page):
        for mark in chart.marks:
            if mark.part is None:
                continue
            deals, told = count_behind(company, mark.part), COUNTED.search(mark.said)
            if told is not None:
                assert deals == int(told[1]), (panel.title, mark)
                compared += 1
    assert compared >= {"speed": 5, "customers": 0, "ideal": 0, "movement": 8}.get(key, 9)


def test_the_words_of_a_table_stand_in_the_line_of_its_title(company: Room) -> None:
    panel = show(company, "movement", MovementPage).moved
    (title,) = [words for words in panel.findChildren(Words) if words.text() == panel.title]
    begin = panel.table.mapTo(panel, QPoint(BEYOND_WORDS, 0)).x()
    assert begin == title.mapTo(panel, QPoint()).x()


@pytest.mark.parametrize("key", KEYS)
def test_every_row_of_every_table_opens_its_deals(company: Room, key: str) -> None:
    for panel in go(company, key).panels:
        assert panel.sheet is not None, panel.title
        assert panel.how, panel.title
        assert panel.answer, panel.title
        for row in panel.sheet.rows:
            if row.part is not None:
                count_behind(company, row.part)


@pytest.mark.parametrize("key", KEYS)
def test_a_file_without_deals_says_so_instead_of_charts(tmp_path: Path, open_page: Open, key: str) -> None:
    page = go(open_page(make_desk(tmp_path).workspace, is_seen=False), key)
    assert all(panel.is_empty for panel in page.panels)
    assert all(panel.answer.endswith((".", "0.")) and "%" not in panel.answer for panel in page.panels)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    "period", [Period(date(2030, 1, 1), date(2031, 1, 1)), Period(date(1950, 1, 1), date(1950, 1, 2))]
)
def test_a_period_without_anything_in_it_is_no_error(company: Room, key: str, period: Period) -> None:
    company.page.choose(period)
    page = go(company, key)
    # Who is a customer depends on deals of before the period too, and one of those has no value.
    is_told = key == "customers" and period.start.year == 2030
    assert page.foot.text() == ("1 deal has no value and is left out of the sums." if is_told else "")
    assert all(panel.answer for panel in page.panels)


@pytest.mark.parametrize("key", KEYS)
def test_a_few_deals_are_told_in_counts_alone(tmp_path: Path, open_page: Open, key: str) -> None:
    room = open_page(make_company(tmp_path, [("Ann", Record(3, 1))]).workspace, is_seen=False)
    page = go(room, key)
    painted = [mark.said for _panel, chart in charts_of(page) for mark in chart.marks]
    assert not [said for said in painted if "%" in said]
    assert not [panel.answer for panel in page.panels if "%" in panel.answer.replace("(95 %)", "")]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("size", [(976, 542), (1272, 802)])
def test_no_page_runs_out_of_sight_sideways(company: Room, key: str, size: tuple[int, int]) -> None:
    company.page.resize(*size)
    page = go(company, key)
    QApplication.processEvents()
    assert page.area.horizontalScrollBar().maximum() == 0
    assert page.body.width() <= size[0]


class _Windows(QObject):
    """Keeps the names of widgets that came up as windows."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


def test_no_piece_of_a_page_comes_up_as_a_window_of_its_own(company: Room) -> None:
    windows, app = _Windows(), QApplication.instance()
    assert app is not None
    go(company, "overview")
    app.installEventFilter(windows)
    for key in KEYS:
        go(company, key)
    app.removeEventFilter(windows)
    assert windows.names == []


@pytest.mark.parametrize("key", KEYS)
def test_whatever_takes_the_keys_has_a_name_for_screen_readers(company: Room, key: str) -> None:
    page = go(company, key)
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface.text(QAccessible.Text.Name), widget
    for panel, chart in charts_of(page):
        if chart.isVisible():
            assert chart.accessibleDescription() == panel.answer


def test_forty_owners_with_long_names_stand_in_the_table_of_people(tmp_path: Path, open_page: Open) -> None:
    long = "Dr. Wilhelmina-Charlotte Freifrau von und zu Hohenlohe-Waldenburg-Schillingsfürst"
    room = open_page(
        make_company(tmp_path, [(f"{long} {number:02d}", Record(3, 3)) for number in range(40)]).workspace,
        is_seen=False,
    )
    room.page.resize(976, 542)
    page = show(room, "people", PeoplePage)
    QApplication.processEvents()
    assert len(page.owners.chart.rows) == 40
    assert page.owners.chart.count_hidden() == 0
    assert page.area.horizontalScrollBar().maximum() == 0


def test_thirty_stages_stand_on_the_pages_about_stages(tmp_path: Path, open_page: Open) -> None:
    desk = make_company(tmp_path, [("Ann", Record(3, 3))], open_deals=2)
    pipeline = int(desk.workspace.value("select min(id) from pipeline"))
    there = int(desk.workspace.value("select count(*) from stage where is_open"))
    for number in range(there, 30):
        add_stage(desk.workspace, pipeline, f"Stage number {number} of very many that somebody made")
    room = open_page(desk.workspace, is_seen=False)
    room.page.resize(976, 542)
    conversion, speed = show(room, "conversion", ConversionPage), show(room, "speed", SpeedPage)
    QApplication.processEvents()
    assert len(conversion.steps.chart.rows) == len(conversion.soon.chart.rows) == 30
    assert len(conversion.funnel.chart.rows) == 31
    assert len(speed.numbers.chart.rows) == 30
    room.page.go("conversion")
    room.settle()
    hidden = conversion.steps.chart.count_hidden()
    assert hidden == 0 or f"{hidden} more in the table." in conversion.steps.answer
    assert conversion.area.horizontalScrollBar().maximum() == 0


def test_of_several_pipelines_the_one_that_is_asked_for_is_shown(tmp_path: Path, open_page: Open) -> None:
    desk = make_company(tmp_path, [("Ann", Record(3, 3))])
    first = int(desk.workspace.value("select min(id) from pipeline"))
    second = add_pipeline(desk.workspace, "Service")
    room = open_page(desk.workspace, is_seen=False)
    page = show(room, "conversion", ConversionPage)
    busiest = {row.part.key[0] for row in page.steps.chart.rows if row.part}
    wanted = {row[0] for row in desk.workspace.rows("select id from stage where is_open and pipeline_id = ?", (first,))}
    assert busiest == wanted
    with room.qtbot.waitSignal(room.page.figures_shown, timeout=20_000):
        room.page.toolbar.pipeline.take(frozenset({second}))
    room.settle()
    assert page.steps.answer == "No deal reached a stage in this period."


def test_conversion_draws_what_moved_on_what_is_undecided_and_what_was_lost(company: Room) -> None:
    page = show(company, "conversion", ConversionPage)
    asked = company.figures.ask(TODAY, trailing_year(TODAY))
    steps = measure_conversion(asked.moment, asked.chosen, asked.period).steps
    for step, row in zip(steps, page.steps.chart.rows, strict=True):
        moved, undecided, lost = (segment.length for segment in row.segments)
        assert moved == pytest.approx(step.so_far)
        assert moved + undecided == pytest.approx(step.at_most)
        assert moved + undecided + lost == pytest.approx(1)
        assert row.rate == step.resolved
    assert [row.is_marked for row in page.steps.chart.rows].count(True) == 1
    assert "Meeting → Proposal passes 61" in page.steps.remark.text


def test_the_funnel_tells_what_came_in_further_down_apart(company: Room) -> None:
    page = show(company, "conversion", ConversionPage)
    first, second, *_rest = page.funnel.chart.rows
    for row in page.funnel.chart.rows:
        assert sum(segment.length for segment in row.segments) == int(row.strong)
    assert second.segments[1].length == 10
    assert first.segments[0].length + second.segments[1].length == 165
    assert "10 came in further down" in page.funnel.answer


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a tooltip without a window system
def test_a_bar_is_reached_and_opened_by_keys(company: Room) -> None:
    page = show(company, "conversion", ConversionPage)
    chart = page.steps.chart
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    company.settle()
    dialog = company.page.window().findChildren(BehindDialog)[-1]
    assert dialog.windowTitle() == "Moved on from Lead In"
    dialog.close()


def test_half_of_the_deals_are_decided_where_the_curve_says(company: Room) -> None:
    page = show(company, "speed", SpeedPage)
    curve, half = page.decided.chart.curve, company.overview().cycle.kaplan_meier_median
    assert curve is not None
    assert curve.half == half
    shares = {day: won + lost for day, won, lost in zip(curve.days, curve.won, curve.lost, strict=True)}
    reached = [day for day, share in shares.items() if share >= 0.5 - 1e-12]
    assert reached[0] == half
    assert f"within {half:.0f} days" in page.decided.answer


def test_the_deals_that_sit_longest_stand_first_and_open(company: Room) -> None:
    page = show(company, "speed", SpeedPage)
    opened: list[int] = []
    company.page.deal_opened.connect(opened.append)
    rows = page.sitters.table.rows_model.rows
    days = [row.cells[2] for row in rows]
    assert days == sorted(days, key=lambda day: -int(str(day)))
    page.sitters.table.row_taken.emit(rows[0])
    assert rows[0].part is not None
    assert opened == [rows[0].part.key[0]]


def test_the_bars_of_the_movement_lead_from_the_start_to_the_end(company: Room) -> None:
    page = show(company, "movement", MovementPage)
    rows = page.bars.chart.rows
    assert rows[0].name == "Open at the start"
    assert rows[-1].name == "Open at the end"
    height = rows[0].link
    for row in rows[1:-1]:
        length = row.segments[0].length
        assert {row.start, row.start + length} == {height, row.link}
        height = row.link
    assert height == rows[-1].segments[0].length == company.overview().active.value


def test_gains_and_losses_of_the_movement_have_their_signs_in_the_table_too(company: Room) -> None:
    model = show(company, "movement", MovementPage).moved.table.model()
    takes = {"Lowered", "Left the filter", "Rates fell", "Pushed out", "Won", "Lost", "Deleted"}
    signs = set()
    for row in range(model.rowCount()):
        happened, said = str(model.index(row, 1).data()), str(model.index(row, 2).data())
        if said not in {"–", "€0"}:
            assert said[0] == ("−" if happened in takes else "+")
            signs.add(said[0])
    assert signs == {"+", "−"}


def test_a_bar_of_the_movement_lists_its_deals(company: Room) -> None:
    page = show(company, "movement", MovementPage)
    for row in page.bars.chart.rows:
        assert row.part is not None
        assert count_behind(company, row.part) == int(row.quiet)


def test_by_due_date_deals_are_pulled_in_and_pushed_out(company: Room) -> None:
    page = show(company, "movement", MovementPage)
    company.choose(SpanName.THIS_QUARTER)
    page.bars.due_chosen.emit(DueChoice.NEXT_MONTH)
    page.bars.due_chosen.emit(DueChoice.THIS_QUARTER)
    company.settle()
    assert page.bars.chip.text() == "Due this quarter"
    parts = {str(row.part.key[0]): row.part for row in page.bars.chart.rows if row.part is not None}
    assert parts.keys() & {Bar.PULLED_IN.value, Bar.PUSHED_OUT.value}
    for row in page.bars.chart.rows:
        if row.part is not None:
            assert row.part.key[1:] == ("2026-04-01", "2026-07-01")
            assert count_behind(company, row.part) == int(row.quiet)
    page.bars.chip.clear_wanted.emit()
    company.settle()
    assert page.bars.chip.text() == "Whenever due"


def test_without_milestones_the_page_of_leads_says_how_to_get_them(tmp_path: Path, open_page: Open) -> None:
    desk = make_company(tmp_path, [("Ann", Record(3, 3))])
    with desk.journal.change("None", sealed=True) as draft:
        draft.execute("update stage set milestone = 'none'")
    page = show(open_page(desk.workspace, is_seen=False), "leads", LeadsPage)
    assert page.qualified.answer.startswith("No stage carries the milestone SQL")
    assert page.qualifying.answer.startswith("No stage carries the milestone MQL")


def test_qualified_leads_are_those_of_the_figures_month_by_month(company: Room) -> None:
    page = show(company, "leads", LeadsPage)
    months = page.qualified.chart.months
    assert sum(month.count for month in months) == count_behind(company, Part(PartKind.BECAME_SQL))
    assert [month.is_running for month in months] == [False] * (len(months) - 1) + [True]
    for month in months:
        assert month.part is not None
        assert count_behind(company, month.part) == month.count


def test_a_month_in_the_midst_of_which_the_period_begins_is_not_drawn_as_a_whole_one(company: Room) -> None:
    page = show(company, "leads", LeadsPage)
    company.choose(Period(date(2026, 1, 15), date(2026, 6, 10)))
    assert [month.is_part for month in page.qualified.chart.months] == [True, *[False] * 4, True]
    company.choose(Period(date(2026, 1, 1), date(2026, 6, 10)))
    assert [month.is_part for month in page.qualified.chart.months] == [*[False] * 5, True]
    overview = company.overview_page
    company.page.go("overview")
    company.choose(Period(date(2026, 1, 15), date(2026, 6, 10)))
    assert [month.is_part for month in overview.flow.chart.months] == [True, *[False] * 4, True]
    assert overview.flow.answer.endswith("Striped: part of a month.")
    company.choose(Period(date(2026, 1, 1), date(2026, 5, 1)))
    assert not any(month.is_part for month in overview.flow.chart.months)
    assert "Striped" not in overview.flow.answer


def test_sources_add_up_to_the_leads_of_the_period(company: Room) -> None:
    page = show(company, "leads", LeadsPage)
    leads = sum(int(row.cells[0].text) for row in page.sources.chart.rows)
    assert leads == count_behind(company, Part(PartKind.CREATED))


def test_the_best_leads_are_the_best_fifth_of_the_open_deals(company: Room) -> None:
    page = show(company, "leads", LeadsPage)
    workspace = company.session.workspace
    scores = read_all_scores(workspace, today=TODAY)
    rows = page.best.table.rows_model.rows
    assert {row.part.key[0] for row in rows if row.part} == read_best_fifth(workspace, today=TODAY)
    shown = [row.cells[2] for row in rows]
    assert shown == sorted(shown, key=lambda score: -int(str(score)))
    best = rows[0].part
    assert best is not None
    assert shown[0] == scores[int(best.key[0])]


def test_a_deal_that_is_won_is_no_lead_any_more(company: Room) -> None:
    page = show(company, "leads", LeadsPage)
    best = page.best.table.rows_model.rows[0].part
    assert best is not None
    with company.qtbot.waitSignal(company.page.figures_shown, timeout=20_000):
        win_deals(company.session.workspace, [int(best.key[0])], at=NOW)
    company.settle()
    assert best not in {row.part for row in page.best.table.rows_model.rows}


def test_of_an_earlier_day_no_score_is_known(company: Room) -> None:
    company.page.toolbar.as_of.choose(TODAY - timedelta(days=30))
    company.settle()
    page = show(company, "leads", LeadsPage)
    assert page.best.answer == "Scores are known for today only."


def test_people_by_name_have_the_figures_of_the_overview(company: Room) -> None:
    page = show(company, "people", PeoplePage)
    rate = company.overview().win_rate
    rows = {row.name: row for row in page.owners.chart.rows}
    assert sum(int(row.cells[2].text) for row in rows.values()) == rate.hits
    assert sum(int(row.cells[3].text) for row in rows.values()) == rate.n - rate.hits


def test_what_each_owner_pushed_is_what_the_figures_tell(company: Room) -> None:
    may, workspace = Period(date(2026, 5, 1), date(2026, 6, 1)), company.session.workspace
    page = show(company, "people", PeoplePage)
    company.choose(may)
    pushes = Figures(workspace).everything(TODAY, may).pushes
    names = {owner.row_id: owner.name for owner in read_owners(workspace)}
    expected = {names[one.owner]: (one.rate.n, one.rate.hits) for one in pushes.by_owner if one.owner in names}
    assert sum(pushed for _due, pushed in expected.values()) > 0
    sheet = page.owners.sheet
    assert sheet is not None
    heads = [column.head for column in sheet.columns]
    due, pushed = heads.index("Due at the start"), heads.index("Pushed")
    assert {row.cells[0]: (row.cells[due], row.cells[pushed]) for row in sheet.rows if row.cells[due]} == expected
    place = page.owners.chart._heads.index("Pushed") - 1
    shown = {row.name: row.cells[place].said for row in page.owners.chart.rows}
    for name, (n, hits) in expected.items():
        assert f"{hits} of {n} pushed" in shown[name]


def test_both_tables_of_people_have_one_order(company: Room) -> None:
    page = show(company, "people", PeoplePage)
    team = [row.name for row in page.owners.chart.rows]
    losing = [row.name for row in page.profiles.chart.rows if not row.is_total]
    assert losing == [name for name in team if name in losing]
    assert losing != sorted(losing)


def test_the_profiles_add_up_to_everyone(company: Room) -> None:
    page = show(company, "people", PeoplePage)
    *owners, everyone = page.profiles.chart.rows
    for place in range(len(everyone.cells)):
        counts = [row.cells[place].text for row in owners]
        assert sum(int(count) for count in counts if count.isdigit()) == int(everyone.cells[place].text)


def test_what_is_likelier_bought_stands_by_the_lower_end_of_its_range(company: Room) -> None:
    page = show(company, "ideal", IdealPage)
    rates = [row.rate for row in page.ideal.chart.rows]
    known = [rate.low for rate in rates if rate.sample is not Sample.COUNTS_ONLY]
    assert known == sorted(known, key=lambda low: -(low or 0.0))
    counts_only = [rate.sample is Sample.COUNTS_ONLY for rate in rates]
    assert counts_only == sorted(counts_only)
    page.ideal.choice.go("country")
    assert {row.part.key[0] for row in page.ideal.chart.rows if row.part} == {"country"}


def test_a_customer_opens_its_won_deals(company: Room) -> None:
    page = show(company, "customers", CustomersPage)
    row = page.customers.table.rows_model.rows[0]
    page.customers.table.row_taken.emit(row)
    company.settle()
    dialog = company.page.window().findChildren(BehindDialog)[-1]
    assert dialog.windowTitle() == row.cells[0]
    assert row.part is not None
    assert count_behind(company, row.part) == row.cells[1]
    dialog.close()


@pytest.mark.parametrize("key", KEYS)
def test_each_page_is_known_as_of_an_earlier_day(company: Room, key: str) -> None:
    company.page.toolbar.as_of.choose(TODAY - timedelta(days=150))
    company.settle()
    page = go(company, key)
    question = company.page.question
    assert question is not None
    assert question.as_of == TODAY - timedelta(days=150)
    assert all(panel.answer for panel in page.panels)


@pytest.mark.parametrize("key", KEYS)
def test_a_page_can_be_printed(company: Room, key: str) -> None:
    page = go(company, key)
    content = company.content
    assert page.title in content.title
    assert content.sections
