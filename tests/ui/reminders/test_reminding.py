"""Reminders in a real window: the strip, what it leads to, the tray, and going on when the window is closed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.app import make_window
from desktop_pipeline.queries.activities import read_activity
from desktop_pipeline.ui.activities.activities_page import ActivitiesPage
from desktop_pipeline.ui.main_window import MainWindow
from desktop_pipeline.ui.preferences import PreferenceFile, Preferences
from desktop_pipeline.ui.reminders.reminder_file import ReminderChoices, ReminderFile
from desktop_pipeline.ui.reminders.reminder_strip import ReminderStrip
from desktop_pipeline.ui.reminders.reminders_section import RemindersSection
from desktop_pipeline.ui.reminders.tray import Tray
from desktop_pipeline.ui.widgets.activity_finisher import ActivityFinisher
from desktop_pipeline.ui.workspace_page import WorkspacePage
from tests.workspaces import make_desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class ShownTray(Tray):
    """A tray on a desktop that has a place for it."""

    @property
    def is_there(self) -> bool:
        return True


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    desk = make_desk(tmp_path)
    desk.clock.now = datetime.now(UTC)
    deal = desk.deal("Oak table")
    now = desk.now
    for subject, deal_id in (("Ask for the size", deal), ("Order oak", None)):
        plan_activity(
            desk.workspace,
            kind="call",
            subject=subject,
            at=now,
            deal_id=deal_id,
            due_at=now + timedelta(minutes=5),
            remind_before=5,
        )
    desk.workspace.close()
    preferences = PreferenceFile(tmp_path / "home")
    preferences.keep(Preferences(theme="light", user_name="Ann"))
    made = make_window(qapp, preferences)
    made.open_file(tmp_path / "deals.pipeline")
    made.show()
    yield made
    QApplication.setQuitOnLastWindowClosed(True)
    made.reminding.quit()
    made.deleteLater()


def page_of(window: MainWindow) -> WorkspacePage:
    assert window.page is not None
    return window.page


def strip_of(window: MainWindow) -> ReminderStrip:
    window.reminding.begin()
    assert window.reminding.strip is not None
    return window.reminding.strip


def activities_of(window: MainWindow) -> ActivitiesPage:
    assert page_of(window).current == "activities"
    page = page_of(window).screens.screen("activities").widget
    assert isinstance(page, ActivitiesPage)
    return page


def finish_one(window: MainWindow) -> None:
    assert window.session is not None
    finish_activity(window.session.workspace, 2, at=window.session.now())


def test_it_begins_by_itself_a_moment_after_the_window(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.reminding.strip is not None and window.reminding.strip.isVisible())


def test_several_are_told_together_and_show_all_leads_to_today(window: MainWindow) -> None:
    strip = strip_of(window)
    assert strip.title.text() == "2 reminders"
    assert strip.detail.text() == "Ask for the size, Order oak"
    assert not strip.finish_button.isVisible()
    strip.open_button.click()
    assert activities_of(window).isVisible()
    assert not strip.isVisible()


def test_one_says_what_and_when_and_leads_to_the_activity(window: MainWindow) -> None:
    strip = strip_of(window)
    finish_one(window)
    assert strip.title.text() == "Ask for the size"
    assert strip.detail.text().startswith("Call, Oak table, ")
    assert strip.accessibleName().startswith("Reminder: Ask for the size. Call, Oak table")
    strip.open_button.click()
    current = activities_of(window).list.current()
    assert current is not None
    assert current.subject == "Ask for the size"


def test_done_on_the_strip_asks_how_it_went(window: MainWindow) -> None:
    strip = strip_of(window)
    finish_one(window)
    strip.finish_button.click()
    finisher = activities_of(window).acts.popover
    assert isinstance(finisher, ActivityFinisher)
    QTest.keyClick(finisher.results, Qt.Key.Key_Return)
    assert window.session is not None
    done = read_activity(window.session.workspace, 1)
    assert done is not None
    assert done.done_at is not None
    assert not strip.isVisible()
    popover = activities_of(window).acts.popover
    if popover is not None:
        popover.close()


def test_f8_gives_the_strip_the_keys_and_escape_puts_it_away(window: MainWindow, qtbot: QtBot) -> None:
    strip = strip_of(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert strip.open_button.hasFocus()
    QTest.keyClick(strip.open_button, Qt.Key.Key_Escape)
    assert not strip.isVisible()
    window.reminding.focus_strip()
    assert page_of(window).toast.text == "There is no reminder now."


def test_later_offers_three_lengths_and_is_kept(window: MainWindow, tmp_path: Path) -> None:
    strip = strip_of(window)
    menu = strip.ask_how_long()
    assert [action.text() for action in menu.actions()] == ["In 10 minutes", "In 1 hour", "Tomorrow, 9:00"]
    menu.actions()[1].trigger()
    menu.close()
    assert not strip.isVisible()
    told = ReminderFile(tmp_path / "home").told(tmp_path / "deals.pipeline")
    assert set(told.snoozed) == {1, 2}


def test_the_menu_of_the_tray_does_what_the_strip_does(window: MainWindow) -> None:
    strip_of(window)
    tray = window.reminding.tray
    assert tray is not None
    assert [action.text() for action in tray.menu.actions() if action.text()] == [
        f"Open {QApplication.applicationDisplayName()}",
        "Today’s activities",
        "Remind later",
        "Quit",
    ]
    assert tray.later.isEnabled()
    tray.later.actions()[0].trigger()
    assert not tray.later.isEnabled()
    tray.menu.actions()[1].trigger()
    assert activities_of(window).isVisible()


def test_a_click_on_the_notification_brings_the_window_and_the_activity(window: MainWindow) -> None:
    strip_of(window)
    finish_one(window)
    window.hide()
    tray = window.reminding.tray
    assert tray is not None
    tray.icon.messageClicked.emit()
    assert window.isVisible()
    current = activities_of(window).list.current()
    assert current is not None
    assert current.subject == "Ask for the size"


def test_closing_ends_the_program_unless_the_user_wants_it_to_stay_in_the_tray(window: MainWindow) -> None:
    strip_of(window)
    assert not window.reminding.stays()
    choices = ReminderChoices(stays_in_tray=True)
    window.reminding.file.keep_choices(choices)
    # A desktop without a tray would hide the window for good.
    assert not window.reminding.stays()
    window.reminding.tray = ShownTray(QIcon(), "Desktop Pipeline", window)
    window.reminding.tray.window_wanted.connect(window.reminding.show_window)
    window.close()
    assert not window.isVisible()
    assert window.session is not None
    assert not QApplication.quitOnLastWindowClosed()
    window.reminding.tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert window.isVisible()
    assert QApplication.quitOnLastWindowClosed()
    window.reminding.quit()
    assert window.session is None
    assert not window.isVisible()


def test_a_file_that_is_open_to_read_only_reminds_of_nothing(window: MainWindow, tmp_path: Path) -> None:
    window.close_file()
    window.open_file(tmp_path / "deals.pipeline", read_only=True)
    QTest.qWait(1_400)
    assert window.reminding.strip is None


def test_the_choices_are_kept_and_followed_at_once(window: MainWindow, tmp_path: Path) -> None:
    strip_of(window)
    section = window.reminding.make_section()
    assert isinstance(section, RemindersSection)
    section.usual.setCurrentIndex(section.usual.findData("30"))
    section.usual.activated.emit(section.usual.currentIndex())
    assert window.session is not None
    assert window.session.usual_reminder == 30
    assert ReminderFile(tmp_path / "home").choices == ReminderChoices(usual_minutes=30)
    section.usual.setCurrentIndex(section.usual.findData("never"))
    section.usual.activated.emit(section.usual.currentIndex())
    assert window.session.usual_reminder is None
    section.deleteLater()


def test_the_settings_have_a_section_about_reminders(window: MainWindow) -> None:
    page_of(window).go_to("settings")
    settings = page_of(window).screens.screen("settings").widget
    assert "Reminders" in [settings.list.item(row).text() for row in range(settings.list.count())]  # type: ignore[attr-defined]


def test_nothing_is_said_after_the_file_is_closed(window: MainWindow) -> None:
    strip_of(window)
    window.close_file()
    assert window.reminding.keeper is None
