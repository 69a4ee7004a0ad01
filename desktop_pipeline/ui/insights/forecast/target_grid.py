"""A year of targets as fields: its months by quarter, each quarter, and the year."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.periods import add_months
from desktop_pipeline.domain.targets import TargetSpan
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on
from desktop_pipeline.ui.widgets.words import Words

_QUARTERS, _MONTHS_OF_QUARTER = 4, 3
_GAP = 10


@dataclass(frozen=True, slots=True)
class Place:
    """One field: its span and the first day of it."""

    span: TargetSpan
    starts_on: date


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a field: what was set, else in a paler ink what follows from the others."""

    text: str
    follows: str


class TargetField(QLineEdit):
    """Enter, Tab and leaving it keep what was typed; Esc leaves it as it was."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.kept = ""
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        pass_undo_on(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self.kept:
            self.setText(self.kept)
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def show_kept(self, shown: Shown) -> None:
        """Another amount; what is being typed stays."""
        is_typing = self.hasFocus() and self.text() != self.kept
        self.kept = shown.text
        self.setPlaceholderText(shown.follows)
        if not is_typing:
            self.setText(shown.text)
            if self.hasFocus():
                self.selectAll()


class TargetGrid(QWidget):
    """`keep(place, text)` is asked for what was typed, and refuses by a PipelineError. Signals: `entered(Place)`."""

    entered = Signal(object)

    def __init__(self, theme: Theme, name_month: Callable[[date], str], keep: Callable[[Place, str], object]) -> None:
        super().__init__()
        self._theme = theme
        self._name_month = name_month
        self._keep = keep
        self._is_keeping = False
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(_GAP)
        self._rows.setVerticalSpacing(8)
        self.fields: dict[Place, TargetField] = {}
        self.note = ErrorNote(theme, self)

    def show_year(self, first: date, year_name: str) -> None:
        """The fields of the fiscal year that begins then."""
        while (cell := self._rows.takeAt(0)) is not None:
            widget = cell.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.fields = {}
        for quarter in range(_QUARTERS):
            start = add_months(first, quarter * _MONTHS_OF_QUARTER)
            for place in range(_MONTHS_OF_QUARTER):
                month = add_months(start, place)
                self._add(Place(TargetSpan.MONTH, month), self._name_month(month), quarter, place)
            name = self.tr("Quarter {number}").format(number=quarter + 1)
            self._add(Place(TargetSpan.QUARTER, start), name, quarter, _MONTHS_OF_QUARTER)
        name = self.tr("Year {year}").format(year=year_name)
        self._add(Place(TargetSpan.YEAR, first), name, _QUARTERS, _MONTHS_OF_QUARTER)

    def show_amounts(self, amounts: Mapping[Place, Shown]) -> None:
        """What each field holds now."""
        for place, field in self.fields.items():
            field.show_kept(amounts[place])

    def lock(self) -> None:
        """Nothing can be changed here."""
        for field in self.fields.values():
            field.setReadOnly(True)

    def order(self) -> Sequence[TargetField]:
        """The fields in the order of the Tab key."""
        return tuple(self.fields.values())

    def _add(self, place: Place, name: str, row: int, column: int) -> None:
        field = TargetField(place)
        field.setAccessibleName(name)
        field.editingFinished.connect(lambda: self._on_edited(field))
        field.textEdited.connect(self.note.hide)
        is_sum = place.span is not TargetSpan.MONTH
        cell = QWidget()
        column_of = QVBoxLayout(cell)
        column_of.setContentsMargins(_GAP if is_sum else 0, 0, 0, 0)
        column_of.setSpacing(3)
        column_of.addWidget(Words(self._theme, name, "caption_strong" if is_sum else "caption", "ink3"))
        column_of.addWidget(field)
        self._rows.addWidget(cell, row, column)
        self.fields[place] = field

    def _on_edited(self, field: TargetField) -> None:
        if self._is_keeping or field.isReadOnly() or field.text().strip() == field.kept:
            return
        self._is_keeping = True
        typed, before = field.text(), field.kept
        try:
            # What is kept is shown again, as it is written, by the change that it makes.
            field.kept = typed
            self._keep(field.place, typed.strip())
            self.note.hide()
        except PipelineError as error:
            field.kept = before
            self.note.speak(str(error), field)
        finally:
            self._is_keeping = False
        self.entered.emit(field.place)
