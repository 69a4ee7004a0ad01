"""Iterates over a workbook with calamine and puts the same rows into a bare table of a WAL/FULL file."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

import apsw
from python_calamine import CalamineWorkbook


def list_rows(workbook: Path) -> Iterator[list[object]]:
    """The rows as the engine can keep them."""
    rows = CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).iter_rows()
    for row in rows:
        yield [cell.isoformat() if isinstance(cell, date) else cell for cell in row]


def take(workbook: Path, file: Path) -> float:
    """Milliseconds of all of it."""
    for old in file.parent.glob(f"{file.name}*"):
        old.unlink()
    started = perf_counter()
    connection = apsw.Connection(str(file))
    connection.execute("pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-64000")
    rows = list_rows(workbook)
    columns = len(next(rows))
    connection.execute(f"create table taken (id integer primary key, {', '.join(f'c{n}' for n in range(columns))})")
    connection.execute("begin")
    connection.executemany(f"insert into taken values (null, {', '.join('?' * columns)})", rows)  # noqa: S608 - our own text
    connection.execute("commit")
    taken = (perf_counter() - started) * 1e3
    connection.close()
    return taken


if __name__ == "__main__":
    print(json.dumps({"raw": [take(Path(sys.argv[1]), Path(sys.argv[2]) / "raw.db")]}), flush=True)
