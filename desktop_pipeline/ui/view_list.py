"""The saved views in the navigation, each with how many deals or contacts it shows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop_pipeline.actions import Change
from desktop_pipeline.ui.navigation import Navigation, ViewEntry
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Progress, Tasks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_pipeline.queries.views import SavedViewRow

_COUNTED_AFTER_MS = 800


class ViewList(QObject):
    """Counts on a worker, once nothing has changed for a while: never while a drop waits to be painted."""

    def __init__(self, session: Session, tasks: Tasks, navigation: Navigation, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._navigation = navigation
        self._counting = QTimer(self, singleShot=True, interval=_COUNTED_AFTER_MS)
        self._counting.timeout.connect(self._count)

    def show(self) -> None:
        """Read which views there are."""
        from desktop_pipeline.queries.views import read_views  # noqa: PLC0415 - not on the way to the first paint

        views = _without_reports(read_views(self._session.workspace))
        self._navigation.show_views([ViewEntry(view.view_id, view.name, None) for view in views])
        if views:
            self._counting.start()

    def follow(self, change: Change) -> None:
        """Something was changed, which may be what is counted."""
        if change.touches("saved_view"):
            self.show()
        elif self._navigation.views:
            self._counting.start()

    def stop(self) -> None:
        """Count no more: the page goes."""
        self._counting.stop()

    def _count(self) -> None:
        from desktop_pipeline.queries.view_counts import count_view  # noqa: PLC0415 - likewise
        from desktop_pipeline.queries.views import read_views  # noqa: PLC0415 - likewise

        workspace, today = self._session.workspace, self._session.today()

        def work(progress: Progress) -> dict[int, int | None]:
            counts = {}
            with workspace.reading() as view:
                views = _without_reports(read_views(view))
                for place, saved in enumerate(views):
                    progress.report(place, len(views))
                    counts[saved.view_id] = count_view(view, saved, today=today)
            return counts

        # What cannot be read is said by the screens themselves; a number that is missing says nothing.
        self._tasks.run(work, self._navigation.show_view_counts, lambda _error: None, key="view counts")


def _without_reports(views: "Iterable[SavedViewRow]") -> "list[SavedViewRow]":
    """A saved report shows no screen: it is chosen where reports are made."""
    return [view for view in views if view.screen != "report"]
