"""A field that is a day."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPoint

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.field import Field


class DayField(Field):
    """Opens a small calendar below itself."""

    def __init__(  # noqa: PLR0913 - one field and how it is kept
        self,
        theme: Theme,
        formats: Formats,
        name: str,
        note: ErrorNote,
        keep: Callable[[date | None], object],
        read_today: Callable[[], date],
        *,
        none: str,
        style: FontStyle = "body",
        role: str = "ink",
    ) -> None:
        super().__init__(theme, name, note, style=style, role=role)
        self._formats = formats
        self._keep = keep
        self._read_today = read_today
        self._none = none
        self._day: date | None = None

    def show_day(self, day: date | None, text: str) -> None:
        """Show the day in these words, or the words for none."""
        self._day = day
        self.show_value(text if day else self._none, is_empty=day is None)

    def open_editor(self) -> None:
        self._note.hide()
        popup = DayPopup(self._theme, self._formats, self._day, self._read_today(), self.tr("No date"), self)
        popup.taken.connect(self.take)
        popup.open_at(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def take(self, day: date | None) -> None:
        """Keep this day, or none."""
        self.attempt(lambda: self._keep(day))
