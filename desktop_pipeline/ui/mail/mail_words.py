"""What is said about e-mails: what keeps one back, what became of it, and what a field of a template stands for."""

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.messages import MailFile, MailProblem, State, Trouble
from desktop_pipeline.domain.prepared_mail import PreparedMail
from desktop_pipeline.ui.formats import Formats

_KIB = 1024


def word_problem(problem: MailProblem) -> str:
    """Why an e-mail is held back, or what is to be known before it is sent, as a short sentence without its stop."""
    words = {
        Trouble.NO_ADDRESS: _tr("No e-mail address"),
        Trouble.BAD_ADDRESS: _tr("“{what}” is not an e-mail address"),
        Trouble.DO_NOT_CONTACT: _tr("Wants no e-mail: {what}"),
        Trouble.LEFT: _tr("No longer works there"),
        Trouble.IN_BIN: _tr("Is in the bin"),
        Trouble.MISSING_FIELD: _tr("Nothing is known for “{what}”"),
        Trouble.UNKNOWN_FIELD: _tr("There is no field “{what}”"),
        Trouble.NO_SUBJECT: _tr("No subject yet"),
        Trouble.NO_TEXT: _tr("No text yet"),
        Trouble.SAME_ADDRESS: _tr("Somebody else here has this address"),
        Trouble.LOST_FILE: _tr("The file “{what}” is not there any more"),
        Trouble.LARGE_FILES: _tr("The files are too large: {what}"),
        Trouble.SENT_BEFORE: _tr("Got this template before"),
    }[problem.trouble]
    what = name_field(problem.what) if problem.trouble is Trouble.MISSING_FIELD else problem.what
    return words.format(what=what)


def advise(problem: MailProblem) -> str:
    """What can be done about it, as a sentence; empty where nothing is to be done here."""
    return {
        Trouble.NO_ADDRESS: _tr("Add it to the person, or leave them out."),
        Trouble.BAD_ADDRESS: _tr("Correct it at the person."),
        Trouble.MISSING_FIELD: _tr("Write over it in the text, or fill it in and come back."),
        Trouble.UNKNOWN_FIELD: _tr("Take it out of the text, or choose one from “Insert a field”."),
    }.get(problem.trouble, "")


def word_problems(mail: PreparedMail) -> str:
    """All of them, those that hold it back first."""
    problems = sorted(mail.problems, key=lambda problem: not problem.is_blocking)
    return "; ".join(map(word_problem, problems))


def name_field(field: str) -> str:
    """What a field of a template stands for."""
    words = {
        "person.first_name": _tr("First name"),
        "person.last_name": _tr("Last name"),
        "person.name": _tr("Name of the person"),
        "person.job_title": _tr("Job title"),
        "person.email": _tr("E-mail of the person"),
        "person.phone": _tr("Phone of the person"),
        "organisation.name": _tr("Organisation"),
        "organisation.industry": _tr("Industry"),
        "organisation.country": _tr("Country"),
        "organisation.website": _tr("Website of the organisation"),
        "deal.title": _tr("Title of the deal"),
        "deal.value": _tr("Value of the deal"),
        "deal.stage": _tr("Stage of the deal"),
        "deal.expected_close": _tr("Expected close"),
        "owner.first_name": _tr("Your first name"),
        "owner.name": _tr("Your name"),
        "owner.email": _tr("Your e-mail"),
        "company.name": _tr("Your company"),
        "company.email": _tr("E-mail of your company"),
        "company.phone": _tr("Phone of your company"),
        "company.website": _tr("Website of your company"),
    }
    return words.get(field, field)


def word_state(state: State) -> str:
    """What became of an e-mail."""
    return {
        State.DRAFT: _tr("Not sent"),
        State.SENDING: _tr("On its way"),
        State.SENT: _tr("Sent"),
        State.REFUSED: _tr("Refused"),
        State.UNCERTAIN: _tr("Perhaps sent"),
        State.RECEIVED: _tr("Received"),
    }[state]


def word_file(file: MailFile, formats: Formats) -> str:
    """`Case study.pdf, 120 kB`."""
    if file.size < _KIB * _KIB:
        size = _tr("{size} kB").format(size=formats.number(max(1, round(file.size / _KIB))))
    else:
        size = _tr("{size} MB").format(size=formats.number(round(file.size / _KIB / _KIB)))
    return f"{file.name}, {size}"


def count_mails(count: int, formats: Formats) -> str:
    """`1 e-mail`, `12 e-mails`."""
    return _tr("1 e-mail") if count == 1 else _tr("{count} e-mails").format(count=formats.number(count))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Mail", text)
