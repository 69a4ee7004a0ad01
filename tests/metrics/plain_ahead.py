"""METRICS §12 and §13 worked out once more, deal by deal in plain Python."""

from datetime import date, timedelta
from itertools import pairwise

from tests.metrics.plain_company import State
from tests.metrics.plain_figures import Plain, Question
from tests.metrics.plain_statistics import Figures, month_after

CATEGORIES = ("commit", "best case", "pipeline", "omitted")


def targets(plain: Plain) -> list[Figures]:
    """Of the company and of exactly the filter, those that run."""
    found = []
    for scope, of, span, starts, measure, amount, currency in plain.company.targets:
        start = date.fromisoformat(starts)
        end = start
        for _month in range({"month": 1, "quarter": 3, "year": 12}[span]):
            end = month_after(end)
        only = Question(plain.today, start, end, **({} if scope == "company" else {scope: of}))
        mine = (plain.asked.owner, plain.asked.source, plain.asked.product, plain.asked.pipeline)
        is_asked = mine in ((None,) * 4, (only.owner, only.source, only.product, only.pipeline))
        if start <= plain.today < end and is_asked:
            called = {"owner": plain.company.owners, "product": plain.company.products}
            names = {"pipeline": plain.company.pipelines, **called}.get(scope, {})
            head = {"scope": scope, "of": names.get(of), "measure": measure}
            found.append(head | target(plain, only, measure, amount, currency))
    return sorted(found, key=target_key)


def target(plain: Plain, only: Question, measure: str, amount: int, currency: str | None) -> Figures:
    plain = Plain(plain.company, only)
    moments, mine = (only.as_of, only.start, only.end), {one.deal.id for one in plain.chosen}
    wanted = plain.company.to_base(amount, currency, plain.today) if measure == "money" else amount
    known = plain.known(plain.won)
    money = sum(known) if known or not plain.won else None
    done = sum(
        only.has(each.done_day)
        and each.done is not None
        and each.done <= plain.company.end_of(plain.today)
        and only.owner in (None, each.owner)
        and (only.owner is not None or only == Question(*moments) or each.deal in mine)
        for each in plain.company.activities
    )
    reached = {"money": money, "count": len(plain.won), "activities": done}[measure]
    days = [only.start + timedelta(days=number) for number in range((only.end - only.start).days)]
    worked = [
        day for day in days if day.isoweekday() in plain.company.working_days and day not in plain.company.holidays
    ]
    gone = sum(day <= plain.today for day in worked)
    attainment = reached / wanted if wanted and reached is not None else None
    share = gone / len(worked) if worked else 0
    return {
        "attainment": attainment,
        "pace": attainment / share if attainment is not None and share else None,
        **({"target": plain.text(wanted), "reached": plain.text(reached)} if measure == "money" else {}),
    }


def forecast(plain: Plain) -> Figures:
    first = (plain.today + timedelta(days=1)).replace(day=1)
    edges = [first]
    for _month in range(12):
        edges.append(month_after(edges[-1]))
    months = []
    for start, end in pairwise(edges):
        won, _lost, _unreal = plain.closed_in(lambda day, s=start, e=end: day is not None and s <= day < e)  # type: ignore[misc]
        # What is due today is not past, also on the last day of a month.
        since = min(start, plain.today) if start == first else start
        since = max(since, plain.today)
        due = [one for one in plain.active if one.expected and since <= one.expected < end]
        called = {name: [one for one in due if counts_as(plain, one) == name] for name in CATEGORIES}
        months.append(
            {
                "month": f"{start:%Y-%m}",
                "won": plain.total(won),
                "commit": plain.total(called["commit"]),
                "best_case": plain.total(called["best case"]),
                "weighted": plain.weighted(due),
            }
        )
    overdue = [one for one in plain.active if one.expected and one.expected < plain.today]
    undated = [one for one in plain.active if one.expected is None]
    later = [one for one in plain.active if one.expected and one.expected >= edges[-1]]
    sums = {"overdue": overdue, "undated": undated, "later": later}
    return {
        "months": months,
        **{
            name: {"deals": len(deals), "value": plain.total(deals), "weighted": plain.weighted(deals)}
            for name, deals in sums.items()
        },
    }


def counts_as(plain: Plain, one: State) -> str | None:
    return one.deal.category or (None if one.stage is None else plain.company.stages[one.stage].category)


def target_key(target: Figures) -> tuple[str, ...]:
    """What one target is told from another by."""
    return str(target["scope"]), str(target["of"]), str(target["measure"])
