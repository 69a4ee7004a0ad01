"""The moment in which it is written: how far it is, and why it did not work where it did not."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop_pipeline.actions.importing.outlook import FileShape
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.callout import Callout
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_WIDEST = 520


class WorkPage(QWidget):
    """Shown between the check and the result."""

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self.heading = ElidedWords(theme, "", "heading")
        self.words = Words(theme, "", "body", "ink2")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("Progress of the import"))
        self.failure = Callout(theme, "circle-x", "red")
        column = QWidget()
        column.setMaximumWidth(theme.size(_WIDEST))
        inner = QVBoxLayout(column)
        inner.setContentsMargins(20, 0, 20, 0)
        inner.setSpacing(8)
        for widget in (self.heading, self.words, self.bar, self.failure):
            inner.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(column, 0)
        layout.setAlignment(column, Qt.AlignmentFlag(0))
        layout.addStretch(3)

    def begin(self, files: Sequence[FileShape]) -> None:
        """A backup comes first."""
        name = files[0].name if files else ""
        self.heading.show_words(self.tr("Importing {file}").format(file=name))
        self.words.show_words(self.tr("Making a backup first…"))
        self.bar.setRange(0, 0)
        for widget in (self.words, self.bar):
            widget.show()
        self.failure.say("")

    def show_progress(self, done: int, total: int) -> None:
        """Deals that are in, of all there are."""
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        said = self.tr("{done} of {total} deals")
        self.words.show_words(said.format(done=self._formats.number(done), total=self._formats.number(total)))

    def show_stopping(self) -> None:
        """Cancel was asked: nothing stays of what was begun."""
        self.words.show_words(self.tr("Stopping; nothing of it is kept."))

    def show_failure(self, sentence: str) -> None:
        """Say why it did not work, and that nothing was changed."""
        self.bar.hide()
        self.words.hide()
        self.failure.say(self.tr("{why}\nNothing was changed.").format(why=sentence))
