"""The page of Insights in a real widget over a real workspace."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.sample_company import make_sample_company
from desktop_pipeline.domain.periods import trailing_year
from desktop_pipeline.metrics.breakdown import Breakdown
from desktop_pipeline.metrics.overview import Overview
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import read_owners
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.reports.figures import name_figures
from desktop_pipeline.reports.spans import SpanName
from desktop_pipeline.storage.workspace import Workspace, open_workspace
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.insights.insights_page import InsightsPage
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.reports.companies import ENGLISH, Record, make_company, make_words
from tests.workspaces import copy_file, make_desk

TODAY = date(2026, 6, 9)
NOW = datetime(2026, 6, 9, 8, 42, tzinfo=UTC)


@dataclass
class Room:
    page: InsightsPage
    session: Session
    figures: Figures
    tasks: Tasks
    qtbot: QtBot

    def settle(self) -> None:
        """Until every worker has answered, also those that an answer started."""
        self.qtbot.waitUntil(lambda: self.tasks.is_idle and not self.page._wait.isActive(), timeout=10_000)

    def choose(self, name: SpanName) -> None:
        with self.qtbot.waitSignal(self.page.figures_shown, timeout=10_000):
            self.page.choose(name)

    def tiles(self) -> list[str]:
        return [tile.figure.short if tile.figure else "" for tile in self.page.strip.tiles]

    def overview(self, selection: Selection | None = None) -> Overview:
        today = self.session.today()
        return self.figures.overview(today, trailing_year(today), selection)


Open = Callable[[Workspace], Room]


@pytest.fixture
def open_page(qtbot: QtBot) -> Iterator[Open]:
    rooms: list[Room] = []

    def make(workspace: Workspace) -> Room:
        session, tasks = Session(workspace), Tasks()
        figures = Figures(workspace)
        session.changed.connect(figures.forget)
        page = InsightsPage(session, figures, tasks, Theme("light"), Formats(ENGLISH, workspace.zone))
        qtbot.addWidget(page)
        page.resize(1272, 802)
        rooms.append(Room(page, session, figures, tasks, qtbot))
        page.show()
        rooms[-1].settle()
        return rooms[-1]

    yield make
    for room in rooms:
        room.page.hide()
        room.tasks.stop()
        room.session.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.pipeline"
    make_sample_company(path, today=TODAY).close()
    return path


@pytest.fixture
def company(sample: Path, tmp_path: Path, open_page: Open) -> Room:
    """The sample company, open for writing."""
    return open_page(open_workspace(copy_file(sample, tmp_path / "company.pipeline"), clock=lambda: NOW))


def test_the_tiles_say_what_the_overview_holds(company: Room) -> None:
    before = company.figures.overview(TODAY - timedelta(days=365), trailing_year(TODAY).before())
    expected = name_figures(company.overview(), before, make_words())
    assert tuple(tile.figure for tile in company.page.strip.tiles) == expected
    assert company.tiles()[:2] == ["34", "€448k"]


def test_each_panel_is_filled_from_the_same_overview(company: Room) -> None:
    overview = company.overview()
    page = company.page
    assert sum(month.deals for month in page.won.chart.months) == overview.won.deals
    assert sum(month.value or 0 for month in page.won.chart.months) == overview.won.value
    rates = {line.name: line.rate for line in page.win_rate.chart.shown}
    assert rates == {row.name: row.win_rate for row in overview.by[Breakdown.OWNER] if row.win_rate.n}
    rows = {named.name: named.row for named in page.table.model.rows}
    assert rows == {row.name: row for row in overview.by[Breakdown.OWNER] if row.active or row.won or row.lost}


def test_win_rates_stand_by_the_lower_end_of_their_range_and_counts_of_few_last(company: Room) -> None:
    lines = company.page.win_rate.chart.shown
    bounds = [line.rate.low or 0.0 for line in lines if line.rate.n >= 5]
    assert bounds == sorted(bounds, reverse=True)
    assert [line.rate.n >= 5 for line in lines] == sorted((line.rate.n >= 5 for line in lines), reverse=True)


def test_the_small_lines_end_with_the_figure_itself(company: Room) -> None:
    company.settle()
    active = company.page.strip.tiles[0]
    assert len(active.trend) == 12
    assert active.trend[-1] == company.overview().active.deals


def test_an_owner_filter_gives_that_owners_row(company: Room) -> None:
    owner = read_owners(company.session.workspace)[0]
    with company.qtbot.waitSignal(company.page.figures_shown, timeout=10_000):
        company.page.toolbar.owner.take(frozenset({owner.row_id}))
    company.settle()
    row = next(row for row in company.overview().by[Breakdown.OWNER] if row.key == owner.row_id)
    assert company.tiles()[0] == str(row.active)
    assert company.tiles()[3] == make_words().formats.percent(row.win_rate.value or 0)
    content = company.page.content
    assert content is not None
    assert owner.name in content.filters


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu without a window system
def test_another_owner_takes_the_place_of_the_first(company: Room) -> None:
    first, second = read_owners(company.session.workspace)[:2]
    chip = company.page.toolbar.owner
    menu = chip.open_menu()
    menu.toggled.emit(first.row_id)
    chip.open_menu().toggled.emit(second.row_id)
    assert chip.taken == {second.row_id}


def test_the_last_of_several_quick_choices_is_shown(company: Room) -> None:
    shown: list[bool] = []
    company.page.figures_shown.connect(lambda: shown.append(True))
    for name in (SpanName.ALL, SpanName.THIS_YEAR, SpanName.LAST_YEAR):
        company.page.choose(name)
        company.page.refresh()
    company.page._wait.stop()
    company.settle()
    assert len(shown) == 1
    content = company.page.content
    assert content is not None
    assert content.subject == "Pipeline report, Last year, 2025"


def test_old_figures_stay_until_the_new_ones_are_there(company: Room) -> None:
    before = company.tiles()
    company.page.choose(SpanName.LAST_YEAR)
    company.page.refresh()
    assert company.tiles() == before
    company.settle()
    assert company.tiles() != before


def test_a_won_deal_is_in_the_figures_at_once(company: Room) -> None:
    workspace = company.session.workspace
    deal_id = workspace.value("select id from deal where status = 'open' and deleted_at is null limit 1")
    with company.qtbot.waitSignal(company.page.figures_shown, timeout=10_000):
        win_deals(workspace, [deal_id], at=NOW)
    assert company.tiles()[0] == "33"
    with company.qtbot.waitSignal(company.page.figures_shown, timeout=10_000):
        company.session.undo()
    assert company.tiles()[0] == "34"


def test_a_hidden_page_works_nothing_out_until_it_is_shown_again(company: Room) -> None:
    workspace = company.session.workspace
    company.page.hide()
    deal_id = workspace.value("select id from deal where status = 'open' and deleted_at is null limit 1")
    win_deals(workspace, [deal_id], at=NOW)
    assert company.tasks.is_idle
    assert not company.page._wait.isActive()
    with company.qtbot.waitSignal(company.page.figures_shown, timeout=10_000):
        company.page.show()
    assert company.tiles()[0] == "33"


def test_printing_asks_for_the_report_of_what_is_shown(company: Room) -> None:
    company.choose(SpanName.THIS_QUARTER)
    with company.qtbot.waitSignal(company.page.print_asked) as asked:
        company.page.toolbar.print_button.click()
    content = asked.args[0]
    assert isinstance(content, ReportContent)
    assert content.figures == tuple(tile.figure for tile in company.page.strip.tiles)
    assert "This quarter, 1 Apr to 9 Jun so far" in content.subtitle


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_period_menu_offers_every_period_and_ticks_the_chosen_one(company: Room) -> None:
    menu = company.page.toolbar.period.open_menu()
    assert [action.text() for action in menu.actions()] == [
        "This month",
        "This quarter",
        "This year",
        "Last 12 months",
        "Last year",
        "All",
    ]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Last 12 months"]
    with company.qtbot.waitSignal(company.page.figures_shown, timeout=10_000):
        menu.actions()[-1].trigger()
    menu.close()
    assert company.page.toolbar.period.text() == "All"


def test_products_take_the_place_of_owners_at_a_click(company: Room) -> None:
    company.page.win_rate.choice.choose(1)
    company.page.table.choice.choose(1)
    names = {row.name for row in company.overview().by[Breakdown.PRODUCT]}
    assert {line.name for line in company.page.win_rate.chart.shown} <= names
    assert {named.name for named in company.page.table.model.rows} <= names


def test_the_table_sorts_by_a_click_with_unknown_last(company: Room) -> None:
    table = company.page.table
    QAbstractItemModelTester(table.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.table.sortByColumn(5, Qt.SortOrder.DescendingOrder)
    values = [named.row.won_value for named in table.model.rows if named.row.won_value is not None]
    assert values == sorted(values, reverse=True)
    table.table.sortByColumn(6, Qt.SortOrder.AscendingOrder)
    known = [named.row.mean_size is not None for named in table.model.rows]
    assert known == sorted(known, reverse=True)


def test_what_is_left_out_stands_at_the_foot(company: Room) -> None:
    assert "1 deal in CHF is left out of the sums: no exchange rate." in company.page.foot.text()


def test_a_screen_reader_hears_every_figure_and_every_answer(company: Room) -> None:
    def said(widget: QWidget, kind: QAccessible.Text) -> str:
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface is not None
        return interface.text(kind)

    page = company.page
    assert said(page.strip.tiles[3], QAccessible.Text.Name).startswith("Win rate, 22\N{NO-BREAK SPACE}% 30 of 135")
    assert "30 won ÷ (30 won + 105 lost)" in said(page.strip.tiles[3], QAccessible.Text.Description)
    for panel in (page.won, page.win_rate, page.table):
        assert panel.answer
        assert said(panel, QAccessible.Text.Description) == panel.answer
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert said(widget, QAccessible.Text.Name), widget


def test_the_wheel_over_a_chart_is_left_to_the_page(company: Room) -> None:
    chart = company.page.won.chart
    wheel = QWheelEvent(
        QPoint(50, 50),
        chart.mapToGlobal(QPoint(50, 50)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart.viewport(), wheel)
    assert not wheel.isAccepted()


def test_below_five_closed_deals_the_page_shows_counts_and_says_what_is_missing(
    tmp_path: Path, open_page: Open
) -> None:
    room = open_page(make_company(tmp_path, [("Ann", Record(3, 1))]).workspace)
    assert room.tiles()[3] == "3 of 4"
    assert room.page.win_rate.is_empty
    assert room.page.win_rate.answer == "Needs 5 closed deals; you have 4."
    assert "%" not in " ".join(tile.accessibleName() for tile in room.page.strip.tiles)


def test_an_empty_workspace_shows_sentences_instead_of_charts(tmp_path: Path, open_page: Open) -> None:
    room = open_page(make_desk(tmp_path).workspace)
    assert room.tiles() == ["0", "€0", "€0", "–", "–", "–"]
    assert room.page.won.answer == "No deal was won in this period."
    assert room.page.win_rate.answer == "Needs 5 closed deals; you have 0."
    assert room.page.table.answer == "No deals yet."


@pytest.mark.parametrize("size", [(976, 542), (1272, 802)])
def test_long_names_and_many_owners_fit_the_page(tmp_path: Path, open_page: Open, size: tuple[int, int]) -> None:
    long = "Dr. Wilhelmina-Charlotte Freifrau von und zu Hohenlohe-Waldenburg-Schillingsfürst"
    owners = [(f"{long} {number:02d}", Record(4, 3)) for number in range(40)]
    room = open_page(make_company(tmp_path, owners).workspace)
    room.page.resize(*size)
    QApplication.processEvents()
    page = room.page
    assert page.minimumSizeHint().width() <= size[0]
    assert page._body.width() <= size[0]
    assert page._area.horizontalScrollBar().maximum() == 0
    shown = len(page.win_rate.chart.shown)
    assert 3 < shown < 40
    assert f"{40 - shown} more in the table below." in page.win_rate.answer
    assert page.table.model.rowCount() == 40


def test_the_other_theme_redraws_the_charts(company: Room) -> None:
    theme = company.page._theme
    before = company.page.won.chart.grab().toImage()
    theme._tokens = Theme("dark").tokens
    theme._colours.clear()
    theme.changed.emit()
    assert company.page.won.chart.grab().toImage() != before
    assert company.page.won.chart.months
