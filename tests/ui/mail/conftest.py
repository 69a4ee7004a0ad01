from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.mail import keep_mail_account
from desktop_pipeline.domain.mail_account import MailAccount
from desktop_pipeline.domain.messages import State
from desktop_pipeline.domain.prepared_mail import MailDraft, MailTarget
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.mail.mail_acts import MailActs
from desktop_pipeline.ui.mail.write_dialog import WriteDialog
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.mail_people import add_template, add_three
from tests.workspaces import Desk, make_desk


@dataclass
class Post:
    """Three people on a deal each, a template for them, and who writes to them."""

    desk: Desk
    acts: MailActs
    session: Session
    window: QWidget
    settings: Path
    targets: list[MailTarget]
    draft: MailDraft
    qtbot: QtBot
    said: list[str] = field(default_factory=list)
    opened: list[QUrl] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def deals(self) -> list[int]:
        return [target.deal_id or 0 for target in self.targets]

    @property
    def people(self) -> list[int]:
        return [target.person_id or 0 for target in self.targets]

    def write(self, **whom: object) -> WriteDialog:
        """To all three with the template, unless told otherwise."""
        whom = whom or {"deal_ids": self.deals, "template_id": self.draft.template_id}
        dialog = self.acts.write(**whom)  # type: ignore[arg-type] # whoever the test names
        assert dialog is not None
        # Shortcuts need a window that has the keys.
        self.qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    def set_up(self, account: MailAccount) -> None:
        """An account whose server asks for no password."""
        keep_mail_account(self.settings, account, None)

    def shown(self, kind: type[QDialog]) -> QDialog:
        dialog = self.acts.shown
        assert isinstance(dialog, kind), dialog
        return dialog

    def states(self) -> list[State]:
        return [State(row[0]) for row in self.desk.workspace.rows("select state from message order by id")]


@pytest.fixture
def post(tmp_path: Path, theme: Theme, formats: Formats, tasks: Tasks, qtbot: QtBot) -> Iterator[Post]:
    desk = make_desk(tmp_path)
    targets, draft = add_three(desk), add_template(desk)
    session, window, settings = Session(desk.workspace), QWidget(), tmp_path / "settings"
    settings.mkdir()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    acts = MailActs(session, tasks, theme, formats, settings, window, open_url=open_url)
    made = Post(desk, acts, session, window, settings, targets, draft, qtbot, opened=opened)
    acts.said.connect(made.said.append)
    acts.settings_asked.connect(lambda: made.asked.append("settings"))
    yield made
    if acts.shown is not None:
        acts.shown.done(0)
    tasks.stop()
    window.close()
    desk.workspace.close()
