"""Drag events sent to a widget as the window system would."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

MOVE = Qt.DropAction.MoveAction
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


def enter(widget: QWidget, mime: QMimeData, place: QPoint) -> bool:
    """Whether the widget takes the drag."""
    event = QDragEnterEvent(place, MOVE, mime, LEFT, PLAIN)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def move(widget: QWidget, mime: QMimeData, place: QPoint) -> bool:
    """Whether the widget would take a drop there."""
    event = QDragMoveEvent(place, MOVE, mime, LEFT, PLAIN)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def leave(widget: QWidget) -> None:
    """The drag goes elsewhere."""
    QApplication.sendEvent(widget, QDragLeaveEvent())


def drop(widget: QWidget, mime: QMimeData, place: QPoint) -> bool:
    """Enter, hover and let go; whether the drop was taken."""
    enter(widget, mime, place)
    move(widget, mime, place)
    event = QDropEvent(QPointF(place), MOVE, mime, LEFT, PLAIN)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()
