"""The rows under one kind of trouble: arrows go through them, one letter sets right what is selected."""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from desktop_pipeline.queries.duplicates import SuspectedPair
from desktop_pipeline.ui.hygiene.answered_list import AnsweredList
from desktop_pipeline.ui.hygiene.quality_delegate import QualityDelegate
from desktop_pipeline.ui.hygiene.quality_model import QualityModel

_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Fix(Enum):
    """What can be done about a row."""

    SET_RIGHT = auto()
    MERGE = auto()
    TELL_APART = auto()
    LOSE_SECOND = auto()
    DELETE_SECOND = auto()
    OPEN = auto()


_DEAL_KEYS = {
    Qt.Key.Key_F: Fix.SET_RIGHT,
    Qt.Key.Key_F2: Fix.SET_RIGHT,
    Qt.Key.Key_Return: Fix.SET_RIGHT,
    Qt.Key.Key_Enter: Fix.SET_RIGHT,
    Qt.Key.Key_O: Fix.OPEN,
}
_PAIR_KEYS = {
    Qt.Key.Key_M: Fix.MERGE,
    Qt.Key.Key_Return: Fix.MERGE,
    Qt.Key.Key_Enter: Fix.MERGE,
    Qt.Key.Key_X: Fix.TELL_APART,
    Qt.Key.Key_L: Fix.LOSE_SECOND,
    Qt.Key.Key_Delete: Fix.DELETE_SECOND,
    Qt.Key.Key_Backspace: Fix.DELETE_SECOND,
    Qt.Key.Key_O: Fix.OPEN,
}


class QualityList(AnsweredList):
    """Answers with a Fix. Signals: `left()` for ←, to the kinds of trouble."""

    left = Signal()

    def __init__(self, model: QualityModel, delegate: QualityDelegate) -> None:
        super().__init__(model, delegate, lambda: _PAIR_KEYS if model.shows_pairs else _DEAL_KEYS, indent=16)
        self._rows = model
        self.setAccessibleDescription(
            self.tr(
                "F sets right what is selected, O opens the deal; of two that may be the same M merges them and X says"
                " that they are not; ← leads back to the kinds of trouble"
            )
        )

    def taken_ids(self) -> list[int]:
        """Ids of the selected deals from the top down, or of the one with the keys."""
        found = (self._rows.deal_id(row) for row in self.taken_rows())
        return [deal_id for deal_id in found if deal_id is not None]

    def pair(self) -> SuspectedPair | None:
        """The pair with the keys."""
        return self._rows.pair(self.currentIndex().row())

    def select_ids(self, deal_ids: Sequence[int]) -> None:
        """Select those of these deals that are listed as well."""
        self.select_rows(row for deal_id in deal_ids if (row := self._rows.row_of(deal_id)) is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Left and event.modifiers() & ~_KEYPAD == Qt.KeyboardModifier.NoModifier:
            self.left.emit()
        else:
            super().keyPressEvent(event)
