"""Templates and their files, and that they are kept, erased, exported and checked as everything else is."""

from pathlib import Path
from typing import cast

import pytest

from desktop_pipeline.actions.erasing import erase_person
from desktop_pipeline.actions.mail import keep_drafts, log_reply, prepare_mails
from desktop_pipeline.actions.mail_templates import (
    add_ready_templates,
    attach_to_template,
    copy_template,
    create_template,
    delete_template,
    edit_template,
    edit_template_file,
    order_templates,
    remove_template_file,
)
from desktop_pipeline.actions.merging import merge_people
from desktop_pipeline.actions.person_export import read_everything
from desktop_pipeline.domain.errors import CannotOpenError, InvalidError, NotFoundError
from desktop_pipeline.domain.messages import LARGEST_FILES, IncomingMail, MailFile
from desktop_pipeline.domain.prepared_mail import MailTarget
from desktop_pipeline.queries.mail import read_industries, read_templates
from desktop_pipeline.queries.whole import read_attached
from desktop_pipeline.storage.files import list_named
from desktop_pipeline.storage.journal_pruning import JournalLimits, prune_journal
from desktop_pipeline.storage.mail_facts import read_message_row
from tests.mail_people import add_person, add_template, read_person_messages
from tests.workspaces import Desk, read_content


def save(folder: Path, name: str, content: bytes = b"%PDF words") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def forget_ready_ones(desk: Desk) -> None:
    """A workspace as it came from an older version: without templates."""
    assert len(read_templates(desk.workspace)) >= 10
    with desk.journal.change("None", sealed=True) as draft:
        draft.execute("delete from mail_template")


def test_templates_are_written_ordered_copied_and_left_unused(desk: Desk) -> None:
    forget_ready_ones(desk)
    before = read_content(desk.workspace)
    first = create_template(desk.workspace, name=" First  one ", subject="Hi {{nope}}", text="Text", purpose="For all")
    second = create_template(desk.workspace, name="Second")
    edit_template(desk.workspace, second, name="second", subject="S", text="T", purpose="P", is_active=False)
    copy = copy_template(desk.workspace, first)
    order_templates(desk.workspace, [copy, first, second])
    assert [row.name for row in read_templates(desk.workspace)] == ["First one 2", "First one"]
    everything = read_templates(desk.workspace, with_unused=True)
    assert [(row.name, row.subject, row.is_active) for row in everything] == [
        ("First one 2", "Hi {{nope}}", True),
        ("First one", "Hi {{nope}}", True),
        ("second", "S", False),
    ]
    delete_template(desk.workspace, first)
    after = read_content(desk.workspace)
    for _change in range(6):
        desk.journal.undo()
    assert read_content(desk.workspace) == before
    for _change in range(6):
        desk.journal.redo()
    assert read_content(desk.workspace) == after


def test_names_are_taken_once_and_what_is_gone_is_said_so(desk: Desk) -> None:
    template = create_template(desk.workspace, name="News")
    with pytest.raises(InvalidError, match="already"):
        create_template(desk.workspace, name="NEWS")
    with pytest.raises(InvalidError, match="needs a name"):
        edit_template(desk.workspace, template, name=" ")
    with pytest.raises(InvalidError):
        order_templates(desk.workspace, [template, template])
    delete_template(desk.workspace, template)
    for act in (delete_template, copy_template):
        with pytest.raises(NotFoundError, match="not there any more"):
            act(desk.workspace, template)


def test_the_shipped_ones_are_added_once(desk: Desk) -> None:
    forget_ready_ones(desk)
    added = add_ready_templates(desk.workspace)
    assert len(added) == len(read_templates(desk.workspace)) >= 10
    assert add_ready_templates(desk.workspace) == []


def test_files_of_a_template_are_copied_and_undone(desk: Desk, tmp_path: Path) -> None:
    template = create_template(desk.workspace, name="News")
    before = read_content(desk.workspace)
    attach_to_template(
        desk.workspace, template, [save(tmp_path, "a.pdf"), save(tmp_path, "b.txt")], industry=" Health "
    )
    found = next(row for row in read_templates(desk.workspace) if row.template_id == template).files
    assert [(each.file.name, each.industry) for each in found] == [("a.pdf", "Health"), ("b.txt", "Health")]
    assert read_industries(desk.workspace) == ["Health"]
    edit_template_file(desk.workspace, found[0].file_id, name="../x.pdf", industry=None)
    edit_template_file(desk.workspace, found[0].file_id, name="c.pdf")
    remove_template_file(desk.workspace, found[1].file_id)
    (kept,) = next(row for row in read_templates(desk.workspace) if row.template_id == template).files
    assert (kept.file.name, kept.industry) == ("c.pdf", None)
    for _change in range(4):
        desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_files_that_cannot_go_with_an_e_mail_are_refused_whole(desk: Desk, tmp_path: Path) -> None:
    template = create_template(desk.workspace, name="News")
    large = tmp_path / "large.bin"
    with large.open("wb") as stream:
        stream.truncate(LARGEST_FILES + 1)
    before = read_content(desk.workspace)
    with pytest.raises(InvalidError, match="too large for an e-mail"):
        attach_to_template(desk.workspace, template, [save(tmp_path, "a.pdf"), large])
    with pytest.raises(CannotOpenError):
        attach_to_template(desk.workspace, template, [save(tmp_path, "a.pdf"), tmp_path / "none.pdf"])
    with pytest.raises(InvalidError):
        attach_to_template(desk.workspace, template, [])
    assert read_content(desk.workspace) == before


def test_a_file_lives_as_long_as_a_template_an_e_mail_or_the_journal_names_it(desk: Desk, tmp_path: Path) -> None:
    deal = desk.deal()
    person = add_person(desk, "Jonas Weiß", deal)
    draft = add_template(desk)
    assert draft.template_id is not None
    attach_to_template(desk.workspace, draft.template_id, [save(tmp_path, "a.pdf")])
    template = next(row for row in read_templates(desk.workspace) if row.template_id == draft.template_id)
    keep_drafts(desk.workspace, prepare_mails(desk.workspace, template.draft, [MailTarget(person, deal)]), batch="one")
    delete_template(desk.workspace, draft.template_id)
    (digest,) = list_named(desk.workspace)
    assert [name for name, _content in read_attached(desk.workspace)] == [f"{digest}.pdf"]
    prune_journal(desk.journal, JournalLimits(), at=desk.later(days=3000))
    assert desk.workspace.value("select count(*) from stored_file") == 1
    assert desk.faults() == []
    with desk.journal.change("Messages go", sealed=True) as change:
        change.execute("delete from message")
    for sealed, left in (("Delete the template%", 1), ("Attach%", 1), ("Write an e-mail%", 0)):
        with desk.journal.upkeep() as upkeep:
            upkeep.execute(
                "update journal_entry set changeset = null, state = 'sealed' where changeset is not null"
                " and label like ?",
                (sealed,),
            )
        prune_journal(desk.journal, JournalLimits(), at=desk.now)
        assert desk.workspace.value("select count(*) from stored_file") == left


def test_check_tells_of_a_file_that_is_missing(desk: Desk, tmp_path: Path) -> None:
    template = create_template(desk.workspace, name="News")
    attach_to_template(desk.workspace, template, [save(tmp_path, "a.pdf")])
    with desk.journal.upkeep() as upkeep:
        upkeep.execute("delete from stored_file")
    assert [fault.what for fault in desk.faults()] == ["“a.pdf” goes with an e-mail, but its content is missing"]


def incoming(number: int, sender: str = "jonas@weiss.example") -> IncomingMail:
    return IncomingMail(
        message_id=f"{number}@x.example",
        sender_name="",
        sender=sender,
        recipients=("ann@shop.example",),
        subject="Re: Jonas Weiß",
        files=(MailFile("Jonas Weiß.pdf", 3),),
        text="Jonas Weiß says yes.",
    )


def test_an_erased_person_is_in_no_message_and_no_template(desk: Desk) -> None:
    deal = desk.deal()
    person = add_person(desk, "Jonas Weiß", deal)
    other = add_person(desk, "Mira Sand", deal)
    create_template(desk.workspace, name="As Jonas Weiß likes it", text="Ask jonas@weiss.example.")
    log_reply(desk.workspace, deal, incoming(1), at=desk.now)
    log_reply(desk.workspace, deal, incoming(2, sender="mira@sand.example"), at=desk.now)
    erase_person(desk.workspace, person)
    (kept,) = read_person_messages(desk.workspace, other)
    assert desk.workspace.value("select count(*) from message") == 1
    assert (kept.subject, kept.text, kept.sender) == ("Re: [erased]", "[erased] says yes.", "mira@sand.example")
    assert kept.files == (MailFile("[erased].pdf", 3),)
    desk.workspace.close()
    for path in desk.path.parent.glob("*.pipeline*"):
        content = path.read_bytes()
        assert "Weiß".encode() not in content
        assert b"jonas@weiss" not in content


def test_messages_follow_who_stays_in_a_merge_and_stand_in_the_export_of_a_person(desk: Desk) -> None:
    deal = desk.deal()
    kept, gone = add_person(desk, "Jonas W"), add_person(desk, "Jonas Weiß", deal)
    logged = log_reply(desk.workspace, deal, incoming(1), at=desk.now)
    assert logged.person_id == gone
    merge_people(desk.workspace, kept, gone, taken=())
    row = read_message_row(desk.workspace, logged.row_id)
    assert row is not None
    assert row.person_id == kept
    (told,) = cast("list[dict[str, object]]", read_everything(desk.workspace, kept)["messages"])
    assert (told["direction"], told["text"], told["deal"]) == ("in", "Jonas Weiß says yes.", "Oak table")
