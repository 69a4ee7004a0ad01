"""The head of a column, 69 high: mark, name and count, sum and weighted sum, and what the sum leaves out."""

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy

from desktop_pipeline.domain.stage_settings import STAGE_COLOURS
from desktop_pipeline.queries.board import StageColumn
from desktop_pipeline.queries.board_cards import Order
from desktop_pipeline.queries.board_lanes import LaneKind
from desktop_pipeline.ui.board.board_keys import Ask, find_ask
from desktop_pipeline.ui.board.card_words import count_deals
from desktop_pipeline.ui.board.lane_words import sorted_by
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.stage_mark import MARK, paint_stage_mark, paint_won_mark
from desktop_pipeline.ui.widgets.words import as_tooltip_parts

if TYPE_CHECKING:
    from desktop_pipeline.ui.board.step_line import StepLine

_SIDE = 10
_LINES = (22, 18, 21)
_BELOW = 8
_APART = 8
_PASSED_ON = frozenset({Ask.COLUMN_LEFT, Ask.COLUMN_RIGHT, Ask.COLLAPSE, Ask.EXPAND, Ask.FILTER, Ask.NEW})


class StageHeader(QAbstractButton):
    """Painted from a StageColumn; the weighted sum comes after the first paint.

    To screen readers it is the button of the stage's menu.

    Signals: `asked(Ask)` for the board's keys and F2; `menu_wanted(place on the screen)`; `dragged(place on the
    screen)` while the mouse pulls it, `drag_ended(place, or None when it was given up)`; `entered()` by ↓.
    """

    asked = Signal(object)
    menu_wanted = Signal(object)
    dragged = Signal(object)
    drag_ended = Signal(object)
    entered = Signal()

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._column: StageColumn | None = None
        self._count = 1
        self._currency = "EUR"
        self._weighted: int | None = None
        self._incoming = ""
        self._explained: tuple[str, ...] | None = None
        self._step: StepLine | None = None
        self._order = Order.HAND
        self._pressed: QPoint | None = None
        self._dragging = False
        self._more: IconButton | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._open_menu)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def more(self) -> IconButton:
        """The button with the column's menu, made when the mouse is here for the first time."""
        if self._more is None:
            self._more = IconButton(self._theme, "ellipsis", self.tr("Stage menu"))
            self._more.setParent(self)
            self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._more.clicked.connect(self._open_menu)
            self._place_more()
        return self._more

    @property
    def incoming(self) -> str:
        """What a drag over the column would add: `+ €34,500`."""
        return self._incoming

    def show_column(self, column: StageColumn, count: int, currency: str) -> None:
        """Show a stage, one of `count`, with sums in that currency."""
        self._column, self._count, self._currency = column, count, currency
        self._explain()
        self._tell()
        self.update()

    def show_order(self, order: Order) -> None:
        """Say how the column is sorted, where it is not by hand."""
        if order is not self._order:
            self._order = order
            self.update()

    def show_weighted(self, minor: int | None) -> None:
        """Show the weighted sum; None while it is not known."""
        if minor != self._weighted:
            self._weighted = minor
            self.update()

    def show_step(self, step: "StepLine | None") -> None:
        """Show how many deals go on from here; None while it is not known."""
        if step != self._step:
            self._step = step
            self._explain()
            self._tell()
            self.update()

    def step_text(self) -> str:
        """How many deals go on from here, as it is shown."""
        return "" if self._step is None else self._step.words

    def narrowest_text(self) -> str:
        """That no other step costs as much, where it is so."""
        return self.tr("narrowest step") if self._step is not None and self._step.is_narrowest else ""

    def show_incoming(self, text: str) -> None:
        """Show what the drag would add, or nothing."""
        if text != self._incoming:
            self._incoming = text
            self.update()

    def sum_text(self) -> str:
        """The sum as it is shown."""
        if self._column is None:
            return ""
        if not self._is_valued():
            return self.tr("no values yet")
        return self._formats.whole_money(self._column.value, self._currency)

    def weighted_text(self, room: float = math.inf) -> str:
        """The weighted sum as it is shown, rounded to 100; in short where it finds no room, never cut."""
        if self._weighted is None or not self._is_valued():
            return ""
        words = self.tr("weighted {sum}")
        said = words.format(sum=self._formats.rounded_money(self._weighted, self._currency))
        if text_width(self._theme, "secondary", said) <= room:
            return said
        return words.format(sum=self._formats.short_money(self._weighted, self._currency))

    def limit_text(self) -> str:
        """`3, limit 2` where there are too many deals, `1, minimum 3` where too few; else nothing."""
        column = self._column
        if column is None:
            return ""
        number = self._formats.number
        if column.too_many is not None and column.whole > column.too_many:
            return self.tr("{count}, limit {limit}").format(count=number(column.whole), limit=number(column.too_many))
        if column.too_few is not None and column.whole < column.too_few:
            return self.tr("{count}, minimum {limit}").format(count=number(column.whole), limit=number(column.too_few))
        return ""

    def count_text(self, room: float) -> str:
        """How many deals are shown; nothing where the name needs the room and the mark of the limit says the same."""
        column = self._column
        if column is None:
            return ""
        count = self._formats.number(column.deals)
        needed = self._theme.size(MARK) + 7 + text_width(self._theme, "strong", column.name) + 7
        needed += text_width(self._theme, "secondary", count)
        return "" if self.limit_text() and column.whole == column.deals and needed > room else count

    def left_out_text(self) -> str:
        """How many deals the sum leaves out and why; empty where it leaves out none."""
        if self._column is None:
            return ""
        number = self._formats.number
        parts = []
        if self._column.without_value:
            parts.append(self.tr("{count} without a value").format(count=number(self._column.without_value)))
        if self._column.without_rate:
            parts.append(self.tr("{count} without a rate").format(count=number(self._column.without_rate)))
        return ", ".join(parts)

    def name_rect(self) -> QRectF:
        """The line with the name, where it is edited."""
        mark = self._theme.size(MARK)
        return QRectF(_SIDE + mark + 1, 0, self.width() - 2 * _SIDE - mark, self._theme.size(_LINES[0]) + 2)

    def sizeHint(self) -> QSize:
        return QSize(216, sum(map(self._theme.size, _LINES)) + _BELOW)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        self.more.show()

    def leaveEvent(self, event: QEvent) -> None:
        self.more.hide()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._more is not None:
            self._place_more()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ask = find_ask(event)
        key = event.key()
        if self._dragging and key == Qt.Key.Key_Escape:
            self._end_drag(None)
        elif key == Qt.Key.Key_F2:
            self.asked.emit(Ask.RENAME_STAGE)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Menu}:
            self._open_menu()
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Escape}:
            self.entered.emit()
        elif ask in _PASSED_ON:
            self.asked.emit(ask)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.globalPosition().toPoint()
        if self._pressed is None or self._column is None or self._column.lane.kind is not LaneKind.STAGE:
            return
        if not self._dragging and (place - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._dragging:
            self.dragged.emit(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        if self._dragging:
            self._end_drag(event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = None
            self.asked.emit(Ask.RENAME_STAGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._column is None:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, second, third = map(theme.size, _LINES)
        width = self.width() - 2 * _SIDE
        self._paint_name(painter, self._column, QRectF(_SIDE, 0, width, first))
        line = QRectF(_SIDE, first, width, second)
        if self._is_valued():
            taken = draw_text(painter, theme, "secondary_strong", theme.color("ink"), line, self.sum_text())
        else:
            taken = draw_text(painter, theme, "secondary", theme.color("ink3"), line, self.sum_text())
        line.adjust(taken + 6, 0, 0, 0)
        if self._incoming:
            draw_text(painter, theme, "secondary_strong", theme.color("accent"), line, self._incoming)
        else:
            draw_text(painter, theme, "secondary", theme.color("ink3"), line, self.weighted_text(line.width()))
        self._paint_below(painter, QRectF(_SIDE, first + second, width, third))
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(2, 2, self.width() - 4, first + second - 2), 5)

    def _paint_below(self, painter: QPainter, line: QRectF) -> None:
        """How many go on, as far as there is room beside what the sum leaves out and how the column is sorted."""
        theme, left_out = self._theme, self.left_out_text()
        by = self.tr("by {order}").format(order=sorted_by(self._order)) if self._order is not Order.HAND else ""
        words = ", ".join(part for part in (by, left_out) if part)
        if self._step is not None:
            from desktop_pipeline.ui.board.step_line import paint_step  # noqa: PLC0415 - figures come after the first paint

            line.setWidth(line.width() - paint_step(painter, theme, self._step, line, room_for_bar=not words))
        if text_width(theme, "caption", words) > line.width() - _APART:
            # What the sum leaves out is told in whole rather than how the column is sorted.
            words = left_out or words
        if words:
            draw_text(painter, theme, "caption", theme.color("ink3"), line, words)

    def _explain(self) -> None:
        """Which stage it is, in whole, what it is for, and how deals fare in it."""
        column = self._column
        if column is None:
            return
        counted = "\n".join(part for part in (self._word_limit(), self._word_left_out()) if part)
        step = self._step.told if self._step else ""
        told = (column.name, column.definition, column.guidance, counted, step)
        if told != self._explained:
            self._explained = told
            self.setToolTip(as_tooltip_parts(column.name, told[1:]))

    def _word_limit(self) -> str:
        column = self._column
        if column is None or not self.limit_text():
            return ""
        too_many = column.too_many is not None and column.whole > column.too_many
        words = self.tr("Too many: {limit}.") if too_many else self.tr("Too few: {limit}.")
        return words.format(limit=self.limit_text())

    def _word_left_out(self) -> str:
        left_out = self.left_out_text()
        return self.tr("The sum leaves out deals: {which}.").format(which=left_out) if left_out else ""

    def _is_valued(self) -> bool:
        """Whether the sum says something: no deal at all is worth nothing, deals without a value are not."""
        return self._column is not None and self._column.sums.is_known

    def _tell(self) -> None:
        column = self._column
        if column is not None:
            counted = (column.name, count_deals(column.deals), self.sum_text())
            parts = (*counted, self.limit_text(), self.left_out_text(), self.narrowest_text(), self.step_text())
            self.setAccessibleName(", ".join(part for part in parts if part))

    def _open_menu(self) -> None:
        self.menu_wanted.emit(self.mapToGlobal(QPoint(self.width() - self._theme.size(24), self._theme.size(24))))

    def _place_more(self) -> None:
        if self._more is not None:
            size = self._more.sizeHint()
            self._more.setGeometry(self.width() - size.width() - 2, -1, size.width(), size.height())

    def _end_drag(self, place: QPoint | None) -> None:
        self._dragging, self._pressed = False, None
        self.unsetCursor()
        self.drag_ended.emit(place)

    def _paint_name(self, painter: QPainter, column: StageColumn, line: QRectF) -> None:
        theme = self._theme
        side = theme.size(MARK)
        mark = QRectF(line.left(), line.center().y() - side / 2, side, side)
        if column.colour in STAGE_COLOURS:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tokens.groups[STAGE_COLOURS.index(column.colour)]))
            painter.drawRoundedRect(QRectF(mark.left() - 7, mark.top(), 3, side), 1.5, 1.5)
        if column.lane.kind is LaneKind.STAGE:
            paint_stage_mark(painter, theme, mark, column.position, self._count)
        elif not column.lane.is_open:
            paint_won_mark(painter, theme, mark)
        else:
            line = line.adjusted(-side - 7, 0, 0, 0)
        limit = self.limit_text()
        if limit:
            room = text_width(theme, "caption_strong", limit)
            draw_text(painter, theme, "caption_strong", theme.color("amber"), line, limit, RIGHT)
            line = line.adjusted(0, 0, -room - 8, 0)
        elif self._step is not None and self._step.is_narrowest:
            from desktop_pipeline.ui.board.step_line import paint_narrowest  # noqa: PLC0415 - likewise

            line = line.adjusted(0, 0, -paint_narrowest(painter, theme, line), 0)
        count = self.count_text(line.width())
        room = theme.metrics("secondary").horizontalAdvance(count) + 8 if count else 0
        name = line.adjusted(side + 7, 0, -room, 0)
        name.adjust(draw_text(painter, theme, "strong", theme.color("ink"), name, column.name) + 7, 0, room, 0)
        draw_text(painter, theme, "secondary", theme.color("ink3"), name, count)
