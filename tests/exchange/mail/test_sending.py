"""E-mails over the wire: to a real server as they were built, and to one that fails at each step."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop_pipeline.domain.mail_account import MailAccount, Security
from desktop_pipeline.domain.messages import Delivery, OutgoingMail, State
from desktop_pipeline.exchange.mail.sending import CannotSendError, Sender
from tests.mail_servers import CERTIFICATE, PASSWORD, USER, Fault, FaultyOffice, open_office

pytestmark = pytest.mark.usefixtures("local_network")
AT = datetime(2026, 6, 9, 10, 25, tzinfo=UTC)
TEXT = "Hällo Jonas,\n\n.a line with a dot\n..\n.\n" + "long " * 400 + "\n\nГрüße 🙂"

# More than lies in the buffers between two programs: the one that writes hears of a break before its end.
LARGE = (("large.bin", bytes(12 << 20)),)


def mail(number: int = 0, **changed: object) -> OutgoingMail:
    values: dict[str, object] = {
        "message_id": f"id{number}@workshop.example",
        "sender_name": "Anna Bell",
        "sender": "anna@workshop.example",
        "recipient_name": "Jonas, Weiß",
        "recipient": f"jonas{number}@café.example",
        "subject": "Angebot „Küche“",
        "text": TEXT,
        "at": AT,
    }
    return OutgoingMail(**(values | changed))  # type: ignore[arg-type] # a test names only what matters


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The certificate of the tests is one that this computer trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


@pytest.fixture
def faulty(request: pytest.FixtureRequest) -> Iterator[FaultyOffice]:
    office = FaultyOffice(request.param)
    yield office
    office.close()


def send(account: MailAccount, *mails: OutgoingMail, password: str | None = None) -> list[Delivery]:
    sender = Sender(account, password)
    try:
        return [sender.send(each) for each in mails]
    finally:
        sender.close()


@pytest.mark.parametrize("security", list(Security))
def test_a_server_gets_what_was_written(security: Security, trusted: None) -> None:
    user, password = ("", None) if security is Security.NONE else (USER, PASSWORD)
    with open_office(security) as office:
        said = send(
            office.account(security, user=user), mail(files=(("Größe.pdf", b"\0\r\n.\n%PDF"),)), password=password
        )
    assert said == [Delivery(State.SENT)]
    (received,) = office.received
    assert received.sender == "anna@workshop.example"
    assert received.recipients == ["jonas0@xn--caf-dma.example"]
    message = received.message
    assert message["Subject"] == "Angebot „Küche“"
    assert message["From"] == "Anna Bell <anna@workshop.example>"
    assert message["To"].addresses[0].display_name == "Jonas, Weiß"
    assert message["Message-ID"] == "<id0@workshop.example>"
    assert message["Date"].datetime == AT
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == f"{TEXT}\n"
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("Größe.pdf", b"\0\r\n.\n%PDF")
    assert received.content.isascii()
    assert bool(office.logins) == (security is not Security.NONE)


def test_many_go_over_one_connection() -> None:
    office = FaultyOffice(None)
    said = send(office.account(), *map(mail, range(5)))
    office.close()
    assert said == [Delivery(State.SENT)] * 5
    assert office.connections == 1
    assert office.taken == [f"jonas{number}@xn--caf-dma.example" for number in range(5)]


def test_a_certificate_that_nobody_vouches_for_is_not_sent_to() -> None:
    for security in (Security.TLS, Security.STARTTLS):
        with open_office(security) as office, pytest.raises(CannotSendError, match=r"is not safe.*Nothing was sent"):
            send(office.account(security, user=USER), mail(), password=PASSWORD)
        assert office.received == []
        assert office.logins == []


def test_a_server_without_encryption_gets_neither_password_nor_e_mail() -> None:
    with open_office() as office, pytest.raises(CannotSendError, match="does not offer what the account asks for"):
        send(office.account(Security.STARTTLS, user=USER), mail(), password=PASSWORD)
    assert office.received == []
    office_without = FaultyOffice(None)
    account = MailAccount("", "a@b.example", "localhost", office_without.port, Security.TLS, USER, 1)
    with pytest.raises(CannotSendError):
        send(account, mail(), password=PASSWORD)
    office_without.close()


@pytest.mark.parametrize(
    "faulty",
    [Fault("starttls", how) for how in ("close", "silent", "454 not now", "220 go on\r\nno handshake at all")],
    indirect=True,
    ids=["close", "silent", "refused", "broken"],
)
def test_where_encryption_does_not_begin_neither_password_nor_e_mail_goes_out(faulty: FaultyOffice) -> None:
    account = replace(faulty.account(user=USER), security=Security.STARTTLS)
    with pytest.raises(CannotSendError):
        send(account, mail(), password=PASSWORD)
    assert faulty.taken == []


def test_a_wrong_password_is_told_and_stands_in_no_log(trusted: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with (
        open_office(Security.TLS) as office,
        pytest.raises(CannotSendError, match="user name or the password") as caught,
    ):
        send(office.account(Security.TLS, user=USER), mail(), password=PASSWORD[::-1])
    assert office.received == []
    assert PASSWORD[::-1] not in caplog.text + repr(caught.value)


def test_no_server_is_said_so() -> None:
    office = FaultyOffice(None)
    office.close()
    with pytest.raises(CannotSendError, match="cannot be reached"):
        send(office.account(), mail())


@pytest.mark.parametrize(
    "faulty",
    [Fault("greeting", how) for how in ("close", "silent", "554 no", "421 later")]
    + [Fault("ehlo", how) for how in ("close", "silent", "421 later")]
    + [Fault("auth", how) for how in ("close", "silent", "535 no", "454 later")],
    indirect=True,
    ids=lambda fault: f"{fault.step}-{fault.how}",
)
def test_before_the_first_e_mail_a_fault_sends_nothing(faulty: FaultyOffice) -> None:
    with pytest.raises(CannotSendError) as caught:
        send(faulty.account(user=USER), mail(), password=PASSWORD)
    assert faulty.taken == []
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize(
    "faulty",
    [Fault(step, how, 1) for step in ("mail", "rcpt", "data") for how in ("550 no", "451 later")]
    + [Fault("dot", "554 spam", 1)],
    indirect=True,
    ids=lambda fault: f"{fault.step}-{fault.how}",
)
def test_a_refused_one_keeps_back_no_other(faulty: FaultyOffice) -> None:
    assert faulty.fault is not None
    words = faulty.fault.how
    said = send(faulty.account(), *map(mail, range(3)))
    assert [each.state for each in said] == [State.SENT, State.REFUSED, State.SENT]
    assert said[1].words == words
    assert [address[:6] for address in faulty.taken] == ["jonas0", "jonas2"]


@pytest.mark.parametrize(
    "faulty",
    [Fault(step, how, 1) for step in ("mail", "rcpt", "data") for how in ("close", "421 later")]
    + [Fault("body", "close", 1), Fault("data", "silent", 1)],
    indirect=True,
    ids=lambda fault: f"{fault.step}-{fault.how}",
)
def test_a_break_before_the_end_is_made_good_on_a_new_connection(faulty: FaultyOffice) -> None:
    said = send(faulty.account(), mail(0), mail(1, files=LARGE), mail(2))
    assert [each.state for each in said] == [State.SENT] * 3
    assert [address[:6] for address in faulty.taken] == ["jonas0", "jonas1", "jonas2"]
    assert faulty.connections == 2


@pytest.mark.parametrize(
    "faulty",
    [Fault("mail", "close"), Fault("body", "close"), Fault("data", "silent")],
    indirect=True,
    ids=lambda fault: f"{fault.step}-{fault.how}",
)
def test_a_break_on_a_fresh_connection_leaves_a_draft(faulty: FaultyOffice) -> None:
    (said,) = send(faulty.account(), mail(files=LARGE))
    assert said.state is State.DRAFT
    assert "broke" in said.words
    assert faulty.taken == []


@pytest.mark.parametrize("faulty", [Fault("dot", "close", 1), Fault("dot", "silent", 1)], indirect=True)
def test_a_break_after_the_end_is_uncertain_and_not_sent_again(faulty: FaultyOffice) -> None:
    said = send(faulty.account(), *map(mail, range(3)))
    assert [each.state for each in said] == [State.SENT, State.UNCERTAIN, State.SENT]
    assert [address[:6] for address in faulty.taken] == ["jonas0", "jonas1", "jonas2"]


@pytest.mark.parametrize("faulty", [Fault("quit", "close"), Fault("quit", "silent")], indirect=True)
def test_what_is_sent_stays_sent_however_the_server_says_goodbye(faulty: FaultyOffice) -> None:
    assert send(faulty.account(), mail()) == [Delivery(State.SENT)]
    assert len(faulty.taken) == 1


def test_an_address_no_server_takes_is_refused_before_the_wire() -> None:
    office = FaultyOffice(None)
    said = send(office.account(), mail(recipient="jö@x.example"), mail(1))
    office.close()
    assert [each.state for each in said] == [State.REFUSED, State.SENT]
