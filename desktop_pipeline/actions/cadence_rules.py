"""What an owner sets of cadences: their touches, what starts them, and when closing is proposed."""

from collections.abc import Collection, Sequence
from typing import TypedDict, Unpack

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.mail_templates import write_ready_templates
from desktop_pipeline.actions.records import require_row, write_order
from desktop_pipeline.domain.cadences import MOST_STEPS, Start
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, RefusedError
from desktop_pipeline.domain.lists import clean_name
from desktop_pipeline.domain.names import brief, clean_text, name_key
from desktop_pipeline.domain.ready_cadences import ReadyCadence, find_ready_cadence, read_ready_cadences
from desktop_pipeline.domain.stage_settings import check_days, check_text
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Cadence, CadenceStep
from desktop_pipeline.storage.workspace import Workspace


class CadenceEdit(TypedDict, total=False):
    """What can be edited; `stage_id` starts it for deals that enter the stage, None leaves that to the hand.

    `closes_after` days from the start closing is proposed with the reason; None: never.
    """

    name: str
    purpose: str
    stage_id: int | None
    reason_id: int | None
    closes_after: int | None
    is_active: bool


class StepEdit(TypedDict, total=False):
    """What can be edited of a touch; `after_days` counts from the start."""

    after_days: int
    kind: str
    subject: str
    template_id: int | None
    skips_free_days: bool


def add_cadence(workspace: Workspace, name: str) -> int:
    """Adds a cadence without touches and returns its id; raises InvalidError."""
    cleaned = clean_name(name, "cadence")
    with workspace.journal.change(f"Add cadence “{shorten(cleaned)}”") as draft:
        _require_free(draft, cleaned)
        return draft.insert(Cadence, name=cleaned, position=_next_position(draft))


def add_ready_cadence(workspace: Workspace, key: str) -> int:
    """Adds one of the cadences that come with the program, and returns its id."""
    ready = find_ready_cadence(key)
    with workspace.journal.change(f"Add cadence “{shorten(ready.name)}”") as draft:
        return write_ready(draft, ready)


def add_ready_cadences(workspace: Workspace) -> list[int]:
    """Adds those of them whose names are not taken, as one change; returns their ids."""
    with workspace.journal.change("Add ready-made cadences") as draft:
        taken = _read_names(draft)
        return [write_ready(draft, ready) for ready in read_ready_cadences() if name_key(ready.name) not in taken]


def write_ready(draft: Draft, ready: ReadyCadence) -> int:
    """Writes a shipped cadence within a change; a name that is taken gets a number, an unknown reason none.

    The e-mail templates that it names come with it.
    """
    cadence_id = draft.insert(
        Cadence,
        name=_number_name(ready.name, _read_names(draft)),
        purpose=ready.purpose,
        reason=_find(draft, "select id, name from reason where is_active and reason_group <> 'won'", ready.reason),
        closes_after=ready.closes_after,
        position=_next_position(draft),
    )
    write_ready_templates(draft, [step.mail for step in ready.steps if step.mail is not None])
    for place, step in enumerate(ready.steps):
        draft.insert(
            CadenceStep,
            cadence=cadence_id,
            position=place,
            after_days=step.touch.after_days,
            kind=step.kind,
            subject=step.subject,
            template=_find(draft, "select id, name from mail_template where is_active", step.mail),
            skips_free_days=step.touch.skips_free_days,
        )
    return cadence_id


def edit_cadence(workspace: Workspace, cadence_id: int, **fields: Unpack[CadenceEdit]) -> Change | None:
    """Changes the given fields; who is in it already goes on as it was planned. Raises InvalidError."""
    with workspace.journal.change("Edit cadence") as draft:
        name = _read_name(draft, cadence_id)
        columns: dict[str, object] = {}
        if "name" in fields:
            columns["name"] = cleaned = clean_name(fields["name"], "cadence")
            if name_key(cleaned) != name_key(name):
                _require_free(draft, cleaned)
        if "purpose" in fields:
            columns["purpose"] = check_text(clean_text(fields["purpose"]))
        if "stage_id" in fields:
            columns |= {"starts": _start_of(draft, fields["stage_id"]).value, "stage": fields["stage_id"]}
        if "reason_id" in fields:
            require_row(draft, "reason", fields["reason_id"])
            columns["reason"] = fields["reason_id"]
        if "closes_after" in fields:
            days = fields["closes_after"]
            columns["closes_after"] = None if days is None else check_days(days)
        if "is_active" in fields:
            columns["is_active"] = fields["is_active"]
        draft.label = f"Edit cadence “{shorten(str(columns.get('name', name)))}”"
        if columns:
            draft.update(Cadence, cadence_id, **columns)
    return draft.result


def remove_cadence(workspace: Workspace, cadence_id: int) -> Change | None:
    """Deletes a cadence that was never started; raises RefusedError for any other, which can be archived."""
    with workspace.journal.change("Delete") as draft:
        name = _read_name(draft, cadence_id)
        draft.label = f"Delete cadence “{shorten(name)}”"
        count = int(draft.value("select count(*) from enrolment where cadence_id = ?", (cadence_id,)) or 0)
        if count:
            times = "once" if count == 1 else f"{count} times"
            message = f"“{brief(name)}” was started {times}. Archive it instead: nobody can start it any more then."
            raise RefusedError(message)
        draft.delete(Cadence, cadence_id)
    return draft.result


def reorder_cadences(workspace: Workspace, ids: Sequence[int]) -> Change | None:
    """Puts the cadences into this order; raises InvalidError for other ids."""
    with workspace.journal.change("Reorder cadences") as draft:
        write_order(draft, Cadence, dict(draft.rows("select id, position from cadence")), ids, "cadences")
    return draft.result


def add_step(workspace: Workspace, cadence_id: int, *, kind: str, subject: str, after_days: int) -> int:
    """Adds a touch behind those of its day and earlier, and returns its id; raises InvalidError."""
    cleaned = clean_name(subject, "touch")
    check_days(after_days, least=0)
    with workspace.journal.change("Add") as draft:
        draft.label = f"Add touch “{shorten(cleaned)}” to “{shorten(_read_name(draft, cadence_id))}”"
        _require_kind(draft, kind)
        steps = draft.rows(_STEPS, (cadence_id,))
        if len(steps) >= MOST_STEPS:
            message = f"A cadence has {MOST_STEPS} touches at most."
            raise InvalidError(message)
        place = sum(1 for _step_id, days in steps if days <= after_days)
        for position, (step_id, _days) in enumerate(steps):
            draft.update(CadenceStep, int(step_id), position=position + (position >= place))
        return draft.insert(
            CadenceStep,
            cadence=cadence_id,
            position=place,
            after_days=after_days,
            kind=kind,
            subject=cleaned,
        )


def edit_step(workspace: Workspace, step_id: int, **fields: Unpack[StepEdit]) -> Change | None:
    """Changes a touch; another day may move it among the others. What was planned already stays. InvalidError."""
    with workspace.journal.change("Edit touch") as draft:
        cadence_id, subject, kind = _read_step(draft, step_id)
        columns: dict[str, object] = {}
        if "subject" in fields:
            columns["subject"] = clean_name(fields["subject"], "touch")
        if "after_days" in fields:
            columns["after_days"] = check_days(fields["after_days"], least=0)
        if "kind" in fields:
            # A kind that is used no more may stay where it is.
            if fields["kind"] != kind:
                _require_kind(draft, fields["kind"])
            columns["kind"] = fields["kind"]
        if "template_id" in fields:
            require_row(draft, "mail_template", fields["template_id"])
            columns["template"] = fields["template_id"]
        if "skips_free_days" in fields:
            columns["skips_free_days"] = fields["skips_free_days"]
        draft.label = f"Edit touch “{shorten(str(columns.get('subject', subject)))}”"
        if columns:
            draft.update(CadenceStep, step_id, **columns)
        if "after_days" in columns:
            # Sorting is stable: touches of one day stay in their order.
            steps = sorted(draft.rows(_STEPS, (cadence_id,)), key=lambda row: int(row[1]))
            for position, (other_id, _days) in enumerate(steps):
                draft.update(CadenceStep, int(other_id), position=position)
    return draft.result


def remove_step(workspace: Workspace, step_id: int) -> Change | None:
    """Takes a touch out of its cadence; what was planned already stays."""
    with workspace.journal.change("Delete") as draft:
        _cadence_id, subject, _kind = _read_step(draft, step_id)
        draft.label = f"Delete touch “{shorten(subject)}”"
        if draft.value("select 1 from enrolment_step where step_id = ?", (step_id,)) is None:
            draft.delete(CadenceStep, step_id)
        else:
            draft.update(CadenceStep, step_id, is_archived=True)
    return draft.result


def reorder_steps(workspace: Workspace, cadence_id: int, ids: Sequence[int]) -> Change | None:
    """Puts the touches into this order; raises InvalidError for other ids, and where a later day would come first."""
    with workspace.journal.change("Reorder touches") as draft:
        days: dict[int, int] = dict(draft.rows(_STEPS, (cadence_id,)))
        positions: dict[int, int] = dict(
            draft.rows("select id, position from cadence_step where cadence_id = ? and not is_archived", (cadence_id,))
        )
        write_order(draft, CadenceStep, positions, ids, "touches")
        ordered = [days[step_id] for step_id in ids]
        if ordered != sorted(ordered):
            message = "A touch of a later day cannot stand before one of an earlier day. Change its days instead."
            raise InvalidError(message)
    return draft.result


def _start_of(draft: Draft, stage_id: int | None) -> Start:
    if stage_id is None:
        return Start.HAND
    if draft.value("select 1 from stage where id = ? and is_open and not is_archived", (stage_id,)) is None:
        message = f"There is no open stage number {stage_id}."
        raise NotFoundError(message)
    return Start.STAGE


def _read_name(draft: Draft, cadence_id: int) -> str:
    found = draft.value("select name from cadence where id = ?", (cadence_id,))
    if found is None:
        message = f"There is no cadence number {cadence_id}."
        raise NotFoundError(message)
    return str(found)


def _read_step(draft: Draft, step_id: int) -> tuple[int, str, str]:
    found = draft.row("select cadence_id, subject, kind from cadence_step where id = ? and not is_archived", (step_id,))
    if found is None:
        message = f"There is no touch number {step_id}."
        raise NotFoundError(message)
    return int(found[0]), str(found[1]), str(found[2])


def _read_names(draft: Draft) -> set[str]:
    return {name_key(row[0]) for row in draft.rows("select name from cadence")}


def _require_free(draft: Draft, name: str) -> None:
    if name_key(name) in _read_names(draft):
        message = f"There is a cadence “{brief(name)}” already."
        raise InvalidError(message)


def _number_name(name: str, taken: Collection[str]) -> str:
    number, free = 2, name
    while name_key(free) in taken:
        free, number = f"{name} {number}", number + 1
    return free


def _next_position(draft: Draft) -> int:
    return int(draft.value("select coalesce(max(position) + 1, 0) from cadence") or 0)


def _find(draft: Draft, sql: str, name: str | None) -> int | None:
    """The row of that name among those of one of our own queries."""
    if name is None:
        return None
    return next((int(row_id) for row_id, other in draft.rows(sql) if name_key(other) == name_key(name)), None)


def _require_kind(draft: Draft, kind: str) -> None:
    if draft.value("select 1 from activity_kind where key = ? and is_active", (kind,)) is None:
        message = f"There is no kind “{brief(kind)}” of activity."
        raise InvalidError(message)


_STEPS = "select id, after_days from cadence_step where cadence_id = ? and not is_archived order by position, id"
