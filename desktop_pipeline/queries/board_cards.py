"""Pages of deal cards, lane by lane in the lane's order, and where a deal stands among them."""

# ruff: noqa: S608 - the conditions are put together from our own text; what a user typed is always bound

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from desktop_pipeline.domain.hygiene import NextStep, Pace, judge_next_step, judge_pace
from desktop_pipeline.domain.leads_clock import LeadClock
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.board_filter import ENTRY, TOUCH, BoardFilter, base_value, find_condition
from desktop_pipeline.queries.board_lanes import Axis, Lane, LaneKind, lane_sql, month_lane, stage_lane
from desktop_pipeline.queries.gate_progress import count_progress
from desktop_pipeline.queries.new_leads import find_clocks_of
from desktop_pipeline.storage.database import Row, Value
from desktop_pipeline.storage.instants import from_microseconds, to_microseconds
from desktop_pipeline.storage.workspace import View

if TYPE_CHECKING:
    from desktop_pipeline.queries.board_texts import BoardTexts


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
    after_sale_id: int | None = None
    clock: LeadClock | None = None
    awaits_score: bool = False


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


def read_lane(
    view: View, board_filter: BoardFilter, lane: Lane, question: CardQuestion, *, offset: int, limit: int
) -> list[DealCard]:
    """A page of the deals of a lane, in its order."""
    by_hand = question.order is Order.HAND and lane.kind is LaneKind.STAGE
    if by_hand and board_filter.text.strip():
        texts = read_board_texts(view, board_filter, question.today)
        ids = texts.find(board_filter.text).page(lane.number, offset, limit)
        return _read(view, "select value as id, key as place from json_each(?)", (json.dumps(ids),), question)
    if question.order is Order.SCORE:
        ids = list_lane(view, board_filter, lane, question)[offset : offset + limit]
        return _read(view, "select value as id, key as place from json_each(?)", (json.dumps(ids),), question)
    where, parameters = _find_open(view, board_filter, question.today, lane)
    if by_hand:
        # The order of an index needs no sorting.
        page = f"select d.id, 0 as place from deal d where {where} order by d.rank, d.id limit ? offset ?"
        return _read(view, page, (*parameters, limit, offset), question, ties="d.rank, d.id")
    keys = _keys(view, question)
    columns = ", ".join(f"{key} as k{place}" for place, key in enumerate(keys))
    names = ", ".join(f"k{place}" for place in range(len(keys)))
    page = f"select d.id, {columns} from deal d where {where} order by {names} limit ? offset ?"
    ties = ", ".join(f"page.k{place}" for place in range(len(keys)))
    return _read(view, page, (*parameters, limit, offset), question, ties=ties)


def list_lane(view: View, board_filter: BoardFilter, lane: Lane, question: CardQuestion) -> list[int]:
    """Ids of all deals of a lane, in its order."""
    where, parameters = _find_open(view, board_filter, question.today, lane)
    order = ", ".join(_keys(view, question))
    ids = [int(row[0]) for row in view.rows(f"select d.id from deal d where {where} order by {order}", parameters)]
    if question.order is Order.SCORE:
        scores = _read_all_scores(view, question.today)
        ids.sort(key=lambda deal_id: -scores.get(deal_id, 0))
    return ids


def read_chosen(view: View, deal_ids: Collection[int], question: CardQuestion) -> list[DealCard]:
    """Deals by their ids, in that order; those in the bin are left out."""
    page = (
        "select d.id, named.key as place from json_each(?) named cross join deal d on d.id = named.value"
        " where d.deleted_at is null"
    )
    return _read(view, page, (json.dumps(list(deal_ids)),), question)


def read_placed(
    view: View,
    board_filter: BoardFilter,
    deal_ids: Collection[int],
    *,
    axis: Axis = Axis.STAGE,
    ask: Callable[[Lane], CardQuestion],
) -> list[PlacedCard]:
    """Those of the deals that stand on the board under this filter, each lane's from top to bottom.

    `ask` tells how the cards of a lane are read.
    """
    today = view.today()
    where, parameters = find_condition(view, board_filter, today)
    page = (
        f"select d.id, named.key as place from json_each(?) named cross join deal d on d.id = named.value where {where}"
    )
    # What is read for a card is the same in every lane; only the order of its lane is the lane's own.
    question = ask(month_lane(None, today) if axis is Axis.MONTH else stage_lane(0))
    lanes: dict[Lane, list[DealCard]] = {}
    for card in _read(view, page, (json.dumps(list(deal_ids)), *parameters), question):
        lanes.setdefault(lane_of(card, axis, today), []).append(card)
    placed: list[PlacedCard] = []
    for lane in sorted(lanes, key=lambda each: each.number):
        own = ask(lane)
        some = [PlacedCard(card, find_row(view, board_filter, lane, own, card.deal_id)) for card in lanes[lane]]
        placed += sorted(some, key=lambda each: each.row)
    return placed


def find_lane(view: View, board_filter: BoardFilter, deal_id: int, axis: Axis = Axis.STAGE) -> Lane | None:
    """The lane in which an open deal stands under this filter, or None where it does not."""
    today = view.today()
    where, parameters = find_condition(view, board_filter, today)
    sql = f"select {lane_sql(axis, today)} from deal d where d.id = ? and {where}"
    number = view.value(sql, (deal_id, *parameters))
    return None if number is None else Lane(LaneKind.STAGE if axis is Axis.STAGE else LaneKind.MONTH, int(number))


def read_closes(view: View, deal_ids: Collection[int]) -> dict[int, date | None]:
    """The expected close of deals by their ids, in the order that is given."""
    rows = view.rows(
        "select d.id, d.expected_close_on from json_each(?) named join deal d on d.id = named.value order by named.key",
        (json.dumps(list(deal_ids)),),
    )
    return {int(row_id): None if day is None else date.fromisoformat(day) for row_id, day in rows}


def lane_of(card: DealCard, axis: Axis, today: date) -> Lane:
    """The lane in which an open deal stands as it is on its card."""
    return stage_lane(card.stage_id) if axis is Axis.STAGE else month_lane(card.expected_close_on, today)


def find_row(
    view: View, board_filter: BoardFilter, lane: Lane, question: CardQuestion, deal_id: int, *, enters: bool = False
) -> int:
    """The row in a lane's order of a deal that stands there, or (`enters`) of one that would come there from another.

    A deal that enters a stage has been there for no time at all.
    """
    if question.order is Order.SCORE:
        return _find_row_by_score(view, board_filter, lane, question, deal_id, enters=enters)
    where, parameters = find_condition(view, board_filter, question.today, lane)
    keys = _keys(view, question)
    own = list(keys)
    bound: list[Value] = []
    if enters and lane.kind is LaneKind.STAGE:
        # It comes on top of those that are equal to it.
        own = [_ABOVE_ALL if key == "d.rank" else key for key in own]
        if question.order is Order.AGE:
            own[0] = "?"
            bound.append(2 * to_microseconds(question.now))
    sql = (
        f"with own as (select {', '.join(f'{key} as k{place}' for place, key in enumerate(own))}"
        " from deal d where d.id = ?)"
        f" select count(*) from own cross join deal d where {where} and d.id <> ?"
        f" and ({', '.join(keys)}) < ({', '.join(f'own.k{place}' for place in range(len(keys)))})"
    )
    return int(view.value(sql, (*bound, deal_id, *parameters, deal_id)))


def _find_row_by_score(
    view: View, board_filter: BoardFilter, lane: Lane, question: CardQuestion, deal_id: int, *, enters: bool
) -> int:
    scores = _read_all_scores(view, question.today)
    own = scores.get(deal_id, 0)
    ids = list_lane(view, board_filter, lane, question)
    if deal_id in ids:
        return ids.index(deal_id)
    # It comes on top of those that are equal to it, as in the other orders.
    return sum(scores.get(each, 0) > own or (not enters and scores.get(each, 0) == own) for each in ids)


def _read_all_scores(view: View, today: date) -> dict[int, int]:
    from desktop_pipeline.queries.scores import read_all_scores  # noqa: PLC0415 - when a lane is sorted by it

    return read_all_scores(view, today=today)


def read_board_texts(view: View, board_filter: BoardFilter, today: date) -> "BoardTexts":
    """The texts of the open deals that the rest of the filter lets through."""
    from desktop_pipeline.queries.board_texts import read_texts  # noqa: PLC0415 - when somebody types

    where, parameters = find_condition(view, board_filter, today, with_text=False)
    return read_texts(view, where, parameters, name="board texts")


def _find_open(view: View, board_filter: BoardFilter, today: date, lane: Lane) -> tuple[str, list[Value]]:
    """The condition on the deals of a lane; what a text finds among open deals is known already."""
    if not board_filter.text.strip() or not lane.is_open:
        return find_condition(view, board_filter, today, lane)
    where, parameters = find_condition(view, board_filter, today, lane, with_text=False)
    return f"{where} and d.id in (select value from json_each(?))", [*parameters, find_ids(view, board_filter, today)]


def find_ids(view: View, board_filter: BoardFilter, today: date) -> str:
    """Ids of the open deals whose texts hold what the filter says, as JSON."""
    return json.dumps(read_board_texts(view, board_filter, today).find(board_filter.text).ids())


def _keys(view: View, question: CardQuestion) -> list[str]:
    """What deals `d` are sorted by; none of the keys is null. What is not known comes last."""
    step = "(select min(coalesce(a.due_on, '9999-12-31')) from activity a where a.deal_id = d.id and a.done_at is null)"
    keys = {
        Order.HAND: ["d.rank"],
        Order.VALUE: [f"coalesce(-({base_value(view, question.today)}), 1)"],
        Order.CLOSE: ["coalesce(d.expected_close_on, 'none')", "d.rank"],
        Order.STEP: [f"coalesce({step}, 'none')", "d.rank"],
        # By the order of the hand first; what the rules make of it is no matter of the engine's.
        Order.SCORE: ["d.rank"],
        Order.AGE: [f"coalesce({ENTRY}, {_BELOW_ALL})"],
        Order.TITLE: ["fold(d.title)"],
        Order.WON: ["-coalesce(d.closed_at, 0)"],
    }[question.order]
    return [*keys, "d.id"]


def _read(
    view: View, page: str, parameters: tuple[Value, ...], question: CardQuestion, *, ties: str = "page.place"
) -> list[DealCard]:
    shown = question.fields
    sql = _CARDS.format(
        page=page,
        source="(select name from source where id = d.source_id)" if CardField.SOURCE in shown else "null",
        products=_PRODUCTS if CardField.PRODUCTS in shown else "null",
        order=ties,
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

        progress |= {deal_id: (told.done, told.count) for deal_id, told in read_progress(view, sold).items()}
    return progress


def _score(view: View, deal_ids: list[int], today: date) -> dict[int, int]:
    if not view.keep("has score rules", None, lambda: view.row("select 1 from score_rule where is_active") is not None):
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
    (kind, due_on, due_at, labels, close, stage, closed_at, after_sale, after_sale_id, *touch, source, products) = rest
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
        untouched=None if closed_at is not None else _judge_untouched(view, touch, today, due_day),
        met=met,
        asked=asked,
        score=scores.get(deal_id),
        stage=stage or "",
        closed_on=None if closed_at is None else local_day(from_microseconds(closed_at), view.zone),
        after_sale=after_sale,
        after_sale_id=after_sale_id,
        clock=clock,
        awaits_score=question.awaits_scores and CardField.SCORE in question.fields and closed_at is None,
    )


def _judge_untouched(view: View, touch: list[Value], today: date, due_on: date | None) -> int | None:
    """Days since the last real touch where they are more than the stage's limit and nothing is planned within it."""
    stale_limit, touched, created, last_touch_on = touch
    if not isinstance(stale_limit, int):
        return None
    if touched:
        known = [local_day(from_microseconds(int(touched)), view.zone)]
    else:
        known = [] if created is None else [local_day(from_microseconds(int(created)), view.zone)]
        known += [] if last_touch_on is None else [date.fromisoformat(str(last_touch_on))]
    days = (today - max(known)).days if known else 0
    is_planned = due_on is not None and 0 <= (due_on - today).days <= stale_limit
    return days if days > stale_limit and not is_planned else None


# Where the close and the creation stand among the columns of `_CARDS`.
_CLOSED = 15
_CREATED = 20
_ABOVE_ALL = "-9223372036854775807"
_BELOW_ALL = "9223372036854775807"
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
           d.expected_close_on, s.name, d.closed_at, t.name, d.after_sale_stage_id,
           s.stale_limit, """
    + TOUCH
    + """, d.created_at, d.last_touch_on,
           {source}, {products}
    from page cross join deal d on d.id = page.id left join stage s on s.id = d.stage_id
    left join organisation o on o.id = d.organisation_id
    left join owner w on w.id = d.owner_id
    left join stage t on t.id = d.after_sale_stage_id
    left join step on step.deal_id = d.id and step.place = 1
    order by {order}
    """
)
