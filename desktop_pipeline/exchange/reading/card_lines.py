"""From the bytes of a vCard file to its cards: unfolded lines, taken apart, in which no byte is encoded any more."""

import binascii
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from desktop_pipeline.exchange.reading.encodings import STRAY, Spelling, find_encoding
from desktop_pipeline.exchange.unreadable import too_large

# [group.]name[;parameters]: – written so that no line, however odd, takes more than one pass
_QUOTED_OR_PLAIN = rb'(?:"[^"]*"|[^";:,]*)'
_HEAD = re.compile(
    rb"((?:[A-Za-z0-9_-]+\.)?)([A-Za-z0-9_-]+)\s*"
    rb"((?:;\s*[A-Za-z0-9_-]+(?:=" + _QUOTED_OR_PLAIN + rb")?(?:," + _QUOTED_OR_PLAIN + rb")*)*)\s*:"
)
_PARAMETER = re.compile(r';((?:"[^"]*"|[^";])*)')
# A part of a structured value; in it a stroke takes the sign after it along
_PART = re.compile(r"(?:\A|;)((?:[^\\;]|\\.?)*)", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\,;:nN])")
_OLD_VERSION = re.compile(rb"VERSION\s*:\s*2\.1", re.IGNORECASE)
_BASE64 = frozenset(("BASE64", "B"))
_ENCODINGS = _BASE64 | {"QUOTED-PRINTABLE", "7BIT", "8BIT"}
_CARD = b"VCARD"
_FRAMES = frozenset((b"BEGIN", b"END"))
# Pictures and the like, and what frames a card
_LEFT_OUT = frozenset((b"PHOTO", b"LOGO", b"SOUND", b"KEY", b"AGENT", b"VERSION", b"PROFILE"))
_MOST_KEPT = 32 << 20
_LONGEST_LINE = 1 << 20
_FALLBACK = "cp1252"


class CardLine(NamedTuple):
    """One property; its value as it stands in the card, with strokes before signs that are meant as text.

    Group and name are in small letters, the names of parameters in capitals. Version 2.1 writes words without the name
    of a parameter: they are under "".
    """

    group: str
    name: str
    parameters: Mapping[str, Sequence[str]]
    value: str

    @property
    def text(self) -> str:
        """The value as one text, whatever commas and semicolons it holds."""
        return _unescape(self.value)

    @property
    def parts(self) -> list[str]:
        """The value as the semicolons part it."""
        return [_unescape(part).strip() for part in _PART.findall(self.value)]


class _Property(NamedTuple):
    """A line that is kept, in bytes."""

    group: bytes
    name: bytes
    parameters: bytes
    value: bytes


@dataclass(slots=True)
class Card:
    """A card as it lies in the file; one that is not whole was cut off before its end."""

    properties: list[_Property] = field(default_factory=list)
    is_whole: bool = False

    def read(self, encoding: str) -> list[CardLine]:
        """Its lines, of a file in that encoding."""
        return [_decode(kept, encoding) for kept in self.properties]


def part_cards(lines: Iterable[bytes], chosen: str | None = None) -> tuple[list[Card], Spelling]:
    """The cards between any rubbish, and how the file is written; `chosen` is the encoding where somebody said it.

    Raises NotTextError, and UnreadableFileError for more text than a list of contacts holds.
    """
    cards = list(_find_cards(unfold(lines)))
    return cards, find_encoding(b"\n".join(kept.value for card in cards for kept in card.properties), chosen)


def split_lines(content: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a file that is read in bytes, whatever ends them."""
    for line in content:
        for part in line.replace(b"\r\n", b"\n").split(b"\r"):
            yield part.rstrip(b"\n")


def unfold(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines that were broken into several, whole again; in bytes, since a break may part a character.

    Version 2.1 breaks where a space is and keeps it; later ones put one in. Lines of pictures are let go early.
    """
    held = bytearray()
    is_old = is_soft = False
    for line in lines:
        if is_soft and not line[:9].upper().startswith(b"END:VCARD"):
            held[-1:] = line
        elif line[:1] in {b" ", b"\t"} and held:
            if len(held) < _LONGEST_LINE:
                held += line if is_old else line[1:]
        else:
            if held:
                yield bytes(held)
            held = bytearray(line)
            if _OLD_VERSION.match(line):
                is_old = True
            elif line[:6].upper() == b"BEGIN:":
                is_old = False
        is_soft = held.endswith(b"=") and b"QUOTED-PRINTABLE" in held.partition(b":")[0].upper()
    if held:
        yield bytes(held)


def _find_cards(lines: Iterable[bytes]) -> Iterator[Card]:
    parting = _Parting()
    for line in lines:
        head = _HEAD.match(line)
        card = None if head is None else parting.take(head, line[head.end() :])
        if card is not None:
            yield card
    if parting.card is not None:
        yield parting.card


@dataclass(slots=True)
class _Parting:
    """The card that is being gathered, and how deep in cards within it the lines are."""

    card: Card | None = None
    _inner: int = 0
    _is_agent: bool = False
    _kept: int = 0

    def take(self, head: re.Match[bytes], value: bytes) -> Card | None:
        """Adds a line; returns the card that ends with it, or is cut off before it."""
        name, was_agent = head[2].upper(), self._is_agent
        self._is_agent = name == b"AGENT"
        if name in _FRAMES:
            is_card = value.strip().upper() == _CARD
            return (self._begin(was_agent=was_agent) if name == b"BEGIN" else self._end()) if is_card else None
        if self.card is not None and not self._inner and name not in _LEFT_OUT:
            self._kept += len(head[0]) + len(value)
            if self._kept > _MOST_KEPT:
                raise too_large()
            self.card.properties.append(_Property(head[1], head[2], head[3], value))
        return None

    def _begin(self, *, was_agent: bool) -> Card | None:
        before = self.card
        if before is not None and (was_agent or self._inner):
            # A card within the card: that of a secretary
            self._inner += 1
            return None
        self.card = Card()
        return before

    def _end(self) -> Card | None:
        if self._inner:
            self._inner -= 1
            return None
        ended, self.card = self.card, None
        if ended is not None:
            ended.is_whole = True
        return ended


def _decode(kept: _Property, encoding: str) -> CardLine:
    parameters = _read_parameters(kept.parameters)
    words = map(str.upper, (*parameters.get("ENCODING", ()), *parameters.get("", ())))
    way = next((word for word in words if word in _ENCODINGS), "")
    value = kept.value
    if way == "QUOTED-PRINTABLE":
        value = binascii.a2b_qp(value)
    elif way in _BASE64:
        try:
            value = binascii.a2b_base64(value)
        except binascii.Error:
            value = b""
    charset = next(iter(parameters.get("CHARSET", ())), "")
    text = _read_text(value, charset, encoding, is_coded=bool(way))
    # Lotus Notes writes an underscore where the others write a hyphen
    name = kept.name.decode("ascii").lower().replace("_", "-")
    return CardLine(kept.group.decode("ascii").lower(), name, parameters, text)


def _read_parameters(written: bytes) -> dict[str, list[str]]:
    """What each parameter says, as often as it is there, without quotes."""
    parameters: dict[str, list[str]] = {}
    for each in _PARAMETER.findall(written.decode("ascii", "replace")):
        name, is_named, told = each.partition("=")
        key, word = (name.strip().upper(), told) if is_named else ("", name)
        parameters.setdefault(key, []).append(word.replace('"', "").strip())
    return parameters


def _unescape(text: str) -> str:
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], whole)


def _read_text(value: bytes, named: str, encoding: str, *, is_coded: bool) -> str:
    """In the encoding that the line names; else, decoded from letters and digits, in UTF-8; else as the file."""
    if value.isascii():
        return value.decode("ascii")
    for candidate in (named, "utf-8" if is_coded else ""):
        if candidate:
            try:
                return value.decode(candidate)
            except (UnicodeError, LookupError):
                continue
    usual = _FALLBACK if is_coded and encoding == "utf-8" else encoding
    return value.decode(usual, STRAY if usual.startswith("utf") else "replace")
