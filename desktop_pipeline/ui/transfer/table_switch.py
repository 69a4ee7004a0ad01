"""Which of several tables is shown, and what it holds."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop_pipeline.actions.importing.answers import ImportOptions, TablePlace
from desktop_pipeline.actions.importing.outlook import Outlook, TableOutlook
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.field_words import IGNORE, name_kind
from desktop_pipeline.ui.transfer.outlook_words import word_rows
from desktop_pipeline.ui.widgets.words import Words, as_tooltip

_TABLES, _KINDS = 20, 12


class TableSwitch(QWidget):
    """There only where it is needed. Signals: `table_chosen`, `kind_chosen(kind)`."""

    table_chosen = Signal()
    kind_chosen = Signal(str)

    def __init__(self, theme: Theme, formats: Formats, *, with_kinds: bool = True) -> None:
        super().__init__()
        self._formats = formats
        self._with_kinds = with_kinds
        self._tables: tuple[TableOutlook, ...] = ()
        self._place: TablePlace | None = None
        self.tables = QComboBox()
        self.tables.setAccessibleName(self.tr("Table"))
        self.kinds = QComboBox(self)
        self.kinds.setAccessibleName(self.tr("What the table holds"))
        for combo, letters in ((self.tables, _TABLES), (self.kinds, _KINDS)):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(letters)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 6 if with_kinds else 0)
        row.setSpacing(8)
        row.addWidget(self.tables, 1)
        if with_kinds:
            row.addWidget(Words(theme, self.tr("holds"), "body", "ink2"))
            row.addWidget(self.kinds)
        else:
            self.kinds.hide()
        self.tables.activated.connect(self._on_table)
        self.kinds.activated.connect(lambda index: self.kind_chosen.emit(str(self.kinds.itemData(index))))

    @property
    def table(self) -> TableOutlook | None:
        """The table that is shown."""
        found = next((table for table in self._tables if table.place == self._place), None)
        first = next((table for table in self._tables if table.kind), None)
        return found or first or next(iter(self._tables), None)

    def show_tables(self, outlook: Outlook, options: ImportOptions) -> None:
        """Show these; the one that was shown stays."""
        self._tables = outlook.tables
        shown = self.table
        self._place = None if shown is None else shown.place
        self.tables.clear()
        for table in outlook.tables:
            self.tables.addItem(self._name(table), table.place)
            self.tables.setItemData(self.tables.count() - 1, as_tooltip(self._name(table)), 3)
        self.kinds.clear()
        for kind in (*outlook.fields, IGNORE):
            self.kinds.addItem(name_kind(kind), kind)
        if shown is not None:
            self.tables.setCurrentIndex(outlook.tables.index(shown))
            self._show_kind(shown, options)
        is_said = any(table.place in options.kinds or not table.kind for table in outlook.tables)
        self.setVisible(len(outlook.tables) > 1 or (is_said and self._with_kinds))

    def _show_kind(self, table: TableOutlook, options: ImportOptions) -> None:
        kind = table.kind or options.kinds.get(table.place, "")
        if not kind:
            self.kinds.insertItem(0, name_kind(""), "")
        self.kinds.setCurrentIndex(self.kinds.findData(kind))

    def _on_table(self, index: int) -> None:
        self._place = self._tables[index].place
        self.kinds.setCurrentIndex(self.kinds.findData(self._tables[index].kind or IGNORE))
        self.table_chosen.emit()

    def _name(self, table: TableOutlook) -> str:
        place = table.place
        name = f"{place.file}, {place.sheet}" if place.sheet else place.file
        several = sum(other.place[:2] == place[:2] for other in self._tables) > 1
        if several:
            name = self.tr("{name}, from row {row}").format(name=name, row=place.top)
        return f"{name}: {word_rows(table.rows, self._formats)}"
