"""Names and values that are too long for one line of a column."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.domain.qualification import State, Topic
from desktop_pipeline.queries.gates import AnswerLine
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.bant_grid import BantGrid
from desktop_pipeline.ui.widgets.breaking import break_lines
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.field import MOST_LINES, Field
from desktop_pipeline.ui.widgets.field_name import FieldName


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 300)
    QVBoxLayout(window)
    window.show()
    return window


def put(window: QWidget, widget: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    layout.addWidget(widget)
    widget.show()
    layout.activate()


def test_the_name_of_a_field_goes_over_two_lines_and_what_they_do_not_hold_is_its_tooltip(
    theme: Theme, qtbot: QtBot
) -> None:
    short, long, longest = (FieldName(theme, name, 92) for name in ("Wood", "Site visit needed", "Site visit " * 9))
    for name in (short, long, longest):
        qtbot.addWidget(name)
    assert (short.lines, short.height()) == (["Wood"], 24)
    assert long.lines == ["Site visit", "needed"]
    assert long.height() == 24 + theme.line("secondary")
    assert (short.toolTip(), long.toolTip()) == ("", "")
    assert "Site visit Site visit" in longest.toolTip()


def test_a_value_takes_as_many_lines_as_it_needs_and_goes_back_when_there_is_room(
    theme: Theme, window: QWidget
) -> None:
    field = Field(theme, "Competitors", ErrorNote(theme, window))
    put(window, field)
    field.show_value("Fitwell Interiors, Hartmann & Sons Joinery, Marlow")
    assert field.sizeHint().height() == 24
    field.take_lines(MOST_LINES)
    assert field.sizeHint().height() == 24 + theme.line("body")
    window.resize(800, 300)
    assert field.sizeHint().height() == 24
    field.show_value("Fitwell Interiors, " * 60)
    assert field.sizeHint().height() == 24 + (MOST_LINES - 1) * theme.line("body")


def test_an_address_breaks_behind_its_at_sign(theme: Theme, qtbot: QtBot) -> None:
    assert break_lines(theme, "body", "a.bexley@thefriends.example", 150, 3) == ["a.bexley@", "thefriends.example"]


def test_an_answer_that_needs_two_lines_makes_its_row_of_the_grid_higher_and_no_other(
    theme: Theme, window: QWidget
) -> None:
    grid = BantGrid(theme)
    put(window, grid)
    said = {Topic.AUTHORITY: "The owners, when they are back from the fair"}
    lines = [
        AnswerLine(topic, State.YES if topic in said else State.UNKNOWN, said.get(topic, ""), None, is_stale=False)
        for topic in Topic
    ]
    grid.show_answers(lines)
    heights = [cell.sizeHint().height() for cell in grid.cells]
    assert heights == [66, 66, 44, 44]
    window.resize(900, 300)
    assert [cell.sizeHint().height() for cell in grid.cells] == [44] * 4
