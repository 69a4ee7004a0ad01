"""The sending: one e-mail after the other, what became of each, and Stop."""

from collections.abc import Sequence
from threading import Event

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_pipeline.actions.mail import MailResult, send_kept
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.mail_account import MailAccount
from desktop_pipeline.domain.messages import State
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.mail.mail_words import count_mails, word_state
from desktop_pipeline.ui.mail.recipient_list import Mark, RecipientLine, RecipientList
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Progress, Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.words import Words

_SIZE = QSize(520, 460)
_MARKS = {
    State.DRAFT: (Mark.WAITING, "ink3"),
    State.SENDING: (Mark.SENDING, "accent"),
    State.SENT: (Mark.SENT, "ink3"),
    State.REFUSED: (Mark.REFUSED, "red"),
    State.UNCERTAIN: (Mark.UNCERTAIN, "amber"),
}


class _Teller(QObject):
    """Carries from the worker to the window what became of an e-mail."""

    told = Signal(object)


class SendingDialog(QDialog):
    """`begin` starts it; nothing else is written meanwhile. Signals: `over(results)` when all is done or stopped."""

    over = Signal(list)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        theme: Theme,
        formats: Formats,
        recipients: Sequence[tuple[int, str, str]],
        parent: QWidget,
    ) -> None:
        """`recipients` are row, name and address of each kept e-mail, in the order in which they go out."""
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._formats = formats
        self._recipients = tuple(recipients)
        self._results: dict[int, MailResult] = {}
        self._progress: Progress | None = None
        self._teller = _Teller(self)
        self._stopped = Event()
        # No other window may write while a worker does.
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Sending e-mails"))
        self.said = Words(theme, "", "body", "ink", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, max(1, len(self._recipients)))
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("How many are sent"))
        self.list = RecipientList(theme)
        self.list.setAccessibleDescription("")
        self.stop_button = ActionButton(theme, self.tr("Stop"), keys=(self.tr("Esc"),))
        self.close_button = ActionButton(theme, self.tr("Close"), keys=(self.tr("Esc"),))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.stop_button)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.said)
        layout.addWidget(self.bar)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        self.resize(theme.size(_SIZE.width()), theme.size(_SIZE.height()))
        self.stop_button.clicked.connect(self.stop)
        self.close_button.clicked.connect(self.accept)
        self._teller.told.connect(self._on_told)
        self._show()

    @property
    def is_running(self) -> bool:
        """Whether e-mails are going out."""
        return self._progress is not None

    @property
    def results(self) -> list[MailResult]:
        """What became of those that are settled."""
        return list(self._results.values())

    def begin(self, account: MailAccount) -> None:
        """Send them with the account."""
        workspace, teller, stopped = self._session.workspace, self._teller, self._stopped

        def may_go_on(progress: Progress) -> bool:
            return not stopped.is_set() and not progress.cancelled

        row_ids = [row_id for row_id, _name, _address in self._recipients]
        self._session.hold()
        self._progress = self._tasks.run(
            lambda progress: send_kept(
                workspace, row_ids, account, told=teller.told.emit, may_go_on=lambda: may_go_on(progress)
            ),
            self._on_done,
            self._on_failed,
        )
        self._show()

    def stop(self) -> None:
        """The one that is on its way comes to its end; no other goes out."""
        if self._progress is not None:
            self._stopped.set()
            self.stop_button.setEnabled(False)
            self.said.show_words(self.tr("Stopping after the one that is on its way…"))

    def reject(self) -> None:
        if self.is_running:
            self.stop()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.is_running:
            self.stop()
            event.ignore()
        else:
            super().closeEvent(event)

    def _on_told(self, result: MailResult) -> None:
        self._results[result.row_id] = result
        self._show()

    def _on_done(self, results: list[MailResult]) -> None:
        self._results = {result.row_id: result for result in results}
        self._end()

    def _on_failed(self, error: PipelineError) -> None:
        self._end()
        if self._results:
            # Some were on their way before.
            self.said.show_words(f"{error} {self._sum_up()}")
        else:
            self.said.show_words(self.tr("{why} Nothing was sent.").format(why=error))

    def _end(self) -> None:
        self._progress = None
        self._session.release()
        self._show()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.over.emit(self.results)

    def _show(self) -> None:
        settled = len(self._results)
        self.bar.setValue(settled)
        self.list.rows.show_lines([self._line(place) for place in range(len(self._recipients))])
        self.stop_button.setVisible(self.is_running)
        self.close_button.setVisible(not self.is_running)
        if self.is_running:
            words = self.tr("{done} of {count} are done.")
            number = self._formats.number
            self.said.show_words(words.format(done=number(settled), count=number(len(self._recipients))))
            self.list.scrollTo(self.list.rows.index(min(settled, len(self._recipients) - 1)))
        else:
            self.said.show_words(self._sum_up())

    def _line(self, place: int) -> RecipientLine:
        row_id, name, address = self._recipients[place]
        result = self._results.get(row_id)
        if result is None:
            is_next = self.is_running and place == len(self._results)
            mark = Mark.SENDING if is_next else Mark.WAITING
            return RecipientLine(name, self.tr("On its way…") if is_next else address, mark)
        mark, role = _MARKS.get(result.state, (Mark.WAITING, "ink3"))
        below = ". ".join(part.rstrip(".") for part in (word_state(result.state), result.words) if part)
        return RecipientLine(name, below, mark, role)

    def _sum_up(self) -> str:
        """`12 e-mails sent. 1 was refused.`, and what becomes of the others."""
        states = [result.state for result in self._results.values()]
        parts = [self.tr("{mails} sent.").format(mails=count_mails(states.count(State.SENT), self._formats))]
        number = self._formats.number
        for state, words in (
            (State.REFUSED, self.tr("{count} refused.")),
            (State.UNCERTAIN, self.tr("{count} perhaps sent: look into your mail account and say which.")),
            (State.DRAFT, self.tr("{count} not sent, kept under “E-mails not sent”.")),
        ):
            if states.count(state):
                parts.append(words.format(count=number(states.count(state))))
        return " ".join(parts)
