"""What the tables of an import share: a quiet head, hairlines, no frame, and keys that leave Enter to the wizard."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import LEFT, RIGHT, draw_hairline, draw_text

ModelIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
HEAD = 28
PAD = 8


class PlainHead(QHeaderView):
    """Names in small type over a hairline; `pads` say how far a name stands from its column's edge."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.pad = PAD
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(16)
        theme.changed.connect(self._dress)
        self._dress()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802 - Qt's name
        theme, model = self._theme, self.model()
        box = QRectF(rect)
        painter.save()
        painter.fillRect(box, theme.color("surface"))
        name = model.headerData(section, Qt.Orientation.Horizontal)
        align = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        is_right = align is not None and bool(Qt.AlignmentFlag(align) & Qt.AlignmentFlag.AlignRight)
        inner = box.adjusted(self.pad, 0, -PAD if is_right else 0, 0)
        draw_text(painter, theme, "caption", theme.color("ink2"), inner, str(name or ""), RIGHT if is_right else LEFT)
        under = box.bottom() - 0.5
        draw_hairline(painter, theme.color("line2"), QPointF(box.left(), under), QPointF(box.right(), under))
        painter.restore()

    def sizeHint(self) -> QSize:
        return QSize(100, self._theme.size(HEAD))

    def _dress(self) -> None:
        self.setFont(self._theme.font("caption"))
        self.setFixedHeight(self._theme.size(HEAD))


class PlainDelegate(QStyledItemDelegate):
    """Cells over a hairline; what stands in them is the tables' own: `paint_cell`."""

    def __init__(self, theme: Theme, row: int, parent: QTableView) -> None:
        """`row` is the height of a row at 100 % text."""
        super().__init__(parent)
        self._theme = theme
        self._row = row
        self._table = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        return QSize(0, self._theme.size(self._row))

    def paint_cell(self, painter: QPainter, box: QRectF, index: ModelIndex, text: str) -> None:
        """What stands in a cell, `text` being what its model says."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        under = box.bottom() - 0.5
        line = self._theme.color("line")
        draw_hairline(painter, line, QPointF(box.left(), under), QPointF(box.right() + 1, under))
        self.paint_cell(painter, box, index, str(index.data() or ""))
        painter.restore()

    def has_keys(self, index: ModelIndex) -> bool:
        """Whether the keys are in the row of a cell."""
        return self._table.hasFocus() and self._table.currentIndex().row() == index.row()


class PlainTable(QTableView):
    """Rows are painted by a delegate of the feature; the last column takes the room that is left."""

    def __init__(self, theme: Theme, name: str, row: int, widths: Sequence[int]) -> None:
        super().__init__()
        self._theme = theme
        self._row = row
        self._widths = tuple(widths)
        self.head = PlainHead(theme, self)
        self.setHorizontalHeader(self.head)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("bare", True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(16)
        self.head.setStretchLastSection(True)
        theme.changed.connect(self.dress)

    @property
    def row_height(self) -> int:
        """Pixels of one row."""
        return self._theme.size(self._row)

    def dress(self) -> None:
        """Heights and widths of the present text size."""
        self.verticalHeader().setDefaultSectionSize(self.row_height)
        for column, width in enumerate(self._widths):
            self.setColumnWidth(column, self._theme.size(width))
        self.viewport().update()

    def height_for(self, rows: int) -> int:
        """How high the table is with so many rows."""
        head = 0 if self.head.isHidden() else self._theme.size(HEAD)
        return head + rows * self.row_height

    def begin_at_top(self) -> None:
        """The keys begin at the first row where they stand nowhere."""
        model = self.model()
        if not self.currentIndex().isValid() and model.rowCount():
            self.setCurrentIndex(model.index(0, 0))
