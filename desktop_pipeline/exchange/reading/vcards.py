"""Reads the cards of a vCard file, of all versions, in a process of its own: what a card says becomes a row."""

import contextlib
import io
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import BinaryIO

import vobject
from vobject.base import Component, ContentLine, VObjectError

from desktop_pipeline.exchange.reading.card_headers import COMPANIES, PEOPLE
from desktop_pipeline.exchange.reading.card_lines import CardLine, part_cards, split_lines
from desktop_pipeline.exchange.reading.encodings import NotTextError
from desktop_pipeline.exchange.reading.modesty import be_modest
from desktop_pipeline.exchange.tables import Cell, Why
from desktop_pipeline.exchange.unreadable import UnreadableFileError, too_large

CARDS_A_MESSAGE = 500
_MOST_CARDS = 200_000
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What the library would read otherwise than it was meant: a comma that nobody escaped, a stroke that escapes nothing
_LOOSE = re.compile(r"\\[\\,;nN:]|\\|,|\r\n?|\n")
_BREAKS = re.compile(r"\s*\n\s*")
_COMPACT_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?")
_URI = re.compile(r"(?:tel|mailto|callto):", re.IGNORECASE)
# A comma or semicolon in a number is a pause to dial, not the end of it
_PAUSE = re.compile(r"\s*[,;]+\s*")
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_WORK_FIRST = (frozenset(("work", "business", "main")), frozenset(("cell", "mobile", "iphone")))
_HOME = frozenset(("home", "private"))
_NO_PHONE = frozenset(("pager", "modem", "bbs", "tlx"))


def read_cards(path: str, encoding: str | None, connection: Connection) -> None:
    """Sends ("kind", "vcf"), ("text", encoding, others), for people, then for companies ("sheet", …), ("rows", …), ….

    After the last rows come ("passed", cards that are none) and ("end",); instead of all ("refused", why).
    """
    be_modest()
    logging.getLogger("vobject").disabled = True
    with contextlib.closing(connection):
        try:
            _send(Path(path), encoding, connection)
        except NotTextError:
            why = f"is not written in the encoding {encoding}" if encoding else "is damaged and cannot be read"
            connection.send(("refused", why))
        except UnreadableFileError as error:
            connection.send(("refused", str(error)))
        except MemoryError:
            connection.send(("refused", str(too_large())))
        except OSError:
            connection.send(("damaged",))


@dataclass(frozen=True, slots=True)
class _Said:
    """What one property says: its text, the words on what kind of it, and how much it is preferred."""

    text: str
    kinds: frozenset[str]
    rank: int


def _send(path: Path, encoding: str | None, connection: Connection) -> None:
    with path.open("rb") as file:
        cards, spelling = part_cards(split_lines(_open(file)), encoding)
    if len(cards) > _MOST_CARDS:
        message = "holds more contacts than can be read safely"
        raise UnreadableFileError(message)
    connection.send(("kind", "vcf"))
    connection.send(("text", spelling.encoding, spelling.others))
    companies: list[tuple[int, list[Cell]]] = []
    passed: list[tuple[int, Why, str]] = []
    connection.send(_describe(PEOPLE, len(cards)))
    texts = ((card.read(spelling.encoding), card.is_whole) for card in cards)
    _send_rows(connection, _read_people(texts, companies, passed))
    connection.send(_describe(COMPANIES, len(companies)))
    _send_rows(connection, companies)
    connection.send(("passed", passed))
    connection.send(("end",))


def _open(file: BinaryIO) -> Iterable[bytes]:
    start = file.read(len(_UTF8_MARK))
    if start.startswith(_UTF16_MARKS):
        file.seek(0)
        return (line.encode("utf-8", "replace") for line in io.TextIOWrapper(file, "utf-16", "replace", newline=""))
    file.seek(len(start) if start == _UTF8_MARK else 0)
    return file


def _describe(headers: Sequence[str], height: int) -> tuple[object, ...]:
    return ("sheet", None, height, len(headers), False, True, 0, [])


def _send_rows(connection: Connection, rows: Iterable[tuple[int, list[Cell]]]) -> None:
    portion: list[tuple[int, list[Cell]]] = []
    for row in rows:
        portion.append(row)
        if len(portion) == CARDS_A_MESSAGE:
            _send_portion(connection, portion)
            portion = []
    if portion:
        _send_portion(connection, portion)


def _send_portion(connection: Connection, portion: Sequence[tuple[int, list[Cell]]]) -> None:
    columns = list(zip(*(cells for _number, cells in portion), strict=True))
    connection.send(("rows", [number for number, _cells in portion], columns))


def _read_people(
    cards: Iterable[tuple[list[CardLine], bool]],
    companies: list[tuple[int, list[Cell]]],
    passed: list[tuple[int, Why, str]],
) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of people; companies and what is no contact are put aside."""
    for number, (lines, is_whole) in enumerate(cards, start=1):
        component = understand(lines) if is_whole else None
        if component is None:
            passed.append((number, "damaged card", _quote(lines)))
            continue
        reader = CardReader(component)
        if reader.kind == "group":
            passed.append((number, "group of contacts", _quote(lines)))
        elif reader.is_company:
            companies.append((number, reader.describe_company()))
        else:
            yield number, reader.describe_person()


def understand(lines: Iterable[CardLine]) -> Component | None:
    """The card as the library reads it; None where nothing in it can be read."""
    text = "\r\n".join(
        ("BEGIN:VCARD", *(f"{line.head}:{_LOOSE.sub(_escape, line.text)}" for line in lines), "END:VCARD")
    )
    try:
        return vobject.readOne(text, ignoreUnreadable=True)
    except (VObjectError, ValueError, LookupError):
        return None


def _escape(found: re.Match[str]) -> str:
    loose = found[0]
    if loose in {"\r\n", "\r", "\n"}:
        return r"\n"
    if loose == r"\:":
        return ":"
    return "\\" + loose if len(loose) == 1 else loose


def _quote(lines: Iterable[CardLine]) -> str:
    return next((line.text for wanted in ("FN", "N", "ORG") for line in lines if line.name == wanted), "")[:200]


class CardReader:
    """What one card says, field by field."""

    def __init__(self, card: Component) -> None:
        self._lines: dict[str, list[ContentLine]] = card.contents
        self._labels = {
            line.group: _APPLE_LABEL.sub(r"\1", str(line.value)).strip().lower()
            for line in self._lines.get("x-ablabel", ())
            if line.group
        }

    @property
    def kind(self) -> str:
        """What the card itself calls itself: individual, org, group; or nothing."""
        told = self._texts("kind") or self._texts("x-addressbookserver-kind")
        return told[0].lower() if told else ""

    @property
    def is_company(self) -> bool:
        """Whether it is the card of an organisation rather than of somebody in it."""
        if self.kind == "org" or "company" in map(str.lower, self._texts("x-abshowas")):
            return bool(self._name() or self._company())
        shown = self._name()
        is_its_own = shown == self._company() and not self._given()
        return bool(self._company()) and (is_its_own or not (shown or self._all("email")))

    def describe_person(self) -> list[Cell]:
        """The cells under `PEOPLE`."""
        emails = [_URI.sub("", said.text) for said in self._all("email")]
        numbers = [said for said in self._all("tel") if not said.kinds & _NO_PHONE]
        phones = [_read_number(said.text) for said in numbers if "fax" not in said.kinds]
        faxes = [_read_number(said.text) for said in numbers if "fax" in said.kinds]
        organisation = self._organisation()
        cells = [
            self._name() or " ".join(self._texts("nickname")[:1]),
            organisation[0],
            ", ".join(unit for unit in organisation[1:] if unit),
            next(iter(self._texts("title") or self._texts("role")), ""),
            *_first_and_rest(emails),
            *_first_and_rest(phones),
            "; ".join(faxes),
            self._address(),
            self._first("url"),
            _COMPACT_DAY.sub(r"\1-\2-\3", self._first("bday")),
            "; ".join(self._categories()),
            "\n\n".join(self._texts("note")),
        ]
        return [cell or None for cell in cells]

    def describe_company(self) -> list[Cell]:
        """The cells under `COMPANIES`."""
        emails = [_URI.sub("", said.text) for said in self._all("email")]
        phones = [_read_number(said.text) for said in self._all("tel") if not said.kinds & (_NO_PHONE | {"fax"})]
        cells = [
            self._company() or self._name(),
            "; ".join(emails),
            "; ".join(phones),
            self._first("url"),
            self._address(),
            "\n\n".join(self._texts("note")),
        ]
        return [cell or None for cell in cells]

    def _name(self) -> str:
        """As it is shown; where that is missing, put together from its parts."""
        return next(iter(self._texts("fn")), "") or self._given()

    def _given(self) -> str:
        """The name as its parts make it."""
        for name in self._values("n"):
            parts = (getattr(name, part, "") for part in ("given", "additional", "family"))
            if told := " ".join(word for part in parts for word in str(part).replace(",", " ").split()):
                return told
        return ""

    def _company(self) -> str:
        return self._organisation()[0]

    def _organisation(self) -> list[str]:
        """The organisation, then the units of it that are named."""
        for value in self._values("org"):
            units = [_join(unit, ", ") for unit in _listed(value)]
            if any(units):
                return units
        return [""]

    def _address(self) -> str:
        """The address of work, else the first, in one line."""
        for said in sorted(self._said("adr"), key=lambda pair: pair[1].rank):
            place = said[0].value
            town = " ".join(filter(None, (_join(getattr(place, part, ""), " ") for part in ("code", "city"))))
            street, region, country = (
                _join(getattr(place, part, ""), ", ") for part in ("street", "region", "country")
            )
            box = ", ".join(filter(None, (_join(getattr(place, part, ""), ", ") for part in ("box", "extended"))))
            if told := ", ".join(filter(None, (box, street, town, region, country))):
                return _BREAKS.sub(", ", told)
        return ""

    def _categories(self) -> list[str]:
        texts = (str(each) for value in self._values("categories") for each in _listed(value))
        words = (word.strip() for text in texts for word in text.split(","))
        return [word for word in words if word]

    def _first(self, name: str) -> str:
        return next((said.text for said in self._all(name)), "")

    def _texts(self, name: str) -> list[str]:
        return [text for value in self._values(name) if (text := str(value).strip())]

    def _values(self, name: str) -> Iterator[object]:
        for line in self._lines.get(name, ()):
            yield line.value

    def _all(self, name: str) -> list[_Said]:
        """All that is said under a name, the preferred first, then what is for work."""
        said = [said for _line, said in self._said(name) if said.text]
        return sorted(said, key=lambda each: each.rank)

    def _said(self, name: str) -> Iterator[tuple[ContentLine, _Said]]:
        for line in self._lines.get(name, ()):
            told = [*line.params.get("TYPE", ()), *line.singletonparams]
            kinds = {kind.strip().lower() for each in told for kind in each.split(",")}
            if label := self._labels.get(line.group):
                kinds.add(label)
            yield line, _Said(str(line.value).strip(), frozenset(kinds), _rank(kinds, line.params.get("PREF", ())))


def _rank(kinds: set[str], preferred: Sequence[str]) -> int:
    """The smaller the better: preferred (1 to 100 in version 4), for work, mobile, any, private."""
    if "pref" in kinds:
        return 0
    if preferred and preferred[0].isdecimal():
        return min(int(preferred[0][:4]), 100)
    for place, group in enumerate(_WORK_FIRST, start=101):
        if kinds & group:
            return place
    return 104 if kinds & _HOME else 103


def _read_number(text: str) -> str:
    return _PAUSE.sub(" ", _URI.sub("", text)).replace(" ext=", " ext. ").strip()


def _first_and_rest(values: Sequence[str]) -> tuple[str, str]:
    different = list(dict.fromkeys(values))
    return (different[0] if different else "", "; ".join(different[1:]))


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _join(value: object, separator: str) -> str:
    parts = (str(each).strip() for each in _listed(value))
    return separator.join(part for part in parts if part)
