"""A period of one's own: two fields for its first and its last day."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QWidget

from desktop_pipeline.domain.activities import check_day
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import read_day, read_past_day
from desktop_pipeline.ui.widgets.span_popover import SpanPopover

_ONE_DAY = timedelta(days=1)
_FIRST_YEAR = 1900


def ask_period(
    theme: Theme, formats: Formats, today: date, shown: Period, keep: Callable[[Period], object], home: QWidget
) -> SpanPopover:
    """Opens the fields below a widget, filled with the dates that are shown; `keep` gets what is typed instead."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("PeriodChip", text)

    def take(first: str, last: str) -> None:
        start = read_past_day(first, today, formats)
        end = None if start is None else read_day(last, start, formats)
        if start is None or end is None:
            raise InvalidError(tr("Type both days, the first and the last."))
        if end < start:
            raise InvalidError(tr("The last day lies before the first."))
        keep(Period(start, check_day(end) + _ONE_DAY))

    begin = shown.start if shown.start.year > _FIRST_YEAR else today.replace(month=1, day=1)
    typed = formats.day(begin, date.min), formats.day(shown.end - _ONE_DAY, date.min)
    popover = SpanPopover(theme, tr("Period"), (tr("From"), tr("To")), typed, take, home, live=False)
    popover.open_at(home.mapToGlobal(QPoint(0, home.height() + 4)))
    return popover
