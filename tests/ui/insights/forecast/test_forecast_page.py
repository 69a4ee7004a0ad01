from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.deals import delete_deals, lose_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.stages import remove_stage
from desktop_pipeline.actions.targets import clear_targets
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.ahead.forecast import Due
from desktop_pipeline.metrics.ahead.what_if import AS_IT_IS
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.queries.forecasts import read_forecasts
from desktop_pipeline.queries.lists import read_owners
from desktop_pipeline.queries.targets import read_targets
from desktop_pipeline.ui.charts.forecast_months import MonthBar
from desktop_pipeline.ui.insights.forecast.due_model import COUNTS_AS, DueModel
from desktop_pipeline.ui.insights.forecast.forecast_page import ForecastPage
from desktop_pipeline.ui.tasks import Progress, Tasks
from desktop_pipeline.ui.theme import Theme
from tests.legibility import complain
from tests.ui.insights.forecast.conftest import TODAY, Room, make_room
from tests.workspaces import Clock, Desk, make_desk


def tiles(page: ForecastPage) -> list[str]:
    return [button.tile.value if button.tile else "" for button in page.strip.tiles]


def bar(page: ForecastPage, month: date) -> MonthBar:
    return next(bar for bar in page.months.chart.bars if bar.first_day == month)


def deal_id(room: Room, title: str) -> int:
    return int(room.workspace.value("select id from deal where title = ? and status = 'open'", (title,)))


def test_the_tiles_say_what_the_running_quarter_brought_and_could_bring(company: Room) -> None:
    page = company.page()
    assert tiles(page)[:4] == ["€120,000", "€101,000", "€24,300", "€6,200"]
    findings, outlook = page.findings, page.outlook
    assert findings is not None
    assert outlook is not None
    chance = outlook.chance_of(120_000_00, findings.running, findings.won)
    assert chance is not None
    assert tiles(page)[5] == company.tools.formats.percent(chance)


def test_a_stack_holds_what_is_won_committed_possible_and_weighted_of_its_month(company: Room) -> None:
    page = company.page()
    findings = page.findings
    assert findings is not None
    june = findings.forecast.months[0]
    layers = [layer.amount for layer in bar(page, date(2026, 6, 1)).layers]
    assert layers[:4] == [
        june.won,
        june.by_category[ForecastCategory.COMMIT].value,
        june.by_category[ForecastCategory.BEST_CASE].value,
        june.by_category[ForecastCategory.PIPELINE].weighted,
    ]


def test_past_months_say_whether_they_reached_their_target(company: Room) -> None:
    page = company.page()
    below = {bar.first_day.month: bar.below for bar in page.months.chart.bars if bar.middle is None}
    assert below == {3: "reached", 4: "missed", 5: "reached"}


def test_more_or_fewer_months_are_shown_at_once(company: Room) -> None:
    page = company.page()
    for choice, ahead in ((0, 3), (1, 6), (2, 12)):
        page.months.horizon.choose(choice)
        assert len(page.months.chart.bars) == 3 + ahead


def test_without_new_deals_the_band_is_lower_and_nothing_is_hatched(company: Room) -> None:
    page = company.page()
    october = bar(page, date(2026, 10, 1))
    page.months.new.setChecked(False)
    alone = bar(page, date(2026, 10, 1))
    assert october.layers[4].amount > 0
    assert alone.layers[4].amount == 0
    assert (alone.middle or 0) < (october.middle or 0)


def test_a_slider_simulates_anew_and_says_that_something_is_tried_out(company: Room) -> None:
    page = company.page()
    before, wins = tiles(page)[4], page.takes.result.needed.text()
    page.takes.levers[0].slider.setValue(130)
    company.settle(page)
    assert page.takes.what_if.win_rate == 1.3
    assert tiles(page)[4] != before
    assert page.takes.result.needed.text() != wins
    label = page.strip.tiles[4].tile
    assert label is not None
    assert "if so" in label.label
    page.takes.take_back()
    company.settle(page)
    assert page.takes.what_if == AS_IT_IS
    assert (tiles(page)[4], page.takes.result.needed.text()) == (before, wins)
    assert page.takes.reset.isHidden()


def test_what_is_tried_out_is_tried_on_new_figures_too(company: Room) -> None:
    page = company.page()
    page.takes.levers[1].slider.setValue(150)
    company.settle(page)
    answer = page.gather(company.question(), Progress())
    assert answer.what_if.size == 1.5
    assert answer.outlook.band(0).p50 > answer.findings.outlook.band(0).p50
    page.show_findings(company.question(), answer)
    assert page.outlook is answer.outlook
    company.settle(page)


def test_of_a_slider_that_is_dragged_only_the_last_place_is_shown(company: Room) -> None:
    page = company.page()
    for value in range(100, 150):
        page.takes.levers[1].slider.setValue(value)
    company.settle(page)
    outlook = page.outlook
    assert outlook is not None
    assert page.takes.what_if.size == 1.49
    assert sum(outlook.landing.amount.tolist()) == pytest.approx(
        1.49 * sum(page.findings.outlook.landing.amount.tolist()) if page.findings else 0, rel=1e-4
    )


def test_the_surer_the_more_it_takes(company: Room) -> None:
    page = company.page()
    page.takes.sure.setValue(55)
    few = page.takes.result.needed.text()
    page.takes.sure.setValue(95)
    assert int(few.split()[0]) < int(page.takes.result.needed.text().split()[0])


def test_a_target_typed_there_is_tried_out_and_not_kept(company: Room) -> None:
    page = company.page()
    kept = read_targets(company.workspace)
    page.takes.target.setText("1k")
    page.takes.target.editingFinished.emit()
    assert page.takes.result.needed.text() == "Today’s deals are enough"
    page.takes.target.setText("what")
    page.takes.target.editingFinished.emit()
    assert "not an amount" in page.takes.note.text
    assert read_targets(company.workspace) == kept


def test_without_targets_the_page_says_so_and_asks_for_none(company: Room) -> None:
    clear_targets(company.workspace, read_targets(company.workspace))
    page = company.page()
    assert tiles(page)[0] == tiles(page)[5] == "–"
    assert all(bar.target is None and not bar.below for bar in page.months.chart.bars)
    assert "Type a target" in page.takes.result.accessibleName()
    assert "Type a target" in page.takes.accessibleDescription()
    assert "Type a target" in page.takes.how


def test_without_an_answer_the_levers_are_the_table(company: Room) -> None:
    clear_targets(company.workspace, read_targets(company.workspace))
    page = company.page()
    page.takes.levers[1].slider.setValue(150)
    company.settle(page)
    sheet = page.takes.sheet
    assert sheet is not None
    rows = {row.cells[0]: row.cells[1:] for row in sheet.rows}
    assert list(rows) == ["Win rate of new deals", "Average deal", "Days to won", "New deals a month"]
    assert rows["Days to won"][0] == rows["Days to won"][1]
    assert page.findings is not None
    size, formats = page.findings.usual.size or 0, company.tools.formats
    # An average is told to the hundred.
    assert rows["Average deal"] == tuple(formats.rounded_money(round(size * by), "EUR") for by in (1, 1.5))
    page.takes.target.setText("90,000")
    page.takes.target.editingFinished.emit()
    assert page.takes.sheet is not None
    assert page.takes.sheet.rows[0].cells[0] == "Wins of average size"


def test_panels_whose_answer_stands_in_them_tell_it_to_screen_readers(company: Room) -> None:
    page = company.page()
    assert page.takes.accessibleDescription() == page.takes.result.accessibleName() != ""
    due = page.due.due
    assert due is not None
    assert page.due.accessibleDescription().startswith(f"June 2026: {due.total.deals} open")
    assert "expected to close" in page.due.how


def test_an_owner_has_the_targets_of_that_owner_alone(company: Room) -> None:
    owner = read_owners(company.workspace)[0]
    page = company.page(Selection(owner=owner.row_id))
    assert tiles(page)[0] == "€30,000"
    unfit = company.page(Selection(owner=owner.row_id, source=1))
    assert tiles(unfit)[0] == "–"


def test_months_layers_and_tiles_open_their_deals(company: Room) -> None:
    page = company.page()
    chart = page.months.chart
    marks = {mark.title: place for place, mark in enumerate(chart.marks) if mark.part is not None}
    chart.open_mark(marks["Won in May 2026"])
    chart.open_mark(marks["Committed, June 2026"])
    page.strip.tiles[1].click()
    page.strip.tiles[2].click()
    kinds = [part.kind for part, _title, _period in company.parts]
    assert kinds == [PartKind.WON_DURING, PartKind.DUE_IN, PartKind.WON, PartKind.DUE_IN]
    findings = page.findings
    assert findings is not None
    assert company.parts[2][2] == findings.running
    for part, _title, period in company.parts:
        dates = period or company.question().span.period
        behind = company.tools.figures.deals_behind(TODAY, dates, findings.selection, part)
        assert behind.ids


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu without a window system
def test_the_deals_of_a_month_those_overdue_and_those_without_a_date_are_listed(company: Room) -> None:
    page = company.page()
    QAbstractItemModelTester(page.due.model)
    titles = [deal.line.title for deal in page.due.model.rows]
    assert titles == ["Museum vitrines", "Radio studio booth", "Nursery furniture", "Waiting area"]
    page.due.place_chosen.emit(Due.OVERDUE)
    company.settle()
    assert [deal.line.title for deal in page.due.model.rows] == ["Archive shelving", "Kitchen pass and counters"]
    assert all(deal.closes_on is not None and deal.closes_on < TODAY for deal in page.due.model.rows)
    page.due.place_chosen.emit(Due.UNDATED)
    company.settle()
    assert page.due.is_empty
    menu = page.due.open_places()
    assert "Overdue (2)" in [action.text() for action in menu.actions()]
    menu.close()


def test_a_call_by_hand_stands_beside_the_stage_and_is_undone(company: Room) -> None:
    page = company.page()
    page.due.table.category_chosen.emit(deal_id(company, "Waiting area"), ForecastCategory.COMMIT)
    company.ask(page)
    row = next(deal for deal in page.due.model.rows if deal.line.title == "Waiting area")
    assert (row.call.counts_as, row.call.by_stage) == (ForecastCategory.COMMIT, ForecastCategory.PIPELINE)
    assert tiles(page)[2] == "€33,100"
    index = page.due.model.index(page.due.model.rows.index(row), COUNTS_AS)
    assert "By hand: Committed. By its stage: Weighted" in str(index.data(Qt.ItemDataRole.ToolTipRole))
    company.tools.session.undo()
    company.ask(page)
    assert tiles(page)[2] == "€24,300"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu without a window system
def test_how_a_deal_counts_is_chosen_by_mouse_or_keys_and_enter_opens_the_deal(company: Room) -> None:
    page = company.page()
    table, model = page.due.table, page.due.model
    assert isinstance(model, DueModel)
    table.setFocus()
    table.setCurrentIndex(model.index(1, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert company.opened == [model.rows[1].call.deal]
    menu = table.open_choice(1)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == ["By its stage: Best case", "Committed", "Best case", "Weighted", "Left out"]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["By its stage: Best case"]
    menu.close()


def test_a_win_moves_from_the_forecast_to_what_is_won(company: Room) -> None:
    page = company.page()
    win_deals(company.workspace, [deal_id(company, "Museum vitrines")], at=company.tools.session.now())
    company.ask(page)
    assert tiles(page)[1:3] == ["€115,700", "€9,600"]


def test_earlier_forecasts_stand_beside_what_came_and_calls_beside_how_many_came_true(company: Room) -> None:
    page = company.page()
    past = page.past.past
    assert past is not None
    shown = page.past.months.months
    assert [month.actual for month in shown] == [month.actual for month in past.months]
    assert f"{past.inside.hits} of 12 months" in page.past.answer
    outside = [month for month in shown if not month.is_inside]
    assert len(outside) == 12 - past.inside.hits
    page.past.choice.choose(1)
    assert len(page.past.calls.marks) == len(past.calibration)
    assert "Brier score" in page.past.answer


def test_the_same_as_of_day_says_the_same_of_the_past_and_no_more(company: Room) -> None:
    page = company.page()
    before = company.question(as_of=TODAY - timedelta(days=60))
    page.show_findings(before, page.gather(before, Progress()))
    company.settle(page)
    assert page.months.chart.bars[3].first_day == date(2026, 4, 1)
    assert page.months.chart.bars[3].is_running


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu without a window system
def test_the_forecast_is_kept_and_later_held_against_what_came(company: Room) -> None:
    page = company.page()
    dialog = page.open_kept()
    assert dialog.row is None
    dialog.keep_button.click()
    company.settle()
    (row,) = read_forecasts(company.workspace)
    assert row.forecast is not None
    assert len(row.forecast.months) == 12
    assert row.forecast.months[0].target == 40_000_00
    deals = {deal.deal_id: deal for deal in row.forecast.deals}
    assert deals[deal_id(company, "Museum vitrines")].category is ForecastCategory.COMMIT
    win_deals(company.workspace, [deal_id(company, "Museum vitrines")], at=company.tools.session.now())
    dialog._show_row()
    company.settle()
    assert dialog.since is not None
    assert "1 won" in dialog.answer.text()
    dialog.choice.choose(1)
    assert "Museum vitrines" in [row.cells[0] for row in dialog.table.rows_model.rows]
    dialog.note.setText("Bold")
    dialog.note.editingFinished.emit()
    assert read_forecasts(company.workspace)[0].note == "Bold"
    dialog.choice.choose(0)
    weighted = [row.cells[2] for row in dialog.table.rows_model.rows]
    assert any(weighted)
    assert all(isinstance(sum_, int) and sum_ % 100_00 == 0 for sum_ in weighted)
    dialog.delete_button.click()
    assert read_forecasts(company.workspace) == []
    company.tools.session.undo()
    assert len(read_forecasts(company.workspace)) == 1
    dialog.close()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu without a window system
def test_forecasts_kept_on_one_day_are_told_apart_by_time_and_note(company: Room) -> None:
    page = company.page()
    page.keep()
    dialog = page.open_kept()
    company.settle()
    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == ["9 Jun 2026, ann"]
    dialog.note.setText("Before the fair")
    dialog.note.editingFinished.emit()
    page.keep()
    company.settle()
    texts = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    time = company.tools.formats.time(company.tools.session.now())
    assert sorted(texts) == [f"9 Jun 2026, {time}, ann", f"9 Jun 2026, {time}, ann\nBefore the fair"]
    dialog.close()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a dialog without a window system
def test_a_forecast_that_cannot_be_read_is_said_and_can_be_deleted(company: Room) -> None:
    page = company.page()
    page.keep()
    with company.workspace.journal.change("Damage") as draft:
        draft.execute("update forecast_snapshot set document = '[]'")
    dialog = page.open_kept()
    company.settle()
    assert dialog.answer.text() == "This forecast cannot be read."
    assert dialog.table.isHidden()
    dialog.delete_button.click()
    assert read_forecasts(company.workspace) == []
    dialog.close()


def test_every_panel_is_a_table_too(company: Room) -> None:
    page = company.page()
    months, takes, past, due = (panel.sheet for panel in (page.months, page.takes, page.past, page.due))
    assert months is not None
    assert takes is not None
    assert past is not None
    assert due is not None
    assert len(months.rows) == 9
    june = months.rows[3].cells
    assert june[1:4] == (1_460_000, 2_430_000, 620_000)
    assert [row.cells[0] for row in takes.rows][1:] == ["Lead In", "Qualified", "Meeting", "Proposal", "Negotiation"]
    assert len(past.rows) == 12
    assert [row.cells[0] for row in due.rows] == [deal.line.title for deal in page.due.model.rows]


@pytest.fixture
def empty(tmp_path: Path, theme: Theme, tasks: Tasks, qtbot: QtBot) -> Iterator[Room]:
    desk = make_desk(tmp_path)
    room = make_room(desk.workspace, theme, tasks, qtbot)
    yield room
    tasks.stop()
    room.tools.session.close()


def test_an_empty_workspace_shows_sentences_instead_of_charts(empty: Room) -> None:
    page = ForecastPage(empty.tools)
    empty.pages.append(page)
    empty.qtbot.addWidget(page)
    today = empty.tools.session.today()
    question = empty.question(as_of=today)
    page.show_findings(question, page.gather(question, Progress()))
    empty.settle(page)
    assert page.months.is_empty
    assert page.past.is_empty
    assert page.due.is_empty
    assert tiles(page)[1] == "€0"
    page.takes.target.setText("1,000")
    page.takes.target.editingFinished.emit()
    assert "Needs won deals" in page.takes.result.accessibleName()


def test_open_deals_that_tell_no_date_are_not_said_to_be_none(empty: Room) -> None:
    Desk(empty.workspace, Clock()).deal("Oak table")
    page = empty.page()
    assert page.months.is_empty
    assert page.months.answer == (
        "There is too little to forecast from. Not in the bars: 1 deal without a date to close (€1,200)."
    )


def _lose_all(desk: Desk) -> None:
    ids = [desk.deal(f"Lost {number}") for number in range(6)]
    lose_deals(desk.workspace, ids, reason_id=desk.reason(), note="", at=desk.later(days=9))


def _win_without_values(desk: Desk) -> None:
    ids = [desk.deal(f"Won {number}", value=None) for number in range(6)]
    win_deals(desk.workspace, ids, at=desk.later(days=40))
    desk.deal("Next", value=None, stage=2)


def _win_one_each_month(desk: Desk) -> None:
    for number in range(8):
        deal = desk.deal(f"Won {number}", expected_close_on=desk.now.date())
        win_deals(desk.workspace, [deal], at=desk.later(days=31))
    desk.deal("One huge deal", value=10**15, expected_close_on=desk.now.date())


def _leave_in_a_removed_stage(desk: Desk) -> None:
    desk.deal("Oak table", stage=4, expected_close_on=date(2026, 2, 1))
    remove_stage(desk.workspace, desk.stages()[4], move_deals_to=desk.stages()[0], at=desk.now)


def _foreign_money_without_a_rate(desk: Desk) -> None:
    deal = desk.deal("Abroad", value=None)
    edit_deal(desk.workspace, deal, at=desk.now, value=Money(5_000, "CHF"))


@pytest.mark.parametrize(
    "fill",
    [
        lambda desk: desk.deal("One", value=None),
        _lose_all,
        _win_without_values,
        _win_one_each_month,
        _leave_in_a_removed_stage,
        _foreign_money_without_a_rate,
    ],
)
def test_whatever_the_deals_the_page_says_something_and_makes_nothing_up(
    tmp_path: Path, theme: Theme, tasks: Tasks, qtbot: QtBot, fill: Callable[[Desk], object]
) -> None:
    desk = make_desk(tmp_path)
    fill(desk)
    room = make_room(desk.workspace, theme, tasks, qtbot)
    page = ForecastPage(room.tools)
    room.pages.append(page)
    qtbot.addWidget(page)
    page.resize(1272, 802)
    page.show()
    question = room.question(as_of=room.tools.session.today())
    page.show_findings(question, page.gather(question, Progress()))
    room.settle(page)
    page.takes.target.setText("100,000")
    page.takes.target.editingFinished.emit()
    page.takes.levers[0].slider.setValue(50)
    room.settle(page)
    said = [*tiles(page), page.takes.result.accessibleName(), page.past.answer, page.months.answer]
    assert all(said)
    assert not [text for text in said if "nan" in text.lower() or "inf " in text.lower()]
    tasks.stop()
    room.tools.session.close()


@pytest.mark.parametrize("size", [(1272, 802), (1131, 700), (976, 560)])
@pytest.mark.parametrize("name", ["light", "dark"])
def test_nothing_is_cut_off_or_pale(company: Room, size: tuple[int, int], name: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    company.tools.theme.apply(app, name)  # type: ignore[arg-type] # one of the two
    try:
        page = company.page()
        page.resize(*size)
        company.qtbot.wait(30)
        assert complain(page) == []
    finally:
        company.tools.theme.apply(app, "light")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu without a window system
def test_a_click_on_a_layer_opens_it_and_arrows_go_from_mark_to_mark(company: Room) -> None:
    page = company.page()
    chart = page.months.chart
    place = next(place for place, mark in enumerate(chart.marks) if mark.title == "Committed, July 2026")
    middle = chart.marks[place].place.center().toPoint()
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(middle))
    assert company.parts[-1][0] == Part(PartKind.DUE_IN, ("2026-07-01", ForecastCategory.COMMIT.value))
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Home)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert company.parts[-1][1] == "Won in March 2026"


def test_whatever_takes_the_keys_has_a_name(company: Room) -> None:
    page = company.page()
    takers = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    named = [widget.accessibleName() or getattr(widget, "text", str)() for widget in takers]
    assert len(takers) > 12
    assert all(named)


def test_a_deleted_deal_is_no_row(company: Room) -> None:
    page = company.page()
    gone = deal_id(company, "Waiting area")
    delete_deals(company.workspace, [gone], at=company.tools.session.now())
    company.ask(page)
    assert gone not in [deal.call.deal for deal in page.due.model.rows]
    assert all(deal.line.status is DealStatus.OPEN for deal in page.due.model.rows)
