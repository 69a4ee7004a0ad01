"""The ways to reach somebody that a row tells: several addresses and numbers, the main one first."""

import re
from collections.abc import Sequence

from desktop_pipeline.domain.contacts import LONGEST_FIELD, LONGEST_NAME
from desktop_pipeline.exchange.tables import Cell, show
from desktop_pipeline.exchange.understanding.texts import texts_of
from desktop_pipeline.exchange.understanding.values import ColumnReader

# What a cell of more than one address, or of more than an address, has
_PARTED = re.compile(r"[,;|\s\[{<]")
_QUOTED = re.compile(r"^['’](?=[+(\d])")
# What a spreadsheet makes of a long number when it writes a text
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d{2}")
_LOST_DIGITS = "its last digits are lost"
# “5551234567.0”, as programs write whole numbers into texts
_POINT_NOUGHT = re.compile(r"(?<=^[+\d]\d{6})(\d*)\.0$")


def read_mails(reader: ColumnReader) -> list[tuple[str, ...]]:
    """All addresses of each row; a cell without one is listed."""
    mains = reader.addresses("email")
    if not reader.has("other_email") and not _are_parted(reader.different("email")):
        each: dict[str | None, tuple[str, ...]] = {main: (main,) if main else () for main in dict.fromkeys(mains)}
        return list(map(each.__getitem__, mains))
    others = [reader.all_addresses(field) for field in ("email", "other_email") if reader.has(field)]
    return [
        tuple(dict.fromkeys((*((main,) if main else ()), *(mail for each in rest for mail in each))))
        for main, *rest in zip(mains, *others, strict=True)
    ]


def _are_parted(different: Sequence[Cell]) -> bool:
    if set(map(type, different)) <= {str, type(None)} and not _PARTED.search(texts_of(different)):
        return False
    return any(_PARTED.search(show(cell).strip()) for cell in different)


def read_phones(reader: ColumnReader) -> list[tuple[str, ...]]:
    """All numbers of each row, as they are written."""
    columns = [_several(reader, field) for field in ("phone", "other_phone") if reader.has(field)]
    if reader.recognised.preset is None:
        columns = list(map(_clean, columns))
    if beside := reader.numbers_beside():
        columns.append(beside)
    if not columns:
        return [()] * len(reader.rows)
    if len(columns) == 1:
        return list(columns[0])
    return [tuple(dict.fromkeys(phone for each in row for phone in each)) for row in zip(*columns, strict=True)]


def _several(reader: ColumnReader, field: str) -> Sequence[tuple[str, ...]]:
    phones = reader.several(field)
    lost = {row for row in set(phones) if any(map(_ROUNDED.fullmatch, row))}
    if not lost:
        return phones
    for index, row in enumerate(phones):
        if row in lost:
            reader.fault(index, field, _LOST_DIGITS)
    return [() if row in lost else row for row in phones]


def check_digits(reader: ColumnReader, field: str, numbers: Sequence[str | None]) -> Sequence[str | None]:
    """The numbers without those that a spreadsheet has rounded, as “4.93012E+11”, which are listed."""
    lost = {number for number in set(numbers) if number and _ROUNDED.fullmatch(number)}
    if not lost:
        return numbers
    for index, number in enumerate(numbers):
        if number in lost:
            reader.fault(index, field, _LOST_DIGITS)
    return [None if number in lost else number for number in numbers]


def _clean(phones: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
    """Without the apostrophe that keeps a spreadsheet from adding a number up, and the nought of one that was one."""
    each = {
        row: tuple([_POINT_NOUGHT.sub(r"\1", _QUOTED.sub("", phone)) for phone in row]) for row in dict.fromkeys(phones)
    }
    return list(map(each.__getitem__, phones))


def first_of(values: Sequence[str]) -> str | None:
    return values[0] if values else None


def check_name(name: str) -> str | None:
    """Why something cannot be a name; None where it can."""
    return f"longer than {LONGEST_NAME} characters" if len(name) > LONGEST_NAME else None


def check_line(reader: ColumnReader, field: str, texts: Sequence[str | None]) -> list[str | None]:
    """The texts without those that are too long to be kept, which are listed."""
    kept = list(texts)
    for index, text in enumerate(texts):
        if text is not None and len(text) > LONGEST_FIELD:
            reader.fault(index, field, f"longer than {LONGEST_FIELD} characters")
            kept[index] = None
    return kept
