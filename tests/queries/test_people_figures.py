"""Leads, owners and customers of an open workspace, as its own acts make them."""

from datetime import date, timedelta

from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.actions.deals import lose_deals, move_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.milestones import mark_milestone
from desktop_pipeline.actions.targets import set_target
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan
from desktop_pipeline.metrics.people.customers import measure_customers
from desktop_pipeline.metrics.selection import EVERYTHING
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.organisations import read_organisations
from tests.workspaces import YEAR, Desk


def test_an_owner_stands_beside_their_own_target_that_runs_today(desk: Desk) -> None:
    ann = int(desk.workspace.value("select min(id) from owner"))
    won = desk.deal("Won", value=25_000, owner_id=ann)
    win_deals(desk.workspace, [won], at=desk.later())
    today = desk.workspace.today()
    for scope, of, starts_on in (
        (TargetScope.OWNER, ann, today),
        (TargetScope.COMPANY, None, today),
        (TargetScope.OWNER, ann, date(2024, 1, 1)),
    ):
        set_target(desk.workspace, Target(scope, of, TargetSpan.YEAR, starts_on, TargetMeasure.MONEY, 100_000))
    line = next(line for line in Figures(desk.workspace).owners(today, YEAR).lines if line.figures.key == ann)
    assert (line.figures.won, line.created) == (1, 1)
    assert [(one.reached, one.attainment) for one in line.standings] == [(25_000, 0.25)]


def test_an_owner_stands_beside_what_they_pushed_and_it_opens_its_deals(desk: Desk) -> None:
    ann, ben = desk.id_of("owner", "Ann"), desk.id_of("owner", "Ben")
    due = date(2026, 2, 10)
    late, kept, theirs = (
        desk.deal(title, owner_id=owner, expected_close_on=due)
        for title, owner in (("Late", ann), ("Kept", ann), ("Theirs", ben))
    )
    desk.later(days=30)
    for deal_id, days in ((late, 40), (theirs, 20)):
        edit_deal(desk.workspace, deal_id, at=desk.now, expected_close_on=due + timedelta(days=days))
    february, today = Period(date(2026, 2, 1), date(2026, 3, 1)), desk.workspace.today()
    figures = Figures(desk.workspace)
    lines = {line.figures.key: line for line in figures.owners(today, february).lines}
    found = {owner: lines[owner].pushes for owner in (ann, ben)}
    assert {owner: one and (one.rate.hits, one.rate.n, one.mean_days) for owner, one in found.items()} == {
        ann: (1, 2, 40),
        ben: (1, 1, 20),
    }
    assert set(found.values()) == set(figures.everything(today, february).pushes.by_owner)
    cay = lines[desk.id_of("owner", "Cay")]
    assert cay.pushes is None
    behind = figures.deals_behind(today, february, EVERYTHING, Part(PartKind.OWNER_PUSHED, (ann,)))
    assert behind.ids == (late,)
    assert kept not in behind.ids


def test_leads_are_answered_and_qualified_by_what_people_do(desk: Desk) -> None:
    answered, moved, marked, lost = (desk.deal(title) for title in ("Answered", "Moved", "Marked", "Lost"))
    desk.later(minutes=20)
    call = plan_activity(desk.workspace, kind="call", subject="Call", at=desk.now, deal_id=answered)
    finish_activity(desk.workspace, call, at=desk.now)
    desk.later(hours=5)
    move_deals(desk.workspace, [moved], desk.stages()[2], after=None, at=desk.now)
    today = desk.workspace.today()
    mark_milestone(desk.workspace, marked, Milestone.SQL, on=today)
    lose_deals(desk.workspace, [lost], reason_id=desk.reason(), at=desk.now)
    leads = Figures(desk.workspace).overview(today, YEAR).leads
    assert (leads.created, leads.became_mql, leads.became_sql) == (4, 4, 2)
    of = leads.mql_to_sql
    assert (of.advanced, of.dropped, of.undecided) == (2, 1, 1)
    assert (leads.response.within_hour.hits, leads.response.within_hour.n, leads.response.median_hours) == (1, 4, None)


def test_a_lead_of_this_hour_is_not_missed_though_its_day_ends_much_later(desk: Desk) -> None:
    desk.deal("New")
    desk.later(minutes=30)
    today = desk.workspace.today()
    response = Figures(desk.workspace).overview(today, YEAR).leads.response
    assert (response.waiting, response.unanswered, response.within_hour.n) == (1, 0, 0)


def test_customers_are_named_by_their_ids(desk: Desk) -> None:
    for name in ("Oak", "Oak", "Elm & Söhne"):
        won = desk.deal(value=100, organisation=name)
        win_deals(desk.workspace, [won], at=desk.later())
    oak, elm = (desk.id_of("organisation", name) for name in ("Oak", "Elm & Söhne"))
    figures = Figures(desk.workspace)
    asked = figures.ask(desk.workspace.today(), Period(date(2000, 1, 1), date(2001, 1, 1)))
    customers = measure_customers(asked.moment, asked.population)
    assert [(one.organisation_id, one.wins, one.wins_in_period) for one in customers.lines] == [
        (oak, 2, 0),
        (elm, 1, 0),
    ]
    ids = [one.organisation_id for one in customers.lines]
    assert read_organisations(desk.workspace, ids) == {oak: "Oak", elm: "Elm & Söhne"}
    assert read_organisations(desk.workspace, []) == {}
