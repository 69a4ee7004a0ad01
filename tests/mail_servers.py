"""Servers of e-mail on this computer: one that takes everything, and one that fails where a test wants it to."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import BinaryIO

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from desktop_pipeline.domain.mail_account import MailAccount, Security

CERTIFICATE = Path(__file__).parent / "data" / "mail" / "certificate.pem"
_KEY = CERTIFICATE.with_name("key.pem")
USER, PASSWORD = "anna", "a long secret"


class Box(KeyringBackend):
    """A keyring of the test's own, which keeps passwords in memory."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # theirs has no types
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@dataclass
class Received:
    """An e-mail as a server took it."""

    sender: str
    recipients: list[str]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=default)


@dataclass
class Office:
    """A server that takes everything, and what it took."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        assert isinstance(envelope.content, bytes)
        self.received.append(Received(str(envelope.mail_from), list(envelope.rcpt_tos), envelope.content))
        return "250 taken"

    def login(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, said: object) -> AuthResult:
        assert isinstance(said, LoginPassword)
        self.logins.append((said.login, said.password))
        return AuthResult(success=(said.login, said.password) == (USER.encode(), PASSWORD.encode()), handled=False)

    def account(self, security: Security = Security.NONE, *, user: str = "") -> MailAccount:
        """How to reach it."""
        return MailAccount("Anna Bell", "anna@workshop.example", "localhost", self.port, security, user, 5)


@contextmanager
def open_office(security: Security = Security.NONE) -> Iterator[Office]:
    """A server that runs while it is open, encrypted as told; it asks for a password where it is."""
    office = Office()
    context = None
    if security is not Security.NONE:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE, _KEY)
    is_starttls = security is Security.STARTTLS
    controller = Controller(
        office,
        hostname="127.0.0.1",
        port=_free_port(),
        ssl_context=context if security is Security.TLS else None,
        tls_context=context if is_starttls else None,
        require_starttls=is_starttls,
        authenticator=office.login if context else None,
        auth_required=is_starttls,
        auth_require_tls=is_starttls,
    )
    controller.start()
    office.port = controller.port
    try:
        yield office
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@dataclass
class Fault:
    """Where a server fails and how, at the e-mail of that number, 0 being the first.

    `step` is greeting, ehlo, starttls, auth, mail, rcpt, data, body, dot or quit; `how` is close (the connection
    ends), silent (nothing is answered) or the answer itself.
    """

    step: str
    how: str
    number: int = 0


_ANSWERS = {
    "HELO": ("ehlo", "250 here"),
    "STAR": ("starttls", "220 go on"),
    "AUTH": ("auth", "235 in"),
    "MAIL": ("mail", "250 go on"),
}


class FaultyOffice:
    """A server that speaks the protocol line by line, and fails once where it is told to.

    `taken` is the truth: to whom an e-mail was taken, in that order, whatever the client heard of it.
    """

    def __init__(self, fault: Fault | None) -> None:
        self.fault = fault
        self.taken: list[str] = []
        self.bodies: list[bytes] = []
        self.connections = 0
        self._number = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._hung: list[socket.socket] = []
        self.port = int(self._listening.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def account(self, *, user: str = "", seconds: int = 1) -> MailAccount:
        return MailAccount("Anna Bell", "anna@workshop.example", "localhost", self.port, Security.NONE, user, seconds)

    def close(self) -> None:
        # A connection wakes up whoever waits for one.
        with socket.socket() as waking:
            self._is_over = True
            waking.connect(("127.0.0.1", self.port))
        self._thread.join(5)
        self._listening.close()
        for hung in self._hung:
            hung.close()

    _is_over = False

    def _serve(self) -> None:
        while True:
            connection, _address = self._listening.accept()
            if self._is_over:
                connection.close()
                return
            self.connections += 1
            with connection, connection.makefile("rb") as lines:
                try:
                    self._converse(connection, lines)
                except _ClosedError:
                    continue
                except _SilentError:
                    self._hung.append(connection.dup())
                except OSError:
                    continue

    def _converse(self, connection: socket.socket, lines: BinaryIO) -> None:
        self._answer(connection, "greeting", "220 here")
        recipient = ""
        for line in lines:
            verb = line[:4].decode("ascii", "replace").upper()
            if verb == "EHLO":
                offers = "250-STARTTLS\r\n" if self._fails("starttls") else ""
                self._answer(connection, "ehlo", f"250-here\r\n{offers}250 AUTH PLAIN LOGIN")
            elif verb in _ANSWERS:
                self._answer(connection, *_ANSWERS[verb])
            elif verb == "RCPT":
                recipient = line.split(b"<")[1].split(b">")[0].decode()
                self._answer(connection, "rcpt", "250 go on")
            elif verb == "DATA":
                if self._answer(connection, "data", "354 write"):
                    self._take(connection, lines, recipient)
            elif verb == "QUIT":
                self._answer(connection, "quit", "221 bye")
                return
            else:
                connection.sendall(b"250 well\r\n")

    def _take(self, connection: socket.socket, lines: BinaryIO, recipient: str) -> None:
        body = []
        for line in lines:
            if self._fails("body"):
                self._break(connection)
            if line == b".\r\n":
                break
            body.append(line)
        else:
            return
        is_taken = not self._fails("dot") or self.fault is None or self.fault.how[:1] not in "45"
        if is_taken:
            self.taken.append(recipient)
            self.bodies.append(b"".join(body))
        self._answer(connection, "dot", "250 taken")
        self._number += 1

    def _answer(self, connection: socket.socket, step: str, words: str) -> bool:
        """Whether the client was answered as it hoped."""
        if not self._fails(step):
            connection.sendall(f"{words}\r\n".encode())
            return True
        assert self.fault is not None
        if self.fault.how in {"close", "silent"}:
            self._break(connection)
        said = self.fault.how
        if step != "auth":  # a client tries one way to log in after the other
            self.fault = None
        if step in {"mail", "rcpt", "data"}:
            self._number += 1
        connection.sendall(f"{said}\r\n".encode())
        if said.startswith("421"):
            raise _ClosedError
        return False

    def _fails(self, step: str) -> bool:
        return self.fault is not None and self.fault.step == step and self._number >= self.fault.number

    def _break(self, connection: socket.socket) -> None:
        assert self.fault is not None
        how, self.fault = self.fault.how, None
        if how == "silent":
            raise _SilentError
        connection.shutdown(socket.SHUT_RDWR)
        raise _ClosedError


class _ClosedError(Exception):
    """The server ended the connection."""


class _SilentError(Exception):
    """The server answers no more."""
