"""The pages of a report below each other: paints only those in sight, sharp at every zoom."""

import time
from collections import OrderedDict
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy

from desktop_pipeline.ui.reports.page_texts import read_page
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.kept_bar import keep_bar
from desktop_pipeline.ui.widgets.painting import CENTRE, draw_focus_ring, draw_text

if TYPE_CHECKING:
    from collections.abc import Callable

ZOOMS = (50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200)
_MARGIN = 20
_GAP = 20
_STEP = 48
_TWIPS_AN_INCH = 1440
_PIXELS_AN_INCH = 96
# Pages in sight and their neighbours; one that is larger is painted anew each time.
_KEPT_PIXELS = 16_000_000
# So long a paint may take before the pages that are left wait for the next turn.
_SLICE_SECONDS = 0.03
# Who turns pages quickly hears of the last one.
_READ_AFTER_MS = 250


class Pages(Protocol):
    """What is shown: pages by their number from 1, painted in twips."""

    @property
    def count(self) -> int:
        """How many there are."""

    def paint(self, painter: QPainter, number: int) -> None:
        """Paint one with its top left corner at the origin."""


class Fit(Enum):
    """How large pages are where no zoom was chosen."""

    WIDTH = auto()
    PAGE = auto()


class PageView(QAbstractScrollArea):
    """Signals: `moved()` when another page or zoom is shown."""

    moved = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pages: Pages | None = None
        self._paper = QSizeF(1, 1)
        self._zoom: Fit | int = Fit.WIDTH
        self._sentence = ""
        self._kept: OrderedDict[int, QPixmap] = OrderedDict()
        self._kept_for: tuple[float, float] = (0.0, 0.0)
        self._said: tuple[int, int] = (0, 0)
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self.viewport().update)
        self._reading = QTimer(self, singleShot=True, interval=_READ_AFTER_MS)
        self._reading.timeout.connect(self._tell_text)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        # Otherwise a page that fits the width would come and go with its scroll bar.
        keep_bar(self)
        self.verticalScrollBar().setSingleStep(_STEP)
        self.horizontalScrollBar().setSingleStep(_STEP)
        self.verticalScrollBar().setAccessibleName(self.tr("Pages"))
        self.horizontalScrollBar().setAccessibleName(self.tr("Pages, sideways"))
        theme.changed.connect(self.viewport().update)
        self._tell()

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self._pages.count if self._pages is not None else 0

    @property
    def current(self) -> int:
        """The page that is looked at, from 1; 0 where there is none."""
        if not self.count:
            return 0
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2 - _MARGIN
        return max(1, min(self.count, int(middle // self._pitch()) + 1))

    @property
    def zoom(self) -> Fit | int:
        """What was chosen: a fit, or per cent of the paper's own size."""
        return self._zoom

    @property
    def percent(self) -> int:
        """How large pages are now, in per cent of the paper's own size."""
        return round(self._scale() * _TWIPS_AN_INCH / _PIXELS_AN_INCH * 100)

    def show_pages(self, pages: Pages, paper: QSizeF) -> None:
        """Show other pages, each of that size in twips; the place on them is kept as far as it is there."""
        there = self._find_place(self._top_middle())
        self._pages, self._paper = pages, paper
        self._kept.clear()
        self._lay()
        self._go_to_place(there, self._top_middle())
        self._tell()

    def clear(self, sentence: str = "") -> None:
        """Show none, and say why."""
        self._pages, self._sentence = None, sentence
        self._kept.clear()
        self._lay()
        self._tell()

    def choose_zoom(self, zoom: Fit | int, at: QPoint | None = None) -> None:
        """Take another size; the place below `at` (the middle, where it is not given) stays where it is."""
        spot = at or self.viewport().rect().center()
        there = self._find_place(spot)
        self._zoom = zoom if isinstance(zoom, Fit) else max(ZOOMS[0], min(ZOOMS[-1], zoom))
        self._lay()
        self._go_to_place(there, spot)
        self.moved.emit()

    def step_zoom(self, step: int, at: QPoint | None = None) -> None:
        """The next larger (1) or smaller (-1) size."""
        now = self.percent
        larger, smaller = (
            next((zoom for zoom in ZOOMS if zoom > now), ZOOMS[-1]),
            next((zoom for zoom in reversed(ZOOMS) if zoom < now), ZOOMS[0]),
        )
        self.choose_zoom(larger if step > 0 else smaller, at)

    def go_to(self, number: int) -> None:
        """Show the top of a page."""
        if self.count:
            self.verticalScrollBar().setValue(round((max(1, min(self.count, number)) - 1) * self._pitch()))

    def page_on(self) -> None:
        """What is below: the rest of the page, or the next one."""
        bar, number = self.verticalScrollBar(), self.current
        rest = self._bottom_of(number) - (bar.value() + self.viewport().height())
        if rest > _GAP or number == self.count:
            bar.setValue(bar.value() + round(min(rest, self._view_step())))
        else:
            self.go_to(number + 1)

    def page_back(self) -> None:
        """What is above: the rest of the page, or the one before."""
        bar, number = self.verticalScrollBar(), self.current
        rest = bar.value() - (number - 1) * self._pitch()
        if rest > _GAP or number == 1:
            bar.setValue(bar.value() - round(min(rest, self._view_step())))
        else:
            self.go_to(number - 1)

    def page_place(self, number: int) -> QRect:
        """Where a page is in the viewport, in sight or not."""
        size = self._page_size()
        left = max(_MARGIN, (self.viewport().width() - size.width()) // 2) - self.horizontalScrollBar().value()
        top = _MARGIN + round((number - 1) * self._pitch()) - self.verticalScrollBar().value()
        return QRect(QPoint(left, top), size)

    def sizeHint(self) -> QSize:
        return QSize(640, 600)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("hover"))
        until = time.monotonic() + _SLICE_SECONDS
        for number in self._in_sight(event.rect()):
            place = self.page_place(number)
            painter.fillRect(place, Qt.GlobalColor.white)
            if number in self._fitting() or time.monotonic() < until:
                self._paint_page(painter, number, place)
            else:
                self._rest.start()
            painter.setPen(QPen(self._theme.color("line2"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if not self.count and self._sentence:
            room = QRectF(self.viewport().rect()).adjusted(_MARGIN, 0, -_MARGIN, 0)
            draw_text(painter, self._theme, "body", self._theme.color("ink2"), room, self._sentence, CENTRE)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_focus_ring(painter, self._theme, QRectF(self.viewport().rect()).adjusted(3, 3, -3, -3), 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        there = self._find_place(self._top_middle())
        self._lay()
        self._go_to_place(there, self._top_middle())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        # The ring of the focus does not move with the pages.
        self.viewport().update()
        self._tell()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.step_zoom(1 if event.angleDelta().y() > 0 else -1, event.position().toPoint())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_PageDown: self.page_on,
            Qt.Key.Key_PageUp: self.page_back,
            Qt.Key.Key_Space: self.page_on,
            Qt.Key.Key_Home: lambda: bar.setValue(bar.minimum()),
            Qt.Key.Key_End: lambda: bar.setValue(bar.maximum()),
            Qt.Key.Key_Down: lambda: bar.setValue(bar.value() + _STEP),
            Qt.Key.Key_Up: lambda: bar.setValue(bar.value() - _STEP),
        }
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.viewport().update()

    def _scale(self) -> float:
        """Pixels to a twip."""
        if not isinstance(self._zoom, Fit):
            return self._zoom / 100 * _PIXELS_AN_INCH / _TWIPS_AN_INCH
        width = max(1, self.viewport().width() - 2 * _MARGIN) / self._paper.width()
        if self._zoom is Fit.WIDTH:
            return width
        return min(width, max(1, self.viewport().height() - 2 * _MARGIN) / self._paper.height())

    def _page_size(self) -> QSize:
        scale = self._scale()
        return QSize(max(1, round(self._paper.width() * scale)), max(1, round(self._paper.height() * scale)))

    def _pitch(self) -> float:
        """From the top of a page to the top of the next."""
        return self._page_size().height() + _GAP

    def _bottom_of(self, number: int) -> float:
        return number * self._pitch() - _GAP + 2 * _MARGIN

    def _view_step(self) -> float:
        return max(_STEP, self.viewport().height() - _STEP)

    def _top_middle(self) -> QPoint:
        return QPoint(self.viewport().width() // 2, _MARGIN)

    def _find_place(self, spot: QPoint) -> QPointF:
        """What lies below a spot of the viewport: how far across a page, and pages from the top."""
        place = self.page_place(1)
        down = (spot.y() - place.top()) / self._pitch()
        return QPointF((spot.x() - place.left()) / place.width(), down)

    def _go_to_place(self, there: QPointF, spot: QPoint) -> None:
        place = self.page_place(1)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + round(place.left() + there.x() * place.width() - spot.x()))
        down.setValue(down.value() + round(place.top() + there.y() * self._pitch() - spot.y()))

    def _lay(self) -> None:
        size, room = self._page_size(), self.viewport().size()
        high = round(self.count * self._pitch() - _GAP + 2 * _MARGIN) if self.count else 0
        wide = size.width() + 2 * _MARGIN if self.count else 0
        for bar, whole, seen in (
            (self.verticalScrollBar(), high, room.height()),
            (self.horizontalScrollBar(), wide, room.width()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(seen)
        self.viewport().update()
        self._tell()

    def _in_sight(self, area: QRect) -> range:
        if not self.count:
            return range(0)
        top = self.verticalScrollBar().value() + area.top() - _MARGIN
        # The gap belongs to the page above it.
        first = max(1, int((top + _GAP) // self._pitch()) + 1)
        last = min(self.count, int((top + area.height()) // self._pitch()) + 1)
        return range(first, last + 1)

    def _fitting(self) -> OrderedDict[int, QPixmap]:
        """The pages that are painted already at this size."""
        wanted = (self._scale(), self.devicePixelRatioF())
        if wanted != self._kept_for:
            self._kept_for = wanted
            self._kept.clear()
        return self._kept

    def _paint_page(self, painter: QPainter, number: int, place: QRect) -> None:
        ratio = self.devicePixelRatioF()
        pixels = round(place.width() * ratio) * round(place.height() * ratio)
        if pixels > _KEPT_PIXELS / 2:
            painter.save()
            painter.setClipRect(place)
            painter.translate(place.topLeft())
            self._paint_on(painter, number)
            painter.restore()
            return
        kept = self._fitting()
        picture = kept.get(number)
        if picture is None:
            picture = QPixmap(QSize(round(place.width() * ratio), round(place.height() * ratio)))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.white)
            own = QPainter(picture)
            self._paint_on(own, number)
            own.end()
            kept[number] = picture
            while len(kept) > 1 and len(kept) * pixels > _KEPT_PIXELS:
                kept.popitem(last=False)
        else:
            kept.move_to_end(number)
        painter.drawPixmap(place.topLeft(), picture)

    def _paint_on(self, painter: QPainter, number: int) -> None:
        assert self._pages is not None
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(self._scale(), self._scale())
        self._pages.paint(painter, number)

    def _tell(self) -> None:
        """Which page is looked at and what stands on it, for screen readers and whoever shows the number."""
        shown = (self.current, self.count)
        if shown[0]:
            name = self.tr("Page {number} of {count}").format(number=shown[0], count=shown[1])
        else:
            name = self._sentence or self.tr("No pages yet")
        if shown != self._said or self.accessibleName() != name:
            self._said = shown
            for widget in (self, self.viewport()):
                widget.setAccessibleName(name)
            self.setAccessibleDescription("")
            self._reading.start()
            self.moved.emit()

    def _tell_text(self) -> None:
        self.setAccessibleDescription(self.page_text(self.current))

    def page_text(self, number: int) -> str:
        """What stands on a page, as it is read."""
        pages = self._pages
        return read_page(lambda painter: pages.paint(painter, number), self._paper) if pages and number else ""
