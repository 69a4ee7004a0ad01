"""The window: assembles menus, start page, the screens of the open workspace and the status line."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QTimer
from PySide6.QtGui import QCloseEvent, QIcon, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop_pipeline import paths
from desktop_pipeline.actions import SUFFIX, Workspace
from desktop_pipeline.domain.errors import LockedError, PipelineError
from desktop_pipeline.queries.board import count_open_deals
from desktop_pipeline.ui.doors import Doors
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.preferences import PreferenceFile
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.spreadsheets import name_kinds
from desktop_pipeline.ui.status_line import StatusLine
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme, read_choice
from desktop_pipeline.ui.window_menus import WindowMenus
from desktop_pipeline.ui.workspace_page import WorkspacePage

if TYPE_CHECKING:
    from desktop_pipeline.reports.content import ReportContent
    from desktop_pipeline.ui.onboarding.start_page import StartPage
    from desktop_pipeline.ui.questions import Questions
    from desktop_pipeline.ui.transfer.import_dialog import ImportDialog

SMALLEST = (1024, 640)
_USUAL = (1440, 900)
# After the first paint: counting open deals is for the start page only.
_REMEMBERED_AFTER_MS = 200


class MainWindow(QMainWindow):
    """One window, one workspace. Everything it does is in a menu; the screens do the rest."""

    def __init__(self, doors: Doors, preferences: PreferenceFile, theme: Theme) -> None:
        super().__init__()
        self._doors = doors
        self._preferences = preferences
        self._theme = theme
        self.formats = Formats()
        self.session: Session | None = None
        self.page: WorkspacePage | None = None
        self.tasks = Tasks(self)
        self._remembering = QTimer(self, singleShot=True, interval=_REMEMBERED_AFTER_MS)
        self._remembering.timeout.connect(self._remember)
        self.stack = QStackedWidget()
        self.status = StatusLine(theme)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(body)
        self.setMinimumSize(*SMALLEST)
        self.setWindowIcon(QIcon(str(paths.resource("icons", "app.svg"))))
        self.menus = WindowMenus(self, preferences.now.theme, preferences.now.text_percent)
        self._place_window()
        self.menus.fit()

    @cached_property
    def questions(self) -> "Questions":
        """What the window asks and tells; its dialogs are loaded when there is something to ask."""
        from desktop_pipeline.ui.questions import Questions  # noqa: PLC0415

        return Questions(self)

    @cached_property
    def start(self) -> "StartPage":
        """The start page, made when it is seen for the first time: most starts open a file at once."""
        from desktop_pipeline.ui.onboarding.start_page import StartPage  # noqa: PLC0415

        page = StartPage(self._theme, self.formats)
        page.create_asked.connect(self.new_file)
        page.import_asked.connect(self.import_files)
        page.sample_asked.connect(self.open_sample)
        page.open_asked.connect(lambda path: self.open_other() if path is None else self.open_file(path))
        self.stack.addWidget(page)
        return page

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.stack.currentWidget() is None:
            self.show_start()

    def show_start(self) -> None:
        """The start page, with the files that were open before."""
        self.start.show_recent(self._preferences.now.recent)
        self.start.show_user(self._preferences.now.user_name)
        self.stack.setCurrentWidget(self.start)
        self.setWindowTitle(QApplication.applicationDisplayName())
        self.status.saved.hide()
        self.status.show_place(self.tr("Works without the internet"))
        self.status.show_totals([self.tr("Version {version}").format(version=QApplication.applicationVersion())])
        self.menus.fit()

    def open_file(self, path: Path, *, read_only: bool = False) -> bool:
        """Opens a workspace; says in words why it cannot be. A file that is open elsewhere is offered for reading."""
        if self.session is not None and self.session.path.resolve() == path.resolve():
            # It is open here already; its own lock would refuse it.
            return True
        try:
            workspace = self._doors.open(path, read_only)
        except LockedError as error:
            self.questions.offer(str(error), self.tr("Open to read only"), lambda: self.open_file(path, read_only=True))
            return False
        except PipelineError as error:
            self.questions.tell(str(error))
            return False
        self.enter(workspace)
        return True

    def enter(self, workspace: Workspace) -> None:
        """Shows an open workspace."""
        self.leave()
        self.formats = Formats(zone=workspace.zone)
        self.session = Session(workspace, self)
        self.page = WorkspacePage(self.session, self.tasks, self._theme, self.formats, self.stack)
        self.page.totals_changed.connect(self.status.show_totals)
        self.page.print_asked.connect(self._preview)
        self.page.page_changed.connect(lambda _key: self.menus.fit())
        self.session.changed.connect(self._on_changed)
        self.stack.addWidget(self.page)
        self.stack.setCurrentWidget(self.page)
        name = workspace.path.name + (self.tr(" (read only)") if workspace.is_read_only else "")
        self.setWindowTitle(f"{name} — {QApplication.applicationDisplayName()}")
        self.status.show_place(self.tr("On this computer only"))
        self.page.board.focus_board()
        self.menus.fit()
        self._remembering.start()

    def leave(self) -> None:
        """Closes the workspace that is open, if any; everything is saved already."""
        if self.session is None or self.page is None:
            return
        if self._remembering.isActive():
            self._remembering.stop()
            self._remember()
        self.tasks.stop()
        self.stack.removeWidget(self.page)
        # What it still meant to do when idle would find the file closed.
        self.page.hide()
        self.page.deleteLater()
        self.session.close()
        self.session.deleteLater()
        self.session = self.page = None

    def closeEvent(self, event: QCloseEvent) -> None:
        self.leave()
        spot = self.geometry()
        self._preferences.keep(replace(self._preferences.now, window=(spot.x(), spot.y(), spot.width(), spot.height())))
        super().closeEvent(event)

    def recent_paths(self) -> list[Path]:
        """Files that were open before, the newest first."""
        return [Path(recent.path) for recent in self._preferences.now.recent]

    def tell_unexpected(self, sentence: str) -> None:
        """An error nobody expected: what happened, what is safe, what to do."""
        self.questions.tell(
            self.tr(
                "Something went wrong that should not: {error}\n\nEverything you did before is saved. You can go on;"
                " if it happens again, the log in the settings folder tells more."
            ).format(error=sentence)
        )

    def new_file(self, template: str, currency: str, user_name: str) -> None:
        """Asks where a new workspace shall lie, and makes it."""
        self._preferences.keep(replace(self._preferences.now, user_name=user_name))
        self._ask_new_path(lambda path: self.enter(self._doors.make(path, template, currency, user_name)))

    def open_other(self) -> None:
        """Asks for a workspace file."""
        self.questions.ask_open(
            self.tr("Open a workspace"), _documents(), self._workspaces(), lambda chosen: self.open_file(chosen[0])
        )

    def open_sample(self) -> None:
        """Opens the sample company, made where it is not there yet; kept apart from the owner's own files."""
        path = paths.settings_folder() / f"Sample company{SUFFIX}"
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            self.open_file(path)
        else:
            self._attempt(lambda: self.enter(self._doors.make_sample(path)))

    def remove_sample(self) -> None:
        """Removes the sample company for good."""
        if self.session is not None and self.session.workspace.setting("sample", "no") == "yes":
            self._remove_file()

    def close_file(self) -> None:
        """Back to the start page."""
        self.leave()
        self.show_start()

    def ask_import(self) -> None:
        """Asks for spreadsheets to take in."""
        title = self.tr("Import spreadsheets")
        self.questions.ask_open(title, _documents(), name_kinds(), self.import_files, several=True)

    def import_files(self, files: list[Path]) -> None:
        """Takes spreadsheets into the open workspace, or into a new one for which it asks the place first."""
        if self.session is None:
            currency = self.start.currency
            self._ask_new_path(lambda path: self._import_into(self._doors.make_empty(path, currency), files))
        else:
            self._show_import(files)

    def _import_into(self, workspace: Workspace, files: list[Path]) -> None:
        self.enter(workspace)
        dialog = self._show_import(files)
        if dialog is not None:
            dialog.finished.connect(lambda: self._drop_unfilled(workspace, is_filled=dialog.report is not None))

    def _drop_unfilled(self, workspace: Workspace, *, is_filled: bool) -> None:
        """An import that failed or was stopped leaves no empty file behind where it was to make one."""
        if is_filled or self.session is None or self.session.workspace is not workspace:
            return
        if count_open_deals(workspace) == 0:
            self._remove_file()

    def _show_import(self, files: list[Path]) -> "ImportDialog | None":
        session, page = self.session, self.page
        if session is None or page is None:
            return None
        from desktop_pipeline.ui.transfer.import_dialog import ImportDialog  # noqa: PLC0415 - when something comes in

        dialog = ImportDialog(
            files,
            lambda progress: self._doors.run_import(session.workspace, files, progress.report),
            self._doors.save_problems,
            session,
            self.tasks,
            self._theme,
            self.formats,
            self,
        )
        dialog.board_asked.connect(lambda: page.go_to("board"))
        dialog.open()
        return dialog

    def print_report(self) -> None:
        """Shows the report of what is on the screen as it will be printed."""
        if self.page is not None:
            self.page.ask_print()

    def _preview(self, content: "ReportContent | None") -> None:
        # Print support is loaded when something is printed.
        from desktop_pipeline.ui.reports.preview import open_preview, open_report  # noqa: PLC0415

        if self.session is None or self.page is None:
            return
        if content is not None:
            open_report(content, self.formats, self._theme, self)
        else:
            open_preview(self.session, self.page.figures, self.page.board.filter(), self._theme, self)

    def choose_theme(self, choice: str) -> None:
        """Light, dark, or whatever the system has."""
        self._preferences.keep(replace(self._preferences.now, theme=choice))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._theme.apply(app, read_choice(choice))

    def choose_text_size(self, percent: str) -> None:
        """All text larger or smaller."""
        self._preferences.keep(replace(self._preferences.now, text_percent=int(percent)))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._theme.apply(app, text_percent=int(percent))

    def _on_changed(self, _change: object) -> None:
        if self.session is not None:
            self.status.show_saved(self.formats.time(self.session.now()))

    def _remove_file(self) -> None:
        if self.session is not None:
            path = self.session.path
            self.leave()
            path.unlink(missing_ok=True)
            self._preferences.keep(self._preferences.now.forget(path))
            self.show_start()

    def _remember(self) -> None:
        if self.session is not None:
            workspace = self.session.workspace
            self._preferences.keep(
                self._preferences.now.remember(workspace.path, workspace.now(), count_open_deals(workspace))
            )

    def _attempt(self, act: Callable[[], object]) -> None:
        try:
            act()
        except PipelineError as error:
            self.questions.tell(str(error))

    def _ask_new_path(self, then: Callable[[Path], object]) -> None:
        def make(path: Path) -> None:
            named = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
            self._attempt(lambda: then(named))

        name = self.tr("My pipeline")
        self.questions.ask_save(self.tr("Where to keep it"), _documents() / f"{name}{SUFFIX}", self._workspaces(), make)

    def _workspaces(self) -> str:
        return self.tr("Desktop Pipeline files (*{suffix})").format(suffix=SUFFIX)

    def _place_window(self) -> None:
        spot = self._preferences.now.window
        screen = self.screen().availableGeometry()
        if spot is None:
            self.resize(min(_USUAL[0], screen.width()), min(_USUAL[1], screen.height()))
        elif screen.contains(spot[0], spot[1]):
            self.setGeometry(*spot)
        else:
            self.resize(spot[2], spot[3])


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home()))
