"""What the pipeline is made of: when it is due, what flows in and out, whose it is, if it jumped."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from desktop_pipeline.domain.periods import Period, add_months, months_between
from desktop_pipeline.metrics.changing.movement import Bar, Moves, find_moves
from desktop_pipeline.metrics.days import date_of, day_number
from desktop_pipeline.metrics.history import NO_DAY, NO_VALUE, UNKNOWN, Flags, Int64s
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import Population
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.metrics.sums import add_up, total_or_unknown

SOON = 30  # days
_COMING = (Bar.CREATED, Bar.REOPENED, Bar.RESTORED, Bar.ENTERED, Bar.PULLED_IN)
_GOING = (Bar.WON, Bar.LOST, Bar.DELETED, Bar.LEFT, Bar.PUSHED_OUT)
_WEEK = 7
WEEKS = 26  # that a week is compared with
_FEW_WEEKS = 8
_UNUSUAL = 3 * 1.4826  # × the median deviation: three standard deviations where changes are normal
_NOTABLE = 0.1  # of what was open before the week


class Horizon(StrEnum):
    """When open deals are expected to close."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class HorizonLine:
    """Open deals and what they are worth; `value` is None where no value of them is known."""

    due: Horizon
    deals: int
    value: int | None


@dataclass(frozen=True, slots=True)
class MonthFlow:
    """Deals that came and went in a month; values also by being raised and lowered, which lead to `open_value`.

    A deal counts once each way. The open value is that of the month's end, or of the last day there is.
    """

    first_day: date
    deals_in: int
    value_in: int
    deals_out: int
    value_out: int
    open_value: int


@dataclass(frozen=True, slots=True)
class LoadLine:
    """An owner's open deals; `owner` is UNKNOWN and `name` None for those of nobody."""

    owner: int
    name: str | None
    deals: int
    value: int | None


@dataclass(frozen=True, slots=True)
class PipelineLine:
    """A pipeline's open deals."""

    pipeline_id: int
    deals: int
    value: int | None


@dataclass(frozen=True, slots=True)
class Jump:
    """How the open value changed in the last seven days, against the weeks before."""

    before: int
    change: int
    low: int  # changes from here …
    high: int  # … to here are usual
    weeks: int

    @property
    def is_sudden(self) -> bool:
        """Outside the usual, and by a tenth of what was open at least."""
        return not self.low <= self.change <= self.high and abs(self.change) >= _NOTABLE * self.before


@dataclass(frozen=True, slots=True)
class Mix:
    """The mix of the active deals, and what flowed in the months of a period."""

    by_due: tuple[HorizonLine, ...]
    loads: tuple[LoadLine, ...]
    flows: tuple[MonthFlow, ...]
    jump: Jump | None


def measure_mix(moment: Moment, population: Population, period: Period, selection: Selection = EVERYTHING) -> Mix:
    """All of it for a selection."""
    today = date_of(moment.as_of.day)
    weeks = Period(today - timedelta(weeks=WEEKS + 1), today + timedelta(days=1))
    return Mix(
        by_due=share_by_due(moment, population),
        loads=load_by_owner(moment, population),
        flows=flow_by_month(find_moves(moment.trail(period), selection), period),
        jump=find_jump(find_moves(moment.trail(weeks), selection), moment.as_of.day),
    )


def flags_due(moment: Moment, population: Population, due: Horizon) -> Flags:
    """The active deals that are due so."""
    expected, today = moment.snapshot.expected, moment.as_of.day
    known = expected != NO_DAY
    by_due: dict[Horizon, Flags] = {
        Horizon.OVERDUE: known & (expected < today),
        Horizon.SOON: (expected >= today) & (expected < today + SOON),
        Horizon.LATER: expected >= today + SOON,
        Horizon.UNDATED: ~known,
    }
    return population.active & by_due[due]


def share_by_due(moment: Moment, population: Population) -> tuple[HorizonLine, ...]:
    """The active deals by when they are due."""
    lines = []
    for due in Horizon:
        deals = flags_due(moment, population, due)
        lines.append(HorizonLine(due, int(np.count_nonzero(deals)), _sum_known(population.amount, deals)))
    return tuple(lines)


def load_by_owner(moment: Moment, population: Population) -> tuple[LoadLine, ...]:
    """The active deals of each owner who has any, the most deals first."""
    owner, names = moment.snapshot.owner, moment.history.names.owners
    lines = []
    for key in np.unique(owner[population.active]).tolist():
        deals = population.active & (owner == key)
        name = None if key == UNKNOWN else names.get(key)
        lines.append(LoadLine(key, name, int(np.count_nonzero(deals)), _sum_known(population.amount, deals)))
    return tuple(sorted(lines, key=lambda line: (-line.deals, line.name or "", line.owner)))


def share_by_pipeline(moment: Moment, population: Population) -> tuple[PipelineLine, ...]:
    """The active deals of each pipeline that has any, in order of id."""
    lines = []
    for key in np.unique(moment.snapshot.pipeline[population.active]).tolist():
        deals = flags_in_pipeline(moment, population, key)
        lines.append(PipelineLine(key, int(np.count_nonzero(deals)), _sum_known(population.amount, deals)))
    return tuple(lines)


def flags_in_pipeline(moment: Moment, population: Population, pipeline_id: int) -> Flags:
    """The active deals of one pipeline."""
    there: Flags = moment.snapshot.pipeline == pipeline_id
    return population.active & there


def flow_by_month(moves: Moves, period: Period) -> tuple[MonthFlow, ...]:
    """Each month that the period touches; the moves are those of the period (trail.trace_period)."""
    open_value = _sum_steps(moves, moves.is_in(Bar.OPENING))
    inside = ~moves.is_in(Bar.OPENING, Bar.CLOSING)
    taken = moves.is_in(*(bar for bar in Bar if bar.takes_away))
    flows = []
    for month in months_between(period):
        deals_in, deals_out = (flags_flow(moves, month, inward=inward) for inward in (True, False))
        steps = _in_month(moves, month) & inside
        value_in, value_out = _sum_steps(moves, steps & ~taken), _sum_steps(moves, steps & taken)
        open_value += value_in - value_out
        flows.append(
            MonthFlow(
                month,
                int(np.count_nonzero(deals_in)),
                value_in,
                int(np.count_nonzero(deals_out)),
                value_out,
                open_value,
            )
        )
    return tuple(flows)


def flags_flow(moves: Moves, month: date, *, inward: bool) -> Flags:
    """The deals that came in a month, or went."""
    bars = _COMING if inward else _GOING
    return moves.flags_where(_in_month(moves, month) & moves.is_in(*bars) & ~moves.by_rate)


def find_jump(moves: Moves, today: int) -> Jump | None:
    """The last seven days against up to 26 weeks before; None where fewer than 8 of them had anything open.

    The moves reach back to the day before those weeks, at least.
    """
    steps = ~moves.is_in(Bar.OPENING, Bar.CLOSING) & (moves.amount != NO_VALUE)
    amount = np.where(moves.is_in(*(bar for bar in Bar if bar.takes_away)), -moves.amount, moves.amount)[steps]
    # Week 0 is the last one; what is older than all of them is in the opening.
    week = (today - moves.day[steps]) // _WEEK
    changes = [add_up(amount[week == number]) for number in range(WEEKS + 1)]
    closing = _sum_steps(moves, moves.is_in(Bar.CLOSING))
    before = closing - np.cumsum(changes)
    usual = np.array([change for change, began in zip(changes[1:], before[1:], strict=True) if began > 0])
    if usual.size < _FEW_WEEKS or before[0] <= 0:
        return None
    middle = float(np.median(usual))
    reach = _UNUSUAL * float(np.median(np.abs(usual - middle)))
    return Jump(int(before[0]), changes[0], round(middle - reach), round(middle + reach), usual.size)


def _in_month(moves: Moves, month: date) -> Flags:
    return (moves.day >= day_number(month)) & (moves.day < day_number(add_months(month, 1)))


def _sum_steps(moves: Moves, rows: Flags) -> int:
    return add_up(moves.amount[rows & (moves.amount != NO_VALUE)])


def _sum_known(amount: Int64s, deals: Flags) -> int | None:
    known = amount[deals & (amount != NO_VALUE)]
    return total_or_unknown(add_up(known), known.size, int(np.count_nonzero(deals)))
