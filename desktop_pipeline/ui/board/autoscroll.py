"""Scrolling while a card is held near an edge: columns up and down, the board sideways."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QScrollBar

LIST_ZONE = 48
BOARD_ZONE = 64
SLOWEST = 4
FASTEST = 20
_FRAME_MS = 16


def edge_speed(place: float, length: float, zone: float) -> int:
    """Pixels a frame, 4 at the zone's inner border to 20 at the edge; negative towards the start, 0 between."""
    depth = max(zone - place, place - (length - zone))
    if depth < 0 or length <= 0:
        return 0
    speed = round(SLOWEST + (FASTEST - SLOWEST) * min(1.0, depth / zone))
    return -speed if place < length / 2 else speed


class AutoScroll(QObject):
    """Moves two scroll bars while it is steered; `moved` is called after each frame that moved one."""

    def __init__(self, moved: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._moved = moved
        self._steps: list[tuple[QScrollBar, int]] = []
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._timer.timeout.connect(self._on_frame)

    def steer(self, *steps: tuple[QScrollBar, int]) -> None:
        """Go on scrolling these bars by so many pixels a frame until told otherwise."""
        self._steps = [(bar, speed) for bar, speed in steps if speed]
        if self._steps and not self._timer.isActive():
            self._timer.start()
        elif not self._steps:
            self.stop()

    def stop(self) -> None:
        """Scroll no more."""
        self._steps = []
        self._timer.stop()

    def _on_frame(self) -> None:
        before = [bar.value() for bar, _speed in self._steps]
        for bar, speed in self._steps:
            bar.setValue(bar.value() + speed)
        if before != [bar.value() for bar, _speed in self._steps]:
            self._moved()
