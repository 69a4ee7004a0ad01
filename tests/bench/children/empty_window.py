"""Shows an empty window and tells when it is painted: the least that a start can take."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class EmptyWindow(QMainWindow):
    """Nothing in it, as large as the program's own."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self, tell)  # noqa: TID251 - nothing of the program's own is in it


def tell() -> None:
    """The window is painted and the event loop is free."""
    print("{}", flush=True)
    app.quit()


app = QApplication([])
window = EmptyWindow()
window.resize(1440, 900)
window.show()
app.exec()
