"""The e-mail account with its try, and templates with their preview, in the settings."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.company import edit_company
from desktop_pipeline.actions.mail import read_mail_account
from desktop_pipeline.actions.mail_templates import delete_template
from desktop_pipeline.queries.mail import read_templates
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.settings.account_section import AccountSection
from desktop_pipeline.ui.settings.templates_section import TemplatesSection
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.mail_people import add_template, add_three
from tests.mail_servers import PASSWORD, USER, Box, open_office
from tests.workspaces import Desk, make_desk


@pytest.fixture
def box() -> Iterator[Box]:
    """A keyring for this test."""
    before = keyring.get_keyring()
    made = Box()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def section(tmp_path: Path, theme: Theme, tasks: Tasks, qtbot: QtBot) -> AccountSection:
    made = AccountSection(tasks, theme, tmp_path)
    qtbot.addWidget(made)
    made.resize(640, 600)
    made.show()
    return made


def fill(section: AccountSection, host: str, port: int, user: str = "", password: str = "") -> None:
    section.address.setText("anna@workshop.example")
    section.name.setText("Anna Bell")
    section.host.setText(host)
    section.security.setCurrentIndex(2)
    section.port.setText(str(port))
    section.user.setText(user)
    section.password.setText(password)


def wait(section: AccountSection, tasks: Tasks, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: tasks.is_idle and section.save.isEnabled(), timeout=20_000)
    return section.result.text


@pytest.mark.usefixtures("local_network", "box")
def test_the_try_says_that_the_server_answered_and_sends_nothing(
    section: AccountSection, tasks: Tasks, qtbot: QtBot
) -> None:
    with open_office() as office:
        fill(section, "localhost", office.port)
        QTest.mouseClick(section.try_button, Qt.MouseButton.LeftButton)
        assert wait(section, tasks, qtbot) == "The server answered and let you in. Nothing was sent."
        assert not office.received
    QTest.mouseClick(section.try_button, Qt.MouseButton.LeftButton)
    assert "cannot be reached" in wait(section, tasks, qtbot)


def test_the_account_is_kept_on_the_computer_and_the_password_in_the_keyring_alone(
    section: AccountSection, box: Box, tasks: Tasks, qtbot: QtBot, tmp_path: Path
) -> None:
    fill(section, "localhost", 2525, USER, PASSWORD)
    QTest.mouseClick(section.save, Qt.MouseButton.LeftButton)
    assert wait(section, tasks, qtbot).startswith("Saved.")
    account = read_mail_account(tmp_path)
    assert account is not None
    assert (account.address, account.user_name) == ("anna@workshop.example", USER)
    assert list(box.kept.values()) == [PASSWORD]
    assert not any(PASSWORD in path.read_text() for path in tmp_path.iterdir() if path.is_file())
    assert section.password.text() == ""
    assert section.password.placeholderText() == "Kept in the keyring of this computer"
    QTest.mouseClick(section.remove, Qt.MouseButton.LeftButton)
    assert wait(section, tasks, qtbot) == "The account is removed from this computer."
    assert (read_mail_account(tmp_path), box.kept) == (None, {})


def test_what_cannot_be_an_account_is_refused_in_words(
    section: AccountSection, box: Box, tasks: Tasks, qtbot: QtBot, tmp_path: Path
) -> None:
    fill(section, "smtp.workshop.example", 25)
    section.keep()
    assert "Without encryption" in wait(section, tasks, qtbot)
    section.port.setText("many")
    section.keep()
    assert section.note.text == "The port is a number, usually 465 or 587."
    assert read_mail_account(tmp_path) is None
    assert not box.kept


def test_without_a_safe_keyring_the_account_is_not_kept_and_the_mail_program_named(
    section: AccountSection, tasks: Tasks, qtbot: QtBot, tmp_path: Path
) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call] # theirs has no types
    try:
        fill(section, "localhost", 2525, USER, PASSWORD)
        section.keep()
        assert "no keyring" in wait(section, tasks, qtbot)
        assert "mail program" in section.result.text
        assert read_mail_account(tmp_path) is None
    finally:
        keyring.set_keyring(before)


def test_the_usual_port_follows_the_encryption(section: AccountSection) -> None:
    section.security.setFocus()
    QTest.keyClick(section.security, Qt.Key.Key_Down)
    assert (section.security.currentText(), section.port.text()) == ("STARTTLS", "587")
    QTest.keyClicks(section.address, "anna@workshop.example")
    QTest.keyClick(section.address, Qt.Key.Key_Return)
    assert section.user.text() == "anna@workshop.example"
    section.user.clear()
    QTest.keyClick(section.address, Qt.Key.Key_Return)
    assert section.user.text() == ""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.workspace.close()


def open_templates(desk: Desk, folder: Path, theme: Theme, formats: Formats, qtbot: QtBot) -> TemplatesSection:
    session = Session(desk.workspace)
    section = TemplatesSection(session, theme, formats, folder)
    qtbot.addWidget(section)
    session.setParent(section)
    section.resize(900, 1100)
    section.show()
    return section


def test_a_template_is_written_with_fields_and_shown_as_a_real_deal_would_get_it(
    desk: Desk, tmp_path: Path, theme: Theme, formats: Formats, qtbot: QtBot
) -> None:
    add_three(desk)
    section = open_templates(desk, tmp_path, theme, formats, qtbot)
    QTest.keyClicks(section.list.field, "News")
    QTest.keyClick(section.list.field, Qt.Key.Key_Return)
    form = section.form
    assert form.isVisible()
    QTest.keyClicks(form.subject, "News for ")
    form.insert_field("person.first_name", form.subject)
    form.subject.finish()
    form.text.setPlainText("Hello {{person.nickname}}")
    form.text.finish()
    kept = read_templates(desk.workspace)[-1]
    assert (kept.subject, kept.text) == ("News for {{person.first_name}}", "Hello {{person.nickname}}")
    assert form.preview.toPlainText().startswith("News for Olu")
    assert "There is no field “person.nickname”" in form.problem.text
    form.text.setPlainText("Hello {{person.first_name}}")
    form.text.finish()
    assert form.preview.toPlainText() == "News for Olu\n\nHello Olu"
    assert not form.problem.text
    form.deal.setCurrentIndex(1)
    form.deal.activated.emit(1)
    assert "Hello Mira" in form.preview.toPlainText()
    desk.journal.undo()
    assert form.text.toPlainText() == "Hello {{person.nickname}}"


def test_a_preview_follows_the_company_card(
    desk: Desk, tmp_path: Path, theme: Theme, formats: Formats, qtbot: QtBot
) -> None:
    add_three(desk)
    add_template(desk, text="Yours, {{company.name}}")
    section = open_templates(desk, tmp_path, theme, formats, qtbot)
    section.list.table.go_to(read_templates(desk.workspace)[-1].template_id)
    edit_company(desk.workspace, name="Oak & Ash")
    assert section.form.preview.toPlainText().endswith("Yours, Oak & Ash")


def test_files_go_with_a_template_to_one_industry_or_to_all(
    desk: Desk, tmp_path: Path, theme: Theme, formats: Formats, qtbot: QtBot
) -> None:
    add_template(desk)
    section = open_templates(desk, tmp_path, theme, formats, qtbot)
    section.list.table.go_to(read_templates(desk.workspace)[-1].template_id)
    study = tmp_path / "Case study.pdf"
    study.write_bytes(b"%PDF of a case")
    section.form.add_files([study])
    assert section.form.files is not None
    lines = section.form.files.table.lines
    qtbot.waitUntil(lambda: lines.rowCount() == 1)
    assert [lines.index(0, column).data() for column in range(3)] == ["Case study.pdf", "Everybody", "1 kB"]
    section.form.add_files([tmp_path / "gone.pdf"])
    assert "gone.pdf" in section.note.text
    kept = read_templates(desk.workspace)[-1]
    assert [file.file.name for file in kept.files] == ["Case study.pdf"]


def test_a_ready_made_one_that_was_deleted_comes_back_on_request(
    desk: Desk, tmp_path: Path, theme: Theme, formats: Formats, qtbot: QtBot
) -> None:
    before = [row.name for row in read_templates(desk.workspace)]
    delete_template(desk.workspace, read_templates(desk.workspace)[0].template_id)
    section = open_templates(desk, tmp_path, theme, formats, qtbot)
    section.ready.click()
    assert sorted(row.name for row in read_templates(desk.workspace)) == sorted(before)
    section.ready.click()
    assert section.note.text == "All of them are here already."
