"""The owner's own fields in the panel of a person or an organisation."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QSizePolicy, QWidget

from desktop_pipeline.queries.deal_parts import CustomFieldView
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.custom_fields import CustomFieldMaker
from desktop_pipeline.ui.widgets.field import MOST_LINES, PAD, Field
from desktop_pipeline.ui.widgets.field_long import LongField
from desktop_pipeline.ui.widgets.field_name import FieldName
from desktop_pipeline.ui.widgets.text_field import TextField

_LABEL = 84 + PAD


class CustomRows(QWidget):
    """Made afresh when what they hold changed; the focus stays with the field it was in."""

    def __init__(self, theme: Theme, maker: CustomFieldMaker) -> None:
        super().__init__()
        self._theme = theme
        self._maker = maker
        self._shown: object = None
        self.fields: dict[int, Field] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setColumnMinimumWidth(0, theme.size(_LABEL))
        self._grid.setColumnStretch(1, 1)

    def show_fields(self, whose: object, fields: Sequence[CustomFieldView], currency: str) -> None:
        """Show what the fields hold for somebody; amounts typed without a currency are in this one."""
        if (whose, fields, currency) == self._shown:
            return
        self._shown = (whose, fields, currency)
        focused = next((key for key, field in self.fields.items() if _has_keys(field)), None)
        while (cell := self._grid.takeAt(0)) is not None:
            widget = cell.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.fields = {}
        for row, custom in enumerate(fields):
            self._add_row(row, custom, currency)
        self.setVisible(bool(fields))
        if focused in self.fields:
            self.fields[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def text_fields(self) -> list[TextField | LongField]:
        """Those that may have an editor open."""
        return [field for field in self.fields.values() if isinstance(field, TextField | LongField)]

    def set_editable(self, *, editable: bool) -> None:
        """Read only, every field is only read."""
        for field in self.fields.values():
            field.setEnabled(editable)

    def _add_row(self, row: int, custom: CustomFieldView, currency: str) -> None:
        label = FieldName(self._theme, custom.name, _LABEL, inset=PAD)
        field = self._maker.make(custom, currency)
        field.take_lines(MOST_LINES)
        field.setSizePolicy(QSizePolicy.Policy.Expanding, field.sizePolicy().verticalPolicy())
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignTop)
        self.fields[custom.field_id] = field
        opener = self._maker.make_opener(custom)
        if opener is not None:
            self._grid.addWidget(opener, row, 2, Qt.AlignmentFlag.AlignTop)


def _has_keys(field: Field) -> bool:
    focused: QObject | None = QApplication.focusWidget()
    while focused is not None and focused is not field:
        focused = focused.parent()
    return focused is not None
