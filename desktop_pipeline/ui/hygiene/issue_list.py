"""The kinds of trouble at the left of the data screen, each with how many rows it has."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop_pipeline.queries.data_quality import DataQuality, Issue
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.hygiene.issue_words import name_issue
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.words import as_tooltip

_ROW = 32
_PAD = 10
_INSET = 3
_COUNT = 34
_IssueRole = Qt.ItemDataRole.UserRole
_CountRole = Qt.ItemDataRole.UserRole + 1


class IssueList(QListWidget):
    """Signals: `issue_chosen(Issue or None)` when another one has the keys; `entered()` for → and Enter."""

    issue_chosen = Signal(object)
    entered = Signal()

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self.setItemDelegate(_IssueDelegate(theme, self))
        self.setProperty("bare", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(self.tr("Kinds of trouble"))
        self.currentItemChanged.connect(lambda _now, _before: self.issue_chosen.emit(self.issue))

    @property
    def issue(self) -> Issue | None:
        """The kind that has the keys."""
        row = self.currentItem() if self.currentRow() >= 0 else None
        found = None if row is None else row.data(_IssueRole)
        return None if found is None else Issue(found)

    def show_quality(self, found: DataQuality) -> None:
        """List the kinds there are; the keys stay with theirs, or with its place where it is set right."""
        before, place = self.issue, max(0, self.currentRow())
        self.blockSignals(True)
        self.clear()
        for issue in found.issues:
            count = self._formats.number(found.count(issue))
            row = QListWidgetItem(name_issue(issue), self)
            row.setData(_IssueRole, issue.value)
            row.setToolTip(as_tooltip(name_issue(issue)))
            row.setData(_CountRole, count)
            row.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name_issue(issue)}, {count}")
        issues = found.issues
        kept = issues.index(before) if before in issues else min(place, len(issues) - 1)
        self.setCurrentRow(kept)
        self.blockSignals(False)

    def whole_width(self) -> int:
        """How wide it is where no name is shortened."""
        theme = self._theme
        names = [str(self.item(row).text()) for row in range(self.count())]
        widest = max((text_width(theme, "strong", name) for name in names), default=0)
        return round(widest) + 1 + theme.size(_COUNT) + 2 * (_PAD + _INSET)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class _IssueDelegate(QStyledItemDelegate):
    """The name at the left, how many at the right."""

    def __init__(self, theme: Theme, parent: QListWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.size(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(_INSET, 2, -_INSET, -2)
        taken = bool(option.state & QStyle.StateFlag.State_Selected)
        if taken:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("surface"))
            painter.drawRoundedRect(box, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, theme, box, 5)
        words = box.adjusted(_PAD, 0, -_PAD, 0)
        count = str(index.data(_CountRole))
        draw_text(painter, theme, "secondary", theme.color("ink3"), words, count, RIGHT)
        words.setRight(words.right() - theme.size(_COUNT))
        draw_text(painter, theme, "strong" if taken else "body", theme.color("ink"), words, str(index.data()))
        painter.restore()
