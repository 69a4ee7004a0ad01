"""Cadences from the panel of a deal: started, followed, stopped, and the answer to what they propose."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.actions.activities import finish_activity
from desktop_pipeline.actions.cadence_rules import add_cadence, add_ready_cadence, add_ready_cadences, add_step
from desktop_pipeline.actions.cadences import start_cadence
from desktop_pipeline.domain.cadences import EndedBy, State
from desktop_pipeline.queries.cadences import EnrolmentRow, read_cadences, read_close_proposals, read_enrolments
from desktop_pipeline.ui.acts.lost_dialog import LostDialog
from desktop_pipeline.ui.cadences.cadence_acts import CadenceActs
from desktop_pipeline.ui.cadences.close_proposals import CloseProposals
from desktop_pipeline.ui.cadences.start_popover import StartPopover
from desktop_pipeline.ui.deal.cadences_block import CadencesBlock
from desktop_pipeline.ui.deal.panel import DealPanel
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.words import Words
from tests.ui.deal.conftest import World

# Popups and menus are windows of their own, which the offscreen plugin can neither raise nor give the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
ENTER = Qt.Key.Key_Return


def open_popover(world: World) -> StartPopover:
    """C in the panel, as a person presses it."""
    world.panel.setFocus()
    QTest.keyClick(world.panel, Qt.Key.Key_C)
    popover = world.panel.cadences.acts.popover
    assert popover is not None
    return popover


def start(world: World, key: str = "re_engage") -> int:
    cadence = add_ready_cadence(world.workspace, key)
    return start_cadence(world.workspace, cadence, [world.deal_id], at=world.clock()).enrolment_ids[0]


def only(world: World) -> EnrolmentRow:
    (row,) = read_enrolments(world.workspace, world.deal_id)
    return row


def said(block: QWidget) -> list[str]:
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, 52)  # what was taken out of the rows goes
    return [label.text() for label in block.findChildren(Words) if label.isVisible()]


def press_stop(block: CadencesBlock) -> QMenu:
    QApplication.processEvents()
    stop = next(button for button in block.findChildren(ActionButton) if button.text() == "Stop")
    QTest.keyClick(stop, Qt.Key.Key_Space)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, words: str) -> None:
    action = next(action for action in menu.actions() if action.text() == words)
    menu.close()
    action.trigger()


def test_c_and_a_number_start_a_cadence_with_its_days_shown_before(world: World) -> None:
    add_ready_cadences(world.workspace)
    popover = open_popover(world)
    assert popover.title.text() == "Start a cadence"
    assert popover.detail.text() == "Clinic refurbishment, phase 2"
    QTest.keyClick(popover.cadences, Qt.Key.Key_4)
    assert popover.current is not None
    assert popover.current.name == "Re-engage"
    # Tuesday 9 June; nothing falls on a weekend or the 14th day, a Tuesday.
    assert popover.touches.texts == (
        "Tue 9 Jun: Ask whether it is still wanted",
        "Mon 15 Jun: Call with something new",
        "Tue 23 Jun: Ask for a yes, a no, or a later date",
    )
    assert popover.closing.text() == (
        "Days off move 1 of them. Closing as “No answer” is proposed on Tue 30 Jun unless someone replies."
    )
    QTest.keyClick(popover.cadences, ENTER)
    assert only(world).cadence == "Re-engage"
    assert any(text.startswith("0 of 3 done, next Tue 9 Jun") for text in said(world.panel.cadences))
    world.session.undo()
    assert read_enrolments(world.workspace, world.deal_id) == []


def test_a_screen_can_begin_with_the_cadence_that_it_is_about(world: World, theme: Theme, formats: Formats) -> None:
    add_ready_cadences(world.workspace)
    acts = CadenceActs(world.session, theme, formats, world.home)
    popover = acts.start([world.deal_id], QPoint(0, 0), prefer="re_engage")
    assert popover is not None
    assert popover.current is not None
    assert popover.current.name == "Re-engage"


def test_esc_starts_nothing(world: World) -> None:
    add_ready_cadences(world.workspace)
    popover = open_popover(world)
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    assert world.panel.cadences.acts.popover is None
    assert read_enrolments(world.workspace, world.deal_id) == []


def test_without_cadences_the_ready_made_ones_are_one_key_away(world: World) -> None:
    popover = open_popover(world)
    assert popover.cadences.isHidden()
    QTest.keyClick(popover.ready, Qt.Key.Key_Space)
    assert [popover.cadences.item(row).text() for row in range(6)] == [
        "New lead",
        "After a meeting",
        "Proposal follow-up",
        "Re-engage",
        "Check-in after the sale",
        "Ask for a referral",
    ]
    QTest.keyClick(popover.cadences, ENTER)
    assert only(world).cadence == "New lead"


def test_a_second_start_of_the_same_is_refused_with_a_sentence(world: World) -> None:
    start(world)
    popover = open_popover(world)
    QTest.keyClick(popover.cadences, ENTER)
    assert popover.error == "“Clinic refurbishment, phase 2” is in the cadence “Re-engage” already."
    assert len(read_enrolments(world.workspace, world.deal_id)) == 1


def test_a_cadence_that_holidays_swallow_says_so_before_it_is_started(world: World) -> None:
    add_ready_cadence(world.workspace, "re_engage")
    with world.workspace.journal.change("Holidays") as draft:
        for day in range(500):
            away = (date(2026, 6, 9) + timedelta(days=day)).isoformat()
            draft.execute("insert into holiday (day, name) values (?, 'Away')", (away,))
    popover = open_popover(world)
    assert popover.closing.text().startswith("No day of the next year is worked on.")
    QTest.keyClick(popover.cadences, ENTER)
    assert "finds no day to work on within a year" in popover.error


def test_a_long_cadence_counts_what_it_does_not_show(world: World) -> None:
    cadence = add_cadence(world.workspace, "Very long " + "Treppengeländer" * 12)
    for day in range(12):
        add_step(world.workspace, cadence, kind="call", subject=f"Call {day}", after_days=day)
    popover = open_popover(world)
    assert len(popover.touches.texts) == 6
    assert "Call 11" in popover.touches.accessibleName()


def test_the_block_follows_what_is_done(world: World) -> None:
    start(world)
    first = only(world).steps[0].activity_id
    assert first is not None
    finish_activity(world.workspace, first, at=world.clock())
    assert any(text.startswith("1 of 3 done, next Mon 15 Jun: Call with") for text in said(world.panel.cadences))


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("They replied", EndedBy.REPLY),
        ("A meeting is agreed", EndedBy.MEETING),
        ("Not a fit", EndedBy.NOT_A_FIT),
        ("Just stop it", EndedBy.HAND),
    ],
)
def test_stop_asks_why_and_takes_the_rest_away(world: World, words: str, by: EndedBy) -> None:
    start(world)
    choose(press_stop(world.panel.cadences), words)
    assert (only(world).state, only(world).ended_by) == (State.ENDED, by)
    assert world.workspace.value("select count(*) from activity where subject = 'Call with something new'") == 0


def test_what_a_customer_is_called_is_shown_as_it_is(world: World) -> None:
    cadence = add_cadence(world.workspace, "<b>Bold</b> & co")
    add_step(world.workspace, cadence, kind="call", subject="Ask <i>Ines</i> & all", after_days=0)
    popover = open_popover(world)
    assert popover.cadences.item(0).text() == "<b>Bold</b> & co"
    assert popover.touches.texts == ("Tue 9 Jun: Ask <i>Ines</i> & all",)


def test_closing_is_proposed_in_the_panel_and_keep_open_puts_it_off(world: World) -> None:
    start(world)
    proposal = world.panel.proposal
    assert proposal.isHidden()
    world.clock.pass_by(days=22)
    world.panel.read(world.deal_id)
    assert proposal.rows[0].why.text() == "No reply to “Re-engage”, 0 of 3 touches done."
    proposal.rows[0].keep_open.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    choose(menu, "Ask again in two weeks")
    assert proposal.isHidden()
    today = world.session.today()
    assert read_close_proposals(world.workspace, today=today + timedelta(days=13)) == ()
    assert len(read_close_proposals(world.workspace, today=today + timedelta(days=14))) == 1


def test_close_asks_for_the_reason_with_the_proposed_one_taken(world: World, qtbot: QtBot) -> None:
    start(world)
    world.clock.pass_by(days=22)
    world.panel.read(world.deal_id)
    world.panel.proposal.rows[0].close_deal.click()
    dialog = world.panel.findChild(LostDialog)
    assert dialog is not None
    qtbot.waitExposed(dialog)
    assert world.view().status == "open"
    QTest.keyClick(dialog.reasons, ENTER)
    reason = "select r.name from deal d join reason r on r.id = d.reason_id where d.id = ?"
    assert world.workspace.value(reason, (world.deal_id,)) == "No answer"
    assert only(world).ended_by is EndedBy.LOST
    assert world.panel.proposal.isHidden()


def test_the_list_of_proposals_follows_the_file(world: World, theme: Theme, formats: Formats, qtbot: QtBot) -> None:
    start(world)
    world.clock.pass_by(days=30)
    proposals = CloseProposals(world.session, theme, formats)
    qtbot.addWidget(proposals)
    proposals.refresh()
    opened: list[int] = []
    proposals.deal_opened.connect(opened.append)
    proposals.rows[0].title.click()
    assert opened == [world.deal_id]
    assert proposals.rows[0].close_deal.accessibleName() == "Close Clinic refurbishment, phase 2 as lost"
    proposals.refresh(frozenset((99,)))
    assert proposals.isHidden()
    proposals.refresh()
    assert not proposals.isHidden()
    proposals.acts.stop(only(world).enrolment_id)
    assert proposals.isHidden()


def test_a_file_for_reading_starts_and_stops_nothing(
    world: World, theme: Theme, formats: Formats, qtbot: QtBot
) -> None:
    start(world)
    path, deal = world.workspace.path, world.deal_id
    world.window.hide()
    world.workspace.close()
    workspace = open_workspace(path, read_only=True, clock=world.clock, who="Amara")
    home = QWidget()
    qtbot.addWidget(home)
    panel = DealPanel(Session(workspace), theme, formats, lambda _deal: None, home)
    home.resize(1200, 800)
    home.show()
    panel.show_deal(deal)
    assert panel.cadences.add_button is not None
    assert not panel.cadences.add_button.isEnabled()
    stop = next(button for button in panel.cadences.findChildren(ActionButton) if button.text() == "Stop")
    assert not stop.isEnabled()
    heard: list[str] = []
    acts = CadenceActs(Session(workspace), theme, formats, home)
    acts.said.connect(lambda text, _detail, _undo: heard.append(text))
    assert acts.start([deal], QPoint(0, 0)) is None
    assert heard == ["The file is open for reading only."]
    workspace.close()


def test_several_deals_are_named_by_their_number_and_told_what_was_left(
    world: World, theme: Theme, formats: Formats
) -> None:
    start(world)
    other = int(world.workspace.value("select max(id) from deal") or 0)
    with world.workspace.journal.change("Another") as draft:
        draft.execute(
            "insert into deal (pipeline_id, stage_id, status, title, currency, created_at, rank)"
            " select pipeline_id, stage_id, status, 'Bench', currency, created_at, rank + 1 from deal where id = ?",
            (other,),
        )
    heard: list[tuple[str, str, bool]] = []
    acts = CadenceActs(world.session, theme, formats, world.home)
    acts.said.connect(lambda *words: heard.append(words))
    popover = acts.start([world.deal_id, other + 1], QPoint(0, 0))
    assert popover is not None
    assert popover.detail.text() == "2 deals"
    QTest.keyClick(popover.cadences, ENTER)
    assert heard == [("Started “Re-engage” for “Bench”", "1 in it already", True)]
    assert len(read_cadences(world.workspace)) == 1
