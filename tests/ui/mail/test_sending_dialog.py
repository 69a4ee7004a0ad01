"""Sending by the account: a real server gets exactly the previews, and every end of the way is shown and kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.mail import drop_drafts, keep_drafts
from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.domain.messages import State
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.mail.outbox_dialog import OutboxDialog
from desktop_pipeline.ui.mail.recipient_list import Mark
from desktop_pipeline.ui.mail.sending_dialog import SendingDialog
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.mail_people import NAMES, read_messages
from tests.mail_servers import Fault, FaultyOffice, open_office
from tests.ui.mail.conftest import Post

pytestmark = pytest.mark.usefixtures("local_network")


def send(post: Post, qtbot: QtBot) -> SendingDialog:
    """Sends to all three, until all is settled."""
    dialog = post.write()
    previews = [(mail.to, mail.subject, mail.text) for mail in dialog.writing.chosen]
    assert len(previews) == 3
    dialog.send()
    sending = post.shown(SendingDialog)
    assert isinstance(sending, SendingDialog)
    qtbot.waitUntil(lambda: not sending.is_running, timeout=20_000)
    return sending


def test_the_server_gets_what_the_previews_show_and_the_timeline_has_it(post: Post, qtbot: QtBot) -> None:
    with open_office() as office:
        post.set_up(office.account())
        dialog = post.write()
        dialog.recipients.pick(1)
        dialog.text.text.setPlainText("Hello Mira, this one is for you alone.")
        previews = [(mail.to, mail.subject, mail.text) for mail in dialog.writing.chosen]
        assert dialog.primary.text() == "Send 3 e-mails"
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        sending = post.shown(SendingDialog)
        assert isinstance(sending, SendingDialog)
        qtbot.waitUntil(lambda: not sending.is_running, timeout=20_000)
        got = [
            (each.recipients[0], each.message["Subject"], each.message.get_content().replace("\r\n", "\n").strip())
            for each in office.received
        ]
    assert got == previews
    assert sending.said.text() == "3 e-mails sent."
    assert [line.mark for line in sending.list.rows.lines] == [Mark.SENT] * 3
    (message,) = read_messages(post.desk.workspace, post.deals[1])
    assert message.text == "Hello Mira, this one is for you alone."
    QTest.keyClick(sending, Qt.Key.Key_Escape)
    assert post.acts.shown is None


def test_one_that_may_have_gone_out_is_asked_about_and_not_sent_again(post: Post, qtbot: QtBot) -> None:
    office = FaultyOffice(Fault("dot", "close", number=1))
    try:
        post.set_up(office.account())
        sending = send(post, qtbot)
        assert post.states() == [State.SENT, State.UNCERTAIN, State.SENT]
        assert "1 perhaps sent" in sending.said.text()
        sending.accept()
        post.acts.settle_at_start()
        outbox = post.shown(OutboxDialog)
        assert isinstance(outbox, OutboxDialog)
        assert outbox.row is not None
        assert (outbox.row.recipient, outbox.was_sent.isVisible(), outbox.send.isVisible()) == (
            "mira@sand.example",
            True,
            False,
        )
        QTest.mouseClick(outbox.was_sent, Qt.MouseButton.LeftButton)
        assert post.states() == [State.SENT] * 3
        assert outbox.said.text() == "Everything that was written has gone out."
        assert len(office.taken) == len(set(office.taken))
    finally:
        office.close()


def test_one_that_was_refused_is_kept_and_can_be_sent_again(post: Post, qtbot: QtBot) -> None:
    office = FaultyOffice(Fault("rcpt", "550 no such person", number=2))
    try:
        post.set_up(office.account())
        sending = send(post, qtbot)
        assert post.states() == [State.SENT, State.SENT, State.REFUSED]
        assert "no such person" in sending.list.rows.lines[2].below
        sending.accept()
        outbox = post.acts.show_outbox()
        QTest.mouseClick(outbox.send, Qt.MouseButton.LeftButton)
        again = post.shown(SendingDialog)
        assert isinstance(again, SendingDialog)
        qtbot.waitUntil(lambda: not again.is_running, timeout=20_000)
        again.accept()
        assert post.states() == [State.SENT] * 3
        assert sorted(office.taken) == sorted({*office.taken})
        outbox.reject()
    finally:
        office.close()


def test_a_server_that_cannot_be_reached_leaves_everything_unsent_and_says_so(post: Post, qtbot: QtBot) -> None:
    office = FaultyOffice(None)
    account = office.account()
    office.close()
    post.set_up(account)
    sending = send(post, qtbot)
    assert "cannot be reached" in sending.said.text()
    assert "Nothing was sent." in sending.said.text()
    assert post.states() == [State.DRAFT] * 3


def test_what_went_out_before_the_sending_broke_off_is_not_denied(
    post: Post, theme: Theme, formats: Formats, tasks: Tasks, qtbot: QtBot
) -> None:
    with open_office() as office:
        rows = keep_drafts(post.desk.workspace, post.write().writing.chosen, batch="one go")
        drop_drafts(post.desk.workspace, rows[1:2])
        recipients = [(row, name, "") for row, name in zip(rows, NAMES, strict=True)]
        sending = SendingDialog(post.session, tasks, theme, formats, recipients, post.window)
        sending.begin(office.account())
        qtbot.waitUntil(lambda: not sending.is_running, timeout=20_000)
        assert len(office.received) == 1
    assert "not there any more" in sending.said.text()
    assert "1 e-mail sent." in sending.said.text()
    sending.close()


def test_stop_lets_no_other_one_out(post: Post, qtbot: QtBot) -> None:
    office = FaultyOffice(Fault("mail", "silent"))
    try:
        post.set_up(office.account(seconds=2))
        dialog = post.write()
        dialog.send()
        sending = post.shown(SendingDialog)
        assert isinstance(sending, SendingDialog)
        QTest.keyClick(sending, Qt.Key.Key_Escape)
        assert sending.isVisible()
        assert not sending.stop_button.isEnabled()
        qtbot.waitUntil(lambda: not sending.is_running, timeout=20_000)
        assert len(office.taken) <= 1
        assert State.DRAFT in post.states()
        assert "not sent" in sending.said.text()
    finally:
        office.close()


def test_what_was_sent_is_not_undone(post: Post, qtbot: QtBot) -> None:
    with open_office() as office:
        post.set_up(office.account())
        send(post, qtbot).accept()
    with pytest.raises(RefusedError):
        post.session.undo()
    assert post.states() == [State.SENT] * 3
