"""What the window asks and tells: file dialogs and short messages, all opened without blocking."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.message import make_message


class Questions(QObject):
    """Opens dialogs over a window; `shown` is the one that is open, for whoever has to answer it."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self.shown: QDialog | None = None

    def tell(self, sentence: str) -> None:
        """A sentence to read."""
        self._open(self._message(sentence, QMessageBox.StandardButton.Ok))

    def tell_once(self, sentence: str) -> None:
        """A sentence to read, unless it stands there already: what goes wrong each minute is told once."""
        boxes = self._window.findChildren(QMessageBox)
        if not any(box.isVisible() and box.text() == sentence for box in boxes):
            self.tell(sentence)

    def offer(self, sentence: str, choice: str, act: Callable[[], object]) -> None:
        """A sentence with something that can be done about it."""
        box = self._message(sentence, QMessageBox.StandardButton.Cancel)
        button = box.addButton(choice, QMessageBox.ButtonRole.AcceptRole)
        button.setProperty("primary", True)
        # It has its looks already.
        button.style().unpolish(button)
        button.style().polish(button)
        button.clicked.connect(lambda _checked: act())
        self._open(box)

    def show_keys(self) -> None:
        """Every key there is."""
        from desktop_pipeline.ui.keys_dialog import KeysDialog  # noqa: PLC0415 - made when it is asked for

        self._open(KeysDialog(self._theme, self._window))

    def show_about(self) -> None:
        """Name, version and licences."""
        text = self.tr(
            "Desktop Pipeline {version}\n\nYour deals live in one file on this computer.\n\nMIT licence. Uses Qt and"
            " PySide6 (LGPL 3), SQLite, peewee, numpy, pyqtgraph, openpyxl, calamine, icalendar, keyring, the Inter"
            " typeface (OFL) and Lucide icons (ISC)."
        )
        self.tell(text.format(version=QApplication.applicationVersion()))

    def ask_open(
        self, title: str, folder: Path, kinds: str, then: Callable[[list[Path]], object], *, several: bool = False
    ) -> None:
        """Files that are there."""
        dialog = QFileDialog(self._window, title, str(folder), kinds)
        mode = QFileDialog.FileMode
        dialog.setFileMode(mode.ExistingFiles if several else mode.ExistingFile)
        dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
        self._open(dialog)

    def ask_save(self, title: str, suggestion: Path, kinds: str, then: Callable[[Path], object]) -> None:
        """A file that is not there yet."""
        dialog = QFileDialog(self._window, title, str(suggestion.parent), kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(suggestion.name)
        # Our own refusal says in words that nothing is replaced.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        self._open(dialog)

    def _message(self, sentence: str, buttons: QMessageBox.StandardButton) -> QMessageBox:
        box = make_message(self._window, sentence)
        box.setWindowTitle(QApplication.applicationDisplayName())
        box.setStandardButtons(buttons)
        return box

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.shown = dialog
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _on_finished(self) -> None:
        self.shown = None
