"""The menu of saved views: show one, keep what is shown, rename, move and delete."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.queries.views import SavedViewRow
    from desktop_pipeline.ui.board.board_page import BoardPage
    from desktop_pipeline.ui.widgets.name_popover import NamePopover
    from desktop_pipeline.ui.widgets.toast import Toast

SCREEN = "board"


class SavedViews(QObject):
    """`current` is the id of the view that is shown, as far as it is still there."""

    def __init__(self, page: "BoardPage", session: Session, theme: Theme, toast: "Toast") -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._theme = theme
        self._toast = toast
        self.current: int | None = None

    def open_menu(self, place: QPoint) -> QMenu:
        """The views of the board, and what can be done with the one that is shown."""
        from desktop_pipeline.queries.views import read_views  # noqa: PLC0415 - when somebody asks for them

        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        views = [view for view in read_views(self._session.workspace) if view.screen == SCREEN]
        for view in views:
            action = menu.addAction(view.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(view.view_id == self.current)
            action.triggered.connect(lambda _=False, view=view: self.show(view))
        menu.addSeparator()
        may_write = not self._session.workspace.is_read_only
        entries: list[tuple[str, Callable[[], object]]] = [(self.tr("Save view…"), lambda: self.save(place))]
        current = next((view for view in views if view.view_id == self.current), None)
        if current is not None:
            name = current.name.replace("&", "&&")
            entries += [
                (self.tr("Keep changes in “{name}”").format(name=name), lambda: self._update(current)),
                (self.tr("Rename “{name}”…").format(name=name), lambda: self._rename(current, place)),
                (self.tr("Move “{name}” up").format(name=name), lambda: self._raise(current)),
                (self.tr("Delete “{name}”").format(name=name), lambda: self._delete(current)),
            ]
        for text, act in entries:
            action = menu.addAction(text)
            action.setEnabled(may_write)
            action.triggered.connect(lambda _=False, act=act: act())
        menu.popup(place)
        return menu

    def show(self, view: "SavedViewRow") -> None:
        """Show what a view asks for."""
        self._page.show_question(view.question, view.view_id)

    def save(self, place: QPoint) -> "NamePopover":
        """Ask for a name and keep what is shown under it."""
        from desktop_pipeline.actions.views import save_view  # noqa: PLC0415 - when something is saved

        def keep(name: str) -> None:
            self.current = save_view(self._session.workspace, name, SCREEN, self._page.question())

        return self._ask_name(self.tr("Save view"), "", keep, place)

    def _rename(self, view: "SavedViewRow", place: QPoint) -> "NamePopover":
        from desktop_pipeline.actions.views import rename_view  # noqa: PLC0415

        def keep(name: str) -> None:
            rename_view(self._session.workspace, view.view_id, name)

        return self._ask_name(self.tr("Rename view"), view.name, keep, place)

    def _update(self, view: "SavedViewRow") -> None:
        from desktop_pipeline.actions.views import update_view  # noqa: PLC0415

        self._try(lambda: update_view(self._session.workspace, view.view_id, self._page.question()))

    def _delete(self, view: "SavedViewRow") -> None:
        from desktop_pipeline.actions.views import delete_view  # noqa: PLC0415

        self._try(lambda: delete_view(self._session.workspace, view.view_id))

    def _raise(self, view: "SavedViewRow") -> None:
        from desktop_pipeline.actions.views import reorder_views  # noqa: PLC0415
        from desktop_pipeline.queries.views import read_views  # noqa: PLC0415

        rows = read_views(self._session.workspace)
        ids = [row.view_id for row in rows]
        own = [row.view_id for row in rows if row.screen == SCREEN]
        place = own.index(view.view_id)
        if place > 0:
            here, there = ids.index(view.view_id), ids.index(own[place - 1])
            ids[here], ids[there] = ids[there], ids[here]
            self._try(lambda: reorder_views(self._session.workspace, ids))

    def _ask_name(self, title: str, typed: str, keep: Callable[[str], object], place: QPoint) -> "NamePopover":
        from desktop_pipeline.ui.widgets.name_popover import NamePopover  # noqa: PLC0415

        popover = NamePopover(self._theme, title, typed, keep, self._page)
        popover.closed.connect(self._page.focus_board)
        popover.open_at(place)
        return popover

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except PipelineError as error:
            self._toast.show_text(str(error))
