"""The saved reports beside a preview: take one, keep what is asked for, rename and delete."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.views import REPORT, delete_view, rename_view, save_view, update_view
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.views import SavedViewRow, read_views
from desktop_pipeline.reports.asked import ReportAsked
from desktop_pipeline.reports.kept_asked import read_asked, write_asked
from desktop_pipeline.ui.menus import escape_ampersands
from desktop_pipeline.ui.reports.preview.choices import Choice
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.name_popover import NamePopover

_NAME_ROOM = 180


class SavedReports(QWidget):
    """A list of them and a menu. Signals: `opened(ReportAsked)` when one is taken; `failed(words)`."""

    opened = Signal(object)
    failed = Signal(str)

    def __init__(self, session: Session, theme: Theme, read: Callable[[], ReportAsked]) -> None:
        """`read` tells what is asked for now."""
        super().__init__()
        self._session = session
        self._theme = theme
        self._read = read
        self._current: int | None = None
        self.choice = Choice(self.tr("Saved report"))
        self.button = IconButton(theme, "ellipsis", self.tr("Save, rename and delete reports"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.choice, 1)
        layout.addWidget(self.button)
        self.choice.taken.connect(self._on_taken)
        self.button.clicked.connect(self.open_menu)
        session.changed.connect(self._on_changed)
        self._fill()

    @property
    def current(self) -> SavedViewRow | None:
        """The one that was taken or saved last, as far as it is still there."""
        return next((row for row in self._list() if row.view_id == self._current), None)

    def open_menu(self) -> QMenu:
        """What can be done with what is asked for, and with the one that was taken."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries: list[tuple[str, Callable[[], object], bool]] = [(self.tr("Save as…"), self.save, True)]
        current = self.current
        if current is not None:
            room = self._theme.size(_NAME_ROOM)
            shown = menu.fontMetrics().elidedText(current.name, Qt.TextElideMode.ElideRight, room)
            name = escape_ampersands(shown)
            is_other = read_asked(current.question) != read_asked(write_asked(self._read()))
            entries += [
                (self.tr("Keep changes in “{name}”").format(name=name), partial(self._update, current), is_other),
                (self.tr("Rename “{name}”…").format(name=name), partial(self._rename, current), True),
                (self.tr("Delete “{name}”").format(name=name), partial(self._delete, current), True),
            ]
        may_write = not self._session.workspace.is_read_only
        for text, act, is_useful in entries:
            action = menu.addAction(text)
            action.setEnabled(may_write and is_useful)
            action.triggered.connect(lambda _=False, act=act: act())
        if not may_write:
            menu.addSeparator()
            menu.addAction(self.tr("This file is open for reading only")).setEnabled(False)
        menu.popup(self._place())
        return menu

    def save(self) -> NamePopover:
        """Asks for a name and keeps what is asked for under it."""

        def keep(name: str) -> None:
            self._current = save_view(self._session.workspace, name, REPORT, write_asked(self._read()))
            self._fill()

        return self._ask_name(self.tr("Save report"), "", keep)

    def _rename(self, row: SavedViewRow) -> NamePopover:
        return self._ask_name(
            self.tr("Rename report"),
            row.name,
            lambda name: rename_view(self._session.workspace, row.view_id, name),
        )

    def _update(self, row: SavedViewRow) -> None:
        self._try(lambda: update_view(self._session.workspace, row.view_id, write_asked(self._read())))

    def _delete(self, row: SavedViewRow) -> None:
        self._try(lambda: delete_view(self._session.workspace, row.view_id))

    def _ask_name(self, title: str, typed: str, keep: Callable[[str], object]) -> NamePopover:
        popover = NamePopover(self._theme, title, typed, keep, self)
        popover.closed.connect(self.button.setFocus)
        popover.open_at(self._place())
        return popover

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except PipelineError as error:
            self.failed.emit(str(error))

    def _place(self) -> QPoint:
        return self.choice.mapToGlobal(QPoint(0, self.choice.height() + 4))

    def _list(self) -> list[SavedViewRow]:
        return [row for row in read_views(self._session.workspace) if row.screen == REPORT]

    def _fill(self) -> None:
        rows = self._list()
        if self._current not in {row.view_id for row in rows}:
            self._current = None
        lines: list[tuple[str, object]] = [(self.tr("Not saved") if rows else self.tr("None saved yet"), None)]
        self.choice.offer([*lines, *((row.name, row.view_id) for row in rows)], self._current)
        self.choice.setEnabled(bool(rows))

    def _on_taken(self, what: object) -> None:
        self._current = what if isinstance(what, int) else None
        row = self.current
        if row is not None:
            self.opened.emit(read_asked(row.question))

    def _on_changed(self, change: Change) -> None:
        if change.touches("saved_view"):
            self._fill()
