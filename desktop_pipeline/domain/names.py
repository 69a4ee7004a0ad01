"""Keys by which names written differently are the same name, and texts are found whatever their accents."""

import re
import unicodedata
from functools import lru_cache

_LONGEST_QUOTE = 60
_NOT_WORD = re.compile(r"[\W_]+")
# Also half characters, which no file can hold
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff]")

# Letters that are written from right to left, and the characters that turn the direction
_TURNING = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"
    "\u200f\u202a-\u202e\u2066-\u2069]"
)
_ISOLATE, _END = "\u2068", "\u2069"


def tidy(text: str) -> str:
    """One line without control characters, spaces joined: how a name is kept."""
    if text.isprintable() and "  " not in text:
        # Nearly every name; an import tidies a million of them
        return text.strip()
    return " ".join(_CONTROL.sub("", text).split())


def brief(text: str) -> str:
    """Any words as a sentence quotes them: one line, cut where they are long."""
    line = tidy(text)
    return isolate(line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…")


def isolate(text: str) -> str:
    """Words as a sentence takes them in: written from right to left, or made to turn, they turn nothing beside them."""
    if text.isascii() or not _TURNING.search(text):
        return text
    opened, strays = [], set()
    for place, character in enumerate(text):
        if "\u2066" <= character <= _ISOLATE:
            opened.append(place)
        elif character == _END:
            if opened:
                opened.pop()
            else:
                strays.add(place)
    # One that is not of a pair would end ours, or keep it open.
    strays.update(opened)
    kept = "".join(character for place, character in enumerate(text) if place not in strays)
    return f"{_ISOLATE}{kept}{_END}"


def clean_text(text: str) -> str:
    """The text trimmed, without control characters; its lines stay."""
    return _CONTROL.sub("", text).strip()


def plain_lines(text: str) -> str:
    """Its lines, ended alike and without control characters; what joins letters and emoji stays."""
    return "\n".join(clean_text(text).splitlines())


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """Names of organisations, owners, stages, sources, labels and reasons: upper and lower case and spacing aside."""
    return tidy(unicodedata.normalize("NFKC", name)).casefold()


@lru_cache(maxsize=1 << 12)
def product_key(name: str) -> str:
    """Products are the same whatever their case, spaces and punctuation: `GTXPro` is `GTX Pro`."""
    key = name_key(name)
    return _NOT_WORD.sub("", key) or key


def fold(text: str) -> str:
    """The text in small letters without accents, as it is searched: “Müller” → “muller”."""
    if text.isascii():
        # Nearly every text; a board folds a hundred thousand of them
        return text.lower()
    small = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", small)
    return "".join(character for character in decomposed if not unicodedata.combining(character))
