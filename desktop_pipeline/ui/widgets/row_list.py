"""A plain list of rows that a delegate paints, of any length: how all such lists begin."""

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QWidget


def set_up_rows(view: QListView, model: QAbstractItemModel, delegate: QStyledItemDelegate) -> None:
    """Without a frame, rows of one height, scrolled by the pixel, nothing edited in place."""
    # Asked for a viewport that Qt made, PySide first makes the types of all widgets there are.
    view.setViewport(QWidget())
    view.setModel(model)
    view.setItemDelegate(delegate)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setUniformItemSizes(True)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
