"""Reading delimited text: its encoding, its delimiter and its records."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence

from desktop_pipeline.exchange.tables import Row
from desktop_pipeline.exchange.unreadable import UnreadableFileError, damaged, too_large

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LENGTH = 1 << 16
_SAMPLE_RECORDS = 100
_LONGEST_CELL = 1 << 20
_MOST_CELLS = 5_000_000
LARGEST_TEXT = 64 << 20
_BYTE_ORDER_MARKS = (
    # The mark of UTF-32 begins with the one of UTF-16: longest first
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = frozenset(chr(code) for code in range(32)) - frozenset("\t\n\v\f\r\x1a")
_MOST_CONTROL = 0.02
_MANY_NULS = 0.3

Score = Callable[[Sequence[Sequence[str]]], int]


class NotTextError(ValueError):
    """The bytes are no text at all."""


def decode(content: bytes) -> str:
    """The text of a file: byte-order mark, strict UTF-8, UTF-16 by its NULs, then Windows' Western code page."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode_strictly(content, encoding)
    head = content[: 1 << 12]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even + odd > _MANY_NULS * len(head):
        return _decode_strictly(content, "utf-16-be" if even > odd else "utf-16-le")
    content = content.replace(b"\0", b"")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode_western(content)
    head_text = text[:_SAMPLE_LENGTH]
    if sum(map(_CONTROL.__contains__, head_text)) > _MOST_CONTROL * len(head_text):
        raise NotTextError
    return text


def _decode_strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding).replace("\0", "")
    except UnicodeDecodeError as error:
        raise NotTextError from error


def _decode_western(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        # cp1252 leaves five bytes undefined; Latin-1 keeps them as they are
        return content.decode("latin-1")


def read_records(text: str, *, score: Score) -> list[Row]:
    """All records, numbered as a spreadsheet would; `score` tells how many headers a reading of the top yields."""
    lead, delimiter = _declared_delimiter(text)
    body = text[lead:]
    if delimiter is None:
        delimiter = sniff_delimiter(body, score=score)
    if body.count(delimiter) + body.count("\n") + body.count("\r") > _MOST_CELLS:
        raise too_large()
    first = 2 if lead else 1
    records = _parse(body, delimiter)
    return [Row(first + index, tuple(cell or None for cell in record)) for index, record in enumerate(records)]


def _declared_delimiter(text: str) -> tuple[int, str | None]:
    """Excel's own first line `sep=;`: its length and what it declares."""
    first_line = text[:8].splitlines()[0] if text[:8].splitlines() else ""
    if first_line[:4].lower() == "sep=" and len(first_line) == len("sep=;"):
        end = text.find("\n", len(first_line))
        return (end + 1 if end >= 0 else len(text)), first_line[-1]
    return 0, None


def sniff_delimiter(text: str, *, score: Score) -> str:
    """The delimiter under which most headers are known, then most records have the same width, then the widest."""
    sample = text[:_SAMPLE_LENGTH]
    whole = len(sample) == len(text)

    def rate(delimiter: str) -> tuple[int, float, int]:
        records = [record for record in _read_loosely(sample, delimiter) if any(record)]
        if not whole and len(records) > 1:
            records.pop()
        widths = Counter(len(record) for record in records)
        width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
        share = count / len(records) if width > 1 else 0.0
        return score(records), round(share, 1), width

    return max(DELIMITERS, key=rate)


def _read_loosely(sample: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=True)
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


def _parse(text: str, delimiter: str) -> list[list[str]]:
    """Strictly first, so that a quotation mark that is never closed does not swallow the rest in silence."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        return _list_records(text, delimiter, strict=True)
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            why = "has a quotation mark that is never closed"
            raise UnreadableFileError(why) from error
        try:
            return _list_records(text, delimiter, strict=False)
        except csv.Error as deeper:
            raise damaged() from deeper
    finally:
        csv.field_size_limit(before)


def _list_records(text: str, delimiter: str, *, strict: bool) -> list[list[str]]:
    stream = io.StringIO(text, newline="")
    return list(csv.reader(stream, delimiter=delimiter, skipinitialspace=True, strict=strict))
