"""A month of a two-person business: every evening each figure is counted once more from the rows of the file.

METRICS §10, §15, §16 and §17, and those they stand on, against plain Python that shares no code with the program.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.domain.reviews import Cause, ReviewPlan
from desktop_pipeline.metrics.people.customers import measure_customers
from desktop_pipeline.metrics.people.sources import measure_sources
from desktop_pipeline.metrics.telling.whole_document import to_whole_document
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.review_plan import plan_review
from desktop_pipeline.queries.reviews import read_review_rules
from tests.metrics.plain_company import MOVED, PIPELINE, REOPENED, Company, State
from tests.metrics.plain_figures import Plain, Question
from tests.metrics.plain_hygiene import is_left_alone
from tests.metrics.test_plain_figures import find_differences, in_order, work_out
from tests.simulation.plain_amiss import amiss, find_slow, flag_all
from tests.simulation.plain_people import customers, owners, sources
from tests.simulation.two_people import FIRST, LAST, TwoPeople
from tests.workspaces import Desk, make_desk

_FRIDAY = 5
_FLAG_OF = {
    Cause.STALE: "stale",
    Cause.NO_NEXT_STEP: "no_next_activity",
    Cause.LATE_STEP: "next_activity_overdue",
    Cause.CLOSE_PAST: "expected_close_past",
    Cause.PUSHED: "expected_close_pushed",
    Cause.LONG_IN_STAGE: "longer_in_stage_than_won",
    Cause.VALUE_MISSING: "value_missing",
    Cause.VALUE_LARGE: "value_out_of_range",
    Cause.DECISION_MAKER_LEFT: "decision_maker_left",
    Cause.DUPLICATE: "suspected_duplicate",
    Cause.CRITERION_OPEN: "criterion_unmet",
}
# What an evening's figures say again when they are asked as of that day a month later.
_LASTING = ("active", "deal_size", "win_rate", "cycle", "won", "leads", "movement")


@pytest.fixture(params=[1, pytest.param(2, marks=pytest.mark.long)])
def business(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TwoPeople]:
    desk = make_desk(tmp_path, zone="Europe/Berlin")
    business = TwoPeople(desk, request.param)
    business.found()
    yield business
    desk.workspace.close()


def days() -> list[date]:
    return [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]


def ask(desk: Desk, figures: Figures, day: date) -> tuple[Question, dict[str, Any]]:
    """What the program tells of the month so far."""
    asked = Question(day, FIRST, day + timedelta(days=1))
    told = to_whole_document(figures.everything(day, Period(asked.start, asked.end)))
    assert desk.workspace.today() >= day
    return asked, in_order(told)


@pytest.mark.slow
def test_every_evening_of_a_month_is_told_as_it_is_counted_by_hand(business: TwoPeople) -> None:
    desk = business.desk
    figures = Figures(desk.workspace)
    # As the window does: of each change only the rows that it touched are read again.
    desk.journal.announce = figures.forget
    evenings: dict[date, dict[str, Any]] = {}
    in_review = 0
    seen = {"waiting": 0, "stale": 0, "unmet": 0, "alike": 0, "left": 0}
    for day in days():
        business.live_through(day)
        business.go_home(day)
        asked, told = ask(desk, figures, day)
        company = Company(desk.path)
        plain = Plain(company, asked)
        counted = work_out(company, asked) | {"hygiene": amiss(desk.path, plain)}
        assert list(find_differences(counted, told)) == [], day
        check_people(desk.path, figures, plain, asked)
        if day.isoweekday() == _FRIDAY:
            business.hold_review(review_of(figures, plain, desk), figures)
            in_review += business.decided
            evenings.pop(day, None)
            asked, told = ask(desk, figures, day)
        check_cadences(desk.path)
        evenings[day] = told
        for name, flag in (("stale", "stale"), ("unmet", "criterion_unmet"), ("alike", "suspected_duplicate")):
            seen[name] += told["hygiene"]["flags"][flag]
        seen["left"] += told["hygiene"]["flags"]["decision_maker_left"]
        seen["waiting"] += told["leads"]["response_within_hour"]["n"]
    # Every rule had something to judge, or the month has shown nothing.
    assert all(seen.values()), seen
    assert in_review > len(days()) / 7
    for day, then in evenings.items():
        _asked, now = ask(desk, figures, day)
        assert {key: now[key] for key in _LASTING} == {key: then[key] for key in _LASTING}, day
    assert desk.faults() == []


def check_people(path: Path, figures: Figures, plain: Plain, asked: Question) -> None:
    """METRICS §16: the team, the sources, the customers."""
    period = Period(asked.start, asked.end)
    team = figures.owners(asked.as_of, period)
    assert {
        line.figures.name: {
            "active": line.figures.active,
            "won": line.figures.won,
            "lost": line.figures.lost,
            "created": line.created,
            "done": line.done,
            "overdue": line.overdue,
        }
        for line in team.lines
        if line.figures.name is not None
    } == owners(plain)
    whole = figures.ask(asked.as_of, period)
    lines = measure_sources(whole.moment, whole.population, period)
    counted = sources(plain)
    assert {
        line.name: {
            "leads": line.leads,
            "mql": line.mql,
            "sql": line.sql,
            "won": line.won,
            "lost": line.lost,
            "won_value": line.won_value or 0,
            "median": line.response.median_hours,
            "within": counted[line.name]["within"],
        }
        for line in lines
    } == {name: row for name, row in counted.items() if name in {line.name for line in lines}}
    for line in lines:
        rate = line.response.within_hour
        assert (rate.value, rate.n) == (counted[line.name]["within"]["value"], counted[line.name]["within"]["n"])
    bought = measure_customers(whole.moment, whole.population)
    by_hand = customers(path, plain)
    assert {line.organisation_id: line.wins for line in bought.lines} == by_hand["wins"]
    assert {line.organisation_id: line.value or 0 for line in bought.lines} == by_hand["value"]
    assert {line.organisation_id for line in bought.gone} == by_hand["gone"]
    assert {line.organisation_id: line.referrals for line in bought.lines if line.referrals} == by_hand["brought"]
    again, all_of_them = by_hand["repeat"]
    assert (bought.repeat_rate.hits, bought.repeat_rate.n) == (again, all_of_them)


def review_of(figures: Figures, plain: Plain, desk: Desk) -> ReviewPlan:
    """The review of an evening holds the deals that stand under a flag, but those that are left alone."""
    workspace = desk.workspace
    plan = plan_review(figures, workspace, read_review_rules(workspace), as_of=plain.today)
    alone = {
        one.deal.id
        for one in plain.active
        if one.stage is not None
        and any(
            is_left_alone(plain, rest, plain.company.stages[one.stage].stale_limit) and not touched_after(one, rest[0])
            for rest in one.deal.rests
        )
    }
    flags = flag_all(desk.path, plain)
    flags["longer_in_stage_than_won"] |= find_slow(desk.path, plain)
    for cause, flag in _FLAG_OF.items():
        queued = {deal.deal_id for deal in plan.queue if any(line.cause is cause for line in deal.why)}
        assert queued == flags[flag] - alone, (plain.today, cause)
    standing = plan.opening.standing
    assert (standing.deals, standing.value) == (len(plain.active), sum(plain.known(plain.active)))
    open_steps = {
        activity.deal for activity in plain.company.activities if activity.done is None and activity.deal is not None
    }
    assert standing.with_step == sum(one.deal.id in open_steps for one in plain.active)
    return plan


def touched_after(one: State, at: int) -> bool:
    """Whether somebody did something for the deal since: it is awake then."""
    moves = [event.at for event in one.deal.events if event.kind in {MOVED, REOPENED, PIPELINE} and not event.inferred]
    return any(touch > at for touch in [*moves, *(when for when, _day in one.deal.touches)])


def check_cadences(path: Path) -> None:
    """A cadence runs only where nobody replied, met, won or lost since; an ended one proposes nothing more."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        proposed = db.execute(
            "select count(*) from enrolment e join enrolment_step s on s.enrolment_id = e.id"
            " join activity a on a.id = s.activity_id where e.state = 'ended' and a.done_at is null"
        ).fetchone()
        assert proposed == (0,)
        closed = db.execute(
            "select count(*) from enrolment e join deal d on d.id = e.deal_id"
            " where e.state = 'running' and d.status = 'lost'"
        ).fetchone()
        assert closed == (0,)
