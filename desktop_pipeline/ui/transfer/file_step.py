"""The first step: which files, how they are read, and what was found in them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from desktop_pipeline.actions.importing.answers import ReadingChoices
from desktop_pipeline.actions.importing.file_names import name_files
from desktop_pipeline.actions.importing.outlook import Outlook
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.key_names import name_keys
from desktop_pipeline.ui.spreadsheets import find_spreadsheets, name_kinds
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.drop_zone import DropZone
from desktop_pipeline.ui.transfer.file_table import FileLine, FileTable
from desktop_pipeline.ui.transfer.outlook_words import stands_on, tables_of, word_preset
from desktop_pipeline.ui.transfer.preset_menu import open_presets
from desktop_pipeline.ui.transfer.reading_bar import ReadingBar
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.callout import Callout
from desktop_pipeline.ui.widgets.words import Words

if TYPE_CHECKING:
    from desktop_pipeline.ui.transfer.choice_list import ChoiceList

_SIDE = 28


class FileStep(QScrollArea):
    """Signals: `files_changed(list of paths)`; `reading_changed` when a file is to be read otherwise; `preset(key)`."""

    files_changed = Signal(list)
    reading_changed = Signal()
    preset = Signal(str)

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._outlook: Outlook | None = None
        self._chosen_preset = "auto"
        self.files: list[Path] = []
        self.choices: dict[Path, ReadingChoices] = {}
        self.chooser: QFileDialog | None = None
        self.popup: ChoiceList | None = None
        self.heading = Words(theme, "", "heading")
        self.drop = DropZone(theme)
        self.table = FileTable(theme, formats)
        self.add_button = ActionButton(theme, self.tr("Add files…"), icon="plus")
        self.bar = ReadingBar(theme)
        self.words = Words(theme, "", "body", "ink2")
        self.progress = QProgressBar(textVisible=False)
        self.progress.setAccessibleName(self.tr("Reading the files"))
        self.progress.setRange(0, 0)
        self.preset_button = ActionButton(theme, self.tr("Other preset…"))
        self.found = Callout(theme, "check", "accent", self.preset_button)
        self.failure = Callout(theme, "circle-x", "red")
        self._arrange()
        self._connect()
        self._show_state()

    def show_files(self, files: Sequence[Path]) -> None:
        """Show these, of which nothing is known yet."""
        self.bar.forget()
        self.files = list(dict.fromkeys(files))
        self._outlook = None
        self.table.files.show_files(self.files, None)
        self.failure.say("")
        self._show_state()

    def show_reading(self) -> None:
        """They are being read."""
        self._outlook = None
        self.failure.say("")
        self._show_state(is_reading=True)

    def show_outlook(self, outlook: Outlook, preset: str, *, is_recalled: bool = False) -> None:
        """Show what was found."""
        self._outlook, self._chosen_preset = outlook, preset
        self.table.files.show_files(self.files, outlook)
        self.failure.say("" if self.has_rows else self._say_empty(outlook))
        columns = [column for table in outlook.tables for column in table.columns]
        lead, rest = word_preset(outlook, columns, self._formats, is_recalled=is_recalled)
        self.found.tint(*(("circle-help", "amber") if outlook.refusal else ("check", "accent")))
        self.found.say(rest, lead)
        self._show_state()
        self._show_reading_bar()

    def show_failure(self, sentence: str) -> None:
        """Say why they cannot be read."""
        self._outlook = None
        self.table.files.show_files(self.files, None)
        self._show_state()
        self.failure.say(sentence)
        # What was said of it may be why it cannot be read: it is still there to be said otherwise
        self.bar.setVisible(self.bar.is_chosen)

    @property
    def named_choices(self) -> dict[str, ReadingChoices]:
        """How the files are to be read, by the names that the study gives them."""
        return {name: self.choices[file] for file, name in name_files(self.files).items() if file in self.choices}

    @property
    def has_rows(self) -> bool:
        """Whether there is anything to take in."""
        return self._outlook is not None and any(table.rows for table in self._outlook.tables)

    def start_keys(self) -> None:
        """Where the keys begin."""
        (self.table if self.files else self.drop).setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_files(self) -> None:
        """Lets the user look for spreadsheets."""
        folder = (
            self.files[0].parent
            if self.files
            else Path(
                QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home())
            )
        )
        self.chooser = QFileDialog(self, self.tr("Import spreadsheets"), str(folder), name_kinds())
        self.chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self.chooser.filesSelected.connect(lambda names: self.add_files([Path(name) for name in names]))
        self.chooser.open()

    def add_files(self, files: Sequence[Path]) -> None:
        """These as well."""
        if [file for file in files if file not in self.files]:
            self._take([*self.files, *files])

    def remove_file(self, file: Path) -> None:
        """Not this one."""
        self.choices.pop(file, None)
        self._take([kept for kept in self.files if kept != file])

    def turn_sheet(self, line: FileLine) -> None:
        """Takes a sheet that was left, or leaves one that was taken."""
        if self._outlook is None or line.sheet is None:
            return
        name = name_files(self.files)[line.file]
        shape = next(shape for shape in self._outlook.files if shape.name == name)
        taken = [sheet.name or "" for sheet in shape.sheets if sheet.is_taken != (sheet.name == line.sheet.name)]
        self._choose(line.file, replace(self._choices_of(line.file), sheets=tuple(taken)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if find_spreadsheets(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = find_spreadsheets(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.add_files(files)

    def _take(self, files: list[Path]) -> None:
        self.show_files(files)
        self.files_changed.emit(self.files)
        self.start_keys()

    def _choose(self, file: Path, choices: ReadingChoices) -> None:
        self.choices[file] = choices
        self.reading_changed.emit()

    def _choices_of(self, file: Path) -> ReadingChoices:
        return self.choices.get(file, ReadingChoices())

    def _on_read_otherwise(self, choices: ReadingChoices) -> None:
        line = self.table.line
        if line is not None:
            self._choose(line.file, choices)

    def _on_presets(self) -> None:
        if self._outlook is not None:
            self.popup = open_presets(
                self._theme, self._outlook, self._chosen_preset, self.preset_button, self.preset.emit
            )

    def _say_empty(self, outlook: Outlook) -> str:
        if len(outlook.files) == 1:
            return self.tr("There is nothing to import in “{file}”: no row below a header was found.").format(
                file=outlook.files[0].name
            )
        return self.tr("There is nothing to import in these files: no row below a header was found.")

    def _show_state(self, *, is_reading: bool = False) -> None:
        count = len(self.files)
        title = (
            self.tr("Which files?")
            if not count
            else self.tr("One file")
            if count == 1
            else self.tr("{count} files that belong together")
        )
        self.heading.show_words(title.format(count=self._formats.number(count)))
        self.drop.setVisible(not count)
        self.table.setVisible(bool(count))
        self.add_button.setVisible(bool(count))
        reading = self.tr("Reading {file}…") if count == 1 else self.tr("Reading {count} files…")
        name = self.files[0].name if self.files else ""
        shown = self._theme.metrics("body").elidedText(name, Qt.TextElideMode.ElideMiddle, self._theme.size(420))
        self.words.show_words(reading.format(file=shown, count=self._formats.number(count)))
        for widget in (self.words, self.progress):
            widget.setVisible(is_reading)
        self.found.setVisible(self.has_rows)
        self.bar.setVisible(self._outlook is not None)

    def _show_reading_bar(self) -> None:
        line, outlook = self.table.line, self._outlook
        if line is None or outlook is None:
            return
        name = name_files(self.files)[line.file]
        shape = next((shape for shape in outlook.files if shape.name == name), None)
        if shape is None:
            return
        tables = tables_of(outlook, shape.name)
        sheet = None if line.sheet is None else line.sheet.name
        table = next((table for table in tables if stands_on(table.place, sheet)), None)
        if table is not None:
            sheet = next((each.name for each in shape.sheets if stands_on(table.place, each.name)), sheet)
        self.bar.show_file(shape, sheet, table, self._choices_of(line.file))

    def _connect(self) -> None:
        self.drop.clicked.connect(self.choose_files)
        self.drop.dropped.connect(self.add_files)
        self.add_button.clicked.connect(self.choose_files)
        self.table.removed.connect(self.remove_file)
        self.table.sheet_turned.connect(self.turn_sheet)
        self.table.current_changed.connect(self._show_reading_bar)
        self.bar.chosen.connect(self._on_read_otherwise)
        self.preset_button.clicked.connect(self._on_presets)

    def _arrange(self) -> None:
        self.add_button.setShortcut("Alt+A")
        self.add_button.setToolTip(f"{self.add_button.text()} ({name_keys('Alt+A')})")
        acts = QHBoxLayout()
        acts.addWidget(self.add_button)
        acts.addStretch(1)
        page = QWidget()
        page.setObjectName("page")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(_SIDE, 24, _SIDE, 20)
        layout.setSpacing(0)
        layout.addWidget(self.heading)
        layout.addSpacing(12)
        layout.addWidget(self.drop)
        layout.addWidget(self.table)
        layout.addSpacing(12)
        layout.addLayout(acts)
        layout.addSpacing(14)
        layout.addWidget(self.bar)
        layout.addSpacing(16)
        for widget in (self.words, self.progress, self.found, self.failure):
            layout.addWidget(widget)
            layout.addSpacing(8)
        layout.addStretch(1)
        self.setAcceptDrops(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
