"""What tells who somebody is, found in and taken out of any text: names, addresses and numbers."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

ERASED = "[erased]"
_FEWEST_DIGITS = 6
# A number is the same with and without the prefix of its country.
_TELLING_DIGITS = 9
_BETWEEN_DIGITS = r"[\s()./\-]*"
_NOTHING = r"(?!)"
_SHORTEST_PART = 2
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
# Words of a name that are words of their language as well, or titles.
_NOT_TELLING = frozenset(
    (
        *("al", "el", "la", "le", "de", "da", "di", "do", "du", "dos", "des", "den", "der", "das", "van", "von", "zu"),
        *("und", "and", "y", "e", "the", "of", "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "herr", "frau", "jr"),
    )
)


@dataclass(frozen=True, slots=True)
class Traces:
    """The traces of one person. `anywhere` finds what is theirs alone, `beside` also single parts of their name.

    In bytes words have no edges: `raw` finds there what `anywhere` finds, `loose` what `beside` finds, and more.
    """

    anywhere: re.Pattern[str]
    beside: re.Pattern[str]
    raw: re.Pattern[str]
    loose: re.Pattern[str]

    def take_out(self, text: str, *, is_beside: bool) -> str:
        """The text without what tells who it is; `is_beside`: it stands where this person is meant."""
        cleared = self.anywhere.sub(ERASED, text)
        return self.beside.sub(ERASED, cleared) if is_beside else cleared

    def are_in(self, text: str, *, is_beside: bool) -> bool:
        """Whether anything of it is in the text."""
        return bool(self.anywhere.search(text) or (is_beside and self.beside.search(text)))


def make_traces(names: Iterable[str], addresses: Iterable[str], phones: Iterable[str]) -> Traces:
    """Looks for whole names, whole addresses, and numbers however their digits are grouped."""
    known = [name for name in names if name.strip()]
    others = [*map(_spelled, addresses), *map(_grouped, phones)]
    parts = [part for name in known for part in _parts(name)]
    exact = [*map(_whole_words, known), *others]
    raw = [*map(_spelled, known), *others]
    return Traces(
        anywhere=_join(exact),
        beside=_join([*exact, *map(_whole_words, parts)]),
        raw=_join(raw),
        loose=_join([*raw, *map(_spelled, parts)]),
    )


def _parts(name: str) -> list[str]:
    return [word for word in _WORD.findall(name) if len(word) >= _SHORTEST_PART and word.casefold() not in _NOT_TELLING]


def _spelled(text: str) -> str:
    """The text in each way it can be written into a file: composed, decomposed, and as JSON writes it."""
    forms = {unicodedata.normalize(form, text) for form in ("NFC", "NFD")} | {text}
    forms |= {json.dumps(form)[1:-1] for form in forms}
    return "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True) if form)


def _whole_words(text: str) -> str:
    return rf"(?<!\w)(?:{_spelled(text)})(?!\w)"


def _grouped(phone: str) -> str:
    digits = re.sub(r"\D", "", phone)
    if len(digits) < _FEWEST_DIGITS:
        return _spelled(phone) if len(phone.strip()) >= _FEWEST_DIGITS else _NOTHING
    telling = _BETWEEN_DIGITS.join(digits[-_TELLING_DIGITS:])
    return rf"{_spelled(phone)}|\+?(?:\d{_BETWEEN_DIGITS}){{0,5}}{telling}"


def _join(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(pattern for pattern in patterns if pattern) or _NOTHING, re.IGNORECASE)
