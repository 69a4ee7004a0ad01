"""The table of rows as they will arrive: problem cells coloured, the reason at the row's end, cells typed anew."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from desktop_pipeline.actions.importing.outlook import CellNote, RowOutlook
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.transfer.fitting_columns import fit_widths
from desktop_pipeline.ui.transfer.plain_table import PAD, ModelIndex, PlainDelegate, PlainTable
from desktop_pipeline.ui.transfer.row_model import (
    FIGURES,
    NoteRole,
    RowModel,
    RowRole,
    RowsShown,
    is_refused,
    reason_role,
)
from desktop_pipeline.ui.widgets.painting import LEFT, RIGHT, draw_focus_ring, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.stage_mark import MARK, paint_lost_mark, paint_stage_mark, paint_won_mark

_ROW = 28
_NARROWEST, _WIDEST, _FIRST_WIDEST = 64, 138, 154
_WHY = 190
_SHRUNK = 0.75
_MEASURED = 40
_Marks = Mapping[str, tuple[int, int]]


class RowDelegate(PlainDelegate):
    """Amber for a hint, red for a problem, each with an outline; the stage with its mark."""

    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(theme, _ROW, parent)
        self.marks: _Marks = {}

    def paint_cell(self, painter: QPainter, box: QRectF, index: ModelIndex, text: str) -> None:
        model, row, note = index.model(), index.data(RowRole), index.data(NoteRole)
        if not isinstance(model, RowModel) or not isinstance(row, RowOutlook):
            return
        theme = self._theme
        told = model.field(index.column())
        inner = box.adjusted(PAD, 0, -PAD, -1)
        if isinstance(note, CellNote):
            tint = "red" if note.weight == "problem" else "amber"
            painter.setPen(QPen(theme.color(f"{tint}Line"), 1))
            painter.setBrush(theme.color(f"{tint}Soft"))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -1.5))
        ink = theme.color("ink" if row.is_taken else "ink3")
        if index.column() == 0:
            draw_text(painter, theme, "body", theme.color("ink2"), box.adjusted(0, 0, -PAD, -1), text, RIGHT)
        elif not told:
            draw_text(painter, theme, "secondary", theme.color(reason_role(row)), inner, text)
        elif is_refused(row, told):
            _paint_refused(painter, theme, inner, text, is_figure=told in FIGURES)
        elif told == "stage":
            self._paint_stage(painter, inner, row, text)
        else:
            draw_text(painter, theme, "body", ink, inner, text, RIGHT if told in FIGURES else LEFT)
        if self._table.hasFocus() and self._table.currentIndex() == index:
            draw_focus_ring(painter, theme, box.adjusted(2, 2, -2, -3), 2)

    def _paint_stage(self, painter: QPainter, box: QRectF, row: RowOutlook, text: str) -> None:
        theme = self._theme
        side = theme.size(MARK)
        spot = QRectF(box.left(), round(box.center().y() - side / 2), side, side)
        if row.status == DealStatus.WON:
            paint_won_mark(painter, theme, spot)
        elif row.status == DealStatus.LOST:
            paint_lost_mark(painter, theme, spot)
        elif text:
            position, count = self.marks.get(name_key(row.stage or text), (0, 0))
            paint_stage_mark(painter, theme, spot, position, count)
        draw_text(painter, theme, "body", theme.color("ink"), box.adjusted(side + 6, 0, 0, 0), text)


class RowTable(PlainTable):
    """F2, a double click or typing corrects a cell; the reason stays in sight where the rest runs sideways.

    Signals: `corrected(CellPlace, text)`.
    """

    corrected = Signal(object, str)
    # Qt scrolls while the table is still being made.
    reasons: "ReasonColumn | None" = None

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__(theme, "", _ROW, ())
        self._wished: list[int] = []
        self.setAccessibleName(self.tr("Rows as they will arrive"))
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.rows = RowModel(formats, self)
        self.setModel(self.rows)
        self._delegate = RowDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.reasons = ReasonColumn(theme, self)
        self.rows.corrected.connect(self.corrected)
        self.horizontalScrollBar().rangeChanged.connect(lambda _least, _most: self._place_reasons())
        self.dress()

    def show_rows(self, shown: RowsShown, marks: _Marks) -> None:
        """Show these; `marks` are the places of the stages, by key."""
        self._delegate.marks = marks
        if self.rows.show_rows(shown):
            self.dress()
        elif self._wished:
            self._wished[-1] = self._fitting(len(self._wished) - 1)
            self._fit_columns()
        self.begin_at_top()

    def dress(self) -> None:
        super().dress()
        self._wished = [self._fitting(column) for column in range(self.rows.columnCount())]
        if self.reasons is not None:
            self.reasons.dress()
            self.reasons.follow()
        self._fit_columns()

    def begin_at_top(self) -> None:
        """The keys begin at the first cell that can be typed into."""
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        if self.currentIndex().column() <= 1:
            self.horizontalScrollBar().setValue(0)

    def scrollTo(
        self, index: ModelIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        super().scrollTo(index, hint)
        if self.reasons is None or not self.reasons.isVisible() or not self.rows.field(index.column()):
            return
        beyond = self.visualRect(index).right() - (self.viewport().width() - self.reasons.width())
        if beyond > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + beyond)

    def _fit_columns(self) -> None:
        least = [width if column == 0 else self._narrowest(column) for column, width in enumerate(self._wished)]
        for column, width in enumerate(fit_widths(self._wished, least, self.viewport().width())):
            self.setColumnWidth(column, width)
        self._place_reasons()

    def _place_reasons(self) -> None:
        if self.reasons is None or not self._wished:
            return
        width = self._wished[-1]
        is_needed = sum(map(self.columnWidth, range(len(self._wished)))) > self.viewport().width()
        self.reasons.setColumnWidth(len(self._wished) - 1, width)
        view = self.viewport().geometry()
        head = self.head.height()
        self.reasons.setGeometry(view.right() + 1 - width, view.top() - head, width, view.height() + head)
        self.reasons.setVisible(is_needed)

    def _fitting(self, column: int) -> int:
        theme = self._theme
        is_reason = column > 0 and not self.rows.field(column)
        texts = [str(self.rows.index(row, column).data() or "") for row in range(min(_MEASURED, self.rows.rowCount()))]
        style: FontStyle = "secondary" if is_reason else "body"
        widest = max((text_width(theme, style, text) for text in texts), default=0.0) + 2 * PAD
        if is_reason:
            return round(max(theme.size(_NARROWEST), min(widest, theme.size(_WHY))))
        widest += self._theme.size(MARK) + 6 if self.rows.field(column) == "stage" else 0
        if column == 0:
            return round(max(self._head_width(column), widest - PAD))
        most = theme.size(_FIRST_WIDEST if column == 1 else _WIDEST)
        return round(max(self._head_width(column), theme.size(_NARROWEST), min(widest, most)))

    def _narrowest(self, column: int) -> int:
        """How narrow a column may become before the table runs sideways."""
        if not self.rows.field(column):
            return self._wished[column]
        # A figure or a day that is cut says something else
        share = 1.0 if self.rows.is_exact(column) else _SHRUNK
        return round(max(self._head_width(column), self._theme.size(_NARROWEST), self._wished[column] * share))

    def _head_width(self, column: int) -> float:
        head = str(self.rows.headerData(column, Qt.Orientation.Horizontal) or "")
        return text_width(self._theme, "caption", head) + 2 * PAD


class ReasonColumn(PlainTable):
    """The last column of a table of rows once more, over its right edge; it takes no keys."""

    def __init__(self, theme: Theme, table: RowTable) -> None:
        super().__init__(theme, "", _ROW, ())
        self.setParent(table)
        self._table = table
        self.setModel(table.rows)
        self.setItemDelegate(RowDelegate(theme, self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.hide()
        self.dress()

    def follow(self) -> None:
        """The columns are other ones."""
        last = self._table.rows.columnCount() - 1
        for column in range(last + 1):
            self.setColumnHidden(column, column != last)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        draw_hairline(painter, self._theme.color("line2"), QPointF(0.5, 0), QPointF(0.5, self.viewport().height()))


def _paint_refused(painter: QPainter, theme: Theme, box: QRectF, text: str, *, is_figure: bool) -> None:
    """What stood there, struck out, so that one sees what to correct."""
    draw_text(painter, theme, "body", theme.color("red"), box, text, RIGHT if is_figure else LEFT)
    width = min(text_width(theme, "body", text), box.width())
    left = box.right() - width if is_figure else box.left()
    middle = round(box.center().y()) + 0.5
    draw_hairline(painter, theme.color("red"), QPointF(left, middle), QPointF(left + width, middle))
