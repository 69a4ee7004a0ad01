"""What is done with e-mails from anywhere: written, sent, opened in the mail program, and taken in as replies."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop_pipeline.actions.mail import (
    Logged,
    confirm_sent,
    drop_drafts,
    find_activity_target,
    find_deal_targets,
    keep_drafts,
    log_reply,
    make_mail_link,
    prepare_again,
    read_mail_account,
    read_mail_file,
    save_mail_file,
    settle_interrupted,
)
from desktop_pipeline.domain.errors import CannotOpenError, PipelineError
from desktop_pipeline.domain.file_names import clean_file_name
from desktop_pipeline.domain.messages import Direction, IncomingMail
from desktop_pipeline.domain.prepared_mail import MailTarget, PreparedMail
from desktop_pipeline.queries.mail import count_uncertain
from desktop_pipeline.queries.mail_offers import find_step_template
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.mail.mail_words import count_mails
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.ui.mail.opened_dialog import OpenedDialog
    from desktop_pipeline.ui.mail.outbox_dialog import OutboxDialog
    from desktop_pipeline.ui.mail.sending_dialog import SendingDialog
    from desktop_pipeline.ui.mail.write_dialog import WriteDialog

# More windows of a mail program at once help nobody: files do.
MOST_OPENED = 10


class MailActs(QObject):
    """One for a window. `shown` is the dialog that is open; `open_url` hands an address or a file to the system.

    Signals: `said(sentence)` for the toast; `settings_asked` to set up an account; `ended` when the last dialog is gone
    and the keys are free again.
    """

    said = Signal(str)
    settings_asked = Signal()
    ended = Signal()

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        theme: Theme,
        formats: Formats,
        settings: Path,
        home: QWidget,
        *,
        open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl,
    ) -> None:
        """`settings` is the folder of the account."""
        super().__init__(home)
        self._session = session
        self._tasks = tasks
        self._theme = theme
        self._formats = formats
        self._settings = settings
        self._home = home
        self._open_url = open_url
        self._folder: QTemporaryDir | None = None
        self.shown: QDialog | None = None

    def write(
        self,
        *,
        deal_ids: Sequence[int] = (),
        person_ids: Sequence[int] = (),
        template_id: int | None = None,
        activity_id: int | None = None,
        home: QWidget | None = None,
    ) -> "WriteDialog | None":
        """Write to the main people of deals, to people, or what an activity asks for; None where nobody is there.

        With one deal and people, these are written to about the deal.
        """
        if self._is_read_only():
            return None
        workspace = self._session.workspace
        try:
            targets = self._find_targets(deal_ids, person_ids, activity_id)
        except PipelineError as error:
            self.said.emit(str(error))
            return None
        if activity_id is not None and template_id is None:
            template_id = find_step_template(workspace, activity_id)
        about = {target.deal_id for target in targets}
        from desktop_pipeline.ui.mail.write_dialog import WriteDialog  # noqa: PLC0415 - made when somebody writes

        dialog = WriteDialog(
            self._session,
            self._theme,
            self._formats,
            self._settings,
            targets,
            home or self._home,
            template_id=template_id,
            deal_id=about.pop() if len(about) == 1 else None,
        )
        if not dialog.writing.mails:
            dialog.deleteLater()
            self.said.emit(self.tr("There is nobody here to write to."))
            return None
        dialog.send_asked.connect(lambda mails: self._send(mails, dialog))
        dialog.program_asked.connect(lambda mails: self._hand_over(mails, dialog))
        dialog.files_asked.connect(lambda mails: self._ask_folder(mails, dialog))
        dialog.settings_asked.connect(lambda: self._set_up(dialog))
        self._show(dialog)
        return dialog

    def show_outbox(self) -> "OutboxDialog":
        """The e-mails that have not gone out."""
        from desktop_pipeline.ui.mail.outbox_dialog import OutboxDialog  # noqa: PLC0415 - likewise

        dialog = OutboxDialog(self._session, self._theme, self._formats, self._home)
        dialog.send_asked.connect(self._send_again)
        dialog.program_asked.connect(self._open_again)
        self._show(dialog)
        return dialog

    def settle_at_start(self) -> None:
        """What was on its way when the program ended last is asked about, once, and never sent again by itself."""
        workspace = self._session.workspace
        if workspace.is_read_only:
            return
        settle_interrupted(workspace)
        if count_uncertain(workspace):
            self.show_outbox()

    def take_in(self, deal_id: int, paths: Sequence[Path]) -> None:
        """Put the files of e-mails into the timeline of a deal, one after the other."""
        if self._is_read_only() or not paths:
            return
        first, *rest = paths

        def keep(mail: IncomingMail) -> None:
            self._log(deal_id, mail)
            self.take_in(deal_id, rest)

        def refuse(error: PipelineError) -> None:
            self.said.emit(str(error))
            self.take_in(deal_id, rest)

        self._tasks.run(lambda _progress: read_mail_file(first), keep, refuse)

    def _find_targets(
        self, deal_ids: Sequence[int], person_ids: Sequence[int], activity_id: int | None
    ) -> list[MailTarget]:
        if activity_id is not None:
            return [find_activity_target(self._session.workspace, activity_id)]
        if not person_ids:
            return find_deal_targets(self._session.workspace, deal_ids)
        about = deal_ids[0] if len(deal_ids) == 1 else None
        return [MailTarget(person_id, about) for person_id in dict.fromkeys(person_ids)]

    def _log(self, deal_id: int, mail: IncomingMail) -> None:
        account = read_mail_account(self._settings)
        own = () if account is None else (account.address,)
        try:
            logged = log_reply(self._session.workspace, deal_id, mail, at=self._session.now(), own_addresses=own)
        except PipelineError as error:
            self.said.emit(str(error))
            return
        words = self._word_logged(logged, deal_id)
        if words:
            self.said.emit(words)

    def _word_logged(self, logged: Logged, deal_id: int) -> str:
        if not logged.is_new and logged.deal_id != deal_id:
            return self.tr("This e-mail is in the timeline of “{deal}” already.").format(deal=logged.deal_title)
        if not logged.is_new:
            return self.tr("This e-mail is in the timeline already.")
        if logged.ended:
            return self.tr("The reply is in the timeline, and its cadence has ended.")
        # The change itself says the rest.
        return (
            "" if logged.direction is Direction.IN else self.tr("It is from us: it counts as an e-mail that was sent.")
        )

    def _send(self, mails: Sequence[PreparedMail], dialog: QDialog) -> None:
        rows = self._keep(mails)
        if rows:
            dialog.accept()
            self._begin([(row, mail.name, mail.to) for row, mail in zip(rows, mails, strict=True)])

    def _send_again(self, row_ids: Sequence[int]) -> None:
        try:
            mails = [prepare_again(self._session.workspace, row_id) for row_id in row_ids]
        except PipelineError as error:
            self.said.emit(str(error))
            return
        self._begin([(row_id, mail.name, mail.to) for row_id, mail in zip(row_ids, mails, strict=True)])

    def _begin(self, recipients: Sequence[tuple[int, str, str]]) -> "SendingDialog | None":
        account = read_mail_account(self._settings)
        if account is None:
            self.said.emit(self.tr("Set up an e-mail account first: Settings, “E-mail account”."))
            return None
        from desktop_pipeline.ui.mail.sending_dialog import SendingDialog  # noqa: PLC0415 - made when it is needed

        dialog = SendingDialog(self._session, self._tasks, self._theme, self._formats, recipients, self._home)
        self._show(dialog)
        dialog.begin(account)
        return dialog

    def _hand_over(self, mails: Sequence[PreparedMail], dialog: QDialog) -> None:
        """Open each in the mail program; whether it was sent is asked afterwards."""
        if len(mails) > MOST_OPENED:
            self._ask_folder(mails, dialog)
            return
        rows = self._keep(mails)
        if not rows:
            return
        try:
            opened = sum(self._open(mail) for mail in mails)
            why = self.tr("No mail program answered.")
        except PipelineError as error:
            opened, why = 0, str(error)
        dialog.accept()
        if opened < len(mails):
            self.said.emit(self.tr("{why} The e-mails are kept under “E-mails not sent”.").format(why=why))
            return
        self._ask_sent(rows, self.tr("{mails} opened in your mail program.").format(mails=self._count(len(mails))))

    def _open_again(self, row_id: int) -> None:
        try:
            mail = prepare_again(self._session.workspace, row_id)
            if not self._open(mail):
                self.said.emit(self.tr("No mail program answered."))
        except PipelineError as error:
            self.said.emit(str(error))

    def _open(self, mail: PreparedMail) -> bool:
        link = make_mail_link(mail)
        if link is not None:
            return self._open_url(QUrl.fromEncoded(link.encode()))
        if self._folder is None or not self._folder.isValid():
            # It goes with the program: mail programs have read the file by then.
            self._folder = QTemporaryDir()
        if not self._folder.isValid():
            message = self.tr("There is no place for the e-mail as a file: {why}.")
            raise CannotOpenError(message.format(why=self._folder.errorString()))
        path = Path(self._folder.path()) / f"{uuid4().hex[:8]}.eml"
        save_mail_file(self._session.workspace, mail, path, account=read_mail_account(self._settings))
        return self._open_url(QUrl.fromLocalFile(str(path)))

    def _ask_folder(self, mails: Sequence[PreparedMail], dialog: QDialog) -> None:
        asking = QFileDialog(dialog, self.tr("A folder for the e-mails"))
        asking.setFileMode(QFileDialog.FileMode.Directory)
        asking.setOption(QFileDialog.Option.ShowDirsOnly)
        asking.fileSelected.connect(lambda folder: self.save_files(mails, Path(folder), dialog))
        asking.open()

    def save_files(self, mails: Sequence[PreparedMail], folder: Path, dialog: QDialog) -> None:
        """Write each as a file that a mail program opens for sending; none there is replaced."""
        account = read_mail_account(self._settings)
        try:
            for mail in mails:
                path = _find_free(folder, mail.name)
                save_mail_file(self._session.workspace, mail, path, account=account)
        except PipelineError as error:
            self.said.emit(str(error))
            return
        rows = self._keep(mails)
        dialog.accept()
        if rows:
            words = self.tr("{mails} saved in “{folder}”. Open them with your mail program to send them.")
            self._ask_sent(rows, words.format(mails=self._count(len(mails)), folder=folder.name))

    def _ask_sent(self, rows: Sequence[int], words: str) -> "OpenedDialog":
        from desktop_pipeline.ui.mail.opened_dialog import OpenedDialog  # noqa: PLC0415 - made when it is needed

        workspace, session = self._session.workspace, self._session
        dialog = OpenedDialog(self._theme, words, self._home)
        dialog.was_sent.connect(lambda: self._attempt(lambda: confirm_sent(workspace, rows, at=session.now())))
        dialog.was_dropped.connect(lambda: self._attempt(lambda: drop_drafts(workspace, rows)))
        self._show(dialog)
        return dialog

    def _keep(self, mails: Sequence[PreparedMail]) -> list[int]:
        try:
            return keep_drafts(self._session.workspace, mails, batch=uuid4().hex)
        except PipelineError as error:
            self.said.emit(str(error))
            return []

    def _set_up(self, dialog: "WriteDialog") -> None:
        dialog.reject()
        if self.shown is not dialog:
            self.settings_asked.emit()

    def _count(self, count: int) -> str:
        return count_mails(count, self._formats)

    def _attempt(self, act: Callable[[], object]) -> None:
        try:
            act()
        except PipelineError as error:
            self.said.emit(str(error))

    def _is_read_only(self) -> bool:
        if self._session.workspace.is_read_only:
            self.said.emit(self.tr("This file is open for reading only."))
            return True
        return False

    def _show(self, dialog: QDialog) -> None:
        self.shown = dialog
        dialog.finished.connect(lambda _result: self._on_finished(dialog))
        dialog.open()

    def _on_finished(self, dialog: QDialog) -> None:
        if self.shown is dialog:
            self.shown = None
            self.ended.emit()


def _find_free(folder: Path, name: str) -> Path:
    """A name in the folder that is not taken."""
    stem = clean_file_name(name)
    path, number = folder / f"{stem}.eml", 2
    while path.exists():
        path, number = folder / f"{stem} {number}.eml", number + 1
    return path
