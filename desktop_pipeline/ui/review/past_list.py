"""The reviews of before, as a list: when, whose, how they were decided, and what that did to the pipeline."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop_pipeline.domain.reviews import Decision
from desktop_pipeline.queries.reviews import PastReview
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.review.review_words import long_day
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.words import as_tooltip

_ROW = 52
_PAD = 12
_ReviewRole = Qt.ItemDataRole.UserRole
_SecondRole = Qt.ItemDataRole.UserRole + 1
_ValueRole = Qt.ItemDataRole.UserRole + 2


class PastList(QListWidget):
    """Signals: `picked(review id)`."""

    picked = Signal(int)

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self.setProperty("bare", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setItemDelegate(_PastDelegate(theme, self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Past reviews"))
        self.viewport().setAutoFillBackground(False)
        self.currentItemChanged.connect(self._on_current)

    def show_reviews(self, reviews: Sequence[PastReview]) -> None:
        """Show these, the latest first; the chosen one stays chosen."""
        chosen = self.review_id
        self.blockSignals(True)
        self.clear()
        for review in reviews:
            title, second, value = self._say(review)
            row = QListWidgetItem(title, self)
            row.setData(_ReviewRole, review.review_id)
            row.setData(_SecondRole, second)
            row.setData(_ValueRole, value)
            row.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}, {second}, {value}")
            row.setToolTip(as_tooltip(f"{title}, {second}, {value}"))
        ids = [review.review_id for review in reviews]
        self.setCurrentRow(ids.index(chosen) if chosen in ids else 0 if ids else -1)
        self.blockSignals(False)
        if ids:
            self._on_current()

    @property
    def review_id(self) -> int | None:
        """The review that is chosen."""
        row = self.currentItem() if self.currentRow() >= 0 else None
        found = None if row is None else row.data(_ReviewRole)
        return found if isinstance(found, int) else None

    def _say(self, review: PastReview) -> tuple[str, str, str]:
        day = long_day(review.as_of, self._formats.locale)
        owner = review.owner or self.tr("everyone")
        counts = review.counts
        kinds = (
            (self.tr("{count} kept"), Decision.KEEP),
            (self.tr("{count} re-engaged"), Decision.RE_ENGAGE),
            (self.tr("{count} moved back"), Decision.MOVE_BACK),
            (self.tr("{count} lost"), Decision.LOST),
        )
        parts = [words.format(count=self._formats.number(counts.of(each))) for words, each in kinds if counts.of(each)]
        deals = QCoreApplication.translate("PastList", "%Ln deals", None, counts.deals)
        if counts.deals == 1:
            deals = self.tr("1 deal")
        value = ""
        if review.after is not None:
            before = self._formats.short_money(review.before.known_value, review.currency)
            after = self._formats.short_money(review.after.known_value, review.currency)
            value = f"{before} → {after}"
        title = self.tr("{day}, {owner}").format(day=day, owner=owner)
        return title, ", ".join((deals, *parts)), value

    def _on_current(self) -> None:
        review_id = self.review_id
        if review_id is not None:
            self.picked.emit(review_id)


class _PastDelegate(QStyledItemDelegate):
    """Two lines, with the value at the right of the second."""

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
        body = QRectF(option.rect).adjusted(2.5, 1.5, -2.5, -1.5)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(theme.color("line2"), 1))
            painter.setBrush(theme.color("surface"))
            painter.drawRoundedRect(body, 8, 8)
            if option.state & QStyle.StateFlag.State_HasFocus:
                draw_focus_ring(painter, theme, body.adjusted(1, 1, -1, -1), 7)
        box = body.adjusted(_PAD, 0, -_PAD, 0)
        first, second = theme.line("value"), theme.line("caption")
        top = round(box.center().y() - (first + second) / 2)
        title = QRectF(box.left(), top, box.width(), first)
        draw_text(painter, theme, "value", theme.color("ink"), title, str(index.data()))
        value = str(index.data(_ValueRole))
        width = text_width(theme, "caption", value)
        below = QRectF(box.left(), top + first, box.width(), second)
        draw_text(painter, theme, "caption", theme.color("ink2"), below, value, RIGHT)
        said = below.adjusted(0, 0, -width - 8, 0)
        draw_text(painter, theme, "caption", theme.color("ink3"), said, str(index.data(_SecondRole)))
        painter.restore()
