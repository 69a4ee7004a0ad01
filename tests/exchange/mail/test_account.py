"""The account lies in the settings folder, its password in a safe keyring or nowhere."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringLocked

from desktop_pipeline.actions.mail import (
    can_keep_passwords,
    forget_mail_account,
    keep_mail_account,
    read_mail_account,
    try_mail_account,
)
from desktop_pipeline.domain.errors import CannotOpenError, InvalidError, RefusedError
from desktop_pipeline.domain.mail_account import MailAccount, Security, check_account
from desktop_pipeline.exchange.mail.secrets import read_password
from tests.mail_servers import PASSWORD, USER, Box, Fault, FaultyOffice

ACCOUNT = MailAccount("Anna Bell", "anna@workshop.example", "smtp.workshop.example", 465, Security.TLS, USER, 20)


class PlaintextBox(Box):
    """Such as writes passwords into a file that everybody reads."""


class LockedBox(Box):
    """One that its owner has locked."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked


@pytest.fixture
def box() -> Iterator[Box]:
    """A keyring for this test."""
    before = keyring.get_keyring()
    made = Box()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_an_account_is_kept_and_forgotten_with_its_password(tmp_path: Path, box: Box) -> None:
    assert read_mail_account(tmp_path) is None
    kept = keep_mail_account(tmp_path / "new", replace(ACCOUNT, host=" SMTP.Workshop.example "), PASSWORD)
    assert kept == ACCOUNT == read_mail_account(tmp_path / "new")
    assert read_password(ACCOUNT) == PASSWORD
    keep_mail_account(tmp_path / "new", replace(ACCOUNT, name="Anna"), None)
    assert list(box.kept.values()) == [PASSWORD]
    assert PASSWORD not in "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "new").iterdir())
    forget_mail_account(tmp_path / "new")
    assert box.kept == {}
    assert read_mail_account(tmp_path / "new") is None
    forget_mail_account(tmp_path / "new")


def test_a_password_belongs_to_one_user_of_one_server(tmp_path: Path, box: Box) -> None:
    keep_mail_account(tmp_path, ACCOUNT, PASSWORD)
    assert not read_password(replace(ACCOUNT, host="smtp.other.example"))
    assert not read_password(replace(ACCOUNT, user_name="ben"))
    keep_mail_account(tmp_path, ACCOUNT, "")
    assert not read_password(ACCOUNT)


@pytest.mark.parametrize("chained", [(), (null.Keyring,)])
@pytest.mark.parametrize("kind", [fail.Keyring, null.Keyring, PlaintextBox, chainer.ChainerBackend])
def test_a_keyring_that_keeps_nothing_safely_is_refused(
    kind: type[KeyringBackend],
    chained: tuple[type[KeyringBackend], ...],
    tmp_path: Path,
    box: Box,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [each() for each in chained])
    keyring.set_keyring(kind())
    assert not can_keep_passwords()
    with pytest.raises(RefusedError, match="no keyring that keeps a password safely"):
        keep_mail_account(tmp_path, ACCOUNT, PASSWORD)
    assert list(tmp_path.iterdir()) == []


def test_a_locked_keyring_is_said_so(tmp_path: Path, box: Box) -> None:
    keyring.set_keyring(LockedBox())
    for act in (lambda: keep_mail_account(tmp_path, ACCOUNT, PASSWORD), lambda: read_password(ACCOUNT)):
        with pytest.raises(RefusedError, match="Unlock it"):
            act()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"address": ""}, "needs the e-mail address"),
        ({"address": "nobody"}, "not an e-mail address"),
        ({"host": ""}, "Name the server"),
        ({"host": "smtp example"}, "Name the server"),
        ({"host": "smtp.example\r\nEVIL"}, "Name the server"),
        ({"port": 0}, "port"),
        ({"port": 65_536}, "port"),
        ({"security": Security.NONE}, "Without encryption"),
        ({"security": Security.NONE, "host": "localhost.example"}, "Without encryption"),
    ],
)
def test_what_cannot_be_an_account_is_refused(changed: dict[str, object], why: str) -> None:
    with pytest.raises(InvalidError, match=why):
        check_account(replace(ACCOUNT, **changed))  # type: ignore[arg-type]


def test_a_server_on_this_computer_needs_no_encryption_and_nobody_waits_for_ever() -> None:
    local = check_account(replace(ACCOUNT, host="LOCALHOST", security=Security.NONE, seconds=0))
    assert (local.host, local.seconds) == ("localhost", 1)
    assert check_account(replace(ACCOUNT, seconds=10**9)).seconds == 600


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        json.dumps(
            {"name": "x", "address": "no", "host": "h", "port": 1, "security": "tls", "user_name": "", "seconds": 1}
        ),
        json.dumps(
            {
                "name": "",
                "address": "a@b.c",
                "host": "h.x",
                "port": 25,
                "security": "none",
                "user_name": "",
                "seconds": 1,
            }
        ),
        "\xff",
    ],
)
def test_an_account_that_was_tampered_with_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "mail.json").write_bytes(text.encode("latin-1"))
    assert read_mail_account(tmp_path) is None


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path, box: Box) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(CannotOpenError, match="cannot be kept"):
        keep_mail_account(tmp_path / "file", ACCOUNT, None)


@pytest.mark.usefixtures("local_network")
def test_trying_an_account_logs_in_and_sends_nothing(box: Box) -> None:
    office = FaultyOffice(None)
    try_mail_account(office.account(user=USER), PASSWORD)
    with pytest.raises(RefusedError, match="No password is kept"):
        try_mail_account(office.account(user=USER), None)
    office.fault = Fault("auth", "535 no")
    with pytest.raises(RefusedError, match="user name or the password"):
        try_mail_account(office.account(user=USER), "wrong")
    office.close()
    assert office.taken == []
