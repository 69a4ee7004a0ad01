"""Files in the shapes of other products, written by the tests themselves."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

Rows = Sequence[Sequence[object]]


def write_csv(
    path: Path, rows: Rows, *, separator: str = ",", encoding: str = "utf-8", quote_all: bool = False
) -> Path:
    """Writes rows, the header row first, as a text file."""
    stream = io.StringIO(newline="")
    writer = csv.writer(
        stream,
        delimiter=separator,
        quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
        lineterminator="\r\n",
    )
    writer.writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, rows: Rows, *, sheet: str = "Sheet1") -> Path:
    """Writes rows, the header row first, as a workbook of one sheet; dates become date cells."""
    workbook = Workbook()
    workbook.active.title = sheet
    for row in rows:
        workbook.active.append(list(row))
    workbook.save(path)
    return path


def moment(text: str) -> datetime:
    """What a cell of a workbook holds: date and time without a zone."""
    return datetime.fromisoformat(text)
