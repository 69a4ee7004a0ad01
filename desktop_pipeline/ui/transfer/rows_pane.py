"""The rows of a table as they will arrive, with a switch between all of them and those with problems."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions.importing.outlook import Outlook, RowOutlook, TableOutlook
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.field_words import is_left_out
from desktop_pipeline.ui.transfer.outlook_words import word_rows
from desktop_pipeline.ui.transfer.places import find_marks
from desktop_pipeline.ui.transfer.row_model import RowsShown
from desktop_pipeline.ui.transfer.row_table import RowTable
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_HEADING = 34
# What tells a row from others comes first.
_MAIN = ("title", "name", "subject", "organisation", "person", "value", "stage", "close", "expected_close", "closed")
_NEEDED = ("title", "name", "organisation", "person")


class RowsPane(QWidget):
    """Signals: `corrected(CellPlace, text)`; `only_asked(bool)` when only problems shall be shown, or all again."""

    corrected = Signal(object, str)
    only_asked = Signal(bool)

    def __init__(self, session: Session, theme: Theme, formats: Formats, title: str) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self._is_busy = False
        self._said = ""
        self.title = Words(theme, title, "strong")
        self.said = ElidedWords(theme, style="secondary", role="ink2")
        self.switch = Segmented(theme, (self.tr("All"), self.tr("Problems")), small=True)
        self.table = RowTable(theme, formats)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.said, 1)
        row.addWidget(self.switch)
        head.setFixedHeight(theme.size(_HEADING))
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(head)
        self.body.addWidget(self.table, 1)
        self.switch.chosen.connect(lambda index: self.only_asked.emit(bool(index)))
        self.table.corrected.connect(self.corrected)

    @property
    def only_problems(self) -> bool:
        """Whether only rows with problems are wished for."""
        return bool(self.switch.current)

    def show_outlook(self, outlook: Outlook, table: TableOutlook | None) -> None:
        """Show the rows of one table."""
        problems = outlook.report.problem_rows
        self.switch.reword((self.tr("All"), self.tr("Problems {count}").format(count=self._formats.number(problems))))
        rows = rows_of(outlook, table)
        shown = _arrange(outlook, table, rows)
        self.table.show_rows(shown, find_marks(self._session.workspace))
        self._said = self._say(rows, table)
        self._tell()

    def show_busy(self, *, is_busy: bool) -> None:
        """Say calmly that the answer is not in yet."""
        self._is_busy = is_busy
        self._tell()

    def _tell(self) -> None:
        self.said.show_words(self.tr("looking again…") if self._is_busy else self._said)

    def _say(self, rows: tuple[RowOutlook, ...], table: TableOutlook | None) -> str:
        total = 0 if table is None else table.rows
        if total and not rows and not self.only_problems:
            # Nobody knows yet what the table holds
            return ""
        if self.only_problems or len(rows) >= total:
            return word_rows(len(rows), self._formats)
        said = self.tr("first {count} of {rows}")
        return said.format(count=self._formats.number(len(rows)), rows=word_rows(total, self._formats))


def rows_of(outlook: Outlook, table: TableOutlook | None) -> tuple[RowOutlook, ...]:
    """The rows of a table: below its head, and above that of the next one on its sheet."""
    if table is None:
        return outlook.rows
    place = table.place
    below = [
        other.place.top for other in outlook.tables if other.place[:2] == place[:2] and other.place.top > place.top
    ]
    end = min(below, default=None)
    return tuple(
        row
        for row in outlook.rows
        if row.place[:2] == place[:2] and row.place.row > place.top and (end is None or row.place.row < end)
    )


def _arrange(outlook: Outlook, table: TableOutlook | None, rows: tuple[RowOutlook, ...]) -> RowsShown:
    """The fields of the table in the order of its columns, what stands for a row first."""
    if table is None:
        return RowsShown()
    places = {column.field: column.index for column in reversed(table.columns) if not is_left_out(column)}
    choices = outlook.fields.get(table.kind, ())
    noted = dict.fromkeys(note.field for row in rows for note in row.notes)
    main = [field for field in _NEEDED if field not in places and any(row.texts.get(field) for row in rows)]
    fields = dict.fromkeys([*places, *(field for field in noted if field), *main])
    ordered = sorted(fields, key=lambda field: _MAIN.index(field) if field in _MAIN else len(_MAIN))
    return RowsShown(rows, tuple(ordered), places, choices)
