"""Importing spreadsheets: read, plan and write in one change, or only say what would happen."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from desktop_pipeline.actions.importing.reports import ImportReport, Where
from desktop_pipeline.actions.importing.study import Study
from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.exchange.options import ImportOptions, Match, ReadingChoices
from desktop_pipeline.exchange.reading.files import read_tables
from desktop_pipeline.exchange.records import Problem, Question
from desktop_pipeline.storage.workspace import Workspace

__all__ = ["ImportOptions", "ImportReport", "Match", "Problem", "Question", "Where", "import_files", "save_problems"]


def import_files(
    workspace: Workspace,
    paths: Sequence[Path],
    options: ImportOptions,
    *,
    sheet: str | None = None,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> ImportReport:
    """Takes related files in as one change.

    `progress(done, total)` is told of deals; what it raises ends the import without a trace. Raises CannotOpenError for
    what cannot be read, InvalidError for options that name what is not there.
    """
    began = time.monotonic()
    choices = {} if sheet is None else {path.name: ReadingChoices(sheets=(sheet,)) for path in paths}
    study = Study(workspace, paths, choices, named=tuple(options.mapping))
    settled = study.recalled(options)
    report = study.report(settled) if dry_run else study.write(settled, progress)
    return replace(report, seconds=time.monotonic() - began)


def save_problems(paths: Sequence[Path], problems: Sequence[Problem], out: Path, *, sheet: str | None = None) -> int:
    """Writes the rows that were not taken whole into a workbook, each with its reason; returns how many.

    Raises CannotOpenError where the files cannot be read any more or the workbook cannot be written, RefusedError
    where it would replace one of them or a workspace.
    """
    from desktop_pipeline.exchange.writing.problems import write_problems  # noqa: PLC0415 - openpyxl only where it is needed

    check_may_replace(out, paths)
    tables = [table for path in paths for table in read_tables(path, sheet=sheet)]
    return write_problems(out, tables, problems)
