"""Writing that takes longer than a blink: on a worker, while a dialog keeps the window from writing too."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import Words

Result = TypeVar("Result")
_WIDTH = 340


class LongWork(QObject):
    """What was changed is told when the work is over, so that no screen reads a file that is being written anew.

    `waiting` is the dialog that is open.
    """

    def __init__(self, session: Session, tasks: Tasks, theme: Theme, home: QWidget) -> None:
        super().__init__(home)
        self._session = session
        self._tasks = tasks
        self._theme = theme
        self._home = home
        self.waiting: WaitingDialog | None = None

    def run(
        self,
        words: str,
        work: Callable[[], Result],
        done: Callable[[Result], object],
        failed: Callable[[PipelineError], object],
    ) -> None:
        """Do it; `done` or `failed` is called on this thread, after everybody was told of the change."""
        self._session.hold()

        def end() -> None:
            self.waiting = None
            self._session.release()

        def on_done(result: Result) -> None:
            end()
            done(result)

        def on_failed(error: PipelineError) -> None:
            end()
            failed(error)

        self.waiting = wait_for(self._tasks, self._theme, self._home.window(), words, work, on_done, on_failed)

    def attempt(
        self,
        words: str,
        work: Callable[[], Result],
        done: Callable[[Result], object],
        failed: Callable[[PipelineError], object],
        *,
        is_large: bool,
    ) -> None:
        """Do it so where it is large, else at once: what takes a blink needs no word."""
        if is_large:
            self.run(words, work, done, failed)
        else:
            attempt(work, done, failed)


def wait_for(
    tasks: Tasks,
    theme: Theme,
    window: QWidget,
    words: str,
    work: Callable[[], Result],
    done: Callable[[Result], object],
    failed: Callable[[PipelineError], object],
) -> "WaitingDialog":
    """Does it on a worker while a dialog stands over the windows, which is gone when `done` or `failed` is called."""
    waiting = WaitingDialog(theme, words, window)

    def on_done(result: Result) -> None:
        waiting.end()
        done(result)

    def on_failed(error: PipelineError) -> None:
        waiting.end()
        failed(error)

    # Not `open`, which would keep the user from one window only.
    waiting.show()
    tasks.run(lambda _progress: work(), on_done, on_failed)
    return waiting


def attempt(
    work: Callable[[], Result], done: Callable[[Result], object], failed: Callable[[PipelineError], object]
) -> None:
    """Do it at once and tell what came of it."""
    try:
        result = work()
    except PipelineError as error:
        failed(error)
    else:
        done(result)


class WaitingDialog(QDialog):
    """Says what is being done; only its end closes it."""

    def __init__(self, theme: Theme, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_over = False
        self.setWindowTitle(self.tr("One moment"))
        # A deal's own window and the History write as well.
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, on=False)
        self.setFixedWidth(theme.size(_WIDTH))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(Words(theme, words, "body", wrap=True))
        layout.addWidget(bar)

    def end(self) -> None:
        """The work is over: the keys are again where they were."""
        self._is_over = True
        had_keys, home = self.isActiveWindow(), self.parentWidget()
        self.close()
        if had_keys and home is not None:
            # Not every desktop gives them back by itself.
            home.activateWindow()
        self.deleteLater()

    def reject(self) -> None:
        if self._is_over:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_over:
            super().closeEvent(event)
        else:
            event.ignore()
