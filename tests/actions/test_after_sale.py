from datetime import date

import pytest

from desktop_pipeline.actions.after_sale import place_after_sale
from desktop_pipeline.actions.closes import set_closes
from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.stages import add_stage
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from tests.workspaces import Desk, desk, read_content, read_figures

__all__ = ["desk"]


def win(desk: Desk, title: str = "Oak table") -> int:
    deal = desk.deal(title)
    win_deals(desk.workspace, [deal], at=desk.later(), why="agreed by word")
    return deal


def after_sale_stage(desk: Desk) -> int:
    return add_stage(desk.workspace, 1, "Deliver", is_open=False)


def test_a_won_deal_gets_its_place_after_the_sale_and_no_figure_moves(desk: Desk) -> None:
    deal, stage = win(desk), after_sale_stage(desk)
    before, figures = read_content(desk.workspace), read_figures(desk.workspace)
    change = place_after_sale(desk.workspace, [deal], stage)
    assert change is not None
    assert change.label == "Move “Oak table” to Deliver"
    assert desk.row(deal, "after_sale_stage_id", "status") == (stage, "won")
    assert read_figures(desk.workspace) == figures
    assert desk.events(deal)[-1] == EventKind.WON
    place_after_sale(desk.workspace, [deal], None)
    assert desk.row(deal, "after_sale_stage_id") == (None,)
    desk.journal.undo()
    desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_open_deals_open_stages_and_other_pipelines_have_no_place_there(desk: Desk) -> None:
    won, open_deal, stage = win(desk), desk.deal("Chair"), after_sale_stage(desk)
    with pytest.raises(InvalidError, match="Chair"):
        place_after_sale(desk.workspace, [won, open_deal], stage)
    with pytest.raises(NotFoundError):
        place_after_sale(desk.workspace, [won], desk.stages()[0])
    with desk.journal.change("Pipeline") as draft:
        draft.execute("insert into pipeline (name, position, is_archived) values ('Other', 1, 0)")
    other = add_stage(desk.workspace, 2, "Elsewhere", is_open=False)
    with pytest.raises(InvalidError, match="another pipeline"):
        place_after_sale(desk.workspace, [won], other)
    first = desk.id_of("stage", "Post-Sale Follow-up")
    assert desk.row(won, "after_sale_stage_id") == (first,)


def test_each_deal_gets_its_own_day_as_one_change_with_its_event(desk: Desk) -> None:
    first, second, third = desk.deal("One"), desk.deal("Two"), desk.deal("Three", expected_close_on=date(2026, 3, 1))
    before = read_content(desk.workspace)
    days = {first: date(2026, 2, 28), second: date(9999, 12, 31), third: date(2026, 3, 1)}
    change = set_closes(desk.workspace, days, at=desk.later())
    assert change is not None
    assert change.label == "Expected close of 3 deals"
    assert desk.row(second, "expected_close_on") == ("9999-12-31",)
    assert desk.events(first)[-1] == desk.events(second)[-1] == EventKind.EXPECTED_CLOSE
    # What stays as it was leaves no trace.
    assert desk.events(third) == [EventKind.CREATED]
    desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_a_closed_deal_keeps_its_day(desk: Desk) -> None:
    deal = win(desk)
    with pytest.raises(InvalidError, match="won"):
        set_closes(desk.workspace, {deal: None}, at=desk.later())
