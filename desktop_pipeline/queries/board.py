"""What the board shows: columns with their sums, and pages of deal cards."""

# ruff: noqa: S608 - the conditions are put together from our own text; what a user typed is always bound

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.hygiene import NextStep, Pace, judge_next_step, judge_pace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.names import fold
from desktop_pipeline.domain.periods import local_day, start_of_day
from desktop_pipeline.queries.board_sums import NOTHING, DealSums
from desktop_pipeline.queries.rates import BaseSum, add_up, read_rates
from desktop_pipeline.storage.database import Row, Value
from desktop_pipeline.storage.instants import from_microseconds, to_microseconds
from desktop_pipeline.storage.workspace import View

if TYPE_CHECKING:
    from desktop_pipeline.queries.board_texts import BoardTexts


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """Which deals the board shows; empty sets and texts let all through."""

    pipeline_id: int
    owner_ids: frozenset[int] = frozenset()
    product_ids: frozenset[int] = frozenset()
    text: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered out."""
        return bool(self.owner_ids or self.product_ids or self.text.strip())


@dataclass(frozen=True, slots=True)
class DealCard:
    """One deal as the board paints it; `days_in_stage` is None where the entry into the stage is unknown."""

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


@dataclass(frozen=True, slots=True)
class StageColumn:
    """One open stage with the count and the sum (base currency, minor units) of the deals shown in it."""

    stage_id: int
    name: str
    definition: str
    position: int
    slow_limit: int
    deals: int
    value: int
    without_value: int
    without_rate: int
    # What the sum was added up from.
    sums: DealSums = NOTHING


@dataclass(frozen=True, slots=True)
class Board:
    """The columns of one pipeline, in order, and what was won in the month of the day it was read on."""

    pipeline_id: int
    name: str
    currency: str
    columns: tuple[StageColumn, ...]
    won_deals: int
    won_value: int
    read_on: date


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A deal and the row of its stage in which it stands."""

    card: DealCard
    row: int


def has_values(columns: Iterable[StageColumn]) -> bool:
    """Whether the sum of columns is known: some deal has a value, or there is no deal at all."""
    counts = [(column.deals, column.without_value) for column in columns]
    return not any(deals for deals, _without in counts) or any(deals > without for deals, without in counts)


def read_board(view: View, board_filter: BoardFilter, *, today: date) -> Board:
    """The columns of the filter's pipeline with the counts and sums of the deals it lets through."""
    rates = read_rates(view, view.base_currency, today)
    sums = _sum_stages(view, board_filter)
    stages = view.rows(
        "select id, name, definition, position, slow_limit from stage"
        " where pipeline_id = ? and is_open and not is_archived order by position, id",
        (board_filter.pipeline_id,),
    )
    columns = []
    for position, (stage_id, name, definition, _position, slow_limit) in enumerate(stages):
        empty = StageColumn(stage_id, name, definition, position, slow_limit, 0, 0, 0, 0)
        own = sums.get(stage_id, NOTHING)
        columns.append(_put_sums(empty, own, add_up(own.by_currency, rates, view.base_currency)))
    won = _sum_won(view, board_filter, today)
    name = view.value("select name from pipeline where id = ?", (board_filter.pipeline_id,))
    return Board(
        pipeline_id=board_filter.pipeline_id,
        name=str(name or ""),
        currency=view.base_currency,
        columns=tuple(columns),
        won_deals=won.deals,
        won_value=add_up(won.by_currency, rates, view.base_currency).minor,
        read_on=today,
    )


def follow_board(
    view: View, board_filter: BoardFilter, board: Board, gone: Collection[DealCard], come: Collection[DealCard]
) -> Board:
    """The board as it was read, after these deals were as in `gone` and are as in `come`; no other deal is read.

    Stages, currencies and rates must be as they were, and it must be the same day.
    """
    rates = read_rates(view, view.base_currency, board.read_on)
    columns = []
    for column in board.columns:
        left = [card.value for card in gone if card.stage_id == column.stage_id]
        entered = [card.value for card in come if card.stage_id == column.stage_id]
        if left or entered:
            sums = column.sums.follow(left, entered)
            columns.append(_put_sums(column, sums, add_up(sums.by_currency, rates, view.base_currency)))
        else:
            columns.append(column)
    followed = replace(board, columns=tuple(columns))
    if {card.deal_id for card in gone} <= {card.deal_id for card in come}:
        return followed
    # What is open no more may be won.
    won = _sum_won(view, board_filter, board.read_on)
    value = add_up(won.by_currency, rates, view.base_currency).minor
    return replace(followed, won_deals=won.deals, won_value=value)


def read_cards(
    view: View,
    board_filter: BoardFilter,
    stage_id: int,
    *,
    today: date,
    now: datetime,
    offset: int,
    limit: int,
) -> list[DealCard]:
    """A page of the deals of a stage, in the order of the board."""
    if board_filter.text.strip():
        ids = _read_texts(view, board_filter).find(board_filter.text).page(stage_id, offset, limit)
        rows = view.rows(_CARDS.format(page="select value as id from json_each(?)"), (json.dumps(ids),))
    else:
        where, parameters = _where(board_filter, stage_id)
        page = f"select d.id from deal d where {where} order by d.rank, d.id limit ? offset ?"
        rows = view.rows(_CARDS.format(page=page), (*parameters, limit, offset))
    return _to_cards(view, rows, today, now)


def read_card(view: View, deal_id: int, *, today: date, now: datetime) -> DealCard | None:
    """One open deal as a card, or None where it is closed or in the bin."""
    page = "select d.id from deal d where d.id = ? and d.status = 'open' and d.deleted_at is null"
    cards = _to_cards(view, view.rows(_CARDS.format(page=page), (deal_id,)), today, now)
    return cards[0] if cards else None


def read_placed(
    view: View, board_filter: BoardFilter, deal_ids: Collection[int], *, today: date, now: datetime
) -> list[PlacedCard]:
    """Those of the deals that stand on the board under this filter, each stage's from top to bottom."""
    where, parameters = _where(board_filter)
    page = f"select d.id from json_each(?) named cross join deal d on d.id = named.value where {where}"
    rows = view.rows(_CARDS.format(page=page), (json.dumps(list(deal_ids)), *parameters))
    placed = []
    for card in _to_cards(view, rows, today, now):
        place = find_place(view, board_filter, card.deal_id)
        if place is not None:
            placed.append(PlacedCard(card, place[1]))
    return sorted(placed, key=lambda each: (each.card.stage_id, each.row))


def find_place(view: View, board_filter: BoardFilter, deal_id: int) -> tuple[int, int] | None:
    """Stage and row of a deal on the board under this filter, or None where it does not stand there."""
    where, parameters = _where(board_filter)
    own = view.row(f"select d.stage_id, d.rank from deal d where d.id = ? and {where}", (deal_id, *parameters))
    if own is None:
        return None
    above = view.value(
        f"select count(*) from deal d where d.stage_id = ? and (d.rank, d.id) < (?, ?) and {where}",
        (own[0], own[1], deal_id, *parameters),
    )
    return int(own[0]), int(above)


def prepare_text_filter(view: View, board_filter: BoardFilter) -> None:
    """Reads what the first key of a text filter would have to wait for."""
    _read_texts(view, board_filter)
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
    where, parameters = _where(board_filter)
    return [int(row[0]) for row in view.rows(f"select d.id from deal d where {where} order by d.id", parameters)]


def count_slow(view: View, board_filter: BoardFilter, today: date) -> dict[int, int]:
    """How many deals of each stage sit there longer than its slow limit (METRICS §15)."""
    where, parameters = _where(board_filter)
    counts: dict[int, int] = {}
    for stage_id, slow_limit, entered in view.rows(
        f"select d.stage_id, s.slow_limit, {_ENTRY} from deal d join stage s on s.id = d.stage_id where {where}",
        parameters,
    ):
        if entered is None:
            continue
        days = (today - local_day(from_microseconds(entered // 2), view.zone)).days
        counts[stage_id] = counts.get(stage_id, 0) + (judge_pace(days, slow_limit) is not Pace.USUAL)
    return counts


_ENTERED = (EventKind.CREATED, EventKind.MOVED, EventKind.REOPENED, EventKind.PIPELINE)
# When the deal came into its stage: the instant doubled, plus one where it is only known from the import on.
_ENTRY = (
    "(select max(e.at * 2 + e.is_inferred) from history_event e"
    " where e.deal_id = d.id and e.to_stage_id = d.stage_id and e.kind in ("
    + ", ".join(str(kind.value) for kind in _ENTERED)
    + "))"
)
_CARDS = (
    """
    with page as ({page}),
    step as (
        select a.deal_id, a.kind, a.due_on, a.due_at,
               row_number() over (partition by a.deal_id order by a.due_on is null, a.due_on, a.due_at, a.id) as place
        from page cross join activity a on a.deal_id = page.id where a.done_at is null
    )
    select d.id, d.stage_id, d.title, o.name, d.value, d.currency, w.name, s.slow_limit,
           """
    + _ENTRY
    + """,
           step.kind, step.due_on, step.due_at,
           (select group_concat(l.name, char(31)) from deal_label dl join label l on l.id = dl.label_id
             where dl.deal_id = d.id)
    from page cross join deal d on d.id = page.id join stage s on s.id = d.stage_id
    left join organisation o on o.id = d.organisation_id
    left join owner w on w.id = d.owner_id
    left join step on step.deal_id = d.id and step.place = 1
    order by d.rank, d.id
    """
)


def _where(
    board_filter: BoardFilter, stage_id: int | None = None, *, with_text: bool = True
) -> tuple[str, list[Value]]:
    """The condition on open deals `d` of the pipeline, or of one of its stages, and what is bound to it."""
    place = "d.pipeline_id = ?" if stage_id is None else "d.stage_id = ?"
    conditions = [place, "d.status = 'open'", "d.deleted_at is null"]
    parameters: list[Value] = [board_filter.pipeline_id if stage_id is None else stage_id]
    if board_filter.owner_ids:
        conditions.append(f"d.owner_id in ({_marks(board_filter.owner_ids)})")
        parameters.extend(sorted(board_filter.owner_ids))
    if board_filter.product_ids:
        conditions.append(
            f"d.id in (select li.deal_id from line_item li where li.product_id in ({_marks(board_filter.product_ids)}))"
        )
        parameters.extend(sorted(board_filter.product_ids))
    for word in board_filter.text.split() if with_text else ():
        conditions.append(
            f"({_holds('d.title')} or d.organisation_id in (select id from organisation where {_holds('name')}))"
        )
        pattern = "%" + fold(word).replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
        parameters.extend([pattern] * 4)
    return " and ".join(conditions), parameters


def _holds(column: str) -> str:
    """Whether a text holds a folded word; only texts beyond ASCII, where LIKE knows no case, are folded themselves."""
    return f"({column} like ? escape '!' or ({column} glob '*[^ -~]*' and fold({column}) like ? escape '!'))"


def _marks(ids: frozenset[int]) -> str:
    return ", ".join("?" * len(ids))


def _read_texts(view: View, board_filter: BoardFilter) -> "BoardTexts":
    from desktop_pipeline.queries.board_texts import read_texts  # noqa: PLC0415 - when somebody types

    return read_texts(view, *_where(board_filter, with_text=False), name="board texts")


def _sum_stages(view: View, board_filter: BoardFilter) -> dict[int, DealSums]:
    if board_filter.text.strip():
        return _read_texts(view, board_filter).find(board_filter.text).sums
    where, parameters = _where(board_filter)
    rows: dict[int, list[Row]] = {}
    for stage_id, *row in view.rows(
        "select d.stage_id, d.currency, count(*), coalesce(sum(d.value), 0), count(d.value) from deal d"
        f" where {where} group by d.stage_id, d.currency",
        parameters,
    ):
        rows.setdefault(stage_id, []).append(tuple(row))
    return {stage_id: DealSums.join(some) for stage_id, some in rows.items()}


def _sum_won(view: View, board_filter: BoardFilter, today: date) -> DealSums:
    if board_filter.text.strip():
        return _read_won_texts(view, board_filter, today).add_up(board_filter.text)
    where, parameters = _where_won(view, board_filter, today)
    return DealSums.join(
        view.rows(
            "select d.currency, count(*), coalesce(sum(d.value), 0), count(d.value) from deal d"
            f" where {where} group by d.currency",
            parameters,
        )
    )


def _read_won_texts(view: View, board_filter: BoardFilter, today: date) -> "BoardTexts":
    from desktop_pipeline.queries.board_texts import read_texts  # noqa: PLC0415 - when somebody types

    where, parameters = _where_won(view, board_filter, today)
    return read_texts(view, where, parameters, name="won texts")


def _where_won(view: View, board_filter: BoardFilter, today: date) -> tuple[str, list[Value]]:
    """The condition on deals `d` that were won in the day's month, whatever their texts."""
    start = start_of_day(today.replace(day=1), view.zone)
    where, parameters = _where(board_filter, with_text=False)
    return f"d.closed_at >= ? and {where.replace(_OPEN, _WON)}", [to_microseconds(start), *parameters]


def _put_sums(column: StageColumn, sums: DealSums, total: BaseSum) -> StageColumn:
    return replace(
        column,
        deals=sums.deals,
        value=total.minor,
        without_value=sums.without_value,
        without_rate=total.without_rate,
        sums=sums,
    )


_OPEN = "d.status = 'open'"
_WON = "d.status = 'won'"


def _to_cards(view: View, rows: list[Row], today: date, now: datetime) -> list[DealCard]:
    cards = []
    for row in rows:
        deal_id, stage_id, title, organisation, value, currency, owner, slow_limit, entered = row[:9]
        kind, due_on, due_at, labels = row[9:]
        entered_on = None if entered is None else local_day(from_microseconds(entered // 2), view.zone)
        days = None if entered_on is None else max(0, (today - entered_on).days)
        if days is not None and entered % 2 and days <= slow_limit:
            # It has been there since the import at least; how much longer is not known.
            days = None
        due_day = None if due_on is None else date.fromisoformat(due_on)
        due_instant = None if due_at is None else from_microseconds(due_at)
        cards.append(
            DealCard(
                deal_id=deal_id,
                stage_id=stage_id,
                title=title,
                organisation=organisation,
                value=None if value is None else Money(value, currency),
                owner=owner,
                days_in_stage=days,
                pace=judge_pace(days, slow_limit),
                next_step=judge_next_step(
                    planned=kind is not None, due_on=due_day, due_at=due_instant, today=today, now=now
                ),
                next_kind=kind,
                next_due_on=due_day,
                next_due_at=due_instant,
                labels=tuple(labels.split("\x1f")) if labels else (),
            )
        )
    return cards
