"""Starting and stopping cadences: their touches become planned activities; nothing is sent and no deal is closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop_pipeline.actions.cadence_ends import end_enrolment_within
from desktop_pipeline.actions.records import list_people_there, read_deal_row
from desktop_pipeline.actions.working_days import read_working_days
from desktop_pipeline.domain.cadences import (
    EndedBy,
    Start,
    State,
    Touch,
    check_days_found,
    plan_days,
    settle_close,
)
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.names import brief
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Activity, Enrolment, EnrolmentStep
from desktop_pipeline.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Started:
    """What was started: the new enrolments, and how many were in that cadence already and stay as they are."""

    change: Change | None
    enrolment_ids: tuple[int, ...]
    already: int


@dataclass(frozen=True, slots=True)
class _Step:
    step_id: int
    kind: str
    subject: str
    touch: Touch


@dataclass(frozen=True, slots=True)
class _Cadence:
    cadence_id: int
    name: str
    reason_id: int | None
    closes_after: int | None
    steps: tuple[_Step, ...]


@dataclass(frozen=True, slots=True)
class _Target:
    """Whom the touches are for; a person without a deal brings their organisation."""

    deal_id: int | None
    person_id: int | None
    organisation_id: int | None
    owner_id: int | None
    name: str


def start_cadence(workspace: Workspace, cadence_id: int, deal_ids: Sequence[int], *, at: datetime) -> Started:
    """Starts a cadence for deals as one change; those that are in it already are passed over.

    Raises InvalidError for a lost deal, for a cadence without touches or that is used no more, and where all of them
    are in it.
    """
    with workspace.journal.change("Start") as draft:
        targets = [_read_deal(draft, deal_id) for deal_id in dict.fromkeys(deal_ids)]
        started = _start_all(draft, workspace, cadence_id, targets, "deals", at)
    return Started(draft.result, started, len(targets) - len(started))


def start_for_people(
    workspace: Workspace, cadence_id: int, person_ids: Sequence[int], *, at: datetime, owner_id: int | None = None
) -> Started:
    """Starts a cadence for people without a deal, as `start_cadence` does; `owner_id` is who is to do the touches."""
    with workspace.journal.change("Start") as draft:
        targets = [_read_person(draft, person_id, owner_id) for person_id in dict.fromkeys(person_ids)]
        started = _start_all(draft, workspace, cadence_id, targets, "people", at)
    return Started(draft.result, started, len(targets) - len(started))


def start_within(
    draft: Draft, workspace: Workspace, cadence_id: int, deal_id: int | None, person_id: int | None, *, at: datetime
) -> int:
    """Starts a cadence for a deal, or for a person without one, within a change; returns the enrolment.

    `person_id` beside a deal is who is addressed; None: its first person. Raises InvalidError, also where the
    deal or person is in it already.
    """
    if deal_id is not None:
        target = _read_deal(draft, deal_id, person_id)
    elif person_id is not None:
        target = _read_person(draft, person_id, None)
    else:
        message = "Choose a deal or a person first."
        raise NotFoundError(message)
    cadence = _read_cadence(draft, cadence_id)
    if _is_in(draft, cadence_id, target):
        message = f"“{brief(target.name)}” is in the cadence “{brief(cadence.name)}” already."
        raise InvalidError(message)
    return _enrol(draft, workspace, cadence, target, at)


def start_on_entry(
    draft: Draft, workspace: Workspace, deal_ids: Iterable[int], stage_id: int, *, at: datetime
) -> list[int]:
    """Starts what a stage starts for deals that enter it; those that are in it already, and days off, hinder nobody."""
    found = draft.keep_rule(("cadences", stage_id), lambda: draft.rows(_ON_ENTRY, (Start.STAGE.value, stage_id)))
    started: list[int] = []
    for (cadence_id,) in found:
        cadence = _read_cadence(draft, cadence_id)
        for deal_id in deal_ids:
            target = _read_deal(draft, deal_id)
            if not _is_in(draft, cadence_id, target):
                started.append(_enrol(draft, workspace, cadence, target, at, is_lenient=True))
    return started


def end_enrolment(
    workspace: Workspace, enrolment_id: int, by: EndedBy = EndedBy.HAND, *, at: datetime
) -> Change | None:
    """Stops a cadence for one deal or person; what is planned of it goes. Raises InvalidError where it is over."""
    with workspace.journal.change("Stop") as draft:
        state, name = _read_enrolment(draft, enrolment_id)
        if state is State.ENDED:
            message = f"“{brief(name)}” is stopped already."
            raise InvalidError(message)
        draft.label = f"Stop “{brief(name)}”"
        end_enrolment_within(draft, enrolment_id, by, at=at)
    return draft.result


def put_off_closing(workspace: Workspace, enrolment_id: int, until: date | None) -> Change | None:
    """Answers a proposal to close: not before that day, or not at all (None)."""
    with workspace.journal.change("Keep open") as draft:
        _state, name = _read_enrolment(draft, enrolment_id)
        draft.label = f"Keep open after “{brief(name)}”"
        draft.update(Enrolment, enrolment_id, close_on=until)
    return draft.result


def _start_all(
    draft: Draft, workspace: Workspace, cadence_id: int, targets: Sequence[_Target], word: str, at: datetime
) -> tuple[int, ...]:
    cadence = _read_cadence(draft, cadence_id)
    if not targets:
        message = "Choose a deal or a person first."
        raise NotFoundError(message)
    fresh = [target for target in targets if not _is_in(draft, cadence_id, target)]
    if not fresh:
        who = f"“{brief(targets[0].name)}” is" if len(targets) == 1 else f"All {len(targets)} {word} are"
        message = f"{who} in the cadence “{brief(cadence.name)}” already."
        raise InvalidError(message)
    named = f"“{brief(fresh[0].name)}”" if len(fresh) == 1 else f"{len(fresh)} {word}"
    draft.label = f"Start “{brief(cadence.name)}” for {named}"
    return tuple(_enrol(draft, workspace, cadence, target, at) for target in fresh)


def _enrol(
    draft: Draft, workspace: Workspace, cadence: _Cadence, target: _Target, at: datetime, *, is_lenient: bool = False
) -> int:
    start = local_day(at, workspace.zone)
    working_days, holidays = read_working_days(draft)
    planned = plan_days(start, [step.touch for step in cadence.steps], working_days, holidays)
    days = [day.due_on or day.wished_on for day in planned] if is_lenient else check_days_found(planned, cadence.name)
    enrolment_id = draft.insert(
        Enrolment,
        cadence=cadence.cadence_id,
        deal=target.deal_id,
        person=target.person_id,
        started_at=at,
        started_on=start,
        who=workspace.journal.who,
        state=State.RUNNING.value,
        close_on=None if target.deal_id is None else settle_close(start, cadence.closes_after, days),
        reason=cadence.reason_id,
    )
    for step, day in zip(cadence.steps, days, strict=True):
        activity_id = draft.insert(
            Activity,
            deal=target.deal_id,
            person=target.person_id,
            organisation=target.organisation_id,
            owner=target.owner_id,
            kind=step.kind,
            subject=step.subject,
            due_on=day,
            created_at=at,
        )
        draft.insert(EnrolmentStep, enrolment=enrolment_id, step=step.step_id, activity=activity_id, due_on=day)
    return enrolment_id


def _read_cadence(draft: Draft, cadence_id: int) -> _Cadence:
    found = draft.keep_rule(("cadence", cadence_id), lambda: draft.row(_CADENCE, (cadence_id,)))
    if found is None:
        message = f"There is no cadence number {cadence_id}."
        raise NotFoundError(message)
    name, reason_id, closes_after, is_active = found
    if not is_active:
        message = f"The cadence “{brief(name)}” is used no more."
        raise InvalidError(message)
    rows = draft.keep_rule(("touches", cadence_id), lambda: draft.rows(_STEPS, (cadence_id,)))
    if not rows:
        message = f"The cadence “{brief(name)}” has no touches yet. Add one in Settings."
        raise InvalidError(message)
    steps = tuple(
        _Step(step_id, kind, subject, Touch(days, bool(skips))) for step_id, kind, subject, days, skips in rows
    )
    return _Cadence(cadence_id, name, reason_id, closes_after, steps)


def _read_deal(draft: Draft, deal_id: int, person_id: int | None = None) -> _Target:
    deal = read_deal_row(draft, deal_id)
    if deal.status is DealStatus.LOST:
        message = f"“{brief(deal.title)}” is lost. Reopen it first."
        raise InvalidError(message)
    if person_id is None:
        person_id = next(iter(list_people_there(draft, deal_id)), None)
    return _Target(deal_id, person_id, None, deal.owner_id, deal.title)


def _read_person(draft: Draft, person_id: int, owner_id: int | None) -> _Target:
    found = draft.row("select name, organisation_id, deleted_at is not null from person where id = ?", (person_id,))
    if found is None:
        message = f"There is no person number {person_id}."
        raise NotFoundError(message)
    name, organisation_id, is_deleted = found
    if is_deleted:
        message = f"“{brief(name)}” is in the bin."
        raise NotFoundError(message)
    return _Target(None, person_id, organisation_id, owner_id, name)


def _is_in(draft: Draft, cadence_id: int, target: _Target) -> bool:
    is_deal = target.deal_id is not None
    where = "deal_id = ?" if is_deal else "deal_id is null and person_id = ?"
    row_id = target.deal_id if is_deal else target.person_id
    # The condition is one of our own two.
    sql = f"select 1 from enrolment where cadence_id = ? and state = 'running' and {where}"  # noqa: S608
    return draft.value(sql, (cadence_id, row_id)) is not None


def _read_enrolment(draft: Draft, enrolment_id: int) -> tuple[State, str]:
    found = draft.row(
        "select e.state, c.name from enrolment e join cadence c on c.id = e.cadence_id where e.id = ?", (enrolment_id,)
    )
    if found is None:
        message = "This cadence was not started, or that was taken back."
        raise NotFoundError(message)
    return State(found[0]), str(found[1])


_CADENCE = "select name, reason_id, closes_after, is_active from cadence where id = ?"
_STEPS = (
    "select id, kind, subject, after_days, skips_free_days from cadence_step"
    " where cadence_id = ? and not is_archived order by position, id"
)
_ON_ENTRY = (
    "select id from cadence c where starts = ? and stage_id = ? and is_active and exists"
    " (select 1 from cadence_step s where s.cadence_id = c.id and not s.is_archived) order by position, id"
)
