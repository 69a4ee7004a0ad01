"""Deals as the cards of the board, and what is read for them."""

# ruff: noqa: S608 - the conditions are put together from our own text; what a user typed is always bound

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from desktop_pipeline.domain.hygiene import NextStep, Pace, judge_next_step, judge_pace
from desktop_pipeline.domain.leads_clock import LeadClock
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.board_filter import ENTRY, TOUCH
from desktop_pipeline.queries.gate_progress import count_progress
from desktop_pipeline.queries.new_leads import find_clocks_of
from desktop_pipeline.storage.closed_values import HAS_CLOSING_DAY
from desktop_pipeline.storage.database import Row, Value
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View


class Order(StrEnum):
    """How the deals of a lane are sorted; WON is for those that are won, the latest first."""

    HAND = "by hand"
    VALUE = "value"
    CLOSE = "expected close"
    STEP = "next activity"
    SCORE = "score"
    AGE = "age"
    TITLE = "title"
    WON = "won"


class CardField(StrEnum):
    """What can stand on a card besides its title."""

    ORGANISATION = "organisation"
    OWNER = "owner"
    VALUE = "value"
    LABELS = "labels"
    DAYS = "days"
    STEP = "next step"
    CRITERIA = "criteria"
    SCORE = "score"
    PRODUCTS = "products"
    CLOSE = "expected close"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class DealCard:
    """One deal as the board paints it; `days_in_stage` is None where the entry into the stage is unknown.

    `untouched` is the days since the last real touch of a stale deal, None for any other. `met` and `asked` count exit
    criteria, of a won deal the lines of its checklist. `products`, `source` and `score` are read only where they are
    shown; there is a score only where there are rules for it. `after_sale` names a won deal's stage. `clock` runs on a
    new lead without contact. `awaits_score`: it has one, which comes later.
    """

    deal_id: int
    stage_id: int
    title: str
    organisation: str | None
    value: Money | None
    owner: str | None
    days_in_stage: int | None
    pace: Pace
    next_step: NextStep
    next_kind: str | None
    next_due_on: date | None
    next_due_at: datetime | None
    labels: tuple[str, ...]
    expected_close_on: date | None = None
    source: str | None = None
    products: tuple[str, ...] = ()
    untouched: int | None = None
    met: int = 0
    asked: int = 0
    score: int | None = None
    stage: str = ""
    closed_on: date | None = None
    after_sale: str | None = None
    clock: LeadClock | None = None
    awaits_score: bool = False

    @property
    def is_won(self) -> bool:
        """Whether it stands among what was won; nobody may know since when."""
        return self.closed_on is not None or self.after_sale is not None


class PlacedCard(NamedTuple):
    """A deal and the row of its lane in which it stands."""

    card: DealCard
    row: int


class CardQuestion(NamedTuple):
    """How cards are read: the day and instant they are told for, the order of their lane, and what is shown on them.

    `awaits_scores`: nobody knows the scores yet that are shown, and cards are not to wait for them.
    """

    today: date
    now: datetime
    order: Order = Order.HAND
    fields: frozenset[CardField] = frozenset()
    awaits_scores: bool = False


def read_chosen(view: View, deal_ids: Collection[int], question: CardQuestion) -> list[DealCard]:
    """Deals by their ids, in that order; those in the bin are left out."""
    page = (
        "select d.id, named.key as place from json_each(?) named cross join deal d on d.id = named.value"
        " where d.deleted_at is null"
    )
    return read_cards(view, page, (json.dumps(list(deal_ids)),), question)


def read_closes(view: View, deal_ids: Collection[int]) -> dict[int, date | None]:
    """The expected close of deals by their ids, in the order that is given."""
    rows = view.rows(
        "select d.id, d.expected_close_on from json_each(?) named join deal d on d.id = named.value order by named.key",
        (json.dumps(list(deal_ids)),),
    )
    return {int(row_id): None if day is None else date.fromisoformat(day) for row_id, day in rows}


def read_cards(
    view: View, page: str, parameters: tuple[Value, ...], question: CardQuestion, *, ties: str = "page.place"
) -> list[DealCard]:
    """The cards of a page, which is SQL that selects ids (and what `ties` sorts them by)."""
    shown = question.fields
    sql = _CARDS.format(
        page=page,
        source="(select name from source where id = d.source_id)" if CardField.SOURCE in shown else "null",
        products=_PRODUCTS if CardField.PRODUCTS in shown else "null",
        order=ties,
        today=question.today.isoformat(),
    )
    rows = view.rows(sql, parameters)
    progress = _count_progress(view, rows) if CardField.CRITERIA in shown else {}
    is_scored = CardField.SCORE in shown and not question.awaits_scores
    scores = _score(view, [row[0] for row in rows], question.today) if is_scored else {}
    clocks = find_clocks_of(view, {row[0]: (row[1], row[_CREATED]) for row in rows}, now=question.now)
    return [_to_card(view, row, question, progress, scores, clocks.get(row[0])) for row in rows]


def _count_progress(view: View, rows: list[Row]) -> dict[int, tuple[int, int]]:
    """Exit criteria of open deals, the checklist after the sale of won ones."""
    progress = count_progress(view, [row[0] for row in rows if row[_CLOSED] is None])
    sold = [row[0] for row in rows if row[_CLOSED] is not None]
    if sold:
        from desktop_pipeline.queries.after_sale import read_progress  # noqa: PLC0415 - only where won deals are shown

        progress |= read_progress(view, sold)
    return progress


def _score(view: View, deal_ids: list[int], today: date) -> dict[int, int]:
    if not view.keep("has score rules", None, lambda: view.row(_ANY_RULE) is not None, of=_RULES):
        return {}
    from desktop_pipeline.queries.scores import read_scores  # noqa: PLC0415 - only where there are rules

    # While somebody types, many cards come again at the next key.
    known: dict[int, int | None] = view.keep("scores on cards", today, dict)
    missing = [deal_id for deal_id in deal_ids if deal_id not in known]
    if missing:
        known.update(dict.fromkeys(missing) | read_scores(view, missing, today=today))
    return {deal_id: points for deal_id in deal_ids if (points := known[deal_id]) is not None}


def _to_card(
    view: View,
    row: Row,
    question: CardQuestion,
    progress: Mapping[int, tuple[int, int]],
    scores: Mapping[int, int],
    clock: LeadClock | None,
) -> DealCard:
    (deal_id, stage_id, title, organisation, value, currency, owner, slow_limit, entered, *rest) = row
    (
        kind,
        due_on,
        due_at,
        labels,
        close,
        stage,
        closed_at,
        after_sale,
        *touch,
        has_closing_day,
        is_planned,
        snoozed_at,
        source,
        products,
    ) = rest
    today = question.today
    entered_on = None if entered is None else local_day(from_microseconds(entered // 2), view.zone)
    days = None if entered_on is None else max(0, (today - entered_on).days)
    if days is not None and entered % 2 and days <= slow_limit:
        # It has been there since the import at least; how much longer is not known.
        days = None
    due_day = None if due_on is None else date.fromisoformat(due_on)
    due_instant = None if due_at is None else from_microseconds(due_at)
    met, asked = progress.get(deal_id, (0, 0))
    return DealCard(
        deal_id=deal_id,
        stage_id=stage_id or 0,
        title=title,
        organisation=organisation,
        value=None if value is None else Money(value, currency),
        owner=owner,
        days_in_stage=days,
        pace=Pace.USUAL if closed_at is not None else judge_pace(days, slow_limit),
        next_step=judge_next_step(
            planned=kind is not None, due_on=due_day, due_at=due_instant, today=today, now=question.now
        ),
        next_kind=kind,
        next_due_on=due_day,
        next_due_at=due_instant,
        labels=tuple(labels.split("\x1f")) if labels else (),
        expected_close_on=None if close is None else date.fromisoformat(close),
        source=source,
        products=tuple(products.split("\x1f")) if products else (),
        untouched=None if closed_at is not None or is_planned else _judge_untouched(view, touch, today, snoozed_at),
        met=met,
        asked=asked,
        score=scores.get(deal_id),
        stage=stage or "",
        closed_on=local_day(from_microseconds(closed_at), view.zone) if has_closing_day else None,
        after_sale=after_sale,
        clock=clock,
        awaits_score=question.awaits_scores and CardField.SCORE in question.fields and closed_at is None,
    )


def _judge_untouched(view: View, touch: list[Value], today: date, snoozed_at: int | None) -> int | None:
    """Days since the last real touch where they are more than the stage's limit and nobody left the deal alone."""
    stale_limit, touched, created, last_touch_on = touch
    if not isinstance(stale_limit, int):
        return None
    if touched:
        known = [local_day(from_microseconds(int(touched)), view.zone)]
    else:
        known = [] if created is None else [local_day(from_microseconds(int(created)), view.zone)]
        told = None if last_touch_on is None else date.fromisoformat(str(last_touch_on))
        known += [told] if told is not None and told <= today else []
    days = (today - max(known)).days if known else 0
    slept = None if snoozed_at is None else (today - local_day(from_microseconds(snoozed_at), view.zone)).days
    return days if days > stale_limit and (slept is None or slept >= stale_limit) else None


_ANY_RULE = "select 1 from score_rule where is_active"
_RULES = frozenset(("score_rule",))
# Where the close and the creation stand among the columns of `_CARDS`.
_CLOSED = 15
_CREATED = 19
_PRODUCTS = (
    "(select group_concat(p.name, char(31)) from line_item li join product p on p.id = li.product_id"
    " where li.deal_id = d.id)"
)
_CARDS = (
    """
    with page as ({page}),
    step as (
        select a.deal_id, a.kind, a.due_on, a.due_at,
               row_number() over (partition by a.deal_id order by a.due_on is null, a.due_on, a.due_at, a.id) as place
        from page cross join activity a on a.deal_id = page.id where a.done_at is null
    )
    select d.id, d.stage_id, d.title, o.name, d.value, d.currency, w.name, coalesce(s.slow_limit, 0),
           """
    + ENTRY
    + """,
           step.kind, step.due_on, step.due_at,
           (select group_concat(l.name, char(31)) from deal_label dl join label l on l.id = dl.label_id
             where dl.deal_id = d.id),
           d.expected_close_on, s.name, d.closed_at, t.name,
           s.stale_limit, """
    + TOUCH
    + """, d.created_at, d.last_touch_on, """
    + HAS_CLOSING_DAY
    + """,
           exists (select 1 from activity a where a.deal_id = d.id and a.done_at is null
             and a.due_on between '{today}' and date('{today}', '+' || s.stale_limit || ' days')),
           (select max(z.at) from deal_snooze z where z.deal_id = d.id and z.ended_at is null and z.until > '{today}'),
           {source}, {products}
    from page cross join deal d on d.id = page.id left join stage s on s.id = d.stage_id
    left join organisation o on o.id = d.organisation_id
    left join owner w on w.id = d.owner_id
    left join stage t on t.id = d.after_sale_stage_id
    left join step on step.deal_id = d.id and step.place = 1
    order by {order}
    """
)
