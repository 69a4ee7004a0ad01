"""An e-mail that is still to be sent, as a file that mail programs open for writing on."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.domain.names import tidy
from desktop_pipeline.exchange.writing.unfinished import forget

_LONGEST_SUBJECT = 200


def write_draft(path: Path, *, subject: str, text: str, attachment: bytes, name: str) -> None:
    """Writes a draft with a PDF attached under that name, whole or not at all; raises CannotOpenError.

    It names neither who writes nor to whom; `X-Unsent` has mail programs open it for both to be filled in.
    """
    message = EmailMessage(policy=SMTP)
    # A header ends with its line: what others named cannot begin one of its own.
    message["Subject"] = tidy(subject)[:_LONGEST_SUBJECT]
    message["X-Unsent"] = "1"
    message.set_content(_writable(text))
    message.add_attachment(attachment, maintype="application", subtype="pdf", filename=tidy(name))
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(message.as_bytes())
        unfinished.replace(path)
    except OSError as error:
        sentence = f"“{path.name}” cannot be written: {error.strerror}. Choose another folder or name."
        raise CannotOpenError(sentence) from error
    finally:
        forget(unfinished)


def _writable(text: str) -> str:
    # Half a character cannot be written.
    return text.encode("utf-8", "replace").decode()
