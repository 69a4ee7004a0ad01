"""People with addresses on deals, and e-mails ready for them, for the tests of e-mail."""

from collections.abc import Callable, Sequence

from desktop_pipeline.actions.mail import MailResult, keep_drafts, prepare_mails, send_kept
from desktop_pipeline.actions.mail_templates import create_template
from desktop_pipeline.actions.people import create_person
from desktop_pipeline.domain.mail_account import MailAccount
from desktop_pipeline.domain.prepared_mail import MailDraft, MailTarget, PreparedMail
from desktop_pipeline.queries.mail import read_template
from desktop_pipeline.storage.mail_facts import MessageRow, read_message_rows
from desktop_pipeline.storage.tables import DealPerson
from desktop_pipeline.storage.workspace import View, Workspace
from tests.workspaces import Desk

NAMES = ("Jonas Weiß", "Mira Sand", "Olu Ade")
SUBJECT, TEXT = "News for {{person.first_name}}", "Hello {{person.first_name}},\n\nabout {{deal.title}}."


def add_person(desk: Desk, name: str, deal: int | None = None, **fields: str | None) -> int:
    """Somebody with an address that follows their name, on the deal where there is one."""
    first, _space, last = name.lower().replace("ß", "ss").partition(" ")
    email = f"{first}@{last or 'home'}.example"
    person = create_person(desk.workspace, **({"name": name, "email": email} | fields))  # type: ignore[arg-type]
    if deal is not None:
        with desk.journal.change("On the deal") as draft:
            draft.insert(DealPerson, deal=deal, person=person, role="")
    return person


def add_three(desk: Desk) -> list[MailTarget]:
    """Three people, each on a deal of their own."""
    deals = [desk.deal(f"Deal of {name}") for name in NAMES]
    return [MailTarget(add_person(desk, name, deal), deal) for name, deal in zip(NAMES, deals, strict=True)]


def add_template(desk: Desk, subject: str = SUBJECT, text: str = TEXT, name: str = "News") -> MailDraft:
    """What a template kept under that name begins with."""
    template = read_template(desk.workspace, create_template(desk.workspace, name=name, subject=subject, text=text))
    assert template is not None
    return template.draft


def prepare_three(desk: Desk) -> list[PreparedMail]:
    """An e-mail for each of three people."""
    mails = prepare_mails(desk.workspace, add_template(desk), add_three(desk))
    assert all(mail.is_ready for mail in mails)
    return mails


def send_mails(
    workspace: Workspace,
    mails: Sequence[PreparedMail],
    account: MailAccount,
    *,
    batch: str,
    told: Callable[[MailResult], None] = lambda _result: None,
    may_go_on: Callable[[], bool] = lambda: True,
) -> list[MailResult]:
    """Keeps e-mails and sends them, as the window for writing does."""
    return send_kept(workspace, keep_drafts(workspace, mails, batch=batch), account, told=told, may_go_on=may_go_on)


def read_messages(view: View, deal_id: int) -> list[MessageRow]:
    """Messages of a deal that were sent or came in, newest first."""
    return read_message_rows(view, "m.deal_id = ? and m.state in ('sent', 'received')", (deal_id,))


def read_person_messages(view: View, person_id: int) -> list[MessageRow]:
    """Messages to and from a person, newest first."""
    return read_message_rows(view, "m.person_id = ? and m.state in ('sent', 'received')", (person_id,))


def read_uncertain(view: View) -> list[MessageRow]:
    """Those of which nobody knows whether the server took them."""
    return read_message_rows(view, "m.state = 'uncertain'")
