"""Editing many deals at once: what is left at “No change” stays as it is on each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QWidget

from desktop_pipeline.actions.bulk import BulkEdit
from desktop_pipeline.actions.edits import DealEdit
from desktop_pipeline.domain.errors import InvalidError, PipelineError
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.reports.category_words import say_category
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import read_day, read_percent
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.popover import Popover
from desktop_pipeline.ui.widgets.words import Words

_WIDTH = 420
_KEEP = "keep"
_MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class BulkChoices:
    """The rows that can be chosen; `stages` is empty where the deals stand in several pipelines."""

    owners: Sequence[Named]
    sources: Sequence[Named]
    stages: Sequence[Named]
    labels: Sequence[Named]


class BulkPopover(Popover):
    """Signals: `wanted(BulkEdit)`."""

    wanted = Signal(object)

    def __init__(
        self, theme: Theme, formats: Formats, count: int, choices: BulkChoices, today: date, parent: QWidget
    ) -> None:
        super().__init__(theme, _WIDTH, parent)
        self._formats = formats
        self._today = today
        self.head(
            self.tr("Edit 1 deal")
            if count == 1
            else self.tr("Edit {number} deals").format(number=formats.number(count)),
            self.tr("One change for all of them; undo takes it back as one."),
        )
        none = self.tr("None")
        self.owner = self._choose(choices.owners, none)
        self.source = self._choose(choices.sources, none)
        self.stage = self._choose(choices.stages, None)
        self.category = QComboBox()
        self.category.addItem(self.tr("No change"), _KEEP)
        self.category.addItem(self.tr("As the stage"), None)
        for category in ForecastCategory:
            self.category.addItem(say_category(category, QCoreApplication.translate), category.value)
        self.close_on = QLineEdit(placeholderText=self.tr("A date, +14 or -7 days, or none"))
        self.probability = QLineEdit(placeholderText=self.tr("A percentage, or none"))
        self.add_label = self._choose(choices.labels, None)
        self.add_label.setEditable(True)
        self.remove_label = self._choose(choices.labels, None)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        for name, field in (
            (self.tr("Owner"), self.owner),
            (self.tr("Stage"), self.stage),
            (self.tr("Expected close"), self.close_on),
            (self.tr("Likely"), self.probability),
            (self.tr("Forecast"), self.category),
            (self.tr("Source"), self.source),
            (self.tr("Add label"), self.add_label),
            (self.tr("Remove label"), self.remove_label),
        ):
            field.setAccessibleName(name)
            form.addRow(Words(theme, name, "body", "ink2"), field)
        self.stage.setEnabled(bool(choices.stages))
        self.stage.setToolTip("" if choices.stages else self.tr("The deals are in several pipelines."))
        self.body.addLayout(form)
        self.add_error_line()
        self.confirm = PrimaryButton(theme, self.tr("Edit all"), key=self.tr("Enter"))
        self.leave = ActionButton(theme, self.tr("Cancel"), role="ink2", flat=True, keys=(self.tr("Esc"),))
        self.confirm.clicked.connect(self.submit)
        self.leave.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.confirm)
        self.body.addLayout(foot)

    def open_beside(self, place: QPoint) -> None:
        """Shows it and gives the keys to its first field."""
        self.open_at(place)
        self.owner.setFocus(Qt.FocusReason.PopupFocusReason)

    def submit(self) -> None:
        try:
            wish = self.read()
        except PipelineError as error:
            self.refuse(str(error))
            return
        self.wanted.emit(wish)

    def read(self) -> BulkEdit:
        """What is to be changed; raises InvalidError where that is nothing or cannot be read."""
        fields: DealEdit = {}
        if self.owner.currentData() != _KEEP:
            fields["owner_id"] = self.owner.currentData()
        if self.source.currentData() != _KEEP:
            fields["source_id"] = self.source.currentData()
        if self.category.currentData() != _KEEP:
            fields["forecast_category"] = self.category.currentData()
        shift = self._read_close(fields)
        self._read_probability(fields)
        wish = BulkEdit(
            fields=fields,
            shift_days=shift,
            stage_id=None if self.stage.currentData() == _KEEP else self.stage.currentData(),
            add_label=self._read_label(),
            remove_label=None if self.remove_label.currentData() == _KEEP else self.remove_label.currentData(),
        )
        if wish == BulkEdit():
            message = self.tr("Nothing is to be changed yet. Choose something first.")
            raise InvalidError(message)
        return wish

    def _read_close(self, fields: DealEdit) -> int | None:
        """Notes a day, or returns by how many days each is to move."""
        text = self.close_on.text().strip()
        if not text:
            return None
        if text[0] in "+-−":
            days = text[1:].strip().removesuffix("d").strip()
            if not days.isdecimal() or int(days) > _MOST_DAYS:
                message = self.tr("“{text}” is not a number of days.").format(text=text)
                raise InvalidError(message)
            return int(days) if text[0] == "+" else -int(days)
        is_none = text.lower() == self.tr("none")
        fields["expected_close_on"] = None if is_none else read_day(text, self._today, self._formats)
        return None

    def _read_probability(self, fields: DealEdit) -> None:
        text = self.probability.text().strip()
        if text:
            is_none = text.lower() == self.tr("none")
            fields["probability"] = None if is_none else read_percent(text, self._formats)

    def _read_label(self) -> str | None:
        text = self.add_label.currentText().strip()
        return None if text == self.add_label.itemText(0) else text or None

    def _choose(self, rows: Sequence[Named], none: str | None) -> QComboBox:
        field = QComboBox()
        field.addItem(self.tr("No change"), _KEEP)
        if none is not None:
            field.addItem(none, None)
        for row in rows:
            field.addItem(row.name, row.row_id)
        return field
