"""What the navigation says of the saved views, in the program's own window."""

from PySide6.QtCore import Qt

from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.views import rename_view, save_view
from desktop_pipeline.queries.kept_filter import read_board_filter
from desktop_pipeline.queries.views import read_views
from tests.gallery import Stage


def counts(stage: Stage) -> list[int | None]:
    return [view.count for view in stage.page.navigation.shown_views]


def test_views_are_counted_when_idle_and_again_after_a_change(stage: Stage) -> None:
    navigation = stage.page.navigation
    stage.wait(lambda: bool(counts(stage)) and None not in counts(stage))
    first = navigation.shown_views[0]
    stage.page.navigation.view_chosen.emit(first.view_id)
    stage.settle()
    asked = read_views(stage.workspace)[0]
    assert read_board_filter(asked.question, 1).is_set
    board = stage.page.board.board
    assert board is not None
    shown = sum(column.deals for column in board.columns)
    assert first.count == shown > 0
    button = navigation.views[0]
    assert button.accessibleName() == f"{first.name}, {shown}"
    button.setFocus(Qt.FocusReason.TabFocusReason)
    card = next(
        column.list.cards.loaded_ids[0] for column in stage.page.board.canvas.columns if column.list.cards.loaded_ids
    )
    win_deals(stage.workspace, [card], at=stage.clock(), why="Agreed on the phone")
    assert counts(stage)[0] == shown, "a number waits for its count"
    stage.wait(lambda: counts(stage)[0] == shown - 1)
    assert navigation.views[0] is button
    assert button.hasFocus()


def test_a_saved_report_is_none_of_the_views(stage: Stage) -> None:
    stage.wait(lambda: bool(counts(stage)) and None not in counts(stage))
    before = stage.page.navigation.shown_views
    save_view(stage.workspace, "Monday", "report", {"kind": "forecast"})
    assert stage.page.navigation.shown_views == before


def test_a_renamed_view_keeps_its_number_and_a_new_one_has_none_yet(stage: Stage) -> None:
    stage.wait(lambda: bool(counts(stage)) and None not in counts(stage))
    before = counts(stage)
    first = stage.page.navigation.shown_views[0]
    rename_view(stage.workspace, first.view_id, "Another name")
    assert counts(stage) == before
    save_view(stage.workspace, "All of them", "board", {"pipeline": 1})
    assert counts(stage) == [*before, None]
    open_deals = stage.number("select count(*) from deal where status = 'open' and deleted_at is null")
    stage.wait(lambda: counts(stage) == [*before, open_deals])
