"""What puts deals into a review, what moved since the last one, and what is told of each deal."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.actions.cadence_rules import add_ready_cadence
from desktop_pipeline.actions.cadences import start_cadence
from desktop_pipeline.actions.deals import delete_deals, lose_deals, move_deals, reopen_deal, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.review_decisions import (
    Step,
    decide_keep,
    decide_lost,
    decide_snooze,
    decide_won,
    skip_deal,
)
from desktop_pipeline.actions.reviews import finish_review, start_review
from desktop_pipeline.actions.snoozing import snooze_deals
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.reviews import Cause, Kept, ReviewPlan, Rules, WhyLine
from desktop_pipeline.queries.cadences import read_enrolments
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.review_deal import ReviewDealView, read_review_deal
from desktop_pipeline.queries.review_kept import read_kept
from desktop_pipeline.queries.review_plan import count_to_decide, measure_standing, plan_review, read_summary
from desktop_pipeline.queries.reviews import read_closed, read_past_reviews, read_review
from tests.made_once import sample_company
from tests.workspaces import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Four stages of a simple pipeline, empty of deals."""
    made = make_desk(tmp_path, template="simple")
    yield made
    made.workspace.close()


def plan(desk: Desk, *causes: Cause, biggest: int = 3, owner_id: int | None = None) -> ReviewPlan:
    """A review of today by some causes, all without any."""
    rules = Rules(frozenset(causes or Cause), biggest)
    return plan_review(Figures(desk.workspace), desk.workspace, rules, as_of=desk.workspace.today(), owner_id=owner_id)


def why(planned: ReviewPlan, deal_id: int) -> tuple[WhyLine, ...]:
    return next((deal.why for deal in planned.queue if deal.deal_id == deal_id), ())


def causes(planned: ReviewPlan, deal_id: int) -> list[Cause]:
    return [line.cause for line in why(planned, deal_id)]


def plan_step(desk: Desk, deal_id: int, days: int, kind: str = "call") -> int:
    """Something to do so many days from today."""
    return plan_activity(
        desk.workspace,
        kind=kind,
        subject="Ring",
        at=desk.now,
        deal_id=deal_id,
        due_on=desk.workspace.today() + timedelta(days=days),
    )


def look(desk: Desk, review_id: int, deal_id: int) -> ReviewDealView:
    found = read_review_deal(desk.workspace, Figures(desk.workspace), review_id, deal_id, today=desk.workspace.today())
    assert found is not None
    return found


def test_a_deal_without_a_touch_comes_in_with_the_days_it_was_left(desk: Desk) -> None:
    deal_id = desk.deal()
    added_on = desk.workspace.today()
    desk.later(days=30)
    assert plan(desk, Cause.STALE).queue == ()
    desk.later(days=1)
    (queued,) = plan(desk, Cause.STALE).queue
    assert queued.why == (WhyLine(Cause.STALE, days=31, day=added_on),)
    add_note(desk.workspace, deal_id, "They called.", at=desk.now)
    assert plan(desk, Cause.STALE).queue == ()


def test_what_is_left_alone_on_purpose_is_counted_and_not_asked_for(desk: Desk) -> None:
    asleep, awake = desk.deal("Oak table"), desk.deal("Ash bench")
    snooze_deals(
        desk.workspace, [asleep], until=desk.workspace.today() + timedelta(days=5), why="On leave", at=desk.now
    )
    planned = plan(desk)
    assert [deal.deal_id for deal in planned.queue] == [awake]
    assert planned.snoozed == 1
    assert plan(desk, Cause.STALE).snoozed == 0
    desk.later(days=5)
    assert {deal.deal_id for deal in plan(desk).queue} == {asleep, awake}


def test_steps_that_are_missing_or_late_come_in(desk: Desk) -> None:
    without, late, planned_well = (desk.deal(title) for title in ("None", "Late", "Well"))
    plan_step(desk, late, 2)
    plan_step(desk, planned_well, 9)
    finish_activity(desk.workspace, plan_step(desk, late, 1), at=desk.now)
    desk.later(days=5)
    planned = plan(desk, Cause.NO_NEXT_STEP, Cause.LATE_STEP)
    assert causes(planned, without) == [Cause.NO_NEXT_STEP]
    assert why(planned, late) == (WhyLine(Cause.LATE_STEP, days=3, day=date(2026, 1, 7)),)
    assert causes(planned, planned_well) == []
    assert (planned.opening.standing.deals, planned.opening.standing.with_step) == (3, 2)


def test_closes_past_due_and_pushed_come_in_each_with_its_numbers(desk: Desk) -> None:
    past = desk.deal("Past", expected_close_on=date(2026, 1, 6))
    due = desk.deal("Due", expected_close_on=date(2026, 1, 31))
    today = desk.deal("Today", expected_close_on=date(2026, 1, 9))
    later = desk.deal("Later", expected_close_on=date(2026, 2, 1))
    pushed = desk.deal("Pushed", expected_close_on=date(2026, 1, 20))
    for month in (2, 3, 4):
        edit_deal(desk.workspace, pushed, expected_close_on=date(2026, month, 20), at=desk.later())
    desk.later(days=4)
    planned = plan(desk, Cause.CLOSE_PAST, Cause.DUE, Cause.PUSHED)
    assert why(planned, past) == (WhyLine(Cause.CLOSE_PAST, days=3, day=date(2026, 1, 6)),)
    assert why(planned, due) == (WhyLine(Cause.DUE, days=22, day=date(2026, 1, 31)),)
    assert why(planned, today) == (WhyLine(Cause.DUE, days=0, day=date(2026, 1, 9)),)
    assert why(planned, later) == ()
    assert why(planned, pushed) == (WhyLine(Cause.PUSHED, count=3, day=date(2026, 4, 20)),)


def test_a_close_put_off_to_a_later_month_since_the_last_review_has_slipped(desk: Desk) -> None:
    slipped, within, earlier, dateless = (
        desk.deal(title, expected_close_on=date(2026, 3, 10)) for title in ("Slipped", "Within", "Earlier", "Dateless")
    )
    fresh = desk.deal("Fresh")
    review_id = start_review(desk.workspace, plan(desk), at=desk.now)
    finish_review(desk.workspace, review_id, plan(desk).opening.standing, next_on=None, at=desk.now)
    desk.later(days=7)
    edit_deal(desk.workspace, slipped, expected_close_on=date(2026, 4, 1), at=desk.now)
    edit_deal(desk.workspace, within, expected_close_on=date(2026, 3, 31), at=desk.now)
    edit_deal(desk.workspace, earlier, expected_close_on=date(2026, 2, 1), at=desk.now)
    edit_deal(desk.workspace, dateless, expected_close_on=None, at=desk.now)
    edit_deal(desk.workspace, fresh, expected_close_on=date(2026, 5, 1), at=desk.now)
    planned = plan(desk, Cause.SLIPPED)
    assert why(planned, slipped) == (WhyLine(Cause.SLIPPED, day=date(2026, 4, 1), was=date(2026, 3, 10)),)
    assert why(planned, dateless) == (WhyLine(Cause.SLIPPED, was=date(2026, 3, 10)),)
    assert {deal.deal_id for deal in planned.queue} == {slipped, dateless}


def test_the_biggest_come_in_whatever_else(desk: Desk) -> None:
    values = (300_000, None, 900_000, 500_000)
    deals = [desk.deal(f"Deal {number}", value=value) for number, value in enumerate(values)]
    for deal_id in deals:
        plan_step(desk, deal_id, 3)
    planned = plan(desk, Cause.BIGGEST, Cause.VALUE_MISSING, biggest=2)
    assert why(planned, deals[2]) == (WhyLine(Cause.BIGGEST, count=1),)
    assert why(planned, deals[3]) == (WhyLine(Cause.BIGGEST, count=2),)
    assert why(planned, deals[1]) == (WhyLine(Cause.VALUE_MISSING),)
    assert [deal.deal_id for deal in planned.queue] == [deals[1], deals[2], deals[3]]
    assert planned.value == 1_400_000


def test_a_stay_above_the_stages_limit_is_told_with_its_days(desk: Desk) -> None:
    deal_id = desk.deal()
    limit = int(desk.workspace.value("select slow_limit from stage where id = ?", (desk.stages()[0],)))
    desk.later(days=limit)
    assert plan(desk, Cause.LONG_IN_STAGE).queue == ()
    desk.later(days=1)
    assert why(plan(desk, Cause.LONG_IN_STAGE), deal_id) == (WhyLine(Cause.LONG_IN_STAGE, days=limit + 1),)
    # Below the limit, and longer than those that are won stay
    won, slower = [desk.deal(f"Won {number}") for number in range(30)], desk.deal("Slower")
    desk.later(days=1)
    win_deals(desk.workspace, won, at=desk.now)
    desk.later(days=limit - 2)
    (told,) = why(plan(desk, Cause.LONG_IN_STAGE), slower)
    assert told.days == limit - 1


def test_a_review_of_one_owner_holds_only_theirs(desk: Desk) -> None:
    ann, ben = desk.id_of("owner", "Ann"), desk.id_of("owner", "Ben")
    of_ann, _of_ben = desk.deal("Oak", owner_id=ann, value=7), desk.deal("Ash", owner_id=ben, value=9)
    planned = plan(desk, owner_id=ann)
    assert [deal.deal_id for deal in planned.queue] == [of_ann]
    assert (planned.opening.standing.deals, planned.opening.standing.value) == (1, 7)
    assert count_to_decide(Figures(desk.workspace), desk.workspace, as_of=desk.workspace.today(), owner_id=ann) == 1


def test_what_moved_since_the_last_review_joins_its_end_to_the_cent(desk: Desk) -> None:
    stays, won, lost, gone = (
        desk.deal(title, value=value) for title, value in (("A", 100_00), ("B", 20_00), ("C", 25_00), ("D", 12_00))
    )
    desk.later()
    review_id = start_review(desk.workspace, plan(desk), at=desk.now)
    desk.later()
    decide_lost(desk.workspace, review_id, lost, desk.reason(), at=desk.now)
    today = desk.workspace.today()
    closing = measure_standing(Figures(desk.workspace), today)
    finish_review(desk.workspace, review_id, closing, next_on=None, at=desk.now)
    desk.later()  # the same day, after the review
    edit_deal(desk.workspace, stays, value=Money(130_00, "EUR"), at=desk.now)
    desk.later(days=7)
    win_deals(desk.workspace, [won], at=desk.now)
    delete_deals(desk.workspace, [gone], at=desk.now)
    reopen_deal(desk.workspace, lost, at=desk.now)
    desk.deal("E", value=5_00)
    planned = plan(desk)
    moved = {line.bar: (line.value, line.deals) for line in planned.opening.moved if line.deals}
    assert moved == {
        "opening": (132_00, 3),
        "created": (5_00, 1),
        "reopened": (25_00, 1),
        "raised": (30_00, 1),
        "won": (20_00, 1),
        "deleted": (12_00, 1),
        "closing": (160_00, 3),
    }
    assert closing.value == moved["opening"][0]
    assert planned.opening.standing.value == moved["closing"][0]
    assert [(deal.title, deal.value) for deal in read_closed(desk.workspace, planned.opening.won)] == [("B", 20_00)]
    assert [line.closed_on for line in planned.opening.won] == [desk.workspace.today()]
    assert planned.opening.lost == ()
    assert planned.since == today


def test_a_first_review_looks_back_a_week(desk: Desk) -> None:
    desk.deal("Old", value=1_00)
    desk.later(days=20)
    desk.deal("New", value=2_00)
    planned = plan(desk)
    assert planned.since == desk.workspace.today() - timedelta(days=7)
    moved = {line.bar: line.value for line in planned.opening.moved if line.deals}
    assert moved == {"opening": 1_00, "created": 2_00, "closing": 3_00}
    won = [desk.deal(f"Won {number}", value=value) for number, value in enumerate((3_00, 9_00, 9_00))]
    win_deals(desk.workspace, won, at=desk.later())
    assert [line.deal_id for line in plan(desk).opening.won] == [won[1], won[2], won[0]]


def test_a_company_without_deals_has_nothing_to_decide(desk: Desk) -> None:
    planned = plan(desk)
    assert (planned.queue, planned.opening.standing.step_share) == ((), None)
    review_id = start_review(desk.workspace, planned, at=desk.now)
    review = read_review(desk.workspace, review_id)
    assert review is not None
    assert (review.next_deal_id, review.counts.deals) == (None, 0)


def test_the_middle_tells_all_that_a_decision_needs(desk: Desk) -> None:
    deal_id = desk.deal(
        "Tasting room", stage=1, organisation="Kestrel", person="Odile", expected_close_on=date(2026, 6, 30)
    )
    desk.later(days=2)
    missed = plan_step(desk, deal_id, 3, "visit")
    done = plan_step(desk, deal_id, 1)
    desk.later(days=1)
    finish_activity(desk.workspace, done, at=desk.now, result="After the summer")
    for month in (7, 8):
        edit_deal(desk.workspace, deal_id, expected_close_on=date(2026, month, 31), at=desk.later(minutes=1))
    desk.later(days=5)
    add_note(desk.workspace, deal_id, "Wrote again", at=desk.now)
    review_id = start_review(desk.workspace, plan(desk), at=desk.now)
    found = look(desk, review_id, deal_id)
    assert found.former_closes == (date(2026, 6, 30), date(2026, 7, 31))
    assert [(line.kind, line.text, line.was_missed) for line in found.happened] == [
        ("note", "Wrote again", False),
        ("visit", "Ring", True),
        ("call", "After the summer", False),
    ]
    assert found.person is not None
    assert (found.person.name, found.days_in_stage) == ("Odile", 8)
    assert [stage.stage_id for stage in found.back] == [desk.stages()[0]]
    assert len(found.answers) == len({answer.topic for answer in found.answers}) == 4
    assert found.why == found.line.why
    assert found.pushed is not None
    assert (found.pushed.pushes, found.pushed.n) == (2, 0)
    assert missed in {row[0] for row in desk.workspace.rows("select id from activity where done_at is null")}


def test_a_deal_outside_of_the_review_or_in_the_bin_has_no_middle(desk: Desk) -> None:
    deal_id = desk.deal()
    review_id = start_review(desk.workspace, plan(desk), at=desk.now)
    outside = desk.deal("Outside")
    figures, today = Figures(desk.workspace), desk.workspace.today()
    assert read_review_deal(desk.workspace, figures, review_id, outside, today=today) is None
    delete_deals(desk.workspace, [deal_id], at=desk.now)
    assert read_review_deal(desk.workspace, figures, review_id, deal_id, today=today) is None


def test_how_deals_pushed_as_often_ended_is_counted_without_those_that_were_none(desk: Desk) -> None:
    past = [desk.deal(f"Past {number}", expected_close_on=date(2026, 1, 20)) for number in range(5)]
    for number, deal_id in enumerate(past):
        for month in range(2, 3 + number):
            edit_deal(desk.workspace, deal_id, expected_close_on=date(2026, month, 20), at=desk.later(minutes=1))
        if number in {1, 4}:
            win_deals(desk.workspace, [deal_id], at=desk.later(minutes=1))
        else:
            lose_deals(desk.workspace, [deal_id], reason_id=desk.reason(), at=desk.later(minutes=1))
    delete_deals(desk.workspace, past[-1:], at=desk.later(minutes=1))
    deal_id = desk.deal("Pushed twice", expected_close_on=date(2026, 1, 20))
    for month in (2, 3):
        edit_deal(desk.workspace, deal_id, expected_close_on=date(2026, month, 20), at=desk.later(minutes=1))
    never = desk.deal("Never pushed", expected_close_on=date(2026, 1, 20))
    review_id = start_review(desk.workspace, plan(desk), at=desk.now)
    assert look(desk, review_id, never).pushed is None
    pushed = look(desk, review_id, deal_id).pushed
    assert pushed is not None
    assert (pushed.pushes, pushed.won, pushed.n) == (2, 1, 3)


def test_the_summary_follows_the_decisions_and_stands_still_after_the_end(desk: Desk) -> None:
    kept, lost = desk.deal("Kept", value=70_00), desk.deal("Lost", value=30_00)
    review_id = start_review(desk.workspace, plan(desk), at=desk.now)
    today = desk.workspace.today()
    decide_keep(desk.workspace, review_id, kept, at=desk.now, step=Step("call", due_on=today))
    decide_lost(desk.workspace, review_id, lost, desk.reason(), at=desk.now)
    review = read_review(desk.workspace, review_id)
    assert review is not None
    summary = read_summary(Figures(desk.workspace), review, as_of=today)
    assert (summary.before.value, summary.now.value) == (100_00, 70_00)
    assert (summary.before.step_share, summary.now.step_share) == (0.0, 1.0)
    finish_review(desk.workspace, review_id, summary.now, next_on=None, at=desk.now)
    desk.later(days=1)
    desk.deal("Later", value=900_00)
    review = read_review(desk.workspace, review_id)
    assert review is not None
    assert read_summary(Figures(desk.workspace), review, as_of=desk.workspace.today()) == summary


def test_past_decisions_are_judged_by_what_came_after_them(desk: Desk) -> None:
    done, undone, back, woken, won, skipped = (
        desk.deal(title) for title in ("Done", "Undone", "Back", "Woken", "Won", "Skipped")
    )
    review_id = start_review(desk.workspace, plan(desk), at=desk.now)
    today = desk.workspace.today()
    for deal_id in (done, undone):
        decide_keep(
            desk.workspace, review_id, deal_id, at=desk.now, step=Step("call", due_on=today + timedelta(days=2))
        )
    decide_lost(desk.workspace, review_id, back, desk.reason(), at=desk.now)
    decide_snooze(desk.workspace, review_id, woken, until=today + timedelta(days=3), why="On leave", at=desk.now)
    decide_won(desk.workspace, review_id, won, at=desk.now)
    skip_deal(desk.workspace, review_id, skipped, at=desk.now)
    desk.later(days=1)
    step = desk.workspace.value("select id from activity where deal_id = ?", (done,))
    finish_activity(desk.workspace, int(step), at=desk.now)
    reopen_deal(desk.workspace, back, at=desk.now)
    desk.later(days=4)
    move_deals(desk.workspace, [woken], desk.stages()[1], after=None, at=desk.now)
    judged = {
        found.line.title: found.kept for found in read_kept(desk.workspace, review_id, today=desk.workspace.today())
    }
    assert judged == {
        "Done": Kept.YES,
        "Undone": Kept.NO,
        "Back": Kept.NO,
        "Woken": Kept.YES,
        "Won": Kept.YES,
    }


def test_a_value_far_above_what_is_won_is_told_against_the_usual_one(desk: Desk) -> None:
    won = [desk.deal(f"Won {number}", value=100_00) for number in range(5)]
    gone = [desk.deal(f"Gone {number}", value=900_00) for number in range(6)]
    win_deals(desk.workspace, won + gone, at=desk.later())
    delete_deals(desk.workspace, gone, at=desk.later())
    within = [desk.deal(f"Within {number}", value=300_00) for number in range(6)]
    above, far_above = desk.deal("Above", value=301_00), desk.deal("Far above", value=352_00)
    planned = plan(desk, Cause.VALUE_LARGE)
    assert why(planned, above) == (WhyLine(Cause.VALUE_LARGE, times=3.0),)
    assert why(planned, far_above) == (WhyLine(Cause.VALUE_LARGE, times=3.5),)
    assert why(planned, within[0]) == ()


def test_what_a_cadence_proposes_to_close_comes_first(desk: Desk) -> None:
    silent, other = desk.deal("Silent", value=1), desk.deal("Other", value=900_00)
    cadence_id = add_ready_cadence(desk.workspace, "re_engage")
    start_cadence(desk.workspace, cadence_id, [silent], at=desk.now)
    (enrolment,) = read_enrolments(desk.workspace, silent)
    assert enrolment.close_on is not None
    desk.later(days=(enrolment.close_on - desk.workspace.today()).days - 1)
    assert Cause.CLOSE_PROPOSED not in causes(plan(desk), silent)
    desk.later(days=3)
    planned = plan(desk)
    assert planned.queue[0].deal_id == silent
    assert why(planned, silent)[0] == WhyLine(Cause.CLOSE_PROPOSED, days=2, day=enrolment.close_on)
    assert {deal.deal_id for deal in planned.queue} == {silent, other}
    review_id = start_review(desk.workspace, planned, at=desk.now)
    decide_lost(desk.workspace, review_id, silent, desk.reason(), at=desk.now)
    assert [cadence.state for cadence in read_enrolments(desk.workspace, silent)] == ["ended"]


def test_two_deals_that_look_alike_come_in(desk: Desk) -> None:
    twin, other = (desk.deal("Oak table", organisation="Kestrel") for _turn in range(2))
    planned = plan(desk, Cause.DUPLICATE)
    assert [deal.deal_id for deal in planned.queue] == [twin, other]
    assert why(planned, twin) == (WhyLine(Cause.DUPLICATE),)


def test_the_sample_company_has_held_two_reviews_that_join_each_other(tmp_path: Path) -> None:
    today = date(2026, 6, 9)
    now = datetime(2026, 6, 9, 10, 42, tzinfo=UTC)
    workspace = sample_company(tmp_path / "sample.pipeline", today=today, clock=lambda: now)
    try:
        last, first = read_past_reviews(workspace)
        planned = plan_review(Figures(workspace), workspace, Rules(), as_of=today)
        counted = count_to_decide(Figures(workspace), workspace, as_of=today)
        moved = {line.bar: line.value for line in planned.opening.moved}
        judged = {found.kept for found in read_kept(workspace, last.review_id, today=today)}
        lines = read_review(workspace, last.review_id)
    finally:
        workspace.close()
    assert [first.as_of, last.as_of, planned.since] == [date(2026, 5, 26), date(2026, 6, 2), date(2026, 6, 2)]
    assert last.after is not None
    assert last.after.value == moved["opening"]
    assert moved["closing"] == planned.opening.standing.value
    assert {Kept.YES, Kept.NO} <= judged
    assert lines is not None
    assert all(0 <= line.stage_place < line.stages == 5 for line in lines.lines)
    assert counted == len(planned.queue) > 10
    assert planned.snoozed


@pytest.mark.parametrize("stay", [0, 3])
def test_the_usual_days_of_a_deal_stay_those_it_is_here_for_while_others_are_decided(desk: Desk, stay: int) -> None:
    first, second = desk.stages()[:2]
    quick = [desk.deal(f"Quick {number}") for number in range(5)]
    slow = [desk.deal(f"Slow {number}") for number in range(2)]
    desk.later(days=stay, hours=1)
    move_deals(desk.workspace, quick, second, after=None, at=desk.now)
    desk.later(days=40)
    review_id = start_review(desk.workspace, plan(desk, Cause.LONG_IN_STAGE), at=desk.now)
    (before,) = look(desk, review_id, slow[0]).why
    assert (before.usual, look(desk, review_id, slow[0]).usual_days) == (stay, stay)
    move_deals(desk.workspace, quick[:4], first, after=None, at=desk.now)
    desk.later(days=9)
    move_deals(desk.workspace, quick[:4], second, after=None, at=desk.now)
    assert Figures(desk.workspace).usual_days(desk.workspace.today())[first] == stay + 9
    assert look(desk, review_id, slow[0]).usual_days == stay
    move_deals(desk.workspace, [slow[0]], second, after=None, at=desk.now)
    move_deals(desk.workspace, [slow[0]], first, after=None, at=desk.now)
    assert look(desk, review_id, slow[0]).usual_days == stay + 9
