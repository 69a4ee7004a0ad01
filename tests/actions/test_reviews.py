"""A review is begun, walked through, finished or given up; each decision is one change that undo takes back whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.actions.deals import delete_deals, win_deals
from desktop_pipeline.actions.erasing import erase_person
from desktop_pipeline.actions.lists import merge_in_list
from desktop_pipeline.actions.person_export import read_everything
from desktop_pipeline.actions.review_decisions import (
    Step,
    decide_keep,
    decide_lost,
    decide_move_back,
    decide_re_engage,
    decide_snooze,
    decide_won,
    note_deal,
    skip_deal,
    take_up_again,
)
from desktop_pipeline.actions.reviews import (
    drop_review,
    finish_review,
    set_review_rhythm,
    set_review_rules,
    start_review,
)
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import GateError, InvalidError, NotFoundError
from desktop_pipeline.domain.gates import CriterionKind
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.domain.reviews import Cause, Decision, ReviewState, Rhythm, Rules, Standing
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.review_plan import measure_standing, plan_review
from desktop_pipeline.queries.reviews import (
    ReviewLine,
    ReviewView,
    read_next_day,
    read_past_reviews,
    read_planned,
    read_review,
    read_review_rules,
    read_rhythm,
)
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.tables import Cadence, CadenceStep, Criterion
from tests.workspaces import Desk, read_content, read_open_review

STANDING = Standing(1, 2, 1, 1)
Act = Callable[[Desk, int, int], Change | None]


def begin(desk: Desk, *, owner_id: int | None = None) -> int:
    """Starts a review of whatever needs a decision."""
    plan = plan_review(
        Figures(desk.workspace), desk.workspace, Rules(), as_of=desk.workspace.today(), owner_id=owner_id
    )
    return start_review(desk.workspace, plan, at=desk.now)


def look(desk: Desk, review_id: int) -> ReviewView:
    found = read_review(desk.workspace, review_id)
    assert found is not None
    return found


def line_of(desk: Desk, review_id: int, deal_id: int) -> ReviewLine:
    return next(line for line in look(desk, review_id).lines if line.deal_id == deal_id)


def make_cadence(desk: Desk) -> int:
    with desk.journal.change("Cadence") as draft:
        cadence_id = draft.insert(Cadence, name="Three touches", reason=desk.reason("No decision"), closes_after=14)
        for place, (days, kind) in enumerate(((0, "call"), (7, "email"), (13, "email"))):
            draft.insert(
                CadenceStep, cadence=cadence_id, position=place, after_days=days, kind=kind, subject=f"Touch {place}"
            )
    return cadence_id


def keep(desk: Desk, review_id: int, deal_id: int) -> Change | None:
    step = Step("call", "Ring them", due_on=desk.workspace.today() + timedelta(days=3))
    return decide_keep(desk.workspace, review_id, deal_id, at=desk.now, step=step, note="They like it")


def re_engage(desk: Desk, review_id: int, deal_id: int) -> Change | None:
    cadence_id = int(desk.workspace.value("select id from cadence where name = 'Three touches'"))
    return decide_re_engage(desk.workspace, review_id, deal_id, cadence_id, at=desk.now)


def move_back(desk: Desk, review_id: int, deal_id: int) -> Change | None:
    return decide_move_back(desk.workspace, review_id, deal_id, desk.stages()[0], at=desk.now)


def lose(desk: Desk, review_id: int, deal_id: int) -> Change | None:
    return decide_lost(desk.workspace, review_id, deal_id, desk.reason(), at=desk.now, loss_note="Too dear")


def snooze(desk: Desk, review_id: int, deal_id: int) -> Change | None:
    until = desk.workspace.today() + timedelta(days=9)
    return decide_snooze(desk.workspace, review_id, deal_id, until=until, why="On leave", at=desk.now)


def win(desk: Desk, review_id: int, deal_id: int) -> Change | None:
    return decide_won(desk.workspace, review_id, deal_id, at=desk.now)


def skip(desk: Desk, review_id: int, deal_id: int) -> Change | None:
    return skip_deal(desk.workspace, review_id, deal_id, at=desk.now)


@pytest.mark.parametrize(
    ("act", "decision", "status", "word"),
    [
        (keep, Decision.KEEP, DealStatus.OPEN, "Ring them"),
        (re_engage, Decision.RE_ENGAGE, DealStatus.OPEN, "Three touches"),
        (move_back, Decision.MOVE_BACK, DealStatus.OPEN, "Lead Generation"),
        (lose, Decision.LOST, DealStatus.LOST, "Price"),
        (snooze, Decision.SNOOZE, DealStatus.OPEN, "On leave"),
        (win, Decision.WON, DealStatus.WON, ""),
        (skip, Decision.SKIPPED, DealStatus.OPEN, ""),
    ],
)
def test_a_decision_is_one_change_with_what_it_does(
    desk: Desk, act: Act, decision: Decision, status: DealStatus, word: str
) -> None:
    make_cadence(desk)
    deal_id, other = desk.deal("Oak table", stage=2), desk.deal("Ash bench")
    review_id = begin(desk)
    before = read_content(desk.workspace)
    change = act(desk, review_id, deal_id)
    after = read_content(desk.workspace)
    line = line_of(desk, review_id, deal_id)
    assert change is not None
    assert "Oak table" in change.label
    assert (line.decision, line.decided_at, line.status) == (decision, desk.now, status)
    assert word in {line.act.name, line.act.text}
    assert look(desk, review_id).next_deal_id == other
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    assert look(desk, review_id).next_deal_id == deal_id
    desk.journal.redo()
    assert read_content(desk.workspace) == after
    assert desk.faults() == []


def test_a_deal_is_kept_with_what_is_planned_already(desk: Desk) -> None:
    planned, empty = desk.deal("Oak table"), desk.deal("Ash bench")
    due_on = desk.workspace.today() + timedelta(days=2)
    activity_id = plan_activity(
        desk.workspace, kind="meeting", subject="Site visit", at=desk.now, deal_id=planned, due_on=due_on
    )
    review_id = begin(desk)
    decide_keep(desk.workspace, review_id, planned, at=desk.now)
    act = line_of(desk, review_id, planned).act
    assert (act.row_id, act.kind, act.text, act.day) == (activity_id, "meeting", "Site visit", due_on)
    with pytest.raises(InvalidError, match="Nothing is planned for “Ash bench”"):
        decide_keep(desk.workspace, review_id, empty, at=desk.now)


def test_what_is_refused_leaves_nothing(desk: Desk) -> None:
    deal_id = desk.deal("Oak table", stage=2)
    review_id = begin(desk)
    before = read_content(desk.workspace)
    late = desk.workspace.today() - timedelta(days=1)
    refusals: list[tuple[Callable[[], object], str]] = [
        (lambda: decide_lost(desk.workspace, review_id, deal_id, None, at=desk.now), "why the deal was lost"),
        (lambda: decide_snooze(desk.workspace, review_id, deal_id, until=late, why="x", at=desk.now), "later day"),
        (lambda: decide_move_back(desk.workspace, review_id, deal_id, desk.stages()[3], at=desk.now), "further back"),
        (lambda: decide_move_back(desk.workspace, review_id, deal_id, desk.stages()[2], at=desk.now), "further back"),
        (lambda: decide_keep(desk.workspace, review_id, deal_id, at=desk.now, step=Step("dance")), "no kind"),
        (lambda: decide_re_engage(desk.workspace, review_id, deal_id, 99, at=desk.now), "cadence"),
        (lambda: note_deal(desk.workspace, review_id, deal_id, "a" * 5000), "4,000"),
    ]
    for refused, message in refusals:
        with pytest.raises((InvalidError, NotFoundError), match=message):
            refused()
    assert read_content(desk.workspace) == before


def test_winning_asks_the_gate_and_a_sentence_passes_it(desk: Desk) -> None:
    deal_id = desk.deal("Oak table", stage=4)
    with desk.journal.change("Criterion") as draft:
        draft.insert(
            Criterion,
            stage=desk.stages()[4],
            kind=CriterionKind.TICK.value,
            text="Signed",
            is_required=True,
            position=0,
        )
    review_id = begin(desk)
    with pytest.raises(GateError, match="Signed"):
        decide_won(desk.workspace, review_id, deal_id, at=desk.now)
    assert line_of(desk, review_id, deal_id).decision is None
    decide_won(desk.workspace, review_id, deal_id, at=desk.now, why="Signed on the phone")
    assert line_of(desk, review_id, deal_id).decision is Decision.WON


def test_a_deal_that_is_decided_is_decided_once_until_it_is_taken_up_again(desk: Desk) -> None:
    deal_id = desk.deal("Oak table")
    review_id = begin(desk)
    skip(desk, review_id, deal_id)
    with pytest.raises(InvalidError, match="decided already"):
        lose(desk, review_id, deal_id)
    assert desk.row(deal_id, "status") == ("open",)
    take_up_again(desk.workspace, review_id, deal_id)
    lose(desk, review_id, deal_id)
    assert line_of(desk, review_id, deal_id).decision is Decision.LOST


def test_what_was_closed_meanwhile_is_skipped_and_what_was_deleted_is_no_longer_asked_for(desk: Desk) -> None:
    won, deleted, left = (desk.deal(title, value=value) for title, value in (("A", 3), ("B", 2), ("C", 1)))
    review_id = begin(desk)
    win_deals(desk.workspace, [won], at=desk.now)
    delete_deals(desk.workspace, [deleted], at=desk.now)
    with pytest.raises(InvalidError, match="is won by now"):
        keep(desk, review_id, won)
    skip(desk, review_id, won)
    review = look(desk, review_id)
    assert (review.next_deal_id, review.counts.left, review.counts.decided) == (left, 1, 1)


def test_a_deal_of_no_review_and_a_review_of_no_number_are_refused(desk: Desk) -> None:
    deal_id = desk.deal("Oak table")
    review_id = begin(desk)
    outside = desk.deal("Ash bench")
    with pytest.raises(NotFoundError, match="not in this review"):
        keep(desk, review_id, outside)
    with pytest.raises(NotFoundError, match="no review number 77"):
        keep(desk, 77, deal_id)
    assert read_review(desk.workspace, 77) is None


def test_one_review_of_the_same_people_runs_at_a_time(desk: Desk) -> None:
    ann = desk.id_of("owner", "Ann")
    desk.deal("Oak table", owner_id=ann)
    everybody, coaching = begin(desk), begin(desk, owner_id=ann)
    with pytest.raises(InvalidError, match="running already"):
        begin(desk)
    with pytest.raises(InvalidError, match="running already"):
        begin(desk, owner_id=ann)
    for owner_id, review_id in ((None, everybody), (ann, coaching)):
        running = read_open_review(desk.workspace, owner_id=owner_id)
        assert running is not None
        assert running.review_id == review_id
    drop_review(desk.workspace, coaching, at=desk.now)
    assert read_open_review(desk.workspace, owner_id=ann) is None
    begin(desk, owner_id=ann)


def test_a_queue_that_names_a_deal_twice_is_refused(desk: Desk) -> None:
    desk.deal("Oak table")
    plan = plan_review(Figures(desk.workspace), desk.workspace, Rules(), as_of=desk.workspace.today(), owner_id=None)
    before = read_content(desk.workspace)
    with pytest.raises(InvalidError, match="twice"):
        start_review(desk.workspace, replace(plan, queue=plan.queue * 2), at=desk.now)
    assert read_content(desk.workspace) == before


def test_a_review_goes_on_where_it_was_after_the_file_was_closed(desk: Desk) -> None:
    deals = [desk.deal(f"Deal {number}", value=number * 1000) for number in range(1, 6)]
    review_id = begin(desk)
    order = [line.deal_id for line in look(desk, review_id).lines]
    assert sorted(order) == deals
    for deal_id in order[:2]:
        keep(desk, review_id, deal_id)
    note_deal(desk.workspace, review_id, order[4], "Ask Ben")
    desk.reopen_file()
    again = read_open_review(desk.workspace)
    assert again is not None
    assert (again.review_id, again.next_deal_id, again.counts.left) == (review_id, order[2], 3)
    assert again.lines[4].note == "Ask Ben"
    assert again.lines[0].note == "They like it"


def test_a_finished_review_keeps_its_figures_and_names_the_next_day(desk: Desk) -> None:
    deal_id, _other = desk.deal("Oak table", value=500_000), desk.deal("Ash bench", value=100_000)
    review_id = begin(desk)
    lose(desk, review_id, deal_id)
    today = desk.workspace.today()
    figures = Figures(desk.workspace)
    next_on = read_next_day(desk.workspace, today)
    before = read_content(desk.workspace)
    finish_review(
        desk.workspace, review_id, measure_standing(figures, today), next_on=next_on, at=desk.now, note="A good one"
    )
    review = look(desk, review_id)
    assert (review.state, review.next_on, review.note) == (ReviewState.FINISHED, next_on, "A good one")
    assert review.closing is not None
    assert (review.opening.standing.value, review.closing.value) == (600_000, 100_000)
    assert (review.opening.standing.deals, review.closing.deals) == (2, 1)
    assert [past.counts.left for past in read_past_reviews(desk.workspace)] == [1]
    assert read_planned(desk.workspace) == next_on
    with pytest.raises(InvalidError, match="is over"):
        keep(desk, review_id, _other)
    with pytest.raises(InvalidError, match="is over"):
        finish_review(desk.workspace, review_id, STANDING, next_on=None, at=desk.now)
    desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_the_next_review_comes_after_today(desk: Desk) -> None:
    review_id = begin(desk)
    with pytest.raises(InvalidError, match="later day"):
        finish_review(desk.workspace, review_id, STANDING, next_on=desk.workspace.today(), at=desk.now)
    finish_review(desk.workspace, review_id, STANDING, next_on=None, at=desk.now)


def test_rules_and_rhythm_are_kept_with_the_workspace(desk: Desk) -> None:
    assert (read_review_rules(desk.workspace), read_rhythm(desk.workspace)) == (Rules(), Rhythm.WEEKLY)
    rules = Rules(frozenset({Cause.STALE, Cause.BIGGEST}), 7)
    set_review_rules(desk.workspace, rules)
    set_review_rhythm(desk.workspace, Rhythm.MONTHLY)
    desk.reopen_file()
    assert (read_review_rules(desk.workspace), read_rhythm(desk.workspace)) == (rules, Rhythm.MONTHLY)
    assert read_next_day(desk.workspace, date(2026, 6, 9)) == date(2026, 7, 9)
    desk.journal.undo()
    desk.journal.undo()
    assert (read_review_rules(desk.workspace), read_rhythm(desk.workspace)) == (Rules(), Rhythm.WEEKLY)


def test_a_meeting_that_is_the_next_step_ends_the_cadence(desk: Desk) -> None:
    make_cadence(desk)
    deal_id = desk.deal("Oak table")
    review_id = begin(desk)
    re_engage(desk, review_id, deal_id)
    finish_activity(
        desk.workspace, int(desk.workspace.value("select id from activity order by due_on, id")), at=desk.now
    )
    drop_review(desk.workspace, review_id, at=desk.now)
    again = begin(desk)
    decide_keep(desk.workspace, again, deal_id, at=desk.now, step=Step("meeting", due_on=desk.workspace.today()))
    assert desk.workspace.value("select state from enrolment") == "ended"


def test_erasing_a_person_takes_their_name_out_of_reviews_too(desk: Desk) -> None:
    deal_id = desk.deal("Oak table", person="Zebulon Quixley")
    review_id = begin(desk)
    step = Step("call", "Ring Zebulon\nQuixley", due_on=desk.workspace.today())
    decide_keep(desk.workspace, review_id, deal_id, at=desk.now, step=step, note="Zebulon\nQuixley likes it")
    finish_review(desk.workspace, review_id, STANDING, next_on=None, at=desk.now, note="Greet Zebulon Quixley")
    erase_person(desk.workspace, desk.id_of("person", "Zebulon Quixley"))
    line = line_of(desk, review_id, deal_id)
    told = f"{line.act.text} {line.note} {look(desk, review_id).note}"
    assert line.decision is Decision.KEEP
    assert "[erased]" in line.act.text
    assert "Zebulon" not in told
    assert "Quixley" not in told


def test_merging_two_owners_keeps_the_reviews_of_both(desk: Desk) -> None:
    ann, ben = desk.id_of("owner", "Ann"), desk.id_of("owner", "Ben")
    desk.deal("Oak table", owner_id=ben)
    review_id = begin(desk, owner_id=ben)
    merge_in_list(desk.workspace, OwnedList.OWNERS, ben, ann)
    assert look(desk, review_id).owner == "Ann"
    assert desk.faults() == []


def test_what_is_known_about_a_person_holds_what_reviews_said_of_their_deals(desk: Desk) -> None:
    deal_id = desk.deal("Oak table", person="Zebulon Quixley")
    review_id = begin(desk)
    keep(desk, review_id, deal_id)
    told = read_everything(desk.workspace, desk.id_of("person", "Zebulon Quixley"))
    assert told["reviews_of_their_deals"] == [
        {
            "day": "2026-01-05",
            "who": "ann",
            "decision": "keep",
            "note": "They like it",
            "text": "Ring them",
            "deal": "Oak table",
        }
    ]
