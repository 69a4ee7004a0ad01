"""Writing to one and to many: what each gets is seen before anything goes out."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.attachments import attach_files
from desktop_pipeline.actions.mail_templates import attach_to_template, edit_template
from desktop_pipeline.actions.people import edit_person
from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.domain.messages import LARGEST_FILES, State
from desktop_pipeline.domain.prepared_mail import PreparedMail
from desktop_pipeline.queries.mail_offers import read_attachable
from desktop_pipeline.ui.mail.opened_dialog import OpenedDialog
from desktop_pipeline.ui.mail.recipient_list import Mark
from desktop_pipeline.ui.mail.write_dialog import WriteDialog
from tests.mail_people import NAMES, add_person, read_messages
from tests.ui.mail.conftest import Post


def marks(dialog: WriteDialog) -> list[Mark]:
    return [line.mark for line in dialog.recipients.rows.lines]


def shown(dialog: WriteDialog) -> PreparedMail:
    """What is previewed."""
    assert dialog.mail is not None
    return dialog.mail


def test_each_gets_the_template_filled_in_and_arrows_go_through_the_previews(post: Post) -> None:
    dialog = post.write()
    assert dialog.title.text() == "3 of 3 ready"
    assert (dialog.text.subject.text(), shown(dialog).name) == ("News for Jonas", NAMES[0])
    QTest.keyClick(dialog.recipients, Qt.Key.Key_Down)
    assert dialog.text.text.toPlainText() == "Hello Mira,\n\nabout Deal of Mira Sand."
    assert "mira@sand.example" in dialog.to.text()
    dialog.scope.choose(1)
    assert dialog.text.subject.text() == "News for {{person.first_name}}"
    assert dialog.text.field_button.isVisible()


def test_whoever_cannot_be_written_to_is_held_back_with_the_reason(post: Post) -> None:
    edit_person(post.desk.workspace, post.people[0], prefers="Do not contact")
    edit_person(post.desk.workspace, post.people[1], email=None)
    dialog = post.write()
    assert marks(dialog) == [Mark.HELD_BACK, Mark.HELD_BACK, Mark.READY]
    lines = dialog.recipients.rows.lines
    assert lines[0].below == "Wants no e-mail: Do not contact"
    assert lines[1].below == "No e-mail address"
    assert dialog.recipients.row == 2
    assert dialog.primary.text() == "Open 1 e-mail"
    dialog.recipients.pick(1)
    assert "Add it to the person, or leave them out." in dialog.problem.text
    QTest.keyClick(dialog.recipients, Qt.Key.Key_Space)
    assert marks(dialog)[1] is Mark.HELD_BACK
    # What is done at the person meanwhile counts at once.
    edit_person(post.desk.workspace, post.people[1], email="mira@sand.example")
    assert marks(dialog)[1] is Mark.READY


def test_a_field_nobody_knows_is_shown_and_never_sent(post: Post) -> None:
    assert post.draft.template_id is not None
    edit_template(post.desk.workspace, post.draft.template_id, text="Hello {{person.nickname}}, {{person.phone}}")
    dialog = post.write()
    assert marks(dialog) == [Mark.HELD_BACK] * 3
    assert "There is no field “person.nickname”" in dialog.problem.text
    assert "Nothing is known for “Phone of the person”" in dialog.problem.text
    assert not dialog.primary.isEnabled()
    dialog.text.text.setPlainText("Hello Jonas, as you are called.")
    assert marks(dialog) == [Mark.READY, Mark.HELD_BACK, Mark.HELD_BACK]
    assert dialog.recipients.rows.lines[0].below.endswith("own words")


def test_space_leaves_somebody_out_and_takes_them_back(post: Post) -> None:
    dialog = post.write()
    dialog.recipients.setFocus()
    QTest.keyClick(dialog.recipients, Qt.Key.Key_Space)
    assert marks(dialog) == [Mark.LEFT_OUT, Mark.READY, Mark.READY]
    assert dialog.primary.text() == "Open 2 e-mails"
    QTest.keyClick(dialog.recipients, Qt.Key.Key_Space)
    assert marks(dialog) == [Mark.READY] * 3


def test_what_is_typed_for_everybody_is_filled_in_for_each_as_it_is_typed(post: Post) -> None:
    dialog = post.write(deal_ids=post.deals)
    dialog.scope.choose(1)
    QTest.keyClicks(dialog.text.subject, "A word for ")
    dialog.text.insert_field("person.last_name")
    QTest.keyClicks(dialog.text.text, "Good news  ")
    assert dialog.text.text.toPlainText() == "Good news  "
    dialog.scope.choose(0)
    dialog.recipients.pick(2)
    assert dialog.text.subject.text() == "A word for Ade"
    assert dialog.primary.isEnabled()


def test_one_person_is_written_to_without_a_list_and_the_deal_is_what_it_is_about(post: Post) -> None:
    dialog = post.write(deal_ids=post.deals[:1], person_ids=[post.people[2]])
    assert not dialog.recipients.isVisible()
    assert not dialog.scope.isVisible()
    assert dialog.title.text() == f"E-mail to {NAMES[2]}"
    assert (shown(dialog).person_id, shown(dialog).deal_id) == (post.people[2], post.deals[0])
    assert not dialog.primary.isEnabled()


def test_what_was_written_is_given_up_only_by_a_second_esc(post: Post) -> None:
    dialog = post.write(deal_ids=post.deals[:1])
    QTest.keyClicks(dialog.text.subject, "Half a thought")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "Press Esc again" in dialog.note.text
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert post.acts.shown is None


def test_the_mail_program_gets_a_link_and_the_timeline_only_what_was_sent(post: Post) -> None:
    dialog = post.write(deal_ids=post.deals[:1], template_id=post.draft.template_id)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (url,) = post.opened
    assert url.scheme() == "mailto"
    assert "News%20for%20Jonas" in url.toString(url.ComponentFormattingOption.FullyEncoded)
    assert not read_messages(post.desk.workspace, post.deals[0])
    asking = post.shown(OpenedDialog)
    assert isinstance(asking, OpenedDialog)
    QTest.mouseClick(asking.yes, Qt.MouseButton.LeftButton)
    (message,) = read_messages(post.desk.workspace, post.deals[0])
    assert message.text == "Hello Jonas,\n\nabout Deal of Jonas Weiß."
    post.session.undo()
    assert not read_messages(post.desk.workspace, post.deals[0])


def test_an_e_mail_with_files_is_opened_as_a_file_with_all_in_it(post: Post, tmp_path: Path) -> None:
    study = tmp_path / "Case study.pdf"
    study.write_bytes(b"%PDF of a case")
    assert post.draft.template_id is not None
    attach_to_template(post.desk.workspace, post.draft.template_id, [study])
    dialog = post.write(deal_ids=post.deals[:1], template_id=post.draft.template_id)
    assert [file.name for file in dialog.text.files] == ["Case study.pdf"]
    dialog.send()
    (url,) = post.opened
    written = Path(url.toLocalFile()).read_bytes()
    assert b"X-Unsent: 1" in written
    assert b"Case study.pdf" in written


def test_a_file_that_cannot_be_written_for_the_mail_program_is_said_and_the_e_mail_kept(
    post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = tmp_path / "Case study.pdf"
    study.write_bytes(b"%PDF of a case")
    assert post.draft.template_id is not None
    attach_to_template(post.desk.workspace, post.draft.template_id, [study])
    monkeypatch.setenv("TMPDIR", str(tmp_path / "gone"))
    monkeypatch.chdir(tmp_path)
    dialog = post.write(deal_ids=post.deals[:1], template_id=post.draft.template_id)
    dialog.send()
    assert not post.opened
    assert not list(tmp_path.glob("*.eml"))
    assert "kept under “E-mails not sent”" in post.said[-1]
    assert post.states() == [State.DRAFT]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_file_of_this_computer_joins_the_deal_and_goes_along(post: Post, tmp_path: Path) -> None:
    workspace, deal_id = post.desk.workspace, post.deals[0]
    plan, older = tmp_path / "Plan.pdf", tmp_path / "older" / "Plan.pdf"
    older.parent.mkdir()
    plan.write_bytes(b"%PDF of today")
    older.write_bytes(b"%PDF of last year")
    attach_files(workspace, FieldSubject.DEAL, deal_id, [older], at=workspace.now())
    attach_files(workspace, FieldSubject.DEAL, deal_id, [plan], at=workspace.now())
    dialog = post.write(deal_ids=[deal_id])
    QTest.mouseClick(dialog.attach, Qt.MouseButton.LeftButton)
    menu = dialog.findChild(QMenu)
    assert menu is not None
    *files, _line, other = menu.actions()
    assert [action.text().split(",")[0] for action in files] == ["Plan.pdf", "Plan.pdf"]
    assert other.text() == "Choose files on this computer…"
    assert dialog.files is not None
    # Chosen by its place, it is that very file, though the deal has a newer one of the same name.
    dialog.files.attach([older])
    assert [file.name for file in dialog.text.files] == ["Plan.pdf"]
    price = tmp_path / "Prices.txt"
    price.write_text("1 000")
    dialog.files.attach([price])
    assert [file.name for file in read_attachable(workspace, deal_id)] == ["Prices.txt", "Plan.pdf", "Plan.pdf"]
    QTest.keyClicks(dialog.text.subject, "With files")
    QTest.keyClicks(dialog.text.text, "Hello")
    dialog.send()
    (url,) = post.opened
    written = message_from_bytes(Path(url.toLocalFile()).read_bytes(), policy=policy.default)
    contents = {part.get_filename(): part.get_payload(decode=True) for part in written.iter_attachments()}
    assert contents == {"Plan.pdf": b"%PDF of last year", "Prices.txt": b"1 000"}


def test_a_file_too_large_for_an_e_mail_is_neither_sent_nor_attached(post: Post, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    with film.open("wb") as stream:
        stream.truncate(LARGEST_FILES + 1)
    dialog = post.write(deal_ids=post.deals[:1])
    assert dialog.files is not None
    dialog.files.attach([film])
    assert dialog.note.text == "“film.mp4” is too large for an e-mail: 18 MB at most can go with one."
    assert dialog.text.files == ()
    assert read_attachable(post.desk.workspace, post.deals[0]) == []


def test_to_several_no_file_of_one_deal_is_offered(post: Post) -> None:
    assert not post.write().attach.isVisible()
    assert post.write(deal_ids=post.deals[:1]).attach.isVisible()


def test_many_are_saved_as_files_and_none_there_is_replaced(post: Post, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / f"{NAMES[1]}.eml").write_text("mine")
    dialog = post.write()
    post.acts.save_files(dialog.writing.chosen, folder, dialog)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [f"{NAMES[0]}.eml", f"{NAMES[1]}.eml", f"{NAMES[1]} 2.eml", f"{NAMES[2]}.eml"]
    )
    assert (folder / f"{NAMES[1]}.eml").read_text() == "mine"
    asking = post.shown(OpenedDialog)
    assert isinstance(asking, OpenedDialog)
    QTest.mouseClick(asking.no, Qt.MouseButton.LeftButton)
    assert post.states() == []


def test_an_e_mail_that_was_planned_is_done_by_sending_it(post: Post) -> None:
    planned = plan_activity(
        post.desk.workspace, kind="email", subject="Send the news", at=post.desk.now, deal_id=post.deals[1]
    )
    dialog = post.write(activity_id=planned, template_id=post.draft.template_id)
    assert shown(dialog).name == NAMES[1]
    dialog.send()
    asking = post.shown(OpenedDialog)
    assert isinstance(asking, OpenedDialog)
    asking.yes.click()
    assert post.desk.workspace.value("select done_at from activity where id = ?", (planned,)) is not None
    assert post.desk.workspace.value("select count(*) from activity") == 1


def test_without_an_account_the_window_leads_to_the_settings(post: Post, qtbot: QtBot) -> None:
    dialog = post.write()
    assert dialog.set_up.isVisible()
    with qtbot.waitSignal(post.acts.settings_asked):
        dialog.set_up.click()
    assert post.acts.shown is None


def test_nobody_to_write_to_is_said(post: Post) -> None:
    assert post.acts.write(person_ids=[4711]) is None
    assert post.said == ["There is nobody here to write to."]


def test_what_is_typed_for_many_is_made_ready_when_the_keys_rest_and_before_it_goes_out(
    post: Post, qtbot: QtBot
) -> None:
    many = [add_person(post.desk, f"Guest Number{place}") for place in range(60)]
    dialog = post.write(person_ids=many)
    dialog.scope.choose(1)
    dialog.text.subject.setFocus()
    QTest.keyClicks(dialog.text.subject, "News")
    QTest.keyClicks(dialog.text.text, "Hello")
    assert dialog.writing.mails[0].text != "Hello"
    assert len(dialog.writing.chosen) == 60
    assert dialog.writing.mails[0].text == "Hello"
    QTest.keyClicks(dialog.text.text, " all")
    qtbot.waitUntil(lambda: dialog.writing.mails[59].text == "Hello all")
