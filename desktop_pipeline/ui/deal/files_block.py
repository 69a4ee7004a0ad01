"""The files of a deal: added by button or dropped on the panel, opened as a copy, saved, renamed, taken off."""

import atexit
import shutil
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMessageBox, QWidget
from shiboken6 import isValid

from desktop_pipeline.actions.attachments import (
    attach_files,
    find_outside,
    is_harmful,
    open_copy,
    remove_attachment,
    rename_attachment,
    save_attachment,
)
from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.queries.deal_parts import AttachedFile
from desktop_pipeline.ui.deal.row_pieces import Choice, LinkField, make_more
from desktop_pipeline.ui.deal.sections import Block
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.widgets.field import PAD
from desktop_pipeline.ui.widgets.message import make_message
from desktop_pipeline.ui.widgets.text_field import TextField
from desktop_pipeline.ui.widgets.words import Words

_SHEETS = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".csv", ".tsv")
_KIB = 1024


class FilesBlock(Block):
    """A file is opened as a copy that goes with the program; what could run something asks first."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(
            around,
            QCoreApplication.translate("DealPanel", "Files"),
            add=QCoreApplication.translate("DealPanel", "Attach files"),
        )
        self._view: DealView | None = None
        self.dialog: QFileDialog | QMessageBox | None = None
        assert self.add_button is not None
        self.add_button.clicked.connect(self.ask_files)

    def show_deal(self, view: DealView) -> None:
        """Show a deal's files."""
        self._view = view
        self.show_rows((view.deal_id, view.files), lambda: self._make_rows(view.files))

    def ask_files(self) -> None:
        """Let files be chosen."""
        dialog = QFileDialog(self, self.tr("Attach files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.attach([Path(name) for name in names]))
        self._open_dialog(dialog)

    def attach(self, paths: Sequence[Path]) -> None:
        """Attach these to the deal that is shown."""
        session, view = self._around.session, self._view
        if view is None or not paths:
            return
        self._around.attempt(
            lambda: attach_files(session.workspace, FieldSubject.DEAL, view.deal_id, list(paths), at=session.now()),
            self,
        )

    def open_file(self, file: AttachedFile) -> None:
        """Show a file in its own program; one that could run something only when that is wished."""
        workspace = self._around.session.workspace
        outside = find_outside(workspace, file.attachment_id)
        if is_harmful(workspace, file.attachment_id):
            words = self.tr(
                "“{name}” can run something on this computer. Open it only if you know where it comes from."
            )
            self._ask_open(file, words.format(name=file.name))
        elif outside is not None:
            words = self.tr("“{name}” is linked to {place}, outside this workspace’s folder. Open it?")
            self._ask_open(file, words.format(name=file.name, place=outside))
        else:
            self._open(file)

    def ask_save(self, file: AttachedFile) -> None:
        """Let a place be chosen for a copy."""
        dialog = QFileDialog(self, self.tr("Save a copy"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(file.name)
        dialog.fileSelected.connect(lambda name: self.save(file, Path(name)))
        self._open_dialog(dialog)

    def save(self, file: AttachedFile, target: Path) -> None:
        """Write a copy there."""
        workspace = self._around.session.workspace
        self._around.attempt(lambda: save_attachment(workspace, file.attachment_id, target), self)

    def _ask_open(self, file: AttachedFile, words: str) -> None:
        box = make_message(self, words)
        box.setStandardButtons(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        button = box.addButton(self.tr("Open it"), QMessageBox.ButtonRole.DestructiveRole)
        button.clicked.connect(lambda: self._open(file))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = box
        box.open()

    def _open(self, file: AttachedFile) -> None:
        workspace = self._around.session.workspace

        def act() -> None:
            self._around.open_url(QUrl.fromLocalFile(str(open_copy(workspace, file.attachment_id, _make_folder()))))

        self._around.attempt(act, self)

    def _open_dialog(self, dialog: QFileDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.open()

    def _make_rows(self, files: Sequence[AttachedFile]) -> None:
        if not files:
            self.add_empty(self.tr("No files. Drop one on the panel."))
        for file in files:
            self._rows.addLayout(self._make_row(file))

    def _make_row(self, file: AttachedFile) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        name = LinkField(self._theme, self._tell(file), self._around.note, lambda: self.open_file(file))
        name.set_icon(_icon(file))
        name.offer(lambda: self._choices(file, name))
        name.show_value(file.name)
        row.addWidget(self.keep(f"file:{file.attachment_id}", name), 1)
        size = word_size(file, self._formats)
        row.addWidget(Words(self._theme, size, "caption", "ink3"))
        more = make_more(
            self._theme, self.tr("More about {name}").format(name=file.name), lambda: self._choices(file, more)
        )
        row.addWidget(self.keep(f"more:{file.attachment_id}", more))
        return row

    def _tell(self, file: AttachedFile) -> str:
        if file.link is not None:
            return self.tr("Linked file")
        return self.tr("File")

    def _choices(self, file: AttachedFile, place: QWidget) -> list[Choice]:
        workspace, number = self._around.session.workspace, file.attachment_id
        choices: list[Choice] = [(self.tr("Open"), "maximize-2", "ink2", lambda: self.open_file(file))]
        if file.size is not None:
            choices.append((self.tr("Save a copy…"), "hard-drive", "ink2", lambda: self.ask_save(file)))
        if not self._around.is_read_only:
            choices += [
                (self.tr("Rename…"), "pencil", "ink2", lambda: self._rename(file)),
                None,
                (
                    self.tr("Remove from this deal"),
                    "trash-2",
                    "red",
                    lambda: self._around.attempt(lambda: remove_attachment(workspace, number), place),
                ),
            ]
        return choices

    def _rename(self, file: AttachedFile) -> None:
        """Type over the name where it stands."""
        workspace, name = self._around.session.workspace, f"file:{file.attachment_id}"
        shown = self.named(name)
        assert isinstance(shown, LinkField)
        field = TextField(
            self._theme,
            self.tr("Name of the file"),
            self._around.note,
            lambda text: rename_attachment(workspace, file.attachment_id, text),
        )
        field.setParent(shown.parentWidget())
        # Beside the icon, and its frame not on the size
        field.setGeometry(shown.geometry().adjusted(shown.lead, 0, -PAD, 0))
        field.show_typed(file.name)
        field.open_editor()
        assert field.editor is not None
        field.editor.setSelection(0, len(Path(file.name).stem))

        def end() -> None:
            if not isValid(field):
                return
            if field.window().focusWidget() in {None, field}:  # whoever clicked elsewhere has them there
                self.give_keys(name)
            field.deleteLater()

        field.editor.destroyed.connect(end)


@cache
def _make_folder() -> Path:
    """Where copies to look at lie while the program runs; nobody else may read it."""
    folder = Path(tempfile.mkdtemp(prefix="desktop-pipeline-"))
    atexit.register(_remove_copies, folder)
    return folder


def _remove_copies(folder: Path) -> None:
    for copy in folder.glob("*/*"):
        with suppress(OSError):
            copy.chmod(stat.S_IWRITE)  # Windows keeps what is read only
    shutil.rmtree(folder, ignore_errors=True)


def accepts(mime: QMimeData) -> bool:
    """Whether all that is dragged are files of this computer."""
    return mime.hasUrls() and all(url.isLocalFile() for url in mime.urls())


def word_size(file: AttachedFile, formats: Formats) -> str:
    """`48 KB`, `1.2 MB`; a link says that it is one."""
    linked = QCoreApplication.translate("DealPanel", "link")
    if file.size is None or file.link is not None:
        return linked
    if file.size < _KIB:
        return QCoreApplication.translate("DealPanel", "{size} B").format(size=formats.number(file.size))
    if file.size < _KIB * _KIB:
        size = formats.number(round(file.size / _KIB))
        return QCoreApplication.translate("DealPanel", "{size} KB").format(size=size)
    tenths = round(file.size * 10 / (_KIB * _KIB))
    number = f"{formats.number(tenths // 10)}{formats.locale.decimalPoint()}{tenths % 10}"
    return QCoreApplication.translate("DealPanel", "{size} MB").format(size=number)


def _icon(file: AttachedFile) -> str:
    if file.size is None:
        return "folder-open"
    return "file-spreadsheet" if file.name.lower().endswith(_SHEETS) else "file-text"
