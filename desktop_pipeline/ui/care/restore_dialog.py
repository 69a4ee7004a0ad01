"""Restoring a backup: which one, what it would change, and afterwards how to undo it. Needs no open workspace."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_pipeline.actions import SUFFIX
from desktop_pipeline.actions.backups import (
    Backup,
    Comparison,
    Rescued,
    Restored,
    compare_backup,
    list_all_backups,
    put_back,
    read_choices,
    rescue_file,
    restore_backup,
)
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.care.backup_words import list_differences, say_reason, say_size, say_when
from desktop_pipeline.ui.care.rows_table import RowsModel, RowsTable
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.tasks import Progress, Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.words import Words

_SIZE = (760, 620)


@dataclass(frozen=True, slots=True)
class RestoreMeans:
    """What restoring needs of the program: the settings folder, a clock, who is at the computer.

    `release` closes the workspace in the window if it is the one that is replaced; it is called just before.
    """

    settings: Path
    clock: Callable[[], datetime]
    who: str
    release: Callable[[], object] = lambda: None


class RestoreDialog(QDialog):
    """Open it with `open()`, from a workspace, the start screen or a damaged file.

    Signals: `open_asked(path)`: open that file now, restored or rescued; `look_asked(path)`: a backup to look at.
    """

    open_asked = Signal(object)
    look_asked = Signal(object)

    def __init__(
        self,
        path: Path,
        means: RestoreMeans,
        tasks: Tasks,
        theme: Theme,
        formats: Formats,
        parent: QWidget | None = None,
        *,
        chosen: Path | None = None,
        damage: str = "",
    ) -> None:
        """`chosen` is the backup to begin with; `damage` the sentence that told why the file cannot be opened."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Restore a backup"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._path = path
        self._tasks = tasks
        self._theme = theme
        self._formats = formats
        self._means = means
        self._asked: Path | None = None
        self._is_working = False
        self.comparison: Comparison | None = None
        self.outcome: Restored | None = None
        self.chooser: QFileDialog | None = None
        self._damage = damage
        self._make_pieces()
        self._arrange()
        self._connect()
        self._list_backups(chosen)

    def choose(self, backup: Path) -> None:
        """Compares this backup with the file; it need not be in the list."""
        self._asked = backup
        self.comparison = None
        self.differences.show_rows([])
        self._fit()
        self._tell(self.tr("Reading the backup…"))

        def work(_progress: Progress) -> Comparison:
            return compare_backup(backup, self._path)

        self._tasks.run(work, self._on_compared, self._on_refused, key="compare backup")

    def choose_file(self) -> None:
        """Asks for a backup that lies elsewhere."""
        kinds = self.tr("Desktop Pipeline files (*{suffix})").format(suffix=SUFFIX)
        self.chooser = QFileDialog(self, self.tr("Choose a backup"), str(self._path.parent), kinds)
        self.chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.chooser.fileSelected.connect(lambda name: self.choose(Path(name)))
        self.chooser.open()

    def restore(self) -> None:
        """Puts the backup in the place of the file, on a worker."""
        comparison = self.comparison
        if comparison is None or self._is_working:
            return
        self._means.release()
        backup, at = comparison.backup.path, self._means.clock()

        def work(_progress: Progress) -> Restored:
            return restore_backup(backup, self._path, at=at, who=self._means.who)

        self._run(work, self._on_restored, self.tr("Restoring…"))

    def undo_restore(self) -> None:
        """Puts the file back that was there before."""
        outcome = self.outcome
        if outcome is None or self._is_working:
            return
        at = self._means.clock()
        self._run(
            lambda _progress: put_back(outcome, at=at, who=self._means.who),
            self._on_put_back,
            self.tr("Putting it back…"),
        )

    def rescue(self) -> None:
        """Takes what is readable of the damaged file into a new one beside it."""
        target = _free(self._path, self.tr("rescued"))
        at = self._means.clock()

        def work(progress: Progress) -> Rescued:
            return rescue_file(self._path, target, at=at, progress=progress.report)

        self._run(work, self._on_rescued, self.tr("Reading what is left…"))

    def reject(self) -> None:
        """Esc and Cancel; not while the file is at work."""
        if not self._is_working:
            super().reject()

    def _run(self, work: "Callable[[Progress], object]", done: "Callable[[object], object]", words: str) -> None:
        self._is_working = True
        self._fit()
        self._tell(words)

        def end(outcome: object) -> None:
            self._is_working = False
            done(outcome)
            self._fit()
            if self.pages.currentIndex() == 1:
                # Not before it is shown and enabled: what had the keys has gone.
                self.open_button.setFocus()

        self._tasks.run(work, end, self._on_refused)

    def _list_backups(self, chosen: Path | None) -> None:
        backups = list_all_backups(self._path, read_choices(self._means.settings, self._path))
        self.model.show_rows([(backup, self._texts(backup), backup.contents is None) for backup in backups])
        places = [backup.path for backup in backups]
        if chosen is not None and chosen not in places:
            self.choose(chosen)
        elif backups:
            self.table.selectRow(places.index(chosen) if chosen is not None else 0)
        else:
            self._tell(self._damage or self.tr("There is no backup beside this file. Choose one that lies elsewhere."))
        self._fit()

    def _texts(self, backup: Backup) -> tuple[str, ...]:
        formats = self._formats
        return (
            say_when(backup.made_at, formats, self._today()),
            say_reason(backup.reason),
            say_size(backup.size, formats),
        )

    def _today(self) -> date:
        return self._means.clock().astimezone().date()

    def _on_chosen(self) -> None:
        rows = self.table.chosen_rows()
        if rows:
            self.choose(self.model.things[rows[0]].path)

    def _on_compared(self, comparison: Comparison) -> None:
        if comparison.backup.path != self._asked:
            return
        self.comparison = comparison
        rows = list_differences(comparison, self._formats, self._today())
        self.differences.show_rows([(what, (what, then, now), not differs) for what, then, now, differs in rows])
        if comparison.present is None and self._path.exists():
            self._tell(self.tr("The file that is there now is damaged. It will be kept beside as it is."))
        elif comparison.present is None:
            self._tell(self.tr("There is no file in this place now."))
        else:
            self._tell(self.tr("The file that is there now becomes a backup first. The restore can be undone."))
        self._fit()

    def _on_refused(self, error: PipelineError) -> None:
        self._is_working = False
        self._tell(str(error), "red")
        self._fit()

    def _on_restored(self, outcome: object) -> None:
        assert isinstance(outcome, Restored)
        self.outcome = outcome
        self.pages.setCurrentIndex(1)
        kept = self.tr("There was no file before.")
        if outcome.kept is not None:
            kept = self.tr("The file before is kept: {path}").format(path=outcome.kept)
        self.told.show_words(self.tr("“{name}” is restored. {kept}").format(name=self._path.name, kept=kept))
        self._tell("")

    def _on_put_back(self, outcome: object) -> None:
        assert isinstance(outcome, Restored)
        self.outcome = None
        self.told.show_words(self.tr("The file before is back in its place."))
        self._tell("")

    def _on_rescued(self, outcome: object) -> None:
        assert isinstance(outcome, Rescued)
        lines = [self.tr("What could be read is in “{name}”.").format(name=outcome.path.name), *outcome.missing]
        self.pages.setCurrentIndex(1)
        self.told.show_words("\n".join(lines))
        self._tell("")
        self._path = outcome.path
        self.outcome = None

    def _open(self) -> None:
        self.accept()
        self.open_asked.emit(self._path)

    def _on_look(self) -> None:
        if self._asked is not None:
            self.reject()
            self.look_asked.emit(self._asked)

    def _tell(self, sentence: str, role: str = "ink2") -> None:
        self.said.show_words(sentence, role)

    def _fit(self) -> None:
        is_done = self.pages.currentIndex() == 1
        comparison = self.comparison
        self.restore_button.setVisible(not is_done)
        self.restore_button.setEnabled(comparison is not None and not self._is_working)
        self.look_button.setVisible(not is_done)
        self.look_button.setEnabled(comparison is not None and not self._is_working)
        self.other_button.setVisible(not is_done)
        # What is chosen while the file is replaced would be compared with half of each.
        for chooses in (self.table, self.other_button):
            chooses.setEnabled(not self._is_working)
        is_damaged = bool(self._damage) or (comparison is not None and comparison.present is None)
        self.rescue_button.setVisible(not is_done and is_damaged and self._path.exists())
        self.rescue_button.setEnabled(not self._is_working)
        self.cancel_button.setVisible(not is_done)
        self.cancel_button.setEnabled(not self._is_working)
        self.open_button.setVisible(is_done)
        self.open_button.setEnabled(not self._is_working)
        self.undo_button.setVisible(is_done and self.outcome is not None and self.outcome.kept is not None)
        self.undo_button.setEnabled(not self._is_working)

    def _make_pieces(self) -> None:
        theme = self._theme
        self.model: RowsModel[Backup] = RowsModel(
            theme, (self.tr("When"), self.tr("Why"), self.tr("Size")), self, numbers=(2,)
        )
        self.table = RowsTable(theme, self.tr("Backups, newest first"), wide=1)
        self.table.show_model(self.model, (190, 160, 90))
        self.differences: RowsModel[str] = RowsModel(
            theme, (self.tr("What"), self.tr("In the backup"), self.tr("Now")), self, numbers=(1, 2)
        )
        self.compared = RowsTable(theme, self.tr("What the restore would change"), wide=0)
        self.compared.show_model(self.differences, (170, 220, 220))
        self.said = Words(theme, style="secondary", role="ink2", wrap=True)
        self.told = Words(theme, style="body", wrap=True)
        self.other_button = ActionButton(theme, self.tr("Other file…"), icon="folder-open", flat=True, role="ink2")
        self.look_button = ActionButton(theme, self.tr("Look inside"), flat=True, role="ink2")
        self.rescue_button = ActionButton(theme, self.tr("Rescue what is readable"))
        self.cancel_button = ActionButton(theme, self.tr("Cancel"))
        self.restore_button = PrimaryButton(theme, self.tr("Restore"), icon="undo-2")
        self.undo_button = ActionButton(theme, self.tr("Undo the restore"), icon="undo-2")
        self.open_button = PrimaryButton(theme, self.tr("Open it"), key=self.tr("Enter"))

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.other_button.clicked.connect(self.choose_file)
        self.look_button.clicked.connect(self._on_look)
        self.rescue_button.clicked.connect(self.rescue)
        self.cancel_button.clicked.connect(self.reject)
        self.restore_button.clicked.connect(self.restore)
        self.undo_button.clicked.connect(self.undo_restore)
        self.open_button.clicked.connect(self._open)

    def _arrange(self) -> None:
        theme = self._theme
        heading = Words(theme, self.tr("Restore “{name}”").format(name=self._path.name), "section", wrap=True)
        choose, done = QWidget(), QWidget()
        column = QVBoxLayout(choose)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        if self._damage:
            column.addWidget(Words(theme, self._damage, "body", "red", wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(Words(theme, self.tr("What it would change"), "strong"))
        column.addWidget(self.compared, 2)
        after = QVBoxLayout(done)
        after.setContentsMargins(0, 0, 0, 0)
        after.addWidget(self.told)
        after.addStretch(1)
        self.pages = QStackedWidget()
        self.pages.addWidget(choose)
        self.pages.addWidget(done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(heading)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.said)
        layout.addLayout(self._make_foot((self.other_button, self.look_button, self.rescue_button, self.undo_button)))
        self.resize(theme.size(_SIZE[0]), theme.size(_SIZE[1]))

    def _make_foot(self, left: Sequence[QWidget]) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in left:
            foot.addWidget(button)
        foot.addStretch(1)
        for button in (self.cancel_button, self.restore_button, self.open_button):
            foot.addWidget(button)
        return foot


def _free(path: Path, word: str) -> Path:
    free = path.with_name(f"{path.stem} ({word}){SUFFIX}")
    number = 2
    while free.exists():
        free = path.with_name(f"{path.stem} ({word}, {number}){SUFFIX}")
        number += 1
    return free
