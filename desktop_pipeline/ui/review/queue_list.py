"""The deals of a review in their order, as a list: what was decided above, what is still open below."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.reviews import ReviewLine
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.review.review_words import say_decision, say_short
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.row_list import set_up_rows
from desktop_pipeline.ui.widgets.stage_mark import MARK, paint_lost_mark, paint_stage_mark, paint_won_mark
from desktop_pipeline.ui.widgets.words import as_tooltip

ROW = 48
_SIDE = 9
_PAD = 9
_BAR = 3
_WORDS = 32
Index = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """Lines of a review; which one is looked at the page says."""

    def __init__(self, session: Session, formats: Formats, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._formats = formats
        self.lines: tuple[ReviewLine, ...] = ()
        self._rows: dict[int, int] = {}

    def show_lines(self, lines: tuple[ReviewLine, ...]) -> None:
        """Show other lines; where the deals are the same ones only their words change."""
        rows = {line.deal_id: row for row, line in enumerate(lines)}
        if rows == self._rows:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines, self._rows = lines, rows
        self.endResetModel()

    def row_of(self, deal_id: int | None) -> int | None:
        """Where a deal stands."""
        return None if deal_id is None else self._rows.get(deal_id)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def say(self, line: ReviewLine) -> str:
        """The second line: why it is here, or what was decided."""
        today = self._session.today()
        if line.is_gone and line.decision is None:
            return self.tr("In the bin")
        if line.decision is not None:
            return say_decision(line.decision, line.act, self._formats, today)
        if line.status is not DealStatus.OPEN:
            return self.tr("Won meanwhile") if line.status is DealStatus.WON else self.tr("Lost meanwhile")
        return say_short(line.why, self._formats, today)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(", ".join(part for part in (line.title, line.organisation, self.say(line)) if part))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (line.title, self._formats.money(line.value), line.stage, self.say(line))
            state = self.tr("decided") if line.decision is not None else self.tr("still to decide")
            return ", ".join(part for part in (*parts, state) if part)
        return None


class QueueDelegate(QStyledItemDelegate):
    """Paints a row: tick or stage mark, title, value, and the second line."""

    def __init__(self, theme: Theme, formats: Formats, model: QueueModel) -> None:
        super().__init__(model)
        self._theme = theme
        self._formats = formats
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.size(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(_SIDE, 0, -_SIDE, 0)
        if option.state & QStyle.StateFlag.State_Selected:
            self._paint_ground(painter, rect, focused=bool(option.state & QStyle.StateFlag.State_HasFocus))
        self._paint_line(painter, rect.adjusted(_PAD, 0, -_PAD, 0), self._model.lines[index.row()])
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRectF, *, focused: bool) -> None:
        theme = self._theme
        body = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(body, 8, 8)
        painter.fillPath(path, theme.color("surface"))
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(QRectF(rect.left(), rect.top(), _BAR, rect.height()), theme.color("accentFill"))
        painter.restore()
        painter.setPen(QPen(theme.color("line2"), 1))
        painter.drawPath(path)
        if focused:
            draw_focus_ring(painter, theme, body.adjusted(1.5, 1.5, -1.5, -1.5), 7)

    def _paint_line(self, painter: QPainter, box: QRectF, line: ReviewLine) -> None:
        theme = self._theme
        first, second = theme.line("body"), theme.line("caption")
        top = round(box.top() + (box.height() - first - second) / 2)
        decided = line.decision is not None
        self._paint_mark(painter, QPointF(box.left(), top + (first - theme.size(MARK)) / 2), line)
        money = self._formats.money(line.value)
        width = text_width(theme, "body", money)
        quiet = theme.color("ink2" if decided else "ink")
        value = QRectF(box.right() - width, top, width, first)
        draw_text(painter, theme, "body", quiet, value, money, RIGHT)
        left = box.left() + theme.size(_WORDS) - _PAD
        title = QRectF(left, top, value.left() - 6 - left, first)
        draw_text(painter, theme, "body" if decided else "value", quiet, title, line.title)
        said = QRectF(left, top + first, box.right() - left, second)
        draw_text(painter, theme, "caption", theme.color("ink3" if decided else "amber"), said, self._model.say(line))

    def _paint_mark(self, painter: QPainter, place: QPointF, line: ReviewLine) -> None:
        theme = self._theme
        side = theme.size(MARK)
        mark = QRectF(place.x(), round(place.y()), side, side)
        if line.decision is not None:
            drawing = icon_pixmap(theme, "check", side, "green", painter.device().devicePixelRatioF())
            painter.drawPixmap(mark.topLeft(), drawing)
        elif line.status is DealStatus.WON:
            paint_won_mark(painter, theme, mark)
        elif line.status is DealStatus.LOST:
            paint_lost_mark(painter, theme, mark)
        else:
            paint_stage_mark(painter, theme, mark, line.stage_place, line.stages)


class QueueList(QListView):
    """Signals: `picked(deal id)` when another deal is chosen by mouse or arrow."""

    picked = Signal(int)

    def __init__(self, theme: Theme, formats: Formats, queue: QueueModel) -> None:
        super().__init__()
        self.queue = queue
        set_up_rows(self, queue, QueueDelegate(theme, formats, queue))
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(self.tr("Deals of the review"))
        self.setAccessibleDescription(self.tr("The arrows go through the deals; Tab leads to the choices"))
        self.selectionModel().currentRowChanged.connect(self._on_row)
        theme.changed.connect(self.doItemsLayout)

    def point_at(self, deal_id: int | None) -> None:
        """Show a deal as the one that is looked at, without telling anybody."""
        row = self.queue.row_of(deal_id)
        self.selectionModel().blockSignals(True)
        if row is None:
            self.selectionModel().clear()
        else:
            self.setCurrentIndex(self.queue.index(row))
        self.selectionModel().blockSignals(False)
        if row is not None:
            self.scrollTo(self.queue.index(row))
        self.viewport().update()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] | None = None) -> None:
        # The rows are of one height: QListView would lay out all of them again, and ask for each whether it is there.
        QAbstractItemView.dataChanged(self, first, last, list(roles or ()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text():
            # The list finds nothing by typing: numbers and letters belong to the review.
            event.ignore()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _on_row(self, current: QModelIndex) -> None:
        if current.isValid():
            self.picked.emit(self.queue.lines[current.row()].deal_id)
