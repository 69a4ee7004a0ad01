"""Rows as they will arrive: problem cells coloured, the reason in words at the row's end, and cells typed anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop_pipeline.actions.importing.answers import CellPlace
from desktop_pipeline.actions.importing.outlook import CellNote, Choice, RowOutlook
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.ui.formats import Formats, to_qdate
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.field_words import name_field
from desktop_pipeline.ui.transfer.plain_table import NOWHERE, PAD, ModelIndex, PlainTable
from desktop_pipeline.ui.widgets.painting import LEFT, RIGHT, draw_focus_ring, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.stage_mark import MARK, paint_lost_mark, paint_stage_mark, paint_won_mark
from desktop_pipeline.ui.widgets.words import as_tooltip

_ROW = 28
_NARROWEST, _WIDEST, _FIRST_WIDEST = 64, 138, 154
_WHY = 148
_MEASURED = 40
_FIGURES = frozenset(("value", "price", "probability", "size"))
RowRole = Qt.ItemDataRole.UserRole
NoteRole = Qt.ItemDataRole.UserRole + 1
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_Marks = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class RowsShown:
    """What a table of rows shows: rows, the fields of its columns, and which column of the file each comes from."""

    rows: tuple[RowOutlook, ...] = ()
    fields: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()


class RowModel(QAbstractTableModel):
    """The row's number, its fields, and what is to say. Signals: `corrected(CellPlace, text)`."""

    corrected = Signal(object, str)

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._shown = RowsShown()

    @property
    def shown(self) -> RowsShown:
        """What is shown."""
        return self._shown

    def show_rows(self, shown: RowsShown) -> bool:
        """Show these; returns whether the columns are other ones. The keys stay where rows and columns are as many."""
        before, now = self._shown, shown
        if (len(before.rows), before.fields) == (len(now.rows), now.fields):
            self._shown = now
            if now.rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(now.rows) - 1, self.columnCount() - 1))
            return False
        self.beginResetModel()
        self._shown = now
        self.endResetModel()
        return before.fields != now.fields

    def rowCount(self, parent: ModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown.rows)

    def columnCount(self, parent: ModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() or not self._shown.fields else len(self._shown.fields) + 2

    def field(self, column: int) -> str:
        """The field of a column; empty for the row's number and the reason."""
        return self._shown.fields[column - 1] if 0 < column <= len(self._shown.fields) else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if section == 0:
                return self.tr("Row")
            told = self.field(section)
            return name_field(told, self._shown.choices) if told else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section == 0 or self.field(section) in _FIGURES else None
        return None

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_cell = index.isValid() and self._place(index) is not None
        return flags | Qt.ItemFlag.ItemIsEditable if is_cell else flags

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column, told = self._shown.rows[index.row()], index.column(), self.field(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column, told)
        if role in {RowRole, NoteRole}:
            return row if role == RowRole else worst_note(row, told)
        if role == Qt.ItemDataRole.EditRole:
            note = worst_note(row, told)
            return note.typed if note is not None and note.typed else row.texts.get(told, "")
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(row, column, told)
        return self._read_aloud(row, column, told) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def setData(self, index: ModelIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        place = self._place(index)
        if role != Qt.ItemDataRole.EditRole or place is None or str(value) == self.data(index, role):
            return False
        self.corrected.emit(place, str(value))
        return True

    def _place(self, index: ModelIndex) -> CellPlace | None:
        row, told = self._shown.rows[index.row()], self.field(index.column())
        if not told:
            return None
        note = worst_note(row, told)
        if note is not None and note.place is not None:
            return note.place
        column = self._shown.places.get(told)
        return None if column is None else CellPlace(row.place.file, row.place.sheet, row.place.row, column)

    def _text(self, row: RowOutlook, column: int, told: str) -> str:
        if column == 0:
            return str(row.place.row)
        if not told:
            return word_reason(row)
        text = self._own_words(row, told).replace("\n", " ")
        note = worst_note(row, told)
        return text or (self.tr("empty") if note is not None and note.weight == "problem" else "")

    def _own_words(self, row: RowOutlook, told: str) -> str:
        """Money and days in the person's own way; a closed deal stands in no stage."""
        if told == "stage" and row.status in {"won", "lost"} and not row.texts.get(told):
            return self.tr("Won") if row.status == "won" else self.tr("Lost")
        if told == "value" and row.money is not None:
            return self._formats.money(row.money)
        day = row.days.get(told)
        return row.texts.get(told, "") if day is None else self._formats.locale.toString(to_qdate(day), "d MMM yyyy")

    def _tooltip(self, row: RowOutlook, column: int, told: str) -> str | None:
        if not told and column:
            return as_tooltip("; ".join(note.words for note in row.notes)) or None
        note = worst_note(row, told) if told else None
        lines = [self._text(row, column, told), "" if note is None else note.words]
        return as_tooltip("\n".join(line for line in lines if line)).replace("\n", "<br>") or None

    def _read_aloud(self, row: RowOutlook, column: int, told: str) -> str:
        if column == 0:
            said = self.tr("Row {number}, {title}: {reason}")
            title = next(iter(row.texts.values()), "")
            return said.format(number=row.place.row, title=title, reason=word_reason(row))
        note = worst_note(row, told) if told else None
        head = name_field(told, self._shown.choices) if told else self.tr("Reason")
        text = f"{head}: {self._text(row, column, told)}"
        return text if note is None else f"{text}, {note.words}"


class RowDelegate(QStyledItemDelegate):
    """Amber for a hint, red for a problem, each with an outline; the stage with its mark."""

    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._table = parent
        self.marks: _Marks = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        return QSize(0, self._theme.size(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        model, row, note = index.model(), index.data(RowRole), index.data(NoteRole)
        if not isinstance(model, RowModel) or not isinstance(row, RowOutlook):
            return
        theme, box = self._theme, QRectF(option.rect)
        told, text = model.field(index.column()), str(index.data() or "")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        under = box.bottom() - 0.5
        draw_hairline(painter, theme.color("line"), QPointF(box.left(), under), QPointF(box.right() + 1, under))
        inner = box.adjusted(PAD, 0, -PAD, -1)
        if isinstance(note, CellNote):
            tint = "red" if note.weight == "problem" else "amber"
            painter.setPen(QPen(theme.color(f"{tint}Line"), 1))
            painter.setBrush(theme.color(f"{tint}Soft"))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -1.5))
        ink = theme.color("ink" if row.is_taken else "ink3")
        if index.column() == 0:
            draw_text(painter, theme, "body", theme.color("ink2"), box.adjusted(0, 0, -PAD, -1), text, RIGHT)
        elif not told:
            draw_text(painter, theme, "secondary", theme.color(reason_role(row)), inner, text)
        elif told == "stage":
            self._paint_stage(painter, inner, row, text)
        else:
            draw_text(painter, theme, "body", ink, inner, text, RIGHT if told in _FIGURES else LEFT)
        if self._table.hasFocus() and self._table.currentIndex() == index:
            draw_focus_ring(painter, theme, box.adjusted(2, 2, -2, -3), 2)
        painter.restore()

    def _paint_stage(self, painter: QPainter, box: QRectF, row: RowOutlook, text: str) -> None:
        theme = self._theme
        spot = QRectF(box.left(), round(box.center().y() - MARK / 2), MARK, MARK)
        if row.status == "won":
            paint_won_mark(painter, theme, spot)
        elif row.status == "lost":
            paint_lost_mark(painter, theme, spot)
        elif text:
            position, count = self.marks.get(name_key(row.stage or text), (0, 0))
            paint_stage_mark(painter, theme, spot, position, count)
        draw_text(painter, theme, "body", theme.color("ink"), box.adjusted(MARK + 6, 0, 0, 0), text)


class RowTable(PlainTable):
    """F2, a double click or typing corrects a cell; the reason stays in sight where the rest runs sideways.

    Signals: `corrected(CellPlace, text)`.
    """

    corrected = Signal(object, str)
    # Qt scrolls while the table is still being made.
    reasons: "ReasonColumn | None" = None

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__(theme, "", _ROW, ())
        self.setAccessibleName(self.tr("Rows as they will arrive"))
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.rows = RowModel(formats, self)
        self.setModel(self.rows)
        self._delegate = RowDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.reasons = ReasonColumn(theme, self)
        self.rows.corrected.connect(self.corrected)
        self.horizontalScrollBar().rangeChanged.connect(lambda _least, _most: self._place_reasons())
        self.dress()

    def show_rows(self, shown: RowsShown, marks: _Marks) -> None:
        """Show these; `marks` are the places of the stages, by key."""
        self._delegate.marks = marks
        if self.rows.show_rows(shown):
            self.dress()
        self._place_reasons()
        self.begin_at_top()

    def dress(self) -> None:
        super().dress()
        for column in range(self.rows.columnCount()):
            self.setColumnWidth(column, self._fitting(column))
        if self.reasons is not None:
            self.reasons.dress()
            self.reasons.follow()
        self._place_reasons()

    def begin_at_top(self) -> None:
        """The keys begin at the first cell that can be typed into."""
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_reasons()
        if self.currentIndex().column() <= 1:
            self.horizontalScrollBar().setValue(0)

    def scrollTo(
        self, index: ModelIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        super().scrollTo(index, hint)
        if self.reasons is None or not self.reasons.isVisible() or not self.rows.field(index.column()):
            return
        beyond = self.visualRect(index).right() - (self.viewport().width() - self.reasons.width())
        if beyond > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + beyond)

    def _place_reasons(self) -> None:
        if self.reasons is None:
            return
        is_needed = self.horizontalScrollBar().maximum() > 0 and self.rows.columnCount() > 0
        width = self._theme.size(_WHY)
        view = self.viewport().geometry()
        head = self.head.height()
        self.reasons.setGeometry(view.right() + 1 - width, view.top() - head, width, view.height() + head)
        self.reasons.setVisible(is_needed)

    def _fitting(self, column: int) -> int:
        theme = self._theme
        head = text_width(theme, "caption", str(self.rows.headerData(column, Qt.Orientation.Horizontal) or ""))
        if column and not self.rows.field(column):
            return theme.size(_WHY)
        texts = [str(self.rows.index(row, column).data() or "") for row in range(min(_MEASURED, self.rows.rowCount()))]
        widest = max((text_width(theme, "body", text) for text in texts), default=0.0) + 2 * PAD
        widest += MARK + 6 if self.rows.field(column) == "stage" else 0
        if column == 0:
            return round(max(head + 2 * PAD, widest - PAD))
        most = theme.size(_FIRST_WIDEST if column == 1 else _WIDEST)
        return round(max(head + 2 * PAD, theme.size(_NARROWEST), min(widest, most)))


class ReasonColumn(PlainTable):
    """The last column of a table of rows once more, over its right edge; it takes no keys."""

    def __init__(self, theme: Theme, table: RowTable) -> None:
        super().__init__(theme, "", _ROW, ())
        self.setParent(table)
        self._table = table
        self.setModel(table.rows)
        self.setItemDelegate(RowDelegate(theme, self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.hide()
        self.dress()

    def follow(self) -> None:
        """The columns are other ones."""
        last = self._table.rows.columnCount() - 1
        for column in range(last + 1):
            self.setColumnHidden(column, column != last)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        draw_hairline(painter, self._theme.color("line2"), QPointF(0.5, 0), QPointF(0.5, self.viewport().height()))


def worst_note(row: RowOutlook, told: str) -> CellNote | None:
    """What is most to say about a field of a row."""
    found = [note for note in row.notes if told and note.field == told]
    return min(found, key=lambda note: note.weight != "problem") if found else None


def word_reason(row: RowOutlook) -> str:
    """The sentence at the row's end."""
    worst = min(row.notes, key=lambda note: note.weight != "problem", default=None)
    if worst is not None:
        return worst.words
    tr = QCoreApplication.translate
    return tr("Import", "fine") if row.is_taken else tr("Import", "not taken")


def reason_role(row: RowOutlook) -> str:
    """Its colour."""
    if any(note.weight == "problem" for note in row.notes):
        return "red"
    return "amber" if row.notes else "ink3"
