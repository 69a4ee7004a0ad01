"""METRICS §16 worked out once more, deal by deal in plain Python: owners, sources, customers."""

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.metrics.plain_company import CREATED, State
from tests.metrics.plain_figures import Plain
from tests.metrics.plain_leads import milestone, response
from tests.metrics.plain_statistics import same_day_a_year_before


def owners(plain: Plain) -> dict[str, dict[str, Any]]:
    """Of each owner: active, won and lost deals, what was created for them, done by them, and late."""
    company, until = plain.company, plain.company.end_of(plain.today)
    there = {one.deal.id for one in plain.everyone}
    told: dict[str, dict[str, Any]] = {}
    for owner, name in company.owners.items():
        theirs = [activity for activity in company.activities if activity.owner == owner]
        late = [
            activity
            for activity in theirs
            if (activity.done is None or activity.done > until)
            and (activity.created is None or activity.created <= until)
            and activity.due is not None
            and activity.due < plain.today
            and (activity.deal is None or activity.deal in there)
        ]
        done = [activity for activity in theirs if activity.done is not None and activity.done <= until]
        made = [one for one in plain.everyone if one.is_real and plain.asked.has(one.created)]
        told[name] = {
            "active": sum(one.owner == owner for one in plain.active),
            "won": sum(one.owner == owner for one in plain.won),
            "lost": sum(one.owner == owner for one in plain.lost),
            "created": sum(_first_owner(one) == owner for one in made),
            "done": sum(plain.asked.has(activity.done_day) for activity in done),
            "overdue": len(late),
        }
    return told


def sources(plain: Plain) -> dict[str | None, dict[str, Any]]:
    """Of each source: leads, what of them became MQL and SQL, was won and lost, and how soon leads were answered."""
    told: dict[str | None, dict[str, Any]] = {}
    for source, name in [*plain.company.sources.items(), (None, None)]:
        theirs = [one for one in plain.everyone if one.is_real and one.deal.source == source]
        created = [one for one in theirs if plain.asked.has(one.created)]
        won = [one for one in plain.won if one.deal.source == source]
        told[name] = {
            "leads": len(created),
            "mql": sum(plain.asked.has(milestone(plain, one, "mql")[1]) for one in theirs if one.created),
            "sql": sum(plain.asked.has(milestone(plain, one, "sql")[1]) for one in theirs if one.created),
            "won": len(won),
            "lost": sum(one.deal.source == source for one in plain.lost),
            "won_value": sum(plain.known(won)),
            "median": response(plain, created)["response_hours_median"],
            "within": response(plain, created)["response_within_hour"],
        }
    return told


def customers(path: Path, plain: Plain) -> dict[str, Any]:
    """What each organisation bought and whom it brought, who came back, and who has bought nothing for a year."""
    bought = [one for one in plain.everyone if one.status == "won" and one.deal.organisation is not None]
    wins = Counter(one.deal.organisation for one in bought)
    last: dict[int | None, date] = {}
    for one in bought:
        if one.closed is not None:
            last[one.deal.organisation] = max(one.closed, last.get(one.deal.organisation, one.closed))
    since = same_day_a_year_before(plain.today + timedelta(days=1))
    there = {one.deal.id: one for one in plain.everyone}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        came = db.execute(
            "select r.deal_id, e.organisation_id from deal_relation r join deal e on e.id = r.earlier_id"
            " where r.kind = 'referral'"
        ).fetchall()
    brought = {(deal, of) for deal, of in came if of in wins and deal in there}
    return {
        "wins": dict(wins),
        "value": {of: sum(plain.known(one for one in bought if one.deal.organisation == of)) for of in wins},
        "repeat": (sum(number > 1 for number in wins.values()), len(wins)),
        "gone": {of for of, day in last.items() if day < since},
        "brought": Counter(of for _deal, of in brought),
    }


def _first_owner(one: State) -> int | None:
    return next(event.owner for event in one.deal.events if event.kind == CREATED)
