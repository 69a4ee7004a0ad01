"""People as vCard 3.0 (RFC 2426), which address books of every age read."""

from collections.abc import Iterable, Iterator

from desktop_pipeline.domain.cards import Card, CardPoint, part_name
from desktop_pipeline.domain.names import plain_lines

_LONGEST_LINE = 75
_END = "\r\n"
_TYPES = {
    "work": "WORK",
    "business": "WORK",
    "office": "WORK",
    "home": "HOME",
    "private": "HOME",
    "mobile": "CELL",
    "cell": "CELL",
    "fax": "FAX",
}


def write_cards(cards: Iterable[Card]) -> bytes:
    """The whole file, one card after the other; no text of theirs can begin a line of its own."""
    return "".join(_fold(line) for card in cards for line in _tell(card)).encode("utf-8")


def _tell(card: Card) -> Iterator[str]:
    family, given = part_name(card.name)
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield "PRODID:-//Desktop Pipeline//Contacts//EN"
    yield f"UID:{_escape(card.uid)}"
    yield f"FN:{_escape(card.name)}"
    yield f"N:{_escape(family)};{_escape(given)};;;"
    if card.organisation:
        yield f"ORG:{_escape(card.organisation)}"
    if card.job_title:
        yield f"TITLE:{_escape(card.job_title)}"
    yield from _tell_points("EMAIL", "INTERNET", card.emails)
    yield from _tell_points("TEL", "VOICE", card.phones)
    for link in card.links:
        yield f"URL:{_escape(link.value)}"
    if card.address:
        # One line of ours is no street, town and code of theirs; readers put the parts together again.
        yield f"ADR;TYPE=WORK:;;{_escape(card.address)};;;;"
    yield "END:VCARD"


def _tell_points(name: str, usual: str, points: tuple[CardPoint, ...]) -> Iterator[str]:
    for place, point in enumerate(points):
        kind = _TYPES.get(point.label.strip().lower())
        kinds = [usual if kind != "FAX" else "", kind or "", "PREF" if place == 0 else ""]
        types = ",".join(each for each in kinds if each)
        yield f"{name};TYPE={types}:{_escape(point.value)}"


def _escape(text: str) -> str:
    return plain_lines(text).replace("\\", "\\\\").replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")


def _fold(line: str) -> str:
    """Cut after 75 bytes, never within a letter; what follows begins with a space."""
    parts: list[str] = []
    part, size = "", 0
    for letter in line:
        length = len(letter.encode("utf-8"))
        if size + length > _LONGEST_LINE:
            parts.append(part)
            part, size = " ", 1
        part += letter
        size += length
    return _END.join([*parts, part]) + _END
