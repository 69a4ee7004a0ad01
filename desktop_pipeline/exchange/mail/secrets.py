"""Passwords of e-mail accounts: in the system's keyring and nowhere else."""

from typing import TYPE_CHECKING

from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.domain.mail_account import MailAccount

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "Desktop Pipeline e-mail"
# Those that keep nothing, refuse, or write a file that others can read.
_UNSAFE = ("keyring.backends.null", "keyring.backends.fail", "keyrings.alt")


class NoKeyringError(RefusedError):
    """This computer has no keyring that keeps passwords safely."""


def keep_password(account: MailAccount, password: str) -> None:
    """Keeps a password; raises NoKeyringError."""
    from keyring.errors import KeyringError  # noqa: PLC0415 - only those who send know the keyring

    if not password:
        forget_password(account)
        return
    try:
        _find_keyring().set_password(_SERVICE, _key(account), password)
    except KeyringError as error:
        message = "The keyring did not take the password. Unlock it and try again."
        raise NoKeyringError(message) from error


def read_password(account: MailAccount) -> str | None:
    """The password; None where none is kept. Raises NoKeyringError."""
    from keyring.errors import KeyringError  # noqa: PLC0415 - likewise

    try:
        return _find_keyring().get_password(_SERVICE, _key(account))
    except KeyringError as error:
        message = "The keyring did not give the password. Unlock it and try again."
        raise NoKeyringError(message) from error


def forget_password(account: MailAccount) -> None:
    """Removes a password; one that is not there is no error. Raises NoKeyringError."""
    from keyring.errors import KeyringError, PasswordDeleteError  # noqa: PLC0415 - likewise

    try:
        _find_keyring().delete_password(_SERVICE, _key(account))
    except PasswordDeleteError:
        return
    except KeyringError as error:
        message = "The keyring did not remove the password. Unlock it and try again."
        raise NoKeyringError(message) from error


def has_safe_keyring() -> bool:
    """Whether a password can be kept on this computer."""
    try:
        _find_keyring()
    except NoKeyringError:
        return False
    return True


def _find_keyring() -> "KeyringBackend":
    import keyring  # noqa: PLC0415 - looking for one takes time that no start has

    found = keyring.get_keyring()
    # A chain asks several: the first of them is the one that takes a password.
    asked = next(iter(getattr(found, "backends", (found,))), None)
    kind = type(asked)
    if asked is None or kind.__module__.startswith(_UNSAFE) or "plaintext" in kind.__name__.casefold():
        message = (
            "This computer has no keyring that keeps a password safely, so e-mails cannot be sent from here."
            " Your own mail program still can send them."
        )
        raise NoKeyringError(message)
    return found


def _key(account: MailAccount) -> str:
    """A password belongs to one user of one server."""
    return f"{account.user_name}@{account.host}:{account.port}"
