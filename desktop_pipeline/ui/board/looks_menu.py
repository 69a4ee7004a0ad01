"""The menu of what the board shows: by stage or month, the fields on the cards, their height."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from desktop_pipeline.queries.board_cards import CardField
from desktop_pipeline.queries.board_lanes import Axis
from desktop_pipeline.ui.board.lane_words import name_density, name_field
from desktop_pipeline.ui.board.looks import Density

if TYPE_CHECKING:
    from desktop_pipeline.ui.board.board_page import BoardPage


def make_looks_menu(page: "BoardPage") -> QMenu:
    """All of it, as the page has it now."""
    menu = QMenu(page)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    looks = page.looks
    axes = {Axis.STAGE: _tr("By stage"), Axis.MONTH: _tr("By expected-close month")}
    layout = QActionGroup(menu)
    for axis, words in axes.items():
        action = layout.addAction(words)
        action.setCheckable(True)
        action.setChecked(axis is looks.axis)
        action.triggered.connect(lambda _=False, axis=axis: page.choose_axis(axis))
    menu.addActions(layout.actions())
    menu.addSeparator()
    menu.addAction(_tr("On the cards")).setEnabled(False)
    for shown in CardField:
        action = menu.addAction(name_field(shown))
        action.setCheckable(True)
        action.setChecked(shown in looks.fields)
        action.triggered.connect(lambda _=False, shown=shown: page.look(page.looks.turn(shown)))
    menu.addSeparator()
    menu.addAction(_tr("Height of the cards")).setEnabled(False)
    heights = QActionGroup(menu)
    for density in Density:
        action = heights.addAction(name_density(density))
        action.setCheckable(True)
        action.setChecked(density is looks.density)
        action.triggered.connect(lambda _=False, density=density: page.look(page.looks.resize(density)))
    menu.addActions(heights.actions())
    menu.addSeparator()
    won = menu.addAction(_tr("Won deals and after-sale"))
    won.setCheckable(True)
    won.setChecked(looks.shows_won)
    won.triggered.connect(lambda checked: page.unfold_won(unfolded=checked))
    return menu


def _tr(text: str) -> str:
    return QCoreApplication.translate("Board", text)
