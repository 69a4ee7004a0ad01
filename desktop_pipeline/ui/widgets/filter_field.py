"""The field of a toolbar that filters what is shown as it is typed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from desktop_pipeline.ui.icons import icon
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.key_hint import hint_width, paint_key_hint
from desktop_pipeline.ui.widgets.leading_icon import CLOSER, lead_with
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on

_KEYS = ("/",)
_LONGEST = 200
# What stands around the words: the frame and the icon, the frame alone.
_BEFORE_WORDS, _AFTER_WORDS = 38 - CLOSER, 16


class FilterField(QLineEdit):
    """Shows its words, or fewer where these find no room, and its key while it is empty; `name` is for screen readers.

    Signals: `entered()` when it gets the keys; `left()` on Esc, Enter or ↓.
    """

    entered = Signal()
    left = Signal()

    def __init__(self, theme: Theme, words: str, name: str) -> None:
        super().__init__(placeholderText=words, clearButtonEnabled=True)
        self._theme = theme
        self._words = words
        self.setAccessibleName(name)
        self.setMaxLength(_LONGEST)
        pass_undo_on(self)
        self.setTextMargins(0, 0, round(hint_width(theme, _KEYS)) + 4, 0)
        lead_with(self, icon(theme, "search"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText("")
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - _BEFORE_WORDS - self.textMargins().right() - _AFTER_WORDS
        fits = self.fontMetrics().horizontalAdvance(self._words) <= room
        self.setPlaceholderText(self._words if fits else self.tr("Filter"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text() or self.hasFocus():
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self.width() - 8 - hint_width(theme, _KEYS)
        paint_key_hint(painter, theme, left, self.height() / 2, _KEYS, (theme.color("line2"), theme.color("ink3")))
