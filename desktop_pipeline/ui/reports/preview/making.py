"""Makes the report of a preview: gathered on a worker, laid out in free turns of the window; the newest wish wins."""

from collections.abc import Callable, Generator
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.ui.charts.plot import load_pyqtgraph
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.qt_types import make_types
from desktop_pipeline.ui.reports.pages import Pages, Step, lay_out
from desktop_pipeline.ui.reports.sheet import Sheet
from desktop_pipeline.ui.reports.turns import Turns
from desktop_pipeline.ui.tasks import Progress, Tasks

# What makes a report, on any thread; it tells how far it is, and that may raise to give it up.
Plan: TypeAlias = Callable[[Callable[[int, int], None]], ReportContent]

_TURN_SECONDS = 0.006


class ReportMaker(QObject):
    """`is_busy` until pages are ready, or it failed or was stopped.

    Signals: `gathered(ReportContent)` with all its parts; `ready(Pages)`; `progressed(done, total)`; `failed(words)`.
    """

    gathered = Signal(object)
    ready = Signal(object)
    progressed = Signal(int, int)
    failed = Signal(str)

    def __init__(self, tasks: Tasks, formats: Formats, parent: QObject) -> None:
        """`tasks` outlive it: what was given up ends by itself, and nobody waits for it."""
        super().__init__(parent)
        self._formats = formats
        self._tasks = tasks
        self._turns = Turns(self)
        self._turns.progressed.connect(self.progressed)
        self._turns.done.connect(self._on_turned)
        self._turns.failed.connect(lambda error: self.failed.emit(str(error)))
        self._gathering: Progress | None = None
        self._plan: Plan | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is under work."""
        return self._gathering is not None or self._turns.is_running

    def gather(self, plan: Plan) -> None:
        """Make another report; what is under work is given up."""
        self.stop()
        self._plan = plan
        self._turns.run(_make_types())

    def _start(self, plan: Plan) -> None:
        def work(progress: Progress) -> ReportContent:
            load_pyqtgraph()
            return plan(progress.report)

        self._gathering = self._tasks.run(work, self._on_gathered, self._on_failed, key="report")
        self._gathering.reported.connect(self.progressed)

    def lay_out(self, content: ReportContent, sheet: Sheet) -> None:
        """Lay a report out on pages; older ones are given up."""
        self._turns.run(lay_out(content, sheet, self._formats))

    def stop(self) -> None:
        """Give up what is under work; nothing more is heard of it."""
        if self._gathering is not None:
            self._gathering.cancel()
            self._gathering.reported.disconnect(self.progressed)
            self._gathering = None
        self._turns.cancel()

    def _on_gathered(self, content: ReportContent) -> None:
        self._gathering = None
        self.gathered.emit(content)

    def _on_failed(self, error: PipelineError) -> None:
        self._gathering = None
        self.failed.emit(str(error))

    def _on_turned(self, result: object) -> None:
        plan, self._plan = self._plan, None
        if isinstance(result, Pages):
            self.ready.emit(result)
        elif plan is not None:
            self._start(plan)


def _make_types() -> Generator[Step, None, None]:
    """Before a worker imports what draws charts."""
    while not make_types(_TURN_SECONDS):
        yield 0, 0
