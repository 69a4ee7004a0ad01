"""The company whose workspace it is, as its reports and offers bear it."""

from dataclasses import dataclass

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import clean_text, tidy

LONGEST_LINE = 300
LONGEST_TEXT = 5_000
MOST_LINES = 20
LARGEST_LOGO = 512 << 10
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class CompanyCard:
    """Who writes: what is empty is not printed. `address` and `bank` may have several lines; the logo is a PNG."""

    name: str = ""
    address: str = ""
    tax_number: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    bank: str = ""
    logo: bytes | None = None


def clean_line(text: str) -> str:
    """One line as it is kept; raises InvalidError where it is too long."""
    cleaned = tidy(text)
    if len(cleaned) > LONGEST_LINE:
        message = f"This line can have {LONGEST_LINE} characters at most; these are {len(cleaned)}."
        raise InvalidError(message)
    return cleaned


def clean_lines(text: str) -> str:
    """Lines as they are kept, without empty ones; raises InvalidError where they are too many or too long."""
    lines = [line for line in map(clean_line, text.splitlines()) if line]
    if len(lines) > MOST_LINES:
        message = f"These are {len(lines)} lines; {MOST_LINES} at most can be kept."
        raise InvalidError(message)
    return "\n".join(lines)


def clean_passage(text: str) -> str:
    """Running text as it is kept: trimmed, its paragraphs stay; raises InvalidError where it is too long."""
    cleaned = clean_text("\n".join(text.splitlines()))
    if len(cleaned) > LONGEST_TEXT:
        message = f"This text can have {LONGEST_TEXT} characters at most; these are {len(cleaned)}."
        raise InvalidError(message)
    return cleaned


def check_logo(png: bytes) -> bytes:
    """The bytes of a PNG of at most 512 kB; raises InvalidError."""
    if not png.startswith(_PNG):
        message = "This is not a PNG picture. Choose another file."
        raise InvalidError(message)
    if len(png) > LARGEST_LOGO:
        message = "A logo can have 512 kB at most. Make the picture smaller first."
        raise InvalidError(message)
    return png
