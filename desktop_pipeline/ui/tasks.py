"""Work that takes longer than a blink: on a worker thread, with progress, cancelled at any moment."""

from collections.abc import Callable
from time import monotonic
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.collecting import hold_collection, release_collection
from desktop_pipeline.ui.heap import give_back

Result = TypeVar("Result")
# What takes less has not taken much memory either.
_LONG_SECONDS = 0.2


class CancelledError(Exception):
    """The work was given up because nobody waits for it any more."""


class Progress(QObject):
    """What the work tells about itself.

    Signals: `reported(done, total)`, on the thread of whoever listens.
    """

    reported = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits for the result any more."""
        return self._cancelled

    def cancel(self) -> None:
        """Asks the work to stop at its next report."""
        self._cancelled = True

    def report(self, done: int, total: int) -> None:
        """Says how far the work is; raises CancelledError when it is no longer wanted."""
        if self._cancelled:
            raise CancelledError
        self.reported.emit(done, total)


class _Outcome(NamedTuple):
    value: Any = None
    error: Exception | None = None


_NOTHING = _Outcome()


class _Task:
    """One piece of work and who waits for it: nothing of Qt, since a worker may be the last to let go of it.

    An object of Qt that told of its own end was deleted by the window while the worker was still telling: the program
    ended now and then on a loaded machine.
    """

    def __init__(
        self,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[PipelineError], None],
        key: str | None,
    ) -> None:
        self.progress: Progress | None = Progress()
        self.key = key
        self._work = work
        self._answers = (done, failed)
        self._outcome = _NOTHING

    def run(self) -> None:
        """Runs on a worker thread; an error travels to the thread that waits, where it is raised or shown."""
        assert self.progress is not None
        try:
            self._outcome = _Outcome(self._work(self.progress))
        except Exception as error:  # noqa: BLE001 - carried over to the waiting thread, nothing is swallowed
            self._outcome = _Outcome(error=error)

    def answer(self) -> None:
        """Tells who waits, on their thread; raises what is our own fault."""
        (tell, complain), (value, error) = self._answers, self._outcome
        self.forget()
        if error is None:
            tell(value)
        elif isinstance(error, PipelineError):
            complain(error)
        elif not isinstance(error, CancelledError):
            raise error

    def forget(self) -> None:
        """Lets go of everything, on the thread of whoever waited: what is left may end with the worker."""
        self.progress = None
        self._work, self._answers, self._outcome = _do_nothing, (_do_nothing, _do_nothing), _NOTHING


def _do_nothing(_told: object) -> None:
    """What is left of a work that is over, and of who waited for it."""


class _Runner(QRunnable):
    def __init__(self, task: _Task, tell: Callable[[_Task], None]) -> None:
        super().__init__()
        self._task = task
        self._tell = tell

    def run(self) -> None:
        started = monotonic()
        self._task.run()
        self._tell(self._task)
        if monotonic() - started > _LONG_SECONDS:
            give_back()


class Tasks(QObject):
    """The worker threads of a window.

    Signals: `rested`, when the last work that was under way is over and has been answered.
    """

    # From a worker to the thread of the window, by an object that outlives all workers.
    _ended = Signal(object)
    rested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._running: set[_Task] = set()
        self._newest: dict[str, _Task] = {}
        self._ended.connect(self._finish)

    def run(
        self,
        work: Callable[[Progress], Result],
        done: Callable[[Result], None],
        failed: Callable[[PipelineError], None],
        *,
        key: str | None = None,
    ) -> Progress:
        """Starts the work; `done` or `failed` is called on this thread.

        Of several works with one key only the newest answers; the older ones are cancelled. An error that is not a
        PipelineError is our own fault and reaches `sys.excepthook`.
        """
        task = _Task(work, done, failed, key)
        progress = task.progress
        assert progress is not None
        if key is not None:
            older = self._newest.get(key)
            if older is not None and older.progress is not None:
                older.progress.cancel()
            self._newest[key] = task
        self._running.add(task)
        hold_collection()
        self._pool.start(_Runner(task, self._ended.emit))
        return progress

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs."""
        return not self._running

    def stop(self) -> None:
        """Cancels everything and waits for it to end."""
        for task in self._running:
            if task.progress is not None:
                task.progress.cancel()
        self._pool.waitForDone()
        for task in list(self._running):
            self._release(task)

    def _finish(self, task: _Task) -> None:
        if task not in self._running:
            return  # it was stopped
        is_wanted = task.progress is not None and not task.progress.cancelled
        self._release(task, answers=is_wanted)

    def _release(self, task: _Task, *, answers: bool = False) -> None:
        self._running.discard(task)
        release_collection()
        if task.key is not None and self._newest.get(task.key) is task:
            del self._newest[task.key]
        if answers:
            task.answer()
        else:
            task.forget()
        if not self._running:
            self.rested.emit()
