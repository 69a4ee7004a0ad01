"""Setting and clearing targets: one for each span, measure and whoever or whatever it is for (METRICS §12)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from desktop_pipeline.actions.records import require_row
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan, check_target
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Target as TargetRow
from desktop_pipeline.storage.workspace import Workspace

MOST_AT_ONCE = 1_000
_MONTHS = range(1, 13)


def set_target(workspace: Workspace, target: Target) -> Change | None:
    """Keeps one target in place of what was set for the same span and measure; raises InvalidError."""
    with workspace.journal.change("Set a target") as draft:
        kept = _keep(draft, workspace, target)
        draft.label = f"Set the target of {_say_place(draft, kept)}"
    return draft.result


def set_targets(workspace: Workspace, targets: Sequence[Target]) -> Change | None:
    """Keeps several targets as one change: a year of months, say. Raises InvalidError."""
    if len(targets) > MOST_AT_ONCE:
        message = f"Set {MOST_AT_ONCE} targets at once at most."
        raise InvalidError(message)
    with workspace.journal.change("Set targets") as draft:
        for target in targets:
            _keep(draft, workspace, target)
        draft.label = f"Set {len(targets)} targets"
    return draft.result


def clear_target(workspace: Workspace, target: Target) -> Change | None:
    """Forgets what is set for the span and measure of this target, whatever its amount; nothing where none is."""
    with workspace.journal.change("Clear a target") as draft:
        place = replace(target, starts_on=_at_start(workspace, target))
        draft.label = f"Clear the target of {_say_place(draft, place)}"
        _delete(draft, _find(draft, place))
    return draft.result


def clear_targets(workspace: Workspace, targets: Iterable[Target]) -> Change | None:
    """Forgets several targets as one change."""
    with workspace.journal.change("Clear targets") as draft:
        for target in targets:
            _delete(draft, _find(draft, replace(target, starts_on=_at_start(workspace, target))))
    return draft.result


def _keep(draft: Draft, workspace: Workspace, target: Target) -> Target:
    currency = workspace.base_currency if target.measure is TargetMeasure.MONEY else None
    checked = check_target(replace(target, currency=target.currency or currency), _fiscal_start(workspace))
    if checked.currency not in {None, workspace.base_currency}:
        message = f"Targets are in {workspace.base_currency}, as all sums are."
        raise InvalidError(message)
    if checked.scope is not TargetScope.COMPANY:
        require_row(draft, checked.scope.value, checked.of)
    known = _find(draft, checked)
    if known:
        draft.update(TargetRow, known[0], amount=checked.amount, currency=checked.currency)
        # Only a file from elsewhere holds two of one place.
        _delete(draft, known[1:])
    else:
        of = {scope.value: checked.of if checked.scope is scope else None for scope in TargetScope}
        of.pop(TargetScope.COMPANY.value)
        draft.insert(
            TargetRow,
            scope=checked.scope.value,
            span=checked.span.value,
            starts_on=checked.starts_on,
            measure=checked.measure.value,
            amount=checked.amount,
            currency=checked.currency,
            **of,
        )
    return checked


def _find(draft: Draft, target: Target) -> list[int]:
    sql = (
        "select id from target where scope = ? and coalesce(owner_id, pipeline_id, product_id, 0) = ?"
        " and span = ? and starts_on = ? and measure = ? order by id"
    )
    place = (target.scope.value, target.of or 0, target.span.value, target.starts_on.isoformat(), target.measure.value)
    return [int(row[0]) for row in draft.rows(sql, place)]


def _delete(draft: Draft, ids: Iterable[int]) -> None:
    for row_id in ids:
        draft.delete(TargetRow, row_id)


def _at_start(workspace: Workspace, target: Target) -> date:
    # The amount does not matter for a place; 1 is one that passes.
    return check_target(replace(target, amount=1, currency=workspace.base_currency), _fiscal_start(workspace)).starts_on


def _fiscal_start(workspace: Workspace) -> int:
    month = workspace.setting("fiscal_year_start", "1")
    return int(month) if month.isdecimal() and int(month) in _MONTHS else 1


def _say_place(draft: Draft, target: Target) -> str:
    """`2026-06`, `the quarter from 2026-04 of Amara Eze`."""
    first = target.starts_on.isoformat()[:7]
    when = first if target.span is TargetSpan.MONTH else f"the {target.span.value} from {first}"
    if target.scope is TargetScope.COMPANY:
        return when
    # The table is one of our own names.
    name = draft.value(f"select name from {target.scope.value} where id = ?", (target.of or 0,))  # noqa: S608
    return f"{when}, {name}" if name else when
