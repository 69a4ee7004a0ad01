"""The menu of deals to clean up: the same answers as the keys, in words."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop_pipeline.ui.hygiene.clean_list import Answer


def make_menu(*, is_asleep: bool, writes: bool, act: Callable[[Answer], object], parent: QWidget) -> QMenu:
    """What can be done with the selected deals; the one with the keys may be asleep."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for text, key, answer in (
        (_say("Plan the next step…"), "N", Answer.NEXT_STEP),
        (_say("Wake"), "W", Answer.WAKE) if is_asleep else (_say("Snooze…"), "S", Answer.SNOOZE),
        (_say("Re-engage…"), "R", Answer.RE_ENGAGE),
        (_say("Move back by one stage"), "B", Answer.MOVE_BACK),
        (_say("Close as lost…"), "L", Answer.LOST),
        (_say("Open the deal"), "Enter", Answer.OPEN),
    ):
        action = menu.addAction(f"{text}\t{key}")
        action.triggered.connect(lambda _=False, answer=answer: act(answer))
        action.setEnabled(writes or answer is Answer.OPEN)
    return menu


def _say(text: str) -> str:
    return QCoreApplication.translate("CleanPage", text)
