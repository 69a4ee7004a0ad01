"""Lists to choose one line from beside a preview: which report, which period, whose deals."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.reports.asked import ReportAsked
from desktop_pipeline.reports.spans import Span, SpanName, describe_dates, find_span, span_of, span_title
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.period_dates import ask_period
from desktop_pipeline.ui.widgets.words import set_tooltip

if TYPE_CHECKING:
    from desktop_pipeline.ui.widgets.span_popover import SpanPopover

_LEAST_LETTERS = 10
_PAD = 2
_OTHER_DATES, _NOW = "other dates", "now"
_ONE_DAY = timedelta(days=1)


class Choice(QComboBox):
    """Lines with what each stands for; `taken(what)` when the user takes another one."""

    taken = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._meanings: list[object] = []
        self.setAccessibleName(name)
        # Names of customers may be long: they end in “…”, and never make the panel wider.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda place: self.taken.emit(self._meanings[place]))
        self.currentIndexChanged.connect(self._tell_rest)

    def offer(self, lines: Iterable[tuple[str, object]], current: object) -> None:
        """Show other lines, one of them taken; nobody is told."""
        known = list(lines)
        if [text for text, _meaning in known] != [self.itemText(place) for place in range(self.count())]:
            self.clear()
            self.addItems([text for text, _meaning in known])
        self._meanings = [meaning for _text, meaning in known]
        self.setCurrentIndex(self._meanings.index(current) if current in self._meanings else -1)
        self._tell_rest()

    @property
    def current(self) -> object:
        """What the line that is taken stands for."""
        return self._meanings[self.currentIndex()] if self.currentIndex() >= 0 else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Whoever scrolls past it chooses nothing.
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_rest()

    def paintEvent(self, event: QPaintEvent) -> None:
        # Qt itself would cut the text where the room ends.
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self._shorten()
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _shorten(self) -> str:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width() - _PAD
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def _tell_rest(self) -> None:
        set_tooltip(self, self.currentText() if self._shorten() != self.currentText() else "")


class PeriodChoice(Choice):
    """The periods by their names, and dates of one's own; `span_taken(Span or SpanName)`.

    As of a past day a name stands for its dates as of that day.
    """

    span_taken = Signal(object)

    def __init__(self, theme: Theme, words: Words, formats: Formats, read_today: Callable[[], date]) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("Period"))
        self._theme = theme
        self._words = words
        self._formats = formats
        self._read_today = read_today
        self._span = find_span(SpanName.TWELVE_MONTHS, read_today())
        self._as_of: date | None = None
        self.popover: SpanPopover | None = None
        self.taken.connect(self._on_taken)

    def show_asked(self, asked: ReportAsked) -> None:
        """Show the period that is asked for."""
        today = self._read_today()
        self._span = asked.find_span(today)
        name = self._span.name
        # The day as of which a named period is not that of today; a chosen one stays where another name is taken.
        if name is None or find_span(name, today) == self._span:
            self._as_of = None
        elif self._as_of is None or find_span(name, self._as_of) != self._span:
            self._as_of = _find_day(self._span)
        self._offer()

    def _offer(self) -> None:
        current: object = self._span.name or self._span
        lines: list[tuple[str, object]] = [(span_title(name, self._words), name) for name in SpanName]
        if self._span.name is None:
            lines.append((describe_dates(self._span, self._words), current))
        known = self._as_known_now()
        if known is not None:
            words = self.tr("{period}, as of {day}")
            day = self._words.full_day(self._span.as_of)
            lines = [(words.format(period=text, day=day) if what == current else text, what) for text, what in lines]
            lines.append((self.tr("As it is now"), _NOW))
        lines.append((self.tr("Other dates…"), _OTHER_DATES))
        self.offer(lines, current)

    def _as_known_now(self) -> Span | SpanName | None:
        """The same period as it is known today, where it is asked for as of an earlier day."""
        if self._span.name is not None:
            return None if self._as_of is None else self._span.name
        now = self._of_dates(self._span.period)
        return now if now.as_of > self._span.as_of else None

    def _on_taken(self, what: object) -> None:
        if isinstance(what, SpanName):
            self.span_taken.emit(what if self._as_of is None else find_span(what, self._as_of))
        elif what == _NOW:
            self.span_taken.emit(self._as_known_now())
        elif what == _OTHER_DATES:
            self._offer()
            today = self._read_today()
            self.popover = ask_period(self._theme, self._formats, today, self._span.period, self._keep, self)
            self.popover.closed.connect(self._on_closed)

    def _keep(self, period: Period) -> None:
        self.span_taken.emit(self._of_dates(period))

    def _of_dates(self, period: Period) -> Span:
        return span_of(period, as_of=min(self._read_today(), period.end - _ONE_DAY))

    def _on_closed(self) -> None:
        self.popover = None
        self.setFocus()


def _find_day(span: Span) -> date:
    """The day on which a named period would be these dates."""
    assert span.name is not None
    return next((day for day in (span.as_of, span.period.end) if find_span(span.name, day) == span), span.as_of)
