"""The menus of the window: which commands there are, and when each can be chosen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.menus import Command, Menus, escape_ampersands

if TYPE_CHECKING:
    from desktop_pipeline.ui.main_window import MainWindow
    from desktop_pipeline.ui.workspace_page import WorkspacePage

_Key = QKeySequence.StandardKey


class WindowMenus(QObject):
    """Fills the menu bar of a window and keeps it fit."""

    def __init__(self, window: "MainWindow", theme: str, text_percent: int) -> None:
        super().__init__(window)
        self._window = window
        self._menus = Menus(
            window,
            {
                "file": self.tr("&File"),
                "edit": self.tr("&Edit"),
                "view": self.tr("&View"),
                "deal": self.tr("&Deal"),
                "go": self.tr("&Go"),
                "help": self.tr("&Help"),
            },
        )
        self._add_file()
        self._undo, self._redo = self._add_edit()
        self._add_deal()
        self._add_rest(theme, text_percent)
        self._menus.menu("edit").aboutToShow.connect(self._name_steps)

    def fit(self) -> None:
        """Enables what can be done now."""
        page, session = self._window.page, self._window.session
        there = set()
        if page is not None and session is not None:
            there.add("workspace")
            if not session.workspace.is_read_only:
                there.add("writing")
                if page.navigation.current == "board":
                    there.add("board")
            if session.workspace.setting("sample", "no") == "yes":
                there.add("sample")
        self._menus.fit(frozenset(there))

    def _add_file(self) -> None:
        window = self._window
        for command in (
            Command("file", self.tr("New workspace…"), window.close_file, _Key.New),
            Command("file", self.tr("Open…"), window.open_other, _Key.Open),
            Command("file", self.tr("Sample company"), window.open_sample),
            Command("file", self.tr("Remove the sample company"), window.remove_sample, needs="sample"),
            Command("file", self.tr("Import…"), window.ask_import, "Ctrl+I"),
            Command("file", self.tr("Print…"), window.print_report, _Key.Print, "workspace"),
            Command("file", self.tr("Close workspace"), window.close_file, _Key.Close, "workspace"),
            Command("file", self.tr("Quit"), window.close, _Key.Quit),
        ):
            self._menus.add(command)

    def _add_edit(self) -> tuple[QAction, QAction]:
        undo = Command("edit", self.tr("Undo"), self._on_page(lambda page: page.undo()), _Key.Undo, "writing")
        redo = Command("edit", self.tr("Redo"), self._on_page(lambda page: page.redo()), "Ctrl+Shift+Z", "writing")
        entries = self._menus.add(undo), self._menus.add(redo)
        self._menus.separate("edit")
        self._menus.add(Command("edit", self.tr("Filter"), self._on_board(Ask.FILTER), None, "workspace", "/"))
        return entries

    def _add_deal(self) -> None:
        for text, ask, keys in (
            (self.tr("New deal"), Ask.NEW, "N"),
            (self.tr("Open"), Ask.OPEN, "Enter"),
            (self.tr("Move one stage on"), Ask.SEND_RIGHT, "Ctrl+→"),
            (self.tr("Move one stage back"), Ask.SEND_LEFT, "Ctrl+←"),
            (self.tr("Move up"), Ask.RAISE, "Ctrl+↑"),
            (self.tr("Move down"), Ask.LOWER, "Ctrl+↓"),
            (self.tr("Won"), Ask.WIN, "W"),
            (self.tr("Lost…"), Ask.LOSE, "L"),
            (self.tr("Delete"), Ask.DELETE, "Del"),
        ):
            self._menus.add(Command("deal", text, self._on_board(ask), None, "board", keys))

    def _add_rest(self, theme: str, text_percent: int) -> None:
        window = self._window
        looks = {"system": self.tr("Follow the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        self._menus.add_choice(self._menus.menu("view"), looks, theme, window.choose_theme)
        self._menus.separate("view")
        sizes = {f"{percent}": self.tr("Text {percent} %").format(percent=percent) for percent in (90, 100, 115, 130)}
        self._menus.add_choice(self._menus.menu("view"), sizes, str(text_percent), window.choose_text_size)
        board = self._on_page(lambda page: page.go_to("board"))
        insights = self._on_page(lambda page: page.go_to("insights"))
        for command in (
            Command("go", self.tr("Board"), board, "Ctrl+1", "workspace"),
            Command("go", self.tr("Insights"), insights, "Ctrl+2", "workspace"),
            Command("help", self.tr("Keys"), self._show_keys, _Key.HelpContents),
            Command("help", self.tr("About Desktop Pipeline"), self._show_about),
        ):
            self._menus.add(command)

    def _show_keys(self) -> None:
        self._window.questions.show_keys()

    def _show_about(self) -> None:
        self._window.questions.show_about()

    def _name_steps(self) -> None:
        session = self._window.session
        undo = session.undo_label if session is not None else None
        redo = session.redo_label if session is not None else None
        for action, label, named, bare in (
            (self._undo, undo, self.tr("Undo: {label}"), self.tr("Undo")),
            (self._redo, redo, self.tr("Redo: {label}"), self.tr("Redo")),
        ):
            action.setText(named.format(label=escape_ampersands(label)) if label else bare)

    def _on_page(self, act: "Callable[[WorkspacePage], object]") -> Callable[[], None]:
        def run() -> None:
            if self._window.page is not None:
                act(self._window.page)

        return run

    def _on_board(self, ask: Ask) -> Callable[[], None]:
        return self._on_page(lambda page: page.board.act(ask))
