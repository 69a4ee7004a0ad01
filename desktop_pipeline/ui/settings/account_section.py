"""The e-mail account of this computer: where e-mails go out, and a try that sends nothing."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_pipeline.actions.mail import (
    can_keep_passwords,
    forget_mail_account,
    keep_mail_account,
    read_mail_account,
    try_mail_account,
)
from desktop_pipeline.domain.errors import InvalidError, PipelineError
from desktop_pipeline.domain.mail_account import USUAL_PORTS, USUAL_SECONDS, MailAccount, Security
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.callout import Callout
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.words import Words

_WIDEST = 640
_LABEL = 136
_PORT = 90


class AccountSection(QWidget):
    """Kept by “Save”, not as it is left: an account is whole or it is none. The password goes to the keyring alone."""

    def __init__(self, tasks: Tasks, theme: Theme, settings: Path) -> None:
        """`settings` is the folder in which the account is kept."""
        super().__init__()
        self._tasks = tasks
        self._theme = theme
        self._settings = settings
        self._is_asked = self._is_new_address = False
        self.note = ErrorNote(theme, self)
        self._make_fields()
        self._arrange()
        self._connect()
        self.refresh()

    def focus_list(self) -> None:
        """Gives the keys to the first field."""
        self.address.setFocus()

    def add_new(self) -> None:
        """There is nothing to add here."""

    def refresh(self) -> None:
        """Reads what is kept again."""
        account = read_mail_account(self._settings)
        security = Security.TLS if account is None else account.security
        self.name.setText("" if account is None else account.name)
        self.address.setText("" if account is None else account.address)
        self.host.setText("" if account is None else account.host)
        self.security.setCurrentIndex(self.security.findData(security.value))
        self.port.setText(str(USUAL_PORTS[security] if account is None else account.port))
        self.user.setText("" if account is None else account.user_name)
        self.password.clear()
        kept = account is not None and bool(account.user_name)
        self.password.setPlaceholderText(self.tr("Kept in the keyring of this computer") if kept else "")
        self.remove.setVisible(account is not None)
        self.save.setText(self.tr("Save"))

    def read(self) -> MailAccount:
        """What stands in the fields; raises InvalidError for a port that is no number."""
        try:
            port = int(self.port.text())
        except ValueError:
            raise InvalidError(self.tr("The port is a number, usually 465 or 587.")) from None
        return MailAccount(
            name=self.name.text(),
            address=self.address.text(),
            host=self.host.text(),
            port=port,
            security=Security(self.security.currentData()),
            user_name=self.user.text(),
            seconds=USUAL_SECONDS,
        )

    def try_out(self) -> None:
        """Connects and logs in on a worker, and says how it went; nothing is sent."""
        password = self.password.text() or None
        settled = self.tr("The server answered and let you in. Nothing was sent.")
        self._begin(
            self.tr("Connecting…"),
            lambda account: try_mail_account(account, password),
            lambda: settled,
            self.try_button,
        )

    def keep(self) -> None:
        """Keeps account and password."""
        password, settings = self.password.text() or None, self._settings

        def done() -> str:
            self.refresh()
            return self.tr("Saved. E-mails can be sent from here now.")

        self._begin(self.tr("Saving…"), lambda account: keep_mail_account(settings, account, password), done, self.save)

    def forget(self) -> None:
        """Removes account and password from this computer."""
        settings = self._settings

        def done() -> str:
            self.refresh()
            return self.tr("The account is removed from this computer.")

        self._begin(self.tr("Removing…"), lambda _account: forget_mail_account(settings), done, self.remove)

    def _begin(
        self, words: str, act: Callable[[MailAccount], object], done: Callable[[], str], button: ActionButton
    ) -> None:
        try:
            account = self.read()
        except InvalidError as error:
            self.note.speak(str(error), self.port)
            return
        self.note.hide()
        self._say(words, "accent", "refresh-cw")
        self._set_busy(is_busy=True)

        def end(sentence: str, tint: str, icon: str) -> None:
            self._set_busy(is_busy=False)
            self._say(sentence, tint, icon)
            button.setFocus()

        def succeed(_nothing: object) -> None:
            end(done(), "green", "circle-check")

        def fail(error: PipelineError) -> None:
            end(str(error), "red", "circle-x")

        self._tasks.run(lambda _progress: act(account), succeed, fail, key="mail account")

    def _make_fields(self) -> None:
        tr, theme = self.tr, self._theme
        self.address, self.name = QLineEdit(), QLineEdit()
        self.host, self.port = QLineEdit(), QLineEdit()
        self.host.setPlaceholderText("smtp.company.com")
        self.user, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.security = QComboBox()
        for key, words in (
            (Security.TLS, tr("TLS from the start")),
            (Security.STARTTLS, tr("STARTTLS")),
            (Security.NONE, tr("None, only for a server on this computer")),
        ):
            self.security.addItem(words, key.value)
        self.try_button = ActionButton(theme, tr("Try it"), icon="refresh-cw")
        self.save = ActionButton(theme, tr("Save"), icon="check")
        self.remove = ActionButton(theme, tr("Remove the account"), icon="trash-2", role="red", flat=True)
        self.result = Callout(theme, "circle-check", "green")

    def _rows(self) -> tuple[tuple[str, QWidget], ...]:
        tr = self.tr
        return (
            (tr("E-mail address"), self.address),
            (tr("Your name"), self.name),
            (tr("Server"), self.host),
            (tr("Encryption"), self.security),
            (tr("Port"), self.port),
            (tr("User name"), self.user),
            (tr("Password"), self.password),
        )

    def _connect(self) -> None:
        self.security.activated.connect(self._take_usual_port)
        self.address.textEdited.connect(self._note_address)
        self.address.editingFinished.connect(self._suggest_user)
        self.try_button.clicked.connect(self.try_out)
        self.save.clicked.connect(self.keep)
        self.remove.clicked.connect(self.forget)

    def _take_usual_port(self) -> None:
        self.port.setText(str(USUAL_PORTS[Security(self.security.currentData())]))

    def _note_address(self) -> None:
        self._is_new_address = True

    def _suggest_user(self) -> None:
        """Nearly every server wants the address as the name of the user; who empties it again is left alone."""
        if self._is_new_address and not self.user.text():
            self.user.setText(self.address.text().strip())
        self._is_new_address = False

    def _set_busy(self, *, is_busy: bool) -> None:
        for widget in (self.try_button, self.save, self.remove, *(field for _name, field in self._rows())):
            widget.setEnabled(not is_busy)

    def _say(self, words: str, tint: str, icon: str) -> None:
        self.result.tint(icon, tint)
        self.result.say(words)

    def _ask_keyring(self) -> None:
        def tell(can_keep: object) -> None:
            if not can_keep and not self.result.text:
                self._say(
                    self.tr(
                        "This computer has no keyring that keeps a password safely, so no account can be used here."
                        " Your own mail program still can: choose “Open in mail program” when you write."
                    ),
                    "amber",
                    "circle-help",
                )

        self._tasks.run(lambda _progress: can_keep_passwords(), tell, lambda _error: None)

    def showEvent(self, event: object) -> None:
        if not self._is_asked:
            # Asking takes a moment that no start of the program has.
            self._is_asked = True
            self._ask_keyring()

    def _arrange(self) -> None:
        theme = self._theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Words(theme, self.tr("E-mail account"), "section"))
        advice = self.tr(
            "With an account, e-mails go out from here one by one, each as its preview shows it. It is kept on this"
            " computer and never in the file; the password lies in the computer’s keyring."
        )
        layout.addWidget(Words(theme, advice, "secondary", "ink2", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for place, (words, field) in enumerate(self._rows()):
            field.setAccessibleName(words)
            label = Words(theme, words, "body", "ink2")
            label.setBuddy(field)
            label.setMinimumWidth(theme.size(_LABEL))
            grid.addWidget(label, place, 0)
            grid.addWidget(field, place, 1)
        self.port.setMaximumWidth(theme.size(_PORT))
        grid.setColumnStretch(1, 1)
        layout.addLayout(grid)
        layout.addSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.save, self.try_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.remove)
        layout.addLayout(row)
        layout.addWidget(self.result)
        self.result.hide()
        layout.addStretch(1)
        self.setMaximumWidth(theme.size(_WIDEST))
