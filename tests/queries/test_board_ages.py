"""How long a deal has been in its stage is told where it is known, and never made up."""

from datetime import timedelta
from pathlib import Path

from desktop_pipeline.actions.deals import move_deals
from desktop_pipeline.domain.hygiene import Pace
from desktop_pipeline.queries.board_cards import CardQuestion, read_chosen
from desktop_pipeline.queries.deal import read_deal
from tests.workspaces import import_file, make_desk


def test_the_age_of_an_imported_deal_is_unknown_until_it_is_slow_for_certain(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, template="five")
    sheet = tmp_path / "deals.csv"
    sheet.write_text("Deal name,Stage,Created\nOak,Proposal,2024-03-01\n", encoding="utf-8")
    import_file(desk.workspace, sheet)
    today = desk.workspace.today()
    ages = []
    for days in (0, 10, 40):
        (card,) = read_chosen(desk.workspace, [1], CardQuestion(today + timedelta(days=days), desk.now))
        view = read_deal(desk.workspace, 1, today=today + timedelta(days=days))
        assert view is not None
        assert [visit.days for visit in view.visits if visit.is_current] == [card.days_in_stage]
        ages.append((card.days_in_stage, card.pace))
    assert ages == [(None, Pace.USUAL), (None, Pace.USUAL), (40, Pace.STUCK)]
    move_deals(desk.workspace, [1], desk.stages()[3], after=None, at=desk.later())
    (moved,) = read_chosen(desk.workspace, [1], CardQuestion(desk.workspace.today(), desk.now))
    assert moved.days_in_stage == 0
    desk.workspace.close()
