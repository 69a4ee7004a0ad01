"""The e-mail account of this computer: kept, tried and removed; its password lies in the system's keyring alone."""

from pathlib import Path

from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.domain.mail_account import MailAccount, check_account


def read_mail_account(settings: Path) -> MailAccount | None:
    """The account; None where there is none."""
    from desktop_pipeline.exchange.mail.account import read_account  # noqa: PLC0415 - no start needs it

    return read_account(settings)


def keep_mail_account(settings: Path, account: MailAccount, password: str | None) -> MailAccount:
    """Keeps account and password (None: the one there stays); raises InvalidError, CannotOpenError or RefusedError.

    Without a safe keyring nothing is kept, unless the server asks for no password.
    """
    from desktop_pipeline.exchange.mail.account import keep_account  # noqa: PLC0415 - likewise
    from desktop_pipeline.exchange.mail.secrets import keep_password  # noqa: PLC0415 - likewise

    checked = check_account(account)
    if checked.user_name and password is not None:
        keep_password(checked, password)
    return keep_account(settings, checked)


def forget_mail_account(settings: Path) -> None:
    """Removes the account, and its password where there is a keyring; raises CannotOpenError or RefusedError."""
    from desktop_pipeline.exchange.mail.account import forget_account, read_account  # noqa: PLC0415 - likewise
    from desktop_pipeline.exchange.mail.secrets import (  # noqa: PLC0415 - likewise
        forget_password,
        has_safe_keyring,
    )

    account = read_account(settings)
    if account is not None and account.user_name and has_safe_keyring():
        forget_password(account)
    forget_account(settings)


def can_keep_passwords() -> bool:
    """Whether this computer has a safe keyring; asks the system, so on a worker."""
    from desktop_pipeline.exchange.mail.secrets import has_safe_keyring  # noqa: PLC0415 - likewise

    return has_safe_keyring()


def try_mail_account(account: MailAccount, password: str | None) -> None:
    """Connects, encrypts, logs in and says goodbye; sends nothing. Raises InvalidError or RefusedError with why not.

    Without a password the kept one is taken. On a worker: it may take as long as the account waits.
    """
    from desktop_pipeline.exchange.mail.sending import Sender  # noqa: PLC0415 - likewise

    checked = check_account(account)
    sender = Sender(checked, password or require_password(checked))
    try:
        sender.open()
    finally:
        sender.close()


def require_password(account: MailAccount) -> str | None:
    """The kept password, None for a server that asks for none; raises RefusedError where it is missing."""
    from desktop_pipeline.exchange.mail.secrets import read_password  # noqa: PLC0415 - likewise

    if not account.user_name:
        return None
    password = read_password(account)
    if not password:
        message = f"No password is kept for {account.user_name}. Type it in the settings, under “E-mail account”."
        raise RefusedError(message)
    return password
