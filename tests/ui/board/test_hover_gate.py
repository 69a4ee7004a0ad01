"""A card in the hand tells what its move would meet."""

from PySide6.QtCore import QPoint

from desktop_pipeline.ui.acts.gate_dialog import GateDialog
from tests.ui.board.conftest import World
from tests.ui.board.drags import drop, enter, move


def hover(world: World, title: str, place: int) -> None:
    column = world.column(place)
    mime = world.page.payload.pack([world.deal(title)])
    spot = QPoint(80, column.list.y() + 20)
    enter(column, mime, spot)
    move(column, mime, spot)


def set_criteria(world: World, *, required: bool) -> None:
    with world.workspace.journal.change("Criteria") as draft:
        draft.execute("delete from criterion")
        draft.execute(
            "insert into criterion (stage_id, position, kind, text, is_required, is_archived)"
            " values (?, 0, 'tick', 'Budget', ?, 0)",
            (world.column(0).stage_id, required),
        )


def test_the_hand_says_what_is_still_open(world: World) -> None:
    set_criteria(world, required=False)
    hover(world, "Meeting pods", 1)
    assert world.page.drag.note.detail == "1 exit criterion still open: Budget"
    assert not world.column(1).list.is_barred
    hover(world, "Standing desks", 0)
    # Backward moves are free.
    assert world.page.drag.note.detail == ""


def test_a_required_one_hatches_the_slot_and_the_drop_asks(world: World) -> None:
    set_criteria(world, required=True)
    hover(world, "Meeting pods", 2)
    assert world.page.drag.note.detail == "1 required exit criterion open: Budget"
    column = world.column(2)
    assert column.list.is_barred
    before = world.written()
    drop(column, world.page.payload.pack([world.deal("Meeting pods")]), QPoint(80, column.list.y() + 20))
    assert world.written() == before
    dialog = world.page.findChild(GateDialog)
    assert dialog is not None
    dialog.reject()
    assert not column.list.is_barred


def test_a_long_sentence_stands_below_and_not_over_the_columns_beside(world: World) -> None:
    set_criteria(world, required=False)
    with world.workspace.journal.change("Longer") as draft:
        draft.execute("update criterion set text = 'Everybody who has to agree is known by name and was asked once'")
    hover(world, "Meeting pods", 1)
    note, theme = world.page.drag.note, world.page._theme
    assert note.width() <= theme.size(320)
    assert note.height() >= theme.size(26) + 2 * theme.line("caption")
    hover(world, "Standing desks", 0)
    assert note.height() == theme.size(26)
