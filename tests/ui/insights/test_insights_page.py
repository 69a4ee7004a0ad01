"""The shell of Insights: one question for every page, asked on workers, over a real workspace."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.lists import read_owners, read_sources
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.reports.spans import SpanName
from desktop_pipeline.ui.charts.mark_chart import MarkChart
from tests.reports.companies import Record, make_company, make_words
from tests.ui.insights.rooms import NOW, TODAY, Open, Room

MENU = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu without a window system


def test_an_owner_filter_gives_that_owners_row(company: Room) -> None:
    owner = read_owners(company.session.workspace)[0]
    with company.qtbot.waitSignal(company.page.figures_shown, timeout=10_000):
        company.page.toolbar.owner.take(frozenset({owner.row_id}))
    company.settle()
    row = next(row for row in company.overview().by[Breakdown.OWNER] if row.key == owner.row_id)
    assert company.tiles()[0] == str(row.active)
    assert company.tiles()[3] == make_words().formats.percent(row.win_rate.value or 0)
    assert owner.name in company.content.filters


def test_every_filter_is_asked_for_and_named(company: Room) -> None:
    toolbar = company.page.toolbar
    source = read_sources(company.session.workspace)[0]
    industry = min(company.figures.history().names.industries)
    toolbar.source.take(frozenset({source.row_id}))
    toolbar.industry.take(frozenset({industry}))
    toolbar.label.take(frozenset({UNKNOWN}))
    company.settle()
    question = company.page.question
    assert question is not None
    assert question.selection == Selection(source=source.row_id, industry=industry, label=UNKNOWN)
    assert question.filters.names == (
        source.name,
        "No label",
        company.figures.history().names.industries[industry],
    )
    assert company.tiles()[0] == str(company.overview(question.selection).active.deals)
    toolbar.clear_filters()
    company.settle()
    assert company.tiles()[0] == "34"


@MENU
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
    assert company.content.subject == "Pipeline report, last year, as of 31 Dec 2025"


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


def test_figures_that_arrive_once_the_page_is_hidden_are_no_answer_after_a_change(company: Room) -> None:
    workspace = company.session.workspace
    deal_id = workspace.value("select id from deal where status = 'open' and deleted_at is null limit 1")
    company.page.refresh()
    company.page.hide()
    win_deals(workspace, [deal_id], at=NOW)
    company.settle()
    with company.qtbot.waitSignal(company.page.figures_shown, timeout=10_000):
        company.page.show()
    assert company.tiles()[0] == "33"


def test_an_earlier_day_shows_what_was_known_then(company: Room) -> None:
    earlier = date(2026, 3, 31)
    with company.qtbot.waitSignal(company.page.figures_shown, timeout=10_000):
        company.page.toolbar.as_of.choose(earlier)
    company.settle()
    question = company.page.question
    assert question is not None
    assert question.as_of == earlier
    known = company.figures.overview(earlier, question.span.period)
    assert company.tiles()[0] == str(known.active.deals)
    assert company.page.toolbar.as_of.text() == "As of 31 Mar 2026"
    with company.qtbot.waitSignal(company.page.figures_shown, timeout=10_000):
        company.page.toolbar.as_of.clear_wanted.emit()
    assert company.page.toolbar.as_of.day == TODAY


def test_a_day_to_come_is_today(company: Room) -> None:
    company.page.toolbar.as_of.choose(date(2027, 1, 1))
    assert company.page.toolbar.as_of.day == TODAY
    assert not company.page.toolbar.as_of.is_set


@MENU
def test_own_dates_are_typed_and_wrong_ones_refused_in_words(company: Room) -> None:
    popover = company.page.toolbar.period.open_dates()
    popover.first.setText("1 Mar 2026")
    popover.last.setText("1 Feb 2026")
    popover.submit()
    assert popover.error == "The last day lies before the first."
    popover.last.setText("31 Mar 2026")
    with company.qtbot.waitSignal(company.page.figures_shown, timeout=10_000):
        popover.submit()
    company.settle()
    question = company.page.question
    assert question is not None
    assert question.span.period == Period(date(2026, 3, 1), date(2026, 4, 1))
    assert question.as_of == date(2026, 3, 31)
    assert company.page.toolbar.period.text() == "1 Mar to 31 Mar 2026"


@MENU
def test_own_dates_without_a_year_are_the_last_such_days_and_far_centuries_are_refused(company: Room) -> None:
    popover = company.page.toolbar.period.open_dates()
    popover.first.setText("1 Oct")
    popover.last.setText("9999-12-31")
    popover.submit()
    assert popover.error == "The year 9999 is too far away. Choose a day from 1900 to 2200."
    popover.last.setText("31 Jan")
    popover.submit()
    assert company.page.toolbar.period.choice == Period(date(2025, 10, 1), date(2026, 2, 1))


@MENU
def test_an_as_of_day_without_a_year_is_the_last_such_day(company: Room) -> None:
    chip = company.page.toolbar.as_of
    popup = chip.open_menu()
    popup.field.setText("0001-01-01")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert popup.error == "The year 1 is too far away. Choose a day from 1900 to 2200."
    popup.field.setText("10 Jun")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert chip.day == date(2025, 6, 10)


def test_a_period_to_come_holds_nothing_and_is_known_as_of_today(company: Room) -> None:
    company.choose(Period(date(2027, 1, 1), date(2027, 4, 1)))
    question = company.page.question
    assert question is not None
    assert question.as_of == TODAY
    assert company.tiles()[0] == "34"
    assert company.tiles()[3] == "–"
    assert company.overview_page.won.answer == "No deal was won in this period."


@MENU
def test_the_period_menu_offers_every_period_and_ticks_the_chosen_one(company: Room) -> None:
    menu = company.page.toolbar.period.open_menu()
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == [
        "This month",
        "This quarter",
        "This year",
        "Last 12 months",
        "Last month",
        "Last quarter",
        "Last year",
        "All",
        "Other dates…",
    ]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Last 12 months"]
    with company.qtbot.waitSignal(company.page.figures_shown, timeout=10_000):
        menu.actions()[7].trigger()
    menu.close()
    assert company.page.toolbar.period.text() == "All"


def test_each_page_of_the_switch_answers_the_same_question(company: Room) -> None:
    company.choose(SpanName.THIS_YEAR)
    for entry in company.page._entries.values():
        company.page.go(entry.key)
        company.settle()
        assert company.page.key == entry.key
        assert company.page.stack.currentWidget() is company.page.page
        question = company.page.question
        assert question is not None
        expected = SpanName.THIS_YEAR if company.page.page.has_period else SpanName.TWELVE_MONTHS
        assert question.span.name is expected


def test_every_panel_of_every_page_has_a_title_an_answer_a_table_and_a_working(company: Room) -> None:
    for key in company.page._entries:
        company.page.go(key)
        company.settle()
        for panel in company.page.page.panels:
            assert panel.title, key
            # A form says what it comes to beside its fields.
            assert panel.answer or not panel.findChildren(MarkChart), panel.title
            assert panel.sheet is not None, panel.title
            assert panel.how or not panel.findChildren(MarkChart), panel.title
            assert {len(row.cells) for row in panel.sheet.rows} <= {len(panel.sheet.columns)}, panel.title


def test_printing_asks_for_the_report_of_what_is_shown(company: Room) -> None:
    company.choose(SpanName.THIS_QUARTER)
    with company.qtbot.waitSignal(company.page.print_asked):
        company.page.toolbar.print_button.click()
    assert company.page.plan is not None
    content = company.page.plan()
    assert isinstance(content, ReportContent)
    assert content.figures == tuple(tile.figure for tile in company.overview_page.strip.tiles)
    assert "This quarter, 1 Apr to 9 Jun so far" in content.subtitle


def test_every_part_that_takes_keys_has_a_name(company: Room) -> None:
    for key in company.page._entries:
        company.page.go(key)
        company.settle()
        for widget in company.page.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                interface = QAccessible.queryAccessibleInterface(widget)
                assert interface is not None
                assert interface.text(QAccessible.Text.Name), widget


def test_tab_goes_from_the_top_down(company: Room) -> None:
    tiles = company.overview_page.strip.tiles
    company.overview_page.area.setFocus()
    met = []
    for _press in range(len(tiles) + 2):
        QTest.keyClick(company.page, Qt.Key.Key_Tab)
        met.append(QApplication.focusWidget())
    stop = company.overview_page.panels[0]
    assert met == [*tiles, stop.more, stop.findChildren(MarkChart)[0]]


@pytest.mark.parametrize("size", [(976, 542), (1272, 802)])
def test_long_names_and_many_owners_fit_the_page(tmp_path: Path, open_page: Open, size: tuple[int, int]) -> None:
    long = "Dr. Wilhelmina-Charlotte Freifrau von und zu Hohenlohe-Waldenburg-Schillingsfürst"
    owners = [(f"{long} {number:02d}", Record(4, 3)) for number in range(40)]
    room = open_page(make_company(tmp_path, owners).workspace)
    room.page.resize(*size)
    room.overview_page.win_rate.choice.go("owner")
    QApplication.processEvents()
    page = room.overview_page
    assert room.page.minimumSizeHint().width() <= size[0]
    assert page.body.width() <= size[0]
    assert page.area.horizontalScrollBar().maximum() == 0
    shown = len(page.win_rate.chart.shown)
    assert 3 < shown < 40
    assert f"{40 - shown} more in the table." in page.win_rate.answer
    sheet = page.win_rate.sheet
    assert sheet is not None
    assert len(sheet.rows) == 40


@pytest.mark.parametrize("key", ["overview", "forecast"])
def test_a_page_that_was_hidden_while_the_window_shrank_fits_it(company: Room, key: str) -> None:
    company.page.go(key)
    company.settle()
    company.page.go("customers")
    company.settle()
    company.page.resize(976, 542)
    company.page.go(key)
    company.qtbot.wait(50)
    company.settle()
    assert company.page.page.area.horizontalScrollBar().maximum() == 0


@MENU
def test_the_chips_that_find_no_room_are_behind_the_last_one(company: Room) -> None:
    toolbar = company.page.toolbar
    company.page.resize(1500, 802)
    QApplication.processEvents()
    assert not toolbar.as_of.isHidden()
    company.page.resize(760, 542)
    QApplication.processEvents()
    assert toolbar.as_of.isHidden()
    toolbar.as_of.choose(date(2026, 3, 31))
    assert toolbar.fold.text() == "1 filter"
    panel = toolbar.open_folded()
    twins = panel.findChildren(type(toolbar.as_of))
    assert [twin.text() for twin in twins] == ["As of 31 Mar 2026"]
    twins[0].choose(None)
    panel.close()
    assert not toolbar.as_of.is_set
