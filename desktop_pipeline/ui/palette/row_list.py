"""The list of the palette: painted lines of plain text with the parts marked that were looked for."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.search_words import find_ranges
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.palette.rows import PaletteRow
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.key_hint import hint_width, paint_key_hint
from desktop_pipeline.ui.widgets.painting import draw_text, text_width
from desktop_pipeline.ui.widgets.stage_mark import paint_lost_mark, paint_stage_mark, paint_won_mark

ROW = 34
HEADING = 30
_EDGE = 8
_PAD = 8
_MARK = 14
_AFTER_MARK = 10
_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
# Longer names are cut before they are laid out: no line shows so much.
_LONGEST = 300


class Rows(QAbstractListModel):
    """The lines that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[PaletteRow] = []

    def show_rows(self, rows: Sequence[PaletteRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        return row.spoken() if role == Qt.ItemDataRole.AccessibleTextRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        row = self.rows[index.row()] if index.isValid() else None
        if row is None or row.is_heading or not row.enabled:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class RowList(QListView):
    """Follows the mouse; the keys stay in the field above it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.shown = Rows()
        self.setModel(self.shown)
        self._painter = _RowPainter(theme, self)
        self.setItemDelegate(self._painter)
        self.setProperty("bare", True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Found"))
        self.entered.connect(self._on_entered)

    def show_rows(self, rows: Sequence[PaletteRow]) -> None:
        """Shows others, the first that can be chosen being current."""
        self.shown.show_rows(rows)
        self.setCurrentIndex(QModelIndex())
        self.scrollToTop()
        self.step(1)

    def current_row(self) -> PaletteRow | None:
        """The line that Enter opens."""
        index = self.currentIndex()
        return self.shown.rows[index.row()] if index.isValid() else None

    def step(self, by: int) -> None:
        """Goes on to the next line that can be chosen, from the last to the first."""
        count = len(self.shown.rows)
        place = self.currentIndex().row() if self.currentIndex().isValid() else (-1 if by > 0 else count)
        for _ in range(count):
            place = (place + by) % count
            index = self.shown.index(place)
            if index.flags() & Qt.ItemFlag.ItemIsEnabled:
                self.setCurrentIndex(index)
                if place == 1:
                    self.scrollToTop()  # its heading too
                return

    def content_height(self) -> int:
        """How high all lines are together."""
        return sum(self._painter.height_of(row) for row in self.shown.rows)

    def _on_entered(self, index: QModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.setCurrentIndex(index)


class _RowPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def height_of(self, row: PaletteRow) -> int:
        return self._theme.size(HEADING if row.is_heading else ROW)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, self.height_of(_row_at(index)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = _row_at(index)
        room = QRectF(option.rect)
        theme = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.is_heading:
            words = room.adjusted(_EDGE + _PAD, theme.size(8), -_EDGE, 0)
            draw_text(painter, theme, "caption", theme.color("ink2"), words, row.text)
        else:
            is_current = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_row(painter, room, row, is_current=is_current)
        painter.restore()

    def _paint_row(self, painter: QPainter, room: QRectF, row: PaletteRow, *, is_current: bool) -> None:
        theme = self._theme
        if is_current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accentSoft"))
            painter.drawRoundedRect(room.adjusted(_EDGE, 0, -_EDGE, 0), 6, 6)
        middle = room.center().y()
        side = theme.size(_MARK)
        mark = QRectF(room.left() + _EDGE + _PAD, round(middle - side / 2), side, side)
        self._paint_mark(painter, mark, row)
        right = room.right() - _EDGE - _PAD
        keys = row.keys or (("Enter",) if is_current else ())
        if keys:
            width = hint_width(theme, keys)
            paint_key_hint(painter, theme, right - width, middle, keys, (theme.color("line2"), theme.color("ink3")))
            right -= width + 10
        left = mark.right() + _AFTER_MARK
        role = "ink" if row.enabled else "ink3"
        # The name has the room first; what tells more stands behind it where some is left.
        left += self._paint_marked(painter, QRectF(left, room.top(), right - left, room.height()), row, "body", role)
        if row.detail and right - left > theme.size(40):
            rest = QRectF(left + 10, room.top(), right - left - 10, room.height())
            self._paint_marked(painter, rest, row, "secondary", "ink2")

    def _paint_mark(self, painter: QPainter, rect: QRectF, row: PaletteRow) -> None:
        if row.mark is None:
            role = "ink2" if row.enabled else "ink3"
            ratio = painter.device().devicePixelRatio()
            painter.drawPixmap(rect.topLeft(), icon_pixmap(self._theme, row.icon, round(rect.width()), role, ratio))
            return
        status, position, stages = row.mark
        if status == DealStatus.OPEN:
            paint_stage_mark(painter, self._theme, rect, position, stages)
        else:
            (paint_won_mark if status == DealStatus.WON else paint_lost_mark)(painter, self._theme, rect)

    def _paint_marked(self, painter: QPainter, room: QRectF, row: PaletteRow, style: FontStyle, role: str) -> float:
        """One line of plain text in its own direction, what was looked for strong; returns the width taken."""
        theme = self._theme
        text = " ".join((row.text if style == "body" else row.detail)[:_LONGEST].split())
        ranges = find_ranges(text, row.words)
        # Marked parts are a little wider than the metrics of the whole tell.
        spare = 2 + sum(end - start for start, end in ranges)
        if text_width(theme, style, text) + spare > room.width():
            text = theme.metrics(style).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room.width() - spare))
        layout = QTextLayout(text, theme.font(style))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        layout.setFormats([_mark_format(theme, start, end) for start, end in ranges if end <= len(text)])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(room.width())
        layout.endLayout()
        width = min(line.naturalTextWidth(), room.width())
        painter.setPen(theme.color(role))
        # A line from right to left stands at the far edge of its room: here it begins where every line does.
        left = room.left() - line.naturalTextRect().left()
        layout.draw(painter, QPointF(left, room.center().y() - line.height() / 2))
        return width


def _mark_format(theme: Theme, start: int, end: int) -> QTextLayout.FormatRange:
    marked = QTextLayout.FormatRange()
    marked.start = start
    marked.length = end - start
    strong = QTextCharFormat()
    strong.setForeground(theme.color("accent"))
    strong.setFontWeight(QFont.Weight.DemiBold)
    marked.format = strong
    return marked


def _row_at(index: _Index) -> PaletteRow:
    model = index.model()
    assert isinstance(model, Rows)
    return model.rows[index.row()]
