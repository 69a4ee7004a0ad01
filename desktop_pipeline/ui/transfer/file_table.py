"""The files of an import with their sheets: what was found in each, and which sheets are taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyleOptionButton

from desktop_pipeline.actions.importing.file_names import name_files
from desktop_pipeline.actions.importing.outlook import FileShape, Outlook, SheetShape
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.outlook_words import (
    stands_on,
    tables_of,
    word_columns,
    word_file,
    word_kinds,
    word_rows,
)
from desktop_pipeline.ui.transfer.plain_table import NOWHERE, ModelIndex, PlainDelegate, PlainTable
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_text
from desktop_pipeline.ui.widgets.words import as_tooltip

_ROW = 34
_ICON = 14
_INDENT = 24
_MOST_ROWS = 8
_SHARES = (42, 38, 20)
_GONE = 28
_KILO = 1000
NAME, FOUND, HOLDS, GO = range(4)
LineRole = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file, or a sheet of it."""

    file: Path
    name: str
    found: str
    holds: str = ""
    sheet: SheetShape | None = None


class FileModel(QAbstractTableModel):
    """A line for each file and, where it has several sheets, one for each of them."""

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self.lines: list[FileLine] = []

    def show_files(self, files: Sequence[Path], outlook: Outlook | None) -> None:
        """Show these, with what was found in them where that is known."""
        lines: list[FileLine] = []
        for file, name in name_files(files).items():
            shape = None if outlook is None else next((one for one in outlook.files if one.name == name), None)
            if shape is None or outlook is None:
                lines.append(FileLine(file, name, self._size(file)))
            else:
                lines += self._lines_of(file, shape, outlook)
        same = [(line.file, line.name) for line in lines] == [(line.file, line.name) for line in self.lines]
        if same and lines:
            self.lines = lines
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, GO))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: ModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: ModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else GO + 1

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_sheet = index.isValid() and index.column() == NAME and self.lines[index.row()].sheet is not None
        return flags | Qt.ItemFlag.ItemIsUserCheckable if is_sheet else flags

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        texts = (line.name, line.found, line.holds, "")
        if role == Qt.ItemDataRole.CheckStateRole and line.sheet is not None and index.column() == NAME:
            return Qt.CheckState.Checked if line.sheet.is_taken else Qt.CheckState.Unchecked
        tips = {NAME: str(line.file) if line.sheet is None else line.name, GO: self.tr("Leave it out (Delete)")}
        told: dict[int, object] = {
            LineRole: line,
            Qt.ItemDataRole.DisplayRole: texts[index.column()],
            Qt.ItemDataRole.ToolTipRole: as_tooltip(tips.get(index.column(), texts[index.column()])) or None,
            Qt.ItemDataRole.AccessibleTextRole: ", ".join(text for text in texts if text),
        }
        return told.get(role)

    def _lines_of(self, file: Path, shape: FileShape, outlook: Outlook) -> list[FileLine]:
        tables = tables_of(outlook, shape.name)
        lines = [FileLine(file, shape.name, word_file(shape, outlook, self._formats), word_kinds(tables))]
        if len(shape.sheets) > 1:
            for sheet in shape.sheets:
                holds = word_kinds([table for table in tables if stands_on(table.place, sheet.name)])
                lines.append(FileLine(file, sheet.name or "", self._say_sheet(sheet), holds, sheet))
        return lines

    def _say_sheet(self, sheet: SheetShape) -> str:
        if not sheet.rows:
            parts = [self.tr("empty")]
        else:
            parts = [word_rows(sheet.rows, self._formats), word_columns(sheet.columns, self._formats)]
        return ", ".join(parts + [self.tr("hidden")] * sheet.is_hidden)

    def _size(self, file: Path) -> str:
        try:
            size = file.stat().st_size
        except OSError:  # the reading itself says in words what is wrong with it
            return ""
        if size < _KILO:
            return self.tr("{size} bytes").format(size=self._formats.number(size))
        if size < _KILO**2:
            return self.tr("{size} kB").format(size=self._formats.number(round(size / _KILO)))
        return self.tr("{size} MB").format(size=self._formats.number(round(size / _KILO**2)))


class FileDelegate(PlainDelegate):
    """A file with its icon, below it its sheets with their boxes; a cross at the right takes a file away."""

    def paint_cell(self, painter: QPainter, box: QRectF, index: ModelIndex, text: str) -> None:
        line = index.data(LineRole)
        if not isinstance(line, FileLine):
            return
        theme = self._theme
        if index.column() == NAME:
            self._paint_name(painter, box, line, text)
        elif index.column() == GO:
            if line.sheet is None:
                side = theme.size(_ICON)
                drawing = icon_pixmap(theme, "x", side, "ink2", painter.device().devicePixelRatioF())
                spot = QPointF(round(box.center().x() - side / 2), round(box.center().y() - side / 2))
                painter.drawPixmap(spot, drawing)
        else:
            role = "ink2" if index.column() == FOUND else "ink3"
            draw_text(painter, theme, "body", theme.color(role), box.adjusted(0, 0, -8, 0), text)

    def _paint_name(self, painter: QPainter, box: QRectF, line: FileLine, text: str) -> None:
        theme, middle = self._theme, box.center().y()
        has_keys = self._table.hasFocus() and self._table.currentIndex().data(LineRole) == line
        left = box.left() + 4
        if line.sheet is None:
            side = theme.size(_ICON)
            drawing = icon_pixmap(theme, "file-spreadsheet", side, "ink2", painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(left, round(middle - side / 2)), drawing)
            left += side + 8
        else:
            left += _INDENT
            self._paint_box(painter, QRect(round(left), round(middle - 8), 16, 16), is_on=line.sheet.is_taken)
            left += 24
        words = QRectF(left, box.top(), box.right() - left - 10, box.height())
        style, role = ("value", "ink") if line.sheet is None or line.sheet.is_taken else ("body", "ink3")
        draw_text(painter, theme, style, theme.color(role), words, text)  # type: ignore[arg-type] # styles
        if has_keys:
            draw_focus_ring(painter, theme, box.adjusted(2, 4, -8, -5), 4)

    def _paint_box(self, painter: QPainter, place: QRect, *, is_on: bool) -> None:
        option = QStyleOptionButton()
        option.rect = place
        state = QStyle.StateFlag.State_On if is_on else QStyle.StateFlag.State_Off
        option.state = QStyle.StateFlag.State_Enabled | state
        style = self._table.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, option, painter, self._table)


class FileTable(PlainTable):
    """Space takes a sheet or leaves it, Delete takes a file away.

    Signals: `sheet_turned(FileLine)`, `removed(path)`, `current_changed`.
    """

    sheet_turned = Signal(object)
    removed = Signal(object)
    current_changed = Signal()

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__(theme, "", _ROW, ())
        self.setAccessibleName(self.tr("Files and sheets"))
        self.files = FileModel(formats, self)
        self.setModel(self.files)
        self.setItemDelegate(FileDelegate(theme, _ROW, self))
        self.head.hide()
        self.head.setStretchLastSection(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(lambda _now, _before: self.current_changed.emit())
        self.files.modelReset.connect(self._on_reset)
        self.dress()

    @property
    def line(self) -> FileLine | None:
        """The line that has the keys, else the first."""
        row = max(0, self.currentIndex().row())
        return self.files.lines[row] if row < len(self.files.lines) else None

    def dress(self) -> None:
        super().dress()
        gone = self._theme.size(_GONE)
        left = max(0, self.viewport().width() - gone)
        for column, share in enumerate(_SHARES):
            self.setColumnWidth(column, left * share // 100)
        self.setColumnWidth(GO, gone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.line
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        elif line is not None and event.key() == Qt.Key.Key_Space and line.sheet is not None:
            self.sheet_turned.emit(line)
        elif line is not None and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit(line.file)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return
        line = self.files.lines[index.row()]
        if index.column() == GO and line.sheet is None:
            self.removed.emit(line.file)
        elif index.column() == NAME and line.sheet is not None:
            self.sheet_turned.emit(line)

    def _on_reset(self) -> None:
        self.setFixedHeight(self.height_for(max(1, min(_MOST_ROWS, len(self.files.lines)))) + 1)
        self.begin_at_top()
        self.current_changed.emit()
