"""What is being written, to whom, and what each of them would get: the ground of the window for writing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_pipeline.actions.mail import Saying, prepare_mails, read_mail_account
from desktop_pipeline.domain.messages import MailFile
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.prepared_mail import MailDraft, MailTarget, PreparedMail, TemplateFile
from desktop_pipeline.queries.mail import TemplateRow, read_templates
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session

if TYPE_CHECKING:
    from desktop_pipeline.domain.mail_account import MailAccount

_EMPTY = MailDraft("", "")
# Of more, everybody's is made ready when the keys rest, not with each of them.
_AT_ONCE = 40
_RESTS_MS = 250
_Key = tuple[int | None, int | None]


class Writing(QObject):
    """Signals: `changed` when what anybody gets is another; `templates_changed` when there are other templates."""

    changed = Signal()
    templates_changed = Signal()

    def __init__(
        self,
        session: Session,
        formats: Formats,
        settings: Path,
        targets: Sequence[MailTarget],
        *,
        template_id: int | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._targets = tuple(targets)
        self._saying = make_saying(formats)
        self._edited: dict[_Key, tuple[str, str]] = {}
        self._left_out: set[_Key] = set()
        self.account: MailAccount | None = read_mail_account(settings)
        self.templates: tuple[TemplateRow, ...] = tuple(read_templates(session.workspace))
        chosen = next((row for row in self.templates if row.template_id == template_id), None)
        self.draft = _EMPTY if chosen is None else chosen.draft
        self.extra: tuple[MailFile, ...] = ()
        self.mails: tuple[PreparedMail, ...] = ()
        self._resting = QTimer(self, singleShot=True, interval=_RESTS_MS)
        self._resting.timeout.connect(self.refresh)
        self.refresh()
        session.changed.connect(self._on_changed)

    @property
    def chosen(self) -> list[PreparedMail]:
        """Those that can go out and were not left out."""
        if self._resting.isActive():
            self.refresh()
        return [mail for mail in self.mails if mail.is_ready and not self.is_left_out(mail)]

    @property
    def is_touched(self) -> bool:
        """Whether something was written that no template holds."""
        template = next((row for row in self.templates if row.template_id == self.draft.template_id), None)
        kept = _EMPTY if template is None else template.draft
        return bool(self._edited) or (self.draft.subject, self.draft.text) != (kept.subject, kept.text)

    def choose_template(self, template_id: int | None) -> None:
        """Begin anew with a template, or with nothing; what was edited for one person is given up."""
        row = next((row for row in self.templates if row.template_id == template_id), None)
        self.draft = _EMPTY if row is None else row.draft
        self._edited.clear()
        self.refresh()

    def write(self, subject: str, text: str) -> None:
        """Other words for everybody; whoever has words of their own keeps them."""
        if (subject, text) != (self.draft.subject, self.draft.text):
            self.draft = replace(self.draft, subject=subject, text=text)
            if len(self._targets) > _AT_ONCE:
                self._resting.start()
            else:
                self.refresh()

    def edit(self, mail: PreparedMail, subject: str, text: str) -> None:
        """Other words for one of them; raises InvalidError where they are too long."""
        if (subject, text) != (mail.subject, mail.text):
            mail.edit(subject, text)
            self._edited[_key(mail)] = (subject, text)
            self.refresh()

    def is_edited(self, mail: PreparedMail) -> bool:
        """Whether somebody has words of their own."""
        return _key(mail) in self._edited

    def is_left_out(self, mail: PreparedMail) -> bool:
        """Whether somebody was left out by hand."""
        return _key(mail) in self._left_out

    def leave_out(self, mail: PreparedMail, *, is_out: bool) -> None:
        """Leave somebody out, or take them back."""
        (self._left_out.add if is_out else self._left_out.discard)(_key(mail))
        self.changed.emit()

    def attach(self, file: MailFile) -> None:
        """Let a file go with everybody's."""
        if file not in self.extra:
            self.extra = (*self.extra, file)
            self.refresh()

    def detach(self, file: MailFile) -> None:
        """Take a file away again, for everybody."""
        self.extra = tuple(each for each in self.extra if each != file)
        kept = tuple(each for each in self.draft.files if each.file != file)
        self.draft = replace(self.draft, files=kept)
        self.refresh()

    def refresh(self) -> None:
        """Make everybody's ready again."""
        self._resting.stop()
        files = (*self.draft.files, *(TemplateFile(0, file) for file in self.extra))
        draft = replace(self.draft, files=files)
        mails = prepare_mails(self._session.workspace, draft, self._targets, account=self.account, saying=self._saying)
        self.mails = tuple(self._put_edits(mail) for mail in mails)
        self.changed.emit()

    def _put_edits(self, mail: PreparedMail) -> PreparedMail:
        edits = self._edited.get(_key(mail))
        return mail if edits is None else mail.edit(*edits)

    def _on_changed(self) -> None:
        templates = tuple(read_templates(self._session.workspace))
        if templates != self.templates:
            self.templates = templates
            self.templates_changed.emit()
        self.refresh()


def _key(mail: PreparedMail) -> _Key:
    return mail.person_id, mail.deal_id


def make_saying(formats: Formats) -> Saying:
    """Amounts and days as the window says them."""

    def say_money(minor: int, currency: str) -> str:
        return formats.money(Money(minor, currency))

    say_day: Callable[[date], str] = lambda day: formats.day(day, date(1, 1, 1))  # noqa: E731 - always with its year
    return Saying(say_money, say_day)
