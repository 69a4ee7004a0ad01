"""The board as it stood at the end of a past day, and what became of each deal since."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from desktop_pipeline.domain.hygiene import NextStep, Pace, judge_pace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.metrics.days import date_of
from desktop_pipeline.metrics.history import NO_DAY, NO_VALUE, Int64s
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.snapshot import pick
from desktop_pipeline.metrics.sums import add_up
from desktop_pipeline.metrics.weighted import weighted_by_stage
from desktop_pipeline.queries.board_cards import DealCard
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.past_deals import NOT_KNOWN, Comparison, PastDeal, Since, find_open, pass_filter
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class PastCard(DealCard):
    """A card as it was; `now_in` names the stage or pipeline of today, `changed_on` the day of the outcome since."""

    since: Since = Since.SAME
    now_in: str = ""
    changed_on: date | None = None
    now_valued: bool = False
    now_value: Money | None = None
    now_owned: bool = False
    now_owner: str | None = None


@dataclass(frozen=True, eq=False)
class PastColumn:
    """A stage with the deals that stood in it, the largest value first; sums in minor units of the base currency.

    `name` is empty for the deals whose stage is not known.
    """

    stage_id: int
    name: str
    is_archived: bool
    slow_limit: int
    value: int
    weighted: int | None
    without_value: int
    without_rate: int
    since: Mapping[Since, int]
    rows: Int64s  # of its deals, in Comparison

    @property
    def deals(self) -> int:
        """How many deals stood in it."""
        return int(self.rows.size)


@dataclass(frozen=True, eq=False)
class PastBoard:
    """The columns of a pipeline at the end of a day.

    `came` is how many open deals of today were not among them, `begins_on` the first day that anything is known of.
    `of_unknown_age`: their creation is dated by no file, they count from the earliest of their import.
    """

    day: date
    pipeline_id: int
    name: str
    currency: str
    columns: tuple[PastColumn, ...]
    since: Mapping[Since, int]
    revalued: int
    came: int
    begins_on: date | None
    of_unknown_age: int
    comparison: Comparison

    @property
    def deals(self) -> int:
        """How many were open."""
        return sum(column.deals for column in self.columns)

    @property
    def value(self) -> int | None:
        """What they were worth together; None where no value of them is known."""
        without = sum(column.without_value + column.without_rate for column in self.columns)
        return None if self.deals and without == self.deals else sum(column.value for column in self.columns)

    @property
    def weighted(self) -> int | None:
        """The same as it was weighted then."""
        known = [column.weighted for column in self.columns if column.weighted is not None]
        return sum(known) if known else None

    @property
    def not_placed(self) -> int:
        """How many stand in no stage, because the history does not tell which it was."""
        return sum(column.deals for column in self.columns if column.stage_id == NOT_KNOWN)


def read_past_board(figures: Figures, view: View, board_filter: BoardFilter, day: date, today: date) -> PastBoard:
    """What the history holds of that day; takes a moment on a large file, so ask on a worker.

    Of the filter all but what needs attention is applied: owners, values and closes as they were, the rest as of today.
    """
    then, now = figures.moment(day), figures.moment(today)
    while then.history is not now.history:
        # Somebody changed something between the two.
        then, now = figures.moment(day), figures.moment(today)
    stood = find_open(then, board_filter.pipeline_id)
    shown = stood & pass_filter(view, then, board_filter)
    rows = np.flatnonzero(shown)
    amount = then.amounts.minor
    # The largest first, those without a value last.
    rows = rows[np.argsort(-np.maximum(amount[rows], -1), kind="stable")]
    comparison = Comparison(then, now)
    stays = ~np.isin(comparison.since[rows], [list(Since).index(since) for since in _GONE])
    name = view.value("select name from pipeline where id = ?", (board_filter.pipeline_id,))
    open_now = find_open(now, board_filter.pipeline_id) & pass_filter(view, now, board_filter)
    return PastBoard(
        day=day,
        pipeline_id=board_filter.pipeline_id,
        name=str(name or ""),
        currency=view.base_currency,
        columns=_make_columns(view, comparison, board_filter.pipeline_id, rows),
        since=comparison.count(rows),
        revalued=int(np.count_nonzero(comparison.revalued[rows] & stays)),
        came=int(np.count_nonzero(open_now & ~stood)),
        begins_on=_find_beginning(then),
        of_unknown_age=int(np.count_nonzero(~then.history.deals.created_known[rows])),
        comparison=comparison,
    )


def read_past_cards(view: View, board: PastBoard, column: PastColumn, *, offset: int, limit: int) -> list[PastCard]:
    """Some of a column's deals with what the history does not hold as it is today: title, organisation, labels."""
    deals = board.comparison.read(column.rows[offset : offset + limit])
    names = _read_names(view)
    texts = {row[0]: row[1:] for row in view.rows(_TEXTS, (json.dumps([deal.deal_id for deal in deals]),))}
    return [_to_card(deal, texts[deal.deal_id], names, column) for deal in deals if deal.deal_id in texts]


_GONE = frozenset({Since.WON, Since.LOST, Since.DELETED})
_TEXTS = """
    select d.id, d.title, o.name,
           (select group_concat(l.name, char(31)) from deal_label dl join label l on l.id = dl.label_id
             where dl.deal_id = d.id)
    from json_each(?) named cross join deal d on d.id = named.value
    left join organisation o on o.id = d.organisation_id order by named.key
"""


class _Names(NamedTuple):
    owners: dict[int, str]
    stages: dict[int, str]
    pipelines: dict[int, str]


def _read_names(view: View) -> _Names:
    def read(sql: str) -> dict[int, str]:
        return {int(row_id): str(name) for row_id, name in view.rows(sql)}

    return _Names(
        read("select id, name from owner"),
        read("select id, name from stage"),
        read("select s.id, p.name from stage s join pipeline p on p.id = s.pipeline_id"),
    )


def _to_card(deal: PastDeal, texts: Sequence[str | None], names: _Names, column: PastColumn) -> PastCard:
    title, organisation, labels = texts
    is_elsewhere = deal.since is Since.ELSEWHERE
    return PastCard(
        deal_id=deal.deal_id,
        stage_id=column.stage_id,
        title=title or "",
        organisation=organisation,
        value=deal.value,
        owner=names.owners.get(deal.owner_id),
        days_in_stage=deal.days,
        pace=judge_pace(deal.days, column.slow_limit) if column.stage_id != NOT_KNOWN else Pace.USUAL,
        next_step=NextStep.NONE,
        next_kind=None,
        next_due_on=None,
        next_due_at=None,
        labels=tuple(labels.split("\x1f")) if labels else (),
        expected_close_on=deal.expected,
        stage=column.name,
        since=deal.since,
        now_in=(names.pipelines if is_elsewhere else names.stages).get(deal.now_stage_id, ""),
        changed_on=deal.closed,
        now_valued=deal.now_valued,
        now_value=deal.now_value,
        now_owned=deal.now_owned,
        now_owner=names.owners.get(deal.now_owner_id),
    )


def _make_columns(view: View, comparison: Comparison, pipeline_id: int, rows: Int64s) -> tuple[PastColumn, ...]:
    """Every stage in use, removed ones where deals stood in them, and at last the deals of unknown stage."""
    then = comparison.then
    ids, stage_ids = then.history.deals.ids, pick(then.history.stages.ids, then.snapshot.stage[rows], NOT_KNOWN)
    weighted = weighted_by_stage(then, only=ids[rows].tolist())
    stages = view.rows(
        "select id, name, is_archived, slow_limit from stage where pipeline_id = ? and is_open order by position, id",
        (pipeline_id,),
    )
    columns = []
    for stage_id, name, is_archived, slow_limit in (*stages, (NOT_KNOWN, "", 0, 0)):
        own = rows[stage_ids == stage_id]
        if not own.size and (is_archived or stage_id == NOT_KNOWN):
            continue
        amount = then.amounts.minor[own]
        known = amount[amount != NO_VALUE]
        without_rate = int(np.count_nonzero(then.amounts.no_rate[own]))
        columns.append(
            PastColumn(
                stage_id=stage_id,
                name=name,
                is_archived=bool(is_archived),
                slow_limit=slow_limit,
                value=add_up(known),
                weighted=weighted.get(stage_id),
                without_value=own.size - known.size - without_rate,
                without_rate=without_rate,
                since=comparison.count(own),
                rows=own,
            )
        )
    return tuple(columns)


def _find_beginning(moment: Moment) -> date | None:
    days = moment.history.events.day
    known = days[days != NO_DAY]
    return date_of(int(known.min())) if known.size else None
