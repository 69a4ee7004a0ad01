"""What a drag carries: deal ids in a JSON type of our own; everything else is refused."""

import json
import os
from collections.abc import Iterable

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDropEvent

MIME = "application/x-desktop-pipeline-deals+json"
LARGEST_PAYLOAD = 64 * 1024
MOST_DEALS = 5_000
LARGEST_ID = 2**63 - 1


class Payload:
    """Packs and reads the ids of one board; a drag from another board or program means nothing here."""

    def __init__(self) -> None:
        self._board = os.urandom(8).hex()

    def pack(self, deal_ids: Iterable[int]) -> QMimeData:
        """The ids as the only content of a drag."""
        mime = QMimeData()
        document = {"board": self._board, "deals": list(deal_ids)}
        mime.setData(MIME, json.dumps(document, separators=(",", ":")).encode())
        return mime

    def read(self, mime: QMimeData) -> tuple[int, ...] | None:
        """The ids in the order of the drag, or None for anything but our own small, well-formed payload."""
        if not mime.hasFormat(MIME):
            return None
        raw = mime.data(MIME)
        if not 0 < raw.size() <= LARGEST_PAYLOAD:
            return None
        try:
            document = json.loads(bytes(raw.data()))
        except (ValueError, RecursionError):
            # ValueError: not JSON, not UTF-8, or a number of thousands of digits; RecursionError: brackets in brackets.
            return None
        if not isinstance(document, dict) or document.keys() != {"board", "deals"} or document["board"] != self._board:
            return None
        return _check_ids(document["deals"])

    def take(self, event: QDropEvent) -> tuple[int, ...] | None:
        """The ids of a drag that is here or let go, accepted as a move; any other drag is ignored."""
        ids = self.read(event.mimeData())
        if ids is None:
            event.ignore()
            return None
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        return ids


def _check_ids(deals: object) -> tuple[int, ...] | None:
    if not isinstance(deals, list) or not 0 < len(deals) <= MOST_DEALS:
        return None
    # `True` is an int to Python, never a deal.
    if any(type(deal) is not int or not 0 < deal <= LARGEST_ID for deal in deals) or len(set(deals)) != len(deals):
        return None
    return tuple(deals)
