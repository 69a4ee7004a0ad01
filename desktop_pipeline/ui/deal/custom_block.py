"""The owner's own fields of a deal, each edited by what its kind takes."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout

from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.ui.deal.edits import DealEdits
from desktop_pipeline.ui.deal.sections import Block
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.widgets.custom_fields import CustomFieldMaker
from desktop_pipeline.ui.widgets.field import MOST_LINES, PAD
from desktop_pipeline.ui.widgets.field_name import FieldName

_LABEL = 92


class CustomBlock(Block):
    """Nothing at all where there are no such fields."""

    def __init__(self, around: Surroundings, edits: DealEdits) -> None:
        super().__init__(around, QCoreApplication.translate("DealPanel", "Your fields"))
        self._maker = CustomFieldMaker(
            around.theme, around.formats, around.note, around.session.today, edits.keep_custom, around.open_url
        )

    def show_deal(self, view: DealView) -> None:
        """Show what the fields hold for a deal."""
        self.setVisible(bool(view.custom))
        self.show_rows((view.deal_id, view.custom, view.currency), lambda: self._make_rows(view))

    def _make_rows(self, view: DealView) -> None:
        for custom in view.custom:
            label = FieldName(self._theme, custom.name, _LABEL, inset=PAD)
            field = self._maker.make(custom, view.currency)
            field.take_lines(MOST_LINES)
            field.setEnabled(not self._around.is_read_only)
            row = QHBoxLayout()
            row.setContentsMargins(0, 1, 0, 1)
            row.setSpacing(0)
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(self.keep(f"custom:{custom.field_id}", field), 1, Qt.AlignmentFlag.AlignTop)
            opener = self._maker.make_opener(custom)
            if opener is not None:
                row.addWidget(self.keep(f"open:{custom.field_id}", opener), 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addLayout(row)
