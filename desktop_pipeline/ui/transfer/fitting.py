"""How large a dialog is: as its content asks, and never beyond the window it belongs to."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QDialog

from desktop_pipeline.ui.theme import Theme

_AROUND = 24
_SMALLEST = (640, 400)


def fit_into_window(dialog: QDialog, theme: Theme, size: tuple[int, int]) -> None:
    """Gives it that size, which grows with the text, in the middle of its window."""
    wide, high = (theme.size(side) for side in size)
    window = dialog.parentWidget()
    if window is None:
        dialog.resize(wide, high)
        return
    home = window.window().geometry()
    most = (home.width() - 2 * _AROUND, home.height() - 2 * _AROUND)
    dialog.setMinimumSize(min(_SMALLEST[0], most[0]), min(_SMALLEST[1], most[1]))
    place = QRect(0, 0, min(wide, most[0]), min(high, most[1]))
    place.moveCenter(home.center())
    if place.size() != dialog.size() or not dialog.isVisible():
        dialog.setGeometry(place)
