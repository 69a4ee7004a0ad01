"""Opens Insights over the workspace of the first argument and prints on which thread each further page is imported."""

import sys
import threading
from importlib.machinery import ModuleSpec
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.storage.workspace import open_workspace
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.insights.insights_page import InsightsPage
from desktop_pipeline.ui.insights.pages import list_pages
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.reports.companies import ENGLISH

_LONGEST_MS = 60_000
_TURN_MS = 20


class Watch:
    """Stands before the finders of Python and finds nothing."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        _insights, found, page = name.partition("desktop_pipeline.ui.insights.")
        if found and page.endswith("_page"):
            is_window = threading.current_thread() is threading.main_thread()
            self.seen[page.rpartition(".")[2]] = "window" if is_window else "worker"
        return None


def main() -> None:
    """The page as the window has it, until all of its work is done."""
    app = QApplication([])
    watch = Watch()
    sys.meta_path.insert(0, watch)
    workspace = open_workspace(Path(sys.argv[1]))
    session, tasks = Session(workspace), Tasks()
    page = InsightsPage(session, Figures(workspace), tasks, Theme(), Formats(ENGLISH, workspace.zone))
    page.show()
    # They come a moment after the first figures, once nothing else is worked out.
    given_up = QDeadlineTimer(_LONGEST_MS)
    while not (len(watch.seen) == len(list_pages()) and tasks.is_idle) and not given_up.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _TURN_MS)
    watch.seen.pop("overview_page")
    print(watch.seen)
    page.hide()
    tasks.stop()
    session.close()


if __name__ == "__main__":
    main()
