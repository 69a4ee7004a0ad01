"""Every screen for those who hear it or never touch a mouse: names, sentences, and keys that are never lost."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QListView, QMenu, QWidget

from desktop_pipeline.domain.errors import GateError
from desktop_pipeline.domain.gates import Criterion, CriterionKind
from desktop_pipeline.queries.contact import PersonView
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.storage.backup import Reason, make_backup
from desktop_pipeline.ui.activities.activities_page import ActivitiesPage
from desktop_pipeline.ui.activities.agenda_list import Ask as Agenda
from desktop_pipeline.ui.acts.gate_dialog import GateDialog
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.contacts.contacts_page import ContactsPage
from desktop_pipeline.ui.deals.deals_page import DealsPage
from desktop_pipeline.ui.navigation import list_destinations
from desktop_pipeline.ui.settings.settings_page import SettingsPage
from desktop_pipeline.ui.settings.who_dialog import WhoDialog
from tests.gallery import NOW, SIZES, Look, Stage, open_stage

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

_KEYS = Qt.FocusPolicy.TabFocus
# What each key of the board is called in the menus.
_KEYS_OF_COMMANDS = {
    "Undo": "Ctrl+Z",
    "Redo": "Ctrl+Shift+Z",
    "Search everything…": "Ctrl+K",
    "Find on this page": "Ctrl+F",
    "Filter": "/",
    "Print…": "Ctrl+P",
    "Keys": "F1",
    "Quit": "Ctrl+Q",
    "New deal": "N",
    "Open": "Enter",
    "Plan an activity…": "A",
    "Move one stage on": "Ctrl+→",
    "Move one stage back": "Ctrl+←",
    "Move up": "Ctrl+↑",
    "Move down": "Ctrl+↓",
    "Owner…": "O",
    "Labels…": "T",
    "Close date…": "D",
    "Value…": "F2",
    "Select the whole column": "Ctrl+A",
    "Won": "W",
    "Lost…": "L",
    "Not a fit…": "X",
    "Delete": "Del",
    "Collapse the column": "[",
    "Expand all columns": "]",
}


@pytest.fixture(scope="module")
def stage(qapp: QApplication) -> Iterator[Stage]:
    """One window for the whole module; each test leaves it at the board, with nothing open."""
    with open_stage(qapp, Look()) as opened:
        opened.enter()
        yield opened


@pytest.fixture(autouse=True)
def _tidy(stage: Stage) -> Iterator[None]:
    yield
    for widget in stage.app.topLevelWidgets():
        if widget.isVisible() and widget.windowFlags() & Qt.WindowType.Popup == Qt.WindowType.Popup:
            widget.close()
    for widget in stage.app.topLevelWidgets():
        if widget.isVisible() and widget is not stage.window:
            widget.close()
    stage.page.close_panel()
    stage.page.go_to("board")
    stage.window.activateWindow()
    stage.settle(0.02)


def read_aloud(widget: QWidget) -> str:
    """What a screen reader says of a widget."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def focusable(root: QWidget) -> list[QWidget]:
    """What below a widget can have the keys now."""
    return [
        widget
        for widget in (root, *root.findChildren(QWidget))
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & _KEYS
        and widget.focusProxy() is None
        and widget.window() is root.window()
    ]


def nameless(root: QWidget) -> list[str]:
    """What can have the keys or be pressed and says nothing, and views with rows that say nothing."""
    buttons = [button for button in root.findChildren(QAbstractButton) if button.isVisible()]
    asked = dict.fromkeys([*focusable(root), *buttons])
    silent = [describe(widget) for widget in asked if not read_aloud(widget).strip()]
    for view in root.findChildren(QAbstractItemView):
        if view.isVisible() and view.model() is not None:
            silent += [
                f"{describe(view)} row {row}" for row in range(min(12, view.model().rowCount())) if is_silent(view, row)
            ]
    return silent


def is_silent(view: QAbstractItemView, row: int) -> bool:
    """Whether no cell of a row says anything."""
    roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
    columns = range(1 if isinstance(view, QListView) else view.model().columnCount())
    cells = [view.model().index(row, column).data(role) for column in columns for role in roles]
    return not any(str(cell).strip() for cell in cells if cell is not None)


def describe(widget: QWidget) -> str:
    """Where in the window a widget stands, for whoever has to name it."""
    way: list[str] = []
    home: QWidget | None = widget
    while home is not None and len(way) < 4:
        way.append(type(home).__name__)
        home = home.parentWidget()
    return " in ".join(way)


def page(stage: Stage, key: str) -> QWidget:
    """A screen, shown."""
    stage.page.go_to(key)
    stage.settle(0.1)
    return stage.window


def first_deal(stage: Stage, column: int = 0) -> int:
    return stage.page.board.canvas.columns[column].list.cards.loaded_ids[0]


@pytest.mark.parametrize("key", [each.key for each in list_destinations()] + ["bin", "hygiene", "data quality"])
def test_whatever_takes_the_keys_on_a_screen_has_a_name(stage: Stage, key: str) -> None:
    shown = page(stage, key)
    assert nameless(shown) == []
    assert len(focusable(shown)) > 6


def test_every_section_of_the_settings_has_names(stage: Stage) -> None:
    settings = page(stage, "settings").findChild(SettingsPage)
    assert settings is not None
    silent = {}
    for row in range(settings.list.count()):
        settings.list.setCurrentRow(row)
        stage.settle(0.02)
        silent[settings.list.item(row).text()] = nameless(settings)
    assert {title: found for title, found in silent.items() if found} == {}
    assert len(silent) >= 12


@pytest.mark.parametrize("size", SIZES)
def test_the_deal_panel_has_names_on_all_its_pages(stage: Stage, size: tuple[int, int]) -> None:
    stage.window.resize(*size)
    silent = {}
    for column in range(len(stage.page.board.canvas.columns)):
        stage.page.open_deal(first_deal(stage, column))
        for tab in range(4):
            stage.page.panel.columns.tabs.choose(tab)
            stage.settle(0.05)
            silent[column, tab] = nameless(stage.page.panel)
    stage.window.resize(*SIZES[0])
    assert {where: found for where, found in silent.items() if found} == {}
    assert stage.page.panel.is_wide() or size != SIZES[0]


def contacts(stage: Stage, subject: Subject = Subject.PEOPLE) -> ContactsPage:
    found = page(stage, "contacts").findChild(ContactsPage)
    assert found is not None
    found.toolbar.subjects.choose(0 if subject is Subject.PEOPLE else 1)
    stage.settle(0.05)
    return found


def person(stage: Stage) -> PersonView:
    view = contacts(stage).panel.view
    assert isinstance(view, PersonView)
    return view


def open_merge(stage: Stage) -> QWidget:
    first, second, *_others = contacts(stage).table.contacts.ids
    return contacts(stage).acts.ask_merge(Subject.PEOPLE, (first, second))


def open_gate(stage: Stage) -> QWidget:
    session = stage.window.session
    assert session is not None
    deal = first_deal(stage)
    wanted = Criterion(1, 1, CriterionKind.TICK, "The budget is known", None, is_required=True)
    stopped = GateError("Not ready.", {deal: (wanted,)}, {deal: "Oak table"})
    dialog = GateDialog(session, stage.theme, stage.window.formats, stopped, "ready", lambda *_asked: None, stage.page)
    dialog.open()
    return dialog


def open_bulk(stage: Stage) -> QWidget | None:
    deals = page(stage, "deals").findChild(DealsPage)
    assert deals is not None
    deals.focus_page()
    deals.view.selectAll()
    return deals.edit_many()


def open_agenda(stage: Stage, ask: Agenda) -> QWidget | None:
    activities = page(stage, "activities").findChild(ActivitiesPage)
    assert activities is not None
    activities.focus_page()
    activities.act(ask)
    return stage.app.activePopupWidget()


def open_of_board(stage: Stage, ask: Ask) -> QWidget | None:
    page(stage, "board")
    stage.page.board.focus_board()
    stage.page.board.act(ask)
    return stage.app.activePopupWidget()


def open_palette(stage: Stage) -> QWidget:
    stage.window.open_palette()
    palette = stage.page.search.shown
    assert palette is not None
    palette.field.setText("a")
    return palette


def open_history(stage: Stage) -> QWidget:
    stage.page.show_history()
    history = stage.page._history
    assert history is not None
    return history


def open_restore(stage: Stage) -> QWidget:
    session = stage.window.session
    assert session is not None
    folder = session.path.with_name(session.path.name + ".backups")
    make_backup(session.path, folder, at=NOW, reason=Reason.BY_HAND)
    stage.window.care.show_restore()
    dialog = stage.window.care.dialog
    assert dialog is not None
    return dialog


def open_who(stage: Stage) -> QWidget:
    dialog = WhoDialog(stage.theme, "amara", stage.window)
    dialog.open()
    return dialog


OPENERS: dict[str, Callable[[Stage], QWidget | None]] = {
    "lost": lambda stage: stage.page.board.commands.ask_reason([first_deal(stage)]),
    "gate": open_gate,
    "merge": open_merge,
    "duplicates": lambda stage: contacts(stage).acts.show_duplicates(Subject.PEOPLE),
    "left": lambda stage: contacts(stage).acts.ask_left(person(stage)),
    "erase": lambda stage: contacts(stage).acts.ask_erase(person(stage)),
    "who": open_who,
    "history": open_history,
    "restore": open_restore,
    "palette": open_palette,
    "bulk edit": open_bulk,
    "new activity": lambda stage: open_agenda(stage, Agenda.NEW),
    "finish activity": lambda stage: open_agenda(stage, Agenda.FINISH),
    "edit activity": lambda stage: open_agenda(stage, Agenda.EDIT),
    "move activity": lambda stage: open_agenda(stage, Agenda.MOVE),
    "owner of a card": lambda stage: open_of_board(stage, Ask.OWNER),
    "labels of a card": lambda stage: open_of_board(stage, Ask.LABELS),
    "close date of a card": lambda stage: open_of_board(stage, Ask.CLOSE_DATE),
    "value of a card": lambda stage: open_of_board(stage, Ask.VALUE),
    "activity of a card": lambda stage: open_of_board(stage, Ask.ACTIVITY),
    "name of a new stage": lambda stage: open_of_board(stage, Ask.ADD_STAGE),
    "name of a view": lambda stage: open_of_board(stage, Ask.SAVE_VIEW),
    "write an e-mail": lambda stage: stage.page.mail.acts.write(deal_ids=[first_deal(stage, 1), first_deal(stage, 2)]),
    "e-mails not sent": lambda stage: stage.page.mail.acts.show_outbox(),
}


@pytest.mark.parametrize("name", OPENERS)
def test_every_question_has_names_and_the_keys_go_back_where_they_were(stage: Stage, name: str) -> None:
    opened = OPENERS[name](stage)
    stage.settle(0.1)
    assert opened is not None
    assert opened.isVisible()
    assert nameless(opened) == []
    assert focusable(opened) != []
    QTest.keyClick(next((each for each in focusable(opened) if each.hasFocus()), opened), Qt.Key.Key_Escape)
    stage.settle(0.05)
    stage.window.activateWindow()
    stage.settle(0.05)
    assert_keys_are_somewhere(stage)


def assert_keys_are_somewhere(stage: Stage) -> None:
    focus = stage.window.focusWidget()
    assert focus is not None, "nobody has the keys"
    assert focus.isVisible(), f"the keys are at {describe(focus)}, which is gone"
    assert focus.isEnabled(), f"the keys are at {describe(focus)}, which takes none"


def test_the_start_page_has_names(qapp: QApplication) -> None:
    with open_stage(qapp, Look(size=SIZES[1])) as opened:
        opened.settle()
        assert nameless(opened.window) == []
        assert len(focusable(opened.window)) >= 6


def test_a_card_says_all_of_itself_in_one_sentence(stage: Stage) -> None:
    said = [
        str(column.list.cards.index(row).data(Qt.ItemDataRole.AccessibleTextRole))
        for column in stage.page.board.canvas.columns
        for row in range(column.list.cards.rowCount())
    ]
    assert (
        "Tasting-room joinery, Kestrel Yard Brewing, €15,800, owner Kenji Morita, 34 days in this stage, stuck,"
        " Visit 8 days late, 1 of 4 criteria, score 53"
    ) in said
    assert len(said) == 34
    assert all("owner " in words and " in this stage" in words for words in said)


def test_a_column_says_its_name_its_deals_and_their_sum(stage: Stage) -> None:
    columns = stage.page.board.canvas.columns
    said = [read_aloud(column.list) for column in columns]
    assert said[2] == "Meeting, 7 deals, €93,200, narrowest step"
    assert said[0] == "Lead In, 9 deals, €81,300, 9, limit 8"
    heads = [read_aloud(column.header) for column in columns]
    assert all(head.startswith(f"{words}, ") for head, words in zip(heads, said, strict=True))
    assert [head.endswith(("% move on", "% won")) for head in heads] == [True] * 5


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("deals", ("Deal: Meeting pods ×3", "Stage: Lead In", "Value: €14,200", "Next step: Call 15:30")),
        ("activities", ("Tasting-room joinery", "8 d late", "owner Kenji Morita")),
        ("contacts", ("Ada Devereux, Office manager, Hollin Bakery Co-op, decides, 1 open, €6,300, Call, 4 d late",)),
        (
            "hygiene",
            ("Tasting-room joinery, Kestrel Yard Brewing, Meeting, €15,800, Kenji Morita, Next step 8 d late",),
        ),
        ("data quality", ("Ulla Fairbairn, Clover Field Crèche", "similar names")),
        ("bin", ("Front-of-house refit, Deal, Corran Wood College, Mon 8 Jun 15:44",)),
    ],
)
def test_a_row_says_all_of_itself(stage: Stage, key: str, words: tuple[str, ...]) -> None:
    shown = page(stage, key)
    said = "\n".join(
        str(view.model().index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))
        for view in shown.findChildren(QAbstractItemView)
        if view.isVisible()
        for row in range(view.model().rowCount())
        for column in range(1 if isinstance(view, QListView) else view.model().columnCount())
    )
    assert [word for word in words if word not in said] == []


def press(stage: Stage, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key to whoever has the keys; afterwards somebody has them still."""
    focus = stage.window.focusWidget()
    assert focus is not None
    QTest.keyClick(stage.window.windowHandle(), key, held)
    stage.settle(0.03)


CTRL = Qt.KeyboardModifier.ControlModifier
ROUNDS: dict[str, tuple[str, Sequence[tuple[Qt.Key, Qt.KeyboardModifier | None]]]] = {
    "deleting the last card there is and bringing it back": (
        "board",
        [
            (Qt.Key.Key_A, CTRL),
            (Qt.Key.Key_Delete, None),
            (Qt.Key.Key_Delete, None),
            (Qt.Key.Key_Z, CTRL),
            (Qt.Key.Key_Z, CTRL),
        ],
    ),
    "a card moved, undone and done again": (
        "board",
        [
            (Qt.Key.Key_Right, CTRL),
            (Qt.Key.Key_Z, CTRL),
            (Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier),
            (Qt.Key.Key_Z, CTRL),
        ],
    ),
    "a column folded and unfolded": ("board", [(Qt.Key.Key_BracketLeft, None), (Qt.Key.Key_BracketRight, None)]),
    "the panel opened, stepped through and closed": (
        "board",
        [(Qt.Key.Key_Return, None), (Qt.Key.Key_Down, None), (Qt.Key.Key_Up, None), (Qt.Key.Key_Escape, None)],
    ),
    "the deal of the open panel deleted": (
        "board",
        [(Qt.Key.Key_Return, None), (Qt.Key.Key_Escape, None), (Qt.Key.Key_Delete, None), (Qt.Key.Key_Z, CTRL)],
    ),
    "filtered to nothing and back": (
        "board",
        [(Qt.Key.Key_Slash, None), (Qt.Key.Key_Q, None), (Qt.Key.Key_Escape, None)],
    ),
    "rows of the table deleted": (
        "deals",
        [
            (Qt.Key.Key_Delete, None),
            (Qt.Key.Key_A, CTRL),
            (Qt.Key.Key_Delete, None),
            (Qt.Key.Key_Z, CTRL),
            (Qt.Key.Key_Z, CTRL),
        ],
    ),
    "contacts deleted": (
        "contacts",
        [(Qt.Key.Key_Delete, None), (Qt.Key.Key_Delete, None), (Qt.Key.Key_Z, CTRL), (Qt.Key.Key_Z, CTRL)],
    ),
    "activities put off and deleted": (
        "activities",
        [(Qt.Key.Key_T, None), (Qt.Key.Key_Delete, None), (Qt.Key.Key_Z, CTRL), (Qt.Key.Key_Z, CTRL)],
    ),
    "every screen by its key": (
        "board",
        [(getattr(Qt.Key, f"Key_{number}"), CTRL) for number in (2, 3, 4, 5, 1)]
        + [(Qt.Key.Key_Comma, CTRL), (Qt.Key.Key_1, CTRL)],
    ),
    "the palette opened and closed on each screen": (
        "deals",
        [
            (Qt.Key.Key_K, CTRL),
            (Qt.Key.Key_Escape, None),
            (Qt.Key.Key_4, CTRL),
            (Qt.Key.Key_K, CTRL),
            (Qt.Key.Key_Escape, None),
        ],
    ),
}


@pytest.mark.parametrize("name", ROUNDS)
def test_the_keys_are_never_lost(stage: Stage, name: str) -> None:
    key, presses = ROUNDS[name]
    page(stage, key)
    before = entries(stage)
    for pressed, held in presses:
        press(stage, pressed, held or Qt.KeyboardModifier.NoModifier)
        assert_keys_are_somewhere(stage)
    # Whatever was done was taken back: the next test finds the same company.
    assert entries(stage) == before


def entries(stage: Stage) -> int:
    return stage.number("select count(*) from journal_entry where state = 'done'")


def commands(stage: Stage) -> dict[str, QAction]:
    """Every entry of the menus by its words."""
    menus = (bar_entry.menu() for bar_entry in stage.window.menuBar().actions())
    entries = [entry for menu in menus if isinstance(menu, QMenu) for entry in menu.actions()]
    return {entry.text().split("\t")[0].split(": ")[0]: entry for entry in entries if not entry.isSeparator()}


def keys_of(entry: QAction) -> str:
    """The key that the menu shows beside an entry."""
    shown = entry.text().partition("\t")[2]
    return shown or entry.shortcut().toString()


def test_every_command_of_the_menus_says_what_it_does_and_with_which_key(stage: Stage) -> None:
    found = commands(stage)
    assert "" not in found
    assert {
        text: keys_of(found[text]) if text in found else "missing" for text in _KEYS_OF_COMMANDS
    } == _KEYS_OF_COMMANDS
    for destination in list_destinations():
        assert keys_of(found[destination.name]) == destination.shortcut


def test_no_key_means_two_things(stage: Stage) -> None:
    keys = [keys_of(entry) for entry in commands(stage).values() if keys_of(entry)]
    assert sorted(keys) == sorted(set(keys))


class Windows(QObject):
    """Notes every window of its own that comes up."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{describe(watched)} {watched.accessibleName()}")
        return False


def test_no_screen_flashes_up_as_a_window_of_its_own_and_takes_the_keys(qapp: QApplication) -> None:
    windows = Windows()
    with open_stage(qapp, Look()) as fresh:
        fresh.enter()
        qapp.installEventFilter(windows)
        fresh.page.open_deal(first_deal(fresh))
        for key in [each.key for each in list_destinations()] + ["bin"]:
            page(fresh, key)
        settings = page(fresh, "settings").findChild(SettingsPage)
        assert settings is not None
        for row in range(settings.list.count()):
            settings.list.setCurrentRow(row)
        fresh.page.go_to("board")
        fresh.settle()
        qapp.removeEventFilter(windows)
    assert windows.seen == []
