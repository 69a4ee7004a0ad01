"""Rows as a clipboard holds them: lines of cells between tabs, a table of HTML, or comma-separated text."""

import contextlib
import csv
import io
import json
import re
from html.parser import HTMLParser
from multiprocessing.connection import Connection
from pathlib import Path

from desktop_pipeline.domain.blanks import BLANKS
from desktop_pipeline.exchange.reading.csv_text import sniff_separator
from desktop_pipeline.exchange.reading.modesty import be_modest
from desktop_pipeline.exchange.tables import Row
from desktop_pipeline.exchange.unreadable import UnreadableFileError, too_large

_MOST_CELLS = 2_000_000
_MOST_SPANNED = 1000
_ROWS_A_MESSAGE = 4000
_SILENT = frozenset(("script", "style", "head", "title", "template", "noscript"))
_BREAKS = frozenset(("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table"))
_BLANKS = re.compile(rf"{BLANKS}\n\s*")
_QUOTED_END = re.compile(r'(?:[^"]|"")*"(?=[\t\n]|\Z)')
_TAB, _LINE, _QUOTE = "\t", "\n", '"'


def read_rows(text: str, html: str) -> list[Row]:
    """The rows that hold something, numbered from 1.

    A table of HTML is taken where there is one: only there a cell may hold anything without doubt. A single cell of
    text is one row. Raises UnreadableFileError for more than a clipboard may hold.
    """
    lines = _read_html(html) or _read_text(text)
    if len(lines) * max(map(len, lines), default=0) > _MOST_CELLS:
        raise too_large()
    rows = []
    for number, line in enumerate(lines, start=1):
        cells = tuple(cell if cell.strip() else None for cell in line)
        if cells.count(None) < len(cells):
            rows.append(Row(number, cells))
    return rows


def send_rows(path: str, connection: Connection) -> None:
    """In the reading process: sends ("kind", …), ("sheet", …), ("rows", …), … and ("end",), or ("refused", why)."""
    be_modest()
    with contextlib.closing(connection):
        try:
            told = json.loads(Path(path).read_bytes())
            rows = read_rows(str(told["text"]), str(told["html"]))
            width = max((len(row.cells) for row in rows), default=0)
            connection.send(("kind", "pasted"))
            height = rows[-1].number - rows[0].number + 1 if rows else 0
            connection.send(("sheet", None, height, width, False, True, 0, []))
            for first in range(0, len(rows), _ROWS_A_MESSAGE):
                portion = rows[first : first + _ROWS_A_MESSAGE]
                padded = (row.cells + (None,) * (width - len(row.cells)) for row in portion)
                connection.send(("rows", [row.number for row in portion], list(zip(*padded, strict=True))))
            connection.send(("end",))
        except UnreadableFileError as error:
            connection.send(("refused", str(error)))
        except MemoryError:
            connection.send(("refused", str(too_large())))
        except (OSError, ValueError, KeyError, TypeError):
            connection.send(("damaged",))


def is_one_cell(text: str) -> bool:
    """Whether a text is that of one cell, or of none; a spreadsheet program quotes one that has lines."""
    plain = text.strip("\r\n").replace("\r\n", _LINE)
    return _is_quoted(plain) or not (_TAB in plain or _LINE in plain.strip())


def _read_text(text: str) -> list[list[str]]:
    plain = text.replace("\0", "").replace("\r\n", _LINE).replace("\r", _LINE).rstrip(_LINE)
    if _TAB in plain:
        return _part_tabbed(plain)
    lines = plain.split(_LINE)
    separator = sniff_separator(plain[: 1 << 16], score=lambda _records: 0)
    if len(lines) > 1 and all(separator in line for line in lines if line.strip()):
        return _part_delimited(plain, separator)
    return [[line] for line in lines]


def _part_tabbed(text: str) -> list[list[str]]:
    """As spreadsheet programs write it: quotation marks around a cell only where it holds a line end, a tab or one."""
    lines: list[list[str]] = [[]]
    at = 0
    while at <= len(text):
        end = _find_end(text, at)
        cell = text[at:end]
        lines[-1].append(_unquote(cell) if _is_quoted(cell) else cell)
        if end < len(text) and text[end] == _LINE:
            lines.append([])
        at = end + 1
    return lines


def _find_end(text: str, at: int) -> int:
    """Where the cell that begins here ends."""
    if text.startswith(_QUOTE, at):
        quoted = _QUOTED_END.match(text, at + 1)
        if quoted is not None and _is_quoted(text[at : quoted.end()]):
            return quoted.end()
    tab, line = (place if (place := text.find(mark, at)) >= 0 else len(text) for mark in (_TAB, _LINE))
    return min(tab, line)


def _is_quoted(cell: str) -> bool:
    inner = cell[1:-1]
    if len(cell) < len('""') or not (cell.startswith(_QUOTE) and cell.endswith(_QUOTE)):
        return False
    bare = inner.replace('""', "")
    return _QUOTE not in bare and any(mark in inner for mark in (_TAB, _LINE, '""'))


def _unquote(cell: str) -> str:
    return cell[1:-1].replace('""', _QUOTE)


def _part_delimited(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True))
    except csv.Error:
        return [line.split(separator) for line in text.split(_LINE)]


def _read_html(html: str) -> list[list[str]]:
    """The rows of the tables in it; nothing where they hold no two cells beside or below each other."""
    if "<t" not in html.lower():
        return []
    reader = _TableReader()
    try:
        reader.feed(html)
        reader.close()
        reader.end_row()
    except AssertionError:
        # The parser's word for a marked section that it does not know
        return []
    lines = reader.lines
    filled = [line for line in lines if any(cell.strip() for cell in line)]
    return lines if len(filled) > 1 or max(map(len, filled), default=0) > 1 else []


class _TableReader(HTMLParser):
    """Gathers cells as texts; nothing is run, fetched or followed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[str]] = []
        self._parts: list[str] | None = None
        self._silent: list[str] = []
        self._depth = 0
        self._span = 1
        self._down: dict[int, int] = {}
        self._is_in_row = False
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag == "table":
            self._depth += 1
            self._break()
        elif tag == "tr" and self._depth == 1:
            self._begin_row()
        elif tag in {"td", "th"} and self._depth == 1:
            self._begin_cell(dict(attrs))
        elif tag in _BREAKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self.end_row()
                self._down.clear()
                # Another table begins below a gap
                self.lines.append([])
            self._depth -= 1
        elif tag in {"td", "th"} and self._depth == 1:
            self._end_cell()
        elif tag == "tr" and self._depth == 1:
            self.end_row()
        elif tag in _BREAKS and tag != "br":
            self._break()

    def handle_data(self, data: str) -> None:
        if self._parts is not None and not self._silent:
            self._parts.append(" ".join(re.split(r"[ \t\r\n\f]+", data)))

    def _break(self) -> None:
        if self._parts is not None:
            self._parts.append(_LINE)

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        if not self._is_in_row:
            self._begin_row()
        line = self.lines[-1]
        while len(line) in self._down:
            # One above reaches down to here
            line.append("")
        self._parts = []
        self._span = _read_span(attributes.get("colspan"))
        down = _read_span(attributes.get("rowspan"))
        for column in range(len(line), len(line) + self._span):
            if down > 1:
                self._down[column] = down

    def _end_cell(self) -> None:
        if self._parts is None:
            return
        text = _BLANKS.sub(_LINE, "".join(self._parts).replace("\xa0", " ")).strip()
        self._parts = None
        self._cells += self._span
        if self._cells > _MOST_CELLS:
            raise too_large()
        self.lines[-1] += [text, *[""] * (self._span - 1)]

    def _begin_row(self) -> None:
        self.end_row()
        self.lines.append([])
        self._is_in_row = True

    def end_row(self) -> None:
        """The row is over, whether anything says so or not."""
        self._end_cell()
        if self._is_in_row:
            self._is_in_row = False
            self._down = {column: left - 1 for column, left in self._down.items() if left > 1}


def _read_span(told: str | None) -> int:
    return max(1, min(int(told[:9]), _MOST_SPANNED)) if told is not None and told.isdecimal() else 1
