"""An e-mail made ready for one person: the text with its fields filled in, its files, and what still keeps it back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from desktop_pipeline.domain.contacts import clean_email, may_write_to
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.messages import LARGEST_FILES, MailFile, MailProblem, Trouble
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.domain.templates import clean_mail_subject, clean_mail_text, fill

# What follows from subject and text alone, and is judged again when these are edited.
_OF_TEXT = frozenset((Trouble.MISSING_FIELD, Trouble.UNKNOWN_FIELD, Trouble.NO_SUBJECT, Trouble.NO_TEXT))


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A file of a template, for organisations of one industry or (None) for all."""

    file_id: int
    file: MailFile
    industry: str | None = None


@dataclass(frozen=True, slots=True)
class MailDraft:
    """What is written to everybody: subject and text with fields, and files. A template, or one written freely."""

    subject: str
    text: str
    files: tuple[TemplateFile, ...] = ()
    template_id: int | None = None


@dataclass(frozen=True, slots=True)
class MailTarget:
    """Whom an e-mail goes to: a person, about a deal; without a person the deal's main one. `activity_id` it does."""

    person_id: int | None = None
    deal_id: int | None = None
    activity_id: int | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """What is known of somebody an e-mail is made ready for; `values` are those of domain.templates.FIELDS."""

    target: MailTarget
    name: str
    email: str | None
    organisation_id: int | None = None
    industry: str | None = None
    prefers: str | None = None
    has_left: bool = False
    is_in_bin: bool = False
    was_sent_before: bool = False
    values: Mapping[str, str | None] | None = None


@dataclass(frozen=True, slots=True)
class PreparedMail:
    """An e-mail for one person as it would go out; `row_id` where it is kept already."""

    person_id: int | None
    deal_id: int | None
    organisation_id: int | None
    name: str
    to: str
    subject: str
    text: str
    attachments: tuple[MailFile, ...] = ()
    problems: tuple[MailProblem, ...] = ()
    template_id: int | None = None
    activity_id: int | None = None
    row_id: int | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it can go out: nothing is missing and nobody is written to who does not want it."""
        return not any(problem.is_blocking for problem in self.problems)

    def edit(self, subject: str, text: str) -> "PreparedMail":
        """The same with another subject and text, looked through again; raises InvalidError where they are too long.

        A field that still stands in them is not filled any more: it is missing until it is written over.
        """
        subject, text = clean_mail_subject(subject), clean_mail_text(text)
        kept = tuple(problem for problem in self.problems if problem.trouble not in _OF_TEXT)
        return replace(self, subject=subject, text=text, problems=kept + _judge_text(subject, text, {}))


def prepare(draft: MailDraft, addressee: Addressee) -> PreparedMail:
    """Fills the draft in for somebody and tells what keeps it back."""
    values = addressee.values or {}
    subject, text = fill(draft.subject, values).text, fill(draft.text, values).text
    files = choose_files(draft.files, addressee.industry)
    to, problems = _judge_addressee(addressee)
    problems += _judge_text(draft.subject, draft.text, values)
    size = sum(file.size for file in files)
    if size > LARGEST_FILES:
        problems += (MailProblem(Trouble.LARGE_FILES, f"{size / (1 << 20):.0f} MB"),)
    target = addressee.target
    return PreparedMail(
        person_id=target.person_id,
        deal_id=target.deal_id,
        organisation_id=addressee.organisation_id,
        name=addressee.name,
        to=to,
        subject=subject,
        text=text,
        attachments=files,
        problems=problems,
        template_id=draft.template_id,
        activity_id=target.activity_id,
    )


def choose_files(files: Iterable[TemplateFile], industry: str | None) -> tuple[MailFile, ...]:
    """Those for everybody, and those for this industry."""
    wanted = name_key(industry or "")
    return tuple(each.file for each in files if each.industry is None or name_key(each.industry) == wanted)


def mark_doubles(mails: Iterable[PreparedMail]) -> list[PreparedMail]:
    """Nobody gets the same twice in one go: of several to one address all but the first are kept back."""
    seen: set[str] = set()
    marked = []
    for mail in mails:
        key = mail.to.casefold()
        if key and key in seen:
            problem = MailProblem(Trouble.SAME_ADDRESS, mail.to)
            marked.append(replace(mail, problems=(*mail.problems, problem)))
            continue
        if key and mail.is_ready:
            seen.add(key)
        marked.append(mail)
    return marked


def _judge_addressee(addressee: Addressee) -> tuple[str, tuple[MailProblem, ...]]:
    """The address, empty where there is none that can be written to, and what speaks against writing to it."""
    problems = []
    to = ""
    try:
        to = clean_email(addressee.email) or ""
        if not to:
            problems.append(MailProblem(Trouble.NO_ADDRESS))
    except InvalidError:
        problems.append(MailProblem(Trouble.BAD_ADDRESS, addressee.email or ""))
    if not may_write_to(addressee.prefers):
        problems.append(MailProblem(Trouble.DO_NOT_CONTACT, addressee.prefers or ""))
    if addressee.has_left:
        problems.append(MailProblem(Trouble.LEFT))
    if addressee.is_in_bin:
        problems.append(MailProblem(Trouble.IN_BIN))
    if addressee.was_sent_before:
        problems.append(MailProblem(Trouble.SENT_BEFORE))
    return to, tuple(problems)


def _judge_text(subject: str, text: str, values: Mapping[str, str | None]) -> tuple[MailProblem, ...]:
    """What is wrong with a text that is still to be filled in."""
    parts = fill(subject, values), fill(text, values)
    unknown = dict.fromkeys(name for part in parts for name in part.unknown)
    missing = dict.fromkeys(name for part in parts for name in part.missing)
    problems = [MailProblem(Trouble.UNKNOWN_FIELD, name) for name in unknown]
    problems += [MailProblem(Trouble.MISSING_FIELD, name) for name in missing]
    if not subject.strip():
        problems.append(MailProblem(Trouble.NO_SUBJECT))
    if not text.strip():
        problems.append(MailProblem(Trouble.NO_TEXT))
    return tuple(problems)
