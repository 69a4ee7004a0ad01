"""One thing that only a person knows of a file, with its answers beside each other or in a list."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions.importing.outlook import OpenQuestion
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.told_words import word_answer
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.painting import text_width
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.words import Words

_MOST_SIDE_BY_SIDE = 3
_WIDEST = 230
ORDER = "stage order"
_OF_COLUMNS = frozenset(("date order", "decimal mark"))


class QuestionRow(QWidget):
    """Signals: `answered(value)`; `order_asked` where the answer is an order of stages."""

    answered = Signal(str)
    order_asked = Signal()

    def __init__(self, theme: Theme, question: OpenQuestion) -> None:
        super().__init__()
        self._theme = theme
        self.question = question
        self._values = [choice.value for choice in question.choices]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(Words(theme, word_question(question), "body", "ink", wrap=True))
        self.segmented: Segmented | None = None
        self.combo: QComboBox | None = None
        self.button: ActionButton | None = None
        row = QHBoxLayout()
        answer = self._make_answer()
        row.addWidget(answer, 0, Qt.AlignmentFlag.AlignLeft)
        if answer.focusPolicy() != Qt.FocusPolicy.NoFocus:
            self.setFocusProxy(answer)
        row.addStretch(1)
        layout.addLayout(row)

    def show_answer(self, value: str) -> None:
        """Take the answer that holds, without telling anybody."""
        index = self._values.index(value) if value in self._values else -1
        for control in (self.segmented, self.combo):
            if control is not None:
                control.blockSignals(True)
        if self.segmented is not None and index >= 0:
            self.segmented.choose(index)
        if self.combo is not None:
            self.combo.setCurrentIndex(index)
        for control in (self.segmented, self.combo):
            if control is not None:
                control.blockSignals(False)

    def _make_answer(self) -> QWidget:
        question = self.question
        words = [word_answer(question.subject, choice) for choice in question.choices]
        if question.subject == ORDER:
            self.button = ActionButton(self._theme, self.tr("Put in order…"))
            self.button.setAccessibleDescription(word_question(question))
            self.button.clicked.connect(self.order_asked)
            return self.button
        if not words:
            # The words themselves are answered one by one, in the list below
            return Words(
                self._theme, self.tr("Assumed: {assumed}").format(assumed=question.assumed), "secondary", "ink2"
            )
        width = sum(text_width(self._theme, "secondary_strong", word) + 22 for word in words)
        if len(words) <= _MOST_SIDE_BY_SIDE and width <= self._theme.size(_WIDEST):
            self.segmented = Segmented(self._theme, words, small=True)
            self.segmented.setAccessibleDescription(word_question(question))
            self.segmented.chosen.connect(lambda index: self.answered.emit(self._values[index]))
            return self.segmented
        self.combo = QComboBox()
        self.combo.addItems(words)
        self.combo.setAccessibleName(word_question(question))
        self.combo.setMaximumWidth(self._theme.size(_WIDEST))
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(16)
        self.combo.setPlaceholderText(question.assumed)
        self.combo.activated.connect(lambda index: self.answered.emit(self._values[index]))
        return self.combo


def word_question(question: OpenQuestion) -> str:
    """The question as a sentence; one that is about a column begins with it."""
    if question.subject in _OF_COLUMNS and question.key:
        return f"{question.key}: {question.words}"
    return f"{question.words[:1].upper()}{question.words[1:]}"
