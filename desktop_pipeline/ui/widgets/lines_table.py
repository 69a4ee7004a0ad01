"""The table of such a list: cells edited in place, rows moved by hand or Alt+↑ ↓, a menu for each row."""

from functools import partial

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.menus import escape_ampersands
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.lines import Column, LinesModel
from desktop_pipeline.ui.widgets.painting import draw_focus_ring
from desktop_pipeline.ui.widgets.rows_look import HEADS_OVER_CELLS

_ROW = 34
_HEAD = 31
_MENU = 36
_ICON = 16
# The line around it and what keeps the rows off its round corners.
_FRAME = 2
_PASSING = frozenset((Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason))
_FEW = 5
_NAME = 150
_HEAD_SIDES = 26
_NARROWEST = 110
_MEASURED = 50


class LinesTable(QTableView):
    """Signals: `typed(row, column, text)` by Enter, Tab or a choice, `left(…)` when the keys went elsewhere.

    `moved(row, to_row)`, `menu_asked(row, place)`, `edited` when an editor opens.
    """

    typed = Signal(int, int, str)
    left = Signal(int, int, str)
    moved = Signal(int, int)
    menu_asked = Signal(int, QPoint)
    edited = Signal()

    def __init__(self, theme: Theme, columns: tuple[Column, ...], name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = columns
        self.lines = LinesModel(columns, theme, self)
        self.setModel(self.lines)
        self.setStyleSheet(HEADS_OVER_CELLS)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self.tr("F2 edits, the menu key opens the menu of the row"))
        self.setItemDelegate(_Cells(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self._lay_out_columns()
        self._dress()
        theme.changed.connect(self._dress)
        self.lines.modelReset.connect(self.fit)
        self.lines.modelReset.connect(self._share_room)
        self.doubleClicked.connect(self._on_double_clicked)

    def allow_moving(self) -> None:
        """Rows can be put into another order."""
        self.lines.can_move = True
        keys = self.tr("F2 edits, Alt+↑ and Alt+↓ move the row, the menu key opens its menu")
        self.setAccessibleDescription(keys)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropOverwriteMode(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)

    def fit(self) -> None:
        """As high as its rows, no higher; where the room is short it scrolls."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows = max(1, len(self.lines.lines))
        height = self._theme.size(_HEAD) + rows * self._theme.size(_ROW) + 2 * _FRAME
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        rows = min(_FEW, max(1, len(self.lines.lines)))
        return QSize(self._theme.size(_NARROWEST), self._theme.size(_HEAD) + rows * self._theme.size(_ROW) + 2 * _FRAME)

    def go_to(self, row_id: int) -> None:
        """Makes the row with that id the current one."""
        for row, line in enumerate(self.lines.lines):
            if line.row_id == row_id:
                self.setCurrentIndex(self.lines.index(row, max(0, self.currentIndex().column())))

    def current_id(self) -> int | None:
        """Id of the current row."""
        row = self.currentIndex().row()
        return self.lines.lines[row].row_id if 0 <= row < len(self.lines.lines) else None

    def begin(self, row: int, column: int, text: str) -> None:
        """Opens the editor of a cell again with what was typed there."""
        index = self.lines.index(row, column)
        self.setCurrentIndex(index)
        self.edit(index)
        # The one that was closed goes only later.
        for editor in self.viewport().findChildren(QLineEdit):
            if editor.isVisible():
                editor.setText(text)

    def open_choices(self, index: QModelIndex | QPersistentModelIndex) -> QMenu:
        """The choices of a cell, with a tick at the one it holds."""
        line, column = self.lines.lines[index.row()], self._columns[index.column()]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, words in column.choices(line.row_id) if column.choices else ():
            action = QAction(escape_ampersands(words), menu, checkable=True)
            action.setChecked(key == line.to_edit(index.column()))
            action.triggered.connect(partial(self._on_chosen, index.row(), index.column(), key))
            menu.addAction(action)
        menu.popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))
        return menu

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if self.lines.offers(index) and self.lines.is_kept(index):
            self.open_choices(index)

    def _on_chosen(self, row: int, column: int, key: str) -> None:
        self.typed.emit(row, column, key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        key, is_alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if is_alt and key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and row >= 0:
            self.moved.emit(row, row + (-1 if key == Qt.Key.Key_Up else 1))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2} and row >= 0:
            self._open_current()
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and row >= 0:
            self._ask_menu(row)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == len(self._columns):
            self._ask_menu(index.row())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self.currentIndex().row() if by_keys else self.rowAt(event.pos().y())
        if row >= 0:
            self._ask_menu(row)

    def dropEvent(self, event: QDropEvent) -> None:
        """Asks for the move; the rows stay until the journal says that they moved."""
        row = self.currentIndex().row()
        target = self.rowAt(event.position().toPoint().y())
        if event.source() is self and row >= 0:
            place = QAbstractItemView.DropIndicatorPosition
            last = len(self.lines.lines) - 1
            to_row = last if target < 0 else target
            if target >= 0:
                indicator = self.dropIndicatorPosition()
                to_row += (indicator is place.BelowItem) - (to_row > row)
            if to_row != row:
                self.moved.emit(row, max(0, min(last, to_row)))
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()

    def _open_current(self) -> None:
        index = self.currentIndex()
        if index.column() >= len(self._columns):
            self._ask_menu(index.row())
        elif not self.lines.is_kept(index):
            return
        elif self.lines.offers(index):
            self.open_choices(index)
        elif self.state() is not QAbstractItemView.State.EditingState:  # an editor lets the key through
            self.edit(index)

    def _ask_menu(self, row: int) -> None:
        place = self.visualRect(self.lines.index(row, len(self._columns))).bottomLeft()
        self.menu_asked.emit(row, self.viewport().mapToGlobal(place))

    def _lay_out_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(24)
        # How wide a column is wished for is asked of so many rows; of all it would take seconds in a long list.
        header.setResizeContentsPrecision(_MEASURED)
        for place, column in enumerate(self._columns):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(place, mode.Interactive if column.width else mode.Stretch)
        header.setSectionResizeMode(len(self._columns), QHeaderView.ResizeMode.Fixed)

    def _dress(self) -> None:
        theme = self._theme
        self.setFont(theme.font("body"))
        self.verticalHeader().setMinimumSectionSize(theme.size(_ROW))
        self.verticalHeader().setDefaultSectionSize(theme.size(_ROW))
        header = self.horizontalHeader()
        header.setFixedHeight(theme.size(_HEAD))
        header.resizeSection(len(self._columns), _MENU)
        self._share_room()
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """The columns beside the name take what they hold; where the room is short, less, but no head is cut."""
        theme, header = self._theme, self.horizontalHeader()
        places = [place for place, column in enumerate(self._columns) if column.width]
        usual = [theme.size(self._columns[place].width) for place in places]
        heads = [header.fontMetrics().horizontalAdvance(self._columns[place].title) + _HEAD_SIDES for place in places]
        held = [min(2 * width, self.sizeHintForColumn(place) + 4) for place, width in zip(places, usual, strict=True)]
        spare = self.viewport().width() - _MENU - theme.size(_NAME) - sum(usual)
        if spare < 0:
            share = max(0.3, 1 + spare / max(1, sum(usual)))
            widths = [int(width * share) for width in usual]
        else:
            wished = [max(0, wide - width) for wide, width in zip(held, usual, strict=True)]
            share = min(1.0, spare / max(1, sum(wished)))
            widths = [width + int(wish * share) for width, wish in zip(usual, wished, strict=True)]
        widths = [max(head, width) for head, width in zip(heads, widths, strict=True)]
        # What a column does not need of its usual width goes to names that would be cut.
        lacking = self._names_width() - (self.viewport().width() - _MENU - sum(widths))
        slack = [max(0, width - max(head, hold)) for width, head, hold in zip(widths, heads, held, strict=True)]
        if lacking > 0 and any(slack):
            share = min(1.0, lacking / sum(slack))
            widths = [width - int(spare * share) for width, spare in zip(widths, slack, strict=True)]
        for place, width in zip(places, widths, strict=True):
            header.resizeSection(place, width)

    def _names_width(self) -> int:
        """How wide the columns without a width of their own would be, were nothing of them cut."""
        names = (place for place, column in enumerate(self._columns) if not column.width)
        return sum(self.sizeHintForColumn(place) + 4 for place in names)


class _Cells(QStyledItemDelegate):
    """Line editors for cells of text; Enter and Tab hand on what was typed, Esc leaves it."""

    def __init__(self, theme: Theme, table: LinesTable) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = QLineEdit(parent)
        editor.setFont(self._theme.font("body"))
        line = self._table.lines.lines[index.row()]
        title = self._table.lines.headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(f"{title}, {line.name}")
        self._table.edited.emit()
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if not isinstance(editor, QLineEdit) or editor.property("left"):
            return
        text = editor.text()
        if text != str(index.data(Qt.ItemDataRole.EditRole) or ""):
            self._table.left.emit(index.row(), index.column(), text)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        place = QRect(option.rect)
        place.setWidth(max(place.width(), self._theme.size(_NARROWEST)))
        editor.setGeometry(place)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and event.reason() in _PASSING:
            # Another window and the field's own menu take the keys only for a while.
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, QLineEdit):
            keeps = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
            if event.key() in keeps:
                # Closed first: what was typed may put the row elsewhere, or open the editor again with why not.
                index = self._table.currentIndex()
                row, column, text = index.row(), index.column(), editor.text()
                is_new = text != str(index.data(Qt.ItemDataRole.EditRole) or "")
                editor.setProperty("left", True)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                if is_new:
                    self._table.typed.emit(row, column, text)
                return True
            if event.key() == Qt.Key.Key_Escape:
                editor.setProperty("left", True)
        return super().eventFilter(editor, event)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        rect = QRectF(option.rect)
        if index.column() == self._table.lines.columnCount() - 1:
            side = self._theme.size(_ICON)
            drawing = icon_pixmap(self._theme, "ellipsis", side, "ink3", self._table.devicePixelRatioF())
            painter.drawPixmap(round(rect.center().x() - side / 2), round(rect.center().y() - side / 2), drawing)
        if index.row() == self._table.lines.rowCount() - 1:
            # The frame ends the list: a line of its own would double it.
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            ground = self._theme.color("accentSoft" if is_chosen else "surface")
            painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), ground)
        if self._table.hasFocus() and index == self._table.currentIndex():
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_focus_ring(painter, self._theme, rect.adjusted(3, 3, -3, -3), 4)
            painter.restore()
