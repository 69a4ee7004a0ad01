"""A wizard over a real workspace and real files, and a way to wait for it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Event

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.importing.answers import ImportOptions, ReadingChoices
from desktop_pipeline.actions.importing.outlook import Outlook
from desktop_pipeline.actions.importing.reports import ImportReport
from desktop_pipeline.actions.importing.study import Study
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.studying import ImportMeans
from desktop_pipeline.ui.transfer.wizard import ImportWizard

PATIENCE_MS = 20_000


def open_study(
    workspace: Workspace,
    files: Sequence[Path],
    choices: Mapping[str, ReadingChoices],
    progress: Callable[[int, int], None],
) -> Study:
    """As the program opens it."""
    return Study(workspace, files, choices, progress)


def guard_nothing(then: Callable[[], object], _failed: Callable[[str], object]) -> None:
    """No backup: the file of a test is no loss."""
    then()


class SlowStudy(Study):
    """Waits before it writes, and after, until the test lets it go on."""

    before = Event()
    after = Event()
    arrived = Event()

    def write(self, options: ImportOptions, progress: Callable[[int, int], None]) -> ImportReport:
        progress(1200, 8800)
        self.before.wait(10)
        report = super().write(options, progress)
        self.arrived.set()
        self.after.wait(10)
        return report


def open_slow_study(
    workspace: Workspace,
    files: Sequence[Path],
    choices: Mapping[str, ReadingChoices],
    progress: Callable[[int, int], None],
) -> Study:
    """A study whose writing the test holds."""
    for event in (SlowStudy.before, SlowStudy.after, SlowStudy.arrived):
        event.clear()
    return SlowStudy(workspace, files, choices, progress)


class Visit:
    """One visit to the wizard."""

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        theme: Theme,
        formats: Formats,
        window: QWidget,
        qtbot: QtBot,
        means: ImportMeans | None = None,
    ) -> None:
        self.session = session
        self.qtbot = qtbot
        self._means = means or ImportMeans(open_study, guard_nothing)
        self._tasks, self._theme, self._formats, self._window = tasks, theme, formats, window
        self.opened: list[ImportWizard] = []

    def open(self, *files: Path) -> ImportWizard:
        """Opens it with files, and waits until they are read."""
        self.opened.append(self._make(files))
        self.wizard.open()
        self.settle()
        return self.wizard

    def _make(self, files: Sequence[Path]) -> ImportWizard:
        return ImportWizard(files, self._means, self.session, self._tasks, self._theme, self._formats, self._window)

    def settle(self) -> None:
        """Waits until nothing is being worked at."""
        self.qtbot.waitUntil(lambda: not self.wizard.is_working, timeout=PATIENCE_MS)

    @property
    def wizard(self) -> ImportWizard:
        """The one that was opened last."""
        return self.opened[-1]

    def end(self) -> None:
        """Closes what is still open."""
        for wizard in self.opened:
            if isValid(wizard) and wizard.isVisible():
                wizard.close()

    @property
    def outlook(self) -> Outlook:
        assert self.wizard.outlook is not None
        return self.wizard.outlook

    def take_in(self) -> ImportWizard:
        """Goes on to the result."""
        while self.wizard.report is None:
            self.wizard.go_on()
            self.settle()
        return self.wizard

    def count(self, table: str = "deal") -> int:
        """Rows of a table of the workspace."""
        return int(self.session.workspace.value(f"select count(*) from {table}") or 0)  # noqa: S608 - our own table
