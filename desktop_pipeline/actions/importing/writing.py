"""Carries a plan out as one change of the journal."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict
from itertools import count

from desktop_pipeline.actions.importing.deals import DealWriter, find_moments
from desktop_pipeline.actions.importing.lines import write_lines
from desktop_pipeline.actions.importing.names import write_names
from desktop_pipeline.actions.importing.own_edits import write_edits
from desktop_pipeline.actions.importing.parts import PartWriter
from desktop_pipeline.actions.importing.updates import DealUpdater
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.records import ImportPlan
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Deal, DealLabel, DealPerson, HistoryEvent, ImportBatch, LineItem
from desktop_pipeline.storage.workspace import Workspace

_LOADED = (Deal, HistoryEvent, DealPerson, DealLabel, LineItem)
# From so many new deals on, where the file has not more of them already, its indexes are better made anew
_BULK = 5_000


def write_plan(
    workspace: Workspace,
    plan: ImportPlan,
    known: Known,
    progress: Callable[[int, int], None],
    finish: Callable[[Draft], None] = lambda _draft: None,
) -> int | None:
    """Writes everything planned; the journal's entry, None where there was nothing to write.

    `progress(done, total)` is told of deals; what it raises leaves the file as it was. `finish` is part of the
    change.
    """
    files = plan.files
    label = f"Import {files[0]}" + (f" and {len(files) - 1} more" if len(files) > 1 else "")
    new = [deal.fields for deal in plan.deals if deal.known_id is None]
    changed = [deal for deal in plan.deals if deal.changed]
    if not new and not changed and not _names_change(plan):
        return None
    total = len(new) + len(changed)
    at = workspace.now()
    is_bulk = len(new) >= max(_BULK, len(known.deals))
    done = 0

    def breathe() -> None:
        progress(done, total)

    with workspace.journal.change(label, is_bulk=is_bulk, breathe=breathe) as draft:
        batch_id = _write_batch(workspace, draft, plan)
        first_id = draft.next_id(Deal)
        progress(0, total)
        ids = write_names(draft, plan, known)
        writer = DealWriter(workspace, draft, ids, find_moments(workspace, plan.deals, at), batch_id)
        progress(done, total)
        with draft.loading(*_LOADED) if is_bulk else nullcontext():
            for written in writer.write(new):
                done += written
                progress(done, total)
        updater = DealUpdater(workspace, draft, ids, writer, at)
        for planned in changed:
            updater.update(planned)
            done += 1
            if done % 100 == 0:
                progress(done, total)
        write_edits(draft, ids, plan.edits)
        if plan.activities or plan.notes or plan.values or plan.new_fields:
            PartWriter(workspace, draft, ids, _number_deals(plan, first_id), at).write(plan)
        if plan.lines:
            write_lines(draft, ids, plan.lines, _number_deals(plan, first_id))
        finish(draft)
        progress(total, total)
    return draft.result.entry_id if draft.result else None


def _number_deals(plan: ImportPlan, first_id: int) -> dict[int, int]:
    """The id of each deal of the plan: known ones have theirs, new ones were written in their order."""
    numbers = count(first_id)
    return {place: next(numbers) if deal.known_id is None else deal.known_id for place, deal in enumerate(plan.deals)}


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
            plan.activities,
            plan.notes,
            plan.new_fields,
            plan.values,
            plan.edits,
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
