"""The columns of a table and where they go: header, first values, field, and how sure that is."""

import math
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent

from desktop_pipeline.actions.importing.outlook import Choice, ColumnOutlook
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.choice_box import paint_cell_icon, paint_choice_box
from desktop_pipeline.ui.transfer.choice_list import ChoiceList, Offer
from desktop_pipeline.ui.transfer.field_words import CUSTOM, IGNORE, is_left_out, name_field
from desktop_pipeline.ui.transfer.plain_table import NOWHERE, ModelIndex, PlainDelegate, PlainTable
from desktop_pipeline.ui.transfer.told_words import word_match
from desktop_pipeline.ui.widgets.painting import draw_text
from desktop_pipeline.ui.widgets.words import as_tooltip

_ROW = 31
_WIDTHS = (142, 136, 22, 132, 112)
HEADER, SAMPLES, ARROW, FIELD, MATCH = range(5)
_PIP = 6
_PIPS = {"sure": 3, "likely": 2, "check": 1, "none": 0}
ColumnRole = Qt.ItemDataRole.UserRole
_OPENING = frozenset((Qt.Key.Key_Space, Qt.Key.Key_F2, Qt.Key.Key_F4))


class ColumnModel(QAbstractTableModel):
    """The columns that hold something; the empty ones are only counted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: list[ColumnOutlook] = []
        self._choices: tuple[Choice, ...] = ()
        self._heads = (self.tr("Column in the file"), self.tr("First values"), "", self.tr("Goes to"), self.tr("Match"))

    def show_columns(self, columns: Sequence[ColumnOutlook], choices: Sequence[Choice]) -> None:
        """Show these; where it is the same columns the keys stay where they are."""
        shown = [column for column in columns if not column.is_empty]
        self._choices = tuple(choices)
        if [column.index for column in shown] == [column.index for column in self.columns]:
            self.columns = shown
            if shown:
                self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, MATCH))
            return
        self.beginResetModel()
        self.columns = shown
        self.endResetModel()

    def send(self, row: int, field: str) -> ColumnOutlook:
        """Say at once where a column goes; the study confirms it."""
        column = replace(self.columns[row], field="" if field == IGNORE else field, confidence="sure", note="")
        self.columns[row] = column
        self.dataChanged.emit(self.index(row, 0), self.index(row, MATCH))
        return column

    def offers(self) -> list[Offer]:
        """Where a column may go."""
        fields = [Offer(choice.value, name_field(choice.value, self._choices)) for choice in self._choices]
        fields = [offer for offer in fields if offer.value not in {"", IGNORE, CUSTOM}]
        return [*fields, Offer(CUSTOM, name_field(CUSTOM)), Offer(IGNORE, name_field(IGNORE))]

    def rowCount(self, parent: ModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def columnCount(self, parent: ModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = self.columns[index.row()]
        if role == ColumnRole:
            return column
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(column)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            text = "\n".join(column.samples) if index.column() == SAMPLES else self._texts(column)[index.column()]
            return as_tooltip(text).replace("\n", "<br>") or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            header, samples, _arrow, field, match = self._texts(column)
            said = self.tr("{header} goes to {field}, {match}. First values: {samples}")
            return said.format(header=header, field=field, match=match, samples=samples)
        return None

    def _texts(self, column: ColumnOutlook) -> tuple[str, str, str, str, str]:
        header = column.header.replace("\n", " ") or self.tr("Column {number}").format(number=column.index + 1)
        samples = ", ".join(sample.replace("\n", " ") for sample in column.samples)
        return header, samples, "", name_field(column.field, self._choices), word_match(column)


class ColumnDelegate(PlainDelegate):
    """Paints a row as the design has it: the field looks like the box that Space opens."""

    def paint_cell(self, painter: QPainter, box: QRectF, index: ModelIndex, text: str) -> None:
        column = index.data(ColumnRole)
        if not isinstance(column, ColumnOutlook):
            return
        theme = self._theme
        if index.column() == HEADER:
            draw_text(painter, theme, "value", theme.color("ink"), box.adjusted(0, 0, -8, 0), text)
        elif index.column() == SAMPLES:
            draw_text(painter, theme, "secondary", theme.color("ink2"), box.adjusted(0, 0, -8, 0), text)
        elif index.column() == ARROW:
            paint_cell_icon(painter, theme, "arrow-right", QPointF(box.left(), box.center().y()))
        elif index.column() == FIELD:
            is_doubtful, is_empty = column.confidence == "check", is_left_out(column)
            keys = self.has_keys(index)
            paint_choice_box(painter, theme, box, text, is_empty=is_empty, is_doubtful=is_doubtful, has_keys=keys)
        else:
            self._paint_match(painter, box, column, text)

    def _paint_match(self, painter: QPainter, box: QRectF, column: ColumnOutlook, text: str) -> None:
        theme = self._theme
        is_doubt = column.confidence == "check"
        if not is_left_out(column) or is_doubt:
            side = theme.size(_PIP)
            painter.setPen(Qt.PenStyle.NoPen)
            for number in range(3):
                role = "amberMark" if is_doubt else "accent"
                painter.setBrush(theme.color(role if number < _PIPS[column.confidence] else "line2"))
                left = box.left() + number * (side + 2)
                painter.drawRoundedRect(QRectF(left, math.floor(box.center().y() - side / 2), side, side), 1.5, 1.5)
            box = box.adjusted(3 * (side + 2) + 4, 0, 0, 0)
        role = "amber" if is_doubt else "ink3" if is_left_out(column) else "ink2"
        draw_text(painter, theme, "secondary_strong" if is_doubt else "secondary", theme.color(role), box, text)


class ColumnTable(PlainTable):
    """↑ and ↓ go from column to column, Space opens where it may go. Signals: `sent(column index, field)`."""

    sent = Signal(int, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", _ROW, _WIDTHS)
        self.setAccessibleName(self.tr("Columns of the file and where they go"))
        self.columns = ColumnModel(self)
        self.head.pad = 0
        self.setModel(self.columns)
        self.setItemDelegate(ColumnDelegate(theme, _ROW, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.popup: ChoiceList | None = None
        self.dress()

    def show_columns(self, columns: Sequence[ColumnOutlook], choices: Sequence[Choice]) -> None:
        """Show the columns of a table."""
        self.columns.show_columns(columns, choices)
        self.begin_at_top()

    def dress(self) -> None:
        """What the table is wider than drawn goes to the header, the first values and the match."""
        super().dress()
        theme = self._theme
        more = self.viewport().width() - sum(theme.size(width) for width in _WIDTHS)
        shares = {HEADER: 4, SAMPLES: 4, FIELD: 2} if more > 0 else {SAMPLES: 10}
        for column, share in shares.items():
            self.setColumnWidth(column, theme.size(_WIDTHS[column]) + more * share // 10)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.dress()

    def open_choices(self, row: int) -> None:
        """Lets the user choose where a column goes."""
        column = self.columns.columns[row]
        name = self.tr("Where {header} goes").format(header=column.header)
        popup = ChoiceList(self._theme, name, self.columns.offers(), column.field or IGNORE, self)
        popup.taken.connect(lambda field: self._on_taken(row, field))
        self.popup = popup
        box = self.visualRect(self.columns.index(row, FIELD))
        popup.open_at(self.viewport().mapToGlobal(box.bottomLeft() + QPoint(0, 2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        is_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if row >= 0 and (event.key() in _OPENING or is_down):
            self.open_choices(row)
        elif row >= 0 and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._on_taken(row, IGNORE)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == FIELD and event.button() == Qt.MouseButton.LeftButton:
            self.open_choices(index.row())

    def _on_taken(self, row: int, field: str) -> None:
        if row < len(self.columns.columns):
            column = self.columns.send(row, field)
            self.sent.emit(column.index, field)
