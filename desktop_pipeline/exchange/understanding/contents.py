"""What a column holds by the look of its cells, where its header tells nothing."""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from desktop_pipeline.exchange.tables import Cell, is_blank, show
from desktop_pipeline.exchange.understanding.amounts import read_amount
from desktop_pipeline.exchange.understanding.dates import looks_like_date
from desktop_pipeline.exchange.understanding.vocabulary import vocabulary
from desktop_pipeline.exchange.unreadable import UnreadableError

BARE_ADDRESS = r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[^@\s,;<>()]+"
# From the beginning of a word only: a word of 32,000 letters would be gone through from each of them.
ADDRESS = re.compile(rf"(?<![^@\s,;<>()]){BARE_ADDRESS}")
_LINK = re.compile(r"(?:https?://\S+|www\.\S+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?)", re.IGNORECASE)
_PHONE = re.compile(r"['\u200d]?(?:\+|\(|0)[\d\s().\-/]{6,22}(?:\s?(?:x|ext\.?)\s?\d{1,6})?|\d{3}[-. ]\d{3}[-. ]\d{4}")
_PERCENT = re.compile(r"-?\d+(?:[.,]\d+)?\s?%")
# 00123 is no number of things
_CODE = re.compile(r"0\d")
_LOOKED_AT = 300
_NEARLY_ALL = 0.9
_MOST_CHOICES = 12
_LONGEST_CHOICE = 40


class Shape(StrEnum):
    """What cells look like."""

    EMPTY = "empty"
    EMAIL = "e-mail addresses"
    PHONE = "phone numbers"
    LINK = "web addresses"
    YES_NO = "yes or no"
    DATE = "dates"
    MONEY = "amounts of money"
    PERCENT = "percent"
    NUMBER = "numbers"
    CHOICE = "a few words"
    TEXT = "text"


def shape_of(cells: Iterable[Cell]) -> Shape:
    """What nearly all of the first different cells look like."""
    filled = [cell for cell in cells if not is_blank(cell)]
    different: Sequence[Cell] = list({(type(cell), cell): cell for cell in filled}.values())
    if not different:
        return Shape.EMPTY
    looked_at = different[:_LOOKED_AT]
    needed = _NEARLY_ALL * len(looked_at)
    for shape, fits in _SHAPES:
        if _fit_enough(fits, looked_at, needed):
            return shape
    few = len(different) <= _MOST_CHOICES and 2 * len(different) <= len(filled)
    return Shape.CHOICE if few and all(len(show(cell)) <= _LONGEST_CHOICE for cell in different) else Shape.TEXT


def _fit_enough(fits: Callable[[Cell], bool], cells: Sequence[Cell], needed: float) -> bool:
    """Whether so many fit; given up as soon as they no longer can."""
    left = len(cells)
    for cell in cells:
        if not fits(cell):
            left -= 1
            if left < needed:
                return False
    return True


def _is_text(cell: Cell, pattern: re.Pattern[str]) -> bool:
    return isinstance(cell, str) and pattern.fullmatch(cell.strip()) is not None


def _is_truth(cell: Cell) -> bool:
    """Yes or no in words; a figure or a single letter may mean anything."""
    if not isinstance(cell, str):
        return isinstance(cell, bool)
    word = cell.strip().casefold()
    return len(word) > 1 and word in vocabulary().truths


def _is_money(cell: Cell) -> bool:
    try:
        amount = read_amount(cell, mark=".", by_itself=True)
    except UnreadableError:
        return False
    return amount.currency is not None or amount.sign is not None


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str) and _CODE.match(cell.strip()):
        return False
    try:
        read_amount(cell, mark=".", by_itself=True)
    except UnreadableError as error:
        return str(error).startswith("negative")
    return True


_SHAPES = (
    (Shape.EMAIL, lambda cell: _is_text(cell, ADDRESS)),
    (Shape.YES_NO, _is_truth),
    (Shape.DATE, looks_like_date),
    (Shape.PERCENT, lambda cell: _is_text(cell, _PERCENT)),
    (Shape.MONEY, _is_money),
    (Shape.PHONE, lambda cell: _is_text(cell, _PHONE)),
    (Shape.NUMBER, _is_number),
    (Shape.LINK, lambda cell: _is_text(cell, _LINK)),
)
