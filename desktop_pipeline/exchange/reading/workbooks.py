"""The parent's side of reading a workbook: starts the reading process, bounds its time, puts its rows together."""

import multiprocessing
import time
from multiprocessing.connection import Connection
from pathlib import Path

from desktop_pipeline.exchange.reading.prescan import ErrorCell, inspect
from desktop_pipeline.exchange.tables import Row
from desktop_pipeline.exchange.unreadable import UnreadableFileError, damaged, protected

_LONGEST_SILENCE = 8.0
_LONGEST_READ = 120.0


class NoSuchSheetError(ValueError):
    """The workbook has no sheet of the name asked for; `names` are those it has."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.names = names


def read_sheets(path: Path, *, sheet: str | None) -> dict[str | None, list[Row]]:
    """The rows of each visible sheet that has any, or of the one asked for; raises UnreadableFileError."""
    errors = inspect(path)
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_read_in_child, args=(str(path), sheet, sender), daemon=True)
    process.start()
    sender.close()
    try:
        sheets = _receive(receiver)
    finally:
        receiver.close()
        process.kill()
        process.join()
        process.close()
    for name, cells in errors.items():
        if name in sheets:
            sheets[name] = _put_errors(sheets[name], cells)
    return sheets


def _read_in_child(path: str, sheet: str | None, connection: Connection) -> None:
    from desktop_pipeline.exchange.reading.reader_child import read_workbook  # noqa: PLC0415 - only the child loads the reader

    read_workbook(path, sheet, connection)


def _receive(receiver: Connection) -> dict[str | None, list[Row]]:
    sheets: dict[str | None, list[Row]] = {}
    rows: list[Row] = []
    deadline = time.monotonic() + _LONGEST_READ
    while True:
        if not receiver.poll(min(_LONGEST_SILENCE, deadline - time.monotonic())):
            message = "takes too long to read"
            raise UnreadableFileError(message)
        try:
            kind, *rest = receiver.recv()
        except EOFError as error:
            # The reader died: of its memory limit or of the sheet itself
            message = "is damaged or too large, and cannot be read"
            raise UnreadableFileError(message) from error
        match kind:
            case "sheet":
                rows = sheets.setdefault(rest[0], [])
            case "rows":
                rows.extend(map(Row._make, rest[0]))
            case "end":
                return sheets
            case "no sheet":
                raise NoSuchSheetError(rest[0])
            case "protected":
                raise protected()
            case _:
                raise damaged()


def _put_errors(rows: list[Row], errors: list[ErrorCell]) -> list[Row]:
    """The reader leaves cells whose formula failed empty; here they say what they say on the screen."""
    by_number = {row.number: row for row in rows}
    for error in errors:
        row = by_number.get(error.row + 1, Row(error.row + 1, ()))
        cells = [*row.cells, *([None] * (error.column + 1 - len(row.cells)))]
        cells[error.column] = error.text
        by_number[row.number] = Row(row.number, tuple(cells))
    return [by_number[number] for number in sorted(by_number)]
