"""The menus of the window: which commands there are, and when each can be chosen."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.key_names import HISTORY_KEY
from desktop_pipeline.ui.menus import Command, Menus, escape_ampersands
from desktop_pipeline.ui.navigation import REPORTS_KEY, list_destinations

if TYPE_CHECKING:
    from desktop_pipeline.ui.main_window import MainWindow
    from desktop_pipeline.ui.workspace_page import WorkspacePage

_Key = QKeySequence.StandardKey
_Role = QAction.MenuRole
# What the table of deals does as well as the board, by its own words.
_IN_TABLE = {
    Ask.OPEN: "open",
    Ask.ACTIVITY: "activity",
    Ask.CADENCE: "cadence",
    Ask.WIN: "won",
    Ask.LOSE: "lost",
    Ask.NOT_A_FIT: "not a fit",
    Ask.DELETE: "delete",
}


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
                "stage": self.tr("&Stage"),
                "go": self.tr("&Go"),
                "help": self.tr("&Help"),
            },
        )
        self._add_file()
        self._undo, self._redo = self._add_edit()
        self._add_deal()
        self._add_mail()
        self._add_stage()
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
                if page.current == "board":
                    there.add("board")
                if page.current in {"board", "deals"}:
                    there.add("deals")
            if session.is_sample:
                there.add("sample")
        self._menus.fit(frozenset(there))

    def _add_file(self) -> None:
        window = self._window
        for command in (
            Command("file", self.tr("New workspace…"), window.close_file, _Key.New),
            Command("file", self.tr("Open…"), window.files.ask_open, _Key.Open),
        ):
            self._menus.add(command)
        self._menus.add_list("file", self.tr("Open again"), self._list_recent)
        # Not yet made: who copies and moves files is loaded when it is asked for.
        copy, move = lambda: window.places.ask_copy(), lambda: window.places.ask_move()  # noqa: PLW0108
        reports = Command("file", self.tr("Reports…"), window.show_reports, REPORTS_KEY, "workspace")
        calendars = self._on_page(lambda page: page.screens.open_settings("calendars"))
        for group in (
            (
                Command("file", self.tr("Save a copy…"), copy, "Ctrl+Shift+S", "workspace"),
                Command("file", self.tr("Move or rename…"), move, None, "writing"),
                Command("file", self.tr("Back up now"), window.care.back_up, None, "writing"),
                Command("file", self.tr("Restore a backup…"), window.files.ask_restore),
            ),
            (
                Command("file", self.tr("Import…"), window.files.ask_import, "Ctrl+I"),
                Command("file", self.tr("Export…"), window.ask_export, "Ctrl+E", "workspace"),
                Command("file", self.tr("Export contacts as vCard…"), window.ask_cards, None, "workspace"),
                Command("file", self.tr("Export activities as a calendar…"), calendars, None, "workspace"),
            ),
            (
                Command("file", self.tr("Print…"), window.print_report, _Key.Print, "workspace"),
                reports,
            ),
            (
                Command("file", self.tr("Sample company"), window.files.open_sample),
                Command("file", self.tr("Remove the sample company"), window.files.remove_sample, needs="sample"),
            ),
            (
                Command("file", self.tr("Close workspace"), window.close_file, _Key.Close, "workspace"),
                # Closing the window may leave the program in the tray.
                Command("file", self.tr("Quit"), window.reminding.quit, "Ctrl+Q", role=_Role.QuitRole),
            ),
        ):
            self._menus.separate("file")
            for command in group:
                action = self._menus.add(command)
                if command is reports:
                    action.setShortcuts([QKeySequence(REPORTS_KEY), QKeySequence("Ctrl+Shift+P")])

    def _list_recent(self, menu: QMenu) -> None:
        """The files that were open before, without the one that is open now and those that are gone."""
        session = self._window.session
        open_now = None if session is None else session.path
        paths = [path for path in self._window.recent_paths() if path != open_now and path.exists()]
        names = Counter(path.name for path in paths)
        for path in paths:
            words = path.name if names[path.name] == 1 else f"{path.name} ({path.parent})"
            action = menu.addAction(escape_ampersands(words))
            action.setMenuRole(_Role.NoRole)
            action.triggered.connect(partial(self._open_recent, path))
        if not paths:
            menu.addAction(self.tr("No other files yet")).setEnabled(False)

    def _open_recent(self, path: Path, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - as the signal hands it over
        self._window.open_file(path)

    def _add_edit(self) -> tuple[QAction, QAction]:
        undo = Command("edit", self.tr("Undo"), self._on_page(lambda page: page.undo()), _Key.Undo, "writing")
        redo = Command("edit", self.tr("Redo"), self._on_page(lambda page: page.redo()), "Ctrl+Shift+Z", "writing")
        entries = self._menus.add(undo), self._menus.add(redo)
        if HISTORY_KEY != "Ctrl+Y":
            entries[1].setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])  # as Windows has it
        # A text field with the keys takes the key for itself.
        self._menus.add(Command("edit", self.tr("Paste rows…"), self._window.files.paste_rows, _Key.Paste, "writing"))
        self._menus.separate("edit")
        find = self._on_page(lambda page: page.find())
        bin_page = self._on_page(lambda page: page.go_to("bin"))
        for command in (
            Command("edit", self.tr("History…"), self._window.show_history, HISTORY_KEY, "workspace"),
            Command("edit", self.tr("Bin"), bin_page, None, "workspace"),
            Command("edit", self.tr("Search everything…"), self._window.open_palette, "Ctrl+K", "workspace"),
            Command("edit", self.tr("Find on this page"), find, _Key.Find, "workspace"),
            Command("edit", self.tr("Filter"), find, None, "workspace", "/"),
        ):
            self._menus.add(command)
        return entries

    def _add_deal(self) -> None:
        for group in (
            (
                (self.tr("New deal"), Ask.NEW, "N"),
                (self.tr("Open"), Ask.OPEN, "Enter"),
                (self.tr("Plan an activity…"), Ask.ACTIVITY, "A"),
                (self.tr("Start a cadence…"), Ask.CADENCE, "C"),
            ),
            (
                (self.tr("Move one stage on"), Ask.SEND_RIGHT, "Ctrl+→"),
                (self.tr("Move one stage back"), Ask.SEND_LEFT, "Ctrl+←"),
                (self.tr("Move up"), Ask.RAISE, "Ctrl+↑"),
                (self.tr("Move down"), Ask.LOWER, "Ctrl+↓"),
                (self.tr("Move to pipeline…"), Ask.PIPELINE, ""),
            ),
            (
                (self.tr("Owner…"), Ask.OWNER, "O"),
                (self.tr("Labels…"), Ask.LABELS, "T"),
                (self.tr("Close date…"), Ask.CLOSE_DATE, "D"),
                (self.tr("Value…"), Ask.VALUE, "F2"),
                (self.tr("Select the whole column"), Ask.SELECT_ALL, "Ctrl+A"),
            ),
            (
                (self.tr("Won"), Ask.WIN, "W"),
                (self.tr("Lost…"), Ask.LOSE, "L"),
                (self.tr("Not a fit…"), Ask.NOT_A_FIT, "X"),
                (self.tr("Delete"), Ask.DELETE, "Del"),
            ),
        ):
            for text, ask, keys in group:
                needs = "writing" if ask is Ask.NEW else "deals" if ask in _IN_TABLE else "board"
                self._menus.add(Command("deal", text, self._on_deals(ask), None, needs, keys))
            self._menus.separate("deal")

    def _add_mail(self) -> None:
        write = self._on_page(lambda page: page.mail.write_selected())
        shown = self._on_page(lambda page: page.mail.write_shown())
        outbox = self._on_page(lambda page: page.mail.acts.show_outbox())
        for command in (
            Command("deal", self.tr("Write an e-mail…"), write, "Ctrl+Shift+M", "writing"),
            Command("deal", self.tr("Write to all shown…"), shown, None, "writing"),
            Command("deal", self.tr("E-mails not sent…"), outbox, None, "workspace"),
        ):
            self._menus.add(command)

    def _add_stage(self) -> None:
        for text, ask, keys in (
            (self.tr("Rename the stage"), Ask.RENAME_STAGE, ""),
            (self.tr("Add a stage after it…"), Ask.ADD_STAGE, ""),
            (self.tr("Edit the stage…"), Ask.EDIT_STAGE, ""),
            (self.tr("Remove the stage…"), Ask.REMOVE_STAGE, ""),
            (self.tr("Move the column left"), Ask.COLUMN_LEFT, "Ctrl+Shift+←"),
            (self.tr("Move the column right"), Ask.COLUMN_RIGHT, "Ctrl+Shift+→"),
            (self.tr("Collapse the column"), Ask.COLLAPSE, "["),
            (self.tr("Expand all columns"), Ask.EXPAND, "]"),
            (self.tr("Save this view…"), Ask.SAVE_VIEW, ""),
        ):
            self._menus.add(Command("stage", text, self._on_board(ask), None, "board", keys))

    def _add_rest(self, theme: str, text_percent: int) -> None:
        window = self._window
        looks = {"system": self.tr("Follow the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        self._menus.add_choice(self._menus.menu("view"), looks, theme, window.choose_theme)
        self._menus.separate("view")
        sizes = {f"{percent}": self.tr("Text {percent} %").format(percent=percent) for percent in (90, 100, 115, 130)}
        self._menus.add_choice(self._menus.menu("view"), sizes, str(text_percent), window.choose_text_size)
        self._menus.separate("view")
        back = self._on_page(lambda page: page.look_back())
        self._menus.add(Command("view", self.tr("Board as of a past day"), back, None, "workspace"))
        for destination in list_destinations():
            key, keys = destination.key, destination.shortcut
            role = _Role.PreferencesRole if key == "settings" else _Role.NoRole
            self._menus.add(Command("go", destination.name, self._go_to(key), keys, "workspace", role=role))
        self._menus.separate("go")
        for name, key in (
            (self.tr("Clean up"), "hygiene"),
            (self.tr("Data quality"), "data quality"),
            (self.tr("Past reviews"), "past reviews"),
        ):
            self._menus.add(Command("go", name, self._go_to(key), None, "workspace"))
        reminder = Command("go", self.tr("Reminder"), window.reminding.focus_strip, "F8", "workspace")
        self._menus.add(reminder)
        # Not yet bound: what the window asks and tells is loaded when it is first needed.
        all_keys = Command("help", self.tr("Keys"), lambda: window.questions.show_keys(), _Key.HelpContents)  # noqa: PLW0108
        self._menus.add(all_keys).setShortcuts([QKeySequence(_Key.HelpContents), QKeySequence("?")])
        about = Command("help", self.tr("About Desktop Pipeline"), lambda: window.questions.show_about())  # noqa: PLW0108
        self._menus.add(about).setMenuRole(_Role.AboutRole)

    def _name_steps(self) -> None:
        session = self._window.session
        undo = session.undo_label if session is not None else None
        redo = session.redo_label if session is not None else None
        for action, label, named, bare in (
            (self._undo, undo, self.tr("Undo: {label}"), self.tr("Undo")),
            (self._redo, redo, self.tr("Redo: {label}"), self.tr("Redo")),
        ):
            action.setText(named.format(label=escape_ampersands(label)) if label else bare)

    def _go_to(self, key: str) -> Callable[[], None]:
        return self._on_page(lambda page: page.go_to(key))

    def _on_page(self, act: "Callable[[WorkspacePage], object]") -> Callable[[], None]:
        def run() -> None:
            if self._window.page is not None:
                act(self._window.page)

        return run

    def _on_deals(self, ask: Ask) -> Callable[[], None]:
        def act(page: "WorkspacePage") -> None:
            beside = page.deal_with_keys(QApplication.focusWidget())
            if ask is Ask.NEW:
                page.new_deal()
            elif beside is not None:
                self._act_beside(page, beside, ask)
            elif page.current == "deals" and ask in _IN_TABLE:
                page.screens.deals_page().act(_IN_TABLE[ask])
            else:
                page.board.act(ask)

        return self._on_page(act)

    def _act_beside(self, page: "WorkspacePage", deal_id: int, ask: Ask) -> None:
        """While the keys are in the panel its deal is meant, whichever card had them before."""
        if ask is Ask.OPEN or page.panel.ask(_IN_TABLE.get(ask, "")):
            return
        if page.current == "board" and page.board.show_deal(deal_id):
            page.board.canvas.clear_selection()
            page.board.act(ask)
        else:
            page.toast.show_text(self.tr("This deal is not among those that are shown."))

    def _on_board(self, ask: Ask) -> Callable[[], None]:
        return self._on_page(lambda page: page.board.act(ask))
