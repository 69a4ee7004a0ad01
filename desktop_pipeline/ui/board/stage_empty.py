"""What stands in a column without cards: that there are none, and what can be done about it."""

from enum import Enum, auto

from desktop_pipeline.queries.board import StageColumn
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.empty_state import EmptyState

_ICON, _IMPORT, _ADD = "corner-up-left", "file-spreadsheet", "plus"


class Around(Enum):
    """What stands on the rest of the board: where there is nothing at all, the first column offers an import.

    Where no deal passes the filters, the board says so for all columns.
    """

    DEALS = auto()
    NOTHING = auto()
    FIRST_OF_NOTHING = auto()
    NO_MATCH = auto()


class StageEmpty(EmptyState):
    """`tell` finds the words for a column."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _ICON, "", "")

    def tell(self, column: StageColumn, *, filtered: bool, takes_new: bool, around: Around) -> None:
        """`filtered`: some deals may be left out; `takes_new`: one can be added here."""
        if filtered:
            self.show_words(self.tr("No match in {stage}").format(stage=column.name), "", icon="list-filter")
            return
        missing = self.tr("No deals in {stage}").format(stage=column.name)
        if takes_new and around is Around.FIRST_OF_NOTHING:
            self.show_words(self.tr("No deals yet"), self.tr("Import a file:"), key="Ctrl+I", icon=_IMPORT)
        elif takes_new and around is Around.NOTHING:
            self.show_words(missing, self.tr("Add one:"), key="N", icon=_ADD)
        elif takes_new:
            self.show_words(missing, self.tr("Drag one here, or press"), key="N", icon=_ICON)
        elif column.lane.is_open:
            self.show_words(missing, self.tr("Open for reading only"), icon=_ICON)
        else:
            self.show_words(missing, self.tr("Drag a won deal here"), icon=_ICON)
