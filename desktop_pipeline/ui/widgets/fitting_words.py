"""Words that have a shorter form for where the room is short."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent, QResizeEvent

from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.painting import text_width
from desktop_pipeline.ui.widgets.words import ElidedWords, set_tooltip


class FittingWords(ElidedWords):
    """The longest of its forms that is whole; below the `least` width nothing at all rather than first letters."""

    def __init__(self, theme: Theme, style: FontStyle, role: str, *, least: int = 0) -> None:
        super().__init__(theme, "", style, role)
        self._least = least
        self._forms: tuple[str, ...] = ()

    def show_forms(self, *forms: str) -> None:
        """The longest first."""
        self._forms = forms
        self.show_words(forms[0])
        self._choose()

    def sizeHint(self) -> QSize:
        longest = text_width(self._theme, self._style, self._forms[0] if self._forms else "")
        return QSize(round(longest) + 1, self._theme.line(self._style))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._choose()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        needed = text_width(self._theme, self._style, self.text())
        if self.width() >= min(needed, self._theme.size(self._least)):
            super().paintEvent(event)

    def _tell_rest(self) -> None:
        super()._tell_rest()
        if self._forms and self.text() != self._forms[0]:
            set_tooltip(self, self._forms[0])

    def _choose(self) -> None:
        """Without asking for another size: that is for the longest form."""
        if self._forms:
            fitting = (form for form in self._forms if text_width(self._theme, self._style, form) <= self.width())
            self.setText(next(fitting, self._forms[-1]))
