"""A field that holds several names, ticked in a list that takes new ones: labels, competitors, several choices."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.field import Field
from desktop_pipeline.ui.widgets.name_popup import NamePopup


class MarksField(Field):
    """`turn(name, is_on)` adds or takes one; `add_words` with {text} offers a new one, without them none is taken."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        note: ErrorNote,
        turn: Callable[[str, bool], object],
        read_names: Callable[[], Sequence[str]],
        *,
        none: str,
        add_words: str = "",
    ) -> None:
        super().__init__(theme, name, note)
        self._turn = turn
        self._read_names = read_names
        self._none = none
        self._add_words = add_words
        self._names: tuple[str, ...] = ()
        self.popup: NamePopup | None = None

    def show_names(self, names: tuple[str, ...]) -> None:
        """Show these, or the words for none."""
        self._names = names
        self.show_value(", ".join(names) or self._none, is_empty=not names)

    def open_editor(self) -> None:
        self._note.hide()
        self.popup = NamePopup(self._theme, self._name, self._find, self, new=self._add_words, ticks=self._ticked)
        self.popup.taken.connect(self._on_taken)
        self.popup.named.connect(lambda name: self._put(name, is_on=True))
        self.popup.open_at(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def _offered(self) -> list[Named]:
        """Those on offer and those that are taken, numbered by their place."""
        names = sorted({*self._read_names(), *self._names}, key=str.casefold)
        return [Named(place, name) for place, name in enumerate(names, start=1)]

    def _find(self, text: str) -> list[Named]:
        return [row for row in self._offered() if text.casefold() in row.name.casefold()]

    def _ticked(self) -> frozenset[int]:
        return frozenset(row.row_id for row in self._offered() if row.name in self._names)

    def _on_taken(self, place: int) -> None:
        name = self._offered()[place - 1].name
        self._put(name, is_on=name not in self._names)

    def _put(self, name: str, *, is_on: bool) -> None:
        try:
            self._turn(name, is_on)
        except PipelineError as error:
            if self.popup is not None:
                self.popup.refuse(str(error))
