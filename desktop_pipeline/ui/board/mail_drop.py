"""Files of e-mails dropped on a card: they join the timeline of its deal."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDropEvent

from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.dropped_mails import find_mails

_DRAGS = frozenset((QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop))


class MailDrop(QObject):
    """Listens before a column does, to nothing but files of e-mails. Signals: `dropped(deal id, paths)`."""

    dropped = Signal(int, list)

    def __init__(self, page: QObject) -> None:
        super().__init__(page)

    def watch(self, column: BoardColumn) -> None:
        """Take what is dropped on the cards of a column."""
        column.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _DRAGS or not isinstance(watched, BoardColumn) or not isinstance(event, QDropEvent):
            return False
        mails = find_mails(event.mimeData())
        if not mails:
            return False
        deal_id = _find_deal(watched, event.position().toPoint())
        # Entering is always taken: the next card may be the one. Elsewhere than on a card nothing is let go.
        if deal_id is None and event.type() is not QEvent.Type.DragEnter:
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() is QEvent.Type.Drop and deal_id is not None:
            self.dropped.emit(deal_id, mails)
        return True


def _find_deal(column: BoardColumn, place: QPoint) -> int | None:
    index = column.list.indexAt(column.list.viewport().mapFrom(column, place))
    card = column.list.cards.card(index.row()) if index.isValid() else None
    return None if card is None or column.is_collapsed else card.deal_id
