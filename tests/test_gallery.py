"""The screens as a visitor sees them: measures from the widgets, nothing clipped, nothing overlaid."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline import paths
from desktop_pipeline.ui.insights.insights_page import InsightsPage
from tests.gallery import SIZES, THEMES, Look, Stage, open_stage
from tests.gallery_shots import CHAPTERS, shoot_all
from tests.legibility import complain, cut_heads
from tests.pseudo_words import lengthen

# Menus ask the window system for what this one has not.
pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support raise\(\)", r"This plugin does not support grabbing the keyboard"
)
LOOKS = [Look(theme, size) for theme in THEMES for size in SIZES]
SCREEN = Path(__file__).with_name("data") / "screen.json"


class Ground(NamedTuple):
    """What a screen must stay legible on."""

    size: str
    scale: int
    text: int
    theme: str
    is_pseudo: bool


# Every two values of two of them meet in one row at least.
PAIRWISE = (
    Ground("1440x900", 1, 130, "light", is_pseudo=True),
    Ground("1440x900", 2, 100, "dark", is_pseudo=False),
    Ground("1024x640", 1, 130, "dark", is_pseudo=False),
    Ground("1024x640", 2, 100, "light", is_pseudo=True),
    Ground("1360x768", 1, 100, "light", is_pseudo=False),
    Ground("1360x768", 2, 130, "dark", is_pseudo=True),
)
VALUES = (("1440x900", "1024x640", "1360x768"), (1, 2), (100, 130), THEMES, (False, True))
# Those whose texts are closest to their edges; each in the look that is hardest for it.
SHORT = (
    (Look("dark", SIZES[1], 130), ("board", "deal", "deals", "contacts", "activities")),
    (Look("light", SIZES[1], is_pseudo=True), ("acts", "settings", "palette", "empty", "after sale")),
)


def app() -> QApplication:
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    return running


@pytest.fixture
def stage(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(app(), request.param) as opened:
        yield opened


def find_complaints(stage: Stage, chapters: tuple[str, ...] = ()) -> dict[str, list[str]]:
    shots = ((name, complain(widget)) for name, widget in shoot_all(stage, chapters))
    return {name: wrong for name, wrong in shots if wrong}


def test_the_grounds_hold_every_pair() -> None:
    for one, other in combinations(range(len(VALUES)), 2):
        met = {(ground[one], ground[other]) for ground in PAIRWISE}
        assert met == set(product(VALUES[one], VALUES[other]))


@pytest.mark.long
@pytest.mark.parametrize("ground", PAIRWISE, ids=[f"{ground.size}-{ground.scale}-{ground.text}" for ground in PAIRWISE])
def test_no_screen_cuts_or_overlays_a_text_on_any_ground(ground: Ground, tmp_path: Path) -> None:
    run = [sys.executable, "-m", "tests.gallery", str(tmp_path), "--theme", ground.theme, "--size", ground.size]
    run += ["--text", str(ground.text), *["--pseudo"] * ground.is_pseudo]
    # The scale of a screen is the process's; on this one every popover finds its room.
    screen = {"QT_SCALE_FACTOR": str(ground.scale), "QT_QPA_PLATFORM": f"offscreen:configfile={SCREEN}"}
    done = subprocess.run(run, env={**os.environ, **screen}, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stdout + done.stderr
    assert json.loads((tmp_path / "complaints.json").read_text(encoding="utf-8")) == {}
    assert len(list(tmp_path.glob("*.png"))) > 60


@pytest.mark.parametrize(("look", "chapters"), SHORT, ids=[look.name for look, _chapters in SHORT])
def test_no_screen_cuts_or_overlays_a_text(look: Look, chapters: tuple[str, ...], qtbot: QtBot) -> None:
    with open_stage(app(), look) as stage:
        assert find_complaints(stage, chapters) == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    "stage",
    [LOOKS[0], *(pytest.param(look, marks=pytest.mark.long) for look in LOOKS[1:])],
    indirect=True,
    ids=[look.name for look in LOOKS],
)
def test_every_screen_is_in_the_gallery_and_legible(stage: Stage) -> None:
    seen = {}
    for name, widget in shoot_all(stage):
        assert name not in seen
        seen[name] = complain(widget)
    assert {name: wrong for name, wrong in seen.items() if wrong} == {}
    screens = {"board", "deals", "contacts", "activities", "insights", "settings-you", "bin", "history", "deal-window"}
    assert screens | {"gate-dialog", "palette-found", "import-result", "read-only-board", "empty-deals"} <= set(seen)
    assert len(seen) > len(CHAPTERS) * 3


def test_the_measure_sees_a_cut_a_shortened_and_an_overlaid_text(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 100)
    for text, place, width in (("A long line of text", 5, 60), ("Over", 200, 60), ("Above", 204, 60)):
        label = QLabel(text, window)
        label.setGeometry(place, 10, width, 20)
    window.show()
    wrong = " ".join(complain(window))
    assert "'A long line of text' is cut off by" in wrong
    assert "'Over' and 'Above' lie over each other" in wrong
    tidy = QWidget()
    qtbot.addWidget(tidy)
    row = QHBoxLayout(tidy)
    row.addWidget(QLabel("Fits"))
    row.addWidget(QLabel(lengthen("Fits too")))
    tidy.show()
    assert complain(tidy) == []


def test_the_pseudo_words_are_two_fifths_longer_and_keep_what_is_not_text() -> None:
    plain = "Move the chosen deals to another stage"
    assert len(lengthen(plain)) - len(plain) == pytest.approx(0.4 * len(plain.replace(" ", "")), abs=3)
    assert lengthen("{count} of %n &Deals\tCtrl+D") == "[{count} öf %n &DDéààls]\tCtrl+D"
    assert lengthen("(*.csv)") == "(*.csv)"


@pytest.mark.parametrize("stage", LOOKS, indirect=True, ids=[look.name for look in LOOKS])
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


def test_every_toolbar_is_as_high_as_the_boards(qtbot: QtBot) -> None:
    with open_stage(app(), LOOKS[0]) as stage:
        stage.enter()
        for key in ("deals", "contacts", "activities", "settings"):
            stage.page.go_to(key)
            stage.settle()
            ground = stage.page.grab().toImage()
            line = QColor(stage.theme.color("line"))
            board = stage.page.navigation.width() + 200
            assert [y for y in range(40, 60) if ground.pixelColor(QPoint(board, y)) == line] == [47], key


def test_both_themes_are_really_shown(qtbot: QtBot, tmp_path: Path) -> None:
    grounds = []
    for theme in THEMES:
        with open_stage(app(), Look(theme)) as stage:
            stage.enter()
            path = tmp_path / f"{theme}.png"
            assert stage.window.grab().save(str(path))
            grounds.append(stage.window.grab().toImage().pixelColor(8, 400).name())
    assert grounds == ["#f0f0ee", "#15181a"]


@pytest.mark.parametrize("percent", [100, 130])
def test_the_table_of_insights_shows_whose_figures_they_are_in_the_smallest_window(qtbot: QtBot, percent: int) -> None:
    with open_stage(app(), Look("light", SIZES[1], percent)) as stage:
        stage.enter()
        stage.page.go_to("insights")
        stage.settle(0.6)
        dialog = stage.find(InsightsPage).page.panels[2].show_table()
        assert dialog is not None
        stage.settle()
        table = dialog.table
        assert list(cut_heads(table)) == []
        longest = max(
            table.fontMetrics().horizontalAdvance(str(table.model().index(row, 0).data()))
            for row in range(table.model().rowCount())
        )
        assert table.columnWidth(0) >= min(longest, 100)
