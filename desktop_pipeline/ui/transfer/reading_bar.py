"""How a file is read: encoding and separator of a text, the row of the header."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from desktop_pipeline.actions.importing.answers import ReadingChoices
from desktop_pipeline.actions.importing.outlook import FileShape, TableOutlook
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.field_words import ENCODINGS, SEPARATORS, name_encoding, name_separator
from desktop_pipeline.ui.widgets.words import Words

_FARTHEST = 99_999
_FIELD = 56
_NARROWEST = 84


class ReadingBar(QWidget):
    """Shows what was found out, and lets it be said otherwise. Signals: `chosen(ReadingChoices)`."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._choices = ReadingChoices()
        self._sheet: str | None = None
        self._row = 1
        self.encodings = QComboBox()
        self.separators = QComboBox()
        self.top = QLineEdit()
        self.top.setValidator(QIntValidator(1, _FARTHEST, self.top))
        self.top.setFixedWidth(theme.size(_FIELD))
        self.top.setPlaceholderText(self.tr("none"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._labels: dict[QComboBox, Words] = {}
        self._texts = QWidget()
        of_text = QHBoxLayout(self._texts)
        of_text.setContentsMargins(0, 0, 12, 0)
        of_text.setSpacing(8)
        for words, combo, letters in (
            (self.tr("Encoding"), self.encodings, 18),
            (self.tr("Separator"), self.separators, 8),
        ):
            label = Words(theme, words, "body", "ink2")
            label.setBuddy(combo)
            self._labels[combo] = label
            of_text.addWidget(label)
            of_text.addWidget(combo)
            combo.setAccessibleName(words)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(letters)
            combo.setMinimumWidth(theme.size(_NARROWEST))
        words = self.tr("Header in row")
        self.top.setAccessibleName(words)
        self._header = Words(theme, words, "body", "ink2")
        row.addWidget(self._texts)
        row.addWidget(self._header)
        row.addWidget(self.top)
        row.addStretch(1)
        self.encodings.activated.connect(self._on_encoding)
        self.separators.activated.connect(self._on_separator)
        self.top.editingFinished.connect(self._on_top)

    def show_file(
        self, shape: FileShape, sheet: str | None, table: TableOutlook | None, choices: ReadingChoices
    ) -> None:
        """How this file, and this sheet of it, are read."""
        self._choices, self._sheet = choices, sheet
        self._texts.setVisible(shape.encoding is not None)
        if shape.encoding is not None:
            _fill(self.encodings, ENCODINGS, shape.encoding, name_encoding)
        _fill(self.separators, SEPARATORS, shape.separator or ",", name_separator)
        self.separators.setVisible(shape.separator is not None)
        self._labels[self.separators].setVisible(shape.separator is not None)
        # Cards of contacts name their own fields
        self.top.setVisible(shape.kind != "vcf")
        self._header.setVisible(shape.kind != "vcf")
        self._row = 1 if table is None else table.place.top
        self.top.setText(str(self._row) if self._row else "")
        self.top.setEnabled(table is not None)

    @property
    def is_chosen(self) -> bool:
        """Whether anything was said of how the file that is shown is read."""
        return self._choices != ReadingChoices()

    def forget(self) -> None:
        """Nothing was said of the file that comes next."""
        self._choices = ReadingChoices()

    def _on_encoding(self, index: int) -> None:
        self._choose(replace(self._choices, encoding=str(self.encodings.itemData(index))))

    def _on_separator(self, index: int) -> None:
        self._choose(replace(self._choices, separator=str(self.separators.itemData(index))))

    def _on_top(self) -> None:
        # As the validator reads it, which takes groups and the locale's own digits.
        row = self.top.locale().toInt(self.top.text())[0]
        if row == self._row:
            return
        self._row = row
        self._choose(replace(self._choices, tops={**self._choices.tops, self._sheet: row}))

    def _choose(self, choices: ReadingChoices) -> None:
        self._choices = choices
        self.chosen.emit(choices)


def _fill(combo: QComboBox, values: tuple[str, ...], current: str, name: Callable[[str], str]) -> None:
    words = [name(value) for value in values]
    combo.clear()
    for value, word in zip(values, words, strict=True):
        combo.addItem(word[:1].upper() + word[1:], value)
    if name(current) not in words:
        combo.insertItem(0, name(current), current)
        combo.setCurrentIndex(0)
    else:
        combo.setCurrentIndex(words.index(name(current)))
