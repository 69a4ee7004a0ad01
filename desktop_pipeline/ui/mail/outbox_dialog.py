"""E-mails that have not gone out, or of which nobody knows whether they did: each with what can be done about it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_pipeline.actions.mail import confirm_sent, drop_drafts, settle_uncertain
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.messages import State
from desktop_pipeline.queries.mail import MessageRow, read_outbox
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.mail.mail_words import word_state
from desktop_pipeline.ui.mail.recipient_list import Mark, RecipientLine, RecipientList
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_SIZE = QSize(840, 520)
_AROUND = 24
_LIST = 280
_MARKS = {
    State.DRAFT: (Mark.WAITING, "ink3"),
    State.SENDING: (Mark.SENDING, "accent"),
    State.REFUSED: (Mark.REFUSED, "red"),
    State.UNCERTAIN: (Mark.UNCERTAIN, "amber"),
}


class OutboxDialog(QDialog):
    """Follows the file. Signals: `send_asked(row ids)` for those that wait, `program_asked(row id)`."""

    send_asked = Signal(list)
    program_asked = Signal(int)

    def __init__(self, session: Session, theme: Theme, formats: Formats, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._formats = formats
        self.rows: list[MessageRow] = []
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("E-mails not sent"))
        self.note = ErrorNote(theme, self)
        self.said = Words(theme, "", "body", "ink2", wrap=True)
        self.recipients = RecipientList(theme)
        self.recipients.setAccessibleDescription("")
        self.subject = ElidedWords(theme, "", "strong")
        self.trouble = Words(theme, "", "secondary", "red", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(theme.font("body"))
        self.text.setAccessibleName(self.tr("Text"))
        self._make_buttons(theme)
        self._arrange(theme)
        self._connect()
        self.refresh()
        self.recipients.setFocus()
        wanted = QSize(theme.size(_SIZE.width()), theme.size(_SIZE.height()))
        room = parent.window().size()
        self.resize(wanted.boundedTo(QSize(room.width() - _AROUND, room.height() - _AROUND)))

    @property
    def row(self) -> MessageRow | None:
        """The e-mail that has the keys."""
        place = self.recipients.row
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def refresh(self) -> None:
        """Read what there is; those that need an answer stand first."""
        place = max(0, self.recipients.row)
        # Those that nobody knows about first; the newest of each kind above.
        self.rows = sorted(read_outbox(self._session.workspace), key=lambda row: row.state is not State.UNCERTAIN)
        today = self._session.today()
        formats = self._formats
        lines = [self._line(row, formats.instant(row.at, today, is_inside=True)) for row in self.rows]
        self.recipients.rows.show_lines(lines)
        if self.rows:
            self.recipients.pick(min(place, len(self.rows) - 1))
        self._show()

    def settle(self, *, was_sent: bool) -> None:
        """Say what became of an uncertain one."""
        self._attempt(lambda row: settle_uncertain(self._session.workspace, row.row_id, was_sent=was_sent))

    def confirm(self) -> None:
        """It was sent with the mail program."""
        self._attempt(lambda row: confirm_sent(self._session.workspace, [row.row_id], at=self._session.now()))

    def drop(self) -> None:
        """Throw it away; undo brings it back."""
        self._attempt(lambda row: drop_drafts(self._session.workspace, [row.row_id]))

    def _make_buttons(self, theme: Theme) -> None:
        tr = self.tr
        self.was_sent = ActionButton(theme, tr("It was sent"), icon="check")
        self.was_not_sent = ActionButton(theme, tr("It was not sent"), icon="x")
        self.send = ActionButton(theme, tr("Send"), icon="send")
        self.program = ActionButton(theme, tr("Open in mail program"))
        self.by_hand = ActionButton(theme, tr("I sent it myself"), icon="check")
        self.discard = ActionButton(theme, tr("Throw away"), icon="trash-2", role="red", flat=True)
        self.close_button = ActionButton(theme, tr("Close"), keys=(tr("Esc"),))

    def _arrange(self, theme: Theme) -> None:
        answers = QHBoxLayout()
        answers.setSpacing(8)
        for button in (self.was_sent, self.was_not_sent, self.send, self.program, self.by_hand, self.discard):
            answers.addWidget(button)
        answers.addStretch(1)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(self.subject)
        side.addWidget(self.trouble)
        side.addWidget(self.text, 1)
        side.addLayout(answers)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.recipients)
        body.addLayout(side, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.said)
        layout.addLayout(body, 1)
        layout.addLayout(foot)
        self.recipients.setFixedWidth(theme.size(_LIST))

    def _connect(self) -> None:
        self.recipients.picked.connect(lambda _row: self._show())
        self.was_sent.clicked.connect(lambda: self.settle(was_sent=True))
        self.was_not_sent.clicked.connect(lambda: self.settle(was_sent=False))
        self.send.clicked.connect(self._send)
        self.program.clicked.connect(self._open)
        self.by_hand.clicked.connect(self.confirm)
        self.discard.clicked.connect(self.drop)
        self.close_button.clicked.connect(self.reject)
        self._session.changed.connect(self.refresh)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(self._undo)

    def _send(self) -> None:
        if self.row is not None:
            self.send_asked.emit([self.row.row_id])

    def _open(self) -> None:
        if self.row is not None:
            self.program_asked.emit(self.row.row_id)

    def _undo(self) -> None:
        # The window behind does not hear the key.
        self._try(self._session.undo)

    def _attempt(self, act: Callable[[MessageRow], object]) -> None:
        row = self.row
        if row is not None:
            self._try(lambda: act(row))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except PipelineError as error:
            self.note.speak(str(error), self.recipients)
        else:
            self.note.hide()

    def _line(self, row: MessageRow, instant: str) -> RecipientLine:
        mark, role = _MARKS.get(row.state, (Mark.WAITING, "ink3"))
        return RecipientLine(row.person_name or row.recipient, f"{word_state(row.state)}, {instant}", mark, role)

    def _show(self) -> None:
        row, uncertain = self.row, sum(row.state is State.UNCERTAIN for row in self.rows)
        self.said.show_words(self._sum_up(uncertain))
        is_uncertain = row is not None and row.state is State.UNCERTAIN
        waits = row is not None and row.state in {State.DRAFT, State.REFUSED}
        can_change = not self._session.workspace.is_read_only
        for button, shown in (
            (self.was_sent, is_uncertain),
            (self.was_not_sent, is_uncertain),
            (self.send, waits),
            (self.program, waits),
            (self.by_hand, waits),
            (self.discard, waits),
        ):
            button.setVisible(shown)
            button.setEnabled(can_change)
        self.subject.show_words("" if row is None else row.subject)
        self.trouble.setVisible(row is not None and bool(row.trouble))
        self.trouble.show_words("" if row is None else row.trouble or "")
        words = "" if row is None else row.text
        if self.text.toPlainText() != words:
            self.text.setPlainText(words)

    def _sum_up(self, uncertain: int) -> str:
        if not self.rows:
            return self.tr("Everything that was written has gone out.")
        if uncertain:
            return self.tr(
                "The connection broke while an e-mail was handed over. Look among the sent e-mails of your mail account"
                " and say which went out: none is sent again by itself."
            )
        return self.tr("These were written and have not gone out.")
