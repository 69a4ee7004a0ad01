"""The menus of a card: all that can be done with it by its key, and the stages of the other pipelines."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from desktop_pipeline.ui.acts.pipeline_menu import fill_pipeline_menu, list_other_pipelines
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.board.deal_edits import MenuEntry
from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.session import Session

if TYPE_CHECKING:
    from desktop_pipeline.queries.lists import Named
    from desktop_pipeline.ui.board.board_commands import BoardCommands


class CardMenu(QObject):
    """Of the focused or selected cards of a column, which `commands` knows.

    `move_away(column, pipeline, stage)` takes them to another pipeline.
    """

    def __init__(
        self,
        commands: "BoardCommands",
        session: Session,
        read_pipeline: Callable[[], int],
        move_away: "Callable[[BoardColumn, Named, Named], None]",
    ) -> None:
        super().__init__(commands)
        self._commands = commands
        self._session = session
        self._read_pipeline = read_pipeline
        self._move_away = move_away

    def open(self, column: BoardColumn, place: QPoint) -> QMenu:
        """All that can be done with them."""
        return self._commands.edits.open_more(place, self._list_entries(column))

    def open_pipelines(self, column: BoardColumn, place: QPoint) -> QMenu | None:
        """The stages of the other pipelines; None where there are none."""
        offered = self._offer_pipelines(column)
        if not offered:
            return None
        return self._commands.edits.open_more(place, [MenuEntry(each.words, fill=each.fill) for each in offered])

    def _list_entries(self, column: BoardColumn) -> Sequence[MenuEntry]:
        def entry(words: str, key: str, ask: Ask) -> MenuEntry:
            return MenuEntry(words, key, lambda: self._commands.answer(column, ask))

        whole = [entry(self.tr("Open"), self.tr("Enter"), Ask.OPEN)]
        if self._session.workspace.is_read_only:
            return whole
        separator = MenuEntry()
        return [
            *whole,
            entry(self.tr("New activity…"), "A", Ask.ACTIVITY),
            entry(self.tr("Start a cadence…"), "C", Ask.CADENCE),
            entry(self.tr("Write an e-mail…"), self.tr("Ctrl+Shift+M"), Ask.WRITE),
            separator,
            entry(self.tr("Value…"), "F2", Ask.VALUE),
            entry(self.tr("Owner…"), "O", Ask.OWNER),
            entry(self.tr("Labels…"), "T", Ask.LABELS),
            entry(self.tr("Close date…"), "D", Ask.CLOSE_DATE),
            separator,
            entry(self.tr("Move one stage on"), self.tr("Ctrl+→"), Ask.SEND_RIGHT),
            entry(self.tr("Move one stage back"), self.tr("Ctrl+←"), Ask.SEND_LEFT),
            *self._offer_pipelines(column),
            separator,
            entry(self.tr("Won"), "W", Ask.WIN),
            entry(self.tr("Lost…"), "L", Ask.LOSE),
            entry(self.tr("Not a fit…"), "X", Ask.NOT_A_FIT),
            entry(self.tr("Delete"), self.tr("Del"), Ask.DELETE),
        ]

    def _offer_pipelines(self, column: BoardColumn) -> list[MenuEntry]:
        workspace, here = self._session.workspace, self._read_pipeline()
        if not column.lane.is_open or not list_other_pipelines(workspace, here):
            return []

        def move(pipeline: "Named", stage: "Named") -> None:
            self._move_away(column, pipeline, stage)

        return [
            MenuEntry(self.tr("Move to pipeline"), fill=lambda menu: fill_pipeline_menu(menu, workspace, here, move))
        ]
