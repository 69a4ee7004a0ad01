import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.ui.care.rows_table import RowsModel, RowsTable
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.lines import Column, Line
from desktop_pipeline.ui.widgets.lines_table import LinesTable


def first_ink(image: QImage, top: int, bottom: int) -> int:
    """Where the first of a line of words is painted, a little inside of the frame."""
    ground = image.pixelColor(6, top)
    return next(x for x in range(6, image.width()) if any(image.pixelColor(x, y) != ground for y in range(top, bottom)))


def heads_and_cells(table: QTableView) -> tuple[int, int]:
    table.resize(400, 160)
    image, head = table.grab().toImage(), table.horizontalHeader().height()
    row = table.rowHeight(0)
    return first_ink(image, 4, head - 4), first_ink(image, head + 5, head + row - 4)


@pytest.mark.parametrize("makes_lines", [False, True])
def test_a_head_stands_over_the_words_of_its_column(theme: Theme, qtbot: QtBot, *, makes_lines: bool) -> None:
    table: QTableView
    home = QWidget()
    qtbot.addWidget(home)
    if makes_lines:
        table = LinesTable(theme, (Column("Where"), Column("Why", width=90)), "Places", home)
        table.lines.show_lines([Line(1, ("Where", "Why"))])
    else:
        model: RowsModel[int] = RowsModel(theme, ("Where", "Why"))
        model.show_rows([(1, ("Where", "Why"), False)])
        table = RowsTable(theme, "Places", wide=0)
        table.show_model(model, (90, 90))
        qtbot.addWidget(table)
    head, cell = heads_and_cells(table)
    assert abs(head - cell) <= 1


def test_names_take_the_room_that_the_columns_beside_them_do_not_need(theme: Theme, qtbot: QtBot) -> None:
    home = QWidget()
    qtbot.addWidget(home)
    table = LinesTable(
        theme, (Column("What"), Column("Met by", width=140), Column("Force", width=90)), "Criteria", home
    )
    home.resize(600, 300)
    table.resize(460, 160)
    home.show()
    table.lines.show_lines([Line(1, ("Short", "A tick", "reminds"))])
    assert table.columnWidth(1) == 140
    table.lines.show_lines([Line(2, ("They have answered a call or message", "A tick", "reminds"))])
    assert table.columnWidth(0) >= table.sizeHintForColumn(0)
    assert table.columnWidth(1) < 140
