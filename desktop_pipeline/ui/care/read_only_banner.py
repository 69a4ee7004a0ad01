"""The strip above a workspace that is open to read only: why, and what can be done about it."""

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.words import ElidedWords

_HEIGHT = 40


class Banner(QWidget):
    """One sentence and up to two buttons. Signals: `first_asked`, `second_asked`."""

    first_asked = Signal()
    second_asked = Signal()

    def __init__(self, theme: Theme, sentence: str, *choices: str, icon: str | None = None) -> None:
        super().__init__()
        self._theme = theme
        self.sentence = ElidedWords(theme, sentence, "value", "amber")
        self.setAccessibleName(sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(8)
        row.addWidget(self.sentence, 1)
        self.buttons = [
            ActionButton(theme, choice, icon=icon if not place else None) for place, choice in enumerate(choices)
        ]
        for button, asked in zip(self.buttons, (self.first_asked, self.second_asked), strict=False):
            button.clicked.connect(asked)
            row.addWidget(button)
        self._dress()
        theme.changed.connect(self._dress)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("amberSoft"))
        bottom = self.height() - 0.5
        draw_hairline(painter, self._theme.color("amberLine"), QPointF(0, bottom), QPointF(self.width(), bottom))

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.size(_HEIGHT))
        self.update()


class BackupBanner(Banner):
    """Above a backup that is looked at: `first_asked` is to restore it, `second_asked` to go back."""

    def __init__(self, theme: Theme, when: str) -> None:
        super().__init__(theme, "", "", "", icon="undo-2")
        sentence = self.tr("This is the backup of {when}. Look around; nothing can be changed here.").format(when=when)
        self.sentence.show_words(sentence)
        self.setAccessibleName(sentence)
        self.buttons[0].setText(self.tr("Restore this backup…"))
        self.buttons[1].setText(self.tr("Back to my file"))


class LockedBanner(Banner):
    """Above a file that somebody else has open: `first_asked` is to try again to open it for writing."""

    def __init__(self, theme: Theme, holder: str) -> None:
        super().__init__(theme, "", "", icon="refresh-cw")
        sentence = self.tr("Open to read only: {holder} has this file open. What they save is shown here.")
        self.sentence.show_words(sentence.format(holder=holder or self.tr("somebody else")))
        self.setAccessibleName(self.sentence.text())
        self.buttons[0].setText(self.tr("Try again"))


class UnwritableBanner(Banner):
    """Above a file that may only be read: `first_asked` is to save a copy that can be changed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "")
        self.sentence.show_words(
            self.tr("Open to read only: this file cannot be written to where it lies. A copy elsewhere can.")
        )
        self.setAccessibleName(self.sentence.text())
        self.buttons[0].setText(self.tr("Save a copy…"))


class NetworkBanner(Banner):
    """Above a file on a network folder: `first_asked` is to hide the warning."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "")
        self.sentence.show_words(
            self.tr("This file lies in a network folder. Keep it on this computer and put its backups there instead.")
        )
        self.setAccessibleName(self.sentence.text())
        self.buttons[0].setText(self.tr("Hide"))
