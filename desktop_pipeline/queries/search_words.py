"""The words of a search: how they are asked of the index, where they stand in a text, and what else they may mean."""

import unicodedata
from collections.abc import Iterable, Iterator

from desktop_pipeline.storage.search import SUBJECTS
from desktop_pipeline.storage.workspace import View

# Characters of a long text that are shown.
_SNIPPET = 90

_MOST_WORDS = 8
_LONGEST_WORD = 60
# The marks that the index leaves out of letters.
_MARKS = range(0x300, 0x370)
_SHORTEST_CORRECTED = 4
_LONG_WORD = 8
_MOST_MEANINGS = 3
_LAST = "\U0010ffff"


def fold_text(text: str) -> str:
    """As the index writes its words: small letters without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFD", text.lower()) if ord(letter) not in _MARKS)


def split_words(text: str) -> tuple[str, ...]:
    """The words to look for, folded; what holds no letter or figure finds nothing and is left out."""
    words = (fold_text(word[:_LONGEST_WORD]) for word in text.replace("\0", " ").split())
    return tuple(dict.fromkeys(word for word in words if any(map(_is_token, word))))[:_MOST_WORDS]


def to_match(words: Iterable[str | tuple[str, ...]]) -> str:
    """The question to FTS5: each word as a beginning, or any of several; quoted, so nothing in it is an operator."""
    return " AND ".join(
        _quote(word) if isinstance(word, str) else "(" + " OR ".join(map(_quote, word)) + ")" for word in words
    )


def find_ranges(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Start and end of each beginning of a word that was looked for, in order, without overlap."""
    wanted = sorted({part for word in words for part in _split_tokens(word)}, key=len, reverse=True)
    ranges = []
    for start, end in _find_tokens(text):
        folded = [fold_text(letter) for letter in text[start:end]]
        whole = "".join(folded)
        for word in wanted:
            if whole.startswith(word):
                ranges.append((start, start + _count_letters(folded, len(word))))
                break
    return tuple(ranges)


def cut_snippet(text: str, words: Iterable[str]) -> str:
    """One line of a long text from a little before the first word that was looked for."""
    line = " ".join(text[:100_000].split())
    if len(line) <= _SNIPPET:
        return line
    ranges = find_ranges(line, words)
    start = max(0, (ranges[0][0] if ranges else 0) - _SNIPPET // 4)
    if start:
        start = line.rfind(" ", 0, start + 1) + 1
    piece = line[start : start + _SNIPPET]
    return ("…" if start else "") + piece + ("…" if start + _SNIPPET < len(line) else "")


def find_meanings(view: View, words: Iterable[str]) -> list[str | tuple[str, ...]]:
    """The words, each that begins none of the index replaced by the nearest that are there.

    Near is: one letter wrong, too many, missing, or two exchanged; two such slips where the word is long.
    """
    return [word if _is_known(view, word) else _find_nearest(view, word) or word for word in words]


def measure_distance(word: str, term: str, most: int) -> int:
    """How many letters to change, add, leave out or exchange until the word begins the term; above `most`: most + 1."""
    term = term[: len(word) + most]
    before: list[int] = []
    row = list(range(len(term) + 1))
    for place, letter in enumerate(word, 1):
        row, before, last = [place], row, before
        for column, other in enumerate(term, 1):
            least = min(before[column] + 1, row[column - 1] + 1, before[column - 1] + (letter != other))
            if place > 1 and column > 1 and letter == term[column - 2] and word[place - 2] == other:
                least = min(least, last[column - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
    return min(row[max(0, len(word) - most) :], default=most + 1)


def _quote(word: str) -> str:
    return '"' + word.replace('"', '""') + '"*'


def _is_token(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter) in {"Mn", "Mc", "Co"}


def _find_tokens(text: str) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for place, letter in enumerate(text):
        if _is_token(letter):
            start = place if start is None else start
        elif start is not None:
            yield start, place
            start = None
    if start is not None:
        yield start, len(text)


def _split_tokens(word: str) -> Iterator[str]:
    return (word[start:end] for start, end in _find_tokens(word))


def _count_letters(folded: list[str], length: int) -> int:
    """How many letters of a text make so many folded ones; an accent written on its own belongs to its letter."""
    count = 0
    while count < len(folded) and (length > 0 or not folded[count]):
        length -= len(folded[count])
        count += 1
    return count


def _is_known(view: View, word: str) -> bool:
    return any(
        view.value(f"select 1 from {subject.terms} where term >= ? and term < ? limit 1", (part, part + _LAST))  # noqa: S608 - our own name
        for part in _split_tokens(word)
        for subject in SUBJECTS
    )


def _find_nearest(view: View, word: str) -> tuple[str, ...]:
    if len(word) < _SHORTEST_CORRECTED or not word.isalpha():
        return ()
    most = 2 if len(word) >= _LONG_WORD else 1
    letters = set(word)
    nearest: dict[str, int] = {}
    for term in _list_terms(view, word, len(word) - most):
        # The letters alone rule out most, a hundred times as quickly as the distance.
        if term not in nearest and len(letters.difference(term[: len(word) + most])) <= most:
            distance = measure_distance(word, term, most)
            if distance <= most:
                nearest[term] = distance
    best = sorted(nearest, key=lambda term: (nearest[term], term[0] != word[0], abs(len(term) - len(word)), term))
    return tuple(best[:_MOST_MEANINGS])


def _list_terms(view: View, word: str, shortest: int) -> Iterator[str]:
    """The words of the index that begin as the word does, or would without a slip in its first two letters."""
    for first in dict.fromkeys((word[0], word[1] + word[0], word[1:3])):
        for subject in SUBJECTS:
            for (term,) in view.rows(
                f"select term from {subject.terms} where term >= ? and term < ? and length(term) >= ?",  # noqa: S608 - our own name
                (first, first + _LAST, shortest),
            ):
                yield str(term)
