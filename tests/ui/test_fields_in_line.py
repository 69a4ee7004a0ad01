"""Text begins at one place in every kind of field, and scroll bars that keep their room are not seen while idle."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.field import Field
from desktop_pipeline.ui.widgets.field_name import FieldName
from desktop_pipeline.ui.widgets.fitting_words import FittingWords
from desktop_pipeline.ui.widgets.kept_bar import keep_bar

DARK = 140


def make_fields() -> list[QWidget]:
    choice, typed = QComboBox(), QComboBox()
    typed.setEditable(True)
    for box in (choice, typed):
        box.addItem("IIII")
    return [QLineEdit("IIII"), choice, typed, QPlainTextEdit("IIII")]


def text_begins(field: QWidget) -> int:
    """How far in the first stroke of the text is."""
    image = field.grab().toImage()
    middle = 14 if isinstance(field, QPlainTextEdit) else field.height() // 2
    return next(x for x in range(4, 60) if image.pixelColor(QPoint(x, middle)).lightness() < DARK)


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> QWidget:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window)
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.resize(300, 300)
    return window


def test_text_begins_at_one_place_in_every_kind_of_field(window: QWidget) -> None:
    fields = make_fields()
    layout = window.layout()
    assert layout is not None
    for field in fields:
        layout.addWidget(field)
    window.show()
    window.setFocus()
    QApplication.processEvents()
    assert {text_begins(field) for field in fields} == {13}


def test_a_bar_that_keeps_its_room_has_a_handle_only_while_there_is_something_to_scroll(
    theme: Theme, qtbot: QtBot
) -> None:
    area, inner = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    keep_bar(area)
    inner.resize(100, 50)
    area.setWidget(inner)
    area.resize(200, 200)
    area.show()
    bar = area.verticalScrollBar()
    assert (bar.isVisible(), bar.isEnabled()) == (True, False)
    inner.resize(100, 900)
    assert bar.isEnabled()


def test_words_take_their_longest_form_that_is_whole(theme: Theme, qtbot: QtBot) -> None:
    words = FittingWords(theme, "secondary", "ink2")
    qtbot.addWidget(words)
    words.show_forms("about 15 min left", "15 min left", "15 min")
    wanted = words.sizeHint().width()
    words.show()
    for width, form in ((wanted, "about 15 min left"), (wanted - 20, "15 min left"), (45, "15 min")):
        words.resize(width, 20)
        assert words.text() == form
        assert words.sizeHint().width() == wanted
    assert "about 15 min left" in words.toolTip()


@pytest.mark.parametrize("percent", [100, 130])
def test_the_name_of_a_field_stands_on_the_line_of_its_value(qtbot: QtBot, qapp: QApplication, percent: int) -> None:
    theme = Theme("light", text_percent=percent)
    home = QWidget()
    qtbot.addWidget(home)
    field = Field(theme, "III", ErrorNote(theme, home))
    qtbot.addWidget(field)
    field.show_value("III")
    name = FieldName(theme, "III", 84)
    qtbot.addWidget(name)
    assert name.height() == field.sizeHint().height()
