"""The window for writing: those it goes to at the left, what each of them gets beside it, and the ways to send it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.messages import Trouble
from desktop_pipeline.domain.prepared_mail import MailTarget, PreparedMail
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.mail.deal_files import DealFiles
from desktop_pipeline.ui.mail.mail_text import MailText
from desktop_pipeline.ui.mail.mail_words import advise, count_mails, word_problem, word_problems
from desktop_pipeline.ui.mail.recipient_list import Mark, RecipientLine, RecipientList
from desktop_pipeline.ui.mail.writing import Writing
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.callout import Callout
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.link_button import LinkButton
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_USUAL = QSize(960, 680)
_AROUND = 24
_LIST = 268
_FOR_EACH, _FOR_ALL = 0, 1


class WriteDialog(QDialog):
    """Open it with `open()`.

    Signals: `send_asked(mails)` by the account; `program_asked(mails)` by the mail program; `files_asked(mails)` as
    files; `settings_asked` to set up the account.
    """

    send_asked = Signal(list)
    program_asked = Signal(list)
    files_asked = Signal(list)
    settings_asked = Signal()

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        settings: Path,
        targets: Sequence[MailTarget],
        parent: QWidget,
        *,
        template_id: int | None = None,
        deal_id: int | None = None,
    ) -> None:
        """`deal_id` is the one deal that it is about: files of it may go along."""
        super().__init__(parent)
        self._theme = theme
        self._formats = formats
        self.files = None if deal_id is None else DealFiles(session, formats, deal_id, self)
        self._is_warned = self._is_typing = False
        self.writing = Writing(session, formats, settings, targets, template_id=template_id, parent=self)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Write an e-mail"))
        self.note = ErrorNote(theme, self)
        self._make_parts()
        self._make_buttons()
        self._arrange()
        self._connect()
        self._offer_templates()
        self.recipients.rows.show_lines(self._lines())
        self.recipients.pick(self._first_row())
        self._show()
        room = parent.window().size()
        wanted = QSize(theme.size(_USUAL.width()), theme.size(_USUAL.height()))
        self.resize(wanted.boundedTo(QSize(room.width() - _AROUND, room.height() - _AROUND)))
        (self.text.text if self.writing.draft.subject else self.text.subject).setFocus()

    @property
    def mail(self) -> PreparedMail | None:
        """What the person gets who has the keys in the list."""
        row, mails = max(0, self.recipients.row), self.writing.mails
        return mails[row] if row < len(mails) else None

    @property
    def is_for_all(self) -> bool:
        """Whether the text for everybody is shown, with its fields."""
        return self.scope.isVisibleTo(self) and self.scope.current == _FOR_ALL

    def send(self) -> None:
        """By the account; without one by the mail program."""
        self._ask(self.send_asked if self.writing.account is not None else self.program_asked)

    def _ask(self, signal: object) -> None:
        chosen = self.writing.chosen
        if not chosen:
            self.note.speak(self.tr("Nobody here can be written to yet."), self.primary)
            return
        signal.emit(chosen)  # type: ignore[attr-defined] # one of ours

    def turn(self, row: int) -> None:
        """Leave somebody out, or take them back; who is held back stays so."""
        mail = self.writing.mails[row]
        if mail.is_ready:
            self.writing.leave_out(mail, is_out=not self.writing.is_left_out(mail))
        else:
            self.note.speak(f"{word_problems(mail)}.", self.recipients)

    def reject(self) -> None:
        if self.writing.is_touched and not self._is_warned:
            # What was typed here is kept nowhere else.
            self._is_warned = True
            self.note.speak(self.tr("What you wrote here is not sent. Press Esc again to give it up."), self.cancel)
            return
        super().reject()

    def _make_parts(self) -> None:
        theme = self._theme
        self.title = ElidedWords(theme, "", "section")
        self.template = QComboBox()
        self.template.setAccessibleName(self.tr("Template"))
        self.template.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.template.setMinimumContentsLength(26)
        self.recipients = RecipientList(theme)
        self.scope = Segmented(theme, (self.tr("As each gets it"), self.tr("Text for everybody")), small=True)
        self.to = ElidedWords(theme, "", "secondary", "ink2")
        self.text = MailText(theme, self._formats)
        self.problem = Callout(theme, "circle-help", "amber")

    def _make_buttons(self) -> None:
        theme, tr = self._theme, self.tr
        self.sent_from = ElidedWords(theme, "", "secondary", "ink2")
        self.set_up = LinkButton(theme, tr("Set up an e-mail account…"))
        self.attach = ActionButton(theme, tr("Attach a file"), icon="paperclip", role="ink2", flat=True)
        self.cancel = ActionButton(theme, tr("Cancel"), keys=(tr("Esc"),))
        self.as_files = ActionButton(theme, tr("Save as files…"))
        self.program = ActionButton(theme, tr("Open in mail program"))
        self.primary = PrimaryButton(theme, "", icon="send", key=tr("Ctrl+Enter"))
        self.primary.setAutoDefault(False)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        label = Words(self._theme, self.tr("Template"), "body", "ink2")
        label.setBuddy(self.template)
        head.addWidget(label)
        head.addWidget(self.template)
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self.to, 1)
        above.addWidget(self.attach)
        above.addWidget(self.scope)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addLayout(above)
        side.addWidget(self.problem)
        side.addWidget(self.text, 1)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.recipients)
        body.addLayout(side, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.sent_from, 1)
        foot.addWidget(self.set_up, 1)
        for button in (self.cancel, self.as_files, self.program, self.primary):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addLayout(body, 1)
        layout.addLayout(foot)
        self.recipients.setFixedWidth(self._theme.size(_LIST))
        is_single = len(self.writing.mails) == 1
        self.recipients.setVisible(not is_single)
        self.scope.setVisible(not is_single)
        self.attach.setVisible(self.files is not None)

    def _connect(self) -> None:
        self.writing.changed.connect(self._on_changed)
        self.writing.templates_changed.connect(self._offer_templates)
        self.template.activated.connect(lambda _place: self._take_template())
        self.recipients.picked.connect(lambda _row: self._show())
        self.recipients.turned.connect(self.turn)
        self.scope.chosen.connect(lambda _index: self._show())
        self.text.written.connect(self._on_written)
        self.text.detached.connect(self.writing.detach)
        files = self.files
        if files is not None:
            self.attach.clicked.connect(lambda: files.open_menu(self.attach))
            files.chosen.connect(self.writing.attach)
            files.refused.connect(lambda words: self.note.speak(words, self.attach))
        self.cancel.clicked.connect(self.reject)
        self.as_files.clicked.connect(lambda: self._ask(self.files_asked))
        self.program.clicked.connect(lambda: self._ask(self.program_asked))
        self.primary.clicked.connect(self.send)
        self.set_up.clicked.connect(self.settings_asked)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.send)

    def _offer_templates(self) -> None:
        self.template.clear()
        self.template.addItem(self.tr("No template"), None)
        for row in self.writing.templates:
            self.template.addItem(row.name, row.template_id)
        self.template.setCurrentIndex(max(0, self.template.findData(self.writing.draft.template_id)))

    def _take_template(self) -> None:
        self.writing.choose_template(self.template.currentData())
        self.recipients.pick(self._first_row())

    def _on_written(self, subject: str, text: str) -> None:
        self._is_warned = False
        self.note.hide()
        mail = self.mail
        # What is being typed stays as it is, spaces at its end and all.
        self._is_typing = True
        try:
            if self.is_for_all or self._is_begun_freely():
                self.writing.write(subject, text)
            elif mail is not None:
                self.writing.edit(mail, subject, text)
        except PipelineError as error:
            self.note.speak(str(error), self.text.text)
        finally:
            self._is_typing = False

    def _is_begun_freely(self) -> bool:
        """Whether no template is taken and nobody has words of their own: what is typed is for everybody then."""
        mail = self.mail
        return self.writing.draft.template_id is None and mail is not None and not self.writing.is_edited(mail)

    def _on_changed(self) -> None:
        self.recipients.rows.show_lines(self._lines())
        if self.recipients.row < 0 and self.writing.mails:
            self.recipients.pick(0)
        self._show()

    def _show(self) -> None:
        self._show_text()
        self._show_head()
        self._show_foot()

    def _show_head(self) -> None:
        mails, ready = self.writing.mails, len(self.writing.chosen)
        mail = self.mail
        if len(mails) == 1 and mail is not None:
            self.title.show_words(self.tr("E-mail to {name}").format(name=mail.name))
        else:
            number = self._formats.number
            words = self.tr("{ready} of {count} ready")
            self.title.show_words(words.format(ready=number(ready), count=number(len(mails))))

    def _show_text(self) -> None:
        mail = self.mail
        can_write = mail is not None
        if self.is_for_all:
            self._show_words(self.writing.draft.subject, self.writing.draft.text)
            self.to.show_words(self.tr("Everybody; fields are filled in for each"))
            files = [*(each.file for each in self.writing.draft.files), *self.writing.extra]
            self.text.show_files(files)
        elif mail is not None:
            self._show_words(mail.subject, mail.text)
            self.to.show_words(self.tr("To {name}").format(name=f"{mail.name} <{mail.to}>" if mail.to else mail.name))
            self.text.show_files(mail.attachments)
        self.text.set_editable(is_editable=can_write, has_fields=self.is_for_all)
        shown = [] if mail is None or self.is_for_all else list(mail.problems)
        # An empty window for writing need not say that it is empty.
        if mail is not None and not mail.subject and not mail.text:
            shown = [
                problem
                for problem in shown
                if problem.what or problem.trouble not in {Trouble.NO_SUBJECT, Trouble.NO_TEXT}
            ]
        says = " ".join(filter(None, (f"{word_problem(each)}. {advise(each)}".strip() for each in shown)))
        blocking = any(problem.is_blocking for problem in shown)
        self.problem.tint("circle-x" if blocking else "circle-help", "amber")
        self.problem.say(says)

    def _show_words(self, subject: str, text: str) -> None:
        if not self._is_typing:
            self.text.show_text(subject, text)

    def _show_foot(self) -> None:
        account, ready = self.writing.account, len(self.writing.chosen)
        self.sent_from.setVisible(account is not None)
        self.set_up.setVisible(account is None)
        self.as_files.setVisible(len(self.writing.mails) > 1)
        self.program.setVisible(account is not None)
        if account is not None:
            self.sent_from.show_words(self.tr("Sent from {address}").format(address=account.address))
            words = self.tr("Send") if len(self.writing.mails) == 1 else self.tr("Send {mails}")
        else:
            words = self.tr("Open in mail program") if len(self.writing.mails) == 1 else self.tr("Open {mails}")
        self.primary.setText(words.format(mails=count_mails(ready, self._formats)))
        self.primary.updateGeometry()
        for button in (self.primary, self.program, self.as_files):
            button.setEnabled(bool(ready))

    def _lines(self) -> list[RecipientLine]:
        return [self._line(mail) for mail in self.writing.mails]

    def _line(self, mail: PreparedMail) -> RecipientLine:
        if not mail.is_ready:
            return RecipientLine(mail.name, word_problems(mail), Mark.HELD_BACK, "amber")
        if self.writing.is_left_out(mail):
            return RecipientLine(mail.name, self.tr("Left out"), Mark.LEFT_OUT)
        below = mail.to
        if mail.problems:
            below = f"{mail.to}, {word_problems(mail).lower()}"
        elif self.writing.is_edited(mail):
            below = self.tr("{address}, own words").format(address=mail.to)
        return RecipientLine(mail.name, below, Mark.READY)

    def _first_row(self) -> int:
        """The first who is ready, so that the preview shows what goes out."""
        mails = self.writing.mails
        return next((row for row, mail in enumerate(mails) if mail.is_ready), 0)
