"""Templates, what was written and what came in, and what still waits to go out."""

from desktop_pipeline.storage.mail_facts import (
    MessageRow,
    TemplateRow,
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
    "read_outbox",
    "read_template",
    "read_templates",
]


def read_outbox(view: View) -> list[MessageRow]:
    """What was written and has not gone out: drafts, refused and uncertain ones, and those on their way."""
    return read_message_rows(view, "m.state in ('draft', 'refused', 'uncertain', 'sending')")


def count_uncertain(view: View) -> int:
    """How many there are of which nobody knows whether the server took them: a person decides."""
    return int(view.value("select count(*) from message where state = 'uncertain'") or 0)


def read_industries(view: View) -> list[str]:
    """The industries that organisations have, for files of a template that go to one of them only."""
    rows = view.rows(
        "select trim(industry) as industry from organisation where deleted_at is null and trim(industry) <> ''"
        " union select trim(industry) from template_attachment where trim(industry) <> ''"
        " order by industry collate nocase"
    )
    return [str(row[0]) for row in rows]
