"""What a panel shows, as a table in a window of its own."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_pipeline.reports.tables.sheets import Sheet, SheetRow
from desktop_pipeline.ui.insights.sheet_table import SheetTable
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.rows_look import BEYOND_WORDS
from desktop_pipeline.ui.widgets.words import Words

_WIDTH, _HEIGHT = 960, 480
_SIDE = 20
_EDGE = 24  # of the window stays in sight


class SheetDialog(QDialog):
    """Signals: `part_asked(Part, title)` for the deals of a row; `copy_asked()`; `save_asked()`."""

    part_asked = Signal(object, str)
    copy_asked = Signal()
    save_asked = Signal()

    def __init__(self, tools: InsightTools, sheet: Sheet, parent: QWidget) -> None:
        super().__init__(parent)
        theme = tools.theme
        self.setWindowTitle(sheet.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table = SheetTable(theme, tools.words)
        self.table.show_sheet(sheet)
        self.copy = QPushButton(self.tr("Copy"))
        self.save = QPushButton(self.tr("Save as Excel…"))
        close = QPushButton(self.tr("Close"))
        foot = QHBoxLayout()
        for button in (self.copy, self.save, close):
            button.setAutoDefault(False)
            foot.addWidget(button)
            if button is self.save:
                foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE - BEYOND_WORDS, 16, _SIDE - BEYOND_WORDS, 16)
        layout.setSpacing(10)
        layout.addWidget(self.table, 1)
        told = QVBoxLayout()
        told.setContentsMargins(BEYOND_WORDS, 0, BEYOND_WORDS, 0)
        told.setSpacing(10)
        layout.addLayout(told)
        if any(row.part is not None for row in sheet.rows):
            told.addWidget(
                Words(theme, self.tr("Enter or a double click shows the deals of a row."), "caption", "ink3")
            )
        for note in sheet.notes:
            told.addWidget(Words(theme, note, "caption", "ink3", wrap=True))
        told.addLayout(foot)
        room = parent.window().size()
        width = max(theme.size(_WIDTH), self.table.whole_width() + 2 * _SIDE)
        self.resize(min(width, room.width() - _EDGE), min(theme.size(_HEIGHT), room.height() - _EDGE))
        self.copy.clicked.connect(self.copy_asked)
        self.save.clicked.connect(self.save_asked)
        self.table.copy_asked.connect(self.copy_asked)
        self.table.row_taken.connect(self._on_taken)
        close.clicked.connect(self.close)

    def _on_taken(self, row: SheetRow) -> None:
        if row.part is not None:
            name = row.cells[0]
            self.part_asked.emit(
                row.part, f"{self.windowTitle()}: {name}" if isinstance(name, str) else self.windowTitle()
            )
