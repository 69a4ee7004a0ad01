"""Why deals were lost or won: by reason, by the stage they got to, by competitor (METRICS §5)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from desktop_pipeline.domain.deals import ReasonGroup
from desktop_pipeline.metrics.closing.winning import known_amounts
from desktop_pipeline.metrics.history import NO_VALUE, UNKNOWN, Flags, Int64s
from desktop_pipeline.metrics.in_period import flag_rows
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import Population
from desktop_pipeline.metrics.rates import Rate, rate_of
from desktop_pipeline.metrics.snapshot import pick
from desktop_pipeline.metrics.sums import add_up, add_up_by_group, total_or_unknown


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """Deals closed for one reason; `key` is UNKNOWN and `name` None for those that give none.

    `share` is of the lost deals; those that were no real deals are no part of them and have no share. `stages` holds
    the deals by the id of the stage that they got to, UNKNOWN where that is not on record.
    """

    key: int
    name: str | None
    group: ReasonGroup | None
    deals: int
    value: int | None
    share: Rate | None
    stages: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Deals of a group of reasons; None for those without a reason."""

    group: ReasonGroup | None
    deals: int
    value: int | None
    share: Rate | None


@dataclass(frozen=True, slots=True)
class StageLine:
    """Deals lost after getting to a stage and no further; `stage_id` is UNKNOWN where that is not on record."""

    stage_id: int
    name: str | None
    pipeline_id: int
    deals: int
    value: int | None
    share: Rate


@dataclass(frozen=True, slots=True)
class CompetitorLine:
    """Deals that name a competitor: one that names two stands in both lines, with its whole value."""

    competitor_id: int
    name: str | None
    lost: int
    value: int | None  # of the lost ones
    won: int

    @property
    def win_rate(self) -> Rate:
        """Won ÷ (won + lost) against this competitor."""
        return rate_of(self.won, self.won + self.lost)


@dataclass(frozen=True, slots=True)
class LostReasons:
    """Most frequent first; money in minor units of the base currency."""

    lost: int
    value: int | None
    reasons: tuple[ReasonLine, ...]
    groups: tuple[GroupLine, ...]
    stages: tuple[StageLine, ...]  # in order of pipeline and stage
    competitors: tuple[CompetitorLine, ...]
    without_reason: Rate


def measure_lost_reasons(moment: Moment, population: Population) -> LostReasons:
    """The deals lost in the period, those of no real deal apart."""
    lost = int(np.count_nonzero(population.lost))
    amounts = known_amounts(population.amount, population.lost)
    without = int(np.count_nonzero(flags_reason(moment, population.lost, UNKNOWN)))
    reasons = _by_reason(moment, population, population.lost | population.not_real, lost)
    return LostReasons(
        lost=lost,
        value=total_or_unknown(add_up(amounts), amounts.size, lost),
        reasons=reasons,
        groups=_by_group(reasons, lost),
        stages=_by_stage(moment, population, lost),
        competitors=_by_competitor(moment, population),
        without_reason=rate_of(without, lost),
    )


def measure_won_reasons(moment: Moment, population: Population) -> tuple[ReasonLine, ...]:
    """The deals won in the period, likewise."""
    return _by_reason(moment, population, population.won, int(np.count_nonzero(population.won)))


def flags_reason(moment: Moment, deals: Flags, reason_id: int) -> Flags:
    """Those of some closed deals that give a reason; UNKNOWN for those that give none."""
    given: Flags = deals & (moment.snapshot.reason == reason_id)
    return given


def flags_group(moment: Moment, deals: Flags, group: ReasonGroup | None) -> Flags:
    """Those of some closed deals whose reason is of a group, None for those without a reason."""
    groups = moment.history.names.reason_groups
    ids = [UNKNOWN] if group is None else [reason for reason, of in groups.items() if of is group]
    return deals & np.isin(moment.snapshot.reason, ids)


def flags_lost_at(moment: Moment, population: Population, stage_id: int) -> Flags:
    """The lost deals that got to a stage and no further; UNKNOWN for those whose stages are not on record."""
    lost: Flags = population.lost & (_stage_ids(moment) == stage_id)
    return lost


def flags_competitor(moment: Moment, deals: Flags, competitor_id: int) -> Flags:
    """Those of some deals that name a competitor."""
    known = moment.history.deals
    return deals & flag_rows(known.competitor_deal[known.competitor == competitor_id].astype(np.int64), deals.size)


def _stage_ids(moment: Moment) -> Int64s:
    return pick(moment.history.stages.ids, moment.snapshot.high_water, UNKNOWN)


def _by_reason(moment: Moment, population: Population, closed: Flags, total: int) -> tuple[ReasonLine, ...]:
    names, rows = moment.history.names, np.flatnonzero(closed)
    keys, groups = np.unique(moment.snapshot.reason[rows].astype(np.int64), return_inverse=True)
    stages = _stage_ids(moment)[rows]
    lines = []
    counted = _count_and_add(groups, population.amount[rows], keys.size)
    for place, (key, (deals, value)) in enumerate(zip(keys.tolist(), counted, strict=True)):
        group = names.reason_groups.get(key)
        ids, numbers = np.unique(stages[groups == place], return_counts=True)
        share = None if group is ReasonGroup.NOT_REAL else rate_of(deals, total)
        by_stage = dict(zip(ids.tolist(), numbers.tolist(), strict=True))
        lines.append(ReasonLine(key, names.reasons.get(key), group, deals, value, share, by_stage))
    return tuple(
        sorted(lines, key=lambda line: (line.share is None, -line.deals, line.name is None, line.name, line.key))
    )


def _by_group(reasons: tuple[ReasonLine, ...], lost: int) -> tuple[GroupLine, ...]:
    lines = []
    for group in (ReasonGroup.WE_LOST, ReasonGroup.NO_DECISION, ReasonGroup.NOT_REAL, None):
        of_group = [line for line in reasons if line.group is group]
        deals = sum(line.deals for line in of_group)
        known = [line.value for line in of_group if line.value is not None]
        share = None if group is ReasonGroup.NOT_REAL else rate_of(deals, lost)
        lines.append(GroupLine(group, deals, sum(known) if known else None, share))
    return tuple(line for line in lines if line.deals)


def _by_stage(moment: Moment, population: Population, lost: int) -> tuple[StageLine, ...]:
    stages, rows = moment.history.stages, np.flatnonzero(population.lost)
    furthest, groups = np.unique(moment.snapshot.high_water[rows], return_inverse=True)
    counted = _count_and_add(groups, population.amount[rows], furthest.size)
    lines = [
        StageLine(
            stage_id=int(stages.ids[row]) if row >= 0 else UNKNOWN,
            name=stages.names[row] if row >= 0 else None,
            pipeline_id=int(stages.pipeline[row]) if row >= 0 else UNKNOWN,
            deals=deals,
            value=value,
            share=rate_of(deals, lost),
        )
        for row, (deals, value) in zip(furthest.tolist(), counted, strict=True)
    ]
    return tuple(sorted(lines, key=lambda line: line.stage_id == UNKNOWN))


def _by_competitor(moment: Moment, population: Population) -> tuple[CompetitorLine, ...]:
    deals, names = moment.history.deals, moment.history.names.competitors
    lost = population.lost[deals.competitor_deal]
    named = np.flatnonzero(lost | population.won[deals.competitor_deal])
    keys, groups = np.unique(deals.competitor[named], return_inverse=True)
    is_lost = lost[named]
    amount = population.amount[deals.competitor_deal[named]]
    losses = _count_and_add(groups[is_lost], amount[is_lost], keys.size)
    wins = np.bincount(groups[~is_lost], minlength=keys.size).tolist()
    lines = [
        CompetitorLine(key, names.get(key), deals_lost, value, won)
        for key, (deals_lost, value), won in zip(keys.tolist(), losses, wins, strict=True)
    ]
    return tuple(sorted(lines, key=lambda line: (-line.lost, line.name is None, line.name, line.competitor_id)))


def _count_and_add(groups: Int64s, amounts: Int64s, count: int) -> list[tuple[int, int | None]]:
    """For each group the deals and their value, None where no value is known."""
    known = amounts != NO_VALUE
    deals = np.bincount(groups, minlength=count).tolist()
    valued = np.bincount(groups[known], minlength=count).tolist()
    values = add_up_by_group(groups[known], amounts[known], count)
    return [
        (number, total_or_unknown(value, with_value, number))
        for number, with_value, value in zip(deals, valued, values, strict=True)
    ]
