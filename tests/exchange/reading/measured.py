"""Reads the spreadsheets it is told, one a line, with sockets forbidden; prints what came of each, time and memory.

The memory, in MB, is the most that this process and any reading process took so far: together more than both at once.
"""

import json
import sys
import time
from pathlib import Path

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.reading.files import NothingToImportError, read_book
from desktop_pipeline.exchange.tables import Book, Table, show
from tests.memory import peak_megabytes, peak_of_children


def forbid_sockets(event: str, _arguments: object) -> None:
    if event.startswith("socket."):
        message = "a spreadsheet was read and something asked for the network"
        raise PermissionError(message)


# At the top, so that the reading process, which imports this module, is held to it as well
sys.addaudithook(forbid_sockets)


def measure(path: Path) -> dict[str, object]:
    began = time.perf_counter()
    try:
        told = tell(read_book(path))
    except NothingToImportError as error:
        told = {"sentence": str(error), "sheets": [list(shape) for shape in error.sheets]}
    except CannotOpenError as error:
        told = {"sentence": str(error)}
    seconds = time.perf_counter() - began
    return told | {"seconds": seconds, "own": peak_megabytes(), "reader": peak_of_children()}


def tell(book: Book) -> dict[str, object]:
    return {
        "kind": book.kind,
        "encoding": book.encoding,
        "separator": book.separator,
        "sheets": [list(shape) for shape in book.sheets],
        "tables": [tell_table(table) for table in book.tables],
    }


def tell_table(table: Table) -> dict[str, object]:
    return {
        "sheet": table.sheet,
        "top": table.header_row,
        "left": table.left,
        "headers": table.headers,
        "count": len(table.rows),
        "rows": [[row.number, *map(show, row.cells)] for row in table.rows[:300]],
        "passed": table.passed,
    }


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(measure(Path(line.rstrip("\n")))), flush=True)
