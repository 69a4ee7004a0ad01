"""Asks once who is at the computer: the name stands behind every change, note and report."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.lists import clean_name
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.words import Words

_WIDTH = 380


class WhoDialog(QDialog):
    """Open it with `open()`. Signals: `named(name)` when a name was given; closing it leaves the question open."""

    named = Signal(str)

    def __init__(self, theme: Theme, suggestion: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Who are you?"))
        self.field = QLineEdit(suggestion, placeholderText=self.tr("Your name"))
        self.field.setAccessibleName(self.tr("Your name"))
        self.field.selectAll()
        self.error = Words(theme, "", "secondary", "red", wrap=True)
        self.error.hide()
        self.button = PrimaryButton(theme, self.tr("This is me"), key=self.tr("Enter"))
        self.button.setDefault(True)
        later = ActionButton(theme, self.tr("Later"), keys=(self.tr("Esc"),))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(later)
        buttons.addWidget(self.button)
        advice = self.tr("Your name is recorded with every change, note and report. You can change it in the settings.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(Words(theme, self.tr("Who are you?"), "section"))
        layout.addWidget(Words(theme, advice, "secondary", "ink2", wrap=True))
        layout.addWidget(self.field)
        layout.addWidget(self.error)
        layout.addLayout(buttons)
        self.setFixedWidth(theme.size(_WIDTH))
        self.field.textEdited.connect(self.error.hide)
        self.button.clicked.connect(self._on_accepted)
        later.clicked.connect(self.reject)
        self.field.setFocus()

    def _on_accepted(self) -> None:
        if not self.field.text().strip():
            self._refuse(self.tr("Type your name."))
            return
        try:
            name = clean_name(self.field.text(), "you")
        except PipelineError as error:
            self._refuse(str(error))
            return
        self.named.emit(name)
        self.accept()

    def _refuse(self, sentence: str) -> None:
        self.error.show_words(sentence)
        self.error.show()
        self.field.setFocus()
