"""From a file to a book of tables: what kind it is, and one sentence when it cannot be read."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.options import ReadingChoices
from desktop_pipeline.exchange.reading.bands import name_apart, tell_sheets
from desktop_pipeline.exchange.reading.card_headers import COMPANIES, PEOPLE
from desktop_pipeline.exchange.reading.colours import tell_colours
from desktop_pipeline.exchange.reading.csv_text import LARGEST_TEXT, read_text
from desktop_pipeline.exchange.reading.currencies_shown import tell_currencies
from desktop_pipeline.exchange.reading.encodings import NotTextError, Spelling
from desktop_pipeline.exchange.reading.headers import Merge
from desktop_pipeline.exchange.reading.layout import Sheet
from desktop_pipeline.exchange.reading.ole import OLE_MAGIC
from desktop_pipeline.exchange.reading.pasted import MAGIC, find_pasted, read_place
from desktop_pipeline.exchange.reading.prescan import LARGEST_FILE, WIDEST, ZIP_MAGIC
from desktop_pipeline.exchange.reading.workbooks import (
    NoSuchSheetError,
    Reading,
    begin_workbook,
    read_cards,
    read_clipboard,
)
from desktop_pipeline.exchange.tables import Book, Row, SheetShape, Table
from desktop_pipeline.exchange.understanding.columns import count_known, normalise_header
from desktop_pipeline.exchange.unreadable import UnreadableFileError, damaged, too_large

AS_FOUND = ReadingChoices()
_HEADER_WITHIN = 25
_WORKBOOK_SUFFIXES = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".ots"))
_TEXT_KINDS = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv"}
_CARD_SUFFIXES = frozenset((".vcf", ".vcard"))
_LONGEST_MAGIC = 64
# More columns than anybody names
_MOST_HEADERS = 4_096


class NothingToImportError(CannotOpenError):
    """A file without a row; `sheets` are its sheets, of which a hidden one may hold some."""

    def __init__(self, message: str, sheets: tuple[SheetShape, ...]) -> None:
        super().__init__(message)
        self.sheets = sheets


class _Read(NamedTuple):
    """A file's sheets with their rows, before tables are found in them; `tables` where they are known already.

    `colours`: what rows are painted in, `currencies`: what their numbers are shown in, by sheet and number.
    """

    kind: str
    sheets: Sequence[tuple[SheetShape, Sequence[Row], Sequence[Merge]]]
    encoding: str | None = None
    separator: str | None = None
    other_encodings: tuple[str, ...] = ()
    tables: tuple[Table, ...] | None = None
    colours: Mapping[str | None, Mapping[int, str]] = MappingProxyType({})
    currencies: Mapping[str | None, Mapping[int, str]] = MappingProxyType({})


def begin_reading(path: Path, choices: ReadingChoices = AS_FOUND) -> Reading | None:
    """Begins to read a workbook while its caller does other things, to be handed to `read_book` or stopped.

    None for any other file, and for one of which `read_book` will say why it is not read.
    """
    with suppress(OSError):
        if path.is_file() and path.stat().st_size <= LARGEST_FILE and _is_workbook(_read_head(path)):
            return begin_workbook(path, choices.sheets)
    return None


def read_book(
    path: Path,
    choices: ReadingChoices = AS_FOUND,
    *,
    named: Collection[str] = (),
    progress: Callable[[int], None] = lambda _rows: None,
    begun: Reading | None = None,
) -> Book:
    """A spreadsheet as it is found, or read as chosen.

    `named` are headers that the caller will use though no alias knows them. `progress` is told of rows several times a
    second; what it raises ends the reading. `begun` is what `begin_reading` made of the same. Raises CannotOpenError
    with one sentence, NothingToImportError for a file that can be read and has no row.
    """
    read = _read_in_words(path, choices, progress, begun)
    named_keys = frozenset(normalise_header(header) for header in named)
    tables = read.tables
    if tables is None:
        found = [
            table
            for shape, rows, merges in read.sheets
            for table in Sheet(path.name, shape.name, rows, merges, named_keys).find_tables(
                choices.tops.get(shape.name)
            )
        ]
        told = tell_sheets(found) if len(found) > 1 else found
        # After the names of sheets, which may say how deals stand as well
        painted = [
            tell_currencies(
                tell_colours(table, read.colours.get(table.sheet, {})), read.currencies.get(table.sheet, {})
            )
            for table in told
        ]
        tables = name_apart(painted) if len(painted) > 1 else tuple(painted)
    if any(map(_is_too_wide, tables)):
        message = f"“{path.name}” {too_large()}."
        raise CannotOpenError(message)
    shapes = tuple(shape for shape, _rows, _merges in read.sheets)
    if not any(table.rows for table in tables):
        message = f"There is nothing to import in “{path.name}”."
        raise NothingToImportError(message, shapes)
    return Book(path.name, read.kind, read.encoding, read.separator, shapes, tables, read.other_encodings)


def _is_too_wide(table: Table) -> bool:
    headers = table.headers
    return len(headers) > WIDEST or len(headers) - headers.count("") > _MOST_HEADERS


def _read_in_words(
    path: Path, choices: ReadingChoices, progress: Callable[[int], None], begun: Reading | None = None
) -> _Read:
    try:
        return _read(path, choices, progress, begun)
    except NoSuchSheetError as error:
        there = f"There are: {', '.join(error.names)}." if error.names else "It has no sheets."
        message = f"There is no sheet “{error.name}” in “{path.name}”. {there}"
        raise CannotOpenError(message) from error
    except NotTextError as error:
        why = f"is not written in the encoding {choices.encoding}" if choices.encoding else "is not a spreadsheet"
        message = f"“{path.name}” {why}."
        raise CannotOpenError(message) from error
    except UnreadableFileError as error:
        message = f"“{path.name}” {error}."
        raise CannotOpenError(message) from error
    except FileNotFoundError as error:
        message = f"There is no file “{path.name}”."
        raise CannotOpenError(message) from error
    except OSError as error:
        message = f"“{path.name}” cannot be read: {error.strerror}."
        raise CannotOpenError(message) from error


def _read_head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LONGEST_MAGIC)


def _is_workbook(head: bytes) -> bool:
    return head.startswith((ZIP_MAGIC, OLE_MAGIC))


def _read(path: Path, choices: ReadingChoices, progress: Callable[[int], None], begun: Reading | None) -> _Read:
    if path.exists() and not path.is_file():
        message = "is a folder, not a file" if path.is_dir() else "is not a file"
        raise UnreadableFileError(message)
    head = _read_head(path)
    is_workbook = _is_workbook(head)
    # Contacts have pictures
    are_cards = not is_workbook and begins_card(head)
    if path.stat().st_size > (LARGEST_FILE if is_workbook or are_cards else LARGEST_TEXT):
        raise too_large()
    if is_workbook:
        workbook = (begun or begin_workbook(path, choices.sheets)).read(progress)
        return _Read(
            workbook.kind,
            [(sheet.shape, sheet.rows, sheet.merges) for sheet in workbook.sheets],
            colours={sheet.shape.name: sheet.colours for sheet in workbook.sheets},
            currencies={sheet.shape.name: sheet.currencies for sheet in workbook.sheets},
        )
    _refuse_other_kinds(path, head)
    if choices.sheets:
        raise NoSuchSheetError(choices.sheets[0], [])
    if are_cards or path.suffix.lower() in _CARD_SUFFIXES:
        return _read_cards(path, choices.encoding, progress)
    if head.startswith(MAGIC):
        return _read_pasted(path, choices.tops.get(None), progress)
    text = read_text(
        path.read_bytes(),
        encoding=choices.encoding,
        separator=choices.separator,
        score=_count_headers,
        progress=progress,
    )
    height = text.rows[-1].number - text.rows[0].number + 1 if text.rows else 0
    shape = SheetShape(None, height, max((len(row.cells) for row in text.rows), default=0), False, True)
    kind = _TEXT_KINDS.get(path.suffix.lower(), "txt")
    return _Read(kind, [(shape, text.rows, ())], text.spelling.encoding, text.separator, text.spelling.others)


def begins_card(head: bytes) -> bool:
    """Whether a file begins as one of contacts does, in whatever encoding."""
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").upper().startswith(b"BEGIN:VCARD")


def _read_cards(path: Path, encoding: str | None, progress: Callable[[int], None]) -> _Read:
    """People and companies, as two tables that stand beside each other; rows are numbered as their cards."""
    read = read_cards(path, encoding, progress)
    people, companies = read.sheets
    if not people.shape.rows:
        message = "holds no contacts"
        raise UnreadableFileError(message)
    if not people.rows and not companies.rows and all(row.why == "damaged card" for row in read.passed):
        raise damaged()
    width = len(PEOPLE)
    tables = [
        Table(path.name, None, 0, headers, tuple(sheet.rows), left, passed)
        for headers, sheet, left, passed in ((PEOPLE, people, 0, read.passed), (COMPANIES, companies, width, ()))
        if sheet.rows or passed
    ]
    spelling = read.spelling or Spelling("utf-8")
    shape = SheetShape(None, people.shape.rows, width, False, True)
    return _Read("vcf", [(shape, (), ())], spelling.encoding, None, spelling.others, tuple(map(_drop_empty, tables)))


def _drop_empty(table: Table) -> Table:
    """The table without the columns that nobody knows and no card fills: they would only be asked about."""
    filled = [any(row.cells[index] is not None for row in table.rows) for index in range(len(table.headers))]
    kept = [index for index, header in enumerate(table.headers) if filled[index] or count_known([header])]
    rows = tuple(Row(row.number, tuple(row.cells[index] for index in kept)) for row in table.rows)
    return replace(table, headers=tuple(table.headers[index] for index in kept), rows=rows)


def _read_pasted(path: Path, top: int | None, progress: Callable[[int], None]) -> _Read:
    try:
        holding, heads = read_place(path)
    except (ValueError, RecursionError) as error:
        raise damaged() from error
    (sheet,) = read_clipboard(path, progress).sheets
    return _Read(
        "pasted",
        [(sheet.shape, (), ())],
        tables=find_pasted(path.name, sheet.rows, holding, heads, top) if sheet.rows else (),
    )


def _refuse_other_kinds(path: Path, head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        message = "is a web page, not a spreadsheet"
        raise UnreadableFileError(message)
    if head and path.suffix.lower() in _WORKBOOK_SUFFIXES:
        message = "is not a spreadsheet, whatever its name says, or it is damaged"
        raise UnreadableFileError(message)
    if start.startswith((b"<?xml", b"%pdf", b"{\\rtf", b"sqlite format")):
        message = "is not a spreadsheet"
        raise UnreadableFileError(message)


def _count_headers(records: Sequence[Sequence[str]]) -> int:
    return max((count_known(record) for record in records[:_HEADER_WITHIN]), default=0)
