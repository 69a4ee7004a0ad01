"""Rows as they will arrive, cell by cell: what is shown, what is to say of it, and what is typed anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QObject, Qt, Signal

from desktop_pipeline.actions.importing.answers import CellPlace
from desktop_pipeline.actions.importing.outlook import CellNote, Choice, RowOutlook
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.ui.formats import Formats, to_qdate
from desktop_pipeline.ui.transfer.field_words import name_field
from desktop_pipeline.ui.transfer.plain_table import NOWHERE, ModelIndex
from desktop_pipeline.ui.transfer.told_words import word_problem
from desktop_pipeline.ui.widgets.words import as_tooltip

FIGURES = frozenset(("value", "price", "probability", "size"))
RowRole = Qt.ItemDataRole.UserRole
NoteRole = Qt.ItemDataRole.UserRole + 1
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


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
        return self._shown

    def show_rows(self, shown: RowsShown) -> bool:
        """Show these; returns whether the columns are other ones. The keys stay where rows and columns are as many."""
        before, now = self._shown, shown
        if (len(before.rows), before.fields) == (len(now.rows), now.fields):
            self._shown = now
            if now.rows and now.fields:
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

    def is_exact(self, column: int) -> bool:
        """Whether the cells of a column are figures, days or stages: a few words that are read whole or not at all."""
        told = self.field(column)
        return told in FIGURES or told == "stage" or any(told in row.days for row in self._shown.rows)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if section == 0:
                return self.tr("Row")
            told = self.field(section)
            return name_field(told, self._shown.choices) if told else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section == 0 or self.field(section) in FIGURES else None
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
        if text or note is None or note.weight != "problem":
            return text
        return note.typed.replace("\n", " ") or self.tr("empty")

    def _own_words(self, row: RowOutlook, told: str) -> str:
        """Money and days in the person's own way; a closed deal stands in no stage."""
        if told == "stage" and row.status in {DealStatus.WON, DealStatus.LOST} and not row.texts.get(told):
            return self.tr("Won") if row.status == DealStatus.WON else self.tr("Lost")
        if told == "value" and row.money is not None:
            return self._formats.money(row.money)
        day = row.days.get(told)
        return row.texts.get(told, "") if day is None else self._formats.locale.toString(to_qdate(day), "d MMM yyyy")

    def _tooltip(self, row: RowOutlook, column: int, told: str) -> str | None:
        if not told and column:
            return as_tooltip("\n".join(map(self._word_note, row.notes))).replace("\n", "<br>") or None
        note = worst_note(row, told) if told else None
        text = self._text(row, column, told)
        if note is not None and is_refused(row, told):
            text = self.tr("{typed} stays empty").format(typed=text)
        lines = [text, "" if note is None else word_problem(note.words)]
        return as_tooltip("\n".join(line for line in lines if line)).replace("\n", "<br>") or None

    def _word_note(self, note: CellNote) -> str:
        if not note.field:
            return word_problem(note.words)
        field = name_field(note.field, self._shown.choices)
        return self.tr("{field}: {words}").format(field=field, words=word_problem(note.words))

    def _read_aloud(self, row: RowOutlook, column: int, told: str) -> str:
        if column == 0:
            said = self.tr("Row {number}, {title}: {reason}")
            title = next(iter(row.texts.values()), "")
            return said.format(number=row.place.row, title=title, reason=word_reason(row))
        note = worst_note(row, told) if told else None
        head = name_field(told, self._shown.choices) if told else self.tr("Reason")
        text = f"{head}: {self._text(row, column, told)}"
        text = self.tr("{cell}, stays empty").format(cell=text) if is_refused(row, told) else text
        return text if note is None else f"{text}, {word_problem(note.words)}"


def worst_note(row: RowOutlook, told: str) -> CellNote | None:
    """What is most to say about a field of a row."""
    found = [note for note in row.notes if told and note.field == told]
    return min(found, key=lambda note: note.weight != "problem") if found else None


def is_refused(row: RowOutlook, told: str) -> bool:
    """Whether what stands in a cell is not taken: it will be empty."""
    note = worst_note(row, told)
    return note is not None and note.weight == "problem" and bool(note.typed) and not row.texts.get(told)


def word_reason(row: RowOutlook) -> str:
    """The sentence at the row's end."""
    worst = min(row.notes, key=lambda note: note.weight != "problem", default=None)
    if worst is not None:
        same = sum(note.weight == worst.weight for note in row.notes)
        more = QCoreApplication.translate("Import", "{words}, and {count} more")
        words = word_problem(worst.words)
        return words if same == 1 else more.format(words=words, count=same - 1)
    tr = QCoreApplication.translate
    return tr("Import", "fine") if row.is_taken else tr("Import", "not taken")


def reason_role(row: RowOutlook) -> str:
    """Its colour."""
    if any(note.weight == "problem" for note in row.notes):
        return "red"
    return "amber" if row.notes else "ink3"
