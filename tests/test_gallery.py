"""The screens as a visitor sees them: DESIGN's measures from the widgets, nothing clipped, nothing overlaid."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline import paths
from desktop_pipeline.ui.widgets.toast import Toast
from desktop_pipeline.ui.widgets.words import ElidedWords
from tests.gallery import SIZES, THEMES, Stage, open_stage, shots

# What lies over others on purpose: a toast, the panel with its shadow, a note below a field.
OVERLAYS = frozenset(("Toast", "DealPanel", "EdgeShadow", "ErrorNote", "DropZones", "ChipMenu", "QuickAdd", "ThinBar"))
LOOKS = [(theme, size) for theme in THEMES for size in SIZES]


def app() -> QApplication:
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    return running


@pytest.fixture
def stage(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Stage]:
    theme, size = request.param
    with open_stage(app(), theme, size) as opened:
        yield opened


def texts(widget: QWidget) -> Iterator[QWidget]:
    for label in widget.findChildren(QWidget):
        if label.isVisible() and isinstance(label, QLabel | QAbstractButton) and label.text():
            yield label


def clipped(widget: QWidget) -> list[str]:
    """Texts that do not fit where they stand; those that end in “…” with a tooltip are meant to."""
    found = []
    for label in texts(widget):
        if isinstance(label, ElidedWords):
            if label.sizeHint().width() > label.width() + 1 and not label.toolTip():
                found.append(f"{label.text()!r} is cut without a tooltip")
        elif isinstance(label, QLabel):
            needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            wide = not label.wordWrap() and label.sizeHint().width() > label.width() + 1
            if wide or label.fontMetrics().height() > label.height() + 1 or needed > label.height() + 2:
                found.append(f"{label.text()!r}: {label.size()} for {label.sizeHint()}")
        elif isinstance(label, QPushButton) and label.sizeHint().width() > label.width() + 1:
            found.append(f"{label.text()!r}: {label.size()} for {label.sizeHint()}")
    return found + [cut for table in widget.findChildren(QTableView) if table.isVisible() for cut in cut_heads(table)]


def cut_heads(table: QTableView) -> Iterator[str]:
    """Columns too narrow for their heads, and tables that do not fit sideways."""
    header = table.horizontalHeader()
    for column in range(header.count()):
        if header.isSectionHidden(column):
            continue
        text = str(table.model().headerData(column, Qt.Orientation.Horizontal))
        if header.sectionSize(column) < header.fontMetrics().horizontalAdvance(text) + 8:
            yield f"the head {text!r} has {header.sectionSize(column)}"
    if table.horizontalScrollBar().maximum() > 0:
        yield f"a table runs {table.horizontalScrollBar().maximum()} out of sight"


def overlaid(widget: QWidget) -> list[str]:
    """Siblings that carry something to read and cover each other."""
    found = []
    for parent in [widget, *widget.findChildren(QWidget)]:
        if not parent.isVisible():
            continue
        children = [child for child in parent.children() if isinstance(child, QWidget) and child.isVisible()]
        read = [
            child
            for child in children
            if type(child).__name__ not in OVERLAYS and isinstance(child, QLabel | QAbstractButton | QLineEdit)
        ]
        for index, one in enumerate(read):
            for other in read[index + 1 :]:
                common = one.geometry().intersected(other.geometry())
                if common.width() > 1 and common.height() > 1 and not isinstance(one, Toast):
                    found.append(f"{_name(one)} and {_name(other)} share {common}")
    return found


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return f"{type(widget).__name__} {text() if callable(text) else ''!r}"


@pytest.mark.slow
@pytest.mark.parametrize("stage", LOOKS, indirect=True, ids=[f"{theme}-{size[0]}" for theme, size in LOOKS])
def test_no_screen_clips_or_overlays_a_text(stage: Stage) -> None:
    seen = []
    for name, widget in shots(stage):
        seen.append(name)
        assert clipped(widget) == [], name
        assert overlaid(widget) == [], name
    assert {"start", "board", "deal", "insights", "lost-dialog", "import-result", "report-preview"} <= set(seen)


@pytest.mark.parametrize("stage", LOOKS, indirect=True, ids=[f"{theme}-{size[0]}" for theme, size in LOOKS])
def test_the_window_has_the_measures_and_colours_of_the_design(stage: Stage) -> None:
    stage.enter()
    window, page, board = stage.window, stage.page, stage.page.board
    large = window.width() == SIZES[0][0]
    assert page.navigation.width() == (168 if large else 48)
    assert window.status.height() == 24
    assert board.toolbar.height() == (48 if large else 44)
    for column in board.canvas.columns:
        assert column.header.height() == 69
        card = board.delegate.card_rect(column.list.visualRect(column.list.cards.index(0)).toRectF())
        assert round(card.height()) == (94 if large else 72)
        assert (212 <= card.width() <= 320) if large else round(card.width()) in range(210, 217)
    tokens = json.loads(paths.resource("style", "tokens.json").read_text(encoding="utf-8"))
    theme = "dark" if app().palette().color(QPalette.ColorRole.Window) == QColor(tokens["dark"]["chrome"]) else "light"
    roles = {
        QPalette.ColorRole.Window: "chrome",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.Highlight: "accentFill",
        QPalette.ColorRole.PlaceholderText: "ink3",
    }
    for role, token in roles.items():
        assert app().palette().color(role) == QColor(tokens[theme][token]), token
    ground = board.grab().toImage().pixelColor(3, board.height() // 2)
    assert ground == QColor(tokens[theme]["canvas"])
    assert (app().font().family(), app().font().pixelSize()) == ("Inter", 13)


def test_both_themes_are_really_shown(qtbot: QtBot, tmp_path: Path) -> None:
    grounds = []
    for theme in THEMES:
        with open_stage(app(), theme, SIZES[0]) as stage:
            stage.enter()
            path = tmp_path / f"{theme}.png"
            assert stage.window.grab().save(str(path))
            grounds.append(stage.window.grab().toImage().pixelColor(8, 400).name())
    assert grounds == ["#f0f0ee", "#15181a"]


@pytest.mark.parametrize("percent", ["100", "130"])
def test_the_table_of_insights_shows_whose_figures_they_are_in_the_smallest_window(qtbot: QtBot, percent: str) -> None:
    with open_stage(app(), "light", SIZES[1]) as stage:
        stage.enter()
        stage.window.choose_text_size(percent)
        stage.page.go_to("insights")
        stage.settle(0.6)
        (table,) = [table for table in stage.window.findChildren(QTableView) if table.isVisible()]
        assert list(cut_heads(table)) == []
        longest = max(
            table.fontMetrics().horizontalAdvance(str(table.model().index(row, 0).data()))
            for row in range(table.model().rowCount())
        )
        assert table.columnWidth(0) >= min(longest, 100)
        stage.window.choose_text_size("100")
