"""The deals behind one figure: every count that is shown opens them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from desktop_pipeline.domain.periods import Period, add_months
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.ahead.forecast import Due, flags_called, place_deals
from desktop_pipeline.metrics.ahead.months_ahead import look_ahead
from desktop_pipeline.metrics.changing.hygiene import Flag
from desktop_pipeline.metrics.changing.mix import Horizon, flags_due, flags_flow, flags_in_pipeline
from desktop_pipeline.metrics.changing.movement import Bar, find_moves
from desktop_pipeline.metrics.closing.breakdown import Breakdown, flags_of_row
from desktop_pipeline.metrics.closing.lost_reasons import flags_lost_at, flags_reason
from desktop_pipeline.metrics.closing.velocity import find_flow, find_velocity_left_out
from desktop_pipeline.metrics.days import day_number
from desktop_pipeline.metrics.history import Flags
from desktop_pipeline.metrics.people import people_parts
from desktop_pipeline.metrics.people.leads import find_leads_left_out
from desktop_pipeline.metrics.population import LeftOutDeals, Why, find_left_out, gather
from desktop_pipeline.metrics.snapshot import Status
from desktop_pipeline.metrics.stages.bottleneck import flag_timed
from desktop_pipeline.metrics.stages.deciding import flags_timed
from desktop_pipeline.metrics.stages.funnel import find_funnel_left_out, flag_created, flag_funnel
from desktop_pipeline.metrics.stages.passages import Fate
from desktop_pipeline.metrics.stages.stage_conversion import (
    find_conversion_left_out,
    flag_moved_back,
    flag_reached,
    flag_skipped,
)
from desktop_pipeline.metrics.stages.stage_days import find_speed_left_out, flag_finished, flag_sitting, flag_slow
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.metrics.telling.overview import find_all_left_out


class PartKind(StrEnum):
    """What the deals are; what the key of a Part of this kind holds stands beside."""

    ACTIVE = "active"
    WON = "won"
    LOST = "lost"
    CLOSED = "closed"
    NOT_REAL = "not real"
    BY = "by"  # (Breakdown, key, a kind above)
    WON_IN = "won in"  # (first day of a month, ISO)
    WON_DURING = "won during"  # (first day, day after the last, ISO), whatever the period asked for
    LOST_IN = "lost in"  # likewise
    CREATED = "created"
    STAGE_REACHED = "stage reached"  # (stage id)
    STAGE_ADVANCED = "stage advanced"  # likewise
    STAGE_DROPPED = "stage dropped"  # likewise
    STAGE_UNDECIDED = "stage undecided"  # likewise
    STAGE_MOVED_BACK = "stage moved back"  # likewise
    STAGE_SKIPPED = "stage skipped"  # likewise
    FUNNEL = "funnel"  # likewise: of the deals created in the period
    FUNNEL_CAME_IN = "funnel came in"  # likewise
    FUNNEL_CREATED = "funnel created"  # (pipeline id; with or without a snapshot.Status)
    TIMED = "timed"  # won, with known days in each stage
    STAGE_LEFT = "stage left"  # likewise: after a known number of days
    STAGE_SITTING = "stage sitting"  # likewise
    STAGE_SLOW = "stage slow"  # likewise, or none for every stage
    FLAG = "flag"  # (hygiene.Flag), or none for deals with any
    SOUND = "sound"
    DUE_AT_START = "due at the start"
    PUSHED = "pushed"
    MOVEMENT = "movement"  # (movement.Bar; with or without first day and day after the last, ISO, of what is due)
    DUE = "due"  # (mix.Horizon)
    IN_PIPELINE = "in pipeline"  # (pipeline id): active ones
    CAME_IN = "came in"  # (first day of a month, ISO)
    WENT_IN = "went in"  # likewise
    DUE_IN = "due in"  # (first day of a month ahead, ISO; with or without a ForecastCategory)
    DUE_LATER = "due later"
    OVERDUE = "overdue"
    UNDATED = "undated"
    DECIDED = "decided"  # (won, lost, closed or active), of known length
    DEAL = "deal"  # (deal id), of whatever period and selection
    LOST_REASON = "lost reason"  # (reason id; UNKNOWN for those without one)
    LOST_AT = "lost at"  # (stage id)
    FLOW = "flow"  # of pipeline velocity, over the last 12 months
    # People and leads, each with its key as people_parts says it.
    REASON_GROUP = "reason group"
    WON_REASON = "won reason"
    LOST_TO = "lost to"
    WON_AGAINST = "won against"
    QUALIFIED = "qualified"
    QUALIFIED_IN = "qualified in"
    BECAME_MQL = "became MQL"
    BECAME_SQL = "became SQL"
    ANSWERED = "answered"
    WON_RECENTLY = "won recently"
    OWNER_CREATED = "owner created"
    OWNER_DONE = "owner done"
    OWNER_OVERDUE = "owner overdue"
    OWNER_LOST_AT = "owner lost at"
    OWNER_PUSHED = "owner pushed"
    CUSTOMER = "customer"
    BROUGHT_BY = "brought by"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Part:
    """Names the deals behind one figure of a period and selection."""

    kind: PartKind
    key: tuple[int | str, ...] = ()


def flags_of(asked: Asked, part: Part) -> Flags:
    """The deals behind a figure, as flags over all."""
    return _FLAGS[part.kind](asked, part.key)


def find_behind(asked: Asked, part: Part) -> tuple[Flags, tuple[LeftOutDeals, ...]]:
    """The deals behind a figure, and those that are left out of it or of some of its sums, by reason."""
    flags = flags_of(asked, part)
    find_left_out = _LEFT_OUT.get(part.kind)
    if find_left_out is not None:
        return flags, find_left_out(asked)
    return flags, tuple(_narrow(find_all_left_out(asked), flags, part.kind))


def _narrow(found: Iterable[LeftOutDeals], flags: Flags, kind: PartKind) -> Iterator[LeftOutDeals]:
    """What of the selection's reasons concerns one figure of deals: those within it, and those kept from it."""
    for reason in found:
        if reason.why in _KEPT_FROM:
            if kind in _KEPT_FROM[reason.why]:
                yield reason
        elif (flags & reason.deals).any():
            yield replace(reason, deals=flags & reason.deals)


_OUTCOMES = frozenset({PartKind.WON, PartKind.LOST, PartKind.CLOSED, PartKind.BY, PartKind.WON_IN, PartKind.LOST_IN})
_KEPT_FROM = {
    Why.NOT_REAL: _OUTCOMES | {PartKind.CREATED},
    Why.CLOSING_UNKNOWN: _OUTCOMES,
    # Their share in the likelihood by which active deals are weighed.
    Why.STAGES_PASSED_UNKNOWN: frozenset({PartKind.ACTIVE}),
}
Key = tuple[int | str, ...]


def _by(asked: Asked, key: Key) -> Flags:
    by, row, outcome = key
    deals = flags_of_row(asked.moment, Breakdown(str(by)), int(row))
    return deals & _FLAGS[PartKind(str(outcome))](asked, ())


def _in_month(asked: Asked, key: Key) -> Flags:
    first = date.fromisoformat(str(key[0]))
    day = asked.moment.snapshot.closed_day
    return (day >= day_number(first)) & (day < day_number(add_months(first, 1)))


def _won_during(asked: Asked, key: Key) -> Flags:
    first, end = (date.fromisoformat(str(day)) for day in key)
    return gather(asked.moment, Period(first, end), asked.selection).won


def _created(asked: Asked, _key: Key) -> Flags:
    day, period = asked.moment.snapshot.created_day, asked.period
    return (
        asked.chosen.at_creation(asked.moment.history)
        & ~asked.moment.snapshot.not_real
        & (day >= day_number(period.start))
        & (day < day_number(period.end))
    )


def _reached(asked: Asked, key: Key, fate: Fate | None = None) -> Flags:
    return flag_reached(asked.moment, asked.chosen, asked.period, int(key[0]), fate=fate)


def _funnel_created(asked: Asked, key: Key) -> Flags:
    status = Status(int(key[1])) if len(key) > 1 else None
    return flag_created(asked.moment, asked.chosen, asked.period, pipeline_id=int(key[0]), status=status)


def _slow(asked: Asked, key: Key) -> Flags:
    return flag_slow(asked.moment, asked.chosen, int(key[0]) if key else None)


def _flagged(asked: Asked, key: Key) -> Flags:
    flagged, active = asked.moment.flagged, asked.population.active
    if not key:
        return active & flagged.any(active.size)
    return active & flagged.by_flag.get(Flag(str(key[0])), np.zeros_like(active))


def _moved(asked: Asked, key: Key) -> Flags:
    moves = asked.moves
    if len(key) > 1:
        first, end = (date.fromisoformat(str(day)) for day in key[1:])
        moves = find_moves(asked.moment.trail(asked.period), asked.selection, Period(first, end))
    return moves.flags(Bar(str(key[0])))


def _flowed(asked: Asked, key: Key, *, inward: bool) -> Flags:
    return flags_flow(asked.moves, date.fromisoformat(str(key[0])), inward=inward)


def _due(asked: Asked, place: int, category: ForecastCategory | None = None) -> Flags:
    moment = asked.moment
    due: Flags = place_deals(moment, asked.population.active, look_ahead(moment.as_of)) == place
    return due if category is None else due & flags_called(moment, category)


def _due_in(asked: Asked, key: Key) -> Flags:
    ahead, first_day = look_ahead(asked.moment.as_of), date.fromisoformat(str(key[0]))
    if first_day not in ahead.months:
        return np.zeros_like(asked.population.active)
    return _due(asked, ahead.months.index(first_day), ForecastCategory(str(key[1])) if len(key) > 1 else None)


def _lost_for(asked: Asked, key: Key) -> Flags:
    closed = asked.population.lost | asked.population.not_real
    return flags_reason(asked.moment, closed, int(key[0]))


def _flow(asked: Asked, _key: Key) -> Flags:
    flow = find_flow(asked.moment, asked.last_year.population)
    return flow.active | flow.won | flow.lost


_FLAGS: Mapping[PartKind, Callable[[Asked, Key], Flags]] = {
    PartKind.ACTIVE: lambda asked, _key: asked.population.active,
    PartKind.WON: lambda asked, _key: asked.population.won,
    PartKind.LOST: lambda asked, _key: asked.population.lost,
    PartKind.CLOSED: lambda asked, _key: asked.population.won | asked.population.lost,
    PartKind.NOT_REAL: lambda asked, _key: asked.population.not_real,
    PartKind.BY: _by,
    PartKind.WON_IN: lambda asked, key: asked.population.won & _in_month(asked, key),
    PartKind.WON_DURING: _won_during,
    PartKind.LOST_IN: lambda asked, key: asked.population.lost & _in_month(asked, key),
    PartKind.CREATED: _created,
    PartKind.STAGE_REACHED: _reached,
    PartKind.STAGE_ADVANCED: lambda asked, key: _reached(asked, key, Fate.ADVANCED),
    PartKind.STAGE_DROPPED: lambda asked, key: _reached(asked, key, Fate.DROPPED),
    PartKind.STAGE_UNDECIDED: lambda asked, key: _reached(asked, key, Fate.UNDECIDED),
    PartKind.STAGE_MOVED_BACK: lambda asked, key: flag_moved_back(
        asked.moment, asked.chosen, asked.period, int(key[0])
    ),
    PartKind.STAGE_SKIPPED: lambda asked, key: flag_skipped(asked.moment, asked.chosen, asked.period, int(key[0])),
    PartKind.FUNNEL: lambda asked, key: flag_funnel(asked.moment, asked.chosen, asked.period, int(key[0])),
    PartKind.FUNNEL_CAME_IN: lambda asked, key: flag_funnel(
        asked.moment, asked.chosen, asked.period, int(key[0]), came_in=True
    ),
    PartKind.FUNNEL_CREATED: _funnel_created,
    PartKind.TIMED: lambda asked, _key: flag_timed(asked.moment, asked.population),
    PartKind.STAGE_LEFT: lambda asked, key: flag_finished(asked.moment, asked.chosen, asked.period, int(key[0])),
    PartKind.STAGE_SITTING: lambda asked, key: flag_sitting(asked.moment, asked.chosen, int(key[0])),
    PartKind.STAGE_SLOW: _slow,
    PartKind.FLAG: _flagged,
    PartKind.SOUND: lambda asked, _key: asked.population.active & ~_flagged(asked, ()),
    PartKind.DUE_AT_START: lambda asked, _key: asked.pushed.due,
    PartKind.PUSHED: lambda asked, _key: asked.pushed.pushed,
    PartKind.MOVEMENT: _moved,
    PartKind.DUE: lambda asked, key: flags_due(asked.moment, asked.population, Horizon(str(key[0]))),
    PartKind.IN_PIPELINE: lambda asked, key: flags_in_pipeline(asked.moment, asked.population, int(key[0])),
    PartKind.CAME_IN: lambda asked, key: _flowed(asked, key, inward=True),
    PartKind.WENT_IN: lambda asked, key: _flowed(asked, key, inward=False),
    PartKind.DUE_IN: _due_in,
    PartKind.DUE_LATER: lambda asked, _key: _due(asked, Due.LATER),
    PartKind.OVERDUE: lambda asked, _key: _due(asked, Due.OVERDUE),
    PartKind.UNDATED: lambda asked, _key: _due(asked, Due.UNDATED),
    PartKind.DECIDED: lambda asked, key: flags_timed(asked.population, _FLAGS[PartKind(str(key[0]))](asked, ())),
    PartKind.DEAL: lambda asked, key: asked.moment.history.deals.ids == int(key[0]),
    PartKind.LOST_REASON: _lost_for,
    PartKind.LOST_AT: lambda asked, key: flags_lost_at(asked.moment, asked.population, int(key[0])),
    PartKind.FLOW: _flow,
    PartKind.REASON_GROUP: people_parts.lost_for_group,
    PartKind.WON_REASON: people_parts.won_for,
    PartKind.LOST_TO: people_parts.lost_to,
    PartKind.WON_AGAINST: people_parts.won_against,
    PartKind.QUALIFIED: people_parts.qualified,
    PartKind.QUALIFIED_IN: people_parts.qualified_in,
    PartKind.BECAME_MQL: people_parts.became_mql,
    PartKind.BECAME_SQL: people_parts.became_sql,
    PartKind.ANSWERED: people_parts.answered,
    PartKind.WON_RECENTLY: people_parts.won_recently,
    PartKind.OWNER_CREATED: people_parts.owner_created,
    PartKind.OWNER_DONE: people_parts.owner_done,
    PartKind.OWNER_OVERDUE: people_parts.owner_overdue,
    PartKind.OWNER_LOST_AT: people_parts.owner_lost_at,
    PartKind.OWNER_PUSHED: people_parts.owner_pushed,
    PartKind.CUSTOMER: people_parts.customer,
    PartKind.BROUGHT_BY: people_parts.brought_by,
    PartKind.ALIKE: people_parts.alike,
}


def _of_conversion(asked: Asked) -> tuple[LeftOutDeals, ...]:
    return find_conversion_left_out(asked.moment, asked.population.chosen, asked.period)


def _of_funnel(asked: Asked) -> tuple[LeftOutDeals, ...]:
    return find_funnel_left_out(asked.moment, asked.population.chosen, asked.period)


def _of_speed(asked: Asked) -> tuple[LeftOutDeals, ...]:
    return find_speed_left_out(asked.moment, asked.population.chosen, asked.period)


def _of_cycle(asked: Asked) -> tuple[LeftOutDeals, ...]:
    reasons = find_left_out(asked.moment, asked.population)
    return tuple(reason for reason in reasons if reason.why not in {Why.NO_VALUE, Why.NO_RATE})


def _of_moves(asked: Asked) -> tuple[LeftOutDeals, ...]:
    return asked.moves.left_out()


def _of_leads(asked: Asked) -> tuple[LeftOutDeals, ...]:
    return find_leads_left_out(asked.moment, asked.population.chosen, asked.period)


_LEFT_OUT: Mapping[PartKind, Callable[[Asked], tuple[LeftOutDeals, ...]]] = {
    PartKind.STAGE_REACHED: _of_conversion,
    PartKind.STAGE_ADVANCED: _of_conversion,
    PartKind.STAGE_DROPPED: _of_conversion,
    PartKind.STAGE_UNDECIDED: _of_conversion,
    PartKind.STAGE_MOVED_BACK: _of_conversion,
    PartKind.STAGE_SKIPPED: _of_conversion,
    PartKind.FUNNEL: _of_funnel,
    PartKind.FUNNEL_CAME_IN: _of_funnel,
    PartKind.FUNNEL_CREATED: _of_funnel,
    PartKind.TIMED: _of_speed,
    PartKind.STAGE_LEFT: _of_speed,
    PartKind.STAGE_SITTING: _of_speed,
    PartKind.STAGE_SLOW: _of_speed,
    PartKind.DECIDED: _of_cycle,
    PartKind.MOVEMENT: _of_moves,
    PartKind.CAME_IN: _of_moves,
    PartKind.WENT_IN: _of_moves,
    PartKind.QUALIFIED: _of_leads,
    PartKind.QUALIFIED_IN: _of_leads,
    PartKind.BECAME_MQL: _of_leads,
    PartKind.BECAME_SQL: _of_leads,
    PartKind.ANSWERED: _of_leads,
    PartKind.OWNER_LOST_AT: people_parts.left_out_of_owners,
    PartKind.CUSTOMER: people_parts.left_out_of_customers,
    PartKind.FLOW: lambda asked: find_velocity_left_out(asked.moment, asked.last_year.population),
}
