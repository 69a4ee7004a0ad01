"""The states of cadences: starting one, how far deals are, what is proposed, and their settings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop_pipeline.actions.cadence_rules import remove_cadence
from desktop_pipeline.queries.cadences import read_cadences
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.deal.sheet_columns import SheetPage
from desktop_pipeline.ui.settings.cadences_section import CadencesSection
from desktop_pipeline.ui.settings.settings_page import SettingsPage

if TYPE_CHECKING:
    from tests.gallery import Stage

_RUNNING = "select deal_id from enrolment where state = 'running' order by id desc"
_PROPOSED = "select deal_id from enrolment where state = 'finished'"
Shots = Iterator[tuple[str, QWidget]]


def shoot_cadences(stage: "Stage") -> Shots:
    """From a card, in the panel, in Today and in the settings."""
    stage.enter()
    page, board = stage.page, stage.page.board
    stage.window.activateWindow()
    stage.settle()
    board.focus_board()
    stage.wait(lambda: board.canvas.columns[0].list.currentIndex().isValid())
    board.act(Ask.CADENCE)
    yield from stage.dialog("cadence-start")
    page.open_deal(stage.number(_RUNNING))
    stage.settle()
    panel = page.panel
    panel.columns.tabs.choose(SheetPage.DETAILS)
    stage.settle()
    panel.columns.right.ensureWidgetVisible(panel.cadences)
    stage.settle()
    yield "cadence-panel", stage.window
    place = panel.cadences.mapToGlobal(QPoint(40, 40))
    panel.cadences.acts.ask_stop(panel.cadences.enrolments[0].enrolment_id, place)
    yield from stage.dialog("cadence-stop")
    page.open_deal(stage.number(_PROPOSED))
    panel.columns.tabs.choose(SheetPage.STORY)
    stage.settle()
    yield "cadence-proposal", stage.window
    page.close_panel()
    page.go_to("activities")
    stage.settle()
    yield "cadence-today", stage.window
    page.go_to("hygiene")
    stage.settle(0.8)
    yield "cadence-clean-up", stage.window
    yield from _settings(stage)


def _settings(stage: "Stage") -> Shots:
    stage.page.go_to("settings")
    settings = stage.find(SettingsPage)
    settings.go_to("cadences")
    stage.settle()
    yield "settings-cadences", stage.window
    section = settings.section("cadences")
    assert isinstance(section, CadencesSection)
    area = next(area for area in settings.findChildren(QScrollArea) if area.widget() is section)
    area.ensureWidgetVisible(section.touches)
    section.steps.table.setFocus()
    stage.settle()
    yield "settings-cadence-touches", stage.window
    workspace = stage.workspace
    with workspace.journal.change("Empty", sealed=True) as draft:
        draft.execute("delete from enrolment")
    for row in read_cadences(workspace):
        remove_cadence(workspace, row.cadence_id)
    stage.settle()
    yield "settings-cadences-none", stage.window
    stage.page.go_to("board")
    stage.page.board.focus_board()
    stage.page.board.act(Ask.CADENCE)
    yield from stage.dialog("cadence-start-none")
