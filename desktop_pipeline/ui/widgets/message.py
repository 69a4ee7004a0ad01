"""A short message of Qt's own kind with the room around its words that our own dialogs have."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QMessageBox, QWidget

_SIDE, _TOP, _ABOVE_BUTTONS = 20, 16, 14


def make_message(parent: QWidget, sentence: str) -> QMessageBox:
    """A message of plain text; its buttons are still to be added."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    grid = box.layout()
    if isinstance(grid, QGridLayout):
        grid.setContentsMargins(_SIDE, _TOP, _SIDE, _TOP)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(_ABOVE_BUTTONS)
        # Qt keeps a place before the words for an icon that there is not.
        words = box.findChild(QLabel, "qt_msgbox_label")
        if words is not None:
            grid.takeAt(0)
            grid.removeWidget(words)
            grid.addWidget(words, 0, 0, 1, 2)
    return box
