"""Those an e-mail goes to, each with what keeps theirs back; Space leaves one out, or takes them in again."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_hairline, draw_text
from desktop_pipeline.ui.widgets.words import as_tooltip

_ROW = 46
_MARK = 14
_LEFT = 36
_LineRole = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class Mark(StrEnum):
    """What stands before a name: whether it goes out, or what became of it."""

    READY = "ready"
    LEFT_OUT = "left out"
    HELD_BACK = "held back"
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


_ICONS = {
    Mark.READY: ("circle-check", "green"),
    Mark.HELD_BACK: ("circle-x", "amber"),
    Mark.SENDING: ("send", "accent"),
    Mark.SENT: ("circle-check", "green"),
    Mark.REFUSED: ("circle-x", "red"),
    Mark.UNCERTAIN: ("circle-help", "amber"),
}


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """A row: the name, what stands below it, and in which colour role."""

    name: str
    below: str
    mark: Mark
    role: str = "ink3"

    @property
    def sentence(self) -> str:
        """For those who cannot see the mark."""
        return ", ".join(part for part in (self.name, self.below) if part)


class RecipientModel(QAbstractListModel):
    """The rows; rows that differ are changed in place, so that the keys stay where they are."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[RecipientLine, ...] = ()

    def show_lines(self, lines: Sequence[RecipientLine]) -> None:
        if len(lines) != len(self.lines):
            self.beginResetModel()
            self.lines = tuple(lines)
            self.endResetModel()
            return
        before, self.lines = self.lines, tuple(lines)
        for row, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt has it
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == _LineRole:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.sentence
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(line.sentence)
        return None


class RecipientList(QListView):
    """Signals: `picked(row)`; `turned(row)` by Space, or a click on the mark."""

    picked = Signal(int)
    turned = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows = RecipientModel()
        self.setModel(self.rows)
        self.setProperty("framed", True)
        self.setItemDelegate(_RecipientDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Recipients"))
        self.setAccessibleDescription(self.tr("Space leaves somebody out, or takes them in again"))
        theme.changed.connect(self.doItemsLayout)

    @property
    def row(self) -> int:
        """The row that has the keys; −1 for none."""
        return self.currentIndex().row()

    def pick(self, row: int) -> None:
        """Give the keys to a row."""
        self.setCurrentIndex(self.rows.index(row))

    def currentChanged(self, current: QModelIndex | QPersistentModelIndex, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.picked.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.row >= 0:
            self.turned.emit(self.row)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() < self._theme.size(_LEFT):
            self.turned.emit(index.row())


class _RecipientDelegate(QStyledItemDelegate):
    """Mark, name, and below it the address or what is wrong."""

    def __init__(self, theme: Theme, parent: RecipientList) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(1, self._theme.size(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(_LineRole)
        if not isinstance(line, RecipientLine):
            return
        theme, rect = self._theme, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        flag = QStyle.StateFlag
        if option.state & flag.State_Selected:
            painter.fillRect(rect, theme.color("accentSoft"))
        elif option.state & flag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        self._paint_mark(painter, line.mark, QPointF(rect.left() + 12, rect.center().y() - theme.size(_MARK) / 2))
        quiet = line.mark is Mark.LEFT_OUT
        box = QRectF(rect.left() + theme.size(_LEFT), rect.top() + 5, rect.width() - theme.size(_LEFT) - 8, 0)
        box.setHeight(theme.line("value"))
        draw_text(painter, theme, "value", theme.color("ink3" if quiet else "ink"), box, line.name)
        box.translate(0, theme.line("value"))
        draw_text(painter, theme, "caption", theme.color(line.role), box, line.below)
        edge = rect.bottom() - 0.5
        draw_hairline(painter, theme.color("line"), QPointF(rect.left(), edge), QPointF(rect.right(), edge))
        if option.state & flag.State_HasFocus:
            draw_focus_ring(painter, theme, rect.adjusted(2, 2, -2, -2), 5)
        painter.restore()

    def _paint_mark(self, painter: QPainter, mark: Mark, place: QPointF) -> None:
        theme, side = self._theme, self._theme.size(_MARK)
        if mark in _ICONS:
            name, role = _ICONS[mark]
            drawing = icon_pixmap(theme, name, side, role, painter.device().devicePixelRatioF())
            painter.drawPixmap(place.toPoint(), drawing)
            return
        painter.setPen(QPen(theme.color("control"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(place.x() + 1, place.y() + 1, side - 2, side - 2))
