"""Hands e-mails to a server one by one, and tells of each whether it was taken, refused, or nobody knows."""

import contextlib
import smtplib
import ssl
from email.errors import MessageError
from typing import TYPE_CHECKING

from desktop_pipeline.domain.errors import InvalidError, RefusedError
from desktop_pipeline.domain.mail_account import MailAccount, Security
from desktop_pipeline.domain.messages import Delivery, OutgoingMail, State
from desktop_pipeline.domain.names import tidy
from desktop_pipeline.exchange.mail.build import ascii_address, build, stuff_dots, write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

_TAKEN, _CLOSING = 250, 421
# What the server answers to MAIL, RCPT (251: it passes the e-mail on) and DATA where it goes along.
_WANTED = (frozenset((250,)), frozenset((250, 251)), frozenset((354,)))
# How we present ourselves: the name of this computer is nobody's business, and looking it up may take long.
_HELLO = "[127.0.0.1]"
_LONGEST_WORDS = 300


class CannotSendError(RefusedError):
    """The server cannot be reached, is not safe, or does not let us in; nothing was sent."""


class _LostError(Exception):
    """The connection broke before the e-mail was handed over: it was certainly not taken."""


class Sender:
    """A connection to the server of an account; it opens with the first e-mail and again after a break."""

    def __init__(self, account: MailAccount, password: str | None) -> None:
        self._account = account
        self._password = password
        self._server: smtplib.SMTP | None = None
        self._has_sent = False

    def open(self) -> None:
        """Connects, makes the connection safe and logs in; raises CannotSendError. Nothing where it is open."""
        if self._server is not None:
            return
        try:
            server = self._connect()
        except smtplib.SMTPConnectError as error:
            raise CannotSendError(_describe(self._account, error.smtp_code, error.smtp_error)) from error
        except ssl.SSLError as error:
            raise CannotSendError(_describe_unsafe(self._account, error)) from error
        except (OSError, smtplib.SMTPException) as error:
            message = f"{self._where} cannot be reached. Look at the connection and at the account’s settings."
            raise CannotSendError(message) from error
        try:
            self._enter(server)
        except BaseException:
            server.close()
            raise
        self._server, self._has_sent = server, False

    def close(self) -> None:
        """Says goodbye; what the server answers changes nothing any more."""
        server, self._server = self._server, None
        if server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def send(self, mail: OutgoingMail) -> Delivery:
        """Hands one e-mail over. `draft` in the answer: it was certainly not taken and can be sent again.

        Raises CannotSendError where there is no connection to be had; then nothing was sent either.
        """
        try:
            message = build(mail)
            content = stuff_dots(write_bytes(message))
            sender, recipient = ascii_address(mail.sender), ascii_address(mail.recipient)
        except (InvalidError, MessageError, UnicodeError, ValueError) as error:
            return Delivery(State.REFUSED, str(error))
        self.open()
        for is_last in (not self._has_sent, True):
            try:
                return self._hand_over(sender, recipient, content)
            except _LostError as lost:
                self._drop()
                if is_last:
                    return Delivery(State.DRAFT, f"The connection to {self._where} broke: {lost}")
                # Many servers take so many on one connection and then end it.
                self.open()
        raise AssertionError

    @property
    def _where(self) -> str:
        return f"“{self._account.host}”"

    def _connect(self) -> smtplib.SMTP:
        host, port, seconds = self._account.host, self._account.port, self._account.seconds
        if self._account.security is Security.TLS:
            return smtplib.SMTP_SSL(host, port, _HELLO, timeout=seconds, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, _HELLO, timeout=seconds)

    def _enter(self, server: smtplib.SMTP) -> None:
        try:
            server.ehlo_or_helo_if_needed()
            if self._account.security is Security.STARTTLS:
                server.starttls(context=ssl.create_default_context())
                server.ehlo_or_helo_if_needed()
            if self._account.user_name:
                server.login(self._account.user_name, self._password or "")
        except smtplib.SMTPAuthenticationError as error:
            words = _words(error.smtp_error)
            message = f"{self._where} does not take the user name or the password. It says: {words}"
            raise CannotSendError(message) from error
        except smtplib.SMTPNotSupportedError as error:
            message = (
                f"{self._where} does not offer what the account asks for: {_words(str(error))}"
                " Nothing was sent without it."
            )
            raise CannotSendError(message) from error
        except ssl.SSLError as error:
            raise CannotSendError(_describe_unsafe(self._account, error)) from error
        except smtplib.SMTPResponseException as error:
            raise CannotSendError(_describe(self._account, error.smtp_code, error.smtp_error)) from error
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            message = f"{self._where} ended the connection before it let us in. Try again later."
            raise CannotSendError(message) from error

    def _hand_over(self, sender: str, recipient: str, content: bytes) -> Delivery:
        server = self._server
        if server is None:
            message = "it is closed"
            raise _LostError(message)
        try:
            steps: tuple[Callable[[], tuple[int, bytes]], ...] = (
                lambda: server.mail(sender),
                lambda: server.rcpt(recipient),
                lambda: server.docmd("data"),
            )
            for step, wanted in zip(steps, _WANTED, strict=True):
                code, said = step()
                if code == _CLOSING:
                    raise _LostError(_words(said))
                if code not in wanted:
                    self._begin_anew()
                    return Delivery(State.REFUSED, _words(said, code))
            server.send(content if content.endswith(b"\r\n") else content + b"\r\n")
        except (OSError, smtplib.SMTPException) as error:
            raise _LostError(_words(str(error))) from error
        return self._end(server)

    def _end(self, server: smtplib.SMTP) -> Delivery:
        """Sends the dot that hands the e-mail over; from here on a break leaves open whether it was taken."""
        try:
            server.send(b".\r\n")
            code, said = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Delivery(
                State.UNCERTAIN, f"The connection broke before {self._where} answered. {_words(str(error))}"
            )
        self._has_sent = True
        if code == _TAKEN:
            return Delivery(State.SENT)
        if code == _CLOSING:
            self._drop()
        return Delivery(State.REFUSED, _words(said, code))

    def _begin_anew(self) -> None:
        try:
            if self._server is not None:
                self._server.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()


def _words(said: bytes | str, code: int | None = None) -> str:
    text = tidy(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)[:_LONGEST_WORDS]
    return text if code is None else f"{code} {text}".strip()


def _describe(account: MailAccount, code: int, said: bytes | str) -> str:
    return f"“{account.host}” does not take e-mails now. It says: {_words(said, code)}"


def _describe_unsafe(account: MailAccount, error: ssl.SSLError) -> str:
    why = getattr(error, "verify_message", "") or error.reason or "the encryption does not fit"
    return (
        f"The connection to “{account.host}” is not safe ({why}). Nothing was sent. Look at name, port and encryption."
    )
