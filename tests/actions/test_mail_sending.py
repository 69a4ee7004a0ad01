"""The way of an e-mail from draft to sent: none lost and none doubled, whatever breaks and whenever."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator

import keyring
import pytest
from keyring.backends import fail

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.mail import (
    MailResult,
    confirm_sent,
    drop_drafts,
    keep_drafts,
    keep_mail_account,
    prepare_again,
    prepare_mails,
    send_kept,
    settle_interrupted,
    settle_uncertain,
)
from desktop_pipeline.actions.people import edit_person
from desktop_pipeline.domain.errors import InvalidError, RefusedError
from desktop_pipeline.domain.mail_account import MailAccount
from desktop_pipeline.domain.messages import State, Trouble
from desktop_pipeline.domain.prepared_mail import MailTarget
from desktop_pipeline.queries.mail import MessageRow, count_uncertain, read_outbox
from tests.mail_people import NAMES, add_person, add_template, prepare_three, read_messages, read_uncertain, send_mails
from tests.mail_servers import PASSWORD, USER, Box, Fault, FaultyOffice, open_office
from tests.workspaces import Desk, read_content

pytestmark = pytest.mark.usefixtures("local_network")


@pytest.fixture
def box() -> Iterator[Box]:
    """A keyring for this test."""
    before = keyring.get_keyring()
    made = Box()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def faulty(request: pytest.FixtureRequest) -> Iterator[FaultyOffice]:
    office = FaultyOffice(getattr(request, "param", None))
    yield office
    office.close()


def states(desk: Desk) -> list[State]:
    return [State(row[0]) for row in desk.workspace.rows("select state from message order by id")]


def of_state(results: list[MailResult]) -> list[State]:
    return [result.state for result in results]


def test_a_server_receives_exactly_the_previews_and_the_deals_their_touches(desk: Desk) -> None:
    mails = prepare_three(desk)
    told: list[MailResult] = []
    with open_office() as office:
        results = send_mails(desk.workspace, mails, office.account(), batch="one", told=told.append)
    assert of_state(results) == [State.SENT] * 3
    assert told == results
    for mail, received in zip(mails, office.received, strict=True):
        assert received.recipients == [mail.to]
        assert received.message["Subject"] == mail.subject
        body = received.message.get_body(("plain",))
        assert body is not None
        assert body.get_content().replace("\r\n", "\n") == f"{mail.text}\n"
        assert mail.deal_id is not None
        (kept,) = read_messages(desk.workspace, mail.deal_id)
        assert (kept.subject, kept.text, kept.recipient) == (mail.subject, mail.text, mail.to)
        assert f"<{kept.message_id}>" == received.message["Message-ID"]
        sql = "select kind, subject, done_at is not null, person_id from activity where deal_id = ?"
        assert desk.workspace.rows(sql, (mail.deal_id,)) == [("email", mail.subject, 1, mail.person_id)]
    assert desk.faults() == []


def test_the_same_go_sends_nothing_twice(desk: Desk) -> None:
    mails = prepare_three(desk)
    with open_office() as office:
        send_mails(desk.workspace, mails, office.account(), batch="one")
        again = send_mails(desk.workspace, mails, office.account(), batch="one")
    assert of_state(again) == [State.SENT] * 3
    assert len(office.received) == 3


def test_a_sent_e_mail_is_not_undone(desk: Desk) -> None:
    mails = prepare_three(desk)
    with open_office() as office:
        send_mails(desk.workspace, mails[:1], office.account(), batch="one")
    before = read_content(desk.workspace)
    with pytest.raises(RefusedError, match="nothing to undo"):
        desk.journal.undo()
    kept = next(each for each in desk.journal.entries() if each.label.startswith("Write an e-mail"))
    with pytest.raises(RefusedError):
        desk.journal.take_back(kept.entry_id)
    assert read_content(desk.workspace) == before


def test_an_e_mail_is_on_the_disk_as_sending_before_the_server_hears_of_it(desk: Desk) -> None:
    mails = prepare_three(desk)[:1]
    seen: list[list[State]] = []

    class Looking(FaultyOffice):
        def _answer(self, connection: object, step: str, words: str) -> bool:
            if step in {"mail", "dot"}:
                with desk.workspace.reading() as view:
                    seen.append([State(row[0]) for row in view.rows("select state from message")])
            return super()._answer(connection, step, words)  # type: ignore[arg-type]

    office = Looking(None)
    send_mails(desk.workspace, mails, office.account(), batch="one")
    office.close()
    assert seen == [[State.SENDING], [State.SENDING]]


FAULTS = [
    Fault(step, how, number)
    for step in ("mail", "rcpt", "data", "body", "dot", "quit")
    for how in ("close", "421 later", "550 no")
    for number in (0, 1, 2)
    if not (step in {"body", "quit"} and how != "close")
]


@pytest.mark.parametrize("faulty", FAULTS, indirect=True, ids=lambda each: f"{each.step}-{each.how}-{each.number}")
def test_whatever_breaks_none_is_lost_and_none_doubled(desk: Desk, faulty: FaultyOffice) -> None:
    mails = prepare_three(desk)
    send_mails(desk.workspace, mails, faulty.account(), batch="one")
    # The program ends and starts again; the owner presses Send once more.
    desk.reopen_file()
    assert settle_interrupted(desk.workspace) == 0
    waiting = [row.row_id for row in read_outbox(desk.workspace)]
    send_kept(desk.workspace, waiting, faulty.account())
    taken = Counter(faulty.taken)
    assert all(count == 1 for count in taken.values())
    uncertain = {row.recipient for row in read_uncertain(desk.workspace)}
    assert set(taken) | uncertain == {mail.to for mail in mails}
    assert states(desk).count(State.SENT) + len(uncertain) == 3
    sent = desk.workspace.value("select count(*) from activity where done_at is not null")
    assert sent == states(desk).count(State.SENT)
    assert desk.faults() == []


def test_a_server_that_cannot_be_reached_leaves_all_as_drafts(desk: Desk, faulty: FaultyOffice) -> None:
    account = faulty.account()
    closed = MailAccount("", account.address, "localhost", 1, account.security, "", 1)
    mails = prepare_three(desk)
    with pytest.raises(RefusedError, match="cannot be reached"):
        send_mails(desk.workspace, mails, closed, batch="one")
    assert states(desk) == [State.DRAFT] * 3
    assert of_state(send_mails(desk.workspace, mails, account, batch="one")) == [State.SENT] * 3
    assert len(faulty.taken) == 3


def test_a_server_that_breaks_off_again_and_again_is_left_in_peace(desk: Desk, faulty: FaultyOffice) -> None:
    mails = prepare_three(desk)

    class Rude(FaultyOffice):
        def _fails(self, step: str) -> bool:
            self.fault = Fault("mail", "close")
            return step == "mail"

    office = Rude(None)
    results = send_mails(desk.workspace, mails, office.account(), batch="one")
    office.close()
    assert of_state(results) == [State.DRAFT] * 3
    assert office.connections == 2
    assert all("broke" in result.words for result in results)
    assert states(desk) == [State.DRAFT] * 3


def test_stop_ends_after_the_one_that_is_on_its_way(desk: Desk, faulty: FaultyOffice) -> None:
    mails = prepare_three(desk)
    results: list[MailResult] = []
    send_mails(
        desk.workspace,
        mails,
        faulty.account(),
        batch="one",
        told=results.append,
        may_go_on=lambda: len(results) < 1,
    )
    assert of_state(results) == [State.SENT, State.DRAFT, State.DRAFT]
    assert len(faulty.taken) == 1
    assert [row.name for row in results] == list(NAMES)


def make_interrupted(desk: Desk) -> MessageRow:
    """An e-mail that was on its way when the program was ended."""
    (row_id, *_rest) = keep_drafts(desk.workspace, prepare_three(desk)[:1], batch="one")
    with desk.journal.change("Killed", sealed=True) as draft:
        draft.execute("update message set state = 'sending', message_id = 'a@b' where id = ?", (row_id,))
    desk.reopen_file()
    assert settle_interrupted(desk.workspace) == 1
    return read_uncertain(desk.workspace)[0]


def test_after_a_crash_what_was_on_its_way_is_asked_and_never_sent_by_itself(desk: Desk, faulty: FaultyOffice) -> None:
    row = make_interrupted(desk)
    assert (row.state, count_uncertain(desk.workspace)) == (State.UNCERTAIN, 1)
    assert row.trouble is not None
    assert "ended" in row.trouble
    assert of_state(send_kept(desk.workspace, [row.row_id], faulty.account())) == [State.UNCERTAIN]
    assert faulty.taken == []
    with pytest.raises(InvalidError, match="not gone out"):
        drop_drafts(desk.workspace, [row.row_id])


_SENDS = """
import sys
from pathlib import Path
from desktop_pipeline.actions.mail import send_kept
from desktop_pipeline.domain.mail_account import MailAccount, Security
from desktop_pipeline.storage.workspace import open_workspace
account = MailAccount("", "a@b.example", "localhost", int(sys.argv[2]), Security.NONE, "", 60)
with open_workspace(Path(sys.argv[1])) as workspace:
    send_kept(workspace, [int(sys.argv[3])], account)
"""


@pytest.mark.parametrize("faulty", [Fault("dot", "silent")], indirect=True)
def test_a_program_that_is_killed_while_it_sends_sends_nothing_twice(desk: Desk, faulty: FaultyOffice) -> None:
    (row_id, *_rest) = keep_drafts(desk.workspace, prepare_three(desk)[:1], batch="one")
    desk.workspace.close()
    with subprocess.Popen([sys.executable, "-c", _SENDS, str(desk.path), str(faulty.port), str(row_id)]) as sending:
        deadline = time.monotonic() + 60
        while not faulty.taken:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        sending.kill()
    desk.reopen_file()
    assert settle_interrupted(desk.workspace) == 1
    assert states(desk) == [State.UNCERTAIN]
    assert of_state(send_kept(desk.workspace, [row_id], faulty.account())) == [State.UNCERTAIN]
    assert len(faulty.taken) == 1
    assert desk.faults() == []


def test_said_to_be_sent_it_joins_the_timeline(desk: Desk) -> None:
    row = make_interrupted(desk)
    assert row.deal_id is not None
    settle_uncertain(desk.workspace, row.row_id, was_sent=True)
    (kept,) = read_messages(desk.workspace, row.deal_id)
    assert (kept.state, kept.at) == (State.SENT, row.at)
    assert desk.workspace.value("select count(*) from activity where done_at is not null") == 1
    desk.journal.undo()
    assert count_uncertain(desk.workspace) == 1
    assert desk.workspace.value("select count(*) from activity") == 0
    desk.journal.redo()
    with pytest.raises(InvalidError, match="known already"):
        settle_uncertain(desk.workspace, row.row_id, was_sent=False)


def test_said_not_to_be_sent_it_goes_out_again_under_the_same_id(desk: Desk, faulty: FaultyOffice) -> None:
    row = make_interrupted(desk)
    settle_uncertain(desk.workspace, row.row_id, was_sent=False)
    assert of_state(send_kept(desk.workspace, [row.row_id], faulty.account())) == [State.SENT]
    assert b"Message-ID: <a@b>" in faulty.bodies[0]


def test_who_asked_not_to_be_written_to_is_not_even_from_the_outbox(desk: Desk, faulty: FaultyOffice) -> None:
    mails = prepare_three(desk)
    rows = keep_drafts(desk.workspace, mails, batch="one")
    assert mails[1].person_id is not None
    edit_person(desk.workspace, mails[1].person_id, prefers="Do not contact")
    results = send_kept(desk.workspace, rows, faulty.account())
    assert of_state(results) == [State.SENT, State.REFUSED, State.SENT]
    assert "Do not contact" in results[1].words
    assert mails[1].to not in faulty.taken
    again = prepare_again(desk.workspace, rows[1])
    assert [problem.trouble for problem in again.problems] == [Trouble.DO_NOT_CONTACT]
    assert not again.is_ready


def test_what_is_not_ready_is_never_kept_and_so_never_sent(desk: Desk) -> None:
    person = add_person(desk, "Jonas Weiß")
    (mail,) = prepare_mails(desk.workspace, add_template(desk), [MailTarget(person)])
    assert [problem.what for problem in mail.problems] == ["deal.title"]
    with pytest.raises(InvalidError, match="Jonas Weiß is not ready"):
        keep_drafts(desk.workspace, [mail], batch="one")
    filled = mail.edit(mail.subject, mail.text.replace("{{deal.title}}", "the table"))
    assert filled.is_ready
    keep_drafts(desk.workspace, [filled], batch="one")
    assert states(desk) == [State.DRAFT]


def test_drafts_that_a_mail_program_sent_join_the_timeline_and_can_be_undone(desk: Desk) -> None:
    before = read_content(desk.workspace)
    mails = prepare_three(desk)
    after = read_content(desk.workspace)
    rows = keep_drafts(desk.workspace, mails, batch="one")
    confirm_sent(desk.workspace, rows[:2], at=desk.later())
    drop_drafts(desk.workspace, rows[2:])
    assert states(desk) == [State.SENT, State.SENT]
    with pytest.raises(InvalidError):
        confirm_sent(desk.workspace, rows[:1], at=desk.now)
    done = read_content(desk.workspace)
    for _step in range(3):
        desk.journal.undo()
    assert read_content(desk.workspace) == after != before
    for _step in range(3):
        desk.journal.redo()
    assert read_content(desk.workspace) == done


def test_the_planned_activity_that_an_e_mail_does_is_finished(desk: Desk, faulty: FaultyOffice) -> None:
    deal = desk.deal()
    person = add_person(desk, "Jonas Weiß", deal)
    planned = plan_activity(desk.workspace, kind="email", subject="Write", at=desk.now, deal_id=deal)
    mails = prepare_mails(desk.workspace, add_template(desk), [MailTarget(person, deal, planned)])
    send_mails(desk.workspace, mails, faulty.account(), batch="one")
    assert desk.workspace.rows("select id, done_at is not null, result from activity") == [
        (planned, 1, "Sent: News for Jonas")
    ]


def test_the_password_is_in_the_keyring_alone(desk: Desk, box: Box, faulty: FaultyOffice) -> None:
    folder = desk.path.parent / "settings"
    account = keep_mail_account(folder, faulty.account(user=USER), PASSWORD)
    assert list(box.kept.values()) == [PASSWORD]
    send_mails(desk.workspace, prepare_three(desk), account, batch="one")
    assert len(faulty.taken) == 3
    desk.workspace.close()
    for path in (*folder.iterdir(), *desk.path.parent.glob("*.pipeline*")):
        assert PASSWORD.encode() not in path.read_bytes()


def test_without_a_safe_keyring_no_account_is_kept_and_nothing_sent(desk: Desk, faulty: FaultyOffice) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call] # theirs has no types
    try:
        with pytest.raises(RefusedError, match="no keyring"):
            keep_mail_account(desk.path.parent / "settings", faulty.account(user=USER), PASSWORD)
        with pytest.raises(RefusedError, match="no keyring"):
            send_mails(desk.workspace, prepare_three(desk), faulty.account(user=USER), batch="one")
    finally:
        keyring.set_keyring(before)
    assert not (desk.path.parent / "settings").exists()
    assert states(desk) == [State.DRAFT] * 3
    assert faulty.taken == []


def test_an_account_without_its_password_sends_nothing(desk: Desk, box: Box, faulty: FaultyOffice) -> None:
    with pytest.raises(RefusedError, match="No password is kept"):
        send_mails(desk.workspace, prepare_three(desk), faulty.account(user=USER), batch="one")
    assert faulty.connections == 0
