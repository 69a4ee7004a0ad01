import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_pipeline.ui.acts.lost_dialog import LostDialog
from tests.ui.board.conftest import World

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


class Keys:
    """Presses keys wherever the focus is, as a person does."""

    def __init__(self, world: World, qtbot: QtBot) -> None:
        self.world = world
        self._qtbot = qtbot

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.world.page, key, modifier)

    @property
    def focused(self) -> str:
        for column in self.world.page.canvas.columns:
            if column.list.hasFocus():
                card = column.list.current_card()
                return f"{column.name}: {card.title if card else 'empty'}"
        return "elsewhere"

    @property
    def selected(self) -> list[str]:
        return [card.title for card in self.world.page.canvas.selected()]


@pytest.fixture
def keys(world: World, qtbot: QtBot) -> Keys:
    world.window.activateWindow()
    qtbot.waitActive(world.window)
    world.page.focus_row(world.column(0), 0)
    return Keys(world, qtbot)


def test_after_undo_and_redo_the_keys_are_with_the_deal_that_was_meant(keys: Keys) -> None:
    session = keys.world.session
    first, second = (keys.world.column(place).name for place in (0, 1))
    keys.press(Key.Key_Down)
    title = keys.focused.removeprefix(f"{first}: ")
    keys.press(Key.Key_Right, modifier=CTRL)
    assert keys.focused == f"{second}: {title}"
    session.undo()
    assert keys.focused == f"{first}: {title}"
    session.redo()
    assert keys.focused == f"{second}: {title}"
    session.undo()
    # Where it has gone the keys go on to the next, and come back with it.
    keys.press(Key.Key_W)
    assert not keys.focused.endswith(title)
    session.undo()
    assert keys.focused == f"{first}: {title}"
    # What stays where it is, is found too.
    keys.press(Key.Key_Down, modifier=CTRL)
    keys.press(Key.Key_Up)
    session.undo()
    assert keys.focused == f"{first}: {title}"


def test_after_undo_of_several_the_keys_are_with_the_first(keys: Keys) -> None:
    first = keys.world.column(0).name
    titles = keys.world.titles(0)[1:3]
    keys.press(Key.Key_Down, Key.Key_Space)
    keys.press(Key.Key_Down, modifier=SHIFT)
    assert keys.selected == titles
    keys.press(Key.Key_Right, modifier=CTRL)
    keys.world.session.undo()
    assert keys.focused == f"{first}: {titles[0]}"


def test_undo_takes_no_keys_from_elsewhere(keys: Keys) -> None:
    keys.press(Key.Key_Right, modifier=CTRL)
    field = keys.world.page.toolbar.field
    field.setFocus()
    keys.world.session.undo()
    assert field.hasFocus()


def test_arrows_move_the_focus_and_select_nothing(keys: Keys) -> None:
    stages = [column.name for column in keys.world.page.canvas.columns]
    keys.press(Key.Key_Down, Key.Key_Down)
    assert keys.focused == f"{stages[0]}: Library shelving"
    keys.press(Key.Key_Right)
    assert keys.focused == f"{stages[1]}: Standing desks"
    keys.press(Key.Key_Right, Key.Key_Up)
    assert keys.focused == f"{stages[2]}: Clinic refurbishment"
    keys.press(Key.Key_Left, Key.Key_Left, Key.Key_Left, Key.Key_End)
    assert keys.focused == f"{stages[0]}: Acoustic panels"
    assert keys.selected == []


def test_ctrl_and_sideways_moves_the_card_and_the_focus_with_it(keys: Keys) -> None:
    events = keys.world.written()[1]
    keys.press(Key.Key_Right, modifier=CTRL)
    assert keys.world.titles(1)[0] == "Meeting pods"
    assert keys.focused.endswith(": Meeting pods")
    keys.press(Key.Key_Right, modifier=CTRL)
    assert keys.world.titles(2) == ["Meeting pods", "Clinic refurbishment"]
    assert keys.world.written()[1] == events + 2
    keys.press(Key.Key_Left, modifier=CTRL)
    assert "Meeting pods" in keys.world.titles(1)


def test_beyond_the_first_and_the_last_stage_nothing_moves(keys: Keys) -> None:
    before = keys.world.written()
    keys.press(Key.Key_Left, modifier=CTRL)
    assert keys.world.written() == before


def test_ctrl_up_and_down_change_the_order_within_the_column(keys: Keys) -> None:
    events = keys.world.written()[1]
    keys.press(Key.Key_Down, modifier=CTRL)
    assert keys.world.titles(0) == ["Kitchen fronts", "Meeting pods", "Library shelving", "Acoustic panels"]
    keys.press(Key.Key_Down, Key.Key_Down, Key.Key_Down, modifier=CTRL)
    assert keys.world.titles(0)[-1] == "Meeting pods"
    keys.press(Key.Key_Up, modifier=CTRL)
    assert keys.world.titles(0) == ["Kitchen fronts", "Library shelving", "Meeting pods", "Acoustic panels"]
    assert keys.world.written()[1] == events
    assert keys.focused.endswith(": Meeting pods")


def test_space_selects_and_several_cards_go_together(keys: Keys) -> None:
    keys.press(Key.Key_Space, Key.Key_Down, Key.Key_Down, Key.Key_Space)
    assert keys.selected == ["Meeting pods", "Library shelving"]
    keys.press(Key.Key_Right, modifier=CTRL)
    moved = [title for title in keys.world.titles(1) if title in {"Meeting pods", "Library shelving"}]
    assert moved == ["Meeting pods", "Library shelving"]
    assert keys.world.session.undo_label is not None
    assert "2 deals" in keys.world.session.undo_label
    assert keys.selected == ["Meeting pods", "Library shelving"]
    keys.world.session.undo()
    assert keys.world.titles(0) == ["Meeting pods", "Kitchen fronts", "Library shelving", "Acoustic panels"]


def test_shift_extends_and_ctrl_a_takes_the_column_and_escape_clears(keys: Keys, qtbot: QtBot) -> None:
    keys.press(Key.Key_Down)
    keys.press(Key.Key_Down, Key.Key_Down, modifier=SHIFT)
    assert keys.selected == ["Kitchen fronts", "Library shelving", "Acoustic panels"]
    keys.press(Key.Key_Up, modifier=SHIFT)
    assert keys.selected == ["Kitchen fronts", "Library shelving"]
    keys.press(Key.Key_A, modifier=CTRL)
    assert len(keys.selected) == 4
    keys.press(Key.Key_Escape)
    assert keys.selected == []
    with qtbot.waitSignal(keys.world.page.escaped):
        keys.press(Key.Key_Escape)


def test_enter_opens_the_deal(keys: Keys, qtbot: QtBot) -> None:
    with qtbot.waitSignal(keys.world.page.deal_opened) as opened:
        keys.press(Key.Key_Return)
    assert opened.args == [keys.world.deal("Meeting pods")]


def test_w_wins_and_delete_deletes_and_l_asks(keys: Keys, qtbot: QtBot) -> None:
    keys.press(Key.Key_W)
    assert keys.world.status("Meeting pods") == "won"
    keys.press(Key.Key_Delete)
    assert keys.world.status("Kitchen fronts") == "deleted"
    keys.press(Key.Key_L)
    (dialog,) = keys.world.page.findChildren(LostDialog)
    QTest.keyClick(dialog.reasons, Key.Key_1)
    QTest.keyClick(dialog.reasons, Key.Key_Return)
    assert keys.world.status("Library shelving") == "lost"


def test_x_and_enter_close_what_is_not_a_fit(keys: Keys) -> None:
    keys.press(Key.Key_X)
    (dialog,) = keys.world.page.findChildren(LostDialog)
    QTest.keyClick(dialog.reasons, Key.Key_Return)
    reason = keys.world.workspace.value(
        "select r.name from deal d join reason r on r.id = d.reason_id where d.title = 'Meeting pods'"
    )
    assert (keys.world.status("Meeting pods"), reason) == ("lost", "Not a fit")


def test_n_adds_deals_at_the_foot_and_stays_open(keys: Keys, qtbot: QtBot) -> None:
    keys.press(Key.Key_Right, Key.Key_N)
    column = keys.world.column(1)
    assert column.quick_add.field.hasFocus()
    QTest.keyClicks(column.quick_add.field, "Loft bookcases, Petrel House, 7400")
    keys.press(Key.Key_Return)
    assert keys.world.titles(1)[0] == "Loft bookcases"
    assert column.quick_add.field.hasFocus()
    assert column.quick_add.field.text() == ""
    card = column.list.cards.card(0)
    assert card is not None
    assert (card.organisation, card.value and card.value.minor) == ("Petrel House", 740_000)
    keys.press(Key.Key_Escape)
    assert not column.quick_add.isVisible()
    assert keys.focused.startswith(column.name)


def test_letters_typed_into_a_field_do_nothing_to_deals(keys: Keys, qtbot: QtBot) -> None:
    before = keys.world.written()
    keys.press(Key.Key_N)
    QTest.keyClicks(keys.world.column(0).quick_add.field, "wldn/")
    assert keys.world.written() == before
    assert keys.world.column(0).quick_add.field.text() == "wldn/"


def test_slash_leads_to_the_filter_and_down_leads_back(keys: Keys) -> None:
    field = keys.world.page.toolbar.field
    keys.press(Key.Key_Slash)
    assert field.hasFocus()
    keys.press(Key.Key_Down)
    assert keys.focused.endswith(": Meeting pods")


def test_brackets_fold_and_unfold_columns(keys: Keys) -> None:
    keys.press(Key.Key_BracketLeft)
    assert keys.world.column(0).is_collapsed
    assert keys.focused.startswith(keys.world.column(1).name)
    keys.press(Key.Key_Left)
    assert keys.focused.startswith(keys.world.column(1).name)
    keys.press(Key.Key_BracketRight)
    assert not keys.world.column(0).is_collapsed


def test_a_move_is_announced_to_those_who_listen(keys: Keys) -> None:
    heard: list[str] = []

    def listen(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    send = QAccessible.updateAccessibility
    QAccessible.updateAccessibility = listen  # type: ignore[method-assign]
    try:
        keys.press(Key.Key_Right, modifier=CTRL)
    finally:
        QAccessible.updateAccessibility = send  # type: ignore[method-assign]
    assert heard == [f"Moved to {keys.world.column(1).name}, position 1 of 3"]
