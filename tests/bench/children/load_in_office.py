"""Lets LibreOffice load a workbook and write its text; told beside it, the same for a workbook of one row."""

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from openpyxl import Workbook


def load(office: str, workbook: Path, folder: Path) -> float:
    """Milliseconds of a conversion to text, with a profile of its own."""
    profile = (folder / "office").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "csv"]
    started = perf_counter()
    subprocess.run([*command, "--outdir", str(folder), str(workbook)], check=True, capture_output=True)
    return (perf_counter() - started) * 1e3


def measure(office: str, workbook: Path, folder: Path) -> dict[str, list[float]]:
    """What loading takes beyond the program's own start."""
    small = folder / "one row.xlsx"
    book = Workbook()
    book.active.append(["one"])
    book.save(small)
    load(office, small, folder)  # its profile is made
    start = load(office, small, folder)
    return {"load": [max(1.0, load(office, workbook, folder) - start)]}


print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))), flush=True)
