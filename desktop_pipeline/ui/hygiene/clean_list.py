"""The list of deals to be cleaned up: arrows go through it, one letter answers for the deals that are selected."""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import Qt

from desktop_pipeline.ui.hygiene.answered_list import AnsweredList
from desktop_pipeline.ui.hygiene.clean_delegate import CleanDelegate
from desktop_pipeline.ui.hygiene.clean_model import CleanModel, CleanRow


class Answer(Enum):
    """What can be done about a deal."""

    NEXT_STEP = auto()
    SNOOZE = auto()
    WAKE = auto()
    RE_ENGAGE = auto()
    MOVE_BACK = auto()
    LOST = auto()
    OPEN = auto()


_KEYS = {
    Qt.Key.Key_N: Answer.NEXT_STEP,
    Qt.Key.Key_S: Answer.SNOOZE,
    Qt.Key.Key_W: Answer.WAKE,
    Qt.Key.Key_R: Answer.RE_ENGAGE,
    Qt.Key.Key_B: Answer.MOVE_BACK,
    Qt.Key.Key_L: Answer.LOST,
    Qt.Key.Key_Return: Answer.OPEN,
    Qt.Key.Key_Enter: Answer.OPEN,
}


class CleanList(AnsweredList):
    """Answers with an Answer."""

    def __init__(self, model: CleanModel, delegate: CleanDelegate) -> None:
        super().__init__(model, delegate, lambda: _KEYS, indent=32)
        self._rows = model
        self.setAccessibleDescription(
            self.tr(
                "N plans a next step, S snoozes, R re-engages, B moves back, L closes as lost, Enter opens the deal;"
                " Shift and the arrows select several"
            )
        )

    def current(self) -> CleanRow | None:
        """The deal with the keys."""
        return self._rows.row(self.currentIndex().row())

    def taken_ids(self) -> list[int]:
        """Ids of the selected deals from the top down, or of the one with the keys."""
        return [self._rows.deals[row].deal for row in self.taken_rows()]

    def select_ids(self, deal_ids: Sequence[int]) -> None:
        """Select those of these deals that are listed, and give the keys to the first."""
        found = [row for deal_id in deal_ids if (row := self._rows.row_of(deal_id)) is not None]
        if found:
            self.point_at(min(found))
        self.select_rows(found)
