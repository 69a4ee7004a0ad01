"""Reading delimited text: its separator and its records."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from sys import getsizeof
from typing import NamedTuple

from desktop_pipeline.exchange.reading.encodings import STRAY, Spelling, find_encoding
from desktop_pipeline.exchange.tables import Cell, Row
from desktop_pipeline.exchange.unreadable import UnreadableFileError, damaged, too_large

SEPARATORS = (",", ";", "\t", "|")
LARGEST_TEXT = 64 << 20
_DECLARED = (*SEPARATORS, ":", "^", "~", " ")
_SAMPLE_LENGTH = 1 << 16
_SAMPLE_RECORDS = 100
_NEVER = '\r\n"'
_LONGEST_CELL = 1 << 20
_MOST_CELLS = 5_000_000
_RECORDS_A_BREATH = 2000
# What the rows take as objects of the program, in bytes
_MOST_HELD = 400 << 20
_PLACE = 8

Score = Callable[[Sequence[Sequence[str]]], int]


class Text(NamedTuple):
    """A delimited text: how it is written, and its records, numbered as a spreadsheet would, without blank ones."""

    spelling: Spelling
    separator: str
    rows: list[Row]


def read_text(
    content: bytes,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    score: Score,
    progress: Callable[[int], None],
) -> Text:
    """All records; `score` tells how many headers a reading of the top yields.

    `progress` is told of records; what it raises ends the reading. Raises NotTextError and UnreadableFileError.
    """
    spelling = find_encoding(content, encoding)
    lead, declared = _find_declaration(content, spelling.encoding)
    if separator is not None and (len(separator) != 1 or separator in _NEVER):
        why = f"cannot be parted by “{separator}”"
        raise UnreadableFileError(why)
    separator = separator or declared or sniff_separator(_sample(content, spelling.encoding, lead), score=score)
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = _read_carefully(content, spelling.encoding, separator, lead, progress)
    finally:
        csv.field_size_limit(before)
    return Text(spelling, separator, rows)


def _find_declaration(content: bytes, encoding: str) -> tuple[int, str | None]:
    """Excel's own first line `sep=;`: how many lines it takes and what it declares."""
    head = _open(content[:64], encoding, errors="ignore").readline().rstrip("\r\n")
    if head[:4].lower() == "sep=" and len(head) == len("sep=;") and head[-1] in _DECLARED:
        return 1, head[-1]
    return 0, None


def _open(content: bytes, encoding: str, *, errors: str = STRAY) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors=errors, newline="")


def _sample(content: bytes, encoding: str, lead: int) -> str:
    stream = _open(content[: 4 * _SAMPLE_LENGTH], encoding, errors="ignore")
    for _ in range(lead):
        stream.readline()
    return stream.read(_SAMPLE_LENGTH).replace("\0", "")


def sniff_separator(sample: str, *, score: Score) -> str:
    """The separator under which most headers are known, then most records have the same width, then the widest."""
    is_whole = len(sample) < _SAMPLE_LENGTH

    def rank(separator: str) -> tuple[int, float, int]:
        records = [record for record in _read_loosely(sample, separator) if any(record)]
        if not is_whole and len(records) > 1:
            records.pop()
        widths = Counter(len(record) for record in records)
        width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
        share = count / len(records) if width > 1 else 0.0
        return score(records), round(share, 1), width

    return max(SEPARATORS, key=rank)


def _read_loosely(sample: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator, skipinitialspace=True)
    records = []
    try:
        for record in reader:
            records.append(record)
            if len(records) >= _SAMPLE_RECORDS:
                break
    except csv.Error:
        # A cell beyond csv's limit: the records before it tell enough
        return records
    return records


def _read_carefully(
    content: bytes, encoding: str, separator: str, lead: int, progress: Callable[[int], None]
) -> list[Row]:
    """Strictly first, so that a quotation mark that is never closed does not swallow the rest in silence."""
    try:
        return _read_rows(content, encoding, separator, lead, progress, strict=True)
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            why = "has a quotation mark that is never closed"
            raise UnreadableFileError(why) from error
        try:
            return _read_rows(content, encoding, separator, lead, progress, strict=False)
        except csv.Error as deeper:
            raise damaged() from deeper


def _read_rows(
    content: bytes, encoding: str, separator: str, lead: int, progress: Callable[[int], None], *, strict: bool
) -> list[Row]:
    lines: Iterator[str] = iter(_open(content, encoding))
    for _ in range(lead):
        next(lines)
    if b"\0" in content:
        lines = (line.replace("\0", "") for line in lines)
    rows: list[Row] = []
    cells = held = 0
    # Equal texts become one object
    shared: dict[str, Cell] = {"": None}
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=separator != " ", strict=strict)
    for number, record in enumerate(reader, start=lead + 1):
        if number % _RECORDS_A_BREATH == 0:
            progress(len(rows))
            held += sum(map(getsizeof, shared))
            shared = {"": None}
        cells += len(record)
        if cells > _MOST_CELLS or held + _PLACE * cells > _MOST_HELD:
            raise too_large()
        row = tuple([shared[cell] if cell in shared else _share(cell, shared) for cell in record])
        if row.count(None) < len(row):
            rows.append(Row(number, row))
    return rows


def _share(cell: str, shared: dict[str, Cell]) -> Cell:
    """A text of blanks is nothing, too."""
    shared[cell] = cell if cell.strip() else None
    return shared[cell]
