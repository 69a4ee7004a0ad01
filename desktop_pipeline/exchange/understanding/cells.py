"""A column of cells read as values: each different cell once, and what stands for nothing as nothing."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from desktop_pipeline.domain.names import tidy
from desktop_pipeline.exchange.tables import FORMULA_ERRORS, Cell, show
from desktop_pipeline.exchange.understanding.texts import are_plain, read_line
from desktop_pipeline.exchange.understanding.vocabulary import vocabulary
from desktop_pipeline.exchange.unreadable import UnreadableError

# What stands for nothing in any column: dashes, and what no name or sum is called
_BLANKS = frozenset((*"-–—", "n/a", "N/A", "n.a.", "N.A.", "k.A.", "k. A.", "tbd", "TBD", "tbc", "TBC", "tba", "TBA"))
_FAILED = "a formula that failed"
_TRUTHS = frozenset((True, False))
# Texts that hold nothing to read
NO_VALUES = _BLANKS | FORMULA_ERRORS | {""}

T = TypeVar("T")


def read_column(
    cells: Iterable[Cell], parse: Callable[[Cell], T], different: Sequence[Cell] | None = None
) -> tuple[list[T | None], list[tuple[int, str]]]:
    """The values, None where a cell is empty or unreadable, and the index and reason of each unreadable one.

    `different`: each different cell once, where that is known.
    """
    column = cells if isinstance(cells, (list, tuple)) else list(cells)
    if parse is read_line and are_plain(column) and NO_VALUES.isdisjoint(column):
        return list(column), []
    may_hold_truths = different is None or not _TRUTHS.isdisjoint(different)
    if may_hold_truths and bool in set(map(type, column)):
        # 1 and True are one key
        outcomes = [(None, None) if cell is None else _try(cell, parse) for cell in column]
        faults = [(index, text) for index, (_value, text) in enumerate(outcomes) if text is not None]
        return [value for value, _text in outcomes], faults
    # Columns repeat themselves: each different cell is read once
    values: dict[Cell, T | None] = dict.fromkeys(column if different is None else different)
    unreadable: dict[Cell, str] = {}
    for cell in values:
        # What `_try` does, without a call for each of a hundred thousand cells
        if isinstance(cell, str) and (text := cell.strip()) in NO_VALUES:
            if text in FORMULA_ERRORS:
                unreadable[cell] = _FAILED
        elif cell is not None:
            try:
                values[cell] = parse(cell)
            except UnreadableError as error:
                unreadable[cell] = str(error)
    faults = (
        [(index, unreadable[cell]) for index, cell in enumerate(column) if cell in unreadable] if unreadable else []
    )
    return list(map(values.__getitem__, column)), faults


def _try(cell: Cell, parse: Callable[[Cell], T]) -> tuple[T | None, str | None]:
    if isinstance(cell, str):
        text = cell.strip()
        if not text or text in _BLANKS:
            return None, None
        if text in FORMULA_ERRORS:
            return None, _FAILED
    try:
        return parse(cell), None
    except UnreadableError as error:
        return None, str(error)


def or_unknown(parse: Callable[[Cell], T]) -> Callable[[Cell], T | None]:
    """Reads what it can; a word that says that nothing is known yet, as “tbd” does, is no value and no problem."""

    def read(cell: Cell) -> T | None:
        try:
            return parse(cell)
        except UnreadableError:
            if isinstance(cell, str) and tidy(cell).casefold().strip("?.!") in vocabulary().unknowns:
                return None
            raise

    return read


def read_truth(cell: Cell, *, tells_done: bool = False) -> bool:
    """Yes or no, in words of several languages, as a number or as a tick; raises UnreadableError.

    `tells_done`: also what says of a thing to do whether it was done.
    """
    word = show(cell).strip().casefold()
    told = vocabulary().truths.get(word)
    if told is None and tells_done:
        told = vocabulary().dones.get(word)
    if told is None:
        message = "neither yes nor no"
        raise UnreadableError(message)
    return told
