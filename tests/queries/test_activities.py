from datetime import date, datetime, timedelta

from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.actions.deals import delete_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.domain.activities import DueGroup
from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.queries.activities import read_activities, read_activity, read_day, read_kinds, read_next_activity
from desktop_pipeline.queries.agenda import AgendaFilter, AgendaSpan, count_due, read_agenda, read_deals_without_step
from desktop_pipeline.queries.id_sets import NONE
from desktop_pipeline.queries.plan_targets import PlanTarget, find_open_deals, read_plan_target
from desktop_pipeline.storage.tables import Activity, DealPerson, Person
from tests.workspaces import Desk

TODAY = date(2026, 1, 5)
WEEK = AgendaFilter(AgendaSpan.WEEK)
ALL = AgendaFilter(AgendaSpan.ALL)


def plan(desk: Desk, subject: str, days: int | None = 0, hour: int | None = None, **fields: object) -> int:
    day = None if days is None else TODAY + timedelta(days=days)
    due_at = None if hour is None or day is None else desk.now.replace(day=day.day, month=day.month, hour=hour)
    given = {"kind": "call", "subject": subject, "at": desk.now, "due_on": day, "due_at": due_at, **fields}
    return plan_activity(desk.workspace, **given)  # type: ignore[arg-type]


def listed(desk: Desk, agenda_filter: AgendaFilter) -> list[tuple[str, list[str]]]:
    """Headings with the subjects below them."""
    agenda = read_agenda(desk.workspace, agenda_filter, today=TODAY, now=desk.now)
    subjects = [row.subject for row in read_activities(desk.workspace, agenda.ids)]
    lines = []
    for section in agenda.sections:
        day = f" {section.day}" if section.group is DueGroup.LATER else ""
        lines.append((f"{section.group}{day}", subjects[: section.count]))
        subjects = subjects[section.count :]
    assert subjects == []
    return lines


def test_today_looks_until_tomorrow_a_week_seven_days_and_all_at_everything(desk: Desk) -> None:
    for subject, days in (
        ("no day", None),
        ("far", 30),
        ("day 6", 6),
        ("day 7", 7),
        ("next", 1),
        ("now", 0),
        ("old", -3),
    ):
        plan(desk, subject, days)
    near = [("late", ["old"]), ("today", ["now"]), ("tomorrow", ["next"])]
    assert listed(desk, AgendaFilter()) == near
    assert listed(desk, WEEK) == [*near, ("later 2026-01-11", ["day 6"])]
    assert listed(desk, ALL) == [
        *near,
        ("later 2026-01-11", ["day 6"]),
        ("later 2026-01-12", ["day 7"]),
        ("later 2026-02-04", ["far"]),
        ("no date", ["no day"]),
    ]


def test_today_puts_value_times_likelihood_times_urgency_first(desk: Desk) -> None:
    small = desk.deal("small, closing", stage=4, value=100_000)
    large = desk.deal("large, early", stage=0, value=900_000)
    unknown = desk.deal("unknown", value=None)
    plan(desk, "large, 5 %", 0, deal_id=large)
    plan(desk, "small, 90 %", 0, deal_id=small)
    plan(desk, "unknown value", 0, deal_id=unknown)
    plan(desk, "a task", 0)
    # 100,000 × 0.9 before 900,000 × 0.05; what is worth nothing known keeps its order
    assert listed(desk, AgendaFilter()) == [("today", ["small, 90 %", "large, 5 %", "unknown value", "a task"])]


def test_a_week_late_outweighs_what_is_worth_half_as_much_more(desk: Desk) -> None:
    small, large = desk.deal("small", value=100_000), desk.deal("large", value=150_000)
    plan(desk, "yesterday", -1, deal_id=large)
    plan(desk, "a week ago", -7, deal_id=small)
    # 150,000 × 8/7 against 100,000 × 2
    assert listed(desk, AgendaFilter()) == [("late", ["a week ago", "yesterday"])]


def test_a_deals_own_probability_counts_before_its_stages(desk: Desk) -> None:
    sure = desk.deal("sure", value=100_000, probability=1.0)
    plan(desk, "usual", 0, deal_id=desk.deal("usual", stage=4, value=100_000))
    plan(desk, "sure", 0, deal_id=sure)
    assert listed(desk, AgendaFilter()) == [("today", ["sure", "usual"])]


def test_other_lists_go_by_day_and_time_and_any_time_stands_last(desk: Desk) -> None:
    plan(desk, "any time", 0)
    plan(desk, "three", 0, 15)
    plan(desk, "ten", 0, 10)
    plan(desk, "eight", 0, 8)  # an hour ago
    assert listed(desk, WEEK) == [("late", ["eight"]), ("today", ["ten", "three", "any time"])]


def test_the_filters_let_owners_and_kinds_through(desk: Desk) -> None:
    ben = desk.id_of("owner", "Ben")
    plan(desk, "call of Ben", owner_id=ben)
    plan(desk, "visit of Ben", owner_id=ben, kind="visit")
    plan(desk, "nobody's")
    assert listed(desk, AgendaFilter(owner_ids=frozenset({ben}))) == [("today", ["call of Ben", "visit of Ben"])]
    assert listed(desk, AgendaFilter(owner_ids=frozenset({NONE}))) == [("today", ["nobody's"])]
    both = listed(desk, AgendaFilter(owner_ids=frozenset({NONE, ben}), kinds=frozenset({"call"})))
    assert both == [("today", ["call of Ben", "nobody's"])]
    assert listed(desk, AgendaFilter(kinds=frozenset({"visit"}))) == [("today", ["visit of Ben"])]
    assert listed(desk, AgendaFilter(kinds=frozenset({"x'"}))) == []


def test_what_belongs_to_the_bin_is_not_listed(desk: Desk) -> None:
    deal = desk.deal()
    plan(desk, "gone", deal_id=deal)
    plan(desk, "here")
    delete_deals(desk.workspace, [deal], at=desk.now)
    assert listed(desk, ALL) == [("today", ["here"])]
    assert count_due(desk.workspace, today=TODAY, now=desk.now).today == 1


def test_somebody_in_the_bin_takes_their_own_activities_along_but_not_their_deals(desk: Desk) -> None:
    deal = desk.deal()
    with desk.journal.change("People") as draft:
        person = draft.insert(Person, name="Ines")
    plan(desk, "of the deal", 0, 10, deal_id=deal, person_id=person)
    plan(desk, "of Ines alone", 0, 11, person_id=person)
    with desk.journal.change("Bin") as draft:
        draft.update(Person, person, deleted_at=desk.now)
    assert listed(desk, ALL) == [("today", ["of the deal"])]
    assert [row.subject for row in read_day(desk.workspace, TODAY)] == ["of the deal"]
    assert count_due(desk.workspace, today=TODAY, now=desk.now).today == 1


def test_done_ones_leave_the_list_and_stay_in_the_day(desk: Desk) -> None:
    done = plan(desk, "done", 0, 8)
    plan(desk, "open", 0, 10)
    finish_activity(desk.workspace, done, at=desk.now)
    assert listed(desk, ALL) == [("today", ["open"])]
    assert [row.subject for row in read_day(desk.workspace, TODAY)] == ["done", "open"]
    assert read_day(desk.workspace, TODAY, frozenset({99})) == []


def test_calls_that_wait_are_counted_with_the_time_they_take(desk: Desk) -> None:
    plan(desk, "a", -1, duration=10)
    plan(desk, "b", 0)
    plan(desk, "c", 1)
    plan(desk, "d", 0, kind="visit")
    agenda = read_agenda(desk.workspace, AgendaFilter(), today=TODAY, now=desk.now)
    assert (agenda.calls, agenda.call_minutes) == (2, 25)
    assert (agenda.count(DueGroup.LATE), agenda.count(DueGroup.TODAY)) == (1, 2)


def test_a_row_tells_of_its_deal_and_stage(desk: Desk) -> None:
    deal = desk.deal("Oak table", stage=2, organisation="Zaria", value=5)
    activity = plan(desk, "x", -1, deal_id=deal)
    row = read_activity(desk.workspace, activity)
    assert row is not None
    assert (row.deal, row.organisation, row.stage, row.stage_place, row.stage_count) == (
        "Oak table",
        "Zaria",
        "Proposal",
        2,
        5,
    )
    assert row.state is NextStep.LATE
    assert row.value is not None
    assert row.value.minor == 5


def test_a_kind_nobody_knows_any_more_still_has_a_name(desk: Desk) -> None:
    with desk.journal.change("Old") as draft:
        draft.execute("insert into activity (kind, subject) values ('demo', '')")
    (row,) = read_activities(desk.workspace, [1])
    assert (row.kind.name, row.kind.icon, row.subject) == ("Demo", "check", "demo")
    assert "demo" not in [kind.key for kind in read_kinds(desk.workspace)]


def test_open_deals_without_a_step_come_with_the_weightiest_first(desk: Desk) -> None:
    planned, small, large = desk.deal("planned"), desk.deal("small", value=1), desk.deal("large", value=900)
    won = desk.deal("won")
    plan(desk, "x", deal_id=planned)
    win_deals(desk.workspace, [won], at=desk.later())
    found = read_deals_without_step(desk.workspace, limit=1)
    assert (found.count, [deal.deal_id for deal in found.deals]) == (2, [large])
    every = read_deals_without_step(desk.workspace, limit=9)
    assert [deal.deal_id for deal in every.deals] == [large, small]
    assert read_deals_without_step(desk.workspace, limit=9, owner_ids=frozenset({99})).count == 0


def test_the_next_step_is_the_one_due_first(desk: Desk) -> None:
    deal = desk.deal()
    assert read_next_activity(desk.workspace, deal) is None
    plan(desk, "no day", None, deal_id=deal)
    plan(desk, "later", 3, deal_id=deal)
    plan(desk, "sooner", 1, deal_id=deal)
    found = read_next_activity(desk.workspace, deal)
    assert found is not None
    assert found.subject == "sooner"


def test_a_target_knows_the_owner_and_the_people(desk: Desk) -> None:
    deal = desk.deal("Oak table", owner_id=2, organisation="Zaria")
    with desk.journal.change("People") as draft:
        person = draft.insert(Person, name="Ines", organisation=1)
        draft.insert(DealPerson, deal=deal, person=person)
    target = read_plan_target(desk.workspace, deal_id=deal)
    assert (target.name, target.owner_id, [named.name for named in target.people]) == ("Oak table", 2, ["Ines"])
    assert read_plan_target(desk.workspace, person_id=person).organisation_id == 1
    assert [named.name for named in read_plan_target(desk.workspace, organisation_id=1).people] == ["Ines"]
    assert read_plan_target(desk.workspace, deal_id=99) == PlanTarget()


def test_open_deals_are_found_by_any_part_whatever_the_accents(desk: Desk) -> None:
    desk.deal("Möbel <b>100%</b>", organisation="Zaria")
    assert [deal.name for deal in find_open_deals(desk.workspace, "mobel <b>100%")] == ["Möbel <b>100%</b>"]
    assert len(find_open_deals(desk.workspace, "zar")) == 1
    assert find_open_deals(desk.workspace, "_") == []


def test_fifty_thousand_are_ordered_in_a_blink(desk: Desk) -> None:
    deal = desk.deal()
    with desk.journal.change("Many") as draft:
        rows = [
            (deal, "call", f"s{number}", (TODAY + timedelta(days=number % 60 - 30)).isoformat())
            for number in range(50_000)
        ]
        draft.insert_rows(Activity, ("deal_id", "kind", "subject", "due_on"), rows)
    began = datetime.now().astimezone()
    agenda = read_agenda(desk.workspace, ALL, today=TODAY, now=desk.now)
    assert len(agenda.ids) == 50_000
    assert len(read_activities(desk.workspace, agenda.ids[:100])) == 100
    assert (datetime.now().astimezone() - began).total_seconds() < 5


def test_a_deals_own_probability_goes_before_the_chance_of_its_stage(desk: Desk) -> None:
    own, by_stage = desk.deal("Own", value=100_000), desk.deal("Stage", stage=1, value=100_000)
    edit_deal(desk.workspace, own, at=desk.now, probability=0.3)
    due = {
        deal: plan_activity(desk.workspace, kind="call", subject="Call", at=desk.now, due_on=TODAY, deal_id=deal)
        for deal in (by_stage, own)
    }

    def order(chances: dict[int, float] | None) -> list[int]:
        agenda = read_agenda(desk.workspace, AgendaFilter(), today=TODAY, now=desk.now, chances=chances)
        return [activity_id for activity_id in agenda.ids if activity_id in due.values()]

    first, second = desk.stages()[:2]
    # The stage's set share is 20 %; its history may tell more or less, and says nothing of a deal that has its own.
    assert order(None) == [due[own], due[by_stage]]
    assert order({first: 0.01, second: 0.25}) == [due[own], due[by_stage]]
    assert order({first: 0.01, second: 0.35}) == [due[by_stage], due[own]]
