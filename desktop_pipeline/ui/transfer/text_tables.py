"""Plain tables of texts: rows that were passed over, and what a file of ours tells differently."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop_pipeline.actions.importing.outlook import Choice, FieldDifference, TableOutlook
from desktop_pipeline.ui.formats import Formats, to_qdate
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.field_words import DAYS, name_field
from desktop_pipeline.ui.transfer.plain_table import NOWHERE, PAD, ModelIndex, PlainTable
from desktop_pipeline.ui.transfer.told_words import word_problem
from desktop_pipeline.ui.widgets.painting import LEFT, RIGHT, draw_focus_ring, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.words import as_tooltip

if TYPE_CHECKING:
    from desktop_pipeline.actions.importing.reports import Problem

_ROW = 30
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIGURE = re.compile(r"[0-9]+(\.[0-9]+)?")
_AMOUNTS = frozenset(("value", "price"))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_INK = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class TextRow:
    """Texts of a row; the last of them in a colour role of its own."""

    texts: tuple[str, ...]
    last_role: str = "ink2"


def _no_row(_row: int) -> TextRow:
    return TextRow(())


class TextModel(QAbstractTableModel):
    """`numbers` are columns that stand at the right."""

    def __init__(self, heads: Sequence[str], numbers: Sequence[int], parent: QObject) -> None:
        super().__init__(parent)
        self._heads = tuple(heads)
        self._numbers = frozenset(numbers)
        self._count = 0
        self._word: Callable[[int], TextRow] = _no_row

    def show_rows(self, rows: Sequence[TextRow]) -> None:
        self.show_worded(len(rows), rows.__getitem__)

    def show_worded(self, count: int, word: Callable[[int], TextRow]) -> None:
        """Show so many, each worded when it is seen."""
        self.beginResetModel()
        self._count, self._word = count, word
        self.endResetModel()

    def rowCount(self, parent: ModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: ModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self._numbers:
            return _RIGHT
        return None

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._word(index.row()), index.column()
        text = row.texts[column]
        told: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: text.replace("\n", " "),
            _INK: row.last_role if column == len(self._heads) - 1 else "ink",
            Qt.ItemDataRole.ToolTipRole: as_tooltip(text) or None,
            Qt.ItemDataRole.TextAlignmentRole: _RIGHT if column in self._numbers else None,
            Qt.ItemDataRole.AccessibleTextRole: text if column else ", ".join(filter(None, row.texts)),
        }
        return told.get(role)


class _TextDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._table = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        return QSize(0, self._theme.size(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        theme, box = self._theme, QRectF(option.rect)
        painter.save()
        under = box.bottom() - 0.5
        draw_hairline(painter, theme.color("line"), QPointF(box.left(), under), QPointF(box.right() + 1, under))
        is_number = index.data(Qt.ItemDataRole.TextAlignmentRole) is not None
        ink = theme.color(str(index.data(_INK)))
        inner = box.adjusted(PAD, 0, -PAD, -1)
        draw_text(painter, theme, "body", ink, inner, str(index.data() or ""), RIGHT if is_number else LEFT)
        if self._table.hasFocus() and self._table.currentIndex() == index:
            draw_focus_ring(painter, theme, box.adjusted(2, 2, -2, -3), 2)
        painter.restore()


class TextTable(PlainTable):
    """Widths are at 100 % text and grow with their heads."""

    def __init__(self, theme: Theme, name: str, heads: Sequence[str], widths: Sequence[int], *, number: int) -> None:
        super().__init__(theme, name, _ROW, widths)
        self.texts = TextModel(heads, (number,), self)
        self.setModel(self.texts)
        self.setItemDelegate(_TextDelegate(theme, self))
        self.dress()

    def dress(self) -> None:
        super().dress()
        for column in range(self.texts.columnCount()):
            head = str(self.texts.headerData(column, Qt.Orientation.Horizontal) or "")
            needed = round(text_width(self._theme, "caption", head)) + 2 * PAD
            self.setColumnWidth(column, max(self.columnWidth(column), needed))

    def show_rows(self, rows: Sequence[TextRow]) -> None:
        """Show these; the keys stay in their row."""
        row = self.currentIndex().row()
        self.texts.show_rows(rows)
        if 0 < row < len(rows):
            self.setCurrentIndex(self.texts.index(row, 0))
        self.begin_at_top()


class PassedTable(TextTable):
    """Rows that are no rows of their table: titles, repeated heads, totals, footers."""

    def __init__(self, theme: Theme) -> None:
        tr = QCoreApplication.translate
        heads = (tr("Import", "File"), tr("Import", "Row"), tr("Import", "Why"), tr("Import", "What it says"))
        super().__init__(theme, tr("Import", "Rows passed over"), heads, (190, 60, 150, 200), number=1)

    def show_tables(self, tables: Sequence[TableOutlook]) -> None:
        """Show what each table leaves out."""
        tr = QCoreApplication.translate
        words = {
            "title": tr("Import", "title"),
            "repeated header": tr("Import", "header again"),
            "total": tr("Import", "total"),
            "footer": tr("Import", "footer"),
            "damaged card": tr("Import", "damaged card"),
            "ruled line": tr("Import", "ruled line"),
            "group of contacts": tr("Import", "group"),
            "part of the row above": tr("Import", "part of the row above"),
        }
        rows = [
            TextRow((name_place(table.place.file, table.place.sheet), str(row.row), words[row.why], row.text))
            for table in tables
            for row in table.passed
        ]
        self.show_rows(rows)


class DifferenceTable(TextTable):
    """What a file that we wrote ourselves tells differently by now.

    Of what has changed here as well Space takes the file's value or leaves it. Signals: `turned(FieldDifference)`.
    """

    turned = Signal(object)

    def __init__(self, theme: Theme, formats: Formats) -> None:
        self._formats = formats
        tr = QCoreApplication.translate
        heads = (
            *(tr("Import", "Row"), tr("Import", "Deal"), tr("Import", "Field")),
            *(tr("Import", "Here"), tr("Import", "In the file"), ""),
        )
        super().__init__(theme, tr("Import", "Changes in the file"), heads, (48, 190, 110, 140, 140, 170), number=0)
        self._differences: tuple[FieldDifference, ...] = ()
        self.doubleClicked.connect(lambda index: self._turn(index.row()))

    def show_differences(self, differences: Sequence[FieldDifference], choices: Sequence[Choice]) -> None:
        tr = QCoreApplication.translate
        taken = tr("Import", "changed here too, taken")
        left = tr("Import", "changed here too, left")
        self._differences = tuple(differences)
        rows = [
            TextRow(
                (
                    str(one.place.row),
                    one.title,
                    name_field(one.field, choices),
                    self._show(one.field, one.old) or tr("Import", "empty"),
                    self._show(one.field, one.new) or tr("Import", "empty"),
                    (taken if one.is_taken else left) if one.is_conflict else "",
                ),
                "amber",
            )
            for one in differences
        ]
        self.show_rows(rows)

    def _show(self, field: str, text: str) -> str:
        """Figures and days as this person writes them; `text` is as a file of ours has it."""
        if field in DAYS and _DAY.fullmatch(text):
            return self._formats.locale.toString(to_qdate(date.fromisoformat(text)), "d MMM yyyy")
        if field in _AMOUNTS and _FIGURE.fullmatch(text):
            figure = Decimal(text)
            return self._formats.number(figure, 0 if figure == figure.to_integral() else len(text.partition(".")[2]))
        return text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._turn(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _turn(self, row: int) -> None:
        if 0 <= row < len(self._differences) and self._differences[row].is_conflict:
            self.turned.emit(self._differences[row])


class ProblemTable(TextTable):
    """What was not taken of a file, a few rows high."""

    def __init__(self, theme: Theme, problems: "Sequence[Problem]", most_rows: int) -> None:
        tr = QCoreApplication.translate
        heads = (
            *(tr("Import", "File"), tr("Import", "Row"), tr("Import", "Column")),
            *(tr("Import", "Value"), tr("Import", "Problem")),
        )
        super().__init__(theme, tr("Import", "Problems"), heads, (130, 52, 110, 130, 200), number=1)

        def word(row: int) -> TextRow:
            one = problems[row]
            problem = word_problem(one.problem)
            return TextRow((name_place(one.file, one.sheet), str(one.row), one.column, one.value, problem), "red")

        # There may be one for each row of a long file.
        self.texts.show_worded(len(problems), word)
        self.begin_at_top()
        if len({problem.file for problem in problems}) == 1:
            self.hideColumn(0)
        self.setFixedHeight(self.height_for(min(most_rows, len(problems))) + 2)


def name_place(file: str, sheet: str | None) -> str:
    """A file, with its sheet where it has one."""
    return f"{file}, {sheet}" if sheet else file
