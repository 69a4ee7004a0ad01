"""What stands in the row of a deal and hangs on it: the next step, notes, the owner's own fields."""

from collections.abc import Sequence

from desktop_pipeline.domain.activities import LONGEST_SUBJECT
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.exchange.planning.deal_rows import DealTable
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.planning.hanging_rows import hang_notes
from desktop_pipeline.exchange.records import PlannedActivity, PlannedDeal, PlannedNote, Target
from desktop_pipeline.exchange.understanding.kinds import CUSTOM

_STEP = "Next step"
_KIND = "task"


def hang_parts(table: DealTable, taken: Sequence[tuple[int, int, PlannedDeal]], draft: PlanDraft) -> None:
    """Gives the deals of a table what hangs on them. `taken`: position in the reader, in the plan, and the deal."""
    reader = table.reader
    fields = [name for name in reader.columns if name in {"note", "next_step", "next_on"} or name.startswith(CUSTOM)]
    noted = draft.stages.noted(reader)
    if not fields and not noted:
        return
    targets: list[Target | None] = [None] * len(reader.rows)
    for position, place, deal in taken:
        targets[position] = Target(deal=place if deal.known_id is None else None, deal_id=deal.known_id)
    for target, text in zip(targets, noted, strict=False):
        if target is not None and text is not None:
            draft.hanging.hang_note(PlannedNote(target, text))
    hang_notes(reader, targets, draft)
    for key, values in draft.own_fields.read(reader):
        for target, value in zip(targets, values, strict=True):
            if target is not None and value is not None:
                draft.own_fields.put(key, target, value)
    if reader.has("next_step") or reader.has("next_on"):
        _hang_steps(table, taken, targets, draft)


def _hang_steps(
    table: DealTable,
    taken: Sequence[tuple[int, int, PlannedDeal]],
    targets: Sequence[Target | None],
    draft: PlanDraft,
) -> None:
    """What open deals are to be done next about; of closed ones nothing is."""
    reader = table.reader
    steps = reader.texts("next_step")
    days = reader.dates(("next_on",), draft.options.zone)["next_on"]
    kinds = draft.known.activity_kinds
    kind = _KIND if not kinds or _KIND in kinds.values() else next(iter(kinds.values()))
    for position, _place, deal in taken:
        target, step, day = targets[position], steps[position], days[position]
        if target is None or deal.fields.status is not DealStatus.OPEN or (step is None and day is None):
            continue
        if step is not None and len(step) > LONGEST_SUBJECT:
            reader.fault(position, "next_step", f"longer than {LONGEST_SUBJECT} characters")
            continue
        draft.hanging.hang_activity(PlannedActivity(target, step or _STEP, kind, day, owner=deal.fields.owner))
