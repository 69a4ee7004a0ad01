"""Journeys of a workspace's deals through a spreadsheet and back."""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop_pipeline.actions.exporting.export import Choice, export
from desktop_pipeline.actions.importing.outlook import Outlook
from desktop_pipeline.actions.importing.study import Study
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.storage.workspace import Workspace
from tests.workspaces import Content, read_content

# Tables of the journal's own side: an import leaves a note of itself there
_NOTED = ("import_batch", "setting")


def write_out(workspace: Workspace, path: Path, choice: Choice | None = None) -> Path:
    """An export into a new file."""
    path.unlink(missing_ok=True)
    export(workspace, path, choice or Choice())
    return path


def look_at(workspace: Workspace, path: Path, options: ImportOptions | None = None) -> Outlook:
    """What an import of the file would do."""
    return Study(workspace, [path]).look(options or ImportOptions())


def take_in(workspace: Workspace, path: Path, options: ImportOptions | None = None) -> int | None:
    """Imports the file; the journal's entry."""
    return Study(workspace, [path]).write(options or ImportOptions(), lambda _done, _total: None).change


def edit_cells(path: Path, sheet: str, edits: Mapping[tuple[str, str], object], *, key: str) -> None:
    """Changes cells as a person would: the row by what stands in the column `key`, the column by its header."""
    workbook = load_workbook(path)
    rows = list(workbook[sheet].iter_rows())
    headers = {cell.value: cell.column for cell in rows[0]}
    found = {str(row[headers[key] - 1].value): row for row in rows[1:]}
    for (named, header), value in edits.items():
        cell = found[named][headers[header] - 1]
        cell.value = value
    workbook.save(path)


def change_book(path: Path, change: Callable[[Any], object]) -> None:
    """Does something to a workbook and saves it."""
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(path)


def save_again(path: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice writes it; skips where there is none."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed here: nothing else can save the file again as its users do")
    out = folder / "again"
    subprocess.run(
        [
            *(office, "--headless", f"-env:UserInstallation=file://{folder}/office"),
            *("--convert-to", kind, "--outdir", str(out), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return out / f"{path.stem}.{kind.partition(':')[0]}"


def read_owned(workspace: Workspace) -> Content:
    """Everything of the owner's, without what an import notes of itself."""
    return {table: rows for table, rows in read_content(workspace).items() if table not in _NOTED}
