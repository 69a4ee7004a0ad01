"""The settings of calendars in other programs: a folder that is kept up to date, and a file to open once."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions.calendars import (
    SUFFIX,
    choose_calendar_folder,
    read_calendar_folder,
    save_calendar,
)
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.file_names import clean_file_name
from desktop_pipeline.queries.calendars import read_calendar_names, read_calendars
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Progress, Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_WIDEST = 640


class CalendarsSection(QWidget):
    """Signals: `folder_chosen()` when calendars are to be kept from now on, elsewhere, or no more."""

    folder_chosen = Signal()

    def __init__(
        self, session: Session, tasks: Tasks, theme: Theme, parent: QWidget | None = None, *, settings: Path
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._theme = theme
        self._settings = settings
        self.chooser: QFileDialog | None = None
        self.place = ElidedWords(theme, style="body", role="ink2")
        self.choose_button = ActionButton(theme, self.tr("Choose a folder…"), icon="folder-open")
        self.forget_button = ActionButton(theme, self.tr("None"), flat=True)
        self.save_button = ActionButton(theme, self.tr("Save a calendar…"), icon="calendar")
        self.whose = QComboBox()
        self.whose.setAccessibleName(self.tr("Whose calendar"))
        self.said = Words(theme, style="secondary", role="ink2", wrap=True)
        self._arrange()
        self.choose_button.clicked.connect(self.choose_folder)
        self.forget_button.clicked.connect(lambda: self.take_folder(None))
        self.save_button.clicked.connect(self.ask_where)

    def focus_list(self) -> None:
        """Gives the keys to the first button."""
        self.choose_button.setFocus()

    def read(self) -> None:
        """Shows what was chosen."""
        folder = read_calendar_folder(self._settings, self._session.path)
        self.place.show_words(self.tr("no folder") if folder is None else str(folder))
        self.forget_button.setVisible(folder is not None)
        for button in (self.choose_button, self.forget_button):
            button.setEnabled(not self._session.workspace.is_read_only)
        chosen = self.whose.currentData()
        self.whose.clear()
        workspace, today = self._session.workspace, self._session.today()
        for key, name in read_calendar_names(workspace, self.tr("Everybody"), today=today):
            self.whose.addItem(name, key)
        self.whose.setCurrentIndex(max(0, self.whose.findData(chosen)))

    def choose_folder(self) -> None:
        """Asks for the folder."""
        self.chooser = QFileDialog(self, self.tr("A folder for calendars"), _documents())
        self.chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chooser.setFileMode(QFileDialog.FileMode.Directory)
        self.chooser.setOption(QFileDialog.Option.ShowDirsOnly)
        self.chooser.fileSelected.connect(lambda name: self.take_folder(Path(name)))
        self.chooser.open()

    def take_folder(self, folder: Path | None) -> None:
        """Calendars are kept there from now on; None: nowhere, and what was written stays."""
        try:
            choose_calendar_folder(self._settings, self._session.path, folder)
        except PipelineError as error:
            self.say(str(error), is_trouble=True)
            return
        told = self.tr("Calendars are written here within seconds of each change.")
        self.say(self.tr("Calendars are no longer kept. The files stay as they are.") if folder is None else told)
        self.read()
        self.folder_chosen.emit()

    def save(self, key: str, out: Path) -> None:
        """Writes one calendar to a file, on a worker."""
        workspace, everybody = self._session.workspace, self.tr("Everybody")
        now, today = workspace.now(), workspace.today()

        def work(progress: Progress) -> tuple[Path, int]:
            with workspace.reading() as view:
                calendars = read_calendars(view, everybody, today=today)
            # Of an owner who has nothing planned any more there is none
            calendar = next((one for one in calendars if one.key == key), calendars[0])
            progress.report(1, 2)
            return save_calendar(out, calendar, now=now), len(calendar.events)

        def done(saved: tuple[Path, int]) -> None:
            path, count = saved
            self.say(self.tr("%Ln activity(ies) written to {file}.", None, count).format(file=path.name))

        self._tasks.run(work, done, lambda error: self.say(str(error), is_trouble=True), key="save calendar")

    def say(self, sentence: str, *, is_trouble: bool = False) -> None:
        """What came of it."""
        self.said.show_words(sentence, "red" if is_trouble else "ink2")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    def ask_where(self) -> None:
        """Asks for the file that the chosen calendar is written to."""
        key, name = str(self.whose.currentData()), f"{self._session.path.stem}, {self.whose.currentText()}"
        kinds = self.tr("Calendars (*.ics)")
        self.chooser = QFileDialog(
            self, self.tr("Save a calendar"), str(Path(_documents(), f"{clean_file_name(name)}{SUFFIX}")), kinds
        )
        self.chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.chooser.setDefaultSuffix(SUFFIX.lstrip("."))
        self.chooser.fileSelected.connect(lambda chosen: self.save(key, Path(chosen)))
        self.chooser.open()

    def _arrange(self) -> None:
        told = self.tr(
            "Calendar programs can show what is planned here. Choose a folder, and let them subscribe to the files in"
            " it: one for everybody, and one for each owner. They follow every change; what was done stays for 90 days."
        )
        private = self.tr(
            "The files name customers and deals. A folder that is shared or synchronised shares them too."
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Words(self._theme, self.tr("Kept in"), "secondary", "ink2"), 0, 0)
        grid.addWidget(self.place, 0, 1)
        grid.addWidget(self.forget_button, 0, 2)
        grid.addWidget(self.choose_button, 0, 3)
        once = QHBoxLayout()
        once.addWidget(self.whose)
        once.addWidget(self.save_button)
        once.addWidget(Words(self._theme, self.tr("to open or send it once"), "secondary", "ink3"))
        once.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self.setMaximumWidth(self._theme.size(_WIDEST))
        layout.addWidget(Words(self._theme, self.tr("Calendar programs"), "section"))
        layout.addWidget(Words(self._theme, told, "secondary", "ink2", wrap=True))
        layout.addLayout(grid)
        layout.addWidget(Words(self._theme, private, "caption", "ink3", wrap=True))
        layout.addLayout(once)
        layout.addWidget(self.said)
        layout.addStretch(1)


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
