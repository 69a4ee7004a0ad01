"""What can be done with a saved view wherever it is named: renamed, moved up, deleted."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.queries.views import SavedViewRow
    from desktop_pipeline.ui.widgets.name_popover import NamePopover

Entry = tuple[str, Callable[[], object]]


class ViewActs(QObject):
    """Its menus and questions open over `home`, and `focus` gives the keys back."""

    def __init__(
        self, home: QWidget, focus: Callable[[], object], session: Session, theme: Theme, say: Callable[[str], object]
    ) -> None:
        super().__init__(home)
        self._home = home
        self._focus = focus
        self._session = session
        self._theme = theme
        self._say = say

    def open_menu(self, view: "SavedViewRow", place: QPoint) -> QMenu:
        """What can be done with that view."""
        menu = QMenu(self._home)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu, self.list_entries(view, place))
        menu.popup(place)
        return menu

    def list_entries(self, view: "SavedViewRow", place: QPoint) -> list[Entry]:
        """The same as entries of another menu."""
        return [
            (self.tr("Rename “{name}”…").format(name=view.name), lambda: self._rename(view, place)),
            (self.tr("Move “{name}” up").format(name=view.name), lambda: self._raise(view)),
            (self.tr("Delete “{name}”").format(name=view.name), lambda: self._delete(view)),
        ]

    def fill(self, menu: QMenu, entries: Sequence[Entry]) -> None:
        """Adds entries that change something; in a file that is open for reading only they cannot be chosen."""
        may_write = not self._session.workspace.is_read_only
        for text, act in entries:
            action = menu.addAction(text.replace("&", "&&"))
            action.setEnabled(may_write)
            action.triggered.connect(lambda _=False, act=act: act())

    def ask_name(self, title: str, typed: str, keep: Callable[[str], object], place: QPoint) -> "NamePopover":
        """Asks for the name of a view."""
        from desktop_pipeline.ui.widgets.name_popover import NamePopover  # noqa: PLC0415 - when somebody names one

        popover = NamePopover(self._theme, title, typed, keep, self._home)
        popover.closed.connect(self._focus)
        popover.open_at(place)
        return popover

    def attempt(self, act: Callable[[], object]) -> None:
        """Does it, or says why not."""
        try:
            act()
        except PipelineError as error:
            self._say(str(error))

    def _rename(self, view: "SavedViewRow", place: QPoint) -> "NamePopover":
        from desktop_pipeline.actions.views import rename_view  # noqa: PLC0415 - when one is renamed

        def keep(name: str) -> None:
            rename_view(self._session.workspace, view.view_id, name)

        return self.ask_name(self.tr("Rename view"), view.name, keep, place)

    def _delete(self, view: "SavedViewRow") -> None:
        from desktop_pipeline.actions.views import delete_view  # noqa: PLC0415

        self.attempt(lambda: delete_view(self._session.workspace, view.view_id))

    def _raise(self, view: "SavedViewRow") -> None:
        from desktop_pipeline.actions.views import REPORT, reorder_views  # noqa: PLC0415
        from desktop_pipeline.queries.views import read_views  # noqa: PLC0415

        rows = read_views(self._session.workspace)
        ids = [row.view_id for row in rows]
        # As the navigation lists them: reports have a list of their own.
        listed = [row.view_id for row in rows if row.screen != REPORT]
        place = listed.index(view.view_id)
        if place > 0:
            here, there = ids.index(view.view_id), ids.index(listed[place - 1])
            ids[here], ids[there] = ids[there], ids[here]
            self.attempt(lambda: reorder_views(self._session.workspace, ids))
