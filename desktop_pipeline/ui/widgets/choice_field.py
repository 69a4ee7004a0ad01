"""A field that is chosen from a list the owner keeps."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint

from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.chip_menu import ChipMenu
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.field import Field

_NOBODY = 0  # ids begin at 1


class ChoiceField(Field):
    """Opens the list that finds by typing; the first line empties the field."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        note: ErrorNote,
        keep: Callable[[int | None], object],
        read_choices: Callable[[], Sequence[Named]],
        *,
        none: str,
        style: FontStyle = "body",
        role: str = "ink",
    ) -> None:
        super().__init__(theme, name, note, style=style, role=role)
        self._keep = keep
        self._read_choices = read_choices
        self._none = none
        self._chosen: int | None = None

    def show_chosen(self, row_id: int | None, name: str | None, *, person: str | None = None) -> None:
        """Show the row that is chosen, or the words for none."""
        self._chosen = row_id
        self.show_value(name or self._none, is_empty=name is None, person=person)

    def open_editor(self) -> None:
        self._note.hide()
        choices = [(_NOBODY, self._none), *((row.row_id, row.name) for row in self._read_choices())]
        menu = ChipMenu(self._theme, choices, frozenset({self._chosen or _NOBODY}), self, picks_one=True)
        menu.toggled.connect(menu.close)
        menu.toggled.connect(self.choose)
        menu.open_at(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def choose(self, row_id: int) -> None:
        """Take a row of the list; 0 stands for none."""
        self.attempt(lambda: self._keep(row_id or None))
