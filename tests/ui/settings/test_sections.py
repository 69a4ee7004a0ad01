import re
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import apsw
import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.criteria import add_criterion
from desktop_pipeline.actions.currencies import add_currency
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.pipelines import add_pipeline
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.stages import read_templates
from desktop_pipeline.queries.settings import (
    read_criterion_rows,
    read_holidays,
    read_pipeline_rows,
    read_planned,
    read_stage_row,
    read_workspace_settings,
)
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.settings.calendar_section import CalendarSection
from desktop_pipeline.ui.settings.currency_section import CurrencySection
from desktop_pipeline.ui.settings.pipelines_section import PipelinesSection
from desktop_pipeline.ui.settings.who_dialog import WhoDialog
from desktop_pipeline.ui.settings.you_section import YouSection
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.chip_menu import ChipMenu
from desktop_pipeline.ui.widgets.saved_fields import SavedLine
from desktop_pipeline.ui.widgets.words import Words
from tests.ui.settings.conftest import Room, act, add, choose, names, type_cell
from tests.workspaces import read_content

# Menus without a window system
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def pipelines(room: Room) -> PipelinesSection:
    room.page.go_to("pipelines")
    section = room.page.section("pipelines")
    assert isinstance(section, PipelinesSection)
    return section


def test_the_pipelines_are_shown_without_looking_through_activities_and_history(room: Room) -> None:
    asked: list[str] = []
    room.desk.workspace._connection.trace_v2(apsw.SQLITE_TRACE_STMT, lambda told: asked.append(told["sql"]))
    pipelines(room)
    room.desk.workspace._connection.trace_v2(0, None)
    assert any("from criterion" in sql for sql in asked)
    assert [sql for sql in asked if re.search(r"from (activity|message|history_event)\b", sql)] == []


def test_no_title_of_a_section_is_cut_beside_what_scrolls_them(room: Room, theme: Theme) -> None:
    sections = room.page.list
    longest = max(theme.width("body", sections.item(row).text()) for row in range(sections.count()))
    room_left = sections.width() - sections.verticalScrollBar().sizeHint().width()
    assert room_left >= longest + sections.iconSize().width() + 20


def type_line(field: SavedLine, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    field.setFocus()
    field.selectAll()
    field.insert(text)
    QTest.keyClick(field, key)


# --- stages


def test_stages_are_added_renamed_and_ordered_in_place(room: Room) -> None:
    section = pipelines(room)
    add(section.stages, "Site visit")
    assert names(section.stages)[-1] == "Site visit"
    section.stages.table.setFocus()
    QTest.keyClick(section.stages.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(section.stages)[-2] == "Site visit"
    type_cell(section.stages, 0, 0, "Leads")
    assert names(section.stages)[0] == "Leads"
    add(section.after_sale, "Care")
    assert names(section.after_sale) == ["Post-Sale Follow-up", "Care"]
    act(section.stages, 0, "Add a stage behind it")
    assert names(section.stages)[1] == "New stage"


def test_the_form_saves_each_field_as_it_is_left(room: Room) -> None:
    section = pipelines(room)
    section.stages.table.setFocus()
    section.stages.table.setCurrentIndex(section.stages.table.lines.index(2, 0))
    form = section.form
    assert form.title.text() == "Proposal"
    type_line(form.probability, "42.5 %")
    type_line(form.slow, "9", Qt.Key.Key_Tab)
    type_line(form.too_many, "12")
    form.definition.setFocus()
    form.definition.setPlainText("They have our <b>offer</b>.")
    QTest.keyClick(form.definition, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form.milestone.setCurrentIndex(2)
    form.milestone.activated.emit(2)
    form.colour.activated.emit(3)
    stage = read_stage_row(room.desk.workspace, form.stage_id or 0)
    assert stage is not None
    assert (stage.probability, stage.slow_limit, stage.too_many) == (0.425, 9, 12)
    assert (stage.definition, stage.milestone.value, stage.colour) == ("They have our <b>offer</b>.", "sql", "green")
    room.session.undo()
    assert form.colour.currentData() == "usual"
    assert room.labels[-1] == "Edit stage “Proposal”"


@pytest.mark.parametrize(("text", "said"), [("soon", "not a whole number"), ("0", "from 1 to"), ("9" * 30, "not a")])
def test_a_limit_that_cannot_be_stays_with_its_sentence_and_esc_gives_up(room: Room, text: str, said: str) -> None:
    form = pipelines(room).form
    before = read_content(room.desk.workspace)
    kept = form.slow.text()
    type_line(form.slow, text)
    assert said in form.note.text
    assert form.slow.text() == text
    QTest.keyClick(form.slow, Qt.Key.Key_Escape)
    assert form.slow.text() == kept
    assert form.note.text == ""
    assert read_content(room.desk.workspace) == before


def test_a_field_that_is_being_typed_is_kept_for_the_stage_it_belongs_to(room: Room) -> None:
    section = pipelines(room)
    first = section.form.stage_id or 0
    section.form.name.setFocus()
    section.form.name.setText("Leads of ours")
    section.show_stage(room.desk.stages()[3])
    kept = read_stage_row(room.desk.workspace, first)
    assert kept is not None
    assert kept.name == "Leads of ours"
    assert section.form.name.text() == "Negotiation"


def test_the_deals_of_a_removed_stage_go_where_the_user_says(room: Room) -> None:
    deal = room.desk.deal(stage=1)
    section = pipelines(room)
    act(section.stages, 1, "Remove, its deals go to…")
    menu = section.stages.findChild(ChipMenu)
    assert menu is not None
    target = room.desk.stages()[2]
    menu.toggled.emit(target)
    assert room.desk.row(deal, "stage_id") == (target,)
    assert "Qualification" not in names(section.stages)
    section.stages.archived.click()
    assert names(section.stages)[-1] == "Qualification"
    act(section.stages, len(names(section.stages)) - 1, "Bring back")
    assert names(section.stages)[1] == "Qualification"


def test_the_last_stage_says_why_it_stays(room: Room) -> None:
    section = pipelines(room)
    for _stage in range(4):
        act(section.stages, 0, "Remove")
    act(section.stages, 0, "Remove")
    assert "last open stage" in section.stages.note.text


def test_a_pipeline_from_a_template_shows_its_stages(room: Room) -> None:
    section = pipelines(room)
    act(section.pipelines, 0, "Add another from a template…")
    menu = section.pipelines.findChild(ChipMenu)
    assert menu is not None
    menu.toggled.emit(list(read_templates()).index("simple") + 1)
    made = read_pipeline_rows(room.desk.workspace)[-1]
    section.pipelines.table.go_to(made.pipeline_id)
    assert names(section.stages) == ["New", "Talking", "Quoted"]
    add(section.pipelines, "Bare")
    assert names(section.stages) == ["New"]


def test_a_pipeline_with_deals_is_archived_with_a_place_for_them(room: Room) -> None:
    deal = room.desk.deal()
    service = add_pipeline(room.desk.workspace, "Service")
    section = pipelines(room)
    act(section.pipelines, 0, "Archive, its deals go to…")
    menu = section.pipelines.findChild(ChipMenu)
    assert menu is not None
    target = int(room.desk.workspace.value("select id from stage where pipeline_id = ?", (service,)))
    menu.toggled.emit(target)
    assert names(section.pipelines) == ["Service"]
    assert room.desk.row(deal, "stage_id") == (target,)


def test_exit_criteria_are_added_and_set_to_what_meets_them(room: Room) -> None:
    section = pipelines(room)
    before = len(names(section.form.criteria))
    add(section.form.criteria, "Budget named")
    choose(section.form.criteria, before, 1, "Budget answered")
    choose(section.form.criteria, before, 2, "required")
    row = read_criterion_rows(room.desk.workspace, section.form.stage_id or 0)[-1]
    assert (row.text, row.kind, row.asks_for, row.is_required) == ("Budget named", "answer", "budget", True)
    choose(section.form.criteria, before, 1, "Visit done")
    assert names(section.form.criteria, 1)[-1] == "Visit done"
    act(section.form.criteria, before, "Delete")
    assert len(names(section.form.criteria)) == before


def test_criteria_follow_a_change_from_elsewhere(room: Room) -> None:
    section = pipelines(room)
    stage = section.form.stage_id or 0
    add_criterion(room.desk.workspace, stage, kind="field", text="Value known", asks_for="value")
    assert names(section.form.criteria)[-1] == "Value known"
    assert names(section.form.criteria, 1)[-1] == "Value"


def test_activities_are_planned_on_entering_a_stage(room: Room) -> None:
    section = pipelines(room)
    planned = section.form.planned
    add(planned, "Ring them")
    choose(planned, 0, 1, "Visit")
    type_cell(planned, 0, 2, "3")
    row = read_planned(room.desk.workspace, section.form.stage_id or 0)[0]
    assert (row.subject, row.kind, row.after_days) == ("Ring them", "visit", 3)
    type_cell(planned, 0, 2, "soon")
    assert "not a whole number" in planned.note.text


def test_a_narrow_window_puts_the_form_below_the_lists(room: Room) -> None:
    section = pipelines(room)
    QApplication.processEvents()
    assert section.form.x() > section.stages.width() / 2
    room.page.resize(820, 600)
    QApplication.processEvents()
    assert section.form.x() == 0


# --- you, the calendar, the currencies


def test_you_and_the_file(room: Room) -> None:
    room.page.go_to("you")
    section = room.page.section("you")
    assert isinstance(section, YouSection)
    heard: list[object] = []
    room.page.user_named.connect(heard.append)
    room.page.theme_chosen.connect(heard.append)
    room.page.text_size_chosen.connect(heard.append)
    room.page.motion_chosen.connect(heard.append)
    type_line(section.name, "  Amara   Eze ")
    type_line(section.name, " ")
    assert "is recorded with what you change" in section.note.text
    section.look.activated.emit(2)
    section.size_choice.activated.emit(3)
    section.motion.activated.emit(2)
    assert heard == ["Amara Eze", "dark", 130, "off"]
    type_line(section.zone, "Europe/Nowhere")
    assert "no time zone" in section.note.text
    QTest.keyClick(section.zone, Qt.Key.Key_Escape)
    type_line(section.zone, "Asia/Tokyo")
    type_line(section.currency, "usd")
    kept = read_workspace_settings(room.desk.workspace)
    assert (kept.time_zone, kept.base_currency) == ("Asia/Tokyo", "USD")
    assert section.currency.text() == "USD"
    room.desk.deal()
    assert not section.currency.isEnabled()


def test_an_undone_time_zone_is_the_workspace_s_again(room: Room) -> None:
    room.page.go_to("you")
    section = room.page.section("you")
    assert isinstance(section, YouSection)
    type_line(section.zone, "Asia/Tokyo")
    assert room.session.workspace.zone == ZoneInfo("Asia/Tokyo")
    room.session.undo()
    assert room.session.workspace.zone == ZoneInfo("UTC")
    assert section.zone.text() == "UTC"


def test_working_days_and_holidays(room: Room) -> None:
    room.page.go_to("calendar")
    section = room.page.section("calendar")
    assert isinstance(section, CalendarSection)
    section.days[6].click()
    section.start.activated.emit(3)
    kept = read_workspace_settings(room.desk.workspace)
    assert (kept.working_days, kept.fiscal_start) == (frozenset((1, 2, 3, 4, 5, 6)), 4)
    for day in (1, 2, 3, 4, 5, 6):
        section.days[day].click()
    assert "at least one day" in section.note.text
    assert section.days[6].isChecked()
    add(section.holidays, "25 Dec First day of Christmas")
    add(section.holidays, "2026-05-01")
    add(section.holidays, "Easter")
    assert "not a date" in section.holidays.note.text
    assert [(row.day, row.name) for row in read_holidays(room.desk.workspace)] == [
        (date(2026, 5, 1), ""),
        (date(2026, 12, 25), "First day of Christmas"),
    ]
    type_cell(section.holidays, 0, 1, "May day")
    act(section.holidays, 1, "Delete")
    assert [row.name for row in read_holidays(room.desk.workspace)] == ["May day"]


def test_a_rate_is_read_as_the_locale_writes_it(room: Room, theme: Theme, qtbot: QtBot) -> None:
    dong = add_currency(room.desk.workspace, "VND")
    section = CurrencySection(room.session, theme, Formats(QLocale("vi_VN")))
    qtbot.addWidget(section)
    section.show()
    section.currencies.table.go_to(dong)
    add(section.rates, "0.950")
    assert section.rates.note.text == "“0.950” is not a rate. Type a number such as 0,95."
    add(section.rates, "25.350,5")
    assert names(section.rates, 1) == ["25.350,5"]
    assert room.desk.workspace.value("select rate from currency_rate") == "25350.5"


def test_currencies_and_their_rates(room: Room) -> None:
    room.page.go_to("currencies")
    section = room.page.section("currencies")
    assert isinstance(section, CurrencySection)
    add(section.currencies, "chf")
    add(section.currencies, "ABC")
    assert "no currency “ABC”" in section.currencies.note.text
    section.currencies.table.go_to(room.desk.workspace.value("select id from currency where code = 'CHF'"))
    add(section.rates, "0.95")
    add(section.rates, "1 Jan 2025 1.0432109")
    assert names(section.rates) == ["Mon 5 Jan 2026", "Wed 1 Jan 2025"]
    assert names(section.rates, 1) == ["0.95", "1.0432109"]
    assert names(section.currencies, 1) == ["1 CHF = 0.95 EUR", "base currency"]
    type_cell(section.rates, 0, 1, "a lot")
    assert "not a rate" in section.rates.note.text
    assert room.desk.workspace.value("select rate from currency_rate order by id") == str(Decimal("0.95"))
    add_currency(room.desk.workspace, "GBP")
    assert names(section.currencies) == ["CHF", "EUR", "GBP"]
    assert names(section.currencies, 1)[2] == "no rate yet"
    # Which way round a rate is, and what becomes of deals without one, is said.
    told = [words.text() for words in section.rates.findChildren(Words)]
    assert "What 1 of the chosen currency is worth in EUR, from that day on." in told
    create_deal(
        room.desk.workspace,
        title="From London",
        stage_id=room.desk.stages()[0],
        at=room.desk.now,
        value=Money(100_000, "GBP"),
    )
    assert names(section.currencies, 1)[2] == "no rate yet: its deals are left out of sums"
    act(section.currencies, 1, "Delete")
    assert "base currency" in section.currencies.note.text


# --- who you are


def test_the_question_who_you_are_takes_a_name_once(theme: Theme, qtbot: QtBot) -> None:
    home = QWidget()
    qtbot.addWidget(home)
    home.show()
    dialog = WhoDialog(theme, "amara", home)
    heard: list[str] = []
    dialog.named.connect(heard.append)
    dialog.open()
    assert dialog.field.selectedText() == "amara"
    for wrong in (" ", "x" * 10_000):
        dialog.field.setText(wrong)
        dialog.button.click()
        assert dialog.isVisible()
        assert not dialog.error.isHidden()
    dialog.field.clear()
    QTest.keyClicks(dialog.field, " Amara  Eze")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert heard == ["Amara Eze"]
    assert not dialog.isVisible()
