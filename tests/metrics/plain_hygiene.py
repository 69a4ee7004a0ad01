"""METRICS §15 worked out once more, deal by deal in plain Python."""

from datetime import date, timedelta
from itertools import pairwise

from tests.metrics.plain_company import CLOSE, CREATED, MOVED, PIPELINE, REOPENED, State
from tests.metrics.plain_figures import Plain, Question
from tests.metrics.plain_statistics import Figures, quantile


def hygiene(plain: Plain) -> Figures:
    flags = flag_deals(plain)
    flagged = {one.deal.id for deals in flags.values() for one in deals}
    whole, sound = (
        sum(plain.known(deals)) for deals in (plain.active, [one for one in plain.active if one.deal.id not in flagged])
    )
    return {
        "health": sound / whole if whole else None,
        "flags": {name: len(deals) for name, deals in flags.items()},
    }


def flag_deals(plain: Plain) -> dict[str, list[State]]:
    """The open deals under each flag that the history tells."""
    won_days: dict[int, list[int]] = {}
    for one in plain.everyone:
        for p in plain.passages[one.deal.id]:
            if one.status == "won" and p.entered and p.days is not None:
                won_days.setdefault(p.stage, []).append(p.days)
    slow = {stage: quantile(sorted(days), 0.8) or 0 for stage, days in won_days.items() if len(days) >= 5}
    everything = Plain(plain.company, Question(plain.today, plain.asked.start, plain.asked.end))
    values = everything.known(one for one in plain.everyone if one.status == "won")
    limit = 3 * (quantile(sorted(values), 0.95) or 0) if len(values) >= 5 else None
    flags: dict[str, list[State]] = {
        name: []
        for name in (
            *("stale", "no_next_activity", "next_activity_overdue", "expected_close_past"),
            *("expected_close_pushed", "longer_in_stage_than_won", "value_missing", "value_out_of_range"),
        )
    }
    for one in plain.active:
        until, planned = plain.company.end_of(plain.today), []
        for each in one.deal.activities:
            is_open = each.done is None or each.done > until
            if is_open and (each.created is None or each.created <= until):
                planned.append(each.due)
        due = [day for day in planned if day]
        running = [p for p in plain.passages[one.deal.id] if p.is_running]
        worth = everything.worth(one)
        long = [p for p in running if p.stage in slow and p.running_days is not None and p.running_days > slow[p.stage]]
        found = {
            "stale": is_stale(plain, one, due),
            "no_next_activity": not planned,
            "next_activity_overdue": bool(due) and min(due) < plain.today,
            "expected_close_past": one.expected is not None and one.expected < plain.today,
            "expected_close_pushed": pushes(plain, one) >= 3,
            "longer_in_stage_than_won": bool(long),
            "value_missing": one.value is None,
            "value_out_of_range": worth is not None and limit is not None and worth > limit,
        }
        for name, holds in found.items():
            if holds:
                flags[name].append(one)
    return flags


def is_stale(plain: Plain, one: State, due: list[date]) -> bool:
    if one.stage is None:
        return False
    until, limit = plain.company.end_of(plain.today), plain.company.stages[one.stage].stale_limit
    touches = [day for at, day in one.deal.touches if at <= until]
    touches += [
        event.day
        for event in one.deal.events
        if event.kind in {MOVED, REOPENED, PIPELINE} and not event.inferred and event.at <= until and event.day
    ]
    if not touches:
        told = one.deal.touched
        touches = [day for day in (one.created, told if told and told <= plain.today else None) if day]
    if not touches or (plain.today - max(touches)).days <= limit:
        return False
    if any(is_left_alone(plain, rest, limit) for rest in one.deal.rests):
        return False
    return not any(0 <= (day - plain.today).days <= limit for day in due)


def is_left_alone(plain: Plain, rest: tuple[int, date, int | None], limit: int) -> bool:
    at, wakes_on, ended = rest
    until = plain.company.end_of(plain.today)
    longest = plain.company.day_of(at) + timedelta(days=limit)
    return at <= until and (ended is None or ended > until) and plain.today < min(wakes_on, longest)


def pushes(plain: Plain, one: State) -> int:
    told = [
        event.expected.replace(day=1)
        for event in one.deal.events
        if event.kind in {CREATED, CLOSE} and event.expected and event.at <= plain.company.end_of(plain.today)
    ]
    return sum(later > earlier for earlier, later in pairwise(told))
