"""Columns that hold a company and its contact, or its address, in one cell: told apart in two further columns."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from desktop_pipeline.domain.blanks import BLANKS, SOME_BLANKS
from desktop_pipeline.exchange.reading.further_columns import add_column
from desktop_pipeline.exchange.tables import Cell, Parted, Row, Rows, Table
from desktop_pipeline.exchange.understanding.columns import normalise_header, vocabulary
from desktop_pipeline.exchange.understanding.kinds import Kind
from desktop_pipeline.exchange.understanding.texts import part_contact

_LOOKED_AT = 200
# As many as have a contact at all
_ENOUGH = 0.4
_HALF = 0.5
_MOSTLY = 0.8
_LONGEST = 200
_NAMES = _COMPANY, _CONTACT = "Company", "Contact"
ADDRESS = "Company address"
_HALVES = re.compile(
    rf"{BLANKS}[/|\n@&+]\s*|{SOME_BLANKS}[-–—]\s+|{SOME_BLANKS}(?:und|and|et|y|e|en|i|og|och|ja|ve)\s+"
)
# The headers of a product that exports several things at once
_SUBJECTS = frozenset(("deal", "person", "organization", "organisation", "activity", "lead", "product", "note"))
# “Hauptstr. 5”, “80333 München”, “12 High Street”
_PLACE = re.compile(r"(?<![^\W\d])[^\W\d]{3,}\.?\s\d{1,4}\b|\b\d{1,5}\s[^\W\d]{2,}")
_LINES = re.compile(rf"{BLANKS}\n\s*")
_AT = re.compile(rf"{SOME_BLANKS}@\s+")
_MARKS = (
    _LINES,
    _AT,
    re.compile(rf"{BLANKS}\|\s*"),
    re.compile(rf"{SOME_BLANKS}/\s+"),
    re.compile(rf"{SOME_BLANKS}[–—]\s+"),
)
# At the end of a cell: “Acme (Jo Day)”
_BRACKET = re.compile(rf"{BLANKS}\((?=[^()]*\)$)")
_COMMON_MARKS = (
    re.compile(rf"{SOME_BLANKS}-\s+"),
    re.compile(rf"{BLANKS};\s*"),
    re.compile("/"),
    re.compile(rf"{BLANKS},\s+"),
    _BRACKET,
)
# Nobody writes these before the name of a company
_SALUTATION = re.compile(
    r"(?:herrn?|frau|hr|fr|mr|mrs|ms|miss|mx|mme|mlle|monsieur|madame|m|sr|sra|srta|señora?|don|doña|senhora?|dona"
    r"|sig|sig\.ra|signora?|dott|dott\.ssa|dhr|mevr|mw|heer|mevrouw|pan|pani|herr|fru|bay|bayan|sayın|dr|prof"
    r"|z\.?\s?hd|c/o|attn|contact|ansprechpartner)\b\.?[\s:]",
    re.IGNORECASE,
)

Part = Callable[[str], tuple[str, str | None]]


class _Pair(NamedTuple):
    """A column of two things: the headers of company and contact, and how to part a cell into them."""

    column: int
    headers: tuple[str, str]
    part: Part


def tell_pairs(table: Table) -> Table:
    """The table with two further columns for one that pairs a company with its contact.

    Its header says so (“Firma / Ansprechpartner”), or its cells do: “Jo Day @ Acme”, a second line that begins with
    “Frau”. Lines with a street below a company are its address.
    """
    aliases = vocabulary().fields[Kind.DEALS]
    keys = [normalise_header(header) for header in table.headers]
    pair = next((pair for column in range(len(keys)) if (pair := _find_pair(table, column, keys))), None)
    if pair is None or any(normalise_header(header) in keys for header in pair.headers if header not in _NAMES):
        return table
    taken = {key for place, key in enumerate(keys) if place != pair.column}
    if not taken.isdisjoint(aliases["person"]) and not taken.isdisjoint(aliases["organisation"]):
        return table
    cells = [pair.part(cell) if isinstance(cell, str) else (cell, None) for cell in _cells(table.rows, pair.column)]
    told = table
    for place, header in enumerate(pair.headers):
        told = add_column(told, header, [cell[place] for cell in cells])
    width = len(told.headers)
    return replace(told, parted=Parted(pair.column, width - 2, width - 1))


def _find_pair(table: Table, column: int, keys: Sequence[str]) -> _Pair | None:
    aliases = vocabulary().fields[Kind.DEALS]
    companies, people = frozenset(aliases["organisation"]), frozenset(aliases["person"])
    header = table.headers[column].strip()
    halves = _split_header(header) if len(header) <= _LONGEST else []
    key = keys[column]
    texts = [cell for cell in _cells(table.rows[:_LOOKED_AT], column) if isinstance(cell, str) and cell.strip()]
    if len(halves) == 2 and normalise_header(halves[0]) not in _SUBJECTS:  # noqa: PLR2004 - a pair
        first, second = map(normalise_header, halves)
        is_turned = first in people and second not in people
        if is_turned or (second in people and first not in people):
            mark = _find_mark(texts, _ENOUGH)
            company, person = halves[is_turned], halves[not is_turned]
            company = company if normalise_header(company) in companies else _COMPANY
            person = person if normalise_header(person) in people else _CONTACT
            return None if mark is None else _make_pair(column, mark, (company, person), is_turned=is_turned)
    if key in people and _has_marks(texts, _AT):
        return _make_pair(column, _AT, _NAMES, is_turned=True)
    if key in companies:
        mark = next((mark for mark in (*_MARKS, *_COMMON_MARKS) if _names_people(texts, mark)), None)
        if mark is None and _names_places(texts):
            return _make_pair(column, _LINES, (_COMPANY, ADDRESS), is_turned=False)
        return None if mark is None else _make_pair(column, mark, _NAMES, is_turned=False)
    return None


def _split_header(header: str) -> list[str]:
    halves = [half.strip() for half in _HALVES.split(header)]
    return halves if len(halves) > 1 else [half.removesuffix(")") for half in _BRACKET.split(header)]


def _find_mark(texts: Sequence[str], least: float) -> re.Pattern[str] | None:
    """What stands between the two in most cells."""
    counts = {mark: sum(_parts_names(text.strip(), mark) for text in texts) for mark in (*_MARKS, *_COMMON_MARKS)}
    best = max(counts, key=counts.__getitem__)
    return best if texts and counts[best] >= least * len(texts) else None


def _parts_names(text: str, mark: re.Pattern[str]) -> bool:
    """Whether the mark stands between two names, rather than before a telephone number."""
    found = mark.search(text)
    return found is not None and bool(
        part_contact(text[: found.start()]).name and part_contact(_read_behind(found)).name
    )


def _read_behind(found: re.Match[str]) -> str:
    text = found.string[found.end() :].strip()
    return text.removesuffix(")").strip() if found.re is _BRACKET else text


def _has_marks(texts: Sequence[str], mark: re.Pattern[str]) -> bool:
    return bool(texts) and sum(mark.search(text) is not None for text in texts) >= _HALF * len(texts)


def _names_people(texts: Sequence[str], mark: re.Pattern[str]) -> bool:
    """Whether what stands behind the mark is somebody in most cells."""
    behind = [_read_behind(found) for text in texts if (found := mark.search(text.strip()))]
    met = sum(_SALUTATION.match(text) is not None for text in behind)
    return bool(met) and met >= max(_ENOUGH * len(texts), _HALF * len(behind))


def _names_places(texts: Sequence[str]) -> bool:
    """Whether most cells have further lines with a house or a postcode."""
    behind = [lines[1] for text in texts if len(lines := text.strip().split("\n", 1)) > 1]
    met = sum(_PLACE.search(text) is not None for text in behind)
    return bool(met) and met >= max(_HALF * len(texts), _MOSTLY * len(behind))


def _make_pair(column: int, mark: re.Pattern[str], headers: tuple[str, str], *, is_turned: bool) -> _Pair:
    """Before “@” there is always somebody, behind it where; else `is_turned` says that the contact stands first."""

    def part(cell: str) -> tuple[str, str | None]:
        text = cell.strip()
        found = list(mark.finditer(text))
        if not found:
            return text, None
        if mark is _LINES:
            first, *rest = _LINES.split(text)
            return (", ".join(rest), first) if is_turned else (first, ", ".join(rest))
        # A company's own name may have a dash; the contact stands at the end
        cut = found[0] if is_turned or mark is _AT else found[-1]
        before, behind = text[: cut.start()].strip(), _read_behind(cut)
        return (behind, before) if is_turned or mark is _AT else (before, behind)

    return _Pair(column, headers, part)


def _cells(rows: Sequence[Row], column: int) -> Sequence[Cell]:
    if isinstance(rows, Rows):
        return rows.columns[column] if column < len(rows.columns) else [None] * len(rows)
    return [row.cells[column] if column < len(row.cells) else None for row in rows]
