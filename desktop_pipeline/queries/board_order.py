"""The order of a lane: pages of its cards, and the row in which a deal stands or would stand."""

# ruff: noqa: S608 - the conditions are put together from our own text; what a user typed is always bound

import json
from collections.abc import Callable, Collection
from datetime import date

from desktop_pipeline.queries.board_cards import CardQuestion, DealCard, Order, PlacedCard, read_cards
from desktop_pipeline.queries.board_filter import (
    ENTRY,
    BoardFilter,
    base_value,
    find_condition,
    find_ids,
    read_board_texts,
)
from desktop_pipeline.queries.board_lanes import Axis, Lane, LaneKind, lane_sql, month_lane, stage_lane
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.workspace import View


def read_lane(
    view: View, board_filter: BoardFilter, lane: Lane, question: CardQuestion, *, offset: int, limit: int
) -> list[DealCard]:
    """A page of the deals of a lane, in its order."""
    by_hand = question.order is Order.HAND and lane.kind is LaneKind.STAGE
    if by_hand and board_filter.text.strip():
        texts = read_board_texts(view, board_filter, question.today)
        ids = texts.find(board_filter.text).page(lane.number, offset, limit)
        return _read_known(view, ids, question)
    if question.order is Order.SCORE:
        ids = list_lane(view, board_filter, lane, question)[offset : offset + limit]
        return _read_known(view, ids, question)
    where, parameters = _find_open(view, board_filter, question.today, lane)
    if by_hand:
        # The order of an index needs no sorting.
        page = f"select d.id, 0 as place from deal d where {where} order by d.rank, d.id limit ? offset ?"
        return read_cards(view, page, (*parameters, limit, offset), question, ties="d.rank, d.id")
    keys = _keys(view, question)
    columns = ", ".join(f"{key} as k{place}" for place, key in enumerate(keys))
    names = ", ".join(f"k{place}" for place in range(len(keys)))
    page = f"select d.id, {columns} from deal d where {where} order by {names} limit ? offset ?"
    ties = ", ".join(f"page.k{place}" for place in range(len(keys)))
    return read_cards(view, page, (*parameters, limit, offset), question, ties=ties)


def _read_known(view: View, deal_ids: list[int], question: CardQuestion) -> list[DealCard]:
    return read_cards(view, "select value as id, key as place from json_each(?)", (json.dumps(deal_ids),), question)


def list_lane(view: View, board_filter: BoardFilter, lane: Lane, question: CardQuestion) -> list[int]:
    """Ids of all deals of a lane, in its order."""
    where, parameters = _find_open(view, board_filter, question.today, lane)
    order = ", ".join(_keys(view, question))
    ids = [int(row[0]) for row in view.rows(f"select d.id from deal d where {where} order by {order}", parameters)]
    if question.order is Order.SCORE:
        scores = _read_all_scores(view, question.today)
        ids.sort(key=lambda deal_id: -scores.get(deal_id, 0))
    return ids


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
    for card in read_cards(view, page, (json.dumps(list(deal_ids)), *parameters), question):
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


def _find_open(view: View, board_filter: BoardFilter, today: date, lane: Lane) -> tuple[str, list[Value]]:
    """The condition on the deals of a lane; what a text finds among open deals is known already."""
    if not board_filter.text.strip() or not lane.is_open:
        return find_condition(view, board_filter, today, lane)
    where, parameters = find_condition(view, board_filter, today, lane, with_text=False)
    return f"{where} and d.id in (select value from json_each(?))", [*parameters, find_ids(view, board_filter, today)]


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


_ABOVE_ALL = "-9223372036854775807"
_BELOW_ALL = "9223372036854775807"
