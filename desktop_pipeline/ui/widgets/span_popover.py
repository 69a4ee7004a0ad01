"""Two fields for the ends of a span, which can hold as they are typed."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.popover import Popover
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on
from desktop_pipeline.ui.widgets.words import Words

_WIDTH = 240


class SpanPopover(Popover):
    """`keep(first, last)` takes what is typed, or refuses it by a PipelineError that is shown below."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        names: tuple[str, str],
        typed: tuple[str, str],
        keep: Callable[[str, str], None],
        parent: QWidget,
        *,
        live: bool = True,
    ) -> None:
        """`live` keeps with every key, otherwise Enter does."""
        super().__init__(theme, _WIDTH, parent)
        self._keep = keep
        self.head(title)
        self.first, self.last = (QLineEdit(text) for text in typed)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        for row, (name, field) in enumerate(zip(names, (self.first, self.last), strict=True)):
            label = Words(theme, name, "secondary", "ink2")
            label.setBuddy(field)
            field.setAccessibleName(f"{title}, {name}")
            pass_undo_on(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            field.textEdited.connect(self._try if live else lambda _text: self.refuse(""))
        self.body.addLayout(grid)
        self.add_error_line()

    def open_at(self, place: QPoint) -> None:
        super().open_at(place)
        self.first.setFocus(Qt.FocusReason.PopupFocusReason)
        self.first.selectAll()

    def submit(self) -> None:
        if self._try():
            self.close()

    def _try(self) -> bool:
        try:
            self._keep(self.first.text(), self.last.text())
        except PipelineError as error:
            self.refuse(str(error))
            return False
        self.refuse("")
        return True
