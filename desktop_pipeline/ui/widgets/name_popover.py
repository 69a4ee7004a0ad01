"""A small panel that asks for a name."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.popover import Popover
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on

_WIDTH = 280


class NamePopover(Popover):
    """`keep(text)` takes what is typed, or refuses it by a PipelineError that is shown below; Esc keeps nothing."""

    def __init__(
        self, theme: Theme, title: str, typed: str, keep: Callable[[str], object], parent: QWidget, detail: str = ""
    ) -> None:
        super().__init__(theme, _WIDTH, parent)
        self._keep = keep
        self.head(title, detail)
        self.field = QLineEdit(typed)
        self.field.setAccessibleName(title)
        pass_undo_on(self.field)
        self.field.textEdited.connect(lambda _text: self.refuse(""))
        self.body.addWidget(self.field)
        self.add_error_line()

    def open_at(self, place: QPoint) -> None:
        super().open_at(place)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.selectAll()

    def submit(self) -> None:
        try:
            self._keep(self.field.text())
        except PipelineError as error:
            self.refuse(str(error))
            return
        self.close()
