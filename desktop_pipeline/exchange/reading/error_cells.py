"""Where the error cells of a workbook are: the reader leaves cells whose formula failed empty."""

import re
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

import defusedxml.ElementTree as SafeTree

_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c ([^>]{0,200}\bt="e"[^>]{0,200})>(?:(?!</(?:\w+:)?c>).){0,4000}?<(?:\w+:)?v>([^<]{1,20})<', re.DOTALL
)
# A formula without a value, as programs write it that cannot calculate; an empty text is a value
_UNKNOWN_CELL = re.compile(
    rb"<(?:\w+:)?c ([^>]{0,200})><(?:\w+:)?f[^>]{0,200}>[^<]{0,400}</(?:\w+:)?f>"
    rb"(?:<(?:\w+:)?v\s?/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_TRACES = (b"f></", b"f><v/>", b"f><v />", b"f><v></v>")
_OTHER_KIND = re.compile(rb"\bt=\"(?!n\")")
_UNKNOWN = "#GETTING_DATA"
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
# Records of .xls (BIFF8) and .xlsb (BIFF12) sheets
_XLS_BOOL_OR_ERROR, _XLS_FORMULA, _XLS_BEGIN, _XLS_SHEET = 0x0205, 0x0006, 0x0809, 0x0085
# What the stream of a workbook with errors holds somewhere; going through its records takes a second
_XLS_TRACE = re.compile(rb"\x05\x02\x08\x00.{7}\x01|\x06\x00..{7}\x02.{5}\xff\xff", re.DOTALL)
_XLSB_TRACE = re.compile(rb"(?:\x03\x09|\x0b[\x0b-\xff])..\x00\x00.{4}[\x00\x07\x0f\x17\x1d\x24\x2a\x2b]", re.DOTALL)
_XLSB_ROW, _XLSB_ERROR, _XLSB_FORMULA_ERROR, _XLSB_SHEET = 0, 3, 11, 156


class ErrorCell(NamedTuple):
    """A cell whose formula failed; row and column count from 0."""

    row: int
    column: int
    text: str


def find_in_xml(text: bytes) -> Iterator[ErrorCell]:
    """The error cells in a stretch of a sheet of an .xlsx."""
    if any(trace in text for trace in _TRACES):
        for match in _UNKNOWN_CELL.finditer(text):
            place = None if _OTHER_KIND.search(match[1]) else _REFERENCE.search(match[1])
            if place:
                yield ErrorCell(int(place[2]) - 1, column_number(place[1]), _UNKNOWN)
    if b't="e"' not in text:
        return
    for match in _ERROR_CELL.finditer(text):
        place = _REFERENCE.search(match[1])
        if place:
            yield ErrorCell(int(place[2]) - 1, column_number(place[1]), match[2].decode("utf-8", "replace"))


def column_number(letters: bytes) -> int:
    """The index of the column that a spreadsheet calls by letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def find_in_xlsb(sheet: bytes) -> Iterator[ErrorCell]:
    """The error cells of a sheet of an .xlsb."""
    if not _XLSB_TRACE.search(sheet):
        return
    row = 0
    for kind, start, length in _xlsb_records(sheet):
        if kind == _XLSB_ROW and length >= 4:  # noqa: PLR2004 - a row's number has four bytes
            (row,) = struct.unpack_from("<I", sheet, start)
        elif kind in {_XLSB_ERROR, _XLSB_FORMULA_ERROR} and length >= 9:  # noqa: PLR2004 - column, format, code
            (column,) = struct.unpack_from("<I", sheet, start)
            yield ErrorCell(row, column, _CODES.get(sheet[start + 8], "#N/A"))


def _xlsb_records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, start and length of each record; a length beyond the end ends them."""
    at = 0
    while at < len(part):
        kind, at = _variable(part, at, 2)
        length, at = _variable(part, at, 4)
        if at + length > len(part):
            return
        yield kind, at, length
        at += length


def _variable(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    number = 0
    for index in range(most):
        if at >= len(part):
            break
        byte = part[at]
        at += 1
        number |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:  # noqa: PLR2004 - the bit that says more follows
            break
    return number, at


def find_in_xls(stream: bytes) -> dict[str, list[ErrorCell]]:
    """The error cells in the workbook stream of an .xls, by sheet."""
    if not _XLS_TRACE.search(stream):
        return {}
    names: dict[int, str] = {}
    found: dict[str, list[ErrorCell]] = {}
    sheet: str | None = None
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        start = at + 4
        if kind == _XLS_SHEET and length >= 8:  # noqa: PLR2004 - place, state, kind and a name's head
            (place,) = struct.unpack_from("<I", stream, start)
            names[place] = _xls_name(stream[start + 6 : start + length])
        elif kind == _XLS_BEGIN:
            sheet = names.get(at, sheet)
        elif sheet is not None and (cell := _xls_error(stream, kind, start, length)):
            found.setdefault(sheet, []).append(cell)
        at = start + length
    return found


def _xls_name(counted: bytes) -> str:
    length, is_wide = counted[0], counted[1] & 1
    return counted[2 : 2 + length * (2 if is_wide else 1)].decode("utf-16-le" if is_wide else "latin-1", "replace")


def _xls_error(stream: bytes, kind: int, start: int, length: int) -> ErrorCell | None:
    code = None
    if kind == _XLS_BOOL_OR_ERROR and length >= 8 and stream[start + 7] == 1:  # noqa: PLR2004 - a whole record
        code = stream[start + 6]
    elif kind == _XLS_FORMULA and length >= 14 and stream[start + 12 : start + 14] == b"\xff\xff":  # noqa: PLR2004
        code = stream[start + 8] if stream[start + 6] == 2 else None  # noqa: PLR2004 - 2 marks an error
    if code is None:
        return None
    row, column = struct.unpack_from("<HH", stream, start)
    return ErrorCell(row, column, _CODES.get(code, "#N/A"))


def by_sheet(
    archive: zipfile.ZipFile, errors: Mapping[str, Sequence[ErrorCell]]
) -> dict[str, dict[int, list[ErrorCell]]]:
    """Error cells by the names that an .xlsx or .xlsb gives its sheets (not their parts' names), and by row."""
    if not errors:
        return {}
    is_binary = any(part.endswith(".bin") for part in errors)
    return {
        name: by_row(cells) for name, part in list_sheets(archive, is_binary=is_binary) if (cells := errors.get(part))
    }


def list_sheets(archive: zipfile.ZipFile, *, is_binary: bool = False) -> Iterator[tuple[str, str]]:
    """The names of the sheets of an .xlsx or .xlsb, and the part of the archive that holds each."""
    relations = parse(archive, f"xl/_rels/workbook.{'bin' if is_binary else 'xml'}.rels")
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations.iter()}
    parts = set(archive.namelist())
    for name, reference in _xlsb_names(archive.read("xl/workbook.bin")) if is_binary else _xml_names(archive):
        target = targets.get(reference, "")
        part = next((part for part in (target.lstrip("/"), f"xl/{target}") if part in parts), None)
        if part is not None:
            yield name, part


def _xml_names(archive: zipfile.ZipFile) -> Iterator[tuple[str, str | None]]:
    for sheet in parse(archive, "xl/workbook.xml").iter():
        reference = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
        if name := sheet.get("name"):
            yield name, reference


def _xlsb_names(workbook: bytes) -> Iterator[tuple[str, str | None]]:
    for kind, start, length in _xlsb_records(workbook):
        if kind == _XLSB_SHEET:
            texts = []
            at = start + 8
            while at + 4 <= start + length:
                (letters,) = struct.unpack_from("<I", workbook, at)
                texts.append(workbook[at + 4 : at + 4 + 2 * letters].decode("utf-16-le", "replace"))
                at += 4 + 2 * letters
            reference, name, *_rest = (*texts, "", "")
            yield name, reference


def by_row(cells: Iterable[ErrorCell]) -> dict[int, list[ErrorCell]]:
    rows: dict[int, list[ErrorCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    return rows


def find_in_ods(archive: zipfile.ZipFile) -> dict[str, list[ErrorCell]]:
    """The error cells of an .ods, by sheet."""
    found: dict[str, list[ErrorCell]] = {}
    sheet, row, column = "", -1, 0
    height = 1
    with archive.open("content.xml") as stream:
        for event, element in SafeTree.iterparse(stream, events=("start", "end")):
            kind = element.tag.rpartition("}")[2]
            told = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
            if event == "start" and kind == "table":
                sheet, row, height = told.get("name", ""), -1, 1
            elif event == "start" and kind == "table-row":
                row += height
                height = int(told.get("number-rows-repeated", 1))
                column = 0
            elif event == "end" and kind in {"table-cell", "covered-table-cell"}:
                if "error" in element.attrib.values() or told.get("value-type") == "error":
                    found.setdefault(sheet, []).append(ErrorCell(row, column, "".join(element.itertext()).strip()))
                column += int(told.get("number-columns-repeated", 1))
            elif event == "end" and kind == "table-row":
                element.clear()
    return found


def parse(archive: zipfile.ZipFile, part: str) -> Element:
    """A part of an archive as XML, without entities."""
    root: Element = SafeTree.fromstring(archive.read(part))
    return root
