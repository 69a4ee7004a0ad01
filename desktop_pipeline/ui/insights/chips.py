"""The chips of Insights: the period with dates of one's own, the as-of day, and filters of one row each."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from math import ceil

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.reports.spans import Span, SpanName, describe_span, find_span, span_of, span_title
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.chip import WIDEST_VALUE, Chip, FilterChip
from desktop_pipeline.ui.widgets.chip_menu import ChipMenu
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.painting import text_width
from desktop_pipeline.ui.widgets.period_dates import ask_period
from desktop_pipeline.ui.widgets.span_popover import SpanPopover

_ONE_DAY = timedelta(days=1)


class SingleChip(FilterChip):
    """A filter of which one row is taken at most; choosing closes the menu."""

    @property
    def taken_id(self) -> int | None:
        """The row that is taken, None for all."""
        return next(iter(self.taken), None)

    @property
    def taken_name(self) -> str | None:
        """What it is called."""
        return self.text() if self.is_set else None

    def open_menu(self) -> ChipMenu:
        """Show the list below the chip."""
        menu = super().open_menu()
        menu.toggled.connect(menu.close)
        return menu

    def offer(self, names: Mapping[int, str]) -> None:
        """Offer other rows; one whose key is another one now is kept by its name."""
        name = self.taken_name
        known = names.get(self.taken_id) if self.taken_id is not None else None
        if name is not None and known != name:
            key = next((key for key, each in names.items() if each == name), None)
            self.set_choices(list(names.items()))
            self.take(frozenset() if key is None else frozenset({key}))
            return
        self.set_choices(list(names.items()))

    def make_twin(self) -> "SingleChip":
        """Another chip that shows and sets what this one holds."""
        twin = SingleChip(self._theme, *self._look)
        twin.set_choices(self._choices)
        twin.take(self.taken)
        twin.chosen.connect(self.take)
        return twin

    def _on_toggled(self, row_id: int) -> None:
        self.take(frozenset() if row_id in self.taken else frozenset({row_id}))


class PeriodChip(Chip):
    """Shows the period; its menu offers the others. `chosen()` when it is another one."""

    chosen = Signal()

    def __init__(self, theme: Theme, words: Words, formats: Formats, read_today: Callable[[], date]) -> None:
        super().__init__(theme, "", "calendar")
        self._words = words
        self._formats = formats
        self._read_today = read_today
        self._choice: SpanName | Period = SpanName.TWELVE_MONTHS
        self.clicked.connect(self.open_menu)

    @property
    def choice(self) -> SpanName | Period:
        """The period that is chosen, by its name or by its dates."""
        return self._choice

    def span(self, day: date) -> Span:
        """Its dates as of a day; given dates that lie ahead are known as of that day."""
        if isinstance(self._choice, SpanName):
            return find_span(self._choice, day)
        return span_of(self._choice, as_of=min(day, self._choice.end - _ONE_DAY))

    def show_span(self, span: Span) -> None:
        """Show its words with its dates."""
        text = describe_span(span, self._words)
        self.show_value(text, is_set=True, clearable=False)
        self.setAccessibleName(self.tr("Period: {period}").format(period=text))

    def choose(self, choice: SpanName | Period) -> None:
        """Take another period."""
        if choice != self._choice:
            self._choice = choice
            self.chosen.emit()

    def sizeHint(self) -> QSize:
        """Its dates are never cut."""
        usual = super().sizeHint()
        cut = text_width(self._theme, "secondary_medium", self.text()) - self._theme.size(WIDEST_VALUE)
        return usual if cut <= 0 else QSize(usual.width() + ceil(cut), usual.height())

    def open_menu(self) -> QMenu:
        """The periods, with a tick at the chosen one; dates of one's own come last."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for name in SpanName:
            action = menu.addAction(span_title(name, self._words))
            action.triggered.connect(lambda _=False, name=name: self.choose(name))
            action.setCheckable(True)
            action.setChecked(name is self._choice)
            group.addAction(action)
        menu.addSeparator()
        own = menu.addAction(self.tr("Other dates…"))
        own.setCheckable(True)
        own.setChecked(isinstance(self._choice, Period))
        own.triggered.connect(lambda _=False: self.open_dates())
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
        return menu

    def open_dates(self) -> SpanPopover:
        """Two fields for the first and the last day."""
        today = self._read_today()
        return ask_period(self._theme, self._formats, today, self.span(today).period, self.choose, self)


class AsOfChip(Chip):
    """The day as of which everything is known: today, or one in the past. `chosen()` when it is another one."""

    chosen = Signal()

    def __init__(self, theme: Theme, formats: Formats, read_today: Callable[[], date]) -> None:
        super().__init__(theme, "", "clock")
        self._formats = formats
        self._read_today = read_today
        self._day: date | None = None
        self._dress()
        self.clicked.connect(self.open_menu)
        self.clear_wanted.connect(lambda: self.choose(None))

    @property
    def day(self) -> date:
        """The day that is chosen; never one to come."""
        today = self._read_today()
        return today if self._day is None else min(self._day, today)

    def choose(self, day: date | None) -> None:
        """Take a day of the past; today, a day to come and None stand for now."""
        kept = None if day is None or day >= self._read_today() else day
        if kept != self._day:
            self._day = kept
            self._dress()
            self.chosen.emit()

    def open_menu(self) -> DayPopup:
        """A small calendar below the chip."""
        today = self._read_today()
        now = self.tr("As it is now")
        popup = DayPopup(
            self._theme, self._formats, self._day or today, today, now, self, is_past=True, is_none_today=True
        )
        popup.taken.connect(self.choose)
        popup.open_at(self.mapToGlobal(QPoint(0, self.height() + 4)))
        return popup

    def make_twin(self) -> "AsOfChip":
        """Another chip that shows and sets what this one holds."""
        twin = AsOfChip(self._theme, self._formats, self._read_today)
        twin.choose(self._day)
        twin.chosen.connect(lambda: self.choose(twin.day))
        return twin

    def _dress(self) -> None:
        if self._day is None:
            self.show_value(self.tr("As of today"), is_set=False)
        else:
            day = self._formats.day(self._day, date.min)
            self.show_value(self.tr("As of {day}").format(day=day), is_set=True)
