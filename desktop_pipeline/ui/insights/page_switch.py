"""A switch between views: those that are looked at daily side by side, and a menu with the others."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.segmented import Segmented


class PageSwitch(Segmented):
    """Views by key and title, so many of them `daily`; `page_chosen(key)` when the user takes another one."""

    page_chosen = Signal(str)

    def __init__(self, theme: Theme, pages: Sequence[tuple[str, str]], *, daily: int = 2, small: bool = False) -> None:
        self._pages = tuple(pages)
        self._daily = daily
        super().__init__(theme, self._words(None), small=small, opens_menu=len(self._pages) > daily)
        self._further: str | None = None

    @property
    def key(self) -> str:
        """The page that is chosen."""
        return self._further or self._pages[self.current][0]

    def go(self, key: str) -> None:
        """Take a page by its key; tells `page_chosen` when it is another one."""
        if key == self.key or key not in dict(self._pages):
            return
        place = [each for each, _title in self._pages].index(key)
        self._further = key if place >= self._daily else None
        super().choose(min(place, self._daily))
        self.reword(self._words(self._further))
        self.page_chosen.emit(key)

    def choose(self, index: int) -> None:
        """Take one of the daily pages, or open the menu of the others."""
        if index < self._daily:
            if 0 <= index < len(self._pages):
                self.go(self._pages[index][0])
        elif index < len(self.choices):
            self.open_menu()

    def open_menu(self) -> QMenu:
        """The further pages, with a tick at the one that is shown."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for key, title in self._pages[self._daily :]:
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(key == self.key)
            action.triggered.connect(lambda _=False, key=key: self.go(key))
            group.addAction(action)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
        return menu

    def _words(self, further: str | None) -> tuple[str, ...]:
        daily = tuple(title for _key, title in self._pages[: self._daily])
        if len(self._pages) <= self._daily:
            return daily
        return (*daily, dict(self._pages)[further] if further else self.tr("More"))
