"""What the window does for its file beside opening it: backups and calendars by themselves, restoring, banners."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop_pipeline.actions import read_clock
from desktop_pipeline.domain.errors import CannotOpenError, DamagedError
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop_pipeline.actions.backups import Reason
    from desktop_pipeline.ui.care.backup_keeper import BackupKeeper
    from desktop_pipeline.ui.care.calendar_keeper import CalendarKeeper
    from desktop_pipeline.ui.care.log_keeper import LogKeeper
    from desktop_pipeline.ui.care.restore_dialog import RestoreDialog
    from desktop_pipeline.ui.main_window import MainWindow

# Backups and pruning are nobody's first wish.
_BEGUN_AFTER_MS = 1500


class FileCare(QObject):
    """Belongs to a window; `attend` is told of every workspace that is shown."""

    def __init__(self, window: "MainWindow", theme: Theme, settings: Path) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._settings = settings
        self._keeper: BackupKeeper | None = None
        self._calendars: CalendarKeeper | None = None
        self._log: LogKeeper | None = None
        self._looked_from: Path | None = None
        self.dialog: RestoreDialog | None = None
        self._begin = QTimer(self, singleShot=True, interval=_BEGUN_AFTER_MS)
        self._begin.timeout.connect(self._on_begin)

    def attend(self, session: Session) -> None:
        """Looks after the file of this session from now on."""
        self._keeper = None
        self._calendars = None
        self._log = None
        self._begin.start()
        if session.workspace.is_read_only and self._looked_from is not None:
            self._show_backup_banner(session)

    def leave(self) -> None:
        """The session is about to be closed."""
        self._begin.stop()
        if self._keeper is not None:
            self._keeper.stop()
        if self._calendars is not None:
            self._calendars.stop()
        if self._log is not None:
            self._log.stop()
        self._keeper = None
        self._calendars = None
        self._log = None

    def guard(
        self, reason: "Reason", then: Callable[[], object], failed: Callable[[str], object] | None = None
    ) -> None:
        """Makes a backup before risky work and goes on; without one it does not, and `failed` is told why."""
        keeper = self._make_keeper()
        if keeper is None:
            then()
        else:
            keeper.guard(reason, then, failed)

    def guard_import(self, then: Callable[[], object], failed: Callable[[str], object]) -> None:
        """A backup before rows are taken in."""
        from desktop_pipeline.actions.backups import Reason  # noqa: PLC0415 - when something comes in

        self.guard(Reason.BEFORE_IMPORT, then, failed)

    def back_up(self) -> None:
        """Makes a backup now, and says so."""
        from desktop_pipeline.actions.backups import Reason  # noqa: PLC0415 - when it is asked for

        page = self._window.page
        if page is not None:
            self.guard(Reason.BY_HAND, lambda: page.toast.show_text(self.tr("Backed up")))

    def show_restore(self, path: Path | None = None, *, chosen: Path | None = None, damage: str = "") -> None:
        """Offers the backups of a file: of the open one where none is named."""
        from desktop_pipeline.ui.care.restore_dialog import RestoreDialog, RestoreMeans  # noqa: PLC0415

        window = self._window
        target = path or (window.session.path if window.session is not None else None)
        if target is None:
            return

        def release() -> None:
            if window.session is not None and window.session.path.resolve() == target.resolve():
                window.close_file()

        means = RestoreMeans(self._settings, read_clock, window.user_name, release)
        formats = window.formats if window.session is not None else Formats()
        dialog = RestoreDialog(target, means, window.tasks, self._theme, formats, window, chosen=chosen, damage=damage)
        dialog.open_asked.connect(lambda restored: window.open_file(Path(restored)))
        dialog.look_asked.connect(lambda backup: self.look_at(Path(backup), target))
        self.dialog = dialog
        dialog.open()

    def offer_help(self, path: Path, error: CannotOpenError) -> None:
        """Says why a file cannot be opened; where it is damaged or has backups, restoring and rescuing are offered.

        One that is gone without a trace can be taken off the list of files.
        """
        from desktop_pipeline.actions.backups import list_all_backups, read_choices  # noqa: PLC0415 - hardly ever

        if isinstance(error, DamagedError) or list_all_backups(path, read_choices(self._settings, path)):
            self.show_restore(path, damage=str(error))
        elif path.exists() or path.is_symlink():
            self._window.questions.tell(str(error))
        else:
            self._tell_gone(path)

    def _tell_gone(self, path: Path) -> None:
        window = self._window
        text = self.tr(
            "There is no file “{name}” in {folder}. It was moved, renamed or deleted, or the drive that it is on is not"
            " connected. Where it lies elsewhere now, open it from there."
        ).format(name=path.name, folder=path.parent)

        def forget() -> None:
            window.preferences.keep(window.preferences.now.forget(path))
            window.start.show_recent(window.preferences.now.recent)

        if path in window.recent_paths():
            window.questions.offer(text, self.tr("Take it off the list"), forget)
        else:
            window.questions.tell(text)

    def look_at(self, backup: Path, target: Path) -> None:
        """Opens a backup to look around in it."""
        self._looked_from = target
        if not self._window.open_backup(backup):
            self._looked_from = None

    def make_section(self, session: Session, formats: Formats) -> "QWidget":
        """The section of the settings about backups."""
        from desktop_pipeline.ui.care.backups_section import BackupsSection  # noqa: PLC0415

        section = BackupsSection(session, self._window.tasks, self._theme, formats, settings=self._settings)
        section.look_asked.connect(lambda backup: self.look_at(Path(backup), session.path))
        section.restore_asked.connect(lambda backup: self.show_restore(session.path, chosen=Path(backup)))
        return section

    def make_calendars(self, session: Session) -> "QWidget":
        """The section of the settings about calendars in other programs."""
        from desktop_pipeline.ui.care.calendars_section import CalendarsSection  # noqa: PLC0415

        section = CalendarsSection(session, self._window.tasks, self._theme, settings=self._settings)
        section.folder_chosen.connect(self._keep_calendars)
        return section

    def _keep_calendars(self) -> None:
        session, page = self._window.session, self._window.page
        if session is None or page is None or session.workspace.is_read_only:
            return
        from desktop_pipeline.ui.care.calendar_keeper import CalendarKeeper  # noqa: PLC0415 - never before the board

        if self._calendars is None:
            self._calendars = CalendarKeeper(session, self._window.tasks, self._settings)
            self._calendars.failed.connect(page.toast.show_text)
        self._calendars.keep()

    def _on_begin(self) -> None:
        from desktop_pipeline.actions.backups import (  # noqa: PLC0415
            JournalLimits,
            find_network,
            prune_journal,
            read_choices,
        )

        session, page = self._window.session, self._window.page
        if session is None or page is None or session.workspace.is_read_only:
            return
        from desktop_pipeline.ui.care.log_keeper import LogKeeper  # noqa: PLC0415 - never before the board

        self._make_keeper()
        self._keep_calendars()
        self._log = LogKeeper(session, self._window.tasks)
        if find_network(session.path.parent) is not None:
            from desktop_pipeline.ui.care.read_only_banner import NetworkBanner  # noqa: PLC0415

            banner = NetworkBanner(self._theme)
            banner.first_asked.connect(banner.deleteLater)
            page.add_banner(banner)
        days = read_choices(self._settings, session.path).journal_days
        prune_journal(session.workspace.journal, JournalLimits(days=days), at=session.now())

    def _make_keeper(self) -> "BackupKeeper | None":
        session, page = self._window.session, self._window.page
        if session is None or page is None or session.workspace.is_read_only:
            return None
        if self._keeper is None:
            from desktop_pipeline.ui.care.backup_keeper import BackupKeeper  # noqa: PLC0415

            self._keeper = BackupKeeper(session, self._window.tasks, self._settings)
            self._keeper.failed.connect(page.toast.show_text)
        return self._keeper

    def _show_backup_banner(self, session: Session) -> None:
        from desktop_pipeline.ui.care.read_only_banner import BackupBanner  # noqa: PLC0415

        page, target, backup = self._window.page, self._looked_from, session.path
        self._looked_from = None
        if page is None or target is None:
            return
        banner = BackupBanner(self._theme, backup.stem)
        banner.first_asked.connect(lambda: self.show_restore(target, chosen=backup))
        banner.second_asked.connect(lambda: self._window.open_file(target))
        page.add_banner(banner)
