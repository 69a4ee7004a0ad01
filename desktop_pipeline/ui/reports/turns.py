"""Work of the window's own thread, done in the free turns of its loop a few milliseconds at a time."""

from collections.abc import Generator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.collecting import hold_collection, release_collection
from desktop_pipeline.ui.reports.pages import Step

_TURN_SECONDS = 0.008


class Turns(QObject):
    """Runs one stepwise work at a time; a newer one takes the place of an older.

    Signals: `progressed(done, total)`, then `done(result)`, or `failed(PipelineError)`; nothing after `cancel`.
    """

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Generator[Step, None, object] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._turn)

    @property
    def is_running(self) -> bool:
        """Whether something is under work."""
        return self._work is not None

    def run(self, work: Generator[Step, None, object]) -> None:
        """Start it with the next turn."""
        self.cancel()
        self._work = work
        # Looking through all the texts of a report for garbage would keep the window for longer than any step.
        hold_collection()
        self._timer.start()

    def cancel(self) -> None:
        """Give up what is under work; what it has begun to write is gone when this returns."""
        work = self._end()
        if work is not None:
            work.close()

    def _end(self) -> Generator[Step, None, object] | None:
        self._timer.stop()
        work, self._work = self._work, None
        if work is not None:
            release_collection()
        return work

    def _turn(self) -> None:
        work, until = self._work, perf_counter() + _TURN_SECONDS
        step: Step | None = None
        try:
            while work is not None and perf_counter() < until:
                step = next(work)
        except StopIteration as ended:
            self._end()
            self.done.emit(ended.value)
        except PipelineError as error:
            self._end()
            self.failed.emit(error)
        except BaseException:
            # Our own fault: told to the hook, and not tried again in every turn.
            self._end()
            raise
        else:
            if step is not None:
                self.progressed.emit(*step)
