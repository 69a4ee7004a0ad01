"""Looks into a workbook before a reader does: sizes, entities, far cells, passwords; and where its error cells are."""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException

from desktop_pipeline.exchange.reading.error_cells import (
    ErrorCell,
    by_row,
    by_sheet,
    column_number,
    find_in_ods,
    find_in_xls,
    find_in_xlsb,
    find_in_xml,
)
from desktop_pipeline.exchange.reading.ole import OLE_MAGIC, read_workbook_stream
from desktop_pipeline.exchange.unreadable import UnreadableFileError, damaged, protected, too_large

ZIP_MAGIC = b"PK"
LARGEST_FILE = 200 << 20
# So many columns and rows has a sheet of any program; what claims more would be looked through one by one
WIDEST, TALLEST = 16_384, 1 << 20
_LARGEST_CONTENT = 300 << 20
_LARGEST_RATIO = 200
# Sheets of empty rows shrink a thousandfold and are harmless below this
_RATIO_MATTERS_ABOVE = 64 << 20
_MOST_PARTS = 10_000
_MOST_CELLS = 5_000_000
_BLOCK = 1 << 18
# Longer than any start tag of a cell that matters here
_OVERLAP = 500
# A rough count first: columns of two letters, rows of six digits; few sheets have either
_FAR_CELL = re.compile(rb"r=[\"'](?:([A-Z]{2,3})[0-9]{1,7}|[A-Z]([0-9]{6,7}))[\"']")
_ALPHABET = 26
_FEW_ROWS = 99_999
# A cell closed within its tag holds a format and nothing else
_FILLED_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]{0,200}?\br\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]{0,200}(?<!/)>")
_DECLARATION = "<!DOCTYPE"
# In an .ods, what is written once can stand for thousands of cells
_REPEATED = re.compile(
    rb"<table:table-row\b[^>]{0,300}?number-rows-repeated=\"([0-9]{1,9})\"|"
    rb"<table:table-cell\b[^>]{0,600}?number-columns-repeated=\"([0-9]{1,9})\"[^>]{0,600}?(?<!/)>"
)
_ODS_CONTENT = "content.xml"
_WORKBOOKS = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", _ODS_CONTENT: "ods"}
# What unpacking and parsing raise where bytes are not what they should be
_SIGNS_OF_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ParseError,
    DefusedXmlException,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    LookupError,
)


class Inspected(NamedTuple):
    """What a workbook truly is (its usual suffix), and the error cells of its sheets by name and row from 0."""

    kind: str
    errors: Mapping[str, Mapping[int, Sequence[ErrorCell]]]


def inspect(path: Path, begin: Callable[[], None] = lambda: None) -> Inspected:
    """Refuses what is unsafe (UnreadableFileError) before a reader sees it.

    `begin` is called when names and sizes promise no harm and only what the parts hold is still to be gone through.
    """
    with path.open("rb") as file:
        head = file.read(len(OLE_MAGIC))
    try:
        if head == OLE_MAGIC:
            found = find_in_xls(read_workbook_stream(path))
            return Inspected("xls", {name: by_row(cells) for name, cells in found.items()})
        with zipfile.ZipFile(path) as archive:
            return _inspect_archive(archive, begin)
    except UnreadableFileError:
        raise
    except _SIGNS_OF_DAMAGE as error:
        if "password" in str(error):
            raise protected() from error
        raise damaged() from error


def _inspect_archive(archive: zipfile.ZipFile, begin: Callable[[], None]) -> Inspected:
    kind = _check_parts(archive)
    begin()
    found = {part.filename: cells for part in archive.infolist() if (cells := _check_part(archive, part))}
    if kind != "ods":
        return Inspected(kind, by_sheet(archive, found))
    errors = find_in_ods(archive) if _has_failed(archive) else {}
    return Inspected(kind, {name: by_row(cells) for name, cells in errors.items()})


def _check_parts(archive: zipfile.ZipFile) -> str:
    """Refuses by names and sizes alone; the kind of the workbook."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    kind = next((kind for name, kind in _WORKBOOKS.items() if name in names), None)
    if kind is None:
        endings = tuple(Path(name).name for name in _WORKBOOKS)
        ending = next((Path(name).name for name in names if name.lower().endswith(endings[:2])), None)
        if ending is None:
            message = "is not a spreadsheet"
            raise UnreadableFileError(message)
        kind = "xlsb" if ending.lower().endswith(".bin") else "xlsx"
    if len(set(names)) != len(names):
        # Which of two parts of one name is meant, readers decide differently
        raise damaged()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_CONTENT:
        raise too_large()
    for part in parts:
        if part.file_size > _RATIO_MATTERS_ABOVE and part.file_size > _LARGEST_RATIO * max(1, part.compress_size):
            raise too_large()
    return "xlsm" if kind == "xlsx" and any(name.endswith("vbaProject.bin") for name in names) else kind


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> list[ErrorCell]:
    """Refuses entities and far-away cells in one part; its error cells where it is a sheet of Excel's."""
    name = part.filename.lower()
    is_sheet = "/worksheets/" in name
    if is_sheet and name.endswith(".bin"):
        return list(find_in_xlsb(archive.read(part)))
    if not name.endswith((".xml", ".rels")):
        return []
    columns: set[bytes] = set()
    last_row = _FEW_ROWS
    repeated = 0
    errors: dict[ErrorCell, None] = {}
    encodings = _encodings(archive, part)
    for text in _stretches(archive, part):
        if any(_DECLARATION.encode(encoding) in text for encoding in encodings):
            message = "holds entity declarations, which no spreadsheet program writes, and is not opened"
            raise UnreadableFileError(message)
        if is_sheet:
            for letters, row in _FAR_CELL.findall(text):
                columns.add(letters)
                last_row = max(last_row, int(row or 0))
            errors.update(dict.fromkeys(find_in_xml(text)))
        elif name == _ODS_CONTENT:
            repeated += _repeated_area(text)
            if repeated > _MOST_CELLS:
                raise too_large()
    width = max([_ALPHABET, *(column_number(letters) + 1 for letters in columns if letters)])
    if is_sheet and last_row * width > _MOST_CELLS and _filled_area(archive, part) > _MOST_CELLS:
        raise too_large()
    return list(errors)


def _encodings(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[str, ...]:
    """The encodings in which a part may be written: one without NULs at its beginning is not in UTF-16."""
    with archive.open(part) as stream:
        head = stream.read(4)
    return ("utf-16-le", "utf-16-be") if b"\0" in head or head[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("ascii",)


def _stretches(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part in blocks that overlap, so that no tag is cut in two."""
    tail = b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            text = tail + block
            yield text
            tail = text[-_OVERLAP:]


def _repeated_area(text: bytes) -> int:
    """How many cells the repetitions in a stretch of an .ods make at most."""
    cells = 0
    height = 1
    for rows, columns in _REPEATED.findall(text):
        if rows:
            height = int(rows)
        else:
            cells += height * int(columns)
            height = 1
    return cells


def _has_failed(archive: zipfile.ZipFile) -> bool:
    part = archive.getinfo(_ODS_CONTENT)
    return any(b'value-type="error"' in text for text in _stretches(archive, part))


def _filled_area(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """The rectangle around all cells that hold something: readers keep the whole of it in memory."""
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    for text in _stretches(archive, part):
        for letters, row in _FILLED_CELL.findall(text):
            columns.add(letters)
            rows.add(row)
    return _span(map(int, rows)) * _span(map(column_number, columns))


def _span(numbers: Iterable[int]) -> int:
    """How many numbers there are from the smallest to the largest."""
    ordered = sorted(numbers)
    return ordered[-1] - ordered[0] + 1 if ordered else 0
