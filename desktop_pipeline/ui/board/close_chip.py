"""The chip for expected close: overdue, this month, next month, no date, or from one day to another."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.queries.board_filter import CloseSpan
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.chip import Chip

if TYPE_CHECKING:
    from desktop_pipeline.ui.widgets.span_popover import SpanPopover


class ClosesWhen(NamedTuple):
    """When deals are expected to close; days stand with CloseSpan.RANGE only."""

    span: CloseSpan | None = None
    first: date | None = None
    last: date | None = None


class CloseChip(Chip):
    """`when` is what it lets through; tells `chosen(ClosesWhen)`."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, formats: Formats, today: Callable[[], date]) -> None:
        super().__init__(theme, self.tr("Close date"), "calendar")
        self._formats = formats
        self._today = today
        self.when = ClosesWhen()
        self.setAccessibleName(self.text())
        self.clicked.connect(self.open_menu)
        self.clear_wanted.connect(lambda: self.take(ClosesWhen()))

    def take(self, when: ClosesWhen) -> None:
        """Let these through; tells `chosen` when they are others than before."""
        if when.span is not CloseSpan.RANGE or (when.first is None and when.last is None):
            when = ClosesWhen(None if when.span is CloseSpan.RANGE else when.span)
        if when == self.when:
            return
        self.when = when
        self.show_value(self._word(when), is_set=when.span is not None)
        self.chosen.emit(when)

    def make_twin(self) -> "CloseChip":
        """Another chip that shows and sets what this one holds."""
        twin = CloseChip(self._theme, self._formats, self._today)
        twin.take(self.when)
        twin.chosen.connect(self.take)
        return twin

    def open_menu(self) -> QMenu:
        """The spans below the chip."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for span in CloseSpan:
            if span is CloseSpan.RANGE:
                menu.addSeparator()
            action = menu.addAction(self._name(span))
            action.setCheckable(True)
            action.setChecked(span is self.when.span)
            action.triggered.connect(lambda _=False, span=span: self._choose(span))
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
        return menu

    def open_range(self) -> "SpanPopover":
        """Fields for the first and the last day."""
        from desktop_pipeline.ui.typed import read_day  # noqa: PLC0415 - likewise
        from desktop_pipeline.ui.widgets.span_popover import SpanPopover  # noqa: PLC0415 - when somebody asks for it

        def read(text: str) -> date | None:
            return read_day(text, self._today(), self._formats)

        def keep(first: str, last: str) -> None:
            days = read(first), read(last)
            if days[0] is not None and days[1] is not None and days[0] > days[1]:
                message = self.tr("The first day comes after the last one.")
                raise InvalidError(message)
            self.take(ClosesWhen(CloseSpan.RANGE, *days))

        typed = [day.isoformat() if day else "" for day in (self.when.first, self.when.last)]
        names = (self.tr("From"), self.tr("Until"))
        popover = SpanPopover(self._theme, self.tr("Expected close"), names, (typed[0], typed[1]), keep, self)
        popover.open_at(self.mapToGlobal(QPoint(0, self.height() + 4)))
        return popover

    def _choose(self, span: CloseSpan) -> None:
        if span is CloseSpan.RANGE:
            self.open_range()
        else:
            self.take(ClosesWhen(None if span is self.when.span else span))

    def _name(self, span: CloseSpan) -> str:
        return {
            CloseSpan.OVERDUE: self.tr("Overdue"),
            CloseSpan.THIS_MONTH: self.tr("This month"),
            CloseSpan.NEXT_MONTH: self.tr("Next month"),
            CloseSpan.NO_DATE: self.tr("No date"),
            CloseSpan.RANGE: self.tr("From … until …"),
        }[span]

    def _word(self, when: ClosesWhen) -> str:
        if when.span is None:
            return self.tr("Close date")
        if when.span is not CloseSpan.RANGE:
            return self._name(when.span)
        first, last = (
            None if day is None else self._formats.day(day, self._today()) for day in (when.first, when.last)
        )
        if first and last:
            return self.tr("{first} – {last}").format(first=first, last=last)
        return self.tr("From {day}").format(day=first) if first else self.tr("Until {day}").format(day=last)
