"""E-mails from the whole window: whom each screen names, what is dropped on deals, and what is asked at the start."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.mail import keep_drafts, prepare_mails
from desktop_pipeline.app import make_window
from desktop_pipeline.domain.messages import State
from desktop_pipeline.ui.activities.activities_page import ActivitiesPage
from desktop_pipeline.ui.contacts.contacts_page import ContactsPage
from desktop_pipeline.ui.deals.deals_page import DealsPage
from desktop_pipeline.ui.mail.outbox_dialog import OutboxDialog
from desktop_pipeline.ui.mail.write_dialog import WriteDialog
from desktop_pipeline.ui.main_window import MainWindow
from desktop_pipeline.ui.preferences import PreferenceFile, Preferences
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.workspace_page import WorkspacePage
from tests.mail_people import NAMES, add_template, add_three, read_messages
from tests.workspaces import Desk, make_desk

# Windows and menus without a window system
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
REPLY = """\
From: Jonas Weiss <jonas@weiss.example>
To: anna@workshop.example
Subject: Re: News
Date: Mon, 05 Jan 2026 08:00:00 +0000
Message-ID: <answer-1@weiss.example>

Yes, call me tomorrow.
"""


def prepare(tmp_path: Path) -> Path:
    desk = make_desk(tmp_path)
    add_three(desk)
    desk.workspace.close()
    return desk.path


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    yield from open_window(qapp, prepare(tmp_path), tmp_path, qtbot)


def open_window(qapp: QApplication, path: Path, folder: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    preferences = PreferenceFile(folder / "home")
    preferences.keep(Preferences(theme="light", user_name="Ann"))
    made = make_window(qapp, preferences)
    made.resize(1440, 900)
    assert made.open_file(path)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: made.tasks.is_idle)
    yield made
    page = made.page
    if page is not None and page.mail.acts.shown is not None:
        page.mail.acts.shown.done(0)
    made.close()
    made.deleteLater()
    QApplication.processEvents()


def page_of(window: MainWindow) -> WorkspacePage:
    assert window.page is not None
    return window.page


def press_write(window: MainWindow, qtbot: QtBot) -> list[str]:
    """Ctrl+Shift+M where the keys are; the names of those who are written to, and the window closed again."""
    focus = QApplication.focusWidget() or window
    QTest.keyClick(focus, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = page_of(window).mail.acts.shown
    assert isinstance(dialog, WriteDialog)
    names = [mail.name for mail in dialog.writing.mails]
    dialog.done(0)
    qtbot.waitUntil(window.isActiveWindow)
    return names


def test_the_board_writes_to_the_people_of_the_deals_that_are_selected(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    column = page.board.canvas.columns[0]
    page.board.focus_row(column, 0)
    # The newest deal stands on top.
    assert press_write(window, qtbot) == [NAMES[2]]
    QTest.keyClick(column.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert sorted(press_write(window, qtbot)) == sorted(NAMES)


def test_a_segment_is_written_to_as_it_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    page.board.toolbar.field.setText("Deal of M")
    qtbot.waitUntil(lambda: page.board.canvas.columns[0].list.cards.rowCount() == 1)
    page.mail.write_shown()
    dialog = page.mail.acts.shown
    assert isinstance(dialog, WriteDialog)
    assert [mail.name for mail in dialog.writing.mails] == [NAMES[1]]


def test_deals_contacts_and_activities_name_those_who_are_written_to(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    workspace = page._session.workspace
    page.go_to("deals")
    deals = page.screens.screen("deals").widget
    assert isinstance(deals, DealsPage)
    qtbot.waitUntil(lambda: deals.model.rowCount() > 0)
    deals.view.selectAll()
    assert sorted(press_write(window, qtbot)) == sorted(NAMES)
    page.go_to("contacts")
    contacts = page.screens.screen("contacts").widget
    assert isinstance(contacts, ContactsPage)
    contacts.open_person(int(workspace.value("select id from person where name = ?", (NAMES[1],))))
    assert press_write(window, qtbot) == [NAMES[1]]
    deal = int(workspace.value("select id from deal where title = ?", (f"Deal of {NAMES[0]}",)))
    plan_activity(workspace, kind="email", subject="Write", at=workspace.now(), deal_id=deal, due_on=workspace.today())
    page.go_to("activities")
    activities = page.screens.screen("activities").widget
    assert isinstance(activities, ActivitiesPage)
    assert press_write(window, qtbot) == [NAMES[0]]


def test_the_panel_writes_to_the_person_of_its_deal(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    deal = int(page._session.workspace.value("select max(id) from deal"))
    page.open_deal(deal)
    page.panel.header.write.click()
    dialog = page.mail.acts.shown
    assert isinstance(dialog, WriteDialog)
    assert dialog.mail is not None
    assert (dialog.mail.deal_id, dialog.mail.name) == (deal, NAMES[2])


def drop(target: QWidget, path: Path, place: QPoint) -> bool:
    """As the window system does: whoever takes what enters gets the drop; whether it was taken."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    action, button, modifier = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(place, action, mime, button, modifier))
    event = QDropEvent(QPointF(place), action, mime, button, modifier)
    event.ignore()
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def test_an_e_mail_dropped_on_a_card_and_on_the_panel_is_in_the_timeline_once(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = page_of(window)
    workspace = page._session.workspace
    deal = int(workspace.value("select id from deal where title = ?", (f"Deal of {NAMES[0]}",)))
    path = tmp_path / "Re News.eml"
    path.write_text(REPLY)
    column = page.board.canvas.columns[0]
    row = column.list.cards.row_of(deal)
    assert row is not None
    rect = column.list.visualRect(column.list.cards.index(row))
    middle = column.list.viewport().mapTo(column, rect.center())
    assert not drop(column, path, QPoint(5, 5))
    assert drop(column, path, middle)
    qtbot.waitUntil(lambda: bool(read_messages(workspace, deal)), timeout=20_000)
    page.open_deal(deal)
    (line,) = [line for line in page.panel.story.timeline.lines if line.icon == "reply"]
    assert line.headline == f"Reply from {NAMES[0]}"
    assert line.detail == "Re: News\nYes, call me tomorrow."
    assert drop(page.panel, path, QPoint(50, 50))
    qtbot.waitUntil(lambda: "already" in page.toast.text, timeout=20_000)
    assert len(read_messages(workspace, deal)) == 1
    page.undo()
    assert not [line for line in page.panel.story.timeline.lines if line.icon == "reply"]


def test_a_file_that_is_no_e_mail_is_refused_with_a_sentence(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    page = page_of(window)
    path = tmp_path / "broken.eml"
    path.write_bytes(b"")
    deal = int(page._session.workspace.value("select max(id) from deal"))
    page.mail.take_in(deal, [path])
    qtbot.waitUntil(lambda: "broken.eml" in page.toast.text, timeout=20_000)
    assert not read_messages(page._session.workspace, deal)


def test_what_was_on_its_way_when_the_program_ended_is_asked_about_at_the_next_start(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = make_desk(tmp_path)
    break_off(desk)
    desk.workspace.close()
    for window in open_window(qapp, desk.path, tmp_path, qtbot):
        page = page_of(window)
        qtbot.waitUntil(lambda page=page: isinstance(page.mail.acts.shown, OutboxDialog), timeout=10_000)  # type: ignore[misc]
        outbox = page.mail.acts.shown
        assert isinstance(outbox, OutboxDialog)
        assert outbox.row is not None
        assert outbox.row.state is State.UNCERTAIN
        QTest.mouseClick(outbox.was_not_sent, Qt.MouseButton.LeftButton)
        assert outbox.row is not None
        assert (outbox.row.state, outbox.send.isVisible()) == (State.REFUSED, True)
        # Not again when the window comes back: what is on its way then is our own.
        with page._session.workspace.journal.change("On its way", sealed=True) as draft:
            draft.execute("update message set state = 'sending'")
        page.mail.ask_at_start()
        assert page._session.workspace.value("select state from message") == "sending"


def break_off(desk: Desk) -> None:
    """As a crash leaves it: committed as on its way, and no answer of the server."""
    (mail, *_) = prepare_mails(desk.workspace, add_template(desk), add_three(desk))
    (row,) = keep_drafts(desk.workspace, [mail], batch="one")
    with desk.journal.change("Send an e-mail", sealed=True) as draft:
        draft.execute("update message set state = 'sending' where id = ?", (row,))


def test_a_step_that_is_an_e_mail_is_written_from_its_box_and_done_by_that(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    workspace = page._session.workspace
    deal = int(workspace.value("select max(id) from deal"))
    plan_activity(workspace, kind="email", subject="Send the drawing", at=workspace.now(), deal_id=deal)
    page.open_deal(deal)
    (box,) = page.panel.story.next_step.boxes
    assert box.write.isVisibleTo(page.panel)
    box.write.click()
    dialog = page.mail.acts.shown
    assert isinstance(dialog, WriteDialog)
    assert dialog.mail is not None
    assert dialog.mail.activity_id == box.activity_id
    assert dialog.mail.name == NAMES[2]


def test_the_menu_of_a_planned_e_mail_and_the_window_of_a_deal_lead_to_writing(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = page_of(window)
    workspace = page._session.workspace
    deal = int(workspace.value("select max(id) from deal"))
    plan_activity(
        workspace, kind="email", subject="Send it", at=workspace.now(), deal_id=deal, due_on=workspace.today()
    )
    page.go_to("activities")
    activities = page.screens.screen("activities").widget
    assert isinstance(activities, ActivitiesPage)
    activities.focus_page()
    menu = activities.menu_at(QPoint(200, 200))
    (entry,) = [action for action in menu.actions() if action.text().startswith("Write the e-mail…")]
    entry.trigger()
    dialog = page.mail.acts.shown
    assert isinstance(dialog, WriteDialog)
    assert dialog.mail is not None
    assert dialog.mail.name == NAMES[2]
    menu.close()
    dialog.done(0)
    page.open_window(deal)
    (beside,) = page._deals._windows.windows.values()  # type: ignore[union-attr] # made when it is opened
    beside.activateWindow()
    qtbot.waitUntil(beside.isActiveWindow)
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(beside.focusWidget() or beside, Qt.Key.Key_M, held)
    dialog = page.mail.acts.shown
    assert isinstance(dialog, WriteDialog)
    assert dialog.parentWidget() is beside
    dialog.done(0)
    page.close_windows()


def test_a_deal_beside_the_board_has_the_keys_again_after_its_people_were_written_to(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = page_of(window)
    deal = int(page._session.workspace.value("select id from deal where title = ?", (f"Deal of {NAMES[2]}",)))
    page.open_deal(deal)
    more = page.panel.people.findChildren(IconButton)[-1]
    more.setFocus()
    page.mail.write_about(deal)
    assert isinstance(page.mail.acts.shown, WriteDialog)
    page.mail.acts.shown.done(0)
    qtbot.waitUntil(window.isActiveWindow)
    assert window.focusWidget() is more
