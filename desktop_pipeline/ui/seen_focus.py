"""What gets the keys is brought into sight, also where Tab leads into a part that is scrolled."""

from PySide6.QtWidgets import QScrollArea, QWidget


def show_focus(_before: QWidget | None, now: QWidget | None) -> None:
    """Scrolls to what has the keys now, where nothing of it is seen.

    Qt does so only from one widget of a scrolled part to the next. What is seen at all stays where it is: a click on it
    must not move it away.
    """
    if now is None or not now.isVisible() or not now.visibleRegion().isEmpty():
        return
    home = now.parentWidget()
    while home is not None:
        if isinstance(home, QScrollArea):
            home.ensureWidgetVisible(now)
        home = home.parentWidget()
