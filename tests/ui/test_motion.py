"""Whether panels, toasts and drop zones slide, as the user has chosen."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPropertyAnimation
from PySide6.QtWidgets import QApplication, QStyle, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.app import make_window
from desktop_pipeline.ui.board.drop_zones import DropZones
from desktop_pipeline.ui.board.payload import Payload
from desktop_pipeline.ui.preferences import PreferenceFile
from desktop_pipeline.ui.settings.you_section import YouSection
from desktop_pipeline.ui.theme import MotionChoice, Theme
from desktop_pipeline.ui.widgets.motion import is_animated
from desktop_pipeline.ui.widgets.toast import Toast


@pytest.fixture
def home(qtbot: QtBot) -> QWidget:
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.resize(900, 600)
    shown.show()
    return shown


def slides(widget: QWidget) -> bool:
    running = QPropertyAnimation.State.Running
    return any(slide.state() is running for slide in widget.findChildren(QPropertyAnimation))


@pytest.mark.parametrize(("choice", "moves"), [("on", True), ("off", False)])
def test_a_toast_and_the_drop_zones_slide_only_where_motion_is_wanted(
    choice: MotionChoice, moves: bool, home: QWidget, qtbot: QtBot
) -> None:
    theme = Theme()
    theme.motion = choice
    toast, zones = Toast(theme, home), DropZones(theme, Payload(), home)
    toast.show_text("Moved a deal")
    zones.begin("")
    qtbot.waitUntil(lambda: toast.isVisible() and zones.isVisible())
    assert (slides(toast), slides(zones)) == (moves, moves)
    qtbot.waitUntil(lambda: zones.geometry().bottom() == home.rect().bottom())


def test_else_it_is_as_the_system_has_it(theme: Theme, home: QWidget) -> None:
    wanted = home.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, home)
    assert is_animated(theme, home) == bool(wanted)


def test_what_is_chosen_holds_at_once_and_after_the_next_start(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    make_workspace(tmp_path / "w.pipeline", template="simple").close()
    window = make_window(qapp, PreferenceFile(tmp_path / "home"))
    qtbot.addWidget(window)
    assert window.open_file(tmp_path / "w.pipeline")
    assert window.page is not None
    window.page.go_to("settings")
    section = window.page.findChild(YouSection)
    assert section is not None
    section.motion.activated.emit(2)
    assert PreferenceFile(tmp_path / "home").now.motion == "off"
    again = make_window(qapp, PreferenceFile(tmp_path / "home"))
    qtbot.addWidget(again)
    window.close()
    assert [each._theme.motion for each in (window, again)] == ["off", "off"]
