"""The hours of a day with what stands in them, and where the day is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTime, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_pipeline.domain.activities import Lane, share_lanes
from desktop_pipeline.queries.activities import ActivityRow
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.activity_words import name_kind, tell_activity
from desktop_pipeline.ui.widgets.painting import draw_hairline, draw_text
from desktop_pipeline.ui.widgets.words import as_tooltip

_HOUR = 62
_FIRST, _LAST = 9, 17
_LEFT = 46
_LEAST = 28
_LINE_MINUTES = 60
# As much of a day as somebody listens to.
_MOST_TOLD = 40
# No word finds room in less.
_NARROWEST = 18


@dataclass(frozen=True, slots=True)
class Block:
    """An activity in the hours: minutes of the local day, and the lane it stands in."""

    activity: ActivityRow
    start: int
    end: int
    lane: Lane


class DayHours(QWidget):
    """Signals: `chosen(activity id)` by a click on a block."""

    chosen = Signal(int)

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self._blocks: tuple[Block, ...] = ()
        # Where they stand, until anything is measured anew.
        self._placed: list[tuple[Block, QRectF]] | None = None
        self._hours = (_FIRST, _LAST)
        self._now: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme.changed.connect(self._place_anew)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What stands in the hours."""
        return self._blocks

    def show_day(self, activities: Sequence[ActivityRow]) -> None:
        """Show what has a time today."""
        zone = self._session.workspace.zone
        least = round(_LEAST * _LINE_MINUTES / _HOUR)
        spans = []
        for activity in activities:
            assert activity.due_at is not None
            start = _minutes(activity.due_at.astimezone(zone))
            spans.append((start, max(start + least, start + activity.minutes)))
        lanes = share_lanes(spans)
        self._blocks = tuple(
            Block(activity, start, min(end, 24 * 60), lane)
            for activity, (start, end), lane in zip(activities, spans, lanes, strict=True)
        )
        first = min([_FIRST, *(block.start // 60 for block in self._blocks)])
        last = max([_LAST, *((block.end + 59) // 60 for block in self._blocks)])
        self._hours = (first, min(last, 24))
        told = [self._tell(activity) for activity in activities[:_MOST_TOLD]]
        if len(activities) > _MOST_TOLD:
            told.append(self.tr("and {count} more").format(count=self._formats.number(len(activities) - _MOST_TOLD)))
        self.setAccessibleDescription(" ".join(told))
        self.tell_now()
        self._place_anew()

    def tell_now(self) -> None:
        """Move the mark to where the day is now."""
        now = _minutes(self._session.now().astimezone(self._session.workspace.zone))
        first, last = self._hours
        self._now = now if first * 60 <= now <= last * 60 else None
        self.update()

    def place(self, block: Block) -> QRectF:
        """Where a block stands."""
        left = self._theme.size(_LEFT)
        wide = (self.width() - left) / block.lane.count
        top, bottom = self._height_at(block.start) + 1, self._height_at(block.end) - 1
        return QRectF(left + wide * block.lane.place, top, wide - (2 if block.lane.count > 1 else 0), bottom - top)

    def sizeHint(self) -> QSize:
        first, last = self._hours
        return QSize(self._theme.size(200), round((last - first) * self._theme.size(_HOUR)) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(140), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            block = self._block_at(QPointF(event.pos()))
            if block is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), as_tooltip(self._tell(block.activity)), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._block_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        block = self._block_at(event.position())
        if block is not None:
            self.chosen.emit(block.activity.activity_id)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last = self._hours
        for hour in range(first, last + 1):
            top = round(self._height_at(hour * 60)) + 0.5
            draw_hairline(painter, theme.color("line"), QPointF(0, top), QPointF(self.width(), top))
            if hour < last:
                box = QRectF(0, top + 3, theme.size(_LEFT), theme.line("caption"))
                text = self._formats.locale.toString(QTime(hour, 0), "H:mm")
                draw_text(painter, theme, "caption", theme.color("ink3"), box, text)
        self._paint_narrow(painter)
        for block, place in self._places():
            if place.width() >= _NARROWEST:
                self._paint_block(painter, block, place)
        if self._now is not None:
            top, left = round(self._height_at(self._now)) + 0.5, theme.size(_LEFT) - 7.5
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("redMark"))
            painter.drawEllipse(QPointF(left, top), 4.2, 4.2)
            draw_hairline(painter, theme.color("redMark"), QPointF(left, top), QPointF(theme.size(_LEFT), top))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._placed = None

    def _place_anew(self) -> None:
        self._placed = None
        self.updateGeometry()
        self.update()

    def _places(self) -> list[tuple[Block, QRectF]]:
        if self._placed is None:
            self._placed = [(block, self.place(block)) for block in self._blocks]
        return self._placed

    def _paint_narrow(self, painter: QPainter) -> None:
        """Those that stand so close together that no word finds room, all at once."""
        narrow = [(block.activity.done_at is not None, place) for block, place in self._places()]
        for is_done, role in ((True, "control"), (False, "accent")):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(role))
            painter.drawRects([place for done, place in narrow if done is is_done and place.width() < _NARROWEST])

    def _paint_block(self, painter: QPainter, block: Block, place: QRectF) -> None:
        theme, activity = self._theme, block.activity
        is_done = activity.done_at is not None
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("control" if is_done else "accent"))
        painter.drawRoundedRect(place, 4, 4)
        painter.setBrush(theme.color("hover" if is_done else "accentSoft"))
        painter.drawRoundedRect(place.adjusted(3, 0, 0, 0), 3, 3)
        line = theme.line("secondary")
        box = QRectF(place.left() + 10, place.top(), place.width() - 14, min(place.height(), _LEAST))
        name = activity.deal or activity.person or activity.organisation or activity.subject
        ink = theme.color("ink3" if is_done else "ink")
        kind = self.tr("done") if is_done else name_kind(activity.kind).lower()
        taken = draw_text(painter, theme, "secondary_strong", ink, box, name)
        if place.height() >= 2 * line + 8:
            box = QRectF(box.left(), place.top() + _LEAST - 6, box.width(), line)
            words = f"{kind}, {activity.subject}" if name != activity.subject else kind
            draw_text(painter, theme, "secondary", theme.color("ink2"), box, words)
        elif box.width() - taken > theme.size(30):
            box.setLeft(box.left() + taken + 6)
            draw_text(painter, theme, "secondary", theme.color("ink2"), box, kind)

    def _height_at(self, minute: int) -> float:
        return (minute - self._hours[0] * 60) * self._theme.size(_HOUR) / 60

    def _block_at(self, position: QPointF) -> Block | None:
        return next((block for block, place in self._places() if place.contains(position)), None)

    def _tell(self, activity: ActivityRow) -> str:
        return tell_activity(activity, self._formats, today=self._session.today(), now=self._session.now())


def _minutes(local: datetime) -> int:
    return local.hour * 60 + local.minute
