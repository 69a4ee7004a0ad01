"""The field a note is written into: one line high, growing with what is written."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on

_MOST_LINES = 8
_AROUND = 16


class NoteField(QPlainTextEdit):
    """Enter keeps the note, Shift+Enter begins a line. Signals: `written(text)`, `left` when Esc is pressed."""

    written = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        pass_undo_on(self)
        self.setPlaceholderText(self.tr("Write a note"))
        self.setAccessibleName(self.tr("Write a note"))
        self.setAccessibleDescription(self.tr("Enter keeps it, Shift+Enter begins a new line"))
        self.setToolTip(self.accessibleDescription())
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(3)
        self.textChanged.connect(self._grow)
        theme.changed.connect(self._grow)
        self._grow()

    def keep_clear(self, pixels: int) -> None:
        """Leave so much free at the right, for a button inside the frame."""
        self.setViewportMargins(0, 0, pixels, 0)
        self._grow()

    def take_up(self, text: str) -> None:
        """Show what was begun, to be gone on with."""
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.written.emit(self.toPlainText())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._grow()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._grow()

    def _grow(self) -> None:
        lines = min(_MOST_LINES, max(1, self._count_lines()))
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines == _MOST_LINES else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.setFixedHeight(round(lines * self._theme.metrics("body").lineSpacing()) + _AROUND + 2)

    def _count_lines(self) -> int:
        block, lines = self.document().begin(), 0
        while block.isValid():
            lines += max(1, block.layout().lineCount())
            block = block.next()
        return lines
