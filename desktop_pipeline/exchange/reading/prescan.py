"""Looks into a workbook before a reader does: sizes, entities, far cells, passwords; and where its error cells are."""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree as SafeTree
from defusedxml import DefusedXmlException

from desktop_pipeline.exchange.unreadable import UnreadableFileError, damaged, protected, too_large

ZIP_MAGIC = b"PK"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST_FILE = 200 << 20
_LARGEST_CONTENT = 300 << 20
_LARGEST_RATIO = 200
# Sheets of empty rows shrink a thousandfold and are harmless below this
_RATIO_MATTERS_ABOVE = 64 << 20
_MOST_PARTS = 10_000
_MOST_CELLS = 5_000_000
_BLOCK = 1 << 20
# Longer than any start tag of a cell that matters here
_OVERLAP = 500
# A rough count first: which columns are named, and whether any row lies beyond a hundred thousand
_COLUMNS = re.compile(rb"r=[\"']([A-Z]{1,3})[0-9]")
_FAR_ROWS = re.compile(rb"r=[\"'][A-Z]{1,3}([0-9]{6,7})[\"']")
_FEW_ROWS = 99_999
# A cell closed within its tag holds a format and nothing else
_FILLED_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]{0,200}?\br\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]{0,200}(?<!/)>")
_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c ([^>]{0,200}\bt="e"[^>]{0,200})>(?:(?!</(?:\w+:)?c>).){0,4000}?<(?:\w+:)?v>([^<]{1,20})<', re.DOTALL
)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_DECLARATIONS = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
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


class ErrorCell(NamedTuple):
    """A cell whose formula failed; row and column count from 0."""

    row: int
    column: int
    text: str


def inspect(path: Path) -> dict[str, list[ErrorCell]]:
    """Refuses what is unsafe (UnreadableFileError); the error cells of each sheet of an .xlsx by the sheet's name."""
    with path.open("rb") as file:
        head = file.read(len(OLE_MAGIC))
    if head == OLE_MAGIC:
        _refuse_encrypted(path)
        return {}
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(archive)
            errors = {part.filename: _check_part(archive, part) for part in archive.infolist()}
            return _by_sheet(archive, {name: cells for name, cells in errors.items() if cells})
    except UnreadableFileError:
        raise
    except _SIGNS_OF_DAMAGE as error:
        if "password" in str(error):
            raise protected() from error
        raise damaged() from error


def _refuse_encrypted(path: Path) -> None:
    """An encrypted .xlsx is an OLE container around a stream of that name; a plain .xls passes."""
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        raise protected()


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if not any(name in {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} for name in names) and not any(
        name.lower().endswith(("workbook.xml", "workbook.bin")) for name in names
    ):
        message = "is not a spreadsheet"
        raise UnreadableFileError(message)
    if len(set(names)) != len(names):
        # Which of two parts of one name is meant, readers decide differently
        raise damaged()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_CONTENT:
        raise too_large()
    for part in parts:
        if part.file_size > _RATIO_MATTERS_ABOVE and part.file_size > _LARGEST_RATIO * max(1, part.compress_size):
            raise too_large()


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> list[ErrorCell]:
    """Refuses entities and far-away cells in one part; its error cells where it is a sheet."""
    if not part.filename.lower().endswith((".xml", ".rels")):
        return []
    is_sheet = "/worksheets/" in part.filename
    columns: set[bytes] = set()
    last_row = _FEW_ROWS
    errors: dict[ErrorCell, None] = {}
    for text in _stretches(archive, part):
        if any(word in text for word in _DECLARATIONS):
            message = "holds entity declarations, which no spreadsheet program writes, and is not opened"
            raise UnreadableFileError(message)
        if is_sheet:
            columns.update(_COLUMNS.findall(text))
            last_row = max([last_row, *map(int, _FAR_ROWS.findall(text))])
            errors.update(dict.fromkeys(_error_cells(text)))
    if last_row * _span(map(_column, columns)) > _MOST_CELLS and _filled_area(archive, part) > _MOST_CELLS:
        raise too_large()
    return list(errors)


def _stretches(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part in blocks that overlap, so that no tag is cut in two."""
    tail = b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            text = tail + block
            yield text
            tail = text[-_OVERLAP:]


def _filled_area(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """The rectangle around all cells that hold something: readers keep the whole of it in memory."""
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    for text in _stretches(archive, part):
        for letters, row in _FILLED_CELL.findall(text):
            columns.add(letters)
            rows.add(row)
    return _span(map(int, rows)) * _span(map(_column, columns))


def _span(numbers: Iterable[int]) -> int:
    """How many numbers there are from the smallest to the largest."""
    ordered = sorted(numbers)
    return ordered[-1] - ordered[0] + 1 if ordered else 0


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _error_cells(text: bytes) -> list[ErrorCell]:
    cells: list[ErrorCell] = []
    if b't="e"' not in text:
        return cells
    for match in _ERROR_CELL.finditer(text):
        place = _REFERENCE.search(match[1])
        if place:
            cells.append(ErrorCell(int(place[2]) - 1, _column(place[1]), match[2].decode("utf-8", "replace")))
    return cells


def _by_sheet(archive: zipfile.ZipFile, errors: dict[str, list[ErrorCell]]) -> dict[str, list[ErrorCell]]:
    """Error cells under the names that the workbook gives its sheets, not their parts' names."""
    if not errors:
        return {}
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _parse(archive, "xl/_rels/workbook.xml.rels").iter()
    }
    sheets = {}
    for sheet in _parse(archive, "xl/workbook.xml").iter():
        reference = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
        part = targets.get(reference, "")
        cells = errors.get(part.lstrip("/")) or errors.get(f"xl/{part}")
        if cells and (name := sheet.get("name")):
            sheets[name] = cells
    return sheets


def _parse(archive: zipfile.ZipFile, part: str) -> Element:
    root: Element = SafeTree.fromstring(archive.read(part))
    return root
