"""What the tables have in common."""

from PySide6.QtWidgets import QAbstractItemView, QTableView

# Cells that Qt paints stand three pixels further in than their padding: so do the heads above them.
HEADS_OVER_CELLS = "QHeaderView::section { padding: 0 11px; }"
# So much wider than the texts above and below it a table without an outline is, so that its words stand in their line.
BEYOND_WORDS = 11

# A table that lies in a panel: the panel has the outline, and painted tables beside it have no band for their heads.
IN_A_PANEL = "QTableView { border: 0; border-radius: 0; padding: 0; } QHeaderView::section { background: transparent; }"


def show_rows_only(table: QTableView) -> None:
    """Whole rows are chosen and nothing is edited; no grid, no numbers at the side, and Tab leaves the table."""
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)
