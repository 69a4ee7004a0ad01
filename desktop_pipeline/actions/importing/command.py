"""Importing into a workspace file that may not be there yet: the file is made with the import or not at all."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_pipeline import paths
from desktop_pipeline.actions.collecting import without_collecting
from desktop_pipeline.actions.importing.reports import ImportReport
from desktop_pipeline.actions.importing.study import Study
from desktop_pipeline.actions.outputs import check_is_new, check_may_replace
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.exchange.options import ImportOptions, ReadingChoices
from desktop_pipeline.exchange.reading.files import begin_reading
from desktop_pipeline.exchange.reading.workbooks import Reading
from desktop_pipeline.exchange.understanding.columns import check_mapping
from desktop_pipeline.exchange.understanding.kinds import IGNORE
from desktop_pipeline.storage.workspace import Workspace, open_workspace, remove_workspace

# More rows than this are not taken in without a backup of the workspace as it was
UNGUARDED = 100


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

    Raises RefusedError before anything is done where `problems_out` would replace a file, CannotOpenError where the
    backup before more than a hundred rows cannot be made.
    """
    began = time.monotonic()
    if problems_out is not None:
        check_is_new(problems_out)
        check_may_replace(problems_out, (*files, path))

    choice = ReadingChoices() if sheet is None else ReadingChoices(sheets=(sheet,))
    # It goes on while the workspace is opened or made
    begun = begin_reading(files[0], choice) if files else None
    try:
        report = _import_into(path, files, options, choice, begun, problems_out, progress, dry_run=dry_run)
        return replace(report, seconds=time.monotonic() - began)
    finally:
        if begun is not None:
            begun.stop()


def _import_into(
    path: Path,
    files: Sequence[Path],
    options: ImportOptions,
    choice: ReadingChoices,
    begun: Reading | None,
    problems_out: Path | None,
    progress: Callable[[int, int], None],
    *,
    dry_run: bool,
) -> ImportReport:
    def run(workspace: Workspace, *, is_new: bool) -> ImportReport:
        with without_collecting():
            choices = {each.name: choice for each in files}
            study = Study(workspace, files, choices, named=tuple(options.mapping), begun=begun)
            return _import(workspace, study, options, problems_out, progress, dry_run=dry_run, is_new=is_new)

    if path.exists():
        with open_workspace(path, read_only=dry_run) as workspace:
            return run(workspace, is_new=False)
    if dry_run:
        with TemporaryDirectory() as folder, _make(Path(folder) / path.name, options) as workspace:
            return run(workspace, is_new=True)
    workspace = _make(path, options)
    try:
        with workspace:
            return run(workspace, is_new=True)
    except BaseException:
        remove_workspace(path)
        raise


def _make(path: Path, options: ImportOptions) -> Workspace:
    # Nobody reads it before it is filled: what is written need not go through the engine's log, and takes half as long
    return make_workspace(path, template=None, currency=options.currency or "EUR", with_log=False)


def _import(
    workspace: Workspace,
    study: Study,
    options: ImportOptions,
    problems_out: Path | None,
    progress: Callable[[int, int], None],
    *,
    dry_run: bool,
    is_new: bool,
) -> ImportReport:
    check_mapping([table for book in study.books for table in book.tables], dict.fromkeys(options.filled_below, IGNORE))
    settled = study.recalled(options)
    report = study.report(settled)
    unmet = study.list_unmet(settled, options.stage_words)
    if not dry_run:
        if not is_new and report.new + report.updated + sum(report.created.values()) > UNGUARDED:
            _back_up(workspace)
        report = study.write(settled, progress)
    if problems_out is not None and report.problems:
        study.save_not_taken(report, problems_out)
    return replace(report, unmet=unmet)


def _back_up(workspace: Workspace) -> None:
    from desktop_pipeline.actions.backups import Reason, back_up, read_choices  # noqa: PLC0415 - large imports only

    choices = read_choices(paths.settings_folder(), workspace.path)
    back_up(workspace.path, choices, at=workspace.now(), reason=Reason.BEFORE_IMPORT, zone=workspace.zone)
