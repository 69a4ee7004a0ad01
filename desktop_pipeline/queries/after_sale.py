"""What follows a sale: a won deal's checklist, satisfaction and problems, and lost deals to be tried again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from json import dumps

from desktop_pipeline.domain.after_sale import USUAL_CHURN_MONTHS, Purpose, TickState
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.id_sets import NONE
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """A line of a won deal's checklist; its state is that of its activity where it has one."""

    tick_id: int
    purpose: Purpose
    text: str
    kind: str
    due_on: date
    state: TickState
    note: str
    activity_id: int | None


@dataclass(frozen=True, slots=True)
class SatisfactionView:
    """What the customer said, 0 to 10."""

    satisfaction_id: int
    on: date
    score: int
    note: str


@dataclass(frozen=True, slots=True)
class ProblemView:
    """What went wrong after the sale; unsolved without a day."""

    problem_id: int
    text: str
    raised_on: date
    solved_on: date | None
    solution: str


@dataclass(frozen=True, slots=True)
class RetryView:
    """When a lost deal is tried again; `later_id` is the deal that it became."""

    on: date
    note: str
    is_settled: bool
    later_id: int | None


@dataclass(frozen=True, slots=True)
class AfterSaleView:
    """Everything the panel of a closed deal shows of the time after; `has_checklist`: its pipeline has lines."""

    lines: tuple[ChecklistLine, ...]
    has_checklist: bool
    scores: tuple[SatisfactionView, ...]
    problems: tuple[ProblemView, ...]
    retry: RetryView | None


@dataclass(frozen=True, slots=True)
class ChecklistStepRow:
    """A line of a pipeline's checklist as it is set."""

    step_id: int
    purpose: Purpose
    text: str
    kind: str
    kind_name: str
    after_days: int


@dataclass(frozen=True, slots=True)
class DueRetry:
    """A lost deal whose day to try again has come."""

    deal_id: int
    title: str
    organisation: str | None
    value: Money | None
    on: date
    reason: str | None
    note: str


def read_after_sale(view: View, deal_id: int) -> AfterSaleView:
    """What followed the outcome of a deal: the problems not solved first, the newest score first."""
    has_checklist = view.value(
        "select 1 from after_sale_step s join deal d on d.pipeline_id = s.pipeline_id"
        " where d.id = ? and not s.is_archived",
        (deal_id,),
    )
    retry = view.row("select retry_on, note, settled_at is not null, later_id from retry where deal_id = ?", (deal_id,))
    return AfterSaleView(
        lines=tuple(_to_line(row) for row in view.rows(_LINES, (deal_id,))),
        has_checklist=has_checklist is not None,
        scores=tuple(
            SatisfactionView(row_id, date.fromisoformat(on), score, note)
            for row_id, on, score, note in view.rows(
                "select id, asked_on, score, note from satisfaction where deal_id = ? order by asked_on desc, id desc",
                (deal_id,),
            )
        ),
        problems=tuple(
            ProblemView(row_id, text, date.fromisoformat(raised), None if on is None else date.fromisoformat(on), said)
            for row_id, text, raised, on, said in view.rows(
                "select id, text, raised_on, solved_on, solution from problem where deal_id = ?"
                " order by solved_on is not null, raised_on desc, id desc",
                (deal_id,),
            )
        ),
        retry=None if retry is None else RetryView(date.fromisoformat(retry[0]), retry[1], bool(retry[2]), retry[3]),
    )


def read_progress(view: View, deal_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """How many lines of the checklists of deals are done, of how many that apply; of those that have one."""
    rows = view.rows(_PROGRESS, (dumps(list(deal_ids)), TickState.DONE.value, TickState.OPEN.value))
    return {int(deal_id): (int(done), int(done) + int(still)) for deal_id, done, still in rows}


def read_checklist(reader: Reader, pipeline_id: int) -> list[ChecklistStepRow]:
    """The lines of a pipeline's checklist in the owner's order."""
    rows = reader.rows(
        "select s.id, s.purpose, s.text, s.kind, coalesce(k.name, s.kind), s.after_days from after_sale_step s"
        " left join activity_kind k on k.key = s.kind where s.pipeline_id = ? and not s.is_archived"
        " order by s.position, s.id",
        (pipeline_id,),
    )
    return [ChecklistStepRow(row[0], Purpose(row[1]), *row[2:]) for row in rows]


def read_due_retries(view: View, *, today: date, owner_ids: frozenset[int] = frozenset()) -> list[DueRetry]:
    """Lost deals whose day has come and that nobody has tried again yet, the longest waiting first."""
    rows = view.rows(
        "select d.id, d.title, o.name, d.value, d.currency, t.retry_on, r.name, t.note, d.owner_id from retry t"
        " join deal d on d.id = t.deal_id left join organisation o on o.id = d.organisation_id"
        " left join reason r on r.id = d.reason_id"
        " where t.settled_at is null and t.retry_on <= ? and d.status = 'lost' and d.deleted_at is null"
        " order by t.retry_on, d.value is null, d.value desc, d.id",
        (today.isoformat(),),
    )
    return [
        DueRetry(
            deal_id,
            title,
            organisation,
            None if value is None else Money(value, currency),
            date.fromisoformat(on),
            reason,
            note,
        )
        for deal_id, title, organisation, value, currency, on, reason, note, owner_id in rows
        if not owner_ids or (NONE if owner_id is None else owner_id) in owner_ids
    ]


def read_churn_months(view: View) -> int:
    """After how many months without a win a customer counts as gone."""
    kept = view.setting("churn_months", str(USUAL_CHURN_MONTHS))
    return int(kept) if kept.isdecimal() and int(kept) > 0 else USUAL_CHURN_MONTHS


_STATE = "case when t.state = 'open' and a.done_at is not null then 'done' else t.state end"
# Our own text, as are the statements that are put together of it.
_LINES = (
    f"select t.id, s.purpose, s.text, s.kind, coalesce(a.due_on, t.due_on), {_STATE},"  # noqa: S608
    " coalesce(nullif(t.note, ''), a.result, ''), t.activity_id"
    " from after_sale_tick t join after_sale_step s on s.id = t.step_id left join activity a on a.id = t.activity_id"
    " where t.deal_id = ? order by t.due_on, s.position, t.id"
)
_PROGRESS = (
    f"select deal_id, sum(state = ?2), sum(state = ?3) from (select t.deal_id, {_STATE} as state from after_sale_tick t"  # noqa: S608
    " left join activity a on a.id = t.activity_id where t.deal_id in (select value from json_each(?1)))"
    " group by deal_id"
)


def _to_line(row: tuple[object, ...]) -> ChecklistLine:
    tick_id, purpose, text, kind, due_on, state, note, activity_id = row
    return ChecklistLine(
        int(str(tick_id)),
        Purpose(str(purpose)),
        str(text),
        str(kind),
        date.fromisoformat(str(due_on)),
        TickState(str(state)),
        str(note),
        None if activity_id is None else int(str(activity_id)),
    )
