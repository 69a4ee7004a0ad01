"""A name that is edited in its place: Enter keeps it, Esc and a click elsewhere leave it as it was."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on


class NameField(QLineEdit):
    """Signals: `kept(name)` when another name was typed; `closed()` when it is gone."""

    kept = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._old = ""
        self.setAccessibleName(name)
        pass_undo_on(self)
        self.hide()

    def open_with(self, name: str, place: QRect) -> None:
        """Stand there with the name, all of it selected."""
        self._old = name
        self.setText(name)
        self.setFont(self._theme.font("strong"))
        self.setGeometry(place.adjusted(-4, -2, 0, 4))
        self.raise_()
        self.show()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            typed = self.text()
            self._close()
            if typed != self._old:
                self.kept.emit(typed)
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}:
            self.hide()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
