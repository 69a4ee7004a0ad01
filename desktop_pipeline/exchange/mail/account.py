"""The e-mail account of this user on this computer: in the settings folder, never in a workspace, without password."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from desktop_pipeline.domain.errors import CannotOpenError, InvalidError
from desktop_pipeline.domain.mail_account import MailAccount, Security, check_account

_FILE = "mail.json"


def read_account(settings: Path) -> MailAccount | None:
    """The account; None where none is kept, or what is kept makes no sense."""
    try:
        told = json.loads((settings / _FILE).read_text(encoding="utf-8"))
        return check_account(
            MailAccount(
                name=str(told["name"]),
                address=str(told["address"]),
                host=str(told["host"]),
                port=int(told["port"]),
                security=Security(told["security"]),
                user_name=str(told["user_name"]),
                seconds=int(told["seconds"]),
            )
        )
    except (OSError, ValueError, KeyError, TypeError, InvalidError):
        return None


def keep_account(settings: Path, account: MailAccount) -> MailAccount:
    """Keeps it as checked, whole or not at all; raises InvalidError or CannotOpenError."""
    checked = check_account(account)
    unfinished = settings / f"{_FILE}.{os.getpid()}.new"
    try:
        settings.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(asdict(checked), indent=1), encoding="utf-8")
        unfinished.replace(settings / _FILE)
    except OSError as error:
        message = f"The account cannot be kept in “{settings}”: {error.strerror}."
        raise CannotOpenError(message) from error
    return checked


def forget_account(settings: Path) -> None:
    """Removes it; raises CannotOpenError."""
    try:
        (settings / _FILE).unlink(missing_ok=True)
    except OSError as error:
        message = f"The account cannot be removed: {error.strerror}."
        raise CannotOpenError(message) from error
