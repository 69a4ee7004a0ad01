"""E-mails written once for many: texts with {{fields}} of a fixed list, filled in for one person at a time.

Nothing is evaluated: a field is one of FIELDS or it is wrong, and what is filled in is never looked at again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import clean_text, tidy

LONGEST_NAME = 100
LONGEST_SUBJECT = 300
LONGEST_TEXT = 50_000
# What may stand between {{ and }}, in the order in which an editor offers it.
FIELDS: tuple[str, ...] = (
    "person.first_name",
    "person.last_name",
    "person.name",
    "person.job_title",
    "person.email",
    "person.phone",
    "organisation.name",
    "organisation.industry",
    "organisation.country",
    "organisation.website",
    "deal.title",
    "deal.value",
    "deal.stage",
    "deal.expected_close",
    "owner.first_name",
    "owner.name",
    "owner.email",
    "company.name",
    "company.email",
    "company.phone",
    "company.website",
)
_KNOWN = frozenset(FIELDS)
# Also a field that is opened and never closed: it must not be sent as it stands.
_FIELD = re.compile(r"\{\{(?P<name>[^{}\n]{0,200})\}\}|\{\{[^{}\n]{0,60}|\}\}")
_TITLE = re.compile(
    r"(?:dr|prof|mr|mrs|ms|miss|sir|herr|frau|dipl|ing|mag|mme|mlle|sr|sra|m)\.?(?:-ing\.?)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A text for one person. Fields that could not be filled still stand in it as they were typed.

    `missing` are fields without a value for this person, `unknown` what is no field at all; each once, in their order.
    """

    text: str
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def fill(text: str, values: Mapping[str, str | None]) -> Filled:
    """Puts values in place of fields; one that is None, empty or not in `values` is missing."""
    missing: dict[str, None] = {}
    unknown: dict[str, None] = {}

    def put(found: re.Match[str]) -> str:
        name = _name(found)
        if name not in _KNOWN:
            unknown[name] = None
            return found[0]
        value = values.get(name)
        if not value or not value.strip():
            missing[name] = None
            return found[0]
        return value

    return Filled(_FIELD.sub(put, text), tuple(missing), tuple(unknown))


def write_field(name: str) -> str:
    """A field as it is typed."""
    return f"{{{{{name}}}}}"


def clean_template_name(name: str) -> str:
    """One line; raises InvalidError where it is empty or too long."""
    cleaned = tidy(name)
    if not cleaned:
        message = "A template needs a name."
        raise InvalidError(message)
    if len(cleaned) > LONGEST_NAME:
        message = f"The name of a template can have {LONGEST_NAME} characters at most; this one has {len(cleaned)}."
        raise InvalidError(message)
    return cleaned


def clean_mail_subject(subject: str) -> str:
    """One line, perhaps empty; raises InvalidError where it is too long."""
    cleaned = tidy(subject)
    if len(cleaned) > LONGEST_SUBJECT:
        message = f"A subject can have {LONGEST_SUBJECT} characters at most; this one has {len(cleaned)}."
        raise InvalidError(message)
    return cleaned


def clean_mail_text(text: str) -> str:
    """The text trimmed, its lines as they are; raises InvalidError where it is too long."""
    cleaned = clean_text("\n".join(text.splitlines()))
    if len(cleaned) > LONGEST_TEXT:
        message = f"An e-mail can have {LONGEST_TEXT} characters at most; this one has {len(cleaned)}."
        raise InvalidError(message)
    return cleaned


def first_name(name: str) -> str | None:
    """The first name in a whole one, “Anna” of “Dr. Anna Maier” and of “Maier, Anna”; None where none can be told."""
    words = _split(name)
    return words[0] if words else None


def last_name(name: str) -> str | None:
    """The last name in a whole one; None where there is one word only."""
    before, comma, _after = tidy(name).partition(",")
    if comma:
        return before.strip() or None
    words = _split(name)
    return words[-1] if len(words) > 1 else None


def _split(name: str) -> list[str]:
    before, comma, after = tidy(name).partition(",")
    words = (after if comma else before).split()
    while words and _TITLE.fullmatch(words[0]):
        del words[0]
    # An address in place of a name greets nobody.
    return [] if any("@" in word for word in words) else words


def _name(found: re.Match[str]) -> str:
    name = found["name"]
    return found[0] if name is None else name.strip()
