"""Importing into a workspace file that may not be there yet: the file is made with the import or not at all."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_pipeline.actions.importing.sheet import ImportOptions, ImportReport, import_files, save_problems
from desktop_pipeline.actions.outputs import check_is_new, check_may_replace
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.storage.workspace import open_workspace


def import_into(
    path: Path,
    files: Sequence[Path],
    options: ImportOptions,
    *,
    sheet: str | None = None,
    dry_run: bool = False,
    problems_out: Path | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> ImportReport:
    """Imports into the workspace, made where it is absent; rows with problems go to `problems_out` where given.

    Raises RefusedError before anything is done where `problems_out` would replace a file.
    """
    if problems_out is not None:
        check_is_new(problems_out)
        check_may_replace(problems_out, (*files, path))
    if path.exists():
        with open_workspace(path, read_only=dry_run) as workspace:
            report = import_files(workspace, files, options, sheet=sheet, dry_run=dry_run, progress=progress)
    elif dry_run:
        with TemporaryDirectory() as folder:
            report = _import_into_new(Path(folder) / path.name, files, options, sheet, progress, dry_run=True)
    else:
        report = _import_into_new(path, files, options, sheet, progress, dry_run=False)
    if problems_out is not None and report.problems:
        save_problems(files, report.problems, problems_out, sheet=sheet)
    return report


def _import_into_new(
    path: Path,
    files: Sequence[Path],
    options: ImportOptions,
    sheet: str | None,
    progress: Callable[[int, int], None],
    *,
    dry_run: bool,
) -> ImportReport:
    workspace = make_workspace(path, template=None, currency=options.currency or "EUR")
    try:
        with workspace:
            return import_files(workspace, files, options, sheet=sheet, dry_run=dry_run, progress=progress)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
