from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.actions.criteria import add_criterion, archive_criterion
from desktop_pipeline.actions.deal_people import add_person
from desktop_pipeline.actions.deals import create_deal, delete_deals, lose_deals, move_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.line_items import add_line
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.hygiene import Pace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.deal import StageVisit
from desktop_pipeline.queries.lists import read_lost_reasons
from desktop_pipeline.storage.tables import CustomField
from desktop_pipeline.ui.acts.gate_dialog import GateDialog
from desktop_pipeline.ui.acts.lost_dialog import LostDialog
from desktop_pipeline.ui.deal import foot, header, panel, sheet_columns, stage_steps
from desktop_pipeline.ui.deal.row_pieces import LinkField
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.field import PAD, Field
from desktop_pipeline.ui.widgets.text_field import TextField
from desktop_pipeline.ui.widgets.words import Words
from tests.painted_texts import read_texts
from tests.ui.deal.conftest import NOW, World, show_window
from tests.workspaces import read_content


def step(world: World, name: str) -> stage_steps.StageStep:
    return next(step for step in world.panel.steps.steps if step.visit.name == name)


def other_deal(world: World) -> int:
    return create_deal(world.workspace, title="Bar and back-bar", stage_id=world.stages["Lead In"], at=NOW)


def test_the_panel_has_the_measures_of_the_design(world: World) -> None:
    assert world.panel.width() == panel.WIDE == 728
    assert world.panel.height() == world.home.height()
    assert world.panel.geometry().right() == world.home.rect().right()
    assert world.panel.header.height() == header.HEIGHT == 86
    assert world.panel.steps.height() == stage_steps.HEIGHT == 70
    assert world.panel.foot.height() == foot.HEIGHT == 46


def test_a_narrow_window_gets_the_narrow_panel_with_one_page_at_a_time(world: World, qtbot: QtBot) -> None:
    show_window(world, qtbot, 1024, 640)
    shown = world.panel
    assert shown.width() == panel.NARROW == 480
    pages = (shown.story, shown.details, shown.products, shown.files)
    for index, page in enumerate(pages):
        shown.columns.tabs.choose(index)
        assert [part.isVisible() for part in pages] == [part is page for part in pages]
    assert shown.files.isVisible()
    # Each page begins where the tabs over it do; a field's words stand a little within it.
    assert shown.files.mapTo(shown, QPoint(PAD, 0)).x() == shown.columns.tabs.mapTo(shown, QPoint(0, 0)).x()
    show_window(world, qtbot, 1440, 900)
    assert all(part.isVisible() for part in pages)
    assert not shown.columns.tabs.isVisible()


def test_no_field_or_button_reaches_beyond_the_panel(world: World, qtbot: QtBot) -> None:
    edit_deal(world.workspace, world.deal_id, at=NOW, title="W" * 400, organisation="M" * 300)
    for size in ((1440, 900), (1024, 640)):
        show_window(world, qtbot, *size)
        QApplication.processEvents()
        for widget in world.panel.header.findChildren(QWidget):
            if widget.isVisible() and widget.parentWidget() is world.panel.header:
                assert world.panel.header.rect().contains(widget.geometry()), (size, widget)


def test_everything_that_takes_the_keys_has_a_name_and_is_large_enough(world: World) -> None:
    takers = [
        widget
        for widget in world.panel.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
    ]
    assert len(takers) > 12
    for widget in takers:
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget
        assert widget.height() >= 22, widget


def test_the_head_says_where_the_deal_stands(world: World) -> None:
    top = world.panel.header
    words = [child.text() for child in top.findChildren(Words)]
    assert {"Meeting", "in New business"} <= set(words)
    assert (top.title.text(), top.value.text()) == ("Clinic refurbishment, phase 2", "€34,500")
    assert (top.organisation.text(), top.owner.text()) == ("Copperline Clinics", "Amara Eze")
    assert top.close_day.text() == "closes Fri 18 Sept"


def test_the_likelihood_is_left_out_until_it_is_known(world: World) -> None:
    assert world.panel.header.likelihood.text() == ""
    world.chances[world.deal_id] = 0.42
    world.panel.update_likelihood()
    assert world.panel.header.likelihood.text() == "42\N{NO-BREAK SPACE}% likely, weighted €14,500"
    assert "By your history" in world.panel.header.likelihood.toolTip()
    edit_deal(world.workspace, world.deal_id, at=NOW, value=None)
    assert world.panel.header.likelihood.text() == "42\N{NO-BREAK SPACE}% likely"


def test_the_steps_tell_days_and_pace(world: World) -> None:
    told = [(step.visit.name, step.visit.days, step.second_line()) for step in world.panel.steps.steps]
    assert told == [
        ("Lead In", 6, ""),
        ("Qualified", 11, ""),
        ("Meeting", 11, "now here"),
        ("Proposal", None, ""),
        ("Negotiation", None, ""),
    ]
    world.clock.now = NOW + timedelta(days=6)
    world.panel.show_deal(world.deal_id)
    assert (step(world, "Meeting").second_line(), step(world, "Meeting").bar_role()) == ("slow", "amberMark")
    world.clock.now = NOW + timedelta(days=12)
    world.panel.show_deal(world.deal_id)
    assert (step(world, "Meeting").second_line(), step(world, "Meeting").bar_role()) == ("stuck", "redMark")


@pytest.mark.parametrize(("days", "role"), [(10, "ink3"), (11, "amber"), (None, "ink3")])
def test_a_step_tells_what_is_usual_where_that_is_known(
    theme: Theme, formats: Formats, qtbot: QtBot, days: int | None, role: str
) -> None:
    visit = StageVisit(1, "Qualified", days, is_current=False, pace=Pace.USUAL, usual=8)
    shown = stage_steps.StageStep(theme, formats, visit, is_passed=days is not None, is_open=True)
    qtbot.addWidget(shown)
    assert (shown.second_line(), shown.text_role()) == ("usual 8 d", role)


@pytest.mark.parametrize(("days", "usual", "filled"), [(0, 12, 0), (9, 12, 0.75), (30, 12, 1), (9, None, 1), (9, 0, 1)])
def test_the_bar_of_the_present_stage_fills_up_to_the_usual_days(
    theme: Theme, formats: Formats, qtbot: QtBot, days: int, usual: int | None, filled: float
) -> None:
    visit = StageVisit(1, "Meeting", days, is_current=True, pace=Pace.USUAL, usual=usual)
    shown = stage_steps.StageStep(theme, formats, visit, is_passed=False, is_open=True)
    qtbot.addWidget(shown)
    assert shown.filled() == filled
    passed = stage_steps.StageStep(theme, formats, replace(visit, is_current=False), is_passed=True, is_open=True)
    qtbot.addWidget(passed)
    assert passed.filled() == 1


def test_slow_and_stuck_stand_beside_what_is_usual(theme: Theme, formats: Formats, qtbot: QtBot) -> None:
    visit = StageVisit(1, "Meeting", 30, is_current=True, pace=Pace.STUCK)
    shown = stage_steps.StageStep(theme, formats, visit, is_passed=False, is_open=True)
    qtbot.addWidget(shown)
    assert (shown.second_line(), shown.text_role()) == ("stuck", "red")
    shown.show_usual(13)
    assert (shown.second_line(), shown.text_role()) == ("stuck, usual 13 d", "red")
    assert shown.accessibleName() == "Meeting, 30 d, stuck, usual 13 d"
    assert "Half of the deals that left Meeting" in shown.toolTip()
    shown.resize(200, stage_steps.HEIGHT)
    assert [text.text for text in read_texts(shown)] == ["Meeting", "30 d", "stuck, usual 13 d"]
    # Where there is too little room the pace alone, and of very many stages nothing but the bar.
    shown.resize(70, stage_steps.HEIGHT)
    assert [text.text for text in read_texts(shown)][-1] == "stuck"
    shown.resize(24, stage_steps.HEIGHT)
    assert list(read_texts(shown)) == []


def test_the_usual_days_stay_when_another_deal_is_shown(world: World) -> None:
    stages = world.stages
    world.panel.show_usual({stages["Lead In"]: 5, stages["Qualified"]: 8})
    told = {each.visit.name: (each.second_line(), each.text_role()) for each in world.panel.steps.steps}
    assert told["Lead In"] == ("usual 5 d", "ink3")
    assert told["Qualified"] == ("usual 8 d", "amber")
    assert told["Meeting"][0] == "now here"
    world.panel.show_deal(other_deal(world))
    assert step(world, "Qualified").second_line() == "usual 8 d"


def test_the_details_tell_the_chance_that_the_head_tells(world: World) -> None:
    shown = world.panel.details.probability
    assert shown.text().endswith("set for the stage")
    world.chances[world.deal_id] = 0.42
    world.panel.update_likelihood()
    assert shown.text() == "42\N{NO-BREAK SPACE}%, by your history"
    edit_deal(world.workspace, world.deal_id, at=NOW, probability=0.75)
    assert shown.text() == "75\N{NO-BREAK SPACE}%"


def test_a_click_on_a_step_moves_the_deal_and_undo_brings_it_back(world: World) -> None:
    before = world.content()
    QTest.mouseClick(step(world, "Negotiation"), Qt.MouseButton.LeftButton)
    assert world.view().stage == "Negotiation"
    assert step(world, "Proposal").second_line() == "skipped"
    world.session.undo()
    assert world.content() == before
    assert world.view().stage == "Meeting"


def test_the_steps_go_by_arrows_and_enter(world: World) -> None:
    step(world, "Meeting").setFocus()
    QTest.keyClick(step(world, "Meeting"), Qt.Key.Key_Right)
    assert step(world, "Proposal").hasFocus()
    QTest.keyClick(step(world, "Proposal"), Qt.Key.Key_Return)
    assert world.view().stage == "Proposal"
    assert step(world, "Proposal").hasFocus()


def test_a_click_on_the_present_step_changes_nothing(world: World) -> None:
    create_deal(world.workspace, title="On its top", stage_id=world.stages["Meeting"], at=NOW)
    before, label = world.content(), world.session.undo_label
    QTest.mouseClick(step(world, "Meeting"), Qt.MouseButton.LeftButton)
    assert (world.content(), world.session.undo_label) == (before, label)


def test_won_closes_the_deal_and_reopen_opens_it_again(world: World) -> None:
    bottom = world.panel.foot
    QTest.mouseClick(bottom.won, Qt.MouseButton.LeftButton)
    assert world.view().status is DealStatus.WON
    assert [bottom.won.isVisible(), bottom.lost.isVisible(), bottom.reopen.isVisible()] == [False, False, True]
    assert not any(step.isEnabled() for step in world.panel.steps.steps)
    header, details = world.panel.header, world.panel.details
    assert header.likelihood.text() == "Won Tue 9 Jun"
    assert header.close_day.text() == "was to close Fri 18 Sept"
    assert not details.probability.isVisible()
    assert not details.category.isVisible()
    QTest.mouseClick(bottom.reopen, Qt.MouseButton.LeftButton)
    assert world.view().status is DealStatus.OPEN
    assert header.close_day.text() == "closes Fri 18 Sept"
    assert details.probability.isVisible()
    assert details.category.isVisible()
    assert bottom.won.isVisible()


def test_lost_asks_for_the_reason_and_writes_nothing_before(world: World) -> None:
    before = read_content(world.workspace)
    QTest.mouseClick(world.panel.foot.lost, Qt.MouseButton.LeftButton)
    dialog = world.panel.findChild(LostDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()
    assert read_content(world.workspace) == before


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_not_a_fit_is_two_keys_from_the_menu(world: World) -> None:
    menu = world.panel.header.open_menu()
    next(line for line in menu.actions() if line.text() == "Not a fit…").trigger()
    menu.close()
    dialog = world.panel.findChild(LostDialog)
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert world.view().status is DealStatus.LOST


def test_a_required_criterion_stops_the_step_until_it_is_passed_with_a_sentence(world: World) -> None:
    add_criterion(world.workspace, world.stages["Meeting"], kind="tick", text="Site measured", is_required=True)
    QTest.mouseClick(step(world, "Proposal"), Qt.MouseButton.LeftButton)
    assert world.view().stage == "Meeting"
    dialog = world.panel.findChild(GateDialog)
    assert dialog is not None
    dialog.reject()
    assert world.view().stage == "Meeting"


def test_criteria_are_ticked_and_the_way_to_the_next_stage_is_open(world: World) -> None:
    for number in world.workspace.rows("select id from criterion"):
        archive_criterion(world.workspace, number[0])
    add_criterion(world.workspace, world.stages["Meeting"], kind="tick", text="Site measured", is_required=True)
    before = read_content(world.workspace)
    block = world.panel.criteria
    assert (block.title.text(), block.count.text()) == ("Ready for Proposal?", "0 of 1")
    QTest.keyClick(block.list.rows[0], Qt.Key.Key_Space)
    assert block.count.text() == "1 of 1"
    world.session.undo()
    assert read_content(world.workspace) == before
    world.session.redo()
    QTest.mouseClick(block.go, Qt.MouseButton.LeftButton)
    assert world.view().stage == "Proposal"
    assert block.go.text() == "Move to Negotiation"


def test_what_earlier_stages_left_open_waits_behind_a_button(world: World) -> None:
    add_criterion(world.workspace, world.stages["Lead In"], kind="tick", text="Role known")
    block = world.panel.criteria
    assert block.more.isVisible()
    assert not block.earlier.isVisible()
    QTest.keyClick(block.more, Qt.Key.Key_Space)
    assert block.earlier.isVisible()
    assert "Role known" in {row.line.criterion.text for row in block.earlier.rows}


def test_a_criterion_that_asks_for_a_field_leads_to_it(world: World) -> None:
    for number in world.workspace.rows("select id from criterion"):
        archive_criterion(world.workspace, number[0])
    add_criterion(world.workspace, world.stages["Meeting"], kind="field", text="Source known", asks_for="source")
    QTest.keyClick(world.panel.criteria.list.rows[0], Qt.Key.Key_Space)
    assert world.panel.details.source.hasFocus()


def test_a_lost_deal_shows_its_reason(world: World) -> None:
    reason = read_lost_reasons(world.workspace)[0]
    lose_deals(world.workspace, [world.deal_id], reason_id=reason.reason_id, note="too <b>dear</b>", at=NOW)
    assert world.panel.details.reason.text() == "Price, too <b>dear</b>"
    assert world.panel.details.reason.textFormat() is Qt.TextFormat.PlainText
    assert world.panel.details.reason.isVisible()
    assert world.panel.header.likelihood.text() == "Lost Tue 9 Jun: Price"


def test_the_panel_follows_a_change_made_elsewhere(world: World) -> None:
    edit_deal(world.workspace, world.deal_id, at=NOW, title="Renamed on the board", value=Money(100, "EUR"))
    move_deals(world.workspace, [world.deal_id], world.stages["Proposal"], after=None, at=NOW)
    assert world.panel.header.title.text() == "Renamed on the board"
    assert world.panel.header.value.text() == "€1"
    assert [step.visit.name for step in world.panel.steps.steps if step.visit.is_current] == ["Proposal"]
    assert world.panel.story.timeline.lines[0].headline == "Moved from Meeting to Proposal"


def test_a_change_elsewhere_leaves_what_is_being_typed(world: World) -> None:
    title = world.panel.header.title
    world.type_into(title, "Half a", None)
    edit_deal(world.workspace, world.deal_id, at=NOW, organisation="Other Ltd")
    assert title.editor is not None
    assert title.editor.text() == "Half a"
    QTest.keyClicks(title.editor, " title")
    QTest.keyClick(title.editor, Qt.Key.Key_Return)
    assert world.view().title == "Half a title"


def test_the_panel_closes_when_its_deal_is_deleted(world: World, qtbot: QtBot) -> None:
    with qtbot.waitSignal(world.panel.closed):
        delete_deals(world.workspace, [world.deal_id], at=NOW)
    assert world.panel.deal_id is None


def test_the_panel_closes_when_its_deal_is_undone_away_also_while_typing(world: World, qtbot: QtBot) -> None:
    world.panel.show_deal(other_deal(world))
    world.type_into(world.panel.header.title, "Never kept", None)
    with qtbot.waitSignal(world.panel.closed):
        world.session.undo()
    assert world.panel.deal_id is None
    assert world.workspace.value("select count(*) from deal where title = 'Never kept'") == 0


def test_the_menu_deletes_the_deal(world: World, qtbot: QtBot) -> None:
    with qtbot.waitSignal(world.panel.closed):
        world.panel.header.delete_asked.emit()
    assert world.workspace.value("select deleted_at is not null from deal where id = ?", (world.deal_id,)) == 1
    world.session.undo()
    assert world.view().title == "Clinic refurbishment, phase 2"


def test_a_deal_that_is_not_there_shows_no_panel(world: World) -> None:
    world.panel.show_deal(4711)
    assert world.panel.deal_id is None


def test_what_is_being_typed_is_kept_when_another_deal_is_shown(world: World) -> None:
    second = other_deal(world)
    world.type_into(world.panel.header.title, "Kept on the first", None)
    world.panel.show_deal(second)
    assert world.view().title == "Kept on the first"
    assert world.view(second).title == "Bar and back-bar"
    assert world.panel.header.title.text() == "Bar and back-bar"


def test_what_cannot_be_kept_is_dropped_when_another_deal_is_shown(world: World) -> None:
    second = other_deal(world)
    world.type_into(world.panel.header.value, "plenty", None)
    world.panel.show_deal(second)
    assert world.view().value == Money(3_450_000, "EUR")
    assert world.view(second).value is None
    assert world.panel.header.value.editor is None
    assert world.panel.error == ""


def test_arrows_in_the_head_ask_for_the_neighbours(world: World, qtbot: QtBot) -> None:
    world.panel.header.title.setFocus()
    with qtbot.waitSignal(world.panel.next_asked):
        QTest.keyClick(world.panel.header.title, Qt.Key.Key_Down)
    with qtbot.waitSignal(world.panel.previous_asked):
        QTest.keyClick(world.panel.header.title, Qt.Key.Key_Up)


def test_esc_closes_the_panel(world: World, qtbot: QtBot) -> None:
    assert world.panel.header.title.hasFocus()
    with qtbot.waitSignal(world.panel.closed):
        QTest.keyClick(world.panel.header.title, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not world.panel.isVisible())


class _NoAnimation(QProxyStyle):
    def styleHint(self, hint: QStyle.StyleHint, *rest: object) -> int:
        return 0


class _StillPanel(panel.DealPanel):
    """As on a system whose style asks for no animation."""

    def style(self) -> QStyle:
        return _NO_ANIMATION


_NO_ANIMATION = _NoAnimation()


def test_the_panel_slides_in_160_milliseconds(world: World, qtbot: QtBot) -> None:
    world.panel.close_panel()
    qtbot.waitUntil(lambda: not world.panel.isVisible())
    world.panel.show_deal(world.deal_id)
    assert world.panel._slide.duration() == 160
    assert world.panel.x() > world.home.width() - panel.WIDE
    qtbot.waitUntil(lambda: world.panel.x() == world.home.width() - panel.WIDE)


def test_with_reduced_motion_the_panel_is_there_at_once(world: World, theme: Theme, formats: Formats) -> None:
    still = _StillPanel(world.session, theme, formats, world.chances.get, world.home)
    still.show_deal(world.deal_id)
    assert still.x() == world.home.width() - panel.WIDE
    still.close_panel()
    assert not still.isVisible()


def test_the_mouse_goes_through_the_shadow(world: World, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: world.panel.x() == world.home.width() - panel.WIDE)
    assert world.home.childAt(QPoint(world.panel.x() - 6, 300)) is None


def test_a_workspace_open_for_reading_only_can_be_read_but_not_edited(
    world: World, theme: Theme, formats: Formats
) -> None:
    with open_workspace(world.session.path, read_only=True) as workspace:
        reader = panel.DealPanel(Session(workspace), theme, formats, lambda _id: None, world.home)
        reader.show_deal(world.deal_id)
        for field in reader.findChildren(Field):
            assert isinstance(field, LinkField) or not field.isEnabled(), field.text()
            QTest.keyClick(field, Qt.Key.Key_Return)
        assert not any(field.editor for field in reader.findChildren(TextField))
        assert not any(step.isEnabled() for step in reader.steps.steps)
        assert not reader.foot.won.isEnabled()
        assert reader.error == ""
        reader.close_panel()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_panel_lies_on_the_themes_surface(world: World, theme: Theme, qapp: QApplication, name: str) -> None:
    theme.apply(qapp, "dark" if name == "dark" else "light")
    try:
        world.panel._slide.stop()
        world.panel._settle()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        image = world.panel.grab().toImage()
        assert image.pixelColor(300, 8) == theme.color("surface")
        assert image.pixelColor(300, world.panel.height() - 60) == theme.color("surface")
        assert image.pixelColor(panel.WIDE - sheet_columns.RIGHT_COLUMN + 6, world.panel.height() - 60) == theme.color(
            "inset"
        )
    finally:
        theme.apply(qapp, "light")


def test_the_dates_stand_at_the_foot(world: World) -> None:
    world.clock.now = datetime(2026, 6, 9, 10, 5, tzinfo=UTC)
    win_deals(world.workspace, [world.deal_id], at=world.clock.now)
    assert world.panel.foot.dates.text() == "Created Tue 12 May, changed today 10:05"


def test_tab_goes_from_head_to_foot_also_after_rows_were_made_anew(world: World) -> None:
    add_person(world.workspace, world.deal_id, "Bea")
    add_line(world.workspace, world.deal_id, "Lamp", at=NOW)
    shown = world.panel
    with world.workspace.journal.change("Field") as draft:
        draft.insert(CustomField, subject="deal", name="Access", kind="text")
    story = shown.story
    parts: list[QWidget] = [shown.header, shown.steps, shown.criteria, story.next_step, story.filter, story.note]
    parts += [
        story.timeline,
        shown.details,
        shown.custom,
        shown.people,
        shown.cadences,
        shown.products,
        shown.offers,
        shown.files,
    ]
    parts += [shown.objections, shown.related, shown.foot]
    QApplication.processEvents()  # rows made anew are shown with the next turn
    focused: QWidget | None = shown.header.title
    shown.header.title.setFocus()
    met: list[int] = []
    for _stop in range(200):
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused is shown.header.title or not shown.isAncestorOf(focused):
            break
        met.append(next(place for place, part in enumerate(parts) if part is focused or part.isAncestorOf(focused)))
    # After the foot the round begins again, with the buttons of the head.
    first_round = met[: len(met) - met[::-1].index(len(parts) - 1)]
    assert first_round == sorted(met[: len(first_round)])
    assert set(met) == set(range(len(parts)))
    assert len(met) > 40


def test_the_keys_stay_at_the_foot_when_a_deal_is_closed_and_reopened(world: World) -> None:
    bottom = world.panel.foot
    bottom.won.setFocus()
    win_deals(world.workspace, [world.deal_id], at=NOW)
    assert world.window.focusWidget() is bottom.reopen
    world.session.undo()
    assert world.window.focusWidget() is bottom.won


def test_the_keys_go_to_the_title_where_they_were_in_a_row_of_the_deal_before(world: World) -> None:
    shown, other = world.panel, other_deal(world)
    add_person(world.workspace, world.deal_id, "Ines Low")
    QApplication.processEvents()
    (number,) = [person.person_id for person in world.view().people if person.name == "Ines Low"]
    row = shown.people.named(f"role:{number}")
    assert row is not None
    row.setFocus()
    shown.show_deal(other)
    assert world.window.focusWidget() is shown.header.title
    # What is there for every deal keeps them.
    shown.foot.lost.setFocus()
    shown.show_deal(world.deal_id)
    assert world.window.focusWidget() is shown.foot.lost
