"""The files of a window: new ones, others, the sample company, spreadsheets that are taken in."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QStandardPaths, QTimeZone
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication

from desktop_pipeline import paths
from desktop_pipeline.actions import SUFFIX, Workspace, remove_workspace
from desktop_pipeline.queries.board import count_open_deals
from desktop_pipeline.ui.later import call_later
from desktop_pipeline.ui.spreadsheets import find_spreadsheets, name_kinds
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.ui.main_window import MainWindow
    from desktop_pipeline.ui.transfer.wizard import ImportWizard

# In this order each takes about as long as the others
_WIZARD = (
    "desktop_pipeline.actions.importing.outlook",
    "desktop_pipeline.ui.transfer.file_step",
    "desktop_pipeline.ui.transfer.columns_page",
    "desktop_pipeline.ui.transfer.wizard",
)


class WindowFiles(QObject):
    """Asks where files are or shall be, and hands them to the window."""

    def __init__(self, window: "MainWindow", theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Spreadsheets that are dropped anywhere on the window are taken in."""
        if isinstance(event, QDragEnterEvent) and find_spreadsheets(event.mimeData()):
            event.acceptProposedAction()
            self._load_wizard()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            files = find_spreadsheets(event.mimeData())
            if files:
                event.acceptProposedAction()
                self.import_files(files)
                return True
        return super().eventFilter(watched, event)

    def make(self, template: str, currency: str, user_name: str) -> None:
        """Asks where a new workspace shall lie, and makes it."""
        self._window.preferences.keep(replace(self._window.preferences.now, user_name=user_name))
        make, zone = self._window.doors.make, _local_zone()
        self._ask_new_path(
            lambda path: self._make(lambda: make(path, template, currency, user_name, zone), self._window.enter)
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
        with suppress(OSError):  # that it cannot be made there is said below
            path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            self._window.open_file(path)
        else:
            self._make(lambda: self._window.doors.make_sample(path), self._window.enter)

    def remove_sample(self) -> None:
        """Removes the sample company for good."""
        if self._window.session is not None and self._window.session.is_sample:
            self._remove_file()

    def ask_import(self) -> None:
        """Asks for spreadsheets to take in."""
        self._load_wizard()
        title = self.tr("Import spreadsheets")
        self._window.questions.ask_open(title, _documents(), name_kinds(), self.import_files, several=True)

    def paste_rows(self) -> None:
        """Takes in the rows that were copied in a spreadsheet program, or the files that were copied beside it."""
        from desktop_pipeline.ui.pasting import read_clipboard  # noqa: PLC0415 - when something is pasted

        page, mime = self._window.page, QGuiApplication.clipboard().mimeData()
        if page is None:
            return
        files = find_spreadsheets(mime)
        if files:
            self._show_import(files)
            return
        pasted = read_clipboard(mime, page)
        if pasted is None:
            page.toast.show_text(self.tr("There are no rows on the clipboard."))
            return
        import tempfile  # noqa: PLC0415 - likewise

        from desktop_pipeline.actions.importing.pasting import keep_rows  # noqa: PLC0415 - likewise

        try:
            # Removed when the wizard closes, or else with the program
            folder = tempfile.TemporaryDirectory(prefix="desktop-pipeline-pasted-")
            file = Path(folder.name, self.tr("Pasted rows"))
            keep_rows(pasted, file)
        except OSError as error:
            page.toast.show_text(self.tr("The rows cannot be read: {why}.").format(why=error.strerror))
            return
        dialog = self._show_import([file], is_pasted=True)
        if dialog is not None:
            dialog.finished.connect(lambda _code: folder.cleanup())

    def import_files(self, files: list[Path]) -> None:
        """Takes spreadsheets into the open workspace, or into a new one for which it asks the place first."""
        if self._window.session is None:
            make, currency, zone = self._window.doors.make_empty, self._window.start.currency, _local_zone()
            self._ask_new_path(
                lambda path: self._make(
                    lambda: make(path, currency, zone), lambda workspace: self._import_into(workspace, files)
                )
            )
        else:
            self._show_import(files)

    def _load_wizard(self, parts: Sequence[str] = _WIZARD) -> None:
        """While the files are still being chosen; part by part, since all at once would hold the window up."""
        if parts:
            import_module(parts[0])
            call_later(self, lambda: self._load_wizard(parts[1:]))

    def _import_into(self, workspace: Workspace, files: list[Path]) -> None:
        self._window.enter(workspace)
        dialog = self._show_import(files)
        if dialog is not None:
            dialog.finished.connect(lambda: self._drop_unfilled(workspace, is_filled=dialog.has_taken_in))

    def _drop_unfilled(self, workspace: Workspace, *, is_filled: bool) -> None:
        """An import that failed or was stopped leaves no empty file behind where it was to make one."""
        if is_filled or self._window.session is None or self._window.session.workspace is not workspace:
            return
        if count_open_deals(workspace) == 0:
            self._remove_file()

    def _show_import(self, files: list[Path], *, is_pasted: bool = False) -> "ImportWizard | None":
        session, page = self._window.session, self._window.page
        if session is None or page is None:
            return None
        if session.workspace.is_read_only:
            page.toast.show_text(self.tr("This file is open for reading only, so nothing can be taken in."))
            return None
        from desktop_pipeline.ui.transfer.studying import ImportMeans  # noqa: PLC0415 - when something comes in
        from desktop_pipeline.ui.transfer.wizard import ImportWizard  # noqa: PLC0415 - likewise

        means = ImportMeans(self._window.doors.study, self._window.care.guard_import)
        dialog = ImportWizard(
            files, means, session, self._window.tasks, self._theme, self._window.formats, self._window
        )
        dialog.board_asked.connect(lambda: page.go_to("board"))
        dialog.passes_files = is_pasted
        dialog.open()
        return dialog

    def _remove_file(self) -> None:
        if self._window.session is not None:
            path = self._window.session.path
            self._window.leave()
            remove_workspace(path)
            self._window.preferences.keep(self._window.preferences.now.forget(path))
            self._window.show_start()

    def _make(self, make: Callable[[], Workspace], then: Callable[[Workspace], object]) -> None:
        """Makes a workspace on a worker: the sample company would hold the window for a second."""
        from desktop_pipeline.ui.long_work import wait_for  # noqa: PLC0415 - when a file is made

        window = self._window
        words = self.tr("Making the file…")
        wait_for(window.tasks, self._theme, window, words, make, then, lambda error: window.questions.tell(str(error)))

    def _ask_new_path(self, then: Callable[[Path], object]) -> None:
        def make(path: Path) -> None:
            then(path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX))

        name = self.tr("My pipeline")
        self._window.questions.ask_save(
            self.tr("Where to keep it"), _documents() / f"{name}{SUFFIX}", self._workspaces(), make
        )

    def _workspaces(self) -> str:
        return self.tr("Desktop Pipeline files (*{suffix})").format(suffix=SUFFIX)


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home()))


def _local_zone() -> str:
    """The name of this computer's time zone, or UTC where it has none that is known."""
    from zoneinfo import available_timezones  # noqa: PLC0415 - only for a new workspace

    name = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return name if name in available_timezones() else "UTC"
