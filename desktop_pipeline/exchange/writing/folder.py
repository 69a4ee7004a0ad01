"""Writes tables as CSV and JSON: the same content gives the same bytes, and no cell is taken for a formula."""

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from desktop_pipeline.domain.cells import guard
from desktop_pipeline.domain.errors import CannotOpenError

OutCell = str | int | float | bool | None
# A spreadsheet program takes a text that begins so for a formula, or splits it
_TO_QUOTE = re.compile(r'[",\r\n]|^\s|\s$')


@dataclass(frozen=True, slots=True)
class Document:
    """A table to write: its column names and its rows, in the order to write them."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[OutCell]]


@contextmanager
def whole_folder(folder: Path) -> Iterator[None]:
    """A folder, empty or not there yet, that is filled whole or left as it was."""
    was_there = folder.exists()
    try:
        yield
    except BaseException:
        with suppress(OSError):  # what went wrong before is what is told
            for path in folder.iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            if not was_there:
                folder.rmdir()
        raise


def write_folder(folder: Path, documents: Mapping[str, Document]) -> tuple[Path, ...]:
    """Writes `name.csv` and `name.json` for each document, each file whole or not at all; raises CannotOpenError."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, document in documents.items():
            for suffix, write in ((".csv", write_csv), (".json", write_json)):
                path = folder / f"{name}{suffix}"
                write(path, document)
                written.append(path)
    except OSError as error:
        message = f"“{folder.name}” cannot be written to: {error.strerror}."
        raise CannotOpenError(message) from error
    return tuple(written)


def write_files(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Writes contents under their names, each whole or not at all; makes no folder for none. Raises CannotOpenError."""
    try:
        for name, content in files:
            folder.mkdir(exist_ok=True)
            unfinished = folder / f".{name}.unfinished"
            unfinished.write_bytes(content)
            unfinished.replace(folder / name)
    except OSError as error:
        message = f"“{folder.name}” cannot be written to: {error.strerror}."
        raise CannotOpenError(message) from error


def write_text(path: Path, text: str) -> None:
    """A text beside the tables, whole or not at all; raises CannotOpenError."""
    try:
        with _whole_file(path) as stream:
            stream.write(text)
    except OSError as error:
        message = f"“{path.name}” cannot be written: {error.strerror}."
        raise CannotOpenError(message) from error


def write_csv(path: Path, document: Document) -> None:
    """UTF-8, line feeds, unknown as nothing; texts that a spreadsheet would run are guarded."""
    with _whole_file(path) as stream:
        for row in (document.columns, *document.rows):
            stream.write(",".join(map(_format, row)) + "\n")


def _format(cell: OutCell) -> str:
    """A cell of a CSV line; the csv module would leave a lone carriage return bare."""
    if not isinstance(cell, str):
        return "" if cell is None else f"{cell}".lower() if isinstance(cell, bool) else f"{cell}"
    text = guard(cell)
    return '"' + text.replace('"', '""') + '"' if _TO_QUOTE.search(text) else text


def write_json(path: Path, document: Document) -> None:
    """A list with one object on each line; unknown is null, texts are as they are."""
    with _whole_file(path) as stream:
        separator = "[\n"
        for row in document.rows:
            stream.write(separator + json.dumps(dict(zip(document.columns, row, strict=True)), ensure_ascii=False))
            separator = ",\n"
        stream.write("\n]\n" if document.rows else "[]\n")


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[str]]:
    """A text file that takes its place only once it is complete."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
