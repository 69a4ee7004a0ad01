"""Reads the Activities screen: in a large file on a worker."""

from collections.abc import Callable

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.activities_screen import AgendaRead, Asked, read_everything, weigh
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Progress, Tasks

_MOST_AT_ONCE = 5_000


class AgendaReader:
    """A file with more open activities and deals than `most_at_once` is large."""

    def __init__(self, session: Session, tasks: Tasks, fail: Callable[[PipelineError], None]) -> None:
        self._session = session
        self._tasks = tasks
        self._fail = fail
        self.most_at_once = _MOST_AT_ONCE
        self._weight: int | None = None

    def weigh_again(self) -> None:
        """Counts anew with the next reading: the file may have grown while nobody looked."""
        self._weight = None

    def read(self, asked: Asked, show: Callable[[AgendaRead], None]) -> None:
        """Hands `show` what was found; of several wishes that a worker reads only the newest is answered."""
        workspace = self._session.workspace
        if not self._is_large():
            show(read_everything(workspace, asked))
            return

        def work(_progress: Progress) -> AgendaRead:
            with workspace.reading() as view:
                return read_everything(view, asked)

        self._tasks.run(work, show, self._fail, key="activities")

    def _is_large(self) -> bool:
        if self._weight is None:
            self._weight = weigh(self._session.workspace)
        return self._weight > self.most_at_once
