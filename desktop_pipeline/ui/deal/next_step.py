"""The next planned step of a deal, to be read."""

from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.queries.deal import PlannedStep
from desktop_pipeline.ui.formats import Formats, kind_name
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import draw_text
from desktop_pipeline.ui.widgets.timeline_words import activity_icon

_HEIGHT = 50
_ICON = 16
_LEFT = 40
_ROLES = {NextStep.LATE: "red", NextStep.TODAY: "accent"}


class NextStepBox(QWidget):
    """A framed line: what is to be done, and when; late ones say so in words and in red."""

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._icon = "check"
        self._words = ("", "")
        self._role = "ink2"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """What it says."""
        return ", ".join(part for part in self._words if part)

    def show_step(self, step: PlannedStep, today: date) -> None:
        """Show a planned activity."""
        self._icon = activity_icon(step.kind)
        self._words = (step.subject or kind_name(step.kind), self._when(step, today))
        self._role = _ROLES.get(step.state, "ink2")
        self.setAccessibleName(self.tr("Next step: {text}").format(text=self.text))
        self.update()

    def _when(self, step: PlannedStep, today: date) -> str:
        if step.due_on is None:
            return self.tr("No day set")
        parts = [self._formats.day(step.due_on, today)]
        if step.due_at is not None:
            parts.append(self._formats.time(step.due_at))
        away = (step.due_on - today).days
        if step.state is NextStep.LATE:
            parts.append(self.tr("{days} late").format(days=self._formats.days(-away)) if away else self.tr("late"))
        elif away:
            parts.append(self.tr("in {days}").format(days=self._formats.days(away)))
        else:
            parts.append(self.tr("today"))
        return ", ".join(parts)

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.size(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        drawing = icon_pixmap(theme, self._icon, _ICON, "ink2", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(13, round((self.height() - _ICON) / 2)), drawing)
        subject, when = self._words
        line = theme.line("body")
        top = (self.height() - (2 * line if when else line)) / 2
        box = QRectF(_LEFT, top, self.width() - _LEFT - 12, line)
        draw_text(painter, theme, "value", theme.color("ink"), box, subject)
        draw_text(painter, theme, "secondary", theme.color(self._role), box.translated(0, line), when)
