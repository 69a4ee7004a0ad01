"""Reads a workbook with pandas and openpyxl and writes it with to_sql, as a script of a few lines does."""

import json
import sqlite3
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter


def take(workbook: Path, file: Path) -> float:
    """Milliseconds of both."""
    file.unlink(missing_ok=True)
    pandas = import_module("pandas")
    started = perf_counter()
    with sqlite3.connect(file) as connection:
        pandas.read_excel(workbook, engine="openpyxl").to_sql("taken", connection)
    return (perf_counter() - started) * 1e3


print(json.dumps({"load": [take(Path(sys.argv[1]), Path(sys.argv[2]) / "pandas.db")]}), flush=True)
