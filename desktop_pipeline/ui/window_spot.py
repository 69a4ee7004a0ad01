"""Where the window stands on the screens when it opens: as it was left, and always in sight."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_pipeline.ui.preferences import Preferences

_USUAL = (1440, 900)
# How high the bar with its name is that the system puts over a window: known only once it is shown.
_NAME_BAR = 32


def place_window(window: QWidget, preferences: Preferences) -> None:
    """Puts a window that is not shown yet where it stood last."""
    spot = preferences.window
    usual = window.screen().availableGeometry()
    if spot is None:
        window.resize(min(_USUAL[0], usual.width()), min(_USUAL[1], usual.height() - _NAME_BAR))
    else:
        others = (screen.availableGeometry() for screen in QGuiApplication.screens())
        window.setGeometry(fit_window(QRect(*spot), (usual, *others)))
    if preferences.is_maximized:
        window.setWindowState(Qt.WindowState.WindowMaximized)


def fit_window(spot: QRect, screens: Sequence[QRect]) -> QRect:
    """Where a window stood, brought with its name bar onto that screen, or onto the first where that one is gone."""
    screen = next((each for each in screens if each.contains(spot.topLeft())), screens[0])
    screen = screen.adjusted(0, _NAME_BAR, 0, 0)
    size = spot.size().boundedTo(screen.size())
    rightmost, lowest = screen.right() - size.width() + 1, screen.bottom() - size.height() + 1
    left, top = max(screen.left(), min(spot.left(), rightmost)), max(screen.top(), min(spot.top(), lowest))
    return QRect(QPoint(left, top), size)
