"""After e-mails were opened in the mail program: were they sent? Only their writer knows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.words import Words

_WIDTH = 460
_SIDE = 20


class OpenedDialog(QDialog):
    """Signals: `was_sent`, `was_dropped`; closing it keeps them among those not sent."""

    was_sent = Signal()
    was_dropped = Signal()

    def __init__(self, theme: Theme, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Was it sent?"))
        self.said = Words(theme, words, "body", wrap=True)
        hint = self.tr("Once you say that it was sent, it appears in the timeline. Until then it is kept as not sent.")
        self.no = ActionButton(theme, self.tr("Not sent, forget it"), role="ink2", flat=True)
        self.later = ActionButton(theme, self.tr("Later"), keys=(self.tr("Esc"),))
        self.yes = PrimaryButton(theme, self.tr("It was sent"), icon="check")
        self.yes.setDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.no)
        foot.addStretch(1)
        foot.addWidget(self.later)
        foot.addWidget(self.yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE, 16, _SIDE, 16)
        layout.setSpacing(10)
        layout.addWidget(self.said)
        layout.addWidget(Words(theme, hint, "secondary", "ink2", wrap=True))
        layout.addLayout(foot)
        # Longer words than ours need more room.
        self.setFixedWidth(max(theme.size(_WIDTH), foot.sizeHint().width() + 2 * _SIDE))
        self.yes.clicked.connect(self._on_yes)
        self.no.clicked.connect(self._on_no)
        self.later.clicked.connect(self.reject)
        self.yes.setFocus()

    def _on_yes(self) -> None:
        self.accept()
        self.was_sent.emit()

    def _on_no(self) -> None:
        self.accept()
        self.was_dropped.emit()
