"""Reads the cards of a vCard file, of all versions, in a process of its own: what a card says becomes a row."""

import contextlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import BinaryIO

from desktop_pipeline.domain.blanks import BLANKS
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
_BREAKS = re.compile(rf"{BLANKS}\n\s*")
_COMPACT_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?")
_URI = re.compile(r"(?:tel|mailto|callto):", re.IGNORECASE)
# A comma or semicolon in a number is a pause to dial, not the end of it
_PAUSE = re.compile(rf"{BLANKS}[,;]+\s*")
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_WORK_FIRST = (frozenset(("work", "business", "main")), frozenset(("cell", "mobile", "iphone")))
_HOME = frozenset(("home", "private"))
_NO_PHONE = frozenset(("pager", "modem", "bbs", "tlx"))


def read_cards(path: str, encoding: str | None, connection: Connection) -> None:
    """Sends ("kind", "vcf"), ("text", encoding, others), for people, then for companies ("sheet", …), ("rows", …), ….

    After the last rows come ("passed", cards that are none) and ("end",); instead of all ("refused", why).
    """
    be_modest()
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
        reader = CardReader(understand(lines))
        if not is_whole:
            passed.append((number, "damaged card", _quote(lines)))
        elif reader.kind == "group":
            passed.append((number, "group of contacts", _quote(lines)))
        elif reader.is_company:
            companies.append((number, reader.describe_company()))
        else:
            yield number, reader.describe_person()


def understand(lines: Iterable[CardLine]) -> dict[str, list[CardLine]]:
    """The lines of a card by their names."""
    card: dict[str, list[CardLine]] = {}
    for line in lines:
        card.setdefault(line.name, []).append(line)
    return card


def _quote(lines: Iterable[CardLine]) -> str:
    return next((line.text for wanted in ("fn", "n", "org") for line in lines if line.name == wanted), "")[:200]


class CardReader:
    """What one card says, field by field."""

    def __init__(self, card: Mapping[str, Sequence[CardLine]]) -> None:
        self._lines = card
        self._labels = {
            line.group: _APPLE_LABEL.sub(r"\1", line.text).strip().lower()
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
        for line in self._lines.get("n", ()):
            family, given, additional = (*line.parts, "", "")[:3]
            if told := " ".join(f"{given} {additional} {family}".replace(",", " ").split()):
                return told
        return ""

    def _company(self) -> str:
        return self._organisation()[0]

    def _organisation(self) -> list[str]:
        """The organisation, then the units of it that are named."""
        named = (line.parts for line in self._lines.get("org", ()))
        return next((units for units in named if any(units)), [""])

    def _address(self) -> str:
        """The address of work, else the first, in one line."""
        for line in sorted(self._lines.get("adr", ()), key=lambda line: self._say(line).rank):
            box, extended, street, city, region, code, country = (*line.parts, *[""] * 7)[:7]
            town = f"{code} {city}".strip()
            if told := ", ".join(filter(None, (box, extended, street, town, region, country))):
                return _BREAKS.sub(", ", told)
        return ""

    def _categories(self) -> list[str]:
        words = (word.strip() for text in self._texts("categories") for word in text.split(","))
        return [word for word in words if word]

    def _first(self, name: str) -> str:
        return next((said.text for said in self._all(name)), "")

    def _texts(self, name: str) -> list[str]:
        return [text for line in self._lines.get(name, ()) if (text := line.text.strip())]

    def _all(self, name: str) -> list[_Said]:
        """All that is said under a name, the preferred first, then what is for work."""
        said = (self._say(line) for line in self._lines.get(name, ()))
        return sorted((each for each in said if each.text), key=lambda each: each.rank)

    def _say(self, line: CardLine) -> _Said:
        told = (*line.parameters.get("TYPE", ()), *line.parameters.get("", ()))
        kinds = {kind.strip().lower() for each in told for kind in each.split(",")}
        if label := self._labels.get(line.group):
            kinds.add(label)
        return _Said(line.text.strip(), frozenset(kinds), _rank(kinds, line.parameters.get("PREF", ())))


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
