"""The menu of deals in the table: the same as the keys, in words."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.deals_table import DealLine
from desktop_pipeline.queries.lists import Named

# What the table does itself; everything else is asked of whoever shows it.
OPEN, EDIT, COPY = "open", "edit", "copy"


def make_menu(
    line: DealLine,
    stages: Sequence[Named],
    *,
    several: bool,
    writes: bool,
    act: Callable[[str], object],
    move: Callable[[int], object],
    parent: QWidget,
) -> QMenu:
    """What can be done with the deal that has the keys, or with `several` that are selected; `stages` to move to."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def add(*entries: tuple[str, str, str]) -> None:
        for text, key, what in entries:
            action = menu.addAction(f"{text}\t{key}" if key else text)
            action.triggered.connect(lambda _=False, what=what: act(what))

    is_open = several or line.status is DealStatus.OPEN
    add((_say("Open"), _say("Enter"), OPEN))
    if writes:
        if is_open:
            add((_say("New activity…"), "A", "activity"), (_say("Start a cadence…"), "C", "cadence"))
        add((_say("Write an e-mail…"), _say("Ctrl+Shift+M"), "write"))
        menu.addSeparator()
        add((_say("Edit…"), "E", EDIT))
        if is_open and stages:
            below = menu.addMenu(_say("Move to stage"))
            for stage in stages:
                # Names are the owner's text: their & stays one.
                action = below.addAction(stage.name.replace("&", "&&"))
                action.setEnabled(several or stage.row_id != line.stage_id)
                action.triggered.connect(lambda _=False, stage_id=stage.row_id: move(stage_id))
        menu.addSeparator()
        if is_open:
            add((_say("Won"), "W", "won"), (_say("Lost…"), "L", "lost"), (_say("Not a fit…"), "X", "not a fit"))
        else:
            add((_say("Reopen"), "", "reopen"))
        add((_say("Delete"), _say("Del"), "delete"))
    menu.addSeparator()
    add((_say("Copy"), _say("Ctrl+C"), COPY))
    return menu


def _say(text: str) -> str:
    return QCoreApplication.translate("DealsPage", text)
