"""Cadences as they are set, who is in them and how far, and the deals that they propose to close."""

# ruff: noqa: S608 - the conditions are put together from our own text; what a user chose is always bound

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop_pipeline.domain.cadences import EndedBy, Start, State, Touch, TouchDay, plan_days
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.activities import among
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.queries.settings import read_holidays, read_working_days
from desktop_pipeline.storage.database import Reader, Row, Value
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class CadenceStepRow:
    """A touch of a cadence; `kind` is a key, `icon` belongs to it."""

    step_id: int
    touch: Touch
    kind: str
    kind_name: str
    icon: str
    subject: str
    template_id: int | None
    template: str | None


@dataclass(frozen=True, slots=True)
class CadenceRow:
    """A cadence with its touches in order; `running` is how many deals and people are in it now."""

    cadence_id: int
    name: str
    purpose: str
    starts: Start
    stage_id: int | None
    stage: str | None
    reason_id: int | None
    reason: str | None
    closes_after: int | None
    is_active: bool
    running: int
    steps: tuple[CadenceStepRow, ...]


@dataclass(frozen=True, slots=True)
class EnrolmentStepRow:
    """A touch as it was planned; done at an instant, or taken away without being done."""

    subject: str
    icon: str
    due_on: date
    done_at: datetime | None
    activity_id: int | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.activity_id is not None and self.done_at is None


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """A cadence that a deal or a person is in or was in; `close_on` is when closing is proposed."""

    enrolment_id: int
    cadence_id: int
    cadence: str
    state: State
    ended_by: EndedBy | None
    started_on: date
    ended_at: datetime | None
    close_on: date | None
    steps: tuple[EnrolmentStepRow, ...]

    @property
    def done(self) -> int:
        """How many touches were done."""
        return sum(1 for step in self.steps if step.done_at is not None)


@dataclass(frozen=True, slots=True)
class CloseProposal:
    """An open deal that a cadence proposes to close, since nobody replied to `done` of its `touches`."""

    enrolment_id: int
    deal_id: int
    title: str
    organisation: str | None
    owner_id: int | None
    value: Money | None
    cadence: str
    close_on: date
    reason_id: int | None
    reason: str | None
    done: int
    touches: int


def read_cadences(reader: Reader, *, active_only: bool = False) -> list[CadenceRow]:
    """All cadences in their order, archived ones last; or those only that can be started: with a touch at least."""
    steps: dict[int, list[CadenceStepRow]] = {}
    for cadence_id, step_id, days, skips, *rest in reader.rows(_STEPS):
        steps.setdefault(cadence_id, []).append(CadenceStepRow(step_id, Touch(days, bool(skips)), *rest))
    found = [_to_cadence(row, steps.get(row[0], ())) for row in reader.rows(_CADENCES)]
    return [row for row in found if row.is_active and row.steps] if active_only else found


def read_cadence(reader: Reader, cadence_id: int) -> CadenceRow | None:
    """One cadence, or None where there is none."""
    return next((row for row in read_cadences(reader) if row.cadence_id == cadence_id), None)


def preview_days(view: View, steps: Sequence[CadenceStepRow], start: date) -> list[TouchDay]:
    """On which days the touches would be due for somebody who starts on a day."""
    holidays = {row.day for row in read_holidays(view)}
    return plan_days(start, [step.touch for step in steps], read_working_days(view), holidays)


def read_enrolments(view: View, deal_id: int) -> list[EnrolmentRow]:
    """The cadences of a deal: what runs first, then what is over, the newest first."""
    return _read_enrolments(view, "e.deal_id = ?", (deal_id,))


def read_person_enrolments(view: View, person_id: int) -> list[EnrolmentRow]:
    """The cadences that a person is in without a deal, as `read_enrolments` does."""
    return _read_enrolments(view, "e.person_id = ? and e.deal_id is null", (person_id,))


def read_close_proposals(
    view: View, *, today: date, owner_ids: frozenset[int] = frozenset(), deal_ids: Iterable[int] | None = None
) -> tuple[CloseProposal, ...]:
    """Open deals whose cadence ended without a reply and proposes to close them by today, the oldest first.

    A deal is there once. `deal_ids`: among these only.
    """
    owners, parameters = among("d.owner_id", owner_ids)
    source, named = "enrolment e", list[Value]()
    if deal_ids is not None:
        # Of those that are named, not of all deals.
        source = "json_each(?) named cross join enrolment e on e.deal_id = named.value"
        named.append(json.dumps(list(deal_ids)))
    rows = view.rows(
        "select e.id, d.id, d.title, o.name, d.owner_id, d.value, d.currency, c.name, e.close_on, r.id, r.name,"
        " (select count(*) from enrolment_step s join activity a on a.id = s.activity_id"
        " where s.enrolment_id = e.id and a.done_at is not null),"
        " (select count(*) from enrolment_step s where s.enrolment_id = e.id)"
        f" from {source} cross join deal d on d.id = e.deal_id join cadence c on c.id = e.cadence_id"
        " left join organisation o on o.id = d.organisation_id"
        " left join reason r on r.id = e.reason_id and r.is_active"
        " where e.state <> 'ended' and e.close_on <= ? and d.status = 'open' and d.deleted_at is null"
        f"{owners} order by e.close_on, e.id",
        (*named, today.isoformat(), *parameters),
    )
    found: dict[int, CloseProposal] = {}
    for row in rows:
        found.setdefault(row[1], _to_proposal(row))
    return tuple(found.values())


def read_mail_templates(reader: Reader) -> list[Named]:
    """E-mail templates in use that a touch can bear, in their order."""
    return [
        Named(*row) for row in reader.rows("select id, name from mail_template where is_active order by position, id")
    ]


def read_starting_stages(reader: Reader) -> list[Named]:
    """Open stages that can start a cadence, with their pipeline where there are several."""
    rows = reader.rows(
        "select s.id, s.name, p.name, (select count(*) from pipeline where not is_archived) from stage s"
        " join pipeline p on p.id = s.pipeline_id where s.is_open and not s.is_archived and not p.is_archived"
        " order by p.position, p.id, s.position, s.id"
    )
    return [Named(row_id, stage if count == 1 else f"{stage} ({pipeline})") for row_id, stage, pipeline, count in rows]


def read_names(reader: Reader, subject: str, ids: Sequence[int]) -> dict[int, str]:
    """Titles of deals or names of people by their ids; `subject` is “deal” or “person”."""
    column = {"deal": "title", "person": "name"}[subject]
    marks = ", ".join("?" * len(ids))
    return dict(reader.rows(f"select id, {column} from {subject} where id in ({marks})", tuple(ids)))


def _read_enrolments(view: View, where: str, parameters: Sequence[Value]) -> list[EnrolmentRow]:
    rows = view.rows(
        "select e.id, e.cadence_id, c.name, e.state, e.ended_by, e.started_on, e.ended_at, e.close_on"
        f" from enrolment e join cadence c on c.id = e.cadence_id where {where}"
        " order by e.state <> 'running', e.started_at desc, e.id desc",
        parameters,
    )
    return [_to_enrolment(view, row) for row in rows]


def _to_enrolment(view: View, row: Row) -> EnrolmentRow:
    enrolment_id, cadence_id, cadence, state, ended_by, started_on, ended_at, close_on = row
    steps = view.rows(
        "select coalesce(a.subject, t.subject, ''), coalesce(k.icon, ''), s.due_on, a.done_at, a.id"
        " from enrolment_step s left join activity a on a.id = s.activity_id"
        " left join cadence_step t on t.id = s.step_id"
        " left join activity_kind k on k.key = coalesce(a.kind, t.kind)"
        " where s.enrolment_id = ? order by s.id",
        (enrolment_id,),
    )
    return EnrolmentRow(
        enrolment_id,
        cadence_id,
        cadence,
        State(state),
        None if ended_by is None else EndedBy(ended_by),
        date.fromisoformat(started_on),
        None if ended_at is None else from_microseconds(ended_at),
        None if close_on is None else date.fromisoformat(close_on),
        tuple(
            EnrolmentStepRow(
                subject, icon, date.fromisoformat(due), None if done is None else from_microseconds(done), activity_id
            )
            for subject, icon, due, done, activity_id in steps
        ),
    )


def _to_cadence(row: Row, steps: Sequence[CadenceStepRow]) -> CadenceRow:
    cadence_id, name, purpose, starts, stage_id, stage, reason_id, reason, closes_after, is_active, running = row
    return CadenceRow(
        cadence_id,
        name,
        purpose,
        Start(starts),
        stage_id,
        stage,
        reason_id,
        reason,
        closes_after,
        bool(is_active),
        running,
        tuple(steps),
    )


def _to_proposal(row: Row) -> CloseProposal:
    enrolment_id, deal_id, title, organisation, owner_id, value, currency, cadence, close_on, *rest = row
    reason_id, reason, done, touches = rest
    money = None if value is None else Money(value, currency)
    return CloseProposal(
        enrolment_id,
        deal_id,
        title,
        organisation,
        owner_id,
        money,
        cadence,
        date.fromisoformat(close_on),
        reason_id,
        reason,
        done,
        touches,
    )


_STEPS = (
    "select s.cadence_id, s.id, s.after_days, s.skips_free_days, s.kind, coalesce(k.name, s.kind),"
    " coalesce(k.icon, ''), s.subject, m.id, m.name from cadence_step s left join activity_kind k on k.key = s.kind"
    " left join mail_template m on m.id = s.template_id where not s.is_archived order by s.position, s.id"
)
_CADENCES = (
    "select c.id, c.name, c.purpose, c.starts, s.id, s.name, r.id, r.name, c.closes_after, c.is_active,"
    " (select count(*) from enrolment e where e.cadence_id = c.id and e.state = 'running')"
    " from cadence c left join stage s on s.id = c.stage_id and not s.is_archived"
    " left join reason r on r.id = c.reason_id order by not c.is_active, c.position, c.id"
)
