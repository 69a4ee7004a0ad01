"""The rest of today's calls, one after the other: number, result, next step, next call."""

from collections.abc import Callable, Sequence
from enum import Enum, auto

from PySide6.QtCore import QObject, QPoint, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_pipeline.queries.calls import read_call
from desktop_pipeline.ui.activities.call_card import CallCard
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.activity_acts import ActivityActs

# The last card must be gone for good: on some desktops it takes the next popup with it.
_BETWEEN_MS = 15
# So often, since a machine that is busy hears of its end after the first time.
_TIMES = 3


class _State(Enum):
    RESTING = auto()
    CALLING = auto()
    GOING_ON = auto()


class CallWalk(QObject):
    """Shows a card for each call; the planner asks for the next step between them. Signals: `said(sentence)`."""

    said = Signal(str)

    def __init__(
        self, session: Session, theme: Theme, formats: Formats, acts: ActivityActs, find_place: Callable[[int], QPoint]
    ) -> None:
        """`find_place` brings an activity into sight and tells where its card opens on the screen."""
        super().__init__(acts)
        self._session = session
        self._theme = theme
        self._formats = formats
        self._acts = acts
        self._find_place = find_place
        self._ids: tuple[int, ...] = ()
        self._turn = self._done = self._waits = 0
        self._state = _State.RESTING
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl
        self._soon = QTimer(self, singleShot=True, interval=_BETWEEN_MS)
        self._soon.timeout.connect(self._go_on)
        acts.ended.connect(self._on_ended)

    @property
    def is_going(self) -> bool:
        """Whether calls are being made."""
        return self._state is not _State.RESTING

    def start(self, activity_ids: Sequence[int], home: QWidget) -> None:
        """Begins with the first of these calls."""
        self._ids = tuple(activity_ids)
        self._home = home
        self._turn = self._done = 0
        self._show_next()

    def _show_next(self) -> None:
        while self._turn < len(self._ids):
            activity_id = self._ids[self._turn]
            self._turn += 1
            call = read_call(self._session.workspace, activity_id)
            if call is None:
                continue
            place = self._find_place(activity_id)
            count = (self._turn, len(self._ids))
            card = CallCard(self._session, self._theme, self._formats, call, count, self._home, open_url=self.open_url)
            card.skipped.connect(self._on_skipped)
            card.finished.connect(self._on_finished)
            self._state = _State.CALLING
            self._acts.show_finisher(card, call.activity, place)
            return
        self._end()

    def _on_skipped(self) -> None:
        self._state = _State.GOING_ON

    def _on_finished(self) -> None:
        self._done += 1
        self._state = _State.GOING_ON

    def _on_ended(self) -> None:
        if self.is_going:
            # The planner may be about to open.
            self._waits = _TIMES
            self._soon.start()

    def _go_on(self) -> None:
        if self._acts.popover is not None or not self.is_going:
            return
        self._waits -= 1
        if self._waits > 0:
            self._soon.start()
            return
        if not self._home.isVisible():
            # The window, or the file, was closed meanwhile.
            self._state = _State.RESTING
            return
        if self._state is _State.GOING_ON:
            self._show_next()
        else:
            self._end()

    def _end(self) -> None:
        self._state = _State.RESTING
        number = self._formats.number
        left = sum(1 for each in self._ids if read_call(self._session.workspace, each) is not None)
        if not left:
            self.said.emit(self.tr("All calls are done."))
        elif self._done:
            words = self.tr("{done} of {count} calls done, {left} left.")
            counts = {"done": number(self._done), "count": number(len(self._ids)), "left": number(left)}
            self.said.emit(words.format(**counts))
