"""The touches of a cadence as they would fall on days, painted one below the other."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.domain.cadences import TouchDay
from desktop_pipeline.queries.cadences import CadenceStepRow
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import draw_text
from desktop_pipeline.ui.widgets.words import set_tooltip

_ROW = 22
_DAY = 82
_ICON = 13


@dataclass(frozen=True, slots=True)
class _Line:
    day: str
    icon: str
    subject: str
    is_moved: bool
    is_lost: bool


class TouchList(QWidget):
    """As high as its lines; of more than `most` the rest is counted."""

    def __init__(self, theme: Theme, formats: Formats, *, most: int) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._most = most
        self._lines: list[_Line] = []
        self._rest = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def texts(self) -> tuple[str, ...]:
        """Each line as it is read out."""
        return tuple(f"{line.day}: {line.subject}" for line in self._lines)

    def show_touches(self, steps: tuple[CadenceStepRow, ...], days: list[TouchDay]) -> None:
        """Show touches on their days; one that found no day to work on says so."""
        lines = [self._to_line(step, day) for step, day in zip(steps, days, strict=True)]
        # One more than there is room for is shown rather than counted.
        self._rest = len(lines) - self._most if len(lines) > self._most + 1 else 0
        self._lines = lines[: self._most] if self._rest else lines
        spoken = "; ".join(f"{line.day}: {line.subject}" for line in lines)
        self.setAccessibleName(spoken)
        set_tooltip(self, "\n".join(f"{line.day}: {line.subject}" for line in lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(240), self._theme.size(_ROW) * (len(self._lines) + bool(self._rest)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, high = self._theme, self._theme.size(_ROW)
        painter = QPainter(self)
        side, day_wide = theme.size(_ICON), theme.size(_DAY)
        for place, line in enumerate(self._lines):
            top = place * high
            role = "red" if line.is_lost else "amber" if line.is_moved else "ink2"
            draw_text(painter, theme, "secondary", theme.color(role), QRectF(0, top, day_wide, high), line.day)
            drawing = icon_pixmap(theme, line.icon, side, "ink2", self.devicePixelRatioF())
            painter.drawPixmap(QPointF(day_wide, top + round((high - side) / 2)), drawing)
            left = day_wide + side + 7
            box = QRectF(left, top, self.width() - left, high)
            draw_text(painter, theme, "body", theme.color("ink"), box, line.subject)
        if self._rest:
            words = _say("and {count} more").format(count=self._formats.number(self._rest))
            box = QRectF(day_wide, len(self._lines) * high, self.width() - day_wide, high)
            draw_text(painter, theme, "secondary", theme.color("ink3"), box, words)

    def _to_line(self, step: CadenceStepRow, day: TouchDay) -> _Line:
        shown = _say("no day") if day.due_on is None else self._formats.day(day.due_on)
        return _Line(shown, step.icon or "check", step.subject, day.is_moved, day.due_on is None)


def say_days(days: list[TouchDay], formats: Formats) -> str:
    """What weekends and holidays do to the days, in words; empty where they do nothing."""
    if any(day.due_on is None for day in days):
        return _say("No day of the next year is worked on. Look at the working days and holidays in Settings.")
    moved = [day for day in days if day.is_moved]
    if not moved or days[-1].due_on is None:
        return ""
    last = days[-1]
    if not last.is_moved:
        return _say("Days off move {count} of them.").format(count=formats.number(len(moved)))
    assert last.due_on is not None
    words = _say("Days off move {count} of them, the last one from {wished} to {due}.")
    return words.format(
        count=formats.number(len(moved)), wished=formats.day(last.wished_on), due=formats.day(last.due_on)
    )


def _say(text: str) -> str:
    return QCoreApplication.translate("Cadences", text)
