"""A painted month: seven columns of days, moved through by mouse, arrows and page keys."""

from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.domain.periods import add_months
from desktop_pipeline.ui.formats import Formats, to_qdate
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, draw_focus_ring, draw_text

_CELL = 32
_ROW = 28
_WEEK = 7
_ROWS = 6
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -_WEEK, Qt.Key.Key_Down: _WEEK}
_MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class MonthGrid(QWidget):
    """Signals: `taken(date)` by click or Enter; `month_changed` when another month is shown."""

    taken = Signal(object)
    month_changed = Signal()

    def __init__(self, theme: Theme, formats: Formats, chosen: date | None, today: date) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._chosen = chosen
        self._today = today
        self._day = chosen or today
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tell()

    @property
    def day(self) -> date:
        """The day the keys are on; its month is shown."""
        return self._day

    def go_to(self, day: date) -> None:
        """Put the keys on a day."""
        turned = (day.year, day.month) != (self._day.year, self._day.month)
        self._day = day
        self._tell()
        self.update()
        if turned:
            self.month_changed.emit()

    def turn(self, months: int) -> None:
        """Show a later or an earlier month."""
        self.go_to(add_months(self._day, months))

    def days(self) -> list[date]:
        """Six weeks, from the first day of the week in which the month begins."""
        first = self._day.replace(day=1)
        start = self._formats.locale.firstDayOfWeek().value
        begin = first - timedelta(days=(first.isoweekday() - start) % _WEEK)
        return [begin + timedelta(days=count) for count in range(_WEEK * _ROWS)]

    def cell(self, day: date) -> QRectF:
        """Where a shown day stands."""
        row, column = divmod((day - self.days()[0]).days, _WEEK)
        width, height = self._theme.size(_CELL), self._theme.size(_ROW)
        return QRectF(column * width, (row + 1) * height, width, height)

    def sizeHint(self) -> QSize:
        return QSize(_WEEK * self._theme.size(_CELL), (_ROWS + 1) * self._theme.size(_ROW))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = next((day for day in self.days() if self.cell(day).contains(event.position())), None)
        if found is not None:
            self.taken.emit(found)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.turn(-1 if event.angleDelta().y() > 0 else 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.go_to(self._day + timedelta(days=_STEPS[key]))
        elif key in _MONTHS:
            self.turn(_MONTHS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.taken.emit(self._day)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        days = self.days()
        width, height = self._theme.size(_CELL), self._theme.size(_ROW)
        for column, day in enumerate(days[:_WEEK]):
            box = QRectF(column * width, 0, width, height)
            name = self._formats.locale.standaloneDayName(day.isoweekday(), self._formats.locale.FormatType.ShortFormat)
            draw_text(painter, self._theme, "caption", self._theme.color("ink3"), box, name, CENTRE)
        for day in days:
            self._paint_day(painter, day)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        theme = self._theme
        box = self.cell(day).adjusted(2, 1, -2, -1)
        role = "ink" if day.month == self._day.month else "ink3"
        painter.setPen(Qt.PenStyle.NoPen)
        if day == self._chosen:
            painter.setBrush(theme.color("accentFill"))
            painter.drawRoundedRect(box, 6, 6)
            role = "onAccent"
        elif day == self._today:
            painter.setPen(QPen(theme.color("accentLine"), 1))
            painter.setBrush(theme.color("accentSoft"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            role = "accent"
        draw_text(painter, theme, "body", theme.color(role), box, self._formats.number(day.day), CENTRE)
        if day == self._day and self.hasFocus():
            draw_focus_ring(painter, theme, box.adjusted(1, 1, -1, -1), 5)

    def _tell(self) -> None:
        self.setAccessibleName(self._formats.locale.toString(to_qdate(self._day)))
