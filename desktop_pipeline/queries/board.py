"""What the board shows: columns with their sums, read whole or carried along with the deals that changed."""

# ruff: noqa: S608 - the conditions are put together from our own text; what a user typed is always bound

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from desktop_pipeline.queries.board_cards import DealCard
from desktop_pipeline.queries.board_filter import BoardFilter, find_condition, find_ids, read_board_texts
from desktop_pipeline.queries.board_lanes import (
    WON_LANE,
    Axis,
    Lane,
    LaneKind,
    month_lane,
    month_lanes,
    stage_lane,
)
from desktop_pipeline.queries.board_order import lane_of
from desktop_pipeline.queries.deal_sums import NOTHING, DealSums, OfCurrency, OfValue, add_up, add_up_values
from desktop_pipeline.queries.rates import read_rates
from desktop_pipeline.queries.won_sums import add_up_won
from desktop_pipeline.storage.workspace import View

if TYPE_CHECKING:
    from desktop_pipeline.queries.board_texts import BoardTexts


class StageColumn(NamedTuple):
    """One lane with the count and the sum (base currency, minor units) of the deals shown in it.

    A month has no name, definition or limits: its name is the screen's. `deals` and sums follow the filter; `whole` is
    how many deals stand there without one, where a limit asks for it.
    """

    lane: Lane
    name: str
    definition: str
    position: int
    slow_limit: int
    deals: int
    value: int
    without_value: int
    without_rate: int
    guidance: str = ""
    colour: str | None = None
    too_few: int | None = None
    too_many: int | None = None
    whole: int = 0

    @property
    def sums(self) -> DealSums:
        """Count and sum as they can be carried along."""
        return DealSums(self.deals, self.value, self.without_value, self.without_rate)

    @property
    def stage_id(self) -> int:
        """Which stage it is; 0 for a month and for what was won."""
        return self.lane.number if self.lane.kind in {LaneKind.STAGE, LaneKind.AFTER_SALE} else 0


class Board(NamedTuple):
    """The columns of one pipeline, in order, and what was won in the month of the day it was read on."""

    pipeline_id: int
    name: str
    currency: str
    columns: tuple[StageColumn, ...]
    won_deals: int
    won_value: int | None
    read_on: date
    axis: Axis = Axis.STAGE


def has_values(columns: Iterable[StageColumn]) -> bool:
    """Whether the sum of columns is known: some deal has a value and a rate, or there is no deal at all."""
    whole = NOTHING
    for column in columns:
        whole = whole.plus(column.sums)
    return whole.is_known


def read_board(view: View, board_filter: BoardFilter, *, today: date, axis: Axis = Axis.STAGE) -> Board:
    """The columns of the filter's pipeline with the counts and sums of the deals it lets through."""
    sums = _sum_lanes(view, board_filter, today, axis)
    empty = _read_stages(view, board_filter.pipeline_id) if axis is Axis.STAGE else _make_months(today)
    columns = [_put_sums(column, sums.get(column.lane.number, NOTHING)) for column in empty]
    columns = _put_whole(view, board_filter, columns)
    won, won_value = _sum_won(view, board_filter, today)
    name = view.value("select name from pipeline where id = ?", (board_filter.pipeline_id,))
    return Board(
        pipeline_id=board_filter.pipeline_id,
        name=str(name or ""),
        currency=view.base_currency,
        columns=tuple(columns),
        won_deals=won.deals,
        won_value=won_value,
        read_on=today,
        axis=axis,
    )


def read_won_columns(view: View, board_filter: BoardFilter, *, today: date) -> tuple[StageColumn, ...]:
    """What was won this month, and the after-sale stages with the won deals in them; they are in no other sum."""
    empty = [StageColumn(WON_LANE, "", "", 0, 0, 0, 0, 0, 0)]
    for position, (stage_id, name, definition, guidance) in enumerate(
        view.rows(
            "select id, name, definition, guidance from stage"
            " where pipeline_id = ? and not is_open and not is_archived order by position, id",
            (board_filter.pipeline_id,),
        )
    ):
        lane = Lane(LaneKind.AFTER_SALE, stage_id)
        empty.append(StageColumn(lane, name, definition, position, 0, 0, 0, 0, 0, guidance=guidance))
    columns = []
    for column in empty:
        where, parameters = find_condition(view, board_filter, today, column.lane)
        columns.append(_put_sums(column, add_up_won(view, where, parameters)))
    return tuple(columns)


def follow_board(
    view: View, board_filter: BoardFilter, board: Board, gone: Collection[DealCard], come: Collection[DealCard]
) -> Board:
    """The board as it was read, after these deals were as in `gone` and are as in `come`; no other deal is read.

    Stages, currencies and rates must be as they were, and it must be the same day.
    """
    rates = read_rates(view, view.base_currency, board.read_on)
    columns = []
    for column in board.columns:
        left, entered = (
            [card.value for card in cards if lane_of(card, board.axis, board.read_on) == column.lane]
            for cards in (gone, come)
        )
        if left or entered:
            gone_from, come_to = (add_up_values(values, rates, view.base_currency) for values in (left, entered))
            sums = column.sums.minus(gone_from).plus(come_to)
            columns.append(_put_sums(column, sums)._replace(whole=column.whole + sums.deals - column.deals))
        else:
            columns.append(column)
    followed = board._replace(columns=tuple(columns))
    if {card.deal_id for card in gone} <= {card.deal_id for card in come}:
        return followed
    # What is open no more may be won.
    won, value = _sum_won(view, board_filter, board.read_on)
    return followed._replace(won_deals=won.deals, won_value=value)


# Rows of these belong to one deal for good: whatever is written to them concerns its card alone.
HANGING = frozenset(
    {
        "activity",
        "message",
        "note",
        "criterion_tick",
        "answer",
        "deal_label",
        "deal_person",
        "line_item",
        "custom_value",
        "after_sale_tick",
        "satisfaction",
        "problem",
        "retry",
    }
)


def find_concerned(view: View, tables: Mapping[str, Collection[int]]) -> frozenset[int] | None:
    """The deals whose cards a change of these rows concerns; None where rows of `HANGING` tables are gone."""
    concerned = set(tables.get("deal", ()))
    for table in HANGING & tables.keys():
        ids = tables[table]
        sql = f"select deal_id from {table} where id in (select value from json_each(?))"
        rows = view.rows(sql, (json.dumps(list(ids)),))
        if len(rows) != len(ids):
            return None
        concerned.update(deal_id for (deal_id,) in rows if deal_id is not None)
    return frozenset(concerned)


def prepare_text_filter(view: View, board_filter: BoardFilter) -> None:
    """Reads what the first key of a text filter would have to wait for."""
    read_board_texts(view, board_filter, view.today())
    _read_won_texts(view, board_filter, view.today())


def count_open_deals(view: View, pipeline_id: int | None = None) -> int:
    """How many deals are open in a pipeline, or in all."""
    sql = "select count(*) from deal where status = 'open' and deleted_at is null"

    def count() -> int:
        if pipeline_id is None:
            return int(view.value(sql))
        return int(view.value(f"{sql} and pipeline_id = ?", (pipeline_id,)))

    # Asked at every key that is typed into the filter.
    return view.keep("open deals", pipeline_id, count)


def list_shown(view: View, board_filter: BoardFilter) -> list[int]:
    """Ids of the deals that the board shows under this filter."""
    where, parameters = find_condition(view, board_filter, view.today())
    return [int(row[0]) for row in view.rows(f"select d.id from deal d where {where} order by d.id", parameters)]


def _read_stages(view: View, pipeline_id: int) -> list[StageColumn]:
    rows = view.rows(
        "select id, name, definition, slow_limit, guidance, colour, too_few, too_many from stage"
        " where pipeline_id = ? and is_open and not is_archived order by position, id",
        (pipeline_id,),
    )
    return [
        StageColumn(
            stage_lane(stage_id),
            name,
            definition,
            position,
            slow_limit,
            0,
            0,
            0,
            0,
            guidance=guidance,
            colour=colour,
            too_few=few,
            too_many=many,
        )
        for position, (stage_id, name, definition, slow_limit, guidance, colour, few, many) in enumerate(rows)
    ]


def _make_months(today: date) -> list[StageColumn]:
    return [StageColumn(lane, "", "", position, 0, 0, 0, 0, 0) for position, lane in enumerate(month_lanes(today))]


def _put_whole(view: View, board_filter: BoardFilter, columns: list[StageColumn]) -> list[StageColumn]:
    """With the number of all deals of a stage that has limits, whatever the filter."""
    if not board_filter.is_set or all(column.too_few is None and column.too_many is None for column in columns):
        return [column._replace(whole=column.deals) for column in columns]
    pipeline_id, today = board_filter.pipeline_id, view.today()
    # Asked at every key that is typed into the filter.
    whole = view.keep("whole lanes", pipeline_id, lambda: _sum_lanes(view, BoardFilter(pipeline_id), today, Axis.STAGE))
    return [column._replace(whole=whole.get(column.lane.number, NOTHING).deals) for column in columns]


def _sum_lanes(view: View, board_filter: BoardFilter, today: date, axis: Axis) -> dict[int, DealSums]:
    if board_filter.text.strip() and axis is Axis.STAGE:
        return read_board_texts(view, board_filter, today).find(board_filter.text).sums
    has_text = bool(board_filter.text.strip())
    where, parameters = find_condition(view, board_filter, today, with_text=not has_text)
    if has_text:
        where, parameters = (
            f"{where} and d.id in (select value from json_each(?))",
            [*parameters, find_ids(view, board_filter, today)],
        )
    # Day by day an index answers for the months; which month a day is in costs far less here than for each deal.
    place = "d.stage_id" if axis is Axis.STAGE else "d.expected_close_on"
    base, rates = view.base_currency, read_rates(view, view.base_currency, today)
    counted: dict[int, list[OfCurrency]] = {}
    foreign: dict[int, list[OfValue]] = {}
    pairs = []
    for found, *row in view.rows(
        f"select {place} as place, d.currency, count(*), coalesce(sum(d.value), 0), count(d.value)"
        f" from deal d where {where} group by place, d.currency",
        parameters,
    ):
        number = found if axis is Axis.STAGE else _find_month(found, today)
        counted.setdefault(number, []).append(tuple(row))
        if row[0] != base and row[0] in rates:
            pairs.append((found, row[0]))
    if pairs:
        # By place and currency an index leads to these few among all deals.
        for found, *row in view.rows(
            f"select {place} as place, d.currency, d.value, count(*) from json_each(?) pair cross join deal d"
            f" where {place} is pair.value ->> 0 and d.currency = pair.value ->> 1 and {where}"
            " and d.value is not null group by place, d.currency, d.value",
            [json.dumps(pairs), *parameters],
        ):
            number = found if axis is Axis.STAGE else _find_month(found, today)
            foreign.setdefault(number, []).append(tuple(row))
    return {number: add_up(rows, foreign.get(number, ()), rates, base) for number, rows in counted.items()}


def _find_month(day: str | None, today: date) -> int:
    return month_lane(None if day is None else date.fromisoformat(day), today).number


def _sum_won(view: View, board_filter: BoardFilter, today: date) -> tuple[DealSums, int | None]:
    """What was won this month, None where no value of it is known."""
    if board_filter.text.strip():
        found = _read_won_texts(view, board_filter, today).find(board_filter.text).ids()
        won = add_up_won(view, "d.id in (select value from json_each(?))", [json.dumps(found)])
    else:
        where, parameters = find_condition(view, board_filter, today, WON_LANE)
        won = add_up_won(view, where, parameters)
    return won, won.value if won.is_known else None


def _read_won_texts(view: View, board_filter: BoardFilter, today: date) -> "BoardTexts":
    from desktop_pipeline.queries.board_texts import read_texts  # noqa: PLC0415 - when somebody types

    where, parameters = find_condition(view, board_filter, today, WON_LANE, with_text=False)
    return read_texts(view, where, parameters, today, name="won texts")


def _put_sums(column: StageColumn, sums: DealSums) -> StageColumn:
    return column._replace(**sums._asdict())
