"""Imports under study, of files that a test writes itself."""

from pathlib import Path

from desktop_pipeline.actions.importing.study import Study
from tests.workspaces import Desk


def study(desk: Desk, *paths: Path) -> Study:
    """These files, read for the desk's workspace."""
    return Study(desk.workspace, paths)


def write(folder: Path, name: str, text: str) -> Path:
    """A file of the folder with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def go(_done: int, _total: int) -> None:
    """Nobody watches the import."""
