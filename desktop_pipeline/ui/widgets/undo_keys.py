"""Undo in a field where nothing was typed goes on to the window, which takes back the last change."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit


def pass_undo_on(field: QLineEdit | QPlainTextEdit) -> None:
    """Let undo and redo reach the window while the field has no typing of its own to take back or do again."""
    field.installEventFilter(_UndoPasser(field))


class _UndoPasser(QObject):
    """A text field claims the undo keys always; here it claims them only while it can answer."""

    def __init__(self, field: QLineEdit | QPlainTextEdit) -> None:
        super().__init__(field)
        self._field = field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        steps = self._field if isinstance(self._field, QLineEdit) else self._field.document()
        undo = event.matches(QKeySequence.StandardKey.Undo) and not steps.isUndoAvailable()
        redo = event.matches(QKeySequence.StandardKey.Redo) and not steps.isRedoAvailable()
        if undo or redo:
            event.ignore()
        return undo or redo
