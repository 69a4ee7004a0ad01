from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.metrics.changing.hygiene import Flag
from desktop_pipeline.queries.activities import read_next_activity
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.ui.acts.lost_dialog import LostDialog
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.hygiene.clean_list import Answer
from desktop_pipeline.ui.hygiene.clean_page import CleanPage
from desktop_pipeline.ui.hygiene.clean_reasons import ASLEEP, DEAD
from desktop_pipeline.ui.hygiene.snooze_popover import SnoozePopover
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.activity_planner import ActivityPlanner
from tests.ui.hygiene.conftest import TODAY, World
from tests.workspaces import read_content

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
_SHIFT, _PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
FLAGS = tuple(Flag)

Clean = World[CleanPage]


def lost_dialog(world: Clean) -> LostDialog:
    (found,) = world.page.findChildren(LostDialog)
    return found


def snooze(world: Clean) -> SnoozePopover:
    assert world.page.popover is not None
    return world.page.popover


def test_the_largest_stand_first_each_with_its_reasons_in_numbers(clean: Clean) -> None:
    assert clean.titles() == ["Stale", "Dead one", "Dead two", "Late", "Unknown"]
    why = clean.why()
    assert why["Stale"] == "Stale, Stale Ltd, Proposal, €5,000, Amara Eze, No touch for 40 d, no next step"
    assert why["Dead two"].endswith("No touch for 80 d, no next step, close 10 d past")
    assert why["Late"].endswith("Kenji Morita, Next step 2 d late")
    assert why["Unknown"].endswith("no value, Amara Eze, No value")
    assert clean.page.heading.text() == "5 deals to clean up"


def test_the_sentence_on_top_is_the_health_of_the_figures(clean: Clean) -> None:
    found = clean.page.found
    assert found is not None
    # Of 23,000 known only the 9,000 of the sound deal have nothing against them.
    assert found.hygiene.health == pytest.approx(9 / 23)
    assert clean.page.health.text().startswith("39\N{NO-BREAK SPACE}% of the open value has no flag.")


def test_the_model_keeps_to_the_rules_of_qt(clean: Clean) -> None:
    QAbstractItemModelTester(clean.page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    clean.page.refresh()
    clean.settle()
    assert clean.page.model.rowCount() == 5


def test_n_plans_the_next_step_and_the_reason_goes(clean: Clean) -> None:
    clean.at("Stale")
    clean.press(Qt.Key.Key_N)
    planner = clean.page.acts.popover
    assert isinstance(planner, ActivityPlanner)
    QTest.keyClicks(planner.subject, "Call about the hall")
    QTest.keyClick(planner.subject, Qt.Key.Key_Return)
    clean.settle()
    step = read_next_activity(clean.workspace, clean.deals["Stale"])
    assert step is not None
    assert step.subject == "Call about the hall"
    assert "Stale" not in clean.titles()
    # The keys stay where they were: on the deal that took its place.
    assert clean.current() == "Dead one"
    clean.undo()
    assert clean.titles()[0] == "Stale"


def test_s_asks_why_and_until_when_and_the_deal_sleeps(clean: Clean) -> None:
    before = read_content(clean.workspace)
    clean.at("Stale")
    clean.press(Qt.Key.Key_S)
    popover = snooze(clean)
    assert popover.title.text() == "Snooze “Stale”"
    assert [popover.chips.text(place) for place in range(4)] == ["1 week", "2 weeks", "3 weeks", "30 days"]
    assert popover.day == TODAY + timedelta(days=14)
    QTest.keyClick(popover.why, Qt.Key.Key_Return)
    assert popover.error == "Say why the deal is left alone."
    QTest.keyClicks(popover.why, "On leave")
    QTest.keyClick(popover.why, Qt.Key.Key_Return)
    clean.settle()
    assert "Stale" not in clean.titles()
    assert clean.page.health.text().endswith("1 asleep.")
    clean.page.toolbar.reasons.take(frozenset({ASLEEP}))
    clean.settle()
    assert clean.why()["Stale"].endswith("Asleep until Tue 23 Jun: On leave")
    assert clean.page.heading.text() == "Left alone on purpose"
    clean.undo()
    assert read_content(clean.workspace) == before


def test_w_wakes_a_deal_before_its_day(clean: Clean) -> None:
    clean.at("Stale")
    clean.press(Qt.Key.Key_S)
    QTest.keyClicks(snooze(clean).why, "On leave")
    QTest.keyClick(snooze(clean).why, Qt.Key.Key_Return)
    clean.settle()
    clean.page.toolbar.reasons.take(frozenset({ASLEEP}))
    clean.settle()
    clean.at("Stale")
    assert clean.page.bar.buttons[Answer.WAKE].isVisible()
    assert not clean.page.bar.buttons[Answer.SNOOZE].isVisible()
    clean.press(Qt.Key.Key_W)
    assert clean.titles() == []
    clean.page.toolbar.clear_filters()
    clean.settle()
    assert "Stale" in clean.titles()


def test_a_day_beyond_the_limit_is_refused_in_words(clean: Clean) -> None:
    clean.at("Stale")
    clean.press(Qt.Key.Key_S)
    popover = snooze(clean)
    QTest.keyClicks(popover.why, "Next year")
    popover.take(TODAY + timedelta(days=300))
    QTest.keyClick(popover.why, Qt.Key.Key_Return)
    assert "30 days at most: until 9 July 2026" in popover.error
    assert clean.workspace.value("select count(*) from deal_snooze") == 0


def test_b_moves_each_selected_deal_back_from_where_it_stands(clean: Clean) -> None:
    stages = {row[0]: row[1] for row in clean.workspace.rows("select id, name from stage")}
    clean.at("Stale")
    clean.press(Qt.Key.Key_Down, _SHIFT)
    clean.press(Qt.Key.Key_Down, _SHIFT)
    clean.press(Qt.Key.Key_B)
    moved = [stages[clean.deal(title, "stage_id")] for title in ("Stale", "Dead one", "Dead two")]
    # The second stands in the first stage already.
    assert moved == ["Meeting", "Lead In", "Qualified"]
    assert clean.session.undo_label == "Move 2 deals back by one stage"
    clean.undo()
    assert stages[clean.deal("Stale", "stage_id")] == "Proposal"


def test_b_on_the_first_stage_is_refused_in_words(clean: Clean) -> None:
    clean.at("Dead one")
    clean.press(Qt.Key.Key_B)
    assert clean.said == ["“Dead one” stands in its first stage already."]


def test_dead_deals_are_selected_together_and_one_reason_closes_them_as_one_change(clean: Clean) -> None:
    assert clean.page.dead.text.startswith("2 deals show no life.")
    before = read_content(clean.workspace)
    clean.click(clean.page.take_dead)
    assert clean.page.bar.said.text() == "2 deals selected, €7,000"
    clean.press(Qt.Key.Key_L)
    dialog = lost_dialog(clean)
    QTest.keyClick(dialog.reasons, Qt.Key.Key_1)
    QTest.keyClick(dialog.reasons, Qt.Key.Key_Return)
    clean.settle()
    assert {clean.deal(title, "status") for title in ("Dead one", "Dead two")} == {"lost"}
    assert clean.titles() == ["Stale", "Late", "Unknown"]
    assert clean.page.dead.isHidden()
    clean.undo()
    assert read_content(clean.workspace) == before
    assert clean.page.dead.isVisible()


def test_r_hands_the_selected_deals_to_whoever_starts_cadences(clean: Clean) -> None:
    asked = []
    clean.page.re_engage_asked.connect(lambda ids, _place: asked.append(ids))
    clean.at("Stale")
    clean.press(Qt.Key.Key_Down, _SHIFT)
    clean.press(Qt.Key.Key_R)
    assert asked == [[clean.deals["Stale"], clean.deals["Dead one"]]]


def test_enter_and_a_double_click_open_the_deal(clean: Clean) -> None:
    opened: list[int] = []
    clean.page.deal_opened.connect(opened.append)
    clean.at("Late")
    clean.press(Qt.Key.Key_Return)
    rect = clean.rows.visualRect(clean.rows.currentIndex())
    QTest.mouseDClick(clean.rows.viewport(), Qt.MouseButton.LeftButton, _PLAIN, rect.center())
    assert opened == [clean.deals["Late"]] * 2


def test_the_buttons_do_what_the_keys_do(clean: Clean) -> None:
    clean.at("Stale")
    clean.click(clean.page.bar.buttons[Answer.MOVE_BACK])
    assert clean.session.undo_label == "Move “Stale” to Meeting"
    assert "no next step" in clean.why()["Stale"].casefold()


def test_reasons_and_owners_narrow_the_list(clean: Clean) -> None:
    page = clean.page
    page.toolbar.reasons.take(frozenset({FLAGS.index(Flag.NEXT_STEP_LATE), FLAGS.index(Flag.VALUE_MISSING)}))
    clean.settle()
    assert clean.titles() == ["Late", "Unknown"]
    page.toolbar.reasons.take(frozenset({DEAD}))
    clean.settle()
    assert clean.titles() == ["Dead one", "Dead two"]
    page.toolbar.clear_filters()
    page.toolbar.owners.take(frozenset({2}))
    clean.settle()
    assert clean.titles() == ["Late"]
    assert page.health.text().startswith("82\N{NO-BREAK SPACE}% of the open value has no flag.")
    page.toolbar.reasons.take(frozenset({DEAD}))
    clean.settle()
    assert page.empty.isVisible()
    assert page.empty.accessibleName().startswith("No deal passes the filters")
    assert page.empty.mapTo(page, QPoint(0, 0)).x() == page.heading.mapTo(page, QPoint(0, 0)).x()
    assert page.empty.action is not None
    page.empty.action.click()
    clean.settle()
    assert not page.toolbar.is_filtered
    assert page.list.hasFocus()


def test_when_all_is_answered_it_says_so(clean: Clean) -> None:
    clean.page.list.selectAll()
    clean.press(Qt.Key.Key_L)
    dialog = lost_dialog(clean)
    QTest.keyClick(dialog.reasons, Qt.Key.Key_1)
    QTest.keyClick(dialog.reasons, Qt.Key.Key_Return)
    clean.settle()
    assert clean.page.heading.text() == "Clean"
    assert clean.page.empty.accessibleName().startswith("Nothing stands against any open deal")
    assert clean.page.health.text() == "100\N{NO-BREAK SPACE}% of the open value has no flag."


def test_a_title_of_markup_is_shown_as_it_is(clean: Clean) -> None:
    with clean.workspace.journal.change("Title") as draft:
        draft.execute("update deal set title = '<b>Hale & Sons</b>' where title = 'Stale'")
    clean.page.refresh()
    clean.settle()
    tooltip = clean.page.model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;Hale &amp; Sons&lt;/b&gt;" in tooltip


def test_the_menu_offers_the_same_as_the_keys(clean: Clean) -> None:
    clean.at("Stale")
    menu = clean.page.menu_at(clean.page.list.place_below())
    texts = [action.text().partition("\t")[0] for action in menu.actions()]
    assert texts == [
        "Plan the next step…",
        "Snooze…",
        "Re-engage…",
        "Move back by one stage",
        "Close as lost…",
        "Open the deal",
    ]
    menu.close()


def test_everything_can_be_reached_and_has_a_name(clean: Clean) -> None:
    page = clean.page
    assert QApplication.focusWidget() is page.list
    for widget in (page.list, page.toolbar.owners, page.toolbar.reasons, *page.bar.buttons.values()):
        assert widget.accessibleName() or widget.property("text"), widget
        assert widget.focusPolicy() != Qt.FocusPolicy.NoFocus


def test_a_file_for_reading_only_says_so_and_offers_nothing_to_press(
    clean: Clean, theme: Theme, formats: Formats, qtbot: QtBot
) -> None:
    with open_workspace(clean.workspace.path, read_only=True, clock=clean.clock) as workspace:
        session, figures = Session(workspace), Figures(workspace)
        page = CleanPage(session, figures, clean.tasks, theme, formats)
        qtbot.addWidget(page)
        page.said.connect(clean.said.append)
        page.show()
        clean.settle()
        assert page.model.rowCount() == 5
        assert not any(button.isEnabled() for button in page.bar.buttons.values())
        QTest.keyClick(page.list, Qt.Key.Key_B)
        assert clean.said == ["This file is open for reading only."]
        page.hide()
