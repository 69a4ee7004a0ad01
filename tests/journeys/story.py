"""A journey through the program's own window by keys alone: the same script offscreen and on a virtual screen."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from desktop_pipeline.app import make_window
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.workspace import open_workspace
from desktop_pipeline.ui.preferences import PreferenceFile, Preferences
from desktop_pipeline.ui.workspace_page import WorkspacePage
from tests.journeys.real_window import RealWindow

PATIENCE = 20.0
_KEYS: dict[str, Qt.Key | str] = {
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Return": Qt.Key.Key_Return,
    "Escape": Qt.Key.Key_Escape,
    "Tab": Qt.Key.Key_Tab,
    "Delete": Qt.Key.Key_Delete,
    "Home": Qt.Key.Key_Home,
    "space": Qt.Key.Key_Space,
    "F2": Qt.Key.Key_F2,
    "F8": Qt.Key.Key_F8,
    "slash": Qt.Key.Key_Slash,
    "comma": Qt.Key.Key_Comma,
    "equal": Qt.Key.Key_Equal,
    "minus": Qt.Key.Key_Minus,
}
_HELD = {
    "ctrl": Qt.KeyboardModifier.ControlModifier,
    "shift": Qt.KeyboardModifier.ShiftModifier,
    "alt": Qt.KeyboardModifier.AltModifier,
}


DialogT = TypeVar("DialogT", bound=QDialog)


class Story:
    """The window with its workspace. Keys go to whatever has the focus, never to a widget that the test names."""

    def __init__(self, folder: Path) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.app = app
        self.folder = folder
        self.home = folder / "home"
        self.path = folder / "story.pipeline"
        PreferenceFile(self.home).keep(Preferences(theme="light", user_name="Ann Lee"))
        self.begin()

    def begin(self) -> None:
        """Starts the program, with no file open."""
        self.window = make_window(self.app, PreferenceFile(self.home))
        self.window.resize(1440, 900)
        self.window.show()
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    @property
    def page(self) -> WorkspacePage:
        assert self.window.page is not None
        return self.window.page

    @property
    def focus(self) -> QWidget | None:
        """Who has the keys."""
        return self.app.focusWidget()

    def open(self) -> None:
        """Opens the workspace of the story."""
        assert self.window.open_file(self.path)
        self.settle()

    def restart(self) -> None:
        """Ends the program and starts it again with the same file."""
        self.end()
        self.begin()
        self.open()

    def end(self) -> None:
        """Ends the program."""
        self.window.close()
        self.window.deleteLater()
        self.app.processEvents()

    def wait(self, until: Callable[[], object], what: str = "it never came to be") -> None:
        """Lets the program live until something is so and nothing is being worked at."""
        end = time.monotonic() + PATIENCE
        while not (until() and self.window.tasks.is_idle):
            assert time.monotonic() < end, what
            self.app.processEvents()
            time.sleep(0.002)

    def settle(self, seconds: float = 0.05) -> None:
        """Lets joined wishes and work on other threads come to their end."""
        end = time.monotonic() + seconds
        while time.monotonic() < end or not self.window.tasks.is_idle:
            self.app.processEvents()
            time.sleep(0.002)

    def keys(self, *names: str) -> None:
        """Presses keys one after the other: “Down”, “ctrl+Right”, “w”."""
        for name in names:
            *held, key = name.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for word in held:
                modifiers |= _HELD[word]
            self._press(_KEYS.get(key, key), modifiers)

    def write(self, text: str) -> None:
        """Types a text where the keys are."""
        for letter in text:
            self._press(letter, Qt.KeyboardModifier.NoModifier)

    def _press(self, key: Qt.Key | str, held: Qt.KeyboardModifier) -> None:
        window = QGuiApplication.focusWindow()
        assert window is not None, "no window has the keys"
        QTest.keyClick(window, key, held)  # type: ignore[arg-type] # PySide takes a letter as well
        self.app.processEvents()

    def ask(self, kind: type[DialogT]) -> DialogT:
        """The question that is open now."""
        self.wait(lambda: isinstance(self.app.activeModalWidget(), kind), f"nobody asked by a {kind.__name__}")
        dialog = self.app.activeModalWidget()
        assert isinstance(dialog, kind)
        return dialog

    def answered(self) -> None:
        """Waits until no question is open; the keys are the window's again, as a window manager would have it."""
        self.wait(lambda: self.app.activeModalWidget() is None, "a question is still open")
        self._take_keys()

    def _take_keys(self) -> None:
        if QGuiApplication.focusWindow() is None:
            self.window.activateWindow()
            self.wait(self.window.isActiveWindow)

    def rows(self, sql: str) -> list[Row]:
        """What the file holds, read past the window."""
        with open_workspace(self.path, read_only=True) as workspace:
            return list(workspace.rows(sql))

    def value(self, sql: str) -> object:
        """The first column of the first row, None where there is none."""
        rows = self.rows(sql)
        return rows[0][0] if rows else None

    def deal(self, title: str, *columns: str) -> Row:
        """Columns of a deal as they are stored."""
        with open_workspace(self.path, read_only=True) as workspace:
            sql = (
                f"select {', '.join(columns)} from deal d left join stage s on s.id = d.stage_id"  # noqa: S608 - our own text
                " left join reason r on r.id = d.reason_id where d.title = ?"
            )
            found = workspace.row(sql, (title,))
        assert found is not None, f"there is no deal {title}"
        return found

    def stage_of(self, title: str) -> str:
        """The stage in which a deal stands."""
        return str(self.deal(title, "s.name")[0])

    def point_at(self, title: str) -> None:
        """Goes to a card by the arrows, from wherever on the board the keys are."""
        wanted = next(
            (column, row)
            for column, shown in enumerate(self.page.board.canvas.columns)
            for row in range(shown.list.cards.rowCount())
            if (card := shown.list.cards.card(row)) is not None and card.title == title
        )
        columns = self.page.board.canvas.columns
        for _press in range(40):
            here = next((place for place, column in enumerate(columns) if column.list.hasFocus()), None)
            assert here is not None, f"the board has lost the keys to {self.focus!r}"
            row = columns[here].list.currentIndex().row()
            if (here, row) == wanted:
                return
            if here != wanted[0]:
                self.keys("Right" if here < wanted[0] else "Left")
            else:
                self.keys("Down" if row < wanted[1] else "Up")
        pytest.fail(f"the arrows never came to {title}")

    def tab_to(self, name: str, key: str = "Tab") -> QWidget:
        """Presses Tab until the keys are at the widget that is read so."""
        seen = []
        for _press in range(80):
            self.keys(key)
            here = self.focus
            seen.append("" if here is None else self.read_aloud(here))
            if here is not None and name in seen[-1]:
                return here
        pytest.fail(f"{key} never came to “{name}”, but to {seen}")

    @staticmethod
    def read_aloud(widget: QWidget) -> str:
        """What a screen reader says of a widget."""
        return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)

    def choose(self, words: str) -> None:
        """Goes down the menu that is open to an entry, and takes it."""
        self.wait(lambda: isinstance(self.app.activePopupWidget(), QMenu), "no menu opened")
        menu = self.app.activePopupWidget()
        assert isinstance(menu, QMenu)
        for _press in range(len(menu.actions()) + 1):
            current = menu.activeAction()
            if current in menu.actions() and current.text().split("\t")[0].replace("&&", "&") == words:
                self.keys("Return")
                return
            self.keys("Down")
        pytest.fail(f"“{words}” is not among {[action.text() for action in menu.actions()]}")

    def close(self) -> None:
        """Ends the program."""
        for popup in (self.app.activePopupWidget(), self.app.activeModalWidget()):
            if popup is not None:
                popup.close()
        self.end()


class RealStory(Story):
    """The same in a window on a virtual screen; the keys come from outside the program."""

    def begin(self) -> None:
        self._real = RealWindow(self.home)
        self.window = self._real.window
        self._real.focus()

    def open(self) -> None:
        self._real.open(self.path)
        self.settle(0.2)

    def keys(self, *names: str) -> None:
        self._real.keys(*names)
        self.settle(0.05)

    def write(self, text: str) -> None:
        self._real.type(text)

    def _take_keys(self) -> None:
        self._real.focus()
