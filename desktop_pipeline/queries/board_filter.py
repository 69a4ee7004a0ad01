"""Which deals a board shows: the filter, and the condition that it is in SQL."""

# ruff: noqa: S608 - the conditions are put together from our own text; what a user typed is always bound

import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, cast

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.money import minor_digits
from desktop_pipeline.domain.names import fold
from desktop_pipeline.domain.periods import add_months, start_of_day
from desktop_pipeline.queries.board_lanes import Lane, lane_condition
from desktop_pipeline.queries.id_sets import build_set_conditions
from desktop_pipeline.queries.rates import read_rates
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.workspace import View

if TYPE_CHECKING:
    from desktop_pipeline.queries.board_texts import BoardTexts


class CloseSpan(StrEnum):
    """When deals are expected to close; RANGE is from and until days of the filter's own."""

    OVERDUE = "overdue"
    THIS_MONTH = "this month"
    NEXT_MONTH = "next month"
    NO_DATE = "no date"
    RANGE = "range"


class Attention(StrEnum):
    """What deserves a look: what is not as it should be with a deal (METRICS §15), or that it is among the best."""

    SLOW = "slow"
    STALE = "stale"
    NO_STEP = "no next step"
    LATE_STEP = "late next step"
    BEST = "best fifth"


class BoardFilter(NamedTuple):
    """Which deals the board shows; empty sets and texts let all through.

    Values are in minor units of the base currency; `id_sets.NONE` among ids asks for deals that have none. Of several
    things that need attention, one is enough.
    """

    pipeline_id: int
    owner_ids: frozenset[int] = frozenset()
    product_ids: frozenset[int] = frozenset()
    text: str = ""
    source_ids: frozenset[int] = frozenset()
    label_ids: frozenset[int] = frozenset()
    least: int | None = None
    most: int | None = None
    closes: CloseSpan | None = None
    closes_from: date | None = None
    closes_until: date | None = None
    attention: frozenset[Attention] = frozenset()

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered out."""
        return bool(self.text.strip()) or self.is_narrow

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the text filters."""
        sets = (self.owner_ids, self.product_ids, self.source_ids, self.label_ids, self.attention)
        return any(sets) or self.closes is not None or (self.least, self.most) != (None, None)


_ENTERED = (EventKind.CREATED, EventKind.MOVED, EventKind.REOPENED, EventKind.PIPELINE)
_TOUCHING = (EventKind.MOVED, EventKind.REOPENED, EventKind.PIPELINE)


def _join_kinds(kinds: Iterable[EventKind]) -> str:
    return ", ".join(str(kind.value) for kind in kinds)


# When the deal came into its stage: the instant doubled, plus one where it is only known from the import on: what
# stands in for a visit that a file does not date is entered at the very instant of the import.
ENTRY = (
    "(select max(e.at * 2 + (e.is_inferred and e.at = e.recorded_at)) from history_event e where e.deal_id = d.id"
    f" and e.to_stage_id = d.stage_id and e.kind in ({_join_kinds(_ENTERED)}))"
)
# The last real touch of METRICS §15, 0 where there was none yet.
TOUCH = (
    "max(coalesce((select max(a.done_at) from activity a where a.deal_id = d.id), 0),"
    " coalesce((select max(n.at) from note n where n.deal_id = d.id), 0),"
    " coalesce((select max(m.at) from message m where m.deal_id = d.id and m.direction = 'in'), 0),"
    " coalesce((select max(e.at) from history_event e where e.deal_id = d.id and not e.is_inferred"
    f" and e.kind in ({_join_kinds(_TOUCHING)})), 0))"
)


def find_condition(
    view: View, board_filter: BoardFilter, today: date, lane: Lane | None = None, *, with_text: bool = True
) -> tuple[str, list[Value]]:
    """The condition on deals `d`: open ones of the pipeline, or those in one lane; and what is bound to it."""
    if lane is None:
        place, bound = "d.pipeline_id = ? and d.status = 'open'", [cast("Value", board_filter.pipeline_id)]
    else:
        place, bound = lane_condition(view, lane, board_filter.pipeline_id, today)
    conditions = [place, "d.deleted_at is null"]
    for condition, values in (
        *_of_sets(board_filter),
        *_of_value(view, board_filter, today),
        *_of_close(board_filter, today),
        *_of_attention(view, board_filter, today),
        *(_of_text(board_filter.text) if with_text else ()),
    ):
        conditions.append(condition)
        bound.extend(values)
    return " and ".join(conditions), bound


_Conditions = list[tuple[str, list[Value]]]


def find_lasting(board_filter: BoardFilter) -> tuple[str, list[Value]]:
    """The condition on deals `d` of what no history is kept of: source, products, labels and texts."""
    conditions, bound = ["1"], []
    for condition, values in (*_of_sets(board_filter._replace(owner_ids=frozenset())), *_of_text(board_filter.text)):
        conditions.append(condition)
        bound += values
    return " and ".join(conditions), bound


def _of_sets(board_filter: BoardFilter) -> _Conditions:
    return build_set_conditions(
        (
            ("owner", board_filter.owner_ids),
            ("source", board_filter.source_ids),
            ("product", board_filter.product_ids),
            ("label", board_filter.label_ids),
        )
    )


def _of_value(view: View, board_filter: BoardFilter, today: date) -> _Conditions:
    found: _Conditions = []
    for limit, sign in ((board_filter.least, ">="), (board_filter.most, "<=")):
        if limit is not None:
            found.append((f"{base_value(view, today)} {sign} ?", [limit]))
    return found


def base_value(view: View, today: date) -> str:
    """The value of a deal `d` in minor units of the base currency, to compare by; null without value or rate."""
    base = view.base_currency
    rates = {code: rate for code, rate in read_rates(view, base, today).items() if code != base}
    if not rates:
        return f"case d.currency when '{base}' then d.value end"
    # The codes are three capital letters each (domain.money.check_currency), the rates are numbers of our own making.
    parts = " ".join(
        f"when '{code}' then d.value * {float(rate * Decimal(10) ** (minor_digits(base) - minor_digits(code)))!r}"
        for code, rate in sorted(rates.items())
        if code.isalpha() and code.isascii()
    )
    return f"case d.currency when '{base}' then d.value {parts} end"


def _of_close(board_filter: BoardFilter, today: date) -> _Conditions:
    span, column = board_filter.closes, "d.expected_close_on"
    if span is None:
        return []
    if span is CloseSpan.NO_DATE:
        return [(f"{column} is null", [])]
    if span is CloseSpan.OVERDUE:
        return [(f"{column} < ?", [today.isoformat()])]
    if span is CloseSpan.RANGE:
        first, end = board_filter.closes_from, board_filter.closes_until
    else:
        first = add_months(today.replace(day=1), 1 if span is CloseSpan.NEXT_MONTH else 0)
        end = add_months(first, 1) - timedelta(days=1)
    found: _Conditions = [(f"{column} is not null", [])]
    found += [(f"{column} {sign} ?", [day.isoformat()]) for sign, day in ((">=", first), ("<=", end)) if day]
    return found


def _of_attention(view: View, board_filter: BoardFilter, today: date) -> _Conditions:
    if not board_filter.attention:
        return []
    parts: list[str] = []
    values: list[Value] = []
    wanted = board_filter.attention
    if Attention.SLOW in wanted:
        parts.append(_find_slow(view, board_filter, today))
    if Attention.STALE in wanted:
        parts.append(_find_stale(view, board_filter, today))
    if Attention.NO_STEP in wanted:
        parts.append(f"not exists ({_STEPS})")
    if Attention.LATE_STEP in wanted:
        parts.append(f"exists ({_STEPS} and (a.due_on < ? or a.due_on = ? and a.due_at < ?))")
        values = [today.isoformat(), today.isoformat(), to_microseconds(view.now())]
    if Attention.BEST in wanted:
        parts.append("d.id in (select value from json_each(?))")
        values.append(json.dumps(sorted(_read_best(view, today))))
    return [("(" + " or ".join(parts) + ")", values)]


def _read_best(view: View, today: date) -> frozenset[int]:
    from desktop_pipeline.queries.scores import read_best_fifth  # noqa: PLC0415 - when somebody asks for them

    return read_best_fifth(view, today=today)


_STEPS = "select 1 from activity a where a.deal_id = d.id and a.done_at is null"


def _find_slow(view: View, board_filter: BoardFilter, today: date) -> str:
    """Longer in the stage than its slow limit; an unknown age is never slow, one from an import is at least that."""
    limits = _read_limits(view, board_filter, "slow_limit")
    return f"{ENTRY} / 2 < {_cut(limits, today, view)}"


def _find_stale(view: View, board_filter: BoardFilter, today: date) -> str:
    """No real touch within the stage's stale limit, nothing planned within it, and not left alone on purpose."""
    limits = _read_limits(view, board_filter, "stale_limit")
    cut = _cut(limits, today, view)
    day = _choose(limits, lambda limit: f"'{(today - timedelta(days=limit)).isoformat()}'")
    until = _choose(limits, lambda limit: f"'{(today + timedelta(days=limit)).isoformat()}'")
    untouched = (
        f"case when {TOUCH} > 0 then {TOUCH} < {cut}"
        f" else coalesce(d.created_at, 0) < {cut} and coalesce(d.last_touch_on, '') < {day}"
        " and (d.created_at is not null or d.last_touch_on is not null) end"
    )
    planned = f"exists ({_STEPS} and a.due_on between '{today.isoformat()}' and {until})"
    began = _cut({limit - 1: stages for limit, stages in limits.items()}, today, view)
    snoozed = (
        "exists (select 1 from deal_snooze z where z.deal_id = d.id and z.ended_at is null"
        f" and z.until > '{today.isoformat()}' and z.at >= {began})"
    )
    return f"({untouched} and not {planned} and not {snoozed})"


def _read_limits(view: View, board_filter: BoardFilter, column: str) -> dict[int, list[int]]:
    """Stages by their limit."""
    limits: dict[int, list[int]] = {}
    for stage_id, limit in view.rows(
        f"select id, {column} from stage where pipeline_id = ? order by id", (board_filter.pipeline_id,)
    ):
        limits.setdefault(int(limit), []).append(int(stage_id))
    return limits


def _cut(limits: dict[int, list[int]], today: date, view: View) -> str:
    """The beginning of the first day that is still within the limit of the deal's stage."""
    return _choose(limits, lambda limit: str(to_microseconds(start_of_day(today - timedelta(days=limit), view.zone))))


def _choose(limits: dict[int, list[int]], answer: Callable[[int], str]) -> str:
    parts = [
        f"when d.stage_id in ({', '.join(map(str, stage_ids))}) then {answer(limit)}"
        for limit, stage_ids in limits.items()
    ]
    return f"(case {' '.join(parts)} end)" if parts else "null"


def _of_text(text: str) -> _Conditions:
    found: _Conditions = []
    for word in text.split():
        pattern = "%" + fold(word).replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
        held = f"({_holds('d.title')} or d.organisation_id in (select id from organisation where {_holds('name')}))"
        found.append((held, [pattern] * 4))
    return found


def _holds(column: str) -> str:
    """Whether a text holds a folded word; only texts beyond ASCII, where LIKE knows no case, are folded themselves."""
    return f"({column} like ? escape '!' or ({column} glob '*[^ -~]*' and fold({column}) like ? escape '!'))"


def read_board_texts(view: View, board_filter: BoardFilter, today: date) -> "BoardTexts":
    """The texts of the open deals that the rest of the filter lets through."""
    from desktop_pipeline.queries.board_texts import read_texts  # noqa: PLC0415 - when somebody types

    where, parameters = find_condition(view, board_filter, today, with_text=False)
    return read_texts(view, where, parameters, today, name="board texts")


def find_ids(view: View, board_filter: BoardFilter, today: date) -> str:
    """Ids of the open deals whose texts hold what the filter says, as JSON."""
    return json.dumps(read_board_texts(view, board_filter, today).find(board_filter.text).ids())
