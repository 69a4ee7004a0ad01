"""What a window makes ready once the board stands, so that nobody waits for it later."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.ui.qt_types import make_types
from desktop_pipeline.ui.screens import load_insights, load_printing
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks

# The first paint is over, and nobody has dropped a card yet.
_BEGUN_AFTER_MS = 400
_COUNTED_AFTER_MS = 150
_TURN_SECONDS = 0.006


class AfterPaint(QObject):
    """Readies the file, counts what is due and loads what is heavy, in free turns of the window.

    Signals: `begun()` when other things may be asked for too; `due_counted(number)` of activities;
    `review_counted(number)` of deals; `failed(sentence)`.
    """

    begun = Signal()
    due_counted = Signal(int)
    review_counted = Signal(int)
    failed = Signal(str)

    def __init__(self, session: Session, tasks: Tasks, figures: Figures, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._tasks = tasks
        self._figures = figures
        self._beginning = QTimer(self, singleShot=True, interval=_BEGUN_AFTER_MS)
        self._beginning.timeout.connect(self._begin)
        # Where painting itself takes longer than that, the time begins with its end.
        self._painting = QTimer(self, singleShot=True, interval=0)
        self._painting.timeout.connect(self._beginning.start)
        self._making = QTimer(self, interval=0)
        self._making.timeout.connect(self._make_types)
        # Every planned activity is looked at: not while a drop is waiting to be painted.
        self._counting = QTimer(self, singleShot=True, interval=_COUNTED_AFTER_MS)
        self._counting.timeout.connect(self._count_due)

    def start(self) -> None:
        """Begins in a moment."""
        self._painting.start()

    def stop(self) -> None:
        """Does nothing more: the window is hidden."""
        self._painting.stop()
        self._beginning.stop()
        self._making.stop()
        self._counting.stop()

    def count_again(self) -> None:
        """Counts in a moment what is due: an activity has changed."""
        self._counting.start()

    def _begin(self) -> None:
        workspace = self._session.workspace
        if not workspace.is_read_only:
            # A drop is saved sooner when the file's log need not grow for it.
            workspace.make_ready()
        self._count_due()
        self.begun.emit()
        self._making.start()

    def _make_types(self) -> None:
        if make_types(_TURN_SECONDS):
            self._making.stop()
            for load in (load_insights, load_printing):
                self._load(load)
            self._count_review()

    def _load(self, load: Callable[[], object]) -> None:
        self._tasks.run(lambda _progress: load(), lambda _nothing: None, lambda _error: None)

    def _count_due(self) -> None:
        from desktop_pipeline.queries.agenda import count_due  # noqa: PLC0415 - not on the way to the first paint

        due = count_due(self._session.workspace, today=self._session.today(), now=self._session.now())
        self.due_counted.emit(due.late + due.today)

    def _count_review(self) -> None:
        """How many deals a review of now would hold: figures, so never before the board; the screen tells it later."""
        session, figures = self._session, self._figures

        def count(_progress: object) -> int:
            from desktop_pipeline.queries.review_plan import count_to_decide  # noqa: PLC0415 - numpy comes with it
            from desktop_pipeline.queries.reviews import count_left, find_open_review  # noqa: PLC0415 - likewise

            with session.workspace.reading() as view:
                running = find_open_review(view)
                if running is not None:
                    return count_left(view, running)
                return count_to_decide(figures, view, as_of=session.today())

        self._tasks.run(count, self.review_counted.emit, lambda error: self.failed.emit(str(error)), key="review count")
