"""Asks the gate on behalf of every action that moves a deal forward, and plans what comes with a new stage."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from desktop_pipeline.actions.records import DealRow
from desktop_pipeline.actions.working_days import read_working_days
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.errors import GateError, InvalidError
from desktop_pipeline.domain.gates import Criterion, Passing, Verdict, judge, stages_passed
from desktop_pipeline.domain.names import brief
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.domain.working_days import is_working_day
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.gate_facts import read_facts, read_gate
from desktop_pipeline.storage.tables import Activity, GatePass
from desktop_pipeline.storage.workspace import Workspace

_SHOWN = 3
_LONGEST_REST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class GatedChange(Change):
    """A move or win that was done; `reminders` is what is still open of the criteria it passed, by the deal's id."""

    reminders: Mapping[int, tuple[Criterion, ...]] = field(default_factory=dict)

    @property
    def still_open(self) -> tuple[str, ...]:
        """The texts of all reminders, each once."""
        return tuple(dict.fromkeys(criterion.text for open_ones in self.reminders.values() for criterion in open_ones))


@dataclass(frozen=True, slots=True)
class Answered:
    """What the gate said: the reminders to tell, and the required criteria that are passed with a sentence."""

    reminders: Mapping[int, tuple[Criterion, ...]] = field(default_factory=dict)
    passed: Mapping[int, tuple[Criterion, ...]] = field(default_factory=dict)

    def on(self, change: Change | None) -> GatedChange | None:
        """The change with what is still open after it."""
        if change is None:
            return None
        return GatedChange(change.entry_id, change.label, change.kind, change.touched, self.reminders)


def ask_gate(draft: Draft, deals: Sequence[DealRow], to_stage: int | None, *, today: date, why: str | None) -> Answered:
    """Asks whether open deals may go to a stage, or be won (`to_stage` None).

    Raises GateError where required criteria are open and there is no sentence `why` to pass them.
    """
    verdicts: dict[int, Verdict] = {}
    by_pipeline: dict[int, list[DealRow]] = {}
    for deal in deals:
        if deal.stage_id is not None and deal.stage_id != to_stage:
            by_pipeline.setdefault(deal.pipeline_id, []).append(deal)
    for pipeline_id, together in by_pipeline.items():
        verdicts |= _judge(draft, pipeline_id, together, to_stage, today)
    told = {deal.deal_id: verdicts[deal.deal_id] for deal in deals if deal.deal_id in verdicts}
    missing = {deal_id: verdict.missing for deal_id, verdict in told.items() if verdict.missing}
    if missing and why is None:
        titles = {deal.deal_id: deal.title for deal in deals if deal.deal_id in missing}
        raise GateError(_say_missing(missing, titles), missing, titles)
    reminders = {deal_id: verdict.reminders for deal_id, verdict in told.items() if verdict.reminders}
    return Answered(reminders, missing)


def keep_passes(
    draft: Draft,
    workspace: Workspace,
    deals: Iterable[DealRow],
    answered: Answered,
    *,
    to_stage: int | None,
    why: str | None,
    at: datetime,
) -> None:
    """Notes for each deal which required criteria were passed, by whom and why."""
    for deal in deals:
        passed = answered.passed.get(deal.deal_id)
        if passed and why is not None:
            draft.insert(
                GatePass,
                deal=deal.deal_id,
                at=at,
                who=workspace.journal.who,
                from_stage=deal.stage_id,
                to_stage=to_stage,
                why=why,
                missing=json.dumps([criterion.text for criterion in passed], ensure_ascii=False),
            )


def plan_on_entry(
    draft: Draft, workspace: Workspace, deals: Sequence[tuple[int, int | None]], stage_id: int, at: datetime
) -> None:
    """Plans the activities of a stage for deals (id and owner) that enter it; what is planned already stays one."""
    planned = draft.keep_rule(("planned", stage_id), lambda: draft.rows(_PLANNED, (stage_id,)))
    if not planned:
        return
    today = local_day(at, workspace.zone)
    for kind, subject, after_days in planned:
        due_on = find_due_day(draft, today, after_days, subject)
        for deal_id, owner_id in deals:
            sql = "select 1 from activity where deal_id = ? and kind = ? and subject = ? and done_at is null"
            if draft.value(sql, (deal_id, kind, subject)) is None:
                draft.insert(
                    Activity,
                    deal=deal_id,
                    owner=owner_id,
                    kind=kind,
                    subject=subject,
                    due_on=due_on,
                    created_at=at,
                )


def name_event(deal: DealRow, pipeline_id: int) -> EventKind:
    """What a move to a stage of that pipeline is called in the history."""
    return EventKind.MOVED if deal.pipeline_id == pipeline_id else EventKind.PIPELINE


def say_texts(criteria: Sequence[Criterion]) -> str:
    """The first few texts in one sentence."""
    texts = "; ".join(f"“{criterion.text}”" for criterion in criteria[:_SHOWN])
    return texts if len(criteria) <= _SHOWN else f"{texts} and {len(criteria) - _SHOWN} more"


def _judge(
    draft: Draft, pipeline_id: int, deals: Sequence[DealRow], to_stage: int | None, today: date
) -> dict[int, Verdict]:
    gate = draft.keep_rule(("gate", pipeline_id), lambda: read_gate(draft, pipeline_id))
    starts = {deal.stage_id for deal in deals if deal.stage_id is not None}
    passed = {stage for start in starts for stage in stages_passed(gate.order(start), start, to_stage)}
    # Those of one stage or two: reading what is known for all of them would take longer than the rest of the gate.
    asked = [criterion for criterion in gate.criteria if criterion.stage_id in passed]
    if not asked:
        return {}
    facts = read_facts(draft, [deal.deal_id for deal in deals], asked)
    verdicts: dict[int, Verdict] = {}
    for start in starts:
        passings = [
            Passing(deal.deal_id, start, to_stage, facts[deal.deal_id]) for deal in deals if deal.stage_id == start
        ]
        verdicts |= judge(gate.order(start), asked, passings, today)
    return verdicts


def _say_missing(missing: Mapping[int, tuple[Criterion, ...]], titles: Mapping[int, str]) -> str:
    if len(missing) == 1:
        ((deal_id, criteria),) = missing.items()
        return f"“{titles[deal_id]}” is not ready yet. Still open: {say_texts(criteria)}."
    first = next(iter(missing))
    return (
        f"{len(missing)} deals are not ready yet, “{titles[first]}” for one. Still open: {say_texts(missing[first])}."
    )


def find_due_day(draft: Draft, today: date, after_days: int, subject: str) -> date:
    """So many days from today, or the next day that somebody works on; `subject` is named where there is none."""
    try:
        return _find_working_day(draft, today + timedelta(days=after_days))
    except OverflowError:
        message = f"“{brief(subject)}” would be planned outside of the calendar."
        raise InvalidError(message) from None


def _find_working_day(draft: Draft, day: date) -> date:
    """The day itself, or the next one that somebody works on."""
    working_days, holidays = read_working_days(draft)
    last = day + _LONGEST_REST
    while day < last and not is_working_day(day, working_days, holidays):
        day += timedelta(days=1)
    return day


_PLANNED = (
    "select kind, subject, after_days from stage_activity where stage_id = ? and not is_archived order by position, id"
)
