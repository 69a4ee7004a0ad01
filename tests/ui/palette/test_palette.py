from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.storage.tables import Activity, Person
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.palette.commands import collect_commands, find_commands
from desktop_pipeline.ui.palette.palette import Palette
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.search_field import SearchField
from tests.workspaces import Clock, Desk, make_desk

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LONG = "Sehr lange Bezeichnung " * 20


@dataclass
class World:
    palette: Palette
    window: QMainWindow
    other: QLineEdit
    desk: Desk
    heard: list[tuple[str, object]] = field(default_factory=list)

    def texts(self) -> list[str]:
        return [row.text for row in self.palette.list.shown.rows]

    def current(self) -> str:
        row = self.palette.list.current_row()
        return row.text if row is not None else ""

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.palette.field, key, held)

    def type(self, text: str) -> None:
        self.palette.open()
        QTest.keyClicks(self.palette.field, text)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = make_desk(tmp_path)
    desk.deal("Standing desks ×40", organisation="Talvik Logistics", stage=1, value=1_890_000)
    desk.deal("Bike store & lockers", organisation="Talvik Logistics")
    desk.deal(LONG, organisation="שלום & בניו")
    with desk.journal.change("More") as draft:
        organisation = draft.value("select id from organisation where name like 'Talvik%'")
        draft.insert(Person, name="Hugo Fairweather", job_title="Purchasing", organisation=organisation)
        draft.insert(Activity, deal=1, kind="call", subject="Ring Talvik")
    yield desk
    desk.workspace.close()


@pytest.fixture
def make_world(qtbot: QtBot, theme: Theme, desk: Desk) -> Callable[..., World]:
    def make(session: Session | None = None) -> World:
        window = QMainWindow()
        qtbot.addWidget(window)
        window.resize(1024, 640)
        centre = QWidget()
        other = QLineEdit()
        QVBoxLayout(centre).addWidget(other)
        window.setCentralWidget(centre)
        palette = Palette(
            session or Session(desk.workspace),
            theme,
            Formats(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)),
            lambda: collect_commands(window.menuBar()),
            centre,
        )
        world = World(palette, window, other, desk)
        menu = window.menuBar().addMenu("&File")
        for text, keys in (("&New workspace…", "Ctrl+N"), ("Talk && walk\tEnter", ""), ("Import…", "Ctrl+I")):
            action = menu.addAction(text)
            action.setShortcut(keys)
            action.triggered.connect(lambda _checked=False, text=text: world.heard.append(("command", text)))
        menu.addSeparator()
        menu.actions()[2].setEnabled(False)
        menu.addMenu("Text size").addAction("Text 115 %")
        for name in ("deal_opened", "person_opened", "organisation_opened", "activity_opened"):
            getattr(palette, name).connect(lambda row_id, name=name: world.heard.append((name, row_id)))
        palette.new_deal_wanted.connect(lambda name: world.heard.append(("new", name)))
        palette.board_wanted.connect(lambda name: world.heard.append(("only", name)))
        window.show()
        other.setFocus()
        return world

    return make


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()


def test_it_closes_also_when_what_had_the_keys_is_gone(world: World) -> None:
    world.other.setFocus()
    world.palette.open()
    delete(world.other)
    world.key(Qt.Key.Key_Escape)
    assert not world.palette.isVisible()


def test_it_opens_with_the_recent_deals_and_takes_the_keys(world: World) -> None:
    world.palette.open()
    assert world.texts()[0] == "Recent deals"
    assert world.current().startswith("שלום")
    assert world.palette.field.hasFocus()
    assert world.palette.panel.width() == 640


def test_what_is_found_stands_under_its_headings_and_is_opened_by_keys(world: World) -> None:
    world.type("talv")
    assert world.texts() == [
        "Deals",
        "Talvik Logistics: Bike store & lockers",
        "Talvik Logistics: Standing desks ×40",
        "Contacts",
        "Talvik Logistics",
        "Hugo Fairweather",
        "Activities",
        "Ring Talvik",
        "Do",
        "New deal for Talvik Logistics",
        "Show only Talvik Logistics on the board",
    ]
    rows = world.palette.list.shown.rows
    assert rows[2].detail.endswith(", €18,900")
    assert world.current() == "Talvik Logistics: Bike store & lockers"
    for expected in ("deal_opened", "organisation_opened", "person_opened", "activity_opened"):
        world.palette.open("talv")
        while not world.palette.list.current_row().target[0].startswith(expected.partition("_")[0]):  # type: ignore[union-attr,index]
            world.key(Qt.Key.Key_Down)
        world.key(Qt.Key.Key_Return)
        assert world.heard[-1][0] == expected
        assert not world.palette.isVisible()
        assert world.other.hasFocus()


def test_arrows_pass_over_headings_and_go_round(world: World) -> None:
    world.type("talv")
    world.key(Qt.Key.Key_Up)
    assert world.current() == "Show only Talvik Logistics on the board"
    world.key(Qt.Key.Key_Down)
    world.key(Qt.Key.Key_Down)
    world.key(Qt.Key.Key_Down)
    assert world.current() == "Talvik Logistics"


def test_ctrl_enter_asks_for_a_new_deal_and_alt_enter_for_the_board(world: World) -> None:
    world.type("talv")
    world.key(Qt.Key.Key_Return, CTRL)
    world.type("talv")
    world.key(Qt.Key.Key_Return, ALT)
    assert world.heard == [("new", "Talvik Logistics"), ("only", "Talvik Logistics")]


def test_a_greater_sign_or_tab_shows_commands_only_with_their_keys(world: World) -> None:
    world.palette.open()
    world.key(Qt.Key.Key_Tab)
    assert world.palette.field.text() == ">"
    assert world.texts() == ["Commands", "New workspace…", "Talk & walk", "Text 115 %", "Import…"]
    rows = world.palette.list.shown.rows
    assert [row.keys for row in rows[1:]] == [("Ctrl", "N"), ("Enter",), (), ("Ctrl", "I")]
    assert [row.detail for row in rows[1:]] == ["File", "File", "Text size", "File"]
    QTest.keyClicks(world.palette.field, "walk")
    world.key(Qt.Key.Key_Return)
    assert world.heard == [("command", "Talk && walk\tEnter")]
    world.palette.open(">walk")
    world.key(Qt.Key.Key_Backtab)
    assert world.palette.field.text() == "walk"


def test_a_command_that_cannot_be_chosen_now_is_shown_and_not_done(world: World) -> None:
    world.palette.open(">import")
    assert world.texts() == ["Commands", "Import…"]
    assert world.current() == ""
    world.key(Qt.Key.Key_Return)
    QTest.mouseClick(world.palette.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 45))
    assert world.heard == []
    assert world.palette.isVisible()


def test_commands_are_found_beside_deals_where_they_can_be_chosen(world: World) -> None:
    world.type("work")
    assert world.texts() == ["Commands", "New workspace…"]
    world.type("import")
    assert world.texts() == []
    commands = collect_commands(world.window.menuBar())
    assert [command.text for command in find_commands(commands, "text 115")] == ["Text 115 %"]


def test_a_slip_is_told_and_nothing_found_comes_with_advice(world: World) -> None:
    world.type("tavlik")
    assert world.palette.panel.hint == "nothing exact; nearly the same"
    assert "Talvik Logistics: Standing desks ×40" in world.texts()
    world.type("zzqqxx")
    assert world.texts() == []
    assert world.palette.panel.hint == "in everything"
    assert world.palette.nothing.isVisible()
    assert "beginning of one word" in world.palette.nothing.accessibleName()
    world.key(Qt.Key.Key_Return)
    assert world.heard == []


def test_esc_and_a_click_beside_close_it_and_give_the_keys_back(world: World) -> None:
    for by_key in (True, False):
        world.palette.open("talv")
        QTest.mouseClick(world.palette.panel, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
        assert world.palette.isVisible()
        if by_key:
            world.key(Qt.Key.Key_Escape)
        else:
            QTest.mouseClick(world.palette, Qt.MouseButton.LeftButton, pos=QPoint(5, 600))
        assert not world.palette.isVisible()
        assert world.other.hasFocus()


def test_a_click_opens_and_an_opened_deal_is_the_first_of_the_recent(world: World) -> None:
    world.palette.open("standing")
    QTest.mouseClick(world.palette.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(80, 45))
    assert world.heard == [("deal_opened", 1)]
    world.palette.open()
    assert world.texts()[1] == "Talvik Logistics: Standing desks ×40"


def test_it_is_read_aloud(world: World) -> None:
    world.type("standing")
    spoken = QAccessible.queryAccessibleInterface(world.palette.field)
    assert spoken.text(QAccessible.Text.Name) == "Search everything"
    assert spoken.text(QAccessible.Text.Description).startswith("Talvik Logistics: Standing desks ×40, ")
    index = world.palette.list.shown.index(1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Talvik Logistics: Standing desks ×40, ")


def test_a_workspace_that_is_read_only_is_searched_and_offers_no_new_deal(
    make_world: Callable[..., World], desk: Desk
) -> None:
    with open_workspace(desk.path, read_only=True, clock=Clock()) as workspace:
        world = make_world(Session(workspace))
        world.type("talv")
        assert "New deal for Talvik Logistics" not in world.texts()
        assert "Talvik Logistics: Standing desks ×40" in world.texts()
        world.key(Qt.Key.Key_Return, CTRL)
        assert world.heard == []
        world.palette.close_palette()


def test_long_right_to_left_and_strange_texts_are_painted_within_the_panel(world: World) -> None:
    for text in ("שלום", "sehr", "<b>", "a" * 10_000, "😀", "%s {name}", "talv"):
        world.palette.open(text)
        assert not world.palette.grab().isNull()
        assert world.palette.rect().contains(world.palette.panel.geometry())
    world.window.resize(700, 420)
    QApplication.processEvents()
    assert world.palette.rect().contains(world.palette.panel.geometry())


def test_it_stays_whole_with_large_text(world: World, theme: Theme, qapp: QApplication) -> None:
    theme.apply(qapp, "dark", text_percent=130)
    world.palette.open("talv")
    assert world.palette.rect().contains(world.palette.panel.geometry())
    theme.apply(qapp, "light", text_percent=100)


def test_the_field_of_the_toolbar_is_a_named_button(qtbot: QtBot, theme: Theme) -> None:
    field = SearchField(theme)
    qtbot.addWidget(field)
    clicks: list[bool] = []
    field.clicked.connect(lambda: clicks.append(True))
    assert (field.sizeHint().width(), field.sizeHint().height()) == (216, 28)
    field.show()
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    QTest.keyClick(field, Qt.Key.Key_Space)
    assert clicks == [True, True]
    assert field.accessibleName() == "Search everything, Ctrl K"
