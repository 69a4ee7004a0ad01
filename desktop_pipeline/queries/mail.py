"""Templates, what was written and what came in, and what still waits to go out."""

from desktop_pipeline.storage.mail_facts import (
    MessageRow,
    TemplateRow,
    read_message_row,
    read_message_rows,
    read_template,
    read_templates,
)
from desktop_pipeline.storage.workspace import View

__all__ = [
    "MessageRow",
    "TemplateRow",
    "count_uncertain",
    "read_industries",
    "read_message_row",
    "read_messages",
    "read_outbox",
    "read_person_messages",
    "read_template",
    "read_templates",
    "read_uncertain",
]


def read_messages(view: View, deal_id: int) -> list[MessageRow]:
    """Messages of a deal that were sent or came in, newest first."""
    return read_message_rows(view, "m.deal_id = ? and m.state in ('sent', 'received')", (deal_id,))


def read_person_messages(view: View, person_id: int) -> list[MessageRow]:
    """Messages to and from a person, newest first."""
    return read_message_rows(view, "m.person_id = ? and m.state in ('sent', 'received')", (person_id,))


def read_outbox(view: View) -> list[MessageRow]:
    """What was written and has not gone out: drafts, refused and uncertain ones, and those on their way."""
    return read_message_rows(view, "m.state in ('draft', 'refused', 'uncertain', 'sending')")


def read_uncertain(view: View) -> list[MessageRow]:
    """Those of which nobody knows whether the server took them: a person decides."""
    return read_message_rows(view, "m.state = 'uncertain'")


def count_uncertain(view: View) -> int:
    """How many of these there are."""
    return int(view.value("select count(*) from message where state = 'uncertain'") or 0)


def read_industries(view: View) -> list[str]:
    """The industries that organisations have, for files of a template that go to one of them only."""
    rows = view.rows(
        "select trim(industry) as industry from organisation where deleted_at is null and trim(industry) <> ''"
        " union select trim(industry) from template_attachment where trim(industry) <> ''"
        " order by industry collate nocase"
    )
    return [str(row[0]) for row in rows]
