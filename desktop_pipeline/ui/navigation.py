"""The column at the left of the window: screens and saved views, 168 wide, or icons only in 48."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop_pipeline.ui.formats import usual_locale
from desktop_pipeline.ui.icons import icon
from desktop_pipeline.ui.key_names import name_keys
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_text, text_width
from desktop_pipeline.ui.widgets.words import ElidedWords, set_tooltip

WIDE, NARROW = 168, 48
REPORTS_KEY = "Ctrl+7"
_INSET = 8
_ICON = 16
# Beside the name: the room before the icon and after it; and what stands around a count.
_SIDES, _COUNT_SIDES = 28, 15


class Destination(NamedTuple):
    """A screen that the navigation leads to; one at the foot stands apart from the others."""

    key: str
    name: str
    icon: str
    shortcut: str
    at_foot: bool = False


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """A saved view and how many deals or contacts it shows, None while that is not known."""

    view_id: int
    name: str
    count: int | None


def list_destinations() -> list[Destination]:
    """The screens there are, in their order, each with its key."""

    def name(text: str) -> str:
        return QCoreApplication.translate("Navigation", text)

    return [
        Destination("board", name("Board"), "square-kanban", "Ctrl+1"),
        Destination("deals", name("Deals"), "rows-3", "Ctrl+2"),
        Destination("contacts", name("Contacts"), "users", "Ctrl+3"),
        Destination("activities", name("Activities"), "calendar-check", "Ctrl+4"),
        Destination("insights", name("Insights"), "chart-column", "Ctrl+5"),
        Destination("review", name("Review"), "clipboard-check", "Ctrl+6"),
        Destination("settings", name("Settings"), "settings", "Ctrl+,", at_foot=True),
    ]


class Navigation(QWidget):
    """Signals: `chosen(key)` when the user goes to another screen; `reports_asked()`; `view_chosen(view id)`."""

    chosen = Signal(str)
    reports_asked = Signal()
    view_chosen = Signal(int)
    # The view and the place on the screen
    view_menu_asked = Signal(int, QPoint)

    def __init__(self, theme: Theme, destinations: Sequence[Destination]) -> None:
        super().__init__()
        self._theme = theme
        self._narrow = False
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _NavigationButton] = {}
        self._shown: tuple[ViewEntry, ...] = ()
        self.views: list[_NavigationButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_INSET, 10, _INSET, 10)
        layout.setSpacing(1)
        self._views_title = ElidedWords(theme, style="caption", role="ink3")
        self._views_title.show_words(self.tr("Views"))
        self._views_title.hide()
        heading = QHBoxLayout()
        heading.setContentsMargins(10, 16, 0, 4)
        heading.addWidget(self._views_title)
        self._views = QVBoxLayout()
        self._views.setSpacing(1)
        for destination in destinations:
            if not destination.at_foot:
                layout.addWidget(self._make_destination(destination))
        # No screen: it opens over the one that is shown, which stays marked.
        self.reports = _NavigationButton(theme, self.tr("Reports"), "printer")
        set_tooltip(self.reports, self.tr("Reports ({shortcut})").format(shortcut=name_keys(REPORTS_KEY)))
        self.reports.clicked.connect(self.reports_asked)
        layout.addWidget(self.reports)
        layout.addLayout(heading)
        layout.addLayout(self._views)
        layout.addStretch(1)
        for destination in destinations:
            if destination.at_foot:
                layout.addWidget(self._make_destination(destination))
        theme.changed.connect(self._dress)
        self._dress()

    def go_to(self, key: str) -> None:
        """Marks a screen as the one that is shown; none for a screen that has no place here."""
        self._group.setExclusive(key in self._buttons)
        for name, button in self._buttons.items():
            button.setChecked(name == key)
        self._group.setExclusive(True)

    def set_narrow(self, *, narrow: bool) -> None:
        """Icons only, for small windows."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._dress()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How much waits on some of the screens, the others stay as they are; nothing is shown for none."""
        for key, count in counts.items():
            self._buttons[key].show_count(count or None)

    def show_views(self, views: Sequence[ViewEntry]) -> None:
        """The saved views below the screens."""
        known = {view.view_id: view.count for view in self._shown}
        wanted = tuple(
            view if view.count is not None else replace(view, count=known.get(view.view_id)) for view in views
        )
        if wanted == self._shown:
            return
        self._shown = wanted
        for button in self.views:
            self._views.removeWidget(button)
            button.deleteLater()
        self.views = [self._make_view(view) for view in wanted]
        for button in self.views:
            self._views.addWidget(button)
        self._dress()

    @property
    def shown_views(self) -> tuple[ViewEntry, ...]:
        """The saved views with their counts, as far as these are known."""
        return self._shown

    def show_view_counts(self, counts: Mapping[int, int | None]) -> None:
        """How much each view shows, by its id; the buttons stay, and with them the keys."""
        self._shown = tuple(replace(view, count=counts.get(view.view_id, view.count)) for view in self._shown)
        for view, button in zip(self._shown, self.views, strict=True):
            button.show_count(view.count)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.color("line"), 1))
        edge = self.width() - 1
        painter.drawLine(edge, 0, edge, self.height())

    def _make_destination(self, destination: Destination) -> "_NavigationButton":
        button = _NavigationButton(self._theme, destination.name, destination.icon)
        button.setCheckable(True)
        button.setChecked(not self._buttons)
        set_tooltip(button, f"{destination.name} ({name_keys(destination.shortcut)})")
        button.clicked.connect(lambda _checked, key=destination.key: self.chosen.emit(key))
        self._group.addButton(button)
        self._buttons[destination.key] = button
        return button

    def _make_view(self, view: ViewEntry) -> "_NavigationButton":
        button = _NavigationButton(self._theme, view.name, "bookmark")
        set_tooltip(button, view.name)
        button.show_count(view.count)
        button.clicked.connect(lambda: self.view_chosen.emit(view.view_id))
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(
            lambda spot: self.view_menu_asked.emit(view.view_id, button.mapToGlobal(spot))
        )
        return button

    def _dress(self) -> None:
        self.setFixedWidth(NARROW if self._narrow else self._theme.size(WIDE))
        self._views_title.setVisible(bool(self.views) and not self._narrow)
        for button in (*self._buttons.values(), self.reports, *self.views):
            button.dress(self.width() - 2 * _INSET, narrow=self._narrow)


class _NavigationButton(QToolButton):
    """A screen or a view: its icon, its name and, at the right, how much is there."""

    def __init__(self, theme: Theme, name: str, icon_name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._icon_name = icon_name
        self._count: int | None = None
        self.setProperty("nav", True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_count(self, count: int | None) -> None:
        """Shows a number at the right, or none."""
        if count != self._count:
            self._count = count
            self.setAccessibleName(f"{self._name}, {self._counted}" if self._counted else self._name)
            self.dress(self.width(), narrow=self._is_narrow)
            self.update()

    def dress(self, width: int, *, narrow: bool) -> None:
        """Takes the theme's sizes and the width there is."""
        theme, style = self._theme, Qt.ToolButtonStyle
        self.setIcon(icon(theme, self._icon_name))
        self.setIconSize(QSize(theme.size(_ICON), theme.size(_ICON)))
        self.setFont(theme.font("body"))
        count = text_width(theme, "secondary", self._counted) + _COUNT_SIDES if self._counted else 0
        room = width - theme.size(_ICON) - _SIDES - math.ceil(count)
        name = theme.metrics("strong").elidedText(self._name, Qt.TextElideMode.ElideRight, max(0, room))
        self.setText("" if narrow else f"  {name.replace('&', '&&')}")
        self.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)
        if bool(self.property("narrow")) is not narrow:
            # Between the sides that a name has, the icon alone would be pressed together.
            self.setProperty("narrow", narrow)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setFixedWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._count is None or self._is_narrow:
            return
        painter = QPainter(self)
        place = QRectF(self.rect()).adjusted(0, 0, -9, 0)
        draw_text(painter, self._theme, "secondary", self._theme.color("ink3"), place, self._counted, RIGHT)

    @property
    def _counted(self) -> str:
        return "" if self._count is None else usual_locale().toString(self._count)

    @property
    def _is_narrow(self) -> bool:
        return self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
