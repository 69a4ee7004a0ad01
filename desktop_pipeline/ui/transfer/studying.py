"""The files of an import on a worker: read once, then looked at anew after every answer, the newest one last."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.importing.answers import ImportOptions, ReadingChoices
from desktop_pipeline.actions.importing.outlook import Outlook
from desktop_pipeline.actions.importing.reports import ImportReport
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.tasks import CancelledError, Progress, Tasks
from desktop_pipeline.ui.transfer.stoppable import Stoppable

if TYPE_CHECKING:
    from desktop_pipeline.actions.importing.study import Study

# More rows are looked through in the file itself; those with problems are all there.
MOST_ROWS = 500
Choices = Mapping[str, ReadingChoices]


OpenStudy = Callable[[Workspace, Sequence[Path], Choices, Callable[[int, int], None]], "Study"]


@dataclass(frozen=True, slots=True)
class ImportMeans:
    """How the wizard gets at files: `study` reads them, `guard(then, failed)` makes a backup and goes on."""

    study: OpenStudy
    guard: Callable[[Callable[[], object], Callable[[str], object]], object]


class Studying(QObject):
    """One look at a time: of the wishes that come meanwhile only the newest is carried out.

    Signals: `begun` when files are read; `read(ImportOptions)` with what was said before of such files;
    `looked(Outlook)`; `failed(sentence)`; `progressed(done, total)`
    and `written(ImportReport or None where it was cancelled)` of the last step.
    """

    begun = Signal()
    read = Signal(object)
    looked = Signal(object)
    failed = Signal(str)
    progressed = Signal(int, int)
    written = Signal(object)

    def __init__(self, workspace: Workspace, open_study: OpenStudy, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._open_study = open_study
        self._tasks = tasks
        self._reading: Progress | None = None
        self._writing: Stoppable | None = None
        self._is_looking = False
        self._wish: tuple[ImportOptions, bool] | None = None
        self.study: Study | None = None

    @property
    def is_busy(self) -> bool:
        """Whether what is shown may be about to change."""
        return self._reading is not None or self._is_looking or self._writing is not None

    @property
    def is_reading(self) -> bool:
        """Whether the files are being read."""
        return self._reading is not None

    @property
    def is_writing(self) -> bool:
        """Whether the import runs."""
        return self._writing is not None

    def open(self, files: Sequence[Path], choices: Choices, options: ImportOptions) -> None:
        """Reads files, and looks at them; an older reading is given up."""
        self.stop()
        workspace, open_study = self._workspace, self._open_study
        paths, chosen = tuple(files), dict(choices)
        self.begun.emit()

        def work(progress: Progress) -> "tuple[Study, ImportOptions]":
            study = open_study(workspace, paths, chosen, progress.report)
            return study, study.recalled(options)

        def done(found: "tuple[Study, ImportOptions]") -> None:
            self._reading = None
            self.study, recalled = found
            self.read.emit(recalled)
            self.look(recalled)

        def failed(error: PipelineError) -> None:
            self._reading = None
            self.failed.emit(str(error))

        self._reading = self._tasks.run(work, done, failed, key="import reading")

    def stop(self) -> None:
        """Nothing that is still read or looked at is waited for."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = None
        self._wish = None
        self.study = None

    def look(self, options: ImportOptions, *, only_problems: bool = False) -> None:
        """Wishes to see what these options would do."""
        if self.study is None:
            return
        self._wish = (options, only_problems)
        if not self._is_looking:
            self._look_now()

    def _look_now(self) -> None:
        wish, study = self._wish, self.study
        if wish is None or study is None:
            return
        self._wish = None
        self._is_looking = True
        options, only_problems = wish

        def done(outlook: Outlook) -> None:
            self._is_looking = False
            if self._wish is not None:
                self._look_now()
            elif self.study is study:
                self.looked.emit(outlook)

        def failed(error: PipelineError) -> None:
            self._is_looking = False
            if self._wish is not None:
                self._look_now()
            elif self.study is study:
                self.failed.emit(str(error))

        self._tasks.run(
            lambda _progress: study.look(options, rows=MOST_ROWS, only_problems=only_problems), done, failed
        )

    def write(self, options: ImportOptions) -> None:
        """Takes it all in."""
        study = self.study
        if study is None or self._writing is not None:
            return
        self._writing = progress = Stoppable()
        progress.reported.connect(self.progressed)

        def work(outer: Progress) -> ImportReport | None:
            progress.outer = outer
            try:
                return study.write(options, progress.report)
            except CancelledError:
                return None

        def done(report: ImportReport | None) -> None:
            self._writing = None
            self.written.emit(report)

        def failed(error: PipelineError) -> None:
            self._writing = None
            self.failed.emit(str(error))

        self._tasks.run(work, done, failed)

    def cancel(self) -> None:
        """Asks the import to stop; `written` tells how it ended."""
        if self._writing is not None:
            self._writing.cancel()

    def save_not_taken(
        self, report: ImportReport, out: Path, done: Callable[[int], None], failed: Callable[[PipelineError], None]
    ) -> None:
        """Writes the rows that were not taken, on a worker."""
        study = self.study
        if study is not None:
            self._tasks.run(lambda _progress: study.save_not_taken(report, out), done, failed)
