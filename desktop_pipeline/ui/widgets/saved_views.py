"""The menu of the saved views of a screen: show one, keep what is shown, and what can be done with the one shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.view_acts import Entry, ViewActs

if TYPE_CHECKING:
    from desktop_pipeline.queries.views import SavedViewRow
    from desktop_pipeline.ui.widgets.name_popover import NamePopover


@dataclass(frozen=True, slots=True)
class ViewedScreen:
    """A screen whose views are saved: its key, what it shows now, how it shows a view, and who gets the keys back."""

    key: str
    page: QWidget
    question: Callable[[], dict[str, object]]
    show: Callable[[Mapping[str, object], int], object]
    focus: Callable[[], object]


class SavedViews(QObject):
    """`current` is the id of the view that is shown, as far as it is still there."""

    def __init__(self, screen: ViewedScreen, session: Session, theme: Theme, say: Callable[[str], object]) -> None:
        super().__init__(screen.page)
        self._screen = screen
        self._session = session
        self._acts = ViewActs(screen.page, screen.focus, session, theme, say)
        self.current: int | None = None

    def open_menu(self, place: QPoint) -> QMenu:
        """The views of the screen, and what can be done with the one that is shown."""
        from desktop_pipeline.queries.views import read_views  # noqa: PLC0415 - when somebody asks for them

        menu = QMenu(self._screen.page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        views = [view for view in read_views(self._session.workspace) if view.screen == self._screen.key]
        for view in views:
            action = menu.addAction(view.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(view.view_id == self.current)
            action.triggered.connect(lambda _=False, view=view: self.show(view))
        menu.addSeparator()
        entries: list[Entry] = [(self.tr("Save view…"), lambda: self.save(place))]
        current = next((view for view in views if view.view_id == self.current), None)
        if current is not None:
            words = self.tr("Keep changes in “{name}”").format(name=current.name)
            entries += [(words, lambda: self._update(current)), *self._acts.list_entries(current, place)]
        self._acts.fill(menu, entries)
        menu.popup(place)
        return menu

    def show(self, view: "SavedViewRow") -> None:
        """Show what a view asks for."""
        self._screen.show(view.question, view.view_id)

    def save(self, place: QPoint) -> "NamePopover":
        """Ask for a name and keep what is shown under it."""
        from desktop_pipeline.actions.views import save_view  # noqa: PLC0415 - when something is saved

        def keep(name: str) -> None:
            self.current = save_view(self._session.workspace, name, self._screen.key, self._screen.question())

        return self._acts.ask_name(self.tr("Save view"), "", keep, place)

    def _update(self, view: "SavedViewRow") -> None:
        from desktop_pipeline.actions.views import update_view  # noqa: PLC0415

        self._acts.attempt(lambda: update_view(self._session.workspace, view.view_id, self._screen.question()))
