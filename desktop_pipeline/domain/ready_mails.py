"""The e-mail templates that come with the program; a workspace takes them over and words them as it likes."""

import json
from dataclasses import dataclass

from desktop_pipeline import paths


@dataclass(frozen=True, slots=True)
class ReadyMail:
    """A template as it is shipped."""

    key: str
    name: str
    purpose: str
    subject: str
    text: str


def read_ready_mails() -> tuple[ReadyMail, ...]:
    """All of them in their order (resources/mail_templates.json)."""
    document = json.loads(paths.resource("mail_templates.json").read_text(encoding="utf-8"))
    return tuple(
        ReadyMail(each["key"], each["name"], each["purpose"], each["subject"], "\n".join(each["text"]))
        for each in document["templates"]
    )
