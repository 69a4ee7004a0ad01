"""Importing spreadsheets: read, plan and write in one change, or only say what would happen."""

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from desktop_pipeline.actions.importing.deals import DealWriter, chunks, find_moments
from desktop_pipeline.actions.importing.gates import hold_at_gates
from desktop_pipeline.actions.importing.known import read_known
from desktop_pipeline.actions.importing.names import write_names
from desktop_pipeline.actions.importing.updates import DealUpdater
from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.options import ImportOptions, Match
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.reading.files import read_tables
from desktop_pipeline.exchange.records import ImportPlan, Known, Problem, Question
from desktop_pipeline.storage.journal import Draft
from desktop_pipeline.storage.tables import ImportBatch
from desktop_pipeline.storage.workspace import Workspace

__all__ = ["ImportOptions", "ImportReport", "Match", "Problem", "Question", "Where", "import_files", "save_problems"]

_PORTION = 2000


@dataclass(frozen=True, slots=True)
class Where:
    """How many deals of the file stand in a stage, or are won or lost (`stage` is None)."""

    stage: str | None
    status: DealStatus
    deals: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do (`change` is None); the counts are those of CLI.md.

    `unused_columns`: file and header of columns that no field was found for.
    """

    files: tuple[str, ...]
    preset: str
    sheet: str | None
    header_row: int
    rows: int
    new: int
    updated: int
    unchanged: int
    skipped: int
    problems: tuple[Problem, ...]
    created: Mapping[str, int]
    questions: tuple[Question, ...]
    unused_columns: tuple[tuple[str, str], ...]
    where: tuple[Where, ...]
    open_deals: int
    values: tuple[Money, ...]
    change: int | None
    seconds: float


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
    settled = replace(options, zone=workspace.zone)
    tables = [table for path in paths for table in read_tables(path, sheet=sheet, named=tuple(options.mapping))]
    with workspace.reading() as view:
        known = read_known(view)
        plan = hold_at_gates(view, plan_import(tables, settled, known), workspace.today())
    change = None if dry_run else _write(workspace, plan, known, progress)
    return _report(plan, known, change, time.monotonic() - began)


def save_problems(paths: Sequence[Path], problems: Sequence[Problem], out: Path, *, sheet: str | None = None) -> int:
    """Writes the rows that were not taken whole into a workbook, each with its reason; returns how many.

    Raises CannotOpenError where the files cannot be read any more or the workbook cannot be written, RefusedError
    where it would replace one of them or a workspace.
    """
    from desktop_pipeline.exchange.writing.problems import write_problems  # noqa: PLC0415 - openpyxl only where it is needed

    check_may_replace(out, paths)
    tables = [table for path in paths for table in read_tables(path, sheet=sheet)]
    return write_problems(out, tables, problems)


def _write(workspace: Workspace, plan: ImportPlan, known: Known, progress: Callable[[int, int], None]) -> int | None:
    files = plan.files
    label = f"Import {files[0]}" + (f" and {len(files) - 1} more" if len(files) > 1 else "")
    new = [deal.fields for deal in plan.deals if deal.known_id is None]
    changed = [deal for deal in plan.deals if deal.changed]
    if not new and not changed and not _names_change(plan):
        return None
    total = len(new) + len(changed)
    at = workspace.now()
    with workspace.journal.change(label) as draft:
        batch_id = _write_batch(workspace, draft, plan)
        ids = write_names(draft, plan, known)
        writer = DealWriter(workspace, draft, ids, find_moments(workspace, plan.deals, at), batch_id)
        done = 0
        progress(done, total)
        for portion in chunks(new, _PORTION):
            writer.write(portion)
            done += len(portion)
            progress(done, total)
        updater = DealUpdater(workspace, draft, ids, writer, at)
        for planned in changed:
            updater.update(planned)
            done += 1
            if done % 100 == 0:
                progress(done, total)
    return draft.result.entry_id if draft.result else None


def _names_change(plan: ImportPlan) -> bool:
    return any(
        (
            plan.organisations,
            plan.people,
            plan.owners,
            plan.products,
            plan.sources,
            plan.labels,
            plan.reasons,
            plan.pipelines,
            plan.stages,
        )
    )


def _write_batch(workspace: Workspace, draft: Draft, plan: ImportPlan) -> int:
    return draft.insert(
        ImportBatch,
        at=workspace.now(),
        who=workspace.journal.who,
        files=json.dumps(plan.files),
        counts=json.dumps(asdict(plan.counts)),
    )


def _report(plan: ImportPlan, known: Known, change: int | None, seconds: float) -> ImportReport:
    names = {name_key(stage.name): stage.name for stage in known.stages}
    names |= {stage.key: stage.name for stage in plan.stages}
    counted = Counter((deal.fields.stage, deal.fields.status) for deal in plan.deals)
    values: Counter[str] = Counter()
    for deal in plan.deals:
        if deal.fields.value is not None and deal.fields.currency is not None:
            values[deal.fields.currency] += deal.fields.value
    return ImportReport(
        files=plan.files,
        preset=plan.preset,
        sheet=plan.sheet,
        header_row=plan.header_row,
        rows=plan.counts.rows,
        new=plan.counts.new,
        updated=plan.counts.updated,
        unchanged=plan.counts.unchanged,
        skipped=plan.counts.skipped,
        problems=plan.problems,
        created=plan.created,
        questions=plan.questions,
        unused_columns=plan.unused_columns,
        where=tuple(
            Where(None if stage is None else names.get(stage, stage), status, deals)
            for (stage, status), deals in counted.items()
        ),
        open_deals=sum(deal.fields.status is DealStatus.OPEN for deal in plan.deals),
        values=tuple(Money(minor, currency) for currency, minor in sorted(values.items())),
        change=change,
        seconds=seconds,
    )
