"""Words that rate a deal: “hot”, “B”, “mittel”, “★★★”; how likely they make it, nobody said."""

import re

from desktop_pipeline.exchange.tables import Cell
from desktop_pipeline.exchange.understanding.kinds import Kind
from desktop_pipeline.exchange.understanding.vocabulary import normalise_header, vocabulary

_GRADE = re.compile(r"[A-Fa-f][+-]?|[★☆⭐✩*]{1,5}|[+]{1,3}|[🔥❄]\ufe0f?")
_MARKS = "!?. "


def is_rating(cell: Cell) -> bool:
    """Whether a cell rates a deal in a word, a letter or stars."""
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    return text.casefold().strip(_MARKS) in vocabulary().temperatures or is_grade(text)


def is_grade(text: str) -> bool:
    """Whether a rating says little without the name of its column: “A”, “high”."""
    return _GRADE.fullmatch(text) is not None or text.casefold().strip(_MARKS) in vocabulary().grades


def is_chance(header: str) -> bool:
    """Whether a column is called as those of probabilities are."""
    return normalise_header(header) in vocabulary().fields[Kind.DEALS]["probability"]


def rates_deals(header: str) -> bool:
    """Whether a column is called as one that rates deals, or tells how likely they are won."""
    return normalise_header(header) in vocabulary().rating_headers or is_chance(header)


def name_rating(header: str, word: str) -> str:
    """The label for a word below a header: “hot” as it is, “A” as “Rating: A”."""
    return f"{header.strip().rstrip(':')}: {word}" if rates_deals(header) and is_grade(word) else word
