"""The files of a window: new ones, others, the sample company, spreadsheets that are taken in."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths

from desktop_pipeline import paths
from desktop_pipeline.actions import SUFFIX, Workspace
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.board import count_open_deals
from desktop_pipeline.ui.spreadsheets import name_kinds
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.ui.main_window import MainWindow
    from desktop_pipeline.ui.transfer.import_dialog import ImportDialog


class WindowFiles(QObject):
    """Asks where files are or shall be, and hands them to the window."""

    def __init__(self, window: "MainWindow", theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme

    def make(self, template: str, currency: str, user_name: str) -> None:
        """Asks where a new workspace shall lie, and makes it."""
        self._window.preferences.keep(replace(self._window.preferences.now, user_name=user_name))
        self._ask_new_path(
            lambda path: self._window.enter(self._window.doors.make(path, template, currency, user_name))
        )

    def ask_open(self) -> None:
        """Asks for a workspace file."""
        self._window.questions.ask_open(
            self.tr("Open a workspace"),
            _documents(),
            self._workspaces(),
            lambda chosen: self._window.open_file(chosen[0]),
        )

    def ask_restore(self) -> None:
        """Offers the backups of the open file, or of one that is chosen."""
        if self._window.session is not None:
            self._window.care.show_restore()
        else:
            self._window.questions.ask_open(
                self.tr("Restore which file?"),
                _documents(),
                self._workspaces(),
                lambda chosen: self._window.care.show_restore(chosen[0]),
            )

    def open_sample(self) -> None:
        """Opens the sample company, made where it is not there yet; kept apart from the owner's own files."""
        path = paths.settings_folder() / f"Sample company{SUFFIX}"
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            self._window.open_file(path)
        else:
            self._attempt(lambda: self._window.enter(self._window.doors.make_sample(path)))

    def remove_sample(self) -> None:
        """Removes the sample company for good."""
        if self._window.session is not None and self._window.session.workspace.setting("sample", "no") == "yes":
            self._remove_file()

    def ask_import(self) -> None:
        """Asks for spreadsheets to take in."""
        title = self.tr("Import spreadsheets")
        self._window.questions.ask_open(title, _documents(), name_kinds(), self.import_files, several=True)

    def import_files(self, files: list[Path]) -> None:
        """Takes spreadsheets into the open workspace, or into a new one for which it asks the place first."""
        if self._window.session is None:
            currency = self._window.start.currency
            self._ask_new_path(lambda path: self._import_into(self._window.doors.make_empty(path, currency), files))
        else:
            self._window.care.guard_import(lambda: self._show_import(files))

    def _import_into(self, workspace: Workspace, files: list[Path]) -> None:
        self._window.enter(workspace)
        dialog = self._show_import(files)
        if dialog is not None:
            dialog.finished.connect(lambda: self._drop_unfilled(workspace, is_filled=dialog.report is not None))

    def _drop_unfilled(self, workspace: Workspace, *, is_filled: bool) -> None:
        """An import that failed or was stopped leaves no empty file behind where it was to make one."""
        if is_filled or self._window.session is None or self._window.session.workspace is not workspace:
            return
        if count_open_deals(workspace) == 0:
            self._remove_file()

    def _show_import(self, files: list[Path]) -> "ImportDialog | None":
        session, page = self._window.session, self._window.page
        if session is None or page is None:
            return None
        from desktop_pipeline.ui.transfer.import_dialog import ImportDialog  # noqa: PLC0415 - when something comes in

        dialog = ImportDialog(
            files,
            lambda progress: self._window.doors.run_import(session.workspace, files, progress.report),
            self._window.doors.save_problems,
            session,
            self._window.tasks,
            self._theme,
            self._window.formats,
            self._window,
        )
        dialog.board_asked.connect(lambda: page.go_to("board"))
        dialog.open()
        return dialog

    def _remove_file(self) -> None:
        if self._window.session is not None:
            path = self._window.session.path
            self._window.leave()
            path.unlink(missing_ok=True)
            self._window.preferences.keep(self._window.preferences.now.forget(path))
            self._window.show_start()

    def _attempt(self, act: Callable[[], object]) -> None:
        try:
            act()
        except PipelineError as error:
            self._window.questions.tell(str(error))

    def _ask_new_path(self, then: Callable[[Path], object]) -> None:
        def make(path: Path) -> None:
            named = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
            self._attempt(lambda: then(named))

        name = self.tr("My pipeline")
        self._window.questions.ask_save(
            self.tr("Where to keep it"), _documents() / f"{name}{SUFFIX}", self._workspaces(), make
        )

    def _workspaces(self) -> str:
        return self.tr("Desktop Pipeline files (*{suffix})").format(suffix=SUFFIX)


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home()))
