"""How wide the columns of a table are: numbers stay whole, text gives way where the page is too narrow."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice, pairwise

from desktop_pipeline.reports.content import Column, Line, Table
from desktop_pipeline.ui.reports.lettering import Style, guess_width, width_of
from desktop_pipeline.ui.reports.sheet import TWIP, Sheet

PAD, LEAST_PAD = 8 * TWIP, 4 * TWIP
# More between numbers, which end there, and text, which begins.
LEAD = 6 * TWIP
MARK, MARK_GAP = 8 * TWIP, 5 * TWIP
_NARROWEST_NAME = 110 * TWIP
_LEAST_TEXT, _LEAST_WRAPPED = 48 * TWIP, 90 * TWIP
_LONGEST_WORD = 64 * TWIP
# A few long texts do not widen a column that has to give way.
_USUAL = 0.95
# Letters that are kerned apart make a text wider than it was guessed.
_KERNED, _KERNED_NUMBER = 1.012, 1.002
_ROWS_A_STEP = 100
Places = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Widths:
    """Of one column: its widest text, what nearly all need, what breaks no word, and the least it can do with."""

    full: float
    usual: float
    word: float
    least: float


def measure_columns(table: Table) -> Generator[None, None, list[Widths]]:
    """The widths that the texts need, heads left aside, in steps."""
    guesses: list[list[float]] = [[] for _column in table.columns]
    words: list[set[str]] = [set() for _column in table.columns]
    lines = iter(table.lines)
    while chunk := list(islice(lines, _ROWS_A_STEP)):
        for line in chunk:
            style: Style = "total" if line.is_total else "table"
            for place, cell in enumerate(line.cells):
                guesses[place].append(guess_width(style, cell))
                words[place].update(cell.split())
            if line.below and not table.columns[0].is_number:
                guesses[0].append(guess_width("caption", line.below))
        yield
    marked = find_marked(table)
    return [
        _widths(column, guesses[place], _measure_words(words[place]), MARK + MARK_GAP if place == marked else 0)
        for place, column in enumerate(table.columns)
    ]


def find_marked(table: Table) -> int | None:
    """The column in which the marks of stages stand: the one that says so, else the first."""
    if not any(line.mark is not None for line in islice(table.lines, 200)):
        return None
    return next((place for place, column in enumerate(table.columns) if column.has_mark), 0)


def _measure_words(words: set[str]) -> float:
    """The widest of them, of those that could be."""
    longest = max(map(len, words), default=0)
    return max((guess_width("table", word) for word in words if len(word) > longest // 2), default=0.0)


def _widths(column: Column, guesses: list[float], word: float, extra: float) -> Widths:
    ordered = sorted(guesses) or [0.0]
    if column.is_number:
        full = ordered[-1] * _KERNED_NUMBER + 1 + extra
        return Widths(full, full, full, full)
    full = ordered[-1] * _KERNED + 1 + extra
    usual = ordered[int((len(ordered) - 1) * _USUAL)] * _KERNED + 1 + extra
    least = min(full, _LEAST_WRAPPED if column.is_wrapped else _LEAST_TEXT)
    whole = min(word * _KERNED + 1, _LONGEST_WORD) + extra
    return Widths(full, min(full, usual), max(least, whole), least)


def place_columns(table: Table, sheet: Sheet, widths: Sequence[Widths]) -> Places:
    """Left edge and width of each column.

    Where all have room they are evenly spread; else heads are broken into lines, then texts are, the widest first.
    """
    if not table.columns:
        return ()
    leads = [LEAD if before.is_number and not column.is_number else 0.0 for before, column in pairwise(table.columns)]
    gaps = len(table.columns) - 1
    if sum(_list_least(table, widths)) + gaps * LEAST_PAD + sum(leads) > sheet.text_width:
        leads = [0.0] * gaps
    room = sheet.text_width - sum(leads)
    for is_broken in (False, True):
        needed = [max(width.full, _head_width(column, is_broken=is_broken)) for column, width in _both(table, widths)]
        if sum(needed) + gaps * PAD <= room:
            taken, gap = _spread(needed, room)
            break
    else:
        taken, gap = _squeeze(table, widths, room)
    steps = (width + gap + lead for width, lead in zip(taken, leads, strict=False))
    return tuple(zip(accumulate(steps, initial=sheet.left), taken, strict=True))


def _spread(needed: Sequence[float], room: float) -> tuple[list[float], float]:
    """The first column stands wide, what is left lies between the others."""
    first, others, gaps = needed[0], sum(needed[1:]), len(needed) - 1
    first = max(min(_NARROWEST_NAME, first + 2 * PAD), min(first + 2 * PAD, room - others - gaps * 2 * PAD))
    first = min(first, room - others - gaps * LEAST_PAD)
    return [first, *needed[1:]], (room - first - others) / max(1, gaps)


def _squeeze(table: Table, widths: Sequence[Widths], whole: float) -> tuple[list[float], float]:
    gaps = len(widths) - 1
    least, gap = _find_least(table, widths, whole)
    room = whole - gaps * gap
    usual = [max(width.usual, low) for width, low in zip(widths, least, strict=True)]
    taken = _fill(usual, least, room)
    if sum(taken) < room:
        full = [max(width.full, wide) for width, wide in zip(widths, taken, strict=True)]
        taken = _fill(full, taken, room)
        gap += max(0.0, room - sum(taken)) / max(1, gaps)
    return taken, gap


def _find_least(table: Table, widths: Sequence[Widths], room: float) -> tuple[list[float], float]:
    """How narrow each column may become, and the gap between two; a name stays readable before heads stay whole.

    Words are broken only where nothing else is left to give way.
    """
    whole, broken = (
        [_head_width(column, is_broken=is_broken) for column in table.columns] for is_broken in (False, True)
    )
    names = [max(width.least, min(width.usual, _NARROWEST_NAME)) for width in widths]
    words = [width.word for width in widths]
    for texts, heads, least_gap in ((names, whole, PAD), (words, broken, LEAST_PAD)):
        least = [max(text, head) for text, head in zip(texts, heads, strict=True)]
        gap = min(PAD, (room - sum(least)) / max(1, len(least) - 1))
        if gap >= least_gap:
            return least, gap
    least = _list_least(table, widths)
    return least, PAD if sum(least) + (len(least) - 1) * PAD <= room else LEAST_PAD


def _list_least(table: Table, widths: Sequence[Widths]) -> list[float]:
    return [max(width.least, _head_width(column, is_broken=True)) for column, width in _both(table, widths)]


def _fill(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Each as wide as wanted up to one common bound, and at least as wide as it must."""
    low, high = 0.0, max(wanted)
    if sum(wanted) <= room:
        return list(wanted)
    for _ in range(40):
        bound = (low + high) / 2
        if sum(max(least_, min(wide, bound)) for wide, least_ in zip(wanted, least, strict=True)) <= room:
            low = bound
        else:
            high = bound
    return [max(least_, min(wide, low)) for wide, least_ in zip(wanted, least, strict=True)]


def split_wide(table: Table, sheet: Sheet, widths: Sequence[Widths]) -> list[tuple[Table, list[Widths]]]:
    """The table, or where its columns do not fit beside each other several, each with the first column."""
    least = _list_least(table, widths)
    if not least or sum(least) + (len(least) - 1) * LEAST_PAD <= sheet.text_width:
        return [(table, list(widths))]
    room = sheet.text_width - least[0]
    groups: list[list[int]] = [[]]
    taken = 0.0
    for place, width in enumerate(least[1:], 1):
        if groups[-1] and taken + width + PAD > room:
            groups.append([])
            taken = 0.0
        groups[-1].append(place)
        taken += width + PAD
    return [(_pick(table, [0, *group]), [widths[place] for place in (0, *group)]) for group in groups]


def _pick(table: Table, places: list[int]) -> Table:
    return replace(
        table,
        columns=tuple(table.columns[place] for place in places),
        lines=tuple(_pick_cells(line, places) for line in table.lines),
    )


def _pick_cells(line: Line, places: list[int]) -> Line:
    return replace(line, cells=tuple(line.cells[place] for place in places))


def _both(table: Table, widths: Sequence[Widths]) -> Iterable[tuple[Column, Widths]]:
    return zip(table.columns, widths, strict=True)


def _head_width(column: Column, *, is_broken: bool) -> float:
    """Broken, it is as wide as its longest word, but for one that is longer than a head should be."""
    if not is_broken:
        return width_of("head", column.head) + 1
    return min(max(width_of("head", word) for word in column.head.split(" ")), _LONGEST_WORD) + 1
