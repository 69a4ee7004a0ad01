"""Rules about people and organisations: names, addresses and numbers as they are kept, compared and linked."""

import re
from enum import StrEnum
from urllib.parse import quote

from desktop_pipeline.domain.blanks import BLANKS
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import fold, tidy

LONGEST_NAME = 500
LONGEST_FIELD = 1_000
LARGEST_SIZE = 10**9
# Longer than this a mail address cannot be delivered to (RFC 5321).
_LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+")
_NOT_DIGIT = re.compile(r"\D")
_TRUNK = re.compile(r"\(0\)")
_EXTENSION = re.compile(rf"{BLANKS}(?:ext\.?|x|#)\s*\d+\s*$", re.IGNORECASE)
# A country's prefix and its trunk zero aside, this many last digits tell two numbers apart.
_TELLING_DIGITS = 9
_FEWEST_DIGITS = 6
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# What stands before a host; “acme.example:8080” begins with one.
_LEADING = re.compile(r"(?:[a-z][a-z0-9+.-]*:(?!\d))?/*", re.IGNORECASE)
# How somebody who is not to be written to is marked in what they prefer, in the words of any who typed it.
_NO_MAIL = re.compile(
    r"\b(?:do not|don.?t|never|please no|no|not by|not via|without|stop)\s+(?:more\s+)?"
    r"(?:any\s+)?(?:contact\w*|e-?mail\w*|mail\w*|writ\w+|news\w*)\b|\bunsubscribed?\b|\bopt(?:ed)?[ -]?out\b|"
    r"\bkeine? (?:e-?mails?|kontakt\w*|werbung)\b|\bpas (?:de |d.)?(?:contact|e-?mails?)\b",
    re.IGNORECASE,
)
_FREE_MAIL = frozenset(
    (
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "yahoo.com",
        "icloud.com",
        "aol.com",
        "gmx.net",
        "gmx.de",
        "web.de",
        "proton.me",
        "protonmail.com",
        "mail.ru",
        "qq.com",
    )
)


class PointKind(StrEnum):
    """Kinds of further ways to reach somebody."""

    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"


def clean_name(name: str, what: str) -> str:
    """One line, not empty, not too long; `what` is “person” or “organisation”. Raises InvalidError."""
    cleaned = tidy(name)
    if not cleaned:
        message = f"{'An' if what[0] in 'aeiou' else 'A'} {what} needs a name."
        raise InvalidError(message)
    if len(cleaned) > LONGEST_NAME:
        message = f"A name can have {LONGEST_NAME} characters at most; this one has {len(cleaned)}."
        raise InvalidError(message)
    return cleaned


def clean_line(text: str | None) -> str | None:
    """One line as it was typed, or None for nothing; raises InvalidError where it is too long."""
    cleaned = tidy(text or "")
    if len(cleaned) > LONGEST_FIELD:
        message = f"This field can have {LONGEST_FIELD} characters at most; these are {len(cleaned)}."
        raise InvalidError(message)
    return cleaned or None


def clean_email(text: str | None) -> str | None:
    """An address with something before and after one @, or None for nothing; raises InvalidError."""
    cleaned = clean_line(text)
    if cleaned is not None and (len(cleaned) > _LONGEST_EMAIL or not _EMAIL.fullmatch(cleaned)):
        message = f"“{cleaned[:60]}” is not an e-mail address. It looks like name@company.com."
        raise InvalidError(message)
    return cleaned


def clean_point(kind: PointKind, text: str) -> str:
    """The value of a further e-mail, phone or link; raises InvalidError, also for nothing."""
    cleaned = clean_email(text) if kind is PointKind.EMAIL else clean_line(text)
    if cleaned is None:
        message = "Type an address or a number first."
        raise InvalidError(message)
    return cleaned


def may_write_to(prefers: str | None) -> bool:
    """Whether an e-mail may be sent to somebody who prefers this: no “do not contact”, “no e-mail” or “opted out”."""
    return not _NO_MAIL.search(prefers or "")


def check_size(size: int | None) -> int | None:
    """A number of people, or None where it is not known; raises InvalidError."""
    if size is not None and not 0 <= size <= LARGEST_SIZE:
        message = "The number of people lies between 0 and 1,000,000,000."
        raise InvalidError(message)
    return size


def phone_key(phone: str | None) -> str | None:
    """The digits by which a number written differently is the same number; None where there are too few."""
    bare = _EXTENSION.sub("", _TRUNK.sub("", phone or ""))
    digits = _NOT_DIGIT.sub("", bare)
    return digits[-_TELLING_DIGITS:] if len(digits) >= _FEWEST_DIGITS else None


def email_key(email: str | None) -> str | None:
    """An address whatever its capitals."""
    return fold(email.strip()) if email and email.strip() else None


def email_domain(email: str | None) -> str | None:
    """The domain of a company's address; None for one of the mail services that everybody uses."""
    _before, _at, domain = (email_key(email) or "").rpartition("@")
    return domain if domain and domain not in _FREE_MAIL else None


def site_domain(website: str | None) -> str | None:
    """The host of a website without its “www.”."""
    bare = fold((website or "").strip())
    host = re.split(r"[/?#:]", _LEADING.sub("", bare, count=1), maxsplit=1)[0].removeprefix("www.")
    return host if "." in host else None


def phone_link(phone: str) -> str | None:
    """`tel:` with digits only, as a telephone program takes it; None where there is nothing to dial."""
    digits = _NOT_DIGIT.sub("", _EXTENSION.sub("", _TRUNK.sub("", phone)))
    return f"tel:{'+' if phone.strip().startswith('+') else ''}{digits}" if digits else None


def mail_link(email: str) -> str:
    """`mailto:` of an address, with nothing in it that a mail program could take for more."""
    return f"mailto:{quote(email.strip(), safe='@+')}"


def web_link(address: str) -> str | None:
    """An address of the web as a browser takes it; None for any other scheme."""
    bare = address.strip()
    if re.match(r"https?://", bare, re.IGNORECASE):
        return bare
    return None if not bare or (_SCHEME.match(bare) and not re.match(r"[^/]*:\d", bare)) else f"https://{bare}"
