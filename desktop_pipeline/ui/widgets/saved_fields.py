"""Fields that save what they hold as soon as they are left, and say below themselves why where they cannot."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on

_PASSING = frozenset((Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason))


def attempt(act: Callable[[], object], note: ErrorNote, field: QWidget) -> bool:
    """Does it; where it is refused says why below the field and returns False."""
    try:
        act()
    except PipelineError as error:
        note.speak(str(error), field)
        return False
    note.hide()
    return True


class _Keeping:
    """What a field holds that is kept, and the way another value is kept instead."""

    def __init__(self, field: QWidget, note: ErrorNote, keep: Callable[[str], object]) -> None:
        self._field = field
        self._note = note
        self._keep = keep
        self.kept = ""

    def settle(self, value: str) -> bool:
        """Keeps it where it is another one; returns False where it is refused, and then the older one is kept."""
        if value == self.kept:
            return True
        # What is kept is shown again while it is being kept: the field must not take that for another value.
        before, self.kept = self.kept, value
        if attempt(lambda: self._keep(value), self._note, self._field):
            return True
        self.kept = before
        return False


class SavedLine(QLineEdit):
    """Enter and leaving the field hand what was typed to `keep`; Esc puts back what is kept."""

    def __init__(self, name: str, note: ErrorNote, keep: Callable[[str], object]) -> None:
        super().__init__()
        self._note = note
        self._keeping = _Keeping(self, note, keep)
        self.setAccessibleName(name)
        pass_undo_on(self)
        self.returnPressed.connect(self.finish)
        self.textEdited.connect(note.hide)

    def show_value(self, text: str) -> None:
        """Shows what is kept, unless something else is being typed here."""
        is_typing = self.hasFocus() and self.text() != self._keeping.kept
        self._keeping.kept = text
        if not is_typing:
            self.setText(text)
            self.setCursorPosition(0)

    def finish(self) -> bool:
        """Keeps what was typed; returns False where it is refused."""
        return self._keeping.settle(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._keeping.kept:
            self._note.hide()
            self.setText(self._keeping.kept)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _PASSING:
            self.finish()


class SavedText(QPlainTextEdit):
    """Some lines of text; leaving the field and Ctrl+Enter keep them, Esc puts back what is kept."""

    def __init__(self, theme: Theme, name: str, note: ErrorNote, keep: Callable[[str], object], *, lines: int) -> None:
        super().__init__()
        self._theme = theme
        self._lines = lines
        self._note = note
        self._keeping = _Keeping(self, note, keep)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        pass_undo_on(self)
        theme.changed.connect(self._fit)
        self._fit()

    def show_value(self, text: str) -> None:
        """Shows what is kept, unless something else is being typed here."""
        is_typing = self.hasFocus() and self.toPlainText() != self._keeping.kept
        self._keeping.kept = text
        if not is_typing and self.toPlainText() != text:
            self.setPlainText(text)

    def finish(self) -> bool:
        """Keeps what was typed; returns False where it is refused."""
        return self._keeping.settle(self.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finish()
        elif event.key() == Qt.Key.Key_Escape and self.toPlainText() != self._keeping.kept:
            self._note.hide()
            self.setPlainText(self._keeping.kept)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _PASSING:
            self.finish()

    def _fit(self) -> None:
        self.setFont(self._theme.font("body"))
        self.setFixedHeight(self._lines * self._theme.line("body") + 18)


class SavedChoice(QComboBox):
    """One of several choices by their keys; a choice is kept as it is made. Signals: `kept` afterwards."""

    kept = Signal()

    def __init__(
        self, name: str, note: ErrorNote, choices: Sequence[tuple[str, str]], keep: Callable[[str], object]
    ) -> None:
        super().__init__()
        self._keeping = _Keeping(self, note, keep)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.offer(choices)
        self.activated.connect(self._on_activated)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        self.clear()
        for key, words in choices:
            self.addItem(words, key)
        self.show_value(self._keeping.kept)

    def show_value(self, key: str) -> None:
        """Shows the choice that is kept."""
        self._keeping.kept = key
        self.setCurrentIndex(self.findData(key))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the page must not change what is chosen."""
        event.ignore()

    def _on_activated(self, place: int) -> None:
        key = str(self.itemData(place))
        if key == self._keeping.kept:
            return
        if self._keeping.settle(key):
            self.kept.emit()
        else:
            self.show_value(self._keeping.kept)
