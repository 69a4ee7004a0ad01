"""Small pieces that the rows of the blocks share: a line of text that is a button, and the menu of a row."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu, QWidget

from desktop_pipeline.ui.icons import icon
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.field import Field
from desktop_pipeline.ui.widgets.icon_button import IconButton

# Words, icon, role of its colour and what it does; None is a line between
Choice = tuple[str, str, str, Callable[[], object]] | None


class LinkField(Field):
    """A line of text that does something: Enter, F2 and a click do it."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        note: ErrorNote,
        act: Callable[[], object],
        *,
        style: FontStyle = "body",
        role: str = "ink",
    ) -> None:
        super().__init__(theme, name, note, style=style, role=role)
        self._act = act
        self._choices: Callable[[], Sequence[Choice]] | None = None

    def offer(self, choices: Callable[[], Sequence[Choice]]) -> None:
        """What the right button and the menu key offer: the menu of its row."""
        self._choices = choices

    def open_editor(self) -> None:
        self._note.hide()
        self._act()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._choices is None:
            super().contextMenuEvent(event)
        else:
            show_menu(self._theme, self, self._choices())


def show_menu(theme: Theme, home: QWidget, choices: Sequence[Choice]) -> QMenu:
    """A menu below `home`; what customers wrote in it is shown as it is."""
    menu = QMenu(home)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for choice in choices:
        if choice is None:
            menu.addSeparator()
            continue
        words, icon_name, role, act = choice
        line = menu.addAction(icon(theme, icon_name, off=role), words.replace("&", "&&"))
        # Without a receiver of its own the act would be run by a menu that is gone.
        line.triggered.connect(lambda _checked=False, act=act: act())
    menu.popup(home.mapToGlobal(QPoint(0, home.height() + 2)))
    return menu


def make_more(theme: Theme, name: str, choices: Callable[[], Sequence[Choice]]) -> IconButton:
    """The button with three dots that opens the menu of its row; `name` is the row's."""
    button = IconButton(theme, "ellipsis", name)
    button.clicked.connect(lambda: show_menu(theme, button, choices()))
    return button
