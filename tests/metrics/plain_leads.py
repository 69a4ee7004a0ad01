"""METRICS §10 and §11 worked out once more, deal by deal in plain Python."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from tests.metrics.plain_company import CREATED, LOST, REOPENED, WON, Stage, State
from tests.metrics.plain_figures import Plain
from tests.metrics.plain_passages import owner_at
from tests.metrics.plain_statistics import (
    Figures,
    median_of,
    month_after,
    month_before,
    rate,
    same_day_a_year_before,
)

HOUR = 3_600_000_000


def milestone(plain: Plain, one: State, which: str) -> tuple[bool, date | None, int | None]:
    """Whether the deal has passed it, when, and whose it was."""
    stages = plain.company.stages
    carrying = [
        s.place
        for s in stages.values()
        if s.pipeline == one.pipeline and s.is_open and s.milestone == which and not s.archived
    ]
    passed = [p for p in plain.passages[one.deal.id] if p.reached and _is_behind(stages[p.stage], carrying, which)]
    known = [(p.reached_day, p.reached_by) for p in passed[:1] if p.reached_day]
    mark = one.deal.marks.get(which)
    if mark is not None and mark <= plain.today:
        known.append((mark, owner_on(plain, one, mark)))
    is_passed = bool(passed) or len(known) > 0
    if which == "mql" and carrying:
        later, day, owner = milestone(plain, one, "sql")
        if day is not None:
            known.append((day, owner))
        is_passed = is_passed or later
    # Of two on one day the one that stands first here is told of.
    first = min(known, key=lambda each: each[0], default=(None, None))
    return is_passed, *first


def owner_on(plain: Plain, one: State, day: date) -> int | None:
    """Whose the deal was at the end of a day, or at first."""
    until = plain.company.end_of(day)
    past = [event for event in one.deal.events if event.at <= until] or one.deal.events[:1]
    return owner_at(one.deal, past[-1])


def leads(plain: Plain) -> Figures:
    counted = [one for one in plain.whosever if one.is_real and one.created is not None]
    passed = [milestone(plain, one, "sql") for one in counted]
    qualified = [day for _passed, day, owner in passed if day is not None and plain.asked.is_of(owner)]
    months: Figures = {}
    after = min(plain.asked.end, plain.today + timedelta(days=1))
    month, rate_of_growth = plain.asked.start.replace(day=1), None
    while month < after:
        following = month_after(month)
        last = min(following, after)
        months[f"{month:%Y-%m}"] = sum(max(month, plain.asked.start) <= day < last for day in qualified)
        before = month_before(month)
        as_far = month if last == following else before + (last - month)
        now_count = sum(month <= day < last for day in qualified)
        then_count = sum(before <= day < min(as_far, month) for day in qualified)
        rate_of_growth = (now_count - then_count) / then_count if then_count else None
        month = following
    became = [
        one
        for one, (_passed, day, owner) in ((one, milestone(plain, one, "mql")) for one in counted)
        if plain.asked.has(day) and plain.asked.is_of(owner)
    ]
    created = [
        one
        for one in counted
        if plain.asked.has(one.created)
        and plain.asked.is_of(next(event.owner for event in one.deal.events if event.kind == CREATED))
    ]
    on = [one for one in became if one.status == "won" or milestone(plain, one, "sql")[0]]
    dropped = [one for one in became if one not in on and one.status == "lost"]
    share = len(on) / len(became) if became else None
    return {
        "qualified_by_month": months,
        "velocity_rate": rate_of_growth,
        "mql_to_sql": {
            **rate(len(on), len(on) + len(dropped)),
            "reached": len(became),
            "so_far": share,
            "range": [share, (len(became) - len(dropped)) / len(became) if became else None],
        },
        **response(plain, created),
    }


def response(plain: Plain, created: list[State]) -> Figures:
    waits, missed, until = [], 0, plain.company.end_of(plain.today)
    for one in created:
        begun = max(event.at for event in one.deal.events if event.kind == CREATED)
        answers = [
            done
            for activity in one.deal.activities
            if activity.kind in {"call", "email", "meeting"} and (done := activity.done) is not None and done <= until
        ]
        if answers:
            waits.append(max(min(answers) - begun, 0))
        elif until - begun > HOUR:
            missed += 1
    # Whoever was never answered waits longer than everybody else.
    waits += [10**20] * missed
    median = median_of(waits)
    return {
        "response_hours_median": None if median is None or median > 10**18 else median / HOUR,
        "response_within_hour": rate(sum(wait <= HOUR for wait in waits), len(waits)),
    }


def velocity(plain: Plain) -> Figures:
    year = (same_day_a_year_before(plain.today + timedelta(days=1)), plain.today + timedelta(days=1))
    won, lost, _unreal = plain.closed_in(lambda day: day is not None and year[0] <= day < year[1])
    won, lost, active = ([one for one in deals if counts(plain, one)] for deals in (won, lost, plain.active))
    sizes = plain.known(won)
    days, won_days = ([time for one in deals if (time := lived(plain, one)) is not None] for deals in (won + lost, won))

    def flow(times: list[int]) -> str | None:
        if not sizes or not won + lost or not sum(times):
            return None
        win_rate = Fraction(len(won), len(won) + len(lost))
        size = Fraction(sum(sizes), len(sizes))
        return plain.text(round(len(active) * win_rate * size / Fraction(sum(times), len(times))))

    recent = [
        one
        for one in plain.chosen
        if one.status == "won" and one.closed and plain.today - timedelta(days=90) < one.closed <= plain.today
    ]
    return {
        "per_day": flow(days),
        "textbook_per_day": flow(won_days),
        "won_last_90_days_per_day": plain.text(
            round(Fraction(sum(plain.known(recent)), 90)) if plain.known(recent) or not recent else None
        ),
    }


def counts(plain: Plain, one: State) -> bool:
    return not has_sql_stage(plain, one) or milestone(plain, one, "sql")[0]


def has_sql_stage(plain: Plain, one: State) -> bool:
    stages = plain.company.stages.values()
    return any(s.pipeline == one.pipeline and s.milestone == "sql" and s.is_open and not s.archived for s in stages)


def lived(plain: Plain, one: State) -> int | None:
    if not has_sql_stage(plain, one):
        return plain.days(one)
    begun = milestone(plain, one, "sql")[1]
    if begun is None or one.closed is None:
        return None
    decided = [event for event in one.deal.events if event.at <= plain.company.end_of(plain.today)]
    decided = [event for event in decided if event.kind in {WON, LOST, REOPENED}]
    lay = sum(
        max((after.day - max(event.day, begun)).days, 0)
        for event, after in pairwise(decided)
        if event.kind == LOST and event.day and after.day
    )
    days = (one.closed - begun).days - lay
    return days if days >= 0 else None


def _is_behind(stage: Stage, carrying: list[int], which: str) -> bool:
    return bool(carrying and stage.place >= min(carrying)) or (stage.milestone == which and stage.is_open)
