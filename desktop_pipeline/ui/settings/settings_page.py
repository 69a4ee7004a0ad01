"""The page of the settings: its sections at the left, the chosen one beside them; everything is saved at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon
from desktop_pipeline.ui.preferences import Preferences
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.settings import owned_lists
from desktop_pipeline.ui.settings.calendar_section import CalendarSection
from desktop_pipeline.ui.settings.company_section import CompanySection
from desktop_pipeline.ui.settings.currency_section import CurrencySection
from desktop_pipeline.ui.settings.fields_section import FieldsSection
from desktop_pipeline.ui.settings.offers_section import OffersSection
from desktop_pipeline.ui.settings.pipelines_section import PipelinesSection
from desktop_pipeline.ui.settings.section_titles import list_titles
from desktop_pipeline.ui.settings.you_section import YouSection
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.ground import lay_ground
from desktop_pipeline.ui.widgets.lines import ListSpec
from desktop_pipeline.ui.widgets.list_section import ListSection
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.words import Words, as_tooltip

_BAR, _SMALL_BAR = 48, 44
_SMALL_BELOW = 720
_BAR_SIDE = 14
_SIDE = 184
_ROW = 28
_INSET = 20
_ABOVE, _BELOW = 18, 16
# As Qt has it for a widget that nothing limits.
_ANY = 16_777_215
_WIDEST = 264
_TITLES_SHARE = 0.27
_ICON = 16
# The icon with the room around it, and the room after the title.
_AROUND_TITLE = 31 + 12
_ICONS = {
    "you": "user",
    "company": "building-2",
    "pipelines": "square-kanban",
    "team": "users",
    "sources": "compass",
    "products": "layers",
    "offers": "file-text",
    "reasons": "circle-x",
    "labels": "tag",
    "competitors": "target",
    "activities": "calendar-check",
    "leads": "timer",
    "reminders": "clock",
    "templates": "mail",
    "mail": "send",
    "cadences": "list-checks",
    "scores": "chart-column",
    "fields": "sliders-horizontal",
    "currencies": "scale",
    "calendar": "calendar",
    "backups": "hard-drive",
    "calendars": "calendar-check",
}


class _Listing(Protocol):
    """What a section of ours can do; one that was added from outside need not."""

    def focus_list(self) -> None:
        """Gives the keys to what is listed."""

    def add_new(self) -> None:
        """Gives the keys to the field that adds."""


@dataclass(slots=True)
class _Section:
    """A section by its key; it is made when it is first shown."""

    key: str
    make: Callable[[], QWidget]
    made: QWidget | None = None


class SettingsPage(QWidget):
    """Not a dialog: nothing waits for OK, and Ctrl+Z takes everything back.

    Signals: `user_named(name)`, `theme_chosen(name)`, `text_size_chosen(percent)` and `motion_chosen(name)` are
    preferences of this computer, which the window keeps.
    """

    user_named = Signal(str)
    theme_chosen = Signal(str)
    text_size_chosen = Signal(int)
    motion_chosen = Signal(str)
    said = Signal(str)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        theme: Theme,
        formats: Formats,
        parent: QWidget | None = None,
        *,
        preferences: Preferences | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._theme = theme
        self._formats = formats
        self._preferences = preferences or Preferences()
        self._sections: list[_Section] = []
        self.list = QListWidget()
        self.list.setProperty("bare", True)
        self.list.setAccessibleName(self.tr("Sections of the settings"))
        self.list.setUniformItemSizes(True)
        self.stack = QStackedWidget()
        self._arrange()
        self._fill()
        self._dress()
        self.list.currentRowChanged.connect(self._on_row_changed)
        theme.changed.connect(self._dress)
        self.list.setCurrentRow(0)

    @property
    def current(self) -> str:
        """Key of the section that is shown."""
        return self._sections[self.list.currentRow()].key

    def add_section(self, key: str, widget: QWidget | Callable[[], QWidget]) -> None:
        """Adds a section at the end; a widget that has `focus_list` and `add_new` gets the keys by them."""
        make = (lambda: widget) if isinstance(widget, QWidget) else widget
        self._sections.append(_Section(key, make))
        title = list_titles()[key]
        row = QListWidgetItem(icon(self._theme, _ICONS.get(key, "settings")), title, self.list)
        row.setToolTip(as_tooltip(title))
        row.setSizeHint(QSize(0, self._theme.size(_ROW)))

    def section(self, key: str) -> QWidget:
        """The section of that key, made if it was not shown yet."""
        section = next(section for section in self._sections if section.key == key)
        if section.made is None:
            section.made = section.make()
            self.stack.addWidget(_make_scrolling(section.made))
        return section.made

    def go_to(self, key: str) -> None:
        """Shows a section."""
        self.list.setCurrentRow([section.key for section in self._sections].index(key))

    def show_stage(self, stage_id: int) -> None:
        """Goes to the settings of one stage, as the board asks for it."""
        self.go_to("pipelines")
        cast("PipelinesSection", self.section("pipelines")).show_stage(stage_id)

    def focus_page(self) -> None:
        """Gives the keys to the list of sections."""
        self.list.setFocus()

    def find(self) -> None:  # type: ignore[override] # what the window asks of every page
        """The list of sections finds by typing."""
        self.list.setFocus()

    def new(self) -> None:
        """Gives the keys to the field that adds to the section that is shown."""
        shown = self.section(self.current)
        if hasattr(shown, "add_new"):
            cast("_Listing", shown).add_new()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enters = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right}
        if enters and self.list.hasFocus():
            shown = self.section(self.current)
            if hasattr(shown, "focus_list"):
                cast("_Listing", shown).focus_list()
            else:
                shown.setFocus()
        elif event.key() == Qt.Key.Key_Escape and not self.list.hasFocus():
            self.list.setFocus()
        else:
            super().keyPressEvent(event)

    def _on_row_changed(self, row: int) -> None:
        if 0 <= row < len(self._sections):
            shown = self.section(self._sections[row].key)
            places = (area for area in self.stack.findChildren(QScrollArea) if area.widget() is shown)
            self.stack.setCurrentWidget(next(places))

    def _list(self, spec: ListSpec, *, alone: bool = True) -> ListSection:
        return ListSection(self._session, self._theme, spec, heading=alone, tasks=self._tasks)

    def _fill(self) -> None:
        session, theme, formats = self._session, self._theme, self._formats
        lists = owned_lists
        self.add_section("you", self._make_you)
        self.add_section("company", lambda: CompanySection(session, self._tasks, theme))
        self.add_section("pipelines", lambda: PipelinesSection(session, self._tasks, theme, formats))
        self.add_section("team", lambda: self._list(lists.make_team(session)))
        self.add_section("sources", lambda: self._list(lists.make_sources(session)))
        self.add_section("products", lambda: self._list(lists.make_products(session, formats)))
        self.add_section("offers", lambda: OffersSection(session, theme, formats))
        self.add_section("reasons", self._make_reasons)
        self.add_section("labels", lambda: self._list(lists.make_labels(session)))
        self.add_section("competitors", lambda: self._list(lists.make_competitors(session)))
        self.add_section("activities", lambda: self._list(lists.make_kinds(session)))
        self.add_section("leads", self._make_leads)
        self.add_section("cadences", self._make_cadences)
        self.add_section("scores", self._make_scores)
        self.add_section("fields", lambda: FieldsSection(session, theme))
        self.add_section("currencies", lambda: CurrencySection(session, theme, formats))
        self.add_section("calendar", lambda: CalendarSection(session, theme, formats))

    def _make_you(self) -> QWidget:
        section = YouSection(self._session, self._theme, self._preferences)
        section.user_named.connect(self.user_named)
        section.theme_chosen.connect(self.theme_chosen)
        section.text_size_chosen.connect(self.text_size_chosen)
        section.motion_chosen.connect(self.motion_chosen)
        return section

    def _make_cadences(self) -> QWidget:
        from desktop_pipeline.ui.settings.cadences_section import CadencesSection  # noqa: PLC0415 - likewise

        return CadencesSection(self._session, self._theme, self._formats)

    def _make_leads(self) -> QWidget:
        from desktop_pipeline.ui.settings.leads_section import LeadsSection  # noqa: PLC0415 - made when first seen

        return LeadsSection(self._session, self._theme, self._formats)

    def _make_scores(self) -> QWidget:
        from desktop_pipeline.ui.settings.scores_section import ScoresSection  # noqa: PLC0415 - made when first seen

        return ScoresSection(self._session, self._theme, self._formats)

    def _make_reasons(self) -> QWidget:
        return TwoLists(
            self._list(owned_lists.make_lost_reasons(self._session), alone=False),
            self._list(owned_lists.make_won_reasons(self._session), alone=False),
        )

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(_BAR_SIDE, 0, _BAR_SIDE, 1)
        bar.addWidget(Words(self._theme, self.tr("Settings"), "section"))
        bar.addStretch(1)
        if not self._session.workspace.is_read_only:
            saved = self.tr("Saved as you go; Ctrl+Z undoes")
            bar.addWidget(Words(self._theme, saved, "secondary", "ink3"))
        layout.addWidget(self._bar)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(10, 12, 10, 12)
        side.addWidget(self.list)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(1)
        body.addWidget(self._side)
        shown = QVBoxLayout()
        shown.setContentsMargins(_INSET + 4, 0, 0, 0)
        shown.addWidget(self.stack)
        body.addLayout(shown, 1)
        layout.addLayout(body, 1)
        self.setAutoFillBackground(True)

    def _dress(self) -> None:
        theme = self._theme
        self._fit()
        self.list.setFont(theme.font("body"))
        self.list.setIconSize(QSize(theme.size(_ICON), theme.size(_ICON)))
        for row in range(self.list.count()):
            self.list.item(row).setSizeHint(QSize(0, theme.size(_ROW)))
        lay_ground(theme, self)
        lay_ground(theme, self._side, role="inset")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """A lower bar in a low window; titles take what they need, as long as the sections keep their room."""
        theme = self._theme
        self._bar.setFixedHeight(theme.size(_SMALL_BAR if self.window().height() < _SMALL_BELOW else _BAR))
        widest = min(theme.size(_WIDEST), round(self.width() * _TITLES_SHARE))
        self.list.setFixedWidth(max(theme.size(_SIDE), min(widest, self._titles_width())))

    def _titles_width(self) -> int:
        """So wide that no title of a section is cut, also beside what scrolls them."""
        titles = (self.list.item(row).text() for row in range(self.list.count()))
        longest = max((self._theme.width("body", title) for title in titles), default=0.0)
        grown = self._theme.size(_ICON) - _ICON
        return round(longest) + _AROUND_TITLE + grown + self.list.verticalScrollBar().sizeHint().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        foot = self._bar.geometry().bottomLeft().toPointF()
        foot.setY(foot.y() + 0.5)
        end = foot.toPoint().toPointF()
        end.setX(self.width())
        end.setY(foot.y())
        draw_hairline(painter, self._theme.color("line"), foot, end)
        beside = QPointF(self._side.geometry().right() + 1.5, foot.y())
        draw_hairline(painter, self._theme.color("line"), beside, QPointF(beside.x(), self.height()))


def _make_scrolling(section: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    # Within what scrolls: no band at the edges cuts what goes by.
    section.setContentsMargins(0, _ABOVE, _INSET, _BELOW)
    section.setMaximumWidth(min(section.maximumWidth() + _INSET, _ANY))
    area.setWidget(section)
    # The page's own ground shows through.
    area.viewport().setAutoFillBackground(False)
    section.setAutoFillBackground(False)
    return area


class TwoLists(QWidget):
    """Two lists of one section, one above the other."""

    def __init__(self, first: ListSection, second: ListSection) -> None:
        super().__init__()
        self.first = first
        self.second = second
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(first)
        layout.addWidget(second)
        layout.addStretch(1)

    def focus_list(self) -> None:
        """Gives the keys to the first list."""
        self.first.focus_list()

    def add_new(self) -> None:
        """Gives the keys to the field that adds to the first list."""
        self.first.add_new()
