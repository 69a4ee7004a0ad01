from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.backups import BackupChoices, backup_folder, keep_choices, read_choices
from desktop_pipeline.storage.backup import Reason, list_backups, make_backup
from desktop_pipeline.ui.care.backup_keeper import BackupKeeper
from desktop_pipeline.ui.care.backups_section import BackupsSection
from desktop_pipeline.ui.care.read_only_banner import BackupBanner, LockedBanner, NetworkBanner, UnwritableBanner
from desktop_pipeline.ui.care.restore_dialog import RestoreDialog, RestoreMeans
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.workspaces import Desk, open_desk

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def section(
    session: Session, tasks: Tasks, theme: Theme, formats: Formats, settings: Path, desk: Desk, qtbot: QtBot
) -> BackupsSection:
    desk.deal("Oak table")
    section = BackupsSection(session, tasks, theme, formats, settings=settings)
    QAbstractItemModelTester(section.model, QAbstractItemModelTester.FailureReportingMode.Warning, section)
    qtbot.addWidget(section)
    section.resize(800, 600)
    section.show()
    qtbot.waitExposed(section)
    return section


def test_a_backup_by_hand_stands_in_the_list(section: BackupsSection, qtbot: QtBot) -> None:
    QTest.mouseClick(section.make_button, LEFT)
    qtbot.waitUntil(lambda: section.said.text() == "Backed up and read back.")
    row = [section.model.index(0, column).data() for column in range(4)]
    assert row == ["Today 09:00", "By hand", "1", "€1,200"]
    QTest.mouseClick(section.make_button, LEFT)
    qtbot.waitUntil(lambda: section.said.text() == "The newest backup holds all of it already.")
    assert section.model.rowCount() == 1


def test_a_failure_is_said(section: BackupsSection, desk: Desk, qtbot: QtBot) -> None:
    backup_folder(desk.path).write_text("in the way")
    section.back_up_now()
    qtbot.waitUntil(lambda: section.said.text().startswith("No backup of"))
    assert section.make_button.isEnabled()


def test_a_second_folder_gets_a_copy_at_once_and_can_be_given_up(
    section: BackupsSection, desk: Desk, settings: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    second = tmp_path / "stick"
    second.mkdir()
    section.take_folder(second)
    qtbot.waitUntil(lambda: len(list_backups(second)) == 1)
    assert read_choices(settings, desk.path) == BackupChoices(second)
    qtbot.waitUntil(lambda: section.said.text() == "Backed up and read back.")
    section.take_folder(backup_folder(desk.path))
    assert section.said.text().startswith("That is the first folder")
    section.take_folder(None)
    assert read_choices(settings, desk.path) == BackupChoices()


def test_how_far_undo_goes_back_is_kept_and_what_makes_no_sense_is_as_usual(
    section: BackupsSection, desk: Desk, settings: Path
) -> None:
    assert [section.journal.itemText(place) for place in range(section.journal.count())] == [
        "3 months",
        "1 year",
        "2 years",
        "5 years",
        "always",
    ]
    assert section.journal.currentText() == "2 years"
    section.journal.setFocus()
    QTest.keyClick(section.journal, Qt.Key.Key_Up)
    assert read_choices(settings, desk.path).journal_days == 365
    for kept in (0, -3, True, "90", 10**9):
        keep_choices(settings, desk.path, BackupChoices(journal_days=kept))  # type: ignore[arg-type] # as a file may hold it
        assert read_choices(settings, desk.path).journal_days == 730
    keep_choices(settings, desk.path, BackupChoices(journal_days=45))
    section.read()
    assert section.journal.currentText() == "45 days"


def test_the_room_is_kept(section: BackupsSection, desk: Desk, settings: Path) -> None:
    section.limit.setFocus()
    QTest.keyClick(section.limit, Qt.Key.Key_Up)
    assert read_choices(settings, desk.path).limit == 1 << 30


def test_enter_asks_to_restore(section: BackupsSection, qtbot: QtBot) -> None:
    section.back_up_now()
    qtbot.waitUntil(lambda: section.model.rowCount() == 1)
    with qtbot.waitSignal(section.restore_asked) as asked:
        QTest.keyClick(section.table, Qt.Key.Key_Return)
    assert asked.args == [section.model.things[0].path]


def test_backups_come_by_themselves_and_trouble_is_said_once(
    session: Session, tasks: Tasks, settings: Path, desk: Desk, qtbot: QtBot
) -> None:
    desk.deal()
    keeper = BackupKeeper(session, tasks, settings)
    with qtbot.waitSignal(keeper.made):
        keeper.look()
    desk.deal()
    desk.later(hours=1)
    keep_choices(settings, desk.path, BackupChoices(settings / "unplugged"))
    with qtbot.waitSignal(keeper.failed) as failed:
        keeper.look()
    assert "is not there" in str(failed.args)
    desk.deal()
    desk.later(hours=1)
    said: list[str] = []
    keeper.failed.connect(said.append)
    with qtbot.waitSignal(keeper.made):
        keeper.look()
    assert said == []
    assert keeper.trouble


def test_risky_work_waits_for_its_backup_and_is_not_begun_without_one(
    session: Session, tasks: Tasks, settings: Path, desk: Desk, qtbot: QtBot
) -> None:
    done: list[str] = []
    keeper = BackupKeeper(session, tasks, settings)
    desk.deal()
    keeper.guard(Reason.BEFORE_DELETING, lambda: done.append("first"))
    qtbot.waitUntil(lambda: done == ["first"])
    assert [backup.reason for backup in list_backups(backup_folder(desk.path))] == ["before deleting"]
    keeper.guard(Reason.BEFORE_DELETING, lambda: done.append("second"))
    qtbot.waitUntil(lambda: done == ["first", "second"])
    desk.deal()
    for path in backup_folder(desk.path).iterdir():
        path.unlink()
    backup_folder(desk.path).rmdir()
    backup_folder(desk.path).write_text("in the way")
    for _ in range(2):
        with qtbot.waitSignal(keeper.failed) as failed:
            keeper.guard(Reason.BEFORE_IMPORT, lambda: done.append("third"))
        assert str(failed.args).count("No backup of") == 1
    assert done == ["first", "second"]


@pytest.fixture
def dialog(
    session: Session, tasks: Tasks, theme: Theme, formats: Formats, settings: Path, desk: Desk, qtbot: QtBot
) -> RestoreDialog:
    desk.deal("Oak table")
    make_backup(desk.path, backup_folder(desk.path), at=desk.now, reason=Reason.BY_HAND)
    desk.later()
    desk.deal("Walnut & chair")
    means = RestoreMeans(settings, desk.clock, "ann", release=session.close)
    dialog = RestoreDialog(desk.path, means, tasks, theme, formats)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.comparison is not None)
    return dialog


def titles(path: Path) -> list[str]:
    with open_desk(path) as desk:
        return [str(row[0]) for row in desk.workspace.rows("select title from deal order by id")]


def test_it_shows_what_a_restore_would_change(dialog: RestoreDialog) -> None:
    rows = [
        tuple(dialog.differences.index(row, column).data() for column in range(3))
        for row in range(dialog.differences.rowCount())
    ]
    assert ("Open deals", "1", "2") in rows
    assert ("What they are worth", "€1,200", "€2,400") in rows
    assert ("Last change", "Today 09:00", "Today 09:30") in rows
    assert dialog.said.text().startswith("The file that is there now becomes a backup first")


def test_a_backup_is_restored_undone_and_opened(dialog: RestoreDialog, desk: Desk, qtbot: QtBot) -> None:
    QTest.mouseClick(dialog.restore_button, LEFT)
    # What is chosen meanwhile would be compared with a file that is being replaced.
    assert not dialog.table.isEnabled()
    assert not dialog.other_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.pages.currentIndex() == 1)
    assert titles(desk.path) == ["Oak table"]
    assert "The file before is kept" in dialog.told.text()
    QTest.mouseClick(dialog.undo_button, LEFT)
    qtbot.waitUntil(lambda: "back in its place" in dialog.told.text())
    assert titles(desk.path) == ["Oak table", "Walnut & chair"]
    with qtbot.waitSignal(dialog.open_asked) as asked:
        QTest.mouseClick(dialog.open_button, LEFT)
    assert asked.args == [desk.path]


def test_from_a_damaged_file_it_restores_or_rescues(
    session: Session, tasks: Tasks, theme: Theme, formats: Formats, settings: Path, desk: Desk, qtbot: QtBot
) -> None:
    for number in range(100):
        desk.deal(f"Deal {number}")
    backup = make_backup(desk.path, backup_folder(desk.path), at=desk.now, reason=Reason.BY_HAND)
    session.close()
    harmed = bytearray(desk.path.read_bytes())
    harmed[:100] = bytes(100)
    desk.path.write_bytes(bytes(harmed))
    means = RestoreMeans(settings, desk.clock, "ann")
    dialog = RestoreDialog(desk.path, means, tasks, theme, formats, damage="“deals.pipeline” is damaged.")
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.comparison is not None)
    assert "kept beside as it is" in dialog.said.text()
    QTest.mouseClick(dialog.rescue_button, LEFT)
    qtbot.waitUntil(lambda: dialog.pages.currentIndex() == 1)
    assert titles(desk.path.with_name("deals (rescued).pipeline")) == [f"Deal {number}" for number in range(100)]
    assert desk.path.read_bytes() == bytes(harmed)
    again = RestoreDialog(desk.path, means, tasks, theme, formats, chosen=backup.path)
    qtbot.addWidget(again)
    again.open()
    qtbot.waitUntil(lambda: again.comparison is not None)
    QTest.mouseClick(again.restore_button, LEFT)
    qtbot.waitUntil(lambda: again.pages.currentIndex() == 1)
    assert len(titles(desk.path)) == 100


def test_without_a_backup_it_says_so(
    tasks: Tasks, theme: Theme, formats: Formats, settings: Path, desk: Desk, qtbot: QtBot
) -> None:
    dialog = RestoreDialog(desk.path, RestoreMeans(settings, desk.clock, "ann"), tasks, theme, formats)
    qtbot.addWidget(dialog)
    assert dialog.said.text().startswith("There is no backup beside this file")
    assert not dialog.restore_button.isEnabled()


def test_a_damaged_backup_is_refused_in_words(dialog: RestoreDialog, desk: Desk, qtbot: QtBot) -> None:
    path = dialog.model.things[0].path
    path.write_bytes(path.read_bytes()[:-3])
    dialog.choose(path)
    qtbot.waitUntil(lambda: "Choose another" in dialog.said.text())
    assert not dialog.restore_button.isEnabled()


def test_banners_say_why_nothing_can_be_changed(theme: Theme, qtbot: QtBot) -> None:
    banners = (
        BackupBanner(theme, "Tue 9 Jun 09:12"),
        LockedBanner(theme, "Ann on <b>PC</b>"),
        NetworkBanner(theme),
        UnwritableBanner(theme),
    )
    for banner in banners:
        qtbot.addWidget(banner)
        assert banner.accessibleName() == banner.sentence.text()
        assert all(button.text() for button in banner.buttons)
        with qtbot.waitSignal(banner.first_asked):
            QTest.mouseClick(banner.buttons[0], LEFT)
    assert "Ann on <b>PC</b>" in banners[1].sentence.text()
