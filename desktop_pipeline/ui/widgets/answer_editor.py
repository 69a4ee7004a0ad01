"""One of the four questions of qualification: how far it is answered, and on what grounds."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_pipeline.domain.qualification import State
from desktop_pipeline.queries.gates import AnswerLine
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.gate_words import ask_topic, word_state, word_topic
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.popover import Popover
from desktop_pipeline.ui.widgets.segmented import Segmented

_WIDTH = 360
_STATES = tuple(State)


class AnswerEditor(Popover):
    """1–4 or ↑ ↓ choose how far, Enter keeps, Esc leaves it. Signals: `answered(topic, state, evidence)`."""

    answered = Signal(str, str, str)

    def __init__(self, theme: Theme, line: AnswerLine, parent: QWidget) -> None:
        super().__init__(theme, _WIDTH, parent)
        self._topic = line.topic
        self.head(word_topic(line.topic), ask_topic(line.topic))
        self.states = Segmented(theme, [word_state(state) for state in _STATES])
        # What is asked is hardly ever opened to say that nothing is known.
        self.states.choose(_STATES.index(line.state if line.state is not State.UNKNOWN else State.YES))
        self.evidence = QLineEdit(line.evidence)
        self.evidence.setPlaceholderText(self.tr("What was said, and by whom"))
        self.evidence.setAccessibleName(self.tr("Evidence"))
        self.evidence.installEventFilter(self)
        keep = PrimaryButton(theme, self.tr("Keep"), key=self.tr("Enter"))
        leave = ActionButton(theme, self.tr("Cancel"), role="ink2", flat=True, keys=(self.tr("Esc"),))
        foot = QHBoxLayout()
        foot.addWidget(leave)
        foot.addStretch(1)
        foot.addWidget(keep)
        self.body.addWidget(self.states)
        self.body.addWidget(self.evidence)
        self.add_error_line()
        self.body.addLayout(foot)
        keep.clicked.connect(self.submit)
        leave.clicked.connect(self.close)

    def submit(self) -> None:
        """Keep the answer."""
        state, evidence = _STATES[self.states.current], self.evidence.text().strip()
        self.close()
        self.answered.emit(self._topic.value, state.value, evidence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.text()
        if number.isdecimal() and 1 <= int(number) <= len(_STATES):
            self.states.choose(int(number) - 1)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # In a line of text the arrows up and down have nothing else to do.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None:
                self.states.choose(self.states.current + step)
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.evidence.setFocus(Qt.FocusReason.PopupFocusReason)
