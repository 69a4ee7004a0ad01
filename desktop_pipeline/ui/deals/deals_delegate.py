"""Paints the cells of the table of deals and edits them in place: a refusal stays beside what was typed."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.hygiene import NextStep, Pace
from desktop_pipeline.queries.deals_table import DealLine
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.deals.columns import Editing, TableColumn
from desktop_pipeline.ui.deals.deals_model import DealsModel, LineRole
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.later import call_later
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.typed import plain_amount, read_amount, read_percent
from desktop_pipeline.ui.widgets.avatar import AVATAR, paint_avatar
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.next_step_mark import paint_next_step_mark
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.stage_mark import paint_lost_mark, paint_stage_mark, paint_won_mark

ROW = 36
_PAD = 8
# The first words of a row stand below the title of the page.
_PAGE_SIDE = 14
_MARK, _STEP, _CLOCK = 13, 10, 12
_LINES_WIDTH, _LINES_HEIGHT = 280, 108
_STEP_ROLES = {NextStep.LATE: "red", NextStep.NONE: "amber", NextStep.TODAY: "ink"}
_PACE_ROLES = {Pace.SLOW: "amber", Pace.STUCK: "red"}
Index = QModelIndex | QPersistentModelIndex


class DealsDelegate(QStyledItemDelegate):
    """`read_choices` gives the rows that an owner, source, stage or choice of an own field is chosen from."""

    def __init__(
        self,
        theme: Theme,
        formats: Formats,
        read_choices: Callable[[TableColumn, DealLine], Sequence[Named]],
        today: Callable[[], date],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._formats = formats
        self._read_choices = read_choices
        self._today = today
        self._edited = QPersistentModelIndex()
        self.note = ErrorNote(theme, parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(1, self._theme.size(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, cell = self._theme, QRectF(option.rect)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_selected:
            painter.fillRect(cell, theme.color("accentSoft"))
        line = index.data(LineRole)
        if isinstance(line, DealLine):
            model = index.model()
            assert isinstance(model, DealsModel)
            side = _PAGE_SIDE if self._is_first(index.column()) else _PAD
            self._paint_cell(painter, model.columns[index.column()], line, cell.adjusted(side, 0, -_PAD, 0))
        bottom = cell.bottom() - 0.5
        draw_hairline(painter, theme.color("line"), QPointF(cell.left(), bottom), QPointF(cell.right(), bottom))
        if option.state & QStyle.StateFlag.State_HasFocus:
            self.paint_ring(painter, cell)
        painter.restore()

    def _is_first(self, column: int) -> bool:
        view = self.parent()
        return isinstance(view, QTableView) and view.horizontalHeader().sectionPosition(column) == 0

    def paint_ring(self, painter: QPainter, cell: QRectF) -> None:
        """The focus ring inside a cell or a group's head."""
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cell.adjusted(2, 2, -2, -3), 4, 4)

    def paint_group(self, painter: QPainter, row: QRectF, index: Index, *, is_closed: bool) -> None:
        """A group's head over the whole width of the table."""
        theme = self._theme
        painter.fillRect(row, theme.color("inset"))
        arrow = "chevron-right" if is_closed else "chevron-down"
        ratio = painter.device().devicePixelRatioF()
        drawing = icon_pixmap(theme, arrow, 14, "ink2", ratio)
        painter.drawPixmap(QPointF(row.left() + _PAGE_SIDE, round(row.center().y() - 7)), drawing)
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        draw_text(painter, theme, "strong", theme.color("ink"), row.adjusted(_PAGE_SIDE + 20, 0, -_PAD, 0), words)
        bottom = row.bottom() - 0.5
        draw_hairline(painter, theme.color("line2"), QPointF(row.left(), bottom), QPointF(row.right(), bottom))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column, line = self._cell(index)
        self._edited = QPersistentModelIndex(index)
        self.note.hide()
        if column.editing in {Editing.OWNER, Editing.SOURCE, Editing.STAGE, Editing.CHOICE}:
            return self._make_choice(parent, column, line)
        if column.own is not None and "\n" in column.own.say_typed(line, self._formats):
            return _LinesEditor(column.head, parent)
        editor = QLineEdit(parent)
        editor.setAccessibleName(column.head)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight if column.is_right else Qt.AlignmentFlag.AlignLeft)
        editor.textEdited.connect(self.note.hide)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        column, line = self._cell(index)
        if isinstance(editor, _LinesEditor) and column.own is not None:
            editor.setPlainText(column.own.say_typed(line, self._formats))
            editor.selectAll()
        if not isinstance(editor, QLineEdit):
            return
        if column.own is not None:
            editor.setText(column.own.say_typed(line, self._formats))
        elif column.editing is Editing.MONEY:
            editor.setText(plain_amount(line.value, self._formats))
        elif column.editing is Editing.PERCENT:
            editor.setText("" if line.probability is None else self._formats.percent(line.probability))
        else:
            editor.setText(column.say(line))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        try:
            value = self._read(editor, index)
        except PipelineError:
            return  # it was said beside the cell; leaving it keeps what was there
        if value != self._kept(index):
            model.setData(model.index(index.row(), index.column()), value)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(editor, event)
        enters = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if isinstance(editor, _LinesEditor) and enters and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._take(editor)
            return True
        if isinstance(editor, QLineEdit):
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab} and self._refuses(editor):
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.note.hide()
        return super().eventFilter(editor, event)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        place = option.rect.adjusted(2, 2, -2, -3)
        if isinstance(editor, _LinesEditor):
            # Over the cells around it, as far as the table goes.
            home = editor.parentWidget()
            assert home is not None
            room = home.rect()
            place.setSize(QSize(max(place.width(), self._theme.size(_LINES_WIDTH)), self._theme.size(_LINES_HEIGHT)))
            place.moveRight(min(place.right(), max(room.right(), place.width())))
            place.moveBottom(min(place.bottom(), max(room.bottom(), place.height())))
        editor.setGeometry(place)

    def _refuses(self, editor: QLineEdit) -> bool:
        try:
            self._read(editor, self._edited)
        except PipelineError as error:
            self.note.speak(str(error), editor)
            return True
        return False

    def _read(self, editor: QWidget, index: Index) -> object:
        column, line = self._cell(index)
        if isinstance(editor, QComboBox):
            chosen = editor.currentData()
            return chosen if column.own is None else column.own.of_choice(chosen)
        assert isinstance(editor, QLineEdit | _LinesEditor)
        text = editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()
        if column.own is not None:
            return column.own.read_typed(text, line, self._formats)
        if column.editing is Editing.MONEY:
            return read_amount(text, line.currency, self._formats)
        return read_percent(text, self._formats) if column.editing is Editing.PERCENT else text.strip()

    def _kept(self, index: Index) -> object:
        """What the cell holds now, as `_read` would give it."""
        column, line = self._cell(index)
        if column.own is not None:
            if column.editing is Editing.CHOICE:
                return column.own.of_choice(column.own.chosen(line))
            return column.own.read_typed(column.own.say_typed(line, self._formats), line, self._formats)
        if column.editing is Editing.PERCENT and line.probability is not None:
            # The editor begins with whole percents.
            return read_percent(self._formats.percent(line.probability), self._formats)
        return {
            Editing.MONEY: line.value,
            Editing.PERCENT: line.probability,
            Editing.OWNER: line.owner_id,
            Editing.SOURCE: line.source_id,
            Editing.STAGE: line.stage_id,
        }.get(column.editing, column.say(line))

    def _cell(self, index: Index) -> tuple[TableColumn, DealLine]:
        model, line = index.model(), index.data(LineRole)
        assert isinstance(model, DealsModel)
        assert isinstance(line, DealLine)
        return model.columns[index.column()], line

    def _make_choice(self, parent: QWidget, column: TableColumn, line: DealLine) -> QComboBox:
        editor = QComboBox(parent)
        editor.setAccessibleName(column.head)
        if column.editing is not Editing.STAGE:
            editor.addItem(self.tr("None"), None)
        for choice in self._read_choices(column, line):
            editor.addItem(choice.name, choice.row_id)
        kept = {Editing.OWNER: line.owner_id, Editing.SOURCE: line.source_id}.get(column.editing, line.stage_id)
        if column.own is not None:
            kept = column.own.chosen(line)
        if kept is not None and editor.findData(kept) < 0:
            # Offered no more, but still what the deal holds: a list that is left must not take it away.
            editor.addItem(column.say(line), kept)
        editor.setCurrentIndex(max(0, editor.findData(kept)))
        editor.activated.connect(lambda _row: self._take(editor))
        # Opened at once: on a closed list an arrow would take the next choice, and the deal would move on the way.
        call_later(editor, lambda: editor.showPopup() if editor.isVisible() else None)
        return editor

    def _take(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _paint_cell(self, painter: QPainter, column: TableColumn, line: DealLine, cell: QRectF) -> None:
        theme, words = self._theme, column.say(line)
        align = RIGHT if column.is_right else Qt.AlignmentFlag.AlignLeft
        style, role = self._look(column, line)
        if words and column.key == "stage":
            cell = self._paint_mark(painter, line, cell)
        elif words and column.key == "owner":
            disc = theme.size(AVATAR)
            paint_avatar(painter, theme, QRectF(cell.left(), cell.center().y() - disc / 2, disc, disc), words)
            cell = cell.adjusted(disc + 7, 0, 0, 0)
        elif words and column.key == "next_step":
            mark = theme.size(_STEP)
            paint_next_step_mark(painter, theme, QPointF(cell.left() + mark / 2, cell.center().y()), line.next_step)
            cell = cell.adjusted(mark + 7, 0, 0, 0)
        elif column.key == "days_in_stage" and line.pace is not Pace.USUAL:
            side = theme.size(_CLOCK)
            clock = icon_pixmap(theme, "clock", side, role, painter.device().devicePixelRatioF())
            left = cell.right() - text_width(theme, style, words) - side - 4
            painter.drawPixmap(QPointF(left, round(cell.center().y() - side / 2)), clock)
        if column.brief is not None and text_width(theme, style, words) > cell.width():
            words = column.brief(line)
        draw_text(painter, theme, style, theme.color(role), cell, words, align)

    def _look(self, column: TableColumn, line: DealLine) -> tuple[FontStyle, str]:
        """Style and colour of a cell's words: what is late or slow says so in words and shape too."""
        is_late = (
            line.status is DealStatus.OPEN
            and line.expected_close_on is not None
            and line.expected_close_on < self._today()
        )
        looks: dict[str, tuple[FontStyle, str]] = {
            "title": ("value", "ink"),
            "value": ("body", "ink"),
            "next_step": ("body", _STEP_ROLES.get(line.next_step, "ink2")),
            "days_in_stage": ("body" if line.pace is Pace.USUAL else "value", _PACE_ROLES.get(line.pace, "ink2")),
            "expected_close": ("body", "red" if is_late else "ink2"),
        }
        return looks.get(column.key, ("body", "ink2"))

    def _paint_mark(self, painter: QPainter, line: DealLine, cell: QRectF) -> QRectF:
        side = self._theme.size(_MARK)
        place = QRectF(cell.left(), cell.center().y() - side / 2, side, side)
        if line.status is DealStatus.WON:
            paint_won_mark(painter, self._theme, place)
        elif line.status is DealStatus.LOST:
            paint_lost_mark(painter, self._theme, place)
        else:
            paint_stage_mark(painter, self._theme, place, line.stage_position, line.stage_count)
        return cell.adjusted(side + 7, 0, 0, 0)


class _LinesEditor(QPlainTextEdit):
    """A text of several lines: Enter begins another one, Ctrl+Enter and Tab keep it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
