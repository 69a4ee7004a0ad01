"""Work that takes longer than a blink: on a worker thread, with progress, cancelled at any moment."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.collecting import hold_collection, release_collection

Result = TypeVar("Result")


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


@dataclass(frozen=True, slots=True)
class _Outcome:
    value: Any
    error: Exception | None


class _Task(QObject):
    """One piece of work; owned by Tasks, never by the pool (an object of the pool's thread would die with it)."""

    ended = Signal(object)

    def __init__(self, work: Callable[[Progress], Any], parent: QObject) -> None:
        super().__init__(parent)
        self.progress = Progress()
        self._work = work

    def run(self) -> None:
        """Runs on a worker thread; an error travels to the thread that waits, where it is raised or shown."""
        try:
            outcome = _Outcome(self._work(self.progress), None)
        except Exception as error:  # noqa: BLE001 - carried over to the waiting thread, nothing is swallowed
            outcome = _Outcome(None, error)
        self.ended.emit(outcome)

    def forget(self) -> None:
        """Lets go of the work, on the thread of whoever waited."""
        self._work = _do_nothing


def _do_nothing(_progress: Progress) -> None:
    """What is left of a work that is over."""


class _Runner(QRunnable):
    def __init__(self, task: _Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.run()


class Tasks(QObject):
    """The worker threads of a window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._running: set[_Task] = set()
        self._newest: dict[str, _Task] = {}

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
        task = _Task(work, self)
        if key is not None:
            older = self._newest.get(key)
            if older is not None:
                older.progress.cancel()
            self._newest[key] = task
        self._running.add(task)
        hold_collection()
        # The worker may be the last to let go of the closure below, and what it holds ends on that thread: so it holds
        # no widget any more once it was called.
        waiting = [(done, failed)]

        def finish(outcome: _Outcome) -> None:
            tell, complain = waiting.pop()
            self._release(task)
            # The connection to this closure may hold the last reference to `self`; as a child, the task would then be
            # deleted a second time in the midst of its own deletion.
            task.setParent(None)
            task.deleteLater()
            wanted = not task.progress.cancelled and (key is None or self._newest.get(key) is task)
            if key is not None and self._newest.get(key) is task:
                del self._newest[key]
            if not wanted or isinstance(outcome.error, CancelledError):
                return
            if outcome.error is None:
                tell(outcome.value)
            elif isinstance(outcome.error, PipelineError):
                complain(outcome.error)
            else:
                raise outcome.error

        task.ended.connect(finish)
        self._pool.start(_Runner(task))
        return task.progress

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs."""
        return not self._running

    def stop(self) -> None:
        """Cancels everything and waits for it to end."""
        for task in self._running:
            task.progress.cancel()
        self._pool.waitForDone()
        for task in list(self._running):
            self._release(task)

    def _release(self, task: _Task) -> None:
        # Once for each task, whether it came to its end or was stopped.
        if task in self._running:
            self._running.discard(task)
            task.forget()
            release_collection()
