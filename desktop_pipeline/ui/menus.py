"""The menu bar: every command with its key, in the same place always."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from desktop_pipeline.ui.key_names import name_keys


class Command(NamedTuple):
    """One entry of a menu.

    `needs` says when it can be chosen: "workspace", "writing", "board", "deals" (board or table), "sample", or always.
    """

    menu: str
    text: str
    act: Callable[[], object]
    keys: str | QKeySequence.StandardKey | None = None
    needs: str = ""
    # A key that a screen handles itself is shown, and left to the screen.
    shown_keys: str = ""
    # Where a Mac has a place of its own for it
    role: QAction.MenuRole = QAction.MenuRole.NoRole


class Menus:
    """Builds the menus of a window and keeps their entries as fit as the window is."""

    def __init__(self, window: QMainWindow, titles: dict[str, str]) -> None:
        self._window = window
        self._menus = {key: window.menuBar().addMenu(title) for key, title in titles.items()}
        self._entries: list[tuple[QAction, str]] = []

    def menu(self, key: str) -> QMenu:
        """One of the menus, for parts that change while the program runs."""
        return self._menus[key]

    def add(self, command: Command) -> QAction:
        """Adds an entry at the end of its menu."""
        action = QAction(command.text, self._window)
        if command.keys is not None:
            action.setShortcut(QKeySequence(command.keys))
        if command.shown_keys:
            action.setText(f"{command.text}\t{name_keys(command.shown_keys)}")
        action.triggered.connect(lambda _checked=False: command.act())
        # A Mac else takes entries by their words out of their menu: “Settings”, “Paste rows…”
        action.setMenuRole(command.role)
        self._menus[command.menu].addAction(action)
        self._entries.append((action, command.needs))
        return action

    def add_list(self, menu: str, title: str, fill: Callable[[QMenu], None]) -> None:
        """A menu within a menu, filled anew whenever it is opened."""
        inner = self._menus[menu].addMenu(title)

        def show() -> None:
            inner.clear()
            fill(inner)

        inner.aboutToShow.connect(show)

    def separate(self, menu: str) -> None:
        """A line between groups of entries."""
        self._menus[menu].addSeparator()

    def add_choice(self, menu: QMenu, choices: dict[str, str], current: str, choose: Callable[[str], None]) -> None:
        """Entries of which one is chosen."""
        group = QActionGroup(self._window)
        for key, text in choices.items():
            action = QAction(text, self._window, checkable=True, checked=key == current)
            action.setMenuRole(QAction.MenuRole.NoRole)
            action.triggered.connect(lambda _checked, key=key: choose(key))
            group.addAction(action)
            menu.addAction(action)

    def fit(self, there: frozenset[str]) -> None:
        """Enables the entries whose need is there."""
        for action, needs in self._entries:
            action.setEnabled(not needs or needs in there)


def escape_ampersands(text: str) -> str:
    """Text of others for a menu: an ampersand is shown, not taken for a key."""
    return text.replace("&", "&&")
