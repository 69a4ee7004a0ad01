"""Closing deals as lost: why, by a number from 1 to 9 and Enter, with a note where the reason wants one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_pipeline.domain.after_sale import RETRY_MONTHS
from desktop_pipeline.domain.deals import check_loss
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.queries.lists import LostReason
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.numbered_rows import MOST_KEYS, paint_number
from desktop_pipeline.ui.widgets.painting import draw_text

_ROW = 30
_WIDTH = 400
_ReasonRole = Qt.ItemDataRole.UserRole


class LostDialog(QDialog):
    """Open it with `open()`; `reason_chosen(reason id, note)` when it is confirmed."""

    reason_chosen = Signal(int, str)

    def __init__(
        self,
        theme: Theme,
        what: str,
        reasons: Sequence[LostReason],
        parent: QWidget,
        *,
        several: bool = False,
        chosen: int | None = None,
    ) -> None:
        """`what` names the deal, or says how many where there are several; `chosen` is the reason to begin with.

        Without one Enter says that a reason is missing.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Close as lost"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme = theme
        asked = self.tr("Why were {what} lost?") if several else self.tr("Why was {what} lost?")
        question = QLabel(asked.format(what=what), textFormat=Qt.TextFormat.PlainText)
        question.setWordWrap(True)
        question.setFont(theme.font("section"))
        self.reasons = QListWidget()
        self.reasons.setAccessibleName(self.tr("Reasons"))
        self.reasons.setItemDelegate(_ReasonDelegate(theme, self.reasons))
        self.reasons.setFixedHeight(max(1, len(reasons)) * theme.size(_ROW) + 4)
        for reason in reasons:
            row = QListWidgetItem(reason.name, self.reasons)
            row.setData(_ReasonRole, reason)
        self.note = QLineEdit()
        self.note.setAccessibleName(self.tr("Note"))
        self.again = QComboBox()
        self.again.setAccessibleName(self.tr("Try again"))
        self.again.addItem(self.tr("Do not try again"), None)
        for months in RETRY_MONTHS:
            self.again.addItem(self.tr("Try again in %Ln months", "", months), months)
        self.refusal = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.refusal.setWordWrap(True)
        self.confirm = PrimaryButton(theme, self.tr("Close as lost"), key=self.tr("Enter"))
        self.confirm.setDefault(True)
        cancel = ActionButton(theme, self.tr("Cancel"), keys=(self.tr("Esc"),))
        self._lay_out(question, cancel)
        self.reasons.currentItemChanged.connect(self._on_current_changed)
        self.reasons.itemDoubleClicked.connect(self._confirm)
        self.reasons.installEventFilter(self)
        self.confirm.clicked.connect(self._confirm)
        cancel.clicked.connect(self.reject)
        ids = [reason.reason_id for reason in reasons]
        self.reasons.setCurrentRow(ids.index(chosen) if chosen in ids else -1)
        self.reasons.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def retry_months(self) -> int | None:
        """In how many months it is to be tried again; None for never."""
        months = self.again.currentData()
        return months if isinstance(months, int) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            number = event.key() - Qt.Key.Key_1
            if 0 <= number < min(MOST_KEYS, self.reasons.count()) and not event.modifiers():
                self.reasons.setCurrentRow(number)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._confirm()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self, question: QLabel, cancel: ActionButton) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        foot.addWidget(cancel)
        foot.addWidget(self.confirm)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        for widget in (question, self.reasons, self.note, self.again, self.refusal):
            layout.addWidget(widget)
        layout.addLayout(foot)
        self.refusal.setStyleSheet(f"color: {self._theme.tokens.red}")
        self.refusal.hide()
        self.setFixedWidth(self._theme.size(_WIDTH))

    def _current(self) -> LostReason | None:
        # With the keys Qt makes the first row the current one, and leaves it to be chosen.
        reason = next((row.data(_ReasonRole) for row in self.reasons.selectedItems()), None)
        return reason if isinstance(reason, LostReason) else None

    def _on_current_changed(self) -> None:
        reason = self._current()
        needed = reason is not None and reason.needs_note
        self.note.setPlaceholderText(
            self.tr("What happened, in a few words") if needed else self.tr("Note, if you like")
        )
        self.refusal.hide()

    def _confirm(self) -> None:
        reason = self._current()
        note = self.note.text().strip()
        try:
            check_loss(reason.reason_id if reason else None, note, needs_note=bool(reason and reason.needs_note))
        except InvalidError as error:
            self.refusal.setText(str(error))
            self.refusal.show()
            (self.note if reason else self.reasons).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if reason is not None:
            self.reason_chosen.emit(reason.reason_id, note)
        self.accept()


class _ReasonDelegate(QStyledItemDelegate):
    """A reason with the key that takes it."""

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
        box = paint_number(painter, theme, option, index.row())
        name = str(index.data(Qt.ItemDataRole.DisplayRole))
        draw_text(painter, theme, "body", theme.color("ink"), box, name)
        painter.restore()
