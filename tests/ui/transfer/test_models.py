from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractItemView, QAbstractSlider, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.importing.answers import CellPlace, ImportOptions, RowPlace, TablePlace, take_conflict
from desktop_pipeline.actions.importing.outlook import (
    CellNote,
    Choice,
    ColumnOutlook,
    FieldDifference,
    Likeness,
    Passed,
    RowOutlook,
    TableOutlook,
    WordOutlook,
)
from desktop_pipeline.domain.money import Money
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.column_table import ColumnModel, ColumnTable
from desktop_pipeline.ui.transfer.file_table import FileModel
from desktop_pipeline.ui.transfer.fitting_columns import fit_widths
from desktop_pipeline.ui.transfer.likeness_table import LikenessModel, LikenessTable
from desktop_pipeline.ui.transfer.row_model import RowModel, RowsShown
from desktop_pipeline.ui.transfer.row_table import RowTable
from desktop_pipeline.ui.transfer.text_tables import DifferenceTable, PassedTable
from desktop_pipeline.ui.transfer.words_popover import WordModel
from tests.ui.transfer.wizards import Visit

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal
FILE = "deals.csv"
CHOICES = (Choice("title", "Title"), Choice("value", "Value"), Choice("custom", "A field of its own"))


def column(index: int, field: str = "title", *, is_empty: bool = False, confidence: str = "sure") -> ColumnOutlook:
    return ColumnOutlook(index, f"Head {index}", ("one", "two"), field, confidence, "", is_empty)  # type: ignore[arg-type]


def row(number: int, *notes: CellNote) -> RowOutlook:
    return RowOutlook(
        RowPlace(FILE, None, number), {"title": f"Deal {number}"}, "Lead In", "open", notes, is_taken=True
    )


def likeness(number: int) -> Likeness:
    return Likeness(RowPlace(FILE, None, number), f"Deal {number}", "same title", "", number, "merge")


def test_every_model_keeps_qts_promises(theme: Theme, formats: Formats, qtbot: QtBot, tmp_path: Path) -> None:
    home = QObject()
    columns, rows, likenesses = ColumnModel(home), RowModel(formats, home), LikenessModel(formats, home)
    words, files = WordModel(formats, home), FileModel(formats, home)
    tables: list[QWidget] = [PassedTable(theme), DifferenceTable(theme, formats)]
    for table in tables:
        qtbot.addWidget(table)
    models: list[QAbstractItemModel] = [columns, rows, likenesses, words, files]
    models += [table.model() for table in tables if isinstance(table, QAbstractItemView)]
    testers = [QAbstractItemModelTester(model, STRICT) for model in models]
    columns.show_columns([column(0), column(1, ""), column(2, is_empty=True)], CHOICES)
    columns.show_columns([column(0), column(1, "value")], CHOICES)
    columns.send(1, "ignore")
    rows.show_rows(RowsShown((row(2), row(3)), ("title",), {"title": 0}))
    rows.show_rows(RowsShown((row(2),), ("title", "value"), {"title": 0}))
    likenesses.show_likenesses([likeness(2), likeness(3)])
    likenesses.take(1, 2)
    words.show_words([WordOutlook("stage", "Quallified", 3, "Quallified", is_new=True, near="Qualified")])
    files.show_files([tmp_path / "a.csv", tmp_path / "b.csv"], None)
    passed = TableOutlook(TablePlace(FILE, None, 1), "deals", 2, (), (Passed(9, "total", "Total 12"),))
    for table in tables:
        if isinstance(table, PassedTable):
            table.show_tables([passed])
        elif isinstance(table, DifferenceTable):
            table.show_differences(
                [FieldDifference(RowPlace(FILE, None, 4), 7, "Oak", "value", "", "€12", is_conflict=True)], CHOICES
            )
    assert columns.rowCount() == 2
    assert [model.rowCount() for model in models[1:]] == [1, 2, 1, 2, 1, 1]
    assert len(testers) == len(models)


def test_empty_columns_are_not_listed_and_left_out_ones_are_said_to_be(qtbot: QtBot, theme: Theme) -> None:
    table = ColumnTable(theme)
    qtbot.addWidget(table)
    table.show_columns([column(0), column(1, ""), column(2, is_empty=True)], CHOICES)
    texts = [[str(table.columns.index(line, place).data() or "") for place in range(5)] for line in range(2)]
    assert texts == [["Head 0", "one, two", "", "Title", "sure"], ["Head 1", "one, two", "", "Nothing", "left out"]]


def test_every_row_looks_like_the_one_above_it_to_the_pixel(theme: Theme, qtbot: QtBot) -> None:
    table = ColumnTable(theme)
    qtbot.addWidget(table)
    table.resize(620, 300)
    table.show_columns([replace(column(0), index=place) for place in range(5)], CHOICES)
    table.show()
    image = table.viewport().grab().toImage()
    rows = [image.copy(table.visualRect(table.columns.index(row, 3))) for row in range(1, 5)]
    assert all(each == rows[0] for each in rows)


def test_a_column_offers_fields_one_of_its_own_and_nothing(theme: Theme, qtbot: QtBot) -> None:
    table = ColumnTable(theme)
    qtbot.addWidget(table)
    table.show_columns([column(0)], CHOICES)
    assert [offer.words for offer in table.columns.offers()] == ["Title", "Value", "A field of its own", "Nothing"]


def test_a_problem_is_said_in_its_cell_and_at_the_end_of_its_row(theme: Theme, formats: Formats, qtbot: QtBot) -> None:
    note = CellNote(CellPlace(FILE, None, 2, 1), "value", "problem", "not an amount", "on request")
    hint = CellNote(None, "title", "hint", "in your file already", "")
    table = RowTable(theme, formats)
    qtbot.addWidget(table)
    table.show_rows(RowsShown((row(2, hint, note), row(3)), ("title", "value"), {"title": 0, "value": 1}), {})
    model = table.rows
    assert [model.index(0, place).data() for place in range(4)] == ["2", "Deal 2", "on request", "not an amount"]
    assert model.index(1, 3).data() == "fine"
    assert model.index(0, 2).data(Qt.ItemDataRole.EditRole) == "on request"
    assert "not an amount" in str(model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole))
    assert model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "Value: on request, stays empty, not an amount"


def test_rows_without_columns_are_shown_again_without_a_word(formats: Formats, qtbot: QtBot) -> None:
    model = RowModel(formats)
    for _time in range(2):
        model.show_rows(RowsShown((row(2),), (), {}))
    assert model.columnCount() == 0


def test_several_problems_of_a_row_are_counted_at_its_end_and_told_in_its_tooltip(formats: Formats) -> None:
    notes = (
        CellNote(CellPlace(FILE, None, 2, 1), "value", "problem", "not an amount", "on request"),
        CellNote(CellPlace(FILE, None, 2, 2), "owner", "problem", "unknown owner", "Nobody"),
        CellNote(None, "title", "hint", "in your file already", ""),
    )
    model = RowModel(formats)
    model.show_rows(RowsShown((row(2, *notes),), ("title", "value"), {"title": 0, "value": 1}))
    assert model.index(0, 3).data() == "not an amount, and 1 more"
    told = str(model.index(0, 3).data(Qt.ItemDataRole.ToolTipRole))
    assert "Value: not an amount<br>" in told
    assert "Owner: unknown owner<br>" in told


def test_another_value_of_a_likely_duplicate_is_told_as_money(formats: Formats) -> None:
    model = LikenessModel(formats)
    model.show_likenesses([replace(likeness(2), difference="close date 7 days later", value=Money(123400, "EUR"))])
    assert model.index(0, 2).data() == "value €1,234, close date 7 days later"


@pytest.mark.parametrize(
    ("room", "widths"),
    [
        (500, [40, 100, 100, 100, 60]),
        # A little too narrow: all shrink, and nothing runs sideways
        (370, [40, 90, 90, 90, 60]),
        # Far too narrow: the first ones end where the last one stands
        (280, [40, 90, 90, 100, 60]),
    ],
)
def test_columns_shrink_before_they_run_sideways_and_none_is_cut_by_the_last(room: int, widths: list[int]) -> None:
    found = fit_widths([40, 100, 100, 100, 60], [40, 80, 80, 80, 60], room)
    assert found == widths


def test_a_typed_cell_says_where_it_stands_in_the_file(formats: Formats, qtbot: QtBot) -> None:
    model = RowModel(formats)
    model.show_rows(RowsShown((row(2),), ("title", "value"), {"title": 0, "value": 5}))
    with qtbot.waitSignal(model.corrected) as told:
        assert model.setData(model.index(0, 2), "12")
    assert told.args == [CellPlace(FILE, None, 2, 5), "12"]
    assert not model.setData(model.index(0, 1), "Deal 2")
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable


def test_the_reason_stays_in_sight_where_sixty_columns_run_sideways(
    theme: Theme, formats: Formats, qtbot: QtBot
) -> None:
    fields = tuple(f"custom:Field {number}" for number in range(60))
    table = RowTable(theme, formats)
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.show_rows(RowsShown(tuple(row(number) for number in range(2, 80)), fields, {}), {})
    table.show()
    qtbot.waitExposed(table)
    assert table.reasons is not None
    assert table.horizontalScrollBar().maximum() > 1000
    assert table.reasons.isVisible()
    assert table.reasons.geometry().right() == table.viewport().geometry().right()
    table.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderToMaximum)
    assert table.reasons.verticalScrollBar().value() == table.verticalScrollBar().value()
    table.setCurrentIndex(table.rows.index(0, 20))
    assert table.visualRect(table.currentIndex()).right() <= table.viewport().width() - table.reasons.width()


@pytest.mark.parametrize(
    ("press", "take"),
    [
        (lambda table: QTest.keyClick(table, Qt.Key.Key_Right), "both"),
        (lambda table: QTest.keyClick(table, Qt.Key.Key_S), "skip"),
    ],
)
def test_what_becomes_of_a_likely_duplicate_is_chosen_by_keys(
    theme: Theme, formats: Formats, qtbot: QtBot, press: Callable[[LikenessTable], None], take: str
) -> None:
    table = LikenessTable(theme, formats)
    qtbot.addWidget(table)
    table.show_likenesses([likeness(2), likeness(3)])
    table.setCurrentIndex(table.likenesses.index(1, 0))
    with qtbot.waitSignal(table.taken) as told:
        press(table)
    assert told.args == [RowPlace(FILE, None, 3), take]
    assert [one.take for one in table.likenesses.likenesses] == ["merge", take]


def test_everything_that_takes_keys_in_the_wizard_has_a_name(
    session: Session, tasks: Tasks, theme: Theme, formats: Formats, window: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Deal name;Stage;Amount;Close date\nOak;Neu;1,234;03/04/2026\n", encoding="utf-8")
    visit = Visit(session, tasks, theme, formats, window, qtbot)
    wizard = visit.open(path)
    for _step in range(3):
        nameless = [
            type(widget).__name__
            for widget in wizard.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        ]
        assert nameless == []
        wizard.look_at_columns() if wizard.step == 0 else wizard.go_on()
        visit.settle()
    visit.end()


def test_space_takes_what_has_changed_on_both_sides_and_leaves_the_rest_alone(
    theme: Theme, formats: Formats, qtbot: QtBot
) -> None:
    table = DifferenceTable(theme, formats)
    qtbot.addWidget(table)
    place = RowPlace(FILE, None, 4)
    plain = FieldDifference(place, 7, "Oak", "title", "Oak", "Oaks", is_conflict=False)
    conflict = FieldDifference(place, 7, "Oak", "value", "€1", "€2", is_conflict=True, is_taken=False)
    table.show_differences([plain, conflict], CHOICES)
    assert table.texts.index(1, 5).data() == "changed here too, left"
    with qtbot.assertNotEmitted(table.turned):
        QTest.keyClick(table, Qt.Key.Key_Space)
    table.setCurrentIndex(table.texts.index(1, 0))
    with qtbot.waitSignal(table.turned) as told:
        QTest.keyClick(table, Qt.Key.Key_Space)
    assert told.args == [conflict]
    options = take_conflict(ImportOptions(), place, "value", is_taken=True)
    assert options.conflicts == {(place, "value")}
    assert take_conflict(options, place, "value", is_taken=False).conflicts == frozenset()
