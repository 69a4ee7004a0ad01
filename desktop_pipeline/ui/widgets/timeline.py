"""The painted timeline of a deal: a badge, what happened, when, and the words of it below."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QMenu, QScrollArea, QSizePolicy, QToolTip, QWidget

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_focus_ring, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.timeline_words import TimelineLine
from desktop_pipeline.ui.widgets.words import as_tooltip

_TEXT_LEFT = 26
_BADGE = 17
_DELETES = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
_ICON = 10
_BETWEEN = 10
_READ_ALOUD = 20
# Texts that are broken into lines before the window has its next turn.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class _Placed:
    line: TimelineLine
    top: int
    bottom: int
    detail: QTextLayout


class Timeline(QWidget):
    """Grows as high as its lines need. ↑ and ↓ go from line to line; Enter or a right click opens a line's menu.

    Signals: `reword_asked(note id, text)`, `remove_asked(note id)`.
    """

    reword_asked = Signal(int, str)
    remove_asked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: tuple[TimelineLine, ...] = ()
        self._empty = ""
        self._placed: list[_Placed] = []
        # Details as they are broken into lines of that width, with their heights.
        self._broken: dict[tuple[str, int], tuple[QTextLayout, int]] = {}
        # Those of before that may still be of use while lines are placed.
        self._known: dict[tuple[str, int], tuple[QTextLayout, int]] = {}
        self._least_height = 0
        self._further = QTimer(self, singleShot=True, interval=0)
        self._further.timeout.connect(self._place_further)
        self._room = 0
        self._current = 0
        self.is_read_only = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._place_anew)

    @property
    def lines(self) -> tuple[TimelineLine, ...]:
        """What is shown, newest first."""
        return self._lines

    def show_lines(self, lines: Sequence[TimelineLine], empty: str) -> None:
        """Show these, or the words for none."""
        self._lines = tuple(lines)
        self._empty = empty
        self._current = min(self._current, max(0, len(self._lines) - 1))
        self.setAccessibleName(self.tr("Timeline, {count} lines").format(count=len(self._lines)))
        said = (f"{line.when}: {line.headline}. {line.detail}" for line in self._lines[:_READ_ALOUD])
        self.setAccessibleDescription("\n".join(said) or empty)
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(200, self._placed[-1].bottom if self._placed else self._theme.line("body") + 2 * _BETWEEN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            # Whoever has scrolled far down stays there while the lines below are placed.
            self._place(least_height=self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._placed:
            box = QRectF(0, 0, self.width(), self._theme.line("body"))
            draw_text(painter, self._theme, "secondary", self._theme.color("ink3"), box, self._empty)
            return
        visible = event.rect()
        for index, placed in enumerate(self._placed):
            if placed.bottom >= visible.top() and placed.top <= visible.bottom():
                self._paint_line(painter, placed, is_last=index == len(self._lines) - 1)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = event.pos().y()
            found = next((placed.line for placed in self._placed if placed.top <= spot < placed.bottom), None)
            QToolTip.showText(event.globalPos(), as_tooltip(found.headline if found is not None else ""), self)
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        spot = event.pos().y()
        found = next((index for index, placed in enumerate(self._placed) if placed.top <= spot < placed.bottom), None)
        if found is not None:
            self._current = found
            self._open_menu(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if by and 0 <= self._current + by < len(self._placed):
            self._current += by
            self._show_current()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2} and self._current < len(self._placed):
            placed = self._placed[self._current]
            if event.key() == Qt.Key.Key_F2 and placed.line.note_id and not self.is_read_only:
                self.reword_asked.emit(placed.line.note_id, placed.line.detail)
            else:
                self._open_menu(self.mapToGlobal(QPoint(_TEXT_LEFT, placed.top + self._theme.line("body"))))
        elif event.key() in _DELETES and self._lines and self._lines[self._current].note_id:
            if not self.is_read_only:
                self.remove_asked.emit(self._lines[self._current].note_id)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_current()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def place_of(self, note_id: int) -> QRect:
        """Where the words of a note stand; empty where it is not shown."""
        for placed in self._placed:
            if placed.line.note_id == note_id:
                top = placed.top + self._theme.line("body")
                return QRect(_TEXT_LEFT - 8, top - 4, self.width() - _TEXT_LEFT + 8, placed.bottom - top)
        return QRect()

    def _show_current(self) -> None:
        """The line with the keys is on the screen, and a screen reader hears it."""
        self.update()
        if self._current >= len(self._placed):
            return
        placed = self._placed[self._current]
        column = self.parentWidget()
        while column is not None and not isinstance(column, QScrollArea):
            column = column.parentWidget()
        if column is not None and self.hasFocus():
            middle = self.mapTo(cast("QWidget", column.widget()), QPoint(0, (placed.top + placed.bottom) // 2))
            column.ensureVisible(0, middle.y(), 0, (placed.bottom - placed.top) // 2 + 8)
        line = placed.line
        self.setAccessibleDescription(f"{line.when}: {line.headline}. {line.detail}")

    def _open_menu(self, place: QPoint) -> None:
        line = self._lines[self._current]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = "\n".join(part for part in (line.headline, line.detail) if part)
        menu.addAction(self.tr("Copy")).triggered.connect(lambda: QGuiApplication.clipboard().setText(text))
        if line.note_id and not self.is_read_only:
            reword = menu.addAction(self.tr("Edit the note"))
            reword.triggered.connect(lambda: self.reword_asked.emit(line.note_id, line.detail))
            remove = menu.addAction(self.tr("Delete the note"))
            remove.triggered.connect(lambda: self.remove_asked.emit(line.note_id))
        menu.popup(place)

    def _place_anew(self) -> None:
        self._broken = {}
        self._place()

    def _place(self, *, least_height: int = 0) -> None:
        room = max(40, self.width() - _TEXT_LEFT)
        # Of thousands of lines one is new, mostly: texts that were broken for this room stay so.
        self._known = {**self._known, **self._broken} if room == self._room else {}
        self._room, self._broken, self._placed = room, {}, []
        self._least_height = least_height
        self._place_further()

    def _place_further(self) -> None:
        """Places lines below those that stand: of thousands some hundreds a turn, for each text takes its time."""
        top, anew = self._placed[-1].bottom if self._placed else 0, 0
        headline = self._theme.line("body")
        self._further.stop()
        for line in self._lines[len(self._placed) :]:
            key = (line.detail, line.subject)
            known = self._known.get(key)
            anew += known is None
            if anew > _AT_ONCE:
                self._further.start()
                break
            detail, height = self._broken[key] = known or self._lay_out(line, self._room)
            self._placed.append(_Placed(line, top, top + headline + height + _BETWEEN, detail))
            top = self._placed[-1].bottom
        else:
            self._known, self._least_height = {}, 0
        self.setFixedHeight(max(self._least_height, self.sizeHint().height()))
        self.updateGeometry()
        self.update()

    def _lay_out(self, line: TimelineLine, room: int) -> tuple[QTextLayout, int]:
        """Break the detail into lines of that width, its subject in full ink; long words break too."""
        text = line.detail
        layout = QTextLayout(text.replace("\n", "\N{LINE SEPARATOR}"), self._theme.font("body"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        if line.subject:
            layout.setFormats([self._ink(line.subject)])
        height, step = 0, self._theme.line("secondary")
        layout.beginLayout()
        while text and (piece := layout.createLine()).isValid():
            piece.setLineWidth(room)
            piece.setPosition(QPointF(0, height))
            height += step
        layout.endLayout()
        return layout, height

    def _ink(self, letters: int) -> QTextLayout.FormatRange:
        shown = QTextCharFormat()
        shown.setForeground(self._theme.color("ink"))
        span = QTextLayout.FormatRange()
        span.start, span.length, span.format = 0, letters, shown
        return span

    def _paint_line(self, painter: QPainter, placed: _Placed, *, is_last: bool) -> None:
        theme = self._theme
        line = placed.line
        height = theme.line("body")
        if self.hasFocus() and line is self._lines[self._current]:
            ring = QRectF(_TEXT_LEFT - 5, placed.top - 2, self.width() - _TEXT_LEFT + 4, placed.bottom - placed.top - 4)
            draw_focus_ring(painter, theme, ring.adjusted(2, 2, -2, -2), 4)
        when = text_width(theme, "caption", line.when)
        headline = QRectF(_TEXT_LEFT, placed.top, self.width() - _TEXT_LEFT - when - 8, height)
        draw_text(painter, theme, "value", theme.color("ink"), headline, line.headline)
        spot = QRectF(self.width() - when, placed.top, when, height)
        draw_text(painter, theme, "caption", theme.color("ink3"), spot, line.when, RIGHT)
        painter.setPen(theme.color("ink2"))
        placed.detail.draw(painter, QPointF(_TEXT_LEFT, placed.top + height))
        badge = QRectF(0.5, placed.top + (height - _BADGE) / 2 + 0.5, _BADGE - 1, _BADGE - 1)
        if not is_last:
            middle = badge.center().x()
            start = QPointF(middle, badge.bottom())
            draw_hairline(painter, theme.color("line"), start, QPointF(middle, placed.bottom + 1))
        painter.setPen(QPen(theme.color("line2"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(badge)
        drawing = icon_pixmap(theme, line.icon, _ICON, "ink2", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(badge.center().x() - _ICON / 2, badge.center().y() - _ICON / 2), drawing)
