from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.actions.criteria import add_criterion
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.offers import accept_offer, decline_offer, edit_offer, make_offer
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.offers import OfferState
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.ui.acts.gate_dialog import GateDialog
from desktop_pipeline.ui.deal.offers_block import OfferLine
from desktop_pipeline.ui.deal.panel import DealPanel
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.timeline_words import word_entry
from desktop_pipeline.ui.widgets.words import Words
from tests.ui.deal.conftest import World
from tests.ui.offers.conftest import Counter
from tests.workspaces import read_content

# Popups and menus are windows of their own, which the offscreen plugin can neither raise nor give the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
ENTER, DELETE = Qt.Key.Key_Return, Qt.Key.Key_Delete


def said(block: QWidget) -> list[str]:
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, 52)  # what was taken out of the rows goes
    return [label.text() for label in block.findChildren(Words) if label.isVisible()]


def open_menu(counter: Counter, offer: int) -> QMenu:
    line = counter.line(offer)
    at = line.rect().center()
    QApplication.sendEvent(line, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, line.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def entries(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def choose(counter: Counter, offer: int, words: str) -> None:
    menu = open_menu(counter, offer)
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


def asked_reports(panel: DealPanel) -> list[ReportAsked]:
    asked: list[ReportAsked] = []
    panel.report_asked.connect(asked.append)
    return asked


def test_a_deal_without_offers_says_so(world: World) -> None:
    assert "No offers yet." in said(world.panel.offers)


def test_an_offer_is_made_of_the_products_and_its_draft_opened(counter: Counter) -> None:
    world, block = counter.world, counter.block
    before = read_content(world.workspace)
    assert block.add_button is not None
    block.add_button.click()
    dialog = block.acts.dialog
    assert dialog is not None
    assert dialog.windowTitle() == "Offer O-2026-001"
    dialog.leave.click()
    assert block.add_button.hasFocus()
    assert {"€41,745", "Draft of Tue 9 Jun, valid until Thu 9 Jul"} <= set(said(block))
    world.session.undo()
    assert read_content(world.workspace) == before
    assert "No offers yet." in said(block)


def test_without_products_it_says_what_is_missing(world: World) -> None:
    bare = create_deal(world.workspace, title="Bare", stage_id=world.stages["Lead In"], at=world.clock())
    world.panel.show_deal(bare)
    button = world.panel.offers.add_button
    assert button is not None
    button.click()
    assert world.panel.error == "“Bare” has no products yet. Add what you offer to the deal first."
    assert world.panel.offers.acts.dialog is None


def test_every_state_is_told_in_words_with_its_day(counter: Counter) -> None:
    world, today = counter.world, counter.world.session.today()
    declined, accepted, expired, ends_today = (counter.send(days) for days in (60, 50, 40, 30))
    decline_offer(world.workspace, declined, on=today - timedelta(days=50), note="Too dear\nfor this year")
    accept_offer(world.workspace, accepted, on=today)
    endless = counter.make()
    edit_offer(world.workspace, endless, valid_until=None)
    words = [text for text in said(counter.block) if " " in text]
    assert words == [
        "Draft of Tue 9 Jun",
        "Sent Sun 10 May, valid until today",
        "Expired 10 d ago, sent Thu 30 Apr",
        "Accepted Tue 9 Jun",
        "Declined Mon 20 Apr: Too dear for this year",
    ]
    name = counter.line(expired).accessibleName()
    assert name == "Offer: O-2026-003, Expired 10 d ago, sent Thu 30 Apr, €41,745"
    assert counter.line(ends_today).row.number == "O-2026-004"


def test_what_can_be_done_follows_from_the_state(counter: Counter) -> None:
    world, show = counter.world, "Preview and print…"
    draft, sent, answered = counter.make(), counter.send(), counter.send()
    accept_offer(world.workspace, answered, on=world.session.today())
    wanted = {
        draft: ["Edit…", show, "Mark as sent", "Sent on another day…", "Delete the draft"],
        sent: [show, "Accepted…", "Declined…"],
        answered: [show, "Take the answer back"],
    }
    for offer, expected in wanted.items():
        menu = open_menu(counter, offer)
        assert entries(menu) == expected
        menu.close()


def test_enter_opens_a_draft_and_shows_what_was_sent(counter: Counter) -> None:
    draft, sent = counter.make(), counter.send()
    asked = asked_reports(counter.world.panel)
    QTest.keyClick(counter.line(draft), ENTER)
    dialog = counter.block.acts.dialog
    assert dialog is not None
    dialog.reject()
    assert counter.has_keys(draft)
    QTest.keyClick(counter.line(sent), ENTER)
    QTest.keyClick(counter.line(draft), Qt.Key.Key_P)
    assert asked == [ReportAsked(ReportKind.OFFER, ids=(offer,)) for offer in (sent, draft)]


def test_keys_send_and_delete_a_draft_and_leave_alone_what_was_sent(counter: Counter) -> None:
    world = counter.world
    first, second = counter.make(), counter.make()
    QTest.keyClick(counter.line(first), Qt.Key.Key_S)
    assert counter.state(first) == "sent"
    counter.line(second).setFocus()
    QTest.keyClick(counter.line(second), DELETE)
    assert counter.block.named(f"offer:{second}") is None
    # The row is gone: the keys are at its neighbour.
    assert counter.has_keys(first)
    content = read_content(world.workspace)
    for key in (Qt.Key.Key_S, DELETE):
        QTest.keyClick(counter.line(first), key)
    assert read_content(world.workspace) == content
    world.session.undo()
    world.session.undo()
    assert counter.state(first) == "draft"


def test_it_can_have_been_sent_on_another_day(counter: Counter) -> None:
    offer = counter.make(days_ago=3)
    popup = counter.block.acts.ask_sent_on(counter.line(offer).row, counter.line(offer))
    popup.taken.emit(date(2026, 6, 1))
    assert "is dated 2026-06-06; choose that day or a later one." in counter.world.panel.error
    popup.close()
    choose(counter, offer, "Sent on another day…")
    popups = [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, DayPopup) and widget.isVisible()
    ]
    popups[-1].taken.emit(date(2026, 6, 8))
    popups[-1].close()
    assert counter.line(offer).row.sent_on == date(2026, 6, 8)


def test_an_accepted_offer_wins_its_deal(counter: Counter) -> None:
    world = counter.world
    offer = counter.send()
    choose(counter, offer, "Accepted…")
    popover = counter.block.acts.popover
    assert popover is not None
    QTest.keyClick(popover.note, ENTER)
    assert counter.state(offer) == "accepted"
    assert world.view().status is DealStatus.WON
    assert counter.has_keys(offer)
    world.session.undo()
    assert (counter.state(offer), world.view().status) == ("accepted", DealStatus.OPEN)
    world.session.undo()
    assert counter.state(offer) == "sent"


def test_winning_by_an_offer_passes_the_same_gate(counter: Counter) -> None:
    world = counter.world
    add_criterion(world.workspace, world.stages["Meeting"], kind="tick", text="Terms signed", is_required=True)
    offer = counter.send()
    choose(counter, offer, "Accepted…")
    popover = counter.block.acts.popover
    assert popover is not None
    popover.submit()
    assert (counter.state(offer), world.view().status) == ("accepted", DealStatus.OPEN)
    (gate,) = world.panel.findChildren(GateDialog)
    gate.why.setText("Signed on paper")
    gate.pass_anyway.click()
    assert world.view().status is DealStatus.WON


def test_a_deal_that_is_closed_is_not_asked_about(counter: Counter) -> None:
    world = counter.world
    offer = counter.send()
    world.panel.acts.win([world.deal_id])
    choose(counter, offer, "Accepted…")
    popover = counter.block.acts.popover
    assert popover is not None
    assert popover.wins.isHidden()
    popover.submit()
    assert counter.state(offer) == "accepted"


def test_an_answer_is_taken_back(counter: Counter) -> None:
    offer = counter.send()
    decline_offer(counter.world.workspace, offer, on=counter.world.session.today(), note="No budget")
    choose(counter, offer, "Take the answer back")
    assert counter.state(offer) == "sent"
    assert counter.line(offer).row.note == ""


def test_the_timeline_tells_what_became_of_an_offer(counter: Counter) -> None:
    world = counter.world
    offer, gone = counter.send(), counter.make()
    QTest.keyClick(counter.line(gone), DELETE)
    decline_offer(world.workspace, offer, on=world.session.today())
    choose(counter, offer, "Take the answer back")
    accept_offer(world.workspace, offer, on=world.session.today())
    zone, today = world.workspace.zone, world.session.today()
    formats = Formats(zone=zone)
    lines = [word_entry(entry, formats, zone, today) for entry in world.view().timeline if entry.field == "offer"]
    assert [line.headline for line in lines] == [
        "Offer O-2026-001 accepted",
        "Answer to offer O-2026-001 taken back",
        "Offer O-2026-001 declined",
        "Offer O-2026-002 deleted",
        "Offer O-2026-002 made",
        "Offer O-2026-001 sent",
        "Offer O-2026-001 made",
    ]
    assert {line.icon for line in lines} == {"file-text"}


def test_a_file_that_is_read_only_shows_offers_and_changes_none(
    counter: Counter, theme: Theme, formats: Formats, qtbot: QtBot
) -> None:
    world = counter.world
    draft, sent = counter.make(), counter.send()
    path = world.workspace.path
    world.panel.close_panel()
    with open_workspace(path, read_only=True, clock=world.clock) as reading:
        window = QWidget()
        qtbot.addWidget(window)
        window.resize(1440, 900)
        panel = DealPanel(Session(reading), theme, formats, lambda _deal: None, window)
        window.show()
        panel.show_deal(world.deal_id)
        counter.world = World(panel, window, window, Session(reading), world.clock, world.deal_id, world.stages)
        asked = asked_reports(panel)
        assert panel.offers.add_button is not None
        assert not panel.offers.add_button.isEnabled()
        for offer in (draft, sent):
            menu = open_menu(counter, offer)
            assert entries(menu) == ["Preview and print…"]
            menu.close()
            for key in (ENTER, Qt.Key.Key_S, DELETE):
                QTest.keyClick(counter.line(offer), key)
                assert panel.error == ""
        assert [each.ids for each in asked] == [(draft,), (sent,)]
        window.close()


def test_the_offers_stand_with_the_products_where_the_room_is_short(world: World, qtbot: QtBot) -> None:
    make_offer(world.workspace, world.deal_id, on=world.session.today())
    world.window.resize(1024, 640)
    world.home.setGeometry(48, 26, 976, 590)
    qtbot.waitUntil(lambda: not world.panel.is_wide())
    world.panel.show_columns()
    assert not world.panel.offers.isVisible()
    world.panel.columns.tabs.choose(2)
    assert world.panel.offers.isVisible()


def test_the_menu_of_a_deal_makes_an_offer_too(world: World, qtbot: QtBot) -> None:
    world.window.resize(1024, 640)
    world.home.setGeometry(48, 26, 976, 590)
    qtbot.waitUntil(lambda: not world.panel.is_wide())
    menu = world.panel.header.open_menu()
    next(action for action in menu.actions() if action.text() == "Make an offer").trigger()
    menu.close()
    dialog = world.panel.offers.acts.dialog
    assert dialog is not None
    dialog.reject()
    assert world.panel.offers.isVisible()
    assert "O-2026-001" in [line.row.number for line in world.panel.offers.findChildren(OfferLine)]


def test_refused_by_a_state_that_changed_meanwhile(counter: Counter) -> None:
    offer = counter.make()
    line = counter.line(offer)
    row = line.row
    QTest.keyClick(line, Qt.Key.Key_S)
    assert row.state is OfferState.DRAFT
    counter.block.send(row, counter.line(offer))
    assert "was sent, so it stays as it is" in counter.world.panel.error
