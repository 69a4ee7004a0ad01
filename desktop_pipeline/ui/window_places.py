"""Where the open file lies: a copy of it under another name, and its move to another place."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_pipeline.actions import SUFFIX, read_clock
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.long_work import WaitingDialog
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.ui.main_window import MainWindow


class WindowPlaces(QObject):
    """Asks where, and has it done on a worker; the window shows the file where it lies afterwards."""

    def __init__(self, window: "MainWindow", theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self.waiting: WaitingDialog | None = None

    def ask_copy(self) -> None:
        """Asks for a name and saves a copy under it; the window stays with the file it has."""
        session = self._window.session
        if session is not None:
            name = self.tr("{name} (copy)").format(name=session.path.stem)
            self._ask(self.tr("Save a copy"), session.path.with_name(name + SUFFIX), self._copy)

    def ask_move(self) -> None:
        """Asks for another place or name and moves the file there, with its backups."""
        session = self._window.session
        if session is not None:
            self._ask(self.tr("Move or rename"), session.path, self._move)

    def _copy(self, target: Path) -> None:
        session = self._window.session
        if session is None:
            return
        workspace = session.workspace

        def work() -> None:
            from desktop_pipeline.actions.moving import copy_open_workspace  # noqa: PLC0415 - when it is asked for

            copy_open_workspace(workspace, target)

        def done(_nothing: None) -> None:
            page = self._window.page
            if page is not None:
                page.toast.show_text(self.tr("A copy is saved as “{name}”").format(name=target.name))

        self._window.tasks.run(lambda _progress: work(), done, self._refuse)

    def _move(self, target: Path) -> None:
        session = self._window.session
        # As texts: on Windows names that differ in their capitals alone are equal as paths.
        if session is None or str(target) == str(session.path):
            return
        window, source, settings = self._window, session.path, self._window.preferences.folder
        # Nobody may have the file open, neither this window.
        window.close_file()
        waiting = self.waiting = WaitingDialog(self._theme, self.tr("Moving the file…"), window)
        waiting.show()

        def work() -> str | None:
            from desktop_pipeline.actions.moving import move_workspace  # noqa: PLC0415 - when it is asked for

            return move_workspace(source, target, settings, who=window.user_name, at=read_clock())

        def end(path: Path) -> None:
            self.waiting = None
            waiting.end()
            window.open_file(path)

        def done(warning: str | None) -> None:
            window.preferences.keep(window.preferences.now.follow(source, target))
            window.reminding.file.keep_told(target, window.reminding.file.told(source))
            end(target)
            if window.page is not None:
                moved = self.tr("The file is now “{name}” in “{folder}”")
                window.page.toast.show_text(moved.format(name=target.name, folder=target.parent.name), warning or "")

        def failed(error: PipelineError) -> None:
            end(source)
            self._refuse(error)

        window.tasks.run(lambda _progress: work(), done, failed)

    def _refuse(self, error: PipelineError) -> None:
        self._window.questions.tell(str(error))

    def _ask(self, title: str, suggestion: Path, then: Callable[[Path], None]) -> None:
        def take(path: Path) -> None:
            then(path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX))

        kinds = self.tr("Desktop Pipeline files (*{suffix})").format(suffix=SUFFIX)
        self._window.questions.ask_save(title, suggestion, kinds, take)
