"""The window: assembles menus, start page, the screens of the open workspace and the status line."""

from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QFocusEvent, QIcon, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop_pipeline import paths
from desktop_pipeline.actions import LOOK_AGAIN, Change, Workspace, login_name
from desktop_pipeline.domain.errors import CannotOpenError, LockedError, NotWritableError, PipelineError
from desktop_pipeline.queries.board import count_open_deals
from desktop_pipeline.ui.doors import Doors
from desktop_pipeline.ui.file_care import FileCare
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.preferences import PreferenceFile
from desktop_pipeline.ui.reminding import Reminding
from desktop_pipeline.ui.seen_focus import show_focus
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.status_line import StatusLine
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme, read_choice, read_motion
from desktop_pipeline.ui.window_files import WindowFiles
from desktop_pipeline.ui.window_menus import WindowMenus
from desktop_pipeline.ui.window_spot import place_window
from desktop_pipeline.ui.workspace_page import WorkspacePage

if TYPE_CHECKING:
    from desktop_pipeline.ui.exporting import WindowExport
    from desktop_pipeline.ui.onboarding.start_page import StartPage
    from desktop_pipeline.ui.palette.commands import PaletteCommand
    from desktop_pipeline.ui.questions import Questions
    from desktop_pipeline.ui.screens import Screens
    from desktop_pipeline.ui.settings.settings_page import SettingsPage
    from desktop_pipeline.ui.window_places import WindowPlaces
    from desktop_pipeline.ui.window_printing import WindowPrinting

SMALLEST = (1024, 640)
# After the first paint: counting open deals is for the start page only.
_REMEMBERED_AFTER_MS = 200


class MainWindow(QMainWindow):
    """One window, one workspace. Everything it does is in a menu; the screens do the rest."""

    def __init__(self, doors: Doors, preferences: PreferenceFile, theme: Theme) -> None:
        super().__init__()
        self.doors = doors
        self.preferences = preferences
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
        self.files = WindowFiles(self, theme)
        self.exporting: WindowExport | None = None
        self.printing: WindowPrinting | None = None
        self.care = FileCare(self, theme, preferences.folder)
        self.reminding = Reminding(self, theme, preferences.folder)
        self.menus = WindowMenus(self, preferences.now.theme, preferences.now.text_percent)
        place_window(self, self.preferences.now)
        self.menus.fit()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @cached_property
    def questions(self) -> "Questions":
        """What the window asks and tells; its dialogs are loaded when there is something to ask."""
        from desktop_pipeline.ui.questions import Questions  # noqa: PLC0415

        return Questions(self, self._theme)

    @cached_property
    def start(self) -> "StartPage":
        """The start page, made when it is seen for the first time: most starts open a file at once."""
        from desktop_pipeline.ui.onboarding.start_page import StartPage  # noqa: PLC0415

        page = StartPage(self._theme, self.formats)
        page.create_asked.connect(self.files.make)
        page.import_asked.connect(self.files.import_files)
        page.sample_asked.connect(self.files.open_sample)
        page.open_asked.connect(lambda path: self.files.ask_open() if path is None else self.open_file(path))
        self.stack.addWidget(page)
        return page

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.stack.currentWidget() is None:
            self.show_start()

    def show_start(self) -> None:
        """The start page, with the files that were open before."""
        self.start.show_recent(self.preferences.now.recent)
        self.start.show_user(self.preferences.now.user_name)
        self.stack.setCurrentWidget(self.start)
        self.setWindowTitle(QApplication.applicationDisplayName())
        self.status.show_saved("")
        self.status.show_place(self.tr("Works without the internet"))
        self.status.show_totals([self.tr("Version {version}").format(version=QApplication.applicationVersion())])
        self.menus.fit()

    def open_file(self, path: Path, *, read_only: bool = False) -> bool:
        """Opens a workspace; says in words why it cannot be. A file that is open elsewhere is offered for reading."""
        # It is remembered by its path, whatever folder the program is started in next.
        path = path.absolute()
        if self.session is not None and self.session.path.resolve() == path.resolve():
            # It is open here already; its own lock would refuse it.
            return True
        try:
            workspace = self.doors.open(path, read_only)
        except LockedError as error:
            self.questions.offer(str(error), self.tr("Open to read only"), partial(self._open_locked, path, error))
            return False
        except NotWritableError as error:
            self.questions.offer(str(error), self.tr("Open to read only"), partial(self._open_unwritable, path))
            return False
        except CannotOpenError as error:
            self.care.offer_help(path, error)
            return False
        except PipelineError as error:
            self.questions.tell(str(error))
            return False
        self.enter(workspace)
        return True

    def open_backup(self, backup: Path) -> bool:
        """Opens a backup to look at; says in words why it cannot be."""
        try:
            workspace = self.doors.open_backup(backup)
        except PipelineError as error:
            self.questions.tell(str(error))
            return False
        self.enter(workspace)
        return True

    def _open_locked(self, path: Path, held: LockedError) -> None:
        if self.open_file(path, read_only=True) and self.page is not None:
            from desktop_pipeline.ui.care.read_only_banner import LockedBanner  # noqa: PLC0415 - hardly ever needed

            banner = LockedBanner(self._theme, held.holder)
            banner.first_asked.connect(lambda: self._open_again(path))
            self.page.add_banner(banner)

    def _open_unwritable(self, path: Path) -> None:
        if self.open_file(path, read_only=True) and self.page is not None:
            from desktop_pipeline.ui.care.read_only_banner import UnwritableBanner  # noqa: PLC0415 - likewise

            banner = UnwritableBanner(self._theme)
            banner.first_asked.connect(self.places.ask_copy)
            self.page.add_banner(banner)

    def _open_again(self, path: Path) -> None:
        self.close_file()
        self.open_file(path)

    @property
    def user_name(self) -> str:
        """Who is at this computer."""
        return self.preferences.now.user_name or login_name()

    def enter(self, workspace: Workspace) -> None:
        """Shows an open workspace."""
        self.leave()
        self.formats = Formats(zone=workspace.zone)
        self.session = Session(workspace, self)
        # Before any screen words a time.
        self.session.changed.connect(self._follow_zone)
        self.page = WorkspacePage(self.session, self.tasks, self._theme, self.formats, self.preferences, self.stack)
        self.page.totals_changed.connect(self.status.show_totals)
        self.page.print_asked.connect(self.print_report)
        self.page.navigation.reports_asked.connect(self.show_reports)
        self.page.report_asked.connect(lambda asked: self._load_printing().show(asked))
        self.page.page_changed.connect(lambda _key: self.menus.fit())
        self.page.screens.settings_made.connect(self._on_settings_made)
        self.page.screens.search_asked.connect(self.open_palette)
        self.session.changed.connect(self._on_changed)
        self.session.watch()
        self.stack.addWidget(self.page)
        self.stack.setCurrentWidget(self.page)
        name = workspace.path.name + (self.tr(" (read only)") if workspace.is_read_only else "")
        self.setWindowTitle(f"{name} — {QApplication.applicationDisplayName()}")
        is_sample = self.session.is_sample
        self.status.show_place(self.tr("Sample company") if is_sample else self.tr("On this computer only"))
        self.page.board.focus_board()
        self.menus.fit()
        self._remembering.start()
        self.care.attend(self.session)
        self.reminding.attend(self.session)

    def _follow_zone(self) -> None:
        if self.session is not None:
            self.formats.zone = self.session.workspace.zone

    def leave(self) -> None:
        """Closes the workspace that is open, if any; everything is saved already."""
        if self.session is None or self.page is None:
            return
        self._keep_typed()
        if self._remembering.isActive():
            self._remembering.stop()
            self._remember()
        if self.printing is not None:
            self.printing.close()
        self.care.leave()
        self.reminding.leave()
        self.page.close_windows()
        # The deepest figures of a large file take seconds, and nobody will see them.
        self.session.workspace.stop_reading()
        self.tasks.stop()
        self.stack.removeWidget(self.page)
        # What it still meant to do when idle would find the file closed.
        self.page.hide()
        for timer in (*self.page.findChildren(QTimer), *self.session.findChildren(QTimer)):
            # A screen that was hidden already is not told that it goes.
            timer.stop()
        self.page.deleteLater()
        self.session.close()
        self.session.deleteLater()
        self.session = self.page = None

    def _keep_typed(self) -> None:
        """A field keeps what is being typed in it when the keys leave it; they may be in another window already."""
        typing: QWidget | None = self.focusWidget()
        if typing is not None and typing.hasFocus():
            typing.clearFocus()
        elif typing is not None:
            QApplication.sendEvent(typing, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.OtherFocusReason))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.reminding.stays():
            event.ignore()
            self.reminding.retire()
            return
        self.leave()
        # A file may just be in the making.
        self.tasks.stop()
        # What a maximised window comes back to.
        spot = self.normalGeometry() if self.isMaximized() else self.geometry()
        kept = (spot.x(), spot.y(), spot.width(), spot.height())
        self.preferences.keep(replace(self.preferences.now, window=kept, is_maximized=self.isMaximized()))
        super().closeEvent(event)

    def recent_paths(self) -> list[Path]:
        """Files that were open before, the newest first."""
        return [Path(recent.path) for recent in self.preferences.now.recent]

    def tell_unexpected(self, sentence: str) -> None:
        """An error nobody expected: what happened, what is safe, what to do."""
        self.questions.tell_once(
            self.tr(
                "Something went wrong that should not: {error}\n\nEverything you did before is saved. You can go on;"
                " if it happens again, the log in the settings folder tells more."
            ).format(error=sentence)
        )

    @cached_property
    def places(self) -> "WindowPlaces":
        """Where the file lies can be changed by it; loaded when it is asked for."""
        from desktop_pipeline.ui.window_places import WindowPlaces  # noqa: PLC0415

        return WindowPlaces(self, self._theme)

    def close_file(self) -> None:
        """Back to the start page."""
        self.leave()
        self.show_start()

    def print_report(self) -> None:
        """Shows the report of what is on the screen as it will be printed."""
        if self.page is not None:
            self._load_printing().ask()

    def show_reports(self) -> None:
        """Shows the reports to choose from."""
        if self.page is not None:
            self._load_printing().ask_reports()

    def ask_export(self) -> None:
        """Asks where what is shown shall be exported to."""
        from desktop_pipeline.ui.exporting import WindowExport  # noqa: PLC0415 - when something goes out

        if self.exporting is None:
            self.exporting = WindowExport(self)
        self.exporting.ask()

    def ask_cards(self) -> None:
        """Asks where the people shall be written to as cards for address books."""
        if self.page is not None and self.session is not None:
            from desktop_pipeline.ui.save_cards import ask_cards  # noqa: PLC0415 - when something goes out

            ask_cards(self.session, self, self.page.toast.show_text)

    def open_palette(self) -> None:
        """Searches everything, commands too."""
        if self.page is not None:
            from desktop_pipeline.ui.palette.commands import collect_commands  # noqa: PLC0415 - when it is first asked

            page = self.page
            page.search.open(lambda: [*collect_commands(self.menuBar()), *self._list_settings(page.screens)])

    def _list_settings(self, screens: "Screens") -> "list[PaletteCommand]":
        """A command for each section of the settings."""
        from desktop_pipeline.ui.palette.commands import PaletteCommand  # noqa: PLC0415 - likewise
        from desktop_pipeline.ui.settings.section_titles import list_titles  # noqa: PLC0415 - likewise

        words = self.tr("Settings: {section}")
        return [
            PaletteCommand(words.format(section=title), (), partial(screens.open_settings, key))
            for key, title in list_titles().items()
        ]

    def show_history(self) -> None:
        """Every change, in a window of its own."""
        if self.page is not None:
            self.page.show_history()

    def _load_printing(self) -> "WindowPrinting":
        from desktop_pipeline.ui.window_printing import WindowPrinting  # noqa: PLC0415 - when something is printed

        if self.printing is None:
            self.printing = WindowPrinting(self, self._theme)
        return self.printing

    def take_name(self, name: str) -> None:
        """Who is at this computer: the name behind every change from now on."""
        self.preferences.keep(replace(self.preferences.now, user_name=name))
        if self.session is not None and not self.session.workspace.is_read_only:
            self.session.workspace.journal.who = name

    def ask_who(self) -> None:
        """Asks once for the name of who is at this computer; whoever closes the question is asked at the next start."""
        if self.session is None or self.preferences.now.user_name:
            return
        from desktop_pipeline.ui.settings.who_dialog import WhoDialog  # noqa: PLC0415 - once in a lifetime

        dialog = WhoDialog(self._theme, login_name(), self)
        dialog.named.connect(self.take_name)
        dialog.open()

    def _on_settings_made(self, settings: "SettingsPage") -> None:
        settings.user_named.connect(self.take_name)
        settings.theme_chosen.connect(self.choose_theme)
        settings.text_size_chosen.connect(lambda percent: self.choose_text_size(str(percent)))
        settings.motion_chosen.connect(self.choose_motion)
        if self.session is not None:
            session, formats = self.session, self.formats
            settings.add_section("reminders", self.reminding.make_section)
            settings.add_section("backups", lambda: self.care.make_section(session, formats))
            settings.add_section("calendars", lambda: self.care.make_calendars(session))

    def choose_theme(self, choice: str) -> None:
        """Light, dark, or whatever the system has."""
        self.preferences.keep(replace(self.preferences.now, theme=choice))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._theme.apply(app, read_choice(choice))

    def choose_text_size(self, percent: str) -> None:
        """All text larger or smaller."""
        self.preferences.keep(replace(self.preferences.now, text_percent=int(percent)))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._theme.apply(app, text_percent=int(percent))

    def choose_motion(self, choice: str) -> None:
        """Whether panels and toasts slide, or whatever the system wants."""
        self.preferences.keep(replace(self.preferences.now, motion=choice))
        self._theme.motion = read_motion(choice)

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        show_focus(before, now)

    def _on_changed(self, change: Change) -> None:
        if self.session is not None and change is not LOOK_AGAIN:
            self.status.show_saved(self.formats.time(self.session.now()))

    def _remember(self) -> None:
        if self.session is not None:
            workspace = self.session.workspace
            self.preferences.keep(
                self.preferences.now.remember(workspace.path, workspace.now(), count_open_deals(workspace))
            )
