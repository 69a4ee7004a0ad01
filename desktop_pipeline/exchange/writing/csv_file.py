"""Writes one table as CSV for people: UTF-8 with a mark, guarded against being taken for formulas."""

import re
from datetime import date
from pathlib import Path
from typing import TextIO

from desktop_pipeline.domain.cells import guard
from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.writing.out_tables import OutTable, OutValue, Progress, Trouble, portions
from desktop_pipeline.exchange.writing.unfinished import forget

_PORTION = 500
_TO_QUOTE = re.compile(r'[",;\t\r\n]|^\s|\s$')
# What a file cannot hold in UTF-8, and what ends a text for many programs
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
FORBIDDEN = "characters that no file can hold, each replaced"
_MOST_TOLD = 1_000


def write_csv(path: Path, table: OutTable, progress: Progress) -> tuple[Trouble, ...]:
    """Writes it whole or not at all; the cells that could not be written as they are.

    `progress(done, total)` is told of rows; what it raises leaves nothing behind. Raises CannotOpenError where the file
    cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    troubles: list[Trouble] = []
    try:
        with unfinished.open("w", encoding="utf-8-sig", newline="") as stream:
            stream.write(",".join(_quote(column.header) for column in table.columns) + "\r\n")
            _write_rows(stream, table, troubles, progress)
        unfinished.replace(path)
    except OSError as error:
        message = f"“{path.name}” cannot be written: {error.strerror or error}."
        raise CannotOpenError(message) from error
    finally:
        forget(unfinished)
    return tuple(troubles[:_MOST_TOLD])


def _write_rows(stream: TextIO, table: OutTable, troubles: list[Trouble], progress: Progress) -> None:
    done = 0
    for portion in portions(table.rows, _PORTION):
        for row in portion:
            done += 1
            cells = [_format(value) for value in row]
            if any(map(_FORBIDDEN.search, cells)):
                cells = _replace(cells, table, done + 1, troubles)
            stream.write(",".join(cells) + "\r\n")
        progress(done, table.count)


def _format(value: OutValue) -> str:
    match value:
        case None:
            text = ""
        case str():
            text = _quote(value)
        case bool():
            text = "Yes" if value else "No"
        case date():
            text = value.isoformat()
        case float():
            text = f"{value:.15g}" if "e" not in f"{value:.15g}" else f"{value:f}"
        case _:
            text = str(value)
    return text


def _quote(text: str) -> str:
    guarded = guard(text)
    return '"' + guarded.replace('"', '""') + '"' if _TO_QUOTE.search(guarded) else guarded


def _replace(cells: list[str], table: OutTable, row: int, troubles: list[Trouble]) -> list[str]:
    fitting = []
    for cell, column in zip(cells, table.columns, strict=True):
        fit = _FORBIDDEN.sub("\ufffd", cell)
        if fit != cell:
            troubles.append(Trouble(table.name, row, column.header, fit[:80], FORBIDDEN))
        fitting.append(fit)
    return fitting
