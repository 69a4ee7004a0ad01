from datetime import date

import pytest

from desktop_pipeline.actions.checklists import leave_out_line
from desktop_pipeline.actions.deals import lose_deals, reopen_deal, win_deals
from desktop_pipeline.actions.erasing import erase_person
from desktop_pipeline.actions.later_deals import start_later_deal
from desktop_pipeline.actions.leaving import mark_left
from desktop_pipeline.actions.line_items import add_line
from desktop_pipeline.actions.relations import RelationKind
from desktop_pipeline.actions.retries import plan_retry, settle_retry, try_again
from desktop_pipeline.actions.satisfaction import (
    note_satisfaction,
    raise_problem,
    remove_problem,
    remove_satisfaction,
    reopen_problem,
    reword_problem,
    reword_satisfaction,
    solve_problem,
)
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.queries.after_sale import read_after_sale, read_due_retries
from desktop_pipeline.queries.deal import DealView, read_deal
from tests.workspaces import Desk, desk, read_content

__all__ = ["desk"]


def sold(desk: Desk, title: str = "Oak table") -> int:
    deal = desk.deal(title, organisation="Hale & Sons", person="Ida Berg", owner_id=desk.id_of("owner", "Ben"))
    add_line(desk.workspace, deal, "Table", at=desk.now)
    win_deals(desk.workspace, [deal], at=desk.later(), why="agreed by word")
    return deal


def lost(desk: Desk, title: str = "Oak bench", retry_on: date | None = None) -> int:
    deal = desk.deal(title, organisation="Hale & Sons", person="Ida Berg")
    lose_deals(desk.workspace, [deal], reason_id=desk.reason(), at=desk.later(), retry_on=retry_on)
    return deal


def view(desk: Desk, deal: int) -> DealView:
    found = read_deal(desk.workspace, deal, today=desk.now.date())
    assert found is not None
    return found


def test_the_same_again_takes_customer_people_owner_and_products_along(desk: Desk) -> None:
    earlier = sold(desk)
    before = read_content(desk.workspace)
    later = start_later_deal(desk.workspace, earlier, RelationKind.REPEAT, at=desk.later())
    told, was = view(desk, later), view(desk, earlier)
    assert (told.title, told.organisation, told.owner, told.value) == ("Oak table", "Hale & Sons", "Ben", was.value)
    assert [person.name for person in told.people] == ["Ida Berg"]
    assert [(line.name, line.quantity, line.amount) for line in told.products] == [
        (line.name, line.quantity, line.amount) for line in was.products
    ]
    assert [(one.deal_id, one.kind, one.follows) for one in told.related] == [(earlier, "repeat", False)]
    assert told.stage_id == desk.stages()[0]
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    assert desk.faults() == []


def test_more_for_a_customer_begins_without_products_or_value(desk: Desk) -> None:
    later = view(
        desk, start_later_deal(desk.workspace, sold(desk), RelationKind.UPSELL, at=desk.later(), title="Chairs")
    )
    assert (later.title, later.organisation, later.value, later.products) == ("Chairs", "Hale & Sons", None, ())


def test_a_referral_is_for_somebody_else_and_its_source_says_so(desk: Desk) -> None:
    earlier = sold(desk)
    first, second = (
        view(
            desk,
            start_later_deal(
                desk.workspace, earlier, RelationKind.REFERRAL, at=desk.later(), organisation=name, person="Ann Oak"
            ),
        )
        for name in ("Elm Ltd", "Ash Ltd")
    )
    assert (first.title, first.organisation, first.source, first.value) == ("Elm Ltd", "Elm Ltd", "Referral", None)
    assert [person.name for person in first.people] == ["Ann Oak"]
    assert first.source_id == second.source_id
    assert [(one.deal_id, one.kind) for one in second.related] == [(earlier, "referral")]
    with pytest.raises(InvalidError, match="recommended"):
        start_later_deal(desk.workspace, earlier, RelationKind.REFERRAL, at=desk.later(), organisation=" ")


def test_somebody_who_left_is_not_taken_along(desk: Desk) -> None:
    earlier = sold(desk)
    mark_left(desk.workspace, desk.id_of("person", "Ida Berg"), left_on=desk.now.date(), at=desk.now)
    later = view(desk, start_later_deal(desk.workspace, earlier, RelationKind.REPEAT, at=desk.later()))
    assert later.people == ()


def test_what_was_not_won_has_no_repeat_and_what_was_not_lost_no_other_try(desk: Desk) -> None:
    deal = desk.deal()
    for kind in (RelationKind.REPEAT, RelationKind.UPSELL, RelationKind.RETRY):
        with pytest.raises(InvalidError, match="open"):
            start_later_deal(desk.workspace, deal, kind, at=desk.now)


def test_a_lost_deal_is_proposed_from_its_day_on_and_begun_only_by_hand(desk: Desk) -> None:
    deal = lost(desk, retry_on=date(2026, 4, 5))
    assert read_due_retries(desk.workspace, today=date(2026, 4, 4)) == []
    (due,) = read_due_retries(desk.workspace, today=date(2026, 4, 5))
    assert (due.deal_id, due.title, due.organisation, due.reason) == (deal, "Oak bench", "Hale & Sons", "Price")
    before = read_content(desk.workspace)
    later = try_again(desk.workspace, deal, at=desk.later(days=100))
    assert [(one.deal_id, one.kind) for one in view(desk, later).related] == [(deal, "retry")]
    assert view(desk, later).status == "open"
    assert view(desk, deal).status == "lost"
    assert read_due_retries(desk.workspace, today=date(2027, 1, 1)) == []
    retry = read_after_sale(desk.workspace, deal).retry
    assert retry is not None
    assert (retry.is_settled, retry.later_id) == (True, later)
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    assert desk.faults() == []


def test_a_retry_is_planned_moved_and_given_up(desk: Desk) -> None:
    deal = lost(desk)
    plan_retry(desk.workspace, deal, date(2026, 6, 1), at=desk.now, note="New budget in June")
    change = plan_retry(desk.workspace, deal, date(2026, 9, 1), at=desk.now)
    assert change is not None
    assert change.label == "Try “Oak bench” again from 1 September 2026"
    assert [due.on for due in read_due_retries(desk.workspace, today=date(2026, 9, 1))] == [date(2026, 9, 1)]
    settle_retry(desk.workspace, deal, at=desk.now)
    assert read_due_retries(desk.workspace, today=date(2026, 9, 1)) == []
    with pytest.raises(NotFoundError):
        settle_retry(desk.workspace, deal, at=desk.now)
    plan_retry(desk.workspace, deal, date(2026, 12, 1), at=desk.now)
    assert len(read_due_retries(desk.workspace, today=date(2026, 12, 1))) == 1
    reopen_deal(desk.workspace, deal, at=desk.later())
    assert read_after_sale(desk.workspace, deal).retry is None


@pytest.mark.parametrize("day", [date(2026, 1, 5), date(2025, 12, 31), date(9999, 1, 1)])
def test_a_day_that_is_not_to_come_is_refused_and_the_deal_stays_open(desk: Desk, day: date) -> None:
    deal = desk.deal()
    before = read_content(desk.workspace)
    with pytest.raises(InvalidError):
        lose_deals(desk.workspace, [deal], reason_id=desk.reason(), at=desk.now, retry_on=day)
    assert read_content(desk.workspace) == before


def test_how_content_a_customer_is_is_noted_with_its_day(desk: Desk) -> None:
    deal = sold(desk)
    first = note_satisfaction(desk.workspace, deal, 6, on=date(2026, 2, 1), note="Late by a week")
    second = note_satisfaction(desk.workspace, deal, 10, on=date(2026, 3, 1))
    reword_satisfaction(desk.workspace, second, "Loves it")
    scores = read_after_sale(desk.workspace, deal).scores
    assert [(one.score, one.note) for one in scores] == [(10, "Loves it"), (6, "Late by a week")]
    remove_satisfaction(desk.workspace, first)
    assert len(read_after_sale(desk.workspace, deal).scores) == 1
    for score in (-1, 11):
        with pytest.raises(InvalidError, match="0 to 10"):
            note_satisfaction(desk.workspace, deal, score, on=date(2026, 3, 1))
    with pytest.raises(InvalidError, match="open"):
        note_satisfaction(desk.workspace, desk.deal("Chair"), 5, on=date(2026, 3, 1))


def test_a_problem_is_raised_solved_and_opened_again(desk: Desk) -> None:
    deal = sold(desk)
    problem = raise_problem(desk.workspace, deal, "A leg wobbles", on=date(2026, 2, 1))
    reword_problem(desk.workspace, problem, "Two legs wobble")
    solve_problem(desk.workspace, problem, "Glued", on=date(2026, 2, 5))
    solve_problem(desk.workspace, problem, "Glued anew", on=date(2026, 2, 9))
    (told,) = read_after_sale(desk.workspace, deal).problems
    assert (told.text, told.solution, told.solved_on) == ("Two legs wobble", "Glued anew", date(2026, 2, 5))
    reopen_problem(desk.workspace, problem)
    assert read_after_sale(desk.workspace, deal).problems[0].solved_on is None
    remove_problem(desk.workspace, problem)
    assert read_after_sale(desk.workspace, deal).problems == ()
    desk.journal.undo()
    assert read_after_sale(desk.workspace, deal).problems[0].text == "Two legs wobble"
    with pytest.raises(InvalidError, match="went wrong"):
        raise_problem(desk.workspace, deal, "  ", on=date(2026, 2, 1))


def test_an_erasure_rewords_what_was_noted_after_the_sale(desk: Desk) -> None:
    deal, other = sold(desk), lost(desk)
    note_satisfaction(desk.workspace, deal, 4, on=date(2026, 2, 1), note="Ida Berg was cross")
    solve_problem(
        desk.workspace,
        raise_problem(desk.workspace, deal, "Ida fell", on=date(2026, 2, 1)),
        "Called Ida",
        on=date(2026, 2, 2),
    )
    plan_retry(desk.workspace, other, date(2026, 6, 1), at=desk.now, note="Ask Ida Berg")
    line = read_after_sale(desk.workspace, deal).lines[0]
    leave_out_line(desk.workspace, line.tick_id, at=desk.now, note="Ida has it")
    erase_person(desk.workspace, desk.id_of("person", "Ida Berg"))
    told, retry = read_after_sale(desk.workspace, deal), read_after_sale(desk.workspace, other).retry
    assert retry is not None
    kept = (told.scores[0].note, told.problems[0].text, told.problems[0].solution, told.lines[0].note, retry.note)
    assert kept == ("[erased] was cross", "[erased] fell", "Called [erased]", "[erased] has it", "Ask [erased]")
    assert desk.faults() == []
