"""The print preview as a real dialog."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.content import SectionName
from desktop_pipeline.reports.pipeline import Printed
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.preview import PreviewDialog, open_preview, open_report
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from tests.reports.companies import ENGLISH, Record, find_out, make_company, make_words
from tests.workspaces import Desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = make_company(tmp_path_factory.mktemp("desk"), [("Ann", Record(6, 4)), ("Ben", Record(2, 9))], open_deals=5)
    with made.workspace:
        yield made


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(1440, 900)
    widget.show()
    return widget


@pytest.fixture
def dialog(desk: Desk, window: QWidget, qtbot: QtBot) -> Iterator[PreviewDialog]:
    printed = Printed(desk.clock(), desk.clock().date(), desk.path)
    opened = open_report(lambda: find_out(desk).report(printed, make_words()), Formats(ENGLISH), Theme("light"), window)
    qtbot.waitUntil(lambda: opened.content is not None)
    yield opened
    opened.close()


def test_it_shows_all_pages_of_the_report(dialog: PreviewDialog) -> None:
    assert dialog.windowTitle() == "Pipeline report"
    assert dialog.pages == dialog._preview.pageCount() == 3
    assert dialog._count.text() == "3 pages"


def test_a_section_without_its_tick_is_not_printed(dialog: PreviewDialog) -> None:
    tick = next(tick for tick in dialog.findChildren(QCheckBox) if tick.text() == "Win rate by owner")
    tick.click()
    content = dialog.content
    assert content is not None
    assert SectionName.OWNERS not in {section.name for section in content.sections}
    for other in dialog.findChildren(QCheckBox):
        other.setChecked(False)
    assert (dialog.pages, dialog._count.text()) == (1, "1 page")


def test_paper_and_orientation_hold_for_the_saved_file(dialog: PreviewDialog, tmp_path: Path) -> None:
    dialog._paper.choose(1)
    dialog._orientation.choose(1)
    dialog.save(tmp_path / "r.pdf")
    box = PdfReader(tmp_path / "r.pdf").pages[0].mediabox
    assert (round(box.width), round(box.height)) == (792, 612)
    assert dialog._note.text() == "Saved as “r.pdf”."


def test_a_file_that_cannot_be_written_is_told_in_the_dialog(dialog: PreviewDialog, tmp_path: Path) -> None:
    dialog.save(tmp_path / "nowhere" / "r.pdf")
    assert "could not be written" in dialog._note.text()


def test_saving_asks_for_a_name_and_writes_there(dialog: PreviewDialog, tmp_path: Path) -> None:
    dialog._save.click()
    asked = dialog.findChild(QFileDialog)
    assert asked is not None
    asked.fileSelected.emit(str(tmp_path / "chosen.pdf"))
    asked.close()
    assert (tmp_path / "chosen.pdf").read_bytes().startswith(b"%PDF")


def test_printing_opens_the_systems_dialog_and_prints_on_its_printer(dialog: PreviewDialog, tmp_path: Path) -> None:
    dialog._print.click()
    asked = dialog.findChild(QPrintDialog)
    assert asked is not None
    # Printing into a file is what a computer without a printer can do.
    asked.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
    asked.accepted.emit(asked.printer())
    asked.close()
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == 3


def test_everything_that_takes_keys_has_a_name(dialog: PreviewDialog) -> None:
    for widget in dialog.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface is not None
            assert interface.text(QAccessible.Text.Name), widget


def test_from_the_board_it_keeps_to_one_owner_and_says_what_it_leaves_out(
    desk: Desk, window: QWidget, qtbot: QtBot
) -> None:
    session, figures = Session(desk.workspace), Figures(desk.workspace)
    ann, ben = desk.id_of("owner", "Ann"), desk.id_of("owner", "Ben")
    one = open_preview(session, figures, BoardFilter(1, frozenset({ann})), Theme("light"), window)
    qtbot.waitUntil(lambda: one.content is not None)
    content = one.content
    assert content is not None
    assert content.filters.startswith("Filter: Ann, all products.")
    assert one._note.text() == ""
    one.close()
    two = open_preview(session, figures, BoardFilter(1, frozenset({ann, ben})), Theme("light"), window)
    qtbot.waitUntil(lambda: two.content is not None)
    assert two._note.text().startswith("The report keeps to one owner")
    two.close()
    QApplication.processEvents()
