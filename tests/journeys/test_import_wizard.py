"""Spreadsheets are taken in by keys alone, offscreen and on a virtual screen."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from desktop_pipeline.actions.exporting.export import Choice, export
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.ui.transfer.choice_list import ChoiceList
from desktop_pipeline.ui.transfer.wizard import CHECK, COLUMNS, FILE, RESULT, ImportWizard
from tests.actions.trips import edit_cells
from tests.journeys.story import Story

# Lists that open ask the window system for what the offscreen one has not.
pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support raise\(\)", r"This plugin does not support grabbing the keyboard"
)
CLEAR = "Deal name,Organisation,Amount,Stage\nLoft bookcases,Petrel House,7400,Lead In\nCounter,Saffra,5200,Meeting\n"
ODD = (
    "Deal name,Kunde wohl,Amount,Stage,Close date\n"
    "Loft bookcases,Petrel House,7400,Lead In,2026-09-01\nCounter,Saffra,5200,Meeting,2026-02-31\n"
)


def begin(story: Story, name: str, text: str) -> ImportWizard:
    """The wizard over an open workspace, with the file read."""
    with make_workspace(story.path, template="meeting", owner="Ann Lee", who="Ann Lee"):
        pass
    story.open()
    file = story.folder / name
    file.write_text(text, encoding="utf-8")
    story.window.files.import_files([file])
    wizard = story.ask(ImportWizard)
    story.wait(lambda: not wizard.is_working and wizard.foot.next.isEnabled(), "the file was never read")
    return wizard


def settle(story: Story, wizard: ImportWizard) -> None:
    story.wait(lambda: not wizard.is_working, "it never came to an end")
    story.settle()


def titles(story: Story) -> list[str]:
    return [str(row[0]) for row in story.rows("select title from deal where deleted_at is null order by id")]


def test_a_file_that_is_understood_whole_arrives_by_enter_twice_and_goes_by_one_key(story: Story) -> None:
    wizard = begin(story, "deals.csv", CLEAR)
    story.keys("Return")
    settle(story, wizard)
    assert wizard.step == CHECK
    assert titles(story) == []
    story.keys("Return")
    story.wait(lambda: wizard.step == RESULT, "the result never came")
    assert titles(story) == ["Loft bookcases", "Counter"]
    story.keys("alt+u")
    story.wait(lambda: titles(story) == [], "it was never taken back")
    story.keys("Return")
    story.answered()
    assert story.page.current == "board"


def test_a_column_is_sent_elsewhere_and_a_cell_corrected_by_keys_alone(story: Story) -> None:
    wizard = begin(story, "odd.csv", ODD)
    story.keys("Return")
    settle(story, wizard)
    assert wizard.step == COLUMNS
    story.keys("Down", "space")
    assert isinstance(story.app.activePopupWidget(), ChoiceList)
    story.write("organis")
    story.keys("Return")
    settle(story, wizard)
    assert wizard.outlook is not None
    assert wizard.outlook.tables[0].columns[1].field == "organisation"
    story.keys("Return")
    settle(story, wizard)
    assert wizard.step == CHECK
    assert [problem.value for problem in wizard.outlook.report.problems] == ["2026-02-31"]
    table = wizard.check_page.rows.table
    column = table.rows.shown.fields.index("close") + 1
    story.keys("Down", *["Right"] * (column - 1), "F2")
    story.keys("ctrl+a")
    story.write("2026-02-28")
    story.keys("Return")
    story.wait(lambda: wizard.outlook is not None and not wizard.outlook.report.problems, "it was never planned anew")
    story.keys("alt+Left")
    story.wait(lambda: wizard.step == COLUMNS, "it never went back")
    settle(story, wizard)
    story.keys("Return")
    settle(story, wizard)
    story.keys("Return")
    story.wait(lambda: wizard.step == RESULT, "the result never came")
    assert story.rows("select name from organisation order by name") == [("Petrel House",), ("Saffra",)]
    assert story.value("select expected_close_on from deal where title = 'Counter'") == "2026-02-28"


def test_tab_comes_to_everything_and_escape_leaves_without_a_trace(story: Story) -> None:
    wizard = begin(story, "odd.csv", ODD)
    story.tab_to("UTF-8")
    story.tab_to("Look at the columns")
    story.keys("space")
    settle(story, wizard)
    assert wizard.step == COLUMNS
    for name in ("Other preset…", "Rows as they will arrive", "Back", "Columns of the file and where they go"):
        story.tab_to(name)
    story.keys("Escape")
    story.answered()
    assert titles(story) == []
    assert story.value("select count(*) from import_batch") == 0


def test_files_dropped_on_the_window_begin_an_import(story: Story, tmp_path: Path) -> None:
    with make_workspace(story.path, template="meeting", owner="Ann Lee", who="Ann Lee"):
        pass
    story.open()
    file = tmp_path / "dropped.csv"
    file.write_text(CLEAR, encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    held = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(QPoint(700, 400), *held)
    entered.ignore()
    QApplication.sendEvent(story.window, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(story.window, QDropEvent(QPointF(700, 400), *held))
    wizard = story.ask(ImportWizard)
    assert wizard.step == FILE
    assert wizard.file_step.files == [file]


def test_our_own_export_edited_in_three_cells_comes_back_as_three_changes_that_one_key_takes_back(story: Story) -> None:
    wizard = begin(story, "deals.csv", CLEAR)
    story.keys("Return")
    settle(story, wizard)
    story.keys("Return")
    story.wait(lambda: wizard.step == RESULT, "the result never came")
    story.keys("Return")
    story.answered()
    assert story.window.session is not None
    out = story.folder / "out.xlsx"
    export(story.window.session.workspace, out, Choice())
    edit_cells(
        out,
        "Deals",
        {
            ("Loft bookcases", "Value"): 8200,
            ("Counter", "Stage"): "Qualified",
            ("Counter", "Title"): "Long counter",
        },
        key="Title",
    )
    before = deals(story)
    story.window.files.import_files([out])
    again = story.ask(ImportWizard)
    story.wait(lambda: not again.is_working and again.foot.next.isEnabled(), "the file was never read")
    story.keys("Return")
    settle(story, again)
    assert again.step == CHECK
    shown = again.check_page.differences.texts
    assert again.check_page.differences.isVisible()
    told = [tuple(shown.index(row, place).data() for place in range(6)) for row in range(shown.rowCount())]
    assert sorted(line[1:] for line in told) == [
        ("Counter", "Stage", "Meeting", "Qualified", ""),
        ("Counter", "Title", "Counter", "Long counter", ""),
        ("Loft bookcases", "Value", "7,400", "8,200", ""),
    ]
    assert deals(story) == before
    story.keys("Return")
    story.wait(lambda: again.step == RESULT, "the result never came")
    assert deals(story) == [("Loft bookcases", 820000, "Lead In"), ("Long counter", 520000, "Qualified")]
    story.keys("alt+u")
    story.wait(lambda: deals(story) == before, "it was never taken back")


def deals(story: Story) -> list[tuple[object, ...]]:
    return story.rows("select d.title, d.value, s.name from deal d join stage s on s.id = d.stage_id order by d.id")
