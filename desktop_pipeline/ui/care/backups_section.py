"""The settings of backups: what there is, one more now, a second folder, how much room they may take."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions.backups import (
    MOST_DAYS,
    Backup,
    BackupChoices,
    BackupMade,
    Reason,
    back_up,
    backup_folder,
    keep_choices,
    list_all_backups,
    read_choices,
)
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.care.backup_words import say_reason, say_size, say_value, say_when
from desktop_pipeline.ui.care.rows_table import RowsModel, RowsTable
from desktop_pipeline.ui.formats import DASH, Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Progress, Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_WIDEST = 900
_YEAR = 365
_DAYS = (90, _YEAR, 2 * _YEAR, 5 * _YEAR, MOST_DAYS)
_LIMITS = (200 << 20, 1 << 30, 2 << 30, 5 << 30, 20 << 30, 100 << 30)


class BackupsSection(QWidget):
    """Signals: `look_asked(Path)` to open a backup, `restore_asked(Path)` to restore one."""

    look_asked = Signal(object)
    restore_asked = Signal(object)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        theme: Theme,
        formats: Formats,
        parent: QWidget | None = None,
        *,
        settings: Path,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._theme = theme
        self._formats = formats
        self._settings = settings
        self.chooser: QFileDialog | None = None
        self.model: RowsModel[Backup] = RowsModel(
            theme,
            (self.tr("When"), self.tr("Why"), self.tr("Open deals"), self.tr("Worth"), self.tr("Size")),
            self,
            numbers=(2, 3, 4),
        )
        self.table = RowsTable(theme, self.tr("Backups, newest first"), wide=1)
        self.table.show_model(self.model, (160, 140, 100, 220, 90))
        self.said = Words(theme, style="secondary", role="ink2", wrap=True)
        self.said.hide()
        self.make_button = ActionButton(theme, self.tr("Back up now"), icon="hard-drive")
        self.look_button = ActionButton(theme, self.tr("Look inside"), icon="folder-open")
        self.restore_button = ActionButton(theme, self.tr("Restore…"), icon="undo-2", keys=(self.tr("Enter"),))
        self.place = ElidedWords(theme, style="body", role="ink2")
        self.second = ElidedWords(theme, style="body", role="ink2")
        self.choose_button = ActionButton(theme, self.tr("Choose…"))
        self.forget_button = ActionButton(theme, self.tr("None"), flat=True)
        self.limit = QComboBox()
        self.limit.setAccessibleName(self.tr("Room for backups"))
        self.journal = QComboBox()
        self.journal.setAccessibleName(self.tr("Changes can be undone for"))
        self._arrange()
        self._connect()

    @property
    def current(self) -> Backup | None:
        """The backup that is chosen."""
        rows = self.table.chosen_rows()
        return self.model.things[rows[0]] if rows else None

    def back_up_now(self) -> None:
        """Makes a backup on a worker, though the newest one be young."""
        workspace = self._session.workspace
        path, zone, at = workspace.path, workspace.zone, workspace.now()
        choices = self._choices()
        self.make_button.setEnabled(False)
        self._say(self.tr("Making a backup…"), "ink2")

        def work(progress: Progress) -> BackupMade:
            return back_up(path, choices, at=at, reason=Reason.BY_HAND, zone=zone, progress=progress.report)

        self._tasks.run(work, self._on_made, self._on_failed, key="backup by hand")

    def choose_folder(self) -> None:
        """Asks for the second folder."""
        self.chooser = QFileDialog(self, self.tr("A second folder for backups"))
        self.chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chooser.setFileMode(QFileDialog.FileMode.Directory)
        self.chooser.setOption(QFileDialog.Option.ShowDirsOnly)
        self.chooser.fileSelected.connect(lambda name: self.take_folder(Path(name)))
        self.chooser.open()

    def take_folder(self, folder: Path | None) -> None:
        """A copy of each backup goes there from now on; None: nowhere."""
        if folder is not None and folder.resolve() == backup_folder(self._session.path).resolve():
            self._say(self.tr("That is the first folder. Choose one on another disk."), "red")
            return
        self._keep(replace(self._choices(), second_folder=folder))
        if folder is not None:
            self.back_up_now()

    def read(self) -> None:
        """Shows what there is now."""
        choices = self._choices()
        backups = list_all_backups(self._session.path, choices)
        self.model.show_rows([(backup, self._texts(backup), backup.contents is None) for backup in backups])
        self.table.choose_first()
        self.place.show_words(str(backup_folder(self._session.path)))
        self.second.show_words(str(choices.second_folder or self.tr("none; a folder on another disk is safer")))
        self.forget_button.setVisible(choices.second_folder is not None)
        with QSignalBlocker(self.limit):
            if self.limit.findData(choices.limit) < 0:
                self.limit.addItem(say_size(choices.limit, self._formats), choices.limit)
            self.limit.setCurrentIndex(self.limit.findData(choices.limit))
        with QSignalBlocker(self.journal):
            if self.journal.findData(choices.journal_days) < 0:
                days = self.tr("{days} days").format(days=self._formats.number(choices.journal_days))
                self.journal.addItem(days, choices.journal_days)
            self.journal.setCurrentIndex(self.journal.findData(choices.journal_days))
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    def _texts(self, backup: Backup) -> tuple[str, ...]:
        formats = self._formats
        contents = backup.contents
        return (
            say_when(backup.made_at, formats, self._session.today()),
            say_reason(backup.reason),
            DASH if contents is None else formats.number(contents.open_deals),
            DASH if contents is None else say_value(contents, formats),
            say_size(backup.size, formats),
        )

    def _say(self, text: str, role: str) -> None:
        self.said.show_words(text, role)
        self.said.show()

    def _choices(self) -> BackupChoices:
        return read_choices(self._settings, self._session.path)

    def _keep(self, choices: BackupChoices) -> None:
        try:
            keep_choices(self._settings, self._session.path, choices)
        except OSError as error:
            self._say(self.tr("The choice was not kept: {why}.").format(why=error.strerror), "red")
        self.read()

    def _on_made(self, made: BackupMade) -> None:
        done = (
            self.tr("Backed up and read back.")
            if made.backup
            else self.tr("The newest backup holds all of it already.")
        )
        self._say(made.warning or done, "red" if made.warning else "ink2")
        self.read()

    def _on_failed(self, error: PipelineError) -> None:
        self._say(str(error), "red")
        self.read()

    def _fit(self) -> None:
        has_one = self.current is not None
        self.make_button.setEnabled(not self._session.workspace.is_read_only)
        self.look_button.setEnabled(has_one)
        self.restore_button.setEnabled(has_one)

    def _on_look(self) -> None:
        if self.current is not None:
            self.look_asked.emit(self.current.path)

    def _on_restore(self) -> None:
        if self.current is not None:
            self.restore_asked.emit(self.current.path)

    def _on_limit(self) -> None:
        self._keep(replace(self._choices(), limit=int(self.limit.currentData())))

    def _on_journal(self) -> None:
        self._keep(replace(self._choices(), journal_days=int(self.journal.currentData())))

    def _say_days(self, days: int) -> str:
        if days == MOST_DAYS:
            return self.tr("always")
        if days == _YEAR:
            return self.tr("1 year")
        if days > _YEAR:
            return self.tr("{years} years").format(years=self._formats.number(days // _YEAR))
        return self.tr("{months} months").format(months=self._formats.number(days // 30))

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(self._fit)
        self.table.taken.connect(self._on_restore)
        self.make_button.clicked.connect(self.back_up_now)
        self.look_button.clicked.connect(self._on_look)
        self.restore_button.clicked.connect(self._on_restore)
        self.choose_button.clicked.connect(self.choose_folder)
        self.forget_button.clicked.connect(lambda: self.take_folder(None))
        self.limit.activated.connect(self._on_limit)
        self.journal.activated.connect(self._on_journal)

    def _arrange(self) -> None:
        for limit in _LIMITS:
            self.limit.addItem(say_size(limit, self._formats), limit)
        for days in _DAYS:
            self.journal.addItem(self._say_days(days), days)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.make_button, self.look_button, self.restore_button):
            acts.addWidget(button)
        acts.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Words(self._theme, self.tr("Kept in"), "secondary", "ink2"), 0, 0)
        grid.addWidget(self.place, 0, 1, 1, 3)
        grid.addWidget(Words(self._theme, self.tr("Copied to"), "secondary", "ink2"), 1, 0)
        grid.addWidget(self.second, 1, 1)
        grid.addWidget(self.forget_button, 1, 2)
        grid.addWidget(self.choose_button, 1, 3)
        grid.addWidget(Words(self._theme, self.tr("Space limit"), "secondary", "ink2"), 2, 0)
        grid.addWidget(self.limit, 2, 1, Qt.AlignmentFlag.AlignLeft)
        label = Words(self._theme, self.tr("Undo goes back"), "secondary", "ink2")
        grid.addWidget(label, 3, 0)
        grid.addWidget(self.journal, 3, 1, Qt.AlignmentFlag.AlignLeft)
        older = self.tr("Older changes keep their line in the history. The newest 200 can always be undone.")
        grid.addWidget(Words(self._theme, older, "caption", "ink3", wrap=True), 4, 1, 1, 3)
        told = self.tr(
            "A backup is made by itself when something changed: every half hour, before large imports and before a"
            " restore. Each is read back before an old one goes."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self.setMaximumWidth(self._theme.size(_WIDEST))
        head = QVBoxLayout()
        head.setSpacing(8)
        head.addWidget(Words(self._theme, self.tr("Backups"), "section"))
        head.addWidget(Words(self._theme, told, "secondary", "ink2", wrap=True))
        layout.addLayout(head)
        layout.addLayout(acts)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)
        layout.addLayout(grid)
