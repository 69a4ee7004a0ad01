from pathlib import Path

import pytest
import vobject
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.activities import edit_activity, plan_activity
from desktop_pipeline.actions.calendars import choose_calendar_folder, read_calendar_folder
from desktop_pipeline.ui.care.calendar_keeper import CalendarKeeper
from desktop_pipeline.ui.care.calendars_section import CalendarsSection
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.workspaces import Desk

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def planned(desk: Desk) -> int:
    ann = desk.id_of("owner", "Ann")
    return plan_activity(
        desk.workspace, kind="call", subject="Call back", at=desk.now, due_on=desk.now.date(), owner_id=ann
    )


@pytest.fixture
def section(
    planned: int, session: Session, tasks: Tasks, theme: Theme, settings: Path, qtbot: QtBot
) -> CalendarsSection:
    assert planned
    section = CalendarsSection(session, tasks, theme, settings=settings)
    qtbot.addWidget(section)
    section.resize(800, 600)
    section.show()
    qtbot.waitExposed(section)
    return section


def read_subjects(path: Path) -> list[str]:
    return [
        event.summary.value for event in vobject.readOne(path.read_text(encoding="utf-8")).contents.get("vevent", [])
    ]


def test_a_calendar_is_saved_for_whom_it_is_chosen(section: CalendarsSection, tmp_path: Path, qtbot: QtBot) -> None:
    assert [section.whose.itemText(row) for row in range(section.whose.count())] == ["Everybody", "Ann"]
    section.whose.setCurrentIndex(1)
    QTest.mouseClick(section.save_button, LEFT)
    assert section.chooser is not None
    assert section.chooser.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    section.chooser.fileSelected.emit(str(tmp_path / "ann.ics"))
    section.chooser.close()
    qtbot.waitUntil(lambda: "ann.ics" in section.said.text())
    assert read_subjects(tmp_path / "ann.ics") == ["Call back"]


def test_a_folder_is_chosen_and_given_up(
    section: CalendarsSection, session: Session, settings: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    QTest.mouseClick(section.choose_button, LEFT)
    assert section.chooser is not None
    with qtbot.waitSignal(section.folder_chosen):
        section.chooser.fileSelected.emit(str(tmp_path))
    section.chooser.close()
    assert read_calendar_folder(settings, session.path) == tmp_path
    assert section.forget_button.isVisible()
    QTest.mouseClick(section.forget_button, LEFT)
    assert read_calendar_folder(settings, session.path) is None
    assert section.place.text() == "no folder"


def test_a_place_that_cannot_be_written_is_said(section: CalendarsSection, tmp_path: Path, qtbot: QtBot) -> None:
    section.save(str(section.whose.itemData(0)), tmp_path / "gone" / "a.ics")
    qtbot.waitUntil(lambda: section.said.text().startswith("“a.ics” cannot be written"))


def test_the_folder_follows_every_change(
    planned: int, session: Session, tasks: Tasks, settings: Path, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    choose_calendar_folder(settings, session.path, folder)
    keeper = CalendarKeeper(session, tasks, settings)
    with qtbot.waitSignal(keeper.kept):
        keeper.keep()
    everybody = folder / f"{session.path.stem}, Everybody.ics"
    assert read_subjects(everybody) == ["Call back"]
    with qtbot.waitSignal(keeper.kept):
        edit_activity(desk.workspace, planned, subject="Call again")
    assert read_subjects(everybody) == ["Call again"]
    keeper.stop()


def test_a_folder_that_went_away_is_said_once(
    planned: int, session: Session, tasks: Tasks, settings: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    assert planned
    choose_calendar_folder(settings, session.path, tmp_path / "stick")
    keeper = CalendarKeeper(session, tasks, settings)
    with qtbot.waitSignal(keeper.failed) as said:
        keeper.keep()
    assert said.args == ["The folder “stick” is not there. Choose another one for calendars in the settings."]
    with qtbot.assertNotEmitted(keeper.failed, wait=300):
        keeper.keep()
    (tmp_path / "stick").mkdir()
    with qtbot.waitSignal(keeper.kept):
        keeper.keep()
    keeper.stop()
