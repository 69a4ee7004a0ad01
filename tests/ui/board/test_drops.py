import json

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.deals import delete_deals, win_deals
from desktop_pipeline.ui.acts.lost_dialog import LostDialog
from desktop_pipeline.ui.board.drop_zones import HEIGHT
from desktop_pipeline.ui.board.outcome import Outcome
from desktop_pipeline.ui.board.payload import MIME
from tests.ui.board.conftest import World
from tests.ui.board.drags import drop, enter, leave, move

NEAR_TOP = QPoint(60, 80)


def carry(world: World, *titles: str) -> QMimeData:
    return world.page.payload.pack(world.deal(title) for title in titles)


def below(world: World, place: int, row: int) -> QPoint:
    """A place of the column just below the middle of a row's card."""
    column = world.column(place)
    pitch = world.page.delegate.row_height()
    return QPoint(60, column.list.y() + row * pitch + pitch * 3 // 4)


def test_a_card_lands_below_the_card_it_was_let_go_on(world: World) -> None:
    events = world.written()[1]
    assert drop(world.column(1), carry(world, "Meeting pods"), below(world, 1, 0))
    assert world.titles(1) == ["Showroom fit-out", "Meeting pods", "Standing desks"]
    assert world.titles(0) == ["Kitchen fronts", "Library shelving", "Acoustic panels"]
    assert world.written()[1] == events + 1


def test_several_cards_land_together_in_their_order(world: World) -> None:
    assert drop(world.column(2), carry(world, "Library shelving", "Standing desks"), NEAR_TOP)
    assert world.titles(2) == ["Library shelving", "Standing desks", "Clinic refurbishment"]


def test_a_drop_on_the_header_lands_on_top_and_on_the_foot_at_the_end(world: World) -> None:
    drop(world.column(1), carry(world, "Meeting pods"), QPoint(60, 10))
    drop(world.column(1), carry(world, "Kitchen fronts"), QPoint(60, world.column(1).height() - 10))
    assert world.titles(1) == ["Meeting pods", "Showroom fit-out", "Standing desks", "Kitchen fronts"]


def test_an_empty_column_takes_a_card(world: World) -> None:
    assert world.column(4).empty.isVisible()
    drop(world.column(4), carry(world, "Meeting pods"), QPoint(60, 400))
    assert world.titles(4) == ["Meeting pods"]
    assert not world.column(4).empty.isVisible()


def test_a_card_moves_within_its_column_without_an_event(world: World) -> None:
    events = world.written()[1]
    drop(world.column(0), carry(world, "Meeting pods"), below(world, 0, 1))
    assert world.titles(0)[:3] == ["Kitchen fronts", "Meeting pods", "Library shelving"]
    assert world.written()[1] == events


def test_a_card_let_go_where_it_was_writes_nothing(world: World) -> None:
    # Two moves leave uneven room around the card, so that its rank would change by being placed anew.
    drop(world.column(0), carry(world, "Standing desks"), below(world, 0, 0))
    drop(world.column(1), carry(world, "Meeting pods"), NEAR_TOP)
    drop(world.column(0), carry(world, "Kitchen fronts"), QPoint(60, 10))
    assert world.titles(0)[:3] == ["Kitchen fronts", "Standing desks", "Library shelving"]
    before = world.written()
    undo = world.session.undo_label
    drop(world.column(0), carry(world, "Standing desks"), below(world, 0, 0))
    drop(world.column(0), carry(world, "Standing desks"), below(world, 0, 1))
    assert world.written() == before
    assert world.session.undo_label == undo


def test_undo_takes_the_card_and_its_event_back(world: World) -> None:
    before = world.written()
    drop(world.column(1), carry(world, "Meeting pods"), NEAR_TOP)
    world.session.undo()
    assert world.written() == before
    assert world.titles(0)[0] == "Meeting pods"


def test_focus_follows_the_card(world: World) -> None:
    drop(world.column(1), carry(world, "Library shelving"), below(world, 1, 1))
    current = world.column(1).list.current_card()
    assert current is not None
    assert current.title == "Library shelving"
    assert world.column(1).list.hasFocus()


def test_foreign_drags_are_refused_everywhere(world: World) -> None:
    before = world.written()
    text = QMimeData()
    text.setText("Meeting pods")
    foreign = QMimeData()
    foreign.setData(MIME, json.dumps({"board": "other", "deals": [world.deal("Meeting pods")]}).encode())
    standard = QMimeData()
    standard.setData("application/x-qabstractitemmodeldatalist", b"\x00\x00\x00\x00")
    places = [world.column(1), world.page.canvas.won, *world.page.drag.zones.zones.values()]
    for mime in (text, foreign, standard):
        for widget in places:
            assert not enter(widget, mime, QPoint(20, 100))
            assert not drop(widget, mime, QPoint(20, 100))
    assert world.written() == before
    assert not world.page.drag.zones.isVisible()


def test_a_deal_that_does_not_exist_is_told_in_words_and_changes_nothing(world: World) -> None:
    before = world.written()
    drop(world.column(1), world.page.payload.pack([world.deal("Meeting pods"), 987_654]), NEAR_TOP)
    assert world.written() == before
    assert world.toast.isVisible()
    assert "987654" in world.toast.text.replace(",", "")
    assert not world.toast.offers_undo
    assert world.titles(0)[0] == "Meeting pods"


@pytest.mark.parametrize("closed", ["won", "deleted"])
def test_a_deal_closed_meanwhile_is_refused_and_changes_nothing(world: World, closed: str) -> None:
    mime = carry(world, "Meeting pods")
    act = win_deals if closed == "won" else delete_deals
    act(world.workspace, [world.deal("Meeting pods")], at=world.session.now())
    before = world.written()
    drop(world.column(1), mime, NEAR_TOP)
    assert world.written() == before
    assert world.toast.isVisible()


def test_the_target_shows_slot_tint_and_the_coming_sum(world: World) -> None:
    column = world.column(1)
    height = column.list.height()
    assert enter(column, carry(world, "Meeting pods"), below(world, 1, 0))
    assert move(column, carry(world, "Meeting pods"), below(world, 1, 0))
    assert column.is_target
    assert column.list.slot == 1
    assert column.header.incoming == "+ €14,200"
    assert column.list.height() == height + world.page.delegate.row_height()
    assert world.page.drag.note.text == f"{world.column(0).name} → {column.name}"
    leave(column)
    assert not column.is_target
    assert column.list.slot is None
    assert column.header.incoming == ""
    assert column.list.height() == height
    assert not world.page.drag.note.isVisible()


def test_the_slot_stays_while_the_card_is_held_still(world: World) -> None:
    column, mime = world.column(0), carry(world, "Standing desks")
    pitch = world.page.delegate.row_height()
    enter(column, mime, NEAR_TOP)
    for y in range(0, 4 * pitch, 7):
        place = QPoint(60, column.list.y() + y)
        move(column, mime, place)
        slot = column.list.slot
        move(column, mime, place)
        assert column.list.slot == slot
        assert slot in {y // pitch - 1, y // pitch, y // pitch + 1}
        assert slot is not None
        move(column, mime, QPoint(60, column.list.y() + slot * pitch + pitch - 3))
        assert column.list.slot == slot


def test_the_neighbour_above_is_never_one_that_moves_along(world: World) -> None:
    meeting, kitchen = world.deal("Meeting pods"), world.deal("Kitchen fronts")
    assert world.column(0).deal_above(2, (kitchen,)) == meeting
    assert world.column(0).deal_above(2, (kitchen, meeting)) is None
    assert world.column(0).deal_above(0, ()) is None


def test_cards_without_a_value_are_counted_instead_of_summed(world: World) -> None:
    enter(world.column(1), carry(world, "Meeting pods", "Acoustic panels"), NEAR_TOP)
    assert world.column(1).header.incoming == "+ 2 deals"
    enter(world.column(0), carry(world, "Meeting pods"), NEAR_TOP)
    assert world.column(0).header.incoming == ""


def test_lifted_cards_leave_a_gap_and_the_column_keeps_its_height(world: World) -> None:
    column = world.column(0)
    height, at_rest = column.list.height(), column.list.grab().toImage()
    world.page.drag.hold((world.deal("Meeting pods"),))
    assert column.list.height() == height
    assert column.list.grab().toImage() != at_rest
    world.page.drag.end()
    assert column.list.grab().toImage() == at_rest


def test_the_zones_rise_after_a_moment_and_go_with_the_drag(world: World, qtbot: QtBot) -> None:
    zones = world.page.drag.zones
    world.page.drag.hold((world.deal("Meeting pods"),))
    assert not zones.isVisible()
    qtbot.waitUntil(zones.isVisible)
    qtbot.waitUntil(lambda: zones.geometry().bottom() == world.page.rect().bottom())
    assert zones.height() == HEIGHT == 72
    assert zones.zones[Outcome.WON].detail == "close at €14,200"
    widths = {outcome: zone.width() for outcome, zone in zones.zones.items()}
    assert widths[Outcome.WON] == pytest.approx(widths[Outcome.LOST], abs=1)
    assert widths[Outcome.DELETED] == pytest.approx(widths[Outcome.WON] / 2, abs=1)
    world.page.drag.end()
    assert not zones.isVisible()


def test_a_drop_on_won_closes_the_deals_as_won(world: World) -> None:
    events = world.written()[1]
    drop(world.page.drag.zones.zones[Outcome.WON], carry(world, "Meeting pods", "Standing desks"), QPoint(20, 20))
    assert [world.status(title) for title in ("Meeting pods", "Standing desks")] == ["won", "won"]
    assert world.written()[1] == events + 2
    assert "Meeting pods" not in world.titles(0)
    assert world.page.board is not None
    assert world.page.board.won_deals == 2


def test_a_drop_on_the_won_strip_does_the_same(world: World) -> None:
    drop(world.page.canvas.won, carry(world, "Meeting pods"), QPoint(10, 100))
    assert world.status("Meeting pods") == "won"


def test_a_drop_on_delete_puts_the_deal_into_the_bin(world: World) -> None:
    drop(world.page.drag.zones.zones[Outcome.DELETED], carry(world, "Meeting pods"), QPoint(20, 20))
    assert world.status("Meeting pods") == "deleted"
    world.session.undo()
    assert world.titles(0)[0] == "Meeting pods"


def lost_dialog(world: World) -> LostDialog:
    dialogs = world.page.findChildren(LostDialog)
    assert len(dialogs) == 1
    return dialogs[0]


def test_a_drop_on_lost_asks_the_reason_first(world: World, qtbot: QtBot) -> None:
    before = world.written()
    drop(world.page.drag.zones.zones[Outcome.LOST], carry(world, "Meeting pods"), QPoint(20, 20))
    dialog = lost_dialog(world)
    assert world.written() == before
    QTest.keyClick(dialog.reasons, Qt.Key.Key_2)
    QTest.keyClick(dialog.reasons, Qt.Key.Key_Return)
    assert world.status("Meeting pods") == "lost"
    reason = world.workspace.value(
        "select r.name from deal d join reason r on r.id = d.reason_id where d.id = ?", (world.deal("Meeting pods"),)
    )
    assert reason == "Chose another"


def test_cancelling_the_reason_changes_nothing(world: World, qtbot: QtBot) -> None:
    before = world.written()
    drop(world.page.drag.zones.zones[Outcome.LOST], carry(world, "Meeting pods"), QPoint(20, 20))
    QTest.keyClick(lost_dialog(world), Qt.Key.Key_Escape)
    assert world.written() == before
    assert world.titles(0)[0] == "Meeting pods"


def test_other_wants_a_note_before_it_closes(world: World, qtbot: QtBot) -> None:
    drop(world.page.drag.zones.zones[Outcome.LOST], carry(world, "Meeting pods"), QPoint(20, 20))
    dialog = lost_dialog(world)
    QTest.keyClick(dialog.reasons, Qt.Key.Key_9)
    QTest.keyClick(dialog.reasons, Qt.Key.Key_Return)
    assert world.status("Meeting pods") == "open"
    assert dialog.refusal.text() == "This reason needs a short note."
    QTest.keyClicks(dialog.note, "moved away")
    QTest.keyClick(dialog.note, Qt.Key.Key_Return)
    assert world.status("Meeting pods") == "lost"


def test_a_collapsed_column_opens_under_a_held_card_and_closes_again(world: World, qtbot: QtBot) -> None:
    column = world.column(1)
    column.set_collapsed(collapsed=True)
    assert (column.is_collapsed, column.width()) == (True, 36)
    enter(column, carry(world, "Meeting pods"), QPoint(10, 100))
    assert column.is_collapsed
    qtbot.waitUntil(lambda: not column.is_collapsed, timeout=2_000)
    assert column.width() > 200
    leave(column)
    assert column.is_collapsed


def test_a_drop_on_a_collapsed_column_lands_on_its_top(world: World) -> None:
    world.column(1).set_collapsed(collapsed=True)
    drop(world.column(1), carry(world, "Meeting pods"), QPoint(10, 100))
    assert world.titles(1)[0] == "Meeting pods"


def test_a_drag_that_left_without_a_word_is_forgotten(world: World, qtbot: QtBot) -> None:
    enter(world.column(1), carry(world, "Meeting pods"), NEAR_TOP)
    qtbot.waitUntil(world.page.drag.zones.isVisible)
    leave(world.column(1))
    qtbot.waitUntil(lambda: not world.page.drag.zones.isVisible())
