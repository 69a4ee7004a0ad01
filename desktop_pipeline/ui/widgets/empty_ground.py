"""The ground that rows would lie on, with an empty state at its head."""

from PySide6.QtWidgets import QVBoxLayout

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.empty_state import EmptyState
from desktop_pipeline.ui.widgets.ground import Ground


class EmptyGround(Ground):
    """Stands in the place of a list, or below the heads of its columns."""

    def __init__(self, theme: Theme, state: EmptyState) -> None:
        super().__init__(theme, "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 0)
        column.addWidget(state)
        column.addStretch(1)
