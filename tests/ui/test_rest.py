"""What the program's own window lets go of when it is at rest."""

from desktop_pipeline.actions.deals import win_deals
from tests.gallery import Stage


def test_the_board_at_rest_keeps_light_figures_and_insights_their_own(stage: Stage) -> None:
    figures, today = stage.page.figures, stage.workspace.today()
    stage.wait(lambda: figures.is_loaded and figures.is_light)
    assert figures.moment_at_hand(today) is not None, "what the deals' panel tells stays at hand"
    card = next(
        column.list.cards.loaded_ids[0] for column in stage.page.board.canvas.columns if column.list.cards.loaded_ids
    )
    rests: list[bool] = []
    stage.window.tasks.rested.connect(lambda: rests.append(figures.is_light))
    win_deals(stage.workspace, [card], at=stage.clock(), why="Agreed on the phone")
    # They are read whole for the new sums, and lightened once nothing else is worked out.
    stage.wait(lambda: False in rests and rests[-1])
    stage.page.go_to("insights")
    stage.settle()
    stage.wait(lambda: not figures.is_light)
    stage.wait(lambda: stage.window.tasks.is_idle)
    stage.settle()
    assert not figures.is_light, "every filter would look at the same days again"
