"""E-mail drafts with a report attached: nothing is sent, the owner's own mail program opens the file."""

from pathlib import Path

from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.exchange.writing.email_draft import write_draft


def save_email_draft(out: Path, *, subject: str, text: str, attachment: bytes, name: str) -> Path:
    """Writes an .eml with a PDF attached under that name; raises RefusedError or CannotOpenError."""
    check_may_replace(out)
    write_draft(out, subject=subject, text=text, attachment=attachment, name=name)
    return out
