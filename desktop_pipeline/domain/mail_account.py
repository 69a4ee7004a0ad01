"""The account that e-mails are sent with: where its server is and how the connection is kept from being read."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop_pipeline.domain.contacts import clean_email, clean_line
from desktop_pipeline.domain.errors import InvalidError

USUAL_SECONDS = 30
_LAST_PORT = 65_535
_LOCAL = frozenset(("localhost", "127.0.0.1", "::1"))
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[0-9a-f:]+", re.IGNORECASE)


class Security(StrEnum):
    """How the connection is encrypted; NONE only for a server on this computer."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


USUAL_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class MailAccount:
    """An account; its password is in the system's keyring. Without a user name the server is not told who sends."""

    name: str
    address: str
    host: str
    port: int = 465
    security: Security = Security.TLS
    user_name: str = ""
    seconds: int = USUAL_SECONDS


def check_account(account: MailAccount) -> MailAccount:
    """The account as it is kept; raises InvalidError with what is wrong."""
    address = clean_email(account.address)
    if address is None:
        message = "An account needs the e-mail address that it sends from."
        raise InvalidError(message)
    host = account.host.strip().casefold()
    if not _HOST.fullmatch(host):
        message = "Name the server that sends your e-mails. It looks like smtp.company.com."
        raise InvalidError(message)
    if not 0 < account.port <= _LAST_PORT:
        message = "The port is a number from 1 to 65535, usually 465 or 587."
        raise InvalidError(message)
    if account.security is Security.NONE and host not in _LOCAL:
        message = "Without encryption anybody on the way can read e-mails and password. Choose TLS or STARTTLS."
        raise InvalidError(message)
    seconds = min(max(account.seconds, 1), 600)
    name, user_name = clean_line(account.name) or "", clean_line(account.user_name) or ""
    return replace(account, name=name, address=address, host=host, user_name=user_name, seconds=seconds)
