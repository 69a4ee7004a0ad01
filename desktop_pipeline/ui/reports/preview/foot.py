"""The foot of the preview's side: what is said of the work under way, and the ways out."""

from PySide6.QtCore import QPointF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.link_button import LinkButton
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.words import Words as Label

# Work that takes longer than this shows how far it is.
_SHOWN_AFTER_MS = 300


class Ruled(QWidget):
    """A part of the dialog with a hairline at its top or its left."""

    def __init__(self, theme: Theme, *, at_top: bool) -> None:
        super().__init__()
        self._theme = theme
        self._at_top = at_top

    def paintEvent(self, event: QPaintEvent) -> None:
        end = QPointF(self.width(), 0.5) if self._at_top else QPointF(0.5, self.height())
        draw_hairline(QPainter(self), self._theme.color("line"), QPointF(0.5, 0.5), end)


class PreviewFoot(Ruled):
    """One sentence, how far the work is and how to give it up, and the buttons that take the report out."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, at_top=True)
        self.note = Label(theme, "", "secondary", "ink2", wrap=True)
        self.progress = QProgressBar(textVisible=False)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.again = LinkButton(theme, self.tr("Make it again"))
        self.open_button = LinkButton(theme, self.tr("Open it"))
        self.print_button = QPushButton(self.tr("Print…"))
        self.pdf_button = QPushButton(self.tr("Save as PDF…"))
        self.more_button = QPushButton(self.tr("Picture, e-mail, Excel…"))
        self._waiting = QTimer(self, singleShot=True, interval=_SHOWN_AFTER_MS)
        self._waiting.timeout.connect(self._show_progress)
        self._lay_out()

    def say(self, sentence: str, role: str = "ink2") -> None:
        """Show a sentence, or none."""
        self.note.setVisible(bool(sentence))
        self.note.show_words(sentence, role)

    def begin(self, sentence: str) -> None:
        """Work begins; how far it is shows once it takes a while."""
        for widget in (self.again, self.open_button):
            widget.hide()
        self.progress.setRange(0, 0)
        self.say(sentence)
        if not self.progress.isVisible():
            self._waiting.start()

    def show_part(self, done: int, total: int) -> None:
        """How far the work is."""
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def rest(self) -> bool:
        """The work is over; returns whether its Cancel had the keys, which somebody else must take now."""
        self._waiting.stop()
        had_keys = self.cancel.hasFocus()
        self.progress.hide()
        self.cancel.hide()
        return had_keys

    def stop_waiting(self) -> None:
        """Nothing is to show later: the dialog closes."""
        self._waiting.stop()

    def allow_out(self, *, allowed: bool) -> None:
        """Whether there is a report to take out and nothing else is being taken out."""
        for button in (self.print_button, self.pdf_button, self.more_button):
            button.setEnabled(allowed)

    def _show_progress(self) -> None:
        self.progress.show()
        self.cancel.show()

    def _lay_out(self) -> None:
        self.print_button.setProperty("primary", True)
        self.print_button.setDefault(True)
        for button in (self.pdf_button, self.more_button, self.cancel):
            button.setAutoDefault(False)
        self.progress.setAccessibleName(self.tr("How far it is"))
        for widget in (self.progress, self.cancel, self.again, self.open_button, self.note):
            widget.hide()
        foot = QVBoxLayout(self)
        foot.setContentsMargins(15, 12, 16, 14)
        foot.setSpacing(8)
        foot.addWidget(self.note)
        for widget in (self.open_button, self.again):
            foot.addWidget(widget)
        working = QHBoxLayout()
        working.addWidget(self.progress, 1)
        working.addWidget(self.cancel)
        foot.addLayout(working)
        for button in (self.print_button, self.pdf_button, self.more_button):
            foot.addWidget(button)
