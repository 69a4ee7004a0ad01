"""Suspected duplicates, the surest first: merge the two, or say that they are not the same."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_pipeline.queries.duplicates import SuspectedPair
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.words import Words

_WIDTH = 720
_HEIGHT = 420
_ROW = 52
_PairRole = Qt.ItemDataRole.UserRole


class DuplicatesDialog(QDialog):
    """Signals: `merge_wanted(first id, second id)` on Enter; `told_apart(first id, second id)` on Delete."""

    merge_wanted = Signal(int, int)
    told_apart = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Suspected duplicates"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme = theme
        self.said = Words(theme, self.tr("Looking…"), "body", "ink2", wrap=True)
        self.list = _PairList()
        self.list.setAccessibleName(self.tr("Suspected duplicates"))
        self.list.setItemDelegate(_PairDelegate(theme, self.list))
        self.merge = PrimaryButton(theme, self.tr("Merge…"), key=self.tr("Enter"))
        self.merge.setDefault(True)
        self.dismiss = ActionButton(theme, self.tr("Not the same"))
        close = ActionButton(theme, self.tr("Close"), keys=(self.tr("Esc"),))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.dismiss)
        foot.addStretch(1)
        foot.addWidget(close)
        foot.addWidget(self.merge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.said)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        self.resize(theme.size(_WIDTH), theme.size(_HEIGHT))
        self.merge.clicked.connect(self._on_merge)
        self.dismiss.clicked.connect(self._on_dismiss)
        self.list.itemDoubleClicked.connect(lambda _row: self._on_merge())
        self.list.dismissed.connect(self._on_dismiss)
        self.list.merged.connect(self._on_merge)
        close.clicked.connect(self.reject)
        self._tell()

    def show_pairs(self, pairs: Sequence[SuspectedPair]) -> None:
        row_before = max(0, self.list.currentRow())
        self.list.clear()
        for pair in pairs:
            row = QListWidgetItem(f"{pair.first_name}, {pair.second_name}: {say_reasons(pair)}", self.list)
            row.setData(_PairRole, pair)
        self.list.setCurrentRow(min(row_before, self.list.count() - 1))
        self._tell()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_refusal(self, sentence: str) -> None:
        """Nothing could be found out."""
        self.said.show_words(sentence)

    def current(self) -> SuspectedPair | None:
        """The pair of the focus."""
        row = self.list.currentItem()
        pair = row.data(_PairRole) if self.list.currentRow() >= 0 else None
        return pair if isinstance(pair, SuspectedPair) else None

    def _on_merge(self) -> None:
        pair = self.current()
        if pair is not None:
            self.merge_wanted.emit(pair.first_id, pair.second_id)

    def _on_dismiss(self) -> None:
        pair = self.current()
        if pair is not None:
            self.list.takeItem(self.list.currentRow())
            self.told_apart.emit(pair.first_id, pair.second_id)
            self._tell()

    def _tell(self) -> None:
        count = self.list.count()
        text = self.tr("These may be the same. Nothing is merged before you have seen what would happen.")
        self.said.show_words(text if count else self.tr("No duplicates suspected."))
        for button in (self.merge, self.dismiss):
            button.setEnabled(bool(count))


class _PairList(QListWidget):
    """Signals: `merged` on Enter, `dismissed` on Delete."""

    merged = Signal()
    dismissed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_M}:
            self.merged.emit()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)


def say_reasons(pair: SuspectedPair) -> str:
    """Why the two are suspected."""
    tr = QCoreApplication.translate
    words = {
        "email": tr("Contacts", "same e-mail"),
        "phone": tr("Contacts", "same phone"),
        "domain": tr("Contacts", "same domain"),
        "name": tr("Contacts", "similar names"),
    }
    return ", ".join(words[reason] for reason in pair.reasons)


class _PairDelegate(QStyledItemDelegate):
    """Two lines, one for each, and why at the right."""

    def __init__(self, theme: Theme, parent: QListWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.size(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        pair = index.data(_PairRole)
        if not isinstance(pair, SuspectedPair):
            return
        theme, box = self._theme, QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("accentSoft"))
        under = box.bottom() - 0.5
        draw_hairline(painter, theme.color("line"), QPointF(box.left(), under), QPointF(box.right(), under))
        why = say_reasons(pair)
        width = text_width(theme, "caption", why)
        inner = box.adjusted(10, 4, -10, -5)
        draw_text(painter, theme, "caption", theme.color("ink3"), inner, why, RIGHT)
        inner.setRight(inner.right() - width - 12)
        half = inner.height() / 2
        for place, (name, detail) in enumerate(
            ((pair.first_name, pair.first_detail), (pair.second_name, pair.second_detail))
        ):
            line = QRectF(inner.left(), inner.top() + place * half, inner.width(), half)
            taken = draw_text(painter, theme, "value", theme.color("ink"), line, name)
            rest = line.adjusted(taken + 10, 0, 0, 0)
            if detail and rest.width() > half:
                draw_text(painter, theme, "secondary", theme.color("ink2"), rest, detail)
        painter.restore()
