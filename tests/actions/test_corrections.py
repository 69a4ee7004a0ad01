from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop_pipeline.actions.corrections import correct_closing, correct_creation, tell_loss, tell_value
from desktop_pipeline.actions.deals import lose_deals, move_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.metrics.history import NO_DAY
from desktop_pipeline.queries.data_quality import Issue, read_quality
from desktop_pipeline.queries.figures import Figures
from tests.histories_alike import find_difference
from tests.workspaces import Desk, import_file, read_content

SHEET = (
    "title,organisation,owner,value,outcome,created,closed on\n"
    "Backwards,Acme,Ann,100,Won,2026-01-04,2026-01-02\n"
    "Undated,Brook,Ann,200,Lost,2026-01-02,\n"
)


@pytest.fixture
def told(desk: Desk, tmp_path: Path) -> Desk:
    """With a deal that a file closes before it was created, and one that it closes nobody knows when."""
    sheet = tmp_path / "deals.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    import_file(desk.workspace, sheet)
    return desk


def issues(desk: Desk) -> dict[Issue, tuple[int, ...]]:
    found = read_quality(desk.workspace, Figures(desk.workspace), today=desk.workspace.today())
    order = (Issue.CLOSED_BEFORE_CREATED, Issue.NO_CLOSING, Issue.NO_CREATION, Issue.NO_REASON)
    return {issue: found.deals[issue] for issue in order if found.deals[issue]}


def won_values(desk: Desk) -> list[int]:
    moment = Figures(desk.workspace).moment(desk.workspace.today())
    return [int(value) for value in moment.snapshot.value.tolist()]


def test_an_earlier_creation_puts_a_deal_in_order_and_its_value_stays_known(told: Desk) -> None:
    kept = Figures(told.workspace)
    kept.history()
    told.journal.announce = kept.forget
    before = read_content(told.workspace)
    assert issues(told)[Issue.CLOSED_BEFORE_CREATED] == (1,)
    change = correct_creation(told.workspace, 1, date(2026, 1, 1))
    assert change is not None
    assert change.label == "Correct when “Backwards” was created: 1 January 2026"
    assert Issue.CLOSED_BEFORE_CREATED not in issues(told)
    assert won_values(told)[0] == 10_000
    assert told.faults() == []
    assert find_difference(kept.history(), Figures(told.workspace).history()) is None
    after = read_content(told.workspace)
    told.journal.undo()
    assert read_content(told.workspace) == before
    told.journal.redo()
    assert read_content(told.workspace) == after


def test_a_later_closing_puts_it_in_order_as_well(told: Desk) -> None:
    correct_closing(told.workspace, 1, date(2026, 1, 5))
    assert Issue.CLOSED_BEFORE_CREATED not in issues(told)
    assert told.row(1, "closed_at") == (round(datetime(2026, 1, 5, tzinfo=UTC).timestamp()) * 1_000_000,)
    assert (won_values(told)[0], told.faults()) == (10_000, [])


def test_a_closing_that_no_file_dates_gets_its_day(told: Desk) -> None:
    assert issues(told)[Issue.NO_CLOSING] == (2,)
    correct_closing(told.workspace, 2, date(2026, 1, 3))
    assert Issue.NO_CLOSING not in issues(told)
    snapshot = Figures(told.workspace).moment(told.workspace.today()).snapshot
    assert NO_DAY not in snapshot.closed_day.tolist()
    assert (won_values(told)[1], told.faults()) == (20_000, [])


def test_days_that_cannot_be_are_refused_in_words_and_change_nothing(told: Desk) -> None:
    deal = told.deal("Ours")
    move_deals(told.workspace, [deal], told.stages()[1], after=None, at=told.later(days=2))
    win_deals(told.workspace, [deal], at=told.later(days=2))
    told.later(days=2)
    before = read_content(told.workspace)
    for act, day, words in (
        (correct_creation, date(2026, 1, 8), "on 7 January 2026 already. Choose that day or an earlier one"),
        (correct_creation, date(2027, 1, 1), "still to come"),
        (correct_closing, date(2026, 1, 6), "on 7 January 2026 still. Choose that day or a later one"),
        (correct_closing, date(2027, 1, 1), "still to come"),
    ):
        with pytest.raises(InvalidError, match=words):
            act(told.workspace, deal, day)
    with pytest.raises(InvalidError, match="“Open” is open"):
        correct_closing(told.workspace, told.deal("Open"), date(2026, 1, 6))
    told.journal.undo()
    assert read_content(told.workspace) == before


def test_a_deal_that_was_worked_on_here_is_closed_within_its_last_day(told: Desk) -> None:
    deal = told.deal("Ours")
    move_deals(told.workspace, [deal], told.stages()[1], after=None, at=told.later(hours=2))
    win_deals(told.workspace, [deal], at=told.later(days=3))
    correct_closing(told.workspace, deal, date(2026, 1, 5))
    # Not before the move of that morning.
    assert told.row(deal, "closed_at") == (round(datetime(2026, 1, 5, 11, tzinfo=UTC).timestamp()) * 1_000_000,)
    assert told.faults() == []


def test_a_loss_without_a_reason_gets_one_and_only_a_loss_does(told: Desk) -> None:
    assert issues(told)[Issue.NO_REASON] == (2,)
    open_deal = told.deal("Open")
    with pytest.raises(InvalidError, match="“Open” is open, not lost"):
        tell_loss(told.workspace, [2, open_deal], reason_id=told.reason())
    with pytest.raises(InvalidError, match="Choose why the deal was lost"):
        tell_loss(told.workspace, [2], reason_id=None)
    change = tell_loss(told.workspace, [2], reason_id=told.reason(), note="Half the price")
    assert change is not None
    assert change.label == "Say why “Undated” was lost"
    assert Issue.NO_REASON not in issues(told)
    assert told.workspace.rows("select reason_id, note from history_event where deal_id = 2 and kind = 4") == [
        (told.reason(), "Half the price")
    ]
    assert told.faults() == []


def test_the_value_of_a_won_deal_is_told_as_of_its_close(told: Desk) -> None:
    deal = told.deal("Ours", value=None)
    win_deals(told.workspace, [deal], at=told.later(days=2))
    edit_deal(told.workspace, deal, at=told.later(days=2), value=Money(500, "EUR"))
    # Entered after the close, it says nothing of the close.
    assert read_quality(told.workspace, Figures(told.workspace), today=told.workspace.today()).deals[
        Issue.NO_VALUE
    ] == (deal,)
    before = read_content(told.workspace)
    tell_value(told.workspace, deal, Money(700, "EUR"), at=told.later())
    assert told.row(deal, "value") == (700,)
    assert (won_values(told)[-1], told.faults()) == (700, [])
    told.journal.undo()
    assert read_content(told.workspace) == before


def test_the_value_of_an_open_deal_is_edited_as_ever(told: Desk) -> None:
    deal = told.deal("Ours", value=None)
    tell_value(told.workspace, deal, Money(700, "EUR"), at=told.later())
    assert (told.row(deal, "value"), told.events(deal), told.faults()) == ((700,), [1, 6], [])


def test_a_reason_can_be_told_of_many_at_once(told: Desk) -> None:
    deals = [told.deal("One"), told.deal("Two")]
    lose_deals(told.workspace, deals, reason_id=told.reason(), at=told.later())
    change = tell_loss(told.workspace, deals, reason_id=told.reason("No decision"))
    assert change is not None
    assert change.label == "Say why 2 deals were lost"
    assert {told.row(deal, "reason_id")[0] for deal in deals} == {told.reason("No decision")}
