"""Texts as products write them: guards before risky cells, HTML, several values in a cell, names turned round."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from typing import NamedTuple

from desktop_pipeline.domain.blanks import BLANKS, SOME_BLANKS
from desktop_pipeline.domain.names import clean_text, tidy
from desktop_pipeline.exchange.tables import Cell, is_blank, show
from desktop_pipeline.exchange.understanding.contents import ADDRESS, BARE_ADDRESS
from desktop_pipeline.exchange.understanding.presets import Preset

_RISKY = frozenset("+-@=\t\r|%")
_JOINER = "\u200d"
_BLOCKS = frozenset(("p", "div", "br", "li", "tr", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote"))
_INLINE = frozenset(
    ("a", "b", "i", "u", "s", "em", "strong", "span", "font", "small", "big", "sub", "sup", "code", "pre", "img", "hr",
     "table", "tbody", "thead", "td", "th", "html", "body", "head", "meta", "title", "section", "article", "label")
)  # fmt: skip
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]+|#\d+);")
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")
_ADDRESS_BEHIND = re.compile(rf"{BLANKS}[(<]\s*(?:mailto:)?({BARE_ADDRESS})\s*[)>]\s*$")
_PARTS = {
    "email": re.compile(r"[,;\s]+"),
    "phone": re.compile(rf"{BLANKS}[,;\n|]\s*|{SOME_BLANKS}/\s+"),
    "label": re.compile(rf"{BLANKS}[,;\n|]\s*"),
    "other": re.compile(rf"{BLANKS}[;\n|]\s*"),
}
# Seven figures at least: neither a house nor a year
_DATE = r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)\b|\d{4}-\d\d-\d\d\b"
NUMBER = re.compile(rf"(?<![\w./-])(?!{_DATE})[+(]?\d(?:[\s().\-/]{{0,2}}\d){{6,16}}(?!\w)")
# Found nowhere in most columns, and looked for in a third of the time
_LIKE_NUMBER = re.compile(r"\d[\d\s().\-/]{6}")
_BESIDE = re.compile(rf"{BLANKS}[,;|/\n]\s*|(?<!\s)\s{{2,}}")
_LABELS = re.compile(r"(?i)\b(?:tel|phone|mobile?|mob|cell|fax|handy|e-?mail|mail|ph|t|m)\s*[.:]+\s*(?=\s|$)|\bmailto:")
_NEXT_PERSON = re.compile(
    r"(?<=\S)[^\S\n]*+\n\s*+(?=(?:mr|mrs|ms|mme|mlle|m|herrn?|frau|hr|fr|dr|prof|sig(?:\.?ra)?|sra?|dhr|mevr|pan|paní)\b\.?\s)",
    re.IGNORECASE,
)
_LONGEST_CONTACT = 300
_NO_LAST_NAMES = frozenset(("inc", "inc.", "ltd", "ltd.", "llc", "gmbh", "ag", "jr", "jr.", "sr", "sr.", "phd", "md"))
_MOST_WORDS = 3
_NEARLY_ALL = 0.9


def unguard(cell: Cell, preset: Preset | None) -> Cell:
    """The cell without what a product puts before cells that a spreadsheet program might take for formulas."""
    if preset is None or not preset.guard or not isinstance(cell, str) or not cell.startswith(preset.guard):
        return cell
    bare = cell[len(preset.guard) :]
    return bare if preset.guard == _JOINER or bare[:1] in _RISKY else cell


def texts_of(different: Iterable[Cell]) -> str:
    """All texts among the cells as one: what is nowhere in it need not be looked for cell by cell."""
    return "\0".join([cell for cell in different if isinstance(cell, str)])


def are_plain(cells: Sequence[Cell]) -> bool:
    """Whether all cells are texts that `read_line` leaves as they are; False where that is not seen at once."""
    try:
        joined = f"|{'|'.join(cells)}|"  # type: ignore[arg-type] # whether all are texts is seen soonest so
    except TypeError:
        return False
    is_tidy = joined.isprintable() and "  " not in joined and " |" not in joined and "| " not in joined
    return is_tidy and "||" not in joined


def read_line(cell: Cell) -> str | None:
    return tidy(cell if isinstance(cell, str) else show(cell)) or None


def read_long(cell: Cell, *, is_html: bool) -> str | None:
    """A text with its lines; of HTML what a person reads."""
    text = show(cell)
    if is_html and _TAG.search(text):
        text = _strip_html(text)
    return clean_text(text) or None


def _strip_html(text: str) -> str:
    reader = _HtmlText()
    try:
        reader.feed(text)
        reader.close()
    except AssertionError:
        # The parser's word for a marked section that it does not know
        return text
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


class _HtmlText(HTMLParser):
    """Gathers the text of HTML, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own
        if tag in {"script", "style"}:
            self._silent += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag not in _INLINE:
            # “<jo@x.example>” is no tag
            self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS and tag != "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data.replace("\n", " "))


def split_values(text: str, field: str, preset: Preset | None) -> tuple[str, ...]:
    """The values of one cell, the primary one first: JSON, or parted as the product does, or as is usual."""
    own = preset.separators.get(field) if preset else None
    values: Iterable[str]
    if text[:1] in {"[", "{"} and (listed := _read_json(text)) is not None:
        values = listed
    elif own is not None:
        values = text.split(own)
    else:
        # A comma may be part of any name
        values = _parting(field).split(text)
    return tuple(dict.fromkeys(filter(None, map(tidy, values))))


def hold_one_each(cells: Sequence[Cell], field: str, preset: Preset | None) -> bool:
    """Whether each of these is a plain text of a single value; False where that is not seen at once."""
    if (preset and preset.separators.get(field)) or not are_plain(cells):
        return False
    joined = texts_of(cells)
    return not ("[" in joined or "{" in joined or _parting(field).search(joined))


def _parting(field: str) -> re.Pattern[str]:
    kind = "email" if field in {"email", "other_email"} else "phone" if field in {"phone", "other_phone"} else field
    return _PARTS.get(kind, _PARTS["other"])


def _read_json(text: str) -> list[str] | None:
    try:
        return list(_list_values(json.loads(text)))
    except (ValueError, RecursionError):
        # No JSON, or nested as nobody nests it
        return None


def _list_values(told: object) -> Iterator[str]:
    """Of `[{"value": "a@b.c", "label": "work"}]`, of `{"id": "name"}` and of plain lists what a person reads."""
    if isinstance(told, dict):
        named = next((told[key] for key in ("value", "name", "email", "number") if key in told), None)
        for value in told.values() if named is None else [named]:
            yield from _list_values(value)
    elif isinstance(told, list):
        for value in told:
            yield from _list_values(value)
    elif told is not None and not isinstance(told, bool):
        yield str(told)


def take_address(name: str) -> tuple[str, str | None]:
    """A name and the e-mail address in brackets behind it: “Jane Doe (jane@x.example)”."""
    match = _ADDRESS_BEHIND.search(name)
    return (name[: match.start()].strip() or match[1], match[1]) if match else (name, None)


def take_first_person(text: str) -> str:
    """What a cell says of the first of several people: the lines above one that begins with “Mme” or “Herr”."""
    return _NEXT_PERSON.split(text, maxsplit=1)[0] if "\n" in text else text


class Contact(NamedTuple):
    """What a cell tells of somebody: “Jane Doe, 0171 2345678, jane@x.example”."""

    name: str
    mails: tuple[str, ...]
    phones: tuple[str, ...]


def holds_numbers(written: str) -> bool:
    """Whether there is a telephone number somewhere in a text."""
    return _LIKE_NUMBER.search(written) is not None and NUMBER.search(written) is not None


def part_contact(text: str) -> Contact:
    """Name, addresses and telephone numbers of a cell that holds them together; the name is the first of the rest."""
    if len(text) > _LONGEST_CONTACT:
        return Contact(text, (), ())
    mails = tuple(dict.fromkeys(ADDRESS.findall(text)))
    rest = ADDRESS.sub(" ", text)
    phones = tuple(dict.fromkeys(match[0].strip() for match in NUMBER.finditer(rest)))
    names = (part.strip(" -–:.()<>[]") for part in _BESIDE.split(_LABELS.sub(" ", NUMBER.sub(" ", rest))))
    return Contact(next((tidy(name) for name in names if name), ""), mails, phones)


def are_turned(different: Sequence[Cell]) -> bool:
    """Whether a column writes its names “Last, First”: nearly all have one comma between two short parts."""
    if "," not in texts_of(different):
        return False
    names = {cell for cell in different if isinstance(cell, str) and not is_blank(cell)}
    turned = sum("," in name and _turn(name) is not None for name in names)
    return bool(turned) and turned >= _NEARLY_ALL * len(names)


def turn(name: str) -> str:
    """“Last, First” as First Last; any other name as it is."""
    return _turn(name) or name


def _turn(name: str) -> str | None:
    last, _comma, first = (part.strip() for part in name.partition(","))
    if not (last and first) or "," in first or first.lower() in _NO_LAST_NAMES:
        return None
    fits = max(len(first.split()), len(last.split())) <= _MOST_WORDS and not any(map(str.isdigit, first + last))
    return f"{first} {last}" if fits else None
