"""Where a popup opens: at its field, and always whole on the screen."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


def show_on_screen(popup: QWidget, place: QPoint) -> None:
    """Shows a popup with its top left corner there, moved so that it stays on the screen."""
    popup.adjustSize()
    screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
    room = screen.availableGeometry()
    popup.move(
        max(room.left(), min(place.x(), room.right() - popup.width())),
        max(room.top(), min(place.y(), room.bottom() - popup.height())),
    )
    popup.show()
