"""The files that can go with an e-mail about a deal: those that the deal has, and others that it is given first."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop_pipeline.actions.attachments import attach_for_mail
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.mail_offers import read_attachable
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.mail.mail_words import word_file
from desktop_pipeline.ui.session import Session


class DealFiles(QObject):
    """Signals: `chosen(file)` for one that goes along; `refused(text)` says why another does not."""

    chosen = Signal(object)
    refused = Signal(str)

    def __init__(self, session: Session, formats: Formats, deal_id: int, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._formats = formats
        self._deal_id = deal_id
        self._window = window
        self.dialog: QFileDialog | None = None

    def open_menu(self, beside: QWidget) -> QMenu:
        """Offer the deal's files, and to choose another."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for file in read_attachable(self._session.workspace, self._deal_id):
            self._add(menu, word_file(file, self._formats), partial(self.chosen.emit, file))
        menu.addSeparator()
        self._add(menu, self.tr("Choose files on this computer…"), self.ask_files)
        menu.popup(beside.mapToGlobal(beside.rect().bottomLeft()))
        return menu

    def ask_files(self) -> None:
        """Let files be chosen."""
        self.dialog = QFileDialog(self._window, self.tr("Attach files"))
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self.dialog.filesSelected.connect(lambda names: self.attach([Path(name) for name in names]))
        self.dialog.open()

    def attach(self, paths: Sequence[Path]) -> None:
        """Give the deal these files and let them go along."""
        session = self._session
        try:
            files = attach_for_mail(session.workspace, self._deal_id, list(paths), at=session.now())
        except PipelineError as error:
            self.refused.emit(str(error))
            return
        for file in files:
            self.chosen.emit(file)

    def _add(self, menu: QMenu, words: str, act: Callable[[], None]) -> None:
        menu.addAction(words.replace("&", "&&")).triggered.connect(lambda _checked=False: act())
