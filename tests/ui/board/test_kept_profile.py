"""What the board keeps of the ideal customer is never another one than a reading of everything would tell."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.deals import create_deal, delete_deals, lose_deals, move_deals, reopen_deal, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.organisations import edit_organisation
from desktop_pipeline.actions.score_rules import add_rule
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.scores import Condition, ScoreField
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.ideal_profile import IdealProfile, hand_profile, read_profile
from desktop_pipeline.queries.lists import read_stages
from desktop_pipeline.queries.scores import read_scores
from desktop_pipeline.ui.board.board_page import BoardPage
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.toast import Toast
from tests.ui.board.conftest import NOW, World
from tests.workspaces import import_file, run_raw

Show = Callable[[Workspace], World]
CUSTOMERS = ("Petrel House", "Osprey Lane", "Lumen Row", "Talvik")
# Two of each are equally long: nobody who looks at lengths only tells them apart.
INDUSTRIES = ("Culture", "Hosting", "Retail", "Mining")


@pytest.fixture
def told(filled: Workspace) -> Workspace:
    """Thirty closed deals of four customers, of whom two have always bought, and points for their like."""
    # First of all, so that no undo takes it back.
    add_rule(filled, Condition(ScoreField.IDEAL), 30)
    stage, reason = read_stages(filled, 1)[0].row_id, _reason(filled)
    for number in range(30):
        customer = CUSTOMERS[number % 4]
        deal = create_deal(filled, title=f"Past {number}", stage_id=stage, at=NOW, organisation=customer)
        if number % 4 in {0, 3}:
            win_deals(filled, [deal], at=NOW)
        else:
            lose_deals(filled, [deal], reason_id=reason, note="", at=NOW)
    for customer, industry in zip(CUSTOMERS, INDUSTRIES, strict=True):
        edit_organisation(filled, _customer(filled, customer), industry=industry, country="Ireland")
        create_deal(filled, title=f"Next of {customer}", stage_id=stage, at=NOW, organisation=customer)
    return filled


def _customer(workspace: Workspace, name: str) -> int:
    return int(workspace.value("select id from organisation where name = ?", (name,)))


def _reason(workspace: Workspace) -> int:
    return int(workspace.value("select min(id) from reason where reason_group = 'we_lost'"))


def check(world: World) -> IdealProfile:
    """Cards and profile are those of a connection that knows nothing."""
    loaded = [card for column in world.page.canvas.columns for card in column.list.cards.loaded]
    today = world.session.today()
    with world.workspace.reading() as view:
        assert {card.deal_id: card.score for card in loaded} == read_scores(
            view, [card.deal_id for card in loaded], today=today
        )
        profile = read_profile(view, today=today)
    assert read_profile(world.workspace, today=today) == profile
    return profile


def list_acts(world: World, chance: Random) -> list[Callable[[], object]]:
    workspace = world.workspace
    deals = [int(row[0]) for row in workspace.rows("select id from deal")]
    deal, customer, industry = chance.choice(deals), chance.choice(CUSTOMERS), chance.choice(INDUSTRIES)
    won = [int(row[0]) for row in workspace.rows("select id from deal where status = 'won'")] or deals
    lost = [int(row[0]) for row in workspace.rows("select id from deal where status = 'lost'")] or deals
    stage = chance.choice(read_stages(workspace, 1)[:3]).row_id
    reason = _reason(workspace)

    def swap() -> None:
        # As many are won as before, but others.
        reopen_deal(workspace, chance.choice(won), at=NOW)
        win_deals(workspace, [deal], at=NOW)

    return [
        lambda: win_deals(workspace, [deal], at=NOW),
        lambda: lose_deals(workspace, [deal], reason_id=reason, note="", at=NOW),
        lambda: reopen_deal(workspace, chance.choice(won), at=NOW),
        lambda: reopen_deal(workspace, chance.choice(lost), at=NOW),
        lambda: delete_deals(workspace, [chance.choice(won)], at=NOW),
        lambda: edit_deal(workspace, chance.choice(won), at=NOW, organisation=customer),
        lambda: edit_deal(workspace, deal, at=NOW, organisation=customer),
        lambda: move_deals(workspace, [deal], stage, after=None, at=NOW),
        lambda: add_note(workspace, deal, "Called.", at=NOW),
        lambda: edit_organisation(workspace, _customer(workspace, customer), industry=industry),
        lambda: edit_organisation(workspace, _customer(workspace, customer), size=chance.choice((5, 40, 4000))),
        swap,
        world.session.undo,
        world.session.undo,
        world.session.redo,
    ]


@pytest.mark.parametrize("seed", range(4))
def test_after_each_change_the_scores_are_those_of_a_reading_of_everything(
    told: Workspace, show_board: Show, seed: int
) -> None:
    world, chance = show_board(told), Random(seed)
    seen = {check(world).traits}
    for _turn in range(40):
        try:
            chance.choice(list_acts(world, chance))()
        except PipelineError:
            continue  # a deal that is closed cannot be won again, and so on
        seen.add(check(world).traits)
    assert len(seen) > 1


def test_an_import_of_closed_deals_is_taken_in(told: Workspace, show_board: Show, tmp_path: Path) -> None:
    world = show_board(told)
    before = check(world)
    sheet = tmp_path / "more.csv"
    rows = [f"More {number},Talvik,Won,100,2026-06-0{1 + number % 7}" for number in range(30)]
    sheet.write_text("\n".join(["title,organisation,stage,value,created", *rows]) + "\n", encoding="utf-8")
    import_file(told, sheet)
    # Nobody knows when these were won: they are in no period.
    assert check(world) == before
    rows = [f"Again {row},2026-06-08" for row in rows]
    sheet.write_text("\n".join(["title,organisation,stage,value,created,closed", *rows]) + "\n", encoding="utf-8")
    import_file(told, sheet)
    assert check(world) != before


def test_what_another_connection_commits_is_read_anew(told: Workspace, show_board: Show) -> None:
    world = show_board(told)
    before = check(world)
    run_raw(told.path, "update organisation set industry = 'Hosting' where industry = 'Culture'")
    world.page.reload()
    assert check(world) != before


def test_a_move_and_what_changes_no_customer_keep_it(told: Workspace, show_board: Show) -> None:
    world = show_board(told)
    known = hand_profile(told)
    assert known is not None
    deal, customer = world.deal("Meeting pods"), _customer(told, "Petrel House")
    for act in (
        lambda: move_deals(told, [deal], world.column(1).stage_id, after=None, at=NOW),
        lambda: add_note(told, deal, "Called.", at=NOW),
        lambda: create_deal(told, title="New", stage_id=world.column(0).stage_id, at=NOW),
        lambda: edit_organisation(told, customer, website="petrel.example"),
        world.session.undo,
    ):
        act()
        assert hand_profile(told) is known
    edit_organisation(told, customer, industry="Hosting")
    assert hand_profile(told) is not known
    check(world)


def test_what_was_done_before_the_board_is_seen_is_not_passed_over(
    told: Workspace, theme: Theme, formats: Formats, qtbot: QtBot
) -> None:
    page = BoardPage(Session(told), Tasks(), Figures(told), theme, formats, Toast(theme, QWidget()))
    qtbot.addWidget(page)
    page.use_looks({"pipeline": 1, "pipelines": {"1": {"fields": []}}})
    today = told.today()
    before = read_profile(told, today=today)
    edit_organisation(told, _customer(told, "Petrel House"), industry="Hosting")
    page.reload()
    first, second, *_rest = (column.stage_id for column in page.canvas.columns)
    deal = int(told.value("select min(id) from deal where status = 'open' and stage_id = ?", (first,)))
    move_deals(told, [deal], second, after=None, at=NOW)
    with told.reading() as view:
        assert read_profile(told, today=today) == read_profile(view, today=today) != before
