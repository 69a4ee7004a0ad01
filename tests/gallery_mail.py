"""The states of e-mails and of new leads that wait, for the gallery."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.mail import keep_drafts, keep_mail_account
from desktop_pipeline.actions.mail_sending import MailResult
from desktop_pipeline.actions.mail_templates import add_ready_templates
from desktop_pipeline.actions.people import edit_person
from desktop_pipeline.domain.mail_account import MailAccount
from desktop_pipeline.domain.messages import State
from desktop_pipeline.queries.mail import read_templates
from desktop_pipeline.ui.mail.sending_dialog import SendingDialog

if TYPE_CHECKING:
    from tests.gallery import Stage

ACCOUNT = MailAccount("Amara Eze", "amara@alderrow.example", "smtp.alderrow.example")
Shots = Iterator[tuple[str, QWidget]]


def shoot_leads(stage: "Stage") -> Shots:
    """New leads that wait, on the board, in their panel and beside what is to be done."""
    stage.enter()
    first = stage.number("select id from stage where is_open order by position limit 1")
    waits = (("Stair rail for a mill conversion", 24), ("Counter and shelves", 95), ("Oak doors, six", 1600))
    deals = [
        create_deal(
            stage.workspace,
            title=title,
            stage_id=first,
            at=stage.clock() - timedelta(minutes=minutes),
            organisation="Marlow Fern Hotel",
        )
        for title, minutes in waits
    ]
    stage.settle()
    yield "leads-board", stage.window
    stage.page.open_deal(deals[1])
    stage.settle()
    yield "leads-deal", stage.window
    stage.page.go_to("activities")
    stage.settle()
    yield "leads-today", stage.window


def shoot_mail(stage: "Stage") -> Shots:
    """Writing to one and to many, without and with an account; what has not gone out; the settings."""
    stage.enter()
    if not read_templates(stage.workspace):
        add_ready_templates(stage.workspace)
    mail = stage.page.mail.acts
    template = stage.number("select id from mail_template order by position limit 1")
    deals = [row[0] for row in stage.workspace.rows("select id from deal where status = 'open' order by id limit 12")]
    mail.write(deal_ids=deals[4:5])
    yield from stage.dialog("mail-write-freely")
    keep_mail_account(stage.page._preferences.folder, ACCOUNT, None)
    person = stage.number("select person_id from deal_person where deal_id = ? order by id limit 1", deals[1])
    edit_person(stage.workspace, person, prefers="Do not contact")
    dialog = mail.write(deal_ids=deals, template_id=template)
    assert dialog is not None
    stage.settle()
    yield "mail-write-many", dialog
    dialog.scope.choose(1)
    stage.settle()
    yield "mail-write-everybody", dialog
    ready = dialog.writing.chosen
    dialog.reject()
    dialog.reject()
    stage.clear()
    rows = keep_drafts(stage.workspace, ready[:3], batch="gallery")
    with stage.workspace.journal.change("A break", sealed=True) as draft:
        draft.execute(
            "update message set state = ?, trouble = 'The connection broke before the server answered.' where id = ?",
            (State.UNCERTAIN.value, rows[0]),
        )
    mail.show_outbox()
    yield from stage.dialog("mail-outbox")
    yield from _shoot_sending(stage, [(row, mail.name, mail.to) for row, mail in zip(rows, ready, strict=False)])
    stage.page.go_to("settings")
    for key in ("mail", "templates"):
        stage.page.screens._settings().go_to(key)
        stage.settle()
        yield f"mail-settings-{key}", stage.window


def _shoot_sending(stage: "Stage", recipients: list[tuple[int, str, str]]) -> Shots:
    """As it stands when it was stopped: one went out, one was refused."""
    window, session = stage.window, stage.window.session
    assert session is not None
    dialog = SendingDialog(session, window.tasks, stage.theme, window.formats, recipients, window)
    dialog.open()
    states = ((State.SENT, ""), (State.REFUSED, "The server does not know this address."), (State.DRAFT, ""))
    for (row_id, name, address), (state, words) in zip(recipients, states, strict=True):
        dialog._on_told(MailResult(row_id, name, address, state, words))
    yield from stage.dialog("mail-sending")
