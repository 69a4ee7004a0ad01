"""Rows that the workspace seems to have already, and what shall become of each: merge, keep both, skip."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QTableView

from desktop_pipeline.actions.importing.answers import Take
from desktop_pipeline.actions.importing.outlook import Likeness
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.plain_table import NOWHERE, ModelIndex, PlainDelegate, PlainTable
from desktop_pipeline.ui.widgets.painting import CENTRE, draw_focus_ring, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.words import as_tooltip

_ROW = 34
_HIGH = 22
_WIDTHS = (142, 219, 200, 160)
_TITLE, _WHY, _DIFFERENCE, _TAKE = range(4)
TAKES: tuple[Take, ...] = ("merge", "both", "skip")
LikenessRole = Qt.ItemDataRole.UserRole
_LETTERS = {Qt.Key.Key_M: 0, Qt.Key.Key_K: 1, Qt.Key.Key_S: 2}


class LikenessModel(QAbstractTableModel):
    """Title, why it is thought to be the same, what differs, and what is chosen."""

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self.likenesses: list[Likeness] = []
        self.takes = (self.tr("Merge"), self.tr("Keep both"), self.tr("Skip"))

    def show_likenesses(self, likenesses: Sequence[Likeness]) -> None:
        if [likeness.place for likeness in likenesses] == [likeness.place for likeness in self.likenesses]:
            self.likenesses = list(likenesses)
            if likenesses:
                self.dataChanged.emit(self.index(0, 0), self.index(len(likenesses) - 1, _TAKE))
            return
        self.beginResetModel()
        self.likenesses = list(likenesses)
        self.endResetModel()

    def take(self, row: int, choice: int) -> Likeness:
        """Choose what becomes of a row."""
        chosen = self.likenesses[row] = replace(self.likenesses[row], take=TAKES[choice])
        self.dataChanged.emit(self.index(row, 0), self.index(row, _TAKE))
        return chosen

    def rowCount(self, parent: ModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.likenesses)

    def columnCount(self, parent: ModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(_WIDTHS)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        likeness = self.likenesses[index.row()]
        taken = self.takes[TAKES.index(likeness.take)]
        texts = (likeness.title, likeness.why, self._word_difference(likeness), taken)
        if role == LikenessRole:
            return likeness
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() != _TAKE:
            return as_tooltip(texts[index.column()]) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(text for text in texts if text)
        return None

    def _word_difference(self, likeness: Likeness) -> str:
        if likeness.value is None:
            return likeness.difference
        told = self.tr("value {money}").format(money=self._formats.money(likeness.value))
        return ", ".join(part for part in (told, likeness.difference) if part)


class LikenessDelegate(PlainDelegate):
    """The three choices stand side by side, the one that is taken strong on a darker ground."""

    def __init__(self, theme: Theme, model: LikenessModel, parent: QTableView) -> None:
        super().__init__(theme, _ROW, parent)
        self._model = model

    def width(self) -> int:
        """How wide the three choices are together."""
        return round(sum(self._widths()))

    def choice_at(self, x: float, right: float) -> int | None:
        """Which choice a place in the last column belongs to."""
        left = right - self.width()
        for choice, width in enumerate(self._widths()):
            if left <= x < left + width:
                return choice
            left += width
        return None

    def paint_cell(self, painter: QPainter, box: QRectF, index: ModelIndex, text: str) -> None:
        likeness = index.data(LikenessRole)
        if not isinstance(likeness, Likeness):
            return
        theme = self._theme
        inner = box.adjusted(0, 0, -10, -1)
        if index.column() == _TAKE:
            self._paint_choices(painter, box, TAKES.index(likeness.take), has_keys=self.has_keys(index))
        else:
            style, role = (("value", "ink"), ("body", "ink2"), ("secondary", "ink2"))[index.column()]
            draw_text(painter, theme, style, theme.color(role), inner, text)  # type: ignore[arg-type] # styles

    def _paint_choices(self, painter: QPainter, box: QRectF, taken: int, *, has_keys: bool) -> None:
        theme, high = self._theme, self._theme.size(_HIGH)
        left = box.right() - self.width()
        body = QRectF(left, round(box.center().y() - high / 2), self.width(), high).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(body, 6, 6)
        painter.fillPath(outline, theme.color("surface"))
        for choice, width in enumerate(self._widths()):
            part = QRectF(left, body.top(), width, body.height())
            if choice == taken:
                painter.save()
                painter.setClipPath(outline)
                painter.fillRect(part, theme.color("hover"))
                painter.restore()
            elif choice:
                draw_hairline(painter, theme.color("line"), part.topLeft(), part.bottomLeft())
            style, role = ("secondary_strong", "ink") if choice == taken else ("secondary", "ink2")
            draw_text(painter, theme, style, theme.color(role), part, self._model.takes[choice], CENTRE)  # type: ignore[arg-type]
            left += width
        painter.setPen(QPen(theme.color("line2"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        if has_keys:
            draw_focus_ring(painter, theme, body.adjusted(1.5, 1.5, -1.5, -1.5), 5)

    def _widths(self) -> list[float]:
        return [round(text_width(self._theme, "secondary_strong", words)) + 16 for words in self._model.takes]


class LikenessTable(PlainTable):
    """← and → take another choice, M, K and S one of them. Signals: `taken(RowPlace, take)`."""

    taken = Signal(object, str)

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__(theme, "", _ROW, _WIDTHS)
        self.setAccessibleName(self.tr("Likely duplicates"))
        self.likenesses = LikenessModel(formats, self)
        self.setModel(self.likenesses)
        self._delegate = LikenessDelegate(theme, self.likenesses, self)
        self.setItemDelegate(self._delegate)
        self.head.hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.dress()

    def show_likenesses(self, likenesses: Sequence[Likeness]) -> None:
        self.likenesses.show_likenesses(likenesses)
        self.begin_at_top()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        elif row >= 0 and step is not None:
            now = TAKES.index(self.likenesses.likenesses[row].take)
            self._take(row, max(0, min(len(TAKES) - 1, now + step)))
        elif row >= 0 and event.key() in _LETTERS:
            self._take(row, _LETTERS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == _TAKE:
            choice = self._delegate.choice_at(event.position().x(), self.visualRect(index).right() + 1)
            if choice is not None:
                self._take(index.row(), choice)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        draw_hairline(painter, self._theme.color("line"), QPointF(0, 0.5), QPointF(self.width(), 0.5))

    def dress(self) -> None:
        """The choices keep their room; the words share what is left."""
        super().dress()
        left = max(0, self.viewport().width() - self._delegate.width() - 8)
        shares = _WIDTHS[:3]
        for column, share in enumerate(shares):
            self.setColumnWidth(column, left * share // sum(shares))

    def _take(self, row: int, choice: int) -> None:
        chosen = self.likenesses.take(row, choice)
        self.taken.emit(chosen.place, chosen.take)
